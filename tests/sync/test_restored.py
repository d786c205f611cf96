"""A node that came back from a backup: what it lost comes back, from whoever has it; a fork is shown, never mended."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain import events as e
from app.domain import facts as f
from app.keeping.verify import verify_store
from app.problems import Refused
from app.start import Settings
from app.store.unit import new_id
from app.sync.incoming import take_in
from app.sync.server import listening
from tests.sync.nodes import (
    KEY,
    OFFICES,
    Pair,
    accepted,
    acquaint,
    assert_same_cases,
    batch_of,
    bring_back,
    house,
    on_sqlite,
    photograph,
    take,
)


def registered(number: str) -> e.ApplicationRegistered:
    return e.ApplicationRegistered(number=number, course=f.Course())


def test_a_restored_licensor_gets_everything_again(two: Pair) -> None:
    first = two.centre.accept("AT01-01")
    two.until_quiet()
    backup = photograph(two.licensor)
    second = two.centre.accept("AT01-01")
    two.until_quiet()
    two.licensor.record("AD01-01", first, registered("RG-1"))
    two.until_quiet()
    bring_back(two.licensor, backup, epoch="after")
    assert two.licensor.case(second) is None
    done = two.tick()
    assert done.restored
    assert not done.stopped
    assert two.licensor.case(second)
    assert two.licensor.case(first).register_number == "RG-1"  # its own event, given back by the centre
    two.licensor.record("AD01-01", second, registered("RG-2"))
    two.until_quiet()
    assert_same_cases(two.centre, two.licensor)


def test_a_restored_centre_gets_its_own_events_again_and_never_gives_a_number_twice(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.until_quiet()
    backup = photograph(two.centre)
    lost = two.centre.accept("AT01-01")
    two.centre.refuse("AT01-01")
    two.until_quiet()
    head = bytes(two.centre.rows("devices", code="AT01-01")[0].head)
    bring_back(two.centre, backup, epoch="after")
    serial = two.centre.rows("devices", code="AT01-01")[0].serial
    done = two.tick()
    assert done.received == 2
    assert two.centre.case(lost)
    device = two.centre.rows("devices", code="AT01-01")[0]
    assert (device.seq, bytes(device.head)) == (3, head)
    assert device.serial >= serial + 2
    two.centre.accept("AT01-01")
    assert two.tick().sent == 1
    assert not two.tick().stopped


@pytest.fixture
def returned(two: Pair) -> Pair:
    """A centre that lost an acceptance and a refusal; of the refusal the licensor has no more than the hashes."""
    two.centre.accept("AT01-01")
    two.until_quiet()
    backup = photograph(two.centre)
    two.centre.accept("AT01-01")
    two.centre.refuse("AT01-01")
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    two.until_quiet()
    return two


def verified(two: Pair, ram: Path, *changes: str) -> dict[str, Any]:
    with two.centre.store.engine.begin() as connection:
        for change in changes:
            assert connection.exec_driver_sql(change).rowcount
    key = ram / "verify.key"
    key.write_text(KEY)
    return verify_store(Settings(store=two.centre.store.url, key=key, write=False))


def test_what_came_back_as_a_stub_is_written_down_and_signed(returned: Pair, ram: Path) -> None:
    (line,) = returned.centre.rows("given_back")
    assert (line.id, line.since, line.until) == ("AT01-01/2", 2, 3)
    answer = verified(returned, ram)
    assert (answer["intact"], answer["stubs"], answer["stubs_unsigned"]) == (True, 1, 0), answer["first_wrong"]


EMPTIED = (
    "DELETE FROM persons WHERE event = (SELECT id FROM events WHERE device = 'AT01-01' AND seq = {0})",
    "DELETE FROM cases WHERE id = (SELECT subject FROM events WHERE device = 'AT01-01' AND seq = {0})",
    """UPDATE events SET head = NULL, facts = NULL, kind = NULL, version = NULL, subject = NULL, id = 'AT01-01/{0}'
        WHERE device = 'AT01-01' AND seq = {0}""",
)


@pytest.mark.parametrize("seq", [1, 2])
def test_no_other_event_passes_for_a_stub(returned: Pair, ram: Path, seq: int) -> None:
    """Neither one that was here, nor one that came back whole beside the stub."""
    answer = verified(returned, ram, *(change.format(seq) for change in EMPTIED))
    assert (answer["first_wrong"]["what"], answer["first_wrong"]["row"]) == (
        "event-emptied",
        f"AT01-01/{seq} AT01-01/{seq}",
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("DELETE FROM given_back", "event-emptied"),
        ("UPDATE given_back SET since = 1", "given-back-forged"),
        ("UPDATE given_back SET device = 'AT01-02', id = 'AT01-02/2'", "given-back-forged"),
        ("UPDATE given_back SET body = zeroblob(length(body))", "given-back-forged"),
    ],
)
def test_the_line_itself_cannot_be_another(returned: Pair, ram: Path, change: str, what: str) -> None:
    assert verified(returned, ram, change)["first_wrong"]["what"] == what


def test_a_restored_centre_counts_on_behind_every_number_that_it_gave(two: Pair) -> None:
    def taken_in() -> int:
        with two.centre.writing("AT01-01") as transaction:
            serial = transaction.next_serial(two.centre.clock.moment(OFFICES[0]).utc.year)
            transaction.record(new_id(), accepted(f"AT01-01-16-{serial:05d}-0"))
            transaction.commit()
        return int(serial)

    before = [taken_in() for _ in range(3)]
    two.until_quiet()
    backup = photograph(two.centre)
    lost = [taken_in() for _ in range(2)]
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    two.until_quiet()
    assert taken_in() > max(*before, *lost)


def test_a_number_of_a_clock_that_was_ahead_is_not_given_again_after_a_restore(two: Pair) -> None:
    """Lost are numbers of a later year than the one in which they come back; then the clock goes ahead once more."""
    centre, ahead = two.centre, timedelta(days=800)

    def taken_in() -> str:
        with centre.writing("AT01-01") as transaction:
            serial = transaction.next_serial(centre.clock.moment(OFFICES[0]).utc.year)
            number = f"AT01-01-{transaction.device['year'] % 100}-{serial:05d}-0"
            transaction.record(new_id(), accepted(number))
            transaction.commit()
        return number

    given = [taken_in()]
    two.until_quiet()
    backup = photograph(centre)
    centre.clock.at += ahead
    given += [taken_in() for _ in range(3)]
    centre.clock.at -= ahead
    two.until_quiet()
    bring_back(centre, backup, epoch="after")
    two.until_quiet()
    centre.clock.at += ahead
    given += [taken_in() for _ in range(3)]
    centre.clock.at -= ahead
    given += [taken_in()]
    assert len(set(given)) == len(given)


def test_a_store_that_was_not_restored_takes_nothing_into_its_own_chain(two: Pair) -> None:
    """Otherwise a peer could write in our name."""
    two.centre.accept("AT01-01")
    two.until_quiet()
    backup = photograph(two.centre)
    two.centre.accept("AT01-01")
    two.until_quiet()
    bring_back(two.centre, backup, epoch=two.centre.store.epoch)  # copied by hand: no `tereze restore`
    done = two.tick()
    assert [(s.device, s.reason) for s in done.stopped] == [("AT01-01", "own-chain-ahead")]
    assert two.centre.rows("devices", code="AT01-01")[0].seq == 1


def test_a_chain_that_went_another_way_after_the_backup_is_shown_and_the_rest_goes_on(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.until_quiet()
    backup = photograph(two.centre)
    two.centre.accept("AT01-01")
    two.until_quiet()
    bring_back(two.centre, backup, epoch="after")
    two.centre.accept("AT01-01")  # worked before the first contact
    other = two.centre.accept("AT01-02")
    done = two.tick()
    assert [(s.device, s.reason) for s in done.stopped] == [("AT01-01", "chain-differs")]
    assert two.licensor.case(other)


def test_a_stub_of_ours_is_taken_back_only_when_nobody_has_the_event(two: Pair, ram: Path) -> None:
    """The licensor's event about another centre's case comes back from that centre, whoever is met first."""
    with house(on_sqlite(ram)("second"), ram / "sk", "centre", devices=("SK01-01",), clock=two.centre.clock) as other:
        acquaint(other, two.licensor)
        far = Pair(other, two.licensor)
        near_case, far_case = two.centre.accept("AT01-01"), other.accept("SK01-01")
        two.until_quiet()
        far.until_quiet()
        backup = photograph(two.licensor)
        two.licensor.record("AD01-01", far_case, registered("RG-F"))
        two.licensor.record("AD01-01", near_case, registered("RG-N"))
        two.licensor.record(
            "AD01-01", new_id(), e.RegistryOpened(number="R-0", direction="back", sender="AD01", receiver="XX01")
        )
        two.until_quiet()
        far.until_quiet()
        bring_back(two.licensor, backup, epoch="after")
        node = two.licensor.node()
        stretches = [(giver, batch_of(giver, "AD01-01", to=two.licensor)) for giver in (two.centre, other)]
        had = 0
        for _ in range(4):
            for giver, events in stretches:
                rest = events[had:]
                if rest:
                    with contextlib.suppress(Refused):  # held: another centre may have it whole
                        had = take_in(node, giver.store.id, rest).seq
        assert had == 3
        assert two.licensor.case(far_case).register_number == "RG-F"
        assert two.licensor.case(near_case).register_number == "RG-N"


def test_a_peer_that_was_just_paired_cannot_write_into_our_chain(two: Pair) -> None:
    """Before any contact: the chains are still empty, and what fits them is refused all the same."""
    two.centre.accept("AT01-01")
    events = batch_of(two.centre, "AT01-01", to=two.licensor)
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE devices SET seq = 0, head = zeroblob(32) WHERE code = 'AT01-01'")
        connection.exec_driver_sql("DELETE FROM events")
    with pytest.raises(Refused, match="own-chain-ahead"):
        take(two.centre, events, from_=two.licensor)


def test_events_before_the_backup_are_not_taken_twice(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.until_quiet()
    events = batch_of(two.centre, "AT01-01", to=two.licensor)
    again = take(two.licensor, events, from_=two.centre)
    assert (again.fresh, again.seq) == (0, 1)
    with pytest.raises(Refused, match="batch-invalid"):
        take(two.licensor, [], from_=two.centre)


def test_a_peer_that_is_behind_does_not_hold_up_a_stub_that_another_gives_back(two: Pair, ram: Path) -> None:
    """It has nothing of that place and never will have: the only one who could have told it is the one that asks."""
    with house(on_sqlite(ram)("third"), ram / "tk", "centre", devices=("SK01-01",), clock=two.centre.clock) as behind:
        acquaint(behind, two.licensor)
        far = Pair(behind, two.licensor)
        two.until_quiet()
        far.until_quiet()
        backup = photograph(two.licensor)
        opened = e.RegistryOpened(number="R-0", direction="back", sender="AD01", receiver="XX01")
        two.licensor.record("AD01-01", new_id(), opened)
        two.until_quiet()
        bring_back(two.licensor, backup, epoch="after")
        with listening(two.licensor, folder=two.licensor.folder) as address:
            assert [s.reason for s in two.tick_at(address).stopped] == ["chain-held"]
            assert not far.tick_at(address).stopped
            assert not two.tick_at(address).stopped
        assert two.licensor.rows("devices", code="AD01-01")[0].seq == 1
        assert two.licensor.rows("events")[0].head is None
