"""A page on white, whatever the theme: whole, or larger and moved about with the arrows; without one, why not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import para
from ui.parts.base import Painted

PAPER = "#FFFFFF"
ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)


class SheetView(Painted):
    """`wants` a sharper picture after it grew: a box in real pixels."""

    wants = Signal(int, int)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.page: QImage | None = None
        self.words, self.what = "", ""
        self.zoom, self.middle = 1.0, QPointF(0.5, 0.5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, page: QImage | None, words: str = "", *, what: str = "") -> None:
        """`what` names the page: another one is shown whole again."""
        if what != self.what:
            self.zoom, self.middle = 1.0, QPointF(0.5, 0.5)
        self.page, self.words, self.what = page, words, what
        self.setAccessibleName(what or words)
        self.update()

    def box(self) -> tuple[int, int]:
        """How many real pixels a page may have to be sharp here."""
        scale = self.zoom * self.devicePixelRatioF()
        return max(64, round(self.width() * scale)), max(64, round(self.height() * scale))

    def enlarge(self, by: int) -> None:
        """+1 larger, -1 smaller, 0 whole."""
        at = ZOOMS.index(self.zoom)
        self.zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + by))] if by else ZOOMS[0]
        self.move_by(0, 0)
        self.wants.emit(*self.box())

    def move_by(self, x: float, y: float) -> None:
        """In shares of what is seen; the page never leaves the window."""
        self.middle = QPointF(min(1.0, max(0.0, self.middle.x() + x / self.zoom)),
                              min(1.0, max(0.0, self.middle.y() + y / self.zoom)))  # fmt: skip
        self.update()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.wants.emit(*self.box())

    def wheelEvent(self, event) -> None:
        steps = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.enlarge(1 if steps > 0 else -1)
        elif self.zoom > 1:
            self.move_by(0, -steps / 4)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(look.px(380), look.px(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), look.px(96))

    def where(self) -> QRectF:
        """Where the whole page would lie; larger than the window when it is enlarged, and never off it."""
        assert self.page is not None
        room = QRectF(self.rect())
        size = self.page.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        wide, high = size.width() * self.zoom, size.height() * self.zoom
        x, y = (room.width() - wide) / 2, 0.0
        if wide > room.width():
            x = min(0.0, max(room.width() - wide, room.width() / 2 - self.middle.x() * wide))
        if high > room.height():
            y = min(0.0, max(room.height() - high, room.height() / 2 - self.middle.y() * high))
        return QRectF(x, y, wide, high)

    def draw(self, p: QPainter) -> None:
        if self.page is None or self.page.isNull():
            self._why(p)
            return
        at = self.where()
        p.fillRect(self.rect(), look.colour("sunken"))
        p.setClipRect(self.rect())
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.fillRect(at, look.colour(PAPER))
        p.drawImage(at, self.page)
        p.setPen(QPen(look.colour("line"), 1))
        p.drawRect(at.intersected(QRectF(self.rect())).adjusted(0, 0, -1, -1))

    def _why(self, p: QPainter) -> None:
        pen = QPen(look.colour("edge"), 1)
        pen.setDashPattern([4, 3])
        p.setPen(pen)
        p.drawRect(QRectF(self.rect()).adjusted(0, 0, -1, -1))
        words = para(
            self.words, look.BODY, tone="text2", width=self.width() - look.px(40), align=Qt.AlignmentFlag.AlignHCenter
        )
        size = look.px(40)
        fits = words.height + size + look.px(8) <= self.height()
        y = max(0.0, (self.height() - words.height - (size + look.px(8) if fits else 0)) / 2)
        if fits:
            draw_icon(p, "paper", (self.width() - size) / 2, y, size, token="text3", width="1.1")
            y += size + look.px(8)
        words.draw(p, look.px(20), y)
