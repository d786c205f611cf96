"""What a shared store answered here, kept at this workplace: a server that lost it later, by a standby that lagged, is found.

A line an operation, by its id and the ids it changed: nothing personal. The database's own promise is its own; this is the
other pair of eyes. A store brought back from a backup on purpose has another epoch, and another list.
"""

from __future__ import annotations

import json
import logging
import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.store import postgres, tables

if TYPE_CHECKING:
    from app.store.open import Store

log = logging.getLogger(__name__)
_op = tables.operations.c.op
KEPT = 2_000  # operations; a lag of more than a few minutes is nobody's secret
LONG, PUT_BY = KEPT * 1_000, 3  # bytes, from which on a list is put by; and how many of those stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    op: str
    name: str
    who: str
    at: str  # legal time
    device: str
    seq: int  # of the chain, with this operation
    ids: tuple[str, ...]  # cases and other subjects that it wrote about


def place(folder: Path, store: Store) -> Path:
    """By the database's name and not by its server: that is what changes when a standby leads."""
    address, schema = postgres.place(store.url)
    name = re.sub(r"[^A-Za-z0-9_-]", "_", f"{address.database}-{schema}")
    return folder / "told" / f"{name}-{store.id}-{store.epoch}.jsonl"


def remember(place: Path, told: Told) -> None:
    """After the commit. Not forced to the disk: it is there against the loss of the server, not of this machine too."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with place.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(told)) + "\n")


def remembered(place: Path) -> list[Told]:
    """The newest; half a line is as if it were not there."""
    found = []
    for part in (*_put_by(place), place):
        for line in part.read_text("utf-8", errors="replace").splitlines() if part.exists() else ():
            try:
                read = json.loads(line)
                found.append(Told(**{**read, "ids": tuple(read["ids"])}))
            except (ValueError, TypeError, KeyError):
                continue
    return found[-KEPT:]


def _put_by(place: Path) -> list[Path]:
    """What was put by when it had grown long, the oldest first."""
    return sorted(place.parent.glob(f"{place.stem}.*.old"))


def begin(store: Store, folder: Path, *, mine: str | None = None) -> None:
    """From now on what a shared store answers is remembered here; what is missing since the last time is said."""
    if not store.on_postgres:
        return
    store.told = place(folder, store)
    _tidy(store.told)
    if gone := lost(store, store.told, mine=mine):
        log.warning("answered here and not in the store any more: %s", " ".join(one.op for one in gone))


def _tidy(place: Path) -> None:
    """A long list is put by under another name and never written anew: another program of this workplace may be adding to
    it, and what it adds just then stands in the one that was put by."""
    with suppress(OSError):  # another has just done it, or has it open where that keeps its name
        if place.stat().st_size > LONG:
            place.rename(place.with_name(f"{place.stem}.{time.time_ns():020}.old"))
            for old in _put_by(place)[:-PUT_BY]:
                old.unlink(missing_ok=True)


def lost(store: Store, place: Path, *, mine: str | None = None) -> tuple[Told, ...]:
    """What was answered here and is not in the store any more. `mine`: a person, who sees their own office's rows alone."""
    known = [one for one in remembered(place) if mine in (None, one.who)]
    there: set[str] = set()
    with store.reading() as connection:
        for start in range(0, len(known), 500):
            ops = [one.op for one in known[start : start + 500]]
            there |= set(connection.execute(select(_op).where(_op.in_(ops))).scalars())
    return tuple(one for one in known if one.op not in there)
