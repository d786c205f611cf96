"""A store of an earlier version at the start: said, copied, brought up to date and worked on; cut off, it is begun again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.keeping.verify import verify_store
from app.problems import Unavailable
from app.start import build, opened
from app.store import open as stores
from app.store import renewal, sqlite
from app.store.lock import OnlyWriter
from tests.campaign.forked import forked
from tests.campaign.releases import FIRST, level, name, program
from tests.store.furnished import furnish
from tests.store.test_old_stores import KEPT, all_there, expected, lay_out, work_goes_on
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
NEXT = FIRST + 1
OLD = "0001"  # the first release, whatever the present one is
Said = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def old(ram: Path) -> World:
    """The first release's store with its files, as it lay on the disk."""
    release = KEPT / "0001"
    (ram / "tereze.key").write_bytes((release / "tereze.key").read_bytes())
    lay_out(release, ram)
    return World(f"sqlite:///{ram / 'tereze.db'}", ram / "tereze.key")


def schema_of(place: Path, key: Path) -> str:
    connection = sqlite.connect(str(place), key=stores.kept_key(key))
    try:
        return str(connection.execute("SELECT schema FROM store").fetchall()[0][0])
    finally:
        connection.close()


def started(world: World, *, say: Callable[..., None]) -> None:
    build(replace(world.settings(), write=True), older=say).close()


def test_the_start_says_so_copies_and_brings_the_store_up_to_date(old: World, ram: Path) -> None:
    told: Said = []

    def say(what: str, **facts: Any) -> None:
        told.append((what, facts))
        assert (what == "renewed") == (schema_of(ram / "tereze.db", old.key) == name(NEXT)), (
            "said too late or too early"
        )

    with program(NEXT, ram):
        copy = f"tereze.before-{name(NEXT)}"
        started(old, say=say)
        facts = {"schema": OLD, "copy": copy}
        assert told == [("renewing", facts), ("renewed", facts)]
        assert schema_of(ram / copy, old.key) == OLD
        started(old, say=say)
        assert len(told) == 2, "the second start has nothing to say"
        what = expected(KEPT / "0001", "embedded")
        all_there(old, what)
        work_goes_on(old, what)
    assert verify_store(old.settings())["intact"]


def test_the_first_release_is_brought_to_the_present_one(old: World, ram: Path) -> None:
    told: Said = []
    started(old, say=lambda what, **facts: told.append((what, facts)))
    assert [what for what, _ in told] == (["renewing", "renewed"] if stores.SCHEMA != OLD else [])
    assert schema_of(ram / "tereze.db", old.key) == stores.SCHEMA
    what = expected(KEPT / OLD, "embedded")
    all_there(old, what)
    work_goes_on(old, what)


def test_whoever_stands_at_the_terminal_is_told_in_words(old: World, ram: Path, capsys: Any) -> None:
    with program(NEXT, ram), opened(replace(old.settings(), write=True)):
        pass
    said = capsys.readouterr()
    assert said.out == ""
    assert f"tereze.before-{name(NEXT)}" in said.err
    assert "Хранилище обновлено" in said.err


def test_a_reader_changes_nothing_and_a_second_writer_waits(old: World, ram: Path) -> None:
    before = (ram / "tereze.db").read_bytes()
    with program(NEXT, ram):
        with opened(replace(old.settings(), write=False)) as app:
            assert app.store.side == "centre"
        assert (ram / "tereze.db").read_bytes() == before
    held = OnlyWriter(ram / "tereze.db")  # by the program of that release
    try:
        with program(NEXT, ram), pytest.raises(Unavailable, match="in-use"):
            started(old, say=lambda *a, **k: None)
    finally:
        held.release()
    assert schema_of(ram / "tereze.db", old.key) == OLD


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
@pytest.mark.parametrize("point", ["migrate.before", "migrate.after"])
def test_killed_on_the_way_it_is_begun_again_and_ends_the_same(
    old: World, ram: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(NEXT, ram):
        monkeypatch.setenv("TEREZE_AT", f"{point}:kill")
        assert forked(lambda say: started(old, say=lambda *a, **k: None)).how < 0
        monkeypatch.delenv("TEREZE_AT")
        assert schema_of(ram / "tereze.db", old.key) in (OLD, name(NEXT))
        started(old, say=lambda *a, **k: None)
        assert schema_of(ram / "tereze.db", old.key) == name(NEXT)
        assert schema_of(ram / f"tereze.before-{name(NEXT)}", old.key) == OLD
        all_there(old, expected(KEPT / "0001", "embedded"))


def test_without_a_proven_copy_nothing_is_changed(old: World, ram: Path) -> None:
    (ram / f"tereze.before-{name(NEXT)}").mkdir()  # nothing can take its name
    told: Said = []
    with program(NEXT, ram), pytest.raises(Unavailable, match="not-kept"):
        started(old, say=lambda what, **facts: told.append((what, facts)))
    assert [what for what, _ in told] == ["renewing"]
    assert schema_of(ram / "tereze.db", old.key) == OLD
    all_there(old, expected(KEPT / "0001", "embedded"))
    assert verify_store(old.settings())["intact"]


def test_a_start_that_migrates_without_a_copy_is_caught(old: World, ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores.before, "keep", lambda *a, **k: None)
    with program(NEXT, ram):
        started(old, say=lambda *a, **k: None)
    assert not (ram / f"tereze.before-{name(NEXT)}").exists(), "the planted fault shows nothing"


def test_a_shared_store_is_brought_up_to_date_by_its_owner_alone(postgres_url: str, ram: Path) -> None:
    settings = furnish(postgres_url, ram)
    with program(NEXT, ram):
        with pytest.raises(Unavailable) as away:
            renewal.opened(postgres_url, key=None, write=True, say=lambda *a, **k: None)
        assert (away.value.status, away.value.facts) == ("older-shared", {"schema": name(FIRST)})
        stores.make(settings.store, key=None, side="centre", demo=False, created_at="2020-01-01T00:00:00Z", offices=())
        renewal.opened(postgres_url, key=None, write=True, say=None).close()


def test_the_words_say_whom_to_ask(old: World) -> None:
    from app.say import absence

    for lang, who in (("kk", "әкімші"), ("ru", "администратор"), ("en", "administrator")):
        said = absence(Unavailable("store", "older-shared", schema="0001"), lang)
        assert who in said
        assert "tereze init" in said


def test_the_real_program_brings_an_older_store_up_to_date_and_goes_on(old: World, ram: Path) -> None:
    """`tereze sync --once` of a program that has one migration more, in a process of its own."""
    with program(NEXT, ram):
        made = stores.MIGRATIONS
    lines = (
        "import sys, pathlib; from app.store import open as s;"
        f"s.MIGRATIONS = pathlib.Path({str(made)!r}); s.SCHEMA = {name(NEXT)!r};"
        f"s.WRITER = s.READER = {level(NEXT)}; from app.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    line = [sys.executable, "-c", lines, "sync", "--once", "--store", old.url, "--key", str(old.key)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TEREZE_LANG": "en", "TEREZE_HOME": str(ram)}
    for told in (True, False):
        done = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
        assert ("is brought up to date" in done.stderr) == told, done.stderr
        assert "Traceback" not in done.stderr
        assert json.loads(done.stdout)["code"] == "device-key-missing"  # the kept release has no machine's keys
        assert schema_of(ram / "tereze.db", old.key) == name(NEXT)
