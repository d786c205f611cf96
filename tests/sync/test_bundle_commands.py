"""`tereze bundle`: what a script sees, and the words that a person reads beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.start import licensor_store
from app.sync import bundle, enclosed
from tests.sync.test_files_at_desks import SCAN, sent_with_a_scan
from tests.world import MG, World, desk
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


def test_scans_go_along_and_what_finds_no_room_goes_on_the_next_stick(
    says: Says, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosed, "ROOM", 40)  # of files in one bundle; each scan has 28 bytes
    first, second = (sent_with_a_scan(says.world, scan=SCAN + bytes([n])) for n in (1, 2))
    (one := ram / "one").mkdir()
    made, words = says("centre", "write", str(one / "a.tereze"))
    assert (made["files"], made["left_files"]) == (2, 0)
    assert [Path(name).name for name in made["more"]] == ["a-2.tereze"]
    assert "a-2.tereze" in words
    told, words = says("licensor", "read", str(one / "a-2.tereze"), str(one / "a.tereze"))
    assert sum(brought["files"] for brought in told) == 2
    assert "Files of cases: new 1" in words
    assert says.world.licensor.file(first[1], as_=desk("specialist", MG)) == SCAN + b"\1"
    assert says.world.licensor.file(second[1], as_=desk("specialist", MG)) == SCAN + b"\2"
    made, _ = says("centre", "write", str(one / "b.tereze"), "--rest")
    assert made["files"] == 0


def test_a_scan_that_is_read_before_its_case_is_taken_when_the_case_has_come(says: Says, ram: Path) -> None:
    _, name = sent_with_a_scan(says.world)
    whole, files = ram / "whole.tereze", ram / "files.tereze"
    says("centre", "write", str(whole))
    with pytest.MonkeyPatch.context() as large:
        large.setattr(bundle, "_wanted", lambda peer, told: [])
        says("centre", "write", str(files))
    told, words = says("licensor", "read", str(files))
    assert told[0]["files_refused"] == ["file-not-theirs"]
    assert "Files not taken: 1" in words
    told, words = says("licensor", "read", str(files), str(whole))
    assert not any(brought.get("files_refused") for brought in told)
    assert "not taken" not in words
    assert says.world.licensor.file(name, as_=desk("specialist", MG)) == SCAN


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
