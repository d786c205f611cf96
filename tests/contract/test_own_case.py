"""A slip, a no-data and a refusal to accept: each a case of its own with one event and a number, searchable, never sent on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.numbers import read_number
from tests.world import AT, MG, SK, World


def refused(world: World) -> dict[str, Any]:
    draft = world.draft()
    return dict(world.do("intake.refuse", {**draft, "documents": draft["documents"][1:]}))


def no_data(world: World) -> dict[str, Any]:
    now = world.now[MG].isoformat()
    draft = world.draft(act=MG, passed=[{"step": s, "at": now} for s in ("log-in", "choose", "ask-register")])
    return dict(world.do("intake.record_no_data", {"draft": draft, "register": "gbd-ul"}, act=MG))


def slip(world: World) -> dict[str, Any]:
    return dict(world.do("intake.give_slip", {"service": "pharmaceutical-licence"}, act=SK))


OWN = [(refused, AT, "refused"), (no_data, MG, "no-data"), (slip, SK, "slip")]


@pytest.mark.parametrize(("made", "act", "status"), OWN)
def test_it_is_a_case_with_one_event_and_a_number(file_here: World, made: Any, act: str, status: str) -> None:
    done = made(file_here)
    assert file_here.case(done["case"], act=act)["status"] == status
    assert len(file_here.ask("case.history", {"code": done["case"]}, act=act)) == 1
    assert read_number(done["number"]).kind == "case"
    assert done["papers"]


@pytest.mark.parametrize(("made", "act", "status"), OWN)
def test_it_is_found_by_its_number_and_stands_in_no_queue(file_here: World, made: Any, act: str, status: str) -> None:
    done = made(file_here)
    found = file_here.ask("queue.find", {"text": done["number"]}, act=act)
    assert [(row["number"], row["status"]) for row in found] == [(done["number"], status)]
    waiting = file_here.ask("queue.waiting", {"place": "sector"}, "sector", act=act)
    assert [row["number"] for row in waiting] == []


@pytest.mark.parametrize("deed", ["accumulation.enter", "issue.take"])
def test_a_refused_set_goes_nowhere(file_here: World, deed: str) -> None:
    from app.problems import Refused

    done = refused(file_here)
    with pytest.raises(Refused):
        file_here.do(deed, {"code": done["number"]}, "sector" if deed.startswith("acc") else "inspector")


def test_a_later_complete_set_is_a_new_case_that_names_the_refusal(file_here: World) -> None:
    first = refused(file_here)
    later = file_here.accepted(previous=first["number"])
    assert later["number"] != first["number"]
    assert file_here.case(later["case"])["previous"] == first["number"]


def test_each_office_shows_its_time_by_the_zone_rules_of_that_day(file_here: World) -> None:
    """Almaty was six hours ahead until 2024, Atyrau five."""
    now = {act: datetime.fromisoformat(file_here.ask("house.me", {}, act=act)["now"]) for act in (AT, SK)}
    assert [at.utcoffset() for at in now.values()] == [
        datetime(2018, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() for zone in ("Asia/Atyrau", "Asia/Almaty")
    ]
    assert str(now[SK])[-6:] == "+06:00"
