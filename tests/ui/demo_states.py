"""Furnished states of every screen, with fictional people: for tests, screenshots and whoever draws a screen."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from ui.look_words import language
from ui.parts.clockbox import ClockState
from ui.parts.documents import HeldRow, PaperRow
from ui.parts.field import FieldState
from ui.parts.topbar import BarState
from ui.parts.verdict import Verdict
from ui.screens.intake_view import ApplicantState, IntakeState, RepresentativeState


def t(kk: str, ru: str, en: str = "") -> str:
    return {"kk": kk, "ru": ru, "en": en or ru}[language()]


def bar() -> BarState:
    return BarState(
        "ok", t("Байланыста", "На связи", "Connected"), t("ср", "ср", "Wed") + " 16.11.2016", "10:42",
        "Ж. Оразбаева · 3", True,
    )  # fmt: skip


def _law() -> str:
    return t("Стандарт, 9-тармақ", "Стандарт, п. 9", "Standard, cl. 9")


def _papers() -> tuple[PaperRow, ...]:
    ok, law = t("Бар", "Есть", "Present"), _law()
    return (
        PaperRow(id="a", name=t("Заңды тұлғаның нысан бойынша өтініші", "Заявление юридического лица",
                 "Application of a legal person"), hint=t("1-қосымша", "форма, прил. 1", "form, annex 1"), clause=law,
                 kind=4, sheets=2, scans=1, tone="ok", verdict=ok),
        PaperRow(id="b", name=t("Өкілдің жеке басын куәландыратын құжат",
                 "Документ, удостоверяющий личность представителя", "Identity document of the representative"),
                 hint=t("салыстыру үшін, қайтарылады", "для сверки, возвращается", "compared and given back"),
                 clause=law, kind=1, sheets=1, until="14.02.2021", expires=True, tone="ok",
                 verdict=t("Салыстырылды", "Сверен", "Compared")),
        PaperRow(id="c", name=t("Өкілдің сенімхаты", "Доверенность представителя", "Power of attorney"),
                 reason=t("Мерзімі 4 күн бұрын өткен — жарамдысы керек", "Срок истёк 4 дня назад — нужна действующая",
                          "Expired 4 days ago — a valid one is needed"), clause=law,
                 kind=3, sheets=1, until="12.11.2016", expires=True, until_tone="bad", scans=1, tone="late",
                 verdict=t("Мерзімі өтті", "Просрочен", "Expired")),
        PaperRow(id="d", name=t("Лицензиялық алымның төленгенін растайтын құжаттың көшірмесі",
                 "Копия документа об уплате лицензионного сбора", "Copy of the proof that the fee was paid"),
                 hint=t("10 АЕК = 21 210 ₸", "10 МРП = 21 210 ₸", "10 MCI = 21 210 ₸"), clause=law, kind=2, sheets=1,
                 scans=1, tone="ok", verdict=ok),
        PaperRow(id="e", name=t("Біліктілік талаптарына сәйкестігін растайтын мәліметтер нысаны",
                 "Форма сведений о соответствии квалификационным требованиям",
                 "Form of particulars on the qualification requirements"),
                 reason=t("5-қосымша бойынша толтырылған нысан керек", "Нужна заполненная форма по приложению 5",
                          "The form of annex 5, filled in, is needed"), clause=law, kind=0, tone="late",
                 verdict=t("Ұсынылмаған", "Не представлен", "Not given")),
        PaperRow(id="f", name=t("Мамандардың дипломдары мен сертификаттары", "Дипломы и сертификаты специалистов",
                 "Diplomas and certificates of specialists"), hint=t("3 маман", "3 специалиста", "3 specialists"),
                 clause=law, kind=2, sheets=18, scans=18, tone="ok", verdict=ok),
        PaperRow(id="g", name=t("Үй-жайды жалға алу шарты", "Договор аренды помещения", "Lease of the premises"),
                 hint=t("мекенжайы өтінішпен сәйкес", "адрес совпадает с заявлением", "address as in the application"),
                 clause=law, kind=2, sheets=6, until="01.09.2018", scans=6, tone="ok", verdict=ok),
    )  # fmt: skip


def _held() -> tuple[HeldRow, ...]:
    return (
        HeldRow(t("Заңды тұлғаны мемлекеттік тіркеу", "Регистрация юридического лица", "Registration as legal person"),
                t("ЗТ МДБ", "ГБД ЮЛ", "State database of legal persons")),
        HeldRow(t("Санитариялық-эпидемиологиялық қорытынды", "Санитарно-эпидемиологическое заключение",
                  "Sanitary-epidemiological conclusion"),
                t("қызметті беруші алады", "получает услугодатель", "got by the licensor")),
    )  # fmt: skip


def _clocks(elapsed: int = 402) -> tuple[ClockState, ...]:
    return (
        ClockState(t("Қабылдау", "Приём", "Intake"), 900, elapsed),
        ClockState(t("Тіркеу", "Регистрация", "Registration"), 900),
        ClockState(t("Жинақтауға беру", "В сектор", "To the sector"), 1800),
    )


def intake_refused() -> IntakeState:
    """Picture a: two gaps, the lawful "no" is the one act open."""
    return IntakeState(
        service=t("Медициналық қызметке лицензия — беру", "Лицензия на медицинскую деятельность — выдача",
                  "Licence for medical activity — issue"),
        act=t("Атырау облысы, № 324 қаулы, 1-қосымша · 15.07.2016 бастап редакция",
              "Атырауская обл., пост. № 324, прил. 1 · редакция с 15.07.2016",
              "Atyrau region, resolution № 324, annex 1 · version of 15.07.2016"),
        clocks=_clocks(),
        applicant=ApplicantState(
            kind="legal", number=FieldState("140640017300", "ok", t("заңды тұлға", "юридическое лицо", "legal person")),
            name=FieldState(t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), "register"),
            address=t("Атырау қ., Береке даңғ., 41, 3-т. е. б.", "г. Атырау, пр. Береке, 41, н. п. 3"),
            source_tone="ok", source=t("ЗТ МДБ 10:37-де жауап берді", "ГБД ЮЛ ответил в 10:37", "Register answered 10:37"),
        ),
        representative=RepresentativeState(
            number=FieldState("880411400607", "ok", "11.04.1988"),
            name=FieldState("Сейітқали Дана Ержанқызы", "register"),
            power=FieldState(t("№ 1184, нотариаттық", "№ 1184, нотариальная", "№ 1184, notarised")),
            until=FieldState("12.11.2016", "bad"), phone=FieldState("701 000 41 17"), source_tone="ok",
            source=t("БНАЖ: берілген, кері қайтарылмаған", "ЕНИС: выдана, не отозвана", "Notaries: issued, not revoked"),
        ),
        papers=_papers(), held=_held(),
        verdict=Verdict(
            "late", t("Қабылдауға болмайды: 2 ескерту", "Принять нельзя: 2 замечания", "Cannot be accepted: 2 gaps"),
            t("№ 3 — мерзімі өткен, № 5 — ұсынылмаған", "№ 3 — срок истёк, № 5 — не представлен",
              "№ 3 expired, № 5 not given"),
            t("Регламент, 1-қосымша, 10-тармақ, 1-процесс", "Регламент, прил. 1, п. 10, процесс 1",
              "Regulation, annex 1, cl. 10, process 1"),
            t("8-қосымша бойынша бас тарту қолхаты\n2 дана, нөмірімен", "Расписка об отказе по прил. 8\n2 экземпляра, с номером",
              "Refusal receipt by annex 8\n2 copies, numbered")),
        receipt_lang="both", blocked=t("2 ескерту бар", "2 замечания", "2 gaps"), obstacle="e",
    )  # fmt: skip


def intake_complete() -> IntakeState:
    """Picture b: complete, one power of attorney soon at its end."""
    from dataclasses import replace

    ok = t("Бар", "Есть", "Present")
    base, papers = intake_refused(), list(_papers())
    papers[2] = replace(
        papers[2], reason=t("3 күннен кейін бітеді — қабылдауға кедергі емес", "Истекает через 3 дня — приёму не мешает",
        "Ends in 3 days — no obstacle"), until="19.11.2016", until_tone="warn", tone="risk",
        verdict=t("Мерзімі аз", "Скоро истечёт", "Soon over"))  # fmt: skip
    papers[4] = replace(
        papers[4],
        reason="",
        hint=t("5-қосымша", "прил. 5", "annex 5"),
        kind=4,
        sheets=4,
        scans=4,
        tone="ok",
        verdict=ok,
    )
    assert base.representative is not None
    return replace(
        base, clocks=_clocks(559), papers=tuple(papers), receipt_lang="kk", blocked="", obstacle="",
        representative=replace(base.representative, until=FieldState("19.11.2016", "warn")),
        verdict=Verdict(
            "ok", t("Топтама толық: 7 құжат, 33 парақ", "Пакет полон: 7 документов, 33 листа", "Complete: 7 documents, 33 sheets"),
            t("Нәтиже 08.12.2016 дейін: 15 жұмыс күні, 1 желтоқсан — мереке",
              "Результат до 08.12.2016: 15 рабочих дней, 1 декабря — праздник", "Result by 08.12.2016: 15 working days"),
            t("Стандарт, 4-тармақ", "Стандарт, п. 4", "Standard, cl. 4"),
            t("Қолхат екі тілде басылады\nпринтер: Касса-3", "Расписка на двух языках\nпринтер: Касса-3",
              "Receipt in two languages\nprinter: Kassa-3")),
    )  # fmt: skip


def intake_empty() -> IntakeState:
    """A natural person has just sat down; nothing is entered."""
    return IntakeState(
        service=t("Медициналық қызметке лицензия — телнұсқа", "Лицензия на медицинскую деятельность — дубликат",
                  "Licence for medical activity — duplicate"),
        act=t("Атырау облысы, № 324 қаулы, 1-қосымша", "Атырауская обл., пост. № 324, прил. 1", "Atyrau, № 324, annex 1"),
        clocks=_clocks(12), applicant=ApplicantState(kind="natural"),
        papers=(PaperRow(id="a", name=t("Еркін нысандағы өтініш", "Заявление в произвольной форме", "Application"),
                         clause=_law()),),
        verdict=Verdict("wait", t("ЖСН-ді енгізіңіз", "Введите ИИН", "Enter the IIN"),
                        t("содан кейін құжаттарды белгілеңіз", "затем отметьте документы", "then mark the papers")),
        blocked=t("ЖСН енгізілмеген", "ИИН не введён", "No IIN"), obstacle="number",
    )  # fmt: skip


def _registry_lines():
    from ui.screens.sector_view import RegistryLine

    give, again, twin = t("беру", "выдача", "issue"), t("қайта ресімдеу", "переоформление", "reissue"), t("телнұсқа", "дубликат", "duplicate")  # fmt: skip
    rows = (
        ("00042-2", t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), give, 7, 33, "10:52:08"),
        ("00041-0", t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), again, 6, 21, "10:52:03"),
        ("00038-H", t("«Нұр-Денсаулық» ЖШС", "ТОО «Нұр-Денсаулық»"), give, 7, 41, "10:51:57"),
        ("00036-L", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), twin, 3, 5, "10:51:51"),
        ("00035-9", "Ермекова Әсел Нұрланқызы", again, 5, 12, "10:51:46"),
        ("00033-5", t("«Стомат-Плюс Атырау» ЖШС", "ТОО «Стомат-Плюс Атырау»"), give, 7, 38, "10:51:40"),
        ("00031-T", t("«Ақ Шағала Мед» ЖШС", "ТОО «Ақ Шағала Мед»"), give, 4, 9, "10:51:33"),
        ("00030-R", t("ЖК Воронцова Л. А.", "ИП Воронцова Л. А."), give, 7, 29, "10:51:27"),
        ("00029-4", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), give, 8, 52, "10:51:20"),
    )
    return tuple(
        RegistryLine(id=tail, n=17 - n, number=f"AT01-03-16-{tail}", who=who, variant=variant, documents=docs,
                     sheets=sheets, at=at, fresh=n == 0)
        for n, (tail, who, variant, docs, sheets, at) in enumerate(rows)
    )  # fmt: skip


def sector():
    """Picture c: the last scan went in."""
    from ui.parts.figures import TermState
    from ui.parts.scanpanel import ScanState
    from ui.screens.sector_view import AsideLine, LastScan, SectorState

    number = "AT01-03-16-00042-2"
    entered = t("енгізілді, {n}-жол", "внесено, строка {n}", "entered, line {n}")
    return SectorState(
        scan=ScanState(tone="ok", word=t("ЕНГІЗІЛДІ", "ВНЕСЕНО", "ENTERED"), who=t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"),
                       number=number, what=t("Медициналық лицензия, беру · 7 құжат, 33 парақ · 10:52:08",
                       "Медицинская лицензия, выдача · 7 документов, 33 листа · 10:52:08"),
                       count_label=t("жол", "строка", "line"), count="17",
                       count_note=t("тағы 6 күтіледі", "ожидается ещё 6", "6 more expected")),
        registry="R-AT01-03-16-00012-D", to=t("Денсаулық сақтау басқармасы", "Управление здравоохранения", "Health department"),
        status=t("Ашық", "Открыт", "Open"), version=t("1-нұсқа", "версия 1", "version 1"), lines=_registry_lines(),
        cases=17,
        expected=23, documents=104, sheets=463, undo=True,
        term=TermState(title=t("Жинап, жіберу", "Собрать и отправить", "Collect and send"), badge=t("Мерзімінде", "В срок", "In time"),
                       share=0.38, until=t("бс 17.11.2016 20:00 дейін — 1 жұмыс күні", "до чт 17.11.2016 20:00 — 1 рабочий день"),
                       clause=t("10-т., 1-шарт", "п. 10, условие 1", "cl. 10, condition 1")),
        aside=(AsideLine(id="x", number="AT01-03-16-00019-B", why=t("Қайталау: R-AT01-03-16-00011-B, 11-жол", "Повтор: уже в R-AT01-03-16-00011-B, строка 11"),
                         do=t("R-AT01-03-16-00011-B папкасына салыңыз", "Положите в папку R-AT01-03-16-00011-B")),),
        last=(LastScan("ok", number, entered.format(n=17)), LastScan("ok", "AT01-03-16-00041-0", entered.format(n=16)),
              LastScan("info", "AT01-03-16-00041-0", t("қос оқу — ескерілмеді", "двойное чтение — пропущено")),
              LastScan("late", "AT01-03-16-00019-B", t("басқа тізілімде бар", "уже в другом реестре")),
              LastScan("ok", "AT01-03-16-00038-H", entered.format(n=15))),
    )  # fmt: skip


def sector_wrong():
    """Picture c2: the case belongs to another registry."""
    from dataclasses import replace

    from ui.parts.scanpanel import ScanState
    from ui.screens.sector_view import AsideLine, LastScan

    base, number = sector(), "AT01-03-16-00044-6"
    lines = tuple(replace(line, fresh=False) for line in base.lines)
    aside = AsideLine(id="y", number=number, why=t("Басқа көрсетілетін қызметті берушінің ісі", "Дело другого услугодателя"),
                      do=t("«Есірткі — лицензия» тізілімін ашу", "Откройте реестр «Наркотики — лицензия»"))  # fmt: skip
    scan = ScanState(
        tone="late", word=t("БАСҚА ТІЗІЛІМНІҢ ІСІ", "ЧУЖОЙ РЕЕСТР", "ANOTHER REGISTRY"), who=t("«Береке-Фарм» ЖШС", "ТОО «Береке-Фарм»"),
        number=number, what=t("Есірткі құралдарымен айналысуға лицензия — оны басқа көрсетілетін қызметті беруші қарайды.",
        "Лицензия на оборот наркотических средств — её рассматривает другой услугодатель."),
        next=t("Құжатты «Кейінге» сөресіне қойыңыз, сканерлеуді жалғастыра беріңіз.", "Положите дело на полку «Отложено» и сканируйте дальше."),
        count_label=t("жолдар", "строк", "lines"), count="17", count_note=t("өзгерген жоқ", "не изменилось", "unchanged"))  # fmt: skip
    last = (LastScan("late", number, t("Басқа тізілім", "чужой реестр")), *base.last[:4])
    return replace(base, scan=scan, lines=lines, aside=(aside, *base.aside), last=last, undo=False)


def lock():
    """Picture i: locked two minutes ago, no link to the licensor."""
    from ui.screens.lock import Colleague, LockNotice, LockState

    return LockState(
        time="10:42", day=t("сәрсенбі, 2016 жылғы 16 қараша", "среда, 16 ноября 2016", "Wednesday, 16 November 2016"),
        place=t("№ 4 бөлім — 3-терезе", "Отдел № 4 — окно 3", "Department № 4 — window 3"),
        hours=t("20:00-ге дейін ашық, жұмыс күні", "открыто до 20:00, рабочий день", "open until 20:00, working day"),
        login="orazbaeva", person="Оразбаева Жанар Серікқызы", role=t("инспектор", "инспектор", "inspector"),
        locked=t("Терезе 2 мин бұрын құлыпталды", "Окно заперто 2 мин назад", "Locked 2 min ago"), draft=True, training=True,
        notices=(
            LockNotice("risk", t("Көрсетілетін қызметті берушімен байланыс жоқ, 10:31-ден", "Нет связи с услугодателем с 10:31", "No link to the licensor since 10:31"),
                       t("Әдеттегідей жұмыс істеңіз: 6 хабарлама күтіп тұр, өзі кетеді.", "Работайте как обычно: 6 сообщений ждут и уйдут сами.", "Go on as usual: 6 messages wait and will go by themselves.")),
            LockNotice("ok", t("Нобай 10:42:16-да сақталды", "Черновик сохранён в 10:42:16", "Draft saved at 10:42:16"),
                       t("тек кіргеннен кейін көрінеді — Ж. Оразбаева", "виден только после входа — Ж. Оразбаева", "seen only after log-in — Zh. Orazbaeva")),
        ),
        colleagues=(Colleague("aliev", "Әлиев Р.", t("инспектор", "инспектор", "inspector")),
                    Colleague("kim", "Ким О.", t("беру", "выдача", "release")),
                    Colleague("saparova", "Сапарова Г.", t("жинақтау", "сектор", "sector"))),
    )  # fmt: skip


def courier():
    """Picture d: the sector has given, the courier is taking, one seal is wrong."""
    from dataclasses import replace

    from ui.parts.custody import Holder, Leg
    from ui.screens.courier_view import CourierState, Mismatch, Parcel, SideState

    health = t("Денсаулық сақтау басқармасы", "Управление здравоохранения", "Health department")
    licence = t("Медициналық лицензия", "Медицинская лицензия", "Medical licence")
    given = (
        Parcel(id="1", number="R-AT01-03-16-00011-B", to=health, service=licence, cases=23, sheets=611, seal="П-20418"),
        Parcel(id="2", number="R-AT01-03-16-00012-D", to=health, service=licence, cases=17, sheets=463, seal="П-20419"),
        Parcel(id="3", number="R-AT01-03-16-00009-8", to=t("ТМККК комиссиясы", "Комиссия по ГОБМП", "Commission"),
               service=t("Өнім берушінің сәйкестігі", "Соответствие поставщика", "Compliance"), cases=4, sheets=188, seal="П-20420"),
    )  # fmt: skip
    taken = (
        replace(given[0], seal=t("Бүтін", "Цела", "Whole"), seal_tone="ok"),
        replace(given[1], seal=t("Басқа: П-20491", "Другая: П-20491", "Other: П-20491"), seal_tone="late"),
        replace(given[2], seal=t("Скан күтуде", "Ждёт скана", "To scan"), seal_tone="wait"),
    )
    return CourierState(
        holders=(
            Holder("sector", t("Қазір жауапты — 10:55-тен", "Отвечает сейчас — с 10:55", "Answers now — since 10:55"),
                   t("Жинақтау бөлімі", "Накопительный сектор", "Accumulation sector"), "Сапарова Г. М.", now=True),
            Holder("courier", t("«Қабылдадыдан» кейін жауапты", "Станет отвечать после «Принял»", "Answers after the second signature"),
                   t("Курьер Бекенов А. Т.", "Курьер Бекенов А. Т.", "Courier Bekenov A. T."), t("2-рейс, 11:30", "рейс 2, выезд 11:30", "run 2, 11:30")),
            Holder("licensor", t("содан кейін", "затем", "then"), t("Көрсетілетін қызметті берушінің кеңсесі", "Канцелярия услугодателя", "Licensor's chancellery"),
                   t("әзірге қатыспайды", "ещё не участвует", "not in it yet"), later=True),
        ),
        legs=(Leg(t("тапсыру жүріп жатыр", "передача идёт", "being handed over"), "04:10", "15:00"),
              Leg(t("10-т., 4-процесс", "п. 10, процесс 4", "cl. 10, process 4"), t("15 мин", "15 мин", "15 min"), ahead=True)),
        give=SideState(phase="done", under=t("бірінші қол — жинақтау", "первая подпись — сектор", "first signature — sector"),
                       badge=t("Қол қойылды 10:55", "Подписано 10:55", "Signed 10:55"), person="Сапарова Гүлмира Маратқызы",
                       how=t("жинақтау бөлімі, 8-терезе · бейдж және құпиясөз", "накопительный сектор, окно 8 · бейдж и пароль", "sector, window 8 · badge and password"),
                       parcels=given, foot=t("Қол тізімді жабады: 3 тізілім, 44 іс, 1 262 парақ.\nКімге: тек Бекенов А. Т. · 11:25-ке дейін жарамды.",
                       "Подпись закрывает список: 3 реестра, 44 дела, 1 262 листа.\nКому: только Бекенов А. Т. · действует до 11:25.",
                       "The signature closes the list: 3 registries, 44 cases, 1 262 sheets.")),
        take=SideState(phase="now", under=t("екінші қол — курьер, басқа адам", "вторая подпись — курьер, другой человек", "second signature — another person"),
                       count="2", of=t("3-тен сканерленді", "из 3 просканировано", "of 3 scanned"), icon="courier", person="Бекенов Арман Тілеуұлы",
                       how=t("бейдж 10:57-де оқылды · куәлігі тексерілді", "бейдж считан в 10:57 · удостоверение сверено", "badge read at 10:57"), known=True,
                       parcels=taken, foot=t("Қалды: 1 сәйкессіздікті шешу және сканерлеу", "Осталось: решить 1 расхождение и считать", "Left: solve 1 mismatch and scan"),
                       foot_number="R-AT01-03-16-00009-8"),
        mismatch=Mismatch(t("Пломба басқа: қапта П-20491, П-20419 тапсырылған", "Пломба не та: на мешке П-20491, сдано с П-20419", "Wrong seal: П-20491 on the bag, given with П-20419"),
                          t("Шешілмейінше жауапты ауыспайды. Біреуін таңдаңыз:", "Держатель не меняется, пока не решено. Выберите одно:", "The holder stays until this is solved. Choose one:"),
                          (("reseal", t("Екеулеп қайта пломбалау", "Перепломбировать вдвоём", "Seal again together")),
                           ("leave", t("Бұл тізілімді алмау", "Не брать этот реестр", "Do not take this registry")))),
        undo=True, blocked=t("2 іс қалды", "осталось 2", "2 left"),
    )  # fmt: skip


def case():
    """Picture e: at the licensor, day 9 of 14; the courier was late once."""
    from ui.parts.lanes import LaneStep
    from ui.screens.case_view import CasePaper, CaseRemark, CaseState

    m15 = t("15 мин", "15 мин", "15 min")
    steps = (
        LaneStep(lane=1, title=t("Қабылдау", "Приём", "Intake"), who=t("Оразбаева Ж., 3-терезе", "Оразбаева Ж., окно 3"), plan=m15,
                 fact="02.11 10:12–10:21", spent=t("9 мин", "9 мин", "9 min"), share=0.6, phase="done"),
        LaneStep(lane=1, title=t("Тіркеу, қолхат", "Регистрация, расписка", "Registration, receipt"), who=t("Оразбаева Ж., 3-терезе", "Оразбаева Ж., окно 3"),
                 plan=m15, fact="02.11 10:21–10:25", spent=t("4 мин", "4 мин", "4 min"), share=0.27, phase="done"),
        LaneStep(lane=2, title=t("Жинақтауға беру", "Передача в сектор", "To the sector"), who=t("қабылдады: Сапарова Г.", "принял: Сапарова Г."),
                 plan=t("30 мин, 10:55 дейін", "30 мин, до 10:55", "30 min, by 10:55"), fact="02.11 10:47", spent=t("22 мин", "22 мин", "22 min"), share=0.73, phase="done"),
        LaneStep(lane=2, title=t("Тізілім және жолдау", "Реестр и отправка", "Registry and sending"), who=t("R-…-00008-6, 6-жол", "R-…-00008-6, строка 6"),
                 plan=t("1 ж. к., 03.11 дейін", "1 р. д., до 03.11", "1 wd, by 03.11"), fact="03.11 14:05", spent=t("14 сағ 18 мин", "14 ч 18 мин", "14 h 18 min"), share=0.66, phase="done"),
        LaneStep(lane=3, title=t("Курьер → кеңсе", "Курьер → канцелярия", "Courier → chancellery"), who=t("Бекенов А. Т., 3-рейс", "Бекенов А. Т., рейс 3"), plan=m15,
                 fact="03.11 14:30–14:52", spent=t("+7 мин", "+7 мин", "+7 min"), share=1, phase="done", tone="late"),
        LaneStep(lane=4, title=t("Қарау", "Рассмотрение", "Consideration"), who="Тлеубаева Н. К.", plan=t("14 ж. к., 23.11 дейін", "14 р. д., до 23.11", "14 wd, by 23.11"),
                 fact=t("03.11-ден бері", "идёт с 03.11", "since 03.11"), spent=t("14-тен 9-күн", "день 9 из 14", "day 9 of 14"), share=0.64, phase="now",
                 parts=(("ok", t("журнал 15 мин", "журнал 15 мин", "journal 15 min")), ("ok", t("тағайындалды 15 мин", "назначено 15 мин", "assigned 15 min")),
                        ("ok", t("толықтығы 1 ж. к.", "полнота 1 р. д.", "completeness 1 wd")), ("wait", t("талаптарды тексеру", "проверка требований", "requirements")))),
        LaneStep(lane=4, title=t("Нәтиже → курьерге", "Результат → курьеру", "Result → courier"), who=t("кеңсе", "канцелярия", "chancellery"), plan=t("1 ж. к., 24.11 дейін", "1 р. д., до 24.11", "1 wd, by 24.11")),
        LaneStep(lane=3, title=t("Курьер → жинақтау", "Курьер → сектор", "Courier → sector"), plan=m15),
        LaneStep(lane=2, title=t("Жинақтау → инспектор", "Сектор → инспектор", "Sector → inspector"), plan=m15),
        LaneStep(lane=1, title=t("Беру", "Выдача", "Release"), who=t("кезекте күту", "ожидание в очереди", "waiting in the queue"), plan=m15),
    )  # fmt: skip
    return CaseState(
        number="AT01-03-16-00017-5", badges=(("info", t("Қызмет берушіде", "У услугодателя", "At the licensor")), ("ok", t("Мерзімінде", "В срок", "In time"))),
        applicant=t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"),
        applicant_rest=t(" · БСН 091040009606 · өкілі Мұқанов Е. С.", " · БИН 091040009606 · представитель Муканов Е. С."),
        service=t("Медициналық қызметке лицензия, беру · Атырау облысы, № 324 қаулы, 1-қосымша", "Лицензия на медицинскую деятельность, выдача · Атырауская обл., пост. № 324, прил. 1"),
        holder="Тлеубаева Н. К.", holder_place=t("Денсаулық сақтау басқармасы, лицензиялау бөлімі", "Управление здравоохранения, отдел лицензирования"),
        due_label=t("Нәтиже орталықта", "Результат в центре до", "Result at the centre by"), due=t("бс 24.11.2016", "чт 24.11.2016", "Thu 24.11.2016"),
        due_left=t("6 жұмыс күні қалды", "осталось 6 рабочих дней", "6 working days left"), steps=steps, why_title=t("Неге 23.11.2016", "Почему 23.11.2016", "Why 23.11.2016"),
        why=t("Қызмет берушіде 14 жұмыс күні, қабылдау күні (03.11) есептелмейді. 5–6, 12–13 және 19–20 қараша демалыстары өткізілді; мерзім ішінде мереке жоқ.",
              "14 рабочих дней у услугодателя, день приёма (03.11) не считается. Выходные 5–6, 12–13 и 19–20 ноября пропущены; праздников в сроке нет."),
        why_clause=t("Регламент, 1-қосымша, 7-тармақ", "Регламент, прил. 1, п. 7", "Regulation, annex 1, cl. 7"), why_rest=t(" · 2016 күнтізбесі", " · календарь 2016", " · calendar 2016"),
        papers=(
            CasePaper("1", t("Қабылдау қолхаты", "Расписка о приёме", "Acceptance receipt"), "02.11 10:25 · ru + kk", t("2 бет", "2 стр.", "2 p.")),
            CasePaper("2", t("Құжаттар, 7 (скан)", "Документы, 7 (скан)", "Documents, 7 (scan)"), "02.11 10:24", t("35 п.", "35 л.", "35 sh.")),
            CasePaper("3", t("Тізілім R-AT01-03-16-00008-6", "Реестр R-AT01-03-16-00008-6", "Registry R-AT01-03-16-00008-6"), "03.11 14:01", t("3 бет", "3 стр.", "3 p.")),
            CasePaper("4", t("Тапсыру парағы, 2 қол", "Лист передачи, 2 подписи", "Hand-over sheet"), "03.11 14:52", t("1 бет", "1 стр.", "1 p.")),
        ),
        remarks=(CaseRemark("late", t("Курьер 7 минутқа кешікті", "Курьер задержался на 7 минут", "The courier was 7 minutes late"),
                            t("«Кеңседегі кезек» — Бекенов А., 03.11 14:55. Жалпы мерзімге әсер етпейді.", "«Очередь в канцелярии» — Бекенов А., 03.11 14:55. На общий срок не влияет.")),),
    )  # fmt: skip


def certificate():
    """A drawn sheet that stands for a scan; nobody in it exists."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

    page = QPixmap(582, 538)
    page.fill(QColor("#FFFFFF"))
    p = QPainter(page)
    p.setPen(QPen(QColor("#6B7580"), 1))
    p.drawRect(41, 22, 498, 490)
    p.drawRect(45, 26, 490, 482)
    p.setPen(QColor("#14202A"))
    centre = int(Qt.AlignmentFlag.AlignHCenter)
    for y, size, bold, text in (
        (54, 12, False, "РЕСПУБЛИКАНСКАЯ АТТЕСТАЦИОННАЯ КОМИССИЯ"), (92, 24, True, "СЕРТИФИКАТ"), (126, 24, True, "СПЕЦИАЛИСТА"),
        (168, 12, False, "МАМАН СЕРТИФИКАТЫ"), (196, 12, False, "№ 004182"), (240, 19, True, "Оспанова Раушан Кәрімқызы"),
    ):  # fmt: skip
        font = QFont("Noto Serif")
        font.setPixelSize(size)
        font.setBold(bold)
        p.setFont(font)
        p.drawText(QRectF(60, y, 462, 34), centre, text)
    font = QFont("Noto Serif")
    font.setPixelSize(13)
    p.setFont(font)
    p.drawText(80, 386, "Выдан: 01 ноября 2011 года")
    p.drawText(80, 414, "Действителен до: 01 ноября 2016 года")
    p.end()
    return page


