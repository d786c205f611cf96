"""Each fault that a hand can plant behind the program's back is found, and named by its table and row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.keeping.verify import verify_sheet, verify_store
from app.problems import WrongCall
from app.proof import checkpoint, cose
from app.start import Settings
from tests.store.furnished import DEVICE, OTHER, ask, tamper
from tests.store.verified import event, sha, wrong


def forge(settings: Settings, row: Any, *, id: str, seq: int, before: bytes) -> bytes:
    """An event as good as a true one, written without the device's knowledge. Returns its hash."""
    head = json.dumps({**json.loads(row.head), "id": id, "seq": seq, "version": row.version + 5}).encode()
    hashes = sha(head) + sha(bytes(row.facts)) + sha(bytes(row.salt), bytes(row.person))
    tamper(
        settings,
        """INSERT INTO events (id, centre, device, seq, subject, kind, version, head, facts, hashes, row_hash)
        VALUES (:id, 'AT01', :device, :seq, :subject, :kind, :version, :head, :facts, :hashes, :row_hash)""",
        "INSERT INTO persons (event, centre, salt, person) VALUES (:id, 'AT01', :salt, :person)",
        id=id, device=row.device, seq=seq, subject=row.subject, kind=row.kind, version=row.version + 5, head=head,
        facts=row.facts, hashes=hashes, row_hash=sha(before, hashes), salt=row.salt, person=row.person,
    )  # fmt: skip
    return sha(before, hashes)


def anchor_of(settings: Settings, device: str = DEVICE) -> str:
    chain = verify_store(settings)["chains"][device]
    return f"{device}:{chain['count']}:{chain['head']}"


# ---- a store as it should be


def test_a_store_is_intact_when_nobody_touched_it(settings: Settings) -> None:
    answer = verify_store(settings)
    assert answer["intact"] is True
    assert answer["first_wrong"] is None
    assert (answer["events"], answer["cases"], answer["registries"], answer["handovers"]) == (10, 3, 1, 1)
    assert (answer["accounts"], answer["files"], answer["documents_away"]) == (1, 1, 0)
    assert [answer["chains"][d]["count"] for d in (DEVICE, OTHER)] == [9, 1]


def test_the_head_of_the_answer_is_the_head_of_the_device_when_intact(settings: Settings) -> None:
    heads = {code: bytes(head).hex() for code, head in ask(settings, "SELECT code, head FROM devices")}
    assert {d: c["head"] for d, c in verify_store(settings)["chains"].items()} == heads


def test_ranges_are_told_apart_when_an_anchor_reaches_a_part(settings: Settings) -> None:
    fifth = bytes(event(settings, 5).row_hash).hex()
    answer = verify_store(settings, f"{DEVICE}:5:{fifth}")
    assert answer["intact"] is True
    assert answer["anchored"] == {DEVICE: [1, 5]}
    assert answer["unanchored"] == {DEVICE: [6, 9], OTHER: [1, 1]}


def test_a_person_is_named_as_removed_when_no_event_tells_of_an_erasing(settings: Settings) -> None:
    subject, event_id = event(settings, 2).subject, event(settings, 2).id
    state = json.loads(ask(settings, "SELECT state FROM cases WHERE id = :id", id=subject)[0].state)
    number = state["number"]
    del state["people"]
    blank = json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    search = f"{number} {number.replace('-', '')}".casefold()
    tamper(
        settings,
        "DELETE FROM persons WHERE event = :event",
        "UPDATE cases SET applicant = '', applicant_number = '', sorted_as = '', search = :search, state = :state"
        " WHERE id = :id",
        event=event_id, id=subject, search=search, state=blank,
    )  # fmt: skip
    assert wrong(settings) == ("person-removed", "persons", event_id)


# ---- the journal


