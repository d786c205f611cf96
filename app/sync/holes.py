"""Whether every event of a chain lies in the store: as many as its last number says. Equal heads alone hide a hole.

The founders' page asks for counts by day. A chain has no holes in its numbers, so one count of it says more, and a stub, which
has no day, is counted too. A day counts everything once; after that only what came since.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from app.store import tables
from app.sync.peers import Chain, Stopped, Told

_e = tables.events.c
_COUNT = select(func.count()).where(
    _e.device == bindparam("device"), _e.seq > bindparam("after"), _e.seq <= bindparam("upto")
)


def counts(connection: Connection, chains: Iterable[Chain], *, told: Told, day: str) -> dict[str, int]:
    """How many events of each chain there are."""
    found = {}
    for chain in chains:
        upto, when = told.counted.get(chain.device, (0, ""))
        if when != day or upto > chain.seq:  # of another day, or the store came back from a backup
            upto = 0
        asked = {"device": chain.device, "after": upto, "upto": chain.seq}
        found[chain.device] = upto + (connection.execute(_COUNT, asked).scalar_one() if chain.seq > upto else 0)
        if found[chain.device] == chain.seq:
            told.counted[chain.device] = chain.seq, day
    return found


def seen(
    chains: Iterable[Chain], *, ours: dict[str, int], theirs: dict[str, int], seqs: dict[str, int]
) -> tuple[Stopped, ...]:
    """Chains with a hole, here or there. They go on: new events must not wait for old ones that a backup brings back."""
    found = []
    for chain in chains:
        if ours[chain.device] < chain.seq:
            found.append(Stopped(device=chain.device, reason="hole-here"))
        if chain.device in theirs and theirs[chain.device] < seqs.get(chain.device, 0):
            found.append(Stopped(device=chain.device, reason="hole-there"))
    return tuple(found)
