"""Who answers for a clock is called once for each rung, whoever looks, however often, on whatever store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.problems import Refused
from tests.world import AT, World, code, who


def waiting(world: World, role: str = "inspector") -> list[tuple[str, str]]:
    return [(r["step"], r["rung"]) for r in world.ask("calls.waiting", {}, role)]


def all_of(world: World) -> dict[str, Any]:
    return {"rungs": [{k: r[k] for k in ("case", "step", "rung")} for r in world.ask("calls.waiting", {})]}


def calls(world: World, case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(c["step"], c["rung"]) for c in world.case(code(case)).get("calls", ())]


def test_nobody_is_called_while_there_is_time(world: World) -> None:
    world.accepted()
    assert waiting(world) == []


def test_each_rung_is_written_down_once_though_two_windows_look_at_the_same_time(world: World) -> None:
    case = world.accepted()
    world.later(AT, hours=2)
    given = all_of(world)
    assert waiting(world) == [("to-sector", "risk"), ("to-sector", "late")]
    centre = world.centre
    with ThreadPoolExecutor(4) as windows:
        looks = [windows.submit(centre.run, "calls.escalate", given, as_=who(r)) for r in ("inspector", "sector") * 2]
        written = [look.result().value.rungs for look in looks]
    assert sorted(written) == [0, 0, 0, 2]
    assert calls(world, case) == [("to-sector", "risk"), ("to-sector", "late")]
    assert waiting(world) == []
    world.later(AT, days=1)
    assert waiting(world) == [("to-sector", "day-late")]
    world.whole()


def test_a_rung_that_has_not_come_is_not_written(world: World) -> None:
    case = world.accepted()
    given = {"rungs": [{"case": case["case"], "step": "to-sector", "rung": "late"}]}
    assert world.do("calls.escalate", given)["rungs"] == 0
    assert calls(world, case) == []


def test_the_case_goes_on_after_a_call(world: World) -> None:
    case = world.accepted()
    world.later(AT, hours=2)
    world.do("calls.escalate", all_of(world))
    world.do("accumulation.enter", {"code": code(case)}, "sector")
    told = world.case(code(case))
    assert told["status"] == "in-registry"
    assert told["out_of_order"] == []
    assert world.ask("calls.mine", {}, "inspector") == []  # the clock has stopped


def test_a_call_concerns_who_may_do_the_step_and_from_late_on_the_supervisor(world: World) -> None:
    case = world.accepted()
    began = world.now[AT].isoformat()
    world.later(AT, minutes=26)
    world.do("calls.escalate", all_of(world))
    rungs = lambda role: [c["rung"] for c in world.ask("calls.mine", {"after": began}, role)]  # noqa: E731
    assert (rungs("inspector"), rungs("sector"), rungs("supervisor")) == (["risk"], [], [])
    seen = world.now[AT].isoformat()
    world.later(AT, hours=1)
    world.do("calls.escalate", all_of(world))
    assert (rungs("inspector"), rungs("supervisor")) == (["risk", "late"], ["late"])
    news = world.ask("calls.mine", {"after": seen}, "inspector")
    assert [(c["number"], c["rung"]) for c in news] == [(case["number"], "late")]


def test_a_person_reminds_whoever_answers_and_not_twice_within_the_hour(world: World) -> None:
    case = world.accepted()
    world.do("calls.remind", {"code": code(case)}, "supervisor")
    news = world.ask("calls.mine", {}, "inspector")
    assert [(c["rung"], c["by"]) for c in news] == [("reminded", who("supervisor"))]
    assert world.ask("calls.mine", {}, "supervisor") == []
    with pytest.raises(Refused, match="reminded-already"):
        world.do("calls.remind", {"code": code(case)}, "supervisor")
    world.later(AT, hours=1)
    world.do("calls.remind", {"code": code(case)}, "supervisor")
    assert [c["rung"] for c in world.ask("calls.mine", {}, "inspector")] == ["reminded", "reminded"]


def test_a_case_without_a_clock_reminds_nobody(world: World) -> None:
    draft = world.draft()
    refused = world.do("intake.refuse", {**draft, "documents": draft["documents"][1:]})
    with pytest.raises(Refused, match="no-clock"):
        world.do("calls.remind", {"code": refused["case"]}, "supervisor")
