"""When a chain is anchored: after 100 events, after a quarter of an hour, and on every registry that leaves the building."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.proof import checkpoint
from app.proof.checkpoint import HASH, Checkpoint
from app.store import tables
from app.store.unit import Transaction

EVENTS, SECONDS = 100, 15 * 60
Sign = Callable[[bytes], bytes]

_c = tables.checkpoints.c
_LAST = (
    select(_c.seq, _c.at, _c.peaks)
    .where(_c.device == bindparam("device"), _c.peaks != b"")
    .order_by(_c.seq.desc())
    .limit(1)
)


def _last(connection: Connection, device: str) -> tuple[int, int, tuple[bytes, ...]]:
    row = connection.execute(_LAST, {"device": device}).one_or_none()
    if row is None:
        return 0, 0, ()
    peaks = bytes(row.peaks)
    return row.seq, row.at, tuple(peaks[k : k + HASH] for k in range(0, len(peaks), HASH))


def make(
    transaction: Transaction, sign: Sign, *, list: str = "", items: bytes = b""
) -> tuple[Checkpoint, bytes] | None:
    """Of all that the device has written, this transaction included, kept with it. `list`: the registry it is printed on.

    None: nothing was written yet, or this person may not read every event of the device; then somebody else's will do.
    """
    device, count = transaction.device["code"], transaction.device["seq"]
    seq, _, peaks = _last(transaction.connection, device)
    fresh = transaction.rows_after(seq)
    head = bytes(transaction.device["head"])
    if not count or len(fresh) != count - seq or (fresh and fresh[-1] != head):
        return None
    grown, root = checkpoint.root_after(peaks, seq, fresh)
    at = int(_now(transaction))
    point = Checkpoint(device=device, count=count, head=head, root=root, at=at, list=list, items=items)
    body = checkpoint.signed(point, sign=sign)
    if fresh:  # else its place is kept already, by a checkpoint that says the same
        transaction.put(
            "checkpoints", id=point.id, centre=device.rsplit("-", 1)[0], device=device, seq=count, at=at,
            peaks=b"".join(grown), body=body, kept="",
        )  # fmt: skip
    return point, body


def _now(transaction: Transaction) -> float:
    return transaction.stamp.recorded_at.utc.timestamp()


@dataclass(slots=True)
class Anchors:
    """How far each device of this program is anchored: asked once, so that a command costs a comparison."""

    _known: dict[str, tuple[int, int]] = field(default_factory=dict)  # device → events, seconds

    def made_when_due(self, transaction: Transaction, sign: Sign | None) -> bool:
        """Whether a checkpoint goes with this transaction."""
        device: dict[str, Any] = transaction.device
        code = device["code"]
        if sign is None or not device["seq"]:
            return False
        if code not in self._known:
            self._known[code] = _last(transaction.connection, code)[:2]
        now, (seq, at) = int(_now(transaction)), self._known[code]
        if not due(device["seq"] - seq, now - at):
            return False
        made = make(transaction, sign)
        self._known[code] = (device["seq"], now)  # also when it may not: asked again at the next turn
        return made is not None


def due(events: int, seconds: int) -> bool:
    """A clock that went back may hide any time: then it is due as well."""
    return events >= EVENTS or (events > 0 and not 0 <= seconds < SECONDS)
