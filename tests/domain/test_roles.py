"""Who may press what."""

from __future__ import annotations

import pytest

from app.command import all_wishes
from app.domain.roles import RIGHTS, Right, Role, may

COMMANDS_OF = {  # whose work a command is; whoever is not named cannot press it
    "intake.accept": {Role.INSPECTOR},
    "intake.refuse": {Role.INSPECTOR},
    "accumulation.close": {Role.SECTOR},
    "courier.take": {Role.SECTOR, Role.COURIER, Role.CHANCELLERY, Role.SECRETARY},
    "licensor_desk.register": {Role.CHANCELLERY, Role.SECRETARY, Role.PROVIDER},
    "licensor_desk.assign": {Role.HEAD},
    "licensor_desk.prepare": {Role.SPECIALIST, Role.SECRETARY, Role.PROVIDER},
    "licensor_desk.decide": {Role.SECRETARY},
    "licensor_desk.sign": {Role.HEAD, Role.PROVIDER},
    "issue.release": {Role.INSPECTOR, Role.CHANCELLERY, Role.PROVIDER},
    "account.open": {Role.ADMINISTRATOR},
}


def test_every_role_has_its_rights_and_its_own_work() -> None:
    assert set(RIGHTS) == set(Role)
    for role in Role:
        assert may(role, Right.OWN_WORK), f"{role} cannot even see who they are"
        assert may(role, Right.SEE_CASES) == (role not in (Role.COURIER, Role.ADMINISTRATOR))


def test_every_right_is_somebodys() -> None:
    assert set().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize(("name", "roles"), COMMANDS_OF.items(), ids=list(COMMANDS_OF))
def test_a_command_is_the_work_of_exactly_these(name: str, roles: set[Role]) -> None:
    assert {role for role in Role if may(role, all_wishes()[name].right)} == roles


def test_nobody_both_accepts_and_decides() -> None:
    for role in Role:
        assert not (may(role, Right.ACCEPT_DOCUMENTS) and may(role, Right.SIGN_RESULT)), role


def test_an_administrator_changes_no_case() -> None:
    changing = {Right.ACCEPT_DOCUMENTS, Right.KEEP_REGISTRY, Right.HAND_OVER, Right.SIGN_RESULT, Right.RELEASE_RESULT}
    assert not changing & RIGHTS[Role.ADMINISTRATOR]
    assert not changing & RIGHTS[Role.SUPERVISOR]
