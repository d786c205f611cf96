"""Files of cases: named by what they hold, never shown when they are not what was stored, gone when their key is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.domain import events as e
from app.domain import facts as f
from app.domain.numbers import case_number
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.store import blobs, open
from app.store.open import Store
from app.store.unit import Transaction, new_id
from tests.store.furnished import (
    DEVICE,
    NAME,
    OTHER,
    RAIN,
    SCAN,
    WHAT,
    accepted,
    ask,
    furnish,
    key_of,
    record,
    stamp,
)  # fmt: skip
from tests.world import STORES

BODIES = (b"x", b"\0" * 100, os.urandom(blobs.PART), os.urandom(blobs.PART + 1), os.urandom(3 * blobs.PART - 7))


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, ram: Path) -> Iterator[Store]:
    url = f"sqlite:///{ram / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    settings = furnish(url, ram)
    opened = open.open_store(url, key=key_of(settings), write=True)
    yield opened
    opened.close()


def put(store: Store, body: bytes) -> str:
    return str(record(store, DEVICE, lambda t: blobs.put(t, body))[0])


def get(store: Store, name: str) -> bytes:
    with store.reading() as connection:
        return blobs.get(store, connection, name)


def status(store: Store, name: str) -> str:
    with pytest.raises(Unavailable) as away:
        get(store, name)
    assert away.value.what == "file"
    return away.value.status


def tamper(store: Store, statement: str, **values: object) -> None:
    with store.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def place(store: Store, name: str) -> Path:
    return store.file(name)


@pytest.mark.parametrize("body", BODIES, ids=[len(b) for b in BODIES])
def test_a_file_comes_back_as_it_was_put(store: Store, body: bytes) -> None:
    name = put(store, body)
    assert name == hashlib.sha256(body).hexdigest()
    assert get(store, name) == body


def test_the_same_file_is_kept_once_when_it_comes_again(store: Store) -> None:
    before = [*_names(store)]
    assert put(store, b"once") == put(store, b"once")
    twice = record(store, DEVICE, lambda t: blobs.put(t, b"two"), lambda t: blobs.put(t, b"two"))
    assert twice[0] == twice[1]
    assert get(store, twice[0]) == b"two"
    assert len([*_names(store)]) == len(before) + 2


def _names(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(blobs.names(connection))


def test_an_empty_or_giant_file_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="file-empty"):
        put(store, b"")
    with pytest.raises(Refused, match="file-too-large"):
        put(store, bytes(blobs.LARGEST + 1))


def test_a_file_is_not_there_when_the_transaction_was_not_committed(store: Store) -> None:
    with store.writing(DEVICE, stamp(1)) as transaction:
        name = blobs.put(transaction, b"forgotten")
    assert status(store, name) == "not-there"
    assert put(store, b"forgotten") == name
    assert get(store, name) == b"forgotten"


def test_a_file_that_nobody_stored_is_not_there(store: Store) -> None:
    assert status(store, "0" * 64) == "not-there"
    assert status(store, "../../etc/passwd") == "not-there"


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "longer", "swapped"])
def test_a_changed_file_is_never_shown(store: Store, damage: str) -> None:
    name, other = put(store, BODIES[3]), put(store, SCAN[::-1])
    if store.on_postgres:
        change = {
            "flipped": "set_byte(body, 9, (get_byte(body, 9) + 1) % 256)", "cut": "substr(body, 1, 100)",
            "emptied": "''::bytea", "longer": "body || '\\x00'::bytea",
            "swapped": f"(SELECT body FROM file_parts WHERE id = '{other}/0')",
        }[damage]  # fmt: skip
        tamper(store, f"UPDATE file_parts SET body = {change} WHERE id = :id", id=f"{name}/0")
    else:
        sealed = place(store, name).read_bytes()
        flipped = bytearray(sealed)
        flipped[len(sealed) // 2] ^= 1
        changed = {
            "flipped": bytes(flipped), "cut": sealed[:100], "emptied": b"", "longer": sealed + b"\0",
            "swapped": place(store, other).read_bytes(),
        }[damage]  # fmt: skip
        place(store, name).write_bytes(changed)
    assert status(store, name) == "damaged"
    assert get(store, other) == SCAN[::-1]


def test_a_lost_file_is_said(store: Store) -> None:
    name = put(store, BODIES[4])
    if store.on_postgres:
        tamper(store, "DELETE FROM file_parts WHERE id = :id", id=f"{name}/1")
        assert status(store, name) == "damaged"
    else:
        place(store, name).unlink()
        assert status(store, name) == "not-there"


def test_a_file_is_gone_for_ever_when_its_key_is_shredded(ram: Path) -> None:
    settings = furnish(f"sqlite:///{ram / 'a.db'}", ram)
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    name = put(store, b"a secret of the past")
    sealed = place(store, name).read_bytes()
    assert b"secret" not in sealed
    tamper(store, "UPDATE files SET key = x'' WHERE sha256 = :n", n=name)
    assert status(store, name) == "damaged"
    tamper(store, "DELETE FROM files WHERE sha256 = :n", n=name)
    assert status(store, name) == "not-there"
    assert put(store, b"a secret of the past") == name  # put again it has another key
    assert place(store, name).read_bytes() != sealed
    place(store, name).write_bytes(sealed)
    assert status(store, name) == "damaged"
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="a folder cannot be synced elsewhere")
def test_a_file_and_its_folder_are_on_the_disk_before_its_row_is(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = furnish(f"sqlite:///{ram / 'a.db'}", ram)
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    name, synced = hashlib.sha256(b"on the disk").hexdigest(), os.fsync
    half, folder = place(store, name).with_suffix(".half"), place(store, name).parent
    told: list[tuple[str, bool, bool]] = []  # what was synced; whether the file had its name then, and its row

    def fsync(handle: int) -> None:
        synced(handle)
        for one in (half, folder):
            if one.exists() and one.stat().st_ino == os.fstat(handle).st_ino:
                told.append((one.name, place(store, name).exists(), status(store, name) != "not-there"))

    monkeypatch.setattr(os, "fsync", fsync)
    assert put(store, b"on the disk") == name
    assert told == [(half.name, False, False), (folder.name, True, False)]
    store.close()


def test_no_half_written_file_stays_in_its_place(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = furnish(f"sqlite:///{ram / 'a.db'}", ram)
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    name = hashlib.sha256(b"half").hexdigest()
    monkeypatch.setenv("TEREZE_AT", "blob.written:error")
    with pytest.raises(OSError, match="struck"):
        put(store, b"half")
    assert not place(store, name).exists()
    monkeypatch.delenv("TEREZE_AT")
    assert put(store, b"half") == name
    assert get(store, name) == b"half"
    store.close()


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda one: one.write_bytes(b"something else")], ids=["lost", "changed"]
)
def test_a_sheet_that_is_scanned_again_is_there_again(ram: Path, damage: Callable[[Path], object]) -> None:
    """Its row is there, and its bytes are at hand once more."""
    settings = furnish(f"sqlite:///{ram / 'a.db'}", ram)
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    name = put(store, b"a sheet")
    damage(place(store, name))
    assert put(store, b"a sheet") == name
    assert get(store, name) == b"a sheet"
    store.close()
    assert verify_store(settings)["intact"]


def test_a_scan_that_comes_while_the_same_is_erased_is_there(ram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the commit that erases and the file's end another case takes the same sheet in."""
    settings = furnish(f"sqlite:///{ram / 'a.db'}", ram)
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    sheet, forget = b"%PDF-1.4 one sheet " * 9, open.Store.forget
    taken: list[str] = []

    def meanwhile(one: Store, connection: Connection, files: tuple[str, ...]) -> None:
        if files and not taken:
            with store.engine.connect() as line:
                transaction = Transaction(store, line, OTHER, stamp(1))
                taken.append(blobs.put(transaction, sheet))
                accepted(transaction, taken[0])
                transaction.commit()
        forget(one, connection, files)

    monkeypatch.setattr(open.Store, "forget", meanwhile)
    case = refused(store, sheet)
    record(store, DEVICE, lambda t: t.record(case, e.OverrideRequested(what="erase-people", person=RAIN)))
    asked = ask(settings, "SELECT id FROM events WHERE kind = 'override.requested'")[0].id
    with store.writing(DEVICE, replace(stamp(9), who="janar")) as transaction:
        transaction.record(case, e.PeopleErased(request=asked, years=5))
        transaction.commit()
    assert taken
    assert get(store, taken[0]) == sheet
    store.close()


def refused(store: Store, sheet: bytes) -> str:
    def deed(t: Transaction) -> Any:
        number = case_number("AT01", "01", year=2016, serial=t.next_serial(2016))
        paper = f.Taken(document="application", kind="original", sheets=2, scan=blobs.put(t, sheet))
        person = People(applicant=Applicant(kind="legal", number=Personal("140640017300"), name=NAME))
        fact = e.ApplicationRefused(number=number, what=WHAT, gaps=(), documents=(paper,), person=person)
        return t.record(new_id(), fact)

    return str(record(store, DEVICE, deed)[0].id)
