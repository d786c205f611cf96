"""Events that were kept and not applied: whether what is said of them can be so. A line of `parked` stands in no chain.

What the other node's program may know better – that we could not read its event, or took it for somebody else's – is believed
of its events. Of our own nothing waits, but what a peer gave back before the events that it follows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain import codec, events
from app.domain.case import order
from app.keeping.reread import Look, Wrong
from app.store import tables
from app.store.receive import read_event
from app.store.rows import Subject

UNFIT = "out-of-order"
NAMES = {"registries": "number", "handovers": "number", "accounts": "login"}  # of which a store has one
TAKEN = ("number-taken", "login-taken")
DONE = ("wrong-side", "first-missing", "other-text")  # what the same events always give
BELIEVED = ("not-understood", "not-theirs", "fault")


def parked(connection: Connection, ids: list[str]) -> dict[str, str]:
    """Event → reason. What is parked only at a peer is applied here, and what did not fit stands in the fold."""
    p = tables.parked.c
    applied = p.reason.startswith("at-peer:") | (p.reason == UNFIT)
    asked = select(p.event, p.reason).where(p.subject.in_(ids), ~p.settled, ~applied)
    return {row.event: row.reason for row in connection.execute(asked)}


def judge(connection: Connection, look: Look, subject: Subject, journal: list[Any], *, said: dict[str, str]) -> None:
    """`Wrong` names the first line that cannot be so. `journal`: all events of the subject; `said`: of those parked, why."""
    waiting = [row for row in journal if row.id in said]
    if not waiting:
        return
    found = _found(look, subject, [row for row in journal if said.get(row.id) not in BELIEVED])
    for row in waiting:
        reason, gone = said[row.id], look.missing.get(row.device)
        own = look.local.get(row.device, False) and not (gone is not None and gone.came_back(row.seq))
        if reason in TAKEN:
            sound = _taken(connection, subject, look, journal)
        else:
            sound = reason in BELIEVED or (reason in DONE and found.get(row.id) == reason)
        if own or not sound:
            raise Wrong("parked-unfounded", "parked", str(row.id), reason=reason)


def _found(look: Look, subject: Subject, journal: list[Any]) -> dict[str, str]:
    """What these events give when they are applied in their order."""
    found: dict[str, str] = {}
    read = []
    for row in journal:
        side = look.store.side_of(row.device)
        if row.kind in events.SIDES and side not in events.SIDES[row.kind]:
            found[row.id] = "wrong-side"
            continue
        try:
            read.append(read_event(row.head, row.facts, row.person if row.known else None, side=side))
        except (codec.BadShape, ValueError, KeyError, TypeError, AttributeError):
            continue  # of one that is not parked the fold says it
    after: Any = None
    for head, fact in sorted(read, key=lambda pair: order(pair[0])):
        grown = subject.apply(after, head, fact)
        if grown is None:
            found[head.id] = "first-missing" if after is None else "other-text"
        else:
            after = grown
    return found


def _taken(connection: Connection, subject: Subject, look: Look, journal: list[Any]) -> bool:
    """Another subject bears the name that these events would give to this one."""
    column = NAMES.get(subject.table)
    if column is None:
        return False
    table = tables.metadata.tables[subject.table]
    for row in journal:
        try:
            _, fact = read_event(
                row.head, row.facts, row.person if row.known else None, side=look.store.side_of(row.device)
            )
        except (codec.BadShape, ValueError, KeyError, TypeError, AttributeError):
            continue
        if (name := getattr(fact, column, None)) is not None:
            other = select(table.c.id).where(table.c[column] == name, table.c.id != row.subject).limit(1)
            return connection.execute(other).scalar() is not None
    return False
