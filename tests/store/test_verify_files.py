"""Beside the journal: files, pages, printed papers; and one code or paper that somebody shows."""

from __future__ import annotations

import hashlib
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
from tests.store.furnished import SCAN, ask, furnish, key_of, tamper
from tests.store.verified import STORES, event, url_of, wrong

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


def test_a_paper_is_named_when_it_was_hung_onto_another_case(printed: Settings) -> None:
    """It would be shown there, and erasing its own person would leave it."""
    row = drawn(printed)
    other = "UPDATE papers SET subject = (SELECT max(id) FROM cases WHERE id <> papers.subject) WHERE id = :id"
    tamper(printed, other, id=row.id)
    assert wrong(printed) == ("row-changed", "papers", row.id)
    assert verify_store(printed)["first_wrong"]["column"] == "subject"


def test_a_paper_is_named_when_it_is_said_to_be_erased_and_nobody_was(printed: Settings) -> None:
    row = drawn(printed)
    tamper(printed, "UPDATE papers SET file = NULL, facts = '{}', edition = 'erased' WHERE id = :id", id=row.id)
    assert wrong(printed) == ("paper-emptied", "papers", row.id)


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
