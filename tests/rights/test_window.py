"""What stands in the window for each role: the places that its rights open, and nothing that only says no."""

from __future__ import annotations

import pytest

from app.domain.rights import REACH, Reach
from app.domain.roles import RIGHTS, Role
from tests.ui.desks.counter import Counter, counter  # noqa: F401  (fixture)
from tests.world import desk, who
from ui.desks import SCREENS

AT_THE_CENTRE = (Role.INSPECTOR, Role.SECTOR, Role.COURIER, Role.SUPERVISOR, Role.ADMINISTRATOR)
PEOPLES = {
    "find",
    "case",
    "deadlines",
    "ledger",
    "intake",
    "taking",
    "release",
    "licensor",
    "sign",
}  # about applications


@pytest.mark.parametrize("role", list(Role))
def test_a_place_opens_only_with_its_right(counter: Counter, role: Role) -> None:  # noqa: F811
    login = who(role) if role in AT_THE_CENTRE else desk(role)
    counter.log_in(login)
    front = counter.front
    assert front.session is not None
    assert front.in_front() is not None, "nothing stands in front of them"
    first = front.shell.current().name
    entered = {name for name, _, _ in SCREENS if front.may_enter(name)}
    assert first in entered
    assert {right for name, _, right in SCREENS if name in entered} <= set(RIGHTS[role])
    assert {place.name for place in front.places} <= entered
    for name, _, _ in SCREENS:
        if name not in entered:
            counter.front.go(name)
            counter.rest()
            assert counter.view.name == first
    if REACH[role] in (Reach.NONE, Reach.CARRIED):
        assert not entered & PEOPLES
    assert front.shell.toast.state is None or front.shell.toast.state.tone != "late"
    print(f"{login}: {len(SCREENS)} places, {len(entered)} open, {len(SCREENS) - len(entered)} are not there")


@pytest.mark.parametrize("role", [Role.COURIER, Role.ADMINISTRATOR])
def test_whoever_sees_no_applications_is_offered_none(counter: Counter, role: Role) -> None:  # noqa: F811
    from tests.ui.desks.counter import accepted

    code = accepted(counter)
    counter.log_in(who(role))
    counter.scan(code)
    assert counter.view.name not in PEOPLES
    assert "Жайық" not in counter.view.title()
