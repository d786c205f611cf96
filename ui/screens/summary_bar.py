"""The bar over the pictures: which days, whose, which service; the three figures that everything else explains."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_text import Run, para
from ui.look_words import say
from ui.parts.base import RING, Fits, Painted, hairline
from ui.parts.button import Button
from ui.parts.segment import Choice, Segment


@dataclass(frozen=True, slots=True)
class Headline:
    words: str
    value: str
    tone: str = "text"


class Headlines(Painted):
    """`576 обращений  524 принято  12 поздно`"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: tuple[Headline, ...] = ()

    def show_figures(self, figures: tuple[Headline, ...]) -> None:
        self.figures = figures
        self.setAccessibleName(", ".join(f"{f.value} {f.words}" for f in figures))
        self.update()

    def _paras(self):
        for f in self.figures:
            yield para(Run(f.value, f.tone, True), look.HEADING), para(f.words, look.SECOND, tone="text2")

    def wide(self) -> int:
        return sum(a.width + b.width + look.px(8 + 16) for a, b in self._paras())

    def draw(self, p: QPainter) -> None:
        x = self.width() - self.wide() + look.px(16)
        for value, words in self._paras():
            value.draw(p, x, (self.height() - value.height) / 2)
            x += value.width + look.px(8)
            words.draw(p, x, (self.height() - words.height) / 2 + look.px(2))
            x += words.width + look.px(16)


class SummaryBar(Fits, QWidget):
    """One row where it fits, else as many as it takes; nothing is cut."""

    period_chosen = Signal(str)
    place_chosen = Signal(str)
    service_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.periods, self.places = Segment(parent=self), Segment(parent=self)
        self.service = Button(parent=self, small=True)
        self.headlines = Headlines(self)
        self.periods.chosen.connect(self.period_chosen)
        self.places.chosen.connect(self.place_chosen)
        self.service.clicked.connect(self.service_asked)

    def show_as(
        self, periods: tuple[Choice, ...], period: str, places: tuple[Choice, ...], place: str, *, service: str,
        headlines: tuple[Headline, ...],
    ) -> None:  # fmt: skip
        self.periods.offer(periods, period, name=say("summary.period.title"))
        self.places.offer(places, place, name=say("summary.which.office"))
        self.places.setVisible(len(places) > 1)
        self.service.show_as(service, key="F4", sentence=say("summary.which.title"))
        self.headlines.show_figures(headlines)
        self.settle()

    def fit(self) -> None:
        self.settle()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.settle()

    def settle(self) -> None:
        """From left to right; what has no room begins a new line."""
        left, gap, room = look.px(12), look.px(12), self.width() - 2 * look.px(12)
        x, y, line = left, look.px(9), 0
        for widget in (self.periods, self.places, self.service):
            if widget.isHidden():
                continue
            size = widget.fold(room) if isinstance(widget, Segment) else widget.sizeHint()
            if x > left and x + size.width() > left + room:
                x, y, line = left, y + line + look.px(2), 0
            high = max(size.height(), look.px(40))
            widget.setGeometry(x, y + (high - size.height()) // 2, size.width(), size.height())
            x, line = x + size.width() + gap - RING, max(line, high)
        wide = self.headlines.wide()
        if x + wide > left + room:
            x, y, line = left, y + line, look.px(30)
        self.headlines.setGeometry(left + room - wide, y, wide, line)
        self.setFixedHeight(max(look.px(58), y + line + look.px(9)))

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)
        p.end()
