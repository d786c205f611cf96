"""The supervisor's page: six questions, each with its answer, picture and what was counted; behind each its cases."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.domain.plot import PlotCard
from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.card import CardHead
from ui.parts.plots_card import PlotBox
from ui.parts.screen import Screen
from ui.parts.segment import Choice
from ui.screens.summary_bar import Headline, SummaryBar
from ui.screens.summary_behind import BehindPage, BehindState

SIX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryState:
    periods: tuple[Choice, ...] = ()
    period: str = ""
    places: tuple[Choice, ...] = ()
    place: str = ""
    service: str = ""
    headlines: tuple[Headline, ...] = ()
    much: str = ""  # who took out more than a day's work needs
    cards: tuple[PlotCard, ...] = ()
    behind: BehindState | None = None


class SummaryView(Screen):
    name, title_key, icon = "summary", "window.place.summary", "summary"

    period_chosen = Signal(str)
    place_chosen = Signal(str)
    asked = Signal(str, str)  # a question and its figure: which cases stand behind it
    opened = Signal(str)  # a case
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self.at = SummaryState(), 0
        self.wants_cases = False  # Enter: as soon as the cases have come, the focus is on them
        self.bar = SummaryBar(self)
        self.board = QWidget(self)
        self.boxes = [PlotBox(self.board) for _ in range(SIX)]
        self.behind = BehindPage(self)
        for n, box in enumerate(self.boxes):
            box.opened.connect(lambda key: self._ask(key, whole=False))
            box.moved.connect(self._move)
            box.reached.connect(lambda _, at=n: self._reached(at))
        self.pages = QStackedLayout()
        self.pages.addWidget(self.board)
        self.pages.addWidget(self.behind)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.much = CardHead(parent=self)
        self.rows.addWidget(self.bar)
        self.rows.addWidget(self.much)
        self.rows.addLayout(self.pages, 1)
        self.bar.period_chosen.connect(self.period_chosen)
        self.bar.place_chosen.connect(self.place_chosen)
        self.bar.service_asked.connect(lambda: self.pressed.emit("F4"))
        self.behind.figure_chosen.connect(lambda key: self.asked.emit(self._question(), key))
        self.behind.opened.connect(self.opened)
        self.behind.changed.connect(self.changed)

    # ---- places

    def fit(self) -> None:
        self._place()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._place()

    def across_down(self) -> tuple[int, int]:
        """Three by two; fewer where letters are large: the arrows turn to the rest."""
        line = self.much.height() if self.state.much else 0
        wide, high = self.width(), self.height() - self.bar.height() - line
        across = 3 if wide >= look.px(3 * 300) else 2 if wide >= look.px(2 * 300) else 1
        down = 2 if high >= look.px(2 * 236 + 36) else 1
        return across, down

    def _place(self) -> None:
        gap = look.px(16 if self.width() >= look.px(1700) else 12)
        across, down = self.across_down()
        shown = across * down
        first = self.at // shown * shown
        area = self.board.rect().adjusted(gap, gap, -gap, -gap)
        wide, high = (area.width() + gap) / across, (area.height() + gap) / down
        for n, box in enumerate(self.boxes):
            row, column = divmod(n - first, across)
            box.setVisible(first <= n < first + shown)
            left, top = round(area.left() + column * wide), round(area.top() + row * high)
            right, bottom = round(area.left() + (column + 1) * wide) - gap, round(area.top() + (row + 1) * high) - gap
            if box.isVisibleTo(self.board):
                box.setGeometry(QRect(left, top, right - left, bottom - top))

    def _move(self, by: int, rows: int) -> None:
        """In a full grid a row ends at its edge; where only some are shown, the next one turns up."""
        across, down = self.across_down()
        to = self.at + by + rows * across
        leaves = by != 0 and across * down >= SIX and to // across != self.at // across
        if 0 <= to < len(self.boxes) and not leaves:
            self.go(to)

    def go(self, n: int) -> None:
        self.at = n
        self._place()
        self.boxes[n].setFocus()
        self.changed.emit()

    def _reached(self, n: int) -> None:
        self.at = n
        self.changed.emit()

    def shown(self) -> None:
        if self.state.behind is not None:
            (self.behind.cases if self.state.behind.rows else self.behind.figures).list.setFocus()
        else:
            self.boxes[self.at].setFocus()

    # ---- state

    def retranslate(self) -> None:
        self.render(self.state)

    def render(self, state: SummaryState) -> None:
        before, self.state = self.state, state
        self.bar.show_as(
            state.periods, state.period, state.places, state.place, service=state.service, headlines=state.headlines
        )
        self.much.setVisible(bool(state.much))
        self.much.show_words(state.much, tone="risk")
        for box, card in zip(self.boxes, state.cards, strict=False):
            box.show_as(card)
        self.pages.setCurrentIndex(1 if state.behind is not None else 0)
        if state.behind is not None:
            self.behind.show_as(state.behind)
        self._place()
        if self.isVisible() and (state.behind is None) != (before.behind is None):
            self.shown()
        if self.wants_cases and state.behind is not None and state.behind.rows:
            self.wants_cases = False
            self.behind.cases.list.setFocus()
        self.changed.emit()

    def _question(self) -> str:
        return self.state.cards[self.at].key if self.state.cards else ""

    def _ask(self, key: str, *, whole: bool) -> None:
        card = next((c for c in self.state.cards if c.key == key), None)
        if card is not None:
            self.wants_cases = not whole
            self.asked.emit(card.key, "" if whole else card.figure)

    # ---- keys

    def title(self) -> str:
        if self.state.behind is not None:
            return say("summary.behind.title")
        shown = [n for n, box in enumerate(self.boxes, 1) if box.isVisibleTo(self.board)]
        part = f" {shown[0]}–{shown[-1]} / {len(self.boxes)}" if 0 < len(shown) < len(self.boxes) else ""
        return super().title() + part

    def hints(self) -> tuple[Hint, ...]:
        common = (Hint("F3", say("summary.f3")), Hint("F4", say("summary.f4")))
        turn = (Hint("PgUp", say("summary.period.earlier")), Hint("PgDn", say("summary.period.later")))
        if self.state.behind is not None:
            return (*common, Hint("F7", say("summary.f7")), Hint("Esc", say("summary.back")))
        own = (Hint("F6", say("summary.f6")), Hint("F7", say("summary.f7")))
        return (*common, *own, Hint("Enter", say("summary.arrows")), *turn)

    def main_action(self) -> Action | None:
        if self.state.behind is not None:
            here = self.behind.cases.list.current()
            return Action(say("summary.open"), blocked="" if here else say("summary.choose"))
        return Action(say("summary.pdf"))

    def first_obstacle(self) -> None:
        self.behind.cases.list.setFocus()

    def on_key(self, key: str) -> bool:
        if key == "Esc" and self.state.behind is not None:
            self.back.emit()
            return True
        if key == "F6" and self.state.behind is None:
            self._ask(self._question(), whole=True)
            return True
        if key == "Enter":
            self._ask(self._question(), whole=False)
            return True
        if key == "Ctrl+Enter" and self.state.behind is not None:
            self.opened.emit(self.behind.cases.list.current())
            return True
        return super().on_key(key)
