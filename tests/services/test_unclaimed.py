"""A result that nobody has come for: its owner is told, after a month it goes back, and it comes again when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.problems import Refused
from app.start import listening, plain
from tests.print.reading import text
from tests.services.test_every_command import Scene
from tests.services.unclaimed import sent_back
from tests.world import AT, VK, World, code, desk, who


@pytest.fixture
def scene(world: World) -> Iterator[Scene]:
    with listening(world.licensor) as address:
        yield Scene(world, address)


def listed(world: World) -> list[Any]:
    return list(world.centre.ask("queue.unclaimed", {}, as_=who("sector")))


def state(scene: Scene, case: dict[str, Any]) -> tuple[str, str]:
    found = scene.world.case(code(case))
    return found["status"], found["holder"]


def give(case: dict[str, Any], to: str) -> dict[str, Any]:
    return {"cases": [code(case)], "to": to}


def test_it_is_kept_for_a_month_and_not_a_day_less(scene: Scene) -> None:
    case, world = scene.back(), scene.world
    (here,) = listed(world)
    assert (here.days, here.next, here.until - here.came_on) == (0, "wait", timedelta(31))
    world.later(days=30)
    assert listed(world)[0].next == "call"
    with pytest.raises(Refused, match="result-came-back"):
        world.do("courier.give", give(case, "courier"), "sector")
    world.later(days=1)
    assert listed(world)[0].next == "return"
    world.do("courier.give", give(case, "courier"), "sector")


def test_whoever_was_told_is_waited_for_again(scene: Scene) -> None:
    case, world = scene.back(), scene.world
    world.later(days=8)
    assert listed(world)[0].next == "call"
    world.do("accumulation.tell_owner", {"code": code(case), "by": "telephone"}, "sector")
    (here,) = listed(world)
    assert (here.next, here.told) == ("wait", (world.now[AT].date(),))
    printed = world.do("accumulation.print_unclaimed", {}, "sector")
    assert f"1: {world.now[AT]:%d.%m}" in text(world.centre.paper(printed["paper"], as_=who("sector"))[2])
    world.later(days=8)
    assert listed(world)[0].next == "call"


def test_it_goes_back_waits_there_until_it_is_asked_for_and_lies_here_for_another_month(scene: Scene) -> None:
    case, world, courier = sent_back(scene.world, scene.back()), scene.world, who("courier")
    assert state(scene, case) == ("unclaimed", "courier")
    assert listed(world) == []
    scene.sync()
    bag = world.licensor.run("courier.give", give(case, "chancellery"), as_=courier).value
    world.there("courier.take", {"code": bag.number}, "chancellery")
    scene.sync()
    assert state(scene, case) == ("unclaimed", "chancellery")
    with pytest.raises(Refused, match="held-by-other"):
        world.do("issue.take", {"code": code(case)})
    world.do("issue.ask_back", {"code": code(case)})
    scene.sync()
    there = world.licensor.ask("case.open", {"code": code(case)}, as_=desk("chancellery")).case
    assert there.status == "result-ready"
    back = world.there("courier.give", give(case, "courier"), "chancellery")
    world.licensor.run("courier.take", {"code": back["number"]}, as_=courier)
    scene.sync()
    bag = world.do("courier.give", give(case, "sector"), "courier")
    world.do("courier.take", {"code": bag["number"]}, "sector")
    (here,) = listed(world)
    assert (here.days, here.next) == (0, "wait")  # the month begins anew
    given = {"first": world.now[AT].date().isoformat(), "last": world.now[AT].date().isoformat()}
    assert world.centre.ask("reports.summary", given, as_=who("supervisor")).lying == (1, 0, 0, 0, 0)
    found = world.centre.ask("case.open", {"code": code(case)}, as_=who("inspector")).case
    assert not found.out_of_order
    assert [s.step for s in found.running] == [s.step for s in there.running]  # no clock of an act runs a second time
    world.do("issue.take", {"code": code(case)})
    world.do("issue.release", {"code": code(case), "name": "Әсел"})
    assert state(scene, case) == ("released", "applicant")


def test_it_is_asked_for_only_where_it_went_back_and_told_of_only_where_it_lies(scene: Scene) -> None:
    case, world = scene.back(), scene.world
    with pytest.raises(Refused, match="not-sent-back"):
        world.do("issue.ask_back", {"code": code(case)})
    world.later(days=31)
    with pytest.raises(Refused, match="result-goes-back"):  # it needs no registry, and the panel says where it goes
        world.do("accumulation.enter", {"code": code(case)}, "sector")
    bag = world.do("courier.give", give(case, "courier"), "sector")
    world.do("courier.take", {"code": bag["number"]}, "courier")
    with pytest.raises(Refused, match="nothing-lies-here"):
        world.do("accumulation.tell_owner", {"code": code(case)}, "sector")


def test_a_result_at_the_window_goes_back_by_way_of_the_sector(scene: Scene) -> None:
    case, world = scene.to_release(), scene.world
    world.later(days=30)
    with pytest.raises(Refused, match="held-by-other"):
        world.do("courier.give", give(case, "courier"), "sector")
    world.later(days=1)
    assert listed(world)[0].next == "return"
    world.do("courier.give", give(case, "courier"), "sector")
    assert state(scene, case) == ("result-on-the-way", "sector")


def test_an_old_registry_takes_nothing_back_that_a_scan_would(scene: Scene) -> None:
    case, world = scene.back(), scene.world
    registry = world.rows("SELECT number FROM registries")[0].number
    world.later(days=40)
    with pytest.raises(Refused, match="result-came-back"):
        world.do("courier.give", {"registries": [registry], "to": "courier"}, "sector")
    world.do("courier.give", give(case, "courier"), "sector")


# ---- and nobody gives out what is not at hand


def test_the_licensor_gives_out_only_what_lies_there(scene: Scene) -> None:
    case, world = scene.signed(), scene.world
    release = {"code": code(case), "name": "Әсел"}

    def no(name: str, given: dict[str, Any]) -> str:
        with pytest.raises(Refused) as refused:
            world.there(name, given, "chancellery")
        return refused.value.code

    bag = world.there("courier.give", give(case, "courier"), "chancellery")
    assert no("issue.release", release) == "given-already"  # it waits for the courier, who would have to go without it
    assert no("licensor_desk.give_out", {"code": code(case)}) == "given-already"
    world.licensor.run("courier.take", {"code": bag["number"]}, as_=who("courier"))
    assert no("issue.release", release) == "held-by-other"
    scene.sync()
    home = world.do("courier.give", give(case, "sector"), "courier")
    world.do("courier.take", {"code": home["number"]}, "sector")
    scene.sync()
    assert no("issue.release", release) == "held-by-other"  # it lies at the centre


def test_whoever_goes_to_the_licensor_for_what_went_back_gets_it_there(scene: Scene) -> None:
    case, world = sent_back(scene.world, scene.back()), scene.world
    scene.sync()
    bag = world.licensor.run("courier.give", give(case, "chancellery"), as_=who("courier")).value
    world.there("courier.take", {"code": bag.number}, "chancellery")
    world.there("issue.release", {"code": code(case), "name": "Әсел"}, "chancellery")
    scene.sync()
    assert state(scene, case) == ("released", "applicant")


def test_what_was_handed_in_at_the_licensor_does_not_go_to_a_centre(scene: Scene) -> None:
    """vko-2014-70: applications are handed in at the department, and its results are given out there."""
    world = scene.world
    given = world.draft(act=VK) | {"channel": "chancellery"}
    app = world.licensor
    handed = plain(app.run("licensor_desk.accept", given, as_=desk("chancellery", VK)).value)
    scene.stepped(handed, "take_in", "assign", "examine", "enter_data", "ask_body", act=VK)
    answer = {"code": code(handed), "positive": True, "reference": "77-3"}
    world.there("licensor_desk.record_answer", answer, "specialist", act=VK)
    scene.stepped(handed, "prepare", "sign", act=VK)
    with pytest.raises(Refused, match="handed-in-here"):
        app.run("courier.give", {"cases": [code(handed)], "to": "courier"}, as_=desk("chancellery", VK))
