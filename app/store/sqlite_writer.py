"""Writing on the embedded store: prepared statements inside BEGIN IMMEDIATE."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy.engine import Connection

from app.problems import Refused
from app.store import erasing, filling
from app.store.points import at
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
        for statement, some in _in_turn(rows, device):
            at("write.before")
            if statement == erasing.ITEM:
                shredded += _erase(driver, some[0][0])
            elif statement == filling.ITEM:
                _fill(driver, some)
            elif len(some) == 1:
                driver.execute(statement, some[0])
            else:
                driver.cursor().executemany(statement, some)
        if any(table == erasing.ITEM for table, _ in rows):  # what the index forgot stands in it until it is merged
            driver.execute("INSERT INTO case_search(case_search) VALUES ('optimize')")
    except OverflowError as fault:  # what the other kind of store calls a DataError
        raise Refused("store-refuses", why="22003") from fault
    except OperationalError:
        connection.invalidate()  # the file is in trouble: the next one opens it anew
        raise
    return tuple(shredded)


def _in_turn(rows: Rows, device: dict[str, Any]) -> Iterable[tuple[str, list[tuple[Any, ...]]]]:
    """Rows of one shape go together: a batch of the exchange has thousands. What is erased, is erased at its place."""
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
    erased = 0
    for (table, key), row in (*rows.items(), (("devices", ""), device)):
        if table == erasing.ITEM:
            found[erased, table] = [(key,)]
            erased += 1
        elif table == filling.ITEM:
            found.setdefault((erased, table), []).append((row,))
        else:
            found.setdefault((erased, _statement(table, tuple(row))), []).append(tuple(row.values()))
    return ((statement, some) for (_, statement), some in found.items())


def _fill(driver: Any, stubs: list[tuple[Any, ...]]) -> None:
    for (row,) in stubs:
        done = driver.execute(filling.ON_SQLITE, tuple(row[name] for name in (*filling.SET, *filling.SAME)))
        if done.rowcount != 1:
            raise Refused("store-refuses", why="event")


def _erase(driver: Any, case: str) -> list[str]:
    if driver.execute(erasing.on_sqlite(erasing.TOLD), (case,)).fetchone() is None:
        raise Refused("store-refuses", why="people.erased")
    names = [name for (name,) in driver.execute(erasing.on_sqlite(erasing.FILES), (case,)).fetchall()]
    for step in erasing.STEPS:
        driver.execute(erasing.on_sqlite(step), (case,))
    return names
