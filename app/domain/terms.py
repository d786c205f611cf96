"""The one calculation of legal time: by when a step is due, and which stretches its clock did not run.

What the acts leave open is settled here once, for the counter and the licensor alike (reconstructed: no act says whose
calendar or hours count). The answer holds keys and facts; `spoken` hands them to the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, NamedTuple, assert_never

from app.domain.calendar import (
    CENTRE_HOURS,
    DAY,
    LICENSOR_HOURS,
    PORTAL_HOURS,
    Calendar,
    CalendarEnded,
    Hours,
    Rule,
    Stretch,
)
from app.domain.pack import ChannelId, Flow, StepId, Unit

Side = Literal["centre", "licensor", "portal"]
Why = Literal[
    # stretches that the clock skipped
    "night", "break", "weekend", "holiday", "day-off", "replacement", "moved-off", "side-closed", "start-day",
    # mentioned, not skipped: a day off that counted because it is worked; an end that moved to a working day
    "worked-day", "moved-end",
]  # fmt: skip
MENTIONED: Final[frozenset[Why]] = frozenset({"worked-day", "moved-end"})
SECONDS: Final[Mapping[Unit, int]] = {"s": 1, "min": 60, "h": 3600}
HOURS: Final[Mapping[Side, Hours]] = {"centre": CENTRE_HOURS, "licensor": LICENSOR_HOURS, "portal": PORTAL_HOURS}

# Whose hours a step runs in. "counter": the centre's there, the licensor's or provider's at a desk of theirs;
# "operator": the centre's in the counter's electronic flow only.
SIDES: Final[Mapping[StepId, Literal["counter", "operator", "licensor", "portal"]]] = {
    "visit": "counter",
    "accept": "counter",
    "register": "counter",
    "to-sector": "counter",
    "dispatch": "counter",
    "courier-to-licensor": "counter",
    "licensor": "licensor",
    "licensor-to-courier": "licensor",
    "courier-to-centre": "counter",
    "mark-received": "counter",
    "sector-to-inspector": "counter",
    "release": "counter",
    "release-queue": "counter",
    "log-in": "operator",
    "choose": "operator",
    "ask-register": "operator",
    "no-data": "operator",
    "fill-and-sign": "operator",
    "send": "operator",
    "registered": "operator",
    "refused": "licensor",
    "take-in-queue": "licensor",
    "take-in": "licensor",
    "assign": "licensor",
    "completeness": "licensor",
    "enter-data": "licensor",
    "ask-body": "licensor",
    "body-answers": "licensor",
    "prepare": "licensor",
    "sign": "licensor",
    "give-out": "licensor",
    "confirm-registration": "licensor",
    "journal": "licensor",
    "verify-documents": "licensor",
    "commission": "licensor",
    "ticket": "licensor",
    "p-log-in": "portal",
    "p-form": "portal",
    "p-payment": "portal",
    "p-sign": "portal",
    "p-registered": "portal",
    "p-result": "portal",
}


def whose(step: StepId, channel: ChannelId, flow: Flow) -> Side:
    """The side in whose hours the step runs."""
    match SIDES[step], channel, flow:
        case "portal", _, _:
            return "portal"
        case ("counter", "counter", _) | ("operator", "counter", "electronic"):
            return "centre"
        case _:
            return "licensor"


@dataclass(frozen=True, slots=True)
class Skip:
    """A stretch that the clock skipped, or a mention; `facts` are texts (dates in ISO, names per language)."""

    from_: datetime
    to: datetime
    rule: Why
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def skipped(self) -> bool:
        return self.rule not in MENTIONED


class _Run(NamedTuple):
    """A stretch in wall time, before it gets its zone. Doors are shut at the hours when zones change their offset."""

    from_: datetime
    to: datetime
    rule: Why
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Due:
    by: datetime
    _runs: tuple[_Run, ...] = ()

    @property
    def why(self) -> tuple[Skip, ...]:
        """In order. Made where somebody asks: a press reckons seven ends, and nobody reads their reasons."""
        runs, zone = sorted(self._runs, key=lambda run: (run.from_, run.rule in MENTIONED)), self.by.tzinfo
        return tuple(Skip(r.from_.replace(tzinfo=zone), r.to.replace(tzinfo=zone), r.rule, r.facts) for r in runs)


def due(limit: int | None, unit: Unit, start: datetime, hours: Hours, calendar: Calendar) -> Due:
    """By when a limit counted from `start` (aware, in the zone of the place) ends in these hours.

    `same-day` needs no limit; a step that its act gives no limit is answered before anyone comes here.
    """
    if start.tzinfo is None:
        raise ValueError("a start without a zone is no start")
    if unit == "same-day":
        return _same_day(start, hours=hours, calendar=calendar)
    if limit is None or limit < 1:
        raise ValueError(f"a limit in {unit} is at least 1, not {limit}")
    match unit:
        case "s" | "min" | "h":
            length = timedelta(seconds=limit * SECONDS[unit])
            if hours.round_the_clock:
                try:
                    return Due((start.astimezone(UTC) + length).astimezone(start.tzinfo))
                except OverflowError as beyond:  # in the last hours of the year 9999
                    raise CalendarEnded(start.date(), calendar.first, calendar.last) from beyond
            return _open_time(length, start, hours=hours, calendar=calendar)
        case "working-day":
            return _working_days(limit, start, hours=hours, calendar=calendar)
        case "calendar-day":
            return _calendar_days(limit, start, hours=hours, calendar=calendar)
        case never:
            assert_never(never)


def iso(at: datetime) -> str:
    """`2016-11-17T15:20:00+06:00`, by the zone's rules of that day."""
    return at.isoformat(timespec="seconds")


