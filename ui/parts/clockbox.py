"""The step's clock in the head: what runs, how much of the limit is used, how much is left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Run, draw, glued, para
from ui.look_words import say, span, stopwatch
from ui.parts.base import Painted, bar, hairline


@dataclass(frozen=True, slots=True)
class ClockState:
    """A step: `elapsed` None means it has not begun; `limit` None that the act sets no time. Seconds."""

    name: str
    limit: int | None = None
    elapsed: int | None = None
    clause: str = ""
    planned: str = ""  # «1 р. д.» when the limit is no stopwatch
    done: bool = False

    @property
    def tone(self) -> str:
        if self.elapsed is None or not self.limit:
            return "accent"
        used = self.elapsed / self.limit
        return "late" if used > 1 else "risk" if used >= 0.8 else "accent"


class ClockRow(Painted):
    """Every step of this visit side by side; the one that runs is lit. Only its own rectangle is repainted."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.steps: tuple[ClockState, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_steps(self, steps: tuple[ClockState, ...]) -> None:
        same = [s.name for s in steps] == [s.name for s in self.steps]
        before, self.steps = self.steps, steps
        self.setAccessibleName("; ".join(self._sentence(s) for s in steps))
        if not same:
            self.updateGeometry()
            self.update()
            return
        for n, (old, new) in enumerate(zip(before, steps, strict=True)):
            if old != new:
                self.update(self._boxes()[n].toAlignedRect())

    @staticmethod
    def _sentence(s: ClockState) -> str:
        if s.elapsed is not None and s.limit:
            return f"{s.name}: {stopwatch(s.elapsed)} / {stopwatch(s.limit)}, {ClockRow._left(s)}"
        return f"{s.name}: {ClockRow._plan(s)}"

    @staticmethod
    def _left(s: ClockState) -> str:
        left = (s.limit or 0) - (s.elapsed or 0)
        return say("window.clock.left", left=span(left)) if left >= 0 else say("window.clock.over", over=span(left))

    @staticmethod
    def _plan(s: ClockState) -> str:
        return s.planned or (span(s.limit) if s.limit else say("window.clock.no-limit"))

    def _width(self, s: ClockState) -> int:
        pad = look.px(28)
        if s.elapsed is not None and not s.done:
            time = para((Run(stopwatch(s.elapsed), "", True),), look.MAIN).width
            limit = para(f" / {stopwatch(s.limit)}" if s.limit else "", look.LABEL).width
            name = para(s.name, look.SECOND, bold=True).width
            return max(look.px(250), name + time + limit + pad + look.px(24))
        words = max(para(s.name, look.LABEL).width, para(self._plan(s), look.BODY).width)
        return max(look.px(124), words + pad)

    def _boxes(self) -> list[QRectF]:
        x, out = 0.0, []
        for s in self.steps:
            wide = self._width(s)
            out.append(QRectF(x, 0, wide, self.height()))
            x += wide
        return out

    def sizeHint(self) -> QSize:
        return QSize(sum(self._width(s) for s in self.steps), look.px(61))

    minimumSizeHint = sizeHint

    def draw(self, p: QPainter) -> None:
        for s, box in zip(self.steps, self._boxes(), strict=True):
            if s.elapsed is not None and not s.done:
                self._running(p, s, box)
            else:
                self._ahead(p, s, box)
            hairline(p, box.left(), 0, box.left(), self.height())

    def _running(self, p: QPainter, s: ClockState, box: QRectF) -> None:
        ground = f"{s.tone}_soft"
        p.fillRect(box, look.colour(ground))
        left, wide, y = box.left() + look.px(14), box.width() - look.px(28), look.px(8)
        draw(p, left, y, s.name, look.SECOND, bold=True)
        limit = f" / {stopwatch(s.limit)}" if s.limit else ""
        time = para((Run(stopwatch(s.elapsed or 0), "", True),), look.MAIN)
        rest = para(limit, look.LABEL, tone="text2")
        right = left + wide - rest.width
        rest.draw(p, right, y + look.px(3))
        time.draw(p, right - time.width, y - look.px(1))
        high = look.px(8)
        if s.limit:
            tone = s.tone
            strip = QRectF(left, y + look.px(23), wide, high)
            share = (s.elapsed or 0) / s.limit
            bar(p, strip, share, tone=tone, ground="surface" if look.theme().name == "light" else "wait_soft")
            ink = tone if tone in ("late", "risk") else "text2"
            x = left
            if ink != "text2":
                size = look.px(12)
                draw_shape(p, tone, x, y + look.px(34) + (look.px(16) - size) / 2, size)
                x += size + look.px(6)
            draw(p, x, y + look.px(34), self._left(s), look.LABEL, tone=ink, bold=ink != "text2")
        else:
            draw(p, left, y + look.px(24), say("window.clock.no-limit"), look.LABEL, tone="text2")

    def _ahead(self, p: QPainter, s: ClockState, box: QRectF) -> None:
        left, y = box.left() + look.px(14), look.px(9)
        draw(p, left, y, glued(s.name), look.LABEL, tone="text2")
        if s.done:
            size = look.px(14)
            draw_shape(p, "ok", left, y + look.px(21) + (look.px(20) - size) / 2, size)
            left += size + look.px(6)
            words = stopwatch(s.elapsed) if s.elapsed is not None else self._plan(s)
        else:
            words = self._plan(s)
        draw(p, left, y + look.px(21), words, look.BODY, tone="text2", align=Qt.AlignmentFlag.AlignLeft)
