"""The supervisor's questions on a store where it was really done: what is counted is what the journal says, on both stores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain import codec
from app.problems import Refused
from app.start import exchange, listening
from tests.report.whole_way import to_release
from tests.world import AT, SK, World, code, desk, who

ZONE = ZoneInfo("Asia/Atyrau")
MONTH = {"first": "2016-11-01", "last": "2016-11-30"}


def on(world: World, text: str) -> None:
    world.at(AT, datetime.fromisoformat(f"2016-11-{text}").replace(tzinfo=ZONE))


def told(world: World, **more: Any) -> Any:
    return world.ask("reports.summary", {**MONTH, **more}, "supervisor")


def behind(world: World, question: str, key: str = "", **more: Any) -> list[str]:
    given = {**MONTH, "question": question, "key": key, **more}
    return [r["number"] for r in world.ask("reports.behind", given, "supervisor")]


def refused(world: World, without: int) -> None:
    draft = world.draft()
    gone = draft["documents"][without]["document"]
    world.do("intake.refuse", {**draft, "documents": [d for d in draft["documents"] if d["document"] != gone]})


def given_out(world: World) -> dict[str, Any]:
    """One case the whole way, its papers late in the sector and the courier late at the licensor."""
    on(world, "14T10:00")  # a Monday
    case = world.accepted()
    on(world, "14T10:45")
    registry = world.do("accumulation.enter", {"code": code(case)}, "sector")["registry"]
    on(world, "14T11:00")
    world.do("accumulation.close", {"code": registry, "cases": [case["case"]]}, "sector")
    bag = world.do("courier.give", {"registries": [registry], "to": "courier"}, "sector")
    world.do("courier.take", {"code": bag["number"]}, "courier")
    on(world, "14T11:30")
    with listening(world.licensor) as link:
        exchange(world.centre, link)
        given = {"registries": [registry], "to": "chancellery"}
        bag = world.licensor.run("courier.give", given, as_=who("courier")).value
        world.there("courier.take", {"code": bag.handover}, "chancellery")
        exchange(world.centre, link)
    return case


def test_visits_are_counted_in_the_offices_own_hours(world: World) -> None:
    on(world, "14T09:30")
    first = world.accepted()["number"]
    on(world, "15T19:59")
    second = world.accepted()["number"]
    refused(world, 0)
    found = told(world)
    assert (found["visits"], found["taken"], found["refused"]) == (3, 2, 1)
    assert [(h["weekday"], h["hour"], h["n"]) for h in found["hours"]] == [(1, 9, 1), (2, 19, 2)]
    assert found["by_workplace"] == {"AT01-01": 3}
    assert len(behind(world, "flow")) == 3
    assert behind(world, "flow", "1.9") == [first]
    assert second in behind(world, "flow", "2.18.2")
    assert behind(world, "flow", "2.18") == []


def test_a_period_ends_at_the_offices_own_midnight(world: World) -> None:
    on(world, "15T23:59")
    world.accepted()
    day = lambda n: told(world, first=f"2016-11-{n}", last=f"2016-11-{n}")["visits"]  # noqa: E731
    assert (day(14), day(15), day(16)) == (0, 1, 0)
    with pytest.raises(Refused, match="period-backwards"):
        told(world, first="2016-11-16", last="2016-11-15")
    for days in ({"first": "0001-01-01", "last": "2016-11-15"}, {"first": "2016-11-15", "last": "9999-12-31"}):
        with pytest.raises(codec.BadShape):
            told(world, **days)


def test_refusals_are_counted_by_document_and_clause(world: World) -> None:
    on(world, "14T09:30")
    draft = world.draft()
    for _ in range(2):
        refused(world, 0)
    refused(world, 1)
    reasons = told(world)["reasons"]
    ids = [d["document"] for d in draft["documents"]]
    assert [(r["key"].split("|")[0], r["kind"], r["n"]) for r in reasons] == [
        (ids[0], "missing", 2),
        (ids[1], "missing", 1),
    ]
    assert all(r["clause"] and r["name"]["ru"] and r["name"]["kk"] for r in reasons)
    assert len(behind(world, "refusals", reasons[0]["key"])) == 2
    assert len(behind(world, "refusals")) == 3
    forms = {d["id"]: d["name"] for d in world.ask("law.checklist", draft)["documents"]}
    assert reasons[0]["name"] == forms["application"]  # and not the portal's request of the same id


def test_a_step_is_measured_against_its_limit_and_a_late_ride_is_the_couriers(world: World) -> None:
    case = given_out(world)
    found = told(world)
    steps = {s["step"]: s for s in found["steps"]}
    sector = steps["to-sector"]
    assert (sector["limit"], sector["unit"], sector["middle"], sector["middle_percent"]) == (30, "min", 45 * 60, 150)
    assert (sector["n"], sector["late"]) == (1, 1)
    assert steps["courier-to-licensor"]["middle_percent"] == 200
    parties = {p["key"]: p for p in found["parties"]}
    ride = parties[f"courier:{who('courier')}"]
    assert (ride["in_time"], ride["edge"], ride["late"]) == (0, 0, 1)
    for question, key in (
        ("steps", "to-sector"), ("steps", "to-sector.late"), ("parties", f"courier:{who('courier')}:late"),
        ("parties", f"courier:{who('courier')}"),
    ):  # fmt: skip
        assert behind(world, question, key) == [case["number"]], (question, key)
    assert behind(world, "parties", f"courier:{who('courier')}:in-time") == []


def test_a_limit_that_ran_out_undone_is_late_without_being_done(world: World) -> None:
    on(world, "14T10:00")
    case = world.accepted()
    on(world, "14T10:20")
    assert told(world)["late"] == 0
    on(world, "14T11:00")
    assert told(world)["late"] == 1
    assert behind(world, "steps", "to-sector.late") == [case["number"]]


def test_a_department_answers_for_its_own_term_and_sees_nobody_elses(world: World) -> None:
    given_out(world)
    on(world, "30T10:00")  # a fortnight later nothing is decided
    there = world.licensor.ask(
        "reports.summary", {"first": date(2016, 11, 1).isoformat(), "last": "2016-12-30"}, as_=desk("head")
    )
    assert there.visits == 1
    assert world.licensor.ask("reports.summary", MONTH, as_=desk("head", SK)).visits == 0
    world.at(AT, datetime(2016, 12, 20, 10, tzinfo=ZONE))
    there = world.licensor.ask("reports.summary", {"first": "2016-12-01", "last": "2016-12-30"}, as_=desk("head"))
    (party,) = (p for p in there.parties if p.key.startswith("licensor"))
    assert (party.key, party.late, party.n) == ("licensor:AD01", 1, 1)


def test_the_summary_is_narrowed_by_service_and_workplace(world: World) -> None:
    on(world, "14T10:00")
    medical = world.accepted()["number"]
    gobmp = world.accepted(service="gobmp-compliance", variant="participation", object="")["number"]
    assert told(world)["by_service"] == {"medical-licence": 1, "gobmp-compliance": 1}
    assert told(world, service="gobmp-compliance")["visits"] == 1
    assert behind(world, "flow", service="gobmp-compliance") == [gobmp]
    assert set(behind(world, "flow", workplace="AT01-01")) == {medical, gobmp}
    assert told(world, workplace="AT01-04")["visits"] == 0


def test_the_list_behind_a_figure_follows_its_last_row(world: World) -> None:
    on(world, "14T10:00")
    numbers = [world.accepted()["number"] for _ in range(5)]
    given = {**MONTH, "question": "flow", "limit": 2}
    seen: list[str] = []
    after: dict[str, int] = {}
    while page := world.ask("reports.behind", {**given, **after}, "supervisor"):
        assert len(page) <= 2
        seen += [r["number"] for r in page]
        after = {"after": page[-1]["row"]}
    assert seen == numbers[::-1]


def test_answers_and_what_lies_here_are_told_of_a_case_that_was_released(world: World) -> None:
    case = to_release(world)
    assert told(world)["lying"] == [1, 0, 0, 0, 0]
    assert behind(world, "lying", "0") == [case["number"]]
    world.later(days=31)
    assert told(world)["lying"] == [0, 0, 0, 0, 1]
    world.later(days=-31)
    world.do("issue.release", {"code": code(case), "name": "Әсел"})
    world.do("issue.survey", {"code": code(case), "quality": 2, "information": 3})
    assert sum(told(world)["lying"]) == 0
    assert (told(world)["quality"], told(world)["information"]) == ([0, 1, 0], [1, 0, 0])
    assert behind(world, "survey", "quality.2") == [case["number"]]
    assert behind(world, "survey", "information.2") == []
