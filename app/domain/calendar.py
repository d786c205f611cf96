"""Which days are worked and when a door is open: the five-day calendar of the country, and the hours of each side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from app.problems import Refused

DayKind = Literal["holiday", "day-off", "replacement", "moved-off", "worked-day", "weekend"]
DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Names:
    """One thing named in the three languages of the program."""

    ru: str
    kk: str
    en: str

    def in_(self, lang: str) -> str:
        match lang:
            case "kk":
                return self.kk
            case "en":
                return self.en
            case _:
                return self.ru


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Why a day is closed, or worked though it is a weekend."""

    kind: DayKind
    names: Names
    reference: Names | None = None
    other: date | None = None  # the holiday it replaces, or the other end of a move
    estimated: bool = False  # Kurban-ait of a year to come


WEEKEND: Final = Rule(kind="weekend", names=Names("Выходной день", "Демалыс күні", "Weekend"))


class CalendarEnded(Refused, LookupError):
    """A day that the calendar does not cover: nobody may guess its holidays, so nothing is done that counts on it."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__("calendar-ended", day=f"{day:%d.%m.%Y}", first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}")
        self.day, self.first, self.last = day, first, last

    def __str__(self) -> str:
        return f"the calendar covers {self.first} to {self.last}, not {self.day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Every day that is not a plain weekday or a plain weekend, from the first to the last covered day."""

    version: date  # the day from which this text of the calendar holds
    first: date
    last: date
    days: Mapping[date, Rule]
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)  # ordinals, in order
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _moved: tuple[date, ...] = field(init=False, repr=False, compare=False)  # days off that are worked

    def __post_init__(self) -> None:
        if outside := [day for day in self.days if not self.first <= day <= self.last]:
            raise CalendarEnded(outside[0], self.first, self.last)
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        off = tuple(n for n in span if self._closed(date.fromordinal(n)) is not None)
        closed = frozenset(off)
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_worked", tuple(n for n in span if n not in closed))
        moved = sorted(day for day, rule in self.days.items() if rule.kind == "worked-day")
        object.__setattr__(self, "_moved", tuple(moved))

    def _closed(self, day: date) -> Rule | None:
        if rule := self.days.get(day):
            return None if rule.kind == "worked-day" else rule
        return WEEKEND if day.weekday() >= SATURDAY else None

    def covers(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise CalendarEnded(day, self.first, self.last)
        return day

    def why_closed(self, day: date) -> Rule | None:
        """None on a working day of the five-day calendar."""
        return self._closed(self.covers(day))

    def is_working_day(self, day: date) -> bool:
        return self.why_closed(day) is None

    def why_worked(self, day: date) -> Rule | None:
        """The rule that made a day off a working day; None on any other day."""
        rule = self.days.get(self.covers(day))
        return rule if rule is not None and rule.kind == "worked-day" else None

    def closes_all(self, day: date) -> Rule | None:
        """The rule that closes both sides whatever their week: a holiday, a day off in its place, a day moved off."""
        rule = self.days.get(self.covers(day))
        return rule if rule is not None and rule.kind != "worked-day" else None

    def working_day(self, nth: int, after: date) -> date:
        """The nth working day, counted from the day after `after`."""
        at = bisect_right(self._worked, self.covers(after).toordinal()) + nth - 1
        if at >= len(self._worked):
            raise CalendarEnded(self.last + DAY, self.first, self.last)
        return date.fromordinal(self._worked[at])

    def days_off(self, after: date, until: date) -> Iterator[date]:
        """The days after `after` and before `until` that are not worked."""
        first, end = bisect_right(self._off, after.toordinal()), bisect_left(self._off, until.toordinal())
        return map(date.fromordinal, self._off[first:end])

    def worked_days_off(self, after: date, until: date) -> tuple[date, ...]:
        """The days after `after` up to and with `until` that are worked because a day off was moved."""
        return self._moved[bisect_right(self._moved, after) : bisect_right(self._moved, until)]


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Open from `open`, closed again at `close` sharp."""

    open: time
    close: time

    def __post_init__(self) -> None:
        if self.open >= self.close:
            raise ValueError(f"a stretch opens before it closes: {self.open}–{self.close}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When one side is open. `usual` holds on a Saturday or Sunday that was made a working day."""

    week: tuple[tuple[Stretch, ...], ...]  # Monday first
    usual: tuple[Stretch, ...]
    round_the_clock: bool = False  # seconds, minutes and hours never stop; days still end at the week's close

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week of hours has seven days")
        if not self.usual:
            raise ValueError("a Saturday made a working day needs its usual hours")
        for stretches in (*self.week, self.usual):
            if any(a.close >= b.open for a, b in pairwise(stretches)):
                raise ValueError("the stretches of a day stand in order, with breaks between them")

    def on(self, day: date, calendar: Calendar) -> tuple[Stretch, ...]:
        """The opening stretches of that day; none when the side is closed."""
        if (rule := calendar.days.get(calendar.covers(day))) is None:
            return self.week[day.weekday()]
        return self.usual if rule.kind == "worked-day" else ()


def week_of(stretches: tuple[Stretch, ...], *, days: int, round_the_clock: bool = False) -> Hours:
    """The same hours on the first `days` days of the week."""
    week = (stretches,) * days + ((),) * (7 - days)
    return Hours(week=week, usual=stretches, round_the_clock=round_the_clock)


_CENTRE: Final = (Stretch(time(9), time(20)),)
_LICENSOR: Final = (Stretch(time(9), time(13)), Stretch(time(14, 30), time(18, 30)))

# Reconstructed: no act gives hours (CONTRACT "Time"). The portal's days end when the licensor, who answers it, shuts.
CENTRE_HOURS: Final = week_of(_CENTRE, days=6)
LICENSOR_HOURS: Final = week_of(_LICENSOR, days=5)
PORTAL_HOURS: Final = week_of(_LICENSOR, days=5, round_the_clock=True)