def licensor():
    """Picture h: an expired certificate in the set, 5 h 40 min left."""
    from ui.keys import Action, Hint
    from ui.look_words import say
    from ui.parts.figures import TermState
    from ui.parts.sheet import SheetState
    from ui.screens.licensor_view import Check, LicensorState, QueueItem

    give = t("беру", "выдача", "issue")
    queue = tuple(
        QueueItem(id=tail, tone=tone, name=name, number=f"AT01-03-16-{tail}", stage=stage, left=left)
        for tail, tone, name, stage, left in (
            ("00009-G", "late", t("ЖК Петренко С.", "ИП Петренко С."), t("телнұсқа, дайындау", "дубликат, подготовка"), t("+1 ж. к.", "+1 р. д.", "+1 wd")),
            ("00013-Y", "risk", t("«Алтын Дән» ЖШС", "ТОО «Алтын Дән»"), f"{give}, " + t("толықтығы", "полнота"), t("5 сағ 40 мин", "5 ч 40 мин", "5 h 40 min")),
            ("00014-0", "risk", t("«Ақ Шағала Мед» ЖШС", "ТОО «Ақ Шағала Мед»"), t("қайта ресімдеу, шешім", "переоформление, решение"), t("5 сағ 40 мин", "5 ч 40 мин", "5 h 40 min")),
            ("00017-5", "ok", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), f"{give}, " + t("тексеру", "проверка"), t("5 ж. к.", "5 р. д.", "5 wd")),
            ("00018-9", "ok", t("«Стомат-Плюс Атырау» ЖШС", "ТОО «Стомат-Плюс Атырау»"), f"{give}, " + t("тексеру", "проверка"), t("7 ж. к.", "7 р. д.", "7 wd")),
            ("00021-D", "ok", "Сағындықов М. Б.", f"{give}, " + t("тексеру", "проверка"), t("8 ж. к.", "8 р. д.", "8 wd")),
            ("00011-B", "wait", t("Тізілім, 23 іс", "Реестр, 23 дела", "Registry, 23 cases"), t("кеңсенің қабылдауын күтуде", "ждёт приёма канцелярией"), t("11 мин", "11 мин", "11 min")),
        )
    )  # fmt: skip
    sheets = t("{n} п.", "{n} л.", "{n} sh.")
    checks = (
        Check(id="1", name=t("Заңды тұлғаның өтініші", "Заявление юридического лица", "Application"), note=sheets.format(n=2), tone="ok"),
        Check(id="2", name=t("Өкілдің сенімхаты", "Доверенность представителя", "Power of attorney"), note=sheets.format(n=1), tone="ok"),
        Check(id="3", name=t("Лицензиялық алымның төленуі", "Уплата лицензионного сбора", "Licence fee"), note=sheets.format(n=1), tone="ok"),
        Check(id="4", name=t("Мәліметтер нысаны, 5-қосымша", "Форма сведений, прил. 5", "Form, annex 5"), note=sheets.format(n=4), tone="ok"),
        Check(id="5", name=t("Сертификат: Оспанова Р. К.", "Сертификат: Оспанова Р. К.", "Certificate: Ospanova R. K."),
              note=t("01.11.2016 бітті · 9-парақ", "истёк 01.11.2016 · лист 9", "ended 01.11.2016 · sheet 9"), tone="late", note_tone="late"),
        Check(id="6", name=t("Мамандардың дипломдары", "Дипломы специалистов", "Diplomas"), note=sheets.format(n=17)),
        Check(id="7", name=t("Үй-жайды жалға алу шарты", "Договор аренды помещения", "Lease"), note=sheets.format(n=6)),
    )  # fmt: skip
    return LicensorState(
        order=say("window.licensor.order"), queue=queue, current="00013-Y",
        sheet=SheetState(title=t("«Алтын Дән» ЖШС", "ТОО «Алтын Дән»"), number="AT01-03-16-00013-Y", place=t("31 парақтың 9-ы", "лист 9 из 31", "sheet 9 of 31"),
                         page=certificate(), mark=(0.12, 0.735, 0.52, 0.055), thumbs=("1", "2", "3", "4", "5–8", "9", "10–26", "27–31"), on=5),
        term=TermState(title=t("Топтаманың толықтығы", "Полнота пакета", "Completeness"), tone="risk", share=0.84,
                       until=t("18:30 дейін, 13:00–14:30 үзіліссіз", "до 18:30, без перерыва 13:00–14:30", "by 18:30, break not counted"), clause=t("1-қос., 7-т.", "прил. 1, п. 7", "annex 1, cl. 7")),
        left=t("5 сағ 40 мин", "5 ч 40 мин", "5 h 40 min"), checks=checks,
        verdict=Verdict("late", t("1 құжаттың мерзімі өткен", "1 документ просрочен", "1 document expired"),
                        t("Тексеру керек: тағы 2.", "Осталось проверить: 2.", "2 more to check.")),
        marks=(("ok", t("Журнал: кіріс 4452, 15.11.2016 09:20", "Журнал: вх. 4452, 15.11.2016 09:20", "Journal: in 4452, 15.11.2016 09:20")),
               ("ok", t("Тағайындады: Рахимов Е. С., 09:31", "Назначил: Рахимов Е. С., 09:31", "Assigned: Rakhimov E. S., 09:31")),
               ("wait", t("Қол қояды: Рахимов Е. С., ЭЦҚ", "Подпишет: Рахимов Е. С., ЭЦП", "Will sign: Rakhimov E. S."))),
        hints=(Hint("F4", t("Барлық тексеру", "Вся сверка", "Whole check")), Hint("F5", t("Органға сұрау", "Запрос госорганам", "Ask a body")),
               Hint("F6", say("window.f6")), Hint("F9", say("window.f9"))),
        main=Action(t("Топтама толық", "Пакет полон", "Complete"), blocked=t("2 құжат тексерілмеген", "не проверено 2", "2 not checked")),
        second=Action(t("Уәжделген жауап", "Мотивированный ответ", "Reasoned answer"), "F8", t("тағы 2 тексеріңіз", "проверьте ещё 2", "check 2 more"), danger=True),
    )  # fmt: skip


