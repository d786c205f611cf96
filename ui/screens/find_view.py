"""The start: one line to find anything, and what waits for this person."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QStackedLayout, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_shapes import draw_icon
from ui.look_text import para
from ui.look_words import say
from ui.parts.base import RING, PaintedButton, panel, ring
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Cell, Column, Row, Table
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.screen import Screen
from ui.parts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    id: str
    number: str
    who: str
    who_second: str = ""
    service: str = ""
    status_tone: str = "info"
    status: str = ""
    when: str = ""
    left: str = ""
    left_tone: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list that waits for this person: drafts, hand-overs, unclaimed results. Alt+digit shows it."""

    id: str
    icon: str
    words: str
    count: int
    tone: str = ""
    more: bool = False  # there are more than these


@dataclass(frozen=True, slots=True, kw_only=True)
class FindState:
    query: str = ""
    answer: str = ""  # what the number is, or why it is none
    answer_tone: str = ""
    shelves: tuple[Shelf, ...] = ()
    shelf: str = ""
    heading: str = ""
    rows: tuple[FoundRow, ...] = ()
    more: bool = False  # there are rows behind the last one
    earlier: bool = False  # and before the first one
    sort: str = ""  # the whole list: what it is sorted by; empty for what merely waits
    reversed: bool = False
    only: str = ""  # what the whole list is narrowed to
    empty_title: str = ""
    empty: str = ""
    can_take_in: bool = True


class ShelfButton(PaintedButton):
    def __init__(self, n: int, shelf: Shelf, parent=None) -> None:
        super().__init__(parent)
        self.n, self.shelf, self.on = n, shelf, False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.count = f"{shelf.count}+" if shelf.more else str(shelf.count)
        self.setAccessibleName(f"{shelf.words}: {self.count}, Alt+{n}")

    def _right(self):
        count = para(self.count, look.FIGURE, bold=True, tone=self.shelf.tone or "text")
        return count, keys_width(f"Alt+{self.n}")

    def least(self) -> int:
        """So wide that no word is broken, with the room between two of them."""
        count, keys = self._right()
        widest = max(para(w, look.BODY, bold=True).width for w in self.shelf.words.split())
        return widest + 2 * RING + count.width + keys + look.px(14 + 30 + 14 + 24 + 12)

    def _paras(self):
        count, keys = self._right()
        room = max(look.px(60), self.width() - 2 * RING - count.width - keys - look.px(14 + 30 + 14 + 24))
        return para(self.shelf.words, look.BODY, width=room, bold=self.on), count, keys

    def sizeHint(self) -> QSize:
        return QSize(look.px(220), look.px(64) + 2 * RING)

    def fit(self) -> None:
        self.setFixedHeight(max(look.px(64), self._paras()[0].height + look.px(24)) + 2 * RING)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        edge = "accent" if self.on else "line"
        panel(
            p, box, fill="accent_soft" if self.on else "surface", edge=edge, width=2 if self.on else look.theme().heavy
        )
        if self.hasFocus():
            ring(p, box, look.CARD_RADIUS)
        words, count, keys = self._paras()
        size, middle = look.px(20), box.center().y()
        token = self.shelf.tone or "accent_text"
        draw_icon(p, self.shelf.icon, box.left() + look.px(14), middle - size / 2, size, token=token)
        words.draw(p, box.left() + look.px(44), middle - words.height / 2)
        right = box.right() - look.px(14)
        paint_keys(p, right - keys, middle, f"Alt+{self.n}")
        count.draw(p, right - keys - look.px(12) - count.width, middle - count.height / 2)


