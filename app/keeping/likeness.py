"""What a store holds, a line a thing, without what is random or real time: two runs of the same day can be laid side by side.

An id is replaced by what a person calls the thing: a case by its number, an event by its place in its chain. Left out, and
why: salts, hashes, keys and signatures (they stand on ids and real time: here it is only said that they are there, and
`verify` judges them), `recorded_at`, operations' ids, checkpoints (made by real time, too), the bytes of drawn papers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.store import tables
from app.store.open import Store

ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
SHORT = re.compile(r"\b[0-9a-f]{16}\b")  # of a store, and of its epoch
CHANCE = {  # random, of real time, or made of such
    "op", "recorded_at", "key", "giver_key", "taker_key", "gave", "took", "statement", "list_hash", "proof", "nonce",
    "items", "checkpoint",
}  # fmt: skip
FOLDED = ("cases", "registries", "handovers")


def likeness(store: Store) -> Iterator[str]:
    """Sorted within each kind. Equal lines: nothing was lost, nothing doubled, nothing in another order on any device."""
    with store.reading() as connection:
        names = _names(connection, store)
        for kind, found in (
            ("chain", _chains(connection)),
            ("event", _events(connection)),
            *((table, _folds(connection, table)) for table in FOLDED),
            ("account", _rows(connection, "accounts", "login", "role", "name", "device", "open", "version")),
            ("access", _rows(connection, "access", "login", "version")),
            ("operation", _operations(connection)),
            ("paper", _papers(connection)),
            ("cursor", _cursors(connection)),
            ("parked", _rows(connection, "parked", "event", "reason", "settled")),
        ):
            yield from sorted(f"{kind} {_named(names, _plain(one))}" for one in found)


def _plain(value: Any) -> str:
    return json.dumps(_settled(value), ensure_ascii=False, sort_keys=True)


def _settled(value: Any) -> Any:
    """Without what chance has made."""
    match value:
        case {"clock": clock, "at": _} if clock != "by-hand":  # who was furnished, before the day began
            return _settled({k: v for k, v in value.items() if k != "at"})
        case dict():
            return {k: bool(v) if k in CHANCE else _settled(v) for k, v in value.items()}
        case list():
            return [_settled(v) for v in value]
    return value


def _named(names: dict[str, str], line: str) -> str:
    named = ID.sub(lambda found: names.get(found[0], "id"), line)
    return SHORT.sub(lambda found: names.get(found[0], found[0]), named)


def _names(connection: Connection, store: Store) -> dict[str, str]:
    """Id → what it is called."""
    other = "licensor" if store.side == "centre" else "centre"
    names = {store.id: store.side, store.epoch: "epoch"}
    for row in connection.execute(select(tables.peers.c.id, tables.peers.c.epoch)):
        names |= {row.id: other, row.epoch: "epoch"}
    for table in FOLDED:
        found = tables.metadata.tables[table].c
        names |= {row.id: row.number for row in connection.execute(select(found.id, found.number))}
    for found in (tables.accounts.c, tables.access.c):
        names |= {row.id: row.login for row in connection.execute(select(found.id, found.login))}
    e, p = tables.events.c, tables.papers.c
    names |= {row.id: f"{row.device}/{row.seq}" for row in connection.execute(select(e.id, e.device, e.seq))}
    names |= {
        row.id: f"{row.form} {row.code} {row.copy}" for row in connection.execute(select(p.id, p.form, p.code, p.copy))
    }
    return names


def _rows(connection: Connection, table: str, *columns: str) -> Iterator[dict[str, Any]]:
    found = tables.metadata.tables[table].c
    for row in connection.execute(select(*(found[name] for name in columns))):
        yield dict(row._mapping)


def _chains(connection: Connection) -> Iterator[dict[str, Any]]:
    """How long each is, and the device's own serial."""
    yield from _rows(connection, "devices", "code", "epoch", "seq", "year", "serial", "leap", "local")


def _cursors(connection: Connection) -> Iterator[dict[str, Any]]:
    """How far the peer is with each chain. Other marks of it may hold real time: only that they are there."""
    chains = set(connection.execute(select(tables.devices.c.code)).scalars())
    for row in connection.execute(select(tables.cursors.c.id, tables.cursors.c.seq)):
        yield {"id": row.id, "seq": row.seq if row.id.rpartition(" ")[2] in chains else bool(row.seq)}


def _events(connection: Connection) -> Iterator[dict[str, Any]]:
    e, p = tables.events, tables.persons
    asked = select(e.c.device, e.c.seq, e.c.kind, e.c.head, e.c.facts, p.c.person).join_from(
        e, p, e.c.id == p.c.event, isouter=True
    )
    for row in connection.execute(asked):
        told = {"at": f"{row.device}/{row.seq:05d}"}
        if row.kind is None:
            yield {**told, "stub": True}
            continue
        person = json.loads(row.person) if row.person is not None else None
        yield {**told, "kind": row.kind, "head": json.loads(row.head), "facts": json.loads(row.facts), "person": person}


def _folds(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    found = tables.metadata.tables[table].c
    for row in connection.execute(select(found.number, found.centre, found.state)):
        yield {"at": row.number, "centre": row.centre, "state": json.loads(row.state)}


def _operations(connection: Connection) -> Iterator[dict[str, Any]]:
    o = tables.operations.c
    for row in connection.execute(select(o.name, o.centre, o.answer)):
        yield {"at": row.name, "centre": row.centre, "answer": json.loads(row.answer)}


def _papers(connection: Connection) -> Iterator[dict[str, Any]]:
    """Its facts, and whether it lies drawn among the files."""
    p, f = tables.papers, tables.files
    asked = select(p, f.c.sha256).join_from(p, f, p.c.file == f.c.sha256, isouter=True)
    for row in connection.execute(asked):
        yield {
            "at": row.code, "form": row.form, "copy": row.copy, "subject": row.subject, "lang": row.lang,
            "centre": row.centre, "facts": json.loads(row.facts), "drawn": row.sha256 is not None,
        }  # fmt: skip
