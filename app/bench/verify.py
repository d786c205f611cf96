"""The journal verified: every chain, every hash, as `tereze verify` reads it; against one SHA-256 over the same bytes.

Both read our own, encrypted store. `whole` is all that `tereze verify` looks at: pages, folds, files and papers too.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any

from app.bench.grown import lived_in
from app.bench.pairs import Place, Result, pairs
from app.bench.shares import shares
from app.keeping.chains import read_chains
from app.keeping.reread import Look
from app.keeping.verify import snapshot
from app.start import App, verify_store

ROUNDS, TARGET, DEFAULT = 7, 0.5, 10_000
BYTES = """SELECT e.head, e.facts, e.hashes, e.row_hash, p.salt, p.person FROM events e
    LEFT JOIN persons p ON p.event = e.id ORDER BY e.device, e.seq"""


def run(place: Place) -> list[Result]:
    cases = place.cases or DEFAULT
    with lived_in(place, cases) as (app, _):
        weight = [0]
        mine, theirs = pairs(
            lambda: _journal(app), lambda: weight.__setitem__(0, _hashed(app)), rounds=ROUNDS, warm=1
        )  # fmt: skip
        look = _journal(app)
        notes: dict[str, Any] = {
            "cases": cases, "events": look.events, "bytes": weight[0],
            "time_goes_to": shares(lambda: _journal(app), runs=1),
        }  # fmt: skip
        settings = app.settings
    began = time.perf_counter()
    whole = verify_store(settings)
    assert whole["intact"], whole
    notes["whole_s"] = round(time.perf_counter() - began, 2)
    return [Result(what="verify the journal", ours=mine, raw=theirs, kind="speed", target=TARGET, notes=notes)]


def _journal(app: App) -> Look:
    look = Look(app.store, {})
    with snapshot(app.store) as connection:
        read_chains(connection, look)
    return look


def _hashed(app: App) -> int:
    """Through the driver alone, a row after another, and all of it into one hash."""
    hash, weight = hashlib.sha256(), 0
    with app.store.reading() as connection:
        driver: Any = connection.connection.driver_connection
        for row in driver.raw.execute(BYTES):
            told = b"".join(part for part in row if part is not None)
            hash.update(told)
            weight += len(told)
    return weight
