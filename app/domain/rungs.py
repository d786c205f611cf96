"""When a running clock calls somebody, and whom: the rungs of a ladder that no act sets – the program's own, dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from app.domain.calendar import Calendar, CalendarEnded
from app.domain.moment import Moment
from app.domain.pack import Actor, Source, Step
from app.domain.roles import Role

RungId = Literal["risk", "late", "day-late", "reminded"]  # the last: a person asked, no clock
WHO_ACTS: Final = "actor"  # in a ladder: whoever the act lets do the step
ACTORS: Final[Mapping[Actor, tuple[Role, ...]]] = {
    "inspector": (Role.INSPECTOR,), "operator": (Role.INSPECTOR,), "sector": (Role.SECTOR,), "courier": (Role.COURIER,),
    "chancellery": (Role.CHANCELLERY,), "head": (Role.HEAD,), "specialist": (Role.SPECIALIST,),
    "secretary": (Role.SECRETARY,), "commission": (Role.SECRETARY,), "provider": (Role.PROVIDER,),
    "state-body": (Role.SPECIALIST,), "licensor": (Role.CHANCELLERY, Role.SPECIALIST), "portal": (),
}  # fmt: skip
LENGTH: Final = {
    "s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "same-day": timedelta(hours=5),
    "working-day": timedelta(days=1), "calendar-day": timedelta(days=1),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: the last `share`-th of the limit is left, or `working_days` have gone since it ended."""

    id: RungId
    share: int = 0
    working_days: int = 0
    calls: tuple[str, ...]  # roles, or WHO_ACTS

    def calls_role(self, role: str, actor: Actor) -> bool:
        return role in self.calls or (WHO_ACTS in self.calls and role in ACTORS[actor])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs that hold from a day on, lowest first."""

    from_: date
    source: Source
    rungs: tuple[Rung, ...]

    def rung(self, id: str) -> Rung | None:
        return next((r for r in self.rungs if r.id == id), None)


def lead(step: Step, share: int) -> timedelta:
    """How long before its end a limit is at risk: its last `share`-th, a day of the limit taken as 24 hours."""
    if step.unit is None or not share:
        return timedelta()
    return LENGTH[step.unit] * (step.limit or 1) / share


def comes_at(rung: Rung, step: Step, due_by: Moment, *, zone: ZoneInfo, calendar: Calendar) -> Moment | None:
    """When a clock that ends at `due_by` reaches the rung; None where the calendar does not know the day."""
    if rung.share:
        return due_by + -lead(step, rung.share)
    if not rung.working_days:
        return due_by
    end = due_by.local(zone)
    try:
        day = calendar.working_day(rung.working_days, end.date())
    except CalendarEnded:
        return None
    return Moment(end.replace(year=day.year, month=day.month, day=day.day))


def reached(
    ladder: Ladder, step: Step, due_by: Moment, *, now: Moment, zone: ZoneInfo, calendar: Calendar
) -> tuple[Rung, ...]:
    """The rungs behind it, lowest first."""
    found = []
    for rung in ladder.rungs:
        at = comes_at(rung, step, due_by, zone=zone, calendar=calendar)
        if at is not None and at.utc <= now.utc:
            found.append(rung)
    return tuple(found)
