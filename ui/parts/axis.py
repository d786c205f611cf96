"""When deadlines run out: one shape per deadline, in bins of an hour and then of a day, with the line of now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import para
from ui.look_words import say
from ui.parts.base import Painted, hairline, panel


@dataclass(frozen=True, slots=True)
class Bin:
    """`tones` from below: late first, then risk, ok, stop. The first bin is what is already late."""

    label: str
    tones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountBox:
    tone: str
    words: str
    value: str
    note: str = ""
    loud: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisState:
    counts: tuple[CountBox, ...] = ()
    bins: tuple[Bin, ...] = ()
    now: str = ""
    legend: str = ""
    later: int = 0
    later_words: str = ""


class Axis(Painted):
    """The counts at the left, 152 px each, then the axis."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = AxisState()
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(178 if self._has_axis() else 140))

    def _has_axis(self) -> bool:
        """No room for the axis at large letters: the counts stay."""
        return self.width() - look.px(152) * len(self.state.counts) >= look.px(420)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def show_as(self, state: AxisState) -> None:
        self.state = state
        said = [f"{c.words}: {c.value}, {c.note}" for c in state.counts]
        said += [f"{b.label}: {len(b.tones)}" for b in state.bins if b.tones]
        self.setAccessibleName(". ".join(said))
        self.fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(1200), look.px(178))

    def draw(self, p: QPainter) -> None:
        box = QRectF(self.rect())
        panel(p, box, fill="surface", edge="line", width=look.theme().heavy)
        wide = look.px(152) if self._has_axis() else self.width() / max(1, len(self.state.counts))
        for n, c in enumerate(self.state.counts):
            self._count(p, c, QRectF(n * wide, 0, wide, box.height()), first=n == 0)
        left = wide * len(self.state.counts) + look.px(18)
        if self._has_axis():
            self._axis(p, QRectF(left, 0, self.width() - left - look.px(16), box.height()))

    def _count(self, p: QPainter, c: CountBox, box: QRectF, *, first: bool) -> None:
        if c.loud:
            radius = look.CARD_RADIUS if first else 0
            panel(p, box.adjusted(1, 1, 0, -1), fill=f"{c.tone}_soft", radius=radius)
        hairline(p, box.right() - 1, 1, box.right() - 1, box.bottom() - 1)
        x, wide = box.left() + look.px(16), int(box.width()) - look.px(24)
        ink = c.tone if c.tone != "wait" else "text2"
        words = para(c.words, look.BODY, tone=ink, bold=True, width=wide - look.px(24))
        value = para(c.value, look.BOARD, tone=ink, bold=True)
        note = para(c.note, look.LABEL, tone="text2", width=wide)
        y = (box.height() - words.height - value.height - note.height - look.px(8)) / 2
        size = look.px(17)
        draw_shape(p, c.tone, x, y + (look.px(20) - size) / 2, size)
        words.draw(p, x + look.px(25), y)
        y += words.height + look.px(6)
        value.draw(p, x, y)
        note.draw(p, x, y + value.height)

    def _axis(self, p: QPainter, box: QRectF) -> None:
        s, base = self.state, box.bottom() - look.px(32)
        slots = len(s.bins) + (1 if s.later else 0)
        first = max(
            (para(s.bins[0].label, look.SECOND, bold=True).width + look.px(6)) if s.bins else 0,
            box.width() / max(1, slots),
        )
        each = (box.width() - first) / max(1, slots - 1)
        shape = min(look.px(13), max(7, int(each / 5)))
        across = max(1, int((each - look.px(10)) // (shape + 3)))
        down = max(1, int((base - look.px(36)) // (shape + 3)))
        for n, b in enumerate(s.bins):
            x = box.left() + (first + (n - 1) * each if n else 0)
            if n == 0 and b.tones:
                panel(p, QRectF(x, look.px(30), first - look.px(10), base - look.px(30)), fill="late_soft", radius=4)
            shown = b.tones[: across * down]
            start = x + (each - look.px(10) - across * (shape + 3)) / 2
            for k, tone in enumerate(shown):
                row, column = divmod(k, across)
                draw_shape(p, tone, start + column * (shape + 3), base - look.px(4) - (row + 1) * (shape + 3), shape)
            if len(b.tones) > len(shown):
                more = para(f"+{len(b.tones) - len(shown)}", look.LABEL, tone="text2", bold=True)
                more.draw(p, x + (each - look.px(10) - more.width) / 2, look.px(30))
            self._label(p, b.label, x, each if n else first, base, bold=n == 0)
        if s.later:
            x = box.left() + first + (len(s.bins) - 1) * each
            number = para(str(s.later), look.DUE, bold=True)
            number.draw(p, x + (each - look.px(10) - number.width) / 2, base - look.px(34))
            self._label(p, s.later_words, x, each, base, bold=False)
        hairline(p, box.left(), base, box.right(), base, token="edge")
        now_at = box.left() + (each if (s.bins and s.bins[0].tones) or len(s.bins) else 0) - look.px(5)
        p.fillRect(QRectF(round(now_at), look.px(24), 3, base - look.px(20)), look.colour("accent"))
        words = para(s.now, look.SECOND, tone="on_accent", bold=True)
        flag = QRectF(
            max(box.left() - look.px(6), now_at - words.width / 2 - look.px(8)),
            look.px(6),
            words.width + look.px(16),
            look.px(22),
        )
        panel(p, flag, fill="accent", radius=4)
        words.draw(p, flag.left() + look.px(8), flag.top() + (flag.height() - words.height) / 2)
        legend = para(s.legend or say("window.board.legend"), look.SECOND, tone="text2")
        if flag.right() + look.px(12) + legend.width < box.right():
            legend.draw(p, flag.right() + look.px(12), look.px(8))

    def _label(self, p: QPainter, words: str, x: float, each: float, base: float, *, bold: bool) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        size = look.SECOND if para(words, look.SECOND, bold=bold).width <= each - 2 else look.KEY
        label = para(words, size, tone="text2", bold=bold, width=max(20, int(each - 2)), align=centre)
        label.draw(p, x - look.px(4), base + look.px(5))
