"""Since when results lie at a centre: when a courier last brought them, as the journal has it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.domain.moment import Moment
from app.store import tables

MANY = 500  # subjects in one question
MOVED = "custody.moved"
_e = tables.events.c
_MOVES = (
    select(_e.subject, _e.head, _e.facts)
    .where(_e.kind == MOVED, _e.subject.in_(bindparam("ids", expanding=True)))
    .order_by(_e.version, _e.id)
)


def brought(connection: Connection, cases: Iterable[str]) -> dict[str, Moment]:
    """Of each of these cases the last time that its papers came here, brought or found again; none of one that never did."""
    found, ids = {}, list(cases)
    for start in range(0, len(ids), MANY):
        for row in connection.execute(_MOVES, {"ids": ids[start : start + MANY]}):
            if came := arrived(bytes(row.head), bytes(row.facts)):
                found[row.subject] = came
    return found


def arrived(head: bytes, facts: bytes) -> Moment | None:
    """When this move brought papers to the sector from outside; None: it did not."""
    moved = json.loads(facts)
    if moved["to_holder"] != "sector" or moved["from_holder"] not in ("courier", "lost"):
        return None
    return Moment.parse(json.loads(head)["at"])
