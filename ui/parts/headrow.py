"""The head of a visit: icon, what it is about, the act; at its right the clocks of the steps."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import para
from ui.parts.base import Fits, Painted, hairline
from ui.parts.clockbox import ClockRow, ClockState


class Head(Painted):
    """Icon, service and variant, the act and its version."""

    def __init__(self, icon: str, parent=None) -> None:
        super().__init__(parent)
        self.icon, self.words, self.act = icon, "", ""

    def show_words(self, words: str, act: str) -> None:
        self.words, self.act = words, act
        self.setAccessibleName(f"{words}. {act}")
        self.stand((words, act))

    def _paras(self, width: int):
        room = max(look.px(120), width - look.px(52) - look.px(12))
        return (
            para(self.words, look.VERDICT, bold=True, width=room),
            para(self.act, look.LABEL, tone="text2", width=room),
        )

    def high(self, width: int) -> int:
        title, act = self._paras(width)
        return max(look.px(62), title.height + act.height + look.px(14))

    def draw(self, p: QPainter) -> None:
        size = look.px(24)
        draw_icon(p, self.icon, look.px(16), (self.height() - size) / 2, size, token="accent_text")
        title, act = self._paras(self.width())
        y = (self.height() - title.height - act.height) / 2
        title.draw(p, look.px(52), y)
        act.draw(p, look.px(52), y + title.height)


class HeadRow(Fits, QWidget):
    """The service at the left, the steps' clocks at the right; below each other when it is narrow."""

    def __init__(self, icon: str, parent=None) -> None:
        super().__init__(parent)
        self.head, self.clocks = Head(icon, self), ClockRow(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_as(self, service: str, act: str, clocks: tuple[ClockState, ...]) -> None:
        if (self.head.words, self.head.act) != (service, act):
            self.head.show_words(service, act)
        wide = self.clocks.sizeHint()
        self.clocks.show_steps(clocks)
        if wide != self.clocks.sizeHint():
            self.arrange()
        self.arrange()

    def fit(self) -> None:
        self.arrange()

    def arrange(self) -> None:
        wide = self.clocks.sizeHint().width()
        beside = self.width() - wide >= look.px(280)
        room = self.width() - wide if beside else self.width()
        high = self.head.high(room)
        if beside:
            self.head.setGeometry(0, 0, room, high - 1)
            self.clocks.setGeometry(room, 0, wide, high - 1)
        else:
            self.head.setGeometry(0, 0, room, high - 1)
            self.clocks.setGeometry(0, high, wide, look.px(61))
        total = high if beside else high + look.px(62)
        if self.minimumHeight() != total:
            self.setFixedHeight(total)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)
        p.end()
