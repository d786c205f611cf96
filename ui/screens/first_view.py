"""The first start: a step at a time, each says what it is for; the steps at the left show how far one has come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import draw, para
from ui.look_words import say
from ui.parts.base import Fits, Painted, hairline, panel
from ui.parts.card import Card
from ui.parts.field import Field, FieldState
from ui.parts.foot import Foot
from ui.parts.grid import Column, Row, Table
from ui.parts.screen import Screen
from ui.parts.segment import Choice, Segment
from ui.parts.teach import Teach
from ui.parts.words import Words


@dataclass(frozen=True, slots=True)
class StepLine:
    """`second` is what was answered; `state`: done, now, ahead."""

    id: str
    words: str
    second: str = ""
    state: str = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question: a field, or one of a few where `choices` are given. `whole`: over both columns."""

    id: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    reason: str = ""
    bad: bool = False
    whole: bool = False
    mono: bool = False
    secret: bool = False  # a password: dots


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstState:
    steps: tuple[StepLine, ...] = ()
    at: str = ""
    title: str = ""
    sentence: str = ""
    asks: tuple[Ask, ...] = ()
    scans: bool = False
    columns: tuple[Column, ...] = ()
    lines: tuple[Row, ...] = ()
    note_title: str = ""
    note: str = ""
    hints: tuple[Hint, ...] = ()
    main: Action | None = None
    later: Action | None = None


