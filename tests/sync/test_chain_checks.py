"""What is refused: bytes that were changed, a place that is taken, a chain that does not fit, a hand that may not write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.problems import Refused
from app.store.chain import row_hash, sha
from app.store.unit import new_id
from app.sync import wire
from app.sync.incoming import take_in
from app.sync.wire import WireEvent
from tests.sync.nodes import Pair, accepted, batch_of, take


def three(two: Pair) -> list[WireEvent]:
    for _ in range(3):
        two.centre.accept("AT01-01")
    return batch_of(two.centre, "AT01-01", to=two.licensor)


def rehashed(event: WireEvent, prev: bytes, **changed: bytes) -> WireEvent:
    """Other bytes with hashes that are right for them: what only the writer of a chain could make."""
    other = replace(event, **changed)
    hashes = sha(other.head or b"") + sha(other.facts or b"") + sha((other.salt or b"") + (other.person or b""))
    return replace(other, hashes=hashes, row_hash=row_hash(prev, hashes))


@pytest.mark.parametrize("part", ["head", "facts", "salt", "person"])
def test_a_changed_byte_is_refused_and_nothing_of_the_batch_is_kept(two: Pair, part: str) -> None:
    events = three(two)
    raw = bytearray(getattr(events[1], part))
    raw[-2] ^= 1
    events[1] = replace(events[1], **{part: bytes(raw)})
    with pytest.raises(Refused) as no:
        take(two.licensor, wire.decode(wire.encode(events)), from_=two.centre)
    assert no.value.code in ("chain-broken", "batch-invalid")
    assert two.licensor.rows("events") == []


def test_another_event_at_a_taken_place_is_refused(on_both: Pair) -> None:
    events = three(on_both)
    take(on_both.licensor, events, from_=on_both.centre)
    other = rehashed(events[0], bytes(32), facts=(events[0].facts or b"").replace(b"counter", b"counter "))
    with pytest.raises(Refused, match="event-differs"):
        take(on_both.licensor, [other], from_=on_both.centre)


def test_the_same_id_at_another_place_is_refused(two: Pair) -> None:
    events = three(two)
    take(two.licensor, events, from_=two.centre)
    head = (events[0].head or b"").replace(b'"seq":1', b'"seq":4')
    again = replace(rehashed(events[0], events[2].row_hash, head=head), seq=4)
    with pytest.raises(Refused, match="event-differs"):
        take(two.licensor, [again], from_=two.centre)


def test_one_id_twice_in_a_batch_is_refused(two: Pair) -> None:
    first = three(two)[0]
    again = replace(rehashed(first, first.row_hash, head=(first.head or b"").replace(b'"seq":1', b'"seq":2')), seq=2)
    with pytest.raises(Refused, match="event-differs"):
        take(two.licensor, [first, again], from_=two.centre)


def test_a_gap_is_refused_and_says_how_far_the_chain_is(two: Pair) -> None:
    events = three(two)
    take(two.licensor, events[:1], from_=two.centre)
    with pytest.raises(Refused) as no:
        take(two.licensor, events[2:], from_=two.centre)
    assert (no.value.code, no.value.facts["have"]) == ("chain-gap", 1)


def test_a_chain_that_does_not_follow_is_refused(two: Pair) -> None:
    events = three(two)
    take(two.licensor, events[:1], from_=two.centre)
    with pytest.raises(Refused, match="chain-broken"):
        take(two.licensor, [rehashed(events[1], sha(b"another past"))], from_=two.centre)


def test_a_batch_of_two_chains_or_with_a_hole_or_of_nothing_is_refused(two: Pair) -> None:
    events = three(two)
    for wrong in ([], [events[0], events[2]], [events[0], replace(events[1], device="AT01-02")]):
        with pytest.raises(Refused, match="batch-invalid"):
            take(two.licensor, wrong, from_=two.centre)


def test_a_chain_of_a_device_that_is_not_the_peers_is_refused(two: Pair) -> None:
    events = [replace(event, device="SK01-01") for event in three(two)]
    with pytest.raises(Refused, match="device-unknown"):
        take(two.licensor, events, from_=two.centre)


def test_a_peer_that_was_never_paired_is_refused(two: Pair) -> None:
    events = three(two)
    with pytest.raises(Refused, match="peer-unknown"):
        take_in(two.licensor.node(), "0000", events)


def test_a_wrong_chain_does_not_stop_the_others(two: Pair) -> None:
    two.centre.accept("AT01-01")
    two.tick()
    two.centre.accept("AT01-01")
    good = two.centre.accept("AT01-02")
    with two.licensor.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE devices SET head = zeroblob(32) WHERE code = 'AT01-01'")
    done = two.tick()
    assert [(s.device, s.reason) for s in done.stopped] == [("AT01-01", "chain-differs")]
    assert two.licensor.case(good)


def test_a_centre_cannot_write_about_the_case_of_another_centre(two: Pair) -> None:
    """The number must be of the writer's own centre; the event is kept, and shown as not theirs."""
    strange = two.centre.record("AT01-01", new_id(), accepted("SK01-01-16-00001-0"))
    honest = two.centre.accept("AT01-01")
    with two.centre.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET number = 'AT01-0' WHERE number LIKE 'SK01%'")
    two.until_quiet()
    assert two.licensor.case(strange) is None
    assert list(two.licensor.parked().values()) == ["not-theirs"]
    assert two.licensor.case(honest)
