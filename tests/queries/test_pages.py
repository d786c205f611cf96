"""Lists that are worked out rather than read from a table: page by page they give what they give at once, nothing twice."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from app.command import QUERIES
from app.domain.codec import BadShape
from app.domain.day_work import Kind
from app.schema import schema
from tests.world import AT, World


def paged(world: World, name: str, role: str, *, limit: int, mark: str = "id") -> list[Any]:
    found: list[Any] = []
    while page := world.ask(name, {"limit": limit, **({"after": found[-1][mark]} if found else {})}, role):
        assert len(page) <= limit
        found += page
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_calls_come_page_by_page(world: World, limit: int) -> None:
    """Several of one moment lie on both sides of a page's end."""
    for _ in range(3):
        world.accepted()
    world.later(AT, hours=2)
    waiting = world.ask("calls.waiting", {})
    assert len(waiting) == 6
    assert paged(world, "calls.waiting", "inspector", limit=limit) == waiting
    rungs = [{k: r[k] for k in ("case", "step", "rung")} for r in waiting]
    world.do("calls.escalate", {"rungs": rungs})
    mine = world.ask("calls.mine", {})
    assert (len(mine), len({c["at"] for c in mine})) == (6, 1)
    assert paged(world, "calls.mine", "inspector", limit=limit) == mine
    assert world.ask("calls.mine", {"after": mine[0]["at"]}) == []


def test_who_has_seen_much_comes_page_by_page(world: World) -> None:
    for role in ("inspector", "sector", "supervisor"):
        for kind in get_args(Kind):
            world.do("account.count", {"kind": kind, "more": 10_000}, role)
    whole = world.ask("house.much_seen", {}, "supervisor")
    assert len(whole) > 3
    for limit in (1, 2):
        assert paged(world, "house.much_seen", "supervisor", limit=limit) == whole


def test_kinds_of_paper_come_page_by_page(file_here: World) -> None:
    whole = file_here.ask("papers.kinds", {})
    assert paged(file_here, "papers.kinds", "inspector", limit=5, mark="form") == whole
    with pytest.raises(BadShape):
        file_here.ask("papers.kinds", {"after": "nothing"})


def test_what_the_law_lists_comes_page_by_page(file_here: World) -> None:
    whole = file_here.ask("law.acts", {})
    assert len(whole) > 3
    assert paged(file_here, "law.acts", "inspector", limit=2, mark="act") == whole
    cells = file_here.ask("process.listed", {})
    assert len(cells) > 3
    parts = ("pack", "service", "variant", "object", "channel")
    for limit in (1, 2, 200):
        found: list[Any] = []
        after: dict[str, str] = {}
        while page := file_here.ask("process.listed", {"limit": limit, **after}):
            assert len(page) <= limit
            found += page
            after = {"after": "/".join(page[-1][part] for part in parts)}
        assert found == cells
    for name in ("law.acts", "process.listed"):
        with pytest.raises(BadShape):
            file_here.ask(name, {"after": "nothing"})


def test_every_list_is_a_page_but_for_comparisons() -> None:
    """A comparison of two versions, or the faults of a file, is one answer: half of it would mislead."""
    told = schema()
    whole = set()
    for name in QUERIES:
        query = told["queries"][name]
        given = told["$defs"][query["given"]["$ref"].rpartition("/")[2]]
        if query["answer"].get("type") == "array" and not {"after", "limit"} <= given["properties"].keys():
            whole.add(name)
    assert whole == {"law.differences", "law.changed", "law.checked"}


def test_the_schema_says_how_much_a_page_holds_at_most() -> None:
    told = schema()
    limits = {}
    for name in QUERIES:
        given = told["queries"][name]["given"]["$ref"].rpartition("/")[2]
        if "limit" in (properties := told["$defs"][given]["properties"]):
            limits[name] = (properties["limit"]["minimum"], properties["limit"]["maximum"])
    assert limits.keys() > {
        "calls.mine",
        "calls.waiting",
        "signatures.kept",
        "house.much_seen",
        "papers.kinds",
        "queue.all",
    }
    assert set(limits.values()) == {(0, 200)}
