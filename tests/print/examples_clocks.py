"""The board of clocks as a list, and the chart of a process."""

from __future__ import annotations

from app.domain.numbers import case_number
from app.print.facts import Both
from app.print.forms import clock_list, process
from tests.print.people import ATYRAU, NAMES, SECTOR_WORKER


def _line(n: int, state: clock_list.State) -> clock_list.Entry:
    return clock_list.Entry(
        state=state, number=case_number("AT01", "01", year=2016, serial=40 + n), applicant=NAMES[n % 5],
        step=Both("Реестр и отправка", "Тізілім және жолдау"), due_by=f"2017-01-{16 + n // 9:02}T20:00:00+05:00",
        holder=Both("накопительный сектор", "жинақтау секторы"),
    )  # fmt: skip


CLOCKS = clock_list.Facts(
    office=ATYRAU, code="", number="AT01", as_of="2017-01-16T09:00:00+05:00", centre="AT01", chosen="Мои · медициналық",
    entries=(*(_line(n, "late") for n in range(3)), _line(3, "risk"), *(_line(n, "in-time") for n in range(4, 60))),
    printed_by=SECTOR_WORKER,
)  # fmt: skip


def _place(n: int, lane: int, *, no: bool = False, refused: bool = False) -> process.Place:
    return process.Place(
        id=f"step-{n}", lane=lane, title=Both(f"Подготовка результата {n}", f"Нәтижені дайындау {n}"), no=no,
        limit=Both("14 р. д.", "14 ж. к."), clause=Both("прил. 1, п. 10 1)", "1-қосымша, 10-т. 1)"),
        refusals=Both("стандарт, п. 10; закон, п. 20 2)", "стандарт, 10-т.; заң, 20-т. 2)") if refused else None,
    )  # fmt: skip


PROCESS = process.Facts(
    office=ATYRAU, code="", number="AT01", as_of="2017-01-16T09:00:00+05:00", centre="AT01",
    service=Both("Выдача лицензии на медицинскую деятельность", "Медициналық қызметке лицензия беру"),
    under=Both("выдача · центр", "беру · орталық"),
    lanes=(Both("Инспектор", "Инспектор"), Both("Накопит. сектор", "Жинақтау бөлімі"), Both("Курьер", "Курьер"),
           Both("Услугодатель", "Қызмет беруші")),
    places=tuple(_place(n, (0, 0, 0, 1, 2, 3, 3, 3, 2, 1, 0)[n], no=n == 7, refused=n == 6) for n in range(11)),
    ways=tuple(process.Way(first=f"step-{n}", then=f"step-{n + 1}", branch=n == 6) for n in range(10)),
)  # fmt: skip
