"""A copy of a shared store comes back beside the store that it was made of: in the same database, under another schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.keeping.backup import bring_back, copy
from app.keeping.verify import verify_store
from app.problems import Refused
from app.start import Settings
from app.store.open import open_store
from tests.postgres import Server
from tests.store.copies import killed, stopped
from tests.store.furnished import DEVICE, accepted, ask, furnish, record, settings_of

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)' ORDER BY 1"
NAMING = r"""SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE nspname = 'beside' AND (prosrc ~ 'tereze\.' OR array_to_string(proconfig, ' ') ~ 'tereze')"""


@pytest.fixture
def house(postgres_server: Server, ram: Path) -> Iterator[Settings]:
    postgres_server.tell("CREATE DATABASE house OWNER owner")
    made = furnish(postgres_server.url("house"), ram)
    copy(made, ram / "copy.tar")
    yield made
    postgres_server.tell("DROP DATABASE house WITH (FORCE)")


def beside(house: Settings) -> str:
    return f"{house.store}&schema=beside"


def work(settings: Settings) -> None:
    store = open_store(settings.store, key=None, write=True)
    record(store, DEVICE, accepted, minute=30)
    store.close()


def test_it_stands_beside_the_store_that_goes_on(house: Settings, ram: Path) -> None:
    before = ask(house, "SELECT * FROM store"), ask(house, "SELECT * FROM devices ORDER BY code")
    back = bring_back(ram / "copy.tar", beside(house), key=house.key)
    there = settings_of(beside(house), ram)
    assert [n for (n,) in ask(house, SCHEMAS)] == ["beside", "tereze"]
    assert (ask(house, "SELECT * FROM store"), ask(house, "SELECT * FROM devices ORDER BY code")) == before
    assert ask(there, "SELECT epoch FROM store")[0].epoch == back["epoch"] != before[0][0].epoch
    assert not ask(there, NAMING)  # none of its functions works in the other one
    work(there)
    assert (verify_store(there)["events"], verify_store(house)["events"]) == (11, 10)
    for one in (house, there):
        assert verify_store(replace(one, login="janar"))["intact"] is True
    with pytest.raises(Refused, match="store-exists") as no:
        bring_back(ram / "copy.tar", beside(house), key=house.key)
    assert no.value.facts["schema"] == "beside"


def test_whoever_works_meanwhile_notices_nothing(house: Settings, ram: Path) -> None:
    call = f"bring_back(Path({str(ram / 'copy.tar')!r}), {beside(house)!r}, key=settings.key)"
    with stopped("restore.rows", call, house):
        work(house)
        assert verify_store(house)["events"] == 11
    assert [verify_store(one)["events"] for one in (house, settings_of(beside(house), ram))] == [11, 10]


def test_one_that_was_killed_leaves_the_store_where_it_was(house: Settings, ram: Path) -> None:
    call = f"bring_back(Path({str(ram / 'copy.tar')!r}), {beside(house)!r}, key=settings.key)"
    for point, left in (("restore.rows", ["tereze"]), ("restore.copied", ["beside", "tereze"])):
        killed(point, call, house)
        assert [n for (n,) in ask(house, SCHEMAS)] == left
        assert verify_store(house)["intact"] is True
    bring_back(ram / "copy.tar", beside(house), key=house.key)
    assert verify_store(settings_of(beside(house), ram))["intact"] is True