@pytest.mark.parametrize("part", ["head", "facts"])
def test_an_event_is_named_when_one_of_its_bytes_was_edited(settings: Settings, part: str) -> None:
    row = event(settings, 3)
    body = bytes(getattr(row, part)).replace(b"AT01", b"AT02", 1).replace(b"sector", b"courie", 1)
    tamper(settings, f"UPDATE events SET {part} = :body WHERE id = :id", body=body, id=row.id)
    assert wrong(settings) == ("event-changed", "events", f"{DEVICE}/3 {row.id}")
    assert verify_store(settings)["first_wrong"]["part"] == part


def test_an_event_is_named_when_its_bytes_became_text(embedded: Settings) -> None:
    row = event(embedded, 3)
    tamper(embedded, "UPDATE events SET facts = CAST(facts AS TEXT) WHERE id = :id", id=row.id)
    assert wrong(embedded) == ("event-changed", "events", f"{DEVICE}/3 {row.id}")


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE devices SET head = 'x'", "devices"),
        ("UPDATE devices SET seq = 'x'", "devices"),
        ("UPDATE devices SET head = 1099511627776", "devices"),
        ("UPDATE files SET key = 'x'", "files"),
        ("UPDATE events SET hashes = 5 WHERE seq = 3", "events"),
        ("UPDATE accounts SET open = 'x'", "accounts"),
        ("UPDATE offices SET state = '{}'", "store"),
        ("UPDATE store SET min_reader = 'x'", "store"),
    ],
)
def test_the_table_is_named_whatever_was_put_into_a_row_of_it(embedded: Settings, change: str, table: str) -> None:
    tamper(embedded, change)
    assert wrong(embedded)[1] == table


def test_an_event_is_named_when_its_person_was_edited(settings: Settings) -> None:
    row = event(settings, 1)
    body = bytes(row.person).replace(b"140640017300", b"140640017301")
    assert body != bytes(row.person)
    tamper(settings, "UPDATE persons SET person = :body WHERE event = :id", body=body, id=row.id)
    assert wrong(settings) == ("event-changed", "persons", f"{DEVICE}/1 {row.id}")


def test_no_name_stands_in_the_answer_when_a_person_was_edited(settings: Settings) -> None:
    tamper(settings, "UPDATE persons SET person = :body WHERE event = :id", body=b"{}", id=event(settings, 1).id)
    assert "Жайық" not in json.dumps(verify_store(settings), ensure_ascii=False)


def test_the_next_event_is_named_when_the_hashes_were_made_to_fit_an_edit(settings: Settings) -> None:
    row, after = event(settings, 3), event(settings, 4)
    facts = bytes(row.facts).replace(b"AD01", b"AD02")
    hashes = sha(bytes(row.head)) + sha(facts) + bytes(row.hashes)[64:]
    tamper(
        settings,
        "UPDATE events SET facts = :facts, hashes = :hashes, row_hash = :row_hash WHERE id = :id",
        facts=facts, hashes=hashes, row_hash=sha(bytes(event(settings, 2).row_hash), hashes), id=row.id,
    )  # fmt: skip
    assert wrong(settings) == ("event-out-of-chain", "events", f"{DEVICE}/4 {after.id}")


def test_the_hole_is_named_when_a_middle_event_was_removed(settings: Settings) -> None:
    tamper(settings, "DELETE FROM events WHERE device = :d AND seq = 4", d=DEVICE)
    assert wrong(settings) == ("event-removed", "events", f"{DEVICE}/4")


def test_the_next_event_is_named_when_a_removed_one_was_closed_up(settings: Settings) -> None:
    row = event(settings, 5)
    tamper(
        settings,
        "DELETE FROM events WHERE device = :d AND seq = 4",
        *(f"UPDATE events SET seq = {n - 1} WHERE device = :d AND seq = {n}" for n in range(5, 10)),
        d=DEVICE,
    )
    assert wrong(settings) == ("event-columns", "events", f"{DEVICE}/4 {row.id}")


def test_the_device_is_named_when_the_tail_was_cut(settings: Settings) -> None:
    tamper(settings, "DELETE FROM events WHERE device = :d AND seq > 7", d=DEVICE)
    assert wrong(settings) == ("tail-cut", "devices", DEVICE)


