"""Deadlines: late and at risk first, by the place where the papers are; when the others run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.queries.deadlines import Clock
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.why import offer_why
from ui.look_words import say, weekday
from ui.parts.axis import AxisState, Bin, CountBox
from ui.parts.palette import Entry
from ui.parts.strip import Strip, StripColumn
from ui.screens.board_view import BoardState, BoardView

COLUMNS = {"inspector": "intake", "sector": "sector", "courier": "courier", "chancellery": "licensor"}  # holder → icon
LOUD = ("late", "risk")
TONE = {"late": "late", "risk": "risk", "in-time": "ok"}


class BoardDesk(Desk):
    watches = frozenset({"case"})
    view: BoardView

    def __init__(self, session: Session) -> None:
        super().__init__(session, BoardView())
        self.clocks: tuple[Clock, ...] = ()
        self.unfolded: set[str] = set()
        self.service = ""
        self.holder = ""
        self.seconds = 0
        self.view.opened.connect(lambda id: session.go("case", id))
        self.view.folded.connect(self._unfold)

    def open(self, what: str = "") -> None:
        self.reload(first=True)

    def reload(self, *, first: bool = False) -> None:
        def have(clocks: tuple[Clock, ...]) -> None:
            self.clocks = clocks
            self.show()
            if first:
                self.view.shown()

        self.session.ask("deadlines.board", {"limit": 200}, have, key="board")

    def tick(self) -> None:
        """Every half a minute time itself has changed the board."""
        self.seconds += 1
        if self.seconds % 30 == 0:
            self.reload()

    def _unfold(self, column: str) -> None:
        self.unfolded ^= {column}
        self.show()

    def press(self, key: str) -> None:
        match key:
            case "F3":
                holders = tuple(Entry(h, texts.holder(h), icon=icon) for h, icon in COLUMNS.items())
                everybody = (Entry("", say("desk.board.all")), *holders)
                self.session.offer("board.holder", say("window.board.f3"), everybody, self._whose)
            case "F4":
                services = sorted({c.case.service for c in self.clocks})
                entries = (Entry("", say("desk.board.all")), *(Entry(s, texts.service(s)) for s in services))
                self.session.offer("board.service", say("window.board.f4"), entries, self._which)
            case "F6":
                if self.view.current():
                    offer_why(self.session, self.view.current())
            case "F7":
                self.session.note(say("desk.find.no-print"))

    def _whose(self, holder: str) -> None:
        self.holder = holder
        self.show()

    def _which(self, service: str) -> None:
        self.service = service
        self.show()

    def retranslate(self) -> None:
        self.show()

    # ---- showing

    def show(self) -> None:
        chosen = [
            c for c in self.clocks
            if (not self.service or c.case.service == self.service) and (not self.holder or c.case.holder == self.holder)
        ]  # fmt: skip
        counted: Callable[[str], str] = lambda state: str(sum(c.state == state for c in chosen))  # noqa: E731
        boxes = (
            CountBox(
                tone="late", words=say("desk.late"), value=counted("late"), loud=any(c.state == "late" for c in chosen)
            ),
            CountBox(tone="risk", words=say("desk.risk"), value=counted("risk"), note=say("desk.board.hour")),
            CountBox(tone="ok", words=say("desk.in-time"), value=counted("in-time")),
        )
        self.view.render(BoardState(
            axis=AxisState(counts=boxes, bins=self._bins(chosen), now=f"{self.session.now():%H:%M}"),
            columns=tuple(self._column(h, chosen) for h in COLUMNS if not self.holder or h == self.holder),
            whose=texts.holder(self.holder) if self.holder else "", can_remind=False,
            which=texts.service(self.service, short=True) if self.service else "",
        ))  # fmt: skip

    def _bins(self, clocks: list[Clock]) -> tuple[Bin, ...]:
        """Already late; the hours left of today; the six days that follow."""
        now = self.session.now()
        bins = [Bin(say("desk.board.over"), tuple("late" for c in clocks if c.state == "late"))]
        ahead = [(self.session.local(c.case.due_by or ""), TONE[c.state]) for c in clocks if c.state != "late"]
        for hour in range(now.hour, 21, 2):
            tones = tuple(t for at, t in ahead if at.date() == now.date() and hour <= at.hour < hour + 2)
            bins.append(Bin(f"{hour}:00", tones))
        for n in range(1, 7):
            day = now.date() + timedelta(n)
            bins.append(Bin(weekday(day), tuple(t for at, t in ahead if at.date() == day)))
        return tuple(bins)

    def _column(self, holder: str, clocks: list[Clock]) -> StripColumn:
        here = [c for c in clocks if c.case.holder == holder]
        shown = here if holder in self.unfolded else [c for c in here if c.state in LOUD] or here[:5]
        return StripColumn(
            id=holder, icon=COLUMNS[holder], title=texts.holder(holder), late=sum(c.state == "late" for c in here),
            risk=sum(c.state == "risk" for c in here), total=len(here), strips=tuple(self._strip(c) for c in shown),
            more=len(here) - len(shown),
        )  # fmt: skip

    def _strip(self, clock: Clock) -> Strip:
        case = clock.case
        by = texts.by_when(self.session.local(case.due_by or ""), self.session.now())
        return Strip(
            id=case.id, tone=TONE[clock.state], name=case.applicant or case.number, number=case.number,
            left=texts.left(clock.left_seconds), limit=by, holder=say(f"desk.step.{case.due_step}"),
        )  # fmt: skip
