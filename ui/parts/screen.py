"""What a screen is: a dumb view that is given a state and tells what the person did. It never sees the store."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.keys import Action, Hint
from ui.parts.base import Fits


class Screen(Fits, QWidget):
    """A place of work. `pressed` carries the key of a command; a scan never moves the focus."""

    spoken_as = QAccessible.Role.Pane

    name = ""
    title_key = ""
    icon = ""

    pressed = Signal(str)  # a hint's or an action's key: "F8", "Ctrl+Enter"
    scan_read = Signal(str)
    changed = Signal()  # hints, main action or title are other than before

    def title(self) -> str:
        from ui.look_words import say

        return say(self.title_key)

    def hints(self) -> tuple[Hint, ...]:
        return ()

    def inner_hints(self) -> tuple[Hint, ...]:
        """Keys of a part that is open inside the screen; they stand in F1 with the screen's own."""
        return ()

    def main_action(self) -> Action | None:
        return None

    def second_action(self) -> Action | None:
        """The lawful "no", where there is one."""
        return None

    def render(self, state: object) -> None:
        """Shows a frozen state."""

    def shown(self) -> None:
        """The screen has come to the front: put the focus where work begins."""

    def scanned(self, code: str) -> None:
        self.scan_read.emit(code)

    def on_key(self, key: str) -> bool:
        """A routed key. True: taken."""
        known = {h.key for h in self.hints()} | {
            a.key for a in (self.main_action(), self.second_action()) if a is not None
        }
        if key not in known:
            return False
        if any(h.key == key and h.blocked for h in self.hints()):
            return True
        self.pressed.emit(key)
        return True

    def first_obstacle(self) -> None:
        """The main action is blocked: go to the first thing in the way."""

    def retranslate(self) -> None:
        """The language has changed; the owner renders a new state afterwards."""

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("bg"))
        p.end()
