"""The shelf: which cell a result lies in, and at a stock-take what is not there; scan the cell, then what lies in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.command import Outcome
from app.problems import Refused
from app.queries.queue import CaseRow
from app.services.accumulation import Shelf
from ui import problems
from ui.desks import texts
from ui.desks.waiting import waiting
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import RegistryLine, SectorState

if TYPE_CHECKING:
    from ui.desks.session import Session


@dataclass(slots=True)
class OneCell:
    """A cell while its papers are scanned. `listed`: what the store says lies there."""

    cell: str
    listed: tuple[CaseRow, ...] = ()
    seen: dict[str, CaseRow] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)


class ShelfWork:
    """What the sector's screen does while it works at the shelf; `show` paints it, `over` is the way back."""

    def __init__(self, session: Session, show: Callable[[], None]) -> None:
        self.session, self.show = session, show
        self.cell: OneCell | None = None
        self.scan: Callable[[], ScanState] = ScanState  # said anew when the language changes
        self.fresh = ""

    @property
    def on(self) -> bool:
        return self.cell is not None

    def begin(self) -> None:
        self.session.ask_words("sector.cell", say("desk.shelf.which"), self.take)

    def take(self, cell: str) -> None:
        """A cell's code was scanned, or its name typed."""
        name = cell.strip().upper()
        if not name:
            return

        def have(rows: tuple[CaseRow, ...]) -> None:
            if self.cell is not None and self.cell.cell == name:
                self.cell.listed = rows
                self.show()

        self.cell, self.scan, self.fresh = OneCell(name), ScanState, ""
        self.show()
        self.session.read(lambda: waiting(self.session.told, "shelf", cell=name), have, key="sector.shelf")

    def over(self) -> None:
        """Ctrl+Enter: this cell is done; what was not found there is said, and stays written until it is marked."""
        missing = self.missing()
        self.cell, self.scan = None, ScanState
        if missing:
            self.session.note(say("desk.shelf.not-all"), texts.cases(len(missing)), tone="risk")

    def put(self, code: str) -> None:
        cell = self.cell
        if cell is None:
            return

        def written(outcome: Outcome) -> None:
            done = outcome.value
            self.session.ask("queue.find", {"text": done.number, "limit": 1}, lambda rows: lies(rows, done.case))

        def lies(rows: tuple[CaseRow, ...], id: str) -> None:
            row = next((r for r in rows if r.id == id), None)
            if row is None or cell is not self.cell:
                return
            cell.seen[id], cell.at[id], self.fresh = row, self.session.clock_time(), id
            count = str(len(cell.seen))
            self.scan = lambda: ScanState(
                tone="ok", word=say("desk.shelf.lies"), number=row.number, who=row.applicant,
                what=texts.variant(row.variant, row.object), count_label=say("desk.sector.line"), count=count,
            )  # fmt: skip
            self.show()

        given = Shelf(code=code, cell=cell.cell)
        self.session.run("accumulation.shelve", given, written, failed=lambda wrong: self._wrong(code, wrong))

    def _wrong(self, code: str, wrong: BaseException) -> None:
        if not isinstance(wrong, Refused):
            self.session.trouble(wrong)
            return
        self.scan = lambda: ScanState(
            tone="late",
            word=say("desk.sector.wrong"),
            number=code.partition("-")[2] or code,
            what=problems.sentence(wrong),
        )
        self.show()

    def missing(self) -> tuple[CaseRow, ...]:
        """Written as lying here, and not scanned."""
        cell = self.cell
        return tuple(r for r in cell.listed if r.id not in cell.seen) if cell else ()

    def offer_missing(self) -> None:
        """F8: not found in its cell, each confirmed by a person."""
        cell, rows = self.cell, self.missing()
        if cell is None:
            return
        if not rows:
            self.session.note(say("desk.shelf.all-there"))
            return

        def gone(id: str) -> None:
            row = next((r for r in rows if r.id == id), None)
            if row is None:
                return

            def written(outcome: Outcome) -> None:
                cell.listed = tuple(r for r in cell.listed if r.id != id)
                self.session.note(say("desk.shelf.gone", number=outcome.value.number), tone="risk")
                self.show()

            given = Shelf(code=id, cell=cell.cell, found=False)
            self.session.run("accumulation.shelve", given, written)

        entries = tuple(Entry(r.id, r.applicant, r.number, icon="case") for r in rows)
        self.session.offer("sector.missing", say("desk.shelf.not-found"), entries, gone)

    def state(self) -> SectorState:
        cell = self.cell or OneCell("")
        lines = [
            RegistryLine(
                id=row.id, n=n, number=row.number, who=row.applicant, variant=texts.variant(row.variant, row.object),
                documents=row.documents, sheets=row.sheets, at=cell.at[row.id], fresh=row.id == self.fresh,
            )
            for n, row in enumerate(cell.seen.values(), 1)
        ]  # fmt: skip
        missing = self.missing()
        return SectorState(
            scan=self.scan(), shelf=cell.cell, status_tone="risk" if missing else "info",
            status=say("desk.shelf.missing", n=len(missing)) if missing else say("desk.shelf.scanning"),
            lines=tuple(reversed(lines)), expected=len(lines) + len(missing), second=say("desk.shelf.f8"),
            second_blocked="" if missing else say("desk.shelf.all-there"),
            documents=sum(r.documents for r in cell.seen.values()), sheets=sum(r.sheets for r in cell.seen.values()),
        )  # fmt: skip
