"""Nobody sits here: the window locks after some minutes, after the machine slept, and when an account was closed elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from app.problems import Refused
from ui.desks.proving import SPARE, overwrite
from ui.look_words import say

if TYPE_CHECKING:
    from app.queries.house import Me
    from ui.desks.front import Front

ALIVE = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
)  # fmt: skip
SLEPT = 10.0  # seconds between two ticks of a second: the machine slept, or somebody set its clock
RESTS = 2.0  # seconds without a key or a mouse: what nobody would feel in the hand may be done now
ASKS_EVERY = 20.0  # seconds: a closed account is out well within a minute
GONE = ("account-closed", "account-unknown")


class Watch(QObject):
    """Ticks once a second. `ticks` and `wall` are moved by hand in tests."""

    def __init__(
        self, front: Front, *, ticks: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        super().__init__(front)
        self.front, self.ticks, self.wall = front, ticks, wall
        self.touched = self.asked = ticks()
        self.last = ticks(), wall()
        self.ours: Callable[[], bool] = lambda: QGuiApplication.clipboard().ownsClipboard()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ALIVE:
            self.touched = self.ticks()
        return False

    def rests(self) -> bool:
        """Nobody is at the keys just now, and nothing is on its way to the screen."""
        return self.ticks() - self.touched > RESTS and not self.front.work.pending

    def begin(self) -> None:
        """Somebody came in."""
        self.touched = self.asked = self.ticks()
        self.last = self.ticks(), self.wall()

    def tick(self) -> None:
        now, wall = self.ticks(), self.wall()
        slept = abs(wall - self.last[1]) > SLEPT or now - self.last[0] > SLEPT
        self.last = now, wall
        if self.front.session is None:
            return
        if slept:
            self.front.log_out(say("people.locked.slept"))
        elif now - self.touched >= self.front.habits.lock_after * 60:
            self.front.log_out(say("people.locked.idle", n=self.front.habits.lock_after))
        elif now - self.asked >= ASKS_EVERY:
            self.asked = now
            self._ask()

    def _ask(self) -> None:
        """Are they still who they were when they came in?"""
        session = self.front.session
        assert session is not None

        def still(me: Me) -> None:
            if self.front.session is session and (me.role, me.rights) != (session.me.role, session.me.rights):
                self.front.log_out(say("people.locked.role"))

        def wrong(why: BaseException) -> None:
            if self.front.session is session:
                self.gone(why)

        session.work.read(
            lambda: session.app.ask("house.me", {}, as_=session.me.login), still, failed=wrong, key="front.still"
        )

    def gone(self, wrong: BaseException) -> bool:
        """Whatever a closed account presses ends here, at once."""
        if not isinstance(wrong, Refused) or wrong.code not in GONE or self.front.session is None:
            return False
        if wrong.facts.get("login") != self.front.session.me.login:  # an administrator closed somebody else's twice
            return False
        self.front.log_out(say("people.locked.closed"))
        return True

    def wipe(self) -> None:
        """Nothing of an applicant stays: in lists, the search line, messages, open dialogs, the clipboard where it is ours."""
        shell = self.front.shell
        for dialog in QApplication.topLevelWidgets():
            if dialog is not shell and dialog.parentWidget() is shell and dialog.isVisible():
                dialog.close()
        shell.palette_.forget()
        shell.toast.forget()
        shell.fault.hide()
        for line in shell.top.findChildren(QLineEdit):
            line.clear()
        clipboard = QGuiApplication.clipboard()
        if self.ours():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        QTimer.singleShot(0, lambda: overwrite(SPARE))

    def rest(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
