"""The board of clocks: what is late, what is at risk, what is due, and with whom; and why a clock runs out when it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import and_, false, or_, select

from app.command import Asking, query
from app.domain.calendar import CalendarEnded
from app.domain.case import Case
from app.domain.clauses import in_words
from app.domain.course import anchors_of, end_of_filing
from app.domain.moment import Moment
from app.domain.pack import Service, Step
from app.domain.roles import Right
from app.domain.terms import Due, spoken
from app.problems import Refused
from app.queries.case import case_by
from app.queries.queue import COLUMNS, CaseRow, at_most
from app.store.tables import cases

RISK = timedelta(hours=1)  # less than this left, or a tenth of a day: shown as "at risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    after: str | None = None  # `after` of the last one seen
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    state: Literal["late", "risk", "in-time"]
    left_seconds: int  # negative: late by
    case: CaseRow
    after: str = ""  # its place in the list: many clocks run out at the same moment, at the close of a day


@query(Right.SEE_CASES)
def board(asking: Asking, given: Clocks) -> tuple[Clock, ...]:
    """The clock of each case that runs out first, soonest first."""
    mine = cases.c.centre if asking.office.side == "centre" else cases.c.licensor
    chosen = select(*COLUMNS).where(mine == asking.office.code, cases.c.due_by.is_not(None))
    if given.after:
        due_by, _, row_ = given.after.partition(" ")
        later = and_(cases.c.due_by == due_by, cases.c.row > int(row_)) if row_.isdecimal() else false()
        chosen = chosen.where(or_(cases.c.due_by > due_by, later))
    rows = asking.connection.execute(chosen.order_by(cases.c.due_by, cases.c.row).limit(at_most(given.limit)))
    found = []
    for row in rows:
        left = Moment.parse(row.due_by).utc - asking.now.utc
        state: Literal["late", "risk", "in-time"]
        state = "late" if left < timedelta() else "risk" if left < RISK else "in-time"
        case = CaseRow(**{**row._mapping, "steps": tuple(row.steps.split())})
        place = f"{row.due_by} {row.row}"
        found.append(Clock(state=state, left_seconds=int(left.total_seconds()), case=case, after=place))
    return tuple(found)


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
    """By when a running step is due, from when that counts, and which stretches its clock skipped."""
    case = case_by(asking, given.code)
    clock = next((s for s in case.running if s.step == given.step), None)
    if case.what is None or clock is None:
        raise Refused("not-a-step", step=given.step)
    law = in_words(clock.clause)
    clause = law.in_(given.lang) if law else ""
    if clock.due_by is None:
        return Why(step=clock.step, due_by=None, clause=clause)
    _, service = asking.law_of(case.what)
    what = case.what
    step = service.step(clock.step, variant=what.variant, object=what.object, channel=what.channel)
    for start in _starts(asking, case, step) if step else ():
        reckoned = _due(asking, step, service, channel=what.channel, start=start) if step else None
        if reckoned is not None and Moment(reckoned.by) == clock.due_by:
            told = (spoken(skip, given.lang) for skip in reckoned.why)
            said = tuple(Sentence(key=key, facts=facts) for key, facts in told)
            return Why(step=clock.step, due_by=clock.due_by.iso(), clause=clause, start=start.iso(), why=said)
    return Why(step=clock.step, due_by=clock.due_by.iso(), clause=clause)


def _starts(asking: Asking, case: Case, step: Step) -> tuple[Moment, ...]:
    """Where the step's clock may have started: the anchor that its act names, what came before it, handing in."""
    anchors = anchors_of(case)
    closing = end_of_filing(case, asking.zone)
    named = closing if step.start == "end-of-filing" else anchors.get(step.start)
    before = [d.at for d in case.done if d.step in step.after]
    found = (named, max(before, key=lambda at: at.utc) if before else None, case.accepted_at)
    return tuple(dict.fromkeys(m for m in found if m is not None))


def _due(asking: Asking, step: Step, service: Service, *, channel: str, start: Moment) -> Due | None:
    try:
        return asking.clockwork().due(step, service, channel, start=start)
    except CalendarEnded:  # a newer calendar reckoned it: the date stands, its days cannot be told here
        return None
