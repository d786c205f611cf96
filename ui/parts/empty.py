"""An empty list says what to do next, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon
from ui.parts.base import Painted
from ui.parts.button import Button
from ui.parts.words import Words


class _Icon(Painted):
    def __init__(self, name: str, parent=None) -> None:
        super().__init__(parent)
        self.name = name
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(44))

    def draw(self, p: QPainter) -> None:
        size = look.px(40)
        draw_icon(p, self.name, (self.width() - size) / 2, 0, size, token="accent", width="1.1")


class EmptyState(QWidget):
    """Icon 40, a title, one sentence what to scan, one small button with its key."""

    pressed = Signal(str)

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignCenter
        mark = _Icon(icon, self)
        self.title = Words("", look.VERDICT, self, bold=True, align=centre)
        self.sentence = Words("", look.BODY, self, tone="text2", align=centre)
        self.button = Button(parent=self, small=True)
        self.button.clicked.connect(lambda: self.pressed.emit(self.button.key))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 22, 24, 22)
        box.setSpacing(6)
        box.addStretch(1)
        box.addWidget(mark)
        box.addWidget(self.title)
        box.addWidget(self.sentence)
        box.addWidget(self.button, 0, centre)
        box.addStretch(2)

    def show_as(self, title: str, sentence: str, *, action: str = "", key: str = "") -> None:
        self.title.show_words(title)
        self.sentence.show_words(sentence)
        self.button.setVisible(bool(action))
        self.button.show_as(action, key=key)
