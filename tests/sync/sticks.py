"""Bundles between the nodes of a test: written, carried over, read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain import events as e
from app.domain import facts as f
from app.problems import Refused
from app.store.unit import new_id
from app.sync import bundle, stick
from app.sync.bundle import Read, Written
from tests.sync.nodes import House

DAY = timedelta(days=1)


def written(one: House, other: House, place: Path) -> Written:
    return bundle.write(one, other.store.id, place, folder=one.folder)


def read(house: House, place: Path) -> Read:
    return bundle.read(house.node(), stick.read(place), folder=house.folder)


def carried(one: House, other: House, folder: Path) -> Read:
    """Written, carried over, read."""
    written(one, other, place := folder / f"{new_id()}.tereze")
    return read(other, place)


def cursor(one: House, other: House, device: str) -> int:
    return next((r.seq for r in one.rows("cursors", id=f"{other.store.id} {device}")), 0)


def registered(number: str) -> e.ApplicationRegistered:
    return e.ApplicationRegistered(number=number, course=f.Course())


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no:
        call()
    return no.value.code
