"""F6: why this date, in words, wherever a clock is in front."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.moment import Moment
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, accepted

FRIDAY_EVENING = Moment(datetime(2016, 11, 18, 19, 50, tzinfo=ZoneInfo("Asia/Atyrau")))


def lines(counter: Counter) -> list[str]:
    return [e.words for e in counter.front.shell.palette_.entries]


def late_case(counter: Counter) -> Any:
    counter.clock.set("atyrau", FRIDAY_EVENING)
    return accepted(counter)


def test_a_case_tells_the_end_of_its_clock_and_the_night_that_it_skipped(counter: Counter) -> None:
    code = late_case(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    counter.press("F6")
    assert lines(counter)[0].endswith("до 19.11.2016 09:20")
    assert lines(counter)[1] == "• 18.11.2016 20:00 – 19.11.2016 09:00: закрыто"
    assert "прил. 1, п. 10 3)" in counter.front.shell.palette_.entries[0].second


def test_the_board_tells_it_of_the_strip_in_front(counter: Counter) -> None:
    late_case(counter)
    counter.log_in("supervisor.at01")
    counter.go("deadlines")
    counter.press("F6")
    assert any("закрыто" in line for line in lines(counter))


def test_the_intake_tells_the_day_that_the_person_would_be_told(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    counter.go("intake")
    counter.type(KNOWN)
    counter.press("F6")
    ahead = next(line for line in lines(counter) if "если принять сейчас" in line)
    assert ".2016" in ahead
    assert any("выходной" in line or "день начала" in line for line in lines(counter))
    counter.press("Esc")
    counter.front.speak("kk")
    counter.press("F6")
    assert any("қазір қабылданса" in line for line in lines(counter))