class Steps(Painted):
    """Left: the program, the steps with their answers, what may wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[StepLine, ...] = ()

    def show_steps(self, steps: tuple[StepLine, ...]) -> None:
        self.steps = steps
        said = [f"{n}. {s.words} {s.second} {say(f'first.step.{s.state}')}" for n, s in enumerate(steps, 1)]
        self.setAccessibleName(". ".join([*said, say("first.can-wait")]))
        self.update()

    def draw(self, p: QPainter) -> None:
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, self.width() - 1, 0, self.width() - 1, self.height())
        left, size = look.px(24), look.px(32)
        draw_icon(p, "tereze", left, look.px(26), size, token="accent")
        draw(p, left + look.px(44), look.px(28), "Tereze", look.DUE, bold=True)
        foot = para(say("first.can-wait"), look.LABEL, tone="text2", width=self.width() - 2 * left)
        foot_y = self.height() - look.px(24) - foot.height
        foot.draw(p, left, foot_y)
        room = self.width() - look.px(62 + 16)
        paras = [
            (
                para(s.words, look.BODY, width=room, bold=s.state == "now"),
                para(s.second, look.LABEL, tone="text2", width=room) if s.second else None,
            )
            for s in self.steps
        ]
        y = float(look.px(82))
        spare = (foot_y - look.px(12) - y) / max(1, len(paras))
        for n, (s, (words, second)) in enumerate(zip(self.steps, paras, strict=True), 1):
            high = words.height + (second.height if second else 0)
            if high + look.px(8) > spare and second:
                second, high = None, words.height
            row = min(float(look.px(52)), spare)
            if s.state == "now":
                p.fillRect(QRectF(0, y, self.width() - 1, row), look.colour("accent_soft"))
                p.fillRect(QRectF(0, y, look.px(3), row), look.colour("accent"))
            self._mark(p, s, n, y + row / 2)
            top = y + (row - high) / 2
            words.draw(p, look.px(62), top)
            if second:
                second.draw(p, look.px(62), top + words.height)
            y += row

    def _mark(self, p: QPainter, step: StepLine, n: int, middle: float) -> None:
        size, x = look.px(24), look.px(25)
        if step.state == "done":
            draw_shape(p, "ok", x, middle - size / 2, size)
            return
        now = step.state == "now"
        box = QRectF(x, middle - size / 2, size, size)
        panel(p, box, fill="accent" if now else "", edge="accent" if now else "edge", radius=12, width=2)
        label = para(f"{n}", look.SECOND, bold=True, tone="on_accent" if now else "text")
        label.draw(p, box.center().x() - label.width / 2, middle - label.height / 2)


class Picked(Fits, QWidget):
    """A label above, one of a few below; it breaks into rows before it is cut."""

    chosen = Signal(str)
    passed = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.segment = Words(ask.label, look.LABEL, self, tone="text2"), Segment(parent=self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(1))
        box.addWidget(self.label)
        box.addWidget(self.segment)
        self.setFocusProxy(self.segment)
        self.segment.chosen.connect(self.chosen)
        self.segment.passed.connect(lambda: self.segment.focusNextPrevChild(True))
        self.show_as(ask)

    def show_as(self, ask: Ask) -> None:
        self.label.show_words(ask.label)
        self.segment.offer(ask.choices, ask.value, name=ask.label)
        self.segment.fold(self.width())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.segment.fold(self.width())


class Page(QWidget):
    """What scrolls; it tells when it has its width, for only then do its texts know their height."""

    resized = Signal()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class FirstView(Screen):
    name, title_key, icon = "first", "first.title", "tereze"

    answered = Signal(str, str)  # question, answer
    taught = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = FirstState()
        self.side = Steps(self)
        self.heading = Words("", look.FIGURE, self, bold=True)
        self.sentence = Words("", look.MAIN, self, tone="text2")
        self.card = Card(self, head=False)
        self.table = Table(self, marks_current=False)
        self.teach = Teach(self)
        self.note = Card(self, head=False)
        self.note_title, self.note_text = (
            Words("", look.BODY, self, bold=True),
            Words("", look.SECOND, self, tone="text2"),
        )
        self.note.add(self.note_title)
        self.note.add(self.note_text)
        self.asked: dict[str, Field | Picked] = {}
        self.grid = QGridLayout()
        self.card.body.addLayout(self.grid)
        self.foot = Foot(self)
        self.foot.pressed.connect(self.on_key)
        self.foot.acted.connect(self.on_key)
        self.foot.refused.connect(lambda _: self.first_obstacle())
        self.teach.taught.connect(self.taught)
        self._lay()
        self.fit()

    def _lay(self) -> None:
        inside = Page()
        inside.resized.connect(self._stretch)
        inside.setAutoFillBackground(False)
        self.column = QVBoxLayout(inside)
        for widget in (self.heading, self.sentence, self.card, self.table, self.teach, self.note):
            self.column.addWidget(widget)
        self.column.setStretchFactor(self.table, 100)
        self.column.setStretchFactor(self.teach, 100)
        self.column.addStretch(1)
        self.room = QScrollArea(self)
        self.room.setWidgetResizable(True)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(inside)
        inside.setObjectName("clear")
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.room, 1)
        right.addWidget(self.foot)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.side)
        box.addLayout(right, 1)

    def fit(self) -> None:
        self.side.setFixedWidth(look.side(300, self.width() or 1366, most=0.3))
        edge = look.px(44 if self.width() >= look.px(1000) else 20)
        self.column.setContentsMargins(edge, look.px(30), edge, look.px(16))
        self.column.setSpacing(look.px(12))
        self.card.body.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(12))
        self.note.body.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(14))
        self.note.body.setSpacing(look.px(3))
        self.grid.setHorizontalSpacing(look.px(16))
        self.grid.setVerticalSpacing(look.px(6))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._stretch()

    def _stretch(self) -> None:
        """In a scrolled page each text asks for its whole height, or the layout would take it away."""
        self.column.activate()
        texts = [self.heading, self.sentence, self.note_title, self.note_text]
        texts += [made.reason for made in self.asked.values() if isinstance(made, Field)]
        for words in texts:
            words.setMinimumHeight(max(look.px(16), words.heightForWidth(max(look.px(80), words.width()))))

    def retranslate(self) -> None:
        self.side.show_steps(self.state.steps)
        self.teach.retranslate()

    # ---- what stands there

    def render(self, state: FirstState) -> None:
        fresh = state.at != self.state.at or [a.id for a in state.asks] != list(self.asked)
        self.state = state
        self.side.show_steps(state.steps)
        self.heading.show_words(state.title)
        self.sentence.show_words(state.sentence)
        if fresh:
            self._build(state.asks)
        for ask in state.asks:
            self._show(ask)
        self.card.setVisible(bool(state.asks))
        self.teach.setVisible(state.scans)
        self.table.setVisible(bool(state.lines))
        if state.lines:
            self.table.show_as(state.columns, state.lines)
        self.note.setVisible(bool(state.note))
        self.note_title.show_words(state.note_title)
        self.note_text.show_words(state.note)
        self.foot.show_as((Hint("F1", say("window.keys")), *state.hints), state.main, state.later)
        self._stretch()
        self.changed.emit()
        if fresh and self.isVisible():
            self.shown()

    def _build(self, asks: tuple[Ask, ...]) -> None:
        for old in self.asked.values():
            self.grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.asked.clear()
        row = column = 0
        for ask in asks:
            made: Field | Picked
            if ask.choices:
                made = Picked(ask, self)
                made.chosen.connect(lambda value, id=ask.id: self.answered.emit(id, value))
            else:
                made = Field(ask.label, self, mono=ask.mono)
                made.entered.connect(lambda value, id=ask.id: self.answered.emit(id, value))
                if ask.secret:
                    made.line.setEchoMode(QLineEdit.EchoMode.Password)
            wide = ask.whole or bool(ask.choices)
            if wide and column:
                row, column = row + 1, 0
            self.grid.addWidget(made, row, column, 1, 2 if wide else 1)
            row, column = (row + 1, 0) if wide or column else (row, 1)
            self.asked[ask.id] = made
        for n in (0, 1):
            self.grid.setColumnStretch(n, 1)

    def _show(self, ask: Ask) -> None:
        made = self.asked[ask.id]
        if isinstance(made, Picked):
            made.show_as(ask)
        else:
            made.show_label(ask.label)
            made.show_as(FieldState(ask.value, "bad" if ask.bad else "", reason=ask.reason))

    # ---- hands

    def hints(self) -> tuple[Hint, ...]:
        return self.state.hints

    def main_action(self) -> Action | None:
        return self.state.main

    def second_action(self) -> Action | None:
        return self.state.later

    def tell(self) -> None:
        """What is being typed is an answer too, when a key ends the step."""
        for made in self.asked.values():
            if isinstance(made, Field):
                made.line.tell()

    def on_key(self, key: str) -> bool:
        if key in ("Ctrl+Enter", "F9", "Esc", "Shift+Esc"):
            self.tell()
        if self.state.main and key == self.state.main.key and self.state.main.blocked:
            self.first_obstacle()
            return True
        if key == "F1":
            self.pressed.emit(key)
            return True
        return super().on_key(key)

    def first_obstacle(self) -> None:
        wrong = next((a.id for a in self.state.asks if a.bad), "")
        if wrong in self.asked:
            self.asked[wrong].setFocus()

    def shown(self) -> None:
        first = next(iter(self.asked.values()), None)
        (first or self.table).setFocus()