def spoken(skip: Skip, lang: str) -> tuple[str, dict[str, str]]:
    """The key of the sentence, and the facts for its places, in `lang`."""
    last = (skip.to - timedelta(microseconds=1)).date()
    first = skip.from_.date()
    other = skip.facts.get("other")
    return f"terms.why.{skip.rule}", {
        "from_": f"{skip.from_:%d.%m.%Y %H:%M}",
        "to": f"{skip.to:%d.%m.%Y %H:%M}",
        "days": f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y}–{last:%d.%m.%Y}",
        "day": f"{first:%d.%m.%Y}",
        "end": f"{skip.to:%d.%m.%Y}",
        "other": f"{date.fromisoformat(other):%d.%m.%Y}" if other else "",
        "name": skip.facts.get(f"name_{lang}", ""),
    }


def _open_time(length: timedelta, start: datetime, *, hours: Hours, calendar: Calendar) -> Due:
    """Starts at `start` when open, else at the next opening; the remainder goes on when the side opens next."""
    now, left = start.replace(tzinfo=None), length
    day, shut = now.date(), now  # `shut`: since when the clock stands still
    runs: list[_Run] = []
    began: date | None = None
    while True:
        for stretch in hours.on(day, calendar):
            opens, closes = datetime.combine(day, stretch.open), datetime.combine(day, stretch.close)
            if now >= closes:
                continue
            now, began = max(now, opens), began or day
            runs += _gap(shut, now, hours=hours, calendar=calendar)
            if left <= closes - now:
                return _answer(now + left, [*runs, *_mentions(began - DAY, day, calendar)], start.tzinfo)
            left -= closes - now
            now = shut = closes
        day += DAY
        now = max(now, _midnight(day))


def _same_day(start: datetime, *, hours: Hours, calendar: Calendar) -> Due:
    """The close of that date if any open time is left on it, else of the next open day; a break is not a close."""
    now = start.replace(tzinfo=None)
    day = now.date()
    stretches = hours.on(day, calendar)
    if stretches and now < (end := datetime.combine(day, stretches[-1].close)):
        return _answer(end, _mentions(day - DAY, day, calendar), start.tzinfo)
    day = _open_day(day + DAY, hours=hours, calendar=calendar)
    opens, end = _bounds(day, hours.on(day, calendar))
    runs = _gap(now, opens, hours=hours, calendar=calendar)
    return _answer(end, [*runs, *_mentions(day - DAY, day, calendar)], start.tzinfo)


def _working_days(limit: int, start: datetime, *, hours: Hours, calendar: Calendar) -> Due:
    """Counted on the five-day calendar from the day after the start's date, whether that was open or not."""
    day = start.date()
    last = calendar.working_day(limit, day)
    runs = [_start_day(start)]
    for off in calendar.days_off(day, last):
        _add(runs, _closed(off, hours=hours, calendar=calendar))
    return _day_end(last, [*runs, *_mentions(day, last, calendar)], start, hours=hours, calendar=calendar)


