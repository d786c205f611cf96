"""Whose keys this node believes is an administrator's to say, with their password: the store's key alone is not enough."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from app.store import tables
from app.sync.peers import peers_of
from tests.people.house import ADMIN, NEW, ONCE, OWN, SECTOR, House
from tests.people.test_command_line import tereze
from tests.world import World

OTHER = {"id": "00112233aabbccdd", "devices": {"AD09-01": "5a" * 32}}
ANOTHER_KEY = {**OTHER, "devices": {"AD09-01": "6b" * 32}}


def paired(place: House | World, other: dict[str, Any], *words: str, **told: str) -> subprocess.CompletedProcess[str]:
    file = Path(place.key).parent / "other.json"
    file.write_text(json.dumps(other))
    return tereze(place, "pair", str(file), *words, **told)


def keys(house: House) -> dict[str, str]:
    """The keys that this node believes of others' devices."""
    house.again()
    with house.app.store.reading() as connection:
        rows = connection.execute(tables.devices.select().where(~tables.devices.c.local)).all()
    return {row.code: bytes(row.public_key).hex() for row in rows}


def code(done: subprocess.CompletedProcess[str]) -> str:
    return str(json.loads(done.stdout)["code"])


def test_what_the_other_must_be_told_is_said_to_everybody(house: House) -> None:
    done = tereze(house, "pair")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"id", "devices"}


def test_an_administrator_with_their_password_introduces_and_replaces_a_key(house: House) -> None:
    for other in (OTHER, ANOTHER_KEY):
        done = paired(house, other, "--as", ADMIN, "--address", "https://licensor.example:8443", TEREZE_PASSWORD=OWN)
        assert done.returncode == 0, done.stdout + done.stderr
        assert keys(house) == other["devices"]
    assert [peer.id for peer in peers_of(house.app.store)] == [OTHER["id"]]


def test_a_file_that_introduces_nobody_is_said(house: House) -> None:
    """What the other's command had failed to write once was read as "paired"."""
    done = paired(house, {}, "--as", ADMIN, TEREZE_PASSWORD=OWN)
    assert done.returncode == 2
    assert "introduces nobody" in done.stderr
    assert keys(house) == {}


def test_nobody_else_does_and_nothing_is_changed(house: House) -> None:
    for words, told, answer in (
        ((), {"TEREZE_PASSWORD": OWN}, ""),  # the store's key alone
        (("--as", ADMIN), {"TEREZE_PASSWORD": "wrong"}, "log-in-refused"),
        (("--as", SECTOR), {"TEREZE_PASSWORD": ONCE}, "password-once"),
    ):
        done = paired(house, OTHER, *words, **told)
        assert (done.returncode, code(done) if answer else "") == (3 if answer else 2, answer), done.stderr
    house.again()
    house.settled(SECTOR)
    assert code(paired(house, OTHER, "--as", SECTOR, TEREZE_PASSWORD=NEW)) == "no-right"  # themselves, no administrator
    assert keys(house) == {}
    assert peers_of(house.app.store) == ()


def test_a_demonstration_asks_nobody(file_here: World) -> None:
    file_here.close()
    done = paired(file_here, OTHER)
    assert done.returncode == 0, done.stderr
    assert OTHER["id"] in {peer.id for peer in peers_of(file_here.centre.store)}
