"""What goes out: a stretch of one device's chain, each event whole where it concerns the receiver, else as a stub."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.engine import Connection

from app.domain.roles import Role
from app.store import tables
from app.store.receive import among
from app.store.rows import subject_of
from app.store.tables import VERSIONED
from app.sync.folding import office_of_number
from app.sync.peers import Peer
from app.sync.wire import WireEvent, stub_id

BATCH = 500
BYTES = 8 * 1024 * 1024  # of one batch: a registry of many lines is long
NOT_SENT = ("refused", "slip", "no-data")  # cases of one event that stay at the counter


# made once: building a statement costs as much as running it
_e, _p = tables.events.c, tables.persons.c
_STRETCH = (
    select(
        _e.id, _e.seq, _e.subject, _e.kind, _e.version, _e.head, _e.facts, _e.hashes, _e.row_hash, _p.salt, _p.person
    )
    .join_from(tables.events, tables.persons, _e.id == _p.event, isouter=True)
    .where(_e.device == bindparam("device"), _e.seq > bindparam("after"))
    .order_by(_e.seq)
    .limit(bindparam("most", type_=Integer))
)


def stretch(connection: Connection, device: str, *, after: int, limit: int, peer: Peer) -> list[WireEvent]:
    """The chain's next events for that peer, at least one when there is any."""
    rows = connection.execute(_STRETCH, {"device": device, "after": after, "most": max(1, min(limit, BATCH))}).all()
    theirs = device in peer.devices  # given back to a peer that lost it: it was theirs before
    wanted = set() if theirs else concerned(connection, {(r.subject, r.kind) for r in rows if r.head}, peer)
    sent: list[WireEvent] = []
    size = 0
    for row in rows:
        size += len(row.head or b"") + len(row.facts or b"") + len(row.person or b"") + 300
        if sent and size > BYTES:
            break
        common = {"device": device, "seq": row.seq, "hashes": bytes(row.hashes), "row_hash": bytes(row.row_hash)}
        if row.head is None or not (theirs or row.subject in wanted):
            sent.append(WireEvent(id=stub_id(device, row.seq), **common))
            continue
        sent.append(
            WireEvent(
                id=row.id, subject=row.subject, kind=row.kind, version=row.version, head=bytes(row.head),
                facts=bytes(row.facts), salt=None if row.salt is None else bytes(row.salt),
                person=None if row.person is None else bytes(row.person), **common,
            )
        )  # fmt: skip
    return sent


def concerned(connection: Connection, subjects: set[tuple[str, str]], peer: Peer) -> set[str]:
    """Which of these subjects (id, a kind of theirs) the peer has to do with. Few queries, however many they are."""
    ids: dict[str, set[str]] = {table: set() for table in VERSIONED}
    for id, kind in subjects:
        ids[subject_of(kind).table].add(id)
    carried: dict[str, dict[str, Any]] = {
        row.id: json.loads(row.state)
        for row in among(connection, "handovers", "id", ids=ids["handovers"], wanted=("id", "state"))
    }
    cases = _cases(connection, ids["cases"].union(*(c["cases"] for c in carried.values())), peer)
    registries = _registries(connection, ids["registries"].union(*(c["registries"] for c in carried.values())), peer)
    wanted = (cases & ids["cases"]) | (registries & ids["registries"])
    wanted |= {id for id, c in carried.items() if cases & set(c["cases"]) or registries & set(c["registries"])}
    couriers = among(connection, "accounts", "id", ids=ids["accounts"], wanted=("id", "role"))
    return wanted | ids["laws"] | {row.id for row in couriers if row.role == Role.COURIER}


def _cases(connection: Connection, ids: set[str], peer: Peer) -> set[str]:
    """A licensor's: those that it decides, once they were accepted. A centre's: those with its number."""
    found = among(connection, "cases", "id", ids=ids, wanted=("id", "number", "licensor", "status"))
    return {
        row.id
        for row in found
        if (row.licensor in peer.offices and row.status not in NOT_SENT) or office_of_number(row.number) in peer.offices
    }


def _registries(connection: Connection, ids: set[str], peer: Peer) -> set[str]:
    found = among(connection, "registries", "id", ids=ids, wanted=("id", "sender", "receiver"))
    return {row.id for row in found if {row.sender, row.receiver} & peer.offices}
