"""The six questions of the supervisor's page, each answered from the cases' folds, and the cases behind each figure.

A figure and its list are made by one pass over the same rows: what is counted is what is shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal, cast

from app.catalogue.acts import UnknownId
from app.command import Asking
from app.domain.codec import BadShape
from app.domain.facts import What
from app.domain.listed import holds
from app.domain.moment import Moment
from app.domain.pack import Service, Step, StepId, Text
from app.domain.terms import HOURS, Side, whose
from app.problems import Refused
from app.queries import reports_rows as rows
from app.queries.reports_rows import Scope
from app.queries.reports_time import OpenTime, Used, middle, ninth, span_of, stamp
from app.store.lying import brought

_HOURS = re.compile(r"[1-7]\.[0-9]{1,2}(\.[0-9]{1,2})?")
EDGE = 0.8  # of the limit: more than this used is "at the edge" – the program's own measure, no act has one
BANDS = (7, 14, 21, 30)  # days; whatever is older has lain its month (`app/domain/unclaimed.py`)
Pace = Literal["in-time", "edge", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    weekday: int  # 1 Monday
    hour: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """How long a step really took. Times in seconds, or in days where its limit is in days."""

    step: str
    n: int
    late: int  # of these
    running_late: int  # ran out in the period, and is not done yet
    middle_percent: int  # of the limit, of the case in the middle
    ninth_percent: int  # nine of ten did not take more
    limit: int | None = None  # none: cases with different limits
    unit: str | None = None
    middle: int | None = None  # seconds, or hundredths of a day
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the documents were not taken in, or the licensor refused."""

    key: str
    n: int
    kind: str  # missing, expired … or "ground"
    clause: str
    name: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whose deeds: a department of the licensor by its cases, a courier by their rides."""

    key: str  # licensor:AD01, courier:courier.at01
    in_time: int
    edge: int
    late: int
    name: Text

    @property
    def n(self) -> int:
        return self.in_time + self.edge + self.late


@dataclass(slots=True)
class Timed:
    """One deed with its limit."""

    case: str
    step: str
    licensor: str
    late: bool
    used: Used | None  # none: the limit of its pack is not known here
    limit: int | None
    unit: str | None
    clause: str


@dataclass(slots=True)
class Watch:
    """Limits of steps as each pack has them, and the open time of each side, found once."""

    asking: Asking
    _hours: dict[Side, OpenTime] = field(default_factory=dict)

    def limit(
        self, pack: str, service: str, variant: str, object: str, channel: str, step: str
    ) -> tuple[Step, Side] | None:
        return _limit(self.asking, pack, service, variant, object, channel, step)

    def timed(self, found: list[Any], step: int) -> Iterator[tuple[Any, Used | None, Step | None]]:
        """Each row with what it used of its limit; `step` is the place of step, at and due_by in it."""
        moments = [row[n] for row in found for n in (step + 1, step + 2)]
        if not moments:
            return
        first, last = span_of(moments, self.asking.zone)
        laws: dict[tuple[str, ...], tuple[Step, Side] | None] = {}
        for row in found:
            law = (row[1], row[2], row[3], row[4], row[5], row[step])
            if law not in laws:
                laws[law] = self.limit(*law)
            if (known := laws[law]) is None or known[0].unit is None:
                yield row, None, None
                continue
            by, side = known
            if side not in self._hours:
                self._hours[side] = OpenTime(HOURS[side], self.asking.calendar, self.asking.zone, first, last)
            assert by.unit is not None
            used = self._hours[side].used(by.limit or 1, by.unit, stamp(row[step + 1]), stamp(row[step + 2]))
            yield row, used, by


def _limit(
    asking: Asking, pack: str, service: str, variant: str, object: str, channel: str, step: str
) -> tuple[Step, Side] | None:
    what = cast(Any, What)(pack=pack, service=service, variant=variant, object=object, channel=channel, licensor="")
    law = law_of(asking, what)
    found = law.step(step, variant=variant, object=object, channel=channel) if law else None
    if law is None or found is None:
        return None
    offered = law.channel(channel)
    return found, whose(cast(StepId, step), cast(Any, channel), offered.flow if offered else "desk")


def law_of(asking: Asking, what: What) -> Service | None:
    """None: a pack that this installation does not have."""
    try:
        return asking.law_of(what)[1]
    except (Refused, UnknownId):
        return None


# ---- 1. when do they come


def flow(scope: Scope) -> tuple[tuple[Hour, ...], Counter[str], Counter[str], Counter[str]]:
    """By weekday and hour of the office's own days; by status, by service, by workplace."""
    hours: Counter[tuple[int, int]] = Counter()
    statuses: Counter[str] = Counter()
    services: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for hour, status, service, place, n in rows.visits(scope):
        hours[_local(hour, scope.asking)] += n
        statuses[status] += n
        services[service] += n
        if place.startswith(f"{scope.asking.office.code}-"):
            places[place] += n
    found = (Hour(weekday=day, hour=at, n=n) for (day, at), n in sorted(hours.items()))
    return tuple(found), statuses, services, places


