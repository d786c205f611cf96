"""What sko-2015-333 and its Standards demand: the computed lists, the papers, refusals, results and fees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.completeness import Draft, Presented, findings, required
from app.domain.pack import Service
from tests.packs.sko_2015_333 import (
    COUNTER,
    DAY,
    TERMS,
    VERSIONS,
    applicant,
    cases,
    draft_with_everything,
    pack_of,
    representative,
    service_of,
    step_of,
)

# ------------------------------------------------------------------------------------------------------- documents


@pytest.mark.parametrize(("service", "variant", "thing", "channel", "kind"), cases())
def test_a_list_of_documents_exists_and_a_full_set_has_no_gap(
    service: str, variant: str, thing: str, *, channel: str, kind: str
) -> None:
    of = service_of(service)
    draft = draft_with_everything(of, variant=variant, object=thing, channel=channel, applicant=applicant(kind))
    demanded = {d.id for d in required(of, draft) if not d.register}
    assert "application" in demanded
    assert ("identity" in demanded) == (channel != "portal")
    assert findings(of, draft, on=DAY) == ()


@pytest.mark.parametrize(("service", "variant", "thing", "channel", "kind"), cases())
def test_every_demanded_document_is_missed_when_nothing_lies_on_the_counter(
    service: str, variant: str, thing: str, *, channel: str, kind: str
) -> None:
    of = service_of(service)
    facts = {"variant": variant, "object": thing, "channel": channel, "applicant": applicant(kind)}
    draft = Draft(service=of.id, **facts)  # type: ignore[arg-type]
    demanded = [d.id for d in required(of, draft) if not d.register]
    assert [(f.document, f.kind) for f in findings(of, draft, on=DAY)] == [(id, "missing") for id in demanded]


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_a_list_knows_many_documents_and_three_kinds_of_gap(service: Service) -> None:
    assert len({d.id for d in service.documents if not d.register}) >= 6
    channel = "counter" if service.channel("counter") else "chancellery"
    full = draft_with_everything(service, channel=channel)
    stale = {"identity": DAY - timedelta(days=1)}
    papers = tuple(
        Presented(
            document=p.document,
            kind="electronic" if p.document == "fee-receipt" else p.kind,
            valid_until=stale.get(p.document),
        )
        for p in full.documents
        if p.document != "application"
    )
    spoilt = Draft(
        service=service.id, variant="issue", channel=channel, applicant=full.applicant, documents=papers
    )  # fmt: skip
    gaps = {f.document: f.kind for f in findings(service, spoilt, on=DAY)}
    assert gaps == {"application": "missing", "identity": "expired", "fee-receipt": "wrong-kind"}


@pytest.mark.parametrize("service", COUNTER)
def test_an_identity_document_is_good_through_its_last_day(service: str) -> None:
    of = service_of(service)
    full = draft_with_everything(of)
    for valid_until, kinds in ((DAY, []), (DAY - timedelta(days=1), ["expired"])):
        papers = tuple(
            Presented(document=p.document, kind=p.kind, valid_until=valid_until if p.document == "identity" else None)
            for p in full.documents
        )
        draft = Draft(service=of.id, variant="issue", applicant=full.applicant, documents=papers)
        assert [f.kind for f in findings(of, draft, on=DAY)] == kinds


@pytest.mark.parametrize("service", COUNTER)
def test_a_power_of_attorney_is_demanded_only_of_a_representative(service: str) -> None:
    of = service_of(service)
    alone = draft_with_everything(of)
    assert "power-of-attorney" not in {d.id for d in required(of, alone)}
    for valid_until, kinds in ((DAY, []), (DAY - timedelta(days=1), ["missing"])):
        draft = draft_with_everything(of, representative=representative(valid_until=valid_until))
        assert "power-of-attorney" in {p.document for p in draft.documents}
        assert [f.kind for f in findings(of, draft, on=DAY)] == kinds


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_a_fee_receipt_is_not_demanded_when_the_gateway_knows_the_payment(service: Service) -> None:
    for channel in service.channels:
        for paid in (False, True):
            draft = Draft(
                service=service.id, variant="issue", channel=channel.id, applicant=applicant(), paid_by_gateway=paid
            )
            receipt = next(d for d in required(service, draft) if d.id == "fee-receipt")
            assert receipt.register == ("pshep" if paid else None)


@pytest.mark.parametrize("variant", TERMS)
def test_no_fee_is_asked_for_an_annex_alone(variant: str) -> None:
    of = service_of("medical-licence")
    for thing, asked in (("licence", True), ("annex", False), ("licence-and-annex", True)):
        draft = Draft(service=of.id, variant=variant, object=thing, applicant=applicant())  # type: ignore[arg-type]
        assert ("fee-receipt" in {d.id for d in required(of, draft)}) == asked


@pytest.mark.parametrize(
    ("variant", "kind", "annex"),
    [
        ("issue", "legal", 1), ("issue", "natural", 2), ("issue", "entrepreneur", 2), ("reissue", "legal", 3),
        ("reissue", "natural", 4), ("duplicate", "legal", 6), ("duplicate", "entrepreneur", 7),
    ],
)  # fmt: skip
def test_the_medical_application_has_the_form_of_its_annex(variant: str, kind: str, annex: int) -> None:
    of = service_of("medical-licence")
    draft = Draft(service=of.id, variant=variant, applicant=applicant(kind))  # type: ignore[arg-type]
    form = next(d for d in required(of, draft) if d.id == "application")
    assert f"приложения {annex} " in form.name.ru
    assert f"{annex}-қосымша" in form.name.kk
    assert form.source == "reconstructed"


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_the_earlier_licence_is_surrendered_only_when_it_is_on_paper(service: Service) -> None:
    for on_paper in (False, True):
        draft = Draft(
            service=service.id, variant="reissue", channel="chancellery", applicant=applicant(), paper_licence=on_paper
        )
        assert ("earlier-licence" in {d.id for d in required(service, draft)}) == on_paper


@pytest.mark.parametrize(("kind", "register"), [("legal", "gbd-ul"), ("entrepreneur", "gbd-fl"), ("natural", None)])
def test_a_registration_is_read_from_its_register(kind: str, register: str | None) -> None:
    for service in pack_of().services:
        draft = Draft(service=service.id, variant="issue", channel="chancellery", applicant=applicant(kind))
        held = {d.id: d.register for d in required(service, draft)}
        assert held.get("registration") == register


# ------------------------------------------------------------------------------------ papers, refusals, results, fees


@pytest.mark.parametrize("service", COUNTER)
def test_the_only_paper_of_the_counter_that_the_act_names_is_the_refusal_receipt(service: str) -> None:
    of = service_of(service)
    named = [p for p in of.papers if p.channels == ("counter",) and p.source == "act" and p.form != "reasoned-refusal"]
    assert [(p.form, p.clause) for p in named] == [("refusal-receipt", f"{of.regulation}/8(1)")]
    forms = {p.form for p in of.papers}
    assert {
        "acceptance-receipt", "registry-out", "registry-in", "hand-over-act", "courier-sheet", "label", "licence",
        "reasoned-refusal", "information-slip", "survey", "unclaimed-list", "state-of-case",
    } <= forms  # fmt: skip
    assert ("licence-annex" in forms) == (service == "medical-licence")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_licence_is_cited_as_the_result_and_not_as_the_form_of_the_service(version: str) -> None:
    for service in pack_of(version).services:
        papers = {p.clause for p in service.papers if p.form in ("licence", "licence-annex")}
        assert papers == {f"{service.regulation}/3"}
        assert f"{service.regulation}/2" in {n.clause for n in service.not_executable}


@pytest.mark.parametrize("service", pack_of().services, ids=lambda s: s.id)
def test_the_portal_says_what_its_clause_says(service: Service) -> None:
    """Only annex 3 has the licensor look at the documents there, 9(8); each lets documents be attached to the form."""
    steps = {s.id: s for s in service.steps_for(variant="issue", object="licence", channel="portal")}
    looked = service.id == "medical-licence"
    assert ("рассматривает" in steps["licensor"].text.ru) == looked
    assert ("қарастырады" in steps["licensor"].text.kk) == looked
    assert "прикрепляются документы" in steps["p-form"].text.ru
    assert "құжаттарды тіркеу" in steps["p-form"].text.kk


def test_an_application_has_the_form_of_the_standard_only_by_reconstruction() -> None:
    for service in pack_of().services:
        by_act = [d for d in service.documents if d.id == "application" and d.source == "act"]
        assert by_act
        assert not [d for d in by_act if "Стандарт" in d.name.ru]


def test_a_pharmaceutical_licence_has_no_paper_of_the_counters_flow() -> None:
    forms = {p.form for p in service_of("pharmaceutical-licence").papers}
    assert forms == {"information-slip", "state-of-case", "survey", "licence", "reasoned-refusal"}


def test_only_the_medical_licensor_ends_the_consideration_of_an_incomplete_or_expired_set() -> None:
    for service in pack_of().services:
        by_specialist = {r.id: (r.clause, r.source) for r in service.refusals if r.by == "specialist"}
        ends = ("incomplete-for-licensor", "expired-for-licensor") if service.id == "medical-licence" else ()
        assert by_specialist == dict.fromkeys(ends, ("annex-3/5(4)", "act"))


def test_expiry_is_a_ground_at_the_counter_only_by_reconstruction() -> None:
    for id in COUNTER:
        grounds = {r.id: r.source for r in service_of(id).refusals if r.by == "inspector"}
        assert grounds == {"documents-incomplete": "act", "document-expired": "reconstructed"}


@pytest.mark.parametrize(("service", "variant", "thing", "channel", "kind"), cases())
def test_a_good_and_a_bad_result_exist_for_each_wish(
    service: str, variant: str, thing: str, *, channel: str, kind: str
) -> None:
    fitting = [
        r
        for r in service_of(service).results
        if (not r.variants or variant in r.variants) and (not r.objects or thing in r.objects)
    ]
    good = [r.id for r in fitting if not r.negative]
    assert len(good) == (2 if thing == "licence-and-annex" else 1)
    assert "reasoned-refusal" in [r.id for r in fitting if r.negative]


@pytest.mark.parametrize(
    ("service", "indices"), [("pharmaceutical-licence", 10), ("narcotics-licence", 20), ("medical-licence", 10)]
)
def test_the_fee_is_whole_for_issue_and_duplicate_and_a_tenth_for_reissue(service: str, indices: int) -> None:
    fees = {f.variant: (f.indices, f.percent, f.cap_indices, f.source) for f in service_of(service).fees}
    assert fees == {
        "issue": (indices, 100, None, "reconstructed"),
        "reissue": (indices, 10, 4, "reconstructed"),
        "duplicate": (indices, 100, None, "reconstructed"),
    }


def test_the_slip_of_annex_2_is_kept_as_written() -> None:
    slip, right = (step_of(id, "to-sector", "counter") for id in COUNTER)
    assert slip is not None
    assert right is not None
    assert "Орталықтың жинақтау бөлімі" in slip.text.kk
    assert "Мемлекеттік корпорацияның жинақтау бөлімі" in right.text.kk
