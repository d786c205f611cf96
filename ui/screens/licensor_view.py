"""The licensor's desk: what waits, the sheet that is looked at, and the check with its limit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import keys, look
from ui.keys import Action, Hint
from ui.look_shapes import draw_icon
from ui.look_text import Run, para
from ui.look_words import say
from ui.parts.base import Fits, Painted, hairline
from ui.parts.checking import Below, TermHead
from ui.parts.empty import EmptyState
from ui.parts.figures import TermState
from ui.parts.grid import Cell, Column, ListTable, Row, RowPainter
from ui.parts.keycap import paint_keys
from ui.parts.screen import Screen
from ui.parts.sheet import Page, SheetHead, SheetState
from ui.parts.spoken import name_lists, one_line
from ui.parts.thumbs import Thumbs
from ui.parts.verdict import Verdict

NO_SHEET = SheetState()
_MARKED = {"ok": "access.check.there", "late": "access.check.lacking", "wait": "access.check.waiting"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    id: str
    tone: str
    name: str
    number: str
    stage: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A document of the set, or a requirement. `digit` keys: 1 there, 0 not."""

    id: str
    name: str
    note: str = ""
    tone: str = "wait"
    note_tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensorState:
    """`main`, `second` and `hints` come with the step: take in, assign, complete, sign, give out."""

    heading: str = ""
    order: str = ""
    queue: tuple[QueueItem, ...] = ()
    current: str = ""
    sheet: SheetState = NO_SHEET
    term: TermState | None = None
    left: str = ""  # «5 ч 40 мин»
    checks: tuple[Check, ...] = ()
    verdict: Verdict | None = None
    marks: tuple[tuple[str, str], ...] = ()
    hints: tuple[Hint, ...] = ()
    main: Action | None = None
    second: Action | None = None
    title: str = ""


class CheckPainter(RowPainter):
    """The current row shows its two keys."""

    least = 51

    def keys_room(self) -> int:
        words = para(say("window.check.yes"), look.SECOND).width + para(say("window.check.no"), look.SECOND).width
        return words + look.px(22 + 22 + 4 * 4 + 12)

    def below(self, width: float) -> bool:
        """With large letters the keys would leave no room for a word beside them."""
        return width - self.keys_room() < look.px(220)

    def row_height(self, row: Row, width: int) -> int:
        if self.list.current() != row.id:
            return super().row_height(row, width)
        if self.below(width):
            return super().row_height(row, width) + look.px(26)
        return super().row_height(row, width - self.keys_room())

    def cells(self, p: QPainter, row: Row, box: QRectF) -> None:
        if self.list.current() != row.id:
            super().cells(p, row, box)
            return
        x, middle = box.right() - self.keys_room(), box.center().y()
        if self.below(box.width()):
            super().cells(p, row, box.adjusted(0, 0, 0, -look.px(26)))
            middle = box.bottom() - look.px(16)
        else:
            super().cells(p, row, box.adjusted(0, 0, -self.keys_room(), 0))
        for digit, key in ((1, "window.check.yes"), (0, "window.check.no")):
            x = paint_keys(p, x, middle, str(digit)) + look.px(4)
            label = para(say(key), look.SECOND)
            label.draw(p, x, middle - label.height / 2)
            x += label.width + look.px(6)


class Column_(Fits, QWidget):
    """A side of the desk on the surface, with its hairline."""

    def __init__(self, parent=None, *, right: bool = False) -> None:
        super().__init__(parent)
        self.right = right
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(1 if right else 0, 0, 0 if right else 1, 0)
        self.box.setSpacing(0)

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        x = 0 if self.right else self.width() - 1
        hairline(p, x, 0, x, self.height())
        p.end()


class QueueHead(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.words, self.rest = "", ""
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(39))

    def show_words(self, words: str, rest: str) -> None:
        self.words, self.rest = words, rest
        self.setAccessibleName(one_line(words, rest))
        if (column := self.parentWidget()) is not None:
            name_lists(column, words, rank=2)
        self.update()

    def draw(self, p: QPainter) -> None:
        p.fillRect(self.rect(), look.colour("sunken"))
        size, middle = look.px(18), self.height() / 2
        draw_icon(p, "licensor", look.px(14), middle - size / 2, size)
        label = para(self.words, look.BODY, bold=True)
        label.draw(p, look.px(40), middle - label.height / 2)
        rest = para(self.rest, look.SECOND, tone="text2")
        if look.px(52) + label.width + rest.width < self.width() - look.px(14):
            rest.draw(p, self.width() - look.px(14) - rest.width, middle - rest.height / 2)
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)