def _local(hour: str, asking: Asking) -> tuple[int, int]:
    at = datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC).astimezone(asking.zone)
    return at.isoweekday(), at.hour


def behind_flow(scope: Scope, key: str) -> Iterator[str]:
    """`1.11`: Mondays at eleven; `1.11.2`: two hours from then; empty: all."""
    if key and not _HOURS.fullmatch(key):
        raise BadShape("key", "a weekday, an hour and how many hours are expected, such as 1.10.2")
    day, first, long = (*(int(n) for n in key.split(".")), 1)[:3] if key else (0, 0, 0)
    for case, hour in rows.visit_rows(scope):
        at = _local(hour, scope.asking)
        if not key or (at[0] == day and first <= at[1] < first + long):
            yield case


# ---- 2. where does the time go, and 4. who is late


def timed_steps(scope: Scope) -> list[Timed]:
    found = list(rows.done_steps(scope))
    made = []
    for row, used, law in Watch(scope.asking).timed(found, 7):
        made.append(
            Timed(
                case=row[0], licensor=row[6], step=row[7], late=row[8] > row[9], used=used,
                limit=law.limit if law else None, unit=law.unit if law else None, clause=law.clause if law else "",
            )
        )  # fmt: skip
    return made


def step_times(done: list[Timed], overdue: list[Any]) -> tuple[StepTime, ...]:
    by_step: dict[str, list[Timed]] = defaultdict(list)
    for deed in done:
        if deed.used is not None:
            by_step[deed.step].append(deed)
    running = Counter(step for _, _, step in overdue)
    order = {step: n for n, step in enumerate(_STEPS)}
    return tuple(
        _step_time(step, deeds, running[step]) for step, deeds in sorted(by_step.items(), key=lambda p: order[p[0]])
    )


def _step_time(step: str, deeds: list[Timed], running: int) -> StepTime:
    shares = sorted(d.used.share for d in deeds if d.used)
    limits = {(d.limit, d.unit) for d in deeds}
    told: dict[str, Any] = {}
    if len(limits) == 1:
        ((limit, unit),) = limits
        amount = middle(sorted(d.used.amount for d in deeds if d.used))
        told = {"limit": limit, "unit": unit, "middle": round(amount if unit in ("s", "min", "h") else amount * 100)}
    clauses = {d.clause for d in deeds}
    return StepTime(
        step=step, n=len(deeds), late=sum(d.late for d in deeds), running_late=running,
        middle_percent=round(middle(shares) * 100), ninth_percent=round(ninth(shares) * 100),
        clause=clauses.pop() if len(clauses) == 1 else "", **told,
    )  # fmt: skip


_STEPS: tuple[str, ...] = cast(Any, StepId).__args__


def _pace(late: bool, used: Used | None) -> Pace:
    return "late" if late else "edge" if used is not None and used.share > EDGE else "in-time"


def licensor_paces(done: list[Timed], overdue: list[Any]) -> list[tuple[str, str, Pace]]:
    """(case, department, pace): the licensor's whole term; a term that ran out and still runs is late too."""
    told = [(d.case, d.licensor, _pace(d.late, d.used)) for d in done if d.step == "licensor"]
    return told + [(case, licensor, "late") for case, licensor, step in overdue if step == "licensor"]


