"""`tereze do` and `tereze ask`: one door for scripts – exit codes, refusals, operation ids, pages, stdin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.store.open import open_store
from tests.contract.conftest import Answer, Tereze
from tests.world import World

OP = "5a1f0f9e-0000-4000-8000-000000000001"
SLIP = {"service": "phc-attachment"}


def door(tereze: Tereze, world: World, verb: str, name: str, given: Any = None, *more: str, **who: str) -> Answer:
    text = "" if given is None else json.dumps(given)
    place = ("--store", world.url, "--key", str(world.key), "--as", who.get("as_", "inspector.at01"))
    return tereze(verb, name, *(() if given is None else ("-",)), *place, *more, stdin=text)


def test_an_operation_is_done_once_and_its_answer_is_given_again(tereze: Tereze, world: World) -> None:
    first = door(tereze, world, "do", "intake.give_slip", SLIP, "--op", OP)
    again = door(tereze, world, "do", "intake.give_slip", {"lang": "both", **SLIP}, "--op", OP)  # the same input
    assert (first.exit, again.exit) == (0, 0)
    assert first.json == again.json
    assert len(door(tereze, world, "ask", "queue.all", {}).json) == 1


def test_an_operation_with_other_input_is_refused_and_nothing_is_done(tereze: Tereze, world: World) -> None:
    door(tereze, world, "do", "intake.give_slip", SLIP, "--op", OP)
    other = door(tereze, world, "do", "intake.give_slip", {"service": "pharmaceutical-licence"}, "--op", OP)
    assert (other.exit, other.json["code"]) == (3, "operation-differs")
    assert len(door(tereze, world, "ask", "queue.all", {}).json) == 1


def test_without_an_operation_each_call_is_one_of_its_own(tereze: Tereze, file_here: World) -> None:
    numbers = {door(tereze, file_here, "do", "intake.give_slip", SLIP).json["number"] for _ in range(2)}
    assert len(numbers) == 2
    assert {tereze("number", number).json["kind"] for number in numbers} == {"case"}


def test_a_refused_operation_may_be_done_later_under_the_same_id(tereze: Tereze, file_here: World) -> None:
    refused = door(tereze, file_here, "do", "intake.give_slip", SLIP, "--op", OP, as_="sector.at01")
    assert (refused.exit, refused.json["code"]) == (3, "no-right")
    assert door(tereze, file_here, "do", "intake.give_slip", SLIP, "--op", OP).exit == 0


@pytest.mark.parametrize(
    ("verb", "name", "given", "as_", "code"),
    [
        ("do", "intake.give_slip", SLIP, "sector.at01", "no-right"),
        ("do", "intake.give_slip", {"service": "medical-licence"}, "inspector.at01", "offered-at-counter"),
        ("do", "intake.accept", {"service": "phc-attachment", "variant": "attach"}, "inspector.at01",
         "no-act-in-force"),
        ("do", "intake.accept", {"service": "pharmaceutical-licence", "variant": "issue"}, "inspector.sk01",
         "channel-not-offered"),
        ("ask", "house.me", {}, "nobody", "account-unknown"),
        ("ask", "house.parked_events", {}, "inspector.at01", "no-right"),
        ("ask", "case.open", {"code": "C-AT01-03-16-00042-2"}, "inspector.at01", "case-unknown"),
    ],
)  # fmt: skip
def test_a_refusal_is_exit_3_with_code_facts_clause_and_text(
    tereze: Tereze, file_here: World, verb: str, name: str, given: Any, as_: str, code: str
) -> None:
    answer = door(tereze, file_here, verb, name, given, as_=as_)
    assert (answer.exit, answer.json["code"]) == (3, code)
    assert set(answer.json) == {"code", "facts", "clause", "text"}
    assert all(answer.json["text"][lang] for lang in ("ru", "kk", "en"))


@pytest.mark.parametrize(
    ("verb", "name", "given", "more"),
    [
        ("do", "intake.burn", {}, ()),
        ("ask", "queue.everything", {}, ()),
        ("do", "queue.all", {}, ()),  # a query is no command
        ("ask", "intake.give_slip", SLIP, ()),
        ("do", "intake.give_slip", {}, ()),
        ("do", "intake.give_slip", {**SLIP, "why": "x"}, ()),
        ("do", "intake.give_slip", {"service": "driving-licence"}, ()),
        ("ask", "queue.all", {"limit": "many"}, ()),
        ("ask", "queue.all", [], ()),
        ("do", "intake.give_slip", SLIP, ("--op", "first")),
    ],
)
def test_a_wrong_call_is_exit_2_and_says_why_on_stderr(
    tereze: Tereze, file_here: World, verb: str, name: str, given: Any, more: tuple[str, ...]
) -> None:
    answer = door(tereze, file_here, verb, name, given, *more)
    assert (answer.exit, answer.json) == (2, None)
    assert answer.stderr


def test_a_call_without_a_person_is_a_wrong_call(tereze: Tereze, file_here: World) -> None:
    assert tereze("ask", "house.me", "--store", file_here.url).exit == 2


def test_a_store_that_is_away_or_in_use_is_exit_4(tereze: Tereze, file_here: World, ram: Path) -> None:
    gone = tereze("ask", "house.me", "--as", "inspector.at01", "--store", f"sqlite:///{ram / 'none.db'}")
    shut = tereze("ask", "house.me", "--as", "inspector.at01", "--store", "postgresql://nobody@127.0.0.1:1/none")
    writer = open_store(file_here.url, key=file_here.key.read_text().strip(), write=True)
    try:
        busy = door(tereze, file_here, "do", "intake.give_slip", SLIP)
        reader = door(tereze, file_here, "ask", "house.me", {})
    finally:
        writer.close()
    assert [a.exit for a in (gone, shut, busy, reader)] == [4, 4, 4, 0]
    assert all(a.stderr and a.json is None for a in (gone, shut, busy))


def test_the_input_is_read_from_a_file_or_from_stdin(tereze: Tereze, file_here: World, ram: Path) -> None:
    here = ram / "slip.json"
    here.write_text(json.dumps(SLIP), "utf-8")
    place = ("--store", file_here.url, "--key", str(file_here.key), "--as", "inspector.at01")
    assert tereze("do", "intake.give_slip", str(here), *place).exit == 0
    assert tereze("do", "intake.give_slip", "-", *place, stdin=json.dumps(SLIP)).exit == 0
    assert tereze("do", "intake.give_slip", str(ram / "none.json"), *place).exit == 2


def test_a_page_is_never_longer_than_200_and_goes_on_after_the_last_one_seen(tereze: Tereze, file_here: World) -> None:
    for _ in range(203):
        file_here.centre.run("intake.give_slip", SLIP, as_="inspector.at01", draw=False)
    file_here.close()
    first = door(tereze, file_here, "ask", "queue.all", {"limit": 100_000}).json
    rest = door(tereze, file_here, "ask", "queue.all", {"limit": 200, "after": first[-1]["row"]}).json
    assert (len(first), len(rest)) == (200, 3)
    assert len({row["number"] for row in (*first, *rest)}) == 203


@pytest.mark.parametrize("limit", [0, 2, 100])
def test_the_list_of_services_is_a_page_too(tereze: Tereze, file_here: World, limit: int) -> None:
    whole = door(tereze, file_here, "ask", "law.services", {}).json
    first = door(tereze, file_here, "ask", "law.services", {"limit": limit}).json
    after = door(tereze, file_here, "ask", "law.services", {"after": whole[1]["service"]}).json
    assert (first, after) == (whole[:limit], whole[2:])


def test_every_command_query_and_event_has_its_schema(tereze: Tereze) -> None:
    told = tereze("schema")
    assert told.exit == 0
    assert {"commands", "queries", "events"} <= set(told.json)
    assert {"intake.accept", "intake.refuse", "intake.give_slip"} <= set(told.json["commands"])
    assert "application.accepted" in told.json["events"]
