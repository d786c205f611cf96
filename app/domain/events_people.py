"""Facts about the people of the house: their accounts, and how they get in. No secret stands in any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.day_work import Kind
from app.domain.facts import StaffName, StaffNumber
from app.domain.kinds import BOTH, event


@event("account.opened", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened:
    login: str
    role: str
    office: str
    device: str
    person: StaffName


@event("account.closed", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    login: str


@event("account.role-set", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRoleSet:
    login: str
    role: str


# ---- how people get in at this node: never sent, and no secret stands in it


@event("access.password-set", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSet:
    login: str
    once: bool = False  # by an administrator: to be changed at the first log-in
    short: bool = False  # good only with a badge


@event("access.badge-issued", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeIssued:
    login: str


@event("access.badge-revoked", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeRevoked:
    login: str


@event("access.hand-key-issued", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandKeyIssued:
    """The key that this person signs hand-overs with from now on; one before it is good for what was signed with it."""

    login: str
    key: str  # public, in hex; the other half lies sealed by their password


@event("access.hand-key-revoked", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandKeyRevoked:
    """Nothing is signed with it any more: lost sight of, or its person thinks that somebody knows their password."""

    login: str
    key: str


@event("access.unlocked", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """Somebody who waited after wrong passwords may try again."""

    login: str


@event("access.counted", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So much more was searched for, opened or taken out by this person on that day; `count`: on that day in all."""

    login: str
    kind: Kind
    day: date
    more: int
    count: int


@event("access.signature-bound", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBound:
    """Whose ЭЦП lets in under this login; without a person, nobody's."""

    login: str
    person: StaffNumber | None = None
