"""People of the house: an administrator opens and closes accounts. One role a person."""

from __future__ import annotations

from dataclasses import dataclass

from app.command import Nothing, Unit, command
from app.domain.events import AccountClosed, AccountOpened, StaffName
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


@command(Right.ADMINISTER)
def open(unit: Unit, given: NewAccount) -> Nothing:
    if given.role not in set(Role):
        raise Refused("role-unknown", role=given.role)
    if given.office not in unit.offices:
        raise Refused("office-unknown", office=given.office)
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
    if account is None:
        raise Refused("account-unknown", login=given.login)
    unit.record(account.id, AccountClosed(login=given.login))
    return Nothing()
