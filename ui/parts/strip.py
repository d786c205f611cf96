"""Strips of the deadlines: one case or bundle each, late and at risk first; the rest folds into one line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Para, para, width_of
from ui.look_words import say
from ui.parts.badge import paint_tag, tag_width
from ui.parts.base import Painted, PaintedButton, panel, ring, tip
from ui.parts.grid import Cell, ListTable, Row, RowPainter
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.words import Words

GAP = 6
SPINE = 92  # the width of a column that has no room


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """`left` is what counts: «+12 мин», «чт 20:00». `rung` is the escalation, as a tag."""

    id: str
    tone: str
    name: str
    number: str
    left: str
    limit: str = ""
    holder: str = ""
    rung: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripColumn:
    """A place of the path: late and risk first. Those in time fold where the column ends; `more` were not even loaded."""

    id: str
    icon: str
    title: str
    late: int = 0
    risk: int = 0
    total: int = 0
    strips: tuple[Strip, ...] = ()
    more: int = 0
    unfolded: bool = False
    empty: str = ""  # what an empty column says


@dataclass(frozen=True, slots=True)
class _Paras:
    """A strip's texts, measured; `below`: what is left stands on a line of its own, since a name's word needs the width."""

    name: Para
    left: Para
    number: Para
    holder: Para
    limit: Para
    tag: int
    below: bool
    limit_below: bool

    @property
    def height(self) -> int:
        first = self.name.height + self.left.height if self.below else max(self.name.height, self.left.height)
        last = max(self.holder.height, look.px(18)) + (self.limit.height if self.limit_below else 0)
        return first + self.number.height + last + look.px(22)


class StripPainter(RowPainter):
    def _paras(self, s: Strip, width: int) -> _Paras:
        tone = s.tone if s.tone in ("late", "risk", "stop") else "text"
        left = para(s.left, look.TITLE, tone=tone, bold=True)
        inner, size = width - look.px(54), look.Size(14, 18)
        beside = inner - left.width - look.px(8)
        longest = max((width_of(w, size, bold=True) for w in s.name.replace("-", "- ").split()), default=0)
        below = longest > beside
        name = para(s.name, size, bold=True, width=max(look.px(60), inner if below else beside))
        number = para(s.number, look.LABEL, tone="text2", mono=True)
        limit = para(s.limit, look.LABEL, tone="text2")
        tag = tag_width(s.rung) + look.px(6) if s.rung else 0
        alone = para(s.holder, look.LABEL)
        limit_below = bool(s.limit) and tag + alone.width + limit.width + look.px(12) > inner
        holder = para(s.holder, look.LABEL, width=max(look.px(60), inner - tag - (0 if limit_below else limit.width)))
        return _Paras(name, left, number, holder, limit, tag, below, limit_below)

    def row_height(self, row: Row, width: int) -> int:
        if not isinstance(row.extra, Strip):
            return look.px(40) + look.px(GAP)
        return max(look.px(82), self._paras(row.extra, width).height) + look.px(GAP)

    def paint(self, p: QPainter, option, index) -> None:
        row = self.list.rows.rows[index.row()]
        box = QRectF(option.rect).adjusted(2, 2, -2, -look.px(GAP) + 2)
        current = self.list.currentIndex() == index and self.list.hasFocus()
        if isinstance(row.extra, Strip):
            self._strip(p, row.extra, box)
        else:
            self._more(p, row, box)
        if current:
            ring(p, box.adjusted(1, 1, -1, -1), off=0)

    def _more(self, p: QPainter, row: Row, box: QRectF) -> None:
        panel(p, box, edge="edge", radius=look.BUTTON_RADIUS, dashed=True)
        label = para(row.cells[0].text, look.SECOND, tone="text2")
        label.draw(p, box.left() + look.px(12), box.center().y() - label.height / 2)
        key = str(row.extra)
        paint_keys(p, box.right() - look.px(12) - keys_width(key), box.center().y(), key)

    def _strip(self, p: QPainter, s: Strip, box: QRectF) -> None:
        loud = s.tone in ("late", "risk")
        edge = s.tone if loud else "line"
        panel(
            p,
            box,
            fill=f"{s.tone}_soft" if loud else "surface",
            edge=edge,
            radius=look.BUTTON_RADIUS,
            width=look.theme().heavy,
        )
        bar = s.tone if s.tone != "wait" else "edge"
        panel(p, QRectF(box.left(), box.top(), look.px(5), box.height()), fill=bar, radius=2)
        q = self._paras(s, int(box.width()) + 4)
        size, x, y = look.px(18), box.left() + look.px(11), box.top() + look.px(8)
        draw_shape(p, s.tone, x, y + look.px(2), size)
        x, right = box.left() + look.px(40), box.right() - look.px(10)
        q.name.draw(p, x, y + look.px(2))
        if q.below:
            y += q.name.height
        q.left.draw(p, x if q.below else right - q.left.width, y)
        y += q.left.height if q.below else max(q.name.height, q.left.height)
        q.number.draw(p, x, y)
        y += q.number.height + look.px(4)
        if s.rung:
            paint_tag(p, x, y + look.px(8), s.rung, tone=s.tone if loud else "text2", bold=True)
        q.holder.draw(p, x + q.tag, y)
        if q.limit_below:
            y += max(q.holder.height, look.px(18))
        q.limit.draw(p, x if q.limit_below else right - q.limit.width, y)


class StripHead(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.column = StripColumn(id="", icon="case", title="")
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(44))

    def show_as(self, column: StripColumn) -> None:
        self.column = column
        counts = [say("window.board.late", n=column.late)] if column.late else []
        counts += [say("window.board.risk", n=column.risk)] if column.risk else []
        self.setAccessibleName(", ".join([column.title.replace("\u00ad", ""), *counts, str(column.total)]))
        self.update()

    def draw(self, p: QPainter) -> None:
        c, box = self.column, QRectF(self.rect()).adjusted(2, 0, -2, 0)
        panel(p, box, fill="surface", edge="line", width=look.theme().heavy)
        size, middle = look.px(18), self.height() / 2
        draw_icon(p, c.icon, box.left() + look.px(12), middle - size / 2, size)
        right = box.right() - look.px(12)
        total = para(str(c.total), look.BODY, tone="text3")
        total.draw(p, right - total.width, middle - total.height / 2)
        right -= total.width + look.px(8)
        for tone, n in (("risk", c.risk), ("late", c.late)):
            if not n:
                continue
            label = para(str(n), look.BODY, tone=tone, bold=True)
            label.draw(p, right - label.width, middle - label.height / 2)
            mark = look.px(14)
            draw_shape(p, tone, right - label.width - look.px(4) - mark, middle - mark / 2, mark)
            right -= label.width + mark + look.px(12)
        room = int(right - box.left() - look.px(42))
        title = para(c.title, look.MAIN, bold=True)
        if title.width > room:
            title = para(c.title, look.Size(13, 15), bold=True, width=max(look.px(40), room))
        title.draw(p, box.left() + look.px(38), middle - title.height / 2)


class StripSpine(PaintedButton):
    """A column that has no room now: its place, what it holds, and the key that turns to it."""

    def __init__(self, n: int, parent=None) -> None:
        super().__init__(parent)
        self.n, self.column = n, StripColumn(id="", icon="case", title="")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt and its digit lead there, arrows too
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.fit()

    def fit(self) -> None:
        self.setFixedWidth(look.px(SPINE))

    def show_as(self, column: StripColumn) -> None:
        self.column = column
        counts = [say("window.board.late", n=column.late)] if column.late else []
        counts += [say("window.board.risk", n=column.risk)] if column.risk else []
        self.setAccessibleName(
            ", ".join([column.title.replace("\u00ad", ""), *counts, str(column.total), f"Alt+{self.n}"])
        )
        self.setToolTip(tip(self.accessibleName()))
        self.update()

    def draw(self, p: QPainter) -> None:
        c, box = self.column, QRectF(self.rect())
        panel(p, box, fill="surface" if c.total else "", edge="line", width=look.theme().heavy)
        centre, middle, wide = Qt.AlignmentFlag.AlignHCenter, self.width() / 2, self.width() - look.px(10)
        size, y = look.px(18), box.top() + look.px(13)
        draw_icon(p, c.icon, middle - size / 2, y, size)
        y += size + look.px(10)
        title = para(
            c.title, look.LABEL, bold=bool(c.total), tone="text" if c.total else "text3", width=wide, align=centre
        )
        title.draw(p, look.px(5), y)
        y += title.height + look.px(14)
        for tone, n in (("late", c.late), ("risk", c.risk)):
            if n:
                label, mark = para(str(n), look.BODY, tone=tone, bold=True), look.px(14)
                x = middle - (label.width + mark + look.px(4)) / 2
                draw_shape(p, tone, x, y + (label.height - mark) / 2, mark)
                label.draw(p, x + mark + look.px(4), y)
                y += label.height + look.px(6)
        total = para(str(c.total), look.BODY, tone="text3", width=wide, align=centre)
        total.draw(p, look.px(5), y)
        y += total.height + look.px(16)
        key = f"Alt+{self.n}"
        paint_keys(p, middle - keys_width(key) / 2, y, key)


class StripLane(QWidget):
    """One column: head, strips, the fold. It shows as many strips in time as it has room for."""

    opened = Signal(str)
    moved = Signal(str)
    turned = Signal(int)  # arrows left and right go to the next column

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.column = StripColumn(id="", icon="case", title="")
        self.key = ""
        self.folded = 0  # how many the fold hides now
        self.head, self.list = StripHead(self), _StripList(self)
        self.empty = Words("", look.SECOND, self, tone="text3")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        box.addWidget(self.head)
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)
        self.list.opened.connect(self.opened)
        self.list.moved.connect(self.moved)
        self.list.turned.connect(self.turned)
        self.setFocusProxy(self.list)

    def show_as(self, column: StripColumn, key: str) -> None:
        self.column, self.key = column, key
        self.head.show_as(column)
        self.empty.show_words(column.empty)
        self.empty.setVisible(not column.strips and bool(column.empty))
        self._fill()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        c, strips = self.column, self.column.strips
        rows = [Row(s.id, (), said=_said(s), extra=s) for s in strips]
        shown = len(rows) if c.unfolded else self._fitting(rows)
        self.folded = len(rows) - shown + c.more
        rows = rows[:shown]
        if self.folded:
            rows.append(Row(f"more:{c.id}", (Cell(say("window.board.more", n=self.folded)),), extra=self.key))
        elif c.unfolded and shown > self._fitting(rows):
            rows.append(Row(f"more:{c.id}", (Cell(say("process.fold")),), extra=self.key))
        self.list.show_rows(tuple(rows))

    def _fitting(self, rows: list[Row]) -> int:
        """Every late one and one at risk; of the others those that the height holds, beside the fold itself."""
        painter, wide = self.list.itemDelegate(), max(self.list.viewport().width(), look.px(120))
        room = self.height() - self.head.height() - 2 * GAP
        loud = sum(isinstance(r.extra, Strip) and r.extra.tone in ("late", "risk") for r in rows)
        high, fits = 0, 0
        heights = [painter.row_height(r, wide) for r in rows]
        fold = look.px(40) + look.px(GAP)
        for n, tall in enumerate(heights):
            last = n == len(heights) - 1 and not self.column.more
            if high + tall + (0 if last else fold) > room:
                break
            high, fits = high + tall, n + 1
        return max(loud, fits, min(1, len(rows)))

    def sizeHint(self) -> QSize:
        return QSize(look.px(200), look.px(400))


def _said(s: Strip) -> str:
    return ", ".join(w for w in (s.name, s.number, s.left, s.limit, s.rung, s.holder) if w)


class _StripList(ListTable):
    turned = Signal(int)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setItemDelegate(StripPainter(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {0x01000012: -1, 0x01000014: 1}.get(event.key(), 0)  # left, right
        if step:
            self.turned.emit(step)
            return
        super().keyPressEvent(event)
