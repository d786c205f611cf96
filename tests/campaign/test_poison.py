"""F27, F37, F38: what cannot be applied is set aside with its reason, stops nothing, and is never guessed at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain import case as case_of
from app.problems import Refused
from app.store.receive import Reception
from app.store.rows import CASE
from app.sync import folding, incoming
from app.sync.folding import Folded
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.campaign.poison import first_wrong
from tests.campaign.schedules import Stage, staged

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
WHOLE_COUNT = {"F27": 1_000, "F37": 2_000, "F38": 500}
PLANTED_SEEDS = 40


@pytest.fixture
def stage(ram: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with staged(ram, monkeypatch) as made:
        yield made


def parked_stops_the_rest(mp: pytest.MonkeyPatch) -> None:
    fold = incoming.fold

    def strict(*given: Any, **more: Any) -> Folded:
        folded = fold(*given, **more)
        if folded.reasons:
            raise Refused("batch-invalid", place="")
        return folded

    mp.setattr(incoming, "fold", strict)


def parked_and_not_told(mp: pytest.MonkeyPatch) -> None:
    put = Reception.put
    mp.setattr(Reception, "put", lambda self, table, **row: None if table == "parked" else put(self, table, **row))


def only_what_just_came_is_folded(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(incoming, "_journals", lambda reception, subjects: {place: [] for place in subjects})


def order_of_arrival(mp: pytest.MonkeyPatch) -> None:
    mp.setattr(folding, "order", lambda head: 0)


def contradiction_is_hidden(mp: pytest.MonkeyPatch) -> None:
    apply = case_of.apply

    def smooth(case: Any, head: Any, fact: Any) -> Any:
        grown = apply(case, head, fact)
        return replace(grown, out_of_order=()) if grown is not None else None

    monkey = replace(CASE, apply=smooth)
    subject_of = incoming.subject_of
    mp.setattr(incoming, "subject_of", lambda kind: monkey if subject_of(kind) is CASE else subject_of(kind))


def last_word_counts(mp: pytest.MonkeyPatch) -> None:
    """Of two that contradict each other the later is believed."""
    grow = case_of._grow

    def guessing(case: Any, head: Any, fact: Any) -> Any:
        grown = grow(case, head, fact)
        if grown is None and hasattr(fact, "number"):
            return replace(case, register_number=fact.number)
        return replace(case, holder=fact.to_holder) if grown is None and hasattr(fact, "to_holder") else grown

    mp.setattr(case_of, "_grow", guessing)


Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: dict[str, tuple[Plant, ...]] = {
    "F27": (parked_stops_the_rest, parked_and_not_told),
    "F37": (only_what_just_came_is_folded, order_of_arrival),
    "F38": (contradiction_is_hidden, last_word_counts),
}


@pytest.mark.parametrize("row", sorted(WHOLE_COUNT))
def test_what_is_strange_or_early_stops_nothing_and_is_shown(
    stage: Stage, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = part(cases(WHOLE_COUNT[row], least=30))
    told = first_wrong(stage, row, seeds)
    assert not told, told
    missed = []
    for fault in PLANTED[row]:
        with monkeypatch.context() as planted:
            fault(planted)
            try:
                seen = first_wrong(stage, row, range(PLANTED_SEEDS))
            except Refused as no:  # the door itself stopped it: then nothing arrives
                seen = no.code
            if not seen:
                missed.append(fault.__name__)
    assert not missed, missed
    ran(row, len(seeds), planted=(len(PLANTED[row]) - len(missed), len(PLANTED[row])))
