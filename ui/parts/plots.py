"""Plots: heat, spans against a limit, bars, stacked bars. Drawn into any box; what has no room is counted, never cut."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from app.domain.plot import Plot, PlotRow, parts_in_percent
from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Para, para
from ui.look_words import say

HEAT = (
    0.04,
    0.14,
    0.25,
    0.36,
    0.48,
    1.0,
)  # six steps from the card's ground to the accent; the ink switches at the last
RIGHT, CENTRE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
WIDEST = 200  # percent of the limit that a span is drawn to; an arrow says that it goes on


def mixed(share: float, over: str = "accent", ground: str = "surface") -> QColor:
    """A colour between two tokens: it stays as dark or light as its theme."""
    a, b = look.colour(ground), look.colour(over)
    return QColor(*(round(x + (y - x) * share) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)))


def heat_step(n: int, most: int) -> int:
    return 0 if n <= 0 else min(5, ceil(5 * n / max(1, most)))


def draw_plot(p: QPainter, box: QRectF, plot: Plot) -> None:
    if not plot.rows or box.height() < look.px(24):
        return
    match plot.kind:
        case "heat":
            _heat(p, box, plot)
        case "spans":
            _spans(p, box, plot)
        case "bars":
            _bars(p, box, plot)
        case "stacks":
            _stacks(p, box, plot)


def _block(p: QPainter, box: QRectF, fill: QColor, *, round_: int = 2) -> None:
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing, round_ > 0)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(fill)
    p.drawRoundedRect(box, round_, round_)
    p.restore()


def _in(p: QPainter, label: Para, box: QRectF, *, left: float | None = None) -> None:
    """In the middle of a box, or from its left with that much room."""
    x = box.left() + ((box.width() - label.width) / 2 if left is None else left)
    label.draw(p, x, box.center().y() - label.height / 2)


def _rest(p: QPainter, box: QRectF, rows: tuple[PlotRow, ...], *, summed: bool = False) -> None:
    """What had no room, in words on the last line."""
    words = say("summary.more-sum", n=len(rows), sum=sum(r.values[0] for r in rows)) if summed else ""
    label = para(words or say("summary.more", n=len(rows)), look.LABEL, tone="text2")
    label.draw(p, box.left(), box.bottom() - label.height)


def _kept(rows: tuple[PlotRow, ...], fits: int, weight: Callable[[PlotRow], float]) -> tuple[PlotRow, ...]:
    """So many rows as fit, the weightiest, in their own order."""
    chosen = sorted(range(len(rows)), key=lambda n: -weight(rows[n]))[:fits]
    return tuple(rows[n] for n in sorted(chosen))


# ---- heat


def _heat(p: QPainter, box: QRectF, plot: Plot) -> None:
    labels = [para(r.label, look.SECOND, tone="text2") for r in plot.rows]
    left = max(label.width for label in labels) + look.px(10)
    foot = look.px(look.LABEL.line) + look.px(4)
    wide, high = (box.width() - left) / len(plot.columns), (box.height() - foot) / len(plot.rows)
    most = max((v for r in plot.rows for v in r.values), default=0)
    size = look.SECOND if para("000", look.SECOND).width <= wide - 2 else look.LABEL
    numbers = para(str(most), size).width <= wide - 2 and look.px(size.line) <= high + 2
    for y, (row, label) in enumerate(zip(plot.rows, labels, strict=True)):
        top = box.top() + y * high
        label.draw(p, box.left(), top + (high - label.height) / 2)
        for x, n in enumerate(row.values):
            cell = QRectF(box.left() + left + x * wide, top, wide - 2, high - 2)
            step = heat_step(n, most)
            _block(p, cell, mixed(HEAT[step]))
            if numbers:
                _in(p, para(str(n), size, tone="on_accent" if step == 5 else "text" if n else "text3"), cell)
    heads = [para(c, look.LABEL, tone="text2") for c in plot.columns]
    every = max(1, ceil((max(h.width for h in heads) + look.px(4)) / wide))
    for x, head in enumerate(heads):
        if x % every == 0:
            head.draw(p, box.left() + left + x * wide + (wide - 2 - head.width) / 2, box.bottom() - head.height)


# ---- spans against a limit


def _spans(p: QPainter, box: QRectF, plot: Plot) -> None:
    least = look.px(look.SECOND.line) + 1
    foot = _legend_height(box, plot) + look.px(5)
    rows = _fitting(box.height() - foot, plot.rows, lambda _: least, weight=lambda r: r.values[1], told=False)
    _legend(p, box, plot, more=len(plot.rows) - len(rows))
    sides = [para(r.side, look.SECOND, tone=r.tone or "text2") for r in rows]
    right = max(s.width for s in sides) + look.px(12)
    most = max(para(r.label, look.SECOND).width for r in rows)
    left = min(most, max(_longest(rows), box.width() * 0.37)) + look.px(10)
    track = max(look.px(40), box.width() - left - right)
    if track == look.px(40):  # no room beside each other: the figures go, the picture stays
        sides, track = [], max(look.px(40), box.width() - left)
    high = min(look.px(42), (box.height() - foot) / len(rows))
    full = min(WIDEST, max(130, *(r.values[1] for r in rows)))
    line = box.left() + left + track * 100 / full
    for n, row in enumerate(rows):
        top = box.top() + n * high
        label = para(row.label, look.SECOND, width=int(left - look.px(8)))
        if label.height > high + 1:  # two lines have no room: smaller
            label = para(row.label, look.LABEL, width=int(left - look.px(4)))
        label.draw(p, box.left(), top + (high - label.height) / 2)
        thick = min(max(look.px(14), high * 0.5), high - 4)
        bar = QRectF(box.left() + left, top + (high - thick) / 2, track, thick)
        _span(p, bar, row, full=full, line=line)
        if sides:
            sides[n].draw(p, box.right() - sides[n].width, top + (high - sides[n].height) / 2)
    bottom = box.top() + len(rows) * high
    p.fillRect(QRectF(round(line), box.top() - 2, 2, bottom - box.top() + 4), look.colour("text"))


def _longest(rows: tuple[PlotRow, ...]) -> int:
    return max(para(word, look.SECOND).width for r in rows for word in r.label.split())


def _span(p: QPainter, bar: QRectF, row: PlotRow, *, full: int, line: float) -> None:
    at: Callable[[int], float] = lambda percent: bar.left() + bar.width() * min(percent, full) / full  # noqa: E731
    middle, ninth = row.values
    dark, light = mixed(1.0, "text2"), mixed(SCALE["ninth"][1], "text2")
    past = max(middle, ninth)
    _block(p, QRectF(bar.left(), bar.top(), at(min(past, 100)) - bar.left(), bar.height()), light)
    _block(p, QRectF(bar.left(), bar.top(), max(2.0, at(min(middle, 100)) - bar.left()), bar.height()), dark)
    if past > 100:
        _block(p, QRectF(line, bar.top(), at(past) - line, bar.height()), look.colour("late"), round_=0)
        if middle > 100:
            p.fillRect(QRectF(at(middle) - 1, bar.top(), 2, bar.height()), look.colour("on_status"))
    if past > full:
        tip, half = bar.right(), bar.height() / 2
        points = (QPointF(tip - half, bar.top()), QPointF(tip, bar.center().y()), QPointF(tip - half, bar.bottom()))
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(look.colour("on_status"))
        p.drawPolygon(QPolygonF(points))
        p.restore()


# ---- bars


def _bars(p: QPainter, box: QRectF, plot: Plot) -> None:
    labels = max(para(r.label, look.SECOND).width for r in plot.rows)
    sides = max(para(r.side, look.SECOND).width for r in plot.rows)
    beside = labels + sides + look.px(120) <= box.width() and len(plot.rows) <= 6
    (_beside if beside else _above)(p, box, plot)


def _beside(p: QPainter, box: QRectF, plot: Plot) -> None:
    """Short names at the left, what to do at the right."""
    least = look.px(look.SECOND.line) + look.px(2)
    rows = _fitting(box.height(), plot.rows, lambda _: least, weight=lambda r: r.tone in ("late", "risk"))
    high = min(look.px(64), box.height() / len(rows))
    left = max(para(r.label, look.SECOND).width for r in rows) + look.px(14)
    most = max(r.values[0] for r in rows) or 1
    right = max(
        para(str(r.values[0]), look.SECOND).width + (para(r.side, look.SECOND).width + look.px(14) if r.side else 0)
        for r in rows
    ) + look.px(10)  # fmt: skip
    track = max(look.px(20), box.width() - left - right)
    for n, row in enumerate(rows):
        top, value = box.top() + n * high, row.values[0]
        label = para(row.label, look.SECOND)
        label.draw(p, box.left(), top + (high - label.height) / 2)
        thick = min(max(look.px(20), high * 0.5), high - 4)
        wide = max(2.0, track * value / most) if value else 0
        bar = QRectF(box.left() + left, top + (high - thick) / 2, wide, thick)
        if value:
            _block(p, bar, look.colour("accent" if row.tone == "most" else row.tone or "text2"))
        number = para(str(value), look.SECOND)
        number.draw(p, bar.right() + look.px(8), top + (high - number.height) / 2)
        side = para(row.side, look.SECOND, tone="text2" if row.tone == "most" else row.tone or "text2")
        side.draw(p, box.right() - side.width, top + (high - side.height) / 2)


def _above(p: QPainter, box: QRectF, plot: Plot) -> None:
    """Long names over their bars, the clause at the right; names wrap."""
    gap, thick = look.px(5), look.px(8)
    side: Callable[[PlotRow], Para] = lambda r: para(r.side, look.LABEL, tone="text2")  # noqa: E731
    name: Callable[[PlotRow], Para] = lambda r: para(  # noqa: E731
        r.label, look.LABEL, width=int(box.width() - side(r).width - look.px(10))
    )
    high: Callable[[PlotRow], float] = lambda r: name(r).height + thick + look.px(1) + gap  # noqa: E731
    rows = _fitting(box.height(), plot.rows, high, weight=lambda r: r.values[0])
    most = max(r.values[0] for r in plot.rows) or 1
    y = box.top()
    left_over = box.height() - sum(map(high, rows)) - (look.px(look.LABEL.line) if len(rows) < len(plot.rows) else 0)
    gap += max(0.0, min(look.px(18), left_over / len(rows)))
    for row in rows:
        label, clause = name(row), side(row)
        label.draw(p, box.left(), y)
        clause.draw(p, box.right() - clause.width, y)
        y += label.height + look.px(1)
        number = para(str(row.values[0]), look.LABEL, bold=True)
        track = box.width() - number.width - look.px(8)
        bar = QRectF(box.left(), y, max(2.0, track * row.values[0] / most), thick)
        tone = "accent" if row.tone == "most" else row.tone or "text2"
        _block(p, bar, look.colour(tone))
        number.draw(p, bar.right() + look.px(6), y + thick / 2 - number.height / 2)
        y += thick + gap
    if len(rows) < len(plot.rows):
        _rest(p, box, tuple(r for r in plot.rows if r not in rows), summed=True)


def _fitting(
    room: float, rows: tuple[PlotRow, ...], high: Callable[[PlotRow], float], *, weight: Callable[[PlotRow], float],
    told: bool = True,
) -> tuple[PlotRow, ...]:  # fmt: skip
    """All rows, or so many of the weightiest as fit above a line that tells the rest."""
    if sum(map(high, rows)) <= room + 1:
        return rows
    for fits in range(len(rows) - 1, 1, -1):
        kept = _kept(rows, fits, weight)
        if sum(map(high, kept)) + (look.px(look.LABEL.line) if told else 0) <= room:
            return kept
    return _kept(rows, 1, weight)


# ---- stacked bars

SCALE = {  # what tells a part apart: token, how much of it over the card's ground, and the ink on it
    "first": ("accent", 1.0, "on_accent"), "second": ("accent", 0.42, "text"), "third": ("text2", 1.0, "surface"),
    "middle": ("text2", 1.0, "surface"), "ninth": ("text2", 0.28, "text"),
}  # fmt: skip


def _stacks(p: QPainter, box: QRectF, plot: Plot) -> None:
    foot = _legend(p, box, plot)
    room = box.height() - foot - look.px(6)
    side: Callable[[PlotRow], Para] = lambda r: para(r.side, look.SECOND, tone=r.tone or "text2")  # noqa: E731
    name: Callable[[PlotRow], Para] = lambda r: para(  # noqa: E731
        r.label, look.SECOND, width=int(box.width() - side(r).width - look.px(10))
    )
    thin = look.px(look.LABEL.line) + look.px(1)
    high: Callable[[PlotRow], float] = lambda r: name(r).height + thin + look.px(6)  # noqa: E731
    rows = _fitting(room, plot.rows, high, weight=lambda r: r.values[-1] / max(1, sum(r.values)))
    spare = max(0.0, room - sum(map(high, rows)) - (look.px(look.LABEL.line) if len(rows) < len(plot.rows) else 0))
    thick = thin + min(look.px(26), spare / len(rows) / 2)
    gap = look.px(6) + min(look.px(26), spare / len(rows) / 2)
    y = box.top()
    for row in rows:
        label, words = name(row), side(row)
        label.draw(p, box.left(), y)
        words.draw(p, box.right() - words.width, y)
        y += label.height
        _stack(p, QRectF(box.left(), y, box.width(), thick), row, plot)
        y += thick + gap
    if len(rows) < len(plot.rows):
        _rest(p, QRectF(box.left(), box.top(), box.width(), room), tuple(r for r in plot.rows if r not in rows))


def _stack(p: QPainter, bar: QRectF, row: PlotRow, plot: Plot) -> None:
    total = sum(row.values) or 1
    told = parts_in_percent(row.values) if plot.percent else row.values
    x = bar.left()
    for n, (value, legend) in enumerate(zip(row.values, plot.legend, strict=True)):
        if not value:
            continue
        wide = max(3.0, bar.width() * value / total)
        if any(row.values[n + 1 :]):
            wide -= 2
        else:
            wide = bar.right() - x
        token, share, ink = SCALE.get(legend.tone, (legend.tone, 1.0, "on_status"))
        part = QRectF(x, bar.top(), wide, bar.height())
        _block(p, part, mixed(share, token), round_=1)
        number = para(
            f"{told[n]} %" if plot.percent else str(told[n]), look.LABEL, tone=ink, bold=legend.tone == "late"
        )
        if number.width + look.px(8) <= wide:
            _in(p, number, part, left=look.px(6))
        x += wide + 2


def _legend_places(box: QRectF, plot: Plot, more: int = 0) -> list[tuple[Para, float, int]]:
    labels = [para(item.words, look.SECOND, tone="text2") for item in plot.legend]
    if more:
        labels.append(para(say("summary.more", n=more), look.SECOND, tone="text2"))
    places, x, y = [], 0.0, 0
    for n, label in enumerate(labels):
        wide = label.width + (look.px(12 + 8) if n < len(plot.legend) else 0)
        if x and x + wide > box.width():
            x, y = 0.0, y + look.px(look.SECOND.line)
        places.append((label, x, y))
        x += wide + look.px(18)
    return places


def _legend_height(box: QRectF, plot: Plot) -> int:
    """As many lines as it needs, with room for how many rows are not shown."""
    return max((y for _, _, y in _legend_places(box, plot, more=99)), default=0) + look.px(look.SECOND.line)


def _legend(p: QPainter, box: QRectF, plot: Plot, *, more: int = 0) -> int:
    """At the foot of the box. Gives its height."""
    size, line = look.px(12), look.px(look.SECOND.line)
    places = _legend_places(box, plot, more)
    high = max((y for _, _, y in places), default=0) + line
    for n, (label, x, dy) in enumerate(places):
        top = box.bottom() - high + dy
        if n == len(plot.legend):
            label.draw(p, box.right() - label.width, top)
            continue
        at = QRectF(box.left() + x, top + (line - size) / 2, size, size)
        tone = plot.legend[n].tone
        if tone in look.TONES:
            draw_shape(p, tone, at.x(), at.y(), size)
        elif tone == "line":
            p.fillRect(QRectF(at.center().x(), top, 2, line), look.colour("text"))
        else:
            token, share, _ = SCALE[tone]
            _block(p, at, mixed(share, token), round_=1)
        label.draw(p, at.right() + look.px(8), top)
    return high


__all__ = ["HEAT", "draw_plot", "heat_step", "mixed"]
