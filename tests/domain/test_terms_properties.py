"""Legal time against a second, slow way to count it, which walks minute by minute over another calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.calendars import calendar
from app.domain.calendar import Hours
from app.domain.pack import Unit
from app.domain.terms import HOURS, Due, Side, due

KZ = calendar()
OTHER = holidays.country_holidays("KZ", years=range(2012, 2028))
ALMATY = ZoneInfo("Asia/Almaty")
MINUTE = timedelta(minutes=1)
few = settings(deadline=None, derandomize=True, max_examples=150)

# Around the days where something happens as often as anywhere else.
KNOTS = [
    date(2012, 3, 9), date(2013, 12, 28), date(2016, 5, 7), date(2018, 12, 30), date(2020, 5, 9), date(2020, 12, 19),
    date(2022, 3, 6), date(2025, 1, 4),
]  # fmt: skip
days = st.one_of(
    st.dates(date(2012, 1, 1), date(2027, 10, 1)),
    st.builds(lambda day, n: day + timedelta(days=n), st.sampled_from(KNOTS), st.integers(-4, 4)),
)
minutes_of_day = st.one_of(st.integers(0, 1439), st.sampled_from([539, 540, 779, 780, 870, 1109, 1110, 1199, 1200]))
starts = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=ALMATY) + minute * MINUTE, days, minutes_of_day
)
sides: st.SearchStrategy[Side] = st.sampled_from(["centre", "licensor"])
limits = st.integers(1, 1500)


def is_open(wall: datetime, side: Side) -> bool:
    day, minute = wall.date(), wall.hour * 60 + wall.minute
    if day in OTHER:
        return False
    if wall.weekday() > (5 if side == "centre" else 4) and day not in OTHER.weekend_workdays:
        return False
    return 540 <= minute < 1200 if side == "centre" else 540 <= minute < 780 or 870 <= minute < 1110


def walked(limit: int, start: datetime, side: Side) -> datetime:
    """Each open minute takes one off; the limit ends at the end of the minute that took the last."""
    wall = start.replace(tzinfo=None)
    while True:
        if is_open(wall, side):
            limit -= 1
            if limit == 0:
                return (wall + MINUTE).replace(tzinfo=ALMATY)
        wall += MINUTE


def in_minutes(limit: int, start: datetime, side: Side) -> Due:
    return due(limit, "min", start, HOURS[side], KZ)


@few
@given(limits, starts, sides)
def test_minutes_agree_with_the_walker(limit: int, start: datetime, side: Side) -> None:
    assert in_minutes(limit, start, side).by == walked(limit, start, side)


@few
@given(limits, starts, sides)
def test_what_ran_and_what_was_skipped_make_the_whole_stretch(limit: int, start: datetime, side: Side) -> None:
    answer = in_minutes(limit, start, side)
    skips = [skip for skip in answer.why if skip.skipped]
    assert sum((s.to - s.from_ for s in skips), timedelta()) + limit * MINUTE == answer.by - start
    assert all(a.to <= b.from_ for a, b in pairwise(skips))
    assert all(s.from_ < s.to <= answer.by for s in skips)


@few
@given(limits, starts, sides)
def test_the_end_lies_in_open_time_or_sharp_at_a_close(limit: int, start: datetime, side: Side) -> None:
    wall = in_minutes(limit, start, side).by.replace(tzinfo=None)
    assert is_open(wall, side) or is_open(wall - MINUTE, side)


@few
@given(limits, limits, starts, sides)
def test_two_limits_one_after_the_other_are_their_sum(first: int, second: int, start: datetime, side: Side) -> None:
    then = in_minutes(first, start, side).by
    assert in_minutes(second, then, side).by == in_minutes(first + second, start, side).by


units: st.SearchStrategy[Unit] = st.sampled_from(["s", "min", "h", "working-day", "calendar-day", "same-day"])
all_sides: st.SearchStrategy[Side] = st.sampled_from(["centre", "licensor", "portal"])


@few
@given(st.integers(1, 30), units, starts, st.integers(0, 20000), all_sides)
def test_a_later_start_never_ends_earlier(limit: int, unit: Unit, start: datetime, later: int, side: Side) -> None:
    hours: Hours = HOURS[side]
    assert due(limit, unit, start, hours, KZ).by <= due(limit, unit, start + later * MINUTE, hours, KZ).by


@few
@given(st.integers(1, 30), starts, all_sides)
def test_working_days_agree_with_counting_them_one_by_one(limit: int, start: datetime, side: Side) -> None:
    day, left = start.date(), limit
    off = 0
    while left:
        day += timedelta(days=1)
        left -= OTHER.is_working_day(day)
        off += not OTHER.is_working_day(day)
    answer = due(limit, "working-day", start, HOURS[side], KZ)
    assert answer.by.date() == day
    assert (answer.by.hour, answer.by.minute) == ((20, 0) if side == "centre" else (18, 30))
    skipped = [skip for skip in answer.why if skip.skipped and skip.rule != "start-day"]
    assert sum((skip.to.date() - skip.from_.date()).days for skip in skipped) == off


@few
@given(st.integers(1, 60), starts, sides)
def test_calendar_days_end_on_the_first_working_day_not_before_the_last(
    limit: int, start: datetime, side: Side
) -> None:
    end = start.date() + timedelta(days=limit)
    day = end
    while not OTHER.is_working_day(day):
        day += timedelta(days=1)
    answer = due(limit, "calendar-day", start, HOURS[side], KZ)
    assert answer.by.date() == day
    assert any(skip.rule == "moved-end" for skip in answer.why) is (day != end)


@few
@given(starts, sides)
def test_same_day_ends_on_the_first_day_with_open_time_left(start: datetime, side: Side) -> None:
    assert due(1, "same-day", start, HOURS[side], KZ).by.date() == walked(1, start, side).date()
