"""The accumulation sector: scan after scan into the registry; what does not belong is set aside; scanning goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_text import Run
from ui.look_words import say
from ui.parts.badge import Badge, Tag
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.figures import Figure, Figures, TermState
from ui.parts.grid import Cell, Column, Row, Table
from ui.parts.lastscans import LastScan, LastScans
from ui.parts.notes import Note, Notes
from ui.parts.scanpanel import ScanPanel, ScanState
from ui.parts.screen import Screen
from ui.parts.term import TermCard


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryLine:
    id: str
    n: int
    number: str
    who: str
    variant: str
    documents: int
    sheets: int
    at: str
    fresh: bool = False  # came in with the last scan


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """Set aside: whose, why, what to do with the paper."""

    id: str
    number: str
    why: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorState:
    """`registry` empty: none is open. `receiving`: the worker marks what came back from the licensor."""

    scan: ScanState = field(default_factory=ScanState)
    registry: str = ""
    to: str = ""
    status_tone: str = "wait"
    status: str = ""
    version: str = ""
    lines: tuple[RegistryLine, ...] = ()
    cases: int = 0  # 0: as many as there are lines
    expected: int = 0
    came_back: int = 0  # results that wait for their mark
    documents: int = 0
    sheets: int = 0
    term: TermState | None = None
    aside: tuple[AsideLine, ...] = ()
    last: tuple[LastScan, ...] = ()
    undo: bool = False
    receiving: bool = False
    shelf: str = ""  # the cell at which the worker puts away or counts
    second: str = ""  # what F8 does here
    second_blocked: str = ""
    blocked: str = ""
    busy: bool = False


class SectorView(Screen):
    name, title_key, icon = "sector", "window.sector.title", "sector"

    aside_chosen = Signal(str)
    line_opened = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = SectorState()
        self.panel, self.table = ScanPanel(self), Table(self)
        self.card = Card(self, icon="sector")
        self.status, self.version = Badge(parent=self), Tag(parent=self)
        for part in (self.status, self.version):
            self.card.head.put(part)
        self.empty = EmptyState("sector", self)
        self.empty.pressed.connect(self.pressed)
        self.pages = QStackedLayout()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.body.addLayout(self.pages, 1)
        self.term, self.totals = TermCard(self), Figures(self)
        self.aside_card, self.aside = Card(self), Notes(self, least=60)
        self.aside_card.add(self.aside)
        self.last_card, self.last = Card(self, icon="scan"), LastScans(self)
        self.last_card.add(self.last)
        self._lay()
        self.card.installEventFilter(self)
        self.aside.chosen.connect(self.aside_chosen)
        self.table.list.opened.connect(self.line_opened)
        self.fit()
        self.retranslate()

    def _lay(self) -> None:
        self.left = QVBoxLayout()
        self.left.addWidget(self.panel)
        self.left.addWidget(self.card, 1)
        inner = QWidget(self)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.term, self.totals, self.aside_card, self.last_card):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.side = QScrollArea(self)
        self.side.setWidget(inner)
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box = QHBoxLayout(self)
        self.box.addLayout(self.left, 1)
        self.box.addWidget(self.side)

    def fit(self) -> None:
        wide = self.width() >= look.px(1700)
        gap = look.px(16 if wide else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.left.setSpacing(gap)
        self.column.setSpacing(gap)
        self.side.setFixedWidth(look.side(480 if wide else 372, self.width(), most=0.34))
        low = 0 < self.height() < look.px(620)
        if low != self.panel.low:
            self.panel.low = low
            self.panel.fit()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched, event: QEvent) -> bool:
        if watched is self.card and event.type() == QEvent.Type.Resize:
            self._fill()  # how many columns there is room for is known only now
        return False

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: SectorState) -> None:
        self.state = state
        scan = state.scan
        if not scan.tone and not scan.word:
            scan = ScanState(word=say("window.scan.waiting"), what=say("window.sector.waiting"))
        self.panel.show_as(scan)
        key = "window.sector.receiving" if state.receiving else "window.sector.registry"
        head = (Run(f"{say(key)} "), Run(state.registry, mono=True)) if state.registry else say("window.sector.none")
        if state.shelf:
            head = (Run(f"{say('window.sector.shelf')} "), Run(state.shelf, mono=True))
        self.card.head.show_words(head, f"→ {state.to}" if state.to else "")
        self.status.show_as(state.status_tone, state.status)
        self.version.show_words(state.version)
        self._fill()
        self.term.setVisible(state.term is not None)
        if state.term is not None:
            self.term.show_as(state.term)
        of = str(state.expected) if state.expected else ""
        self.totals.show_figures((
            Figure(say("window.sector.cases"), str(state.cases or len(state.lines)), of),
            Figure(say("window.sector.documents"), str(state.documents)),
            Figure(say("window.sector.sheets"), str(state.sheets)),
        ))  # fmt: skip
        self._sides(state)
        self.changed.emit()

    def _sides(self, state: SectorState) -> None:
        self.aside_card.setVisible(bool(state.aside))
        self.aside_card.mark(tone="late")
        self.aside_card.head.show_words(say("window.sector.aside", n=len(state.aside)), tone="late")
        self.aside.show_notes(tuple(
            Note(id=a.id, head=Run(a.number, mono=True), lines=(a.why, Run(a.do, "text", True)), mark="late",
                 key=f"Alt+{n}" if n < 10 else "")
            for n, a in enumerate(state.aside, 1)
        ))  # fmt: skip
        self.last_card.setVisible(bool(state.last))
        self.last_card.head.show_words(say("window.sector.last"))
        self.last.show_scans(state.last)

    def _fill(self) -> None:
        state = self.state
        columns = (
            Column("№", 44, right=True), Column(say("window.col.number"), 196), Column(say("window.col.applicant")),
            Column(say("window.col.variant"), 160), Column(say("window.col.documents"), 64, right=True),
            Column(say("window.col.sheets"), 66, right=True), Column(say("window.col.entered"), 110),
        )  # fmt: skip
        narrow = self.card.width() < look.px(860)
        keep = (0, 1, 2, 6) if narrow else tuple(range(7))
        rows = tuple(self._row(line, keep) for line in state.lines)
        self.table.show_as(tuple(columns[n] for n in keep), rows)
        empty = say("window.sector.empty"), say("window.sector.empty.do", n=state.expected)
        if state.came_back:
            empty = empty[0], f"{empty[1]} {say('window.sector.came-back', n=state.came_back)}"
        if state.receiving:
            empty = say("window.sector.receive-empty"), say("window.sector.receive-empty.do", n=state.expected)
        if state.shelf:
            empty = say("window.sector.shelf-empty"), say("window.sector.shelf-empty.do")
        self.empty.show_as(*empty, action=say("window.sector.f4"), key="F4")
        self.pages.setCurrentIndex(0 if rows else 1)

    @staticmethod
    def _row(line: RegistryLine, keep: tuple[int, ...]) -> Row:
        cells = (
            Cell(str(line.n), bold=True), Cell(line.number, mono=True),
            Cell(line.who, "" if 3 in keep else f"{line.variant} · {line.documents} / {line.sheets}"),
            Cell(line.variant, small=True), Cell(str(line.documents)), Cell(str(line.sheets)),
            Cell(line.at, small=True, shape="ok"),
        )  # fmt: skip
        return Row(line.id, tuple(cells[n] for n in keep), tint="ok" if line.fresh else "")

    def hints(self) -> tuple[Hint, ...]:
        hints = [Hint("F3", say("window.sector.f3")), Hint("F4", say("window.sector.f4")), Hint("F6", say("window.f6")),
                 Hint("F7", say("window.sector.f7"))]  # fmt: skip
        if self.state.undo:
            hints.append(Hint("Ctrl+Z", say("window.scan.undo")))
        return tuple(hints)

    def main_action(self) -> Action | None:
        busy = say("window.busy") if self.state.busy else ""
        key = "window.sector.received" if self.state.receiving else "window.sector.close"
        if self.state.shelf:
            key = "window.sector.shelf-done"
        return Action(say(key), blocked=busy or self.state.blocked)

    def second_action(self) -> Action | None:
        return Action(self.state.second, "F8", self.state.second_blocked) if self.state.second else None

    def on_key(self, key: str) -> bool:
        if key.startswith("Alt+") and key[4:].isdigit() and 0 < int(key[4:]) <= len(self.state.aside):
            self.aside_chosen.emit(self.state.aside[int(key[4:]) - 1].id)
            return True
        return super().on_key(key)

    def first_obstacle(self) -> None:
        self.table.setFocus()

    def shown(self) -> None:
        self.table.setFocus()
