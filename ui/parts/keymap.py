"""F1: every key of this screen and of the whole window, in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.keys import Hint
from ui.look_text import draw, para
from ui.look_words import say
from ui.parts.base import Painted, hairline, panel
from ui.parts.keycap import keys_width, paint_keys

ALWAYS = (
    "F1", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F11", "F12", "Ctrl+K", "Ctrl+Enter", "Ctrl+Z", "Ctrl+1", "Enter",
    "Shift+Enter", "Tab", "Esc",
)  # fmt: skip


class KeyMap(Painted):
    """Left: what the keys do on this screen. Right: what they mean everywhere. F1 and Esc close it, Enter tells more."""

    more = Signal()  # Enter: what this place is for, in words

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.hints = "", ()
        self.tight = False  # large letters on a low screen: smaller ones and less air, so that no key is lost
        self._back: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open(self, title: str, hints: tuple[Hint, ...]) -> None:
        self._back = self.window().focusWidget()
        self.title, self.hints = title, hints
        spoken = "; ".join(f"{h.key}: {h.words}" for h in hints)
        everywhere = "; ".join(f"{k}: {say(f'window.keys.{k}')}" for k in ALWAYS)
        self.setAccessibleName(f"{say('window.keys.title')}. {spoken}. {everywhere}")
        self.settle()
        self.show()
        self.raise_()
        self.setFocus()

    def close_(self) -> None:
        self.hide()
        if self._back is not None:
            self._back.setFocus()

    def settle(self) -> None:
        host = self.parentWidget()
        wide = min(host.width() - look.px(96), look.px(900))
        room = host.height() - look.px(16)
        self.tight = False
        self.tight = self._height(wide) > room
        high = min(room, self._height(wide))
        self.setGeometry((host.width() - wide) // 2, max(look.px(8), (host.height() - high) // 2), wide, high)

    def _columns(self, wide: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]], int]:
        here = [(h.key, f"{h.words} — {h.blocked}" if h.blocked else h.words) for h in self.hints]
        return here, [(k, say(f"window.keys.{k}")) for k in ALWAYS], (wide - look.px(72)) // 2

    def _line(self, words: str, wide: int) -> int:
        high = para(words, self._size(), width=wide - look.px(112)).height
        return high + look.px(3) if self.tight else max(look.px(28), high + look.px(8))

    def _size(self) -> look.Size:
        return look.LABEL if self.tight else look.SECOND

    def _height(self, wide: int) -> int:
        here, always, each = self._columns(wide)
        tall = max(sum(self._line(w, each) for _, w in side) for side in (here or [("", "")], always))
        return tall + look.px(108)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_()
            self.more.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close_()

    def mousePressEvent(self, event) -> None:
        self.close_()

    def draw(self, p: QPainter) -> None:
        panel(p, QRectF(self.rect()), fill="raised", edge="edge", width=max(2, look.theme().heavy))
        draw(p, look.px(24), look.px(16), say("window.keys.title"), look.TITLE, bold=True)
        told = para(say("help.more"), look.SECOND, tone="text2")
        x = self.width() - look.px(24) - told.width
        told.draw(p, x, look.px(19))
        paint_keys(p, x - look.px(8) - keys_width("Enter"), look.px(28), "Enter")
        here, always, each = self._columns(self.width())
        for x, title, side in (
            (look.px(24), self.title, here),
            (look.px(48) + each, say("window.keys.everywhere"), always),
        ):
            draw(p, x, look.px(48), title, look.LABEL, tone="text2", bold=True)
            y = look.px(72)
            hairline(p, x, y, x + each, y)
            for key, words in side:
                high = self._line(words, each)
                paint_keys(p, x, y + high / 2, key, split=key in ("Ctrl+Enter", "Ctrl+K"))
                label = para(words, self._size(), width=each - look.px(112))
                label.draw(p, x + look.px(112), y + (high - label.height) / 2)
                y += high
