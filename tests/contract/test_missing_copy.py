"""A copy whose name is mistyped: the call is wrong, and no rule said no."""

from __future__ import annotations

from pathlib import Path

from tests.contract.conftest import Tereze
from tests.world import World


def test_a_copy_that_is_not_there_is_a_wrong_call(tereze: Tereze, file_here: World, ram: Path) -> None:
    place = ("--store", f"sqlite:///{ram / 'new.db'}", "--key", str(file_here.key))
    told = tereze("restore", str(ram / "nothing.backup"), *place)
    assert (told.exit, told.json) == (2, None), told
    assert "nothing.backup" in told.stderr
    place = ("--store", file_here.url, "--key", str(file_here.key))
    told = tereze("backup", str(ram / "nothing.backup"), "--drill", *place)
    assert (told.exit, told.json) == (2, None), told
    assert not [*ram.glob("new.db*")]
