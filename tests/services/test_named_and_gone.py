"""Who is named to take could take; what nobody can take any more is taken back: no bag is locked for ever."""

from __future__ import annotations

import pytest

from app.problems import Refused
from tests.services.test_custody import no
from tests.world import World, code, who


def colleague(world: World, role: str) -> str:
    """A second one of that role at the same place."""
    login = f"second.{role}"
    given = {"login": login, "role": role, "office": "AT01", "device": "AT01-01", "name": "Ким Ара"}
    world.do("account.open", given, "administrator")
    return login


def test_nobody_takes_from_themselves_and_only_the_named_one_takes(world: World) -> None:
    registry, other = world.closed_registry(world.accepted()), colleague(world, "courier")
    bag = world.do("courier.give", {"registries": [registry["number"]], "to": "courier", "receiver": other}, "sector")
    assert no(world, "courier.take", {"code": bag["number"]}, "sector") == "not-the-taker"
    assert no(world, "courier.take", {"code": bag["number"]}, "courier") == "not-the-taker"


@pytest.mark.parametrize("receiver", ["nobody", "inspector.at01", "sector.at01", "supervisor.at01", ""])
def test_nobody_is_named_who_could_not_take(world: World, receiver: str) -> None:
    registry = world.closed_registry(world.accepted())
    given = {"registries": [registry["number"]], "to": "courier", "receiver": receiver}
    assert no(world, "courier.give", given, "sector") == "receiver-unknown"


def test_whose_account_is_closed_is_not_named(world: World) -> None:
    registry, other = world.closed_registry(world.accepted()), colleague(world, "courier")
    world.do("account.close", {"login": other}, "administrator")
    given = {"registries": [registry["number"]], "to": "courier", "receiver": other}
    assert no(world, "courier.give", given, "sector") == "receiver-unknown"


def test_a_bag_whose_giver_is_gone_is_taken_back_by_a_colleague(file_here: World) -> None:
    """Both had left: nobody could press anything, and the papers would have been locked for ever."""
    world = file_here
    case, (taker, colleague_) = world.accepted(), (colleague(world, "courier"), colleague(world, "sector"))
    registry = world.closed_registry(case)
    given = {"registries": [registry["number"]], "to": "courier", "receiver": taker}
    bag = world.do("courier.give", given, "sector")
    end = {"code": bag["number"], "reason": "both have left"}

    def takes_back() -> str:
        with pytest.raises(Refused) as refused:
            world.centre.run("courier.take_back", end, as_=colleague_)
        return refused.value.code

    assert takes_back() == "not-the-giver"  # they are here, and it is their word
    for login in (taker, who("sector")):
        world.do("account.close", {"login": login}, "administrator")
    assert no(world, "courier.take_back", end, "courier") == "not-the-giver"  # not of those who hold them
    world.centre.run("courier.take_back", end, as_=colleague_)
    again = {"registries": [registry["number"]], "to": "courier", "receiver": who("courier")}
    given_anew = world.centre.run("courier.give", again, as_=colleague_).value
    world.do("courier.take", {"code": given_anew.number}, "courier")
    assert world.case(code(case))["holder"] == "courier"


def test_after_a_day_a_colleague_takes_back_what_was_given(file_here: World) -> None:
    world = file_here
    bag, colleague_ = world.given_to_courier(world.accepted()), colleague(world, "sector")
    end = {"code": bag["number"], "reason": "on leave"}
    world.later(hours=24)
    with pytest.raises(Refused, match="not-the-giver"):
        world.centre.run("courier.take_back", end, as_=colleague_)
    world.later(seconds=1)
    world.centre.run("courier.take_back", end, as_=colleague_)
