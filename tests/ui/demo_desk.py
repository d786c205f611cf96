"""The licensor's desk, the start and the release, furnished with fictional people."""

# ruff: noqa: E501 -- rows of fictional texts in two or three languages; broken up they are harder to compare
from __future__ import annotations

from tests.ui.demo_words import t
from ui.parts.clockbox import ClockState
from ui.parts.field import FieldState
from ui.parts.verdict import Verdict


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
    from ui.parts.thumbs import Thumb
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
                         page=certificate(), mark=(0.12, 0.735, 0.52, 0.055), thumbs=tuple(Thumb(n) for n in ("1", "2", "3", "4", "5–8", "9", "10–26", "27–31")), on=5),
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
        ("00013-Y", t("«Алтын Дән» ЖШС", "ТОО «Алтын Дән»"), "risk", t("Мерзімі таяу", "Под риском", "At risk"), "15.11.2016", t("5 сағ 40 мин", "5 ч 40 мин", "5 h 40 min"), "risk"),
        ("00017-5", t("«Каспий-Диагностика» ЖШС", "ТОО «Каспий-Диагностика»"), "info", t("Қызмет берушіде", "У услугодателя", "At the licensor"), "02.11.2016", t("6 ж. к.", "6 р. д.", "6 wd"), ""),
        ("00042-2", t("«Жайық-Дәрігер» ЖШС", "ТОО «Жайық-Дәрігер»"), "wait", t("Жинақтауда", "В секторе", "In the sector"), "16.11.2016", t("15 ж. к.", "15 р. д.", "15 wd"), ""),
        ("00005-8", t("«Сау Бала» ЖШС", "ТОО «Сау Бала»"), "ok", t("Беруге дайын", "Готово к выдаче", "Ready"), "24.10.2016", "—", ""),
    )  # fmt: skip
    return FindState(
        shelves=(
            Shelf("drafts", "pen", t("Менің жобаларым", "Мои черновики", "My drafts"), 2),
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
        power=FieldState(t("№ 1184, нотариаттық", "№ 1184, нотариальная", "№ 1184")),
        until=FieldState("14.02.2017", "ok"), source_tone="ok", source=t("БНАЖ: кері қайтарылмаған", "ЕНИС: не отозвана", "Notaries: not revoked"),
        papers=(HandedPaper(id="p", name=t("Лицензия № 16018844", "Лицензия № 16018844", "Licence № 16018844"), note=t("түпнұсқа, 1 парақ · сканерленді", "оригинал, 1 лист · отсканирована", "original, 1 sheet · scanned"), tone="ok"),
                HandedPaper(id="q", name=t("Лицензияға қосымша", "Приложение к лицензии", "Annex to the licence"), note=t("2 парақ · скан күтуде", "2 листа · ждёт скана", "2 sheets · to be scanned"), tone="wait")),
        questions=(Question("process", t("Қызмет көрсету процесі мен нәтижесінің сапасы", "Качество процесса и результата", "Quality of the process and the result"), "yes"),
                   Question("information", t("Тәртіп туралы ақпараттың сапасы", "Качество сведений о порядке", "Quality of the information on the procedure"))),
        verdict=Verdict("wait", t("Қосымшаны сканерлеңіз", "Сканируйте приложение", "Scan the annex"), t("1 / 2 сканерленді", "отсканировано 1 из 2", "1 of 2 scanned"),
                        t("10-тармақ, 9-процесс", "п. 10, процесс 9", "cl. 10, process 9")),
        blocked=t("қосымша сканерленбеген", "приложение не отсканировано", "annex not scanned"),
    )  # fmt: skip
