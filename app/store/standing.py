"""How a store stands: one that was moved away, or has only half arrived, says so itself, and nobody writes into it.

It stands in `min_writer`, which every program reads before it writes anything, also one that knows nothing of moving.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from app.problems import Unavailable
from app.store import tables

HALF, MOVED = 1_000_000, 2_000_000  # more than any program's WRITER; what the store itself asks for is the rest
FENCED = "TZ003"  # sqlstate of a write that came after the move
_MARK = "moved "
RETURNING = "returning"  # beside HALF: it is being brought back from a copy, and was not verified yet

# a program that has the store open since before the move is stopped at its next commit, whichever way it writes
FENCE = f"""CREATE OR REPLACE FUNCTION moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '{FENCED}'; END $$"""
NO_FENCE = ("DROP TRIGGER IF EXISTS moved ON {0}devices", "DROP FUNCTION IF EXISTS {0}moved()")


def refusal(connection: Connection, row: Any) -> Unavailable:
    """Why a store with that row of its own is not written by this program."""
    if row.min_writer >= MOVED:
        return Unavailable("store", "moved", to=moved_to(connection))
    return Unavailable("store", "half") if row.min_writer >= HALF else Unavailable("store", "newer", schema=row.schema)


def moved_to(connection: Connection) -> str:
    """The address where this store lives now; empty: it was not moved."""
    mark = tables.cursors.c.id
    return str(connection.execute(select(mark).where(mark.startswith(_MARK))).scalar() or "").removeprefix(_MARK)


def mark_moved(connection: Connection, to: str, *, at: int, centre: str) -> None:
    """From the commit of this on the store is read, copied and verified as before, and written by nobody."""
    asks = tables.store.c.min_writer
    connection.execute(tables.store.update().values(min_writer=asks % HALF + MOVED))
    connection.execute(tables.cursors.insert(), {"id": f"{_MARK}{to}", "centre": centre, "seq": at})
    if connection.dialect.name == "postgresql":
        connection.execute(text(FENCE))
        told = connection.execute(text("SELECT quote_literal(:to)"), {"to": to}).scalar_one()
        connection.exec_driver_sql(
            f"CREATE TRIGGER moved BEFORE UPDATE ON devices EXECUTE FUNCTION moved({told})".replace("%", "%%")
        )


def set_free(connection: Connection) -> None:
    """Here it lives now: it has arrived whole, or was brought back from a copy on purpose."""
    if connection.dialect.name == "postgresql":
        for line in NO_FENCE:
            connection.exec_driver_sql(line.format(""))
    connection.execute(tables.store.update().values(min_writer=tables.store.c.min_writer % HALF))
    mark = tables.cursors.c.id
    connection.execute(tables.cursors.delete().where(mark.startswith(_MARK) | (mark == RETURNING)))


def is_half_returned(connection: Connection) -> bool:
    """What a restore that was killed has left: nobody has worked with it, and the next call begins anew."""
    row = connection.execute(select(tables.store.c.min_writer)).one_or_none()
    mark = select(tables.cursors.c.id).where(tables.cursors.c.id == RETURNING)
    return row is not None and HALF <= row.min_writer < MOVED and connection.execute(mark).scalar() is not None
