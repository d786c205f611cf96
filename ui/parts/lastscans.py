"""The last scans: whose paper it was, what was done with it and when; the newest can be taken back by its key."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Para, Run, para
from ui.look_words import say
from ui.parts.base import Painted, hairline
from ui.parts.keycap import keys_width, paint_keys

UNDO = "Ctrl+Z"
NAME, UNDER = look.Size(13, 17), look.Size(12, 16)


@dataclass(frozen=True, slots=True)
class LastScan:
    """`words`: what the scan did. `who` stands first, the name that is written on the paper in the hand."""

    tone: str
    number: str
    words: str
    who: str = ""
    at: str = ""
    undo: bool = False


class LastScans(Painted):
    """Newest first. A scan that is not ours, or was read twice, has no name: then its number leads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scans: tuple[LastScan, ...] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_scans(self, scans: tuple[LastScan, ...]) -> None:
        self.scans = scans
        self.setAccessibleName(". ".join(_said(scan) for scan in scans))
        self.updateGeometry()
        self._measure()
        self.update()

    def _paras(self, scan: LastScan, width: int) -> tuple[Para, Para, Para]:
        """Name or number, time, what it did."""
        at = para(scan.at, UNDER, tone="text2")
        undo = keys_width(UNDO) + look.px(32) if scan.undo else 0
        room = width - look.px(48)
        head = Run(scan.who, bold=True) if scan.who else Run(scan.number, mono=True)
        first = para(head, NAME, width=max(look.px(80), room - at.width - undo - look.px(8)))
        rest = (Run(scan.number, mono=True), Run(f"  {scan.words}")) if scan.who else (Run(scan.words),)
        return first, at, para(rest, UNDER, tone="text2", width=room)

    def _high(self, scan: LastScan, width: int) -> int:
        first, _, did = self._paras(scan, width)
        return max(look.px(36), first.height + did.height + look.px(12)) + 1

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._high(scan, width) for scan in self.scans)

    def _measure(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), look.px(120))))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), self.heightForWidth(max(self.width(), look.px(300))))

    def draw(self, p: QPainter) -> None:
        y = 0.0
        for n, scan in enumerate(self.scans):
            high = self._high(scan, self.width())
            self._scan(p, scan, QRectF(0, y, self.width(), high - 1))
            y += high
            if n + 1 < len(self.scans):
                hairline(p, 0, y - 1, self.width(), y - 1)

    def _scan(self, p: QPainter, scan: LastScan, box: QRectF) -> None:
        first, at, did = self._paras(scan, self.width())
        top = box.top() + (box.height() - first.height - did.height) / 2
        size, middle = look.px(15), top + look.px(NAME.line) / 2
        draw_shape(p, scan.tone, look.px(12), middle - size / 2, size)
        first.draw(p, look.px(36), top)
        did.draw(p, look.px(36), top + first.height)
        right = box.right() - look.px(12)
        if scan.undo:
            icon = look.px(16)
            draw_icon(p, "undo", right - icon, middle - icon / 2, icon, token="text2")
            right -= look.px(24) + keys_width(UNDO)
            paint_keys(p, right, middle, UNDO)
            right -= look.px(8)
        at.draw(p, right - at.width, middle - at.height / 2)


def _said(scan: LastScan) -> str:
    undo = f"{say('window.scan.undo')}, {UNDO}" if scan.undo else ""
    return " ".join(w for w in (scan.who, scan.number, scan.words, scan.at, undo) if w)
