"""What was scanned at the sector's place since the log-in: in which order, what came of it, what lies aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.problems import Refused
from app.queries.queue import CaseRow
from app.queries.registry import OpenedRegistry
from ui.desks import texts
from ui.desks.sector_state import set_aside
from ui.look_words import say
from ui.parts.lastscans import LastScan
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import AsideLine, RegistryLine

LAST = 5  # scans that stay in sight
Said = Callable[[], str]  # said anew when the language changes


@dataclass(slots=True)
class Scan:
    """`case` is set where the scan put it into a registry: it can be taken back."""

    tone: str
    number: str
    words: Said
    who: str = ""
    at: str = ""
    case: str = ""
    times: int = 1  # read again within the blanking time


@dataclass(slots=True)
class Scans:
    order: list[str] = field(default_factory=list)  # cases as they were scanned into registries
    at: dict[str, str] = field(default_factory=dict)
    last: list[Scan] = field(default_factory=list)
    aside: dict[str, Callable[[], AsideLine]] = field(default_factory=dict)
    panel: Callable[[], ScanState] = ScanState  # what came of the last one, large; said anew when the language changes
    fresh: str = ""  # its case, which stands out among the lines

    def put_away(self) -> None:
        """Another work begins: nothing was scanned for it yet."""
        self.panel, self.fresh = ScanState, ""

    def put(self, scan: Scan) -> None:
        self.last = [scan, *self.last][:LAST]

    def entered(self, case: str, at: str) -> None:
        self.order = [*(c for c in self.order if c != case), case]
        self.at[case] = at

    def removed(self, case: str) -> None:
        self.order = [c for c in self.order if c != case]

    def twice(self, number: str, at: str) -> None:
        """One line for a label that trembles under the beam, however often."""
        first = self.last[0] if self.last else None
        if first is not None and first.tone == "info" and first.number == number and first.times > 1:
            first.times, first.at = first.times + 1, at
            return
        again = Scan("info", number, lambda: say("scanner.last.twice"), at=at, times=2)
        again.words = lambda: (
            say("scanner.last.twice") if again.times < 3 else say("scanner.last.twice.n", n=again.times)
        )
        self.put(again)

    def in_order(self, rows: Iterable[CaseRow]) -> tuple[CaseRow, ...]:
        """What others scanned first, as the store has it; then what was scanned here, as it was scanned."""
        place = {case: n for n, case in enumerate(self.order)}
        return tuple(sorted(rows, key=lambda row: place.get(row.id, -1)))

    def undoable(self, open_: Iterable[OpenedRegistry]) -> CaseRow | None:
        """The last scan of this place that still lies in an open registry."""
        inside = {row.id: row for opened in open_ for row in opened.cases}
        return next((inside[case] for case in reversed(self.order) if case in inside), None)

    def line(self, n: int, row: CaseRow) -> RegistryLine:
        return RegistryLine(
            id=row.id, n=n, number=row.number, who=row.applicant, variant=texts.variant(row.variant, row.object),
            documents=row.documents, sheets=row.sheets, at=self.at.get(row.id, "—"), fresh=row.id == self.fresh,
        )  # fmt: skip

    def shown(self, undo: str) -> tuple[LastScan, ...]:
        newest = next((s for s in self.last if undo and s.case == undo), None)
        return tuple(LastScan(s.tone, s.number, s.words(), s.who, s.at, s is newest) for s in self.last)

    def set_aside(self) -> tuple[AsideLine, ...]:
        return tuple(line() for line in self.aside.values())

    def put_aside(self, number: str, wrong: Refused) -> None:
        rest = {k: v for k, v in self.aside.items() if k != number}
        self.aside = {number: lambda: set_aside(wrong, number), **rest}


def already(row: CaseRow, n: int) -> ScanState:
    """Scanned again later: nothing is wrong with the paper, and nothing was done."""
    return ScanState(
        tone="info", word=say("scanner.already"), number=row.number, who=row.applicant,
        what=say("scanner.already.what"), next=say("scanner.already.next"), count_label=say("desk.sector.line"), count=str(n),
    )  # fmt: skip
