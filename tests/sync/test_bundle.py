"""The exchange by sticks: any order, any repetition, after a backup, a month without a network – both have the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import events as e
from app.store.unit import new_id
from tests.sync.nodes import Pair, acquainted, assert_same_cases, bring_back, case_row, on_sqlite, photograph
from tests.sync.sticks import DAY, carried, cursor, read, registered, written

# ---- what passes


def test_a_case_travels_by_stick_and_its_answer_comes_back_by_stick(on_both: Pair, ram: Path) -> None:
    case = on_both.centre.accept("AT01-01")
    there = carried(on_both.centre, on_both.licensor, ram)
    assert (there.received, there.acknowledged, there.age, there.stopped) == (1, 0, "new", ())
    on_both.licensor.record("AD01-01", case, registered("RG-1"))
    back = carried(on_both.licensor, on_both.centre, ram)
    assert (back.received, back.acknowledged) == (1, 1)
    assert on_both.centre.case(case).register_number == "RG-1"
    assert_same_cases(on_both.centre, on_both.licensor)


def test_writing_moves_no_cursor_and_a_receipt_does_by_stick_or_by_https(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    for _ in range(2):  # lost on the way: the next holds the same again
        assert written(two.centre, two.licensor, ram / "lost").events == 1
    assert cursor(two.centre, two.licensor, "AT01-01") == 0
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)
    assert cursor(two.centre, two.licensor, "AT01-01") == 1
    two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    assert two.tick().sent == 0  # by HTTPS only the receipt was still missing
    assert cursor(two.centre, two.licensor, "AT01-01") == 2
    assert written(two.centre, two.licensor, ram / "nothing").events == 0


def test_the_same_stick_again_and_an_old_one_after_a_newer_change_nothing(two: Pair, ram: Path) -> None:
    first, second = ram / "first", ram / "second"
    two.centre.accept("AT01-01")
    written(two.centre, two.licensor, first)
    two.centre.accept("AT01-02")
    written(two.centre, two.licensor, second)
    assert read(two.licensor, second).received == 2
    before = {name: two.licensor.rows(name) for name in ("events", "cases", "cursors", "peers", "parked")}
    again, older = read(two.licensor, second), read(two.licensor, first)
    assert (again.age, again.received, again.known) == ("again", 0, 2)
    assert (older.age, older.received, older.known) == ("older", 0, 1)
    assert {name: two.licensor.rows(name) for name in before} == before


def test_an_old_receipt_never_takes_a_newer_one_back(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    written(two.licensor, two.centre, ram / "monday")
    two.centre.accept("AT01-01")
    two.until_quiet()  # by HTTPS on Tuesday
    assert read(two.centre, ram / "monday").acknowledged == 0
    assert cursor(two.centre, two.licensor, "AT01-01") == 2


def test_the_other_sides_parked_events_and_checkpoints_come_with_the_stick(two: Pair, ram: Path) -> None:
    case = new_id()
    two.centre.record(
        "AT01-01", new_id(), e.RegistryOpened(number="R-1", direction="out", sender="AT01", receiver="AD01")
    )
    two.licensor.record(
        "AD01-01", new_id(), e.RegistryOpened(number="R-1", direction="back", sender="AD01", receiver="AT01")
    )
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)
    assert set(two.centre.parked().values()) == {"number-taken", "at-peer:number-taken"}
    assert two.centre.case(case) is None


def test_nobody_reads_what_is_not_theirs(two: Pair, ram: Path) -> None:
    two.centre.refuse("AT01-01")
    case = two.centre.accept("AT01-01")
    written(two.centre, two.licensor, place := ram / "stick")
    raw = place.read_bytes()
    for secret in ("140640017300", "Жайық", case, "AT01-01-16-00002"):
        assert secret.encode() not in raw
    assert read(two.licensor, place).received == 2
    assert sorted(r.head is None for r in two.licensor.rows("events")) == [False, True]


# ---- a month without a network


def month(one: Pair) -> None:
    """Work at both nodes, each on what it knows."""
    first, second = one.centre.accept("AT01-01"), one.centre.accept("AT01-02")
    one.centre.refuse("AT01-02")
    one.centre.record("AT01-02", first, e.CustodyMoved(from_holder="inspector", to_holder="sector"))
    one.centre.record("AT01-01", second, e.EnteredInRegistry(registry="r-1"))
    for row in one.licensor.rows("cases"):
        if row.register_number is None:
            one.licensor.record("AD01-01", row.id, registered(f"RG-{row.row}"))


Deed = tuple[str, int]
DEEDS = st.lists(
    st.tuples(st.sampled_from(("work", "there", "back", "old-there", "old-back")), st.integers(0, 9)), max_size=14
)


@contextmanager
def fresh_pair() -> Iterator[tuple[Pair, Path]]:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as where:
        ram = Path(where)
        with acquainted(on_sqlite(ram), ram) as pair_:
            yield pair_, ram


@settings(max_examples=12, deadline=None)
@given(deeds=DEEDS)
def test_after_a_month_of_sticks_in_any_order_both_have_the_same(deeds: list[Deed]) -> None:
    with fresh_pair() as (two, ram):
        played(two, ram, deeds)
        assert two.centre.parked() == two.licensor.parked() == {}
        rows = [
            {r.id: case_row(r) for r in node.rows("cases") if r.status != "refused"}
            for node in (two.centre, two.licensor)
        ]
        assert rows[0] == rows[1]
        for device in ("AT01-01", "AT01-02"):
            assert cursor(two.centre, two.licensor, device) == two.centre.rows("devices", code=device)[0].seq


def played(two: Pair, ram: Path, deeds: list[Deed]) -> None:
    """Sticks are written, some are read later or again; at the end each side once reads what the other has."""
    sticks: dict[str, list[Path]] = {"there": [], "back": []}
    ways = {"there": (two.centre, two.licensor), "back": (two.licensor, two.centre)}
    month(two)
    for n, (deed, which) in enumerate((*deeds, ("there", 0), ("old-there", 99), ("back", 0), ("old-back", 99))):
        if deed == "work":
            month(two)
            continue
        way = deed.removeprefix("old-")
        one, other = ways[way]
        if deed == way:
            written(one, other, place := ram / f"{n}.tereze")
            sticks[way].append(place)
        elif sticks[way]:
            before = (cursor(one, other, "AT01-01"), cursor(other, one, "AT01-01"))
            read(other, sticks[way][-1 if which == 99 else which % len(sticks[way])])
            assert (cursor(one, other, "AT01-01"), cursor(other, one, "AT01-01")) >= before


# ---- after a backup, by sticks only


def test_a_restored_licensor_gets_everything_again_by_sticks(two: Pair, ram: Path) -> None:
    first = two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    backup = photograph(two.licensor)
    second = two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    two.licensor.record("AD01-01", first, registered("RG-1"))
    written(two.licensor, two.centre, old := ram / "old")
    carried(two.licensor, two.centre, ram)
    assert cursor(two.centre, two.licensor, "AT01-01") == 2
    bring_back(two.licensor, backup, epoch="after")
    two.centre.clock.at += DAY
    assert carried(two.licensor, two.centre, ram).restored
    assert cursor(two.centre, two.licensor, "AT01-01") == 1
    assert read(two.centre, old).age == "past"  # with a receipt for what is lost
    assert cursor(two.centre, two.licensor, "AT01-01") == 1
    assert carried(two.centre, two.licensor, ram).received == 2
    assert two.licensor.case(second)
    assert two.licensor.case(first).register_number == "RG-1"
    assert carried(two.licensor, two.centre, ram).acknowledged == 1
    assert_same_cases(two.centre, two.licensor)


def test_a_restored_centre_gets_its_own_events_again_by_sticks(two: Pair, ram: Path) -> None:
    two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    carried(two.licensor, two.centre, ram)
    backup = photograph(two.centre)
    lost = two.centre.accept("AT01-01")
    carried(two.centre, two.licensor, ram)
    written(two.licensor, two.centre, before := ram / "before")
    serial = two.centre.rows("devices", code="AT01-01")[0].serial
    bring_back(two.centre, backup, epoch="after")
    two.centre.clock.at += DAY
    read(two.centre, before)  # a stick from before the backup does not say that nothing is missing
    assert carried(two.centre, two.licensor, ram).restored
    back = carried(two.licensor, two.centre, ram)
    assert (back.received, back.stopped) == (1, ())
    assert two.centre.case(lost)
    assert two.centre.rows("devices", code="AT01-01")[0].serial >= serial
    two.centre.accept("AT01-01")
    assert carried(two.centre, two.licensor, ram).received == 1
    assert written(two.licensor, two.centre, ram / "quiet").events == 0
