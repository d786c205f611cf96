"""Writing on the embedded store: prepared statements inside BEGIN IMMEDIATE."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.engine import Connection

from app.store.sqlite import OperationalError
from app.store.tables import APPEND_ONLY, KEYS

Rows = dict[tuple[str, str], dict[str, Any]]


@cache
def _statement(table: str, columns: tuple[str, ...]) -> str:
    names, places = ", ".join(columns), ", ".join("?" for _ in columns)
    insert = f"INSERT INTO {table} ({names}) VALUES ({places})"
    if table in APPEND_ONLY:
        return insert
    changes = ", ".join(f"{c} = excluded.{c}" for c in columns if c != KEYS[table])
    return f"{insert} ON CONFLICT ({KEYS[table]}) DO UPDATE SET {changes}"


def write(connection: Connection, *, device: dict[str, Any], began: Any, rows: Rows, expect: Any) -> None:
    """The writer holds the only lock since BEGIN IMMEDIATE: what it read is what there is."""
    driver: Any = connection.connection.driver_connection  # itself: a third of the time of going through SQLAlchemy
    try:
        for (table, _), row in (*rows.items(), (("devices", ""), device)):
            driver.execute(_statement(table, tuple(row)), tuple(row.values()))
    except OperationalError:
        connection.invalidate()  # the file is in trouble: the next one opens it anew
        raise
