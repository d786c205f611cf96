"""`tereze init`: a store made, or one that is there brought up to date, without a word about whose it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.keeping.verify import verify_store
from app.store import open as stores
from app.store import sqlite
from tests.contract.conftest import Tereze
from tests.store.test_old_stores import KEPT, lay_out
from tests.world import World


def test_a_store_that_is_there_is_brought_up_to_date_and_nothing_is_put_in(tereze: Tereze, ram: Path) -> None:
    release = KEPT / "0001"
    (ram / "tereze.key").write_bytes((release / "tereze.key").read_bytes())
    lay_out(release, ram)
    store, key = f"sqlite:///{ram / 'tereze.db'}", ram / "tereze.key"
    told = tereze("init", "--store", store, "--key", str(key))
    assert (told.exit, told.json["store"], told.json["side"]) == (0, store, "centre"), told.stderr
    world = World(store, key)
    counts = json.loads((release / "expected.json").read_text())["embedded"]["counts"]
    assert {name: world.count(name) for name in counts} == counts
    world.close()
    assert verify_store(world.settings())["intact"]
    connection = sqlite.connect(str(ram / "tereze.db"), key=stores.kept_key(key))
    assert connection.execute("SELECT schema FROM store").fetchall() == [(stores.SCHEMA,)]
    connection.close()


def test_a_store_that_needs_nothing_is_left_as_it_is(tereze: Tereze, world: World) -> None:
    before = [world.count(name) for name in ("offices", "devices", "accounts", "events")]
    world.close()
    told = tereze("init", "--store", world.url, "--key", str(world.key))
    assert (told.exit, told.json["side"]) == (0, "centre"), told.stderr
    assert before == [world.count(name) for name in ("offices", "devices", "accounts", "events")]


def test_where_there_is_none_it_is_asked_whose_it_will_be(tereze: Tereze, ram: Path) -> None:
    place = ("--store", f"sqlite:///{ram / 'none.db'}", "--key", str(ram / "none.key"))
    told = tereze("init", *place)
    assert (told.exit, "--centre" in told.stderr) == (2, True)
    assert not [*ram.glob("none*")]
    (ram / "none.db").write_bytes(b"")  # cut off before it was one
    assert tereze("init", *place).exit == 2
    assert tereze("init", *place, "--centre", "AT09").exit == 0


def test_a_key_that_does_not_fit_changes_nothing(tereze: Tereze, file_here: World, ram: Path) -> None:
    assert tereze("init", "--store", file_here.url, "--key", str(ram / "other.key")).exit == 4
    assert not (ram / "other.key").exists()


@pytest.mark.parametrize("word", ["", ":secret"])
def test_the_stores_of_a_demonstration_are_told_so_that_they_can_be_named(
    tereze: Tereze, database_here: World, word: str
) -> None:
    user = database_here.url.removeprefix("postgresql://").split("@")[0].split(":")[0]
    url = database_here.url.replace(f"{user}@", f"{user}{word}@", 1)
    place = ("--key", str(database_here.key))
    told = tereze("init", "--demo", "--store", url, *place).json["stores"]
    assert [one["side"] for one in told] == ["centre", "licensor"]
    for one in told:
        assert "secret" not in one["store"]
        assert tereze("verify", "--store", one["store"], *place).json["intact"]
