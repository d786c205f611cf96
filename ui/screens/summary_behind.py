"""What a figure was counted from: the question's figures at the left, the cases behind the chosen one at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui import look
from ui.look_text import plain
from ui.look_words import say
from ui.parts.base import Fits
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Cell, Column, Row, Table
from ui.parts.words import Words


@dataclass(frozen=True, slots=True)
class CountedFigure:
    key: str
    words: str
    n: int
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindState:
    question: str
    means: str
    figures: tuple[CountedFigure, ...] = ()
    figure: str = ""
    rows: tuple[Row, ...] = ()
    note: str = ""


class BehindPage(Fits, QWidget):
    figure_chosen = Signal(str)
    opened = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: BehindState | None = None
        self.figures, self.cases = Table(self), Table(self)
        self.left, self.right = Card(self, icon="summary"), Card(self, icon="case")
        self.means = Words("", look.SECOND, self, tone="text2")
        self.note = Words("", look.LABEL, self, tone="text2")
        self.empty = EmptyState("case", self)
        self.pages = QStackedLayout()
        self.pages.addWidget(self.cases)
        self.pages.addWidget(self.empty)
        self.said, self.foot = QVBoxLayout(), QVBoxLayout()
        self.said.addWidget(self.means)
        self.foot.addWidget(self.note)
        self.left.body.addLayout(self.said)
        self.left.body.addWidget(self.figures, 1)
        self.right.body.addLayout(self.pages, 1)
        self.right.body.addLayout(self.foot)
        box = QVBoxLayout(self)
        self.row = QHBoxLayout()
        self.row.addWidget(self.left)
        self.row.addWidget(self.right, 1)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self.row)
        self.figures.list.moved.connect(self._moved)
        self.figures.list.opened.connect(lambda _: self.cases.list.setFocus())
        self.cases.list.opened.connect(self.opened)
        self.cases.list.moved.connect(lambda _: self.changed.emit())
        self.figures.list.installEventFilter(self)
        self.cases.list.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        gap = look.px(12)
        self.row.setContentsMargins(gap, gap, gap, gap)
        self.row.setSpacing(gap)
        self.left.setFixedWidth(look.side(400, self.width(), most=0.4))
        self.said.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(10))
        self.foot.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(8))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._fill()

    def show_as(self, state: BehindState) -> None:
        fresh = self.state is None or self.state.question != state.question
        self.state = state
        self.left.head.show_words(state.question)
        self.means.show_words(state.means)
        chosen = next((f for f in state.figures if f.key == state.figure), None)
        self.right.head.show_words(chosen.words if chosen else say("summary.behind"))
        self.figures.show_as(
            (Column(say("summary.book.figure")), Column(say("summary.book.n"), 74, right=True)),
            tuple(
                Row(f"figure:{f.key}", (Cell(f.words, tone=f.tone), Cell(str(f.n), bold=True))) for f in state.figures
            ),
        )
        if fresh or self.figures.list.current() != f"figure:{state.figure}":
            self.figures.list.blockSignals(True)
            self.figures.list.go(f"figure:{state.figure}")
            self.figures.list.blockSignals(False)
        self._fill()
        self.empty.show_as(say("summary.behind.none"), say("summary.behind.none.do"))
        self.pages.setCurrentIndex(0 if state.rows else 1)
        self.note.setVisible(bool(state.note))
        self.note.show_words(state.note)
        self.changed.emit()

    def _fill(self) -> None:
        """Every column where they fit; else the service under the number, and where the case stands."""
        if self.state is None:
            return
        columns = (
            Column(say("window.col.number"), 196), Column(say("window.find.service")),
            Column(say("window.find.status"), 200), Column(say("window.find.when"), 110),
            Column(say("window.find.left"), 110, right=True),
        )  # fmt: skip
        rows = self.state.rows
        if self.width() < look.px(1000):
            columns = (Column(say("window.col.number")), Column(say("window.find.status"), 190))
            rows = tuple(Row(r.id, (replace(r.cells[0], second=plain(r.cells[1].text)), r.cells[2])) for r in rows)
        self.cases.show_as(columns, rows)

    def _moved(self, id: str) -> None:
        key = id.removeprefix("figure:")
        if self.state is not None and key != self.state.figure:
            self.figure_chosen.emit(key)

    def eventFilter(self, watched, event) -> bool:
        """Right goes from the figures to their cases, Left comes back."""
        if event.type() == event.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            if event.key() == Qt.Key.Key_Right and watched is self.figures.list:
                self.cases.list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Left and watched is self.cases.list:
                self.figures.list.setFocus()
                return True
        return False