def test_the_device_is_named_when_its_whole_chain_was_removed(settings: Settings) -> None:
    tamper(settings, "DELETE FROM events WHERE device = :d", d=OTHER)
    assert wrong(settings) == ("tail-cut", "devices", OTHER)


def test_an_inserted_event_is_named_when_its_hashes_fit_and_the_device_does_not_know_it(settings: Settings) -> None:
    last = event(settings, 9)
    forge(settings, event(settings, 1), id="forged", seq=10, before=bytes(last.row_hash))
    assert wrong(settings) == ("event-inserted", "events", f"{DEVICE}/10 forged")


def test_a_replaced_last_event_is_noticed_when_its_own_hashes_fit(settings: Settings) -> None:
    row, before = event(settings, 1), bytes(event(settings, 8).row_hash)
    tamper(settings, "DELETE FROM events WHERE device = :d AND seq = 9", d=DEVICE)
    forge(settings, row, id="forged", seq=9, before=before)
    assert wrong(settings) == ("end-differs", "devices", DEVICE)


def test_an_event_of_an_unknown_workplace_is_named_when_it_was_added(settings: Settings) -> None:
    tamper(settings, "DELETE FROM devices WHERE code = :d", d=OTHER)
    assert wrong(settings) == ("chain-without-device", "events", f"{OTHER}/1")


def test_an_emptied_event_is_named_when_it_looks_like_anothers_stub(settings: Settings) -> None:
    row = event(settings, 2)
    tamper(
        settings,
        "UPDATE events SET subject = NULL, kind = NULL, version = NULL, head = NULL, facts = NULL WHERE id = :id",
        "DELETE FROM persons WHERE event = :id",
        id=row.id,
    )
    assert wrong(settings) == ("event-emptied", "events", f"{DEVICE}/2 {row.id}")


@pytest.mark.parametrize("column", ["subject", "kind"])
def test_an_event_is_named_when_a_column_says_another_thing_than_its_bytes(settings: Settings, column: str) -> None:
    row = event(settings, 3)
    tamper(settings, f"UPDATE events SET {column} = 'application.sent' WHERE id = :id", id=row.id)
    assert wrong(settings) == ("event-columns", "events", f"{DEVICE}/3 {row.id}")


def test_an_event_is_named_when_it_was_put_under_another_centre(settings: Settings) -> None:
    row = event(settings, 3)
    tamper(settings, "UPDATE events SET centre = 'ZZ09' WHERE id = :id", id=row.id)
    assert wrong(settings) == ("event-columns", "events", row.id)


def test_a_personal_part_is_named_when_it_has_no_event(settings: Settings) -> None:
    tamper(settings, "INSERT INTO persons (event, centre, salt, person) VALUES ('x', 'AT01', :b, :b)", b=b"{}")
    assert wrong(settings) == ("person-without-event", "persons", "x")


# ---- anchors


def test_a_rebuilt_tail_is_named_when_an_anchor_knows_better(settings: Settings) -> None:
    anchor = anchor_of(settings)
    row = event(settings, 9)
    tamper(settings, "DELETE FROM persons WHERE event = :id", "DELETE FROM events WHERE id = :id", id=row.id)
    head = forge(settings, row, id=row.id, seq=9, before=bytes(event(settings, 8).row_hash))
    tamper(settings, "UPDATE devices SET head = :head WHERE code = :d", head=head, d=DEVICE)
    assert wrong(settings, anchor) == ("anchor-contradicted", "events", f"{DEVICE}/9 {row.id}")


def test_every_anchor_of_a_place_is_looked_at(settings: Settings) -> None:
    row = event(settings, 5)
    good, bad = f"{DEVICE}:5:{bytes(row.row_hash).hex()}", f"{DEVICE}:5:{'0123456789abcdef' * 4}"
    assert verify_store(settings, f"{good} {good[:26]}")["intact"] is True
    for told in (bad, f"{good} {bad}", f"{bad} {good}"):
        assert wrong(settings, told) == ("anchor-contradicted", "events", f"{DEVICE}/5 {row.id}")


