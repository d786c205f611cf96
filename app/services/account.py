"""People of the house: an administrator opens and closes accounts. One role a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.command import Nothing, Unit, command
from app.domain.events import AccountClosed, AccountOpened
from app.domain.facts import StaffName
from app.domain.personal import Personal
from app.domain.roles import Right, Role
from app.problems import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    login: str
    role: str
    office: str
    device: str
    name: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    login: str


LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,39}")
RESERVED = ("init", "sync", "postgres")  # what acts without a person


@command(Right.ADMINISTER)
def open(unit: Unit, given: NewAccount) -> Nothing:
    if not LOGIN.fullmatch(given.login) or given.login in RESERVED:
        raise Refused("login-invalid", login=given.login)
    if given.role not in set(Role):
        raise Refused("role-unknown", role=given.role)
    if given.office != unit.office.code:  # each office has an administrator of its own
        raise Refused("office-unknown", office=given.office)
    if given.device.rsplit("-", 1)[0] != given.office:
        raise Refused("device-unknown", device=given.device)
    if unit.account_of(given.login):
        raise Refused("account-exists", login=given.login)
    unit.record(
        unit.new_id(),
        AccountOpened(
            login=given.login,
            role=given.role,
            office=given.office,
            device=given.device,
            person=StaffName(name=given.name),
        ),
    )
    return Nothing()


@command(Right.ADMINISTER)
def close(unit: Unit, given: Login) -> Nothing:
    """Disabled people cannot press anything from now on; what they did stays theirs."""
    account = unit.account_of(given.login)
    if account is None or account.office != unit.office.code:
        raise Refused("account-unknown", login=given.login)
    if not account.open:
        raise Refused("account-closed", login=given.login)
    unit.record(account.id, AccountClosed(login=given.login))
    return Nothing()
