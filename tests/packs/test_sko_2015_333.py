"""The packs of sko-2015-333: three versions, the channels, the terms of the act and its Standards, its clauses."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import check_pack
from app.domain.pack import Service
from app.domain.terms import HOURS, due
from tests.packs.sko_2015_333 import (
    COUNTER,
    NOT_STEPS,
    TERMS,
    VERSIONS,
    cases,
    file_of,
    pack_of,
    service_of,
    step_of,
)

# ------------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize("version", VERSIONS)
def test_no_fault_is_found_when_the_file_is_read_strictly(version: str) -> None:
    assert check_pack(file_of(version)) == []


def test_the_versions_cover_every_day_from_first_to_last_without_a_gap() -> None:
    packs = [pack_of(version) for version in VERSIONS]
    assert packs[0].from_ == date(2015, 11, 10)
    assert packs[-1].to == date(2020, 7, 10)
    for earlier, later in pairwise(packs):
        assert later.from_ - earlier.to == timedelta(days=1)


@pytest.mark.parametrize(
    ("version", "services"),
    [
        ("2015-11-10", ["pharmaceutical-licence"]),
        ("2016-05-10", ["pharmaceutical-licence", "narcotics-licence"]),
        ("2017-03-06", ["pharmaceutical-licence", "narcotics-licence", "medical-licence"]),
    ],
)
def test_a_version_holds_only_the_annexes_whose_text_is_held(version: str, services: list[str]) -> None:
    pack = pack_of(version)
    assert [s.id for s in pack.services] == services
    assert [s.regulation for s in pack.services] == [r.id for r in pack.regulations]
    assert "реконструированы" in pack.period.ru
    assert "қалпына келтірілген" in pack.period.kk


def test_a_service_is_the_same_in_every_version_since_no_amendment_touched_its_text() -> None:
    for earlier, later in pairwise(VERSIONS):
        for service in pack_of(earlier).services:
            assert pack_of(later).service(service.id) == service


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_kazakh_and_russian_differ_where_a_text_is_longer_than_one_shared_word(service: Service) -> None:
    texts = [e.text for e in (*service.steps, *service.refusals)] + [d.name for d in service.documents]
    assert all(text.kk != text.ru for text in texts)
    assert not [text.ru for text in texts if re.search("[әғқңөұүһі]", text.ru)]


# ------------------------------------------------------------------------------------- channels, objects, people


@pytest.mark.parametrize(
    ("service", "channels"),
    [
        ("pharmaceutical-licence", {"chancellery": "annex-1/1(1)", "portal": "annex-1/1(2)"}),
        ("narcotics-licence", {"chancellery": "annex-2/1(1)", "counter": "annex-2/1(2)", "portal": "annex-2/1(3)"}),
        ("medical-licence", {"chancellery": "annex-3/1(1)", "counter": "annex-3/1(2)", "portal": "annex-3/1(3)"}),
    ],
)
def test_the_channels_are_those_of_clause_1(service: str, channels: dict[str, str]) -> None:
    assert {c.id: c.clause for c in service_of(service).channels} == channels


@pytest.mark.parametrize("service", COUNTER)
def test_the_counter_works_by_paper_where_it_is_offered(service: str) -> None:
    counter = service_of(service).channel("counter")
    assert counter is not None
    assert counter.flow == "paper"


@pytest.mark.parametrize(
    ("service", "objects"),
    [
        ("pharmaceutical-licence", ("licence",)),
        ("narcotics-licence", ("licence",)),
        ("medical-licence", ("licence", "annex", "licence-and-annex")),
    ],
)
def test_annexes_to_a_licence_are_known_to_the_medical_service_only(service: str, objects: tuple[str, ...]) -> None:
    assert {v.id: v.objects for v in service_of(service).variants} == dict.fromkeys(TERMS, objects)


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_the_act_names_the_representative_by_power_of_attorney(service: Service) -> None:
    assert service.representative
    assert service.representative_clause == f"{service.regulation}/5(1)"


# ----------------------------------------------------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("service", "id", "channel", "limit", "unit", "start", "clause"),
    [
        ("pharmaceutical-licence", "take-in", "chancellery", 10, "min", "step", "annex-1/5(2)"),
        ("pharmaceutical-licence", "assign", "chancellery", 30, "min", "step", "annex-1/5(3)"),
        ("pharmaceutical-licence", "sign", "chancellery", 1, "same-day", "step", "annex-1/5(5)"),
        ("pharmaceutical-licence", "give-out", "chancellery", 10, "min", "step", "annex-1/5(6)"),
        ("narcotics-licence", "take-in", "chancellery", 10, "min", "step", "annex-2/5(2)"),
        ("narcotics-licence", "assign", "chancellery", 30, "min", "step", "annex-2/5(3)"),
        ("narcotics-licence", "sign", "chancellery", 1, "same-day", "step", "annex-2/5(5)"),
        ("narcotics-licence", "give-out", "chancellery", 10, "min", "step", "annex-2/5(6)"),
        ("narcotics-licence", "take-in", "counter", 10, "min", "step", "annex-2/8(2)"),
        ("narcotics-licence", "assign", "counter", 30, "min", "step", "annex-2/8(3)"),
        ("narcotics-licence", "sign", "counter", 1, "same-day", "step", "annex-2/8(5)"),
        ("narcotics-licence", "give-out", "counter", 10, "min", "step", "annex-2/8(6)"),
        ("medical-licence", "take-in", "chancellery", 10, "min", "step", "annex-3/5(2)"),
        ("medical-licence", "assign", "chancellery", 30, "min", "step", "annex-3/5(3)"),
        ("medical-licence", "completeness", "chancellery", 2, "working-day", "receipt", "annex-3/5(4)"),
        ("medical-licence", "sign", "chancellery", 1, "same-day", "step", "annex-3/5(6)"),
        ("medical-licence", "give-out", "chancellery", 10, "min", "step", "annex-3/5(7)"),
        ("medical-licence", "take-in", "counter", 10, "min", "step", "annex-3/8(2)"),
        ("medical-licence", "assign", "counter", 30, "min", "step", "annex-3/8(3)"),
        ("medical-licence", "completeness", "counter", 2, "working-day", "receipt", "annex-3/8(4)"),
        ("medical-licence", "sign", "counter", 1, "same-day", "step", "annex-3/8(6)"),
        ("medical-licence", "give-out", "counter", 10, "min", "step", "annex-3/8(7)"),
    ],
)
def test_a_limit_is_that_of_the_act_whatever_the_variant(
    service: str, id: str, channel: str, *, limit: int, unit: str, start: str, clause: str
) -> None:
    for variant in TERMS:
        step = step_of(service, id, channel, variant=variant)
        assert step is not None
        assert (step.limit, step.unit, step.start, step.clause) == (limit, unit, start, clause)
        assert step.source == "act"


@pytest.mark.parametrize(("service", "variant", "thing", "channel", "kind"), cases())
def test_the_licensor_has_the_term_of_the_standard_on_every_channel(
    service: str, variant: str, thing: str, *, channel: str, kind: str
) -> None:
    step = step_of(service, "licensor", channel, variant=variant, thing=thing)
    assert step is not None
    assert (step.limit, step.unit, step.source) == (TERMS[variant], "working-day", "reconstructed")
    assert step.start == ("registration" if channel == "portal" else "handing-in")


@pytest.mark.parametrize(
    ("service", "id", "channel", "clause"),
    [
        ("pharmaceutical-licence", "prepare", "chancellery", "annex-1/5(4)"),
        ("narcotics-licence", "prepare", "chancellery", "annex-2/5(4)"),
        ("narcotics-licence", "prepare", "counter", "annex-2/8(4)"),
        ("medical-licence", "prepare", "chancellery", "annex-3/5(5)"),
        ("medical-licence", "prepare", "counter", "annex-3/8(5)"),
        ("pharmaceutical-licence", "p-result", "portal", "annex-1/8(8)"),
        ("narcotics-licence", "p-result", "portal", "annex-2/9(8)"),
        ("medical-licence", "p-result", "portal", "annex-3/9(9)"),
    ],
)
def test_a_step_that_the_act_puts_within_the_standards_term_answers_that_term(
    service: str, id: str, channel: str, *, clause: str
) -> None:
    for variant, limit in TERMS.items():
        step = step_of(service, id, channel, variant=variant)
        assert step is not None
        assert (step.limit, step.unit, step.clause) == (limit, "working-day", clause)
        assert step.source == "reconstructed"


@pytest.mark.parametrize("service", COUNTER)
@pytest.mark.parametrize("id", ["accept", "register", "to-sector", "dispatch", "release"])
def test_a_step_of_the_counter_has_no_limit_when_the_act_sets_none(service: str, id: str) -> None:
    step = step_of(service, id, "counter")
    assert step is not None
    assert (step.limit, step.unit, step.source, step.own) == (None, None, "act", False)
    last = "annex-2/8(7)" if service == "narcotics-licence" else "annex-3/8(8)"
    assert step.clause == (last if id == "release" else f"{service_of(service).regulation}/8(1)")


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_what_the_act_does_not_have_is_no_step(service: Service) -> None:
    assert {s.id for s in service.steps} & set(NOT_STEPS) == set()
    assert not any(s.own for s in service.steps)
    if service.id != "medical-licence":
        assert "completeness" not in {s.id for s in service.steps}


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_the_portal_shows_statuses_without_a_payment(service: Service) -> None:
    steps = service.steps_for(variant="issue", object="licence", channel="portal")
    assert [s.id for s in steps if s.id.startswith("p-")] == [
        "p-log-in",
        "p-form",
        "p-sign",
        "p-registered",
        "p-result",
    ]


@pytest.mark.parametrize(("service", "variant", "thing", "channel", "kind"), cases())
def test_every_step_can_be_reached_when_each_waits_only_for_steps_before_it(
    service: str, variant: str, thing: str, *, channel: str, kind: str
) -> None:
    done: set[str] = set()
    steps = service_of(service).steps_for(variant=variant, object=thing, channel=channel)  # type: ignore[arg-type]
    for step in steps:
        assert set(step.after) <= done, step.id
        done.add(step.id)
    assert done


# ------------------------------------------------------------------------------------------------- clauses of the act


@pytest.mark.parametrize(
    ("service", "points"),
    [
        ("pharmaceutical-licence", {5: 6, 8: 9}),
        ("narcotics-licence", {5: 6, 8: 7, 9: 9}),
        ("medical-licence", {5: 7, 8: 8, 9: 10}),
    ],
)
def test_each_point_of_the_clauses_on_steps_is_cited_or_called_not_executable(
    service: str, points: dict[int, int]
) -> None:
    text = file_of(VERSIONS[-1]).read_text("utf-8")
    annex = service_of(service).regulation
    named = set(re.findall(rf'lause = "({annex}/[^"]+)"', text))
    wanted = {f"{annex}/{clause}({n})" for clause, count in points.items() for n in range(1, count + 1)}
    assert wanted - named == set()


# ------------------------------------------------------------------------------------------------ legal time, walked


@pytest.mark.parametrize(
    ("variant", "ends"), [("duplicate", (4, 19)), ("reissue", (4, 20)), ("issue", (5, 11))]
)  # two Saturdays are worked for days off of May: 28 April for the 30th, 5 May for the 8th
def test_a_term_handed_in_before_the_may_holidays_ends_by_the_calendar(variant: str, ends: tuple[int, int]) -> None:
    zone = ZoneInfo("Asia/Almaty")
    step = step_of("medical-licence", "licensor", "counter", variant=variant)
    assert step is not None
    assert step.unit is not None
    start = datetime(2018, 4, 17, 10, tzinfo=zone)
    reckoned = due(step.limit, step.unit, start, HOURS["licensor"], calendar())
    assert reckoned.by == datetime(2018, *ends, 18, 30, tzinfo=zone)
