"""The strip that says "training" over the whole window, the lock screen too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from ui import look
from ui.parts.base import Painted


class Hazard(Painted):
    """The 4 px strip over a training window."""

    def draw(self, p: QPainter) -> None:
        yellow, black = (look.colour(c) for c in look.HAZARD)
        p.fillRect(self.rect(), yellow)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(black)
        step = 14
        for x in range(-step, self.width() + step, 2 * step):
            p.drawPolygon([QPointF(x + 4, 0), QPointF(x + 4 + step, 0), QPointF(x + step, 4), QPointF(x, 4)])
