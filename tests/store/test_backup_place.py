"""A name that was mistyped costs nobody their work: a copy is written over a copy alone, and read from nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.keeping.backup import bring_back, copy
from app.problems import Refused
from app.start import Settings
from app.store.open import path_of
from tests.store.furnished import furnish


@pytest.fixture
def settings(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram / 'a.db'}", ram)


@pytest.mark.parametrize("place", ["store", "key", "letter", "empty", "folder", "pipe"])
def test_nothing_else_is_written_over(settings: Settings, ram: Path, place: str) -> None:
    there = {"store": path_of(settings.store), "key": settings.key}
    file = there.get(place, ram / place)
    {"letter": lambda: file.write_text("a letter"), "empty": file.touch, "folder": file.mkdir,
     "pipe": lambda: os.mkfifo(file)}.get(place, lambda: None)()  # fmt: skip
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(Refused, match="backup-place-taken"):
        copy(settings, file)
    assert (file.read_bytes() if file.is_file() else None) == before
    assert not [*ram.glob("*.half"), *ram.glob("*.work")]


def test_an_older_copy_is(settings: Settings, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    assert copy(settings, ram / "copy.tar")["proven"]


@pytest.mark.parametrize("place", ["folder", "pipe", "nothing"])
def test_what_is_no_file_is_no_copy(settings: Settings, ram: Path, place: str) -> None:
    file = ram / "there"
    {"folder": file.mkdir, "pipe": lambda: os.mkfifo(file), "nothing": lambda: None}[place]()
    with pytest.raises(Refused, match="not-a-backup"):
        bring_back(file, f"sqlite:///{ram}/again.db", key=settings.key)


@pytest.mark.parametrize("place", ["accounts.work", "accounts.half"])
def test_what_somebody_else_keeps_beside_it_stays(settings: Settings, ram: Path, place: str) -> None:
    mine = ram / place
    if place.endswith("work"):
        mine.mkdir()
        mine = mine / "thesis.txt"
    mine.write_text("mine")
    with pytest.raises(Refused, match="backup-place-taken"):
        copy(settings, ram / "accounts")
    assert mine.read_text() == "mine"
