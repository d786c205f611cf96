"""Lost papers that turn up: at which office, by whose word, and what the act says has happened then."""

from __future__ import annotations

from typing import Any

import pytest

from app.problems import Refused
from app.start import exchange, listening
from tests.world import World, code, desk, who

FOUND = "in the other car"


def met(world: World) -> None:
    with listening(world.licensor) as address:
        exchange(world.centre, address)


def lost(world: World) -> dict[str, Any]:
    """A case whose bag did not arrive; both nodes have heard of it."""
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    world.do("courier.report_lost", {"code": bag["number"], "reason": "an accident"}, "courier")
    met(world)
    return case


def steps(world: World, case: dict[str, Any]) -> set[str]:
    return {done["step"] for done in world.case(code(case))["done"]}


def test_the_office_that_asked_says_yes_and_no_other(world: World) -> None:
    case = lost(world)
    given = {"code": code(case)}
    world.do("overrides.request", {**given, "reason": FOUND}, "sector")
    met(world)
    with pytest.raises(Refused) as no:
        world.there("overrides.confirm", given, "head")
    assert (no.value.code, no.value.facts["office"]) == ("override-elsewhere", "AT01")
    world.do("overrides.confirm", given, "supervisor")
    assert world.case(code(case))["holder"] == "sector"


def test_where_they_turned_up_is_asked_for_though_another_office_has_asked(world: World) -> None:
    case = lost(world)
    given = {"code": code(case)}
    world.do("overrides.request", {**given, "reason": FOUND}, "sector")
    met(world)
    world.there("overrides.request", {**given, "reason": "left at the porter's"}, "chancellery")
    met(world)
    with pytest.raises(Refused, match="override-elsewhere"):
        world.do("overrides.confirm", given, "supervisor")
    world.there("overrides.confirm", given, "head")
    met(world)
    assert world.case(code(case))["holder"] == "chancellery"


def test_papers_that_turned_up_at_the_licensor_have_gone_their_way(world: World) -> None:
    """The courier's step is over, and the licensor's begins: it registers, as with a bag that was taken."""
    case = lost(world)
    given = {"code": code(case)}
    assert "courier-to-licensor" not in steps(world, case)
    world.there("overrides.request", {**given, "reason": "left at the porter's"}, "chancellery")
    world.there("overrides.confirm", given, "head")
    world.there("licensor_desk.take_in", {**given, "reference": "17"}, "chancellery")
    world.there("licensor_desk.assign", {**given, "reference": desk("specialist")}, "head")
    met(world)
    assert steps(world, case) >= {"courier-to-licensor", "take-in", "assign"}


def test_what_came_back_undelivered_has_not_made_the_way_of_a_result(world: World) -> None:
    case = world.accepted()
    world.do("courier.take", {"code": world.given_to_courier(case)["number"]}, "courier")
    bag = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    world.do("courier.take", {"code": bag["number"]}, "sector")
    assert world.case(code(case))["holder"] == "sector"
    assert "courier-to-centre" not in steps(world, case)


def test_a_bag_whose_papers_have_all_gone_on_is_not_lost(world: World) -> None:
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    back = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    world.do("courier.take", {"code": back["number"]}, "sector")
    with pytest.raises(Refused, match="held-by-other"):
        world.do("courier.report_lost", {"code": bag["number"], "reason": "an accident"}, "courier")
    assert world.rows("SELECT status FROM handovers WHERE number = :n", n=bag["number"])[0].status == "taken"


def test_a_result_is_not_taken_to_the_window_while_an_old_bag_still_names_its_case(world: World) -> None:
    """Given at the centre, which had not heard that the courier took an earlier bag at the licensor."""
    case = world.accepted()
    first = world.given_to_courier(case)
    met(world)
    courier = who("courier")
    world.licensor.run("courier.take", {"code": first["number"]}, as_=courier, draw=False)
    world.do("courier.take_back", {"code": first["number"], "reason": "rain"}, "sector")
    old = world.do("courier.give", {"cases": [code(case)], "to": "courier"}, "sector")
    there = world.licensor.run(
        "courier.give", {"cases": [code(case)], "to": "chancellery"}, as_=courier, draw=False
    ).value
    world.there("courier.take", {"code": there.number}, "chancellery")
    signed(world, case)
    back = world.there("courier.give", {"cases": [code(case)], "to": "courier"}, "chancellery")
    world.licensor.run("courier.take", {"code": back["number"]}, as_=courier, draw=False)
    world.licensor.run("courier.report_lost", {"code": back["number"], "reason": "an accident"}, as_=courier)
    met(world)
    world.do("overrides.request", {"code": code(case), "reason": FOUND}, "sector")
    world.do("overrides.confirm", {"code": code(case)}, "supervisor")
    with pytest.raises(Refused, match="given-already"):
        world.do("issue.take", {"code": code(case)}, "inspector")
    world.do("courier.take_back", {"code": old["number"], "reason": "the bag is long gone"}, "sector")
    world.do("issue.take", {"code": code(case)}, "inspector")


def signed(world: World, case: dict[str, Any]) -> None:
    for name, role, more in (
        ("take_in", "chancellery", {"reference": "17"}), ("assign", "head", {"reference": desk("specialist")}),
        ("prepare", "specialist", {}), ("sign", "head", {}),
    ):  # fmt: skip
        world.there(f"licensor_desk.{name}", {"code": code(case), **more}, role)
