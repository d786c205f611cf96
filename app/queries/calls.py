"""Who is to be called because a clock runs out: rungs that nobody has written down yet, and the calls that concern me."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from sqlalchemy import select

from app.catalogue.ladder import ladder_on
from app.command import Asking, Page, query
from app.domain import codec
from app.domain.case import Case
from app.domain.course import own_clocks
from app.domain.facts import Started
from app.domain.moment import Moment
from app.domain.pack import Step
from app.domain.roles import Right, Role, may
from app.domain.rungs import ACTORS, RungId, reached
from app.queries.queue import at_most
from app.queries.reach import reachable
from app.store.tables import cases

BACK, AHEAD = timedelta(days=30), timedelta(days=10)  # a clock over for longer has been called at every rung long ago
MOST = 500  # cases looked at in one go, the latest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A running clock has come to a rung."""

    id: str  # sorts by case, step and rung
    case: str
    number: str
    step: str
    rung: RungId


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    after: str = ""  # calls that were written down later than this moment, or that come behind the one of this id
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call that concerns who asks."""

    id: str  # sorts by moment, case, step and rung
    case: str
    number: str
    applicant: str
    step: str
    rung: RungId
    at: str
    by: str  # of a reminder: the name of who reminded


@query(Right.SEE_BAGS)
def waiting(asking: Asking, given: Page) -> tuple[Reached, ...]:
    """Rungs of this side's clocks that the journal does not hold yet."""
    found: list[Reached] = []
    for case, _ in _cases(asking):
        if case.what is None:
            continue
        _, service = asking.law_of(case.what)
        for clock, step in own_clocks(service, case, asking.office.side):
            done = {(c.step, c.rung) for c in case.calls or ()}
            found += [
                Reached(id=_id(case.id, clock.step, rung), case=case.id, number=case.number, step=clock.step, rung=rung)
                for rung in rungs_behind(asking, clock, step)
                if (clock.step, rung) not in done
            ]
    behind = sorted((one for one in found if one.id > (given.after or "")), key=lambda one: one.id)
    return tuple(behind[: at_most(given.limit)])


@query(Right.SEE_BAGS)
def mine(asking: Asking, given: Since) -> tuple[Called, ...]:
    """Calls for my role since a moment, the latest last; a clock that has stopped meanwhile calls nobody."""
    try:
        since = Moment.parse(given.after.split("/")[0]).utc if given.after else None
    except (ValueError, OverflowError) as wrong:
        raise codec.BadShape("after", "the moment of the call that was seen last is expected") from wrong
    ladder, role = ladder_on(asking.today), asking.account.role
    names = may(Role(role), Right.SEE_CASES)
    found = []
    for case, applicant in _cases(asking):
        running = {s.step for s in case.running}
        for call in case.calls or ():
            step = _step(asking, case, call.step)
            if step is None or call.step not in running or (since is not None and call.at.utc < since):
                continue
            id = f"{call.at.iso()}/{_id(case.id, call.step, call.rung)}"
            if since is not None and (id <= given.after if "/" in given.after else call.at.utc == since):
                continue
            rung = ladder.rung(call.rung)
            called = rung.calls_role(role, step.actor) if rung else role in ACTORS[step.actor]
            if called and not (rung is None and call.who == asking.account.login):
                found.append(
                    Called(
                        id=id, case=case.id, number=case.number, applicant=applicant if names else "",
                        step=call.step, rung=call.rung, at=call.at.iso(), by=call.who if rung is None else "",
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.id)[: at_most(given.limit)])


def _id(case: str, step: str, rung: RungId) -> str:
    """Rungs of a step in the order in which they are reached."""
    return f"{case}/{step}/{get_args(RungId).index(rung)}"


def _cases(asking: Asking) -> Iterator[tuple[Case, str]]:
    """Cases of this office whose clocks run out about now, with the applicant as lists show them."""
    now = asking.now
    near = cases.c.due_by.between((now + -BACK).iso(), (now + AHEAD).iso())
    chosen = select(cases.c.state, cases.c.applicant).where(*reachable(asking), near)
    for row in asking.connection.execute(chosen.order_by(cases.c.due_by, cases.c.row).limit(MOST)):
        yield codec.load(Case, row.state), row.applicant


def rungs_behind(asking: Asking, clock: Started, step: Step) -> tuple[RungId, ...]:
    assert clock.due_by is not None
    ladder = ladder_on(asking.today)
    behind = reached(ladder, step, clock.due_by, now=asking.now, zone=asking.zone, calendar=asking.calendar)
    return tuple(rung.id for rung in behind)


def _step(asking: Asking, case: Case, id: str) -> Step | None:
    if case.what is None:
        return None
    _, service = asking.law_of(case.what)
    return service.step(id, variant=case.what.variant, object=case.what.object, channel=case.what.channel)
