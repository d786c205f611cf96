"""The sheets of a document in a row, small: the current one framed; as many as fit, moving with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_text import Run, para
from ui.parts.base import Painted

PAPER, INK, EDGE, LINES = "#FFFFFF", "#42505D", "#7A8793", "#C5CDD5"
WIDE, HIGH, STEP = 54, 74, 60


@dataclass(frozen=True, slots=True)
class Thumb:
    """`turn` is quarter turns clockwise; without an image only lines are drawn: it comes, or is not here."""

    words: str
    image: QImage | None = None
    turn: int = 0

    def __repr__(self) -> str:
        return f"Thumb({self.words!r}, {self.turn})"


def turned(image: QImage, turn: int) -> QImage:
    return image.transformed(QTransform().rotate(90 * turn)) if turn % 4 else image


class Thumbs(Painted):
    chosen = Signal(int)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.thumbs: tuple[Thumb, ...] = ()
        self.on = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(HIGH + 4))

    def show_as(self, thumbs: tuple[Thumb, ...], on: int) -> None:
        self.thumbs, self.on = thumbs, on
        self.setAccessibleName(", ".join(t.words for t in thumbs))
        self.setAccessibleDescription(thumbs[on].words if 0 <= on < len(thumbs) else "")
        self.update()

    def _first(self) -> int:
        """So many sheets that the current one would be off the edge: they move."""
        fits = max(1, (self.width() - 2) // look.px(STEP))
        return max(0, min(self.on - fits // 2, len(self.thumbs) - fits))

    def mouseReleaseEvent(self, event) -> None:
        n = self._first() + int(event.position().x() // look.px(STEP))
        if 0 <= n < len(self.thumbs):
            self.chosen.emit(n)

    def sizeHint(self) -> QSize:
        return QSize(look.px(3 * STEP), look.px(HIGH + 4))

    def draw(self, p: QPainter) -> None:
        for n, thumb in enumerate(self.thumbs[self._first() :], self._first()):
            box = QRectF(look.px(STEP) * (n - self._first()) + 2, 2, look.px(WIDE), look.px(HIGH))
            if box.right() > self.width():
                return
            self._sheet(p, thumb, box, on=n == self.on)

    def _sheet(self, p: QPainter, thumb: Thumb, box: QRectF, *, on: bool) -> None:
        p.fillRect(box, look.colour(PAPER))
        label = para(Run(thumb.words, INK, on), look.LABEL)
        room = box.adjusted(3, 3, -3, -label.height - 1)
        if thumb.image is not None and not thumb.image.isNull():
            image = turned(thumb.image, thumb.turn)
            size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRectF(room.center().x() - size.width() / 2, room.top(), size.width(), size.height())
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            p.drawImage(at, image)
        else:
            for line in range(int(room.height() / look.px(7))):
                y = room.top() + look.px(6) + line * look.px(6)
                p.fillRect(QRectF(box.left() + look.px(9), y, box.width() - look.px(18), 1), look.colour(LINES))
        p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        p.setPen(QPen(look.colour("accent" if on else EDGE), 3 if on else 1))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRect(box)
        label.draw(p, box.center().x() - label.width / 2, box.bottom() - label.height)
