"""People of the house: an administrator opens and closes accounts, and says how each gets in. One role a person.

Passwords and badges are kept as hashes beside the journal (decision 015); the events say only that they changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.command import Nothing, Unit, command
from app.domain import access
from app.domain.day_work import Kind
from app.domain.events import (
    AccountClosed,
    AccountOpened,
    AccountRoleSet,
    BadgeIssued,
    BadgeRevoked,
    Counted,
    HandKeyIssued,
    HandKeyRevoked,
    PasswordSet,
    SignatureBound,
    Unlocked,
)
from app.domain.facts import StaffName, StaffNumber
from app.domain.names import clean
from app.domain.numbers import NotACode, parse_code, read_number, trouble_with
from app.domain.personal import Personal, Secret
from app.domain.roles import ROLES_OF, Right, Role, may
from app.problems import Refused

MOST_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    login: str
    role: str
    office: str
    device: str
    name: Personal
    password: Secret | None = None  # good for the first log-in, at which it is changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    login: str


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    kind: Kind
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    login: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPassword:
    password: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    login: str
    password: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBadge:
    login: str
    badge: Secret  # the code of the card that is given out: `P-…`


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSignature:
    login: str
    number: Personal | None = None  # ИИН; none: no signature lets in under this login


LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,39}")
DEVICE = re.compile(r"[A-Z]{2}[0-9]{2}-[0-9]{2}")
RESERVED = ("init", "sync", "postgres")  # what acts without a person


@command(Right.ADMINISTER, again=True)
def open(unit: Unit, given: NewAccount) -> Nothing:
    if not LOGIN.fullmatch(given.login) or given.login in RESERVED:
        raise Refused("login-invalid", login=given.login)
    if given.role not in ROLES_OF[unit.office.side]:
        raise Refused("role-unknown", role=given.role)
    if given.office != unit.office.code:  # each office has an administrator of its own
        raise Refused("office-unknown", office=given.office)
    if not DEVICE.fullmatch(given.device) or given.device.rsplit("-", 1)[0] != given.office:
        raise Refused("device-unknown", device=given.device)
    if unit.account_of(given.login):
        raise Refused("account-exists", login=given.login)
    name = clean(given.name)
    if not any(c.isalpha() for c in name.open()):
        raise Refused("staff-name-missing")
    unit.record(
        unit.transaction.new_subject(),
        AccountOpened(
            login=given.login,
            role=given.role,
            office=given.office,
            device=given.device,
            person=StaffName(name=name),
        ),
    )
    if given.password is not None:
        _set_password(unit, given.login, given.password, once=True)
    return Nothing()


@command(Right.ADMINISTER, again=True)
def close(unit: Unit, given: Login) -> Nothing:
    """Disabled people cannot press anything from now on; what they did stays theirs."""
    account = unit.account_of(given.login)
    if account is None or account.office != unit.office.code:
        raise Refused("account-unknown", login=given.login)
    if not account.open:
        raise Refused("account-closed", login=given.login)
    _not_own(unit, given.login)
    unit.record(account.id, AccountClosed(login=given.login))
    return Nothing()


@command(Right.ADMINISTER, again=True)
def set_role(unit: Unit, given: NewRole) -> Nothing:
    """From the next button on. A courier is known at the other side too: that account is closed and another opened."""
    account = unit.account_of(given.login)
    if account is None or account.office != unit.office.code:
        raise Refused("account-unknown", login=given.login)
    if not account.open:
        raise Refused("account-closed", login=given.login)
    if given.role not in ROLES_OF[unit.office.side] or given.role == account.role:
        raise Refused("role-unknown", role=given.role)
    if Role.COURIER in (given.role, account.role):
        raise Refused("role-of-courier", login=given.login)
    _not_own(unit, given.login)
    unit.record(account.id, AccountRoleSet(login=given.login, role=given.role))
    return Nothing()


def _not_own(unit: Unit, login: str) -> None:
    """So an office always keeps an administrator: the last one is the one who presses."""
    if login == unit.account.login:
        raise Refused("account-own", login=login)


@command(Right.OWN_WORK, again=True)
def change_password(unit: Unit, given: OwnPassword) -> Nothing:
    """One's own, when one likes: nobody is made to change it but after an administrator has set it."""
    _set_password(unit, unit.account.login, given.password, once=False)
    return Nothing()


@command(Right.ADMINISTER, again=True)
def reset_password(unit: Unit, given: NewPassword) -> Nothing:
    """For who forgot it: good for one log-in. Also of a courier of the other side, who has a password at each side."""
    _known_here(unit, given.login)
    _set_password(unit, given.login, given.password, once=True)
    return Nothing()


