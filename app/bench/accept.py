"""Accept an application with eight documents, to the commit: against one prepared cursor that writes the very same rows.

Ours is the whole command – rights, rules, deadlines, hash chain, encryption, the operation's row – without the drawing of its
papers. Raw is plain SQLite of the standard library, WAL and FULL; on PostgreSQL psycopg with prepared statements.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy import select, text

from app.bench.house import WHO, application, house, plain_copy
from app.bench.pairs import Place, Result, pairs
from app.bench.schemas import own_schemas
from app.bench.shares import shares
from app.domain.completeness import Draft
from app.start import App
from app.store.tables import devices, events, metadata

ROUNDS, DOCUMENTS = 200, 8
Row = dict[str, Any]
Written = list[tuple[str, Row]]
WRITES = {"events": "id", "persons": "event", "cases": "id", "papers": "subject", "operations": "op"}
DEVICE = "UPDATE devices SET seq = {0}, head = {0}, year = {0}, serial = {0} WHERE code = {0}"


def run(place: Place) -> list[Result]:
    with house(place.folder) as app:
        plain = plain_copy(app, place.folder / "plain.db", rows_of=("devices",))
        try:
            found = [_measured(app, plain.cursor().execute, "?", what="SQLite", target=0.5)]
        finally:
            plain.close()
    return [*found, *([_on_postgres(place, place.postgres)] if place.postgres else [])]


def _on_postgres(place: Place, url: str) -> Result:
    with own_schemas(url) as (ours, raw), house(place.folder, ours) as app:
        held = app.store.engine.raw_connection()
        line: Any = held.driver_connection
        held.detach()  # a line of the raw side's own: ours would have to make one for each command, were it lent this one
        with closing(line):
            line.autocommit = True
            cursor = line.cursor()
            for name in WRITES | {"devices": ""}:
                cursor.execute(f"CREATE TABLE {raw}.{name} (LIKE {name} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO {raw}.devices SELECT * FROM devices")
            cursor.execute(f"SET search_path = {raw}, public")
            return _measured(app, cursor.execute, "%s", what="PostgreSQL", target=1.0)


def _measured(app: App, execute: Callable[..., Any], mark: str, *, what: str, target: float) -> Result:
    draft, written = application(app), Written()
    assert len(draft.documents) == DOCUMENTS, "the figures are those of eight documents"

    def ours() -> None:
        _accept(app, draft)

    def same_rows() -> None:
        written[:] = last_written(app)

    def raw() -> None:
        execute("BEGIN" if mark == "%s" else "BEGIN IMMEDIATE")
        for table, row in written:
            execute(statement(table, tuple(row), mark), tuple(row.values()))
        execute("COMMIT")

    mine, theirs = pairs(ours, raw, rounds=ROUNDS, warm=20, between=same_rows)
    notes = {
        "documents": len(draft.documents),
        "rows": len(written),
        "bytes": weight(written),
        "time_goes_to": shares(ours),
    }
    return Result(what=f"accept, {what}", ours=mine, raw=theirs, kind="speed", target=target, notes=notes)


def _accept(app: App, draft: Draft) -> None:
    app.run("intake.accept", draft, as_=WHO, draw=False)


def last_written(app: App) -> Written:
    """The rows of the last command, as our store holds them."""
    found: Written = []
    with app.store.reading() as connection:
        device = connection.execute(select(devices).where(devices.c.code == app.account(WHO).device)).one()
        event = connection.execute(
            select(events).where(events.c.device == device.code, events.c.seq == device.seq)
        ).one()
        op = connection.execute(text("SELECT op FROM operations ORDER BY op DESC LIMIT 1")).scalar_one()
        keys = {
            "events": event.id,
            "persons": event.id,
            "cases": event.subject,
            "papers": event.subject,
            "operations": op,
        }
        for name, column in WRITES.items():
            table = metadata.tables[name]
            for row in connection.execute(select(table).where(table.c[column] == keys[name])):
                found.append((name, {k: v for k, v in row._mapping.items() if k != "row"}))
    found.append(("devices", {c: device._mapping[c] for c in ("seq", "head", "year", "serial", "code")}))
    return found


_statements: dict[tuple[str, str], str] = {}


def statement(table: str, columns: tuple[str, ...], mark: str) -> str:
    """Written once, as a prepared cursor has it."""
    if (table, mark) not in _statements:
        places = ", ".join(mark for _ in columns)
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        _statements[table, mark] = DEVICE.format(mark) if table == "devices" else insert
    return _statements[table, mark]


def weight(written: Written) -> int:
    return sum(len(v) if isinstance(v, (bytes, str)) else 8 for _, row in written for v in row.values())
