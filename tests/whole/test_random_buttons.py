"""Anybody presses anything at any time, at both nodes: a no is said in words, and nothing is ever lost, doubled or torn.

Random people press random buttons on random cases of four acts, time passes, the nodes exchange when they happen to. Each
press is done or refused; at the end both nodes verify, hold the same folds, and no number was given twice.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.sync.net import Deed
from tests.whole.buttons import BUTTONS, COMES, Button, Hands, Thing
from tests.world import file_world

CASES = st.integers(0, 9)
DEEDS: tuple[Deed, ...] = ("pass", "lose-question", "lose-answer", "twice", "cut", "away")


class Buttons(RuleBasedStateMachine):
    furnished: Path
    done = 0  # of all runs together

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(dir=self.furnished.parent)
        self._opened = file_world(self.furnished, Path(self._folder.name) / "world")
        self.hands = Hands(self._opened.__enter__())

    def case(self, which: int) -> Thing:
        return self.hands.cases[which % len(self.hands.cases)]

    @initialize(comes=st.sampled_from(COMES), seed=st.integers(0, 99), far=st.integers(0, 24))
    def the_day_begins(self, comes: tuple[str, str, dict[str, Any]], seed: int, far: int) -> None:
        """One case there always is, and it may have come far already: what is random begins from there."""
        self.hands.comes(*comes)
        self.hands.goes_on(self.case(0), random.Random(seed), times=far)

    @precondition(lambda self: len(self.hands.cases) < 4)
    @rule(comes=st.sampled_from(COMES))
    def somebody_comes(self, comes: tuple[str, str, dict[str, Any]]) -> None:
        self.hands.comes(*comes)

    @rule(button=st.sampled_from(BUTTONS), which=CASES, again=st.booleans())
    def a_button(self, button: Button, which: int, again: bool) -> None:
        self.hands.push(button, self.case(which), again=again)

    @rule(which=CASES, seed=st.integers(0, 99), far=st.integers(1, 12))
    def work_goes_on(self, which: int, seed: int, far: int) -> None:
        self.hands.goes_on(self.case(which), random.Random(seed), times=far)

    @rule(minutes=st.integers(1, 600), days=st.integers(0, 3))
    def time_passes(self, minutes: int, days: int) -> None:
        self.hands.time(minutes=minutes, days=days)

    @rule(deeds=st.lists(st.sampled_from(DEEDS), max_size=4))
    def the_nodes_exchange(self, deeds: list[Deed]) -> None:
        self.hands.exchange(tuple(deeds))

    @invariant()
    def a_number_belongs_to_one_case(self) -> None:
        self.hands.numbers_differ()

    @invariant()
    def each_case_has_one_holder(self) -> None:
        for thing in self.hands.cases[-3:]:
            self.hands.one_holder(thing)

    def teardown(self) -> None:
        self.hands.whole_and_equal()
        Buttons.done += self.hands.done
        self._opened.__exit__(None, None, None)
        self._folder.cleanup()


def test_whatever_anybody_presses_both_nodes_stay_whole_and_equal(
    furnished_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Buttons.furnished, Buttons.done = furnished_file, 0
    # a failing run is told as it was: to shrink it would take minutes
    few = settings(max_examples=6, stateful_step_count=25, deadline=None, derandomize=True, phases=(Phase.generate,))
    run_state_machine_as_test(Buttons, settings=few)
    with capsys.disabled():
        print(f"\nrandom buttons: {Buttons.done} done")
    assert Buttons.done >= 60, "hardly anything was pressed: what is to hold was not tried"
