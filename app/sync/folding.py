"""A subject folded again from everything that is stored of it, so that any order of arrival gives the same.

What cannot be applied gets a reason; it is judged anew whenever something of its subject arrives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.domain import codec, events
from app.domain.access import Access
from app.domain.adopted import Adopted
from app.domain.case import Case, Head, order
from app.domain.handover import Handover
from app.domain.registry import Registry
from app.domain.roles import Role
from app.store.receive import office_of, read_event
from app.store.rows import Account, Subject
from app.sync.peers import Parties

log = logging.getLogger(__name__)
OUT_OF_ORDER = "out-of-order"  # applied, and it did not fit: two nodes that had not met did two things with one bag


@dataclass(frozen=True, slots=True)
class Stored:
    """An event's bytes, from the store or from the batch that is being taken in."""

    id: str
    device: str
    head: bytes
    facts: bytes
    person: bytes | None
    told: dict[str, Any] | None = None  # what stands in the head, where it has been read


@dataclass(frozen=True, slots=True)
class Folded:
    after: Any | None
    first_device: str
    reasons: dict[str, str]  # event → why it was not applied


def fold(subject: Subject, journal: Iterable[Stored], *, parties: Parties, side_of: Callable[[str], str]) -> Folded:
    """Every event in its order; one that its writer had no business writing is left out, and says so."""
    reasons: dict[str, str] = {}
    read: list[tuple[Head, Any]] = []
    for one in journal:
        side = side_of(one.device)
        try:
            head, fact = read_event(one.head, one.facts, one.person, side=side, told=one.told)
        except (codec.BadShape, ValueError, KeyError, TypeError, AttributeError):
            reasons[one.id] = "not-understood"  # written by a newer program: kept for the day that this one is newer
            continue
        if side not in events.SIDES[head.kind]:
            reasons[head.id] = "wrong-side"
            continue
        read.append((head, fact))
    after: Any | None = None
    first = ""
    for head, fact in sorted(read, key=lambda pair: order(pair[0])):
        try:
            grown = subject.apply(after, head, fact)
        except Exception:  # a mistake of ours: this event waits for a program without it, and nothing else does
            log.exception("the event %s cannot be folded", head.id)
            reasons[head.id] = "fault"
            continue
        if grown is None:
            reasons[head.id] = "first-missing" if after is None else "other-text"
        elif not _may(after or grown, head, first=first or head.device, parties=parties):
            reasons[head.id] = "not-theirs"
        else:
            after, first = grown, first or head.device
    if not isinstance(after, Case):  # a case shows by itself what did not fit
        reasons |= {id: OUT_OF_ORDER for id in getattr(after, "out_of_order", ())}
    return Folded(after, first, reasons)


def _may(subject: Any, head: Head, *, first: str, parties: Parties) -> bool:
    """A centre writes about its own cases, a department about those that it decides; nobody about a third party's."""
    peer = parties.owner(head.device)
    if peer is None:
        return parties.is_ours(head.device)
    match subject:
        case Case() if head.side == "centre":
            return office_of_number(subject.number) in peer.offices
        case Case():
            return subject.what is not None and subject.what.licensor in peer.offices
        case Registry():
            return bool({subject.sender, subject.receiver} & peer.offices)
        case Adopted():  # only a centre writes it, and it binds no case but those that were taken in under it
            return True
        case Handover():
            return parties.is_ours(first) or first in peer.devices
        case Access():  # how people get in here is nobody else's
            return False
        case _:  # an account
            courier = subject.role == Role.COURIER and subject.office in peer.offices
            return courier and first in peer.devices


def office_of_number(number: str) -> str:
    return number.split("-", 1)[0]


def centre_of(folded: Folded) -> str:
    """Whose row it is: an account's office, else the office whose device wrote the first event."""
    return folded.after.office if isinstance(folded.after, Account) else office_of(folded.first_device)
