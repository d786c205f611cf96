"""The ledger of copies, blank forms and spoilt sheets: a list that goes back as far as there is anything."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    rows: tuple[Row, ...] = ()
    more: bool = False
    hints: tuple[Hint, ...] = ()
    main: Action | None = None


class LedgerView(Screen):
    name, title_key, icon = "ledger", "window.place.ledger", "journal"

    opened = Signal(str)
    more_asked = Signal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = LedgerState()
        self.card, self.table, self.empty = Card(self, icon="journal"), Table(self), EmptyState("journal", self)
        self.pages = QStackedLayout()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.body.addLayout(self.pages, 1)
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.card, 1)
        self.table.list.opened.connect(self.opened)
        self.table.list.verticalScrollBar().valueChanged.connect(self._near_end)
        self.fit()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: LedgerState) -> None:
        self.state = state
        self.card.head.show_words(say("ledger.heading"), say("ledger.under"))
        self._fill()
        self.empty.show_as(say("ledger.empty"), say("ledger.empty.do"))
        self.pages.setCurrentIndex(0 if state.rows else 1)
        self.changed.emit()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._fill()

    def _fill(self) -> None:
        """In five columns, or in three of two lines each where letters are large."""
        when, who, paper = (say(f"ledger.col.{key}") for key in ("when", "who", "paper"))
        what, why = say("ledger.col.what"), say("ledger.col.why")
        if self.width() >= look.px(1080):
            columns = Column(when, 150), Column(who, 200), Column(paper), Column(what, 250), Column(why, 230)
            self.table.show_as(columns, self.state.rows)
            return
        rows = []
        for row in self.state.rows:
            at, person, sheet, deed, reason = row.cells
            cells = replace(person, second=at.text), sheet, replace(deed, second=reason.text)
            rows.append(replace(row, cells=cells, said=row.sentence()))
        self.table.show_as((Column(who), Column(paper), Column(what)), tuple(rows))

    def _near_end(self, value: int) -> None:
        bar = self.table.list.verticalScrollBar()
        if self.state.more and value >= bar.maximum() - look.px(200):
            self.more_asked.emit()

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints

    def main_action(self) -> Action | None:
        return self.state.main

    def shown(self) -> None:
        self.table.list.setFocus()