def find():
    """The start of the day: what waits, late first."""
    from ui.screens.find_view import FindState, FoundRow, Shelf

    medical, give = t("Медициналық лицензия", "Медицинская лицензия", "Medical licence"), t("беру", "выдача", "issue")
    rows = (
        ("00009-G", t("ЖК Петренко С.", "ИП Петренко С."), "late", t("Мерзімі өтті", "Просрочено", "Late"), "01.11.2016", t("+1 ж. к.", "+1 р. д.", "+1 wd"), "late"),
        ("00013-Y", t("«Алтын Дән» ЖШС", "ТОО «Алтын Дән»"), "risk", t("Мерзімі аз", "Под риском", "At risk"), "15.11.2016", t("5 сағ 40 мин", "5 ч 40 мин", "5 h 40 min"), "risk"),
        ("00017-5", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), "info", t("Қызмет берушіде", "У услугодателя", "At the licensor"), "02.11.2016", t("6 ж. к.", "6 р. д.", "6 wd"), ""),
        ("00042-2", t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), "wait", t("Жинақтауда", "В секторе", "In the sector"), "16.11.2016", t("15 ж. к.", "15 р. д.", "15 wd"), ""),
        ("00005-8", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), "ok", t("Беруге дайын", "Готово к выдаче", "Ready"), "24.10.2016", "—", ""),
    )  # fmt: skip
    return FindState(
        shelves=(
            Shelf("drafts", "pen", t("Менің нобайларым", "Мои черновики", "My drafts"), 2),
            Shelf("late", "deadlines", t("Мерзімі өткендер", "Просроченные", "Late"), 3, "late"),
            Shelf("mine", "case", t("Менің бүгінгі істерім", "Мои дела за сегодня", "My cases of today"), 14),
            Shelf("unclaimed", "shelf", t("Талап етілмегендер", "Невостребованные", "Unclaimed"), 64),
        ),
        shelf="mine",
        rows=tuple(
            FoundRow(id=tail, number=f"AT01-03-16-{tail}", who=who, service=f"{medical}, {give}", status_tone=tone, status=status, when=when,
                     left=left, left_tone=left_tone)
            for tail, who, tone, status, when, left, left_tone in rows
        ),
    )  # fmt: skip


