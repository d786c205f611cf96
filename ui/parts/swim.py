"""The process of a service as a picture: a lane for each who acts, a box for each step, the ways between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from app.domain.swimlanes import Arrow, Measures, Plan, Point, Process, Rect, arrange, extent
from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Para, Run, glued, para, width_of
from ui.parts.base import Painted, hairline, panel, ring

HEAD = 108  # the lanes' names
INNER = 138  # text inside a box
PAD, GAP, ADVANCE, LANE_PAD = 9, 20, 70, 5
STRETCH = 44  # at most so much wider between two steps when there is room


@dataclass(frozen=True, slots=True, kw_only=True)
class SwimBox:
    """What a box says. `phase` of a case: done, now, ahead, off (it does not come here); empty: no case."""

    title: str
    limit: str = ""
    clause: str = ""
    refusal: str = ""
    phase: str = ""
    tone: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwimState:
    process: Process | None = None
    lanes: tuple[str, ...] = ()
    boxes: dict[str, SwimBox] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Texts:
    title: Para
    limit: Para  # and the clause behind it
    refusal: Para
    wide: int

    @property
    def height(self) -> int:
        tag = self.refusal.height + look.px(2) if self.refusal.text else 0
        return self.title.height + self.limit.height + tag + look.px(10)


class Swim(Painted):
    """Put it into a scroll area: it is as wide as the process. Arrows go over the steps."""

    moved = Signal(str)
    opened = Signal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self.current = SwimState(), ""
        self.texts: dict[str, _Texts] = {}
        self.plan: Plan | None = None
        self.room = QSize(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_as(self, state: SwimState) -> None:
        self.state = state
        if self.current not in state.boxes:
            now = (id for id, b in state.boxes.items() if b.phase == "now")
            self.current = next(now, next(iter(state.boxes), ""))
        self.setAccessibleName(". ".join(b.said for b in state.boxes.values()))
        self._measure()
        self._described()
        self.update()

    def fit(self) -> None:
        self._measure()

    def fill(self, room: QSize) -> None:
        """So much is to be seen at once: a short process spreads out in it."""
        if room != self.room:
            self.room = room
            self._measure()

    def _measure(self) -> None:
        process = self.state.process
        if process is None:
            self.plan = None
            return
        self.texts = {id: self._paras(b) for id, b in self.state.boxes.items()}
        sizes = {id: (float(t.wide), float(t.height)) for id, t in self.texts.items()}
        wide, high = extent(process, sizes, self._measures())
        spare = self.room.width() - look.px(HEAD + 24) - wide
        wider = min(look.px(STRETCH), max(0, spare / max(1, len(process.boxes) - 1)))
        higher = (self.room.height() - look.px(4) - high) / (2 * max(1, len(process.lanes)))
        self.plan = arrange(process, sizes, self._measures(wider, min(look.px(16), max(0, higher))))
        self.setMinimumSize(int(self.plan.wide) + look.px(HEAD + 24), int(self.plan.high) + 2)

    @staticmethod
    def _measures(wider: float = 0, higher: float = 0) -> Measures:
        return Measures(
            gap=look.px(GAP) + wider, advance=look.px(ADVANCE) + wider, pad=look.px(LANE_PAD) + higher, least=look.px(46)
        )  # fmt: skip

    @staticmethod
    def _paras(b: SwimBox) -> _Texts:
        """As wide as the longest word wants, if that is more than usual."""
        clause = glued(b.clause)
        words = [w for text in (b.title, b.limit, clause) for w in text.split(" ")]
        inner = max(look.px(INNER), *(width_of(w, look.LABEL, bold=True) for w in words), 0)
        ink = "text3" if b.phase == "off" else "text"
        loud = b.tone if b.tone in ("late", "risk") else "text3" if b.phase == "off" else "text2"
        return _Texts(
            para(b.title, look.LABEL, bold=True, tone=ink, width=inner),
            para(
                (Run(b.limit, loud, b.tone in ("late", "risk")), Run(f" · {clause}" if clause else "", "text3")),
                look.LABEL, width=inner,
            ),
            para(b.refusal, look.LABEL, tone="stop", bold=True, width=inner - look.px(18)), inner + 2 * look.px(PAD),
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    # ---- going over the steps

    def place_of(self, id: str) -> QRectF:
        assert self.plan is not None
        return _rect(self.plan.boxes[id]).translated(look.px(HEAD + 12), 0)

    def go(self, id: str) -> None:
        if id in self.state.boxes and id != self.current:
            self.current = id
            self._described()
            self.update()
            self.moved.emit(id)

    def _described(self) -> None:
        box = self.state.boxes.get(self.current)
        self.setAccessibleDescription(box.said if box else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right:
                self._along(1)
            case Qt.Key.Key_Left:
                self._along(-1)
            case Qt.Key.Key_Down:
                self._across(1)
            case Qt.Key.Key_Up:
                self._across(-1)
            case Qt.Key.Key_Home:
                self.go(next(iter(self.state.boxes), ""))
            case Qt.Key.Key_End:
                self.go(next(reversed(self.state.boxes), ""))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case _:
                super().keyPressEvent(event)

    def _along(self, by: int) -> None:
        """In the order of the work."""
        ids = list(self.state.boxes)
        if self.current in ids:
            self.go(ids[max(0, min(len(ids) - 1, ids.index(self.current) + by))])

    def _across(self, by: int) -> None:
        """To the nearest step of the lane above or below that has one."""
        if self.plan is None or self.current not in self.plan.boxes:
            return
        here = self.plan.boxes[self.current]
        beyond = [(id, r) for id, r in self.plan.boxes.items() if (r.middle - here.middle) * by > 1]
        if beyond:
            self.go(min(beyond, key=lambda x: (abs(x[1].middle - here.middle), abs(x[1].x - here.x)))[0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for id in self.state.boxes:
            if self.plan is not None and self.place_of(id).contains(event.position()):
                self.go(id)
        self.setFocus()

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- drawing

    def draw(self, p: QPainter) -> None:
        p.fillRect(self.rect(), look.colour("surface"))
        if self.plan is None:
            return
        for n, (top, high) in enumerate(self.plan.lanes):
            if n % 2:
                p.fillRect(QRectF(0, top, self.width(), high), look.colour("sunken"))
            hairline(p, 0, round(top + high), self.width(), round(top + high))
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.translate(look.px(HEAD + 12), 0)
        for arrow, way in self.plan.lines:
            self._way(p, arrow, way)
        p.restore()
        for id, box in self.state.boxes.items():
            self._box(p, id, box)
        self._heads(p)

    def _heads(self, p: QPainter) -> None:
        """They stay where they are seen while the steps run under them."""
        assert self.plan is not None
        left = self.visibleRegion().boundingRect().left()
        for n, (top, high) in enumerate(self.plan.lanes):
            box = QRectF(left, top + 1, look.px(HEAD), high - 1)
            p.fillRect(box, look.colour("sunken" if n % 2 else "surface"))
            name = para(self.state.lanes[n], look.LABEL, bold=True, tone="text2", width=look.px(HEAD - 20))
            name.draw(p, left + look.px(12), top + (high - name.height) / 2)
        hairline(p, left + look.px(HEAD), 0, left + look.px(HEAD), self.plan.high)

    def _way(self, p: QPainter, arrow: Arrow, way: tuple[Point, ...]) -> None:
        a, b = self.state.boxes[arrow.from_], self.state.boxes[arrow.to]
        done = a.phase == "done" and b.phase in ("done", "now")
        pen = QPen(look.colour("accent" if done else "edge"), 2)
        if arrow.branch:
            pen.setDashPattern([3, 2])
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(QPointF(*way[0]))
        for point in way[1:]:
            path.lineTo(QPointF(*point))
        p.drawPath(path)
        (x0, y0), (x1, y1) = way[-2], way[-1]
        long, half = look.px(7), look.px(4)
        dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
        tip = QPainterPath(QPointF(x1, y1))
        tip.lineTo(x1 - dx * long - dy * half, y1 - dy * long - dx * half)
        tip.lineTo(x1 - dx * long + dy * half, y1 - dy * long + dx * half)
        tip.closeSubpath()
        p.fillPath(tip, look.colour("accent" if done else "edge"))

    def _box(self, p: QPainter, id: str, b: SwimBox) -> None:
        box, t = self.place_of(id), self.texts[id]
        fill = "accent_soft" if b.phase == "now" else f"{b.tone}_soft" if b.tone == "stop" else "surface"
        edge = b.tone if b.tone in ("late", "risk", "stop") else "accent" if b.phase in ("done", "now") else "edge"
        wide = 2 if b.phase == "now" else look.theme().heavy
        panel(p, box, fill=fill, edge=edge, radius=look.BUTTON_RADIUS, width=wide, dashed=b.phase == "off")
        x, y = box.left() + look.px(PAD), box.top() + look.px(5)
        if b.phase == "done":
            size = look.px(14)
            draw_shape(p, b.tone or "ok", box.right() - size + look.px(4), box.top() - look.px(4), size)
        t.title.draw(p, x, y)
        y += t.title.height
        t.limit.draw(p, x, y)
        y += t.limit.height
        if b.refusal:
            size = look.px(12)
            draw_shape(p, "stop", x, y + look.px(4), size)
            t.refusal.draw(p, x + look.px(18), y + look.px(2))
        if id == self.current:
            if self.hasFocus():
                ring(p, box, look.BUTTON_RADIUS)
            else:
                panel(p, box.adjusted(-3, -3, 3, 3), edge="accent", radius=look.BUTTON_RADIUS + 2, width=1)


def _rect(r: Rect) -> QRectF:
    return QRectF(round(r.x), round(r.y), r.wide, r.high)
