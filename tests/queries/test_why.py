"""Why a clock runs out when it does: the same reckoning that set it, in sentences, or its clause alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.problems import Refused
from tests.world import AT, World, code, who


def why(world: World, case: dict[str, Any], step: str, lang: str = "ru") -> Any:
    return world.ask("deadlines.why", {"code": code(case), "step": step, "lang": lang})


def running(world: World, case: dict[str, Any]) -> Any:
    return world.centre.ask("case.open", {"code": code(case)}, as_=who("inspector")).case.running


def test_every_running_clock_is_told_with_its_own_end_and_its_start(world: World) -> None:
    case = world.accepted()
    clocks = [c for c in running(world, case) if c.due_by]
    assert clocks
    for clock in clocks:
        told = why(world, case, clock.step)
        assert told["due_by"] == clock.due_by.iso()
        assert told["start"], clock.step
        assert told["clause"].startswith("прил. 1, п. ")


def test_a_clock_that_stood_still_over_night_says_from_when_to_when(world: World) -> None:
    world.at(AT, datetime(2016, 11, 18, 19, 50, tzinfo=ZoneInfo("Asia/Atyrau")))  # ten minutes before the doors close
    told = why(world, world.accepted(), "to-sector")
    assert [s["key"] for s in told["why"]] == ["terms.why.night"]
    facts = told["why"][0]["facts"]
    assert (facts["from_"], facts["to"]) == ("18.11.2016 20:00", "19.11.2016 09:00")


def test_a_step_that_does_not_run_is_no_date_to_ask_about(world: World) -> None:
    with pytest.raises(Refused, match="not-a-step"):
        why(world, world.accepted(), "release")
