"""The packs of sko-2015-333: three versions, the terms of the act and its Standards, and the computed lists.

Longer than a file should be: the tables are the act, one row a clause, and are read beside its text in one go.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, check_pack, read_pack
from app.domain.completeness import Draft, Presented, findings, required
from app.domain.pack import Document, Pack, Service, Step
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.domain.terms import HOURS, due

VERSIONS = ("2015-11-10", "2016-05-10", "2017-03-06")
COUNTER = ("narcotics-licence", "medical-licence")
DAY = date(2018, 4, 17)
NOT_STEPS = (
    "visit", "courier-to-licensor", "licensor-to-courier", "courier-to-centre", "mark-received", "sector-to-inspector",
    "release-queue", "log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered", "refused",
    "take-in-queue", "enter-data", "ask-body", "body-answers", "confirm-registration", "journal", "verify-documents",
    "commission", "ticket", "p-payment",
)  # fmt: skip
TERMS = {"issue": 15, "reissue": 3, "duplicate": 2}


def file_of(version: str) -> Path:
    return FOLDER / f"sko-2015-333@{version}.toml"


def pack_of(version: str = VERSIONS[-1]) -> Pack:
    return read_pack(file_of(version))


def service_of(id: str) -> Service:
    found = pack_of().service(id)
    assert found is not None
    return found


def applicant(kind: str = "natural") -> Applicant:
    return Applicant(kind=kind, number=Personal("760212350620"), name=Personal("Үлгі Үлгіұлы"))  # type: ignore[arg-type]


def representative(*, valid_until: date | None = None) -> Representative:
    authority = Authority(valid_until=valid_until)
    return Representative(number=Personal("680503450037"), name=Personal("Үлгі Үлгіқызы"), authority=authority)


def paper_for(document: Document, *, valid_until: date | None = None) -> Presented:
    return Presented(document=document.id, kind=document.kinds[0], valid_until=valid_until)


def draft_with_everything(service: Service, **facts: object) -> Draft:
    """A draft whose set is complete: each demanded document in its first accepted kind."""
    bare = Draft(service=service.id, **{"applicant": applicant(), "variant": "issue", **facts})  # type: ignore[arg-type]
    papers = tuple(paper_for(d) for d in required(service, bare) if not d.register)
    return Draft(service=service.id, documents=papers, **{"applicant": applicant(), "variant": "issue", **facts})  # type: ignore[arg-type]


def cases() -> list[tuple[str, str, str, str, str]]:
    return [
        (service.id, variant.id, thing, channel.id, kind)
        for service in pack_of().services
        for variant in service.variants
        for thing in variant.objects
        for channel in service.channels
        for kind in service.applicants
    ]


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


def step_of(service: str, id: str, channel: str, *, variant: str = "issue", thing: str = "licence") -> Step | None:
    return service_of(service).step(id, variant=variant, object=thing, channel=channel)


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
