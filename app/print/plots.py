"""Plots on paper: black on white, no tints – what differs is filled, hatched or empty, and every figure stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from app.domain.plot import Plot, PlotCard, PlotRow, parts_in_percent
from app.print.codes import n
from app.print.page import HAIR, HEAD, MM, THICK, THIN, Paper
from app.print.type import BOLD, SANS, Style, lines, width

QUESTION, ANSWER = Style(SANS, 8.5, 11), Style(BOLD, 10.5, 13)
SMALL, FIGURE = Style(SANS, 7.5, 9.4), Style(BOLD, 7.5, 9.4)
WIDEST = 200  # percent of the limit that a span is drawn to
Fill = Literal["full", "hatched", "empty"]
FILLS: dict[str, Fill] = {
    "ok": "empty", "risk": "hatched", "late": "full", "first": "empty", "second": "hatched", "third": "full",
    "middle": "full", "ninth": "hatched",
}  # fmt: skip


def card(p: Paper, box: tuple[float, float, float, float], what: PlotCard, more: Callable[[int], str]) -> None:
    """A card in its box (x, y, wide, high); `more` says how many rows had no room."""
    x, y, wide, high = box
    p.rule(y, HEAD, x, x + wide)
    y = p.text(x, y + 1.4 * MM, wide, what.question, QUESTION)
    y = p.text(x, y, wide, what.answer, ANSWER) + 1.6 * MM
    bottom = box[1] + high - 2 * MM
    if what.counted:
        counted = len(lines(((what.counted, SMALL),), wide)) * SMALL.lead
        p.text(x, bottom - counted, wide, what.counted, SMALL)
        bottom -= counted + 1.2 * MM
    if what.empty:
        return
    room = (x, y, wide, bottom - y)
    match what.plot.kind:
        case "heat":
            _heat(p, room, what.plot)
        case "spans":
            _spans(p, room, what.plot, more)
        case "bars":
            _bars(p, room, what.plot, more)
        case "stacks":
            _stacks(p, room, what.plot, more)


def _fill(p: Paper, x: float, y: float, wide: float, high: float, fill: Fill) -> None:
    if wide <= 0:
        return
    if fill == "full":
        p.block(x, y, wide, high)
        return
    if fill == "hatched":
        low = p.high - y - high
        strokes = " ".join(
            f"{n(at)} {n(low)} m {n(at + high)} {n(low + high)} l" for at in _steps(x - high, x + wide, 1.5)
        )
        p.raw(f"q {n(x)} {n(low)} {n(wide)} {n(high)} re W n {HAIR} w {strokes} S Q")
    p.frame(x, y, wide, high, THIN)


def _steps(start: float, end: float, by: float) -> list[float]:
    return [start + k * by for k in range(int((end - start) / by) + 1)]


def _wide(text: str, style: Style) -> float:
    return sum(piece.width for line in lines(((text, style),), 10_000) for piece in line) + 2


def _longest(texts: Sequence[str], style: Style) -> float:
    return max(_wide(t, style) for t in texts)


def _heat(p: Paper, box: tuple[float, float, float, float], plot: Plot) -> None:
    """The number, and under it a bar as long as it is large; the most of all is framed."""
    x, y, wide, high = box
    left = _longest([r.label for r in plot.rows], SMALL) + 1 * MM
    each = (wide - left) / len(plot.columns)
    step = min(8 * MM, (high - SMALL.lead) / len(plot.rows))
    most = max((v for r in plot.rows for v in r.values), default=0) or 1
    for k, row in enumerate(plot.rows):
        top = y + k * step
        p.text(x, top + (step - SMALL.lead) / 2 - 1, left, row.label, SMALL)
        for c, value in enumerate(row.values):
            at = x + left + c * each
            style = FIGURE if value == most else SMALL
            p.line(at + each / 2, top + (step - SMALL.lead) / 2 - 1, str(value), style, "middle")
            p.block(at + 1, top + step - 2.6, (each - 2) * value / most, 1.6)
            if value == most:
                p.frame(at, top, each, step - 0.4, THIN)
    foot = y + len(plot.rows) * step + 1
    for c, head in enumerate(plot.columns):
        p.line(x + left + c * each + each / 2, foot, head, SMALL, "middle")


def _kept(rows: tuple[PlotRow, ...], fits: int, weight: Callable[[PlotRow], float]) -> tuple[PlotRow, ...]:
    chosen = sorted(range(len(rows)), key=lambda k: -weight(rows[k]))[: max(1, fits)]
    return tuple(rows[k] for k in sorted(chosen))


def _rest(p: Paper, x: float, y: float, hidden: int, more: Callable[[int], str]) -> None:
    if hidden:
        p.line(x, y, more(hidden), SMALL)


def _spans(p: Paper, box: tuple[float, float, float, float], plot: Plot, more: Callable[[int], str]) -> None:
    x, y, wide, high = box
    foot = _legend(p, box, plot)
    fits = int((high - foot - SMALL.lead) / (SMALL.lead + 1))
    rows = _kept(plot.rows, fits, lambda r: r.values[1]) if len(plot.rows) > fits else plot.rows
    step = min(7.5 * MM, (high - foot - SMALL.lead) / len(rows))
    left = min(_longest([r.label for r in rows], SMALL), wide * 0.4) + 1.5 * MM
    right = _longest([r.side for r in rows], SMALL) + 1.5 * MM
    track = wide - left - right
    full = min(WIDEST, max(130, *(r.values[1] for r in rows)))
    at: Callable[[int], float] = lambda percent: track * min(percent, full) / full  # noqa: E731
    for k, row in enumerate(rows):
        top = y + k * step
        style = SMALL
        while len(lines(((row.label, style),), left - 1 * MM)) > 1 and style.size > 6.4:
            style = style._replace(size=style.size - 0.3)
        middle = top + (step - SMALL.lead) / 2
        p.text(x, middle, left - 1 * MM, row.label, style)
        bar, thick = top + (step - 6) / 2, 6.0
        _fill(p, x + left, bar, at(row.values[1]), thick, "hatched")
        _fill(p, x + left, bar, at(row.values[0]), thick, "full")
        side = FIGURE if row.values[1] > 100 else SMALL
        p.text(x + wide - right, middle, right, row.side, side, "right")
    end = y + len(rows) * step
    p.upright(x + left + at(100), y - 1, end + 1, THICK)
    _rest(p, x, end + 1, len(plot.rows) - len(rows), more)


def _bars(p: Paper, box: tuple[float, float, float, float], plot: Plot, more: Callable[[int], str]) -> None:
    """Names over their bars, so that long ones stand whole."""
    x, y, wide, high = box
    most = max(r.values[0] for r in plot.rows) or 1
    tall = [len(lines(((r.label, SMALL),), wide - _side(r))) * SMALL.lead + 8 for r in plot.rows]
    rows, gap = _spread(plot.rows, tall, high)
    for row in rows:
        p.text(x + wide - _side(row), y, _side(row), row.side, SMALL, "right")
        y = p.text(x, y, wide - _side(row), row.label, SMALL)
        number = str(row.values[0])
        track = wide - width(number, FIGURE) - 2 * MM
        fill = FILLS.get(row.tone, "full") if row.tone in ("ok", "risk", "late") else "full"
        _fill(p, x, y + 1.4, max(0.6, track * row.values[0] / most), 4.2, fill)
        p.line(x + track * row.values[0] / most + 1.4 * MM, y - 1.4, number, FIGURE)
        y += 8 + gap
    _rest(p, x, box[1] + high - SMALL.lead, len(plot.rows) - len(rows), more)


def _spread(rows: tuple[PlotRow, ...], tall: list[float], high: float) -> tuple[tuple[PlotRow, ...], float]:
    """How many of the rows fit, with a line for the rest; and the room between them."""
    fits = len(rows)
    while fits > 1 and sum(tall[:fits]) + (SMALL.lead if fits < len(rows) else 0) > high:
        fits -= 1
    spare = high - sum(tall[:fits]) - (SMALL.lead if fits < len(rows) else 0)
    return rows[:fits], max(0.0, min(9.0, spare / fits))


def _side(row: PlotRow) -> float:
    return _wide(row.side, SMALL) + 2 * MM if row.side else 0.0


def _stacks(p: Paper, box: tuple[float, float, float, float], plot: Plot, more: Callable[[int], str]) -> None:
    x, y, wide, high = box
    foot = _legend(p, box, plot)
    tall = [len(lines(((r.label, SMALL),), wide - _side(r))) * SMALL.lead + 2 * SMALL.lead + 2.5 for r in plot.rows]
    rows, gap = _spread(plot.rows, tall, high - foot)
    for row in rows:
        p.text(x + wide - _side(row), y, _side(row), row.side, FIGURE if row.tone == "late" else SMALL, "right")
        y = p.text(x, y, wide - _side(row), row.label, SMALL)
        y = _stack(p, x, y + 1, wide, row, plot) + 1.5 + gap
    _rest(p, x, box[1] + high - foot - SMALL.lead, len(plot.rows) - len(rows), more)


def _stack(p: Paper, x: float, y: float, wide: float, row: PlotRow, plot: Plot) -> float:
    """Parts, and under each its number: nothing is written on black."""
    total, high = sum(row.values) or 1, SMALL.lead - 2
    told = parts_in_percent(row.values) if plot.percent else row.values
    at, free = x, x
    for k, (value, legend) in enumerate(zip(row.values, plot.legend, strict=True)):
        if not value:
            continue
        long = max(1.2, wide * value / total) if any(row.values[k + 1 :]) else x + wide - at
        _fill(p, at, y, long, high, FILLS[legend.tone])
        number = f"{told[k]}\u00a0%" if plot.percent else str(told[k])
        room = width(number, SMALL)
        start = min(max(at, free), x + wide - room)
        if start >= free:
            p.line(start, y + high + 0.5, number, SMALL)
            free = start + room + 1.5 * MM
        at += long
    return y + high + 0.5 + SMALL.lead


def _legend(p: Paper, box: tuple[float, float, float, float], plot: Plot) -> float:
    """At the foot of the box; gives its height."""
    x, y, wide, high = box
    rows: list[list[tuple[str, str, float]]] = [[]]
    at = 0.0
    for item in plot.legend:
        long = 4 * MM + _wide(item.words, SMALL) + 2.5 * MM
        if rows[-1] and at + long > wide:
            rows.append([])
            at = 0.0
        rows[-1].append((item.words, item.tone, at))
        at += long
    top = y + high - len(rows) * SMALL.lead
    for k, row in enumerate(rows):
        line = top + k * SMALL.lead
        for words, tone, left in row:
            if tone == "line":
                p.upright(x + left + 1.2 * MM, line + 1, line + SMALL.lead - 1, THICK)
            else:
                _fill(p, x + left, line + 2, 2.8 * MM, SMALL.lead - 4, FILLS[tone])
            p.line(x + left + 4 * MM, line, words, SMALL)
    return len(rows) * SMALL.lead + 1 * MM
