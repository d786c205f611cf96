"""Who works at the window now, and their door to the program: ask, do, consult, print; what a desk needs and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.domain.moment import Moment
from app.problems import Refused
from ui import problems
from ui.desks.habits import Habits
from ui.look_words import say
from ui.parts.toast import ToastState
from ui.work import Failed, Then, Work

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App
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
    habits: Callable[[], Habits] = Habits  # what this workplace remembers
    keep: Callable[..., None] = lambda **changed: None  # …and is to remember from now on
    lists: dict[str, Callable[[str], None]] = field(default_factory=dict)  # purpose of an offered list → its answer
    open_paper: Callable[[Path], object] = lambda path: None

    # ---- time and rights

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.me.office.zone)

    def moment(self) -> Moment:
        """Legal time here, by the clock of the office."""
        return self.app.clock.moment(self.me.office)

    def now(self) -> datetime:
        return self.moment().local(self.zone)

    def local(self, at: Moment | str) -> datetime:
        return (Moment.parse(at) if isinstance(at, str) else at).local(self.zone)

    def may(self, right: str) -> bool:
        return right in self.me.rights

    # ---- the one door

    def ask(self, name: str, given: Any, then: Then, *, failed: Failed | None = None, key: str = "") -> None:
        self.work.read(
            lambda: self.app.ask(name, given, as_=self.me.login), then, failed=failed or self.trouble, key=key
        )

    def read(self, call: Callable[[], Any], then: Then, *, failed: Failed | None = None, key: str = "") -> None:
        self.work.read(call, then, failed=failed or self.trouble, key=key)

    def run(
        self, name: str, given: Any, then: Then | None = None, *, op: str | None = None, failed: Failed | None = None
    ) -> None:
        """`then` gets the outcome after the commit; only then is anything shown as done."""

        def committed(outcome: Any) -> None:
            if then:
                then(outcome)
            if outcome.changed:
                self.work.changed.emit(outcome.changed)

        self.work.write(
            lambda: self.app.run(name, given, as_=self.me.login, op=op), committed, failed=failed or self.trouble
        )

    # ---- telling

    def trouble(self, wrong: BaseException) -> problems.Problem:
        """In words, beside the work: a message that stays, never a dialog over typing."""
        problem = problems.told(wrong, self.folder / "reports")
        self.shell.tell(ToastState(problem.tone, problem.title, problem.text))
        return problem

    def done(self, title: str, text: str = "", *, action: str = "", key: str = "") -> None:
        self.shell.tell(ToastState("ok", title, text, action, key))

    def note(self, title: str, text: str = "", *, tone: str = "info") -> None:
        self.shell.tell(ToastState(tone, title, text))

    def offer(self, purpose: str, title: str, entries: tuple[Any, ...], chosen: Callable[[str], None]) -> None:
        self.lists[purpose] = chosen
        self.shell.offer(purpose, title, entries)

    def ask_words(self, purpose: str, title: str, typed: Callable[[str], None]) -> None:
        """One line over the window for a word that no field of the place holds."""
        self.lists[purpose] = typed
        self.shell.offer(purpose, title, (), own_filter=False)

    # ---- papers

    def print(self, papers: tuple[str, ...], then: Callable[[Path], None] | None = None) -> None:
        """Each paper as a PDF in the user's folder: there is no printer that this program drives yet."""
        folder = self.folder / "papers"

        def write() -> list[Path]:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = []
            for id in papers:
                form, code, pdf = self.app.paper(id)
                path = folder / f"{code}-{form}.pdf"
                path.touch(mode=0o600)  # names and numbers of people stand on it
                path.write_bytes(pdf)
                made.append(path)
            return made

        def written(made: list[Path]) -> None:
            if made and then:
                then(made[0])

        def not_drawn(wrong: BaseException) -> None:
            if isinstance(wrong, Refused) and wrong.code == "paper-unknown":
                self.shell.tell(ToastState("risk", say("desk.paper.later"), say("desk.paper.later.text")))
            else:
                self.trouble(wrong)

        if papers:
            self.work.read(write, written, failed=not_drawn)

    def show_paper(self, id: str) -> None:
        self.print((id,), self.open_paper)
