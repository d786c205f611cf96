"""F18: every release meets every store. Whoever may not write is told before the first byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.problems import Unavailable
from app.start import Settings
from app.store import open, sqlite
from tests.campaign.counted import WHOLE, ran
from tests.campaign.releases import Lived, lay, level, lived_through, name, place_of, program
from tests.store.furnished import DEVICE, accepted, key_of, record

pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork"),
]


@pytest.fixture
def lived(ram: Path) -> Lived:
    return lived_through(ram)


def met(settings: Settings, body: bytes, release: int, stored: int, ram: Path) -> str:
    """What a program of `release` does with a store of `stored`; empty: what it must."""
    lay(settings, body)
    may_write, key = level(stored) - 1 <= level(release), key_of(settings)
    with program(release, ram):
        try:
            store = open.open_store(settings.store, key=key, write=True)
        except Unavailable as away:
            wanted = "older" if release > stored else "newer"
            if away.status != wanted or (release < stored and may_write):
                return f"told as {away.status}"
            if place_of(settings).read_bytes() != body:
                return "was written to before it was refused"
        else:
            store.close()
            if release > stored or not may_write:
                return "opened"
        try:
            furnish_again(settings)
        except Unavailable as away:
            if may_write or away.status != "newer":
                return f"making: {away.status}"
            return "" if place_of(settings).read_bytes() == body else "was written to before it was refused"
        if not may_write:
            return "an older program wrote"
        now = schema_of(settings)
        if now != name(max(release, stored)):
            return f"stamped {now}"
        store = open.open_store(settings.store, key=key, write=True)
        try:
            record(store, DEVICE, accepted)
        finally:
            store.close()
    return ""


def furnish_again(settings: Settings) -> None:
    """What `tereze init` does to a store that is there."""
    open.make(
        settings.store, key=key_of(settings), side="centre", demo=False, created_at="2020-01-01T00:00:00Z", offices=()
    )


def schema_of(settings: Settings) -> str:
    connection = sqlite.connect(str(place_of(settings)), key=key_of(settings))
    try:
        return str(connection.execute("SELECT schema FROM store").fetchall()[0][0])
    finally:
        connection.close()


def stamping_down(connection: Connection) -> str | None:
    """The fault that is planted: an older program takes the store for its own, and says so in it."""
    row = connection.execute(text("SELECT schema FROM store")).scalar()
    connection.execute(text("UPDATE store SET schema = :s"), {"s": open.SCHEMA})
    connection.commit()
    return str(row)


def unasked(connection: Connection) -> str | None:
    """The fault that is planted: nobody asks whether this program may write."""
    return str(connection.execute(text("SELECT schema FROM store")).scalar())


def matrix(settings: Settings, stores: dict[int, bytes], ram: Path) -> list[str]:
    wrong = []
    for release in stores:
        for stored in stores:
            try:
                found = met(settings, stores[stored], release, stored, ram)
            except Exception as fault:  # neither done nor told
                found = f"{type(fault).__name__}: {fault}"
            if found:
                wrong.append(f"program {release}, store {stored}: {found}")
    return wrong


def test_every_release_works_with_a_store_or_refuses_it_before_the_first_byte(
    lived: Lived,
) -> None:
    settings, stores, ram = lived
    wrong = matrix(settings, stores, ram)
    assert not wrong, wrong
    caught = 0
    for instead in (stamping_down, unasked):
        with pytest.MonkeyPatch.context() as planted:
            planted.setattr(open, "stored_schema", instead)
            caught += bool(matrix(settings, stores, ram))
    ran("F18", len(stores) ** 2, through=len(wrong), planted=(caught, 2))
