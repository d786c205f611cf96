"""Checkpoints against the chain as it is read again: what they cover is anchored; the first row that contradicts one is named.

As the rest of `verify` this reckons by itself: the tree below is not the one that made the checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from app.proof import checkpoint, cose
from app.store import tables
from app.store.lost import gone, gone_at


@dataclass(slots=True)
class Tree:
    """The root over all that was read so far: whole subtrees with their heights, the largest first."""

    _parts: list[tuple[int, bytes]] = field(default_factory=list)

    def grow(self, row_hash: bytes) -> None:
        high, one = 0, sha256(b"\x00" + row_hash).digest()
        while self._parts and self._parts[-1][0] == high:
            high, one = high + 1, sha256(b"\x01" + self._parts.pop()[1] + one).digest()
        self._parts.append((high, one))

    def root(self) -> bytes:
        found = b""
        for _, one in reversed(self._parts):
            found = sha256(b"\x01" + one + found).digest() if found else one
        return found


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a checkpoint says of one place of a chain. `outside`: it is kept where this store's owner has no hand."""

    head: bytes
    root: bytes
    outside: bool
    source: str  # the row that it stands in, or "paper"
    left: int | None = None  # its peer came back from a backup: this far events were left, here or there
    seen_on: str = ""  # the day on which that came out here


@dataclass(slots=True)
class Forged(Exception):
    """A kept checkpoint that its device has not signed, or that says another thing than its row."""

    row: str


def kept(connection: Connection, device: Any) -> dict[int, list[Anchor]]:
    """The checkpoints of one device that lie in the store. A peer's are outside where they were signed: here."""
    found: dict[int, list[Anchor]] = {}
    c, marks = tables.checkpoints.c, {} if device.local else _marks(connection, device.code)
    for row in connection.execute(select(tables.checkpoints).where(c.device == device.code).order_by(c.seq, c.id)):
        try:
            statement = cose.read(bytes(row.body))
            point = checkpoint.read(statement)
        except cose.NotSigned as wrong:
            raise Forged(row.id) from wrong
        if (point.device, point.id, point.count, point.at) != (device.code, row.id, row.seq, row.at):
            raise Forged(row.id)
        if not statement.check(bytes(device.public_key)):
            raise Forged(row.id)
        outside = bool(row.kept) or not device.local
        left = marks.get(gone(row.id))
        seen_on = _day(marks.get(gone_at(row.id), 0)) if left is not None else ""
        found.setdefault(row.seq, []).append(Anchor(point.head, point.root, outside, row.id, left, seen_on))
    return found


def _marks(connection: Connection, device: str) -> dict[str, int]:
    """What this node wrote down of checkpoints of that device, when its node came back from a backup."""
    c = tables.cursors.c
    asked = select(c.id, c.seq).where(or_(*(c.id.contains(f" {name(device)}/") for name in (gone, gone_at))))
    return {row.id.split(" ", 1)[1]: row.seq for row in connection.execute(asked)}


def _day(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).date().isoformat()


@dataclass(slots=True)
class Watch:
    """One chain while it is read: every anchor at its place, and how far the chain is proven by those outside."""

    anchors: dict[int, list[Anchor]]
    tree: Tree = field(default_factory=Tree)
    proven: int = 0
    lost: list[tuple[int, Anchor]] = field(default_factory=list)  # contradicted since a backup, by what was never here

    def pass_by(self, seq: int, row_hash: bytes) -> Anchor | None:
        """The anchor that this row contradicts."""
        if not self.anchors:
            return None
        self.tree.grow(row_hash)
        for anchor in self.anchors.get(seq, ()):
            if anchor.head != row_hash or anchor.root != self.tree.root():
                if anchor.left is None:
                    return anchor
                self.lost.append((seq, anchor))
                continue
            if anchor.outside:
                self.proven = seq
        return None

    @property
    def furthest(self) -> int:
        return max(self.anchors, default=0)
