"""The other side's office is made known by code and name: then papers and registries can name it."""

from __future__ import annotations

import pytest

from app.problems import Refused
from app.start import plain
from tests.world import AT, World, world  # noqa: F401

NEW = {
    "code": "AD09", "side": "licensor", "region": "atyrau", "name": {"ru": "Управление № 9", "kk": "№ 9 басқарма"},
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


@pytest.mark.parametrize("wrong", [{"side": "centre"}, {"code": "AD9"}, {"code": "АД09"}])
def test_an_office_of_our_own_side_or_a_bad_code_is_refused(world: World, wrong: dict[str, str]) -> None:  # noqa: F811
    with pytest.raises(Refused) as no:
        world.do("upkeep.add_office", {**NEW, **wrong}, "administrator")
    assert no.value.code == "office-unknown"


def test_only_an_administrator_adds_one(world: World) -> None:  # noqa: F811
    with pytest.raises(Refused) as no:
        world.do("upkeep.add_office", NEW, "inspector", act=AT)
    assert no.value.code == "no-right"