class LicensorView(Screen):
    name, title_key, icon = "licensor", "window.licensor.title", "licensor"

    item_chosen = Signal(str)
    checked = Signal(str, bool)
    check_chosen = Signal(str)
    sheet_turned = Signal(int)  # -1, +1
    sheet_chosen = Signal(int)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self._filling = LicensorState(), False
        self.q_side, self.q_head, self.queue = Column_(self), QueueHead(self), ListTable(self)
        self.queue.itemDelegate().least = 69
        self.queue.itemDelegate().pad = 8
        self.empty = EmptyState("licensor", self)
        for widget in (self.q_head, self.empty, self.queue):
            self.q_side.box.addWidget(widget)
        self.q_side.box.setStretchFactor(self.queue, 1)
        self.s_head, self.page, self.thumbs = SheetHead(self), Page(self), Thumbs(self)
        self.c_side, self.term, self.checks = Column_(self, right=True), TermHead(self), ListTable(self)
        self.checks.setItemDelegate(CheckPainter(self.checks))
        self.below = Below(self)
        self.c_side.box.addWidget(self.term)
        self.c_side.box.addWidget(self.checks, 1)
        self.c_side.box.addWidget(self.below)
        self.middle = QVBoxLayout()
        self.middle.addWidget(self.s_head)
        self.middle.addWidget(self.page, 1)
        self.middle.addWidget(self.thumbs)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.q_side)
        box.addLayout(self.middle, 1)
        box.addWidget(self.c_side)
        self.queue.moved.connect(self._chosen)
        self.queue.opened.connect(lambda _: self.checks.setFocus())
        self.checks.moved.connect(self.check_chosen)
        self.thumbs.chosen.connect(self.sheet_chosen)
        self.fit()
        self.retranslate()

    def _chosen(self, id: str) -> None:
        if id != self.state.current and not self._filling:
            self.item_chosen.emit(id)

    def title(self) -> str:
        return self.state.title or super().title()

    def fit(self) -> None:
        wide = self.width() >= look.px(1700)
        self.q_side.setFixedWidth(look.side(380 if wide else 318, self.width(), most=0.27))
        self.c_side.setFixedWidth(look.side(460 if wide else 366, self.width(), most=0.32))
        self.middle.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(12))
        self.middle.setSpacing(look.px(8))
        low = 0 < self.height() < look.px(620)
        self.thumbs.setVisible(not low and len(self.state.sheet.thumbs) > 1)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._list()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: LicensorState) -> None:
        self.state = state
        self.q_head.show_words(state.heading or say("window.licensor.mine"), state.order)
        self.empty.setVisible(not state.queue)
        self.empty.show_as(say("window.licensor.empty"), say(f"window.{self.name}.empty.do"))
        self._list()
        if state.current and self.queue.current() != state.current:
            self.queue.go(state.current)
        for part in (self.s_head, self.page):
            part.show_as(state.sheet)
        self.thumbs.show_as(state.sheet.thumbs, state.sheet.on)
        self.term.setVisible(state.term is not None)
        if state.term is not None:
            self.term.show_as(state.term, state.left)
        self.checks.show_columns((Column("", 36, lead=4), Column("")))
        self.checks.show_rows(tuple(
            Row(c.id, (Cell(shape=c.tone), Cell(c.name, Run(c.note, c.note_tone or "text2"), small=True, tone="text")),
                said=one_line(c.name, say(_MARKED[c.tone]) if c.tone in _MARKED else "", c.note))
            for c in state.checks
        ))  # fmt: skip
        self.below.show_as(state.verdict, state.marks)
        self.fit()
        self.changed.emit()

    def _list(self) -> None:
        state = self.state
        widest = max((para(q.left, look.SECOND, bold=True).width for q in state.queue), default=0)
        numbers = max((para(q.number, look.LABEL, mono=True).width for q in state.queue), default=0)
        narrow = self.q_side.width() - widest - numbers < look.px(34 + 18 + 16 + 14)  # shape, margins, scroll bar
        time = 6 if narrow else round(widest / look.now().scale) + 18
        self.queue.show_columns((Column("", 34), Column(""), Column("", time, right=True)))
        self._filling = True  # a row that is kept while others come in was chosen by nobody
        try:
            self.queue.show_rows(tuple(self._item(q, narrow=narrow) for q in state.queue))
        finally:
            self._filling = False

    @staticmethod
    def _item(q: QueueItem, *, narrow: bool) -> Row:
        """The time left stands at the right, or below when the column is too narrow for both."""
        tone = q.tone if q.tone in ("late", "risk", "stop") else "text"
        second = (Run(q.number, "text2", mono=True), Run(f"\n{q.stage}", "text2"))
        if narrow:
            second = (*second, Run(f"\n{q.left}", tone, True))
        name = Cell(q.name, second, bold=True)
        left = Cell("" if narrow else q.left, tone=tone, bold=True, small=True)
        return Row(q.id, (Cell(shape=q.tone), name, left))

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints or (Hint("F6", say("window.f6")),)

    def main_action(self) -> Action | None:
        return self.state.main

    def second_action(self) -> Action | None:
        return self.state.second

    def on_key(self, key: str) -> bool:
        if key in ("PgUp", "PgDn") and self.state.sheet.thumbs:
            self.sheet_turned.emit(-1 if key == "PgUp" else 1)
            return True
        return super().on_key(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = keys.digit(event)
        if digit in (0, 1) and self.checks.current():
            self.checked.emit(self.checks.current(), digit == 1)
            return
        super().keyPressEvent(event)

    def first_obstacle(self) -> None:
        self.checks.setFocus()
        open_ = next((c.id for c in self.state.checks if c.tone in ("wait", "late")), "")
        self.checks.go(open_)

    def shown(self) -> None:
        self.queue.setFocus(Qt.FocusReason.OtherFocusReason)
