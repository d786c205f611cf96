"""Rows of a list: measured first, then split over pages so that no row is cut and the totals never stand alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.print.page import HAIR, MM, Paper
from app.print.type import Runs, leading, lines


@dataclass(frozen=True, slots=True)
class Column:
    """From `x` points of the page, `wide` points of text."""

    x: float
    wide: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells beside each other, tops aligned; `weight` of the rule beneath."""

    cells: tuple[Runs, ...]
    high: float
    weight: float = HAIR


def column_at(p: Paper, left: float, wide: float, align: str = "left") -> Column:
    """A column in millimetres from the text's left edge."""
    return Column(p.left + left * MM, wide * MM, align)


def height(cells: Sequence[Runs], columns: Sequence[Column], *, least: float = 0.0) -> float:
    """Of the tallest cell, without the room around it."""
    tallest = least
    for runs, column in zip(cells, columns, strict=True):
        if runs:
            tallest = max(tallest, len(lines(runs, column.wide)) * leading(runs))
    return tallest


def row(cells: Sequence[Runs], columns: Sequence[Column], *, pad: float, least: float = 0.0) -> Row:
    """A row with `pad` points above and below its text."""
    return Row(tuple(cells), height(cells, columns, least=least) + 2 * pad)


def place(p: Paper, columns: Sequence[Column], row: Row, *, pad: float, left: float | None = None) -> None:
    """Draws a row at the paper's `y` and goes below it."""
    for runs, column in zip(row.cells, columns, strict=True):
        p.flow(column.x, p.y + pad, column.wide, runs, column.align)
    p.y += row.high
    if row.weight:
        p.rule(p.y, row.weight, left)


def heading_height(columns: Sequence[Column], cells: Sequence[Runs]) -> float:
    return height(cells, columns) + 1.4 * MM


def heading(p: Paper, columns: Sequence[Column], cells: Sequence[Runs], *, weight: float = 1.0) -> None:
    """The head of the list: its cells stand on the rule."""
    tall = height(cells, columns)
    p.y += 0.6 * MM
    for runs, column in zip(cells, columns, strict=True):
        if runs:
            own = height((runs,), (column,))
            p.flow(column.x, p.y + tall - own, column.wide, runs, column.align)
    p.y += tall + 0.8 * MM
    p.rule(p.y, weight)


def split(
    heights: Sequence[float],
    *,
    first: float,
    other: float,
    tail: float,
    last: float | None = None,
    together: Collection[int] = (),
    keep: int = 2,
) -> list[int]:
    """How many rows each page takes.

    `first` and `other` are the room for rows on the first and the further pages, `last` what is to spare where nothing
    follows ("on this page" is not printed there). `together`: rows that may not begin a page. The tail takes at least
    `keep` rows with it.
    """
    counts: list[int] = []
    at, room, spare = 0, first, last or 0.0
    while sum(heights[at:]) + tail > room + spare:
        end, used = at, 0.0
        while end < len(heights) and used + heights[end] <= room:
            used += heights[end]
            end += 1
        end = min(end, max(at, len(heights) - keep))
        while end in together and end > at:
            end -= 1
        if end == at and counts:  # a row taller than a page, or a tail that no page holds: it must go somewhere
            if at == len(heights):
                break
            end = at + 1
        counts.append(end - at)
        at, room = end, other
    counts.append(len(heights) - at)
    return counts
