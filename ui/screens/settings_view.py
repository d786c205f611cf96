"""Settings: sections at the left, what one of them holds at the right; arrows move, Enter changes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen
from ui.parts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """`rows` are of the section `at`; `sentence` says what it is for."""

    sections: tuple[Row, ...] = ()
    at: str = ""
    icon: str = "settings"
    heading: str = ""
    under: str = ""
    sentence: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    empty: tuple[str, str] = ("", "")
    hints: tuple[Hint, ...] = ()
    main: Action | None = None


class SettingsView(Screen):
    name, title_key, icon = "settings", "window.place.settings", "settings"

    section_chosen = Signal(str)
    opened = Signal(str)  # Enter on a line of the section

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SettingsState()
        self.left, self.card = Card(self, icon="settings"), Card(self, icon="settings")
        self.sections, self.table = Table(self), Table(self)
        self.sections.head.hide()
        self.sentence = Words("", look.SECOND, self, tone="text2")
        self.nothing = EmptyState("settings", self)
        self.left.add(self.sections, 1)
        for widget, stretch in ((self.sentence, 0), (self.table, 1), (self.nothing, 1)):
            self.card.add(widget, stretch)
        self.box = QHBoxLayout(self)
        self.box.addWidget(self.left)
        self.box.addWidget(self.card, 1)
        self.sections.list.moved.connect(self._moved)
        self.sections.list.opened.connect(lambda _: self.table.setFocus())
        self.table.list.opened.connect(self.opened)
        for list_ in (self.sections.list, self.table.list):
            list_.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.left.setFixedWidth(look.side(320, self.width() or 1366))
        self.sentence.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(2))
        self.card.body.setSpacing(look.px(8))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: SettingsState) -> None:
        self.state = state
        self.left.head.show_words(say("window.place.settings"))
        self.sections.list.setAccessibleName(say("window.place.settings"))
        self.sections.show_as((Column(""),), state.sections)
        if state.at:
            self.sections.list.blockSignals(True)  # what is told is not to be asked again
            self.sections.list.go(state.at)
            self.sections.list.blockSignals(False)
        self.card.head.show_words(state.heading, state.under, icon=state.icon)
        self.sentence.show_words(state.sentence)
        self.sentence.setVisible(bool(state.sentence))
        self.table.setVisible(bool(state.rows))
        self.table.list.setAccessibleName(state.heading)
        self.table.show_as(state.columns, state.rows)
        self.nothing.setVisible(not state.rows)
        self.nothing.show_as(*state.empty)
        self.changed.emit()

    def _moved(self, id: str) -> None:
        if id and id != self.state.at:
            self.section_chosen.emit(id)

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints

    def main_action(self) -> Action | None:
        return self.state.main

    def eventFilter(self, watched, event) -> bool:
        if event.type() != event.Type.KeyPress or not isinstance(event, QKeyEvent) or event.modifiers():
            return False
        if watched is self.sections.list and event.key() == Qt.Key.Key_Right and self.state.rows:
            self.table.setFocus()
            return True
        if watched is self.table.list and event.key() == Qt.Key.Key_Left:
            self.sections.setFocus()
            return True
        return False

    def on_key(self, key: str) -> bool:
        if key == "Esc" and self.table.list.hasFocus():
            self.sections.setFocus()
            return True
        return super().on_key(key)

    def shown(self) -> None:
        self.sections.setFocus()