def rides(scope: Scope) -> list[tuple[tuple[str, ...], str, Pace]]:
    """(cases, courier, pace) of each bag that a courier gave away: as late as the latest case in it."""
    worst = ("in-time", "edge", "late")
    bags: dict[tuple[str, str], tuple[list[str], Pace]] = {}
    for row, used, _ in Watch(scope.asking).timed(list(rows.rides(scope)), 8):
        case, bag, courier = row[0], row[6], row[7]
        pace = _pace(row[9] > row[10], used)
        cases, before = bags.get((bag, courier), ([], "in-time"))
        bags[bag, courier] = [*cases, case], max(pace, before, key=worst.index)
    return [(tuple(cases), courier, pace) for (_, courier), (cases, pace) in bags.items()]


def parties(
    scope: Scope, licensors: list[tuple[str, str, Pace]], bags: list[tuple[tuple[str, ...], str, Pace]]
) -> tuple[Party, ...]:
    counted: dict[str, Counter[Pace]] = defaultdict(Counter)
    for _, code, pace in licensors:
        counted[f"licensor:{code}"][pace] += 1
    for _, login, pace in bags:
        counted[f"courier:{login}"][pace] += 1
    people = rows.names_of(scope, frozenset(login for _, login, _ in bags))
    return tuple(
        Party(key=key, in_time=n["in-time"], edge=n["edge"], late=n["late"], name=_name(scope, key, people))
        for key, n in sorted(counted.items(), key=lambda p: (p[0].startswith("courier"), -p[1].total(), p[0]))
    )


def _name(scope: Scope, key: str, people: dict[str, str]) -> Text:
    kind, _, id = key.partition(":")
    if kind == "licensor":
        office = scope.asking.offices.get(id)
        return office.name if office else Text(ru=id, kk=id)
    return Text(ru=people.get(id, id), kk=people.get(id, id))


# ---- 3. why do we refuse


def refusals(scope: Scope) -> Iterator[tuple[str, str, str, str, Text | None]]:
    """(case, key, kind, clause, name) of each reason; a case may have several."""
    document_name = cache(lambda *asked: _document(scope.asking, *asked))
    for case, pack, service, document, kind, clause, *which in rows.gaps(scope):
        name = document_name(pack, service, document, *which)
        yield case, f"{document}|{kind}|{clause}|{name.ru if name else ''}", kind, clause, name
    ground_of = cache(lambda pack, service, id: _ground(scope.asking, pack, service, id))
    for case, pack, service, ground in rows.grounds(scope):
        clause, name = ground_of(pack, service, ground)
        yield case, f"{ground}|ground|{clause}", "ground", clause, name


def _service(asking: Asking, pack: str, service: str) -> Service | None:
    named = cast(Any, What)(pack=pack, service=service, variant="issue", object="", channel="counter", licensor="")
    return law_of(asking, named)


def _document(
    asking: Asking, pack: str, service: str, id: str, variant: str, object: str, channel: str, applicant: str | None
) -> Text | None:  # fmt: skip
    """As the list of such a case calls it: the same id is another form by another channel, or of another applicant."""
    law = _service(asking, pack, service)
    known = {"variant": variant, "object": object, "channel": channel} | ({"applicant": applicant} if applicant else {})
    lines = [d for d in law.documents if d.id == id] if law else []
    return max(lines, key=lambda d: holds(d, known)).name if lines else None


def _ground(asking: Asking, pack: str, service: str, id: str) -> tuple[str, Text | None]:
    law = _service(asking, pack, service)
    return next(((r.clause, r.text) for r in law.refusals if r.id == id), ("", None)) if law else ("", None)


def reasons(found: Iterator[tuple[str, str, str, str, Text | None]]) -> tuple[Reason, ...]:
    counted: Counter[str] = Counter()
    told: dict[str, tuple[str, str, Text | None]] = {}
    for _, key, kind, clause, name in found:
        counted[key] += 1
        told[key] = kind, clause, name
    ranked = sorted(counted.items(), key=lambda p: (-p[1], p[0]))
    return tuple(Reason(key=k, n=n, kind=told[k][0], clause=told[k][1], name=told[k][2]) for k, n in ranked)


# ---- 6. what lies here


def lying(scope: Scope) -> Iterator[tuple[str, int]]:
    """(case, band) of each result that waits for its owner."""
    asking, found = scope.asking, list(rows.lying(scope))
    came = brought(asking.connection, [case for case, _ in found])
    for case, since in found:
        days = (asking.today - (came.get(case) or Moment.parse(since)).day(asking.zone)) // timedelta(1)
        yield case, next((n for n, most in enumerate(BANDS) if days <= most), len(BANDS))
