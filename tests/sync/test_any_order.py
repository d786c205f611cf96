"""Whatever order batches come in, and however often: the same case, and nothing left waiting."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import case as cases
from app.domain import events as e
from app.domain import facts as f
from app.store.receive import read_event
from app.sync.peers import own_devices, pair
from app.sync.wire import WireEvent
from tests.sync.nodes import HandClock, House, Pair, acquaint, batch_of, case_row, house, on_sqlite, take

DEVICES = ("AT01-01", "AT01-02", "AT01-03")


def lived(centre: House) -> None:
    """A morning at three workplaces, with deeds on the same cases that met on the way."""
    first, second = centre.accept("AT01-01"), centre.accept("AT01-02")
    centre.refuse("AT01-01")
    for case in (first, second):
        centre.record("AT01-03", case, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
        centre.record("AT01-02", case, e.EnteredInRegistry(registry="r-1"))
        centre.record("AT01-01", case, e.RemovedFromRegistry(registry="r-1"))
    centre.record("AT01-02", first, e.EnteredInRegistry(registry="r-2"))


@pytest.fixture(scope="module")
def morning() -> Iterator[tuple[House, dict[str, list[WireEvent]], Path]]:
    """What the centre has, and its three chains as they would be sent."""
    with tempfile.TemporaryDirectory() as where, acquainted_three(Path(where)) as (centre, licensor):
        lived(centre)
        yield centre, {d: batch_of(centre, d, to=licensor) for d in DEVICES}, Path(where)


@contextmanager
def acquainted_three(ram: Path) -> Iterator[tuple[House, House]]:

    clock = HandClock()
    with (
        house(on_sqlite(ram)("c"), ram / "ck", "centre", devices=DEVICES, clock=clock) as centre,
        house(on_sqlite(ram)("l"), ram / "lk", "licensor", devices=("AD01-01",), clock=clock) as licensor,
    ):
        acquaint(centre, licensor)
        yield centre, licensor


@settings(max_examples=25)
@given(choices=st.lists(st.tuples(st.sampled_from(DEVICES), st.integers(1, 4), st.booleans()), max_size=12))
def test_any_order_and_repetition_of_batches_gives_the_same_cases(
    morning: tuple[House, dict[str, list[WireEvent]], Path], choices: list[tuple[str, int, bool]]
) -> None:
    centre, chains, ram = morning
    with (
        tempfile.TemporaryDirectory(dir=ram) as where,
        house(
            on_sqlite(Path(where))("l"), ram / "lk", "licensor", devices=("AD01-01",), clock=centre.clock
        ) as licensor,
    ):
        pair(licensor, centre.store.id, "", devices=own_devices(centre.store))
        had = dict.fromkeys(DEVICES, 0)
        for device, many, again in (*choices, *((d, 500, False) for d in DEVICES)):
            start = 0 if again else had[device]
            events = chains[device][start : had[device] + many]
            if events:
                take(licensor, events, from_=centre)
                had[device] = max(had[device], events[-1].seq)
        assert licensor.parked() == {}
        there, here = licensor.rows("cases"), {r.id: r for r in centre.rows("cases")}
        assert len(there) == 2
        for row in there:
            assert case_row(row) == case_row(here[row.id])


def test_the_fold_is_the_domains(two: Pair) -> None:
    lived_on = two.centre.accept("AT01-01")
    two.until_quiet()
    two.licensor.record("AD01-01", lived_on, e.ApplicationRegistered(number="RG-1", course=f.Course()))
    two.centre.record("AT01-02", lived_on, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
    two.until_quiet()
    for node in (two.centre, two.licensor):
        people = {r.event: bytes(r.person) for r in node.rows("persons")}
        journal = [
            read_event(bytes(r.head), bytes(r.facts), people[r.id], side=node.store.side_of(r.device))
            for r in reversed(node.rows("events", subject=lived_on))
        ]
        folded = cases.fold(journal)
        row = node.case(lived_on)
        assert folded
        assert (row.version, row.register_number, row.holder) == (folded.version, "RG-1", folded.holder)


def test_two_deeds_at_the_same_place_of_a_case_are_shown_and_not_lost(two: Pair) -> None:
    """The same number of versions from two sides at once: the centre's comes first, on both nodes alike."""
    case = two.centre.accept("AT01-01")
    two.until_quiet()
    two.licensor.record("AD01-01", case, e.EnteredInRegistry(registry="theirs"))
    two.centre.record("AT01-02", case, e.EnteredInRegistry(registry="ours"))
    two.until_quiet()
    rows = [node.case(case) for node in (two.centre, two.licensor)]
    assert [(r.registry, bool(r.trouble)) for r in rows] == [("ours", True), ("ours", True)]
