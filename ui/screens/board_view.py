"""Deadlines: late and at risk first, by the place where the papers are; what runs out when."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.axis import Axis, AxisState
from ui.parts.screen import Screen
from ui.parts.strip import SPINE, StripColumn, StripLane, StripSpine

LEAST = 236  # a column's width
BETWEEN = 8
NO_AXIS = AxisState()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """`whose` and `which` are the words of what F3 and F4 have chosen."""

    axis: AxisState = NO_AXIS
    columns: tuple[StripColumn, ...] = ()
    whose: str = ""
    which: str = ""
    can_remind: bool = True


class BoardView(Screen):
    name, title_key, icon = "deadlines", "window.place.deadlines", "deadlines"

    opened = Signal(str)
    folded = Signal(str)  # a column's "N more" was asked for

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self.at = BoardState(), 0
        self.axis = Axis(self)
        self.lanes = [StripLane(self) for _ in range(6)]
        self.spines = [StripSpine(n + 1, self) for n in range(6)]
        self.row = QHBoxLayout()
        for n, (lane, spine) in enumerate(zip(self.lanes, self.spines, strict=True)):
            self.row.addWidget(lane, 1)
            self.row.addWidget(spine)
            spine.clicked.connect(lambda _=False, i=n: self._turn(i))
            lane.opened.connect(self._opened)
            lane.moved.connect(lambda _: self.changed.emit())
            lane.turned.connect(lambda by, i=n: self._turn(i + by))
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.axis)
        self.box.addLayout(self.row, 1)
        self.fit()
        self.retranslate()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.row.setSpacing(look.px(BETWEEN))

    def columns_shown(self) -> int:
        """All where there is room (1920); else those that hold anything, at least three, as many as are wide enough."""
        columns = len(self.state.columns)
        margins = self.box.contentsMargins()
        room = self.width() - margins.left() - margins.right() - look.px(BETWEEN) * (columns - 1)
        most = (room - look.px(SPINE) * columns) // look.px(LEAST - SPINE)
        filled = max(3, sum(bool(c.total) for c in self.state.columns))
        return max(1, min(columns, most if most >= columns else min(most, filled)))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._place()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: BoardState) -> None:
        self.state = state
        self.axis.show_as(state.axis)
        for n, (lane, spine, column) in enumerate(zip(self.lanes, self.spines, state.columns, strict=False), 1):
            lane.show_as(column, f"Alt+{n}")
            spine.show_as(column)
        self._place()
        self.changed.emit()

    def wide_open(self) -> set[int]:
        """Where the person is, then what holds anything, in the order of the way; empty columns last."""
        columns = self.state.columns
        by_need = sorted(range(len(columns)), key=lambda n: (n != self.at, not columns[n].total, n))
        return set(by_need[: self.columns_shown()])

    def _place(self) -> None:
        self.at = max(0, min(self.at, len(self.state.columns) - 1))
        wide = self.wide_open()
        for n, (lane, spine) in enumerate(zip(self.lanes, self.spines, strict=True)):
            lane.setVisible(n in wide)
            spine.setVisible(n < len(self.state.columns) and n not in wide)

    def _turn(self, n: int) -> None:
        """Goes to a column, and opens it where it was but a spine."""
        if not 0 <= n < len(self.state.columns):
            return
        if n not in self.wide_open():
            self.at = n
        self._place()
        self.lanes[n].list.setFocus()
        self.changed.emit()

    def _opened(self, id: str) -> None:
        if id.startswith("more:"):
            self.folded.emit(id.removeprefix("more:"))
        else:
            self.opened.emit(id)

    def current(self) -> str:
        for lane in self.lanes:
            if lane.list.hasFocus() and lane.list.current():
                return lane.list.current()
        return ""

    def chosen(self) -> str:
        """The case that the keys speak of; a fold is none."""
        return "" if self.current().startswith("more:") else self.current()

    def hints(self) -> tuple[Hint, ...]:
        hints = [
            Hint("F3", self.state.whose or say("window.board.f3")),
            Hint("F4", self.state.which or say("window.board.f4")),
        ]
        none = "" if self.chosen() else say("window.board.choose")
        if self.state.can_remind:
            hints.append(Hint("F5", say("window.board.f5"), none))
        turn = (
            [Hint(f"Alt+1…{len(self.state.columns)}", say("window.board.turn"))] if len(self.state.columns) > 1 else []
        )
        return (*hints, Hint("F6", say("window.board.f6"), none), Hint("F7", say("window.find.f7")), *turn)

    def main_action(self) -> Action | None:
        return Action(say("window.board.open"), blocked="" if self.current() else say("window.board.choose"))

    def on_key(self, key: str) -> bool:
        if key.startswith("Alt+") and key[4:].isdigit():
            n = int(key[4:]) - 1
            if 0 <= n < len(self.state.columns):
                if self.lanes[n].list.hasFocus() and (self.lanes[n].folded or self.state.columns[n].unfolded):
                    self.folded.emit(self.state.columns[n].id)
                else:
                    self._turn(n)
                return True
        if key == "Ctrl+Enter" and self.current():
            self._opened(self.current())
            return True
        return super().on_key(key)

    def first_obstacle(self) -> None:
        self.shown()

    def shown(self) -> None:
        """The first late strip, else the first strip, else the first column."""
        strips = [(n, s) for n, c in enumerate(self.state.columns) for s in c.strips]
        first = next((x for x in strips if x[1].tone == "late"), strips[0] if strips else None)
        self._turn(first[0] if first else 0)
        if first:
            self.lanes[first[0]].list.go(first[1].id)
