"""The two packs of atyrau-2015-324 and the pack of today, read beside the act and what is known of the Standards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, read_pack
from app.catalogue.rules import walk
from app.domain.completeness import Draft, Presented, findings, required
from app.domain.pack import Document, Pack, Service, Text
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.domain.terms import HOURS, due, whose

BEFORE = read_pack(FOLDER / "atyrau-2015-324@2015-12-06.toml")
SINCE = read_pack(FOLDER / "atyrau-2015-324@2016-07-15.toml")
TODAY = read_pack(FOLDER / "moh-2020-59@2025-09-15.toml")
DAY = date(2017, 3, 1)
OF_THE_REQUIREMENTS = "particulars diploma specialisation specialist-certificate premises"


def service(id: str, pack: Pack = SINCE) -> Service:
    found = pack.service(id)
    assert found is not None
    return found


MEDICAL, GOBMP = service("medical-licence"), service("gobmp-compliance")


def draft(of: Service, **more: object) -> Draft:
    applicant = Applicant(kind="legal", number=Personal("940140000385"), name=Personal("ТОО"))
    return replace(Draft(service=of.id, variant="issue", object="licence", applicant=applicant), **more)  # type: ignore[arg-type]


def asked(of: Service, **more: object) -> dict[str, Document]:
    return {document.id: document for document in required(of, draft(of, **more))}


@pytest.mark.parametrize(
    ("variant", "kind", "annex"),
    [("issue", "legal", 1), ("issue", "natural", 2), ("reissue", "legal", 3), ("reissue", "entrepreneur", 4),
     ("duplicate", "legal", 6), ("duplicate", "natural", 7)],
)  # fmt: skip
def test_the_application_is_on_the_form_of_its_annex(variant: str, kind: str, annex: int) -> None:
    applicant = Applicant(kind=kind, number=Personal("0"), name=Personal("0"))  # type: ignore[arg-type]
    assert f"приложения {annex} " in asked(MEDICAL, variant=variant, applicant=applicant)["application"].name.ru


@pytest.mark.parametrize(
    ("more", "demanded"),
    [
        ({}, f"application identity fee-receipt consent {OF_THE_REQUIREMENTS}"),
        ({"object": "annex"}, f"application identity consent {OF_THE_REQUIREMENTS}"),
        ({"variant": "reissue"}, "application identity fee-receipt consent change-documents"),
        (
            {"variant": "reissue", "paper_licence": True},
            "application identity fee-receipt consent change-documents earlier-licence",
        ),
        ({"variant": "duplicate"}, "application identity fee-receipt consent"),
        ({"variant": "duplicate", "paid_by_gateway": True}, "application identity consent"),
        ({"variant": "duplicate", "channel": "portal"}, "application"),  # 11(6): paid through the gateway
    ],
)
def test_what_the_applicant_brings_follows_from_the_case(more: dict[str, object], demanded: str) -> None:
    brought = [d.id for d in required(MEDICAL, draft(MEDICAL, **more)) if not d.register]
    assert sorted(brought) == sorted(demanded.split())


def test_a_representative_brings_a_power_of_attorney_that_is_still_good() -> None:
    until = Authority(number=Personal("1"), valid_until=date(2017, 2, 28))
    who = Representative(number=Personal("0"), name=Personal("0"), authority=until)
    case = draft(MEDICAL, variant="duplicate", representative=who)
    brought = tuple(Presented(document=d.id, kind=d.kinds[0]) for d in required(MEDICAL, case) if not d.register)
    gaps = findings(MEDICAL, replace(case, documents=brought), on=DAY)
    assert [(gap.document, gap.kind) for gap in gaps] == [("power-of-attorney", "missing")]
    assert findings(MEDICAL, replace(case, documents=brought), on=date(2017, 2, 28)) == ()


def test_registers_answer_for_what_they_hold() -> None:
    held = {id: document.register for id, document in asked(MEDICAL, variant="reissue").items() if document.register}
    assert held == {"registration": "gbd-ul", "current-licence": "e-licensing"}
    assert asked(MEDICAL)["sanitary-conclusion"].register == "licensor"
    assert asked(MEDICAL, paid_by_gateway=True)["fee-receipt"].register == "pshep"


def test_the_supplier_files_the_application_of_its_variant() -> None:
    for variant, annex in (("campaign", 3), ("participation", 5)):
        lines = asked(GOBMP, variant=variant, object="")
        assert f"приложения {annex} " in lines["application"].name.ru
        assert lines["application"].clause == "annex-2/14"
    assert "natural" not in GOBMP.applicants


@pytest.mark.parametrize(
    ("of", "variant", "form", "annex", "clause"),
    [
        (MEDICAL, "issue", "refusal-receipt", "приложение 8 к Стандарту", "annex-1/10(1)"),
        (GOBMP, "campaign", "refusal-receipt", "приложение 11 к Стандарту", "annex-2/18(1)"),
        (GOBMP, "campaign", "protocol-extract", "приложение 1 к Стандарту", "annex-2/13(1)"),
        (GOBMP, "participation", "protocol-extract", "приложение 2 к Стандарту", "annex-2/13(2)"),
    ],
)
def test_a_paper_names_the_annex_that_sets_its_form(
    of: Service, variant: str, form: str, annex: str, clause: str
) -> None:
    paper = of.paper(form, variant=variant, channel="counter")
    assert paper is not None
    assert paper.annex is not None
    assert (paper.annex.ru, paper.clause) == (annex, clause)


def test_papers_that_the_act_does_not_have_say_so() -> None:
    for of in (MEDICAL, GOBMP):
        for form in ("label", "hand-over-act", "courier-sheet", "unclaimed-list", "information-slip", "survey"):
            paper = of.paper(form, variant=of.variants[0].id, channel="counter")
            assert paper is not None
            assert (paper.clause, paper.source) == (f"own/{form}", "reconstructed")


def test_non_compliance_is_a_result_and_no_refusal() -> None:
    assert not any(result.negative for result in GOBMP.results)
    assert {r.clause for r in GOBMP.results if r.id.startswith("non-")} == {"annex-2/13(1)", "annex-2/13(2)"}
    assert GOBMP.paper("reasoned-refusal", variant="campaign", channel="counter") is None


def test_the_versions_differ_in_the_name_of_the_centre_alone() -> None:
    names = ("Государственн", "Мемлекеттік корпорация", "ЦОН", "Орталық")
    old, new = ([(key, t) for key, t, _ in walk(p) if isinstance(t, Text)] for p in (BEFORE, SINCE))
    assert [key for key, _ in old] == [key for key, _ in new]
    changed = [(a, b) for (key, a), (_, b) in zip(old, new, strict=True) if a != b and key not in ("title", "period")]
    assert changed
    for a, b in changed:
        assert "ЦОН" in a.ru, a.ru
        assert names[0] in b.ru, b.ru
        assert "Орталық" in a.kk, a.kk
        assert "орпорация" in b.kk, b.kk
    assert not any("ЦОН" in text.ru for _, text in new)
    assert not any("орпорац" in text.ru for _, text in old)


def test_what_rests_on_clause_1_before_its_amendment_is_marked() -> None:
    assert {c.source for s in BEFORE.services for c in s.channels} == {"reconstructed"}
    assert {c.source for s in SINCE.services for c in s.channels} == {"act"}
    assert "пункта 1" in BEFORE.period.ru


@pytest.mark.parametrize("pack", [BEFORE, SINCE])
def test_the_acts_own_refusals_stand_under_their_clauses(pack: Pack) -> None:
    of_the_act = {r.id: r.clause for r in service("medical-licence", pack).refusals if r.source == "act"}
    assert of_the_act == {
        "documents-incomplete": "annex-1/10(1)",
        "incomplete-for-licensor": "annex-1/7(3)",
        "authorisation-refused": "annex-1/11(4)",
        "fee-not-found": "annex-1/11(8)",
        "signature-not-confirmed": "annex-1/11(11)",
        "violations-in-record": "annex-1/7(3)",
        "requirements-not-met": "annex-1/7(3)",
    }


def test_on_the_portal_the_fee_is_paid_through_the_gateway_and_no_paper_is_attached() -> None:
    """Annex 1, 11 (6)–(8)."""
    for object in ("licence", "licence-and-annex"):
        assert asked(MEDICAL, object=object, channel="portal")["fee-receipt"].register == "pshep"


@pytest.mark.parametrize("pack", [BEFORE, SINCE])
def test_no_fee_cites_the_tax_code_of_2017(pack: Pack) -> None:
    """It took effect on 01.01.2018; the payment document stands in clause 9 of the Standard."""
    assert {f.clause for f in service("medical-licence", pack).fees} == {"standard/9"}


def test_who_verifies_and_from_when_is_read_into_the_29_days() -> None:
    met = GOBMP.step("verify-documents", variant="campaign", object="", channel="counter")
    assert met is not None
    assert (met.limit, met.unit, met.start, met.source) == (29, "calendar-day", "end-of-filing", "reconstructed")


def test_a_fee_is_ten_indices_a_tenth_of_it_for_reissue_with_a_cap() -> None:
    for of in (MEDICAL, service("medical-licence", TODAY)):
        fees = {f.variant: (f.indices, f.percent, f.cap_indices, f.source) for f in of.fees}
        assert fees == {
            "issue": (10, 100, None, "reconstructed"),
            "reissue": (10, 10, 4, "reconstructed"),
            "duplicate": (10, 100, None, "reconstructed"),
        }
    assert GOBMP.fees == ()


@pytest.mark.parametrize(
    ("step", "start", "by"),
    [
        ("accept", "2017-03-01T09:10", "2017-03-01T09:25"),
        ("register", "2017-03-01T19:50", "2017-03-02T09:05"),  # the centre closes at 20:00
        ("dispatch", "2017-03-03T10:00", "2017-03-06T20:00"),  # Friday: Saturday is no working day of the five-day week
        ("licensor", "2017-03-01T11:00", "2017-03-27T18:30"),  # 8 March and Nauryz with its days off do not count
        ("licensor-to-courier", "2017-03-07T18:00", "2017-03-09T18:30"),  # 8 March is a holiday
    ],
)
def test_a_medical_case_of_march_2017_is_due_when_the_act_says(step: str, start: str, by: str) -> None:
    met = MEDICAL.step(step, variant="issue", object="licence", channel="counter")
    assert met is not None
    assert met.limit is not None
    assert met.unit is not None
    zone = ZoneInfo("Asia/Atyrau")
    begun = datetime.fromisoformat(start).replace(tzinfo=zone)
    reckoned = due(met.limit, met.unit, begun, HOURS[whose(met.id, "counter", "paper")], calendar())
    assert reckoned.by == datetime.fromisoformat(by).replace(tzinfo=zone)


def test_today_the_licence_takes_13_3_and_2_working_days_and_all_of_it_is_reconstructed() -> None:
    of = service("medical-licence", TODAY)
    assert [c.id for c in of.channels] == ["portal"]
    for variant, limit in (("issue", 13), ("reissue", 3), ("duplicate", 2)):
        met = of.step("licensor", variant=variant, object="licence", channel="portal")
        assert met is not None
        assert (met.limit, met.unit) == (limit, "working-day")
    sources = {getattr(entry, "source", "reconstructed") for _, entry, _ in walk(TODAY)}
    assert sources == {"reconstructed"}
    duplicate = of.variant("duplicate")
    assert duplicate is not None
    assert duplicate.objects == ("licence",)
    assert of.paper("information-slip", variant="issue", channel="counter") is not None
