"""The supervisor's page: how many, of what, how late, refused for which document, and what people answered."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from app.command import Asking, query
from app.domain.moment import Moment
from app.domain.roles import Right
from app.store.tables import cases, events


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    by_service: dict[str, int]
    by_status: dict[str, int]
    by_day: dict[str, int]
    by_hour: dict[str, int]
    gaps: dict[str, int]  # document id → refusals that name it
    late_steps: dict[str, int]
    done_steps: dict[str, int]
    quality: dict[str, int]  # answer 1–3 → how often
    information: dict[str, int]


@query(Right.WATCH)
def summary(asking: Asking, given: Period) -> Summary:
    """Counted over the applications of a period, by the office's own days."""
    mine = cases.c.centre if asking.office.side == "centre" else cases.c.licensor
    since = Moment(datetime.combine(given.first, time(), asking.zone)).iso()
    until = Moment(datetime.combine(given.last + timedelta(1), time(), asking.zone)).iso()
    within = (mine == asking.office.code, cases.c.accepted_at >= since, cases.c.accepted_at < until)
    found = Summary(**{name: Counter() for name in Summary.__dataclass_fields__})
    for row in asking.connection.execute(select(cases.c.service, cases.c.status, cases.c.state).where(*within)):
        state = json.loads(row.state)
        at = Moment.parse(state["accepted_at"]).local(asking.zone)
        found.by_service[row.service] += 1
        found.by_status[row.status] += 1
        found.by_day[at.date().isoformat()] += 1
        found.by_hour[f"{at.hour:02d}"] += 1
        if row.status == "refused":
            for gap in state.get("gaps", ()):
                found.gaps[gap["document"]] += 1
        for done in state.get("done", ()):
            found.done_steps[done["step"]] += 1
            if done.get("due_by") and done["at"] > done["due_by"]:
                found.late_steps[done["step"]] += 1
        if survey := state.get("survey"):
            found.quality[str(survey[0])] += 1
            found.information[str(survey[1])] += 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    cases: int
    events: int


@query(Right.WATCH)
def counts(asking: Asking, given: Period) -> Counts:
    """How much this store holds."""
    found = [asking.connection.execute(select(func.count()).select_from(t)).scalar() for t in (cases, events)]
    return Counts(cases=int(found[0] or 0), events=int(found[1] or 0))