def release():
    """A representative came; the power of attorney is checked; one original goes back."""
    from ui.screens.release_view import HandedPaper, Question, ReadyResult, ReleaseState

    licence = t("лицензия, түпнұсқа", "лицензия, оригинал", "licence, original")
    days = t("{n} күн", "{n} дн.", "{n} d.")
    ready = (
        ReadyResult(id="1", number="AT01-03-16-00005-8", who=t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), what=licence, shelf="Б-14", since=days.format(n=1)),
        ReadyResult(id="2", number="AT01-03-16-00004-4", who=t("«Нұр-Денсаулық» ЖШС", "ТОО «Нұр-Денсаулық»"), what=t("телнұсқа", "дубликат", "duplicate"), shelf="А-07", since=days.format(n=4)),
        ReadyResult(id="3", number="AT01-03-16-00002-X", who=t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), what=t("бас тарту туралы уәжделген жауап", "мотивированный отказ", "reasoned refusal"), shelf="А-03", since=days.format(n=28), tone="risk"),
        ReadyResult(id="4", number="AT01-03-16-00001-V", who="Ермекова Әсел Нұрланқызы", what=licence, shelf="В-01", since=days.format(n=33), tone="late"),
    )  # fmt: skip
    return ReleaseState(
        ready=ready, current="1", heading=t("«Сау Бала» ЖШС — лицензия", "ТОО «Сау Бала» — лицензия", "Sau Bala — licence"),
        under=t("AT01-03-16-00005-8 · Атырау облысы, № 324 қаулы, 1-қосымша", "AT01-03-16-00005-8 · Атырауская обл., пост. № 324, прил. 1"),
        clocks=(ClockState(t("Кезек", "Очередь", "Queue"), 900, 240),), shelf="Б-14", shelf_note=t("Сақтау ұяшығы", "Ячейка хранения", "Shelf cell"), came="representative",
        number=FieldState("880411400607", "ok", "11.04.1988"), person=FieldState("Сейітқали Дана Ержанқызы", "register"),
        identity=FieldState("№ 031245678", "", "", t("салыстырылды", "сверен", "compared")), power=FieldState(t("№ 1184, нотариаттық", "№ 1184, нотариальная", "№ 1184")),
        until=FieldState("14.02.2017", "ok"), source_tone="ok", source=t("БНАЖ: кері қайтарылмаған", "ЕНИС: не отозвана", "Notaries: not revoked"),
        papers=(HandedPaper(id="p", name=t("Лицензия № 16018844", "Лицензия № 16018844", "Licence № 16018844"), note=t("түпнұсқа, 1 парақ · сканерленді", "оригинал, 1 лист · отсканирована", "original, 1 sheet · scanned"), tone="ok"),
                HandedPaper(id="q", name=t("Лицензияға қосымша", "Приложение к лицензии", "Annex to the licence"), note=t("2 парақ · скан күтуде", "2 листа · ждёт скана", "2 sheets · to be scanned"), tone="wait")),
        questions=(Question("process", t("Қызмет көрсету процесі мен нәтижесінің сапасы", "Качество процесса и результата", "Quality of the process and the result"), "yes"),
                   Question("information", t("Тәртіп туралы ақпараттың сапасы", "Качество сведений о порядке", "Quality of the information on the procedure"))),
        verdict=Verdict("wait", t("Қосымшаны сканерлеңіз", "Сканируйте приложение", "Scan the annex"), t("1 / 2 сканерленді", "отсканировано 1 из 2", "1 of 2 scanned"),
                        t("10-тармақ, 9-процесс", "п. 10, процесс 9", "cl. 10, process 9")),
        blocked=t("қосымша сканерленбеген", "приложение не отсканировано", "annex not scanned"),
    )  # fmt: skip


