"""A PostgreSQL's own backup, as docs/guide/backups.md has it: a base and the log since, brought back on a second server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from app.keeping.verify import verify_store
from app.store.open import open_store
from tests.children import child
from tests.postgres import OWNER, Server, programs, server
from tests.store.furnished import DEVICE, accepted, ask, furnish, key_of, record, settings_of

USER = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
LONG = 60.0


@pytest.fixture
def first(ram_of_run: Path) -> Iterator[Server]:
    """A server of its own: its log is what the test is about."""
    with server(ram_of_run, durable=True) as running:
        yield running


def run(*command: str | Path) -> None:
    leash = ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups"] if USER else []
    done = subprocess.run([*leash, *command], capture_output=True, text=True, cwd="/", check=False, timeout=LONG)
    assert done.returncode == 0, done.stderr


@contextmanager
def started(rows: Path, folder: Path) -> Iterator[Server]:
    """A server on a folder that was brought back; it answers when its log has been read."""
    command = [str(programs() / "postgres"), "-D", str(rows), "-c", f"unix_socket_directories={folder}"]
    command += ["-c", "listen_addresses=", "-c", "max_connections=60", "-c", "log_min_messages=fatal"]
    with (folder / "said").open("wb") as said, child(command, user=USER, stdout=said, stderr=said, cwd="/") as process:
        again = Server(folder, process.pid)
        for _ in range(int(LONG / 0.1)):
            try:
                if again.tell("SELECT pg_is_in_recovery()") == [(False,)]:
                    break
            except psycopg.OperationalError:
                pass
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail((folder / "said").read_text(), pytrace=False)
        yield again


def test_a_base_and_the_log_since_give_the_store_back(first: Server, ram: Path) -> None:
    home, place = programs(), first.folder / "kept"
    place.mkdir()
    (place / "log").mkdir()
    if USER:
        for folder in (place, place / "log"):
            shutil.chown(folder, USER, USER)
    first.tell(f"CREATE DATABASE centre OWNER {OWNER}")
    settings = furnish(first.url("centre"), ram)
    where = ("-h", str(first.folder), "-U", "postgres")
    first.tell("SELECT pg_create_physical_replication_slot('kept', true)")
    run(
        home / "pg_basebackup",
        *where,
        "-D",
        place / "base",
        "-X",
        "stream",
        "-c",
        "fast",
        "--manifest-checksums=SHA256",
    )
    run(home / "pg_verifybackup", place / "base")

    store = open_store(settings.store, key=key_of(settings), write=True)
    late = record(store, DEVICE, accepted)[0].number  # after the base: it is only in the log
    store.close()
    (end,) = first.tell("SELECT pg_current_wal_flush_lsn()")
    run(
        home / "pg_receivewal",
        *where,
        "-D",
        place / "log",
        "-S",
        "kept",
        "--no-loop",
        "-s",
        "1",
        "--endpos",
        str(end[0]),
    )

    for part in (place / "log").glob("*.partial"):  # the piece that was being written
        part.rename(part.with_suffix(""))
    (place / "base" / "recovery.signal").touch()
    with (place / "base" / "postgresql.auto.conf").open("a") as file:
        file.write(f"restore_command = 'cp {place}/log/%f %p'\nrecovery_target_timeline = 'latest'\n")
    if USER:
        shutil.chown(place / "base" / "recovery.signal", USER, USER)
    with started(place / "base", place) as again:
        back = settings_of(again.url("centre"), ram)
        answer = verify_store(back)
        assert answer["intact"], answer["first_wrong"]
        assert late in {row.number for row in ask(back, "SELECT number FROM cases")}
        opened = open_store(back.store, key=None, write=True)
        record(opened, DEVICE, accepted)
        opened.close()
        assert verify_store(back)["intact"]


def test_a_changed_file_of_a_base_is_found_before_it_is_brought_back(first: Server, ram: Path) -> None:
    home, place = programs(), first.folder / "base"
    first.tell(f"CREATE DATABASE centre OWNER {OWNER}")
    furnish(first.url("centre"), ram)
    run(home / "pg_basebackup", "-h", str(first.folder), "-U", "postgres", "-D", place, "-X", "stream", "-c", "fast")
    run(home / "pg_verifybackup", place)
    spoilt = max((p for p in (place / "base").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    body = bytearray(spoilt.read_bytes())
    body[len(body) // 2] ^= 1
    spoilt.write_bytes(body)
    with pytest.raises(AssertionError, match="checksum mismatch"):
        run(home / "pg_verifybackup", place)
