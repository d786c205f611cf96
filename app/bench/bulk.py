"""Very many rows at once, past the product's own door: a store for the benches, before anybody works in it.

Indexes and the search are taken away first and made again at the end, each in one go: so they are as dense as a backup's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from app.bench.mould import CASES, EVENTS, PERSONS, Row
from app.store.open import Store

COLUMNS = {"events": EVENTS, "persons": PERSONS, "cases": CASES}
DEVICE = ("seq", "head", "serial", "year", "code")
Rows = dict[str, list[Row]]


class Pouring(Protocol):
    def __call__(self, rows: Rows, device: Row) -> None: ...


def pouring(store: Store) -> AbstractContextManager[Pouring]:
    """What writes a batch and forgets it; `device` is the device's row as it stands behind that batch."""
    return _into_postgres(store) if store.on_postgres else _into_sqlite(store)


LOOSE = """SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('index', 'trigger')
    AND tbl_name IN ('events', 'persons', 'cases')"""


@contextmanager
def _into_sqlite(store: Store) -> Iterator[Pouring]:
    held: Any = store.engine.raw_connection()
    file = held.driver_connection.raw
    run = file.execute
    try:
        file.exec_trace = None  # nobody asks here what columns an answer has
        run("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000").fetchall()
        loose, shape = run(LOOSE).fetchall(), run("SELECT tbl, idx, stat FROM sqlite_stat1").fetchall()
        for name, kind, _ in loose:
            run(f"DROP {kind} {name}")
        put = {
            table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            for table, names in COLUMNS.items()
        }

        def pour(rows: Rows, device: Row) -> None:
            with file:
                for table, some in rows.items():
                    file.executemany(put[table], some)
                    some.clear()
                run(f"UPDATE devices SET {', '.join(f'{c} = ?' for c in DEVICE[:-1])} WHERE code = ?", device)

        yield pour
        with file:
            for _, _, line in loose:
                run(line)
            run("INSERT INTO case_search(case_search) VALUES ('rebuild')")
            run("DELETE FROM sqlite_stat1")  # an index takes its own line with it
            file.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", shape)
        run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        held.driver_connection.close()  # with its settings; the next one has the product's own
        held.invalidate()


INDEXES = """SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()
    AND i.tablename IN ('events', 'persons', 'cases') AND NOT EXISTS (SELECT 1 FROM pg_constraint c
    WHERE c.conname = i.indexname AND c.connamespace = current_schema()::regnamespace)"""


@contextmanager
def _into_postgres(store: Store) -> Iterator[Pouring]:
    held: Any = store.engine.raw_connection()
    server = held.driver_connection
    try:
        with server.transaction(), server.cursor() as cursor:
            for line in ("statement_timeout = 0", "synchronous_commit = off", "maintenance_work_mem = '256MB'"):
                cursor.execute(f"SET LOCAL {line}")
            server.longest = math.inf  # an index over all of it takes its time
            for table in COLUMNS:  # COPY goes past no policy, and the owner is its own
                cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            indexes = cursor.execute(INDEXES).fetchall()
            for name, _ in indexes:
                cursor.execute(f"DROP INDEX {name}")

            def pour(rows: Rows, device: Row) -> None:
                for table, some in rows.items():
                    names = ", ".join(f'"{name}"' for name in COLUMNS[table])
                    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copying:
                        for row in some:
                            copying.write_row(row)
                    some.clear()
                cursor.execute(
                    f"UPDATE devices SET {', '.join(f'{c} = %s' for c in DEVICE[:-1])} WHERE code = %s", device
                )

            yield pour
            for _, line in indexes:
                cursor.execute(line)
            for table in COLUMNS:
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        server.execute("SET statement_timeout = 0")
        for table in COLUMNS:
            server.execute(f"ANALYZE {table}")
        server.commit()
    finally:
        held.close()
