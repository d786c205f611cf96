"""Lived-in stores of two sizes, the second ten times the first: how a question's cost grows with the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from app.bench.generate import Made, fill
from app.bench.house import house, plain_copy
from app.bench.pairs import Place, exponent, milliseconds, verdict
from app.start import App

DEFAULT = 10_000
Pair = tuple[list[float], list[float]]
Ask = Callable[[App, Made, sqlite3.Cursor], Pair]


def grown(place: Place, ask: Ask, *, at_most: float) -> tuple[Pair, dict[str, Any]]:
    """The pairs of the larger store, and what is to be said of the growth."""
    large = place.cases or DEFAULT
    sizes = (large // 10, large)
    found = [_in_store(place.folder / str(size), size, ask) for size in sizes]
    growth = exponent(*((size, median(ours)) for size, (ours, _) in zip(sizes, found, strict=True)))
    raw = exponent(*((size, median(raw)) for size, (_, raw) in zip(sizes, found, strict=True)))
    return found[-1], {
        "cases": large, "smaller_store_ms": milliseconds(found[0][0]), "growth_exponent": growth,
        "growth_exponent_of_raw": raw, "growth_target": f"<= {at_most}", "growth_verdict": verdict(growth <= at_most),
    }  # fmt: skip


def _in_store(folder: Path, size: int, ask: Ask) -> Pair:
    folder.mkdir()
    with house(folder) as app:
        made = fill(app, size)
        plain = plain_copy(app, folder / "plain.db", rows_of=("cases",))
        try:
            return ask(app, made, plain.cursor())
        finally:
            plain.close()
