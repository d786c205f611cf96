"""A clock has come to a rung: written down once by whichever window looks first, and told calmly to whom it concerns."""

from __future__ import annotations

from app.queries.calls import Called, Reached
from ui.desks.session import Session
from ui.look_words import count, say
from ui.parts.toast import ToastState

PAGE = 200
EVERY = 30  # seconds between two looks
TONE = {"risk": "info", "late": "risk", "day-late": "risk", "reminded": "info"}  # red is for what went wrong here
LOUDEST = ("day-late", "late", "reminded", "risk")


class Calls:
    """Of one log-in. What was written down before it stands on the board; here is only what comes meanwhile."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.since = session.moment().iso()
        self.told: set[tuple[str, str, str, str]] = set()
        self.open: tuple[Called, ...] = ()  # what the message that still stands is about
        self.message: ToastState | None = None
        self.seconds = 0

    def tick(self) -> None:
        self.seconds += 1
        if self.seconds % EVERY == 0:
            self.look()

    def look(self) -> None:
        if self.session.may("see-bags"):
            self.session.ask("calls.waiting", {}, self._write_down, key="calls.waiting", failed=lambda _: None)

    def _write_down(self, waiting: tuple[Reached, ...]) -> None:
        if self.session.shell.locked:
            return
        if not waiting:
            self._ask()
            return
        rungs = [{"case": r.case, "step": r.step, "rung": r.rung} for r in waiting]
        self.session.run(
            "calls.escalate", {"rungs": rungs}, lambda _: self._ask(), failed=lambda _: self._ask()
        )  # fmt: skip

    def _ask(self) -> None:
        self.session.ask(
            "calls.mine", {"after": self.since, "limit": PAGE}, self._tell, key="calls.mine", failed=lambda _: None
        )

    def _tell(self, called: tuple[Called, ...]) -> None:
        """One message at a time, with how many; another's message is let stand, and this one waits for its turn."""
        news = tuple(c for c in called if _key(c) not in self.told)
        toast = self.session.shell.toast
        mine = self.message is not None and toast.state is self.message
        if not news or (toast.isVisible() and not mine) or self.session.shell.locked:
            return
        self.open = (*(self.open if mine and toast.isVisible() else ()), *news)
        self.told |= {_key(c) for c in news}
        self.since = called[-1].id if len(called) == PAGE else self.since  # there may be more behind a full page
        self.message = self._words()
        self.session.shell.tell(self.message)

    def _words(self) -> ToastState:
        loudest = min(self.open, key=lambda c: LOUDEST.index(c.rung))
        title = say(f"process.call.{loudest.rung}")
        text = say("process.call.one", number=loudest.number, step=say(f"desk.step.{loudest.step}"))
        if (many := len({(c.case, c.step) for c in self.open})) > 1:
            text = count("process.call.many", many)
        return ToastState(TONE[loudest.rung], title, text, say("window.place.deadlines"), "Ctrl+6")


def _key(c: Called) -> tuple[str, str, str, str]:
    return c.case, c.step, c.rung, c.at if c.rung == "reminded" else ""
