"""The other side's office is made known by code and name: then papers and registries can name it."""

from __future__ import annotations

from typing import Any

import pytest

from app.problems import Refused
from app.start import plain
from tests.world import AT, World, world  # noqa: F401

NEW = {
    "code": "AD09", "side": "licensor", "region": "atyrau", "zone": "Asia/Atyrau",
    "name": {"ru": "Управление № 9", "kk": "№ 9 басқарма"},
    "branch": {"ru": "г. Атырау", "kk": "Атырау қ."}, "address": {"ru": "—", "kk": "—"},
}  # fmt: skip


def test_a_case_goes_to_an_office_that_was_added(world: World) -> None:  # noqa: F811
    world.do("upkeep.add_office", NEW, "administrator")
    mine = plain(world.centre.store.offices["AT01"])
    world.do("upkeep.set_office", {**mine, "licensors": {"medical-licence": "AD09"}}, "administrator")
    case = world.accepted()
    assert world.case(f"C-{case['number']}")["what"]["licensor"] == "AD09"
    assert world.centre.store.offices["AD09"].name.ru == "Управление № 9"


def test_added_twice_it_is_there_once_with_its_last_name(world: World) -> None:  # noqa: F811
    world.do("upkeep.add_office", NEW, "administrator")
    world.do("upkeep.add_office", {**NEW, "name": {"ru": "Другое имя", "kk": "Басқа атау"}}, "administrator")
    assert world.rows("SELECT count(*) FROM offices WHERE code = 'AD09'")[0][0] == 1
    assert world.centre.store.offices["AD09"].name.ru == "Другое имя"


def refused(world: World, name: str, given: dict[str, Any]) -> str:  # noqa: F811
    before = plain(world.centre.store.offices)
    with pytest.raises(Refused) as no:
        world.do(name, given, "administrator")
    assert plain(world.centre.store.offices) == before
    world.accepted()  # the counter goes on working
    return no.value.code


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "Asia/Almaty", "../../etc/passwd"])
def test_an_office_keeps_the_clock_of_its_region(world: World, zone: str) -> None:  # noqa: F811
    """An unknown zone once shut the whole centre: no command could tell the time any more."""
    mine = plain(world.centre.store.offices["AT01"])
    assert refused(world, "upkeep.set_office", {**mine, "zone": zone}) == "zone-of-region"
    assert refused(world, "upkeep.add_office", {**NEW, "zone": zone}) == "zone-of-region"


@pytest.mark.parametrize("licensor", ["ZZ99", "AT01", "SK01", ""])
def test_a_licensor_is_an_office_of_the_other_side_that_is_known(world: World, licensor: str) -> None:  # noqa: F811
    mine = plain(world.centre.store.offices["AT01"])
    given = {**mine, "licensors": {"medical-licence": licensor}}
    assert refused(world, "upkeep.set_office", given) == "licensor-unknown"


def test_nobody_turns_a_centre_into_a_licensor_by_adding_it(world: World) -> None:  # noqa: F811
    mine = plain(world.centre.store.offices["AT01"])
    assert refused(world, "upkeep.add_office", {**mine, "side": "licensor"}) == "office-fixed"
    other = plain(world.centre.store.offices["AD01"])
    assert refused(world, "upkeep.add_office", {**other, "training_weeks": 5}) == "office-fixed"


@pytest.mark.parametrize("wrong", [{"side": "centre"}, {"code": "AD9"}, {"code": "АД09"}])
def test_an_office_of_our_own_side_or_a_bad_code_is_refused(world: World, wrong: dict[str, str]) -> None:  # noqa: F811
    with pytest.raises(Refused) as no:
        world.do("upkeep.add_office", {**NEW, **wrong}, "administrator")
    assert no.value.code == "office-unknown"


def test_only_an_administrator_adds_one(world: World) -> None:  # noqa: F811
    with pytest.raises(Refused) as no:
        world.do("upkeep.add_office", NEW, "inspector", act=AT)
    assert no.value.code == "no-right"
