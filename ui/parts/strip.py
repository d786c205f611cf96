"""Strips of the deadlines: one case or bundle each, late and at risk first; the rest folds into one line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import para
from ui.look_words import say
from ui.parts.badge import paint_tag, tag_width
from ui.parts.base import Painted, panel, ring
from ui.parts.grid import ListTable, Row, RowPainter
from ui.parts.keycap import keys_width, paint_keys

GAP = 6


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
    """A place of the path. `more` strips in time are folded."""

    id: str
    icon: str
    title: str
    late: int = 0
    risk: int = 0
    total: int = 0
    strips: tuple[Strip, ...] = ()
    more: int = 0


class StripPainter(RowPainter):
    def _paras(self, s: Strip, width: int):
        tone = s.tone if s.tone in ("late", "risk", "stop") else "text"
        left = para(s.left, look.TITLE, tone=tone, bold=True)
        limit = para(s.limit, look.LABEL, tone="text2")
        inner = width - look.px(50)
        name = para(s.name, look.Size(14, 18), bold=True, width=max(look.px(60), inner - left.width - look.px(8)))
        number = para(s.number, look.LABEL, tone="text2", mono=True)
        tag = tag_width(s.rung) + look.px(6) if s.rung else 0
        holder = para(s.holder, look.LABEL, width=max(look.px(60), inner - tag))
        return name, left, number, limit, holder, tag

    def row_height(self, row: Row, width: int) -> int:
        strip = row.extra
        if not isinstance(strip, Strip):
            return look.px(40) + look.px(GAP)
        name, left, number, limit, holder, _ = self._paras(strip, width)
        second = number.height * (1 if number.width + limit.width + look.px(58) <= width else 2)
        high = max(name.height, left.height) + second + max(holder.height, look.px(18)) + look.px(20)
        return max(look.px(82), high) + look.px(GAP)

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
        name, left, number, limit, holder, tag = self._paras(s, int(box.width()) + 4)
        size, x, y = look.px(18), box.left() + look.px(11), box.top() + look.px(8)
        draw_shape(p, s.tone, x, y + look.px(2), size)
        x, right = box.left() + look.px(40), box.right() - look.px(10)
        name.draw(p, x, y + look.px(2))
        left.draw(p, right - left.width, y)
        y += max(name.height, left.height)
        number.draw(p, x, y)
        if x + number.width + limit.width + look.px(8) > right:
            y += number.height
        limit.draw(p, right - limit.width, y)
        y += limit.height + look.px(4)
        if s.rung:
            paint_tag(p, x, y + look.px(8), s.rung, tone=s.tone if loud else "text2", bold=True)
        holder.draw(p, x + tag, y)


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
        self.setAccessibleName(", ".join([column.title, *counts, str(column.total)]))
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


class StripLane(QWidget):
    """One column: head, strips, the fold."""

    opened = Signal(str)
    moved = Signal(str)
    turned = Signal(int)  # arrows left and right go to the next column

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.column = StripColumn(id="", icon="case", title="")
        self.key = ""
        self.head, self.list = StripHead(self), _StripList(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        box.addWidget(self.head)
        box.addWidget(self.list, 1)
        self.list.opened.connect(self.opened)
        self.list.moved.connect(self.moved)
        self.list.turned.connect(self.turned)
        self.setFocusProxy(self.list)

    def show_as(self, column: StripColumn, key: str) -> None:
        from ui.parts.grid import Cell

        self.column, self.key = column, key
        self.head.show_as(column)
        rows = [
            Row(
                s.id, (), said=", ".join(w for w in (s.name, s.number, s.left, s.limit, s.rung, s.holder) if w), extra=s
            )
            for s in column.strips
        ]
        if column.more:
            rows.append(Row(f"more:{column.id}", (Cell(say("window.board.more", n=column.more)),), extra=key))
        self.list.show_rows(tuple(rows))

    def sizeHint(self) -> QSize:
        return QSize(look.px(250), look.px(400))


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
