"""An office keeps an administrator, and people of its own side only."""

from __future__ import annotations

import pytest

from app.domain.roles import RIGHTS, ROLES_OF, Role
from app.problems import Refused
from tests.world import World, desk, who

NEW = {"login": "new.at01", "role": "inspector", "office": "AT01", "device": "AT01-01", "name": "Жаңа"}
ADMIN = who("administrator")


def refused(world: World, command: str, /, **given: str) -> str:
    with pytest.raises(Refused) as no:
        world.do(command, given, "administrator")
    return no.value.code


def test_every_role_has_its_side() -> None:
    assert {role for roles in ROLES_OF.values() for role in roles} == set(Role) == set(RIGHTS)


def test_nobody_closes_themselves_out(world: World) -> None:
    """The last administrator once could: nobody was left who could open an account."""
    assert refused(world, "account.close", login=ADMIN) == "account-own"
    assert refused(world, "account.set_role", login=ADMIN, role="inspector") == "account-own"
    world.do("account.open", NEW, "administrator")


@pytest.mark.parametrize("role", sorted({*ROLES_OF["licensor"]} - {*ROLES_OF["centre"]}))
def test_a_centre_has_nobody_who_decides_at_the_licensor(world: World, role: str) -> None:
    assert refused(world, "account.open", **{**NEW, "role": role}) == "role-unknown"
    assert refused(world, "account.set_role", login=who("sector"), role=role) == "role-unknown"


def test_a_licensor_has_no_inspector(world: World) -> None:
    given = {**NEW, "login": "new.ad01", "office": "AD01", "device": "AD01-01"}
    with pytest.raises(Refused, match="role-unknown"):
        world.licensor.run("account.open", given, as_=desk("administrator"))
    world.licensor.run("account.open", {**given, "role": "specialist"}, as_=desk("administrator"))


@pytest.mark.parametrize("device", ["AT01-zz", "AT01-", "AT01-1", "AT01", "SK01-01"])
def test_a_computer_has_two_digits(world: World, device: str) -> None:
    assert refused(world, "account.open", **{**NEW, "device": device}) == "device-unknown"
