"""The list of all cases in any order: no page loses or doubles a case, forward or back, whatever is asked for besides."""

from __future__ import annotations

from typing import Any

import pytest

from app.bench.generate import fill
from app.domain.names import alphabetical
from app.problems import Refused
from app.queries import listed
from app.queries.listed import KEYS
from tests.world import World

CASES, PAGE = 120, 17
ASKED: list[dict[str, Any]] = [
    {}, {"status": "refused"}, {"status": "in-sector"}, {"service": "medical-licence"}, {"text": "ОВ"}, {"text": "қыз"},
    {"accepted_on": "2016-09-05"}, {"due_on": "2016-09-06"}, {"status": "accepted", "text": "ТОО"}, {"status": "lost"},
]  # fmt: skip


@pytest.fixture
def many(world: World) -> World:
    fill(world.centre, CASES)
    return world


def walked(world: World, **given: Any) -> list[dict[str, Any]]:
    """All pages, one after another."""
    seen: list[dict[str, Any]] = []
    while page := world.ask("queue.all", {**given, "limit": PAGE, **({"after": seen[-1]["row"]} if seen else {})}):
        seen += page
    return seen


def told(world: World, sort: str) -> list[dict[str, Any]]:
    """As it must be, sorted here."""
    rows = [r._mapping for r in world.rows("SELECT * FROM cases WHERE centre = 'AT01'")]

    def key(row: Any) -> Any:
        values = [row[name] for name in KEYS[sort]]  # type: ignore[index]
        return [None in values, *[v or "" for v in values], row["row"]]

    return sorted((dict(r) for r in rows), key=key)


def test_every_order_is_whole_both_ways(many: World) -> None:
    for sort, keys in KEYS.items():
        right = told(many, sort)
        valued = [r for r in right if all(r[name] is not None for name in keys)]
        turned = valued[::-1] + right[len(valued) :][::-1]  # what has no value comes last, either way
        newest = sort == "newest"
        for reversed, rows in ((newest, right), (not newest, turned)):
            wanted = [r["number"] for r in rows]
            seen = walked(many, sort=sort, reversed=reversed)
            assert [r["number"] for r in seen] == wanted, sort
            for place in (1, PAGE, len(wanted) // 2, len(wanted) - 1):
                given = {"sort": sort, "reversed": reversed, "limit": PAGE, "before": seen[place]["row"]}
                page = many.ask("queue.all", given)
                assert [r["number"] for r in page] == wanted[max(0, place - PAGE) : place], sort


@pytest.mark.parametrize("few", [0, 2000], ids=["walked", "gathered"])
def test_what_is_asked_for_is_the_same_in_every_order(many: World, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "FEW", few)
    for asked in ASKED:
        wanted = {r["number"] for r in walked(many, **asked)}
        assert wanted or asked.get("status") == "lost"
        assert len(wanted) < CASES or asked in ({}, {"service": "medical-licence"})
        for sort in KEYS:
            seen = [r["number"] for r in walked(many, **asked, sort=sort)]
            assert len(seen) == len(set(seen)), (asked, sort)
            assert set(seen) == wanted, (asked, sort)


def test_people_stand_in_the_order_of_the_kazakh_alphabet(many: World) -> None:
    people = (
        "Адам Аян Әбу Бек Гүл Ғани Дана Ержан Ёлкин Жан Кен Қайрат Лев Нұр Ңан Олжас Өмір Пётр Ужас Ұзақ Үміт Фаз Хан"
        " Һамит Ыбырай Іңкәр Эль Яна"
    )
    right = people.split()
    assert sorted(sorted(right, reverse=True), key=alphabetical) == right
    shown = [r["applicant"] for r in walked(many, sort="applicant")]
    assert [alphabetical(n) for n in shown] == sorted(alphabetical(n) for n in shown)


def test_a_row_that_is_none_is_a_wrong_call(world: World) -> None:
    for way in ("after", "before"):
        with pytest.raises(ValueError, match="the row of a case"):
            world.ask("queue.all", {"sort": "applicant", way: 10**9})


def test_a_courier_is_shown_no_list_of_all(world: World) -> None:
    with pytest.raises(Refused, match="no-right"):
        world.ask("queue.all", {"sort": "applicant"}, "courier")
