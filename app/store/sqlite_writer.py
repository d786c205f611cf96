"""Writing on the embedded store: prepared statements inside BEGIN IMMEDIATE."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.engine import Connection

from app.problems import Refused
from app.store import erasing
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


def write(
    connection: Connection, *, device: dict[str, Any], began: Any, rows: Rows, expect: Any
) -> tuple[str, ...]:  # fmt: skip
    """The writer holds the only lock since BEGIN IMMEDIATE: what it read is what there is. Returns files that were shredded."""
    driver: Any = connection.connection.driver_connection  # itself: a third of the time of going through SQLAlchemy
    shredded: list[str] = []
    try:
        for (table, key), row in (*rows.items(), (("devices", ""), device)):
            if table == erasing.ITEM:
                shredded += _erase(driver, key)
            else:
                driver.execute(_statement(table, tuple(row)), tuple(row.values()))
        if any(table == erasing.ITEM for table, _ in rows):  # what the index forgot stands in it until it is merged
            driver.execute("INSERT INTO case_search(case_search) VALUES ('optimize')")
    except OperationalError:
        connection.invalidate()  # the file is in trouble: the next one opens it anew
        raise
    return tuple(shredded)


def _erase(driver: Any, case: str) -> list[str]:
    if driver.execute(erasing.on_sqlite(erasing.TOLD), (case,)).fetchone() is None:
        raise Refused("store-refuses", why="people.erased")
    names = [name for (name,) in driver.execute(erasing.on_sqlite(erasing.FILES), (case,)).fetchall()]
    for step in erasing.STEPS:
        driver.execute(erasing.on_sqlite(step), (case,))
    return names
