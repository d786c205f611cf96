"""I1–I13 in the states that a case or two, one sector, two couriers and two nodes come to, breadth first.

Two nodes of which each may lag behind the other have more states than real stores can be taken to; both ways end at a bound.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.command import Unit
from app.domain.handover import Handover, Signed
from app.handing import Hands
from app.keeping.verify import verify_store
from app.start import licensor_store
from app.store.sqlite import IntegrityError
from tests.campaign.counted import WHOLE, ran
from tests.campaign.every_way import Search
from tests.world import World, file_world

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)  # the whole takes what it takes
HOLDERS = {"inspector", "sector", "courier", "chancellery", "applicant", "lost"}
EACH = 50  # so manieth state is read as `tereze verify` does


def broken(search: Search) -> str:
    """What may never be, in words; empty: all is well."""
    for licensor in (False, True):
        cases = {c["id"]: c for c in search.rows("cases", licensor=licensor)}
        bags, registries = search.rows("handovers", licensor=licensor), search.rows("registries", licensor=licensor)
        numbers = [row["number"] for row in (*cases.values(), *bags, *registries)]
        if len(set(numbers)) != len(numbers):
            return "a number twice"
        under_way = Counter(id for bag in bags if bag["status"] == "given" for id in bag["cases"])
        if any(n > 1 for n in under_way.values()):
            return "given to two at once"
        for case in cases.values():
            if case["holder"] not in HOLDERS:
                return f"held by {case['holder']}"
            if case["out_of_order"]:
                return "an event out of order"
        for bag in bags:
            if bag["status"] == "given" and any(
                cases[id]["holder"] != bag["from_holder"] for id in bag["cases"] if id in cases
            ):
                return "given by who does not hold it"
            if bag["status"] == "taken" and not (bag["took"] and bag["gave"]):
                return "taken with one signature"
            if bag["status"] == "taken" and bag["taker"] == bag["giver"]:
                return "taken from oneself"
        for registry in registries:
            lines = [line["case"] for line in registry["lines"]]
            if len(set(lines)) != len(lines):
                return "twice in one registry"
    search.world.whole()
    if search.states % EACH == 1:
        for url in (search.world.url, licensor_store(search.world.url)):
            answer = verify_store(search.world.settings(url))
            if not answer["intact"]:
                return f"verify: {answer['first_wrong']['what']}"
    return ""


def _twice(self: Unit) -> dict[str, str]:
    """Nobody remembers what was given already."""
    return {}


def _unsigned(self: Hands, unit: Unit, handover: Handover, **_: object) -> Signed:
    """Taken by a nod."""
    return Signed(key="", statement="")


def _same_number(self: Unit) -> str:
    return "AT01-02-16-00001-H"


PLANTED: tuple[tuple[type, str, object], ...] = (
    (Unit, "on_the_way", _twice), (Hands, "take", _unsigned), (Unit, "next_number", _same_number),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "at_once", "whole"),
    [(1, False, 3_000), (2, True, 1_500)],
    ids=["one case, nodes that lag", "two cases, nodes that meet after each press"],
)
def test_no_state_that_can_be_reached_breaks_a_promise(file_here: World, cases: int, at_once: bool, whole: int) -> None:
    found = Search(file_here, broken)
    found.begin(cases)
    found.go(most=whole if WHOLE else 25, at_once=at_once)
    assert not found.wrong, found.wrong[0]
    print(
        f"{found.states} states, {found.left} not gone on from, {found.steps} steps, {found.refused} refused, "
        f"{found.ended} ends"
    )
    ran(f"I1-I13, {cases}", found.states)


def test_the_search_sees_what_breaks_a_promise(
    furnished_file: Path, ram_of_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught = 0
    for n, (where, name, fault) in enumerate(PLANTED):
        with file_world(furnished_file, ram_of_run / f"planted-{n}") as other, monkeypatch.context() as planted:
            search = Search(other, broken)
            search.begin(1)
            planted.setattr(where, name, fault)
            try:
                search.go(most=40)
                caught += bool(search.wrong)
            except IntegrityError:  # the store itself has noticed
                caught += 1
    ran("I1-I13", len(PLANTED), planted=(caught, len(PLANTED)))
