"""A status in colour, word and shape: the badge, the quiet mark of good rows, the plain tag."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Runs, para, plain
from ui.parts.base import Painted, panel


def badge_width(words: str) -> int:
    return para(words, look.LABEL, bold=True).width + look.px(14 + 5 + 6 + 8)


def badge_height() -> int:
    return look.px(22)


def paint_badge(p: QPainter, x: float, middle: float, tone: str, words: str) -> float:
    """A tinted badge with its middle at a height; gives back where it ends."""
    high, shape = badge_height(), look.px(14)
    box = QRectF(round(x), round(middle - high / 2), badge_width(words), high)
    panel(p, box, fill=f"{tone}_soft", edge=tone if look.theme().heavy > 1 else "", radius=look.FIELD_RADIUS)
    draw_shape(p, tone, box.left() + look.px(5), box.top() + (high - shape) / 2, shape)
    label = para(words, look.LABEL, bold=True, tone=tone)
    label.draw(p, box.left() + look.px(25), box.top() + (high - label.height) / 2)
    return box.right()


def paint_mark(p: QPainter, x: float, middle: float, tone: str, words: str, *, size: look.Size = look.SECOND) -> float:
    """A small shape and a plain word: nothing is wrong, so nothing shouts."""
    shape = look.px(14 if size.px > 12 else 12)
    draw_shape(p, tone, x, middle - shape / 2, shape)
    label = para(words, size, tone="text2")
    label.draw(p, x + shape + look.px(6), middle - label.height / 2)
    return x + shape + look.px(6) + label.width


def tag_width(words: str) -> int:
    return para(words, look.LABEL, bold=True).width + look.px(12)


def paint_tag(p: QPainter, x: float, middle: float, words: str, *, tone: str = "text2", bold: bool = False) -> float:
    high = look.px(18)
    label = para(words, look.LABEL, tone=tone, bold=bold)
    box = QRectF(round(x), round(middle - high / 2), label.width + look.px(12), high)
    panel(p, box, fill="sunken" if tone == "text2" else "", edge="line" if tone == "text2" else tone, radius=3)
    label.draw(p, box.left() + look.px(6), box.top() + (high - label.height) / 2)
    return box.right()


class Badge(Painted):
    """A status badge that stands by itself."""

    def __init__(self, tone: str = "wait", words: str = "", parent=None) -> None:
        super().__init__(parent)
        self.show_as(tone, words)

    def show_as(self, tone: str, words: str) -> None:
        self.tone, self.words = tone, words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.fit()
        self.update()

    def fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self.words), badge_height())

    def draw(self, p: QPainter) -> None:
        paint_badge(p, 0, self.height() / 2, self.tone, self.words)


class Tag(Painted):
    """A quiet fact in a frame: a version, a rung."""

    def __init__(self, words: str = "", parent=None) -> None:
        super().__init__(parent)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.fit()
        self.update()

    def fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self.words), look.px(20))

    def draw(self, p: QPainter) -> None:
        paint_tag(p, 0, self.height() / 2, self.words, tone="text2", bold=True)


class StatusMark(Painted):
    """A small shape with a sentence that wraps: where data came from, what answered, what is in the way."""

    def __init__(self, tone: str = "", words: Runs = "", parent=None, *, size: look.Size = look.LABEL) -> None:
        super().__init__(parent)
        self.size_ = size
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_as(tone, words)

    def show_as(self, tone: str, words: Runs) -> None:
        self.tone, self.words = tone, words
        self.setAccessibleName(plain(words))
        self.stand((tone, words))

    def _ink(self) -> str:
        return self.tone if self.tone in ("late", "risk") else "text2"

    def _left(self) -> int:
        return look.px(18) if self.tone else 0

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return para(self.words, self.size_, width=width - self._left(), bold=self.tone == "late").height

    def sizeHint(self) -> QSize:
        wide = para(self.words, self.size_, bold=self.tone == "late").width + self._left()
        return QSize(wide, look.px(self.size_.line))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(40), look.px(self.size_.line))

    def draw(self, p: QPainter) -> None:
        if not plain(self.words):
            return
        if self.tone:
            size = look.px(12)
            draw_shape(p, self.tone, 0, (look.px(self.size_.line) - size) / 2, size)
        bold = self.tone == "late"
        para(self.words, self.size_, width=self.width() - self._left(), tone=self._ink(), bold=bold).draw(
            p, self._left(), 0
        )
