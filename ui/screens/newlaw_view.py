"""A new version of an act, step by step: the way at the left, the step that is chosen at the right with its one button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.badge import StatusMark
from ui.parts.card import Card
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen
from ui.parts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLawState:
    steps: tuple[Row, ...] = ()
    step: str = ""
    heading: str = ""
    file: str = ""
    sentence: str = ""  # what to do here
    tone: str = ""
    answer: str = ""  # what came of it
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    main: Action | None = None
    hints: tuple[Hint, ...] = ()


class NewLawView(Screen):
    name, title_key, icon = "new-law", "newlaw.title", "norm"

    step_chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = NewLawState()
        self.way, self.card = Card(self, icon="process"), Card(self, icon="norm")
        self.steps, self.table = Table(self), Table(self)
        self.file = Words("", look.SECOND, self, tone="text2")
        self.sentence = Words("", look.BODY, self)
        self.answer = StatusMark("", "", self, size=look.BODY)
        self.text = QVBoxLayout()
        for widget in (self.file, self.sentence, self.answer):
            self.text.addWidget(widget)
        self.way.add(self.steps, 1)
        self.card.body.addLayout(self.text)
        self.card.add(self.table, 1)
        self.card.body.addStretch(0)
        self.box = QHBoxLayout(self)
        self.box.addWidget(self.way)
        self.box.addWidget(self.card, 1)
        self.steps.list.moved.connect(self._step)
        self.table.list.opened.connect(self.opened)
        self.fit()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.way.setFixedWidth(look.side(330, self.width() or look.px(1200), most=0.34))
        self.text.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        self.text.setSpacing(look.px(6))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: NewLawState) -> None:
        self.state = state
        self.way.head.show_words(say("newlaw.way"))
        self.steps.show_as((Column(say("newlaw.col.step")),), state.steps)
        self.steps.list.go(state.step)
        self.card.head.show_words(state.heading)
        self.file.show_words(state.file)
        self.file.setVisible(bool(state.file))
        self.sentence.show_words(state.sentence)
        self.answer.show_as(state.tone, state.answer)
        self.answer.setVisible(bool(state.answer))
        self.table.show_as(state.columns, state.rows)
        self.table.setVisible(bool(state.rows))
        self.card.body.setStretch(self.card.body.count() - 1, 0 if state.rows else 1)
        self.changed.emit()

    def _step(self, id: str) -> None:
        if id != self.state.step:
            self.step_chosen.emit(id)

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints

    def main_action(self) -> Action | None:
        return self.state.main

    def shown(self) -> None:
        self.steps.list.setFocus()
