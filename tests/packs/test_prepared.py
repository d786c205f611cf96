"""What is kept of a pack counts for its very text, under the very rules; else it is read as if nothing were there."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from app import beside
from app.catalogue import packs, prepared
from app.catalogue.packs import FOLDER, PackFaulty, read_pack

TEXTS = sorted(FOLDER.glob("*@*.toml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own packs, somewhere where they may be changed."""
    for text in TEXTS:
        shutil.copy(text, tmp_path)
    monkeypatch.setattr(packs, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_what_is_kept_is_the_pack(folder: Path, text: Path) -> None:
    place, body = folder / text.name, text.read_bytes()
    assert prepared.of(place, body) is None
    read = read_pack(place)
    assert prepared.of(place, body) == read == packs.read_text(text.name, body.decode())


def test_another_text_is_read_anew(folder: Path) -> None:
    place = folder / TEXTS[0].name
    before, body = read_pack(place), place.read_bytes()
    changed = body.replace(b"limit = 20", b"limit = 21", 1)
    assert changed != body
    place.write_bytes(changed)
    assert prepared.of(place, changed) is None
    assert read_pack(place) != before
    place.write_bytes(body.replace(b"limit = 20", b"limit = -20", 1))
    with pytest.raises(PackFaulty):
        read_pack(place)


def test_under_other_rules_it_is_read_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder / TEXTS[0].name
    read_pack(place)
    monkeypatch.setattr(prepared, "_rules", lambda: b"of a later program")
    assert prepared.of(place, place.read_bytes()) is None


def test_what_lies_there_spoilt_is_not_believed(folder: Path) -> None:
    place = folder / TEXTS[0].name
    read, body = read_pack(place), place.read_bytes()
    kept = place.with_name(f"{place.stem}.prepared")
    whole, dice = kept.read_bytes(), random.Random(2015)
    for _ in range(200):
        at = dice.randrange(len(whole))
        spoilt = bytes([*whole[:at], whole[at] ^ 1 << dice.randrange(8), *whole[at + 1 :]])
        kept.write_bytes(dice.choice((spoilt, whole[:at])))
        assert prepared.of(place, body) in (None, read)
        packs._read.cache_clear()
        assert read_pack(place) == read
        assert kept.read_bytes() == whole


def test_an_administrators_folder_is_left_as_it_is(tmp_path: Path) -> None:
    place = Path(shutil.copy(TEXTS[0], tmp_path))
    read_pack(place)
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_is_closed_changes_nothing(tmp_path: Path) -> None:
    beside.keep(tmp_path / "away" / "a.prepared", b"body")
    assert not list(tmp_path.iterdir())
