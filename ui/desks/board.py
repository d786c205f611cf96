"""Deadlines: late and at risk first, by the place where the papers are; when the others run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.problems import Refused
from app.queries.deadlines import PLACES, Clock
from ui.desks import texts
from ui.desks.desk import Desk
from ui.desks.process import limit_of
from ui.desks.session import Session
from ui.desks.why import offer_why
from ui.look_words import say, weekday
from ui.parts.axis import AxisState, Bin, CountBox
from ui.parts.palette import Entry
from ui.parts.strip import Strip, StripColumn
from ui.screens.board_view import BoardState, BoardView

ICONS = {
    "hall": "intake", "sector": "sector", "courier": "courier", "licensor": "licensor", "way": "box", "shelf": "shelf",
    "road": "courier", "desk": "norm", "signing": "sign", "giving": "release",
}  # fmt: skip
TONE = {"late": "late", "risk": "risk", "in-time": "ok"}
RUNGS = {"late": 1, "day-late": 2}  # what a strip shows as its rung; at risk the strip itself is yellow
PAGES, PAGE = 5, 200
MINE = "mine"
CLOSES = 20  # the last hour that the axis shows of today


class BoardDesk(Desk):
    watches = frozenset({"case"})
    view: BoardView

    def __init__(self, session: Session) -> None:
        super().__init__(session, BoardView())
        self.clocks: tuple[Clock, ...] = ()
        self.more = False  # there are clocks beyond those that were loaded
        self.unfolded: set[str] = set()
        self.service = ""
        self.whose = ""  # everybody's, mine, or a place
        self.seconds = 0
        self.view.opened.connect(lambda id: session.go("case", id))
        self.view.folded.connect(self._unfold)

    @property
    def places(self) -> tuple[str, ...]:
        return PLACES[self.session.me.office.side]

    def open(self, what: str = "") -> None:
        self.reload(first=True)

    def reload(self, *, first: bool = False) -> None:
        app, login = self.session.app, self.session.me.login

        def ask() -> tuple[tuple[Clock, ...], bool]:
            found: list[Clock] = []
            for _ in range(PAGES):
                after = found[-1].after if found else None
                page = app.ask(
                    "deadlines.board", {"limit": PAGE, "after": after} if after else {"limit": PAGE}, as_=login
                )
                found += page
                if len(page) < PAGE:
                    return tuple(found), False
            return tuple(found), True

        def have(answer: tuple[tuple[Clock, ...], bool]) -> None:
            self.clocks, self.more = answer
            self.show()
            if first:
                self.view.shown()

        self.session.read(ask, have, key="board")

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
                mine = Entry(MINE, say("process.mine"), icon="person")
                here = tuple(Entry(p, self._place(p).replace("\u00ad", ""), icon=ICONS[p]) for p in self.places)
                everybody = (Entry("", say("process.everybody"), icon="case"), mine, *here)
                self.session.offer("board.holder", say("window.board.f3"), everybody, self._whose)
            case "F4":
                services = sorted({c.case.service for c in self.clocks})
                entries = (Entry("", say("desk.board.all")), *(Entry(s, texts.service(s)) for s in services))
                self.session.offer("board.service", say("window.board.f4"), entries, self._which)
            case "F5":
                self._remind()
            case "F6":
                if self.view.chosen():
                    offer_why(self.session, self.view.chosen())
            case "F7":
                self._print()

    def _whose(self, whose: str) -> None:
        self.whose = whose
        self.show()

    def _which(self, service: str) -> None:
        self.service = service
        self.show()

    def _remind(self) -> None:
        """Whoever answers for the clock finds a calm message; the journal keeps who asked."""
        clock = next((c for c in self.clocks if c.case.id == self.view.chosen()), None)
        if clock is None:
            return
        number = clock.case.number

        def failed(wrong: BaseException) -> None:
            if isinstance(wrong, Refused) and wrong.code == "reminded-already":
                self.session.note(say("process.reminded.already"), number)
            else:
                self.session.trouble(wrong)

        words = say("process.reminded", step=say(f"desk.step.{clock.case.due_step}"))
        self.session.run(
            "calls.remind", {"code": clock.case.id}, lambda _: self.session.done(words, number), failed=failed
        )

    def _print(self) -> None:
        if not self._chosen():
            self.session.note(say("process.print.empty"))
            return
        cases = tuple(c.case.id for c in self._chosen()[:PAGE])
        title = " · ".join(w for w in (self._whose_words(), texts.service(self.service) if self.service else "") if w)
        given = {"cases": cases, "title": title}
        self.session.run("calls.print_list", given, lambda done: self.session.show_paper(done.value.paper))

    def retranslate(self) -> None:
        self.show()

    # ---- showing

    def _place(self, place: str) -> str:
        return say(f"process.place.{self.session.me.office.side}.{place}")

    def _whose_words(self) -> str:
        return (
            say("process.mine")
            if self.whose == MINE
            else self._place(self.whose).replace("\u00ad", "")
            if self.whose
            else ""
        )

    def _chosen(self) -> list[Clock]:
        wanted: Callable[[Clock], bool] = lambda c: (  # noqa: E731
            not self.whose or (c.mine if self.whose == MINE else c.place == self.whose)
        )
        return [c for c in self.clocks if wanted(c) and (not self.service or c.case.service == self.service)]

    def show(self) -> None:
        chosen = self._chosen()
        places = [p for p in self.places if self.whose in ("", MINE) or p == self.whose]
        self.view.render(BoardState(
            axis=AxisState(
                counts=self._counts(chosen), bins=self._bins(chosen), later=self._later(chosen),
                later_words=say("process.later"), now=say("process.now", time=f"{self.session.now():%H:%M}"),
            ),
            columns=tuple(self._column(p, chosen) for p in places), whose=self._whose_words(),
            which=texts.service(self.service, short=True) if self.service else "",
        ))  # fmt: skip

    def _counts(self, clocks: list[Clock]) -> tuple[CountBox, ...]:
        now = self.session.now()
        of: Callable[[str], list[Clock]] = lambda state: [c for c in clocks if c.state == state]  # noqa: E731
        late, risk, good = of("late"), of("risk"), of("in-time")
        today = [c for c in good if self.session.local(c.case.due_by or "").date() == now.date()]
        oldest = say("process.oldest", left=texts.left(late[0].left_seconds)) if late else ""
        rest = len(good) - len(today)
        return (
            CountBox(tone="late", words=say("desk.late"), value=str(len(late)), note=oldest, loud=bool(late)),
            CountBox(tone="risk", words=say("desk.risk"), value=str(len(risk)), note=say("process.fifth")),
            CountBox(tone="ok", words=say("process.today"), value=str(len(today)), note=say("process.today.note")),
            CountBox(tone="wait", words=say("process.ahead"), value=f"{rest}+" if self.more else str(rest),
                     note=say("process.ahead.note")),
        )  # fmt: skip

    def _hours(self) -> range:
        """What is left of today in at most so many bins as have room."""
        first = self.session.now().hour
        most = 8 if self.view.width() >= 1700 else 4
        return range(first, max(first, CLOSES), max(1, -(-(CLOSES - first) // most)))

    def _days(self) -> int:
        return 6 if self.view.width() >= 1700 else 4

    def _bins(self, clocks: list[Clock]) -> tuple[Bin, ...]:
        """Already late; the hours left of today; the days that follow."""
        now, hours = self.session.now(), self._hours()
        bins = [Bin(say("desk.board.over"), tuple("late" for c in clocks if c.state == "late"))]
        ahead = [(self.session.local(c.case.due_by or ""), TONE[c.state]) for c in clocks if c.state != "late"]
        for hour in hours:
            end = 24 if hour + hours.step >= CLOSES else hour + hours.step
            tones = tuple(t for at, t in ahead if at.date() == now.date() and hour <= at.hour < end)
            bins.append(Bin(f"{hour}–{min(end, CLOSES)}", tones))
        for n in range(1, self._days() + 1):
            day = now.date() + timedelta(n)
            label = f"{weekday(day)} {day.day}"
            bins.append(Bin(label, tuple(t for at, t in ahead if at.date() == day)))
        return tuple(bins)

    def _later(self, clocks: list[Clock]) -> int:
        last = self.session.now().date() + timedelta(self._days())
        return sum(c.state != "late" and self.session.local(c.case.due_by or "").date() > last for c in clocks)

    def _column(self, place: str, clocks: list[Clock]) -> StripColumn:
        here = sorted((c for c in clocks if c.place == place), key=lambda c: ("late", "risk", "in-time").index(c.state))
        return StripColumn(
            id=place, icon=ICONS[place], title=self._place(place), late=sum(c.state == "late" for c in here),
            risk=sum(c.state == "risk" for c in here), total=len(here), strips=tuple(self._strip(c) for c in here),
            unfolded=place in self.unfolded, empty=say("process.empty"),
        )  # fmt: skip

    def _strip(self, clock: Clock) -> Strip:
        case, now = clock.case, self.session.now()
        at = self.session.local(case.due_by or "")
        near = clock.state == "late" or at.date() == now.date()
        of = say("process.of", limit=limit_of(clock.limit, clock.unit)) if clock.limit or clock.unit else ""
        return Strip(
            id=case.id, tone=TONE[clock.state], name=case.applicant or case.number, number=case.number, limit=of,
            left=texts.left(clock.left_seconds) if near else on_day(at, now),
            holder=say(f"desk.step.{case.due_step}"),
            rung=say("process.rung", n=RUNGS[clock.rung]) if clock.rung in RUNGS else "",
        )  # fmt: skip


def on_day(at: datetime, now: datetime) -> str:
    """«чт 20:00» within a week, then the date."""
    if abs((at.date() - now.date()).days) < 7:
        return f"{weekday(at.date())} {at:%H:%M}"
    return texts.date_of(at)
