"""Before signing, hand-over and taking data out: the password once more, where the last time is over five minutes ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer

from app.domain.numbers import read_number
from app.problems import Refused
from ui.look_words import say

if TYPE_CHECKING:
    from app.start import Proof
    from ui.desks.session import Session
    from ui.work import Failed

SPARE = 4000  # blocks of one size; measured by tests/campaign/test_memory.py
Proven = Callable[["Proof"], None]


def overwrite(letters: int = 500) -> None:
    """Neither CPython nor Qt wipes what it frees: what lies free in the sizes of a password is written over, in some ms."""
    for size in range(16, 176, 16):
        held = [bytes(size) for _ in range(SPARE)]
        typed = [QByteArray(size, "\0") for _ in range(letters)]  # what lay in fields
        del held, typed


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
            self._forget()
            failed(wrong)

        def typed(text: str) -> None:
            self._answered, self.waits_for_badge = True, None
            self._typed = password or text
            secret, badge = self._typed, text if password else ""
            session.lists.pop("proof", None)  # it knows the password while the badge is awaited
            session.work.read(lambda: session.app.prove(login, secret, badge), proven, failed=no)

        def proven(proof: Proof) -> None:
            self._forget()
            if login == me.login:
                session.proof = proof
            then(proof)

        def left() -> None:
            if not self._answered and self.session.lists.get("proof") is typed:
                self._answered, self.waits_for_badge = True, None
                self.session.lists.pop("proof", None)
                self._forget()
                failed(Refused("proof-needed"))

        session.lists["proof"] = typed
        self.waits_for_badge = typed if password else None
        session.shell.palette_.close_()
        session.shell.palette_.closed.connect(
            lambda: QTimer.singleShot(0, left), Qt.ConnectionType.SingleShotConnection
        )
        session.shell.offer("proof", title, (), own_filter=False, secret=True)

    _typed = ""

    def _forget(self) -> None:
        self._typed = ""
        QTimer.singleShot(0, overwrite)  # when nobody holds it any more

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
