"""A scan of ten megabytes is hashed, encrypted and stored with its row, to the commit; against a bare write and fdatasync."""

from __future__ import annotations

import os
import random
import time
import uuid
from statistics import median

from app.bench.house import NOW, WHO, house
from app.bench.pairs import Place, Result, pairs
from app.domain.moment import Instant
from app.start import App
from app.store import blobs
from app.store.unit import Stamp

ROUNDS, TARGET, BYTES = 25, 2.2, 10 * 1024 * 1024


def run(place: Place) -> list[Result]:
    body = random.Random(1).randbytes(BYTES)
    spent: list[float] = []  # of a processor, beside the disk
    scan = body
    with house(place.folder) as app:

        def ours() -> None:
            began = time.thread_time()
            _keep(app, scan)
            spent.append(time.thread_time() - began)

        def another() -> None:
            """What was stored once is not stored again."""
            nonlocal scan
            scan = len(spent).to_bytes(8, "big") + body[8:]

        def raw() -> None:
            with (place.folder / f"bare-{len(spent)}").open("wb") as file:
                file.write(scan)
                file.flush()
                os.fdatasync(file.fileno())

        mine, theirs = pairs(ours, raw, rounds=ROUNDS, warm=3, between=another)
    notes = {"bytes": BYTES, "ours_cpu_ms": round(median(spent) * 1000, 2)}
    return [Result(what="store a scan of 10 MB", ours=mine, raw=theirs, kind="time", target=TARGET, notes=notes)]


def _keep(app: App, scan: bytes) -> None:
    """By the store's own door, as a command keeps what lay under the scanner."""
    stamp = Stamp(
        who=WHO,
        at=NOW,
        recorded_at=Instant(NOW.utc),
        clock="by-hand",
        op=str(uuid.uuid4()),
        centre=app.account(WHO).office,
    )
    with app.store.writing(app.account(WHO).device, stamp) as transaction:
        blobs.put(transaction, scan)
        transaction.commit()
