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
from ui.parts.strip import StripColumn, StripLane

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
        self.state, self.first = BoardState(), 0
        self.axis = Axis(self)
        self.lanes = [StripLane(self) for _ in range(6)]
        self.row = QHBoxLayout()
        for n, lane in enumerate(self.lanes):
            self.row.addWidget(lane, 1)
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
        self.row.setSpacing(look.px(8))

    def columns_shown(self) -> int:
        """Six at 1920, three at 1366."""
        return 6 if self.width() >= look.px(1700) else max(1, min(3, self.width() // look.px(340)))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()
        self._place()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: BoardState) -> None:
        self.state = state
        self.axis.show_as(state.axis)
        for n, (lane, column) in enumerate(zip(self.lanes, state.columns, strict=False), 1):
            lane.show_as(column, f"Alt+{n}")
        self._place()
        self.changed.emit()

    def _place(self) -> None:
        shown = min(self.columns_shown(), max(1, len(self.state.columns)))
        self.first = max(0, min(self.first, len(self.state.columns) - shown))
        for n, lane in enumerate(self.lanes):
            lane.setVisible(n < len(self.state.columns) and self.first <= n < self.first + shown)

    def _turn(self, n: int) -> None:
        """Goes to a column, and turns the others so that it is seen."""
        if not 0 <= n < len(self.state.columns):
            return
        shown = self.columns_shown()
        if n < self.first:
            self.first = n
        elif n >= self.first + shown:
            self.first = n - shown + 1
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

    def hints(self) -> tuple[Hint, ...]:
        hints = [
            Hint("F3", self.state.whose or say("window.board.f3")),
            Hint("F4", self.state.which or say("window.board.f4")),
        ]
        if self.state.can_remind:
            hints.append(Hint("F5", say("window.board.f5")))
        turn = (
            [Hint(f"Alt+1…{len(self.state.columns)}", say("window.board.turn"))] if len(self.state.columns) > 1 else []
        )
        return (*hints, Hint("F6", say("window.board.f6")), Hint("F7", say("window.find.f7")), *turn)

    def main_action(self) -> Action | None:
        return Action(say("window.board.open"), blocked="" if self.current() else say("window.board.choose"))

    def on_key(self, key: str) -> bool:
        if key.startswith("Alt+") and key[4:].isdigit():
            n = int(key[4:]) - 1
            if 0 <= n < len(self.state.columns):
                if self.lanes[n].list.hasFocus() and self.state.columns[n].more:
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
