"""Which paper goes to which printer: kinds at the left; at the right the printers of this place and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.grid import Cell, Column, Row, Table
from ui.parts.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """`own`: this kind has a line of its own; else it goes as all papers do."""

    id: str
    kind: str
    printer: str
    mode: str
    how: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRow:
    name: str
    tone: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    id: str
    name: str
    code: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintersState:
    kinds: tuple[KindRow, ...] = ()
    machines: tuple[MachineRow, ...] = ()
    waiting: tuple[WaitingRow, ...] = ()


def address(name: str, *, second: str = "", tone: str = "", shape: str = "") -> Cell:
    """A printer's name; an address of the net stands on one line."""
    net = "://" in name
    return Cell(name, second, tone=tone, shape=shape, mono=net, small=net)


class PrintersView(Screen):
    name, title_key, icon = "printers", "window.place.printers", "print"

    chosen = Signal(str)  # Enter on a kind
    waiting_opened = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = PrintersState()
        self.kinds, self.machines = Card(self, icon="paper"), Card(self, icon="print")
        self.waiting = Card(self, icon="journal")
        self.table, self.machine_table = Table(self), Table(self, marks_current=False)
        self.waiting_table = Table(self)
        self.nothing, self.all_there = EmptyState("print", self), EmptyState("paper", self)
        self.kinds.add(self.table, 1)
        for card, table, empty in (
            (self.machines, self.machine_table, self.nothing), (self.waiting, self.waiting_table, self.all_there),
        ):  # fmt: skip
            card.add(table, 1)
            card.add(empty, 1)
        self.side = QVBoxLayout()
        self.side.addWidget(self.machines, 1)
        self.side.addWidget(self.waiting, 1)
        self.box = QHBoxLayout(self)
        self.box.addWidget(self.kinds, 1)
        self.box.addLayout(self.side)
        self.table.list.opened.connect(self.chosen)
        self.waiting_table.list.opened.connect(self.waiting_opened)
        self.fit()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.side.setSpacing(gap)
        wide = look.side(400, self.width() or look.px(1200), most=0.36)
        self.machines.setFixedWidth(wide)
        self.waiting.setFixedWidth(wide)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._fill()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: PrintersState) -> None:
        self.state = state
        self.kinds.head.show_words(say("printers.kinds"), say("printers.kinds.under"))
        self.machines.head.show_words(say("printers.machines"))
        self.waiting.head.show_words(say("printers.waiting"))
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        s = self.state
        roomy = self.width() >= look.px(1080)
        columns = [Column(say("printers.col.kind")), Column(say("printers.col.printer"))]
        if roomy:
            columns += [Column(say("printers.col.mode"), 150), Column(say("printers.col.how"), 150)]
        rows = tuple(self._kind(r, roomy) for r in s.kinds)
        self.table.show_as(tuple(columns), rows)
        if rows and not self.table.list.current():
            self.table.list.go(rows[0].id)
        machines = tuple(Row(m.name, (address(m.name, second=m.state, shape=m.tone),)) for m in s.machines)
        self.machine_table.show_as((Column(say("printers.col.printer")),), machines)
        self.machine_table.setVisible(bool(machines))
        self.nothing.setVisible(not machines)
        self.nothing.show_as(say("printers.machines.none"), say("printers.net.text"))
        waiting = tuple(Row(w.id, (Cell(w.name, f"{w.code} · {w.state}", shape="risk"),)) for w in s.waiting)
        self.waiting_table.show_as((Column(say("printers.col.kind")),), waiting)
        self.waiting_table.setVisible(bool(waiting))
        self.all_there.setVisible(not waiting)
        self.all_there.show_as(say("printers.waiting.none"), "")

    @staticmethod
    def _kind(r: KindRow, roomy: bool) -> Row:
        tone = "" if r.own else "text2"
        kind = Cell(r.kind, bold=r.id == "*")
        if not roomy:
            return Row(r.id, (kind, address(r.printer, second=" · ".join(w for w in (r.mode, r.how) if w), tone=tone)))
        return Row(
            r.id, (kind, address(r.printer, tone=tone), Cell(r.mode, tone=tone, small=True), Cell(r.how, small=True))
        )

    def hints(self) -> tuple[Hint, ...]:
        return (
            Hint("F3", say("printers.do.mode")), Hint("F4", say("printers.do.how")), Hint("F7", say("printers.do.test")),
            Hint("F9", say("printers.do.waiting")),
        )  # fmt: skip

    def main_action(self) -> Action | None:
        return Action(say("printers.do.printer"))

    def shown(self) -> None:
        self.table.list.setFocus()
