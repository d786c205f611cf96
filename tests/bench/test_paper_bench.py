"""The benches of paper and window: both sides draw the same, every code is looked for, a limit is a limit."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from app.bench import case, codes, memory, press, receipt, registry
from app.bench.limits import Limit
from app.bench.pairs import Place
from app.print import draw
from tests.print.reading import closed, pages


def limit(value: float, kind: Any, target: float, *, judged: bool = True) -> dict[str, Any]:
    return Limit(what="a thing", value=value, unit="ms", kind=kind, target=target, judged=judged).told()


def test_a_limit_is_met_up_to_its_target_and_not_beyond() -> None:
    assert [limit(v, "at most", 60)["verdict"] for v in (60, 60.1)] == ["met", "missed"]
    assert [limit(v, "at least", 1)["verdict"] for v in (1, 0.99)] == ["met", "missed"]
    assert limit(900, "at most", 60, judged=False)["verdict"] == "not judged here"


# ---- receipt


def test_each_round_of_the_receipt_is_another_visitor_with_a_code_of_their_own(ram: Path) -> None:
    stored = receipt.stored_facts(Place(folder=ram))
    first, second = islice(receipt.visitors(stored), 2)
    assert len({stored["proof"], first["proof"], second["proof"]}) == 3
    assert len(first["proof"]) == len(stored["proof"])
    assert first["number"] != second["number"]
    assert first["applicant"]["name"] != second["applicant"]["name"]
    assert next(receipt.visitors(stored)) == first, "the same visitors in each run"
    assert len(set(receipt.drawn_again(first))) == 1, "a program that remembers nothing draws the same bytes"


# ---- registry


def test_both_sides_of_the_registry_show_every_case() -> None:
    facts = next(registry.registries(40))
    ours, bare = draw(registry.FORM, facts, "both"), registry.bare_with_faces(facts)
    assert pages(ours) > 1
    for entry in facts["groups"][0]["entries"]:
        assert entry["number"] in closed(ours)
        assert entry["number"] in closed(bare)
        assert closed(entry["applicant"]) in closed(bare)


def test_no_name_of_one_registry_comes_back_in_the_next() -> None:
    first, second = islice(registry.registries(30), 2)
    named = [{e["applicant"] for e in facts["groups"][0]["entries"]} for facts in (first, second)]
    assert not named[0] & named[1]
    assert len(named[0]) == 30


# ---- codes


@pytest.fixture(scope="module")
def looked_for(tmp_path_factory: pytest.TempPathFactory) -> list[codes.Drawn]:
    found = codes.stored(tmp_path_factory.mktemp("codes"), 1)
    return [page for paper in found for page in codes.pages_of(*paper)]


def test_every_kind_of_paper_of_a_small_day_is_looked_at(looked_for: list[codes.Drawn]) -> None:
    assert {"acceptance-receipt", "label", "registry-out"} <= {page.form for page in looked_for}
    assert all(page.codes for page in looked_for)
    assert any(len(code) > 200 for page in looked_for for code in page.codes), "a signed code is among them"


def test_a_code_that_is_not_on_the_page_is_counted_as_missed(looked_for: list[codes.Drawn]) -> None:
    label = next(page for page in looked_for if page.form == "label")
    absent = label._replace(codes=label.codes | {"CAT010316000422"})
    shown = [(label, label.picture(200)), (absent, absent.picture(200))]
    told = codes._counted("label", shown, (codes.by_zxing, codes.enlarged), {}).told()
    assert (told["read"], told["of"], told["verdict"]) == (2, 3, "missed")
    assert told["missed_on"] == {"label": 1}


def test_a_further_look_is_taken_only_where_a_code_is_missing(looked_for: list[codes.Drawn]) -> None:
    label = next(page for page in looked_for if page.form == "label")
    looks: list[str] = []

    def look(name: str, found: set[str]) -> codes.Read:
        return lambda picture: looks.append(name) or found  # type: ignore[func-returns-value]

    shown = [(label, label.picture(72))]
    told = codes._counted("l", shown, (look("first", set()), look("second", set(label.codes))), {}).told()
    assert looks == ["first", "second"]
    assert (told["read_at_first_look"], told["read"]) == (0, 1)
    looks.clear()
    codes._counted("l", shown, (look("first", set(label.codes)), look("second", set())), {})
    assert looks == ["first"]


def test_a_spoilt_picture_is_another_picture_of_the_same_page(looked_for: list[codes.Drawn]) -> None:
    picture = looked_for[0].picture(100)
    for spoil in codes.spoilings().values():
        spoilt = spoil(picture)
        assert spoilt.tobytes() != picture.tobytes()
        assert spoilt.mode == picture.mode


# ---- the window's day


def day(presses: int, *, growth: float = 0.0, slower: float = 0.0) -> dict[str, Any]:
    return {
        "screen": "offscreen", "rss_at_log_in": 100 * 1024, "held": {"10": {"python": 5, "qt": 3, "windows": 1}},
        "rss": [150 * 1024 + growth * n for n in range(presses)],
        "cpu": [0.05 + slower * n for n in range(presses)], "press": [0.05] * presses,
    }  # fmt: skip


def judged(told: dict[str, Any]) -> list[str]:
    return [line.told()["verdict"] for line in memory.judged("offscreen", told, whole=True)]


def test_a_day_that_neither_grows_nor_slows_is_met() -> None:
    assert judged(day(200)) == ["met"] * 3


def test_a_window_that_keeps_something_of_each_visitor_is_missed() -> None:
    assert judged(day(200, growth=40)) == ["met", "missed", "met"]
    assert judged(day(200, growth=1000)) == ["missed", "missed", "met"]


def test_a_press_that_becomes_slower_over_the_day_is_missed() -> None:
    assert judged(day(200, slower=0.0001)) == ["met", "met", "missed"]


def test_a_moment_of_much_memory_is_no_slope() -> None:
    sizes = [100.0] * 40 + [180.0] * 3 + [100.0] * 40
    assert memory.slope(sizes) == 0
    assert memory.slope([1.0 * n for n in range(100)]) == 1


def test_the_presses_are_judged_at_a_million_cases_only() -> None:
    told = {
        "press": [0.05] * 70, "rest": [0.06] * 70, "cpu": [0.05] * 70, "away": [0.02] * 70, "own": [0.003] * 70,
    }  # fmt: skip
    small = [line.told() for line in press.judged(told, "Xvfb", cases=10_000)]
    assert [line["verdict"] for line in small] == ["not judged here"] * 2
    whole = [line.told() for line in press.judged(told, "Xvfb", cases=1_000_000)]
    assert [line["verdict"] for line in whole] == ["met", "missed"]
    assert whole[1]["worked_itself_ms"] == 3


def test_a_scan_is_judged_by_its_slowest_hundredth_at_a_million_cases_only() -> None:
    told = {"painted": [9.0] * case.WARM + [0.008] * 296 + [0.017] * 4, "rest": [9.0] * case.WARM + [0.02] * 300}
    small, whole = (case.judged(told, "Xvfb", cases=n).told() for n in (10_000, 1_000_000))
    assert (small["verdict"], whole["verdict"], whole["value"], whole["median_ms"]) == (
        "not judged here",
        "missed",
        17,
        8,
    )
