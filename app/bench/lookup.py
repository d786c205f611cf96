"""A scan brings a case to the screen: by its number, in a store that grows tenfold; beside a bare SELECT by that number."""

from __future__ import annotations

import itertools
import random
import sqlite3

from app.bench.generate import Made
from app.bench.grown import Pair, grown
from app.bench.house import WHO
from app.bench.pairs import Place, Result, pairs, percentile, verdict
from app.start import App

ROUNDS = 300
P99_MS = 16.0  # one frame of the screen
GROWTH = 0.133  # 10 M cases: at most 2.5 times of 10 000
RAW = "SELECT * FROM cases WHERE number = ?"


def run(place: Place) -> list[Result]:
    (ours, raw), notes = grown(place, _paired, at_most=GROWTH)
    p99 = percentile(ours, 99) * 1000
    notes |= {"p99_target_ms": P99_MS, "p99_verdict": verdict(p99 <= P99_MS)}
    what = "open a case by its number"
    return [Result(what=what, ours=ours, raw=raw, kind="time", target=1, judged=False, notes=notes)]


def _paired(app: App, made: Made, plain: sqlite3.Cursor) -> Pair:
    numbers = random.Random(1).choices(made.numbers, k=ROUNDS + 20)
    mine, theirs = itertools.cycle(numbers), itertools.cycle(numbers)
    return pairs(
        lambda: app.ask("case.open", {"code": next(mine)}, as_=WHO),
        lambda: plain.execute(RAW, (next(theirs),)).fetchone(), rounds=ROUNDS, warm=20,
    )  # fmt: skip
