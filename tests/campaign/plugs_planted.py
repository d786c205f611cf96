"""A node of the journey with a fault put in on purpose: what must show itself when its plug was pulled.

`python -m tests.campaign.plugs_planted FAULT` is `python -m app.journey.apart` with that fault.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from app import drawing
from app.journey import apart
from app.start import App, Settings
from app.store import open as stores
from app.store import sqlite_writer
from app.store.open import path_of
from app.store.points import at
from app.store.unit import Transaction


def no_answer_kept() -> None:
    """An operation that was done is not known any more: the same wish again does it again."""
    Transaction.answer = lambda *told: None  # type: ignore[method-assign, assignment]


def in_two_halves() -> None:
    """A command is two transactions: cut off between them, its events stand there without its answer."""
    whole = sqlite_writer.write

    def halves(connection: Any, *, rows: dict[Any, Any], **more: Any) -> tuple[str, ...]:
        driver, keys = connection.connection.driver_connection, list(rows)
        middle = max(1, len(keys) // 2)
        whole(connection, rows={key: rows[key] for key in keys[:middle]}, **more)
        driver.execute("COMMIT")
        at("commit.after")
        driver.execute("BEGIN IMMEDIATE")
        return whole(connection, rows={key: rows[key] for key in keys[middle:]}, **more)

    stores.sqlite_writer.write = halves  # type: ignore[assignment]


def papers_forgotten() -> None:
    """Neither the start nor the wish that is told again draws what was left undrawn."""
    App.draw_waiting = lambda self: 0  # type: ignore[method-assign]
    drawing._waiting = lambda store, centre: []  # type: ignore[assignment]


def an_older_store() -> None:
    """Each start finds the store as it was at the first one: what was acknowledged since is lost."""
    ordinary = apart.opened

    def as_it_was(settings: Settings, **more: Any) -> AbstractContextManager[App]:
        store = path_of(settings.store)
        first = Path(f"{store}.first")
        if first.exists():
            for left in store.parent.glob(f"{store.name}-*"):
                left.unlink()
            shutil.copyfile(first, store)
        else:
            shutil.copyfile(store, first)
        return ordinary(settings, **more)

    apart.opened = as_it_was


if __name__ == "__main__":
    {fault.__name__: fault for fault in (no_answer_kept, in_two_halves, papers_forgotten, an_older_store)}[
        sys.argv[1]
    ]()
    sys.exit(apart.main())