@command(Right.ADMINISTER, again=True)
def issue_badge(unit: Unit, given: NewBadge) -> Nothing:
    """The card that is scanned beside the password, from now on at each log-in. Another card before it is void."""
    _known_here(unit, given.login)
    try:
        code = parse_code(given.badge.open())
    except NotACode as wrong:
        raise Refused("badge-invalid", problem=wrong.problem) from wrong
    if code.kind != "P":
        raise Refused("badge-invalid", problem="shape")
    unit.seals.badge(given.login, Secret(code.line))
    unit.record(access.id_of(given.login), BadgeIssued(login=given.login))
    return Nothing()


@command(Right.ADMINISTER, again=True)
def revoke_badge(unit: Unit, given: Login) -> Nothing:
    """Lost, or given back. A password that was good only with it is void too, and is set anew."""
    _known_here(unit, given.login)
    known = unit.access(given.login)
    if known is None or not known.badge:
        raise Refused("badge-none", login=given.login)
    unit.seals.take_away(given.login, "badge")
    if known.short:
        unit.seals.take_away(given.login, "password")
    unit.record(known.id, BadgeRevoked(login=given.login))
    return Nothing()


@command(Right.OWN_WORK, again=True)
def revoke_key(unit: Unit, given: Login) -> Nothing:
    """Hand-overs are signed with that key no more; a new password makes a new one. One's own, or an administrator's deed."""
    if given.login != unit.account.login:
        if not may(Role(unit.account.role), Right.ADMINISTER):
            raise Refused("no-right", right=Right.ADMINISTER.value, role=unit.account.role)
        _known_here(unit, given.login)
    known = unit.access(given.login)
    if known is None or not known.key:
        raise Refused("hand-key-absent", login=given.login)
    unit.record(known.id, HandKeyRevoked(login=given.login, key=known.key))
    return Nothing()


@command(Right.UNLOCK, again=True)
def unlock(unit: Unit, given: Login) -> Nothing:
    """Who waits after wrong passwords may try again at once; it is written down who let them."""
    _known_here(unit, given.login)
    unit.seals.unlock(given.login)
    unit.record(access.id_of(given.login), Unlocked(login=given.login))
    return Nothing()


@command(Right.OWN_WORK)
def count(unit: Unit, given: More) -> Nothing:
    """What this person has searched for, opened or taken out since the last time: the program writes it down by itself."""
    if not 0 < given.more <= MOST_AT_ONCE:
        raise Refused("count-wrong", more=given.more)
    login, kind = unit.account.login, given.kind
    known = unit.access(login)
    before = next((t.count for t in (known.days if known else None) or () if (t.day, t.kind) == (unit.today, kind)), 0)
    unit.record(
        access.id_of(login), Counted(login=login, kind=kind, day=unit.today, more=given.more, count=before + given.more)
    )
    return Nothing()


@command(Right.ADMINISTER, again=True)
def bind_signature(unit: Unit, given: OwnSignature) -> Nothing:
    """Whose ЭЦП lets in under this login: by the ИИН of its certificate."""
    _known_here(unit, given.login)
    person = None
    if given.number is not None:
        if problem := trouble_with(typed := given.number.open(), ("iin",)):
            raise Refused("number-invalid", problem=problem)
        person = StaffNumber(number=Personal(read_number(typed).value))
    unit.record(access.id_of(given.login), SignatureBound(login=given.login, person=person))
    return Nothing()


def _known_here(unit: Unit, login: str) -> None:
    """Of this office, or a courier who comes to it from the other side."""
    account = unit.account_of(login)
    guest = account is not None and account.role == Role.COURIER and account.office not in _own_offices(unit)
    if account is None or not (account.office == unit.office.code or guest):
        raise Refused("account-unknown", login=login)
    if not account.open:
        raise Refused("account-closed", login=login)


def _own_offices(unit: Unit) -> set[str]:
    return {office.code for office in unit.offices.values() if office.side == unit.office.side}


def _set_password(unit: Unit, login: str, secret: Secret, *, once: bool) -> None:
    known = unit.access(login)
    badge = known is not None and known.badge
    short = unit.seals.password(login, secret, office=unit.office.code, badge=badge)
    unit.record(access.id_of(login), PasswordSet(login=login, once=once, short=short))
    if once:
        unit.seals.take_away(login, "hand-key")  # nobody has the password any more that opened it
    else:
        unit.record(access.id_of(login), HandKeyIssued(login=login, key=unit.hands.fresh(unit, login, secret)))
