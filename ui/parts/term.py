"""A limit that runs for the whole place: what must be done, by when, how much of it is used."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from ui import look
from ui.look_text import Run, clause_run, para
from ui.parts.badge import badge_width, paint_badge
from ui.parts.base import Painted, bar, panel
from ui.parts.figures import TermState


class TermCard(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = TermState(title="")
        self.fit()

    def show_as(self, state: TermState) -> None:
        self.state = state
        self.setAccessibleName(". ".join(w for w in (state.title, state.badge, state.until, state.clause) if w))
        self._measure()
        self.update()

    def _paras(self, width: int):
        s, inner = self.state, width - look.px(28)
        badge = badge_width(s.badge) + look.px(8) if s.badge else 0
        title = para(s.title, look.SECOND, bold=True, width=max(look.px(80), inner - badge))
        runs = [Run(s.until, "text2")]
        if s.clause:
            runs += [Run(" · ", "text2"), clause_run(s.clause, inner)]
        return title, para(tuple(runs), look.LABEL, width=inner)

    def _measure(self) -> None:
        title, until = self._paras(max(self.width(), look.px(200)))
        self.setFixedHeight(max(look.px(22), title.height) + look.px(22) + until.height + look.px(22))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), look.px(82))

    def draw(self, p: QPainter) -> None:
        s = self.state
        panel(p, QRectF(self.rect()), fill="surface", edge="line", width=look.theme().heavy)
        title, until = self._paras(self.width())
        row = max(look.px(22), title.height)
        title.draw(p, look.px(14), look.px(10) + (row - title.height) / 2)
        if s.badge:
            paint_badge(p, self.width() - look.px(14) - badge_width(s.badge), look.px(10) + row / 2, s.tone, s.badge)
        y = look.px(10) + row + look.px(8)
        bar(p, QRectF(look.px(14), y, self.width() - look.px(28), look.px(8)), s.share, tone=s.tone)
        until.draw(p, look.px(14), y + look.px(14))
