"""Which act holds on which day, for which region, service and channel – and what the answer is when none does."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.catalogue.acts import Catalogue, NotInAct, UnknownId
from app.catalogue.packs import FOLDER, read_pack
from app.problems import Refused

CATALOGUE = Catalogue.load()


def day(text: str) -> date:
    return date.fromisoformat(text)


def code(region: str, service: str, channel: str, on: str) -> str:
    try:
        return CATALOGUE.in_force(region, service, channel=channel, on=day(on))[0].ref
    except Refused as refused:
        return refused.code


def facts(region: str, service: str, channel: str, on: str) -> dict[str, object]:
    with pytest.raises(Refused) as raised:
        CATALOGUE.in_force(region, service, channel=channel, on=day(on))
    return raised.value.facts


LIVES = [
    ("atyrau", "medical-licence", "counter", "2015-12-06", "2020-01-04", "atyrau-2015-324"),
    ("atyrau", "gobmp-compliance", "counter", "2015-12-06", "2020-01-04", "atyrau-2015-324"),
    ("sko", "pharmaceutical-licence", "portal", "2015-11-10", "2020-07-10", "sko-2015-333"),
    ("sko", "narcotics-licence", "counter", "2016-05-10", "2020-07-10", "sko-2015-333"),
    ("sko", "medical-licence", "counter", "2017-03-06", "2020-07-10", "sko-2015-333"),
    ("turkistan", "narcotics-licence", "counter", "2018-06-19", "2020-07-10", "sko-2015-333"),
    ("shymkent", "medical-licence", "portal", "2018-06-19", "2020-07-10", "sko-2015-333"),
    ("vko", "phc-attachment", "telephone", "2015-12-05", "2020-11-23", "vko-2015-314"),
    ("mangystau", "medical-licence", "counter", "2013-02-08", "2013-08-25", "mangystau-2013-3"),
    ("mangystau", "phc-attachment", "chancellery", "2013-02-08", "2013-08-25", "mangystau-2013-3"),
    ("vko", "medical-licence", "counter", "2014-05-16", "2015-09-20", "vko-2014-70"),
    ("vko", "narcotics-licence", "counter", "2014-05-16", "2015-09-20", "vko-2014-70"),
    ("vko", "pharmaceutical-licence", "portal", "2014-05-16", "2015-09-20", "vko-2014-70"),
]


@pytest.mark.parametrize(("region", "service", "channel", "first", "last", "act"), LIVES)
def test_an_act_holds_from_its_first_day_through_its_last(
    region: str, service: str, channel: str, first: str, last: str, act: str
) -> None:
    before, after = day(first) - timedelta(1), day(last) + timedelta(1)
    assert code(region, service, channel, first).startswith(f"{act}@")
    assert code(region, service, channel, last).startswith(f"{act}@")
    assert "@" not in code(region, service, channel, before.isoformat())
    assert "@" not in code(region, service, channel, after.isoformat())


@pytest.mark.parametrize(
    ("region", "service", "on", "ref"),
    [
        ("atyrau", "medical-licence", "2016-07-14", "atyrau-2015-324@2015-12-06"),
        ("atyrau", "medical-licence", "2016-07-15", "atyrau-2015-324@2016-07-15"),
        ("sko", "pharmaceutical-licence", "2016-05-09", "sko-2015-333@2015-11-10"),
        ("sko", "pharmaceutical-licence", "2016-05-10", "sko-2015-333@2016-05-10"),
        ("sko", "narcotics-licence", "2017-03-05", "sko-2015-333@2016-05-10"),
        ("sko", "narcotics-licence", "2017-03-06", "sko-2015-333@2017-03-06"),
        ("vko", "phc-attachment", "2017-12-22", "vko-2015-314@2015-12-05"),
        ("vko", "phc-attachment", "2017-12-23", "vko-2015-314@2017-12-23"),
    ],
)
def test_an_amendment_makes_a_version_from_its_day(region: str, service: str, on: str, ref: str) -> None:
    assert code(region, service, "portal" if service != "narcotics-licence" else "counter", on) == ref


@pytest.mark.parametrize(
    ("region", "service", "on", "says"),
    [
        ("sko", "narcotics-licence", "2016-05-09", "act-text-not-held"),
        ("sko", "medical-licence", "2017-03-05", "act-text-not-held"),
        ("sko", "narcotics-licence", "2015-11-09", "no-act-in-force"),
        ("atyrau", "phc-attachment", "2018-01-01", "no-act-in-force"),
        ("atyrau", "medical-licence", "2020-02-01", "no-act-in-force"),
        ("turkistan", "medical-licence", "2018-06-18", "no-act-in-force"),
        ("vko", "medical-licence", "2015-09-21", "no-act-in-force"),
        ("vko", "medical-licence", "2025-09-14", "act-text-not-held"),
        ("sko", "pharmaceutical-licence", "2018-01-01", "channel-not-offered"),
        ("vko", "phc-attachment", "2018-01-01", "channel-not-offered"),
        ("vko", "pharmaceutical-licence", "2014-09-01", "channel-not-offered"),
        ("mangystau", "phc-attachment", "2013-05-01", "channel-not-offered"),
        ("mangystau", "medical-licence", "2026-11-20", "channel-not-offered"),
    ],
)
def test_the_counter_is_told_why_it_may_not_take_the_documents(region: str, service: str, on: str, says: str) -> None:
    assert code(region, service, "counter", on) == says


def test_a_text_that_is_not_held_is_told_before_a_channel_that_is_not_offered() -> None:
    assert code("sko", "medical-licence", "telephone", "2016-06-01") == "act-text-not-held"
    assert code("sko", "medical-licence", "telephone", "2018-06-01") == "channel-not-offered"


def test_a_channel_that_is_not_offered_names_those_that_are_and_where() -> None:
    told = facts("vko", "phc-attachment", "counter", "2018-01-01")
    assert told["offered"] == "chancellery, portal, telephone"
    assert told["clause"] == "regulation/1"
    channels = told["channels"]
    assert isinstance(channels, list)
    assert all(each["where"]["ru"] and each["where"]["kk"] for each in channels)


def test_today_the_medical_licence_is_on_the_portal_only() -> None:
    for region in CATALOGUE.regions:
        assert facts(region.id, "medical-licence", "counter", "2026-11-20")["offered"] == "portal"


@pytest.mark.parametrize("on", ["2015-10-23", "2015-11-25", "2015-12-05"])
def test_before_its_first_day_an_adopted_act_says_that_the_day_of_effect_is_not_known(on: str) -> None:
    told = facts("atyrau", "medical-licence", "counter", on)
    assert told["act"] == "atyrau-2015-324"
    assert told["note"] == {"ru": CATALOGUE.effect_not_known.ru, "kk": CATALOGUE.effect_not_known.kk}


@pytest.mark.parametrize("on", ["2015-10-22", "2020-01-05"])
def test_before_the_act_is_made_and_after_its_end_nothing_is_uncertain(on: str) -> None:
    assert "note" not in facts("atyrau", "medical-licence", "counter", on)


@pytest.mark.parametrize(
    ("on", "uncertain"),
    [("2016-07-03", False), ("2016-07-04", True), ("2016-07-14", True), ("2016-07-15", False),
     ("2019-12-24", False), ("2019-12-25", True), ("2020-01-04", True)],
)  # fmt: skip
def test_between_an_amendment_or_repeal_and_its_day_the_list_says_so(on: str, uncertain: bool) -> None:
    rows = CATALOGUE.listing(day(on), region="atyrau", channel="counter")
    assert [row.service for row in rows] == ["medical-licence", "gobmp-compliance"]
    assert [row.note is not None for row in rows] == [uncertain, uncertain]


def test_in_july_2018_three_acts_ran_together() -> None:
    rows = CATALOGUE.listing(day("2018-07-01"))
    assert {row.act for row in rows} == {"atyrau-2015-324", "sko-2015-333", "vko-2015-314"}
    assert {row.service for row in CATALOGUE.listing(day("2018-07-01"), channel="counter")} == {
        "medical-licence", "gobmp-compliance", "narcotics-licence",
    }  # fmt: skip


def test_the_list_shows_a_service_whose_text_is_not_held() -> None:
    rows = {row.service: row for row in CATALOGUE.listing(day("2016-06-01"), region="sko")}
    assert rows["narcotics-licence"].held
    medical = rows["medical-licence"]
    assert (medical.held, medical.pack, medical.channels, medical.to) == (False, "", (), day("2017-03-05"))
    assert medical.name.ru == "Выдача лицензии на медицинскую деятельность"


@pytest.mark.parametrize(
    ("act", "service", "on", "ref"),
    [
        ("atyrau-2015-324", "medical-licence", "2010-01-01", "atyrau-2015-324@2015-12-06"),
        ("atyrau-2015-324", "medical-licence", "2026-01-01", "atyrau-2015-324@2016-07-15"),
        ("sko-2015-333", "medical-licence", "2015-12-01", "sko-2015-333@2017-03-06"),
        ("sko-2015-333", "narcotics-licence", "2015-12-01", "sko-2015-333@2016-05-10"),
        ("mangystau-2013-3", "phc-attachment", "2026-01-01", "mangystau-2013-3@2013-02-08"),
    ],
)
def test_a_question_about_an_act_takes_its_nearest_version(act: str, service: str, on: str, ref: str) -> None:
    pack, found = CATALOGUE.for_act(act, service, on=day(on))
    assert (pack.ref, found.id) == (ref, service)


def test_an_old_case_keeps_its_pack() -> None:
    assert CATALOGUE.pack("atyrau-2015-324@2015-12-06").ref == "atyrau-2015-324@2015-12-06"


def test_an_id_that_nobody_bears_is_a_wrong_call() -> None:
    on = day("2018-01-01")
    for wrong in (
        lambda: CATALOGUE.in_force("almaty", "medical-licence", channel="counter", on=on),
        lambda: CATALOGUE.in_force("atyrau", "driving-licence", channel="counter", on=on),
        lambda: CATALOGUE.in_force("atyrau", "medical-licence", channel="window", on=on),
        lambda: CATALOGUE.for_act("atyrau-2015-325", "medical-licence", on=on),
        lambda: CATALOGUE.for_act("atyrau-2015-324", "driving-licence", on=on),
        lambda: CATALOGUE.pack("atyrau-2015-324@2016-07-16"),
        lambda: CATALOGUE.listing(on, region="almaty"),
        lambda: CATALOGUE.listing(on, channel="window"),
        lambda: CATALOGUE.acts_in_force("almaty", on),
    ):
        with pytest.raises(UnknownId):
            wrong()
    with pytest.raises(NotInAct):
        CATALOGUE.for_act("atyrau-2015-324", "phc-attachment", on=on)


def test_the_table_of_acts_and_the_pack_files_agree() -> None:
    refs = {f"{act.id}@{version.from_}" for act in CATALOGUE.acts for version in act.versions}
    assert refs == {path.stem for path in FOLDER.glob("*@*.toml")}
    for act in CATALOGUE.acts:
        packs = [read_pack(FOLDER / f"{act.id}@{version.from_}.toml") for version in act.versions]
        assert packs[-1].to == act.to
        assert min(act.services.values()) == packs[0].from_
        assert {service.id for service in packs[-1].services} == set(act.services)
        for pack, following in pairwise(packs):
            assert pack.to + timedelta(1) == following.from_
        for pack in packs:
            assert {s.id for s in pack.services} == {s for s, first in act.services.items() if first <= pack.from_}


def test_every_act_knows_where_its_centre_stands() -> None:
    assert {act.id: CATALOGUE.zone(act.id) for act in CATALOGUE.acts} == {
        "atyrau-2015-324": "Asia/Atyrau",
        "sko-2015-333": "Asia/Almaty",
        "vko-2015-314": "Asia/Almaty",
        "mangystau-2013-3": "Asia/Aqtau",
        "vko-2014-70": "Asia/Almaty",
        "moh-2020-59": "Asia/Atyrau",
    }
