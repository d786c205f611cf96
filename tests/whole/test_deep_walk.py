"""Long walks of one seed each: cases come far and to release, whoever presses what, whatever the net does meanwhile.

More than half of the presses are lawful now, the rest is anything; the same seed presses the same buttons again.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from app.command import all_wishes
from tests.sync.net import Deed
from tests.whole.buttons import BUTTONS, COMES, Hands, untold
from tests.world import World

SEEDS = (11, 2015, 324)
TURNS = 150
LEAST_DONE, LEAST_RELEASED = 60, 1
PAPER = [c for c in COMES if c[1] == "intake.accept"]  # the first to come, so that both flows are walked
ELECTRONIC = [c for c in COMES if c[1] == "intake.certify"]
NET: tuple[Deed, ...] = ("pass", "pass", "lose-question", "lose-answer", "twice", "cut", "away", "spoil")


def turn(hands: Hands, luck: random.Random) -> None:
    what = luck.random()
    if len(hands.cases) < 2:
        hands.comes(*luck.choice((PAPER, ELECTRONIC)[len(hands.cases)]))
    elif len(hands.cases) < 6 and (what < 0.06 or not hands.going()):
        hands.comes(*luck.choice(COMES))
    elif what < 0.12:
        hands.exchange()
    elif what < 0.15:
        hands.exchange(tuple(luck.choices(NET, k=luck.randint(1, 6))))
    elif what < 0.20:
        hands.time(minutes=luck.randint(1, 90))
    elif what < 0.22:
        hands.time(days=luck.randint(1, 6))
    elif what < 0.62:
        hands.goes_on(luck.choice(hands.going() or hands.cases), luck, times=luck.randint(1, 6))
    else:
        hands.push(luck.choice(BUTTONS), luck.choice(hands.cases), again=luck.random() < 0.2)
    hands.numbers_differ()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_walk_of_random_presses_leaves_both_nodes_whole_and_equal(
    file_here: World, seed: int, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    hands, luck = Hands(file_here), random.Random(seed)
    try:
        for _ in range(TURNS):
            turn(hands, luck)
        hands.whole_and_equal()
    finally:
        print(*hands.story, sep="\n")  # pytest shows it when this walk fails
    told = f"seed {seed}: {hands.done} done, {hands.refused} refused, {hands.released()} of {len(hands.cases)} released"
    record_property("walk", told)
    with capsys.disabled():
        print(f"\n{told}")
    assert hands.done >= LEAST_DONE, told
    assert hands.released() >= LEAST_RELEASED, told


def test_every_command_that_changes_a_case_is_among_the_buttons() -> None:
    all_wishes()
    assert not untold()
