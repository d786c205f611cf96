"""Whole days of an office as the moments between which they lie."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain import codec
from app.domain.moment import Moment


def span(first: date, last: date, zone: ZoneInfo) -> tuple[str, str]:
    """From the first day's midnight up to the one after the last day. `BadShape`: the calendar does not go so far."""
    try:
        begins, ends = (Moment(datetime.combine(day, time(), zone)).iso() for day in (first, last + timedelta(1)))
    except (ValueError, OverflowError) as outside:
        raise codec.BadShape("day", "a day within the calendar is expected") from outside
    return begins, ends
