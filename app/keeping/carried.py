"""Every row and every file of a store laid into another one, and both read again: how many there are, and their hash.

The hash is over what the rows say, in the order of their keys, so it is the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, Table, Text, collate, func, insert, select, text
from sqlalchemy.engine import Connection

from app.problems import Unavailable
from app.store import blobs, tables
from app.store.open import Store

STEP = 1000  # rows held at once
APART = ("store", "files", "file_parts")  # the store's own row is written by who moves it; files go as what they hold
HERE_ALONE = {"files": ("parts", "key"), "store": ("schema", "min_reader", "min_writer")}  # how this store keeps them
PASSWORDS = "% password"  # a hash of Argon2 here, the database's own there: neither is made of the other


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table holds, or the files: `bytes` are theirs."""

    rows: int
    sha256: str
    bytes: int | None = None


def carry(source: Store, here: Connection, target: Store, there: Connection) -> None:
    """All rows but the passwords, and all files, in the transaction of `there`."""
    for table in _carried():
        rows = (dict(row._mapping) for row in _rows(here, table))
        while some := list(islice(rows, STEP)):
            there.execute(insert(table), some)
    if target.on_postgres:  # numbers of rows go on after the last one that was brought
        there.execute(text(
            "SELECT setval(pg_get_serial_sequence('cases', 'row'), coalesce(max(row), 1), max(row) IS NOT NULL) FROM cases"
        ))  # fmt: skip
    for row in _rows(here, tables.files):
        key, parts = blobs.lay(target, blobs.get(source, here, row.sha256), row.sha256)
        for id, body in parts.items():
            there.execute(insert(tables.file_parts), {"id": id, "centre": row.centre, "body": body})
        there.execute(insert(tables.files), {**row._mapping, "key": key, "parts": len(parts) or 1})


def counted(store: Store, connection: Connection) -> dict[str, Tally]:
    """Of each table, and of what the files hold: each is opened and read to its end."""
    found = {
        t.name: _tally(_rows(connection, t), leave=HERE_ALONE.get(t.name, ())) for t in (*_carried(), tables.files)
    }
    digest, files, size = hashlib.sha256(), 0, 0
    for name in blobs.names(connection):
        body = blobs.get(store, connection, name)
        digest.update(hashlib.sha256(body).digest())
        files, size = files + 1, size + len(body)
    return {**found, "contents of files": Tally(files, digest.hexdigest(), size)}


def differing(here: dict[str, Tally], there: dict[str, Tally]) -> list[str]:
    return [name for name, tally in here.items() if there.get(name) != tally]


def same(here: dict[str, Tally], there: dict[str, Tally]) -> None:
    """`Unavailable("move", "differs")`, which says where."""
    if wrong := differing(here, there):
        name = wrong[0]
        raise Unavailable("move", "differs", table=name, here=here[name].rows, there=there[name].rows, n=len(wrong))


def _carried() -> list[Table[Any]]:
    return [table for table in tables.metadata.sorted_tables if table.name not in APART]


def _rows(connection: Connection, table: Table[Any]) -> Iterator[Any]:
    """In the order of the key's bytes, whatever language the database sorts by; never all of them at once."""
    asked: Select[Any] = select(table)
    if table is tables.secrets:
        asked = asked.where(tables.secrets.c.id.not_like(PASSWORDS))
    for column in table.primary_key.columns:
        by_bytes = isinstance(column.type, Text) and connection.dialect.name == "postgresql"
        asked = asked.order_by(collate(column, "C") if by_bytes else column)
    with connection.execute(asked, execution_options={"yield_per": STEP}) as found:
        yield from found


def _tally(rows: Iterable[Any], *, leave: tuple[str, ...]) -> Tally:
    digest, n = hashlib.sha256(), 0
    for row in rows:
        told = row if not leave else [value for name, value in row._mapping.items() if name not in leave]
        digest.update(repr(tuple(told)).encode("utf-8", "surrogatepass") + b"\n")
        n += 1
    return Tally(n, digest.hexdigest())


def rows_of(connection: Connection, table: Table[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
