"""The packs of vko-2015-314: attachment to a primary-care organisation, before clause 4-1 and with it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, check_pack, read_pack
from app.catalogue.rules import CLAUSE, walk
from app.domain.completeness import Draft, Presented, findings, required
from app.domain.pack import Service, Step
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.domain.terms import HOURS, due, whose

BEFORE, WITH = "2015-12-05", "2017-12-23"
VERSIONS = (BEFORE, WITH)
ALMATY = ZoneInfo("Asia/Almaty")
DAY = date(2018, 4, 17)
DESKS = ("chancellery", "telephone")


def file_of(version: str) -> Path:
    return FOLDER / f"vko-2015-314@{version}.toml"


def service_of(version: str = WITH) -> Service:
    found = read_pack(file_of(version)).service("phc-attachment")
    assert found is not None
    return found


def step_of(id: str, channel: str, version: str = WITH) -> Step | None:
    return service_of(version).step(id, variant="attach", object="", channel=channel)


def draft(**more: Any) -> Draft:
    applicant = Applicant(kind="natural", number=Personal("760212350620"), name=Personal("Үлгі Үлгіұлы"))
    return Draft(
        **{"service": "phc-attachment", "variant": "attach", "channel": "chancellery", "applicant": applicant, **more}
    )


def representative(valid_until: date | None = None) -> Representative:
    authority = Authority(valid_until=valid_until)
    return Representative(number=Personal("680503450037"), name=Personal("Үлгі Үлгіқызы"), authority=authority)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_pack_has_no_fault_when_read_against_the_act_and_its_neighbours(version: str) -> None:
    assert check_pack(file_of(version)) == []


def test_the_second_version_begins_on_the_day_after_the_first_ends() -> None:
    before, with_ = (read_pack(file_of(v)) for v in VERSIONS)
    assert (before.from_, before.to) == (date(2015, 12, 5), date(2017, 12, 22))
    assert (with_.from_, with_.to) == (date(2017, 12, 23), date(2020, 11, 23))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_numbered_clause_is_cited_or_said_not_executable(version: str) -> None:
    cited = {
        match["number"]
        for _, entry, _ in walk(read_pack(file_of(version)))
        for name in ("clause", "applicants_clause", "representative_clause")
        if (match := CLAUSE.fullmatch(getattr(entry, name, None) or ""))
    }
    assert cited == {*map(str, range(1, 12)), "4-1"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("channel", DESKS)
@pytest.mark.parametrize(
    ("step", "limit", "unit", "start", "clause"),
    [
        ("accept", 30, "min", "step", "regulation/8(1)"),
        ("ticket", 30, "min", "step", "regulation/8(2)"),
        ("licensor", 1, "working-day", "handing-in", "regulation/5"),
    ],
)
def test_the_provider_accepts_and_gives_the_ticket_in_half_an_hour_each(
    version: str, channel: str, step: str, limit: int, unit: str, start: str, clause: str
) -> None:
    found = step_of(step, channel, version)
    assert found is not None
    assert (found.limit, found.unit, found.start, found.clause) == (limit, unit, start, clause)
    assert (found.source, found.actor) == ("act", "provider")


@pytest.mark.parametrize(
    ("step", "limit", "clause"),
    [
        ("p-log-in", None, "regulation/9(2)"),
        ("p-form", None, "regulation/9(5)"),
        ("p-sign", None, "regulation/9(8)"),
        ("p-registered", None, "regulation/9(9)"),
        ("refused", None, "regulation/9(11)"),
        ("p-result", None, "regulation/9(12)"),
        ("licensor", 1, "regulation/9"),
    ],
)
def test_the_portal_has_one_limit_for_the_whole_and_none_for_its_parts(
    step: str, limit: int | None, clause: str
) -> None:
    found = step_of(step, "portal")
    assert found is not None
    assert (found.limit, found.clause, found.source) == (limit, clause, "act")


@pytest.mark.parametrize(
    ("step", "channel"),
    [
        ("p-payment", "portal"), ("accept", "portal"), ("ticket", "portal"), ("refused", "chancellery"),
        ("completeness", "chancellery"), ("log-in", "chancellery"), ("release", "chancellery"),
        ("visit", "chancellery"),
    ],
)  # fmt: skip
def test_a_step_is_absent_when_the_act_does_not_name_it_for_the_channel(step: str, channel: str) -> None:
    assert step_of(step, channel) is None


@pytest.mark.parametrize(
    ("step", "start", "ends"),
    [
        ("accept", "2018-04-17T12:45", "2018-04-17T14:45"),  # the break of 13:00–14:30 does not count
        ("ticket", "2018-04-17T18:20", "2018-04-18T09:20"),
        ("licensor", "2018-04-20T10:00", "2018-04-23T18:30"),  # Friday to Monday
    ],
)
def test_a_term_runs_in_the_hours_of_the_provider(step: str, start: str, ends: str) -> None:
    found = step_of(step, "chancellery")
    assert found is not None
    assert found.unit is not None
    at, by = (datetime.fromisoformat(text).replace(tzinfo=ALMATY) for text in (start, ends))
    assert due(found.limit, found.unit, at, HOURS[whose(found.id, "chancellery", "desk")], calendar()).by == by


def test_clause_4_1_refuses_false_documents_only_since_it_is_in_force() -> None:
    assert [r.id for r in service_of(WITH).refusals if r.clause == "regulation/4-1"] == ["false-documents"]
    assert [r.id for r in service_of(BEFORE).refusals if r.clause == "regulation/4-1"] == []
    assert service_of(BEFORE).paper("reasoned-refusal", variant="attach", channel="chancellery") is None
    assert service_of(WITH).paper("reasoned-refusal", variant="attach", channel="chancellery") is not None


@pytest.mark.parametrize("version", VERSIONS)
def test_attachment_is_offered_at_the_provider_the_portal_and_by_telephone_but_not_at_the_counter(version: str) -> None:
    service = service_of(version)
    assert [c.id for c in service.channels] == ["chancellery", "portal", "telephone"]
    assert service.applicants == ("natural",)
    assert service.representative
    assert service.representative_clause == "regulation/4"
    assert service.fees == ()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("more", "ids"),
    [
        ({}, "application identity"),
        ({"representative": representative()}, "application identity power-of-attorney"),
        ({"child": True}, "application birth-certificate parent-identity"),
        ({"channel": "portal"}, "application"),
        ({"channel": "portal", "representative": representative()}, "application power-of-attorney"),
        ({"channel": "portal", "child": True}, "application birth-certificate"),
        ({"channel": "telephone"}, ""),
    ],
)
def test_what_is_demanded_follows_from_age_representative_and_channel(
    version: str, more: dict[str, Any], ids: str
) -> None:
    listed = required(service_of(version), draft(**more))
    assert [d.id for d in listed if not d.register and not d.optional] == ids.split()
    assert [d.id for d in listed if d.register] == ["personal-record"]


def test_a_set_has_a_gap_for_each_paper_that_is_wrong() -> None:
    lying = (
        Presented(document="identity", kind="copy"),
        Presented(document="power-of-attorney", kind="original"),
    )
    found = findings(service_of(), draft(documents=lying, representative=representative(date(2018, 4, 16))), on=DAY)
    assert {(f.document, f.kind) for f in found} == {
        ("application", "missing"), ("identity", "wrong-kind"), ("power-of-attorney", "missing"),  # expired counts as none
    }  # fmt: skip
    assert {f.document: f.source for f in found}["application"] == "act"


@pytest.mark.parametrize("version", VERSIONS)
def test_only_what_the_act_itself_says_is_called_the_acts(version: str) -> None:
    """Clause 4 asks for an application in no form, and names the power of attorney without saying what it must be."""
    documents = service_of(version).documents
    assert {d.id for d in documents if d.source == "act"} == {"application"}
    assert not [d.id for d in documents if d.id == "application" and "произвольной" in d.remedy.ru]


@pytest.mark.parametrize("version", VERSIONS)
def test_paper_and_ground_cite_where_the_act_describes_them(version: str) -> None:
    service = service_of(version)
    desk = service.paper("ticket", variant="attach", channel="chancellery")
    refusal = service.paper("reasoned-refusal", variant="attach", channel="portal")
    assert desk is not None
    assert refusal is not None
    assert (desk.clause, refusal.clause) == ("regulation/3", "regulation/9(11)")
    assert [r.clause for r in service.refusals if r.id == "violations-in-request"] == ["regulation/9(10)"]
