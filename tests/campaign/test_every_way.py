"""I1–I13 in the states that real stores come to, breadth first; and nodes held in memory come to the same, one by one.

Real stores take a fifth of a second a step, so these go to a bound; `test_every_state.py` goes on from there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.command import Unit
from app.domain.handover import Handover, Signed
from app.handing import Hands
from app.keeping.verify import verify_store
from app.start import licensor_store, listening
from app.store.sqlite import IntegrityError
from tests.campaign.counted import WHOLE, ran
from tests.campaign.every_state import Reached
from tests.campaign.every_way import Search
from tests.campaign.ways import broken
from tests.world import World, file_world

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)  # the whole takes what it takes
EACH = 50  # so manieth state is read as `tereze verify` does


def broken_in_store(search: Search) -> str:
    """What may never be, with what only a real store can tell."""
    if found := broken(search):
        return found
    search.world.whole()
    if search.states % EACH == 1:
        for url in (search.world.url, licensor_store(search.world.url)):
            answer = verify_store(search.world.settings(url))
            if not answer["intact"]:
                return f"verify: {answer['first_wrong']['what']}"
    return ""


def _twice(self: Unit, *cases: object) -> dict[str, str]:
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
    found = Search(world=file_here, broken=broken_in_store)
    found.begin(cases)
    with listening(file_here.licensor) as address:
        found.meet(address)
    held = Reached(cases=found.cases, lag=0 if at_once else 99)
    start = held.begin(file_here)
    found.go(most=whole if WHOLE else 25, at_once=at_once)
    assert not found.wrong, found.wrong[0]
    held.go(start, most=len(found.marks), one_way=False)
    assert held.marks[: len(found.marks)] == found.marks, "nodes in memory go another way than real ones"
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
            search = Search(world=other, broken=broken_in_store)
            search.begin(1)
            planted.setattr(where, name, fault)
            try:
                search.go(most=40)
                caught += bool(search.wrong)
            except IntegrityError:  # the store itself has noticed
                caught += 1
    ran("I1-I13", len(PLANTED), planted=(caught, len(PLANTED)))
