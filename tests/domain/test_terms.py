"""Legal time: cases counted by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.domain.calendar import (
    CENTRE_HOURS,
    LICENSOR_HOURS,
    PORTAL_HOURS,
    Calendar,
    CalendarEnded,
    Hours,
    Names,
    Rule,
    Stretch,
)
from app.domain.pack import ChannelId, Flow, StepId, Unit
from app.domain.terms import HOURS, MENTIONED, SIDES, Due, Why, due, iso, spoken, whose
from app.words import words

KZ = calendar()
ALMATY = ZoneInfo("Asia/Almaty")
SIDE = {"c": CENTRE_HOURS, "l": LICENSOR_HOURS, "p": PORTAL_HOURS}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


def counted(limit: int, unit: Unit, start: str, side: str) -> Due:
    return due(limit, unit, at(start), SIDE[side], KZ)


def rules(answer: Due) -> list[str]:
    return [skip.rule for skip in answer.why]


@pytest.mark.parametrize(
    ("limit", "unit", "side", "start", "by"),
    [
        # inside the hours
        (15, "min", "c", "2016-11-17 15:05", "2016-11-17 15:20"),
        (90, "s", "c", "2013-03-14 10:00:10", "2013-03-14 10:01:40"),
        (3, "h", "c", "2016-11-17 09:00", "2016-11-17 12:00"),
        # used up exactly at a close: ends there
        (15, "min", "c", "2016-11-17 19:45", "2016-11-17 20:00"),
        (15, "min", "l", "2016-11-17 12:45", "2016-11-17 13:00"),
        (30, "min", "l", "2016-11-17 18:00", "2016-11-17 18:30"),
        # one second more goes on at the next opening
        (901, "s", "l", "2016-11-17 12:45", "2016-11-17 14:30:01"),
        (901, "s", "c", "2016-11-17 19:45", "2016-11-18 09:00:01"),
        # sharp at a close is closed
        (15, "min", "l", "2016-11-17 13:00", "2016-11-17 14:45"),
        (15, "min", "l", "2016-11-17 18:30", "2016-11-18 09:15"),
        (15, "min", "c", "2016-11-17 20:00", "2016-11-18 09:15"),
        (15, "min", "l", "2016-11-17 14:30", "2016-11-17 14:45"),
        # lunch, night, before the opening
        (30, "min", "l", "2016-11-17 12:50", "2016-11-17 14:50"),
        (30, "min", "l", "2016-11-17 13:40", "2016-11-17 15:00"),
        (15, "min", "l", "2016-11-17 07:00", "2016-11-17 09:15"),
        (465, "min", "l", "2014-06-10 10:00", "2014-06-11 09:45"),  # 7 h 45 min
        # weekends: the centre has its Saturday
        (15, "min", "l", "2016-11-18 18:20", "2016-11-21 09:05"),
        (15, "min", "c", "2016-11-18 19:50", "2016-11-19 09:05"),
        (15, "min", "c", "2016-11-19 19:50", "2016-11-21 09:05"),
        (15, "min", "c", "2016-11-20 12:00", "2016-11-21 09:15"),
        # holidays: 6 May 2016 was a Friday, the 7th to the 10th were off for both
        (15, "min", "c", "2016-05-06 19:50", "2016-05-11 09:05"),
        (15, "min", "l", "2016-05-06 18:20", "2016-05-11 09:05"),
        # a worked Saturday and a worked Sunday, with the usual hours
        (3, "h", "l", "2022-03-04 19:00", "2022-03-05 12:00"),
        (1, "h", "l", "2022-03-05 18:00", "2022-03-09 09:30"),
        (1, "h", "c", "2020-12-19 19:30", "2020-12-20 09:30"),
        (1, "h", "l", "2020-12-20 12:30", "2020-12-20 15:00"),
        (15, "min", "l", "2014-01-02 10:00", "2014-01-06 09:15"),
        # end of the year
        (15, "min", "c", "2016-12-31 19:50", "2017-01-04 09:05"),
        (15, "min", "l", "2012-12-29 18:20", "2013-01-03 09:05"),
        # the portal never shuts
        (90, "s", "p", "2013-03-16 23:59:30", "2013-03-17 00:01:00"),
        (1, "h", "p", "2016-05-08 23:30", "2016-05-09 00:30"),
    ],
)
def test_seconds_minutes_and_hours_run_while_the_side_is_open(
    limit: int, unit: Unit, side: str, start: str, by: str
) -> None:
    assert counted(limit, unit, start, side).by == at(by)


@pytest.mark.parametrize(
    ("limit", "side", "start", "by"),
    [
        (1, "l", "2016-11-17 10:00", "2016-11-18 18:30"),
        (1, "c", "2016-11-17 10:00", "2016-11-18 20:00"),
        (1, "c", "2016-11-18 10:00", "2016-11-21 20:00"),  # Saturday is no working day, though the centre is open
        (1, "l", "2016-11-17 23:59", "2016-11-18 18:30"),
        (1, "l", "2016-11-20 12:00", "2016-11-21 18:30"),  # counted from a Sunday's date
        (1, "p", "2013-03-15 10:00", "2013-03-18 18:30"),  # the licensor answers on the portal
        (14, "l", "2016-11-17 10:00", "2016-12-08 18:30"),  # 1 December off
        (15, "l", "2014-06-10 10:00", "2014-07-01 18:30"),
        (1, "l", "2016-05-06 10:00", "2016-05-11 18:30"),
        (1, "l", "2022-03-04 10:00", "2022-03-05 18:30"),  # a working Saturday
        (2, "c", "2022-03-04 10:00", "2022-03-09 20:00"),
        (1, "l", "2013-12-27 10:00", "2013-12-28 18:30"),
        (2, "l", "2013-12-27 10:00", "2013-12-30 18:30"),
        (4, "l", "2013-12-27 10:00", "2014-01-06 18:30"),
        (1, "l", "2020-05-07 10:00", "2020-05-11 18:30"),
        (1, "l", "2020-12-17 10:00", "2020-12-20 18:30"),  # a working Sunday
        (1, "l", "2026-08-28 10:00", "2026-08-31 18:30"),
        (1, "c", "2016-12-30 10:00", "2017-01-04 20:00"),
    ],
)
def test_working_days_are_counted_from_the_day_after_on_the_five_day_calendar(
    limit: int, side: str, start: str, by: str
) -> None:
    assert counted(limit, "working-day", start, side).by == at(by)


@pytest.mark.parametrize(
    ("limit", "side", "start", "by", "moved"),
    [
        (1, "l", "2016-11-16 10:00", "2016-11-17 18:30", False),
        (29, "l", "2016-10-19 10:00", "2016-11-17 18:30", False),
        (29, "l", "2016-10-21 10:00", "2016-11-21 18:30", True),  # 19 November was a Saturday
        (29, "c", "2016-10-21 10:00", "2016-11-21 20:00", True),  # for the centre too
        (29, "l", "2016-04-10 10:00", "2016-05-11 18:30", True),
        (4, "l", "2022-03-01 10:00", "2022-03-05 18:30", False),  # on a working Saturday
        (6, "l", "2022-03-01 10:00", "2022-03-09 18:30", True),
        (29, "l", "2013-12-05 10:00", "2014-01-06 18:30", True),  # 3 January, moved off
    ],
)
def test_calendar_days_all_count_and_the_end_moves_when_it_is_no_working_day(
    limit: int, side: str, start: str, by: str, moved: bool
) -> None:
    answer = counted(limit, "calendar-day", start, side)
    assert answer.by == at(by)
    assert ("moved-end" in rules(answer)) is moved


@pytest.mark.parametrize(
    ("side", "start", "by"),
    [
        ("l", "2016-11-17 10:00", "2016-11-17 18:30"),
        ("l", "2016-11-17 06:00", "2016-11-17 18:30"),
        ("l", "2016-11-17 13:30", "2016-11-17 18:30"),  # a break is not a close
        ("l", "2016-11-17 18:29", "2016-11-17 18:30"),
        ("l", "2016-11-17 18:30", "2016-11-18 18:30"),
        ("c", "2016-11-17 18:30", "2016-11-17 20:00"),
        ("l", "2016-11-18 20:00", "2016-11-21 18:30"),
        ("c", "2016-11-19 10:00", "2016-11-19 20:00"),
        ("c", "2016-11-19 20:00", "2016-11-21 20:00"),
        ("l", "2016-05-07 10:00", "2016-05-11 18:30"),
        ("l", "2020-12-20 10:00", "2020-12-20 18:30"),
    ],
)
def test_same_day_ends_at_the_close_when_open_time_is_left_else_of_the_next_open_day(
    side: str, start: str, by: str
) -> None:
    assert counted(1, "same-day", start, side).by == at(by)
    assert due(None, "same-day", at(start), SIDE[side], KZ).by == at(by)


def test_the_why_names_each_stretch_without_a_hole_when_the_clock_stood_over_holidays() -> None:
    answer = counted(15, "min", "2016-05-06 18:20", "l")
    assert [(s.rule, iso(s.from_)[:16], iso(s.to)[:16]) for s in answer.why] == [
        ("night", "2016-05-06T18:30", "2016-05-07T00:00"),
        ("holiday", "2016-05-07T00:00", "2016-05-08T00:00"),
        ("weekend", "2016-05-08T00:00", "2016-05-09T00:00"),
        ("holiday", "2016-05-09T00:00", "2016-05-10T00:00"),
        ("replacement", "2016-05-10T00:00", "2016-05-11T00:00"),
        ("night", "2016-05-11T00:00", "2016-05-11T09:00"),
    ]
    assert answer.why[1].facts["name_kk"] == "Отан қорғаушы күні"
    assert answer.why[4].facts["other"] == "2016-05-07"
    assert answer.why[4].facts["law_ru"].endswith("ст. 5")


def test_the_why_keeps_two_days_apart_when_they_replace_two_holidays() -> None:
    """Nauryz 2014: the 22nd a Saturday, the 23rd a Sunday."""
    replaced = [s for s in counted(1, "working-day", "2014-03-20 10:00", "l").why if s.rule == "replacement"]
    assert [(s.from_.date(), s.facts["other"]) for s in replaced] == [
        (date(2014, 3, 24), "2014-03-22"),
        (date(2014, 3, 25), "2014-03-23"),
    ]


def test_the_why_of_working_days_names_the_first_day_the_days_off_and_the_worked_saturday() -> None:
    answer = counted(15, "working-day", "2013-12-20 12:00", "l")
    assert answer.by == at("2014-01-15 18:30")
    assert [(s.rule, s.from_.date(), (s.to - s.from_).days) for s in answer.why[1:]] == [
        ("weekend", date(2013, 12, 21), 2),
        ("worked-day", date(2013, 12, 28), 1),
        ("weekend", date(2013, 12, 29), 1),
        ("holiday", date(2014, 1, 1), 2),
        ("moved-off", date(2014, 1, 3), 1),
        ("weekend", date(2014, 1, 4), 2),
        ("day-off", date(2014, 1, 7), 1),
        ("weekend", date(2014, 1, 11), 2),
    ]
    assert (answer.why[0].rule, answer.why[0].to) == ("start-day", at("2013-12-21 00:00"))
    assert [skip.rule for skip in answer.why if not skip.skipped] == ["worked-day"]


def test_the_why_is_empty_when_the_clock_never_stopped() -> None:
    assert counted(15, "min", "2016-11-17 15:05", "c").why == ()
    assert counted(1, "h", "2016-05-08 23:30", "p").why == ()
    assert counted(1, "same-day", "2016-11-17 10:00", "l").why == ()


@pytest.mark.parametrize(
    ("limit", "unit", "side", "start"),
    [
        (3, "h", "l", "2022-03-04 19:00"),
        (3, "h", "l", "2022-03-05 12:00"),  # over the break of that Saturday: named once
        (1, "same-day", "l", "2022-03-05 12:00"),
        (1, "same-day", "l", "2022-03-04 19:00"),
        (4, "calendar-day", "l", "2022-03-01 10:00"),
        (1, "h", "l", "2020-12-19 10:00"),  # a closed Saturday before a worked Sunday
    ],
)
def test_a_worked_day_off_is_mentioned_once_when_it_counted(limit: int, unit: Unit, side: str, start: str) -> None:
    assert rules(counted(limit, unit, start, side)).count("worked-day") == 1


def test_a_worked_saturday_is_not_mentioned_when_the_clock_did_not_run_on_it() -> None:
    assert "worked-day" not in rules(counted(15, "min", "2022-03-05 19:00", "l"))
    assert "worked-day" not in rules(counted(15, "min", "2022-03-05 18:30", "l"))
    assert "worked-day" not in rules(counted(1, "working-day", "2022-03-05 10:00", "l"))


def test_the_moved_end_says_from_and_to_which_day_it_moved() -> None:
    answer = counted(29, "calendar-day", "2016-04-10 10:00", "c")
    assert rules(answer) == ["start-day", "holiday", "moved-end", "replacement"]
    assert answer.why[2].facts == {"was": "2016-05-09", "now": "2016-05-11"}


def test_an_estimated_day_says_so_when_it_was_skipped() -> None:
    answer = counted(1, "working-day", "2026-05-26 10:00", "l")
    assert answer.by == at("2026-05-28 18:30")
    assert answer.why[1].facts["estimated"] == "yes"


def test_the_side_has_until_its_next_open_day_when_it_is_shut_on_that_working_day() -> None:
    long = (Stretch(time(10), time(17)),)
    shut_monday = Hours(week=((), long, long, long, long, long, ()), usual=long)
    answer = due(1, "working-day", at("2016-11-18 12:00"), shut_monday, KZ)
    assert answer.by == at("2016-11-22 17:00")
    assert rules(answer) == ["start-day", "weekend", "side-closed"]
    minutes = due(15, "min", at("2016-11-19 16:50"), shut_monday, KZ)
    assert minutes.by == at("2016-11-22 10:05")
    assert rules(minutes) == ["night", "weekend", "side-closed", "night"]


def test_the_answer_bears_the_offset_of_its_day() -> None:
    assert iso(counted(15, "min", "2016-11-17 15:05", "c").by) == "2016-11-17T15:20:00+06:00"
    assert iso(counted(15, "min", "2024-03-04 15:05", "c").by) == "2024-03-04T15:20:00+05:00"
    assert iso(counted(2, "working-day", "2024-02-28 15:05", "l").by) == "2024-03-01T18:30:00+05:00"


def test_the_portals_hours_are_real_hours_when_the_zone_goes_back() -> None:
    """At the end of 29 February 2024 Almaty's clocks went back an hour."""
    assert iso(counted(3, "h", "2024-02-29 22:30", "p").by) == "2024-03-01T00:30:00+05:00"


