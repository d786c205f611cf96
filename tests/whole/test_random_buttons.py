"""Anybody presses anything at any time, at both nodes: a no is said in words, and nothing is ever lost, doubled or torn.

Random people press random buttons on random cases of three acts, time passes, the nodes exchange when they happen to. Each
press is done or refused; at the end both nodes verify, hold the same folds, and no number was given twice.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.problems import Refused
from app.start import exchange, listening, verify_store
from tests.world import AT, MG, SK, World, desk, file_world, who

ACTS = (AT, SK, MG)
HOLDERS = {"inspector", "sector", "courier", "chancellery", "applicant", "lost"}
Given = Callable[[dict[str, Any]], dict[str, Any]]


def code(case: dict[str, Any]) -> dict[str, Any]:
    return {"code": f"C-{case['number']}"}


def also(**more: Any) -> Given:
    return lambda case: {**code(case), **more}


# at which node, which button, who presses it, with what
BUTTONS: tuple[tuple[str, str, str, Given], ...] = (
    ("centre", "accumulation.take_in", "sector", code),
    ("centre", "accumulation.enter", "sector", code),
    ("centre", "accumulation.remove", "sector", code),
    ("centre", "accumulation.mark_received", "sector", also(cell="A-1")),
    ("centre", "accumulation.shelve", "sector", also(cell="A-2", found=False)),
    ("centre", "intake.send", "inspector", code),
    ("centre", "issue.take", "inspector", code),
    ("centre", "issue.release", "inspector", also(name="Сейітқали Дана")),
    ("centre", "issue.survey", "inspector", also(quality=3, information=1)),
    ("centre", "courier.give", "courier", lambda case: {"cases": [f"C-{case['number']}"], "to": "sector"}),
    ("licensor", "courier.give", "courier", lambda case: {"cases": [f"C-{case['number']}"], "to": "chancellery"}),
    ("licensor", "courier.give", "chancellery", lambda case: {"cases": [f"C-{case['number']}"], "to": "courier"}),
    ("licensor", "licensor_desk.register", "chancellery", code),
    ("licensor", "licensor_desk.take_in", "chancellery", also(reference="17")),
    ("licensor", "licensor_desk.assign", "head", also(reference="specialist")),
    ("licensor", "licensor_desk.examine", "specialist", also(complete=True)),
    ("licensor", "licensor_desk.examine", "specialist", also(complete=False)),
    ("licensor", "licensor_desk.enter_data", "specialist", code),
    ("licensor", "licensor_desk.prepare", "specialist", code),
    ("licensor", "licensor_desk.sign", "head", code),
    ("licensor", "licensor_desk.give_out", "chancellery", code),
)
TAKERS = (("centre", "courier"), ("centre", "sector"), ("licensor", "courier"), ("licensor", "chancellery"))


class Buttons(RuleBasedStateMachine):
    furnished: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(dir=self.furnished.parent)
        self._opened = file_world(self.furnished, Path(self._folder.name) / "world")
        self.world: World = self._opened.__enter__()
        self.cases: list[tuple[str, dict[str, Any]]] = []
        self.given: list[tuple[str, str]] = []  # act, hand-over
        self.done = 0

    def press(self, side: str, name: str, given: dict[str, Any], *, login: str) -> Any:
        app = self.world.centre if side == "centre" else self.world.licensor
        try:
            value = app.run(name, given, as_=login, draw=False).value
        except Refused:
            return None
        self.done += 1
        return value

    @precondition(lambda self: len(self.cases) < 4)
    @rule(act=st.sampled_from(ACTS), variant=st.sampled_from(("issue", "reissue", "duplicate")))
    def somebody_comes(self, act: str, variant: str) -> None:
        draft = self.world.draft(act=act, variant=variant)
        electronic = act == MG
        name, given = ("intake.certify", {"draft": draft}) if electronic else ("intake.accept", draft)
        value = self.press("centre", name, given, login=who("inspector", act))
        self.cases.append((act, {"case": value.case, "number": value.number}))

    @precondition(lambda self: self.cases)
    @rule(button=st.sampled_from(BUTTONS), which=st.integers(0, 9))
    def a_button(self, button: tuple[str, str, str, Given], which: int) -> None:
        side, name, role, make = button
        act, case = self.cases[which % len(self.cases)]
        login = who(role, act) if side == "centre" or role == "courier" else desk(role, act)
        value = self.press(side, name, make(case), login=login)
        if value is not None and name == "courier.give":
            self.given.append((act, value.handover))

    @precondition(lambda self: self.cases)
    @rule(which=st.integers(0, 9), turn=st.integers(0, len(BUTTONS) - 1))
    def work_goes_on(self, which: int, turn: int) -> None:
        """Some button that is lawful now, so that cases come far; bags are closed, given and taken on the way."""
        before = self.done
        for button in (*BUTTONS[turn:], *BUTTONS[:turn]):
            self.a_button(button, which)
            if self.done > before:
                break
        self.the_sector_closes_and_gives(which)
        for n, _ in enumerate(self.given[-2:]):
            for taker in TAKERS:
                self.somebody_takes(len(self.given) - 1 - n, taker)

    @precondition(lambda self: self.cases)
    @rule(which=st.integers(0, 9))
    def the_sector_closes_and_gives(self, which: int) -> None:
        act, case = self.cases[which % len(self.cases)]
        found = self.world.case(f"C-{case['number']}", act=act)
        if not found.get("registry"):
            return
        closing = {"code": found["registry"], "cases": [case["case"]]}
        self.press("centre", "accumulation.close", closing, login=who("sector", act))
        giving = {"registries": [found["registry"]], "to": "courier"}
        value = self.press("centre", "courier.give", giving, login=who("sector", act))
        if value is not None:
            self.given.append((act, value.handover))

    @precondition(lambda self: self.given)
    @rule(which=st.integers(0, 9), taker=st.sampled_from(TAKERS))
    def somebody_takes(self, which: int, taker: tuple[str, str]) -> None:
        if self.given:
            (act, handover), (side, role) = self.given[which % len(self.given)], taker
            login = desk(role, act) if role == "chancellery" else who(role, act)
            self.press(side, "courier.take", {"code": handover}, login=login)

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        for act in ACTS:
            self.world.later(act, minutes=minutes)

    @rule()
    def the_nodes_exchange(self) -> None:
        with listening(self.world.licensor) as address:
            exchange(self.world.centre, address)

    @invariant()
    def a_number_belongs_to_one_case(self) -> None:
        numbers = [case["number"] for _, case in self.cases]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def each_case_has_one_holder(self) -> None:
        for act, case in self.cases[-3:]:
            assert self.world.case(case["case"], act=act)["holder"] in HOLDERS

    def teardown(self) -> None:
        self.the_nodes_exchange()
        self.the_nodes_exchange()
        centre, licensor = dict(self.world.centre.folds()), dict(self.world.licensor.folds())
        for _, case in self.cases:
            assert licensor[case["number"]] == centre[case["number"]], case["number"]
        for app in (self.world.centre, self.world.licensor):
            answer = verify_store(self.world.settings(app.store.url))
            assert answer["intact"], answer["first_wrong"]
        self._opened.__exit__(None, None, None)
        self._folder.cleanup()


def test_whatever_anybody_presses_both_nodes_stay_whole_and_equal(furnished_file: Path) -> None:
    Buttons.furnished = furnished_file
    few = settings(max_examples=6, stateful_step_count=25, deadline=None, derandomize=True)
    run_state_machine_as_test(Buttons, settings=few)
