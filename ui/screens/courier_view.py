"""Hand-over to the courier and back: two signatures, one list; who answers for the papers changes with the second."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.custody import CustodyBar, Holder, Leg
from ui.parts.screen import Screen
from ui.parts.signature import Mismatch, Parcel, Side, SideState

__all__ = ["CourierState", "CourierView", "Holder", "Leg", "Mismatch", "Parcel", "SideState"]


AHEAD = SideState()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierState:
    holders: tuple[Holder, ...] = ()
    legs: tuple[Leg, ...] = ()
    give: SideState = AHEAD
    take: SideState = AHEAD
    mismatch: Mismatch | None = None
    undo: bool = False
    norm: bool = True  # this person may open a case
    counting: bool = False  # somebody goes through the lines to take them
    blocked: str = ""
    busy: bool = False
    has_refusal: bool = True
    take_words: str = ""  # where it is not the courier who takes
    second: str = ""  # what F8 does where there is nothing to refuse


class CourierView(Screen):
    name, title_key, icon = "courier", "window.courier.title", "courier"

    solved = Signal(str)  # the chosen way out of a mismatch
    parcel_opened = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = CourierState()
        self.custody, self.give, self.take = CustodyBar(self), Side(1, self), Side(2, self)
        self.halves = QHBoxLayout()
        for side in (self.give, self.take):
            side.setMinimumWidth(1)  # two equal halves, whatever stands in them
        self.halves.addWidget(self.give, 1)
        self.halves.addWidget(self.take, 1)
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.custody)
        inner = QWidget(self)
        inner.setLayout(self.halves)
        self.area = QScrollArea(self)  # scrolls only when large letters leave no room for both signatures
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box.addWidget(self.area, 1)
        self.take.mismatch.chosen.connect(self.solved)
        for side in (self.give, self.take):
            side.table.list.opened.connect(self.parcel_opened)
        self.fit()
        self.retranslate()

    def fit(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.halves.setSpacing(gap)
        self.halves.setContentsMargins(0, 0, 0, 0)
        for side in (self.give, self.take):
            side.table.setMinimumHeight(look.px(110))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: CourierState) -> None:
        self.state = state
        self.custody.setVisible(bool(state.holders))
        self.custody.show_as(state.holders, state.legs)
        self.give.show_as(state.give)
        self.take.show_as(state.take, state.mismatch)
        self.changed.emit()

    def hints(self) -> tuple[Hint, ...]:
        fourth = "window.courier.f4-count" if self.state.counting else "window.courier.f4"
        line = "window.courier.enter-count" if self.state.counting else "window.courier.enter"
        keys = (("Enter", line), ("F4", fourth), ("F6", "window.f6"), ("F7", "window.courier.f7"))
        hints = [Hint(key, say(words)) for key, words in keys if key != "F6" or self.state.norm]
        if self.state.undo:
            hints.append(Hint("Ctrl+Z", say("window.courier.take-back")))
        return tuple(hints)

    def main_action(self) -> Action | None:
        busy = say("window.busy") if self.state.busy else ""
        key = "window.courier.sign-give" if self.state.give.phase == "now" else "window.courier.sign-take"
        words = self.state.take_words if self.state.give.phase != "now" else ""
        return Action(words or say(key), blocked=busy or self.state.blocked)

    def second_action(self) -> Action | None:
        if self.state.second and not self.state.has_refusal:
            return Action(self.state.second, "F8")  # rare, so never the brightest thing on the screen
        if not self.state.has_refusal or self.state.take.phase != "now":
            return None
        return Action(self.state.second or say("window.courier.f8"), "F8")

    def keyPressEvent(self, event) -> None:
        from ui import keys

        digit = keys.digit(event)
        if digit is not None and self.take.mismatch.press(digit):
            return
        super().keyPressEvent(event)

    def first_obstacle(self) -> None:
        if self.state.mismatch is not None and self.take.mismatch.buttons:
            self.take.mismatch.buttons[0].setFocus()
        else:
            self.shown()
            (self.take if self.state.take.parcels else self.give).table.list.go(
                next((p.id for p in self._lines() if p.seal_tone == "wait"), "")
            )

    def _lines(self) -> tuple[Parcel, ...]:
        return self.state.take.parcels or self.state.give.parcels

    def _side(self) -> Side:
        """Where the next line is: the side that signs now, or whose lines are gone through."""
        return self.take if self.state.take.parcels and self.state.give.phase != "now" else self.give

    def current(self) -> str:
        return self._side().table.list.current()

    def shown(self) -> None:
        self._side().table.setFocus()
