"""The people of an ended case are forgotten when their term is over: one asks, another says yes (`overrides.py`)."""

from __future__ import annotations

import calendar
from datetime import date
from zoneinfo import ZoneInfo

from app.catalogue.keeping import years_on
from app.command import Unit
from app.domain.case import Asked, Case
from app.domain.events import PeopleErased
from app.problems import Refused


def check(unit: Unit, case: Case) -> None:
    """`Refused`: it has not ended, its term runs still, it is another office's, or it is done."""
    if case.erased is not None:
        raise Refused("people-erased", number=case.number)
    if not is_of(case, unit.office.code):
        raise Refused("people-of-other-office", number=case.number)
    if case.ended_at is None:
        raise Refused("case-runs", number=case.number)
    until = kept_until(case.ended_at.day(unit.zone), years_on(unit.today))
    if unit.today <= until:
        raise Refused("people-kept", number=case.number, until=f"{until:%d.%m.%Y}")


def erase(unit: Unit, case: Case, asked: Asked) -> None:
    """The event; the store takes the personal parts away with it, here and wherever it arrives."""
    unit.record(case.id, PeopleErased(request=asked.event, years=years_on(unit.today)))


def is_of(case: Case, office: str) -> bool:
    """Who took a case in answers for the people in it."""
    return case.number.startswith(f"{office}-")


def is_due(case: Case, *, office: str, today: date, zone: ZoneInfo) -> bool:
    """Whether somebody of the office may ask for it today: what the window shows."""
    if case.ended_at is None or case.people is None or not is_of(case, office):
        return False
    return today > kept_until(case.ended_at.day(zone), years_on(today))


def kept_until(ended: date, years: int) -> date:
    """The last day of the term: the same day so many years on, or the month's last."""
    year = ended.year + years
    return ended.replace(year=year, day=min(ended.day, calendar.monthrange(year, ended.month)[1]))
