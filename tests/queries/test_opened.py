"""One case, one registry, the house: what a screen shows of it, and to whom."""

from __future__ import annotations

import pytest

from app.command import QUERIES, all_wishes
from app.domain.roles import Role, may
from app.problems import Refused, Unavailable
from tests.world import AT, MG, SK, World, code, who


def test_a_case_is_opened_by_any_of_its_codes(world: World) -> None:
    case = world.accepted()
    number = case["number"]
    for text in (
        number,
        code(case),
        "C" + number.replace("-", ""),
        "D" + number.replace("-", ""),
        case["case"],
        number.lower(),
        f" {number}\n",
    ):
        assert world.ask("case.open", {"code": text})["case"]["id"] == case["case"], text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("R-{n}", "code-of-other-kind"), ("H-{n}", "code-of-other-kind"), ("", "code-invalid"), ("{n}9", "code-invalid"),
        ("AT01-01-16-99999-", "code-invalid"), ("123456789012", "case-unknown"), ("x" * 36, "case-unknown"),
        ("АТ01-01-16-00001-E", "code-invalid"), ("' OR '1'='1", "code-invalid"),
    ],
)  # fmt: skip
def test_a_scan_of_another_thing_is_told_apart(file_here: World, text: str, answer: str) -> None:
    number = file_here.accepted()["number"]
    for name in ("case.open", "case.history", "case.papers_of"):
        if name == "case.papers_of" and len(text) == 36:
            continue
        with pytest.raises(Refused) as no:
            file_here.ask(name, {"code": text.format(n=number)})
        assert no.value.code == answer, name


def test_the_line_of_steps_shows_what_is_done_running_and_ahead(world: World) -> None:
    case = world.accepted()
    opened = world.ask("case.open", {"code": code(case)})
    steps = {s["step"]: s for s in opened["steps"]}
    assert steps["accept"]["state"] == steps["register"]["state"] == "done"
    assert steps["accept"]["who"] == who("inspector")
    assert opened["names"][who("inspector")] == "Оразбаева Жанар Мұратқызы"
    assert steps["to-sector"]["state"] == "running"
    assert steps["to-sector"]["due_by"]
    assert (steps["release"]["state"], steps["release"]["why_not"]) == ("ahead", ["step-before"])
    assert all(s["clause"] and s["text"]["ru"] and s["text"]["kk"] for s in opened["steps"])
    assert {p["form"] for p in opened["papers"]} == {"acceptance-receipt", "label"}
    assert all(p["drawn"] for p in opened["papers"])


def test_a_slip_is_opened_without_steps(world: World) -> None:
    slip = world.do("intake.give_slip", {"service": "phc-attachment"})
    opened = world.ask("case.open", {"code": slip["number"]})
    assert (opened["steps"], [p["form"] for p in opened["papers"]]) == ([], ["information-slip"])


def test_the_history_says_who_did_what_when_and_where(world: World) -> None:
    case = world.accepted()
    world.later(minutes=12)
    world.do("accumulation.take_in", {"code": code(case)}, "sector")
    history = world.ask("case.history", {"code": code(case)})
    assert [(e["kind"], e["who"], e["device"], e["version"]) for e in history] == [
        ("application.accepted", who("inspector"), "AT01-01", 1), ("custody.moved", who("sector"), "AT01-02", 2),
    ]  # fmt: skip
    assert history[0]["at"] < history[1]["at"]


def test_a_registry_is_seen_by_its_two_ends_only(world: World) -> None:
    case = world.accepted()
    registry = world.closed_registry(case)
    assert [r["number"] for r in world.ask("registry.all", {}, "sector")] == [registry["number"]]
    opened = world.ask("registry.open", {"code": registry["number"]}, "sector")
    assert [c["number"] for c in opened["cases"]] == [case["number"]]
    assert world.ask("registry.open", {"code": registry["registry"]}, "sector") == opened
    assert world.ask("registry.all", {"status": "open"}, "sector") == []
    assert world.ask("registry.all", {}, "sector", act=SK) == []
    for text in (registry["number"], registry["registry"]):
        with pytest.raises(Refused, match="registry-unknown"):
            world.ask("registry.open", {"code": text}, "sector", act=SK)


def test_a_hand_over_is_seen_by_those_whose_papers_it_holds(world: World) -> None:
    bag = world.given_to_courier(world.accepted())
    assert [h["number"] for h in world.ask("registry.handed", {"status": "given"}, "courier")] == [bag["number"]]
    assert world.ask("registry.handed", {"status": "taken"}, "courier") == []
    assert world.ask("registry.handed", {}, "courier", act=SK) == []


