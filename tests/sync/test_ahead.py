"""The next batch, read while the peer takes in the one before: never older than the store when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.sync import loop
from app.sync.loop import Ticked
from app.sync.peers import parties
from tests.sync.nodes import Pair, assert_same_cases


@pytest.fixture
def ahead(two: Pair) -> Iterator[Any]:
    two.centre.accept("AT01-01")
    node = two.centre.node()
    with node.store.reading() as connection:
        peer = parties(connection).peer(two.licensor.store.id)
    link: Any = None  # nothing is sent here
    trip = loop._Trip(node, peer, link, {}, size=10, done=Ticked(peer=peer.id))
    with ThreadPoolExecutor(1) as aside:
        yield loop._Ahead(trip, "AT01-01", aside)


def begun(ahead: Any, after: int) -> list[Any]:
    ahead.begin(after)
    return list(ahead.begun[2].result()[1])


def test_what_was_read_ahead_is_sent_when_nothing_came_between(ahead: Any) -> None:
    read = begun(ahead, 0)
    events, raw = ahead.batch(0)
    assert [e.seq for e in events] == [1]
    assert all(sent is one for sent, one in zip(events, read, strict=True))
    assert events[0].id.encode() in raw


def test_what_changed_meanwhile_is_read_anew(two: Pair, ahead: Any) -> None:
    assert len(begun(ahead, 0)) == 1
    two.centre.accept("AT01-02")  # another chain: whatever came in, the store is not what was read
    two.centre.accept("AT01-01")
    assert [e.seq for e in ahead.batch(0)[0]] == [1, 2]


def test_another_stretch_than_was_read_ahead_is_read_anew(ahead: Any) -> None:
    begun(ahead, 0)
    assert ahead.batch(1)[0] == []
    begun(ahead, 1)
    ahead.trip.size = 5
    assert [e.seq for e in ahead.batch(0)[0]] == [1]


def test_a_long_chain_arrives_whole_in_small_batches(two: Pair) -> None:
    for _ in range(11):
        two.centre.accept("AT01-01")
    assert two.tick(batch=2).sent == 11
    assert [row.seq for row in two.licensor.rows("events", device="AT01-01")] == list(range(1, 12))
    assert_same_cases(two.centre, two.licensor)
