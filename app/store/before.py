"""The store as it was before a migration: copied page by page, opened, counted; only then does it get its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from app.problems import Unavailable
from app.store import sqlite


def keep(engine: Engine, path: Path, *, schema: str) -> Path:
    """`Unavailable(store, not-kept)`: the copy is not what the store is, and so nothing may be migrated."""
    kept = copy_of(path, schema)
    half = kept.with_name(f"{kept.name}.half")
    driver: Any = engine.raw_connection()
    try:
        for old in (half, Path(f"{half}-wal"), Path(f"{half}-shm")):
            old.unlink(missing_ok=True)
        copy = driver.driver_connection.copied(str(half))
        try:
            same = counted(copy) == counted(driver.driver_connection)
            if not same or copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Unavailable("store", "not-kept", path=str(kept))
        finally:
            copy.close()
        settle(half)
        half.replace(kept)
        settle(kept.parent)
    except (sqlite.Error, OSError) as fault:
        raise Unavailable("store", "not-kept", path=str(kept)) from fault
    finally:
        half.unlink(missing_ok=True)
        driver.close()
    return kept


def copy_of(path: Path, schema: str) -> Path:
    """Where a store lies as it was before it was brought to that version."""
    return path.with_suffix(f".before-{schema}")


def counted(connection: sqlite.Connection) -> dict[str, int]:
    """How many rows each table has."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for (name,) in found.fetchall()}


def settle(place: Path) -> None:
    """A file's bytes, or a folder's names, are on the disk when this returns."""
    if os.name != "posix" and place.is_dir():
        return
    handle = os.open(place, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
