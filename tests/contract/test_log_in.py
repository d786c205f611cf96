"""Who is not let in hears a no, whatever keeps the store: nothing is away, and trying again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.catalogue.packs import FOLDER
from tests.contract.conftest import Tereze
from tests.postgres import Server
from tests.world import World

CODE = '{"code": "C-AT01-01-16-00001-E"}'


@pytest.mark.parametrize("deed", ["ask house.me", "do accumulation.take_in -", "packs check"])
def test_a_login_that_there_is_not_is_refused(tereze: Tereze, world: World, deed: str) -> None:
    world.close()
    files = [str(next(FOLDER.glob("*@*.toml")))] if deed == "packs check" else []
    told = tereze(
        *deed.split(), *files, "--as", "nobody.at01", "--store", world.url, "--key", str(world.key), stdin=CODE
    )
    assert told.exit == 3, told
    assert told.json["code"] in ("account-unknown", "log-in-refused")
    assert set(told.json["text"]) == {"ru", "kk", "en"}


def test_who_was_closed_out_of_the_database_is_refused(
    tereze: Tereze, database_here: World, postgres_server: Server
) -> None:
    database_here.close()
    place = ("--store", database_here.url, "--key", str(database_here.key))
    postgres_server.tell('ALTER ROLE "inspector.at01" NOLOGIN')
    try:
        told = tereze("ask", "house.me", "--as", "inspector.at01", *place)
    finally:
        postgres_server.tell('ALTER ROLE "inspector.at01" LOGIN')
    assert (told.exit, told.json["code"]) == (3, "log-in-refused"), told
    assert tereze("ask", "house.me", "--as", "inspector.at01", *place).exit == 0


def test_a_database_that_is_not_there_is_away_all_the_same(tereze: Tereze, ram: Path) -> None:
    store = f"postgresql://owner@/nothing?host={ram}"
    told = tereze("ask", "house.me", "--as", "inspector.at01", "--store", store, "--key", str(ram / "k"))
    assert (told.exit, told.json) == (4, None)
