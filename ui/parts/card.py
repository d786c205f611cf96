"""A card: surface, one hairline, a head with icon and title, and what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Run, Runs, para, plain, runs_of
from ui.parts.base import Painted, hairline, panel
from ui.parts.spoken import name_lists, one_line


class CardHead(Painted):
    """Icon or status shape, bold title, a quiet rest; widgets may stand at its right (`side`)."""

    def __init__(self, icon: str = "", parent=None) -> None:
        super().__init__(parent)
        self.icon, self.tone, self.words, self.rest = icon, "text", "", ""
        self.side = QHBoxLayout(self)
        self.side.setSpacing(8)
        self.side.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fit()

    def fit(self) -> None:
        self.side.setContentsMargins(0, 0, look.px(12), 0)

    def put(self, widget: QWidget) -> None:
        """A badge, tag or key at the head's right."""
        self.side.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_words(self, words: Runs, rest: str = "", *, tone: str = "text", icon: str | None = None) -> None:
        self.words, self.rest, self.tone = words, rest, tone
        self.icon = self.icon if icon is None else icon
        self.setAccessibleName(one_line(plain(words), rest, between=" "))
        if isinstance(card := self.parentWidget(), Card):
            card.setAccessibleName(plain(words))
            name_lists(card, plain(words), rank=2)
        self.stand((words, rest, tone, self.icon))

    def _room(self, width: int) -> int:
        side = self.side.sizeHint().width() if self.side.count() > 1 else look.px(12)
        return width - (look.px(39) if self.icon or self.tone in look.TONES else look.px(12)) - side

    def _para(self, width: int):
        rest = f"  {self.rest}" if self.rest else ""
        heads = tuple(Run(r.text, r.tone or self.tone, True, r.mono, r.link) for r in runs_of(self.words))
        return para((*heads, Run(rest, "text2")), look.TIGHT, width=max(60, self._room(width)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(look.px(36), self._para(width).height + look.px(12))

    def sizeHint(self) -> QSize:
        return QSize(look.px(120), max(look.px(36), self.heightForWidth(max(self.width(), look.px(120)))))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def draw(self, p: QPainter) -> None:
        x, size = look.px(12), look.px(18)
        if self.tone in look.TONES:
            shape = look.px(16)
            draw_shape(p, self.tone, x, (self.height() - shape) / 2, shape)
            x += look.px(27)
        elif self.icon:
            draw_icon(p, self.icon, x, (self.height() - size) / 2, size)
            x += look.px(27)
        label = self._para(self.width())
        label.draw(p, x, (self.height() - label.height) / 2)
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)


class Card(Painted):
    """Give `tone` to frame the whole card in a status colour, `active` for the 2 px accent edge."""

    spoken_as = QAccessible.Role.Grouping

    def __init__(self, parent=None, *, icon: str = "", head: bool = True) -> None:
        super().__init__(parent)
        self.tone, self.active = "", False
        self.box = QVBoxLayout(self)
        self.box.setSpacing(0)
        self.head = CardHead(icon, self) if head else None
        if self.head:
            self.box.addWidget(self.head)
        self.body = QVBoxLayout()
        self.box.addLayout(self.body, 1)
        self.fit()

    def fit(self) -> None:
        edge = look.theme().heavy
        self.box.setContentsMargins(edge, edge, edge, edge)

    def padded(self, *, gap: int = 0) -> Card:
        self.body.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(11))
        self.body.setSpacing(gap)
        return self

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)

    def mark(self, *, tone: str = "", active: bool = False) -> None:
        self.tone, self.active = tone, active
        self.update()

    def draw(self, p: QPainter) -> None:
        edge = "accent" if self.active else self.tone or "line"
        width = 2 if self.active else look.theme().heavy
        panel(p, QRectF(self.rect()), fill="surface", edge=edge, width=width)
