"""The country's calendar, day by day, against a second source and against days known by hand."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import holidays
import pytest

from app.catalogue.calendars import CalendarFault, RateUnknown, calendar, calendar_at, mci, rate, rates_at
from app.domain.calendar import (
    CENTRE_HOURS,
    LICENSOR_HOURS,
    WEEKEND,
    Calendar,
    CalendarEnded,
    Hours,
    Names,
    Rule,
    Stretch,
    week_of,
)

KZ = calendar()
ALL = [date(2012, 1, 1) + timedelta(days=n) for n in range((date(2027, 12, 31) - date(2012, 1, 1)).days + 1)]
MORNING, EVENING = Stretch(time(9), time(13)), Stretch(time(14, 30), time(18, 30))


def test_the_calendar_agrees_with_the_holidays_package_on_each_day_from_2012_to_2027() -> None:
    other = holidays.country_holidays("KZ", years=range(2012, 2028))
    assert [day for day in ALL if KZ.is_working_day(day) != other.is_working_day(day)] == []
    assert [day for day in ALL if (KZ.closes_all(day) is not None) != (day in other)] == []
    worked = {day for day in ALL if KZ.why_worked(day) and day.weekday() >= 5}
    assert worked == set(other.weekend_workdays)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2013, 246), (2014, 245), (2015, 245), (2016, 245), (2017, 245), (2018, 246), (2019, 246), (2020, 246),
        (2021, 245), (2022, 246), (2023, 246), (2024, 249), (2025, 246), (2026, 247), (2027, 247),
    ],
)  # fmt: skip
def test_a_year_has_its_known_number_of_working_days(year: int, days: int) -> None:
    assert sum(KZ.is_working_day(day) for day in ALL if day.year == year) == days


@pytest.mark.parametrize(
    ("day", "kind", "ru"),
    [
        (date(2016, 5, 9), "holiday", "День Победы"),
        (date(2016, 5, 10), "replacement", None),  # 7 May was a Saturday
        (date(2016, 5, 11), None, None),
        (date(2022, 3, 5), None, None),  # a working Saturday
        (date(2022, 3, 7), "moved-off", None),
        (date(2013, 12, 28), None, None),
        (date(2014, 1, 3), "moved-off", None),
        (date(2020, 5, 8), "moved-off", None),
        (date(2020, 5, 11), None, None),  # would have replaced Saturday 9 May, moved to the 8th
        (date(2020, 1, 5), None, None),  # a working Sunday
        (date(2018, 1, 7), "day-off", "Православное Рождество"),  # a Sunday, and nothing replaces it
        (date(2018, 1, 8), None, None),
        (date(2019, 8, 12), None, None),  # the day after a Kurban-ait on Sunday
        (date(2017, 9, 1), "day-off", "Курбан-айт, первый день"),
        (date(2012, 12, 1), "holiday", "День Первого Президента Республики Казахстан"),
        (date(2022, 12, 1), None, None),  # abolished
        (date(2021, 12, 17), "holiday", "День Независимости"),
        (date(2024, 12, 17), None, None),
        (date(2026, 8, 31), None, None),  # the Constitution of 1 July 2026 moved its day to 15 March
        (date(2027, 3, 15), "holiday", "День Конституции Республики Казахстан"),
        (date(2026, 10, 25), "holiday", "День Республики Казахстан"),
        (date(2016, 11, 19), "weekend", "Выходной день"),
    ],
)
def test_a_day_is_closed_for_its_own_reason_when_the_law_says_so(day: date, kind: str | None, ru: str | None) -> None:
    why = KZ.why_closed(day)
    assert (why and why.kind) == kind
    assert ru is None or (why is not None and why.names.ru == ru)


def test_a_moved_day_names_its_act_and_its_other_end_when_asked() -> None:
    why, worked = KZ.why_closed(date(2022, 3, 7)), KZ.why_worked(date(2022, 3, 5))
    assert why is not None
    assert worked is not None
    assert (why.other, worked.other) == (date(2022, 3, 5), date(2022, 3, 7))
    assert why.reference is not None
    assert "713" in why.reference.ru
    assert KZ.why_worked(date(2022, 3, 12)) is None


def test_the_moves_of_one_act_are_named_by_that_act_when_the_year_had_two() -> None:
    october = KZ.why_closed(date(2022, 10, 24))
    assert october is not None
    assert october.reference is not None
    assert "796" in october.reference.kk


def test_every_named_day_has_its_name_in_three_languages_and_a_reference() -> None:
    for rule in KZ.days.values():
        assert all(rule.names.in_(lang) for lang in ("ru", "kk", "en"))
        assert rule.reference is not None
    assert len({WEEKEND.names.in_(lang) for lang in ("ru", "kk", "en")}) == 3


def test_kurban_ait_is_marked_estimated_when_its_year_was_not_over() -> None:
    assert {day.year for day, rule in KZ.days.items() if rule.estimated} == {2026, 2027}


def test_the_calendar_of_an_earlier_day_says_what_it_said_then() -> None:
    then = calendar(date(2026, 6, 30))
    assert not then.is_working_day(date(2026, 8, 31))
    assert then.is_working_day(date(2027, 3, 15))
    assert not then.is_working_day(date(2027, 8, 30))
    assert sum(then.is_working_day(day) for day in ALL if day.year == 2026) == 246
    assert then.days[date(2026, 10, 25)].names.kk == "Республика күні"
    assert then.version < KZ.version
    assert calendar(date(2026, 7, 1)).days == KZ.days


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_is_refused_when_asked_for(day: date) -> None:
    for ask in (KZ.is_working_day, KZ.why_worked, KZ.closes_all, lambda d: CENTRE_HOURS.on(d, KZ)):
        with pytest.raises(CalendarEnded, match=str(day)) as ended:
            ask(day)
        assert (ended.value.day, ended.value.first, ended.value.last) == (day, KZ.first, KZ.last)


def test_counting_working_days_is_refused_when_it_runs_over_the_last_day() -> None:
    assert KZ.working_day(1, date(2027, 12, 30)) == date(2027, 12, 31)
    with pytest.raises(CalendarEnded):
        KZ.working_day(1, date(2027, 12, 31))


def test_a_calendar_is_refused_when_it_names_a_day_outside_itself() -> None:
    rule = Rule(kind="holiday", names=Names("а", "ә", "a"))
    with pytest.raises(CalendarEnded):
        Calendar(
            version=date(2016, 1, 1), first=date(2016, 1, 1), last=date(2016, 12, 31), days={date(2017, 1, 1): rule}
        )


@pytest.mark.parametrize(
    ("day", "centre", "licensor"),
    [
        (date(2016, 11, 18), True, True),
        (date(2016, 11, 19), True, False),  # Saturday
        (date(2016, 11, 20), False, False),  # Sunday
        (date(2016, 5, 7), False, False),  # a holiday on a Saturday closes the centre too
        (date(2022, 3, 5), True, True),  # a working Saturday
        (date(2020, 12, 20), True, True),  # a working Sunday
        (date(2020, 12, 18), False, False),  # the day off it was moved to
        (date(2020, 5, 11), True, True),
        (date(2017, 1, 7), False, False),
        (date(2014, 10, 4), False, False),  # Kurban-ait on a Saturday
    ],
)
def test_a_side_is_open_by_its_week_and_the_calendar_when_asked(day: date, centre: bool, licensor: bool) -> None:
    assert CENTRE_HOURS.on(day, KZ) == ((Stretch(time(9), time(20)),) if centre else ())
    assert LICENSOR_HOURS.on(day, KZ) == ((MORNING, EVENING) if licensor else ())


def test_hours_are_refused_when_they_make_no_week() -> None:
    with pytest.raises(ValueError, match="before it closes"):
        Stretch(time(9), time(9))
    with pytest.raises(ValueError, match="seven days"):
        Hours(week=((MORNING,),), usual=(MORNING,))
    with pytest.raises(ValueError, match="usual hours"):
        week_of((), days=5)
    with pytest.raises(ValueError, match="in order"):
        week_of((EVENING, MORNING), days=5)


# The file is read strictly.
GOOD = """
version = 2020-01-01
first = 2020-01-01
last = 2020-12-31
[references.law]
ru = "з"
kk = "з"
en = "l"
[rules.new-year]
kind = "holiday"
ru = "Новый год"
kk = "Жаңа жыл"
en = "New Year"
reference = "law"
[rules.moved-off]
kind = "moved-off"
ru = "п"
kk = "а"
en = "m"
reference = "law"
[rules.odd]
kind = "odd"
ru = "п"
kk = "а"
en = "m"
reference = "law"
[days]
"""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('2020-01-01 = { rule = "new-year", colour = "red" }', "unknown key colour"),
        ('2020-01-01 = { rule = "old-year" }', "no rule old-year"),
        ('2020-01-01 = { rule = "odd" }', "no rule odd"),
        ('2020-01-01 = { rule = "new-year", reference = "rumour" }', "no such reference"),
        ('2020-01-03 = { rule = "moved-off" }', "which day it goes with"),
        ('2020-01-03 = { rule = "moved-off", other = 2020-01-05 }', "one way only"),
    ],
)
def test_a_calendar_file_is_refused_when_a_day_says_nonsense(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(GOOD + line, "utf-8")
    with pytest.raises(CalendarFault, match=says):
        calendar_at(file)


@pytest.mark.parametrize(
    ("on", "purpose", "tenge"),
    [
        (date(2012, 1, 1), "fees", 1618),
        (date(2016, 11, 17), "fees", 2121),
        (date(2020, 3, 31), "benefits", 2651),
        (date(2020, 4, 1), "benefits", 2778),
        (date(2020, 4, 1), "fees", 2651),
        (date(2022, 12, 31), "fees", 3063),
        (date(2022, 12, 31), "benefits", 3180),
        (date(2025, 6, 1), "fees", 3932),
        (date(2026, 12, 31), "fees", 4325),
    ],
)
def test_the_index_is_that_of_the_day_of_payment_and_the_purpose(on: date, purpose: str, tenge: int) -> None:
    assert mci(on, purpose) == tenge  # type: ignore[arg-type]


def test_a_rate_says_where_it_is_known_from() -> None:
    assert rate(date(2016, 1, 1)).source == "reconstructed"
    assert rate(date(2026, 1, 1)).source == "public"


@pytest.mark.parametrize("on", [date(2011, 12, 31), date(2027, 1, 1)])
def test_no_rate_is_guessed_when_none_is_held(on: date) -> None:
    with pytest.raises(RateUnknown):
        mci(on)


def test_a_table_of_rates_is_refused_when_it_has_a_hole(tmp_path: Path) -> None:
    file = tmp_path / "rates.toml"
    row = '[[rate]]\npurpose = "fees"\nfrom = {}-01-01\nto = {}-12-31\ntenge = 1\nsource = "public"\n'
    file.write_text(row.format(2012, 2012) + row.format(2014, 2014), "utf-8")
    with pytest.raises(CalendarFault, match="2012-12-31"):
        rates_at(file)
