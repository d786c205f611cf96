"""The pack of mangystau-2013-3: tables 1–3 of the licence, tables 1–2 of attachment, and the computed lists."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, check_pack, read_pack
from app.catalogue.rules import CLAUSE, walk
from app.domain.completeness import Draft, Finding, Presented, findings, required
from app.domain.pack import Document, Service, Step
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.domain.terms import HOURS, due, whose

FILE = FOLDER / "mangystau-2013-3@2013-02-08.toml"
AQTAU = ZoneInfo("Asia/Aqtau")
DAY = date(2013, 4, 17)
TERMS = {"issue": 15, "reissue": 10, "duplicate": 2}
LICENSOR_NUMBERS = {
    "portal": "medical/13(table 1, 11)",
    "chancellery": "medical/13(table 2, 9)",
    "counter": "medical/13(table 3, 9)",
}

# step, limit, unit, clause: table 3 at the counter, table 2 at the licensor's desk, table 1 on the portal
MEDICAL: dict[str, list[tuple[str, int | None, str | None, str]]] = {
    "counter": [
        ("log-in", 60, "s", "medical/13(table 3, 1)"),
        ("choose", 30, "s", "medical/13(table 3, 2)"),
        ("ask-register", 90, "s", "medical/13(table 3, 3)"),
        ("no-data", 90, "s", "medical/13(table 3, 4)"),
        ("fill-and-sign", 60, "s", "medical/13(table 3, 5)"),
        ("send", 1, "min", "medical/13(table 3, 6)"),
        ("registered", 1, "min", "medical/13(table 3, 7)"),
        ("refused", 60, "s", "medical/13(table 3, 8)"),
        ("release", None, None, "medical/8(11)"),
    ],
    "chancellery": [
        ("log-in", 15, "s", "medical/13(table 2, 1)"),
        ("choose", 90, "s", "medical/13(table 2, 3)"),
        ("ask-register", 90, "s", "medical/13(table 2, 4)"),
        ("no-data", 20, "s", "medical/13(table 2, 5)"),
        ("fill-and-sign", 15, "s", "medical/13(table 2, 6)"),
        ("registered", 15, "s", "medical/13(table 2, 7)"),
        ("refused", 20, "s", "medical/13(table 2, 8)"),
        ("release", None, None, "medical/7(12)"),
    ],
    "portal": [
        ("p-log-in", 15, "s", "medical/13(table 1, 1)"),
        ("p-form", 90, "s", "medical/13(table 1, 3)"),
        ("p-payment", 90, "s", "medical/13(table 1, 4)"),
        ("p-sign", 90, "s", "medical/13(table 1, 8)"),
        ("p-registered", 90, "s", "medical/13(table 1, 9)"),
        ("refused", 20, "s", "medical/13(table 1, 10)"),
    ],
}
ATTACHMENT: dict[str, list[tuple[str, int | None, str | None, str]]] = {
    "chancellery": [
        ("log-in", 15, "s", "attachment/12(table 2, 1)"),
        ("choose", 10, "s", "attachment/12(table 2, 2)"),
        ("ask-register", 90, "s", "attachment/12(table 2, 3)"),
        ("no-data", 15, "s", "attachment/12(table 2, 4)"),
        ("fill-and-sign", 15, "s", "attachment/12(table 2, 5)"),
        ("registered", 90, "s", "attachment/12(table 2, 6)"),
        ("refused", 1, "working-day", "attachment/12(table 2, 7)"),
        ("ticket", 1, "working-day", "attachment/12(table 2, 8)"),
        ("licensor", 1, "working-day", "attachment/12(table 2, 8)"),
    ],
    "portal": [
        ("p-log-in", 60, "s", "attachment/12(table 1, 1)"),
        ("p-form", 90, "s", "attachment/12(table 1, 3)"),
        ("p-sign", 60, "s", "attachment/12(table 1, 5)"),
        ("p-registered", 1, "min", "attachment/12(table 1, 6)"),
        ("refused", 1, "working-day", "attachment/12(table 1, 7)"),
        ("p-result", 1, "working-day", "attachment/12(table 1, 8)"),
        ("licensor", 1, "working-day", "attachment/12(table 1, 8)"),
    ],
}
COUNTER_NOT_STEPS = (
    "visit", "accept", "register", "to-sector", "dispatch", "courier-to-licensor", "licensor-to-courier",
    "courier-to-centre", "mark-received", "sector-to-inspector", "release-queue", "take-in-queue", "completeness",
    "ticket",
)  # fmt: skip


def service_of(id: str) -> Service:
    found = read_pack(FILE).service(id)
    assert found is not None
    return found


def step_of(service: Service, id: str, variant: str, channel: str) -> Step | None:
    return service.step(id, variant=variant, object="" if variant == "attach" else "licence", channel=channel)


def rows(table: dict[str, list[tuple[str, int | None, str | None, str]]]) -> list[Any]:
    return [pytest.param(channel, *row, id=f"{channel}-{row[0]}") for channel, steps in table.items() for row in steps]


def applicant(kind: str = "natural") -> Applicant:
    return Applicant(kind=kind, number=Personal("760212350620"), name=Personal("Үлгі Үлгіұлы"))  # type: ignore[arg-type]


def representative() -> Representative:
    return Representative(number=Personal("680503450037"), name=Personal("Үлгі Үлгіқызы"), authority=Authority())


def demanded(service: Service, draft: Draft) -> tuple[Document, ...]:
    return tuple(d for d in required(service, draft) if not d.register and not d.optional)


def licence_draft(**more: Any) -> Draft:
    return Draft(**{"service": "medical-licence", "variant": "issue", "applicant": applicant(), **more})


def test_the_pack_has_no_fault_when_read_against_the_act_and_its_neighbours() -> None:
    assert check_pack(FILE) == []


def test_the_pack_holds_from_february_to_august_2013_only() -> None:
    pack = read_pack(FILE)
    assert (pack.from_, pack.to) == (date(2013, 2, 8), date(2013, 8, 25))
    assert [s.id for s in pack.services] == ["medical-licence", "phc-attachment"]


@pytest.mark.parametrize(("regulation", "last"), [("medical", 18), ("attachment", 16)])
def test_every_numbered_clause_is_cited_or_said_not_executable(regulation: str, last: int) -> None:
    cited = {
        int(match["number"])
        for _, entry, _ in walk(read_pack(FILE))
        for name in ("clause", "applicants_clause", "representative_clause")
        if (match := CLAUSE.fullmatch(getattr(entry, name, None) or "")) and match["regulation"] == regulation
    }
    assert cited == set(range(1, last + 1))


@pytest.mark.parametrize("variant", TERMS)
@pytest.mark.parametrize(("channel", "step", "limit", "unit", "clause"), rows(MEDICAL))
def test_a_step_of_the_licence_has_the_limit_of_its_table(
    variant: str, channel: str, step: str, limit: int | None, unit: str | None, clause: str
) -> None:
    found = step_of(service_of("medical-licence"), step, variant, channel)
    assert found is not None
    assert (found.limit, found.unit, found.clause, found.source) == (limit, unit, clause, "act")


@pytest.mark.parametrize("channel", LICENSOR_NUMBERS)
@pytest.mark.parametrize(("variant", "days"), TERMS.items())
def test_the_licensor_has_the_term_of_the_variant_whatever_the_channel(channel: str, variant: str, days: int) -> None:
    found = step_of(service_of("medical-licence"), "licensor", variant, channel)
    assert found is not None
    assert (found.limit, found.unit, found.clause) == (days, "working-day", LICENSOR_NUMBERS[channel])
    assert (found.start, found.source) == ("handing-in", "reconstructed")


@pytest.mark.parametrize(("variant", "days"), TERMS.items())
def test_the_portal_result_comes_within_the_term_of_the_variant(variant: str, days: int) -> None:
    found = step_of(service_of("medical-licence"), "p-result", variant, "portal")
    assert found is not None
    assert (found.limit, found.unit) == (days, "working-day")


@pytest.mark.parametrize("step", COUNTER_NOT_STEPS)
def test_the_counter_has_no_paper_flow_and_no_limit_on_the_visit(step: str) -> None:
    assert step_of(service_of("medical-licence"), step, "issue", "counter") is None


def test_the_licensors_desk_does_not_send_and_the_counter_does() -> None:
    service = service_of("medical-licence")
    assert step_of(service, "send", "issue", "chancellery") is None
    assert step_of(service, "send", "issue", "counter") is not None


@pytest.mark.parametrize(("channel", "step", "limit", "unit", "clause"), rows(ATTACHMENT))
def test_a_step_of_attachment_has_the_limit_of_its_table(
    channel: str, step: str, limit: int, unit: str, clause: str
) -> None:
    found = step_of(service_of("phc-attachment"), step, "attach", channel)
    assert found is not None
    assert (found.limit, found.unit, found.clause) == (limit, unit, clause)
    assert found.source == ("reconstructed" if step == "licensor" else "act")


@pytest.mark.parametrize(
    ("step", "channel"), [("send", "chancellery"), ("release", "chancellery"), ("p-payment", "portal")]
)
def test_attachment_has_no_step_that_its_tables_do_not_name(step: str, channel: str) -> None:
    assert step_of(service_of("phc-attachment"), step, "attach", channel) is None


def test_attachment_is_not_taken_at_the_counter() -> None:
    service = service_of("phc-attachment")
    assert [c.id for c in service.channels] == ["chancellery", "portal"]
    assert service.applicants == ("natural",)
    assert [(v.id, v.objects) for v in service.variants] == [("attach", ())]


def test_the_licence_knows_no_annexes() -> None:
    service = service_of("medical-licence")
    assert {v.objects for v in service.variants} == {("licence",)}
    assert [(c.id, c.flow) for c in service.channels] == [
        ("counter", "electronic"),
        ("chancellery", "desk"),
        ("portal", "desk"),
    ]


# handed in on Monday 11.02.2013, 10:00; no holiday until 8 March
@pytest.mark.parametrize(
    ("step", "variant", "ends"),
    [
        ("log-in", "issue", "2013-02-11T10:01:00"),
        ("choose", "issue", "2013-02-11T10:00:30"),
        ("no-data", "issue", "2013-02-11T10:01:30"),
        ("refused", "issue", "2013-02-11T10:01:00"),
        ("licensor", "duplicate", "2013-02-13T18:30:00"),
        ("licensor", "reissue", "2013-02-25T18:30:00"),
        ("licensor", "issue", "2013-03-04T18:30:00"),
    ],
)
def test_a_term_ends_when_the_tables_say_at_the_counter(step: str, variant: str, ends: str) -> None:
    found = step_of(service_of("medical-licence"), step, variant, "counter")
    assert found is not None
    assert found.unit is not None
    start = datetime(2013, 2, 11, 10, tzinfo=AQTAU)
    side = whose(found.id, "counter", "electronic")
    assert due(found.limit, found.unit, start, HOURS[side], calendar()).by == datetime.fromisoformat(ends).replace(
        tzinfo=AQTAU
    )


@pytest.mark.parametrize("channel", MEDICAL)
@pytest.mark.parametrize("variant", TERMS)
def test_no_clock_of_a_step_waits_for_a_step_that_its_channel_lacks(variant: str, channel: str) -> None:
    steps = service_of("medical-licence").steps_for(variant=variant, object="licence", channel=channel)
    assert {a for s in steps for a in s.after} <= {s.id for s in steps}


def test_a_refusal_runs_no_clock_while_the_licensor_still_looks() -> None:
    """Its minute counts from the decision: started at the registration, it would be overdue for fifteen days."""
    for channel in MEDICAL:
        found = step_of(service_of("medical-licence"), "refused", "issue", channel)
        assert found is not None
        assert found.after == ()


@pytest.mark.parametrize("kind", ["natural", "entrepreneur", "legal"])
@pytest.mark.parametrize("variant", TERMS)
@pytest.mark.parametrize("channel", MEDICAL)
def test_a_list_of_documents_exists_for_every_applicant_of_a_licence(variant: str, kind: str, channel: str) -> None:
    draft = licence_draft(variant=variant, applicant=applicant(kind), channel=channel)
    service = service_of("medical-licence")
    assert {d.id for d in demanded(service, draft)} >= {"application"}
    assert {d.register for d in required(service, draft)} & {"gbd-fl", "gbd-ul"}
    assert {d.source for d in required(service, draft)} == {"reconstructed"}


@pytest.mark.parametrize(
    ("draft", "ids"),
    [
        (
            licence_draft(),
            "application identity fee-receipt particulars diploma specialist-certificate premises sanitary-conclusion",
        ),
        (
            licence_draft(applicant=applicant("legal"), representative=representative()),
            "application identity power-of-attorney fee-receipt charter particulars diploma specialist-certificate "
            "premises sanitary-conclusion",
        ),
        (licence_draft(variant="reissue"), "application identity fee-receipt change-documents"),
        (
            licence_draft(variant="reissue", paper_licence=True, paid_by_gateway=True),
            "application identity change-documents earlier-licence",
        ),
        (licence_draft(variant="duplicate", paper_licence=True), "application identity fee-receipt"),
        (licence_draft(variant="duplicate", channel="portal"), "application"),
    ],
)
def test_what_is_demanded_follows_from_variant_applicant_and_representative(draft: Draft, ids: str) -> None:
    assert [d.id for d in demanded(service_of("medical-licence"), draft)] == ids.split()


def test_an_issue_can_lack_documents_in_three_ways_when_six_are_on_the_list() -> None:
    service, draft = service_of("medical-licence"), licence_draft(applicant=applicant("legal"))
    whole = {
        d.id: Presented(document=d.id, kind=d.kinds[0], valid_until=DAY if d.expires else None)
        for d in demanded(service, draft)
    }
    assert len(whole) >= 6

    def gaps(**changed: Presented | None) -> set[tuple[str, str]]:
        lying = {**whole, **{k.replace("_", "-"): v for k, v in changed.items()}}
        found: tuple[Finding, ...] = findings(
            service,
            licence_draft(applicant=applicant("legal"), documents=tuple(p for p in lying.values() if p)),
            on=DAY,
        )
        return {(f.document, f.kind) for f in found}

    assert gaps() == set()
    assert gaps(
        charter=Presented(document="charter", kind="copy"),
        specialist_certificate=replace(whole["specialist-certificate"], valid_until=DAY - timedelta(1)),
        premises=None,
        diploma=Presented(document="diploma", kind="copy", sheets=0),
    ) == {
        ("charter", "wrong-kind"), ("specialist-certificate", "expired"), ("premises", "missing"),
        ("diploma", "no-sheets"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "ids"),
    [
        ({}, "identity"),
        ({"representative": representative()}, "identity power-of-attorney"),
        ({"child": True, "representative": representative()}, "birth-certificate parent-identity"),
        ({"channel": "portal"}, "application"),
        ({"channel": "portal", "child": True}, "application birth-certificate"),
    ],
)
def test_what_attachment_demands_follows_from_age_and_channel(more: dict[str, Any], ids: str) -> None:
    draft = Draft(
        **{"service": "phc-attachment", "variant": "attach", "channel": "chancellery", "applicant": applicant(), **more}
    )
    assert [d.id for d in demanded(service_of("phc-attachment"), draft)] == ids.split()


@pytest.mark.parametrize(
    ("variant", "percent", "cap"), [("issue", 100, None), ("reissue", 10, 4), ("duplicate", 100, None)]
)
def test_the_fee_of_a_licence_is_ten_indices_and_reconstructed(variant: str, percent: int, cap: int | None) -> None:
    fee = next(f for f in service_of("medical-licence").fees if f.variant == variant)
    assert (fee.indices, fee.percent, fee.cap_indices, fee.source) == (10, percent, cap, "reconstructed")


def test_attachment_costs_nothing() -> None:
    assert service_of("phc-attachment").fees == ()


@pytest.mark.parametrize(
    ("service", "variant", "channel", "form", "clause"),
    [
        ("medical-licence", "issue", "counter", "slip", "own/slip"),
        ("medical-licence", "reissue", "counter", "licence", "medical/15"),
        ("medical-licence", "issue", "counter", "reasoned-refusal", "medical/8(10)"),
        ("medical-licence", "issue", "counter", "state-of-case", "medical/10"),
        ("medical-licence", "issue", "counter", "survey", "medical/16"),
        ("medical-licence", "issue", "counter", "unclaimed-list", "medical/17(6)"),
        ("phc-attachment", "attach", "chancellery", "ticket", "attachment/7(10)"),
        ("phc-attachment", "attach", "portal", "ticket", "attachment/6(12)"),
        ("phc-attachment", "attach", "portal", "state-of-case", "attachment/8(8)"),
        ("phc-attachment", "attach", "chancellery", "survey", "attachment/14"),
    ],
)
def test_a_paper_stands_under_its_clause(service: str, variant: str, channel: str, form: str, clause: str) -> None:
    found = service_of(service).paper(form, variant=variant, channel=channel)
    assert found is not None
    assert found.clause == clause


@pytest.mark.parametrize(
    "form", ["acceptance-receipt", "refusal-receipt", "registry-out", "registry-in", "licence-annex"]
)
def test_the_counter_has_no_paper_that_the_act_does_not_know(form: str) -> None:
    assert service_of("medical-licence").paper(form, variant="issue", channel="counter") is None


def test_a_text_of_the_pack_is_written_in_both_alphabets_cleanly() -> None:
    """A Latin letter inside a Cyrillic word looks right and is never found by a search."""
    mixed = re.findall(
        r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]|[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]", FILE.read_text("utf-8")
    )
    assert mixed == []
