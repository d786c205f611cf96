"""What may be done here, each with its key: rows that wrap; a click does what the key does.

Where there is no room for all, words go from the last on and their keys stay: F1 and a screen reader have them still.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter

from ui import look
from ui.keys import Hint
from ui.look_text import para
from ui.parts.base import Painted, tip
from ui.parts.keycap import keys_width, paint_keys

LINE, TIGHT, GAP, BETWEEN = 26, 22, 6, 14


class Deeds(Painted):
    chosen = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.hints: tuple[Hint, ...] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)

    def show_hints(self, hints: tuple[Hint, ...]) -> None:
        self.hints = hints
        self.setAccessibleName(". ".join(f"{h.key} {h.words} {h.blocked}".strip() for h in hints))
        self.updateGeometry()
        self.update()

    def boxes(self, width: int, high: int = 0) -> list[tuple[QRectF, Hint]]:
        """`high` 0: as high as it wants to be."""
        for said in range(len(self.hints), -1, -1):
            out = self._rows(width, said)
            if not high or not out or out[-1][0].bottom() <= high:
                break
        return out

    def _rows(self, width: int, said: int) -> list[tuple[QRectF, Hint]]:
        x, y, out = 0.0, 0.0, []
        line, between = (look.px(LINE), look.px(BETWEEN)) if said else (look.px(TIGHT), look.px(GAP))
        for n, hint in enumerate(self.hints):
            shown = hint if n < said else replace(hint, words="")
            wide = keys_width(hint.key)
            wide += look.px(GAP) + para(shown.words, look.SECOND).width if shown.words else 0
            if out and x + wide > width:
                x, y = 0.0, y + line
            out.append((QRectF(x, y, wide, line), shown))
            x += wide + between
        return out

    def _seen(self) -> list[tuple[QRectF, Hint]]:
        return self.boxes(self.width(), self.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        boxes = self.boxes(width)
        return int(boxes[-1][0].bottom()) if boxes else 0

    def sizeHint(self) -> QSize:
        return QSize(look.px(380), self.heightForWidth(max(self.width(), look.px(200))))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((int(b.width()) for b, _ in self.boxes(1)), default=0), look.px(LINE))

    def mouseMoveEvent(self, event) -> None:
        at = event.position()
        here = next((n for n, (box, _) in enumerate(self._seen()) if box.contains(at)), None)
        self.setToolTip("" if here is None else tip(self.hints[here].blocked or self.hints[here].words))

    def mouseReleaseEvent(self, event) -> None:
        for box, hint in self._seen():
            if box.contains(event.position()) and not hint.blocked:
                self.chosen.emit(hint.key)
                return

    def draw(self, p: QPainter) -> None:
        for box, hint in self._seen():
            tone = "text3" if hint.blocked else "text"
            end = paint_keys(p, box.left(), box.center().y(), hint.key, tone="text3" if hint.blocked else "text2")
            if not hint.words:
                continue
            label = para(hint.words, look.SECOND, tone=tone)
            label.draw(p, end + look.px(GAP), box.center().y() - label.height / 2)
