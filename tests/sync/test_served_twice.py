"""One licensor on a shared store, served by two programs: either takes in, both at once spoil nothing, one may die."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import open as stores
from app.store import points
from app.sync import contact
from app.sync.server import listening
from tests.sync.nodes import House, Pair, acquainted, assert_same_cases, batch_of, take

DEVICES = ("AT01-01", "AT01-02")


@pytest.fixture
def pair(postgres_url: str, ram: Path) -> Iterator[Pair]:
    with acquainted(lambda name: f"{postgres_url}&schema=node_{name}", ram) as made:
        yield made


@pytest.fixture
def second(pair: Pair) -> Iterator[House]:
    """Another program at the licensor's store, with the same keys."""
    first = pair.licensor
    store = stores.open_store(first.store.url, key=None, write=True, login=first.login)
    yield House(store, first.clock, first.folder, first.devices, first.login)
    store.close()


def test_what_one_took_in_the_other_knows_and_goes_on_from(pair: Pair, second: House) -> None:
    pair.centre.accept("AT01-01")
    assert pair.tick().sent == 1
    pair.centre.accept("AT01-01")
    with listening(second, folder=second.folder) as address:
        told = pair.tick_at(address)
    assert (told.sent, told.stopped, told.away, told.refused) == (1, (), None, None)
    assert pair.tick().sent == 0
    assert_same_cases(pair.centre, pair.licensor)
    assert whole(pair.licensor) == {"AT01-01": 2}


def test_the_same_batch_at_both_at_once_is_taken_in_once(pair: Pair, second: House) -> None:
    for _ in range(3):
        pair.centre.accept("AT01-01")
    batch = batch_of(pair.centre, "AT01-01", to=pair.licensor)
    taken = at_once(lambda house: take(house, batch, from_=pair.centre), pair.licensor, second)
    assert {(one.seq, one.row_hash) for one in taken} == {(3, batch[-1].row_hash)}
    assert whole(pair.licensor) == {"AT01-01": 3}


def test_two_chains_at_both_at_once_keep_their_heads(pair: Pair, second: House) -> None:
    """The same workplace lends both its door, and works itself meanwhile."""
    for device in DEVICES * 6:
        pair.centre.accept(device)
    places = dict(zip((id(pair.licensor), id(second)), DEVICES, strict=True))

    def one_by_one(house: House) -> int:
        device = places[id(house)]
        for after in range(6):
            take(house, batch_of(pair.centre, device, after=after, limit=1, to=pair.licensor), from_=pair.centre)
        return after

    at_once(one_by_one, pair.licensor, second)
    assert whole(pair.licensor) == dict.fromkeys(DEVICES, 6)


def test_a_contact_whose_lending_workplace_moved_meanwhile_is_met_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, centre = pair.licensor.node(), pair.centre.node()
    monkeypatch.setenv("TEREZE_AT", "commit.before:moved:1")
    monkeypatch.setattr(points, "_met", type(points._met)())
    contact.meet(node, contact.told(centre, pair.licensor.store.id))
    assert points._met["commit.before"] == 2
    assert pair.licensor.rows("peers")[0].epoch == pair.centre.store.epoch


def at_once(deed: object, *houses: House) -> list:  # type: ignore[type-arg]
    """The same by each of them, begun together; what each answered."""
    line, answers = threading.Barrier(len(houses)), []

    def work(house: House) -> None:
        line.wait(timeout=60)
        answers.append(deed(house))  # type: ignore[operator]

    threads = [threading.Thread(target=work, args=(house,), name="serving") for house in houses]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert len(answers) == len(houses)
    return answers


def whole(house: House) -> dict[str, int]:
    """The centre's chains at the licensor: no hole, and the head is the last row's."""
    found = {}
    for device in house.rows("devices", local=False):
        rows = [row for row in house.rows("events") if row.device == device.code]
        rows.sort(key=lambda row: row.seq)
        assert [row.seq for row in rows] == list(range(1, device.seq + 1))
        assert not rows or bytes(rows[-1].row_hash) == bytes(device.head)
        if rows:
            found[device.code] = device.seq
    return found
