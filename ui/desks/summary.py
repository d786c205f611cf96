"""The supervisor's page: how many, how late, refused for what – counted over a period that F3 chooses."""

from __future__ import annotations

from datetime import date, timedelta

from app.queries.reports import Summary
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.table_view import TableState, TableView
from ui.keys import Hint
from ui.look_words import say
from ui.parts.figures import Figure
from ui.parts.grid import Cell, Column, Row
from ui.parts.palette import Entry

PERIODS = {"day": 0, "week": 6, "month": 29}  # days before today


class SummaryDesk(Desk):
    watches = frozenset({"case"})
    view: TableView

    def __init__(self, session: Session) -> None:
        super().__init__(session, TableView("summary", "summary"))
        self.period = "week"
        self.found: Summary | None = None

    def open(self, what: str = "") -> None:
        self.reload()

    def _days(self) -> tuple[date, date]:
        today = self.session.now().date()
        return today - timedelta(PERIODS[self.period]), today

    def reload(self) -> None:
        first, last = self._days()

        def have(found: Summary) -> None:
            self.found = found
            self.show()

        self.session.ask("reports.summary", {"first": first.isoformat(), "last": last.isoformat()}, have, key="summary")

    def press(self, key: str) -> None:
        if key == "F3":
            entries = tuple(Entry(p, say(f"desk.period.{p}")) for p in PERIODS)
            self.session.offer("summary.period", say("desk.summary.period"), entries, self._choose)

    def _choose(self, period: str) -> None:
        self.period = period
        self.reload()

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        first, last = self._days()
        s = self.found
        figures: tuple[Figure, ...] = ()
        rows: list[Row] = []
        if s is not None:
            refused = s.by_status.get("refused", 0)
            late, done = sum(s.late_steps.values()), sum(s.done_steps.values())
            figures = (
                Figure(say("desk.summary.all"), str(sum(s.by_service.values()))),
                Figure(say("desk.summary.refused"), str(refused)),
                Figure(say("desk.summary.late"), str(late), str(done)),
                Figure(say("desk.summary.satisfied"), str(s.quality.get("3", 0)), str(sum(s.quality.values()))),
            )
            rows += self._part("service", {texts.service(k, short=True): n for k, n in s.by_service.items()})
            rows += self._part("status", {texts.status(k): n for k, n in s.by_status.items()})
            rows += self._part("late", {say(f"desk.step.{k}"): n for k, n in s.late_steps.items()})
            rows += self._part("hour", {f"{k}:00": n for k, n in sorted(s.by_hour.items())})
        self.view.render(TableState(
            heading=say(f"desk.period.{self.period}"), under=f"{texts.date_of(first)} – {texts.date_of(last)}",
            figures=figures, hints=(Hint("F3", say("desk.summary.period")),), rows=tuple(rows),
            columns=(Column(say("desk.summary.what"), 220), Column(""), Column(say("desk.summary.n"), 110, right=True)),
        ))  # fmt: skip

    @staticmethod
    def _part(part: str, counts: dict[str, int]) -> list[Row]:
        word = say(f"desk.summary.by.{part}")
        return [
            Row(f"{part}:{name}", (Cell(word, tone="text2", small=True), Cell(name), Cell(str(n), bold=True)))
            for name, n in counts.items()
        ]
