"""Each fault that a hand can plant behind the program's back is found, and named by its table and row."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.keeping.verify import verify_code, verify_store
from app.problems import Unavailable, WrongCall
from app.start import Settings
from app.store import blobs
from app.store.open import open_store, path_of
from tests.store.furnished import DEVICE, OTHER, SCAN, ask, furnish, key_of, tamper

STORES = ("sqlite", "postgres")


def url_of(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    return f"sqlite:///{folder}/store.db" if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=STORES)
def settings(request: pytest.FixtureRequest, ram: Path) -> Settings:
    return furnish(url_of(request, request.param, ram), ram)


@pytest.fixture
def embedded(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram}/store.db", ram)


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def event(settings: Settings, seq: int, device: str = DEVICE) -> Any:
    query = """SELECT e.*, p.salt, p.person FROM events e JOIN persons p ON p.event = e.id
        WHERE e.device = :device AND e.seq = :seq"""
    return ask(settings, query, device=device, seq=seq)[0]


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


def wrong(settings: Settings, anchor: str | None = None) -> tuple[str, str, str]:
    answer = verify_store(settings, anchor)
    assert answer["intact"] is False
    found = answer["first_wrong"]
    assert all(found["text"][lang] and "verify." not in found["text"][lang] for lang in ("ru", "kk", "en")), found
    assert all(found["do"][lang] and "verify." not in found["do"][lang] for lang in ("ru", "kk", "en")), found
    return found["what"], found["table"], found["row"]


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


def test_the_device_is_named_when_its_serial_was_put_back(settings: Settings) -> None:
    tamper(settings, "UPDATE devices SET serial = 1 WHERE code = :d", d=DEVICE)
    assert wrong(settings) == ("serial-behind", "devices", DEVICE)


def test_an_event_that_waits_parked_is_no_fault_when_its_row_stands_without_it(settings: Settings) -> None:
    subject = event(settings, 8).subject
    tamper(settings, "DELETE FROM accounts WHERE id = :id", id=subject)
    assert wrong(settings) == ("row-missing", "accounts", subject)
    tamper(
        settings,
        """INSERT INTO parked (event, centre, subject, reason, settled)
        VALUES (:event, 'AT01', :subject, 'not-theirs', :no)""",
        event=event(settings, 8).id, subject=subject, no=False,
    )  # fmt: skip
    assert verify_store(settings)["intact"] is True


# ---- files and pages


def blob(settings: Settings) -> Path:
    name = hashlib.sha256(SCAN).hexdigest()
    return Path(f"{path_of(settings.store)}.files") / name[:2] / name


SPOIL: dict[str, tuple[Callable[[Path], object], str]] = {
    "removed": (lambda place: place.unlink(), "file-missing"),
    "swapped": (lambda place: place.write_bytes(place.read_bytes()[::-1]), "file-damaged"),
    "flipped": (lambda place: place.write_bytes((b := place.read_bytes())[:-1] + bytes([b[-1] ^ 1])), "file-damaged"),
    "shortened": (lambda place: place.write_bytes(place.read_bytes()[:40]), "file-damaged"),
    "emptied": (lambda place: place.write_bytes(b""), "file-damaged"),
}


@pytest.mark.parametrize("deed", SPOIL)
def test_a_file_is_named_when_its_place_was_touched(embedded: Settings, deed: str) -> None:
    spoil, what = SPOIL[deed]
    spoil(blob(embedded))
    assert wrong(embedded) == (what, "files", hashlib.sha256(SCAN).hexdigest())


@pytest.mark.parametrize("change", ["UPDATE file_parts SET body = :body", "DELETE FROM file_parts"])
def test_a_file_is_named_when_its_parts_were_touched(request: pytest.FixtureRequest, ram: Path, change: str) -> None:
    settings = furnish(url_of(request, "postgres", ram), ram)
    tamper(settings, change, body=b"another")
    assert wrong(settings) == ("file-damaged", "files", hashlib.sha256(SCAN).hexdigest())


def test_every_page_is_read_when_one_byte_of_it_was_flipped(embedded: Settings) -> None:
    path = path_of(embedded.store)
    whole = path.read_bytes()
    for page in range(0, len(whole), 4096):
        spoilt = bytearray(whole)
        spoilt[page + 1234] ^= 1
        path.write_bytes(spoilt)
        assert wrong(embedded) == ("page-damaged", "store", "file"), f"page {page // 4096 + 1}"
    path.write_bytes(whole)
    assert verify_store(embedded)["intact"] is True


def test_a_page_that_holds_nothing_is_read_too_when_it_was_flipped(embedded: Settings) -> None:
    filling = [f"INSERT INTO drafts VALUES ('{n}', 'AT01', 'a', 't', '{'x' * 3000}')" for n in range(40)]
    tamper(embedded, *filling)
    tamper(embedded, "DELETE FROM drafts")
    path = path_of(embedded.store)
    whole = path.read_bytes()
    assert verify_store(embedded)["intact"] is True
    for page in range(len(whole) // 4096 - 30, len(whole) // 4096):
        spoilt = bytearray(whole)
        spoilt[page * 4096 + 2000] ^= 1
        path.write_bytes(spoilt)
        assert wrong(embedded) == ("page-damaged", "store", "file"), f"page {page + 1}"


def test_a_wrong_key_and_a_damaged_first_page_are_both_named_when_the_store_does_not_open(embedded: Settings) -> None:
    other = embedded.key.with_name("other.key")
    other.write_text("cd" * 32)
    assert wrong(replace(embedded, key=other)) == ("page-damaged", "store", "file")


def test_no_key_is_made_when_it_is_not_there(embedded: Settings) -> None:
    nowhere = embedded.key.with_name("nowhere.key")
    with pytest.raises(Unavailable, match="key: not-there"):
        verify_store(replace(embedded, key=nowhere))
    assert not nowhere.exists()


def test_nothing_is_written_when_a_store_is_verified(embedded: Settings) -> None:
    path = path_of(embedded.store)
    shutil.copy2(path, path.with_suffix(".before"))
    verify_store(embedded)
    assert path.read_bytes() == path.with_suffix(".before").read_bytes()


# ---- one code, one paper


@pytest.mark.parametrize("hyphens", [True, False])
@pytest.mark.parametrize(
    ("table", "letter", "what"),
    [("cases", "C", "case"), ("registries", "R", "registry"), ("handovers", "H", "hand-over")],
)
def test_a_code_says_what_it_is_when_it_is_of_this_store(
    embedded: Settings, table: str, letter: str, what: str, hyphens: bool
) -> None:
    number = ask(embedded, f"SELECT number FROM {table} ORDER BY id LIMIT 1")[0].number
    code = f"{letter}-{number}" if hyphens else letter + number.replace("-", "")
    answer = verify_code(embedded, code=code)
    assert (answer["intact"], answer["what"], answer["number"]) == (True, what, number)


def test_a_code_is_not_intact_when_an_event_of_its_case_was_edited(settings: Settings) -> None:
    row = event(settings, 2)
    number = ask(settings, "SELECT number FROM cases WHERE id = :id", id=row.subject)[0].number
    tamper(settings, "UPDATE events SET facts = :body WHERE id = :id", body=b"{}", id=row.id)
    answer = verify_code(settings, code=f"C-{number}")
    assert (answer["intact"], answer["first_wrong"]["what"]) == (False, "event-changed")


@pytest.mark.parametrize(
    ("code", "problem"),
    [("CAT010116000425", "code-invalid"), ("", "code-invalid"), ("140640017300", "code-invalid")],
)
def test_a_code_is_answered_with_the_reason_when_it_is_not_kept(embedded: Settings, code: str, problem: str) -> None:
    answer = verify_code(embedded, code=code)
    assert (answer["intact"], answer["problem"]) == (False, problem)
    assert answer["why"]["kk"]


def test_a_file_is_no_paper_of_this_store_when_it_was_not_made_here(embedded: Settings, ram: Path) -> None:
    (ram / "other.pdf").write_bytes(b"%PDF-1.4 another")
    answer = verify_code(embedded, paper=str(ram / "other.pdf"))
    assert (answer["intact"], answer["problem"]) == (False, "paper-unknown")
    with pytest.raises(WrongCall, match="cannot be read"):
        verify_code(embedded, paper=str(ram / "nowhere.pdf"))


# ---- papers


@pytest.fixture(params=STORES)
def printed(request: pytest.FixtureRequest, ram: Path) -> Settings:
    return furnish(url_of(request, request.param, ram), ram, papers=True)


def drawn(settings: Settings) -> Any:
    return ask(settings, "SELECT * FROM papers WHERE file IS NOT NULL")[0]


def test_a_paper_is_drawn_again_and_another_waits_when_the_store_is_intact(printed: Settings) -> None:
    answer = verify_store(printed)
    assert (answer["intact"], answer["papers"], answer["papers_waiting"]) == (True, 1, 1), answer["first_wrong"]


def test_a_paper_is_named_when_its_facts_were_changed(printed: Settings) -> None:
    row = drawn(printed)
    facts = row.facts.replace("Жайық-Дәрігер", "Жайық-Дәрігеp")
    tamper(printed, "UPDATE papers SET facts = :facts WHERE id = :id", facts=facts, id=row.id)
    assert wrong(printed) == ("paper-differs", "papers", row.id)


@pytest.mark.parametrize(("column", "told"), [("code", "CAT010116000021"), ("copy", 7)])
def test_a_paper_is_named_when_what_it_is_found_by_is_not_what_stands_on_it(
    printed: Settings, column: str, told: object
) -> None:
    row = drawn(printed)
    tamper(printed, f"UPDATE papers SET {column} = :told WHERE id = :id", told=told, id=row.id)
    assert wrong(printed) == ("row-changed", "papers", row.id)


def test_a_paper_is_named_when_its_form_cannot_be_drawn(printed: Settings) -> None:
    row = drawn(printed)
    tamper(printed, "UPDATE papers SET form = 'no-such-form' WHERE id = :id", id=row.id)
    assert wrong(printed) == ("paper-not-drawn", "papers", row.id)


def test_a_paper_is_named_when_its_file_is_not_listed(printed: Settings) -> None:
    row = drawn(printed)
    tamper(printed, "DELETE FROM files WHERE sha256 = :name", name=row.file)
    assert wrong(printed) == ("file-missing", "papers", row.id)


def test_a_printed_paper_is_intact_when_every_byte_is_the_stored_one(printed: Settings, ram: Path) -> None:
    body = _stored(printed, drawn(printed).file)
    (ram / "paper.pdf").write_bytes(body)
    answer = verify_code(printed, paper=str(ram / "paper.pdf"))
    assert (answer["intact"], answer["what"], answer["paper"]["form"]) == (True, "case", "acceptance-receipt")
    (ram / "paper.pdf").write_bytes(body[:-1] + b" ")
    answer = verify_code(printed, paper=str(ram / "paper.pdf"))
    assert (answer["intact"], answer["problem"]) == (False, "paper-unknown")


def test_a_forged_paper_is_not_intact_when_its_hash_was_put_into_the_store(printed: Settings, ram: Path) -> None:
    (ram / "forged.pdf").write_bytes(b"%PDF-1.4 forged")
    name, row = hashlib.sha256(b"%PDF-1.4 forged").hexdigest(), drawn(printed)
    tamper(
        printed,
        "UPDATE files SET sha256 = :name WHERE sha256 = :file",
        "UPDATE papers SET file = :name WHERE id = :id",
        name=name, file=row.file, id=row.id,
    )  # fmt: skip
    answer = verify_code(printed, paper=str(ram / "forged.pdf"))
    assert (answer["intact"], answer["first_wrong"]["what"]) == (False, "paper-differs")


def test_the_papers_of_a_case_are_listed_when_its_code_is_asked(printed: Settings) -> None:
    row = drawn(printed)
    number = ask(printed, "SELECT number FROM cases WHERE id = :id", id=row.subject)[0].number
    papers = verify_code(printed, code=f"C-{number}")["papers"]
    assert sorted((p["form"], p["drawn"]) for p in papers) == [
        ("acceptance-receipt", False),
        ("acceptance-receipt", True),
    ]


def _stored(settings: Settings, name: str) -> bytes:
    store = open_store(settings.store, key=key_of(settings), write=False)
    try:
        with store.reading() as connection:
            return blobs.get(store, connection, name)
    finally:
        store.close()
