"""Where the time goes: a profile of some runs, gathered by the parts of the program."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter

from app.bench.pairs import Deed

RUNS = 40
# the first sign that stands in a function's file or name says whose time it is
PARTS = (
    ("apsw", "SQLite, encrypted"), ("psycopg", "psycopg"), ("sqlalchemy", "SQLAlchemy"), ("domain/codec", "JSON"),
    ("json", "JSON"), ("print", "papers"), ("words", "papers"), ("gettext", "papers"), ("reportlab", "reportlab"),
    ("zlib", "zlib"), ("domain", "rules"), ("catalogue", "packs"), ("pathlib", "packs"), ("stat", "packs"),
    ("store", "store"), ("hash", "hashes"), ("keeping", "verifying"), ("RSA", "the key"), ("signing", "CMS"),
    ("bench", "the bench"),
)  # fmt: skip


def shares(deed: Deed, *, runs: int = RUNS) -> dict[str, float]:
    """Parts of the whole; the profiler slows calls of Python more than it slows SQLite or the disk."""
    profile = cProfile.Profile()
    for _ in range(runs):
        profile.runcall(deed)
    spent: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        place = f"{file.replace(chr(92), '/')} {name}"
        spent[next((part for sign, part in PARTS if sign in place), "other")] += own
    whole = spent.total()
    return {part: round(own / whole, 3) for part, own in spent.most_common() if own / whole >= 0.005}
