"""The house itself: who I am and what time it is here, the people, the offices, the state of the exchange."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.command import Asking, Nothing, Page, query
from app.domain import codec
from app.domain.access import Access
from app.domain.day_work import DAYS, Kind, limit
from app.domain.office import Office
from app.domain.roles import RIGHTS, Right, Role
from app.queries.queue import at_most
from app.store.awaited import awaited
from app.store.tables import (
    access,
    accounts,
    cases,
    cursors,
    devices,
    events,
    guesses,
    handovers,
    parked,
    peers,
    registries,
    texts,
)

COUNTED = 1000


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
class MuchSeen:
    """More of people's papers than a day's work needs. It accuses nobody: somebody asks why."""

    id: str  # sorts by day, login and kind
    login: str
    name: str
    day: date
    kind: Kind
    count: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An event of ours that a peer has not confirmed yet. `number`: of the case, registry or hand-over; else empty."""

    event: str
    peer: str
    kind: str
    number: str
    at: str  # when it was done, not when it will be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAwaited:
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    event: str
    subject: str
    reason: str
    number: str = ""  # of the case, registry or hand-over, where that is known here


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Wrong passwords under one login. No `name`: nobody here has it."""

    login: str
    name: str
    in_a_row: int
    in_an_hour: int  # up to the last of them
    failed_at: str
    wait: int  # seconds that nothing was looked at after it


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


@query(Right.UNLOCK)
def waiting_log_ins(asking: Asking, given: Page) -> tuple[Tries, ...]:
    """Who was tried with wrong passwords since they were last right, the latest first."""
    asked = select(guesses, accounts.c.name).join(accounts, accounts.c.login == guesses.c.login, isouter=True)
    ordered = asked.order_by(guesses.c.failed_at.desc(), guesses.c.login).limit(at_most(given.limit))
    found = []
    for row in asking.connection.execute(ordered):
        told = json.loads(row.state)
        if told["failures"]:
            tries = Tries(
                login=row.login, name=row.name or "", in_a_row=told["failures"], in_an_hour=len(told["recent"]),
                failed_at=row.failed_at, wait=round(told["wait"]),
            )  # fmt: skip
            found.append(tries)
    return tuple(found)


@query(Right.WATCH)
def much_seen(asking: Asking, given: Page) -> tuple[MuchSeen, ...]:
    """Who has searched for, opened or taken out more in one of the last days than its work needs, the latest first."""
    today, found = asking.now.day(asking.zone), []
    asked = select(accounts.c.login, accounts.c.name, accounts.c.role, access.c.state)
    own = asked.join(access, access.c.login == accounts.c.login).where(accounts.c.centre == asking.office.code)
    for row in asking.connection.execute(own.order_by(accounts.c.login)):
        for took in codec.load(Access, row.state).days or ():
            most = limit(Role(row.role), took.kind)
            if took.count > most and today - took.day < timedelta(days=DAYS):
                found.append(MuchSeen(
                    id=f"{took.day}/{row.login}/{took.kind}", login=row.login, name=row.name,
                    day=took.day, kind=took.kind, count=took.count, limit=most,
                ))  # fmt: skip
    behind = [one for one in found if not given.after or one.id < given.after]
    return tuple(sorted(behind, key=lambda one: one.id, reverse=True)[: at_most(given.limit)])


@query(Right.SEE_EXCHANGE)
def parked_events(asking: Asking, given: Page) -> tuple[Parked, ...]:
    """What arrived and could not be applied: kept, with the reason, and tried again."""
    waiting = select(parked).where(parked.c.settled.is_(False), parked.c.event > (given.after or ""))
    rows = asking.connection.execute(waiting.order_by(parked.c.event).limit(at_most(given.limit))).all()
    return tuple(
        Parked(event=r.event, subject=r.subject, reason=r.reason, number=_number(asking, r.subject)) for r in rows
    )


@query(Right.SEE_EXCHANGE)
def files_awaited(asking: Asking, given: Nothing) -> FilesAwaited:
    """Scans and papers of results that are named here and have not come yet; counted up to a thousand for each peer."""
    known = asking.connection.execute(select(peers.c.id).order_by(peers.c.id)).scalars().all()
    named = {
        (one.case, one.file) for peer in known for one in awaited(asking.connection, peer, limit=COUNTED) if one.case
    }
    return FilesAwaited(count=len(named))


@query(Right.SEE_EXCHANGE)
def unsent(asking: Asking, given: Page) -> tuple[Unsent, ...]:
    """What waits to be sent, the oldest first. Nothing is ever given up: it stands here until the peer has it."""
    own = select(devices.c.code).where(devices.c.local, devices.c.centre == asking.office.code)
    found = []
    for peer in asking.connection.execute(select(peers.c.id).order_by(peers.c.id)).scalars().all():
        for device in asking.connection.execute(own.order_by(devices.c.code)).scalars().all():
            has = asking.connection.execute(select(cursors.c.seq).where(cursors.c.id == f"{peer} {device}")).scalar()
            behind = select(events.c.id, events.c.kind, events.c.subject, events.c.head).where(
                events.c.device == device, events.c.seq > (has or 0), events.c.kind.is_not(None),
                events.c.id > (given.after or ""),
            )  # fmt: skip
            for row in asking.connection.execute(behind.order_by(events.c.id).limit(at_most(given.limit))):
                found.append(
                    Unsent(
                        event=row.id,
                        peer=peer,
                        kind=row.kind,
                        number=_number(asking, row.subject),
                        at=str(json.loads(row.head)["at"]),
                    )
                )
    return tuple(sorted(found, key=lambda one: one.event)[: at_most(given.limit)])


def _number(asking: Asking, subject: str) -> str:
    for table in (cases, registries, handovers):
        if number := asking.connection.execute(select(table.c.number).where(table.c.id == subject)).scalar():
            return str(number)
    return ""


@query(Right.OWN_WORK)
def attached_texts(asking: Asking, given: Page) -> tuple[str, ...]:
    """Acts whose text an administrator attached: their clauses can be read."""
    held = select(texts.c.act).where(texts.c.act > (given.after or "")).order_by(texts.c.act)
    return tuple(asking.connection.execute(held.limit(at_most(given.limit))).scalars())
