"""Buttons with their key inside. A blocked one keeps its place and key, gets a lock and says why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import para
from ui.parts.base import RING, PaintedButton, panel, ring, tip
from ui.parts.keycap import keys_width, paint_keys


class Button(PaintedButton):
    """`kind` is main, danger or plain; `small` is 32 px high, else 40."""

    refused = Signal(str)  # pressed while blocked: the reason

    def __init__(
        self, words: str = "", key: str = "", parent=None, *, kind: str = "plain", small: bool = False, icon: str = ""
    ) -> None:
        super().__init__(parent)
        self.key, self.kind, self.small, self.icon_name, self.blocked, self.sentence = key, kind, small, icon, "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the hands where they were
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def show_as(
        self, words: str, *, key: str | None = None, kind: str | None = None, blocked: str = "", sentence: str = ""
    ) -> None:
        """New words, manner and state in one go."""
        self.setText(words)
        self.key = self.key if key is None else key
        self.kind = kind or self.kind
        self.blocked, self.sentence = blocked, sentence
        self._name()
        self.stand((words, self.key, self.kind, blocked, sentence))

    def _name(self) -> None:
        name = self.sentence or self.text()
        self.setAccessibleName(f"{name}, {self.key}" if self.key else name)
        self.setAccessibleDescription(self.blocked)
        self.setToolTip(tip(self.blocked or self.sentence))

    def _size(self) -> look.Size:
        return look.SECOND if self.small else look.MAIN if self.kind in ("main", "danger") else look.BODY

    def _bold(self) -> bool:
        return self.kind in ("main", "danger") and not self.blocked

    def _parts(self) -> tuple[int, int, int, int]:
        pad = look.px(11 if self.small else 16)
        mark = look.px(16) + look.px(9) if self.blocked or self.icon_name else 0
        words = para(self.text(), self._size(), bold=self._bold()).width if self.text() else 0
        keys = keys_width(self.key, split=True) + (look.px(9) if words else 0) if self.key else 0
        return pad, mark, words, keys

    def sizeHint(self) -> QSize:
        pad, mark, words, keys = self._parts()
        return QSize(2 * pad + mark + words + keys + 2 * RING, look.px(32 if self.small else 40) + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        super().nextCheckState()

    def click_or_say(self) -> None:
        """What its key does: the deed, or the reason why not."""
        if self.blocked:
            self.refused.emit(self.blocked)
        else:
            self.clicked.emit()

    def mouseReleaseEvent(self, event) -> None:
        if self.blocked:
            self.setDown(False)
            self.refused.emit(self.blocked)
            return
        super().mouseReleaseEvent(event)

    def click(self) -> None:
        self.click_or_say()

    def _inks(self) -> tuple[str, str, str]:
        """fill, edge, text"""
        if self.blocked:
            return "sunken", "edge" if look.theme().heavy > 1 else "text3", "text3"
        match self.kind:
            case "main":
                return "accent", "accent", "on_accent"
            case "danger":
                return "late", "late", "on_status"
            case _:
                return ("accent_soft" if self.isDown() or self.underMouse() else "surface"), "edge", "text"

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        fill, edge, ink = self._inks()
        filled = self.kind in ("main", "danger") and not self.blocked
        panel(
            p, box, fill=fill, edge=edge, radius=look.BUTTON_RADIUS, width=look.theme().heavy, dashed=bool(self.blocked)
        )
        if self.isDown() and filled:
            panel(p, box, edge="text", radius=look.BUTTON_RADIUS, width=2)
        if self.hasFocus():
            ring(p, box)
        pad, mark, words, keys = self._parts()
        x = box.left() + max(pad, (box.width() - mark - words - keys) / 2)
        middle = box.center().y()
        if mark:
            name = "lock" if self.blocked else self.icon_name
            size = look.px(16)
            draw_icon(p, name, x, middle - size / 2, size, token=ink)
            x += mark
        if words:
            label = para(self.text(), self._size(), tone=ink, bold=self._bold())
            label.draw(p, x, middle - label.height / 2)
            x += words + look.px(9)
        if self.key:
            tone = ink if filled else ("text3" if self.blocked else "text2")
            fill_keys = "" if filled or self.blocked else "surface"
            paint_keys(p, x, middle, self.key, split=True, tone=tone, edge=ink if filled else "edge", fill=fill_keys)
