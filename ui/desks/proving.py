"""Before signing, hand-over and taking data out: the password once more, where the last time is over five minutes ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from app.domain.numbers import read_number
from app.problems import Refused
from ui.look_words import say

if TYPE_CHECKING:
    from app.start import Proof
    from ui.desks.session import Session
    from ui.work import Failed

Proven = Callable[["Proof"], None]


class Proving:
    """Of one session. A line over the work, not a dialog: Esc leaves the work as it stands."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.waits_for_badge: Callable[[str], None] | None = None
        self._answered = True

    def ask(self, then: Proven, failed: Failed, *, login: str = "", name: str = "", password: str = "") -> None:
        """`login`: another person who confirms at this machine. `password`: it was right, and the badge is awaited."""
        session, me = self.session, self.session.me
        login, name = login or me.login, name or me.name
        title = say("people.prove.badge", name=name) if password else say("people.prove", name=name)
        self._answered = False

        def no(wrong: BaseException) -> None:
            if isinstance(wrong, Refused) and wrong.code == "badge-needed":
                self.ask(then, failed, login=login, name=name, password=self._typed)
                return
            self._typed = ""
            failed(wrong)

        def typed(text: str) -> None:
            self._answered, self.waits_for_badge = True, None
            self._typed = password or text
            secret, badge = self._typed, text if password else ""
            session.work.read(lambda: session.app.prove(login, secret, badge), proven, failed=no)

        def proven(proof: Proof) -> None:
            self._typed = ""
            if login == me.login:
                session.proof = proof
            then(proof)

        def left() -> None:
            if not self._answered and self.session.lists.get("proof") is typed:
                self._answered, self.waits_for_badge = True, None
                failed(Refused("proof-needed"))

        session.lists["proof"] = typed
        self.waits_for_badge = typed if password else None
        session.shell.palette_.close_()
        session.shell.palette_.closed.connect(
            lambda: QTimer.singleShot(0, left), Qt.ConnectionType.SingleShotConnection
        )
        session.shell.offer("proof", title, (), own_filter=False, secret=True)

    _typed = ""

    def scanned(self, code: str) -> bool:
        """The badge, while the line asks for it."""
        read = read_number(code)
        if self.waits_for_badge is None or read.code_kind != "P" or read.problem:
            return False
        typed = self.waits_for_badge
        self._answered = True
        self.session.shell.palette_.close_()
        typed(code)
        return True
