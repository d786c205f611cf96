"""Who holds the papers: two acts of two people, and one holder always."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import case as cases
from app.problems import Refused, Unavailable
from app.start import exchange, listening
from app.store.receive import read_event
from tests.world import AT, MG, SK, World, code, desk, who


def no(world: World, name: str, given: dict[str, Any], role: str, *, act: str = AT) -> str:
    before = world.rows("SELECT id, version, state FROM cases ORDER BY id"), world.count("events")
    with pytest.raises(Refused) as refused:
        world.do(name, given, role, act=act)
    assert (world.rows("SELECT id, version, state FROM cases ORDER BY id"), world.count("events")) == before
    return refused.value.code


def test_the_holder_changes_only_when_the_other_has_taken(world: World) -> None:
    case = world.accepted()
    bag = world.given_to_courier(case)
    assert world.case(code(case))["holder"] == "sector"
    world.do("courier.take", {"code": bag["number"]}, "courier")
    assert (world.case(code(case))["holder"], world.case(code(case))["status"]) == ("courier", "on-the-way")


def test_the_papers_stay_when_the_courier_refuses_or_the_sector_takes_back(world: World) -> None:
    case = world.accepted()
    for name, role in (("courier.refuse", "courier"), ("courier.take_back", "sector")):
        registry = world.rows("SELECT number FROM registries")
        if registry:
            bag = world.do("courier.give", {"registries": [registry[0].number], "to": "courier"}, "sector")
        else:
            bag = world.given_to_courier(case)
        assert no(world, name, {"code": bag["number"], "reason": "  "}, role) == "reason-missing"
        world.do(name, {"code": bag["number"], "reason": "rain"}, role)
        assert world.case(code(case))["holder"] == "sector"
        assert no(world, "courier.take", {"code": bag["number"]}, "courier") == "hand-over-ended"


def test_what_is_lost_is_lost_and_never_arrives(world: World) -> None:
    case = world.accepted()
    bag = world.given_to_courier(case)
    assert no(world, "courier.report_lost", {"code": bag["number"], "reason": "?"}, "courier") == "hand-over-ended"
    world.do("courier.take", {"code": bag["number"]}, "courier")
    world.do("courier.report_lost", {"code": bag["number"], "reason": "an accident"}, "courier")
    assert (world.case(code(case))["status"], world.case(code(case))["holder"]) == ("lost", "lost")
    assert no(world, "courier.give", {"cases": [code(case)], "to": "chancellery"}, "courier") == "held-by-other"


def met(world: World) -> None:
    with listening(world.licensor) as address:
        exchange(world.centre, address)


def test_papers_given_at_one_node_are_not_given_at_the_other_that_has_heard(world: World) -> None:
    case = world.accepted()
    world.do("courier.take", {"code": world.given_to_courier(case)["number"]}, "courier")
    met(world)
    given = {"cases": [code(case)], "to": "chancellery"}
    there = world.licensor.run("courier.give", given, as_=who("courier"), draw=False).value
    met(world)
    assert no(world, "courier.give", {"cases": [code(case)], "to": "sector"}, "courier") == "given-already"
    world.licensor.run("courier.take_back", {"code": there.number, "reason": "closed"}, as_=who("courier"), draw=False)
    met(world)
    world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")


def test_what_is_given_on_is_taken_back_before_it_is_reported_lost(world: World) -> None:
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    on = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    lost = {"code": bag["number"], "reason": "an accident"}
    assert no(world, "courier.report_lost", lost, "courier") == "given-already"
    world.do("courier.take_back", {"code": on["number"], "reason": "an accident"}, "courier")
    world.do("courier.report_lost", lost, "courier")
    assert world.case(code(case))["holder"] == "lost"


def test_two_nodes_that_had_not_met_and_who_took_first_holds_the_papers(world: World) -> None:
    case = world.accepted()
    world.do("courier.take", {"code": world.given_to_courier(case)["number"]}, "courier")
    met(world)
    given = {"cases": [code(case)], "to": "chancellery"}
    world.licensor.run("courier.give", given, as_=who("courier"), draw=False)
    back = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    there = next(row.number for row in world.rows("SELECT number FROM handovers WHERE status = 'given'", licensor=True))
    world.licensor.run("courier.take", {"code": there}, as_=desk("chancellery"), draw=False)
    met(world)
    assert no(world, "courier.take", {"code": back["number"]}, "sector") == "held-by-other"
    world.do("courier.take_back", {"code": back["number"], "reason": "they have it"}, "courier")
    assert world.case(code(case))["holder"] == "chancellery"


@pytest.mark.parametrize("to", ["chancellery", "sector"])
def test_a_sector_gives_to_a_courier_only(world: World, to: str) -> None:
    registry = world.closed_registry(world.accepted())
    assert no(world, "courier.give", {"registries": [registry["number"]], "to": to}, "sector") == "no-such-leg"


def test_nothing_is_given_that_is_not_held(world: World) -> None:
    case = world.accepted()
    assert no(world, "courier.give", {"to": "courier"}, "sector") == "nothing-to-give"
    assert no(world, "courier.give", {"cases": [code(case)], "to": "courier"}, "sector") == "held-by-other"
    entered = world.do("accumulation.enter", {"code": code(case)}, "sector")
    assert (
        no(world, "courier.give", {"registries": [entered["registry"]], "to": "courier"}, "sector") == "registry-open"
    )


def test_a_scan_of_the_wrong_kind_is_told_and_changes_nothing(world: World) -> None:
    case = world.accepted()
    registry = world.closed_registry(case)
    r, c = f"R-{registry['number']}", code(case)
    assert no(world, "accumulation.take_in", {"code": r}, "sector") == "code-of-other-kind"
    assert no(world, "courier.give", {"registries": [c], "to": "courier"}, "sector") == "code-of-other-kind"
    assert no(world, "courier.take", {"code": r}, "courier") == "code-of-other-kind"
    assert no(world, "accumulation.close", {"code": c, "cases": []}, "sector") == "code-of-other-kind"


def test_the_same_case_scanned_twice_is_told(world: World) -> None:
    case = world.accepted()
    first = world.do("accumulation.enter", {"code": code(case)}, "sector")
    assert no(world, "accumulation.enter", {"code": code(case)}, "sector") == "already-in-registry"
    assert no(world, "accumulation.take_in", {"code": code(case)}, "sector") == "taken-in-already"
    world.do("accumulation.remove", {"code": code(case)}, "sector")
    assert world.do("accumulation.enter", {"code": code(case)}, "sector")["registry"] == first["registry"]


def test_papers_that_were_given_are_not_given_again_until_they_are_taken_back(world: World) -> None:
    case = world.accepted()
    given = {"registries": [world.closed_registry(case)["number"]], "to": "courier"}
    bag = world.do("courier.give", given, "sector")
    assert no(world, "courier.give", given, "sector") == "given-already"
    assert no(world, "courier.give", {"cases": [code(case)], "to": "courier"}, "sector") == "given-already"
    world.do("courier.take_back", {"code": bag["number"], "reason": "another courier comes"}, "sector")
    again = world.do("courier.give", given, "sector")
    world.do("courier.take", {"code": again["number"]}, "courier")
    assert world.case(code(case))["holder"] == "courier"


def test_a_registry_closes_with_each_of_its_cases_once_and_leaves_none_behind(world: World) -> None:
    first, second = world.accepted(), world.accepted()
    for case in (first, second):
        number = world.do("accumulation.enter", {"code": code(case)}, "sector")["registry"]
    short = {"code": number, "cases": [first["case"]]}
    assert no(world, "accumulation.close", short, "sector") == "registry-differs"
    whole = {"code": number, "cases": [second["case"], first["case"], second["case"]]}
    assert world.do("accumulation.close", whole, "sector")["lines"] == 2
    lines = world.ask("registry.open", {"code": number}, "sector")["registry"]["lines"]
    assert [line["case"] for line in lines] == [second["case"], first["case"]]


def test_a_reason_of_blanks_is_none(world: World) -> None:
    registry = world.closed_registry(world.accepted())
    given = {"code": registry["number"], "reason": " \t"}
    assert no(world, "accumulation.amend", given, "sector") == "reason-missing"


def test_only_what_lies_at_the_centre_goes_into_a_cell(world: World) -> None:
    case = world.accepted()
    assert no(world, "accumulation.shelve", {"code": code(case), "cell": " "}, "sector") == "cell-missing"
    world.do("courier.take", {"code": world.given_to_courier(case)["number"]}, "courier")
    assert no(world, "accumulation.shelve", {"code": code(case), "cell": "A-1"}, "sector") == "held-by-other"


def test_a_case_of_another_centre_is_not_there(world: World) -> None:
    theirs = world.accepted(act=SK)
    for name in ("accumulation.take_in", "accumulation.enter", "accumulation.remove"):
        for text in (code(theirs), theirs["case"]):
            assert no(world, name, {"code": text}, "sector") == "case-unknown"
    ours = world.closed_registry(world.accepted())
    assert (
        no(world, "accumulation.amend", {"code": ours["number"], "remove": [code(theirs)], "reason": "x"}, "sector")
        == "case-unknown"
    )
    assert (
        no(world, "accumulation.amend", {"code": ours["number"], "reason": "x"}, "sector", act=SK) == "registry-unknown"
    )
    bag = world.do("courier.give", {"registries": [ours["number"]], "to": "courier"}, "sector")
    for name in ("courier.take", "courier.refuse", "courier.report_lost"):
        given = {"code": bag["number"], **({} if name == "courier.take" else {"reason": "x"})}
        assert no(world, name, given, "courier", act=SK) == "hand-over-unknown"


def test_a_closed_registry_never_changes_and_an_amendment_is_a_new_edition(world: World) -> None:
    first, second = world.accepted(), world.accepted()
    registry = world.closed_registry(first, second)
    given = {"code": registry["number"], "cases": [first["case"]]}
    assert no(world, "accumulation.close", given, "sector") == "registry-closed"
    assert no(world, "accumulation.remove", {"code": code(first)}, "sector") == "registry-closed"
    again = world.do(
        "accumulation.amend", {"code": registry["number"], "remove": [code(first)], "reason": "not ours"}, "sector"
    )
    assert (again["edition"], again["lines"]) == (2, 1)
    opened = world.ask("registry.open", {"code": registry["number"]}, "sector")["registry"]
    assert [x["case"] for x in opened["before"]] == [first["case"], second["case"]]
    assert [x["case"] for x in opened["lines"]] == [second["case"]]
    assert "registry" not in world.case(code(first))
    everything = {"code": registry["number"], "remove": [code(second)], "reason": "x"}
    assert no(world, "accumulation.amend", everything, "sector") == "registry-empty"


def test_each_receiver_has_one_open_registry(world: World) -> None:
    numbers = {world.do("accumulation.enter", {"code": code(world.accepted())}, "sector")["registry"] for _ in range(3)}
    assert len(numbers) == 1
    assert world.count("registries") == 1


def test_a_person_who_was_closed_presses_nothing_and_their_work_stays(world: World) -> None:
    case = world.accepted()
    world.do("account.close", {"login": who("sector")}, "administrator")
    before = world.count("events")
    with pytest.raises(
        (Refused, Unavailable), match=r"account-closed|wrong-password"
    ):  # PostgreSQL shuts the door itself
        world.do("accumulation.enter", {"code": code(case)}, "sector")
    assert world.count("events") == before
    assert world.case(code(case))["by"] == who("inspector")


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        ({"login": "inspector.at01"}, "account-exists"),
        ({"role": "king"}, "role-unknown"),
        ({"office": "XX99"}, "office-unknown"),
        ({"office": "SK01", "device": "SK01-01"}, "office-unknown"),
        ({"device": "SK01-01"}, "device-unknown"),
    ],
)
def test_an_account_is_opened_only_at_the_administrators_own_office(
    world: World, other: dict[str, str], answer: str
) -> None:
    new = {"login": "new.at01", "role": "sector", "office": "AT01", "device": "AT01-02", "name": "Жаңа"}
    assert no(world, "account.open", {**new, **other}, "administrator") == answer
    assert no(world, "account.close", {"login": who("sector", SK)}, "administrator") == "account-unknown"
    world.do("account.open", new, "administrator")
    opened = {p["login"]: p for p in world.ask("house.people", {})}["new.at01"]
    assert (opened["office"], opened["device"], opened["role"]) == ("AT01", "AT01-02", "sector")


def travelled(world: World) -> str:
    """A case that both sides wrote about; its id."""
    case = world.accepted()
    bag = world.given_to_courier(case)
    world.do("courier.take", {"code": bag["number"]}, "courier")
    with listening(world.licensor) as link:
        exchange(world.centre, link)
        given = {"cases": [code(case)], "to": "chancellery"}
        there = world.licensor.run("courier.give", given, as_=who("courier")).value
        world.there("courier.take", {"code": there.number}, "chancellery")
        world.there("licensor_desk.take_in", {"code": code(case), "reference": "17"}, "chancellery")
        world.there("licensor_desk.assign", {"code": code(case), "reference": "x"}, "head")
        world.do("upkeep.reprint", {"paper": case["papers"][0]})  # meanwhile, unknowing
        world.there("licensor_desk.prepare", {"code": code(case)}, "specialist")
        world.there("licensor_desk.sign", {"code": code(case)}, "head")
        exchange(world.centre, link)
    return str(case["case"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_real_journal_gives_the_same_case_in_any_order(file_here: World, data: st.DataObject) -> None:
    if not file_here.count("cases"):
        travelled(file_here)
    id = file_here.rows("SELECT id FROM cases")[0].id
    journal = []
    for row in file_here.rows(
        "SELECT e.*, p.person FROM events e LEFT JOIN persons p ON p.event = e.id WHERE subject = :s", s=id
    ):
        side = "centre" if row.device.startswith("AT01") else "licensor"
        journal.append(read_event(bytes(row.head), bytes(row.facts), bytes(row.person), side=side))
    assert len(journal) >= 10
    shuffled = data.draw(st.permutations(journal)) + data.draw(st.lists(st.sampled_from(journal), max_size=4))
    from app.domain import codec

    kept = file_here.rows("SELECT state FROM cases WHERE id = :s", s=id)[0].state
    assert codec.dump(cases.fold(shuffled)).decode() == kept
    there = file_here.rows("SELECT state FROM cases WHERE id = :s", licensor=True, s=id)[0].state
    assert there == kept


def test_an_electronic_case_has_no_papers_for_a_registry(world: World) -> None:
    case = world.do("intake.certify", {"draft": world.draft(act=MG)}, act=MG)
    for name in ("accumulation.enter", "accumulation.take_in"):  # taken in, it would never be registered
        assert no(world, name, {"code": code(case)}, "sector", act=MG) == "no-papers"


def test_what_lies_in_an_open_registry_is_not_given_alone_nor_entered_while_it_is_given(world: World) -> None:
    entered, alone = world.accepted(), world.accepted()
    registry = world.do("accumulation.enter", {"code": code(entered)}, "sector")["registry"]
    assert no(world, "courier.give", {"cases": [code(entered)], "to": "courier"}, "sector") == "registry-open"
    world.do("accumulation.take_in", {"code": code(alone)}, "sector")
    bag = world.do("courier.give", {"cases": [code(alone)], "to": "courier"}, "sector")
    assert no(world, "accumulation.enter", {"code": code(alone)}, "sector") == "given-already"
    world.do("courier.take_back", {"code": bag["number"], "reason": "rain"}, "sector")
    assert world.do("accumulation.enter", {"code": code(alone)}, "sector")["registry"] == registry


def test_what_has_left_under_a_registry_is_not_taken_out_of_it(world: World) -> None:
    gone, other = world.accepted(), world.accepted()
    registry = world.closed_registry(gone, other)
    amended = {"code": registry["number"], "remove": [code(gone)], "reason": "x"}
    bag = world.do("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector")
    assert no(world, "accumulation.amend", amended, "sector") == "given-already"
    world.do("courier.take", {"code": bag["number"], "missing": [code(other)]}, "courier")
    assert no(world, "accumulation.amend", amended, "sector") == "held-by-other"
    world.do("accumulation.amend", {**amended, "remove": [code(other)]}, "sector")
    assert (world.case(code(other))["status"], world.case(code(gone))["status"]) == ("in-sector", "on-the-way")


def test_an_old_registry_does_not_send_a_result_away_again(world: World) -> None:
    case = world.accepted()
    registry = world.closed_registry(case)
    bag = world.do("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector")
    world.do("courier.take", {"code": bag["number"]}, "courier")
    met(world)
    there = world.licensor.run(
        "courier.give", {"cases": [code(case)], "to": "chancellery"}, as_=who("courier"), draw=False
    )
    world.there("courier.take", {"code": there.value.number}, "chancellery")
    for name, more, role in (
        ("take_in", {"reference": "1"}, "chancellery"), ("assign", {"reference": desk("specialist")}, "head"),
        ("examine", {"complete": True}, "specialist"), ("prepare", {}, "specialist"), ("sign", {}, "head"),
    ):  # fmt: skip
        world.there(f"licensor_desk.{name}", {"code": code(case), **more}, role)
    back = world.there("courier.give", {"cases": [code(case)], "to": "courier"}, "chancellery")
    world.licensor.run("courier.take", {"code": back["number"]}, as_=who("courier"), draw=False)
    met(world)
    home = world.do("courier.give", {"cases": [code(case)], "to": "sector"}, "courier")
    world.do("courier.take", {"code": home["number"]}, "sector")
    again = {"registries": [registry["number"]], "to": "courier"}
    assert no(world, "courier.give", again, "sector") == "result-came-back"


def test_the_chancellery_gives_nothing_away_before_its_result_is_signed(world: World) -> None:
    case = world.accepted()
    world.do("courier.take", {"code": world.given_to_courier(case)["number"]}, "courier")
    with listening(world.licensor) as address:
        exchange(world.centre, address)
    given = {"cases": [code(case)], "to": "chancellery"}
    bag = world.licensor.run("courier.give", given, as_=who("courier")).value
    world.there("courier.take", {"code": bag.number}, "chancellery")
    with pytest.raises(Refused, match="no-result-yet"):
        world.there("courier.give", {"cases": [code(case)], "to": "courier"}, "chancellery")
