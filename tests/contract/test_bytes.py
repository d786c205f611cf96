"""What lies in a store, read by a stranger with the key: the bytes of events, their hashes, and what `verify` says of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw
import pytest

from tests.contract.conftest import Tereze
from tests.world import World

HEAD = {"id", "v", "kind", "device", "seq", "case", "version", "op", "who", "at", "recorded_at", "clock"}
PHONE, REMARK, HOLDER = "+7 701 555 00 11", "угол порван, печать бледная", "Ахметов Ерлан Серікұлы"


@contextmanager
def opened(world: World) -> Iterator[apsw.Connection]:
    """The file as any other program opens it: nothing of ours but the key."""
    connection = apsw.Connection(world.url.removeprefix("sqlite:///"))
    connection.execute(f"PRAGMA key = \"x'{world.key.read_text().strip()}'\"")
    try:
        yield connection
    finally:
        connection.close()


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def names_in(person: Any) -> Iterator[str]:
    """What a personal part holds of people: its texts, but the ids of closed lists and the dates."""
    match person:
        case dict():
            for key, value in person.items():
                if key not in ("kind", "source", "asked_at", "valid_until"):
                    yield from names_in(value)
        case list():
            for value in person:
                yield from names_in(value)
        case str() if len(person) > 4:
            yield person


@pytest.fixture
def worked(file_here: World) -> World:
    """An application taken in, a refused one, a slip, a registry given to the courier."""
    draft = file_here.draft()
    draft["applicant"]["phone"] = PHONE
    draft["documents"][0] |= {"remark": REMARK, "holder": HOLDER}
    case = file_here.do("intake.accept", draft)
    file_here.do("intake.refuse", {**draft, "documents": draft["documents"][1:]})
    file_here.do("intake.give_slip", {"service": "phc-attachment"})
    file_here.given_to_courier(case)
    file_here.close()
    return file_here


def journal(world: World) -> list[Any]:
    with opened(world) as store:
        return list(
            store.execute(
                """SELECT e.device, e.seq, e.head, e.facts, p.salt, p.person, e.row_hash, e.id
                FROM events e JOIN persons p ON p.event = e.id ORDER BY e.device, e.seq"""
            )
        )


def test_each_row_hash_is_that_of_the_stored_bytes_and_the_row_before(worked: World) -> None:
    before: dict[str, bytes] = {}
    rows = journal(worked)
    for device, _, head, facts, salt, person, row_hash, _ in rows:
        prev = before.get(device, bytes(32))
        assert row_hash == sha(prev, sha(head), sha(facts), sha(salt, person))
        before[device] = row_hash
    with opened(worked) as store:
        ends = {code: head for code, head, seq in store.execute("SELECT code, head, seq FROM devices") if seq}
    assert {device: ends[device] for device in before} == before
    assert len(rows) > 30


def test_an_event_says_in_its_head_exactly_what_was_fixed(worked: World) -> None:
    for device, seq, head, _, salt, _, _, id in journal(worked):
        said = json.loads(head)
        assert set(said) == HEAD
        assert (said["device"], said["seq"], said["id"]) == (device, seq, id)
        assert id[14] == "7"  # UUID version 7
        assert len(salt) == 16
    salts = [row[4] for row in journal(worked)]
    assert len(set(salts)) == len(salts)


def test_each_device_has_a_chain_without_a_hole(worked: World) -> None:
    chains: dict[str, list[int]] = {}
    for device, seq, *_ in journal(worked):
        chains.setdefault(device, []).append(seq)
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in chains.values())


def test_nothing_personal_and_no_remark_stands_in_head_or_facts(worked: World) -> None:
    rows = journal(worked)
    personal = {PHONE, REMARK, HOLDER} | {text for row in rows for text in names_in(json.loads(row[5]))}
    assert len(personal) >= 10
    erasable = b"".join(row[5] for row in rows).decode()
    fixed = b"".join(row[2] + row[3] for row in rows).decode()
    assert {one for one in personal if one in fixed} == set()
    assert {PHONE, REMARK, HOLDER} <= {one for one in personal if one in erasable}


def test_the_bytes_are_bytes_and_every_table_carries_its_centre(worked: World) -> None:
    with opened(worked) as store:
        kinds = set(store.execute("SELECT typeof(head), typeof(facts), typeof(row_hash) FROM events"))
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [t for t in tables if not t.startswith(("sqlite_", "alembic_")) and "search" not in t]
        without = [t for t in ours if "centre" not in {row[1] for row in store.execute(f"PRAGMA table_info({t})")}]
        names = {row[1] for row in store.execute("PRAGMA table_info(store)")}
    assert kinds == {("blob", "blob", "blob")}
    assert without == []
    assert {"id", "epoch", "schema", "min_reader", "min_writer"} <= names


EDITS = {
    "edited": "UPDATE events SET facts = CAST(replace(CAST(facts AS TEXT), 'phc-attachment', 'narcotics-licence') AS BLOB)",
    "person": "UPDATE persons SET person = CAST('{}' AS BLOB) WHERE length(person) > 60",
    "removed": "DELETE FROM events WHERE device = 'AT01-01' AND seq = 4",
    "cut": "DELETE FROM events WHERE device = 'AT01-01' AND seq = (SELECT seq FROM devices WHERE code = 'AT01-01')",
    "inserted": """INSERT INTO events (id, centre, device, seq, subject, kind, version, head, facts, hashes, row_hash)
        SELECT 'x', centre, device, seq + 1, subject, kind, version + 1, head, facts, hashes, row_hash FROM events
        WHERE device = 'AT01-01' ORDER BY seq DESC LIMIT 1""",
    "row": "UPDATE cases SET status = 'released' WHERE status = 'refused'",
    "document": "UPDATE papers SET facts = replace(facts, 'AT01', 'AT02') WHERE form = 'acceptance-receipt'",
}


@pytest.mark.parametrize("deed", EDITS)
def test_verify_is_exit_1_and_names_the_first_wrong_row(tereze: Tereze, worked: World, deed: str) -> None:
    place = ("--store", worked.url, "--key", str(worked.key))
    assert tereze("verify", *place).exit == 0
    with opened(worked) as store:
        store.execute(EDITS[deed])
        assert store.changes()
    answer = tereze("verify", *place)
    assert (answer.exit, answer.json["intact"]) == (1, False)
    assert answer.json["first_wrong"]["row"]


def test_a_tail_cut_with_the_device_s_own_row_is_known_to_an_anchor_alone(tereze: Tereze, worked: World) -> None:
    place = ("--store", worked.url, "--key", str(worked.key))
    chain = tereze("verify", *place).json["chains"]["AT01-03"]
    with opened(worked) as store:
        store.execute("DELETE FROM persons WHERE event IN (SELECT id FROM events WHERE device = 'AT01-03')")
        store.execute("DELETE FROM accounts WHERE id IN (SELECT subject FROM events WHERE device = 'AT01-03')")
        store.execute("DELETE FROM events WHERE device = 'AT01-03'")
        store.execute("UPDATE devices SET seq = 0, head = zeroblob(32) WHERE code = 'AT01-03'")
    assert tereze("verify", *place, "--anchor", f"AT01-03:{chain['count']}:{chain['head']}").exit == 1
    assert tereze("verify", *place, "--anchor", " ").exit == 2  # a variable that was never set vouches for nothing


def test_a_restored_store_is_intact_and_has_a_new_epoch(tereze: Tereze, worked: World) -> None:
    place = ("--store", worked.url, "--key", str(worked.key))
    folder = worked.key.parent
    copy, other = str(folder / "copy"), f"sqlite:///{folder / 'other.db'}"
    assert tereze("backup", copy, *place).exit == 0
    assert tereze("restore", copy, "--store", other, "--key", str(worked.key)).exit == 0
    here, there = tereze("verify", *place).json, tereze("verify", "--store", other, "--key", str(worked.key)).json
    assert there["intact"]
    assert here["chains"] == there["chains"]
    assert here["store"]["id"] == there["store"]["id"]
    assert here["store"]["epoch"] != there["store"]["epoch"]
    assert tereze("restore", copy, "--store", other, "--key", str(worked.key)).exit == 3  # never over a store
