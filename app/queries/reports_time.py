"""How much of its limit a step has used, by the same hours and days that the limit itself is reckoned in.

What is left between the deed and its due time is measured, and taken from the limit: so a clock that started at an anchor
of the act needs no start here, and "late" is exactly what the journal says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

from app.domain.calendar import DAY, Calendar, Hours
from app.domain.pack import Unit
from app.domain.terms import SECONDS

DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Used:
    """`amount` in seconds, or in days where the limit is in days; `share` of the limit, over 1 when it was late."""

    amount: float
    share: float


class OpenTime:
    """Open seconds and worked days between two moments, looked up in one list of the side's opening stretches."""

    def __init__(self, hours: Hours, calendar: Calendar, zone: ZoneInfo, first: date, last: date) -> None:
        self.round_the_clock = hours.round_the_clock
        self._from: list[float] = []  # where a stretch opens, seconds of the epoch
        self._long: list[float] = []
        self._before: list[float] = []  # open seconds of all stretches before it
        self._days: list[float] = []  # worked days before it: the five-day calendar's, in parts of a day
        self._share: list[float] = []  # a second of it, in worked days
        total, worked = 0.0, 0.0
        day = max(first, calendar.first)
        while day <= min(last, calendar.last):
            stretches = hours.on(day, calendar)
            bounds = [
                (datetime.combine(day, s.open, zone).timestamp(), datetime.combine(day, s.close, zone).timestamp())
                for s in stretches
            ]
            length = sum(end - start for start, end in bounds)
            counts = length > 0 and calendar.is_working_day(day)
            for start, end in bounds:
                self._from.append(start)
                self._long.append(end - start)
                self._before.append(total)
                self._days.append(worked)
                self._share.append(1 / length if counts else 0.0)
                total += end - start
                worked += (end - start) / length if counts else 0.0
            day += DAY
        self.day_seconds = max(self._length_of_a_day(hours), 1.0)

    @staticmethod
    def _length_of_a_day(hours: Hours) -> float:
        on = date(2000, 1, 1)
        spans = (datetime.combine(on, s.close) - datetime.combine(on, s.open) for s in hours.usual)
        return sum(spans, timedelta()).total_seconds()

    def _at(self, t: float) -> tuple[float, float]:
        n = bisect_right(self._from, t) - 1
        if n < 0:
            return 0.0, 0.0
        inside = min(t - self._from[n], self._long[n])
        return self._before[n] + inside, self._days[n] + inside * self._share[n]

    def seconds(self, start: float, end: float) -> float:
        """Open seconds from `start` to `end`; negative when `end` comes first."""
        return self._at(end)[0] - self._at(start)[0]

    def days(self, start: float, end: float) -> float:
        return self._at(end)[1] - self._at(start)[1]

    def used(self, limit: int, unit: Unit, at: float, due_by: float) -> Used:
        match unit:
            case "s" | "min" | "h":
                whole = float(limit * SECONDS[unit])
                left = due_by - at if self.round_the_clock else self.seconds(at, due_by)
            case "working-day":
                whole, left = float(limit), self.days(at, due_by)
            case "calendar-day":
                whole, left = float(limit), (due_by - at) / DAY_SECONDS
            case "same-day":
                whole, left = 1.0, self.seconds(at, due_by) / self.day_seconds
        amount = max(0.0, whole - left)
        share = amount / whole
        return Used(amount, max(share, 1.0) if at > due_by else min(share, 1.0))


@lru_cache(maxsize=4096)  # many limits end at the same close of a day
def stamp(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def middle(sorted_values: list[float]) -> float:
    """The median: the middle value, or half way between the two in the middle."""
    n = len(sorted_values)
    half = n // 2
    return sorted_values[half] if n % 2 else (sorted_values[half - 1] + sorted_values[half]) / 2


def ninth(sorted_values: list[float]) -> float:
    """The least value that nine of ten do not exceed: always one that really happened."""
    return sorted_values[ceil(0.9 * len(sorted_values)) - 1]


def span_of(stamps: Iterable[str], zone: ZoneInfo) -> tuple[date, date]:
    """The days that the moments lie in, with a week before and after."""
    known = sorted(stamps)
    first, last = (datetime.fromisoformat(t).astimezone(zone).date() for t in (known[0], known[-1]))
    return first - 7 * DAY, last + 7 * DAY
