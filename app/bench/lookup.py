"""A scan brings a case to the screen: by its number, in stores that grow tenfold; beside a bare SELECT by that number."""

from __future__ import annotations

import itertools
import random
import sqlite3

from app.bench.generate import Made
from app.bench.grown import Sides, grown
from app.bench.house import WHO
from app.bench.pairs import Place, Result, percentile, verdict
from app.start import App

ROUNDS = 300
P99_MS = 16.0  # one frame of the screen
GROWTH = 0.133  # 10 M cases: at most 2.5 times of 10 000
RAW = "SELECT * FROM cases WHERE number = ?"


def run(place: Place) -> list[Result]:
    sizes, notes = grown(place, _sides, rounds=ROUNDS, at_most=GROWTH)
    p99 = percentile(sizes[-1].ours, 99) * 1000
    notes |= {"p99_ms": round(p99, 3), "p99_target_ms": P99_MS, "p99_verdict": verdict(p99 <= P99_MS)}
    largest = [size for size in sizes if size.raw][-1]
    what = "open a case by its number"
    return [
        Result(what=what, ours=largest.ours, raw=largest.raw or [], kind="time", target=1, judged=False, notes=notes)
    ]


def _sides(app: App, made: Made, plain: sqlite3.Cursor | None) -> Sides:
    numbers = random.Random(1).choices(made.numbers, k=ROUNDS)
    mine, theirs = itertools.cycle(numbers), itertools.cycle(numbers)
    raw = (lambda: plain.execute(RAW, (next(theirs),)).fetchone()) if plain else None
    return lambda: app.ask("case.open", {"code": next(mine)}, as_=WHO), raw
