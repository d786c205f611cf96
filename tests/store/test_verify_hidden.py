"""What could be hidden from `verify` by saying that it is not here, or not applied: in lines that stand in no chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.keeping.backup import bring_back, copy
from app.keeping.verify import verify_code, verify_store
from app.start import Settings
from app.store.open import open_store
from app.store.receive import read_event
from app.store.rows import HANDOVER
from tests.store.furnished import DEVICE, OTHER, ask, key_of, settings_of, tamper
from tests.store.verified import event, wrong

TAKE_OUT = (
    "DELETE FROM persons WHERE event IN (SELECT id FROM events WHERE subject = :case)",
    "DELETE FROM cases WHERE id = :case",
    "UPDATE events SET head = NULL, facts = NULL, kind = NULL, version = NULL, subject = NULL WHERE subject = :case",
)
PARK = """INSERT INTO parked (event, centre, subject, reason, settled)
    SELECT id, 'AT01', subject, :reason, :no FROM events WHERE subject = :case"""


@pytest.fixture
def again(settings: Settings, elsewhere: str, ram: Path) -> Settings:
    """A store that was brought back from a copy: no hash of it is another, and every anchor agrees with it."""
    copy(settings, ram / "copy.tar")
    bring_back(ram / "copy.tar", elsewhere, key=settings.key)
    return settings_of(elsewhere, ram)


def test_a_case_that_was_taken_out_is_missed_after_a_return_from_a_copy(again: Settings) -> None:
    last = event(again, 9)
    taken = event(again, 2)
    tamper(again, *TAKE_OUT, case=taken.subject)
    answer = verify_store(again, f"{DEVICE}:9:{bytes(last.row_hash).hex()}")
    assert answer["first_wrong"]["what"] == "event-emptied"
    assert answer["first_wrong"]["row"] == f"{DEVICE}/2 {taken.id}"


def test_a_case_that_was_taken_out_is_missed_though_the_device_says_it_was_brought_back(settings: Settings) -> None:
    case = event(settings, 2).subject
    tamper(settings, "UPDATE devices SET epoch = 2 WHERE code = :device", *TAKE_OUT, device=DEVICE, case=case)
    assert wrong(settings)[0] == "event-emptied"


def test_people_who_were_taken_out_are_missed_after_a_return_from_a_copy(again: Settings) -> None:
    moved = ask(again, "SELECT id, subject FROM events WHERE kind = 'custody.moved'")[0]
    tamper(again, "DELETE FROM persons WHERE event = :event", event=moved.id)
    assert wrong(again) == ("person-removed", "persons", moved.id)
    number = ask(again, "SELECT number FROM cases WHERE id = :id", id=moved.subject)[0].number
    assert verify_code(again, code=f"C-{number}")["first_wrong"]["what"] == "person-removed"


def test_a_line_that_nobody_signed_hides_nothing_silently(settings: Settings) -> None:
    """It is how an earlier program's return is known; whoever writes one by hand is told of in the answer."""
    tamper(
        settings,
        "INSERT INTO given_back (id, centre, device, since, until, body) VALUES ('x', 'AT01', :device, 1, 9, :none)",
        *TAKE_OUT,
        device=DEVICE, none=b"", case=event(settings, 2).subject,
    )  # fmt: skip
    assert verify_store(settings)["stubs_unsigned"] == 1


@pytest.mark.parametrize(("device", "body"), [(DEVICE, b"signed"), ("XX01-01", b"")])
def test_a_line_of_what_came_back_is_named_when_no_device_of_this_node_made_it(
    settings: Settings, device: str, body: bytes
) -> None:
    tamper(
        settings,
        "INSERT INTO given_back (id, centre, device, since, until, body) VALUES ('x', 'AT01', :device, 1, 9, :body)",
        device=device, body=body,
    )  # fmt: skip
    assert wrong(settings) == ("given-back-forged", "given_back", "x")


@pytest.mark.parametrize("reason", ["number-taken", "later", "not-understood", "not-theirs", "first-missing", "fault"])
def test_a_row_is_compared_though_its_own_events_are_said_to_wait(settings: Settings, reason: str) -> None:
    """Nothing that this node's own devices wrote ever waits."""
    case = event(settings, 2).subject
    tamper(
        settings, PARK, "UPDATE cases SET status = 'released', holder = 'applicant' WHERE id = :case",
        case=case, reason=reason, no=False,
    )  # fmt: skip
    assert wrong(settings)[:2] == ("parked-unfounded", "parked")


def test_an_event_is_missed_when_it_is_said_to_wait(settings: Settings) -> None:
    """A hand-over that came back, and is given again by a row that was laid there."""
    ended = ask(settings, "SELECT id, subject FROM events WHERE kind = 'hand-over.ended'")[0]
    tamper(
        settings,
        "INSERT INTO parked (event, centre, subject, reason, settled) VALUES (:event, 'AT01', :subject, 'fault', :no)",
        "UPDATE handovers SET version = :version, status = :status, state = :state WHERE id = :subject",
        **given(settings), event=ended.id, subject=ended.subject, no=False,
    )  # fmt: skip
    assert wrong(settings) == ("parked-unfounded", "parked", ended.id)


def given(settings: Settings) -> dict[str, Any]:
    """The hand-over's row as it was before it ended."""
    query = """SELECT e.head, e.facts, p.person FROM events e JOIN persons p ON p.event = e.id
        WHERE e.kind = 'hand-over.given'"""
    row = ask(settings, query)[0]
    head, fact = read_event(bytes(row.head), bytes(row.facts), bytes(row.person), side="centre")
    told = HANDOVER.row(HANDOVER.apply(None, head, fact))
    return {name: told[name] for name in ("version", "status", "state")}


def test_of_another_nodes_events_it_is_believed_what_only_its_reader_can_know(settings: Settings) -> None:
    case = others(settings)
    tamper(settings, "DELETE FROM cases WHERE id = :case", case=case)
    assert wrong(settings)[:2] == ("row-missing", "cases")
    tamper(settings, PARK, case=case, reason="not-theirs", no=False)
    assert verify_store(settings)["intact"] is True


@pytest.mark.parametrize(
    "reason", ["number-taken", "login-taken", "first-missing", "other-text", "wrong-side", "later"]
)
def test_of_another_nodes_events_it_is_reckoned_what_they_say_themselves(settings: Settings, reason: str) -> None:
    case = others(settings)
    tamper(settings, "DELETE FROM cases WHERE id = :case", PARK, case=case, reason=reason, no=False)
    assert wrong(settings)[:2] == ("parked-unfounded", "parked")


def others(settings: Settings) -> str:
    """The case of a device that is another node's."""
    tamper(settings, "UPDATE devices SET local = :no WHERE code = :device", no=False, device=OTHER)
    return str(event(settings, 1, OTHER).subject)


def test_a_checkpoint_of_no_device_is_named(settings: Settings) -> None:
    tamper(
        settings,
        """INSERT INTO checkpoints (id, centre, device, seq, at, peaks, body, kept)
        VALUES ('x', 'AT01', 'XX01-01', 1, 1, :none, :none, '')""",
        none=b"",
    )
    assert wrong(settings) == ("checkpoint-forged", "checkpoints", "x")


def test_the_store_is_opened_as_before_when_all_that_is_hidden_is_known(again: Settings) -> None:
    open_store(again.store, key=key_of(again), write=True).close()
    assert verify_store(again)["intact"] is True
