"""What one person must not do alone: carry what they took in, sign what they prepared, say yes to themselves."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.events import AccountRoleSet
from app.domain.rights import kinds_of
from app.domain.roles import RIGHTS, Right, Role
from app.problems import Refused
from app.store.rows import ACCOUNT
from app.store.unit import Stamp, new_id
from tests.world import AT, SK, World, code, who

APART = (  # no role has both
    (Right.ACCEPT_DOCUMENTS, Right.HAND_OVER), (Right.ACCEPT_DOCUMENTS, Right.EXAMINE),
    (Right.ACCEPT_DOCUMENTS, Right.SIGN_RESULT),
    (Right.ASSIGN, Right.EXAMINE), (Right.ADMINISTER, Right.SEE_CASES), (Right.ADMINISTER, Right.DECIDE),
    (Right.ADMINISTER, Right.SIGN_RESULT), (Right.ADMINISTER, Right.CONFIRM_OVERRIDE),
    (Right.KEEP_REGISTRY, Right.RELEASE_RESULT),
    (Right.DECIDE, Right.SIGN_RESULT), (Right.CONFIRM_OVERRIDE, Right.HAND_OVER),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), APART)
def test_no_role_has_both_rights(one: Right, other: Right) -> None:
    assert not [role for role in Role if {one, other} <= RIGHTS[role]]


def test_an_administrator_writes_nothing_about_a_case() -> None:
    assert {kind.split(".")[0] for kind in kinds_of(Role.ADMINISTRATOR)} == {"account", "access", "law"}


def lost(world: World, act: str = AT) -> dict[str, Any]:
    """A case whose bag did not arrive."""
    case = world.accepted(act=act)
    bag = world.given_to_courier(case, act=act)
    world.do("courier.take", {"code": bag["number"]}, "courier", act=act)
    world.do("courier.report_lost", {"code": bag["number"], "reason": "an accident"}, "courier", act=act)
    return case


def refused(world: World, name: str, given: dict[str, Any], role: str, act: str = AT) -> str:
    with pytest.raises(Refused) as no:
        world.do(name, given, role, act=act)
    return no.value.code


def test_lost_papers_are_found_when_one_asks_and_another_confirms(world: World) -> None:
    case = lost(world)
    given = {"code": code(case)}
    ask = {**given, "reason": "the bag lay at the depot"}
    assert refused(world, "overrides.confirm", given, "supervisor") == "override-none"
    assert refused(world, "overrides.request", {**given, "reason": " "}, "sector") == "reason-missing"
    assert refused(world, "overrides.request", ask, "sector", SK) == "case-unknown"
    world.do("overrides.request", ask, "sector")
    assert world.case(case["case"])["holder"] == "lost"
    assert refused(world, "overrides.request", ask, "supervisor") == "override-asked"
    assert refused(world, "overrides.confirm", given, "sector") == "no-right"
    assert refused(world, "overrides.confirm", given, "supervisor", SK) == "case-unknown"
    world.do("overrides.confirm", given, "supervisor")
    found = world.case(case["case"])
    assert (found["holder"], found["status"], found.get("asked")) == ("sector", "in-sector", None)
    written = [
        row.kind for row in world.rows("SELECT kind FROM events WHERE subject = :s ORDER BY version", s=case["case"])
    ]
    assert written[-3:] == ["override.requested", "override.confirmed", "custody.moved"]
    assert refused(world, "overrides.confirm", given, "supervisor") == "override-none"
    world.whole()


def test_nobody_confirms_what_they_asked_for_themselves(world: World) -> None:
    case = lost(world)
    world.do("overrides.request", {"code": code(case), "reason": "found"}, "supervisor")
    assert refused(world, "overrides.confirm", {"code": code(case)}, "supervisor") == "two-people"
    assert world.case(case["case"])["holder"] == "lost"


def test_an_override_is_refused_when_the_papers_are_not_lost(world: World) -> None:
    case = world.accepted()
    given = {"code": code(case), "reason": "just so"}
    assert refused(world, "overrides.request", given, "sector") == "held-by-other"


def test_who_took_the_documents_in_does_not_carry_them(world: World) -> None:
    """Their role was taken from them and another given, under the same login: the case remembers who."""
    case = world.accepted()
    bag = world.given_to_courier(case)
    account = world.rows("SELECT * FROM accounts WHERE login = :l", l=who("inspector"))[0]
    with world.centre.store.writing("AT01-03", stamp_of(world)) as transaction:
        transaction.fold(ACCOUNT, account.id)
        transaction.record(account.id, AccountRoleSet(login=who("inspector"), role="courier"))
        transaction.commit()
    with pytest.raises(Refused, match="two-people"):
        world.centre.run("courier.take", {"code": bag["number"]}, as_=who("inspector"))
    world.do("courier.take", {"code": bag["number"]}, "courier")


def stamp_of(world: World) -> Stamp:
    """The node itself, as where an administrator of an older program gave the role."""
    return Stamp(who="init", at=world.clock.moment(world.centre.store.offices["AT01"]), recorded_at=world.clock.instant(),
                 clock="by-hand", op=new_id(), centre="AT01")  # fmt: skip


def test_a_draft_of_a_colleague_stays_theirs(world: World) -> None:
    draft = {"id": "0190-draft", "draft": world.draft()}
    world.do("intake.save_draft", draft)
    for role in ("sector", "supervisor", "administrator"):
        with pytest.raises(Refused):
            world.do("intake.save_draft", draft, role)
        assert world.ask("queue.my_drafts", {}, role) == []
    assert [d["id"] for d in world.ask("queue.my_drafts", {})] == ["0190-draft"]
