"""Registries, hand-over, the courier's sheet, unclaimed results."""

from __future__ import annotations

from app.domain.numbers import case_number
from app.print import lists
from app.print.facts import Both
from app.print.forms import courier_sheet, hand_over_act, ledger, registry_in, registry_out, unclaimed_list
from tests.print.people import ATYRAU, CHANCELLERY, COURIER, MEDICAL, NAMES, PROOF, SECTOR_WORKER

CHECK = lists.Checkpoint(
    device="AT01-08",
    events=18452,
    head="9f2e6d33a3717ee826353a40",
    items="a330395cc0a53ad120773654",
)
ISSUE, REISSUE = Both("выдача: Л + П", "беру: Л + Қ"), Both("переоформление: Л+П", "қайта ресімдеу: Л+Қ")
SECTOR = lists.Place(name=Both("AT01", "AT01"), desk=Both("накопительный сектор", "жинақтау бөлімі"))
DEPARTMENT = lists.Place(
    name=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"), desk=Both("канцелярия", "кеңсе")
)


def _entry(n: int) -> registry_out.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    day = "2016-12-12" if n % 2 else "2016-11-23"
    asked = ISSUE if n % 2 else REISSUE
    return registry_out.Entry(
        number=number, applicant=NAMES[n % 5], asked=asked, documents=3 + n % 6, sheets=4 + n * 7 % 60, due_on=day,
        changed=n in (3, 23),
    )  # fmt: skip


REGISTRY_OUT = registry_out.Facts(
    office=ATYRAU,
    code="RAT01081600311H",
    number="AT01-08-16-00311-H",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 4)", "1-қосымша, 10-т. 4)"),
    proof=PROOF,
    closed_at="2016-11-18T16:40:00+05:00",
    version=2,
    source=SECTOR,
    target=DEPARTMENT,
    groups=(
        registry_out.Group(name=MEDICAL, entries=tuple(_entry(n) for n in range(1, 20))),
        registry_out.Group(
            name=Both(
                "Определение соответствия поставщика услуг ГОБМП", "ТМККК берушінің талаптарға сәйкестігін анықтау"
            ),
            entries=tuple(_entry(n) for n in range(20, 24)),
        ),
    ),
    replaced=registry_out.Replaced(version=1, closed_at="2016-11-18T15:55:00+05:00", corrected=(3,), added=(23,)),
    made_by=SECTOR_WORKER,
    given_by=COURIER,
    taken_by=CHANCELLERY,
    checkpoint=CHECK,
)
HAND_OVER = hand_over_act.Facts(
    office=ATYRAU,
    code="HAT01081600674Z",
    number="AT01-08-16-00674-Z",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 5)", "1-қосымша, 10-т. 5)"),
    instance=1,
    instance_for=Both("канцелярия", "кеңсе"),
    proof=PROOF,
    drawn_on="2016-11-18",
    chain=(
        hand_over_act.Holder(place=Both("Накопительный сектор", "Жинақтау бөлімі"), name="Сапарова Гүлнар Маратқызы"),
        hand_over_act.Holder(place=Both("Курьер", "Курьер"), name="Бекенов Арман Тілеуұлы"),
        hand_over_act.Holder(
            place=Both("Канцелярия услугодателя", "Көрсетілетін қызметті берушінің кеңсесі"),
            name="Ізбасова Сәуле Қайратқызы",
        ),
    ),
    giver=1,
    handed=(
        hand_over_act.Handed(
            number="R-AT01-08-16-00311-H", version=2, cases=23, documents=122, sheets=650, seals="004417, 004418"
        ),
    ),
    items="a330395cc0a53ad1207736546afff47359409375",
    gave=hand_over_act.Side(
        name="Бекенов Арман Тілеуұлы",
        role=Both("курьер", "курьер"),
        organisation=Both("Государственная корпорация", "Мемлекеттік корпорация"),
        at="2016-11-18T17:12:00+05:00",
        key="74fec0c33e96ab90",
    ),
    took=hand_over_act.Side(
        name="Ізбасова Сәуле Қайратқызы",
        role=Both("специалист канцелярии", "кеңсе маманы"),
        organisation=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"),
        at="2016-11-18T17:21:00+05:00",
        key="2b84b2a9020f8b08",
    ),
    counted=23,
    answers=Both("канцелярия, Ізбасова С. Қ.", "кеңсе, Ізбасова С. Қ."),
    nonce="78377b525757b494",
    valid_until="2016-11-18T17:27:00+05:00",
)


def _result(n: int, mark: registry_in.Mark = "here", reason: Both | None = None) -> registry_in.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    result = (
        Both("приложение", "қосымша")
        if n in (5, 7)
        else Both("отказ", "бас тарту")
        if n == 8
        else Both("лицензия", "лицензия")
    )
    cell = "" if mark == "missing" else "D-01" if mark != "here" else "A-12"
    sheets = 0 if mark == "missing" else 1 + n % 3
    return registry_in.Entry(
        number=number, applicant=NAMES[n % 5], mark=mark, result=result, sheets=sheets, cell=cell, reason=reason
    )


