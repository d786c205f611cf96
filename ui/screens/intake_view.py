"""Intake: who came, which papers are on the counter, and whether they may be taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.attached import ANY_WIDTH, AttachPanel, AttachState, Brought, Drops
from ui.parts.badge import StatusMark
from ui.parts.base import RING
from ui.parts.card import Card
from ui.parts.clockbox import ClockState
from ui.parts.documents import DocumentTable, HeldRow, PaperEntry, PaperRow
from ui.parts.field import Field, FieldState
from ui.parts.grid import ROW
from ui.parts.headrow import HeadRow
from ui.parts.screen import Screen
from ui.parts.segment import Choice, Segment
from ui.parts.verdict import Verdict, VerdictStrip
from ui.parts.words import Words

EMPTY, NO_VERDICT, NO_SCAN = FieldState(), Verdict(), AttachState()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantState:
    """`with_bin`: the label is БИН and not ИИН, and the icon that of an organisation."""

    with_bin: bool = True
    number: FieldState = EMPTY
    name: FieldState = EMPTY
    phone: FieldState = EMPTY
    address: str = ""
    source_tone: str = ""
    source: str = ""  # «ГБД ЮЛ ответил в 10:37»


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeState:
    number: FieldState = EMPTY
    name: FieldState = EMPTY
    power: FieldState = EMPTY  # the power of attorney: number and kind
    until: FieldState = EMPTY
    phone: FieldState = EMPTY
    source_tone: str = ""
    source: str = ""


NOBODY = ApplicantState()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """`blocked` says why it cannot be taken in; `refuse_blocked` why it cannot be refused. `accept_words`, where the
    flow has another verb for Ctrl+Enter (the operator's "send"); `refuse_words` the same for F8. `representative` None:
    in person."""

    service: str = ""
    act: str = ""
    clocks: tuple[ClockState, ...] = ()
    applicant: ApplicantState = NOBODY
    representative: RepresentativeState | None = None
    papers: tuple[PaperRow, ...] = ()
    held: tuple[HeldRow, ...] = ()
    verdict: Verdict = NO_VERDICT
    receipt_lang: str = "both"
    has_receipt: bool = True
    blocked: str = ""
    obstacle: str = ""  # "number", "representative", "filing", a paper's id: where the key jumps to
    refuse_blocked: str = ""
    paper: bool = False  # one was made here before: F7 shows it again
    has_refusal: bool = True
    accept_words: str = ""
    refuse_words: str = ""  # where F8 means something else than a refusal on a receipt
    busy: bool = False
    visit: str = ""  # whose papers these are: with another the list begins at its top
    attach: AttachState = NO_SCAN


class IntakeView(Screen):
    name, title_key, icon = "intake", "window.place.intake", "intake"

    number_entered = Signal(str)
    name_entered = Signal(str)
    phone_entered = Signal(str)
    representative_asked = Signal(bool)  # True: a representative came; False: the applicant is here in person
    representative_entered = Signal(str, str)  # field ("number", "name", "power", "until", "phone"), text
    paper_entered = Signal(object)  # PaperEntry
    paper_chosen = Signal(str)
    receipt_language = Signal(str)  # kk, ru, both
    filing_asked = Signal()
    attach_opened = Signal()
    attach_left = Signal()
    papers_dropped = Signal(str, object)  # a line, Brought

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = IntakeState()
        self.head = HeadRow("intake", self)
        self._applicant()
        self._representative()
        self.left = QWidget(self)
        self.column = QVBoxLayout(self.left)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.card1)
        self.column.addWidget(self.card2)
        self.column.addStretch(1)
        self.side = QScrollArea(self)
        self.side.setWidget(self.left)
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left.setAutoFillBackground(False)
        self.side.viewport().setAutoFillBackground(False)
        self.papers, self.verdict = DocumentTable(self), VerdictStrip(self)
        self.list = Card(self, head=False)
        self.list.add(self.papers, 1)
        self.list.add(self.verdict)
        self.panel, self.over = AttachPanel(self), False  # over: it lies where the list is, the window is narrow
        self.body = QHBoxLayout()
        self.body.addWidget(self.side)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.panel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addLayout(self.body, 1)
        self._connect()
        self.fit()
        self.retranslate()

    def _applicant(self) -> None:
        self.card1 = Card(self, icon="organisation").padded()
        self.number, self.person = Field(parent=self, mono=True), Field(parent=self, room=False)
        self.phone = Field(parent=self, room=False)
        self.address, self.source = Words("", look.LABEL, self, tone="text2"), StatusMark(parent=self)
        for widget in (self.number, self.person, self.phone, self.address, self.source):
            self.card1.add(widget)

    def _representative(self) -> None:
        self.card2 = Card(self, icon="person").padded()
        self.came = Segment(parent=self)
        self.r_number, self.r_name = Field(parent=self, mono=True, room=False), Field(parent=self, room=False)
        self.r_power = Field(parent=self, room=False)
        self.r_until, self.r_phone = Field(parent=self, room=False), Field(parent=self, room=False)
        self.r_source = StatusMark(parent=self)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.r_until, 6)
        pair.addWidget(self.r_phone, 5)
        self.lang_label, self.lang = Words("", look.LABEL, self, tone="text2"), Segment(parent=self)
        for widget in (self.came, self.r_number, self.r_name, self.r_power):
            self.card2.add(widget)
        self.card2.body.addLayout(pair)
        self.card2.add(self.r_source)
        flush = QHBoxLayout()
        flush.addWidget(self.lang_label, 1, Qt.AlignmentFlag.AlignVCenter)
        flush.addWidget(self.lang)
        flush.addSpacing(-RING)  # its focus ring stands in the margin, its edge in line with the fields
        self.card2.body.addLayout(flush)

    def _connect(self) -> None:
        self.number.entered.connect(self.number_entered)
        self.person.entered.connect(self.name_entered)
        self.phone.entered.connect(self.phone_entered)
        for key, f in self._rfields():
            f.entered.connect(lambda text, k=key: self.representative_entered.emit(k, text))
        self.came.chosen.connect(lambda id: self.representative_asked.emit(id == "representative"))
        self.came.passed.connect(lambda: self.focusNextPrevChild(True))
        self.lang.passed.connect(self.papers.setFocus)
        self.lang.chosen.connect(self.receipt_language)
        self.papers.changed.connect(self._paper)
        self.papers.moved.connect(self.paper_chosen)
        self.panel.left.connect(self._leave_attach)
        Drops(self.papers.list.viewport()).dropped.connect(self._dropped)

    def _rfields(self) -> tuple[tuple[str, Field], ...]:
        return (
            ("number", self.r_number), ("name", self.r_name), ("power", self.r_power), ("until", self.r_until),
            ("phone", self.r_phone),
        )  # fmt: skip

    def _paper(self, entry: PaperEntry) -> None:
        self.paper_entered.emit(entry)

    def fit(self) -> None:
        wide = self.width() >= look.px(1700)
        gap = look.px(16 if wide else 12)
        self.body.setContentsMargins(gap, gap, gap, gap)
        self.body.setSpacing(gap)
        self.column.setSpacing(look.px(10))
        self.side.setFixedWidth(look.side(372 if wide else 308, self.width(), most=0.34))
        self._place_attach(wide)
        for card in (self.card1, self.card2):
            card.padded(gap=look.px(4))
        self.papers.fold_held(0 < self.height() < look.px(620))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.phone.show_label(say("window.field.phone"))
        self.r_number.show_label(say("window.field.iin"))
        self.r_power.show_label(say("window.field.power"))
        self.r_until.show_label(say("window.field.until"))
        self.r_phone.show_label(say("window.field.phone"))
        self.r_name.show_label(say("window.field.name"))
        self.r_name.line.setAccessibleName(say("window.field.representative-name"))
        self.lang_label.show_words(say("window.intake.receipt-language"))
        self.render(self.state)

    def render(self, state: IntakeState) -> None:
        if state.visit != self.state.visit:
            self.papers.begin()
        self.state = state
        self.head.show_as(state.service, state.act, state.clocks)
        a = state.applicant
        legal = a.with_bin
        self.card1.head.show_words(say("window.intake.applicant"), icon="organisation" if legal else "person")
        self.number.show_label(say("window.field.bin" if legal else "window.field.iin"))
        self.number.show_as(a.number)
        self.person.show_label(say("window.field.title" if legal else "window.field.name"))
        self.person.show_as(a.name)
        self.phone.setVisible(state.representative is None)
        self.phone.show_as(a.phone)
        self.address.show_words(a.address)
        self.address.setVisible(
            bool(a.address) and state.representative is None
        )  # two people stand here, and all must fit
        self.number.keep_room(state.representative is None)
        self.source.show_as(a.source_tone, a.source)
        self._render_representative(state)
        self.papers.show_papers(state.papers, state.held)
        self.verdict.show_as(state.verdict)
        self.panel.show_as(state.attach)
        self.changed.emit()

    # ---- the scan of the current line

    def _place_attach(self, wide: bool) -> None:
        """Beside the list where there is room for both; else instead of it, from F4 to Esc."""
        self.panel.setVisible(wide or self.over)
        self.list.setVisible(wide or not self.over)
        self.panel.setMinimumWidth(look.px(420) if wide else 0)
        self.panel.setMaximumWidth(look.px(420) if wide else ANY_WIDTH)

    def open_attach(self) -> None:
        self.over = True
        self.fit()
        self.panel.setFocus()
        self.attach_opened.emit()

    def _leave_attach(self) -> None:
        self.over = False
        self.fit()
        self.papers.setFocus()
        self.attach_left.emit()

    def show_attach(self, state: AttachState) -> None:
        self.state = replace(self.state, attach=state)
        self.panel.show_as(state)

    def _dropped(self, at: QPoint, things: Brought) -> None:
        index = self.papers.list.indexAt(at)
        row = index.data(ROW) if index.isValid() else None
        line = row.id if row is not None and isinstance(row.extra, PaperRow) else self.papers.list.current()
        if things and line:
            self.papers_dropped.emit(line, things)

    def on_key(self, key: str) -> bool:
        return self.panel.takes(key) or super().on_key(key)

    def _render_representative(self, state: IntakeState) -> None:
        r = state.representative
        self.card2.head.show_words(say("window.intake.representative" if r else "window.intake.who-came"))
        choices = (
            Choice("applicant", say("window.intake.in-person"), 1),
            Choice("representative", say("window.intake.by-power"), 2),
        )
        self.came.offer(choices, "representative" if r else "applicant", name=say("window.intake.who-came"))
        for _, f in self._rfields():
            f.setVisible(r is not None)
        self.r_source.setVisible(r is not None)
        if r is not None:
            for key, f in self._rfields():
                f.show_as(getattr(r, key))
            self.r_source.show_as(r.source_tone, r.source)
        self.lang_label.setVisible(state.has_receipt)
        self.lang.setVisible(state.has_receipt)
        langs = (Choice("kk", "ҚАЗ"), Choice("ru", "РУС"), Choice("both", say("window.intake.both")))
        self.lang.offer(langs, state.receipt_lang, name=say("window.intake.receipt-language"))

    def hints(self) -> tuple[Hint, ...]:
        return (
            Hint("F3", say("window.intake.f3")),
            Hint("F4", say("window.intake.f4")),
            Hint("F6", say("window.f6")),
            *((Hint("F7", say("window.intake.f7")),) if self.state.paper else ()),
            Hint("F9", say("window.f9")),
        )

    def inner_hints(self) -> tuple[Hint, ...]:
        return self.panel.state.hints if self.panel.isVisible() else ()

    def main_action(self) -> Action:
        words = self.state.accept_words or say("window.intake.accept")
        busy = say("window.busy") if self.state.busy else ""
        return Action(words, blocked=busy or self.state.blocked, sentence=say("window.intake.accept.sentence"))

    def second_action(self) -> Action | None:
        if not self.state.has_refusal:
            return None
        return Action(
            self.state.refuse_words or say("window.intake.refuse"),
            "F8",
            self.state.refuse_blocked,
            danger=True,
            sentence=self.state.refuse_words or say("window.intake.refuse.sentence"),
        )

    def shown(self) -> None:
        if self.over:
            self._leave_attach()
        self.number.setFocus()

    def first_obstacle(self) -> None:
        match self.state.obstacle:
            case "":
                gap = next((p.id for p in self.state.papers if p.tone in ("late", "wait")), "")
                self.papers.go(gap) if gap else self.number.setFocus()
            case "number":
                self.number.setFocus()
            case "name":
                self.person.setFocus()
            case "representative":
                (self.r_number if self.state.representative else self.came).setFocus()
            case "until":
                self.r_until.setFocus()
            case "filing":
                self.filing_asked.emit()
            case paper:
                self.papers.go(paper)

    def sizeHint(self) -> QSize:
        return QSize(look.px(1290), look.px(668))
