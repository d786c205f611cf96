"""What came back from the licensor: result after result is marked whole, or with its difference, before the shelf."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.command import Outcome
from app.queries.queue import CaseRow
from app.services.accumulation import Mark
from ui.desks import texts
from ui.desks.sector_papers import offer_difference
from ui.desks.sector_scans import Scan, Scans
from ui.desks.sector_state import about
from ui.look_words import say
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import SectorState

if TYPE_CHECKING:
    from ui.desks.session import Session


class Marking:
    """What the sector's screen does while it receives; `known` finds a case's row, `failed` lays its paper aside."""

    def __init__(
        self,
        session: Session,
        scans: Scans,
        show: Callable[[], None],
        *,
        known: Callable[[str], CaseRow | None],
        failed: Callable[[str, BaseException], None],
    ) -> None:
        self.session, self.scans, self.show = session, scans, show
        self.known, self.failed = known, failed
        self.on = False
        self.rows: list[CaseRow] = []  # marked here, in the order of their scans
        self.waiting: tuple[CaseRow, ...] = ()  # delivered, and not yet marked by anybody

    def mark(self, code: str, state: str = "whole", reason: str | None = None) -> None:
        def marked(outcome: Outcome) -> None:
            done, at = outcome.value, self.session.clock_time()
            row = self.known(done.case)
            if row and row.id not in {r.id for r in self.rows}:
                self.rows.append(row)
            self.scans.fresh = done.case
            self.scans.at[done.case] = at
            self.scans.aside.pop(done.number, None)  # what was laid aside has found its place
            line, good = str(len(self.rows)), state == "whole"
            word = "desk.sector.marked" if good else f"desk.sector.difference.{state}"
            who, what = about(row, at)
            self.session.sound("ok" if good else "late")
            self.scans.panel = lambda: ScanState(
                tone="ok" if good else "late", word=say(word).upper(), number=done.number, who=who,
                what=what(), next=reason or say("desk.sector.to-shelf"), count_label=say("desk.sector.line"), count=line,
            )  # fmt: skip
            words = lambda: say("desk.sector.marked-line") if good else reason or ""  # noqa: E731 – said anew
            self.scans.put(Scan("ok" if good else "late", done.number, words, who, at))
            self.show()

        given = Mark(code=code, state=state, reason=reason)  # type: ignore[arg-type]
        self.session.run("accumulation.mark_received", given, marked, failed=lambda wrong: self.failed(code, wrong))

    def difference(self) -> None:
        """Of the paper that was scanned last: short, extra or damaged, with the reason in words."""
        row = next((r for r in self.rows if r.id == self.scans.fresh), None)
        if row is not None:
            offer_difference(self.session, row.number, lambda state, why: self.mark(row.id, state, why))

    def over(self) -> None:
        marked = {r.id for r in self.rows}
        left = sum(c.id not in marked for c in self.waiting)
        self.on, self.rows = False, []
        self.scans.put_away()
        text = say("desk.sector.received.left", n=left) if left else say("desk.sector.received.text")
        self.session.note(say("desk.sector.received"), text, tone="risk" if left else "ok")

    def state(self, busy: bool) -> SectorState:
        rows = self.rows
        left = [c for c in self.waiting if c.id not in {r.id for r in rows}]
        lines = [self.scans.line(n, row) for n, row in enumerate(rows, 1)]
        return SectorState(
            scan=self.scans.panel(), receiving=True, registry=texts.cases(len(rows) + len(left)),
            status_tone="info", status=say("desk.sector.receive"),
            lines=tuple(reversed(lines)), expected=len(rows) + len(left), documents=sum(r.documents for r in rows),
            sheets=sum(r.sheets for r in rows), aside=self.scans.set_aside(), last=self.scans.shown(""), busy=busy,
            second=say("desk.sector.f8"), blocked="" if rows or not left else say("desk.sector.none-marked", n=len(left)),
            second_blocked="" if any(r.id == self.scans.fresh for r in rows) else say("desk.sector.scan-first"),
        )  # fmt: skip
