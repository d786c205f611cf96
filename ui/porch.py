"""Before the door: the window with its lock screen, painted before anything behind it is read.

It is the real one: who has begun to type types on while the rest is read and built (docs/decisions/025-first-paint.md).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ui import keys, look, look_words
from ui.desks.habits import Habits, remember, remembered
from ui.look_words import say
from ui.screens.lock import Lock, LockNotice, LockState
from ui.shell import Shell


def opening(login: str, *, crashed: str = "", training: bool = False) -> LockState:
    """What the lock screen says until the store is open. `crashed`: the report of the last end."""
    notices: tuple[LockNotice, ...] = ()
    if crashed:
        notices = (LockNotice("risk", say("fault.last-time"), say("fault.last-time.text", number=crashed)),)
    return LockState(login=login, notices=notices, wait=say("desk.lock.opening"), training=training)


def dress(habits: Habits, *, styled: bool = False) -> None:
    """The program as this workplace likes it: theme, size of letters, language, keys."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, look.THEMES[habits.theme], habits.scale, animate=not habits.still, styled=styled)
    look_words.speak(habits.language)
    keys.give(habits.keys)


class Porch:
    """Owns nothing: the window it makes is the one that everything is built into."""

    def __init__(self, folder: Path, *, demo: bool, crashed: str = "", styled: bool = False) -> None:
        self.folder, self.demo, self.crashed = folder, demo, crashed
        habits = remembered(folder)
        dress(habits, styled=styled)
        self.shell = Shell(training=demo, alone=True)
        self.lock = Lock(self.shell.stack)
        self.shell.stack.addWidget(self.lock)
        self.lock.render(opening(habits.login, crashed=crashed, training=demo))
        self._heard = self.lock.language_chosen.connect(self.speak)
        self.lock.shown()

    def speak(self, language: str) -> None:
        """Whoever comes first may speak another language than the last one did."""
        habits = replace(remembered(self.folder), language=language)
        remember(self.folder, habits)
        look_words.speak(language)
        self.lock.retranslate()
        self.lock.render(opening(habits.login, crashed=self.crashed, training=self.demo))
        self.shell.show_training(self.demo)

    def leave(self) -> None:
        """The rest is here, and has its own ear for what is chosen on the lock screen."""
        QObject.disconnect(self._heard)