@pytest.mark.parametrize(
    ("limit", "unit", "start"),
    [
        (1, "working-day", "2027-12-31 10:00"),
        (30, "calendar-day", "2027-12-20 10:00"),
        (1, "calendar-day", "2027-12-31 10:00"),
        (24, "h", "2027-12-31 10:00"),
        (1, "same-day", "2027-12-31 20:00"),
        (1, "min", "2011-12-30 10:00"),
        (1, "same-day", "2011-12-30 10:00"),
        (1, "working-day", "2011-12-30 10:00"),
    ],
)
def test_no_holiday_is_guessed_when_the_calendar_has_ended(limit: int, unit: Unit, start: str) -> None:
    with pytest.raises(CalendarEnded):
        counted(limit, unit, start, "l")


@pytest.mark.parametrize("limit", [None, 0, -1])
def test_a_limit_below_one_is_refused(limit: int | None) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        due(limit, "min", at("2016-11-17 10:00"), CENTRE_HOURS, KZ)


def test_a_unit_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(AssertionError):
        due(1, "week", at("2016-11-17 10:00"), CENTRE_HOURS, KZ)  # type: ignore[arg-type]


def test_a_day_without_a_reference_still_has_its_name_when_skipped() -> None:
    day = Rule(kind="day-off", names=Names("Траур", "Аза күні", "Day of mourning"))
    own = Calendar(version=KZ.version, first=KZ.first, last=KZ.last, days={date(2016, 11, 18): day})
    answer = due(1, "working-day", at("2016-11-17 10:00"), CENTRE_HOURS, own)
    assert answer.by == at("2016-11-21 20:00")
    assert answer.why[1].facts == {"name_ru": "Траур", "name_kk": "Аза күні", "name_en": "Day of mourning"}


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        due(1, "min", datetime(2016, 11, 17, 10), CENTRE_HOURS, KZ)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("step", "channel", "flow", "side"),
    [
        ("accept", "counter", "paper", "centre"),
        ("accept", "chancellery", "desk", "licensor"),  # the provider's desk takes in with the same step
        ("accept", "telephone", "desk", "licensor"),
        ("release", "counter", "electronic", "centre"),
        ("release", "chancellery", "desk", "licensor"),
        ("log-in", "counter", "electronic", "centre"),
        ("no-data", "counter", "electronic", "centre"),
        ("registered", "counter", "electronic", "centre"),
        ("log-in", "chancellery", "desk", "licensor"),
        ("registered", "counter", "paper", "licensor"),
        ("refused", "counter", "electronic", "licensor"),
        ("licensor", "counter", "paper", "licensor"),
        ("licensor", "portal", "desk", "licensor"),
        ("licensor-to-courier", "counter", "paper", "licensor"),
        ("body-answers", "counter", "electronic", "licensor"),
        ("commission", "counter", "paper", "licensor"),
        ("p-payment", "portal", "desk", "portal"),
    ],
)
def test_a_step_runs_in_the_hours_of_the_side_whose_it_is(
    step: StepId, channel: ChannelId, flow: Flow, side: str
) -> None:
    assert whose(step, channel, flow) == side


