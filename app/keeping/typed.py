"""Whether every column of an embedded store holds what its table says. SQLite lets a text stand where a number or bytes stood,
and whoever reads it as what it should be stumbles; PostgreSQL takes no such row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, LargeBinary, Table, func, or_, select
from sqlalchemy.engine import Connection

from app.keeping.reread import Look, Wrong
from app.store import tables

HASHED = ("events", "persons")  # whose every part is compared with its hash: the chains say which event it is


def read_types(connection: Connection, look: Look) -> None:
    if look.store.on_postgres:
        return
    for table in (one for one in tables.metadata.sorted_tables if one.name not in HASHED):
        foreign = {column.name: _foreign(column) for column in table.columns}
        named = [each.label(name) for name, each in foreign.items()]
        row = connection.execute(select(_name(table), *named).where(or_(*foreign.values())).limit(1)).first()
        if row is not None:
            column = next(name for name, wrong in zip(foreign, row[1:], strict=True) if wrong)
            raise Wrong("row-changed", table.name, str(row[0]), column=column)


def _foreign(column: ColumnElement[object]) -> ColumnElement[bool]:
    match column.type:
        case Boolean():
            return column.not_in((0, 1)) | (func.typeof(column) != "integer")
        case Integer():
            kind = "integer"
        case LargeBinary():
            kind = "blob"
        case _:
            kind = "text"
    return func.typeof(column).not_in((kind, "null"))


def _name(table: Table[Any]) -> ColumnElement[Any]:
    return table.c[tables.KEYS[table.name]] if table.name in tables.KEYS else next(iter(table.primary_key))
