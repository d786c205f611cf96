"""The house itself: who I am and what time it is here, the people, the offices, the state of the exchange."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.command import Asking, Nothing, Page, query
from app.domain.office import Office
from app.domain.roles import RIGHTS, Right, Role
from app.queries.queue import at_most
from app.store.tables import accounts, parked


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    login: str
    name: str
    role: str
    rights: tuple[str, ...]
    office: Office
    now: str  # legal time, local, with offset
    training: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    login: str
    name: str
    role: str
    office: str
    device: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    event: str
    subject: str
    reason: str


@query(Right.OWN_WORK)
def me(asking: Asking, given: Nothing) -> Me:
    account = asking.account
    return Me(
        login=account.login, name=account.name, role=account.role, rights=tuple(sorted(RIGHTS[Role(account.role)])),
        office=asking.office, now=asking.now.local(asking.zone).isoformat(timespec="seconds"),
        training=asking.office.training_weeks is not None,
    )  # fmt: skip


@query(Right.OWN_WORK)
def people(asking: Asking, given: Page) -> tuple[Person, ...]:
    """Everybody that this node knows: its own people, and the couriers that come from the other side."""
    later = accounts.c.login > (given.after or "")
    rows = asking.connection.execute(
        select(accounts).where(later).order_by(accounts.c.login).limit(at_most(given.limit))
    )
    return tuple(
        Person(login=r.login, name=r.name, role=r.role, office=r.centre, device=r.device, open=bool(r.open))
        for r in rows
    )


@query(Right.WATCH)
def parked_events(asking: Asking, given: Page) -> tuple[Parked, ...]:
    """What arrived and could not be applied: kept, with the reason, until a person settles it."""
    waiting = select(parked).where(parked.c.settled.is_(False), parked.c.event > (given.after or ""))
    rows = asking.connection.execute(waiting.order_by(parked.c.event).limit(at_most(given.limit)))
    return tuple(Parked(event=r.event, subject=r.subject, reason=r.reason) for r in rows)
