"""A part of a surname, Kazakh letters folded, the newest fifty: our index of three letters against LIKE over plain SQLite.

LIKE reads every row until it has fifty, and does not fold Cyrillic: it is given the folded text, or it would find nothing.
"""

from __future__ import annotations

import itertools
import random
import sqlite3

from app.bench.generate import Made
from app.bench.grown import Pair, grown
from app.bench.house import WHO
from app.bench.pairs import Place, Result, pairs
from app.start import App
from app.store.rows import folded

ROUNDS = 60
TARGET, JUDGED_AT = 0.05, 1_000_000
GROWTH = 0.477  # 10 M cases: at most 3 times of 1 M
RAW = "SELECT * FROM cases WHERE centre = 'AT01' AND search LIKE ? ORDER BY row DESC LIMIT 50"


def run(place: Place) -> list[Result]:
    (ours, raw), notes = grown(place, _paired, at_most=GROWTH)
    judged = notes["cases"] >= JUDGED_AT
    notes["judged_at_cases"] = JUDGED_AT
    what = "find a part of a surname"
    return [Result(what=what, ours=ours, raw=raw, kind="time", target=TARGET, judged=judged, notes=notes)]


def _paired(app: App, made: Made, plain: sqlite3.Cursor) -> Pair:
    """Rare surnames: with a common one LIKE would have its fifty after a few pages. As typed: in capitals."""
    parts = [s[1:].upper() for s in random.Random(1).choices(made.surnames, k=ROUNDS + 20)]
    mine, theirs = itertools.cycle(parts), itertools.cycle(parts)
    sought: list[tuple[int, int]] = []

    def ours() -> None:
        sought.append((len(app.ask("queue.find", {"text": next(mine)}, as_=WHO)), 0))

    def raw() -> None:
        found = plain.execute(RAW, (f"%{folded(next(theirs))}%",)).fetchall()
        sought[-1] = (sought[-1][0], len(found))

    found = pairs(ours, raw, rounds=ROUNDS, warm=3)
    assert all(ours == raw > 0 for ours, raw in sought), "both sides find the same, and something"
    return found
