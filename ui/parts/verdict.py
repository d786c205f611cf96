"""The verdict at the foot of the documents: may it be taken in, why, by which clause, what will be printed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Run, clause_run, para
from ui.parts.base import Painted


@dataclass(frozen=True, slots=True)
class Verdict:
    tone: str = "wait"
    title: str = ""
    why: str = ""
    clause: str = ""
    aside: str = ""  # up to two lines: the paper that will come out


class VerdictStrip(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = Verdict()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_as(self, state: Verdict) -> None:
        self.state = state
        self.setAccessibleName(" ".join(w for w in (state.title, state.why, state.clause, state.aside) if w))
        self.stand(state)

    def _beside(self, width: int) -> bool:
        """The paper that comes out stands at the right, or below when it is narrow."""
        return width >= look.px(660)

    def _paras(self, width: int):
        s, left, beside = self.state, look.px(54), self._beside(width)
        aside_wide = look.px(230) + look.px(14) if s.aside and beside else 0
        room = width - left - look.px(14) - aside_wide
        if beside:
            aside = para(s.aside, look.LABEL, tone="text2", align=Qt.AlignmentFlag.AlignRight, width=look.px(230))
        else:
            aside = para(s.aside.replace("\n", " · "), look.LABEL, tone="text2", width=room)
        title = para(s.title, look.VERDICT, bold=True, tone=s.tone if s.tone != "wait" else "text", width=room)
        runs = [Run(s.why, "text2")] if s.why else []
        if s.clause:
            runs += [Run(" · " if s.why else "", "text2"), clause_run(s.clause, room)]
        why = para(tuple(runs), look.LABEL, width=room, tone="text2") if runs else None
        return left, title, why, aside if s.aside else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, title, why, aside = self._paras(width)
        high = title.height + (why.height if why else 0)
        if aside and not self._beside(width):
            high, aside = high + aside.height, None
        return max(look.px(56), high + look.px(16), (aside.height if aside else 0) + look.px(16))

    def sizeHint(self) -> QSize:
        return QSize(look.px(400), self.heightForWidth(max(self.width(), look.px(400))))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def draw(self, p: QPainter) -> None:
        s, box = self.state, QRectF(self.rect())
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px(look.CARD_RADIUS) - 1
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(look.colour(f"{s.tone}_soft"))
        p.drawRoundedRect(box.adjusted(0, -radius, 0, 0), radius, radius)
        p.fillRect(QRectF(0, 0, box.width(), 2), look.colour(s.tone))
        left, title, why, aside = self._paras(self.width())
        size = look.px(26)
        draw_shape(p, s.tone, look.px(14), (box.height() - size) / 2 + 1, size)
        high = title.height + (why.height if why else 0)
        if aside and not self._beside(self.width()):
            high += aside.height
        y = (box.height() - high) / 2 + 1
        title.draw(p, left, y)
        if why:
            why.draw(p, left, y + title.height)
        if aside and not self._beside(self.width()):
            aside.draw(p, left, y + title.height + (why.height if why else 0))
        elif aside:
            aside.draw(p, box.width() - look.px(14) - look.px(230), (box.height() - aside.height) / 2 + 1)
