"""Lived-in stores, each ten times as large as the one before it: how a question's cost grows with the store.

They are made once in a run, whoever asks for them, and all sizes are asked in turn, so that noise disturbs them alike.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from app.bench.generate import Made, fill
from app.bench.house import house, opened, plain_copy
from app.bench.pairs import Deed, Place, exponent, milliseconds, percentile, turns, verdict
from app.start import App

SMALLEST, DEFAULT = 10_000, 1_000_000
WHOLE = (
    1_000_000  # beyond it neither the journal nor a second, plain store is written: a bench that reads them stops here
)


@dataclass(frozen=True, slots=True)
class Size:
    """How long each side took in a store of that many cases."""

    cases: int
    ours: list[float]
    raw: list[float] | None

    def told(self) -> dict[str, Any]:
        raw = {"raw_ms": milliseconds(self.raw)} if self.raw else {}
        return {"ours_ms": milliseconds(self.ours), "ours_p99_ms": round(percentile(self.ours, 99) * 1000, 3), **raw}


Sides = tuple[Deed, Deed | None]
Ask = Callable[[App, Made, sqlite3.Cursor | None], Sides]


def sizes_up_to(largest: int) -> tuple[int, ...]:
    """Ten thousand and its tenfolds; of a small store itself and its tenth."""
    if largest <= SMALLEST:
        return largest // 10, largest
    found = [SMALLEST]
    while found[-1] * 10 <= largest:
        found.append(found[-1] * 10)
    return tuple(found)


def grown(place: Place, ask: Ask, *, rounds: int, at_most: float) -> tuple[list[Size], dict[str, Any]]:
    """Each size with its figures, and what is to be said of the growth."""
    sizes = sizes_up_to(place.cases or DEFAULT)
    deeds: list[tuple[int, str, Deed]] = []
    with ExitStack() as stack:
        for cases in sizes:
            app, made = stack.enter_context(lived_in(place, cases))
            plain = stack.enter_context(closing(plain_of(place, cases, app))) if cases <= WHOLE else None
            ours, raw = ask(app, made, plain.cursor() if plain else None)
            deeds += [(cases, side, deed) for side, deed in (("ours", ours), ("raw", raw)) if deed]
        took = turns([deed for _, _, deed in deeds], rounds=rounds, warm=3)
    by = {(cases, side): times for (cases, side, _), times in zip(deeds, took, strict=True)}
    found = [Size(cases, by[cases, "ours"], by.get((cases, "raw"))) for cases in sizes]
    growth = exponent(*((size.cases, median(size.ours)) for size in (found[0], found[-1])))
    beside = [size for size in found if size.raw]
    of_raw = exponent(*((size.cases, median(size.raw or [])) for size in (beside[0], beside[-1])))
    return found, {
        "cases": sizes[-1], "sizes": {str(size.cases): size.told() for size in found}, "growth_exponent": growth,
        "growth_exponent_of_raw": of_raw, "growth_target": f"<= {at_most}", "growth_verdict": verdict(growth <= at_most),
    }  # fmt: skip


@contextmanager
def lived_in(place: Place, cases: int) -> Iterator[tuple[App, Made]]:
    """A store of that size, open; made when it is first asked for."""
    folder = (place.stores or place.folder / "stores") / str(cases)
    told = folder / "made.json"
    if not told.exists():
        folder.mkdir(parents=True)
        with house(folder) as app:
            made = fill(app, cases, journal=cases <= WHOLE)
        told.write_text(json.dumps(asdict(made)), encoding="utf-8")
    kept = {name: tuple(some) for name, some in json.loads(told.read_text(encoding="utf-8")).items()}
    with opened(folder) as app:
        yield app, Made(**kept)


def plain_of(place: Place, cases: int, app: App) -> sqlite3.Connection:
    """The same cases once more in plain SQLite, with the product's own indexes."""
    path: Path = (place.stores or place.folder / "stores") / str(cases) / "plain.db"
    if path.exists():
        return sqlite3.connect(path, isolation_level=None)
    return plain_copy(app, path, rows_of=("cases",))
