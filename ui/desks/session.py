"""Who works at the window now, and their door to the program: ask, do, consult, print; what a desk needs and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.domain.moment import Instant, Moment
from app.problems import Refused
from ui import problems
from ui.desks.habits import Habits
from ui.desks.hearing import Heard, Sound
from ui.parts.toast import ToastState
from ui.work import Failed, Then, Work

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App, Proof
    from ui.desks.printing import Printing
    from ui.desks.proving import Proving
    from ui.desks.reading import Reading
    from ui.shell import Shell


@dataclass  # no slots: Qt keeps a weak reference to whose method a signal calls
class Session:
    """One log-in. Commands go to the writer, questions to the reader; both come back to the window's thread."""

    app: App
    work: Work
    shell: Shell
    me: Me
    folder: Path  # the user's: papers and reports
    go: Callable[[str, str], None]  # (screen, what to open there)
    dress: Callable[[Any, float], None] = lambda theme, scale: None
    exchange_now: Callable[[], None] = lambda: None
    link_why: Callable[[], str] = lambda: ""  # a key of the words: which certificate stops the exchange
    speak: Callable[[str], None] = lambda lang: None
    fault: Callable[[BaseException], problems.Problem] | None = None  # tells what went wrong, and keeps what was begun
    habits: Callable[[], Habits] = Habits  # what this workplace remembers
    keep: Callable[..., None] = lambda **changed: None  # …and is to remember from now on
    lists: dict[str, Callable[[str], None]] = field(default_factory=dict)  # purpose of an offered list → its answer
    open_paper: Callable[[Path], object] = lambda path: None
    proof: Proof | None = None  # of their password, good for five minutes
    over: bool = False  # they have logged out
    _proving: Proving | None = None
    _printing: Printing | None = None
    reading: Reading | None = None  # the workplace's scanner and its sounds
    by_scan: Heard | None = None  # the last scan, until it has sounded

    # ---- time and rights

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.me.office.zone)

    def moment(self) -> Moment:
        """Legal time here, by the clock of the office."""
        return self.app.clock.moment(self.me.office)

    def now(self) -> datetime:
        return self.moment().local(self.zone)

    def clock_time(self) -> str:
        """As it stands beside a scan."""
        return f"{self.now():%H:%M:%S}"

    def local(self, at: Moment | str) -> datetime:
        return (Moment.parse(at) if isinstance(at, str) else at).local(self.zone)

    def wall(self, at: Instant | str) -> datetime:
        """A real instant as the clock on the wall of this office showed it: a training centre's stands elsewhere."""
        real = Instant.parse(at) if isinstance(at, str) else at
        return real.shifted(timedelta(weeks=self.me.office.training_weeks or 0)).local(self.zone)

    def may(self, right: str) -> bool:
        return right in self.me.rights

    # ---- the one door

    def ask(
        self, name: str, given: Any, then: Then, *, failed: Failed | None = None, key: str = "", later: bool = False
    ) -> None:
        then, failed = self._while_here(*self._followed(then, failed or self.trouble))
        self.work.read(lambda: self.told(name, given), then, failed=failed, key=key, later=later)

    def told(self, name: str, given: Any) -> Any:
        """What the store answers, in whatever thread asks: for a `read` of several questions."""
        return self.app.ask(name, given, as_=self.me.login)

    def read(self, call: Callable[[], Any], then: Then, *, failed: Failed | None = None, key: str = "") -> None:
        followed, failed = self._while_here(*self._followed(then, failed or self.trouble))
        self.work.read(call, followed, failed=failed, key=key)

    def consult(self, number: str, then: Then, *, failed: Failed, key: str) -> None:
        """The state register of that number; `failed` gets `Unavailable` where it is silent."""
        followed, failed = self._while_here(*self._followed(then, failed))
        self.work.consult(lambda: self.app.consult(number), followed, failed=failed, key=key)

    def beside(self, call: Callable[[], Any], then: Then) -> None:
        """What waits for a person and another program, while the work goes on: a key and its PIN."""
        followed, failed = self._while_here(*self._followed(then, self.trouble, writes=True))
        self.work.aside(call, followed, failed=failed)

    def run(
        self, name: str, given: Any, then: Then | None = None, *, op: str | None = None, failed: Failed | None = None
    ) -> None:
        """`then` gets the outcome after the commit; only then is anything shown as done, and heard."""
        then, failed = self._followed(then, failed or self.trouble, writes=True)

        def committed(outcome: Any) -> None:
            if then and not self.over:  # else it is as after a kill: the draft and the papers come back at the log-in
                then(outcome)
            if outcome.changed:
                self.work.changed.emit(outcome.changed)

        asked = failed

        def no(wrong: BaseException) -> None:
            if self.over:
                self.trouble(wrong)
            elif (
                isinstance(wrong, Refused) and wrong.code == "proof-needed"
            ):  # nothing was changed: their password first
                self.proving.ask(lambda _: write(asked), asked)
            else:
                asked(wrong)

        def write(failed: Failed) -> None:
            call = lambda: self.app.run(name, given, as_=self.me.login, op=op, proof=self.proof)  # noqa: E731
            self.work.write(call, committed, failed=failed)

        write(no)

    @property
    def proving(self) -> Proving:
        if self._proving is None:
            from ui.desks.proving import Proving

            self._proving = Proving(self)
        return self._proving

    def prove_first(self, then: Callable[[], None]) -> None:
        """Before data is taken out by something that is no command: a file saved, a table copied."""

        def good() -> None:
            self.app.entrance.check(self.proof, self.me.login, name="take-out")

        def no(wrong: BaseException) -> None:
            if isinstance(wrong, Refused) and wrong.code == "proof-needed":
                self.proving.ask(lambda _: then(), self.trouble)
            else:
                self.trouble(wrong)

        here, no = self._while_here(lambda _: then(), no)
        self.work.read(good, here, failed=no)

    # ---- sounds

    def sound(self, name: Sound) -> None:
        if self.by_scan is not None:
            self.by_scan.over = True
        if self.reading is not None:
            self.reading.sounds.play(name)

    def take_again(self) -> None:
        """Something was taken back: the next read of its code is meant."""
        if self.reading is not None:
            self.reading.guard.forget()

    def _followed(self, then: Then | None, failed: Failed, *, writes: bool = False) -> tuple[Then | None, Failed]:
        """What is asked and written while a scan has not sounded yet is asked and written for it."""
        if self.by_scan is None or self.by_scan.over:
            return then, failed
        return self.by_scan.follow(then, failed, writes=writes)

    def _while_here(self, then: Then | None, failed: Failed) -> tuple[Then, Failed]:
        """What was asked by somebody who has logged out meanwhile is answered to nobody: their places are gone."""

        def came(value: Any) -> None:
            if then is not None and not self.over:
                then(value)

        def no(wrong: BaseException) -> None:
            if not self.over:
                failed(wrong)

        return came, no

    # ---- telling

    def trouble(self, wrong: BaseException) -> problems.Problem:
        """In words, beside the work: a message that stays, never a dialog over typing."""
        if self.fault is not None:
            return self.fault(wrong)
        problem = problems.told(wrong, self.folder / "reports")
        self.shell.tell(ToastState(problem.tone, problem.title, problem.text))
        return problem

    def done(self, title: str, text: str = "", *, action: str = "", key: str = "") -> None:
        self.shell.tell(ToastState("ok", title, text, action, key))

    def note(self, title: str, text: str = "", *, tone: str = "info") -> None:
        if self.by_scan is not None and tone in ("late", "risk"):
            self.by_scan.end("late")
        self.shell.tell(ToastState(tone, title, text))

    def offer(self, purpose: str, title: str, entries: tuple[Any, ...], chosen: Callable[[str], None]) -> None:
        self.lists[purpose] = chosen
        self.shell.offer(purpose, title, entries)

    def show_words(self, purpose: str, title: str, entry: Any) -> None:
        """Over the work until Esc or Enter: something to be read out, not chosen."""
        self.lists[purpose] = lambda _: None
        self.shell.offer(purpose, title, (entry,), told=True)

    def ask_words(self, purpose: str, title: str, typed: Callable[[str], None]) -> None:
        """One line over the window for a word that no field of the place holds."""
        self.lists[purpose] = typed
        self.shell.offer(purpose, title, (), own_filter=False, words=True)

    def ask_secret(self, purpose: str, title: str, typed: Callable[[str], None]) -> None:
        """The same for a password: dots, and nothing stays in the line."""
        self.lists[purpose] = typed
        self.shell.offer(purpose, title, (), own_filter=False, secret=True)

    # ---- papers

    @property
    def printing(self) -> Printing:
        """Begun when it is first needed: printers and the journal of prints of this log-in."""
        if self._printing is None:
            from ui.desks.printing import Printing

            self._printing = Printing(self)
        return self._printing

    def print(self, papers: tuple[str, ...], then: Callable[[Path], None] | None = None) -> None:
        """Committed papers, each the way of its kind: printed at once, shown first, or kept as a PDF."""
        self.printing.made(papers, then)

    def show_paper(self, id: str) -> None:
        self.printing.show(id)
