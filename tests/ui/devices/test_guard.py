"""A second read within the blanking time is the same read; for another deed, or later, it is a new one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ui.devices.guard import KEPT, Guard
from ui.devices.setup import Setup, kept, setup_of


@dataclass
class Hand:
    ms: int = 0

    def now(self) -> int:
        return self.ms


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.mark.parametrize(("later", "same"), [(0, True), (999, True), (1000, False), (5000, False)])
def test_the_blanking_time_decides(hand: Hand, later: int, same: bool) -> None:
    guard = Guard(hand.now)
    assert not guard.again("C1", "enter")
    hand.ms += later
    assert guard.again("C1", "enter") is same


def test_another_code_and_another_deed_are_never_the_same(hand: Hand) -> None:
    guard = Guard(hand.now)
    assert not guard.again("C1", "enter")
    assert not guard.again("C2", "enter")
    assert not guard.again("C1", "mark")
    assert guard.again("C1", "enter"), "however many came between"


def test_a_label_that_stays_under_the_beam_is_one_read(hand: Hand) -> None:
    guard = Guard(hand.now)
    guard.again("C1", "enter")
    for _ in range(10):
        hand.ms += 900
        assert guard.again("C1", "enter")


def test_after_something_was_taken_back_the_next_scan_is_meant(hand: Hand) -> None:
    guard = Guard(hand.now)
    guard.again("C1", "enter")
    guard.forget()
    assert not guard.again("C1", "enter")


def test_a_long_day_is_not_remembered(hand: Hand) -> None:
    guard = Guard(hand.now)
    for n in range(10_000):
        guard.again(f"C{n}", "enter")
    assert len(guard._seen) == KEPT


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kind": "telepathy"}, {"gap_ms": "50"}, {"gap_ms": True}, {"gap_ms": 5_000}, {"speed": 1}, {"end": "Esc"},
        {"blank_ms": -1}, {"port": 3}, {"unheard": 1},
    ],
)  # fmt: skip
def test_a_spoilt_line_of_the_habits_is_as_if_it_were_not_there(spoilt: dict[str, object]) -> None:
    assert setup_of(spoilt) == Setup()


def test_what_is_kept_comes_back() -> None:
    mine = Setup(kind="serial", port="ttyUSB0", speed=115200, gap_ms=30, least=5, end="Tab", blank_ms=700, camera="x")
    assert setup_of(kept(mine)) == mine
