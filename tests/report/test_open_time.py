"""How much of a limit was used: the same hours and days that the limit is reckoned in, whatever lies between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.calendars import calendar
from app.domain.terms import HOURS, Side, due
from app.queries.reports_time import OpenTime, middle, ninth

ZONE = ZoneInfo("Asia/Atyrau")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2016-11-{text}").replace(tzinfo=ZONE)


def open_time(side: Side = "centre") -> OpenTime:
    return OpenTime(HOURS[side], calendar(), ZONE, date(2016, 10, 1), date(2017, 2, 1))


@pytest.mark.parametrize(
    ("side", "limit", "unit", "start", "done", "percent"),
    [
        ("centre", 30, "min", "16T10:00", "16T10:15", 50),
        ("centre", 30, "min", "15T19:50", "16T09:05", 50),  # ten minutes in the evening, five in the morning
        ("centre", 30, "min", "12T19:50", "14T09:35", 150),  # Sunday is no time at all
        ("licensor", 60, "min", "16T12:30", "16T14:45", 75),  # the break is none either
        ("centre", 1, "working-day", "14T10:00", "14T15:00", 0),  # the day itself is not counted
        ("centre", 1, "working-day", "14T10:00", "15T14:30", 50),
        ("centre", 1, "working-day", "14T10:00", "16T14:30", 150),
        ("licensor", 14, "working-day", "01T10:00", "15T18:30", 71),  # ten of fourteen
        ("licensor", 10, "calendar-day", "01T10:00", "06T18:30", 50),
        ("centre", 1, "same-day", "16T10:00", "16T14:30", 50),
    ],
)  # fmt: skip
def test_a_limit_is_used_in_the_hours_it_is_reckoned_in(side, limit, unit, start, done, percent) -> None:
    ends = due(limit, unit, at(start), HOURS[side], calendar()).by
    used = open_time(side).used(limit, unit, at(done).timestamp(), ends.timestamp())
    assert round(used.share * 100) == percent


@given(
    minutes=st.integers(1, 600), start=st.integers(0, 60 * 24 * 20), later=st.integers(0, 60 * 24 * 9),
    side=st.sampled_from(["centre", "licensor"]), unit=st.sampled_from(["min", "working-day", "calendar-day"]),
)  # fmt: skip
def test_a_share_is_over_one_exactly_when_the_deed_was_late(minutes, start, later, side, unit) -> None:
    begin = datetime(2016, 11, 1, tzinfo=ZONE) + timedelta(minutes=start)
    limit = minutes if unit == "min" else 1 + minutes % 9
    ends = due(limit, unit, begin, HOURS[side], calendar()).by
    done = begin + timedelta(minutes=later)
    used = open_time(side).used(limit, unit, done.timestamp(), ends.timestamp())
    assert used.share <= 1 if done <= ends else used.share >= 1
    assert used.amount >= 0


def test_the_middle_and_nine_of_ten_are_those_of_the_list() -> None:
    assert middle([3.0]) == 3
    assert middle([1.0, 2.0, 10.0]) == 2
    assert middle([1.0, 2.0, 4.0, 10.0]) == 3
    assert ninth([7.0]) == 7
    assert ninth([float(n) for n in range(1, 11)]) == 9
    assert ninth([float(n) for n in range(1, 12)]) == 10
