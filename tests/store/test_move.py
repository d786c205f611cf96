"""A store that moves is the same store elsewhere: nothing is lost, nothing is doubled, and it never lives in two places."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.cli import main
from app.keeping import carried, moved
from app.keeping.backup import bring_back, copy
from app.keeping.likeness import likeness
from app.keeping.moved import move
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable, WrongCall
from app.start import Settings
from app.store import blobs, open, tables
from app.store.open import open_store, path_of
from tests.postgres import Server
from tests.store.copies import killed
from tests.store.furnished import DEVICE, SCAN, accepted, ask, furnish, key_of, record

ROOT = Path(__file__).resolve().parents[2]
DIRECTIONS = ("to-postgres", "to-sqlite")
CUT = (
    ("to-postgres", "move.copied"), ("to-sqlite", "move.verified"), ("to-postgres", "move.marked"),
    ("to-sqlite", "move.marked"),
)  # fmt: skip
LONG = 120  # seconds that a slow machine may take for one program


@pytest.fixture(params=DIRECTIONS)
def way(request: pytest.FixtureRequest, ram: Path) -> tuple[Settings, str]:
    """A store with a history of everything, and the address where it is to live: of the other kind."""
    embedded, shared = f"sqlite:///{ram}/store.db", str(request.getfixturevalue("postgres_url"))
    here, there = (embedded, shared) if request.param == "to-postgres" else (shared, embedded)
    settings = furnish(here, ram, papers=True)
    key_of(Settings(store=embedded, key=settings.key))  # an embedded store's key is there before it is
    with_more(settings)
    return settings, there


def with_more(settings: Settings) -> None:
    """What came from elsewhere and waits: an event that did not fit, a case whose scan has not come yet; many parts."""
    store = open_store(settings.store, key=key_of(settings), write=True)
    try:
        record(store, DEVICE, lambda t: accepted(t, "ab" * 32), minute=30)
        event = ask(settings, "SELECT id FROM events ORDER BY id LIMIT 1")[0][0]
        parked = {"event": event, "subject": "s", "reason": "out-of-order", "settled": False}
        record(store, DEVICE, lambda t: t.put("parked", **parked), minute=31)
        record(store, DEVICE, lambda t: blobs.put(t, b"%PDF-1.4" + bytes(range(256)) * 3000), minute=32)
    finally:
        store.close()


def at(settings: Settings, url: str, **more: Any) -> Settings:
    return Settings(store=url, key=settings.key, write=False, **more)


def lines(settings: Settings, url: str) -> list[str]:
    here = at(settings, url)
    store = open_store(url, key=key_of(here), write=False)
    try:
        return [line for line in likeness(store) if not line.startswith("cursor")]
    finally:
        store.close()


def works(settings: Settings, url: str) -> bool:
    """Whether somebody can write there; the reason, where the store itself says no."""
    store = open_store(url, key=key_of(at(settings, url)), write=True)
    try:
        record(store, DEVICE, accepted, minute=40)
    finally:
        store.close()
    return True


# ---- what arrives


def test_a_store_moved_there_and_back_is_the_same(way: tuple[Settings, str], ram: Path) -> None:
    settings, there = way
    before, proof = lines(settings, settings.store), verify_store(settings)
    told = move(settings.store, there, key=settings.key)
    assert told["intact"]
    assert (told["events"], told["chains"]) == (proof["events"], proof["chains"])
    assert lines(settings, there) == before
    verified = verify_store(at(settings, there))
    assert (verified["documents_away"], verified["files"]) == (proof["documents_away"], proof["files"])
    assert verified["documents_away"] == 1
    again = f"sqlite:///{ram}/back/again.db"
    back = move(there, again, key=settings.key) if there.startswith("postgresql") else None
    if back:
        assert back["tables"] == told["tables"]
        assert lines(settings, again) == before


def test_every_row_and_file_is_counted_and_told(way: tuple[Settings, str]) -> None:
    settings, there = way
    told = move(settings.store, there, key=settings.key)["tables"]
    assert set(told) == {t for t in tables.metadata.tables if t not in ("store", "file_parts")} | {"contents of files"}
    for name in ("events", "persons", "cases", "registries", "handovers", "accounts", "parked", "files", "papers"):
        assert told[name]["rows"] == ask(settings, f"SELECT count(*) FROM {name}")[0][0] > 0, name
        assert len(told[name]["sha256"]) == 64
    assert told["contents of files"]["bytes"] == sum(r.size for r in ask(settings, "SELECT size FROM files"))


def test_the_chain_goes_on_there_and_a_file_is_read_there(way: tuple[Settings, str]) -> None:
    settings, there = way
    move(settings.store, there, key=settings.key)
    assert works(settings, there)
    assert verify_store(at(settings, there))["intact"]
    store = open_store(there, key=key_of(at(settings, there)), write=False)
    with store.reading() as connection:
        assert SCAN in [blobs.get(store, connection, name) for name in blobs.names(connection)]
    store.close()


def test_the_store_that_is_left_keeps_every_byte(way: tuple[Settings, str]) -> None:
    settings, there = way
    store = open_store(settings.store, key=key_of(settings), write=False)
    with store.reading() as connection:
        before = carried.counted(store, connection)
    move(settings.store, there, key=settings.key)
    with store.reading() as connection:
        after = carried.counted(store, connection)
    store.close()
    assert carried.differing(before, after) == ["cursors"], "its mark, and nothing else"


# ---- one life


def test_a_moved_store_is_read_and_not_written_and_says_where_it_lives(way: tuple[Settings, str]) -> None:
    settings, there = way
    told = move(settings.store, there, key=settings.key)
    with pytest.raises(Unavailable) as no:
        works(settings, settings.store)
    assert (no.value.status, no.value.facts["to"]) == ("moved", told["to"])
    assert verify_store(settings)["intact"]
    elsewhere = f"{there}&schema=other" if there.startswith("postgresql") else there.replace("store.db", "other.db")
    with pytest.raises(Unavailable, match="moved"):
        move(settings.store, elsewhere, key=settings.key)
    with pytest.raises(Unavailable, match="moved"):
        open.make(settings.store, key=key_of(settings), side="centre", demo=False, created_at="", offices=())


def test_who_has_the_shared_store_open_is_stopped_at_the_next_press(postgres_url: str, ram: Path) -> None:
    settings = furnish(postgres_url, ram)
    open_there = open_store(postgres_url, key=None, write=True)
    try:
        record(open_there, DEVICE, accepted, minute=20)
        told = move(postgres_url, f"sqlite:///{ram}/store.db", key=settings.key)
        with pytest.raises(Unavailable) as no:
            record(open_there, DEVICE, accepted, minute=21)
    finally:
        open_there.close()
    assert (no.value.status, no.value.facts["to"]) == ("moved", told["to"])
    assert ask(settings, "SELECT count(*) FROM cases")[0][0] == 4


def test_a_store_that_somebody_works_in_is_not_moved(
    way: tuple[Settings, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, there = way
    store = open_store(settings.store, key=key_of(settings), write=True)
    try:
        if not store.on_postgres:
            with pytest.raises(Unavailable, match="in-use"):
                move(settings.store, there, key=settings.key)
            return
        with psycopg.connect(settings.store) as writer:
            writer.execute("UPDATE tereze.devices SET serial = serial")  # somebody is in the middle of a press
            monkeypatch.setattr(moved, "WAITS", "50ms")
            with pytest.raises(Unavailable, match="in-use"):
                move(settings.store, there, key=settings.key)
            writer.rollback()
    finally:
        store.close()


def test_nothing_is_moved_over_what_is_there(way: tuple[Settings, str], ram: Path) -> None:
    settings, there = way
    furnish(there, ram)
    before = lines(settings, there)
    with pytest.raises(Refused, match="store-exists"):
        move(settings.store, there, key=settings.key)
    assert lines(settings, there) == before
    assert works(settings, settings.store)


def test_a_store_is_not_moved_to_where_it_is(way: tuple[Settings, str]) -> None:
    settings, _ = way
    with pytest.raises(WrongCall):
        move(settings.store, settings.store, key=settings.key)


def test_a_copy_of_a_moved_store_can_be_brought_back_and_worked_with(
    way: tuple[Settings, str], ram: Path, request: pytest.FixtureRequest
) -> None:
    settings, there = way
    move(settings.store, there, key=settings.key)
    copy(settings, ram / "copy.tar")
    if settings.store.startswith("postgresql"):
        server: Server = request.getfixturevalue("postgres_server")
        name = settings.store.split("/")[3].split("?")[0]
        server.tell(f"CREATE DATABASE {name}_again OWNER owner")
        again = server.url(f"{name}_again")
    else:
        again = f"sqlite:///{ram}/again.db"
    try:
        bring_back(ram / "copy.tar", again, key=settings.key)
        assert works(settings, again)
    finally:
        if again.startswith("postgresql"):
            server.tell(f"DROP DATABASE {name}_again WITH (FORCE)")


# ---- what goes wrong on the way

DROPS = "BEGIN RETURN NULL; END"
CHANGES = "BEGIN NEW.facts = set_byte(NEW.facts, 3, get_byte(NEW.facts, 3) # 1); RETURN NEW; END"


@pytest.fixture
def spoiling(postgres_url: str, postgres_server: Server) -> Any:
    """A server that drops or changes a row of the journal on its way in, whatever a program sends."""

    def spoil(body: str) -> None:
        name = postgres_url.split("/")[3].split("?")[0]
        with psycopg.connect(postgres_server.url(name, "postgres"), autocommit=True) as server:
            server.execute(f"CREATE FUNCTION public.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$".encode())
            server.execute(
                "CREATE FUNCTION public.lay() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'tereze.events'"
                " AND command_tag = 'CREATE TABLE') THEN CREATE TRIGGER spoil BEFORE INSERT ON tereze.events"
                " FOR EACH ROW WHEN (NEW.seq = 3) EXECUTE FUNCTION public.spoil(); END IF; END $$"
            )
            server.execute("CREATE EVENT TRIGGER lay ON ddl_command_end EXECUTE FUNCTION public.lay()")

    return spoil


@pytest.mark.parametrize(("body", "short"), [(DROPS, True), (CHANGES, False)])
def test_a_row_that_is_lost_or_changed_on_the_way_is_told_and_nothing_is_moved(
    spoiling: Any, postgres_url: str, ram: Path, body: str, short: bool
) -> None:
    settings = furnish(f"sqlite:///{ram}/store.db", ram)
    spoiling(body)
    with pytest.raises(Unavailable) as no:
        move(settings.store, postgres_url, key=settings.key)
    assert (no.value.what, no.value.status, no.value.facts["table"]) == ("move", "differs", "events")
    assert (no.value.facts["there"] < no.value.facts["here"]) is short
    with pytest.raises(Unavailable, match="not-there"):
        open_store(postgres_url, key=None, write=False)
    assert works(settings, settings.store)


def test_a_row_that_is_missing_in_the_file_is_told(postgres_url: str, ram: Path) -> None:
    settings = furnish(postgres_url, ram)
    empty = f"sqlite:///{ram}/empty.db"
    key = key_of(at(settings, empty))
    engine = open._engine(empty, key=key)
    open.migrate(engine, empty)
    source = open_store(postgres_url, key=None, write=False)
    target = open.Store(empty, "centre", source.id, source.epoch, False, engine, source.offices, key=key)
    with source.reading() as here, engine.connect() as there:
        carried.carry(source, here, target, there)
        whole = carried.counted(source, here)
        carried.same(whole, carried.counted(target, there))
        lost = here.execute(tables.persons.select().limit(1)).one().event
        there.execute(tables.persons.delete().where(tables.persons.c.event == lost))
        with pytest.raises(Unavailable) as no:
            carried.same(whole, carried.counted(target, there))
        assert no.value.facts["table"] == "persons"
        there.rollback()
    engine.dispose()
    source.close()


def test_a_changed_byte_of_a_file_stops_the_move(ram: Path, postgres_url: str) -> None:
    settings = furnish(f"sqlite:///{ram}/store.db", ram)
    file = next(path for path in Path(f"{path_of(settings.store)}.files").glob("*/*") if path.is_file())
    body = bytearray(file.read_bytes())
    body[-1] ^= 1
    file.write_bytes(body)
    with pytest.raises(Unavailable, match="file: damaged"):
        move(settings.store, postgres_url, key=settings.key)
    assert works(settings, settings.store)
    with pytest.raises(Unavailable, match="not-there"):
        open_store(postgres_url, key=None, write=False)


@pytest.mark.parametrize(("way", "point"), CUT, indirect=["way"])
def test_a_move_that_is_cut_off_leaves_one_store_to_work_in_and_is_finished_by_the_same_call(
    way: tuple[Settings, str], point: str
) -> None:
    settings, there = way
    before = lines(settings, settings.store)
    killed = subprocess.run(
        [sys.executable, "-m", "app.cli", "move", "--from", settings.store, "--to", there, "--key", str(settings.key)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "TEREZE_AT": f"{point}:kill"}, capture_output=True,
        timeout=LONG, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr.decode()
    with pytest.raises(Unavailable, match="half"):
        works(settings, there)
    if point == "move.marked":
        with pytest.raises(Unavailable, match="moved"):
            works(settings, settings.store)
    else:
        assert open_store(settings.store, key=key_of(settings), write=True).close() is None
    if point == "move.marked" and not there.startswith("postgresql"):  # or a step later, between two names
        path = path_of(there)
        path.with_name(f"{path.name}.moving").joinpath("store.db.files").replace(f"{path}.files")
    assert move(settings.store, there, key=settings.key)["intact"]
    assert lines(settings, there) == before
    assert works(settings, there)
    with pytest.raises(Unavailable, match="moved"):
        works(settings, settings.store)


def test_another_store_that_has_half_arrived_there_is_not_thrown_away(postgres_url: str, ram: Path) -> None:
    """It lives nowhere else any more: it was marked as moved, and only did not get its name."""
    shared, goal = furnish(postgres_url, ram), f"sqlite:///{ram}/goal.db"
    (ram / "other").mkdir()
    other = furnish(f"sqlite:///{ram}/other/store.db", ram / "other")
    key_of(Settings(store=goal, key=shared.key))
    killed("move.marked", f"move(settings.store, {goal!r}, key=settings.key)", shared)
    with pytest.raises(Refused, match="store-exists"):
        move(other.store, goal, key=other.key)
    assert move(shared.store, goal, key=shared.key)["intact"]


def test_the_command_line_moves_and_tells_exit_codes(
    way: tuple[Settings, str], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, there = way
    call = ["move", "--from", settings.store, "--to", there, "--key", str(settings.key)]
    assert main(call) == 0
    assert json.loads(capsys.readouterr().out)["intact"]
    assert main(call) == 4
    assert "tereze move" in capsys.readouterr().err
    assert main(["move", "--from", there, "--to", there, "--key", str(settings.key)]) == 2
