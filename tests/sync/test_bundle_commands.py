"""`tereze bundle`: what a script sees, and the words that a person reads beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.start import licensor_store
from tests.world import World
from tests.world import file_here as file_here
from tests.world import furnished_file as furnished_file


class Says:
    """`tereze bundle …` at one node or the other."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.capsys = world, capsys
        self.stores = {"centre": world.url, "licensor": licensor_store(world.url)}

    def __call__(self, side: str, *arguments: str, exit: int = 0) -> tuple[Any, str]:
        self.world.close()  # one process writes a store
        self.capsys.readouterr()
        key = ("--key", str(self.world.key))
        assert main(["bundle", *arguments, "--store", self.stores[side], *key]) == exit
        said = self.capsys.readouterr()
        return (json.loads(said.out) if said.out else None), said.err


@pytest.fixture
def says(file_here: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Says:
    monkeypatch.setenv("TEREZE_LANG", "en")
    return Says(file_here, capsys)


def test_a_bundle_goes_there_and_back_by_commands(says: Says, ram: Path) -> None:
    case = says.world.accepted()
    there, back = str(ram / "there.tereze"), str(ram / "back.tereze")
    for peer in ("ad01", "AD01-01", ""):  # an office, a device, the only one
        made, _ = says("centre", "write", *([peer] if peer else []), there)
        assert made["events"] > 0
    assert (made["number"], made["left"]) == (3, 0)
    (told,), words = says("licensor", "read", there)
    assert (told["age"], told["received"]) == ("new", made["events"])
    assert "New events" in words
    (told,), words = says("licensor", "read", there)
    assert (told["age"], told["received"]) == ("again", 0)
    assert "read before" in words
    says("licensor", "write", back)
    (told,), _ = says("centre", "read", back)
    assert told["acknowledged"] == made["events"]
    made, _ = says("centre", "write", there)
    assert made["events"] == 0
    assert case["number"] in dict(says.world.licensor.folds())


def test_what_cannot_be_read_is_said_and_the_rest_is_read(says: Says, ram: Path) -> None:
    good, half = ram / "good.tereze", ram / "half.tereze"
    says("licensor", "write", str(good))
    half.write_bytes(good.read_bytes()[:100])
    told, words = says("centre", "read", str(half), str(good), exit=3)
    assert [one.get("refused", one.get("age")) for one in told] == ["bundle-cut", "new"]
    assert "Only a part of the file is here" in words
    alone, _ = says("centre", "read", str(half), exit=3)
    assert alone["code"] == "bundle-cut"
    assert set(alone["text"]) == {"kk", "ru", "en"}
    told, _ = says("centre", "write", "ZZ99", str(good), exit=3)
    assert told["code"] == "peer-which"
    assert says("centre", "write", "a", "b", "c", exit=2)[0] is None
    assert says("centre", "read", str(ram / "nowhere"), exit=2)[0] is None
