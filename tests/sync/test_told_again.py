"""A department that is made known later gets what was written for it before, though it went to its node as stubs."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import events as e
from app.problems import Refused, Unavailable
from app.store import open as stores
from app.store.receive import receiving
from app.sync import again, keys
from app.sync.peers import own_devices, pair
from tests.sync.nodes import House, Pair, acquaint, assert_same_cases, batch_of, house, take
from tests.sync.scans import body_of, peer_of, scan
from tests.sync.scans import take_in as scans
from tests.sync.sticks import carried


def opens(two: Pair) -> None:
    """A second department at the licensor's node: a device of its own, known here, not yet at the centre."""
    licensor = two.licensor
    key = keys.public_bytes(keys.device_key(licensor.folder, "SD01-01"))
    url, secret = licensor.store.url, licensor.store.key
    if licensor.store.on_postgres:
        stores.add_device(url, key=None, code="SD01-01", public_key=key)
        return
    licensor.store.close()  # an embedded store is one program's alone
    stores.add_device(url, key=secret, code="SD01-01", public_key=key)
    licensor.store = stores.open_store(url, key=secret, write=True)


def made_known(two: Pair) -> None:
    pair(two.centre, two.licensor.store.id, "", devices=own_devices(two.licensor.store))


def kinds(node: House) -> list[str | None]:
    return [row.kind for row in sorted(node.rows("events", device="AT01-01"), key=lambda row: row.seq)]


def test_what_was_written_before_comes_whole(on_both: Pair) -> None:
    on_both.centre.accept("AT01-01")
    case = on_both.centre.accept("AT01-01", licensor="SD01")
    on_both.until_quiet()
    assert on_both.licensor.case(case) is None
    opens(on_both)
    made_known(on_both)
    on_both.until_quiet()
    on_both.centre.record("AT01-01", case, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
    on_both.until_quiet()
    assert on_both.licensor.case(case).holder == "sector"
    assert not on_both.licensor.parked()
    assert None not in kinds(on_both.licensor)
    assert_same_cases(on_both.centre, on_both.licensor)
    assert again.owed(peer_of(on_both.centre, on_both.licensor), "AT01-01") is None
    assert not on_both.tick().sent  # once


def test_what_had_to_wait_for_its_first_event_is_applied_then(two: Pair) -> None:
    case = two.centre.accept("AT01-01", licensor="SD01")
    two.until_quiet()
    opens(two)
    made_known(two)
    two.centre.record("AT01-01", case, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
    after = batch_of(two.centre, "AT01-01", after=1, to=two.licensor)
    assert take(two.licensor, after, from_=two.centre).parked == 1
    two.until_quiet()
    assert not two.licensor.parked()
    assert two.licensor.case(case).holder == "sector"


def test_its_scans_come_too(two: Pair) -> None:
    for n in range(30):  # so many that the chain was marked as read through
        scans(two.centre, scan(n, 40))
    names = scans(two.centre, scan(100, 40), licensor="SD01")[1]
    for n in range(30):
        scans(two.centre, scan(200 + n, 40))
    two.until_quiet()
    opens(two)
    made_known(two)
    two.until_quiet()
    two.tick()
    assert body_of(two.licensor, names[0]) == scan(100, 40)


def test_by_stick_as_well(two: Pair, tmp_path: Path) -> None:
    case = two.centre.accept("AT01-01", licensor="SD01")
    carried(two.centre, two.licensor, tmp_path)
    carried(two.licensor, two.centre, tmp_path)
    opens(two)
    made_known(two)
    carried(two.centre, two.licensor, tmp_path)
    assert two.licensor.case(case)
    carried(two.licensor, two.centre, tmp_path)
    assert carried(two.centre, two.licensor, tmp_path).received == 0


def test_a_device_more_of_a_department_that_is_known_sends_nothing_again(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.until_quiet()
    pair(two.centre, two.licensor.store.id, "", devices={"AD01-03": bytes(32)})
    assert again.owed(peer_of(two.centre, two.licensor), "AT01-01") is None


def test_a_stub_takes_no_other_event_in_its_place(on_both: Pair, ram: Path) -> None:
    """Only the very event whose hashes it has; the door of the store sees to it too."""
    case = on_both.centre.accept("AT01-01", licensor="SD01")
    on_both.until_quiet()
    opens(on_both)
    made_known(on_both)
    (event,) = batch_of(on_both.centre, "AT01-01", to=on_both.licensor)
    assert event.subject == case
    node = on_both.licensor.node()
    with (  # noqa: PT012
        pytest.raises((Refused, Unavailable, Exception)) as no,
        receiving(node.store, node.device, node.stamp()) as reception,
    ):
        reception.fill(
            id=event.id, device="AT01-01", seq=1, hashes=event.hashes, row_hash=bytes(32), head=event.head,
            facts=event.facts, subject=event.subject, kind=event.kind, version=1,
        )  # fmt: skip
        reception.commit()
    assert "store-refuses" in repr(no.value) or "no such stub" in repr(no.value)
    assert kinds(on_both.licensor) == [None]


def test_a_third_node_still_gets_a_stub(two: Pair, ram: Path) -> None:
    with house(
        f"sqlite:///{ram}/third.db", ram / "tk", "licensor", devices=("SD01-01",), clock=two.centre.clock
    ) as third:
        two.centre.accept("AT01-01")
        case = two.centre.accept("AT01-01", licensor="SD01")
        acquaint(two.centre, third)
        assert [event.is_stub for event in batch_of(two.centre, "AT01-01", to=third)] == [True, False]
        take(third, batch_of(two.centre, "AT01-01", to=third), from_=two.centre)
        assert third.case(case)