def board():
    """Picture f: three late, seven at risk."""
    from ui.parts.axis import AxisState, Bin, CountBox
    from ui.parts.strip import Strip, StripColumn
    from ui.screens.board_view import BoardState

    minutes, of = t("{n} мин", "{n} мин", "{n} min"), t("{n} мин-тан", "из {n} мин", "of {n} min")
    days = t("{n} ж. к.", "{n} р. д.", "{n} wd")

    def strip(id, tone, name, left, limit, holder, rung=""):
        return Strip(
            id=id, tone=tone, name=name, number=f"AT01-03-16-{id}", left=left, limit=limit, holder=holder, rung=rung
        )

    stage = t("{n}-саты", "ступень {n}", "rung {n}")
    hall = (
        strip("00041-0", "late", t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), "+" + minutes.format(n=12), of.format(n=30), t("жинақтауға · Оразбаева Ж.", "в сектор · Оразбаева Ж."), stage.format(n=1)),
        strip("00043-Q", "risk", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), minutes.format(n=3), of.format(n=15), t("қабылдау · Әлиев Р., 5-терезе", "приём · Әлиев Р., окно 5")),
        strip("00044-6", "risk", "Ермекова Ә. Н.", minutes.format(n=4), of.format(n=15), t("тіркеу · Ким О., 1-терезе", "регистрация · Ким О., окно 1")),
        strip("00045-4", "ok", t("«Көктем Мед» ЖШС", "ТОО «Көктем Мед»"), minutes.format(n=9), of.format(n=15), t("қабылдау · Оразбаева Ж., 3-терезе", "приём · Оразбаева Ж., окно 3")),
    )  # fmt: skip
    sector_ = (
        strip("00040-K", "risk", t("«Мейірім-7» ЖШС", "ТОО «Мейірім-7»"), minutes.format(n=25), t("3 сағаттан", "из 3 часов", "of 3 h"), t("ТМККК, тізілім · Сапарова Г.", "ГОБМП, реестр · Сапарова Г.")),
        strip("00042-2", "ok", t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), t("бс 20:00", "чт 20:00", "Thu 20:00"), t("1 ж. к.-нен", "из 1 р. д.", "of 1 wd"), t("тізілім · Сапарова Г.", "реестр · Сапарова Г.")),
    )  # fmt: skip
    couriers = (
        strip("00008-6", "late", t("Денсаулық сақтау басқармасы", "Управление здравоохранения"), "+" + minutes.format(n=26), of.format(n=15), t("18 іс · Бекенов А.", "18 дел · Бекенов А."), stage.format(n=2)),
        strip("00011-B", "risk", t("Денсаулық сақтау басқармасы", "Управление здравоохранения"), minutes.format(n=5), of.format(n=15), t("23 іс · «Қабылдады» күтуде", "23 дела · ждёт «Принял»")),
        strip("00009-8", "ok", t("ТМККК комиссиясы", "Комиссия по ГОБМП"), minutes.format(n=11), of.format(n=15), t("4 іс · 2-рейс", "4 дела · рейс 2")),
    )  # fmt: skip
    licensors = (
        strip("00009-G", "late", t("ЖК Петренко С.", "ИП Петренко С."), "+" + days.format(n=1), of.format(n=15), t("телнұсқа · Тлеубаева Н.", "дубликат · Тлеубаева Н."), stage.format(n=3)),
        strip("00014-0", "risk", t("«Ақ Шағала Мед» ЖШС", "ТОО «Ақ Шағала Мед»"), "18:30", t("бүгін", "сегодня", "today"), t("қайта ресімдеу · Исаев Д.", "переоформление · Исаев Д.")),
        strip("00017-5", "ok", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), days.format(n=5), t("14 ж. к.-нен", "из 14 р. д.", "of 14 wd"), t("тексеру · Тлеубаева Н.", "проверка · Тлеубаева Н.")),
    )  # fmt: skip
    way = (strip("00006-R", "risk", t("«Нұр-Денсаулық» ЖШС", "ТОО «Нұр-Денсаулық»"), "18:30", t("бүгін", "сегодня", "today"), t("кеңсе → курьер", "канцелярия → курьер")),)  # fmt: skip
    shelf = (
        strip("00005-8", "ok", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), minutes.format(n=6), of.format(n=15), t("залда · Ким О., 1-терезе", "в зале · Ким О., окно 1")),
        strip("00002-X", "wait", t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), t("2 күн", "2 дня", "2 d."), t("сақтау", "хранить ещё", "to keep"), t("28 күн алынбады", "не забрано 28 дней")),
    )  # fmt: skip
    columns = (
        StripColumn(id="hall", icon="intake", title=t("Зал", "Зал", "Hall"), late=1, risk=2, total=31, strips=hall, more=25),
        StripColumn(id="sector", icon="sector", title=t("Жинақтау", "Сектор", "Sector"), risk=1, total=23, strips=sector_, more=19),
        StripColumn(id="courier", icon="courier", title=t("Курьерлер", "Курьеры", "Couriers"), late=1, risk=1, total=44, strips=couriers),
        StripColumn(id="licensor", icon="licensor", title=t("Қызмет берушілер", "Услугодатели", "Licensors"), late=1, risk=2, total=96, strips=licensors, more=89),
        StripColumn(id="way", icon="box", title=t("Нәтиже жолда", "Результат в пути", "Results on the way"), risk=1, total=12, strips=way, more=2),
        StripColumn(id="shelf", icon="release", title=t("Беру және сақтау", "Выдача и хранение", "Release and keeping"), total=64, strips=shelf, more=61),
    )  # fmt: skip
    hours = ("11–12", "12–13", "13–14", "14–15", "15–16", "16–17", "17–18", "18–20")
    counts = ((4, 5), (0, 7), (0, 4), (0, 6), (0, 3), (0, 5), (0, 4), (3, 8))
    bins = [Bin(t("өткен", "просрочено", "late"), ("late",) * 3)]
    bins += [Bin(h, ("risk",) * r + ("ok",) * o) for h, (r, o) in zip(hours, counts, strict=True)]
    bins += [
        Bin(d, ("ok",) * n)
        for d, n in (
            (t("бс 17", "чт 17", "Thu 17"), 14),
            (t("жм 18", "пт 18", "Fri 18"), 11),
            (t("дс 21", "пн 21", "Mon 21"), 9),
        )
    ]
    return BoardState(
        axis=AxisState(
            counts=(
                CountBox(tone="late", words=t("Мерзімі өткен", "Просрочено", "Late"), value="3", note=t("ескісі: +1 ж. к.", "старшее: +1 р. д.", "oldest: +1 wd"), loud=True),
                CountBox(tone="risk", words=t("Мерзімі аз", "Под риском", "At risk"), value="7", note=t("20 % дейін қалды", "осталось до 20 %", "up to 20 % left")),
                CountBox(tone="ok", words=t("Бүгін", "Сегодня", "Today"), value="48", note=t("20:00 дейінгі мерзім", "сроков до 20:00", "by 20:00")),
                CountBox(tone="wait", words=t("Кейін", "Дальше", "Later"), value="143"),
            ),
            bins=tuple(bins), now=t("қазір 11:04", "сейчас 11:04", "now 11:04"), later=97, later_words=t("кейін", "позже", "later"),
        ),
        columns=columns, whose=t("Кімдікі: бүкіл бөлім", "Чьи: весь отдел", "Whose: all"), which=t("Қызмет: бәрі", "Услуга: все", "Service: all"),
    )  # fmt: skip


SCREENS = {
    "intake": ("ui.screens.intake_view:IntakeView", (intake_refused, intake_complete, intake_empty)),
    "sector": ("ui.screens.sector_view:SectorView", (sector, sector_wrong)),
    "courier": ("ui.screens.courier_view:CourierView", (courier,)),
    "case": ("ui.screens.case_view:CaseView", (case,)),
    "licensor": ("ui.screens.licensor_view:LicensorView", (licensor,)),
    "release": ("ui.screens.release_view:ReleaseView", (release,)),
    "find": ("ui.screens.find_view:FindView", (find,)),
    "deadlines": ("ui.screens.board_view:BoardView", (board,)),
    "lock": ("ui.screens.lock:Lock", (lock,)),
}
