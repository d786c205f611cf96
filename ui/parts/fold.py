"""A table whose columns have no room beside each other: what stood in them goes below the name, and no word is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ui import look
from ui.look_text import Run, plain, runs_of

if TYPE_CHECKING:
    from ui.parts.grid import Column, Row

LEAST = 150  # of a column that takes the rest


def kept(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """Which columns stay: the first that takes the rest and the last one longest."""
    stay = list(range(len(columns)))
    host = next((n for n, c in enumerate(columns) if not c.width), None)
    if host is None or width <= 0:
        return tuple(stay)
    while sum(look.px(columns[n].width or LEAST) for n in stay) > width:
        loose = [n for n in stay if n != host and n > 0 and n != len(columns) - 1] or [n for n in stay if n > host]
        if not loose:
            break
        stay.remove(loose[-1])
    return tuple(stay)


def folded(columns: tuple[Column, ...], row: Row, stay: tuple[int, ...]) -> Row:
    """What a reader hears of the row stays what it was."""
    if len(stay) == len(columns) or len(row.cells) != len(columns):
        return row
    host = next(n for n, c in enumerate(columns) if not c.width)
    gone = [row.cells[n] for n in range(len(columns)) if n not in stay]
    words = " · ".join(w for cell in gone for w in (plain(cell.text), plain(cell.second)) if w and w != "—")
    cells = list(row.cells)
    if words:
        own = runs_of(cells[host].second) if plain(cells[host].second) else ()
        cells[host] = replace(cells[host], second=(*own, Run(f"\n{words}" if own else words, "text2")))
    return replace(row, cells=tuple(cells[n] for n in stay), said=row.sentence())
