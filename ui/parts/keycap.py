"""The little picture of a key that stands beside every command."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from ui import keys, look
from ui.look_text import para
from ui.parts.base import Painted, panel

GAP = 5


def caps(key: str, *, split: bool = False) -> tuple[str, ...]:
    """`Ctrl+Enter` stands as two caps in buttons, `Ctrl+Z` as one in hints."""
    words = tuple(keys.shown(key).split("+"))
    return words if split else (" ".join(words),)


def cap_width(text: str) -> int:
    return max(look.px(22), para(text, look.KEY).width + look.px(10))


def cap_height() -> int:
    return look.px(18)


def keys_width(key: str, *, split: bool = False) -> int:
    each = [cap_width(c) for c in caps(key, split=split)]
    return sum(each) + look.px(GAP) * (len(each) - 1)


def paint_keys(
    p: QPainter,
    x: float,
    middle: float,
    key: str,
    *,
    split: bool = False,
    tone: str = "text2",
    edge: str = "edge",
    fill: str = "surface",
) -> float:
    """Draws the caps with their middle at a height; gives back where they end."""
    high = cap_height()
    for text in caps(key, split=split):
        wide = cap_width(text)
        box = QRectF(round(x), round(middle - high / 2), wide, high)
        panel(p, box, fill=fill, edge=edge, radius=4)
        p.fillRect(QRectF(box.left() + 3, box.bottom() - 2, wide - 6, 1), look.colour(edge))
        label = para(text, look.KEY, tone=tone)
        label.draw(p, box.left() + (wide - label.width) / 2 + 0.5, box.top() + (high - 1 - label.height) / 2)
        x = box.right() + look.px(GAP)
    return x - look.px(GAP)


class KeyCap(Painted):
    """A key by itself, in heads and notes."""

    def __init__(self, key: str, parent=None, *, split: bool = False) -> None:
        super().__init__(parent)
        self.key, self.split = key, split
        self.setAccessibleName(keys.shown(key))
        self.fit()

    def fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(keys_width(self.key, split=self.split), cap_height())

    def draw(self, p: QPainter) -> None:
        paint_keys(p, 0, self.height() / 2, self.key, split=self.split)
