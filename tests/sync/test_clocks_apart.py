"""Two clocks that drift apart: told from two minutes on, at both ends, while everything still passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.moment import Instant
from app.sync.apart import ahead, told
from app.sync.peers import told_of
from tests.sync.nodes import HandClock, Pair


def off(two: Pair, seconds: int) -> int:
    """What both ends have heard when the licensor's clock is ahead by so much."""
    two.licensor.clock = HandClock(two.centre.clock.at + timedelta(seconds=seconds))
    done = two.tick()
    there = told_of(two.licensor.store).apart[two.centre.store.id]
    here = told_of(two.centre.store).apart[two.licensor.store.id]
    assert here == done.apart == -there
    return done.apart


@pytest.mark.parametrize("seconds", [0, 1, 119, 121, 299, -121, -299])
def test_both_ends_hear_by_how_much_while_everything_passes(two: Pair, seconds: int) -> None:
    two.centre.accept("AT01-01")
    assert off(two, seconds) == seconds
    assert told(seconds) == (abs(seconds) > 120)
    assert len(two.licensor.rows("cases")) == 1


@pytest.mark.parametrize("seconds", [301, -4000])
def test_beyond_five_minutes_nothing_passes_and_both_know_why(two: Pair, seconds: int) -> None:
    two.centre.accept("AT01-01")
    assert off(two, seconds) == seconds
    assert two.tick().refused == "clocks-apart"
    assert two.licensor.rows("cases") == []
    assert off(two, 0) == 0, "a clock that was set right is not told any more"
    assert len(two.licensor.rows("cases")) == 1


def test_a_slow_way_is_not_held_against_a_clock() -> None:
    asked = Instant.parse("2026-11-20T06:00:00.000Z")
    now = Instant(asked.utc + timedelta(minutes=4))
    for minutes, seconds in ((0, 0), (2, 0), (4, 0), (5, 60), (-1, -60)):
        there = Instant(asked.utc + timedelta(minutes=minutes)).iso()
        assert ahead(there, asked=asked, now=now) == seconds


def test_whoever_is_nobody_says_nothing_of_a_clock(two: Pair) -> None:
    """A stranger's clock is heard of nobody: who speaks is judged first."""
    node = two.licensor.node()
    speaker = replace(two.centre.node().speaker, device="AD01-01")
    from app.problems import Refused
    from app.sync.asked import Heard, judged

    later = Instant(two.centre.clock.at + timedelta(hours=1))
    seal = speaker.seal("POST", "/contact", b"", instant=later)
    headers = {name.lower(): value for name, value in seal.headers().items()}
    with pytest.raises(Refused):
        judged(node, Heard("POST", "/contact", headers, b""))
    assert told_of(two.licensor.store).apart == {}
