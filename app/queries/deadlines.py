"""The board of clocks: what is late, what is at risk, what is due, and with whom; and why a clock runs out when it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import and_, false, func, or_, select

from app.catalogue.ladder import ladder_on
from app.command import Asking, query
from app.domain.calendar import CalendarEnded
from app.domain.case import DoneStep
from app.domain.clauses import in_words
from app.domain.course import starts_of
from app.domain.facts import Started
from app.domain.moment import Moment
from app.domain.pack import Service, Step, Unit
from app.domain.roles import Right
from app.domain.rungs import ACTORS, RungId, reached
from app.domain.terms import Due, spoken
from app.problems import Refused
from app.queries.case import case_by
from app.queries.limits import Limits
from app.queries.queue import COLUMNS, CaseRow, at_most, row_of
from app.queries.reach import reachable
from app.store.tables import cases

Place = Literal["hall", "sector", "courier", "licensor", "way", "shelf", "road", "desk", "signing", "giving"]
_ROW = re.compile(r"[0-9]{1,15}")
PLACES: dict[str, tuple[Place, ...]] = {  # in the order of the papers' way
    "centre": ("hall", "sector", "courier", "licensor", "way", "shelf"),
    "licensor": ("road", "hall", "desk", "signing", "giving"),
}
AT_THE_LICENSOR: dict[str, Place] = {  # where a step of the act is done there; what is not named: at the desk
    "take-in-queue": "hall", "take-in": "hall", "registered": "hall", "assign": "hall", "sign": "signing",
    "journal": "giving", "give-out": "giving", "ticket": "giving", "licensor-to-courier": "giving",
    "confirm-registration": "giving", "release": "giving", "release-queue": "giving", "p-result": "giving",
}  # fmt: skip
STATUS_PLACE: dict[str, Place] = {
    "to-release": "shelf", "result-ready": "way", "result-on-the-way": "way", "at-licensor": "licensor",
    "sent": "licensor", "registered": "licensor", "on-the-way": "courier", "in-sector": "sector", "in-registry": "sector",
    "unclaimed": "licensor",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    after: str | None = None  # `after` of the last one seen
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    state: Literal["late", "risk", "in-time"]
    left_seconds: int  # negative: late by
    case: CaseRow
    place: Place = "hall"
    limit: int | None = None  # of the step, as its act sets it
    unit: Unit | None = None
    rung: RungId | None = None  # the highest that the clock has reached
    mine: bool = False  # who asks may do the step
    after: str = ""  # its place in the list: many clocks run out at the same moment, at the close of a day


@query(Right.SEE_CASES)
def board(asking: Asking, given: Clocks) -> tuple[Clock, ...]:
    """The clock of each case that runs out first, soonest first."""
    chosen = select(*COLUMNS).where(*reachable(asking), cases.c.due_by.is_not(None))
    if given.after:
        due_by, _, row_ = given.after.partition(" ")
        later = and_(cases.c.due_by == due_by, cases.c.row > int(row_)) if _ROW.fullmatch(row_) else false()
        chosen = chosen.where(or_(cases.c.due_by > due_by, later))
    rows = asking.connection.execute(chosen.order_by(cases.c.due_by, cases.c.row).limit(at_most(given.limit)))
    limits = Limits(asking)
    return tuple(_clock(asking, row, limits) for row in rows)


@query(Right.SEE_CASES)
def late(asking: Asking, given: Clocks) -> int:
    """How many clocks are over, as far as `limit` counts: asked after each press of anybody, so no case is read for it."""
    over = (*reachable(asking), cases.c.due_by < asking.now.iso())
    found = select(cases.c.row).where(*over).limit(at_most(given.limit)).subquery()
    return int(asking.connection.execute(select(func.count()).select_from(found)).scalar_one())


def _clock(asking: Asking, row: Any, limits: Limits) -> Clock:
    case, step, due_by = row_of(asking, row, limits), limits.step(row), Moment.parse(row.due_by)
    left = due_by.utc - asking.now.utc
    state: Literal["late", "risk", "in-time"] = "late" if left < timedelta() else "in-time"
    rung: RungId | None = None
    if step is not None:
        ladder = ladder_on(asking.today)
        behind = reached(ladder, step, due_by, now=asking.now, zone=asking.zone, calendar=asking.calendar)
        rung = behind[-1].id if behind else None
        state = "risk" if rung == "risk" and state != "late" else state
    return Clock(
        state=state, left_seconds=int(left.total_seconds()), case=case, after=f"{row.due_by} {row.row}",
        place=place_of(case, asking.office.side), limit=step.limit if step else None, unit=step.unit if step else None,
        rung=rung, mine=step is not None and asking.account.role in ACTORS[step.actor],
    )  # fmt: skip


def place_of(case: CaseRow, side: str) -> Place:
    """Where on the papers' way a case stands, as each side sees it."""
    if side == "centre":
        if case.holder == "inspector" and case.status == "result-ready":
            return "shelf"
        return STATUS_PLACE.get(case.status, "hall")
    if case.status in ("on-the-way", "in-registry", "in-sector", "accepted", "sent"):
        return "road" if case.status != "sent" else "hall"
    return AT_THE_LICENSOR.get(case.due_step or "", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStep:
    code: str
    step: str
    lang: Literal["kk", "ru", "en"] = "ru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A key of the words, and the facts for its places in the asked language."""

    key: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """`why` is empty where the stored date does not follow from the act and calendar known here: then the clause alone."""

    step: str
    due_by: str | None  # None: the act sets no limit
    clause: str  # in words; empty: the program's own
    start: str | None = None  # the moment that the limit counts from
    why: tuple[Sentence, ...] = ()


@query(Right.SEE_CASES)
def why(asking: Asking, given: OfStep) -> Why:
    """By when a step that runs or is done was due, from when that counts, and which stretches its clock skipped."""
    case = case_by(asking, given.code)
    clocks: tuple[Started | DoneStep, ...] = (*case.running, *case.done)
    clock = next((s for s in clocks if s.step == given.step), None)
    if case.what is None or clock is None:
        raise Refused("not-a-step", step=given.step)
    law = in_words(clock.clause)
    clause = law.in_(given.lang) if law else ""
    if clock.due_by is None:
        return Why(step=clock.step, due_by=None, clause=clause)
    _, service = asking.law_of(case.what)
    what = case.what
    step = service.step(clock.step, variant=what.variant, object=what.object, channel=what.channel)
    for start in starts_of(case, step, asking.zone) if step else ():
        reckoned = _due(asking, step, service, channel=what.channel, start=start) if step else None
        if reckoned is not None and Moment(reckoned.by) == clock.due_by:
            told = (spoken(skip, given.lang) for skip in reckoned.why)
            said = tuple(Sentence(key=key, facts=facts) for key, facts in told)
            return Why(step=clock.step, due_by=clock.due_by.iso(), clause=clause, start=start.iso(), why=said)
    return Why(step=clock.step, due_by=clock.due_by.iso(), clause=clause)


def _due(asking: Asking, step: Step, service: Service, *, channel: str, start: Moment) -> Due | None:
    try:
        return asking.clockwork().due(step, service, channel, start=start)
    except CalendarEnded:  # a newer calendar reckoned it: the date stands, its days cannot be told here
        return None
