"""A part of a surname, Kazakh letters folded, the newest fifty: our index of three letters against LIKE over plain SQLite.

LIKE reads every row until it has fifty, and does not fold Cyrillic: it is given the folded text, or it would find nothing.
"""

from __future__ import annotations

import itertools
import random
import sqlite3

from app.bench.generate import Made
from app.bench.grown import WHOLE, Sides, grown
from app.bench.house import WHO
from app.bench.names import SURNAMES
from app.bench.pairs import Place, Result
from app.start import App
from app.store.rows import folded

ROUNDS = 40
TARGET, JUDGED_AT = 0.05, WHOLE
GROWTH = 0.477  # ten times the cases: at most three times as long
RAW = "SELECT * FROM cases WHERE centre = 'AT01' AND search LIKE ? ORDER BY row DESC LIMIT 50"
LETTERS = "әғқңөұүһі"


def run(place: Place) -> list[Result]:
    sizes, notes = grown(place, _sides, rounds=ROUNDS, at_most=GROWTH)
    largest = [size for size in sizes if size.raw][-1]
    notes["judged_at_cases"] = JUDGED_AT
    what = "find a part of a surname"
    return [
        Result(
            what=what, ours=largest.ours, raw=largest.raw or [], kind="time", target=TARGET,
            judged=largest.cases >= JUDGED_AT, notes=notes,
        )
    ]  # fmt: skip


def _sides(app: App, made: Made, plain: sqlite3.Cursor | None) -> Sides:
    """Rare surnames: with a common one LIKE would have its fifty after a few pages. As typed: in capitals."""
    parts = [s[1:].upper() for s in random.Random(1).choices(made.surnames, k=ROUNDS)]
    mine, theirs = itertools.cycle(parts), itertools.cycle(parts)
    _every_letter(app, made)

    def ours() -> None:
        found = app.ask("queue.find", {"text": next(mine)}, as_=WHO)
        assert found, "what is sought is there"

    def raw() -> None:
        assert plain is not None
        found = plain.execute(RAW, (f"%{folded(next(theirs))}%",)).fetchall()
        assert found, "what is sought is there"

    return ours, raw if plain else None


def _every_letter(app: App, made: Made) -> None:
    """Whoever types with the lock of capitals on finds the same people, by each letter of the Kazakh alphabet."""
    for letter in LETTERS:
        part = next(s for s in SURNAMES if letter in s.casefold()).casefold()
        small, large = (
            [row.number for row in app.ask("queue.find", {"text": text}, as_=WHO)] for text in (part, part.upper())
        )
        assert small == large, letter
        assert small or len(made.numbers) < 1000, f"a large store has somebody with {letter}"
