"""A store of an earlier version: the start brings an embedded one up to date, after saying so, with a proven copy before.

A shared one is its owner's: whoever works on it is told whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.problems import Unavailable
from app.store import open as stores
from app.store import sqlite
from app.store.before import copy_of
from app.store.lock import OnlyWriter
from app.store.open import Store

Say = Callable[..., None]  # ("renewing", schema, copy), then ("renewed", copy)


def opened(url: str, *, key: str | None, say: Say | None, **how: Any) -> Store:
    """`say` None: an older store is refused as `Unavailable(store, older)`, and nothing is written."""
    try:
        return stores.open_store(url, key=key, **how)
    except Unavailable as away:
        if (away.what, away.status) != ("store", "older"):
            raise
        if url.startswith("postgresql"):
            raise Unavailable("store", "older-shared", **away.facts) from away
        if say is None:
            raise
        told = {"schema": away.facts["schema"], "copy": copy_of(stores.path_of(url), stores.SCHEMA).name}
    say("renewing", **told)
    bring_up_to_date(url, key=key)
    say("renewed", **told)
    return stores.open_store(url, key=key, **how)


def bring_up_to_date(url: str, *, key: str | None) -> None:
    """Cut off anywhere it is the old store or the new one, and the next start begins again: the copy is made anew,
    everything else is one transaction. `Unavailable(store, not-kept)`: no copy, so nothing was changed."""
    lock = OnlyWriter(stores.path_of(url))
    engine = sqlite.engine(str(stores.path_of(url)), key=key)
    try:
        stores.migrate(engine, url)
    finally:
        engine.dispose()
        lock.release()
