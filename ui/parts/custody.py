"""Who answers for the papers now, who will after the hand-over, and who after that."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import Para, para
from ui.parts.base import Painted, panel


@dataclass(frozen=True, slots=True)
class Holder:
    icon: str
    above: str  # «Отвечает сейчас — с 10:55»
    name: str
    below: str = ""
    now: bool = False
    later: bool = False  # not yet in it at all


@dataclass(frozen=True, slots=True)
class Leg:
    """The way between two holders: what, and how long it may take."""

    above: str
    time: str
    limit: str = ""
    ahead: bool = False


class CustodyBar(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.holders: tuple[Holder, ...] = ()
        self.legs: tuple[Leg, ...] = ()
        self.fit()

    def fit(self) -> None:
        self._measure()

    def show_as(self, holders: tuple[Holder, ...], legs: tuple[Leg, ...]) -> None:
        self.holders, self.legs = holders, legs
        spoken = [f"{h.above}: " + ", ".join(filter(None, (h.name, h.below))) for h in holders]
        spoken += [" ".join(filter(None, (g.above, g.time, g.limit))) for g in legs]
        self.setAccessibleName(". ".join(spoken))
        self._measure()
        self.update()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(900), look.px(88))

    def _widths(self) -> tuple[float, float]:
        leg = min(look.px(190), self.width() * 0.14)
        return (self.width() - leg * len(self.legs)) / max(1, len(self.holders)), leg

    def _paras(self, h: Holder) -> list[Para]:
        wide = max(look.px(80), int(self._widths()[0]) - look.px(16 + 24 + 12 + 12))
        ink = "text2" if h.later else "text"
        out = [para(h.above, look.LABEL, tone="text2", width=wide)]
        sizes = (look.VERDICT, look.BODY, look.SECOND)  # smaller before a word breaks
        longest = max(h.name.split() or [""], key=len)
        size = next((s for s in sizes if para(longest, s, bold=not h.later).width <= wide), look.LABEL)
        out.append(para(h.name, size, tone=ink, bold=not h.later, width=wide))
        if h.below:
            out.append(para(h.below, look.LABEL, tone="text2", width=wide))
        return out

    def _measure(self) -> None:
        tallest = max((sum(p.height for p in self._paras(h)) for h in self.holders), default=0)
        self.setFixedHeight(max(look.px(88), tallest + look.px(24)))

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect())
        panel(p, box, fill="surface", edge="line", width=look.theme().heavy)
        each, leg_wide = self._widths()
        x = 0.0
        for n, h in enumerate(self.holders):
            self._holder(p, h, QRectF(x, 0, each, box.height()))
            x += each
            if n < len(self.legs):
                self._leg(p, self.legs[n], QRectF(x, 0, leg_wide, box.height()))
                x += leg_wide

    def _holder(self, p: QPainter, h: Holder, box: QRectF) -> None:
        if h.now:
            edge = look.theme().heavy
            p.fillRect(box.adjusted(edge + 1, edge, 0, -edge), look.colour("accent_soft"))
            foot = QRectF(box.left() + edge + 1, box.bottom() - 5, box.width() - edge - 1, 4)
            p.fillRect(foot, look.colour("accent"))
        size = look.px(24)
        token = "text2" if h.later else "text"
        draw_icon(p, h.icon, box.left() + look.px(16), box.center().y() - size / 2, size, token=token)
        paras = self._paras(h)
        y = (box.height() - sum(q.height for q in paras)) / 2
        for q in paras:
            q.draw(p, box.left() + look.px(52), y)
            y += q.height

    def _leg(self, p: QPainter, leg: Leg, box: QRectF) -> None:
        wide = int(box.width()) - look.px(16)
        centre = Qt.AlignmentFlag.AlignHCenter
        above = para(leg.above, look.LABEL, tone="text2", width=wide, align=centre)
        middle = round(box.center().y())
        above.draw(p, box.left() + look.px(8), middle - above.height - look.px(5))
        p.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        pen = QPen(look.colour("edge"), 2)
        if leg.ahead:
            pen.setDashPattern([3, 2.5])
        p.setPen(pen)
        p.drawLine(int(box.left() + look.px(8)), middle, int(box.right() - look.px(8)), middle)
        running = bool(leg.limit)
        time = para(leg.time, look.MAIN if running else look.LABEL, tone="text" if running else "text2", bold=running)
        limit = para(f" / {leg.limit}" if leg.limit else "", look.LABEL, tone="text2")
        x = box.center().x() - (time.width + limit.width) / 2
        time.draw(p, x, middle + look.px(4))
        limit.draw(p, x + time.width, middle + look.px(4) + (time.height - limit.height) / 2 + 1)
