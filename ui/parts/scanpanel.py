"""The last scan, readable from two metres: shape, word, name, number, what next, and the count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_icon, paint
from ui.look_text import Para, para
from ui.parts.base import Painted, panel
from ui.parts.spoken import announce


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanState:
    """`tone`: ok, late, or info for what is neither; empty waits for a scan. `next` is what to do now, in bold."""

    tone: str = ""
    word: str = ""
    who: str = ""
    number: str = ""
    what: str = ""
    next: str = ""
    count_label: str = ""
    count: str = ""
    count_note: str = ""


class ScanPanel(Painted):
    """Swaps at once; its border lights for 160 ms, unless motion is off."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self.low, self._lit = ScanState(), False, False
        self._off = QTimer(self)
        self._off.setSingleShot(True)
        self._off.timeout.connect(self._dim)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_as(self, state: ScanState) -> None:
        if state == self.state:
            return
        self.state = state
        facts = (state.word, state.who, state.number, state.what, state.next, state.count_label, state.count)
        self.setAccessibleName(" ".join(f for f in (*facts, state.count_note) if f))
        announce(self, self.accessibleName(), at_once=state.tone == "late")
        if state.tone and not look.now().still:
            self._lit = True
            self._off.start(160)
        self._measure()
        self.update()

    def _dim(self) -> None:
        self._lit = False
        self.update()

    def _ink(self) -> str:
        return {"": "text", "info": "on_status"}.get(self.state.tone, "on_scan")

    def _ground(self) -> str:
        return {"ok": "scan_ok", "late": "scan_error", "info": "info"}.get(self.state.tone, "surface")

    def _shape(self) -> int:
        return look.px(72 if self.low else 104)

    def _right(self) -> list[Para]:
        s, ink = self.state, self._ink()
        out = [para(s.count_label, look.BODY, tone=ink)] if s.count_label else []
        if s.count:
            out.append(para(s.count, look.BOARD if self.low else look.COUNT, tone=ink, bold=True))
        if s.count_note:
            out.append(para(s.count_note, look.BODY, tone=ink))
        return out

    def _left(self, width: int) -> list[Para]:
        s, ink = self.state, self._ink()
        side = max((p.width for p in self._right()), default=0)
        room = max(look.px(160), width - look.px(22) - self._shape() - look.px(20) - side - look.px(44))
        out = [para(s.word, look.FIGURE if self.low else look.SCAN, tone=ink, bold=True, width=room)]
        if s.who:
            out.append(para(s.who, look.HEADING, tone=ink, bold=True, width=room))
        if s.number:
            out.append(para(s.number, look.Size(20, 28), tone=ink, mono=True))
        if s.what and not (self.low and s.next):
            out.append(para(s.what, look.BODY, tone=ink, width=room))
        if s.next:
            out.append(para(s.next, look.BODY, tone=ink, bold=True, width=room))
        return out

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        left, right = sum(p.height for p in self._left(width)), sum(p.height for p in self._right())
        return max(look.px(132 if self.low else 176), left + look.px(24), right + look.px(24))

    def _measure(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), look.px(400))))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(600), look.px(176))

    def draw(self, p: QPainter) -> None:
        s, ink, box = self.state, self._ink(), QRectF(self.rect())
        panel(p, box, fill=self._ground(), edge="" if s.tone else "line", width=look.theme().heavy)
        size = self._shape()
        at = QRectF(look.px(24), (box.height() - size) / 2, size, size)
        if s.tone:
            paint(p, s.tone, at, fill=look.colour(ink), on=look.colour(self._ground()))
        else:
            draw_icon(
                p,
                "scan",
                at.left() + size * 0.15,
                at.top() + size * 0.15,
                round(size * 0.7),
                token="accent",
                width="1.1",
            )
        x = at.right() + look.px(22)
        left = self._left(self.width())
        y = (box.height() - sum(q.height for q in left)) / 2
        for q in left:
            q.draw(p, x, y)
            y += q.height
        right = self._right()
        y = (box.height() - sum(q.height for q in right)) / 2
        for q in right:
            q.draw(p, box.width() - look.px(22) - q.width, y)
            y += q.height
        if self._lit:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(look.colour(ink), 4))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(box.adjusted(4, 4, -4, -4), look.px(6), look.px(6))
