"""A place that is one table under a sentence: the summary's figures, the people of the house."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.figures import Figure, Figures
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    heading: str = ""
    under: str = ""
    figures: tuple[Figure, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    hints: tuple[Hint, ...] = ()
    main: Action | None = None


class TableView(Screen):
    opened = Signal(str)

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.name, self.icon = name, icon
        self.state = TableState()
        self.figures, self.card, self.table = Figures(self), Card(self, icon=icon), Table(self)
        self.card.add(self.table, 1)
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.figures)
        self.box.addWidget(self.card, 1)
        self.table.list.opened.connect(self.opened)
        self.fit()

    def title(self) -> str:
        return say(f"window.place.{self.name}")

    def fit(self) -> None:
        gap = look.px(12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)

    def render(self, state: TableState) -> None:
        self.state = state
        self.figures.setVisible(bool(state.figures))
        self.figures.show_figures(state.figures)
        self.card.head.show_words(state.heading, state.under)
        self.table.show_as(state.columns, state.rows)
        self.changed.emit()

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints

    def main_action(self) -> Action | None:
        return self.state.main

    def shown(self) -> None:
        self.table.setFocus()