def test_every_step_has_a_side_and_every_side_its_hours() -> None:
    assert set(SIDES) == set(get_args(StepId))
    assert HOURS == {"centre": CENTRE_HOURS, "licensor": LICENSOR_HOURS, "portal": PORTAL_HOURS}


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_reason_is_a_sentence_in_each_language(lang: str) -> None:
    say = words(lang)
    assert all(say.has(f"terms.why.{rule}") for rule in get_args(Why))
    for answer in (
        counted(30, "min", "2016-11-17 12:50", "l"),
        counted(15, "working-day", "2013-12-20 12:00", "l"),
        counted(29, "calendar-day", "2016-04-10 10:00", "c"),
    ):
        for skip in answer.why:
            key, facts = spoken(skip, lang)
            said = say(key, **facts)
            assert "{" not in said
            assert f"{skip.from_:%d.%m.%Y}" in said


def test_a_sentence_names_the_holiday_and_its_days_when_spoken() -> None:
    answer = counted(15, "working-day", "2013-12-20 12:00", "l")
    said = [words("ru")(key, **facts) for key, facts in (spoken(skip, "ru") for skip in answer.why)]
    assert "01.01.2014–02.01.2014: праздник, Новый год" in said
    assert "03.01.2014: выходной, перенесённый с 28.12.2013" in said
    assert "28.12.2013: рабочий день, выходной перенесён на 03.01.2014" in said


def test_only_mentions_are_not_skipped() -> None:
    assert {"worked-day", "moved-end"} == MENTIONED
    assert timedelta() < sum((s.to - s.from_ for s in counted(1, "h", "2016-11-17 12:30", "l").why), timedelta())
