"""The line of a case through its holders: done, now and ahead, with plan, fact and what was used of each limit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.badge import paint_mark
from ui.parts.base import Painted, bar, hairline, ring

LANES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStep:
    """`lane` 0…4; `phase` done, now or ahead; `tone` of what is done or of the limit that runs."""

    lane: int
    title: str
    id: str = ""
    who: str = ""
    plan: str = ""
    fact: str = ""
    spent: str = ""
    share: float = 0
    phase: str = "ahead"
    tone: str = "ok"
    parts: tuple[tuple[str, str], ...] = ()  # (tone, words): the steps inside the current one


class Lanes(Painted):
    """Head and rows; put it into a scroll area. Arrows go over the steps."""

    chosen = Signal(str)  # the step that the arrows came to

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ("",) * LANES
        self.steps: tuple[LaneStep, ...] = ()
        self.current = ""
        self._highs: tuple[int, ...] = ()  # of the steps, at this width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_as(self, names: tuple[str, ...], steps: tuple[LaneStep, ...], *, current: str = "") -> None:
        self.names, self.steps, self.current = names, steps, current
        if not self.stand((names, steps, current, say("window.lane.plan"))):  # the last: in which language
            return
        said = []
        for s in steps:
            words = (self.names[s.lane].replace("-\n", ""), s.title, s.who, s.plan, s.fact, s.spent)
            said.append(", ".join(w for w in (say(f"window.lane.{s.phase}"), *words) if w))
        self.setAccessibleName(". ".join(said))
        self._described()
        self._measure()

    # going over the steps

    def go(self, id: str) -> None:
        if id != self.current and any(s.id == id for s in self.steps):
            self.current = id
            self._stands = None
            self._described()
            self.update()
            self.chosen.emit(id)

    def _described(self) -> None:
        here = next((s for s in self.steps if s.id == self.current), None)
        self.setAccessibleDescription(", ".join(w for w in (here.title, here.plan, here.fact) if w) if here else "")

    def row_of(self, id: str) -> QRectF:
        """Where the step stands, below the head."""
        y = self.head_height()
        for s, high in zip(self.steps, self._highs, strict=True):
            if s.id == id:
                return QRectF(0, y, self.width(), high)
            y += high
        return QRectF()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = [s.id for s in self.steps]
        at = ids.index(self.current) if self.current in ids else -1
        to = {
            Qt.Key.Key_Down: at + 1, Qt.Key.Key_Up: at - 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(ids) - 1,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if to is None or not ids:
            super().keyPressEvent(event)
            return
        self.go(ids[max(0, min(to, len(ids) - 1))])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for s in self.steps:
            if s.id and self.row_of(s.id).contains(event.position()):
                self.go(s.id)
        self.setFocus()

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    # measures

    def _lane(self) -> int:
        return look.px(96 if self.width() >= look.px(1250) else 66)

    def narrow(self) -> bool:
        """Plan and fact go below the step when the columns would squeeze it."""
        return self.width() < look.px(66 * LANES + 402 + 130)

    def _columns(self) -> tuple[int, int, int, int, int]:
        """Left edges of step, plan, fact, spent, and the right end."""
        step, end = self._lane() * LANES, self.width()
        spent = end - look.px(118)
        if self.narrow():
            return step, end, end, end, end
        return step, spent - look.px(276), spent - look.px(140), spent, end

    def head_height(self) -> int:
        lines = max((para(n, look.KEY).lines for n in self.names), default=1)
        return max(look.px(40), look.px(14) * lines + look.px(10))

    def _paras(self, s: LaneStep) -> tuple[list[Para], list[Para]]:
        step, plan, fact, _, _ = self._columns()
        ink = "text3" if s.phase == "ahead" else "text"
        wide = plan - step - look.px(16)
        first = [para(s.title, look.TIGHT, tone=ink, bold=s.phase == "now", width=wide)]
        if s.who:
            first.append(para(s.who, look.LABEL, tone="text2", width=wide))
        if self.narrow():
            for words in (s.plan, s.fact):
                if words:
                    first.append(para(words, look.LABEL, tone=ink if ink == "text3" else "text2", width=wide))
            if s.spent:
                loud = s.tone if s.tone in ("late", "risk") else ink
                first.append(para(s.spent, look.LABEL, tone=loud, bold=True, width=wide))
            return first, []
        return first, [
            para(s.plan, look.TIGHT, tone=ink, width=fact - plan - look.px(16)),
            para(s.fact, look.TIGHT, tone=ink, width=look.px(140) - look.px(12)),
        ]

    def _parts_rows(self, s: LaneStep) -> list[list[tuple[str, str, int]]]:
        step, _, _, _, end = self._columns()
        x, rows = step + look.px(8), [[]]
        for tone, words in s.parts:
            wide = look.px(18) + para(words, look.LABEL, bold=tone == "wait").width + look.px(12)
            if rows[-1] and x + wide > end:
                rows.append([])
                x = step + look.px(8)
            rows[-1].append((tone, words, x))
            x += wide
        return rows if rows[0] else []

    def _high(self, s: LaneStep) -> int:
        first, rest = self._paras(s)
        tall = max(sum(p.height for p in first), max((p.height for p in rest), default=0))
        spent = (
            para(s.spent, look.TIGHT, width=look.px(84)).height + look.px(14) if s.spent and not self.narrow() else 0
        )
        high = max(look.px(46), tall + look.px(12), spent + look.px(8)) + 1
        return high + len(self._parts_rows(s)) * look.px(20) + (look.px(22) if s.parts else 0)

    def _measure(self) -> None:
        self._highs = tuple(self._high(s) for s in self.steps)
        self.setFixedHeight(self._tall())

    def _tall(self) -> int:
        return self.head_height() + sum(self._highs)

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(900), self._tall())

    # drawing

    def draw(self, p: QPainter) -> None:
        p.fillRect(self.rect(), look.colour("surface"))
        y = self.head_height()
        nodes: list[tuple[QPointF, LaneStep]] = []
        for s, high in zip(self.steps, self._highs, strict=True):
            if s.phase == "now":
                p.fillRect(QRectF(0, y, self.width(), high - 1), look.colour("accent_soft"))
                if look.theme().heavy > 1:
                    p.setPen(QPen(look.colour("accent"), 2))
                    p.drawRect(QRectF(1, y + 1, self.width() - 2, high - 3))
            top = high - (len(self._parts_rows(s)) * look.px(20) + look.px(22) if s.parts else 0)
            nodes.append((QPointF(self._lane() * (s.lane + 0.5), round(y + top / 2)), s))
            self._row(p, s, y, top)
            if s.id and s.id == self.current:
                p.fillRect(QRectF(0, y, look.px(3), high - 1), look.colour("accent"))
                if self.hasFocus():
                    ring(p, QRectF(0, y, self.width(), high - 1).adjusted(1, 1, -1, -1), off=0)
            y += high
            hairline(p, 0, y - 1, self.width(), y - 1)
        for n in range(LANES):
            x = round(self._lane() * (n + 0.5))
            hairline(p, x, self.head_height(), x, y)
        self._line(p, nodes)
        self._head(p)

    def _head(self, p: QPainter) -> None:
        high = self.head_height()
        p.fillRect(QRectF(0, 0, self.width(), high), look.colour("sunken"))
        for n, name in enumerate(self.names):
            label = para(name, look.KEY, tone="text2", align=Qt.AlignmentFlag.AlignHCenter, width=self._lane())
            label.draw(p, n * self._lane(), (high - label.height) / 2)
        step, plan, fact, spent, _ = self._columns()
        heads = [(step, "step")]
        if not self.narrow():
            heads += [(plan, "plan"), (fact, "fact"), (spent, "spent")]
        for x, key in heads:
            label = para(say(f"window.lane.{key}"), look.LABEL, tone="text2")
            label.draw(p, x + look.px(8), (high - label.height) / 2)
        hairline(p, 0, high - 1, self.width(), high - 1)

    def _row(self, p: QPainter, s: LaneStep, y: float, top: float) -> None:
        step, plan, fact, spent, end = self._columns()
        first, rest = self._paras(s)
        at = y + (top - sum(q.height for q in first)) / 2
        for q in first:
            q.draw(p, step + look.px(8), at)
            at += q.height
        for x, q in zip((plan, fact), rest, strict=False):
            q.draw(p, x + look.px(8), y + (top - q.height) / 2)
        if s.spent and not self.narrow():
            self._spent(p, s, QRectF(spent + look.px(8), y, end - spent - look.px(16), top))
        rows = self._parts_rows(s)
        line = y + top + look.px(4)
        for row in rows:
            for tone, words, x in row:
                if tone == "wait":
                    size = look.px(12)
                    draw_shape(p, tone, x, line + look.px(10) - size / 2, size)
                    label = para(words, look.LABEL, tone="text2", bold=True)
                    label.draw(p, x + size + look.px(6), line + look.px(10) - label.height / 2)
                else:
                    paint_mark(p, x, line + look.px(10), tone, words, size=look.LABEL)
            line += look.px(20)

    def _spent(self, p: QPainter, s: LaneStep, box: QRectF) -> None:
        now = s.phase == "now" and s.tone not in ("late", "risk")
        ink = s.tone if s.tone in ("late", "risk") else "text"
        bold = s.phase == "now" or s.tone in ("late", "risk")
        lead = 0 if now else look.px(18)
        label = para(s.spent, look.TIGHT, tone=ink, bold=bold, width=int(box.width()) - lead)
        y = box.center().y() - (label.height + look.px(10)) / 2
        if lead:
            size = look.px(13)
            draw_shape(p, s.tone, box.left(), y + look.px(8) - size / 2, size)
        label.draw(p, box.left() + lead, y)
        strip = QRectF(
            box.left(), round(y + label.height + look.px(4)), box.width(), look.px(8 if s.phase == "now" else 5)
        )
        bar(p, strip, s.share, tone="accent" if now else s.tone, ground="surface" if now else "wait_soft")

    def _line(self, p: QPainter, nodes: list[tuple[QPointF, LaneStep]]) -> None:
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setBrush(Qt.BrushStyle.NoBrush)
        if nodes:
            start = QPointF(self._lane() * 0.5, self.head_height() + look.px(6))
            self._leg(p, start, nodes[0][0], done=nodes[0][1].phase != "ahead")
            p.setBrush(look.colour("accent"))
            p.setPen(Qt.PenStyle.NoPen)
            p.drawEllipse(start, look.px(6), look.px(6))
        for (a, _), (b, to) in pairwise(nodes):
            self._leg(p, a, b, done=to.phase != "ahead")
        if nodes:
            last, s = nodes[-1]
            home = QPointF(self._lane() * 0.5, last.y())
            if s.lane:
                self._leg(p, last, home, done=s.phase != "ahead")
                self._node(p, home, LaneStep(lane=0, title="", phase="ahead" if s.phase != "done" else "done"))
        for at, s in nodes:
            self._node(p, at, s)
        p.restore()

    def _leg(self, p: QPainter, a: QPointF, b: QPointF, *, done: bool) -> None:
        pen = QPen(look.colour("accent" if done else "edge"), 3 if done else 2)
        if not done:
            pen.setDashPattern([2, 2])
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(a)
        if a.x() == b.x() or a.y() == b.y():
            path.lineTo(b)
        else:
            r, side = look.px(12), 1 if b.x() > a.x() else -1
            path.lineTo(a.x(), b.y() - r)
            path.quadTo(a.x(), b.y(), a.x() + side * r, b.y())
            path.lineTo(b)
        p.drawPath(path)

    def _node(self, p: QPainter, at: QPointF, s: LaneStep) -> None:
        surface = look.colour("surface")
        match s.phase:
            case "done":
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(surface)
                p.drawEllipse(at, look.px(11), look.px(11))
                size = look.px(17)
                draw_shape(p, s.tone, at.x() - size / 2, at.y() - size / 2, size)
            case "now":
                p.setPen(QPen(look.colour("accent"), 3))
                p.setBrush(surface)
                p.drawEllipse(at, look.px(13), look.px(13))
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(look.colour("accent"))
                p.drawEllipse(at, look.px(6), look.px(6))
            case _:
                p.setPen(QPen(look.colour("edge"), 2))
                p.setBrush(surface)
                p.drawEllipse(at, look.px(7), look.px(7))
