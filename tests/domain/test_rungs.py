"""When a clock reaches a rung of the ladder, and whom that calls."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.ladder import FILE, LadderFault, ladder_on
from app.domain.moment import Moment
from app.domain.pack import Actor, Step, Text, Unit
from app.domain.roles import Role
from app.domain.rungs import ACTORS, comes_at, lead, reached

ZONE = ZoneInfo("Asia/Atyrau")
LADDER = ladder_on(date(2016, 11, 16))


def step(limit: int | None = 30, unit: Unit | None = "min", actor: Actor = "inspector") -> Step:
    return Step(id="to-sector", actor=actor, text=Text("", ""), clause="annex-1/10(3)", limit=limit, unit=unit)


def at(day: int, hour: int = 11, minute: int = 0) -> Moment:
    return Moment(datetime(2016, 11, day, hour, minute, tzinfo=ZONE))


def rungs(due_by: Moment, now: Moment, of: Step | None = None) -> list[str]:
    found = reached(LADDER, of or step(), due_by, now=now, zone=ZONE, calendar=calendar())
    return [r.id for r in found]


def test_a_clock_climbs_its_rungs_one_after_another() -> None:
    due = at(16)
    assert rungs(due, at(16, 10, 53)) == []
    assert rungs(due, at(16, 10, 54)) == ["risk"]  # the last fifth of 30 minutes
    assert rungs(due, at(16, 11)) == ["risk", "late"]
    assert rungs(due, at(17, 10, 59)) == ["risk", "late"]
    assert rungs(due, at(17, 11)) == ["risk", "late", "day-late"]


def test_a_working_day_late_is_counted_over_a_weekend() -> None:
    rung = LADDER.rung("day-late")
    assert rung is not None
    assert comes_at(rung, step(), at(18, 20), zone=ZONE, calendar=calendar()) == at(21, 20)  # Friday, then Monday


@pytest.mark.parametrize(("limit", "unit", "before"), [
    (15, "min", timedelta(minutes=3)), (14, "working-day", timedelta(days=2, hours=19, minutes=12)),
    (None, "same-day", timedelta(hours=1)), (None, None, timedelta()),
])  # fmt: skip
def test_the_risk_begins_with_the_last_fifth_of_the_limit(
    limit: int | None, unit: Unit | None, before: timedelta
) -> None:
    assert lead(step(limit, unit), 5) == before


def test_every_rung_calls_somebody_and_every_actor_is_somebody_or_a_machine() -> None:
    assert set(ACTORS) == set(get_args(Actor))
    late, day = LADDER.rung("late"), LADDER.rung("day-late")
    assert late is not None
    assert day is not None
    assert late.calls_role(Role.SECTOR, "sector")
    assert late.calls_role(Role.SUPERVISOR, "sector")
    assert not late.calls_role(Role.COURIER, "sector")
    assert not day.calls_role(Role.SECTOR, "sector")


@pytest.mark.parametrize(("good", "bad"), [
    ('id = "late"', 'id = "lost"'), ('calls = ["actor"]', 'calls = ["janitor"]'), ("\nshare = 5", "\nshares = 5"),
    ("\nshare = 5", "\nshare = 5\nworking_days = 2"), ('source = "reconstructed"', 'source = "rumour"'),
])  # fmt: skip
def test_a_ladder_that_says_what_no_ladder_can_is_refused(tmp_path: Path, good: str, bad: str) -> None:
    text = FILE.read_text("utf-8")
    assert good in text
    wrong = tmp_path / "rungs.toml"
    wrong.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(LadderFault):
        ladder_on(date(2016, 11, 16), wrong)
