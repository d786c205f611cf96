"""A case: its line through the holders, who answers now, the due date and why, its papers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_text import Para, Run, Runs, glued, para
from ui.look_words import say
from ui.parts.attached import AttachPanel
from ui.parts.badge import badge_width, paint_badge
from ui.parts.base import Painted, hairline
from ui.parts.card import Card
from ui.parts.lanes import Lanes, LaneStep
from ui.parts.notes import Note, Notes
from ui.parts.screen import Screen
from ui.parts.words import Words


@dataclass(frozen=True, slots=True)
class CasePaper:
    id: str
    title: str
    when: str
    size: str = ""  # «2 стр.»


@dataclass(frozen=True, slots=True)
class CaseRemark:
    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    number: str = ""
    badges: tuple[tuple[str, str], ...] = ()  # (tone, words)
    applicant: str = ""
    applicant_rest: str = ""  # « · БИН 0910… · представитель …»
    service: str = ""
    holder: str = ""
    holder_place: str = ""
    due_label: str = ""
    due: str = ""
    due_left: str = ""
    due_tone: str = ""
    steps: tuple[LaneStep, ...] = ()
    why_title: str = ""
    why: str = ""
    why_clause: str = ""
    why_rest: str = ""
    why_lines: tuple[str, ...] = ()  # each stretch that the clock skipped, or what it waits for
    step: str = ""  # the step that the arrows stand on
    papers: tuple[CasePaper, ...] = ()
    remarks: tuple[CaseRemark, ...] = ()
    can_release: bool = False  # its result lies with this person, and may be given out
    also: tuple[Hint, ...] = ()  # what else this person may do about it
    blocked: str = ""


class CaseHead(Painted):
    """Number and badges, applicant, service; holder; due date."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = CaseState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_as(self, state: CaseState) -> None:
        self.state = state
        s = state
        facts = (
            s.number,
            *(w for _, w in s.badges),
            s.applicant,
            s.applicant_rest,
            s.service,
            s.holder,
            s.holder_place,
        )
        due = s.due_label, s.due, s.due_left
        if self.stand((facts, due, s.badges, s.due_tone, say("window.case.holder"))):  # the last: in which language
            self.setAccessibleName(". ".join(f for f in (*facts, *due) if f))
            self._measure()

    def _split(self) -> tuple[int, int]:
        """Widths of the holder's and the due date's boxes."""
        s = self.state
        due = max(look.px(230), para(s.due, look.DUE, bold=True).width + look.px(36))
        return min(look.px(380), round(self.width() * 0.295)), due

    def _columns(self) -> tuple[list[Para], list[Para], list[Para]]:
        s, (holder, due) = self.state, self._split()
        room = max(look.px(200), self.width() - holder - due - look.px(32))
        number = para(s.number, look.HEADING, mono=True, bold=True)
        badges = sum(badge_width(w) + look.px(12) for _, w in s.badges)
        who: Runs = (Run(s.applicant, "", True), Run(s.applicant_rest, "text2"))
        first = [number]
        if number.width + badges + look.px(12) > room:
            first.append(para(" ", look.Size(12, 26)))  # a line of their own for the badges
        first += [para(who, look.BODY, width=room), para(s.service, look.LABEL, tone="text2", width=room)]
        second = [
            para(say("window.case.holder"), look.LABEL, tone="text2"),
            para(s.holder, look.VERDICT, bold=True, width=holder - look.px(36)),
            para(s.holder_place, look.LABEL, tone="text2", width=holder - look.px(36)),
        ]
        third = [
            para(s.due_label, look.LABEL, tone="text2", width=due - look.px(36)),
            para(s.due, look.DUE, bold=True, tone=s.due_tone or "text"),
            para(s.due_left, look.LABEL, bold=True, tone=s.due_tone or "text", width=due - look.px(36)),
        ]
        return first, second, third

    def _measure(self) -> None:
        if self.width() < 200:
            return
        tall = max(sum(p.height for p in column) for column in self._columns())
        self.setFixedHeight(max(look.px(84), tall + look.px(22)))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def draw(self, p: QPainter) -> None:
        s, (holder, due) = self.state, self._split()
        p.fillRect(self.rect(), look.colour("surface"))
        first, second, third = self._columns()
        y = (self.height() - sum(q.height for q in first)) / 2
        x = look.px(16)
        own = len(first) == 4
        for n, q in enumerate(first):
            q.draw(p, x, y)
            if n == (1 if own else 0):
                at = x if own else x + q.width + look.px(12)
                for tone, words in s.badges:
                    at = paint_badge(p, at, y + q.height / 2, tone, words) + look.px(12)
            y += q.height
        left = self.width() - due - holder
        hairline(p, left, 0, left, self.height())
        self._stack(p, second, left + look.px(18))
        left += holder
        ground = f"{s.due_tone}_soft" if s.due_tone else "accent_soft"
        p.fillRect(QRectF(left, 0, due, self.height()), look.colour(ground))
        hairline(p, left, 0, left, self.height())
        self._stack(p, third, left + look.px(18))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)

    def _stack(self, p: QPainter, paras, x: float) -> None:
        y = (self.height() - sum(q.height for q in paras)) / 2
        for q in paras:
            q.draw(p, x, y)
            y += q.height


