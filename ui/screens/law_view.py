"""The acts to read: versions at the left, what a version sets in the middle, the clause of the chosen line at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.clause import ClauseArea, ClauseState
from ui.parts.empty import EmptyState
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen

NOTHING = ClauseState()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawState:
    versions: tuple[Row, ...] = ()
    version: str = ""
    heading: str = ""
    under: str = ""
    note: str = ""  # why nothing is listed
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    clause: ClauseState = NOTHING
    comparing: bool = False
    may_write: bool = False  # a new version


class LawView(Screen):
    name, title_key, icon = "law", "law.title", "norm"

    version_chosen = Signal(str)
    searched = Signal(str)
    moved = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = LawState()
        self.left, self.middle = Card(self, icon="journal"), Card(self, icon="norm")
        self.right = Card(self, icon="paper")
        self.versions, self.table = Table(self), Table(self)
        self.line = QLineEdit(self)
        self.nothing = EmptyState("find", self)
        self.clause = ClauseArea(self)
        self.search = QVBoxLayout()
        self.search.addWidget(self.line)
        self.left.add(self.versions, 1)
        self.middle.body.addLayout(self.search)
        self.middle.add(self.table, 1)
        self.middle.add(self.nothing, 1)
        self.right.add(self.clause, 1)
        self.box = QHBoxLayout(self)
        self.box.addWidget(self.left)
        self.box.addWidget(self.middle, 1)
        self.box.addWidget(self.right)
        self.setTabOrder(self.versions.list, self.line)
        self.setTabOrder(self.line, self.table.list)
        self.versions.list.moved.connect(self._version)
        self.versions.list.opened.connect(lambda _: self.table.list.setFocus())
        self.table.list.moved.connect(self.moved)
        self.table.list.opened.connect(lambda _: self.pressed.emit("F6"))
        self.line.textChanged.connect(self.searched)
        self.line.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        wide = self.width() or look.px(1200)
        self.left.setFixedWidth(look.side(250, wide, most=0.22))
        self.left.setVisible(not self.state.comparing or wide >= look.px(1700))  # two texts side by side need the room
        self.right.setVisible(not self.state.comparing or wide >= look.px(1080))
        self.right.setFixedWidth(look.side(370, wide, most=0.3))
        self.search.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(8))
        self.line.setFont(look.font(look.BODY))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    @property
    def reads_beside(self) -> bool:
        """The clause stands in the right card; with large letters and two versions there is no room for it."""
        return not self.right.isHidden()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: LawState) -> None:
        self.state = state
        self.fit()
        self.left.head.show_words(say("law.versions"))
        self.middle.head.show_words(state.heading, state.under)
        self.right.head.show_words(say("law.clause.title"))
        self.line.setPlaceholderText(say("law.search"))
        self.line.setAccessibleName(say("law.search"))
        self.versions.show_as((Column(say("law.col.version")),), state.versions)
        self.versions.list.go(state.version)
        self.table.show_as(state.columns, state.rows)
        if state.rows and not self.table.list.current():
            self.table.list.go(state.rows[0].id)
        self.table.setVisible(bool(state.rows))
        self.nothing.setVisible(not state.rows)
        self.nothing.show_as(state.note, say("law.nothing.do") if self.line.text() else "")
        self.clause.show_as(state.clause)
        self.clause.body.setVisible(bool(state.clause.clause))
        self.changed.emit()

    def _version(self, id: str) -> None:
        if id != self.state.version:
            self.version_chosen.emit(id)

    # keys

    def hints(self) -> tuple[Hint, ...]:
        compare = "law.f5.back" if self.state.comparing else "law.f5"
        hints = [
            Hint("F3", say("law.f3")), Hint("F4", say("law.f4")), Hint("F5", say(compare)), Hint("F6", say("law.f6")),
        ]  # fmt: skip
        if self.state.may_write:
            hints.append(Hint("F8", say("law.f8")))
        return tuple(hints)

    def main_action(self) -> Action | None:
        return None

    def shown(self) -> None:
        (self.table if self.state.rows else self.versions).list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter typed anywhere begins a search."""
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.line.setFocus()
            self.line.insert(text)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.table.list.setFocus()
                    return True
        return super().eventFilter(watched, event)

    def on_key(self, key: str) -> bool:
        if key == "Esc" and self.line.text():
            self.line.clear()
            self.table.list.setFocus()
            return True
        if key == "Esc" and self.state.comparing:
            self.pressed.emit("F5")
            return True
        return super().on_key(key)
