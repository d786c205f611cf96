"""What need not be here of this node's own chains: what its peers gave back as stubs, or without the people, after a return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.keeping.reread import Wrong
from app.proof import cose, given_back
from app.proof.given_back import GivenBack
from app.store import tables


@dataclass(slots=True)
class Missing:
    """Of one chain. `earlier`: stretches from before it was written down which events they are."""

    stubs: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)  # events without the people
    stretches: list[tuple[int, int]] = field(default_factory=list)
    earlier: list[tuple[int, int]] = field(default_factory=list)

    def unsigned(self, seq: int) -> bool:
        return any(since <= seq <= until for since, until in self.earlier)

    def stub(self, seq: int) -> bool:
        return seq in self.stubs or self.unsigned(seq)

    def people(self, seq: int) -> bool:
        return seq in self.bare or self.stub(seq)

    def came_back(self, seq: int) -> bool:
        return any(since <= seq <= until for since, until in (*self.stretches, *self.earlier))


def missing(connection: Connection) -> dict[str, Missing]:
    """By device, of every chain that this node writes. `Wrong`: a line that none of its devices has signed."""
    own = connection.execute(select(tables.devices).where(tables.devices.c.local)).all()
    keys = {device.code: bytes(device.public_key) for device in own}
    found = {code: Missing() for code in keys}
    for row in connection.execute(select(tables.given_back).order_by(tables.given_back.c.id)):
        if row.device not in found:
            raise Wrong("given-back-forged", "given_back", row.id)
        one = found[row.device]
        if row.body == b"":
            one.earlier.append((row.since, row.until))
            continue
        told = _believed(connection, row, keys)
        one.stretches.append((told.since, told.until))
        one.stubs |= told.stubs
        one.bare |= told.bare
    return found


def _believed(connection: Connection, row: Any, keys: dict[str, bytes]) -> GivenBack:
    try:
        statement = cose.read(bytes(row.body))
        told = given_back.read(statement)
    except (cose.NotSigned, TypeError, ValueError) as fault:
        raise Wrong("given-back-forged", "given_back", row.id) from fault
    e = tables.events.c
    last = connection.execute(select(e.row_hash).where(e.device == told.device, e.seq == told.until)).scalar()
    same = (told.device, told.id, told.since, told.until, told.head) == (row.device, row.id, row.since, row.until, last)
    if not same or (key := keys.get(statement.key)) is None or not statement.check(key):
        raise Wrong("given-back-forged", "given_back", row.id)
    return told
