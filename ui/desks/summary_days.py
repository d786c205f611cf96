"""Which days the summary covers: today, this week, this month, this quarter, or two dates that a person types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ui.desks.texts import read_day
from ui.look_words import say

PERIODS = ("day", "week", "month", "quarter", "own")
DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Days:
    """`period` and how many of them back; `own` has its dates."""

    period: str = "month"
    back: int = 0
    own: tuple[date, date] | None = None

    def span(self, today: date) -> tuple[date, date]:
        """From the period's first day to its last, or to today where that is sooner."""
        if self.period == "own" and self.own is not None:
            first, last = self.own
            long = (last - first + DAY) * self.back
            return first - long, last - long
        first, after = _bounds(self.period, today)
        for _ in range(self.back):
            first, after = _bounds(self.period, first - DAY)[0], first
        return first, min(after - DAY, today)

    def turned(self, by: int) -> Days:
        return Days(self.period, max(0, self.back + by), self.own)


def _bounds(period: str, day: date) -> tuple[date, date]:
    """The first day of the period that holds `day`, and the first after it."""
    match period:
        case "day":
            return day, day + DAY
        case "week":
            first = day - (day.isoweekday() - 1) * DAY
            return first, first + 7 * DAY
        case "quarter":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return first, _month_after(first, 3)
        case _:
            first = day.replace(day=1)
            return first, _month_after(first, 1)


def _month_after(first: date, months: int) -> date:
    n = first.month - 1 + months
    return date(first.year + n // 12, n % 12 + 1, 1)


def typed_days(text: str) -> tuple[date, date] | None:
    """`01.11.2016–15.11.2016`, `1.11.2016 15.11.2016`, one date for one day. None: no days, or backwards."""
    found = [read_day(_full(part)) for part in re.findall(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{8}", text)]
    days = [d for d in found if d is not None]
    if not 1 <= len(days) == len(found) <= 2 or days[-1] < days[0]:
        return None
    return days[0], days[-1]


def _full(part: str) -> str:
    return ".".join(p.zfill(2) for p in part.split("."))


def told(first: date, last: date) -> str:
    """«16 ноября 2016», «1–16 ноября 2016», «28.10.2016 – 03.11.2016»."""
    if (first.year, first.month) != (last.year, last.month):
        return f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"
    days = str(first.day) if first == last else f"{first.day}–{last.day}"
    return say("summary.days", days=days, month=say(f"window.month.{first.month}"), year=first.year)
