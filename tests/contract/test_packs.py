"""`tereze packs`: the first and last day of every act in its regions, channels, texts that are not held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.contract.conftest import Tereze

ATYRAU, SKO, ATTACHMENT, MANGYSTAU, VKO = (
    "atyrau-2015-324", "sko-2015-333", "vko-2015-314", "mangystau-2013-3", "vko-2014-70",
)  # fmt: skip


def there(tereze: Tereze, act: str, region: str, on: str) -> set[str]:
    rows = tereze("packs", "--on", on, "--region", region).json
    return {row["service"] for row in rows if row["act"] == act}


@pytest.mark.parametrize(
    ("act", "region", "first", "last", "count"),
    [
        (ATYRAU, "atyrau", "2015-12-06", "2020-01-04", 2),
        (SKO, "sko", "2015-11-10", "2020-07-10", 3),
        (SKO, "turkistan", "2018-06-19", "2020-07-10", 3),
        (SKO, "shymkent", "2018-06-19", "2020-07-10", 3),
        (ATTACHMENT, "vko", "2015-12-05", "2020-11-23", 1),
        (MANGYSTAU, "mangystau", "2013-02-08", "2013-08-25", 2),
        (VKO, "vko", "2014-05-16", "2015-09-20", 3),
    ],
)
def test_an_act_is_listed_from_its_first_day_through_its_last(
    tereze: Tereze, act: str, region: str, first: str, last: str, count: int
) -> None:
    before, after = date.fromisoformat(first) - timedelta(1), date.fromisoformat(last) + timedelta(1)
    days = (str(before), first, last, str(after))
    assert [len(there(tereze, act, region, on)) for on in days] == [0, count, count, 0]


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2016-05-09", {"pharmaceutical-licence"}),
        ("2016-05-10", {"pharmaceutical-licence", "narcotics-licence"}),
        ("2017-03-05", {"pharmaceutical-licence", "narcotics-licence"}),
        ("2017-03-06", {"pharmaceutical-licence", "narcotics-licence", "medical-licence"}),
    ],
)
def test_a_text_that_is_not_held_is_listed_without_a_pack(tereze: Tereze, on: str, held: set[str]) -> None:
    rows = tereze("packs", "--on", on, "--region", "sko").json
    assert {row["service"] for row in rows if row["held"]} == held
    assert all(bool(row["pack"]) == row["held"] == bool(row["channels"]) for row in rows)


@pytest.mark.parametrize(
    ("region", "on", "offered"),
    [
        ("atyrau", "2016-11-16", {"medical-licence", "gobmp-compliance"}),
        ("sko", "2018-03-01", {"narcotics-licence", "medical-licence"}),
        ("mangystau", "2013-04-01", {"medical-licence"}),
        ("vko", "2014-09-01", {"medical-licence", "narcotics-licence"}),
        ("vko", "2018-03-01", set()),
    ],
)
def test_the_counter_may_take_only_what_its_act_offers_there(
    tereze: Tereze, region: str, on: str, offered: set[str]
) -> None:
    rows = tereze("packs", "--on", on, "--region", region, "--channel", "counter").json
    assert {row["service"] for row in rows} == offered


def test_the_counter_may_take_seven_services_and_twenty_variants_in_all(tereze: Tereze) -> None:
    days = {"atyrau": "2016-11-16", "sko": "2018-03-01", "mangystau": "2013-04-01", "vko": "2014-09-01"}
    services = [
        row["service"]
        for region, on in days.items()
        for row in tereze("packs", "--on", on, "--region", region, "--channel", "counter").json
    ]
    assert len(services) == 7
    assert sum(2 if service == "gobmp-compliance" else 3 for service in services) == 20


@pytest.mark.parametrize(
    "wrong", [("--region", "almaty"), ("--on", "2016-13-01"), ("--on", "soon"), ("--channel", "window")]
)
def test_an_id_or_day_that_is_none_is_a_wrong_call(tereze: Tereze, wrong: tuple[str, str]) -> None:
    answer = tereze("packs", *wrong)
    assert (answer.exit, answer.json) == (2, None)


def test_the_day_of_effect_is_said_to_be_unknown_while_a_repeal_waits(tereze: Tereze) -> None:
    rows = {on: tereze("packs", "--on", on, "--region", "atyrau").json for on in ("2019-12-24", "2019-12-25")}
    assert ["note" in row for row in rows["2019-12-24"]] == [False, False]
    assert ["note" in row for row in rows["2019-12-25"]] == [True, True]


@pytest.mark.parametrize(
    ("on", "said"), [("2015-10-22", False), ("2015-10-23", True), ("2015-12-05", True), ("2015-12-06", False)]
)
def test_between_an_act_s_date_and_its_first_day_the_empty_list_says_why(tereze: Tereze, on: str, said: bool) -> None:
    answer = tereze("packs", "--on", on, "--region", "atyrau")
    assert bool(answer.json) == (on == "2015-12-06")
    assert ("№ 324" in answer.stderr and "восстановлен" in answer.stderr) == said
