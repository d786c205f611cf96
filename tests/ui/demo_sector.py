"""The sector, the lock screen and the courier, furnished with fictional people."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from tests.ui.demo_words import t


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
    from ui.parts.lastscans import LastScan
    from ui.parts.scanpanel import ScanState
    from ui.screens.sector_view import AsideLine, SectorState

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
        last=(LastScan("ok", number, entered.format(n=17), t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), "10:52:08", True),
              LastScan("ok", "AT01-03-16-00041-0", entered.format(n=16), t("ЖК Құсайынов Т.", "ИП Құсайынов Т."), "10:52:03"),
              LastScan("info", "AT01-03-16-00041-0", t("қос оқу — ескерілмеді", "двойное чтение — пропущено"), at="10:52:04"),
              LastScan("late", "AT01-03-16-00019-B", t("басқа тізілімде бар", "уже в другом реестре"), at="10:52:00"),
              LastScan("ok", "AT01-03-16-00038-H", entered.format(n=15), t("«Нұр-Денсаулық» ЖШС", "ТОО «Нұр-Денсаулық»"), "10:51:57")),
    )  # fmt: skip


def sector_wrong():
    """Picture c2: the case belongs to another registry."""
    from dataclasses import replace

    from ui.parts.lastscans import LastScan
    from ui.parts.scanpanel import ScanState
    from ui.screens.sector_view import AsideLine

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
    last = (LastScan("late", number, t("Басқа тізілім", "чужой реестр"), at="10:52:11"), *base.last[:4])
    return replace(base, scan=scan, lines=lines, aside=(aside, *base.aside), last=last, undo=False)


def lock():
    """Picture i: locked two minutes ago, no link to the licensor."""
    from ui.screens.lock import LockNotice, LockState
    from ui.screens.lock_people import Colleague

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
            Holder("courier", t("«Қабылдадым» дегеннен кейін жауапты", "Станет отвечать после «Принял»", "Answers after the second signature"),
                   t("Курьер Бекенов А. Т.", "Курьер Бекенов А. Т.", "Courier Bekenov A. T."), t("2-рейс, 11:30", "рейс 2, выезд 11:30", "run 2, 11:30")),
            Holder("licensor", t("содан кейін", "затем", "then"), t("Көрсетілетін қызметті берушінің кеңсесі", "Канцелярия услугодателя", "Licensor's chancellery"),
                   t("әзірге қатыспайды", "ещё не участвует", "not in it yet"), later=True),
        ),
        legs=(Leg(t("тапсыру жүріп жатыр", "передача идёт", "being handed over"), "04:10", "15:00"),
              Leg(t("10-т., 4-процесс", "п. 10, процесс 4", "cl. 10, process 4"), t("15 мин", "15 мин", "15 min"), ahead=True)),
        give=SideState(phase="done", under=t("бірінші қол — жинақтау", "первая подпись — сектор", "first signature — sector"),
                       badge=t("Қол қойылды 10:55", "Подписано 10:55", "Signed 10:55"), person="Сапарова Гүлмира Маратқызы",
                       how=t("жинақтау бөлімі, 8-терезе · бейдж және құпиясөз", "накопительный сектор, окно 8 · бейдж и пароль", "sector, window 8 · badge and password"),
                       parcels=given, foot=t("Қолтаңба тізімді жабады: 3 тізілім, 44 іс, 1 262 парақ.\nКімге: тек Бекенов А. Т. · 11:25-ке дейін жарамды.",
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
