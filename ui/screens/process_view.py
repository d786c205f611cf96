"""The process of a service: the picture, and beneath it what the act says of the step that is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_text import Run, glued
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.screen import Screen
from ui.parts.swim import Swim, SwimState
from ui.parts.words import Words

NOTHING = SwimState()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessState:
    service: str = ""
    under: str = ""  # act, version, channel
    number: str = ""  # of the case whose place is shown
    number_rest: str = ""
    swim: SwimState = NOTHING
    title: str = ""  # of the chosen step
    title_rest: str = ""
    text: str = ""
    clause: str = ""
    clause_rest: str = ""
    refusals: str = ""
    refusals_title: str = ""


class ProcessView(Screen):
    name, title_key, icon = "process", "window.place.process", "process"

    moved = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = ProcessState()
        self.head = Card(self, head=False)
        self.service, self.under = Words("", look.VERDICT, self, bold=True), Words("", look.SECOND, self)
        for widget in (self.service, self.under):
            self.head.add(widget)
        self.swim = Swim(self)
        self.card = Card(self, head=False)
        self.area = QScrollArea(self)
        self.area.setWidget(self.swim)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.add(self.area, 1)
        self.step = Card(self, head=False)
        self.title_, self.text = Words("", look.BODY, self), Words("", look.SECOND, self)
        self.law = Words("", look.LABEL, self)
        self.refusals = Words("", look.LABEL, self, tone="text2")
        for widget in (self.title_, self.text, self.law, self.refusals):
            self.step.add(widget)
        self.empty = EmptyState("process", self)
        self.empty.pressed.connect(self.pressed)
        self._lay()
        self.area.horizontalScrollBar().valueChanged.connect(lambda _: self.swim.update())
        self.swim.moved.connect(self._moved)
        self.swim.opened.connect(lambda: self.pressed.emit("F6"))
        self.fit()
        self.retranslate()

    def _lay(self) -> None:
        whole = QWidget(self)
        self.column = QVBoxLayout(whole)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.head)
        self.column.addWidget(self.card, 1)
        self.column.addWidget(self.step)
        self.pages = QStackedLayout()
        self.pages.addWidget(whole)
        self.pages.addWidget(self.empty)
        self.box = QHBoxLayout(self)
        self.box.addLayout(self.pages)

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.column.setSpacing(gap)
        for card in (self.head, self.step):
            card.body.setContentsMargins(look.px(14), look.px(7), look.px(14), look.px(8))
            card.body.setSpacing(look.px(2))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._fill()

    def _fill(self) -> None:
        self.layout().activate()
        self.swim.fill(self.area.viewport().size())
        if self.swim.current and self.swim.plan is not None:
            self._into_view()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: ProcessState) -> None:
        self.state = state
        self.service.show_words(state.service)
        numbered = (Run(glued(state.number), "", True, True), Run(f"  {state.number_rest}  ·  "))
        self.under.show_words((*(numbered if state.number else ()), Run(state.under, "text2")))
        self.swim.show_as(state.swim)
        self.title_.show_words((Run(state.title, "", True), Run(state.title_rest, "text2")))
        self.text.show_words(state.text)
        self.law.show_words((Run(glued(state.clause), "accent_text", link=True), Run(state.clause_rest, "text2")))
        self.law.setVisible(bool(state.clause or state.clause_rest))
        self.refusals.show_words((Run(state.refusals_title, "stop", True), Run(state.refusals, "text2")))
        self.refusals.setVisible(bool(state.refusals))
        self.empty.show_as(say("process.none"), say("process.none.do"), action=say("window.process.f3"), key="F3")
        self.pages.setCurrentIndex(0 if state.swim.process is not None else 1)
        self._fill()
        self.changed.emit()

    def _moved(self, id: str) -> None:
        self._into_view()
        self.moved.emit(id)

    def _into_view(self) -> None:
        """The chosen step is seen whole, with some of what comes before and after it."""
        box = self.swim.place_of(self.swim.current)
        bar, seen = self.area.horizontalScrollBar(), self.area.viewport().width()
        ahead = look.px(150)
        if box.right() + look.px(24) > bar.value() + seen:
            bar.setValue(int(box.right() + ahead - seen))
        elif box.left() - look.px(HEADROOM) < bar.value():
            bar.setValue(max(0, int(box.left() - look.px(HEADROOM) - ahead)))
        middle = int(box.center().y())
        self.area.ensureVisible(bar.value() + seen // 2, middle, 0, int(box.height() / 2) + look.px(8))

    def hints(self) -> tuple[Hint, ...]:
        hints = [Hint("F3", say("window.process.f3"))]
        if self.state.swim.process is None:
            return tuple(hints)
        return (*hints, Hint("F6", say("window.process.f6")), Hint("F7", say("window.process.f7")))

    def main_action(self) -> Action | None:
        return Action(say("window.process.case")) if self.state.number else None

    def shown(self) -> None:
        self.swim.setFocus()


HEADROOM = 124  # the lanes' names and a little room
