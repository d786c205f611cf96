"""The custody of papers in every state that can be reached: one case, two cases, nodes that lag; breadth first, to the end.

Of the invariants of the founders' table: I4, I5, I7 and I11, in so far as they are about cases, registries and hand-overs.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.command import Unit
from app.domain import unclaimed
from app.domain.handover import Handover, Signed
from app.handing import Hands
from app.services import courier
from app.start import listening
from app.store import rows
from app.sync import folding
from tests.campaign import in_memory
from tests.campaign.counted import WHOLE, ran
from tests.campaign.every_state import Reached
from tests.campaign.every_way import Search
from tests.campaign.in_memory import Both
from tests.world import World

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
TO_THE_END = 10_000_000  # two cases: 185,589 states, an hour and a half; one case with lag: some 800,000, as long


def begun(world: World, mp: pytest.MonkeyPatch, cases: int, *, lag: int) -> tuple[Reached, Both]:
    """From here on an event's bytes are read once: they never change, and each state has the journal of the one before."""
    first = Search(world=world, broken=lambda _: "")
    first.begin(cases)
    with listening(world.licensor) as address:
        first.meet(address)
    assert not first.wrong
    mp.setattr(folding, "read_event", functools.lru_cache(100_000)(folding.read_event))
    reached = Reached(cases=first.cases, lag=lag)
    return reached, reached.begin(world)


@pytest.mark.parametrize(
    ("cases", "lag", "commit"),
    [(1, 0, TO_THE_END), (2, 0, 300), (1, 1, 1_000)],
    ids=["one case, nodes that meet after each press", "two cases, nodes that meet", "one case, nodes that lag by one"],
)
def test_no_state_breaks_a_promise(
    file_here: World, monkeypatch: pytest.MonkeyPatch, cases: int, lag: int, commit: int
) -> None:
    reached, start = begun(file_here, monkeypatch, cases, lag=lag)
    reached.go(start, most=TO_THE_END if WHOLE else commit)
    print(
        f"{cases} case(s), lag {lag}: {reached.states} states, {reached.left} not gone on from, {reached.steps} steps, "
        f"{reached.refused} refused, {reached.held_back} held back, {reached.ended} ends, {reached.deepest} deep"
    )
    assert not reached.wrong, reached.wrong[0]
    assert not reached.left or not (WHOLE or commit == TO_THE_END)
    ran(f"I1-I13, {cases} by {lag}", reached.states)


@dataclasses.dataclass(slots=True, kw_only=True)
class Statuses(Reached):
    """And which were seen, with whom the papers were."""

    stood: set[tuple[str, str]] = dataclasses.field(default_factory=set)

    def mark(self) -> str:
        self.stood |= {(case["status"], case["holder"]) for case in self.rows("cases")}
        return Reached.mark(self)


def test_no_state_breaks_a_promise_when_results_go_back_at_once(
    file_here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hour stands still here, so a result is kept for no day at all: back, asked for, and brought again, in every order."""
    monkeypatch.setattr(unclaimed, "KEPT_FOR", timedelta())
    reached = Statuses(cases=begun(file_here, monkeypatch, 1, lag=0)[0].cases, lag=0)
    reached.go(reached.begin(file_here), most=TO_THE_END)
    print(f"results go back at once: {reached.states} states, {reached.steps} steps, {reached.deepest} deep")
    assert not reached.wrong, reached.wrong[0]
    assert not reached.left
    assert {("unclaimed", "courier"), ("unclaimed", "chancellery"), ("released", "applicant")} <= reached.stood
    ran("I1-I13, uncollected", reached.states)


# ---- protections that are taken away


def nobody_remembers(self: Unit, *cases: object) -> dict[str, str]:
    """What was given already."""
    return {}


def only_what_was_given_here(self: Unit, *cases: object) -> dict[str, str]:
    given = self.transaction.all(rows.HANDOVER, status=("given",), centres={self.office.code})
    return {case: handover.number for handover in given for case in handover.cases}


def by_a_nod(self: Hands, unit: Unit, handover: Handover, **_: object) -> Signed:
    return Signed(key="", statement="")


def same_number(self: Unit) -> str:
    return "AT01-02-16-00001-H"


def what_fits_nowhere_is_dropped(fold: Callable[..., Any]) -> Callable[..., Any]:
    def silent(*given: Any, **more: Any) -> Any:
        made = fold(*given, **more)
        reasons = {event: why for event, why in made.reasons.items() if why != folding.OUT_OF_ORDER}
        return folding.Folded(made.after, made.first_device, reasons)

    return silent


Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: tuple[tuple[Plant, int], ...] = (
    (lambda mp: mp.setattr(Unit, "on_the_way", nobody_remembers), 0),
    (lambda mp: mp.setattr(Unit, "on_the_way", only_what_was_given_here), 0),
    (lambda mp: mp.setattr(Hands, "take", by_a_nod), 0),
    (lambda mp: mp.setattr(Unit, "next_number", same_number), 0),
    (lambda mp: mp.setattr(courier, "not_given", lambda unit, cases: None), 0),
    (lambda mp: mp.setattr(in_memory, "fold", what_fits_nowhere_is_dropped(folding.fold)), 2),
)


def test_the_search_sees_what_breaks_a_promise(file_here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, start = begun(file_here, monkeypatch, 1, lag=0)
    caught = 0
    for fault, lag in PLANTED:
        search = dataclasses.replace(reached, lag=lag, wrong=[])
        search.at_centre, search.at_licensor = reached.at_centre, reached.at_licensor
        with monkeypatch.context() as planted:
            fault(planted)
            search.go(start, most=3_000)
        caught += bool(search.wrong)
    ran("I1-I13, states", len(PLANTED), planted=(caught, len(PLANTED)))
