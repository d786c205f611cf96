"""Which store: encrypted, with one writer, and never touched by a program that is too old for it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from app.keeping.backup import copy
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.start import Settings, build, initialise
from app.store import open, sqlite
from app.store.lock import OnlyWriter
from tests.store.furnished import DEVICE, accepted, ask, fresh_key, furnish, key_of, record, tamper
from tests.world import STORES, World, who

ROOT = Path(__file__).resolve().parent.parent.parent


def status(of: Callable[[], Any]) -> str:
    with pytest.raises(Unavailable) as away:
        of()
    assert away.value.what == "store"
    return away.value.status


@pytest.fixture
def settings(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram / 'a.db'}", ram)


@pytest.fixture(params=STORES)
def either(request: pytest.FixtureRequest, ram: Path) -> Settings:
    url = f"sqlite:///{ram / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return furnish(url, ram)


def opened(settings: Settings, *, write: bool = True) -> open.Store:
    return open.open_store(settings.store, key=key_of(settings), write=write)


def test_no_name_and_no_number_stands_readable_in_any_file_of_the_store(file_here: World) -> None:
    file_here.do("intake.save_draft", {"id": "1" * 36, "draft": file_here.draft()})
    accepted = file_here.accepted()
    applicant = file_here.case(accepted["number"])["people"]["applicant"]
    secrets = [applicant["name"], applicant["number"], "Оразбаева", accepted["number"], "CREATE TABLE", "%PDF"]
    folder = file_here.key.parent
    for live in (True, False):  # with the WAL beside it, and closed
        files = [f for f in folder.rglob("*") if f.is_file() and f.parent.name != "devices" and f.suffix != ".key"]
        assert any(f.suffix == ".db" for f in files)
        assert any(".files" in str(f) for f in files)
        assert not live or any(f.name.endswith("-wal") and f.stat().st_size for f in files)
        for file in files:
            body = file.read_bytes()
            for secret in secrets:
                for form in (secret.encode(), secret.encode("utf-16-le"), secret.casefold().encode()):
                    assert form not in body, f"{secret!r} stands readable in {file.name}"
        file_here.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of a file")
def test_the_key_is_its_owners_alone(settings: Settings) -> None:
    assert settings.key.stat().st_mode & 0o077 == 0
    assert len(bytes.fromhex(settings.key.read_text())) == 32


def test_a_wrong_key_is_said_and_nothing_is_changed(settings: Settings) -> None:
    path = open.path_of(settings.store)
    before = path.read_bytes()
    assert status(lambda: open.open_store(settings.store, key=fresh_key(), write=True)) == "wrong-key"
    assert status(lambda: open.open_store(settings.store, key=fresh_key(), write=False)) == "wrong-key"
    settings.key.rename(settings.key.with_suffix(".away"))
    assert status(lambda: build(settings)) == "wrong-key"
    assert not settings.key.exists(), "a new key beside an old store hides that the old one is lost"
    assert path.read_bytes() == before
    settings.key.with_suffix(".away").rename(settings.key)
    opened(settings).close()


def test_a_store_that_is_not_there_is_said_and_not_made(ram: Path) -> None:
    url = f"sqlite:///{ram / 'none.db'}"
    assert status(lambda: open.open_store(url, key=fresh_key(), write=True)) == "not-there"
    assert list(ram.iterdir()) == []


def test_a_store_whose_making_was_cut_off_is_said_and_finished_by_init(ram: Path) -> None:
    url, key = f"sqlite:///{ram / 'a.db'}", open.key_file(ram / "store.key")
    sqlite.connect(str(ram / "a.db"), key=key).close()
    with sqlite.engine(str(ram / "a.db"), key=key).begin() as connection:
        connection.execute(text("PRAGMA user_version"))
    assert status(lambda: open.open_store(url, key=key, write=True)) == "not-there"
    furnish(url, ram)
    open.open_store(url, key=key, write=True).close()


def test_an_address_of_no_kind_is_refused() -> None:
    for url in ("mysql://x/y", "sqlite://", "file.db", ""):
        with pytest.raises(Refused, match="store-url"):
            open.path_of(url)


def test_a_second_writer_is_refused_and_a_reader_is_not(settings: Settings) -> None:
    writer = opened(settings)
    assert status(lambda: opened(settings)) == "in-use"
    assert status(lambda: furnish(settings.store, settings.key.parent)) == "in-use"
    reader = opened(settings, write=False)
    with reader.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar() == 3
    reader.close()
    writer.close()
    opened(settings).close()


def test_a_second_writing_program_ends_with_four(file_here: World) -> None:
    assert file_here.centre.store.lock is not None
    call = [sys.executable, "-m", "app.cli", "do", "intake.give_slip", "-", "--as", who("inspector")]
    ended = subprocess.run(
        [*call, "--store", file_here.url, "--key", str(file_here.key)],
        cwd=ROOT, input=b'{"service": "phc-attachment"}', capture_output=True, check=False,
        env={**os.environ, "TEREZE_LANG": "en"},
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (4, b"")
    assert b"in use" in ended.stderr


def test_a_store_under_two_names_is_not_written(settings: Settings, ram: Path) -> None:
    """The lock and the log go by the name: two programs wrote one file, and what one had acknowledged was gone."""
    path = open.path_of(settings.store)
    os.link(path, ram / "other.db")
    assert status(lambda: opened(settings)) == "linked"
    assert status(lambda: opened(replace(settings, store=f"sqlite:///{ram}/other.db"))) == "linked"
    opened(settings, write=False).close()
    (ram / "other.db").unlink()
    opened(settings).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts")
def test_a_store_on_a_write_protected_disk_is_read_and_copied(ram: Path) -> None:
    disk = ram / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(disk)], check=True)
    try:
        settings = furnish(f"sqlite:///{disk}/store.db", disk)
        (ram / "store.key").write_bytes((disk / "store.key").read_bytes())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        elsewhere = Settings(store=settings.store, key=ram / "store.key", write=False)
        assert verify_store(elsewhere)["intact"]
        assert copy(elsewhere, ram / "copy.tar")["proven"]
        assert status(lambda: opened(elsewhere)) == "read-only"
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_the_lock_is_let_go_when_its_process_dies(settings: Settings) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from app.store.lock import OnlyWriter\n"
        "OnlyWriter(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = open.path_of(settings.store)
    assert subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False).returncode == -9
    OnlyWriter(path).release()


def test_a_store_that_is_newer_is_refused_before_anything_is_written(either: Settings) -> None:
    tamper(either, "UPDATE store SET min_writer = 2, min_reader = 1, schema = '9999'")
    path = None if either.store.startswith("postgresql") else open.path_of(either.store)
    before = path.read_bytes() if path else None
    assert status(lambda: opened(either)) == "newer"
    assert status(lambda: furnish(either.store, either.key.parent)) == "newer"
    opened(either, write=False).close()  # reading is still allowed
    tamper(either, "UPDATE store SET min_reader = 2")
    assert status(lambda: opened(either, write=False)) == "newer"
    tamper(either, "UPDATE store SET min_reader = 1")
    if path:
        opened(either, write=False).close()
        assert not list(path.parent.glob("*.before-*"))
        assert before is not None


def test_the_file_of_a_newer_store_keeps_its_bytes(settings: Settings) -> None:
    tamper(settings, "UPDATE store SET min_writer = 2, schema = '9999'")
    path = open.path_of(settings.store)
    before = path.read_bytes()
    assert status(lambda: opened(settings)) == "newer"
    assert status(lambda: furnish(settings.store, settings.key.parent)) == "newer"
    assert path.read_bytes() == before
    assert not path.with_name(path.name + "-wal").exists()


def test_a_newer_store_that_this_program_may_write_keeps_its_version(settings: Settings) -> None:
    tamper(settings, "UPDATE store SET schema = '9999'")
    open.make(settings.store, key=key_of(settings), side="centre", demo=False, created_at="", offices=())
    assert ask(settings, "SELECT schema FROM store")[0][0] == "9999"


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_nothing_is_lost_and_nothing_half_written_when_the_disk_takes_no_more(settings: Settings) -> None:
    path = open.path_of(settings.store)
    store = opened(settings)
    kept = record(store, DEVICE, accepted)[0]
    wal = path.with_name(path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 3000, hard))
        assert status(lambda: record(store, DEVICE, accepted)) in ("disk-full", "disk-error")
        with store.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM cases")).scalar() == 4
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    after = record(store, DEVICE, accepted)[0]
    with store.reading() as connection:
        numbers = set(connection.execute(text("SELECT number FROM cases")).scalars())
    assert {kept.number, after.number} <= numbers
    assert len(numbers) == 5
    store.close()


def test_a_full_disk_is_said_and_the_store_stays_readable(settings: Settings) -> None:
    path = open.path_of(settings.store)
    pages = path.stat().st_size // 4096
    store = opened(settings)

    def fill(connection: sqlite.Connection, _: object) -> None:
        connection.raw.pragma(
            "max_page_count", pages + 4
        )  # the same answer as of a full disk, and the same code behind

    event.listen(store.engine, "connect", fill)
    store.engine.dispose()
    written = 0

    def until_full() -> None:
        nonlocal written
        while written < 200:
            record(store, DEVICE, accepted)
            written += 1

    assert status(until_full) == "disk-full"
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar() == 3 + written
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    event.remove(store.engine, "connect", fill)
    store.engine.dispose()
    record(store, DEVICE, accepted)
    store.close()


def test_a_store_is_made_twice_without_harm(either: Settings, ram: Path) -> None:
    store = opened(either)
    id, epoch = store.id, store.epoch
    store.close()
    open.make(
        either.store, key=key_of(either), side="centre", demo=False, created_at="2020-01-01T00:00:00Z",
        offices=tuple(store.offices.values()),
    )  # fmt: skip
    again = opened(either)
    assert (again.id, again.epoch, again.side, again.demo) == (id, epoch, "centre", False)
    with again.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar() == 3
    again.close()


def test_a_demonstration_is_made_twice_without_harm(file_here: World) -> None:
    number = file_here.accepted()["number"]
    file_here.close()
    initialise(file_here.url, key=file_here.key, demo=True)
    assert file_here.case(number)["number"] == number
    assert file_here.count("accounts") == 25
    file_here.whole()
