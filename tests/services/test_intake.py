"""The inspector's counter: what is taken in, what is refused and why, and what bad input never does."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain import codec
from app.domain.codec import BadShape
from app.problems import Refused, Unavailable
from app.say import refusal
from app.services import intake
from app.start import plain
from app.store import blobs, points
from app.store.unit import new_id
from tests.world import AT, MG, NATURAL, SK, VK, World, code, desk, who, wrong_check

UNTOUCHED = ("events", "cases", "operations", "papers", "files")


def counted(world: World) -> list[int]:
    return [world.count(t) for t in UNTOUCHED]


def refused(world: World, name: str, given: Any, *, act: str = AT, role: str = "inspector") -> Refused:
    """The refusal, after looking that nothing was written."""
    before = counted(world)
    with pytest.raises(Refused) as no:
        world.do(name, given, role, act=act)
    assert counted(world) == before
    told = refusal(no.value)
    assert all(told["text"][lang] for lang in ("ru", "kk", "en"))
    assert json.dumps(told)
    return no.value


def test_a_complete_set_is_taken_in_with_number_clocks_and_papers(world: World) -> None:
    accepted = world.accepted()
    case = world.case(accepted["number"])
    assert (case["status"], case["holder"], case["by"]) == ("accepted", "inspector", who("inspector"))
    assert {d["step"] for d in case["done"]} >= {"accept", "register"}
    assert {s["step"] for s in case["running"]} >= {"to-sector"}
    assert case["promised_by"]
    forms = [world.centre.paper(p, as_="inspector.at01")[0] for p in accepted["papers"]]
    assert forms == ["acceptance-receipt", "label"]
    assert all(world.centre.paper(p, as_="inspector.at01")[2].startswith(b"%PDF") for p in accepted["papers"])
    assert world.do("accumulation.take_in", {"code": code(accepted)}, "sector")["number"] == accepted["number"]


def test_numbers_follow_each_other_when_people_come_one_after_another(world: World) -> None:
    numbers = [world.accepted()["number"] for _ in range(3)]
    incomplete = world.draft()
    numbers.append(world.do("intake.refuse", {**incomplete, "documents": incomplete["documents"][2:]})["number"])
    assert [int(n.split("-")[3]) for n in numbers] == [1, 2, 3, 4]
    world.at(AT, world.now[AT] + timedelta(days=49))  # the next year: counting starts again
    assert world.accepted()["number"].startswith("AT01-01-17-00001-")


def test_the_number_keeps_its_year_when_the_clock_was_put_back(world: World) -> None:
    today = world.now[AT]
    world.at(AT, today + timedelta(days=365))
    later = world.accepted()["number"]
    world.at(AT, today)
    numbers = {later, world.accepted()["number"], world.accepted()["number"]}
    assert {n[:13] for n in numbers} == {"AT01-01-17-00"}
    assert len(numbers) == 3


def test_the_year_of_a_number_is_that_of_the_office_when_a_year_begins(world: World) -> None:
    world.at(
        AT, datetime(2017, 1, 1, 3, tzinfo=world.now[AT].tzinfo)
    )  # in Greenwich the old year runs on for two hours
    assert world.accepted()["number"].startswith("AT01-01-17-00001-")


def test_an_incomplete_set_is_refused_with_every_gap_and_its_clause(world: World) -> None:
    draft = world.draft()
    no = refused(world, "intake.accept", {**draft, "documents": draft["documents"][2:]})
    assert no.code == "documents-incomplete"
    told = refusal(no)
    assert {g["document"] for g in told["facts"]["gaps"]} == {d["document"] for d in draft["documents"][:2]}
    assert told["clause"] == told["facts"]["gaps"][0]["clause"]
    assert all(g["text"]["ru"] and g["text"]["kk"] for g in told["facts"]["gaps"])


def test_a_document_that_expired_yesterday_is_refused_and_one_of_today_is_not(file_here: World) -> None:
    world, today = file_here, file_here.now[AT].date()
    draft = world.draft(act=SK)
    expiring = [d for d in draft["documents"] if "valid_until" in d]
    act = SK if expiring else AT
    draft = draft if expiring else world.draft()
    today = world.now[act].date()
    for days, good in ((0, True), (-1, False)):
        until = str(today + timedelta(days))
        dated = {
            **draft,
            "documents": [{**d, **({"valid_until": until} if "valid_until" in d else {})} for d in draft["documents"]],
        }
        if good:
            assert world.do("intake.accept", dated, act=act)["number"]
        else:
            assert refused(world, "intake.accept", dated, act=act).code == "document-expired"
            assert world.do("intake.refuse", dated, act=act)["papers"]


def test_a_complete_set_is_never_refused_at_the_counter(world: World) -> None:
    assert refused(world, "intake.refuse", world.draft()).code == "set-is-complete"


def test_a_refusal_is_a_case_of_its_own_that_is_never_sent_on(world: World) -> None:
    draft = world.draft()
    no = world.do("intake.refuse", {**draft, "documents": draft["documents"][1:]})
    case = world.case(no["number"])
    assert (case["status"], case["holder"], len(case["gaps"])) == ("refused", "applicant", 1)
    assert world.centre.paper(no["papers"][0], as_="inspector.at01")[0] == "refusal-receipt"
    assert refused(world, "accumulation.enter", {"code": code(no)}, role="sector").code in (
        "never-sent-on",
        "held-by-other",
    )
    again = world.do("intake.accept", {**draft, "previous": no["number"]})
    assert world.case(again["number"])["previous"] == no["number"]


Wrong = Callable[[dict[str, Any]], dict[str, Any]]


def person(draft: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {**draft, "applicant": {**draft["applicant"], **other}}


BAD: list[tuple[Wrong, str]] = [
    (lambda d: person(d, number=wrong_check(d["applicant"]["number"])), "number-invalid"),
    (lambda d: person(d, number=NATURAL), "number-invalid"),  # an ИИН where a БИН is asked for
    (lambda d: person(d, number=""), "number-invalid"),
    (lambda d: person(d, number="１４０６４００１７３００"), "number-invalid"),
    (lambda d: {**d, "applicant": None}, "applicant-missing"),
    (lambda d: {**d, "variant": "attach"}, "variant-not-in-act"),
    (lambda d: {**d, "variant": "participation"}, "variant-not-in-act"),
    (lambda d: {**d, "service": "phc-attachment"}, "no-act-in-force"),
    (lambda d: {**d, "service": "pharmaceutical-licence"}, "no-act-in-force"),
    (lambda d: {**d, "documents": []}, "documents-incomplete"),
    (lambda d: {**d, "documents": [{**x, "sheets": 0} for x in d["documents"]]}, "documents-incomplete"),
    (lambda d: {**d, "documents": [{**x, "sheets": -5} for x in d["documents"]]}, "sheets-out-of-range"),
    (lambda d: {**d, "documents": [{**x, "sheets": 10**12} for x in d["documents"]]}, "sheets-out-of-range"),
    (lambda d: {**d, "documents": [*d["documents"], {"document": "moon", "kind": "copy"}]}, "document-unknown"),
    (lambda d: person(d, name="  "), "applicant-name-missing"),
]


@pytest.mark.parametrize(("wrong", "answer"), BAD, ids=[f"{n}-{a}" for n, (_, a) in enumerate(BAD)])
def test_bad_input_is_refused_by_the_first_answer_that_holds(file_here: World, wrong: Wrong, answer: str) -> None:
    assert refused(file_here, "intake.accept", wrong(file_here.draft())).code == answer


SHAPES: list[Wrong] = [
    lambda d: {**d, "service": "passport"},
    lambda d: {**d, "channel": "window"},
    lambda d: {**d, "object": "boat"},
    lambda d: {**d, "documents": "all"},
    lambda d: {**d, "documents": [{"document": "x"}]},
    lambda d: {**d, "documents": [{**d["documents"][0], "kind": "parchment"}]},
    lambda d: {**d, "documents": [{**d["documents"][0], "sheets": "2"}]},
    lambda d: {**d, "documents": [{**d["documents"][0], "valid_until": "31.12.2016"}]},
    lambda d: {**d, "begun_at": "09:30"},
    lambda d: {**d, "more": 1},
    lambda d: person(d, name=None),
    lambda d: person(d, name={"$ne": 1}),
    lambda d: person(d, name="Әсел\0"),
    lambda d: person(d, name="\ud83d"),
    lambda d: person(d, kind="citizen"),
    lambda d: {k: v for k, v in d.items() if k != "service"},
]


@pytest.mark.parametrize("wrong", SHAPES, ids=range(len(SHAPES)))
def test_a_wrong_call_is_told_by_its_place_and_writes_nothing(file_here: World, wrong: Wrong) -> None:
    before = counted(file_here)
    with pytest.raises(BadShape) as no:
        file_here.do("intake.accept", wrong(file_here.draft()))
    assert no.value.path != "input" or "key" in no.value.says or "missing" in no.value.says
    assert counted(file_here) == before


@pytest.mark.parametrize("name", ["intake.destroy", "intake", "", "os.system", "intake.__class__", "law.services"])
def test_a_button_that_does_not_exist_is_a_wrong_call(file_here: World, name: str) -> None:
    with pytest.raises(KeyError):
        file_here.do(name, {})


@pytest.mark.parametrize(
    "name",
    [
        "O'Нил",
        '"; DROP TABLE cases; --',
        "<b>Ә</b>",
        "Ә%_\\",
        "Ѐ" * 300,
        "‮Әсел",
        "Ә\u0301\u0302",
        "=1+1",
        "{name}",
        "%s%n",
    ],
    ids=range(10),
)
def test_any_name_is_kept_as_it_is_seen_and_drawn(world: World, name: str) -> None:
    accepted = world.do("intake.accept", person(world.draft(), name=name))
    assert world.case(accepted["number"])["people"]["applicant"]["name"] == name.removeprefix("\u202e")
    assert all(world.centre.paper(p, as_="inspector.at01")[2].startswith(b"%PDF") for p in accepted["papers"])
    world.whole()


def test_a_case_is_taken_in_once_when_the_same_form_is_pressed_twice(world: World) -> None:
    op, draft = new_id(), world.draft()
    first = world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    second = world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    assert (first.value, first.repeated, second.repeated) == (second.value, False, True)
    assert world.count("cases") == 1
    with pytest.raises(Refused, match="operation-differs"):
        world.centre.run("intake.accept", person(draft, name="Басқа"), as_=who("inspector"), op=op)
    assert world.count("cases") == 1


def test_its_papers_are_there_when_the_answer_was_lost_and_it_is_pressed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, op = world.draft(), new_id()
    world.count("cases")  # opened before the fault
    points._met.clear()
    monkeypatch.setenv("TEREZE_AT", "commit.after:full")
    with pytest.raises(Unavailable):
        world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    monkeypatch.delenv("TEREZE_AT")
    again = world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    assert again.repeated
    forms = [world.centre.paper(id, as_=who("inspector"))[0] for id in again.value.papers]
    assert forms == ["acceptance-receipt", "label"]


def test_an_operation_answers_only_the_person_whose_it_is(world: World) -> None:
    op, draft = new_id(), world.draft()
    world.centre.run("intake.accept", draft, as_=who("inspector"), op=op)
    # PostgreSQL does not even show another centre's operation: there it is a wish like any other, and its clock another
    with pytest.raises(Refused, match="document-expired" if world.on_postgres else "operation-differs"):
        world.centre.run("intake.accept", draft, as_=who("inspector", SK), op=op)
    assert world.count("cases") == 1


def test_the_same_person_may_apply_twice_with_two_operations(world: World) -> None:
    draft = world.draft()
    assert world.do("intake.accept", draft)["number"] != world.do("intake.accept", draft)["number"]
    assert (
        len(
            {r.id for r in world.centre.ask("queue.find", {"text": draft["applicant"]["number"]}, as_=who("inspector"))}
        )
        == 2
    )


def test_a_service_of_the_other_flow_is_sent_to_its_own_button(file_here: World) -> None:
    world = file_here
    assert refused(world, "intake.accept", world.draft(act=MG), act=MG).code == "other-flow"
    assert refused(world, "intake.certify", {"draft": world.draft()}).code == "other-flow"
    assert refused(world, "intake.record_no_data", {"draft": world.draft(), "register": "gbd-ul"}).code == "other-flow"
    electronic = world.draft(act=VK)
    assert refused(world, "intake.refuse", {**electronic, "documents": []}, act=VK).code == "other-flow"


def test_gaps_never_stop_the_operator_in_the_electronic_flow(world: World) -> None:
    draft = {**world.draft(act=MG), "documents": []}
    certified = world.do("intake.certify", {"draft": draft}, act=MG)
    assert world.case(certified["number"], act=MG)["gaps"]
    world.do("intake.send", {"code": code(certified)}, act=MG)
    assert world.case(certified["number"], act=MG)["status"] == "sent"


def test_an_application_is_sent_once(world: World) -> None:
    certified = world.do("intake.certify", {"draft": world.draft(act=MG)}, act=MG)
    world.do("intake.send", {"code": code(certified)}, act=MG)
    assert refused(world, "intake.send", {"code": code(certified)}, act=MG).code == "step-done"


def test_a_slip_says_where_else_and_a_service_that_is_offered_gets_none(world: World) -> None:
    assert refused(world, "intake.give_slip", {"service": "medical-licence"}).code == "offered-at-counter"
    slip = world.do("intake.give_slip", {"service": "phc-attachment"})
    case = world.case(slip["number"])
    assert (case["status"], case["outcome"]) == ("slip", "no-act-in-force")
    assert "what" not in case


def test_no_act_is_in_force_before_and_after_it(file_here: World) -> None:
    draft = file_here.draft()
    for year in (2012, 2024):
        file_here.at(AT, file_here.now[AT].replace(year=year))
        assert refused(file_here, "intake.accept", draft).code in ("no-act-in-force", "act-text-not-held")


def test_the_pack_of_the_day_stays_with_the_case_when_the_act_is_amended(file_here: World) -> None:
    file_here.at(AT, datetime(2016, 7, 14, 10, tzinfo=file_here.now[AT].tzinfo))
    before = file_here.accepted()
    file_here.at(AT, datetime(2016, 7, 18, 10, tzinfo=file_here.now[AT].tzinfo))
    after = file_here.accepted()
    packs = [file_here.case(c["number"])["what"]["pack"] for c in (before, after)]
    assert packs == ["atyrau-2015-324@2015-12-06", "atyrau-2015-324@2016-07-15"]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"", "file-empty"),
        (b"MZ\x90\0 a program", "file-of-other-kind"),
        (b"<html>%PDF", "file-of-other-kind"),
        (b"PK\x03\x04", "file-of-other-kind"),
        (b"%PDF-1.4" + bytes(blobs.LARGEST), "file-too-large"),
    ],
    ids=["empty", "program", "page", "archive", "giant"],
)
def test_a_scan_that_is_no_picture_of_paper_is_refused(file_here: World, body: bytes, answer: str) -> None:
    given = {"body": base64.b64encode(body).decode()}
    assert refused(file_here, "intake.keep_scan", given).code == answer


def test_a_scan_is_no_scan_when_it_is_not_even_base64(file_here: World) -> None:
    assert refused(file_here, "intake.keep_scan", {"body": "не base64"}).code == "file-unreadable"


def test_a_scan_comes_back_and_is_kept_once(world: World) -> None:
    body = b"%PDF-1.4 scan of a diploma" * 100
    given = {"body": base64.b64encode(body).decode()}
    first, second = (world.do("intake.keep_scan", given)["scan"] for _ in range(2))
    assert first == second
    assert world.centre.file(first, as_="inspector.at01") == body
    assert world.count("files") == 1


@pytest.mark.parametrize("role", ["chancellery", "secretary"])
def test_a_department_that_takes_in_itself_keeps_scans_too(file_here: World, role: str) -> None:
    given = {"body": base64.b64encode(b"%PDF-1.4 scan of a diploma").decode()}
    scan = file_here.there("intake.keep_scan", given, role)["scan"]
    assert file_here.licensor.file(scan, as_=desk(role)) == b"%PDF-1.4 scan of a diploma"


def test_drafts_are_kept_listed_and_put_away_by_their_own_inspector(world: World) -> None:
    id, draft = new_id(), world.draft()
    for lang in ("kk", "ru"):
        world.do("intake.save_draft", {"id": id, "draft": {**draft, "lang": lang}})
    mine = world.ask("queue.my_drafts", {})
    assert [(d["id"], d["draft"]["lang"]) for d in mine] == [(id, "ru")]
    assert world.ask("queue.my_drafts", {}, "sector") == []
    world.close()
    assert [d["id"] for d in world.ask("queue.my_drafts", {})] == [id]
    world.do("intake.put_away_draft", {"id": id})
    assert world.ask("queue.my_drafts", {}) == []
    assert world.count("events") == len(world.rows("SELECT id FROM accounts"))


def test_a_draft_of_somebody_else_is_not_written_over(world: World) -> None:
    id = new_id()
    world.do("intake.save_draft", {"id": id, "draft": world.draft()})
    with pytest.raises(Refused):
        world.do("intake.save_draft", {"id": id, "draft": world.draft(act=SK)}, act=SK)
    with pytest.raises(Refused):
        world.do("intake.put_away_draft", {"id": id}, "sector")
    assert [d["id"] for d in world.ask("queue.my_drafts", {})] == [id]


def test_a_half_written_form_can_be_saved(world: World) -> None:
    world.do("intake.save_draft", {"id": new_id(), "draft": {"service": "medical-licence", "variant": "issue"}})
    assert len(world.ask("queue.my_drafts", {})) == 1


def test_an_answer_is_read_back_as_it_was_given(world: World) -> None:
    op = new_id()
    first = world.centre.run("intake.accept", world.draft(), as_=who("inspector"), op=op).value
    assert isinstance(first, intake.Accepted)
    assert codec.read(intake.Accepted, plain(first)) == first


@pytest.mark.parametrize("name", ["", "...", "\u200b", "— —", "12345"])
def test_dots_and_figures_name_nobody(world: World, name: str) -> None:
    draft = world.draft(number=NATURAL)
    owner = {**draft, "applicant": {**draft["applicant"], "name": name}}
    assert refused(world, "intake.accept", owner).code == "applicant-name-missing"
    bearer = {**draft, "representative": {"number": "650103435172", "name": name}}
    assert refused(world, "intake.accept", bearer).code == "representative-name-missing"


def test_a_firm_may_be_called_by_a_figure(world: World) -> None:
    draft = world.draft()
    firm = {**draft["applicant"], "name": "777"}
    assert firm["kind"] == "legal"
    assert world.do("intake.accept", {**draft, "applicant": firm})["number"]
