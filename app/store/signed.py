"""A recorded event as a person signs it: by its hashes in the chain, which nobody can change unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain.moment import Instant
from app.domain.signature import Place, statement
from app.store import tables

SIZE = 32  # of each of the three hashes: head, facts, salt ‖ person


@dataclass(frozen=True, slots=True)
class Recorded:
    id: str
    subject: str
    who: str
    recorded_at: Instant
    hashes: bytes

    def statement(self, place: Place) -> bytes:
        head, facts, person = (self.hashes[n : n + SIZE].hex() for n in range(0, 3 * SIZE, SIZE))
        return statement(place, case=self.subject, event=self.id, head=head, facts=facts, person=person)


def newest(connection: Connection, subject: str, kinds: Iterable[str]) -> Recorded | None:
    """The last of these kinds that was recorded about it."""
    e = tables.events.c
    chosen = select(e.id, e.head, e.hashes).where(e.subject == subject, e.kind.in_(tuple(kinds)))
    row = connection.execute(chosen.order_by(e.version.desc(), e.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    head = json.loads(bytes(row.head))
    return Recorded(row.id, subject, head["who"], Instant.parse(head["recorded_at"]), bytes(row.hashes))
