"""One question of the supervisor's page: small the question, bold the answer, the picture, what was counted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.plot import Plot, PlotCard
from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.base import Painted, panel
from ui.parts.plots import draw_plot

NOTHING = PlotCard(key="", question="", answer="", counted="", plot=Plot(kind="bars"))


class PlotBox(Painted):
    """Focusable; `opened` on Enter or a double click; `moved` with an arrow's way. Its name tells the picture in words."""

    opened = Signal(str)
    moved = Signal(int, int)  # columns, rows
    reached = Signal(str)  # it has the focus now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = NOTHING
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(1, 1)

    def show_as(self, card: PlotCard) -> None:
        self.card = card
        self.setAccessibleName(card.said)
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(400), look.px(280))

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        way = next((w for k, w in ways.items() if k == event.key()), None)
        if way and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(*way)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(self.card.key)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.card.key)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.reached.emit(self.card.key)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    def heads(self) -> tuple[Para, Para, Para]:
        room = max(look.px(80), self.width() - 2 * look.px(14))
        return (
            para(self.card.question, look.SECOND, tone="text2", width=room),
            para(self.card.answer, look.VERDICT, bold=True, width=room),
            para(self.card.counted, look.LABEL, tone="text2", width=room),
        )

    def draw(self, p: QPainter) -> None:
        focus = self.hasFocus()
        edge, width = ("focus", 2) if focus else ("line", look.theme().heavy)
        panel(p, QRectF(self.rect()), fill="surface", edge=edge, width=width)
        x, y = look.px(14), look.px(11)
        question, answer, counted = self.heads()
        question.draw(p, x, y)
        answer.draw(p, x, y + question.height + look.px(1))
        top = y + question.height + answer.height + look.px(10)
        bottom = self.height() - look.px(10)
        if self.card.counted:
            bottom -= counted.height
            counted.draw(p, x, bottom)
            bottom -= look.px(7)
        box = QRectF(x, top, self.width() - 2 * x, bottom - top)
        if not self.card.empty:
            draw_plot(p, box, self.card.plot)
        elif box.height() >= look.px(44):
            size = look.px(40)
            draw_icon(
                p, "summary", box.center().x() - size / 2, box.center().y() - size / 2, size, token="text3", width="1.1"
            )


def nothing_yet(key: str, question: str) -> PlotCard:
    """Before the figures have come."""
    return PlotCard(key=key, question=question, answer=say("summary.counting"), counted="", plot=Plot(kind="bars"))