class CaseView(Screen):
    name, title_key, icon = "case", "window.case.title", "case"

    paper_opened = Signal(str)
    step_chosen = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = CaseState()
        self.head, self.lanes = CaseHead(self), Lanes(self)
        self.card = Card(self, head=False)
        self.area = QScrollArea(self)
        self.area.setWidget(self.lanes)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.add(self.area, 1)
        self.why_card = Card(self, icon="deadlines", head=True)
        self.why, self.law = Words("", look.SECOND, self), Words("", look.LABEL, self)
        self.lines = Words("", look.SECOND, self, tone="text2")
        self.why_card.add(self.why)
        self.why_card.add(self.lines)
        self.why_card.add(self.law)
        self.papers_card, self.papers = Card(self, icon="case"), Notes(self, least=40)
        self.papers_card.add(self.papers)
        self.remarks = [Card(self) for _ in range(3)]
        self.remark_words = [Words("", look.SECOND, self, tone="text2") for _ in self.remarks]
        for card, words in zip(self.remarks, self.remark_words, strict=True):
            card.add(words)
        self.scans = AttachPanel(self)
        self.scans.hide()
        self._lay()
        self.papers.chosen.connect(self.paper_opened)
        self.lanes.chosen.connect(self._chosen)
        self.fit()
        self.retranslate()

    def _lay(self) -> None:
        inner = QWidget(self)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.why_card, self.papers_card, *self.remarks):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.side = QScrollArea(self)
        self.side.setWidget(inner)
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QHBoxLayout()
        self.body.addWidget(self.card, 1)
        self.body.addWidget(self.scans, 1)
        self.body.addWidget(self.side)
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
        self.column.setSpacing(gap)
        self.side.setFixedWidth(look.side(460 if wide else 336, self.width(), most=0.28))
        for card in (self.why_card, *self.remarks):
            card.body.setContentsMargins(look.px(14), look.px(8), look.px(14), look.px(10))
            card.body.setSpacing(look.px(5))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: CaseState) -> None:
        self.state = state
        self.head.show_as(state)
        lanes = ("applicant", "inspector", "sector", "courier", "licensor")
        self.lanes.show_as(tuple(say(f"window.lane.of.{n}") for n in lanes), state.steps, current=state.step)
        self.why_card.setVisible(bool(state.why))
        self.why_card.head.show_words(state.why_title)
        self.why.show_words(state.why)
        self.lines.show_words("\n".join(state.why_lines))
        self.lines.setVisible(bool(state.why_lines))
        self.law.show_words(
            (Run(glued(state.why_clause), "accent_text", link=True), Run(state.why_rest, "text2"))
            if state.why_clause
            else state.why_rest
        )
        self.papers_card.setVisible(bool(state.papers))
        self.papers_card.head.show_words(say("window.case.papers"), str(len(state.papers)))
        self.papers.show_notes(
            tuple(Note(id=x.id, head=x.title, lines=(x.when,), mark="paper", right=x.size) for x in state.papers)
        )
        for n, (card, words) in enumerate(zip(self.remarks, self.remark_words, strict=True)):
            remark = state.remarks[n] if n < len(state.remarks) else None
            card.setVisible(remark is not None)
            if remark:
                card.head.show_words(remark.title, tone=remark.tone)
                words.show_words(remark.text)
        self.changed.emit()

    def hints(self) -> tuple[Hint, ...]:
        hints = [Hint("F3", say("window.case.f3")), Hint("F4", say("window.case.f4"))]
        if self.state.can_release:
            hints.append(Hint("F5", say("hands.release")))
        return (
            *hints, Hint("F6", say("window.f6")), Hint("F7", say("window.case.f7")),
            *self.state.also, Hint("Ctrl+S", say("attach.scans")),
        )  # fmt: skip

    def show_scans(self, open_: bool) -> None:
        """They lie where the line of the case is; Esc gives it back."""
        self.card.setVisible(not open_)
        self.scans.setVisible(open_)
        if not open_:
            self.area.setFocus()

    def on_key(self, key: str) -> bool:
        return self.scans.takes(key) or super().on_key(key)

    def inner_hints(self) -> tuple[Hint, ...]:
        return self.scans.state.hints if self.scans.isVisible() else ()

    def main_action(self) -> Action | None:
        return Action(say("window.case.slip"), blocked=self.state.blocked)

    def _chosen(self, id: str) -> None:
        self._into_view(id)
        self.step_chosen.emit(id)

    def _into_view(self, id: str) -> None:
        """The row, and one on either side of it."""
        row, bar, seen = self.lanes.row_of(id), self.area.verticalScrollBar(), self.area.viewport().height()
        if row.top() - row.height() < bar.value():
            bar.setValue(max(0, int(row.top() - row.height() - self.lanes.head_height())))
        elif row.bottom() + row.height() > bar.value() + seen:
            bar.setValue(int(row.bottom() + row.height() - seen))

    def shown(self) -> None:
        self.lanes.setFocus()