class FindView(Screen):
    name, title_key, icon = "find", "window.place.find", "find"

    asked = Signal(str)  # the whole line, on Enter
    typed = Signal(str)  # at each key
    opened = Signal(str)
    shelf_chosen = Signal(str)
    more_asked = Signal()
    earlier_asked = Signal()
    sorted = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = FindState()
        self.line = QLineEdit(self)
        self.line.setProperty("big", "true")
        self.answer = Words("", look.SECOND, self, tone="text2")
        self.search = Card(self, head=False)
        self.label = Words("", look.LABEL, self, tone="text2")
        for widget in (self.label, self.line, self.answer):
            self.search.add(widget)
        self.shelves: list[ShelfButton] = []
        self.row = QGridLayout()
        self.card, self.table, self.empty = Card(self, icon="find"), Table(self), EmptyState("find", self)
        self.table.list.stand_on("surface")
        self.empty.pressed.connect(self.pressed)
        self.pages = QStackedLayout()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.body.addLayout(self.pages, 1)
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.search)
        self.box.addLayout(self.row)
        self.box.addWidget(self.card, 1)
        self.line.textEdited.connect(self.typed)
        self.line.installEventFilter(self)
        self.table.list.opened.connect(self.opened)
        self.table.list.verticalScrollBar().valueChanged.connect(self._near_end)
        self.table.head.sorted.connect(self.sorted)
        self.fit()
        self.retranslate()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap - RING)
        self.row.setSpacing(max(0, gap - 2 * RING))
        self.row.setContentsMargins(-RING, 0, -RING, 0)
        self.search.body.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(10))
        self.search.body.setSpacing(look.px(5))
        self.card.body.setContentsMargins(0, 0, 0, look.px(look.CARD_RADIUS))  # the list's ground has no round corners
        self.line.setFont(look.font(look.HEADING))
        self.answer.setMinimumHeight(look.px(18))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._place()
        self._fill()

    def retranslate(self) -> None:
        self.label.show_words(say("window.find.label"))
        self.line.setAccessibleName(say("window.find.label"))
        self.render(self.state)

    def render(self, state: FindState) -> None:
        self.state = state
        if self.line.text() != state.query and not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(state.query)
        self.answer.show_words(state.answer, tone=state.answer_tone or "text2")
        self._shelves(state)
        on = next((s.words for s in state.shelves if s.id == state.shelf), "")
        self.card.head.show_words(state.heading or on or say("window.find.found"), state.only)
        self._fill()
        self.changed.emit()

    def _shelves(self, state: FindState) -> None:
        if [b.shelf for b in self.shelves] != list(state.shelves):
            for button in self.shelves:
                self.row.removeWidget(button)
                button.deleteLater()
            self.shelves = [ShelfButton(n, s, self) for n, s in enumerate(state.shelves, 1)]
            for button in self.shelves:
                button.clicked.connect(lambda _=False, b=button: self.shelf_chosen.emit(b.shelf.id))
            self._place()
        for button in self.shelves:
            button.on = button.shelf.id == state.shelf and not state.query
            button.update()

    def _place(self) -> None:
        """In one row, or three or two beside each other when words would have to break."""
        many, wide = max(1, len(self.shelves)), self.width()
        each = max((b.least() for b in self.shelves), default=0)
        across = many if wide >= max(look.px(240), each) * many else 3 if many > 4 and wide >= look.px(300) * 3 else 2
        for n, button in enumerate(self.shelves):
            self.row.addWidget(button, n // across, n % across)
        for n in range(self.row.columnCount()):
            self.row.setColumnStretch(n, 1 if n < across else 0)

    def _fill(self) -> None:
        state, wide = self.state, self.width() >= look.px(1000)
        heads = (
            ("number", "window.col.number", 196), ("applicant", "window.col.applicant", 0),
            ("service", "window.find.service", 0), ("status", "window.find.status", 200),
            ("accepted", "window.find.when", 110), ("due", "window.find.left", 110),
        )  # fmt: skip
        columns = [self._column(*head) for head in heads]
        keep = (0, 1, 2, 3, 4, 5) if wide else (0, 1, 3, 5)
        rows = tuple(self._row(r, keep) for r in state.rows)
        self.table.show_as(tuple(columns[n] for n in keep), rows, hold=bool(state.sort))
        action = say("window.find.take-in") if state.can_take_in else ""
        title = state.empty_title or say("window.find.nothing")
        self.empty.show_as(title, state.empty or say("window.find.nothing.do"), action=action, key="Ctrl+Enter")
        self.pages.setCurrentIndex(0 if rows else 1)

    def _column(self, sort: str, title: str, width: int) -> Column:
        state = self.state
        order = ("down" if state.reversed else "up") if state.sort == sort else ""
        return Column(say(title), width, right=sort == "due", sort=sort if state.sort else "", order=order)

    @staticmethod
    def _row(r: FoundRow, keep: tuple[int, ...]) -> Row:
        good = r.status_tone == "ok"  # nothing wrong: a small shape and a plain word
        cells = (
            Cell(r.number, mono=True), Cell(r.who, r.who_second if 2 in keep else r.service), Cell(r.service, small=True),
            Cell(r.status, badge="" if good else r.status_tone, shape="ok" if good else "", small=True),
            Cell(r.when, small=True), Cell(r.left, tone=r.left_tone, bold=bool(r.left_tone)),
        )  # fmt: skip
        return Row(r.id, tuple(cells[n] for n in keep))

    def _near_end(self, value: int) -> None:
        bar = self.table.list.verticalScrollBar()
        if self.state.more and value >= bar.maximum() - look.px(200):
            self.more_asked.emit()
        if self.state.earlier and value <= look.px(200):
            self.earlier_asked.emit()

    def hints(self) -> tuple[Hint, ...]:
        only = (
            (Hint("F3", say("window.find.f3.all" if self.state.only else "window.find.f3")),) if self.state.sort else ()
        )
        return (
            *only, Hint("F4", say("window.find.f4")), Hint("F6", say("window.f6")), Hint("F7", say("window.find.f7")),
        )  # fmt: skip

    def main_action(self) -> Action | None:
        return Action(say("window.find.take-in")) if self.state.can_take_in else None

    def on_key(self, key: str) -> bool:
        if key.startswith("Alt+") and key[4:].isdigit() and 0 < int(key[4:]) <= len(self.state.shelves):
            self.shelf_chosen.emit(self.state.shelves[int(key[4:]) - 1].id)
            return True
        return super().on_key(key)

    def eventFilter(self, watched, event) -> bool:
        if event.type() != event.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down and self.state.rows:
            self.table.list.setFocus()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.line.setModified(False)
            if self.line.text().strip():
                self.asked.emit(self.line.text().strip())
            return True
        return False

    def shown(self) -> None:
        self.line.setFocus()
        self.line.selectAll()
