"""How somebody gets in at this node: what is set, what must be changed, whose ЭЦП counts. The secrets themselves lie apart.

A file of its own beside the account, because it never leaves the node: a courier has a password at each side they work at.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.domain.case import Head
from app.domain.day_work import DAYS, Kind
from app.domain.events import (
    BadgeIssued,
    BadgeRevoked,
    Counted,
    HandKeyIssued,
    HandKeyRevoked,
    PasswordSet,
    SignatureBound,
    Unlocked,
)
from app.domain.personal import Personal

_NAMES = uuid.UUID("0f5f5a34-0c1b-5a0e-8a2f-6d7a0c7a51b3")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandKey:
    """A key of hand-overs, and from when to when something could be signed with it (real time)."""

    public: str  # in hex
    since: str
    until: str = ""  # empty: it is in use


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    day: date
    kind: Kind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    id: str
    version: int
    login: str
    password: bool = False  # one is set
    once: bool = False  # set by an administrator: good for one log-in, at which it is changed
    short: bool = False  # good only with a badge
    badge: bool = False
    number: Personal | None = None  # ИИН whose signature lets in
    keys: tuple[HandKey, ...] = ()  # every one there was, the latest last
    days: tuple[Took, ...] | None = None  # what they searched for, opened and took out, the last days

    @property
    def key(self) -> str:
        """The public key that they sign hand-overs with now; empty: none."""
        return self.keys[-1].public if self.keys and not self.keys[-1].until else ""


def id_of(login: str) -> str:
    return str(uuid.uuid5(_NAMES, login))


def apply(access: Access | None, head: Head, fact: Any) -> Access | None:
    now = replace(access or Access(id=head.case, version=0, login=fact.login), version=head.version)
    if now.login != fact.login:
        return None
    match fact:
        case PasswordSet():  # the key was sealed by the password that is gone now
            return replace(now, password=True, once=fact.once, short=fact.short, keys=_ended(now.keys, head))
        case BadgeIssued():
            return replace(now, badge=True)
        case BadgeRevoked():  # a short password without the badge is none
            return replace(now, badge=False, short=False, password=now.password and not now.short)
        case SignatureBound():
            return replace(now, number=fact.person.number if fact.person else None)
        case HandKeyIssued():
            return replace(now, keys=(*_ended(now.keys, head), HandKey(public=fact.key, since=head.recorded_at)))
        case HandKeyRevoked() if fact.key == now.key:
            return replace(now, keys=_ended(now.keys, head))
        case Counted():
            kept = {(one.day, one.kind): one for one in now.days or () if one.day > fact.day - timedelta(days=DAYS)}
            kept[fact.day, fact.kind] = Took(day=fact.day, kind=fact.kind, count=fact.count)
            return replace(now, days=tuple(kept[key] for key in sorted(kept)))
        case Unlocked() | HandKeyRevoked():
            return now
    return None


def _ended(keys: tuple[HandKey, ...], head: Head) -> tuple[HandKey, ...]:
    if not keys or keys[-1].until:
        return keys
    return (*keys[:-1], replace(keys[-1], until=head.recorded_at))
