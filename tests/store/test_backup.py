"""A copy is a copy only when it was brought back and verified; whatever goes wrong, nothing stands under its name."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from app.keeping.backup import bring_back, copy
from app.keeping.thousands import used
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.start import Settings
from app.store import open
from app.store.open import path_of
from tests.postgres import Server
from tests.store.copies import killed, members_of, rebuild
from tests.store.furnished import DEVICE, SCAN, accepted, ask, furnish, key_of, record, settings_of, tamper

KEPT = (
    "cases", "registries", "handovers", "accounts", "events", "persons", "files", "file_parts", "operations", "offices",
)  # fmt: skip


def rows(settings: Settings) -> dict[str, list[Any]]:
    return {name: sorted(map(tuple, ask(settings, f"SELECT * FROM {name}"))) for name in KEPT}


def things(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if not p.name.endswith(("-wal", "-shm", ".lock"))}


def test_a_store_is_the_same_when_it_was_brought_back(settings: Settings, elsewhere: str, ram: Path) -> None:
    told = copy(settings, ram / "copy.tar")
    assert (told["proven"], told["events"], told["files"]) == (True, 10, 1)
    back = bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    assert (back["intact"], back["chains"]) == (True, told["chains"])
    there = settings_of(elsewhere, ram)
    assert rows(there) == rows(settings)
    assert verify_store(there)["intact"] is True


def test_a_store_has_a_new_epoch_when_it_was_brought_back(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    back = bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    there = settings_of(elsewhere, ram)
    before, after = ask(settings, "SELECT id, epoch FROM store")[0], ask(there, "SELECT id, epoch FROM store")[0]
    assert (after.id, after.epoch) == (before.id, back["epoch"])
    assert after.epoch != before.epoch
    assert [d.epoch for d in ask(there, "SELECT epoch FROM devices")] == [2, 2]


def test_work_goes_on_when_a_store_was_brought_back(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    there = settings_of(elsewhere, ram)
    store = open.open_store(elsewhere, key=key_of(there), write=True)
    try:
        number = record(store, DEVICE, accepted)[0].number
    finally:
        store.close()
    assert number.startswith("AT01-01-16-01005")  # papers of what was lost may bear the thousand before it
    assert verify_store(there)["chains"][DEVICE]["count"] == 10


def numbered(settings: Settings, ram: Path, time: int) -> str:
    """The copy brought back for the so manieth time; the number of an acceptance there."""
    there = f"sqlite:///{ram}/there-{time}/again.db"
    bring_back(ram / "copy.tar", there, key=settings.key)
    store = open.open_store(there, key=key_of(settings), write=True)
    try:
        return str(record(store, DEVICE, accepted)[0].number)
    finally:
        store.close()


def test_numbers_begin_elsewhere_each_time_when_one_copy_is_brought_back_again(embedded: Settings, ram: Path) -> None:
    """A disk is lost twice between two copies: papers of the first return are out, and nobody else knows of them."""
    copy(embedded, ram / "copy.tar")
    bring_back(ram / "copy.tar", f"sqlite:///{ram}/drill/again.db", key=embedded.key, drill=True)
    assert numbered(embedded, ram, 1).startswith("AT01-01-16-01005")
    assert numbered(embedded, ram, 2).startswith("AT01-01-16-02005")
    used(ram / "copy.tar").unlink()  # the copy was carried here without what lay beside it
    assert numbered(embedded, ram, 3).startswith("AT01-01-16-03005")
    (ram / "restored.txt").write_bytes((ram / "restored.txt").read_bytes()[:-5])  # half a line, of a power cut
    assert numbered(embedded, ram, 4).startswith("AT01-01-16-04005")
    copy(embedded, ram / "copy.tar")
    assert numbered(embedded, ram, 5).startswith("AT01-01-16-05005")  # another copy: it knows nothing of the four


def test_nothing_is_brought_back_when_that_can_be_written_down_nowhere(embedded: Settings, ram: Path) -> None:
    copy(embedded, ram / "copy.tar")
    used(ram / "copy.tar").mkdir()
    (ram / "restored.txt").mkdir()
    with pytest.raises(Unavailable, match="not-marked"):
        numbered(embedded, ram, 1)
    assert not (ram / "there-1" / "again.db").exists()


def test_nothing_lies_beside_a_copy_when_it_is_made(settings: Settings, ram: Path) -> None:
    before = things(ram) | {"store.key"}  # a shared store has no key of its own: its copies get one
    copy(settings, ram / "copy.tar")
    assert things(ram) == before | {"copy.tar"}
    if os.name == "posix":
        assert (ram / "copy.tar").stat().st_mode & 0o077 == 0


def test_no_name_can_be_read_when_the_copy_lies_open(settings: Settings, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    body = (ram / "copy.tar").read_bytes()
    assert b"140640017300" not in body
    assert "Жайық".encode() not in body
    assert SCAN[:16] not in body


def test_a_copy_is_one_state_when_others_write_meanwhile(settings: Settings, ram: Path) -> None:
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            record(store, DEVICE, accepted)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        told = [copy(settings, ram / f"{n}.tar") for n in range(3)]
    finally:
        stop.set()
        writer.join()
        store.close()
    assert [t["proven"] for t in told] == [True] * 3
    assert told[0]["events"] <= told[1]["events"] <= told[2]["events"]


def test_a_copy_has_all_that_was_acknowledged_before_it_began(settings: Settings, ram: Path) -> None:
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    record(store, DEVICE, accepted)  # it stands in the log beside the file, and the program goes on
    told = copy(settings, ram / "a.tar")
    with store.reading() as connection:
        assert told["events"] == connection.execute(text("SELECT count(*) FROM events")).scalar()
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="a folder cannot be synced elsewhere")
def test_a_copy_has_its_name_on_the_disk_when_it_is_told(
    embedded: Settings, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, synced, named = ram / "kept" / "a.tar", os.fsync, list[bool]()
    place.parent.mkdir()

    def fsync(handle: int) -> None:
        synced(handle)
        if os.fstat(handle).st_ino == place.parent.stat().st_ino:
            named.append(place.exists())

    monkeypatch.setattr(os, "fsync", fsync)
    copy(embedded, place)
    assert named[-1:] == [True]


def test_an_earlier_copy_is_replaced_when_the_new_one_is_proven(embedded: Settings, ram: Path) -> None:
    copy(embedded, ram / "copy.tar")
    earlier = (ram / "copy.tar").read_bytes()
    copy(embedded, ram / "copy.tar")
    assert (ram / "copy.tar").read_bytes() != earlier
    assert bring_back(ram / "copy.tar", f"sqlite:///{ram}/again.db", key=embedded.key)["intact"] is True


# ---- what must not become a copy


def test_an_earlier_copy_stays_when_the_store_is_not_intact(settings: Settings, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    earlier = (ram / "copy.tar").read_bytes()
    tamper(settings, "UPDATE cases SET status = 'released'")
    with pytest.raises(Unavailable, match="backup: not-proven"):
        copy(settings, ram / "copy.tar")
    assert (ram / "copy.tar").read_bytes() == earlier
    assert {n for n in things(ram) if n.startswith("copy")} == {"copy.tar"}


def test_there_is_no_copy_when_a_file_is_away(embedded: Settings, ram: Path) -> None:
    for place in Path(f"{path_of(embedded.store)}.files").glob("*/*"):
        place.unlink()
    with pytest.raises(Unavailable, match="backup: disk-error"):
        copy(embedded, ram / "copy.tar")
    assert not list(ram.glob("copy*"))


def test_there_is_no_copy_when_its_folder_is_away(settings: Settings, ram: Path) -> None:
    with pytest.raises(Unavailable, match="backup: disk-error"):
        copy(settings, ram / "nowhere" / "copy.tar")


@pytest.mark.parametrize("point", ["backup.written", "backup.proven"])
def test_nothing_stands_under_the_name_when_copying_was_killed(embedded: Settings, ram: Path, point: str) -> None:
    killed(point, f"copy(settings, Path({str(ram / 'copy.tar')!r}))", embedded)
    assert not (ram / "copy.tar").exists()
    assert copy(embedded, ram / "copy.tar")["proven"] is True
    assert {n for n in things(ram) if n.startswith("copy")} == {"copy.tar"}


# ---- what must not become a store


@pytest.mark.parametrize("point", ["restore.verified", "restore.files"])
def test_there_is_no_store_when_bringing_back_was_killed(embedded: Settings, ram: Path, point: str) -> None:
    copy(embedded, ram / "copy.tar")
    url = f"sqlite:///{ram}/there/again.db"
    killed(point, f"bring_back(Path({str(ram / 'copy.tar')!r}), {url!r}, key=settings.key)", embedded)
    assert not (ram / "there" / "again.db").exists()
    assert bring_back(ram / "copy.tar", url, key=embedded.key)["intact"] is True
    assert verify_store(settings_of(url, ram))["files"] == 1
    assert things(ram / "there") == {"again.db", "again.db.files"}


def test_nothing_is_restored_over_a_store_when_there_is_one(settings: Settings, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    before = rows(settings)
    with pytest.raises(Refused, match="store-exists"):
        bring_back(ram / "copy.tar", settings.store, key=settings.key)
    assert rows(settings) == before


def test_files_of_a_store_are_kept_when_only_they_are_left(embedded: Settings, ram: Path) -> None:
    copy(embedded, ram / "copy.tar")
    path = path_of(embedded.store)
    path.unlink()
    Path(f"{path}-wal").unlink(missing_ok=True)
    with pytest.raises(Refused, match="store-exists"):
        bring_back(ram / "copy.tar", embedded.store, key=embedded.key)
    assert list(Path(f"{path}.files").glob("*/*"))


def test_a_changed_copy_is_refused_when_one_byte_of_it_is_another(
    settings: Settings, elsewhere: str, ram: Path
) -> None:
    copy(settings, ram / "copy.tar")
    whole = (ram / "copy.tar").read_bytes()
    with tarfile.open(ram / "copy.tar") as archive:
        inside = [m.offset_data + m.size // 2 for m in archive if m.name != "manifest.json"]
    for place in inside:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        (ram / "copy.tar").write_bytes(spoilt)
        with pytest.raises(Refused, match="not-a-backup"):
            bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    (ram / "copy.tar").write_bytes(whole)
    assert bring_back(ram / "copy.tar", elsewhere, key=settings.key)["intact"] is True


def test_a_changed_copy_is_found_when_its_manifest_was_made_to_fit(
    settings: Settings, elsewhere: str, ram: Path
) -> None:
    """The manifest is no seal: what it describes is sealed by the store's key."""
    copy(settings, ram / "copy.tar")
    members = members_of(ram / "copy.tar")
    name = next(n for n in members if n in ("store.db", "dump"))
    body = bytearray(members[name])
    body[len(body) // 2] ^= 1
    manifest = {**json.loads(members["manifest.json"]), "sha256": hashlib.sha256(body).hexdigest()}
    rebuild(ram / "copy.tar", {**members, name: bytes(body), "manifest.json": json.dumps(manifest).encode()})
    with pytest.raises((Refused, Unavailable), match=r"not-a-backup|not-proven|damaged"):
        bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    rebuild(ram / "copy.tar", members)
    assert bring_back(ram / "copy.tar", elsewhere, key=settings.key)["intact"] is True  # nothing was left in its way


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_copy_is_refused_when_its_end_is_missing(embedded: Settings, ram: Path, cut: float) -> None:
    copy(embedded, ram / "copy.tar")
    whole = (ram / "copy.tar").read_bytes()
    (ram / "copy.tar").write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(Refused, match="not-a-backup"):
        bring_back(ram / "copy.tar", f"sqlite:///{ram}/again.db", key=embedded.key)
    assert not [one for one in ram.glob("again*") if one.suffix != ".lock"]


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "files/../../out.txt", "store.db/../../out.txt"])
def test_a_copy_is_refused_when_a_member_would_land_elsewhere(embedded: Settings, ram: Path, name: str) -> None:
    copy(embedded, ram / "copy.tar")
    rebuild(ram / "copy.tar", {name: b"x", **members_of(ram / "copy.tar")})
    with pytest.raises(Refused, match="not-a-backup"):
        bring_back(ram / "copy.tar", f"sqlite:///{ram}/there/again.db", key=embedded.key)
    assert not list(ram.rglob("out.txt"))


