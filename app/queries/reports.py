"""The supervisor's page: when people come, where time goes, why we refuse, who is late, what they say, what lies here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from sqlalchemy import func, select

from app.command import Asking, query
from app.domain.roles import Right
from app.problems import Refused
from app.queries import reports_parts as parts
from app.queries import reports_rows as rows
from app.queries.limits import Limits
from app.queries.queue import COLUMNS, CaseRow, at_most, row_of
from app.queries.reports_parts import BANDS, Hour, Party, Reason, StepTime
from app.queries.reports_rows import UNTAKEN, Scope
from app.queries.span import span
from app.store.tables import cases, events

Question = Literal["flow", "steps", "refusals", "parties", "survey", "lying"]
QUESTIONS: tuple[Question, ...] = ("flow", "steps", "refusals", "parties", "survey", "lying")

__all__ = ["BANDS", "QUESTIONS", "Behind", "Hour", "Party", "Period", "Question", "Reason", "StepTime", "Summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days of the office, the last one with; of all its cases, or of one service, or of what one workplace took in."""

    first: date
    last: date
    service: str | None = None
    workplace: str | None = None  # AT01-03


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What each question counts. Steps and lateness: deeds of the period; what lies here: now."""

    visits: int
    taken: int  # not turned away at the counter
    refused: int
    late: int  # deeds after their limit, and limits that ran out undone
    by_status: dict[str, int]
    by_service: dict[str, int]
    by_workplace: dict[str, int]
    hours: tuple[Hour, ...] = ()
    steps: tuple[StepTime, ...] = ()
    reasons: tuple[Reason, ...] = ()
    parties: tuple[Party, ...] = ()
    quality: tuple[int, ...] = (0, 0, 0)  # satisfied, in part, not
    information: tuple[int, ...] = (0, 0, 0)
    lying: tuple[int, ...] = field(default=(0,) * (len(BANDS) + 1))  # by `BANDS`


@query(Right.WATCH)
def summary(asking: Asking, given: Period) -> Summary:
    """Counted by the office's own days and zone, over what this office sees."""
    scope = _scope(asking, given)
    hours, statuses, services, places = parts.flow(scope)
    done, overdue = parts.timed_steps(scope), list(rows.running_late(scope))
    bags = parts.rides(scope)
    quality, information = _answers(scope)
    bands = Counter(band for _, band in parts.lying(scope))
    visits, away = statuses.total(), sum(statuses[s] for s in UNTAKEN.strip("()").replace("'", "").split(", "))
    return Summary(
        visits=visits, taken=visits - away, refused=statuses["refused"], by_status=dict(statuses),
        late=sum(d.late for d in done) + len(overdue), by_service=dict(services), by_workplace=dict(sorted(places.items())),
        hours=hours, steps=parts.step_times(done, overdue), reasons=parts.reasons(parts.refusals(scope)),
        parties=parts.parties(scope, parts.licensor_paces(done, overdue), bags), quality=quality, information=information,
        lying=tuple(bands[n] for n in range(len(BANDS) + 1)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind(Period):
    """The cases behind one figure: its question, and its key there; no key: all that the question counts."""

    question: Question
    key: str = ""
    after: int | None = None  # `row` of the last one seen
    limit: int = 100


@query(Right.WATCH)
def behind(asking: Asking, given: Behind) -> tuple[CaseRow, ...]:
    """Newest first."""
    ids = sorted(set(_behind(_scope(asking, given), given)))
    found: list[CaseRow] = []
    limits = Limits(asking)
    for start in range(0, len(ids), 500):  # a statement takes no endless list
        chosen = select(*COLUMNS).where(cases.c.id.in_(ids[start : start + 500]))
        if given.after is not None:
            chosen = chosen.where(cases.c.row < given.after)
        for r in asking.connection.execute(chosen):
            found.append(row_of(asking, r, limits))
    return tuple(islice(sorted(found, key=lambda c: -c.row), at_most(given.limit)))


def _behind(scope: Scope, given: Behind) -> Iterator[str]:
    key = given.key
    match given.question:
        case "flow":
            yield from parts.behind_flow(scope, key)
        case "steps":
            step, _, late = key.partition(".")
            for deed in parts.timed_steps(scope):
                if deed.used is not None and step in ("", deed.step) and (not late or deed.late):
                    yield deed.case
            if late or not key:
                yield from (case for case, _, of in rows.running_late(scope) if step in ("", of))
        case "refusals":
            yield from (case for case, of, *_ in parts.refusals(scope) if key in ("", of))
        case "parties":
            yield from _of_party(scope, key)
        case "survey":
            question, _, answer = key.partition(".")
            for case, quality, information in rows.answers(scope):
                told = str(quality if question == "quality" else information)
                if not key or not answer or told == answer:
                    yield case
        case "lying":
            yield from (case for case, band in parts.lying(scope) if key in ("", str(band)))


def _of_party(scope: Scope, key: str) -> Iterator[str]:
    """`courier:LOGIN`, `licensor:CODE`, either with `:late`."""
    kind, _, rest = key.partition(":")
    id, _, pace = rest.partition(":")
    if kind in ("", "licensor"):
        told = parts.licensor_paces(parts.timed_steps(scope), list(rows.running_late(scope)))
        yield from (case for case, code, found in told if id in ("", code) and pace in ("", found))
    if kind in ("", "courier"):
        for bag, login, found in parts.rides(scope):
            if id in ("", login) and pace in ("", found):
                yield from bag


def _answers(scope: Scope) -> tuple[tuple[int, ...], tuple[int, ...]]:
    told = [(int(quality), int(information)) for _, quality, information in rows.answers(scope)]
    return tuple(sum(q == n for q, _ in told) for n in (3, 2, 1)), tuple(
        sum(i == n for _, i in told) for n in (3, 2, 1)
    )


def _scope(asking: Asking, given: Period) -> Scope:
    if given.last < given.first:
        raise Refused("period-backwards", first=f"{given.first:%d.%m.%Y}", last=f"{given.last:%d.%m.%Y}")
    since, until = span(given.first, given.last, asking.zone)
    return Scope(asking, since, until, given.service, given.workplace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    cases: int
    events: int


@query(Right.WATCH)
def counts(asking: Asking, given: Period) -> Counts:
    """How much this store holds."""
    found = [asking.connection.execute(select(func.count()).select_from(t)).scalar() for t in (cases, events)]
    return Counts(cases=int(found[0] or 0), events=int(found[1] or 0))
