"""Since when results lie at a centre: when a courier last brought them, as the journal has it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.domain.moment import Moment
from app.store import tables

MANY = 500  # subjects in one question
_e = tables.events.c
_MOVED = (
    select(_e.subject, _e.head, _e.facts)
    .where(_e.kind == "custody.moved", _e.subject.in_(bindparam("ids", expanding=True)))
    .order_by(_e.version, _e.id)
)


def brought(connection: Connection, cases: Iterable[str]) -> dict[str, Moment]:
    """Of each of these cases the last time that its papers came here, brought or found again; none of one that never did."""
    found, ids = {}, list(cases)
    for start in range(0, len(ids), MANY):
        for row in connection.execute(_MOVED, {"ids": ids[start : start + MANY]}):
            moved = json.loads(bytes(row.facts))
            if moved["to_holder"] == "sector" and moved["from_holder"] in ("courier", "lost"):
                found[row.subject] = Moment.parse(json.loads(bytes(row.head))["at"])
    return found