def test_there_is_no_store_when_the_key_is_another(settings: Settings, elsewhere: str, ram: Path) -> None:
    copy(settings, ram / "copy.tar")
    other = ram / "other.key"
    other.write_text("cd" * 32)
    with pytest.raises((Refused, Unavailable), match=r"not-a-backup|wrong-key"):
        bring_back(ram / "copy.tar", elsewhere, key=other)
    with pytest.raises(Unavailable, match="key: not-there"):
        bring_back(ram / "copy.tar", elsewhere, key=ram / "nowhere.key")
    assert bring_back(ram / "copy.tar", elsewhere, key=settings.key)["intact"] is True


def test_a_copy_of_a_file_is_refused_when_the_store_is_shared(embedded: Settings, ram: Path, postgres_url: str) -> None:
    copy(embedded, ram / "copy.tar")
    with pytest.raises(Refused, match="backup-of-other-kind"):
        bring_back(ram / "copy.tar", postgres_url, key=embedded.key)


def test_the_persons_may_read_and_not_write_when_a_shared_store_was_brought_back(
    postgres_url: str, postgres_server: Server, ram: Path
) -> None:
    settings = furnish(postgres_url, ram)
    copy(settings, ram / "copy.tar")
    postgres_server.tell("CREATE DATABASE elsewhere OWNER owner")
    try:
        there = postgres_server.url("elsewhere")
        bring_back(ram / "copy.tar", f"{there}&schema=second", key=settings.key)
        mine = replace(settings_of(f"{there}&schema=second", ram), login="janar")
        assert verify_store(mine)["intact"] is True
        with pytest.raises(AssertionError, match="permission denied"):
            _as("janar", postgres_server, "DELETE FROM second.events")
    finally:
        postgres_server.tell("DROP DATABASE elsewhere WITH (FORCE)")


def _as(login: str, server: Server, statement: str) -> None:
    with psycopg.connect(server.url("elsewhere", login)) as connection:
        try:
            connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege as refused:
            raise AssertionError(str(refused)) from refused
