"""Release: whose result lies where, who came for it, what is handed over and signed for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_text import Run
from ui.look_words import say
from ui.parts.badge import StatusMark
from ui.parts.base import RING
from ui.parts.card import Card
from ui.parts.clockbox import ClockState
from ui.parts.empty import EmptyState
from ui.parts.field import Field, FieldState
from ui.parts.grid import Cell, Column, ListTable, Row
from ui.parts.headrow import HeadRow
from ui.parts.notes import Note, Notes
from ui.parts.screen import Screen
from ui.parts.segment import Choice, Segment
from ui.parts.verdict import Verdict, VerdictStrip
from ui.parts.words import Words

EMPTY, NO_VERDICT = FieldState(), Verdict()
SHOWN = ("identity-card", "passport", "residence-permit", "other")  # as the command takes them


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyResult:
    """A result that lies here. `shelf` is the cell; `since` how long it has lain."""

    id: str
    number: str
    who: str
    what: str
    shelf: str
    since: str
    tone: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedPaper:
    """What is put into the person's hands: result, annex, returned original."""

    id: str
    name: str
    note: str = ""
    tone: str = "wait"
    right: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the survey; the applicant may leave it out. `answer`: yes, partly, no or empty."""

    id: str
    words: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseState:
    """`current` empty: nobody is served. `came`: applicant or representative."""

    ready: tuple[ReadyResult, ...] = ()
    more: bool = False
    current: str = ""
    heading: str = ""
    under: str = ""
    clocks: tuple[ClockState, ...] = ()
    shelf: str = ""
    shelf_note: str = ""
    came: str = "applicant"
    representative_allowed: bool = True
    legal: bool = False  # the applicant is a firm: its head comes, and shows by what right
    number: FieldState = EMPTY
    person: FieldState = EMPTY
    identity: str = "identity-card"  # by which paper they are known
    power: FieldState = EMPTY
    until: FieldState = EMPTY
    source_tone: str = ""
    source: str = ""
    papers: tuple[HandedPaper, ...] = ()
    questions: tuple[Question, ...] = ()
    verdict: Verdict = NO_VERDICT
    blocked: str = ""
    obstacle: str = ""
    busy: bool = False
    undo: bool = False


def flush(segment: Segment) -> QHBoxLayout:
    """Its focus ring stands in the margin, its edge in line with the fields."""
    row = QHBoxLayout()
    row.addSpacing(-RING)
    row.addWidget(segment)
    row.addStretch(1)
    return row


class ReleaseView(Screen):
    name, title_key, icon = "release", "window.place.release", "release"

    result_chosen = Signal(str)
    came_chosen = Signal(str)
    entered = Signal(str, str)  # number, person, power, until; text
    identity_chosen = Signal(str)
    paper_marked = Signal(str)
    answered = Signal(str, str)  # question, yes / partly / no
    more_asked = Signal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self._filling = ReleaseState(), False
        self.head = HeadRow("release", self)
        self.ready_card, self.ready = Card(self, icon="shelf"), ListTable(self)
        self.ready.itemDelegate().least = 69
        self.ready.itemDelegate().pad = 8
        self.ready_card.add(self.ready, 1)
        self.empty = EmptyState("shelf", self)
        self.ready_card.add(self.empty, 1)
        self._who()
        self._what()
        self._lay()
        self.ready.moved.connect(self._chosen)
        self.ready.opened.connect(lambda _: self.serve())
        self.ready.verticalScrollBar().valueChanged.connect(self._near_end)
        self.fit()
        self.retranslate()

    def _who(self) -> None:
        self.who_card = Card(self, icon="person")
        self.came = Segment(parent=self)
        self.number, self.person = Field(parent=self, mono=True), Field(parent=self, room=False)
        self.identity_label, self.identity = Words("", look.LABEL, self, tone="text2"), Segment(parent=self)
        self.power = Field(parent=self, room=False)
        self.until, self.source = Field(parent=self), StatusMark(parent=self)
        self.who_card.body.addLayout(flush(self.came))
        for widget in (self.number, self.person, self.identity_label):
            self.who_card.add(widget)
        self.who_card.body.addLayout(flush(self.identity))
        for widget in (self.power, self.until, self.source):
            self.who_card.add(widget)
        self.who_card.body.addStretch(1)
        self.came.chosen.connect(self.came_chosen)
        self.came.passed.connect(self.number.setFocus)
        self.identity.chosen.connect(self.identity_chosen)
        self.identity.passed.connect(lambda: self.focusNextPrevChild(True))
        for key, field in self._fields():
            field.entered.connect(lambda text, k=key: self.entered.emit(k, text))

    def _fields(self) -> tuple[tuple[str, Field], ...]:
        return (
            ("number", self.number), ("person", self.person), ("power", self.power), ("until", self.until),
        )  # fmt: skip

    def _what(self) -> None:
        self.what_card, self.papers = Card(self, icon="paper"), Notes(self, least=45, last_line=True)
        self.shelf = Words("", look.FIGURE, self, bold=True)
        self.shelf_note = Words("", look.LABEL, self, tone="text2")
        self.verdict = VerdictStrip(self)
        self.shelf_box = QVBoxLayout()
        self.shelf_box.addWidget(self.shelf_note)
        self.shelf_box.addWidget(self.shelf)
        self.ask = QVBoxLayout()
        self.ask_words = [Words("", look.SECOND, self) for _ in range(2)]
        self.ask_answers = [Segment(parent=self) for _ in range(2)]
        for answer in self.ask_answers:
            answer.passed.connect(lambda: self.focusNextPrevChild(True))
        for n, (words, answers) in enumerate(zip(self.ask_words, self.ask_answers, strict=True)):
            self.ask.addWidget(words)
            self.ask.addLayout(flush(answers))
            answers.chosen.connect(lambda id, i=n: self._answer(i, id))
        self.what_card.body.addLayout(self.shelf_box)
        self.what_card.add(self.papers)
        self.what_card.body.addLayout(self.ask)
        self.what_card.body.addStretch(1)
        self.what_card.add(self.verdict)
        self.papers.chosen.connect(self.paper_marked)

    def _lay(self) -> None:
        self.side = QScrollArea(self)
        self.side.setWidget(self.who_card)
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QHBoxLayout()
        self.body.addWidget(self.ready_card)
        self.body.addWidget(self.side)
        self.rest = QScrollArea(self)
        self.rest.setWidget(self.what_card)
        self.rest.setWidgetResizable(True)
        self.rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rest.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.rest, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addLayout(self.body, 1)

    def fit(self) -> None:
        wide = self.width() >= look.px(1700)
        gap = look.px(16 if wide else 12)
        self.body.setContentsMargins(gap, gap, gap, gap)
        self.body.setSpacing(gap)
        self.ready_card.setFixedWidth(look.side(460 if wide else 372, self.width(), most=0.29))
        self.side.setFixedWidth(look.side(372 if wide else 328, self.width(), most=0.33))
        self.who_card.padded(gap=look.px(3))
        self.shelf_box.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(8))
        self.ask.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(8))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._list()

    def _chosen(self, id: str) -> None:
        if id != self.state.current and not self._filling:
            self.result_chosen.emit(id)

    def _answer(self, n: int, id: str) -> None:
        if n < len(self.state.questions):
            self.answered.emit(self.state.questions[n].id, id)

    def _near_end(self, value: int) -> None:
        if self.state.more and value >= self.ready.verticalScrollBar().maximum() - look.px(200):
            self.more_asked.emit()

    def retranslate(self) -> None:
        self.number.show_label(say("window.field.iin"))
        self.person.show_label(say("window.field.name"))
        self.identity_label.show_words(say("window.release.identity"))
        self.until.show_label(say("window.field.until"))
        self.render(self.state)

    def render(self, state: ReleaseState) -> None:
        self.state = state
        self.head.show_as(state.heading or say("window.release.choose"), state.under, state.clocks)
        self.ready_card.head.show_words(
            say("window.release.ready"), str(len(state.ready)) + ("+" if state.more else "")
        )
        self.empty.setVisible(not state.ready)
        self.ready.setVisible(bool(state.ready))
        self.empty.show_as(say("window.release.empty"), say("window.release.empty.do"))
        self._list()
        if state.current and self.ready.current() != state.current and not self.ready.go(state.current):
            self.ready.forget()  # it is not in the list yet: no other row may look as if it were open
        serving = bool(state.current)
        self.who_card.setVisible(serving)
        self.what_card.setVisible(serving)
        self._render_who(state)
        self._render_what(state)
        self.changed.emit()

    def _list(self) -> None:
        narrow = self.ready_card.width() < look.px(330)
        self.ready.show_columns((Column("", 34), Column(""), Column("", 6 if narrow else 84, right=True)))
        self._filling = True  # a row that is kept while others come in was chosen by nobody
        try:
            self.ready.show_rows(tuple(self._ready(r, narrow=narrow) for r in self.state.ready))
        finally:
            self._filling = False

    @staticmethod
    def _ready(r: ReadyResult, *, narrow: bool) -> Row:
        """The cell and the days stand at the right, or below when the column is too narrow for both."""
        tone = r.tone if r.tone in ("late", "risk") else "text2"
        second = (Run(r.number, "text2", mono=True), Run(f"\n{r.what}", "text2"))
        if narrow:
            second = (*second, Run(f"\n{r.shelf} · {r.since}", tone, True))
        shelf = Cell("") if narrow else Cell(Run(r.shelf, "", True, True), Run(r.since, tone))
        return Row(r.id, (Cell(shape=r.tone), Cell(r.who, second, bold=True), shelf))

    def _render_who(self, state: ReleaseState) -> None:
        self.who_card.head.show_words(say("window.intake.who-came"))
        choices = [Choice("applicant", say("window.release.head" if state.legal else "window.release.applicant"), 1)]
        if state.representative_allowed:
            choices.append(Choice("representative", say("window.release.representative"), 2))
        self.came.offer(tuple(choices), state.came, name=say("window.intake.who-came"))
        self.came.fold(self.side.width() - look.px(24) - RING)
        for key, field in self._fields():
            field.show_as(getattr(state, key))
        kinds = tuple(Choice(id, say(f"window.release.identity.{id}"), n) for n, id in enumerate(SHOWN, 1))
        self.identity.offer(kinds, state.identity, name=say("window.release.identity"))
        self.identity.fold(self.side.width() - look.px(24) - RING)
        by_power = state.came == "representative"
        self.power.show_label(say("window.field.power" if by_power else "window.field.ground"))
        self.power.setVisible(by_power or state.legal)
        self.until.setVisible(by_power)
        self.source.show_as(state.source_tone, state.source)

    def _render_what(self, state: ReleaseState) -> None:
        self.what_card.head.show_words(say("window.release.hand-over"))
        self.shelf.show_words(state.shelf)
        self.shelf_note.show_words(state.shelf_note or say("window.release.shelf"))
        for words in (self.shelf, self.shelf_note):
            words.setVisible(bool(state.shelf))
        self.papers.show_notes(tuple(
            Note(id=x.id, head=Run(x.name, "", True), lines=(x.note,) if x.note else (), mark=x.tone, right=x.right)
            for x in state.papers
        ))  # fmt: skip
        answers = (
            Choice("yes", say("window.release.satisfied"), 1), Choice("partly", say("window.release.partly"), 2),
            Choice("no", say("window.release.not-satisfied"), 3),
        )  # fmt: skip
        room = max(look.px(200), self.rest.width() - look.px(40))
        for n, (words, segment) in enumerate(zip(self.ask_words, self.ask_answers, strict=True)):
            question = state.questions[n] if n < len(state.questions) else None
            words.setVisible(question is not None)
            segment.setVisible(question is not None)
            if question:
                words.show_words(question.words)
                segment.offer(answers, question.answer, name=question.words)
                segment.fold(room)
        self.verdict.show_as(state.verdict)

    def hints(self) -> tuple[Hint, ...]:
        hints = [Hint("F3", say("window.release.f3")), Hint("F5", say("window.release.f5")), Hint("F6", say("window.f6")),
                 Hint("F7", say("window.release.f7"))]  # fmt: skip
        if self.state.undo:
            hints.append(Hint("Ctrl+Z", say("window.scan.undo")))
        return tuple(hints)

    def main_action(self) -> Action | None:
        busy = say("window.busy") if self.state.busy else ""
        blocked = busy or self.state.blocked or ("" if self.state.current else say("window.release.choose"))
        return Action(say("window.release.give"), blocked=blocked)

    def second_action(self) -> Action | None:
        return Action(say("window.release.f8"), "F8") if self.state.current else None

    def first_obstacle(self) -> None:
        target = dict(self._fields()).get(self.state.obstacle)
        if target is not None:
            target.setFocus()
        elif self.state.current:
            self.came.setFocus()
        else:
            self.ready.setFocus()

    def serve(self) -> None:
        """The result is chosen: who came is typed next, and their digits must not fall into the choice above."""
        self.number.setFocus()

    def shown(self) -> None:
        self.ready.setFocus()
