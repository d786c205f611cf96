"""Forty small mistakes that somebody could make tomorrow: each still fits the program, and a test goes red when it is made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.campaign import planted
from tests.campaign.counted import WHOLE, ran
from tests.campaign.planted import MECHANISMS, PROGRAM, ROOT, Planted, all_patches, chosen

pytestmark = pytest.mark.timeout(0 if WHOLE else 600)  # the whole takes what it takes
PATCHES = all_patches()
AT_A_COMMIT = 2


def part() -> tuple[int, int]:
    """Which part of the whole is run, of how many: `TEREZE_CAMPAIGN_PART=2/4`."""
    k, _, n = os.environ.get("TEREZE_CAMPAIGN_PART", "1/1").partition("/")
    return int(k), int(n)


@pytest.mark.parametrize("patch", PATCHES, ids=lambda p: p.name)
def test_a_patch_fits_the_program_as_it_is_and_says_what_it_breaks(patch: Planted) -> None:
    assert planted.apply(patch, ROOT, "--check") == ""
    assert 40 < len(patch.says) < 300, "one or two sentences say what is wrong"
    assert patch.mechanism in MECHANISMS
    assert patch.files
    assert {file.split("/")[0] for file in patch.files} <= set(PROGRAM), (
        "a fault is planted in the program, not in its tests"
    )
    for test in patch.catches:
        file, _, name = test.partition("[")[0].partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), test


def test_there_are_forty_three_and_each_mechanism_has_one() -> None:
    assert len(PATCHES) == 43
    assert {p.mechanism for p in PATCHES} == set(MECHANISMS)
    assert all(p.catches for p in PATCHES)


def test_the_same_tree_always_tries_the_same() -> None:
    first = chosen(PATCHES, AT_A_COMMIT)
    assert first == chosen(PATCHES, AT_A_COMMIT)
    assert len(set(first)) == AT_A_COMMIT


def test_every_planted_fault_is_caught_by_the_test_that_its_head_names() -> None:
    k, n = part()
    tried = planted.campaign(PATCHES[k - 1 :: n] if WHOLE else chosen(PATCHES, AT_A_COMMIT))
    missed = [planted.line(one) for one in tried if not one.caught]
    assert not missed, "\n".join(missed)
    ran("planted", len(tried), through=len(missed), planted=(len(tried) - len(missed), len(tried)))


# ---- the looking itself: what must not count as caught

TEST = "tests/x/test_x.py::test_one"


def of_phase(when: str, *kinds: str, test: str = TEST) -> dict[str, Any]:
    return {"test": test, "when": when, "kinds": list(kinds)}


def fault(*catches: str, place: Path = Path()) -> Planted:
    return Planted(name="x", place=place, says="", mechanism=1, catches=catches or (TEST,), files=())


@pytest.mark.parametrize(
    "kind", ["ImportError", "SyntaxError", "TypeError", "AttributeError", "IntegrityError", "Skipped"]
)
def test_a_test_that_cannot_be_run_has_caught_nothing(kind: str) -> None:
    assert planted.judged(fault(), [of_phase("setup"), of_phase("call", kind, "Exception")])[0] is False


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_only_the_test_itself_catches_and_not_what_is_around_it(when: str) -> None:
    assert planted.judged(fault(), [of_phase(when, "AssertionError")])[0] is False


def test_a_run_that_told_nothing_has_caught_nothing() -> None:
    assert planted.judged(fault(), []) == (False, "nothing was run")


def test_every_named_test_must_see_it() -> None:
    other = "tests/x/test_x.py::test_other"
    said = [of_phase("call", "AssertionError"), of_phase("call", test=other)]
    assert planted.judged(fault(TEST, other), said) == (False, "stayed green")
    assert planted.judged(fault(TEST), said) == (True, "AssertionError")


def test_one_of_a_tests_cases_is_enough_and_a_namesake_is_not() -> None:
    red = of_phase("call", "Refused", "Exception", test=f"{TEST}[sqlite]")
    assert planted.judged(fault(), [of_phase("call", test=f"{TEST}[postgresql]"), red])[0]
    assert not planted.judged(fault(), [of_phase("call", "AssertionError", test=f"{TEST}_more")])[0]


def test_what_is_red_without_it_or_no_longer_fits_is_missed(ram: Path) -> None:
    (ram / "tree" / "app").mkdir(parents=True)
    (ram / "tree" / "app" / "one.py").write_text("YES = True\n")
    change = (
        "diff --git a/app/one.py b/app/one.py\n--- a/app/one.py\n+++ b/app/one.py\n@@ -1 +1 @@\n-{}\n+YES = False\n"
    )
    fits, stale = ram / "fits.patch", ram / "stale.patch"
    fits.write_text("What is wrong.\n\n" + change.format("YES = True"))
    stale.write_text("What is wrong.\n\n" + change.format("YES = maybe"))
    red = planted.tried(ram / "tree", fault(place=fits), [of_phase("call", "AssertionError")])
    assert (red.caught, red.why) == (False, f"red without it: {TEST}")
    gone = planted.tried(ram / "tree", fault(place=stale), [of_phase("call")])
    assert gone.caught is False
    assert gone.why.startswith("no longer applies")
    assert (ram / "tree" / "app" / "one.py").read_text() == "YES = True\n"
