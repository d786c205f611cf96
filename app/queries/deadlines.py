"""The board of clocks: what is late, what is at risk, what is due, and with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import and_, false, or_, select

from app.command import Asking, query
from app.domain.moment import Moment
from app.domain.roles import Right
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