def _calendar_days(limit: int, start: datetime, *, hours: Hours, calendar: Calendar) -> Due:
    """Every day counts from the day after; an end on a day off of the five-day calendar moves to a working day."""
    day = start.date()
    if limit > (calendar.last - day).days:
        raise CalendarEnded(calendar.last + DAY, calendar.first, calendar.last)
    end = calendar.covers(day + limit * DAY)
    runs = [_start_day(start)]
    last = end if calendar.is_working_day(end) else calendar.working_day(1, end)
    if last != end:
        for off in calendar.days_off(end - DAY, last):
            _add(runs, _closed(off, hours=hours, calendar=calendar))
        facts = {"was": end.isoformat(), "now": last.isoformat()}
        runs.append(_Run(_midnight(end), _midnight(last), "moved-end", facts))
    return _day_end(last, [*runs, *_mentions(end - DAY, last, calendar)], start, hours=hours, calendar=calendar)


def _day_end(last: date, runs: list[_Run], start: datetime, *, hours: Hours, calendar: Calendar) -> Due:
    """The side's close on the last day; a side shut on that working day has until its next open day's close."""
    day = _open_day(last, hours=hours, calendar=calendar)
    while last < day:
        _add(runs, _closed(last, hours=hours, calendar=calendar))
        last += DAY
    return _answer(_bounds(day, hours.on(day, calendar))[1], runs, start.tzinfo)


def _open_day(day: date, *, hours: Hours, calendar: Calendar) -> date:
    while not hours.on(day, calendar):
        day += DAY
    return day


def _bounds(day: date, stretches: tuple[Stretch, ...]) -> tuple[datetime, datetime]:
    return datetime.combine(day, stretches[0].open), datetime.combine(day, stretches[-1].close)


def _gap(since: datetime, until: datetime, *, hours: Hours, calendar: Calendar) -> list[_Run]:
    """What stood between, without a hole: nights and breaks of open days, closed days with their rule."""
    runs: list[_Run] = []
    while since < until:
        day = since.date()
        end = min(until, _midnight(day + DAY))
        if not (stretches := hours.on(day, calendar)):
            run = _closed(day, hours=hours, calendar=calendar)
            _add(runs, run._replace(from_=since, to=end))
        else:
            opens, closes = _bounds(day, stretches)
            _add(runs, _Run(since, end, "break" if opens <= since and end < closes else "night", {}))
        since = end
    return runs


def _closed(day: date, *, hours: Hours, calendar: Calendar) -> _Run:
    rule = calendar.why_closed(day)
    if rule is None:
        return _Run(_midnight(day), _midnight(day + DAY), "side-closed", {})
    return _Run(_midnight(day), _midnight(day + DAY), rule.kind, _facts(rule))


def _start_day(start: datetime) -> _Run:
    return _Run(start.replace(tzinfo=None), _midnight(start.date() + DAY), "start-day", {})


def _mentions(after: date, until: date, calendar: Calendar) -> list[_Run]:
    return [_worked(day, rule) for day in calendar.worked_days_off(after, until) if (rule := calendar.why_worked(day))]


def _worked(day: date, rule: Rule) -> _Run:
    return _Run(_midnight(day), _midnight(day + DAY), "worked-day", _facts(rule))


def _facts(rule: Rule) -> dict[str, str]:
    """What the sentence of a day needs; a plain weekend needs nothing."""
    if rule.kind == "weekend":
        return {}
    facts = {"name_ru": rule.names.ru, "name_kk": rule.names.kk, "name_en": rule.names.en}
    if rule.reference is not None:
        facts |= {"law_ru": rule.reference.ru, "law_kk": rule.reference.kk, "law_en": rule.reference.en}
    if rule.other is not None:
        facts["other"] = rule.other.isoformat()
    if rule.estimated:
        facts["estimated"] = "yes"
    return facts


def _add(runs: list[_Run], run: _Run) -> None:
    """Joined to the run before it when the same rule simply goes on."""
    if runs and runs[-1].to == run.from_ and runs[-1].rule == run.rule and runs[-1].facts == run.facts:
        runs[-1] = runs[-1]._replace(to=run.to)
    else:
        runs.append(run)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _answer(by: datetime, runs: list[_Run], zone: tzinfo | None) -> Due:
    return Due(by.replace(tzinfo=zone), tuple(runs))
