"""The counters' run in small: what is in the store afterwards is what was pressed, and a press that was lost is told."""

from __future__ import annotations

from typing import Any

from tests.bench.counters.fifty import fifty, judged, table
from tests.bench.counters.town import role_of

NOTHING = {"cases": 10, "operations": 4, "entered": 0, "released": 0, "trouble": 0, "registries": 0}
COUNTER: dict[str, Any] = {
    "presses": [("accept", 0.01, 0.01, 0.0), ("accept", 0.02, 0.02, 1.0), ("enter", 0.01, 0.01, 2.0)], "errors": [],
    "done": {"accept": 2, "enter": 1}, "half": False, "cpu": 0.1, "memory": 2**20,
}  # fmt: skip
AFTER = {"cases": 12, "operations": 7, "entered": 1, "released": 0, "trouble": 0, "registries": 1}


def test_a_small_day_of_real_processes_loses_nothing_and_verifies() -> None:
    told = fifty(minutes=0.05, counters=4, cases=200, keep=None, window=False, whole=True)
    assert told["errors"] == 0, told["first_errors"]
    assert told["lost"] == {}
    assert told["presses"] == 4 * 3
    assert told["verified"]["intact"]
    assert "errors 0, lost nothing" in table(told)


def test_all_presses_that_are_there_are_no_loss() -> None:
    told = judged([COUNTER], None, before=NOTHING, after=AFTER)
    assert (told["lost"], told["errors"], told["verdict"]) == ({}, 0, "met")


def test_a_press_that_is_not_in_the_store_is_told() -> None:
    for name in ("cases", "operations", "entered", "registries"):
        fewer = judged([COUNTER], None, before=NOTHING, after={**AFTER, name: AFTER[name] - 1})
        more = judged([COUNTER], None, before=NOTHING, after={**AFTER, name: AFTER[name] + 1})
        assert (fewer["lost"], more["lost"]) == ({name: 1}, {name: -1})
        assert fewer["verdict"] == "missed"


def test_one_error_is_enough_to_miss() -> None:
    told = judged([{**COUNTER, "errors": ["accept: away"]}], None, before=NOTHING, after=AFTER)
    assert (told["errors"], told["verdict"]) == (1, "missed")


def test_a_slow_press_in_ten_is_a_miss() -> None:
    slow = [("lookup", 0.5, 0.5, 3.0)] * 10
    told = judged([{**COUNTER, "presses": COUNTER["presses"] + slow}], None, before=NOTHING, after=AFTER)
    assert told["verdict"] == "missed"
    assert told["slowest"][0] == "lookup 0.50 s at 3.0"


def test_of_fifty_counters_most_take_documents_in() -> None:
    roles = [role_of(n, 50) for n in range(50)]
    assert {role: roles.count(role) for role in set(roles)} == {"inspector": 33, "sector": 14, "supervisor": 3}