REGISTRY_IN = registry_in.Facts(
    office=ATYRAU,
    code="RAT010816003183",
    number="AT01-08-16-00318-3",
    act="atyrau-2015-324",
    clause=Both("прил. 1, п. 10 8)", "1-қосымша, 10-т. 8)"),
    proof=PROOF,
    marked_at="2016-12-12T16:48:00+05:00",
    source=lists.Place(name=Both("Управление здравоохранения", "Денсаулық сақтау басқармасы"), desk=Both("", "")),
    target=SECTOR,
    entries=(
        _result(1),
        _result(2),
        _result(
            3,
            "damaged",
            Both(
                "Лист 2 приложения порван, оттиск печати не читается.",
                "Қосымшаның 2-парағы жыртылған, мөр бедері оқылмайды.",
            ),
        ),
        _result(4),
        _result(
            5,
            "missing",
            Both("В списке есть, в пакете нет. Сообщено в 16:52.", "Тізімде бар, қапта жоқ. 16:52-де хабарланды."),
        ),
        *(_result(n) for n in range(6, 12)),
        _result(
            12,
            "extra",
            Both(
                "В списке нет, в пакете есть. Отложен; услугодатель должен прислать новую версию.",
                "Тізімде жоқ, қапта бар. Сақтауда тұр; қызмет беруші жаңа нұсқа жіберуі керек.",
            ),
        ),
    ),
    gave=COURIER,
    took=SECTOR_WORKER,
)
COURIER_SHEET = courier_sheet.Facts(
    office=ATYRAU,
    code=f"H{case_number('AT01', '08', year=2016, serial=675).replace('-', '')}",
    number=case_number("AT01", "08", year=2016, serial=675),
    day="2016-11-18",
    courier=COURIER,
    dispatched_by=SECTOR_WORKER,
    stops=tuple(
        courier_sheet.Stop(
            number=f"R-{case_number('AT01', '08', year=2016, serial=310 + n)}",
            source=Both("AT01, накопительный сектор", "AT01, жинақтау бөлімі"),
            target=Both("Управление здравоохранения, канцелярия", "Денсаулық сақтау басқармасы, кеңсе"),
            cases=10 + n,
            sheets=200 + n,
            seals="004417, 004418",
            deliver_by="2016-11-18T17:30:00+05:00",
        )
        for n in range(1, 4)
    ),
)


def _unclaimed(n: int, days: int, calls: tuple[str, ...], what: unclaimed_list.Next) -> unclaimed_list.Entry:
    number = case_number("AT01", f"{n % 3 + 1:02}", year=2016, serial=40 + n)
    return unclaimed_list.Entry(
        cell=f"A-{n:02}", number=number, applicant=NAMES[n % 5], came_on="2016-12-12", return_by="2017-01-12", days=days,
        calls=calls, next=what,
    )  # fmt: skip


UNCLAIMED = unclaimed_list.Facts(
    office=ATYRAU,
    code="",
    number="AT01-2017-01-16",
    as_of="2017-01-16T09:00:00+05:00",
    centre="AT01",
    desk=Both("выдача", "беру"),
    entries=(
        _unclaimed(1, 35, ("2016-12-19", "2016-12-26", "2017-01-09"), "return"),
        _unclaimed(2, 33, ("2016-12-21", "2017-01-10"), "return"),
        _unclaimed(3, 28, ("2016-12-26",), "call"),
        _unclaimed(4, 11, (), "wait"),
    ),
    checked_by=SECTOR_WORKER,
)
LEDGER = ledger.Facts(
    office=ATYRAU,
    code="",
    number="AT01",
    as_of="2017-01-16T09:00:00+05:00",
    centre="AT01",
    entries=(
        ledger.Entry(
            at="2017-01-10T11:04:00+05:00",
            who="Оразбаева Жанар Мұратқызы",
            paper=Both("Расписка о приёме документов", "Құжаттарды қабылдау туралы қолхат"),
            code="C-AT01-03-16-00042-2",
            what=Both("копия 2", "көшірме 2"),
            why=Both("Просит услугополучатель", "Қызмет алушы сұрады"),
        ),
        ledger.Entry(
            at="2017-01-12T16:30:00+05:00",
            who="Сәрсенова Гүлмира Болатқызы",
            paper=Both("Лицензия", "Лицензия"),
            code="C-AT01-03-16-00039-K",
            what=Both("бланк № ҚҚ 0012345", "бланк № ҚҚ 0012345"),
        ),
        ledger.Entry(
            at="2017-01-12T16:34:00+05:00",
            who="Сәрсенова Гүлмира Болатқызы",
            paper=Both("Приложение к лицензии", "Лицензияға қосымша"),
            code="C-AT01-03-16-00039-K",
            what=Both("испорчен бланк № ҚҚ 0012346", "бүлінген бланк № ҚҚ 0012346"),
            why=Both("Не тот бланк", "Басқа бланкіге басылды"),
        ),
    ),
    checked_by=SECTOR_WORKER,
)
