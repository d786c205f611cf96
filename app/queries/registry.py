"""Registries and hand-overs as lists, and one of them opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select

from app.command import Asking, Coded, query
from app.domain import codec
from app.domain.handover import Handover
from app.domain.numbers import NotACode, OtherKind, number_of
from app.domain.registry import Registry
from app.domain.roles import Right
from app.problems import Refused
from app.queries.limits import Limits
from app.queries.queue import COLUMNS, CaseRow, at_most, row_of
from app.store.tables import cases, handovers, registries


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    status: Literal["open", "closed"] | None = None
    after: str | None = None  # id of the last one seen
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverChoice:
    status: Literal["given", "taken", "refused", "lost", "returned"] | None = None
    after: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRegistry:
    registry: Registry
    cases: tuple[CaseRow, ...]  # what is in it now


@query(Right.SEE_BAGS)
def all(asking: Asking, given: Choice) -> tuple[Registry, ...]:
    """Newest first: what this office sends and what is sent to it."""
    c = registries.c
    chosen = select(c.state).where(or_(c.sender == asking.office.code, c.receiver == asking.office.code))
    if given.status:
        chosen = chosen.where(c.status == given.status)
    if given.after:
        chosen = chosen.where(c.id < given.after)
    rows = asking.connection.execute(chosen.order_by(c.id.desc()).limit(at_most(given.limit)))
    return tuple(codec.load(Registry, r.state) for r in rows)


@query(Right.SEE_BAGS)
def open(asking: Asking, given: Coded) -> OpenedRegistry:
    state = asking.connection.execute(
        select(registries.c.state).where(
            registries.c.id == given.code if len(given.code) == 36 else registries.c.number == _number(given.code, "R"),
            or_(registries.c.sender == asking.office.code, registries.c.receiver == asking.office.code),
        )
    ).scalar()
    if state is None:
        raise Refused("registry-unknown", code=given.code)
    registry = codec.load(Registry, state)
    rows = asking.connection.execute(select(*COLUMNS).where(cases.c.registry == registry.id).order_by(cases.c.row))
    limits = Limits(asking)
    inside = tuple(row_of(asking, r, limits) for r in rows)
    return OpenedRegistry(registry=registry, cases=inside)


@query(Right.SEE_BAGS)
def handed(asking: Asking, given: HandoverChoice) -> tuple[Handover, ...]:
    """Hand-overs with papers of this office, newest first. Whose they are is known by their cases alone."""
    c, limit, after, found = handovers.c, at_most(given.limit), given.after, list[Handover]()
    mine = cases.c.centre if asking.office.side == "centre" else cases.c.licensor
    chosen = select(c.id, c.state)
    if given.status:
        chosen = chosen.where(c.status == given.status)
    while len(found) < limit:
        page = chosen.where(c.id < after) if after else chosen
        rows = asking.connection.execute(page.order_by(c.id.desc()).limit(200)).all()
        if not rows:
            break
        after = rows[-1].id
        met = [codec.load(Handover, r.state) for r in rows]
        ids = {id for handover in met for id in handover.cases}
        asked = select(cases.c.id).where(mine == asking.office.code, cases.c.id.in_(ids))
        ours = set(asking.connection.execute(asked).scalars())
        found += [handover for handover in met if ours.intersection(handover.cases)]
    return tuple(found[:limit])


def _number(code: str, kind: str) -> str:
    try:
        return number_of(code, kind)
    except NotACode as wrong:
        raise Refused("code-invalid", code=code, problem=wrong.problem) from wrong
    except OtherKind as other:
        raise Refused("code-of-other-kind", code=code, kind=other.kind) from other