def test_everybody_of_the_house_is_listed_with_their_office(world: World) -> None:
    people = {p["login"]: p for p in world.ask("house.people", {})}
    for role in ("inspector", "sector", "courier", "supervisor", "administrator"):
        assert (people[who(role)]["role"], people[who(role)]["office"], people[who(role)]["open"]) == (
            role,
            "AT01",
            True,
        )
    world.do("account.close", {"login": who("courier")}, "administrator")
    assert not {p["login"]: p for p in world.ask("house.people", {})}[who("courier")]["open"]


def test_i_am_who_i_am_in_the_time_of_my_act(world: World) -> None:
    me = world.ask("house.me", {}, act=MG)
    assert (me["login"], me["role"], me["office"]["code"], me["training"]) == (
        who("inspector", MG),
        "inspector",
        "MG01",
        True,
    )
    assert me["now"] == "2013-03-13T09:30:00+05:00"
    assert "accept-documents" in me["rights"]


def test_the_law_of_the_day_lists_every_service_offered_or_not(world: World) -> None:
    services = {s["service"]: s for s in world.ask("law.services", {})}
    assert len(services) == 5
    assert services["medical-licence"]["flow"] == "paper"
    assert services["phc-attachment"]["why_not"] == "no-act-in-force"
    assert {v["id"] for v in services["medical-licence"]["variants"]} == {"issue", "reissue", "duplicate"}


def test_the_list_shrinks_as_documents_are_marked(world: World) -> None:
    draft = world.draft()
    whole = world.ask("law.checklist", {**draft, "documents": []})
    part = world.ask("law.checklist", {**draft, "documents": draft["documents"][:1]})
    assert len(part["findings"]) == len(whole["findings"]) - 1
    assert world.ask("law.checklist", draft)["findings"] == []


def test_a_report_counts_what_happened(world: World) -> None:
    world.accepted()
    draft = world.draft()
    world.do("intake.refuse", {**draft, "documents": draft["documents"][1:]})
    period = {"first": str(world.now[AT].date()), "last": str(world.now[AT].date())}
    told = world.ask("reports.summary", period, "supervisor")
    assert (told["by_service"], told["by_status"]) == ({"medical-licence": 2}, {"accepted": 1, "refused": 1})
    assert told["hours"] == [{"weekday": 3, "hour": 9, "n": 2}]
    assert [(r["key"].split("|")[0], r["n"]) for r in told["reasons"]] == [(draft["documents"][0]["document"], 1)]
    other = {"first": "2016-01-01", "last": "2016-01-02"}
    assert world.ask("reports.summary", other, "supervisor")["by_service"] == {}


def test_no_query_answers_without_its_right(file_here: World) -> None:
    all_wishes()
    tried = 0
    for name, wanted in QUERIES.items():
        for role in ("inspector", "sector", "courier", "supervisor", "administrator"):
            if not may(Role(role), wanted.right):
                asked = ("code", "text", "number", "place", "pack", "name", "step")
                given = {f: "x" for f in wanted.given.__dataclass_fields__ if f in asked}
                given |= {f: "2016-11-16" for f in wanted.given.__dataclass_fields__ if f in ("first", "last")}
                given |= {"place": "result" if name == "signatures.to_sign" else "desk"} if "place" in given else {}
                given |= {"question": "flow"} if name == "reports.behind" else {}
                with pytest.raises(Refused, match="no-right"):
                    file_here.ask(name, given, role)
                tried += 1
    assert tried >= 8


def test_nobody_is_answered_who_is_not_known_or_was_closed(world: World) -> None:
    with pytest.raises(
        (Refused, Unavailable), match=r"account-unknown|wrong-password"
    ):  # PostgreSQL does not let them in at all
        world.centre.ask("house.me", {}, as_="nobody.at01")
    world.do("account.close", {"login": who("sector")}, "administrator")
    with pytest.raises((Refused, Unavailable), match=r"account-closed|wrong-password"):
        world.ask("house.me", {}, "sector")


def test_a_query_changes_nothing(file_here: World) -> None:
    case = file_here.accepted()
    before = {t: file_here.rows(f"SELECT * FROM {t}") for t in ("events", "cases", "devices", "operations", "papers")}
    for name in ("case.open", "case.history", "case.papers_of"):
        file_here.ask(name, {"code": code(case)})
    file_here.ask("queue.find", {"text": "AT01"})
    assert {t: file_here.rows(f"SELECT * FROM {t}") for t in before} == before