def test_a_cut_tail_is_named_when_only_an_anchor_knows_of_it(settings: Settings) -> None:
    anchor, before = anchor_of(settings), event(settings, 8)
    row = event(settings, 9)
    tamper(
        settings,
        "DELETE FROM persons WHERE event = :id",
        "DELETE FROM events WHERE id = :id",
        "UPDATE devices SET seq = 8, head = :head WHERE code = :d",
        id=row.id, head=before.row_hash, d=DEVICE,
    )  # fmt: skip
    assert wrong(settings, anchor) == ("anchor-beyond", "devices", DEVICE)


def test_a_whole_chain_is_missed_when_only_an_anchor_knows_of_it(settings: Settings) -> None:
    assert wrong(settings, "AT01-07:3:" + "ab" * 32) == ("anchor-beyond", "devices", "AT01-07")


@pytest.mark.parametrize("told", ["AT01-01", "AT01-01:x:" + "a" * 64, "AT01-01:1:abc", "AT01-01:1:" + "z" * 64])
def test_an_anchor_is_a_wrong_call_when_it_is_none(embedded: Settings, told: str) -> None:
    with pytest.raises(WrongCall, match="an anchor is"):
        verify_store(embedded, told)


# ---- folds


@pytest.mark.parametrize(
    ("table", "change", "column"),
    [
        ("cases", "status = 'released'", "status"),
        ("cases", "applicant = 'Кто-то'", "applicant"),
        ("cases", "due_by = '2030-01-01T00:00:00.000Z'", "due_by"),
        ("cases", "centre = 'VK02'", "centre"),
        ("registries", "receiver = 'XX01'", "receiver"),
        ("handovers", "status = 'taken'", "status"),
        ("accounts", "role = 'administrator'", "role"),
        ("accounts", "open = NOT open", "open"),
    ],
)
def test_a_row_and_its_column_are_named_when_its_events_make_another(
    settings: Settings, table: str, change: str, column: str
) -> None:
    query = f"SELECT id FROM {table} ORDER BY id LIMIT 1"
    id = ask(settings, query)[0].id
    tamper(settings, f"UPDATE {table} SET {change} WHERE id = :id", id=id)
    assert wrong(settings) == ("row-changed", table, id)
    assert verify_store(settings)["first_wrong"]["column"] == column


def test_a_row_is_named_when_it_was_removed(settings: Settings) -> None:
    id = event(settings, 2).subject
    tamper(settings, "DELETE FROM cases WHERE id = :id", id=id)
    assert wrong(settings) == ("row-missing", "cases", id)


def test_a_row_is_named_when_no_event_speaks_of_it(settings: Settings) -> None:
    tamper(
        settings,
        """INSERT INTO handovers (id, centre, version, number, status, state)
        VALUES ('added', 'AT01', 1, 'AT01-01-16-00099-0', 'taken', '{}')""",
    )
    assert wrong(settings) == ("row-without-events", "handovers", "added")


@pytest.mark.parametrize("year", [2015, 0])
def test_the_device_is_named_when_its_year_was_put_back(settings: Settings, year: int) -> None:
    """The next number would be one that is out already."""
    tamper(settings, "UPDATE devices SET year = :year, serial = 99 WHERE code = :d", year=year, d=DEVICE)
    assert wrong(settings) == ("serial-behind", "devices", DEVICE)


def test_a_forged_square_of_a_year_beyond_the_calendar_is_answered(settings: Settings) -> None:
    point = checkpoint.Checkpoint(device=DEVICE, count=1, head=bytes(32), root=bytes(32), at=10**18)
    told = cose.text(checkpoint.signed(point, sign=lambda _: bytes(64)))
    assert verify_sheet(settings, told)["intact"] is False


def test_the_device_is_named_when_its_serial_was_put_back(settings: Settings) -> None:
    tamper(settings, "UPDATE devices SET serial = 1 WHERE code = :d", d=DEVICE)
    assert wrong(settings) == ("serial-behind", "devices", DEVICE)
