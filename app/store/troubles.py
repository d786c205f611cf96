"""Troubles of a store: told apart from bugs, and got over where another one was only quicker."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy

from app.problems import Refused, Unavailable
from app.store import sqlite

T = TypeVar("T")


@contextmanager
def translated() -> Iterator[None]:
    """Known troubles of a store apart from bugs: full disk, busy, wrong key, connection lost."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as fault:
        if isinstance(fault, (sqlalchemy.exc.OperationalError, sqlalchemy.exc.InterfaceError)):
            raise Unavailable("store", _status(str(fault.orig))) from fault
        if isinstance(fault, sqlalchemy.exc.DataError):  # a number or a text that a column cannot hold
            raise Refused("store-refuses", why=getattr(fault.orig, "sqlstate", None) or "22000") from fault
        raise
    except sqlite.OperationalError as fault:
        raise Unavailable("store", _status(str(fault))) from fault


def patiently(deed: Callable[[], T], times: int = 12) -> T:
    """Again when another process moved the device or the case meanwhile, each time after a longer random while."""
    for attempt in range(times):
        try:
            return deed()
        except Unavailable as lost:
            if lost.status != "moved-meanwhile" or attempt == times - 1:
                raise
            threading.Event().wait(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))
    raise AssertionError("unreachable")


def _status(says: str) -> str:
    for sign, status in (
        ("NotADB", "wrong-key"), ("Full", "disk-full"), ("Busy", "in-use"), ("Corrupt", "damaged"),
        ("CantOpen", "not-there"), ("IOError", "disk-error"), ("NoMem", "no-memory"), ("password", "wrong-password"),
        ('FATAL:  role "', "wrong-password"), ("ReadOnly", "read-only"),
    ):  # fmt: skip
        if sign in says:
            return status
    return "away"
