"""The three licences of Восточно-Казахстанская область, 2014–2015, against the text of resolution № 70."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from app.catalogue.calendars import calendar
from app.catalogue.packs import FOLDER, check_pack, read_pack
from app.domain.completeness import Draft, Presented, check, findings, required
from app.domain.pack import Pack, Service, Step
from app.domain.people import Applicant, Representative
from app.domain.personal import Personal
from app.domain.terms import HOURS, due, whose
from app.problems import Refused

FILE = FOLDER / "vko-2014-70@2014-05-16.toml"
ALMATY = ZoneInfo("Asia/Almaty")
TUESDAY = date(2014, 9, 16)
SERVICES = ("medical-licence", "pharmaceutical-licence", "narcotics-licence")
AT_COUNTER = ("medical-licence", "narcotics-licence")
VARIANTS = ("issue", "reissue", "duplicate")
OBJECTS = ("licence", "annex", "licence-and-annex")
KINDS = ("natural", "entrepreneur", "legal")
OPERATOR = (
    "log-in", "choose", "ask-register", "no-data", "fill-and-sign", "send", "registered", "licensor", "refused",
    "release",
)  # fmt: skip
PORTAL = ("p-log-in", "p-form", "p-payment", "p-sign", "p-registered", "p-result")
NEVER = (
    "accept", "register", "to-sector", "dispatch", "courier-to-licensor", "licensor-to-courier", "courier-to-centre",
    "mark-received", "sector-to-inspector", "release-queue", "journal", "verify-documents", "commission", "ticket",
)  # fmt: skip
REGISTERED = {  # who holds it by FACTS, so no applicant is asked for it
    "registration", "personal-record", "current-licence", "sanitary-conclusion", "industrial-safety",
    "police-conclusion", "criminal-record", "held-licence",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(FILE)


def the(pack: Pack, id: str) -> Service:
    service = pack.service(id)
    assert service is not None
    return service


def step(pack: Pack, service: str, variant: str, id: str, *, channel: str = "", object: str = "licence") -> Step | None:
    channel = channel or ("counter" if service in AT_COUNTER else "chancellery")
    return the(pack, service).step(id, variant=variant, object=object, channel=channel)


def draft(service: str, variant: str, **more: object) -> Draft:
    kind = more.pop("kind", "legal")
    number = "940140000385" if kind == "legal" else "871008401427"
    facts = {"object": "licence", "channel": "counter" if service in AT_COUNTER else "chancellery"} | more
    applicant = Applicant(kind=kind, number=Personal(number), name=Personal("ТОО «Алтай»"))  # type: ignore[arg-type]
    return Draft(service=service, variant=variant, applicant=applicant, **facts)  # type: ignore[arg-type]


def test_file_has_no_fault_when_read_against_the_list_of_clauses() -> None:
    assert check_pack(FILE) == []


def test_act_is_in_force_from_the_eleventh_day_to_the_tenth_after_its_repeal(pack: Pack) -> None:
    assert (pack.ref, pack.from_, pack.to) == ("vko-2014-70@2014-05-16", date(2014, 5, 16), date(2015, 9, 20))


def test_pharmaceutical_licence_is_not_offered_when_asked_for_at_the_counter(pack: Pack) -> None:
    offered = {s.id: [c.id for c in s.channels] for s in pack.services}
    assert offered == {
        "medical-licence": ["counter", "chancellery", "portal"],
        "pharmaceutical-licence": ["chancellery", "portal"],
        "narcotics-licence": ["counter", "chancellery", "portal"],
    }
    flows = [c.flow for s in pack.services for c in s.channels if c.id == "counter"]
    assert flows == ["electronic", "electronic"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_variant_knows_licence_annex_and_both(pack: Pack, service: str) -> None:
    assert {v.id: v.objects for v in the(pack, service).variants} == dict.fromkeys(VARIANTS, OBJECTS)


@pytest.mark.parametrize("service", SERVICES)
def test_act_names_no_representative(pack: Pack, service: str) -> None:
    assert the(pack, service).representative is False


LIMITS = [  # variant, step, limit, unit: clause 8, the same for the three licences; clause 10 for the whole term
    *((v, s, 15, "min") for v in VARIANTS for s in ("take-in-queue", "take-in", "assign")),
    *((v, "completeness", 465, "min") for v in ("issue", "reissue")),
    ("issue", "enter-data", 2, "working-day"),
    ("issue", "ask-body", 2, "working-day"),
    ("issue", "body-answers", 10, "working-day"),
    ("issue", "prepare", 1, "working-day"),
    ("issue", "sign", 1, "working-day"),
    ("reissue", "enter-data", 2, "working-day"),
    ("reissue", "prepare", 6, "working-day"),
    ("reissue", "sign", 6, "working-day"),
    ("duplicate", "enter-data", 465, "min"),
    ("duplicate", "prepare", 465, "min"),
    ("duplicate", "sign", 465, "min"),
    *((v, "give-out", 1, "working-day") for v in VARIANTS),
]


@pytest.mark.parametrize(("service", "object"), [*product(SERVICES, OBJECTS)])
@pytest.mark.parametrize(("variant", "id", "limit", "unit"), LIMITS)
def test_licensor_step_has_the_limit_of_clause_8(
    pack: Pack, service: str, object: str, variant: str, id: str, limit: int, unit: str
) -> None:
    regulation = the(pack, service).regulation
    for channel in the(pack, service).channels:
        found = step(pack, service, variant, id, channel=channel.id, object=object)
        if id == "take-in-queue" and channel.id == "portal":
            assert found is None  # nobody stands in a queue there
            continue
        assert found is not None
        assert (found.limit, found.unit, found.start, found.source) == (limit, unit, "step", "act")
        assert found.clause.startswith(f"{regulation}/")


@pytest.mark.parametrize(("variant", "days"), [("issue", 15), ("reissue", 10), ("duplicate", 2)])
@pytest.mark.parametrize(
    ("service", "channel", "source"),
    [
        ("medical-licence", "counter", "act"),
        ("medical-licence", "portal", "act"),
        ("medical-licence", "chancellery", "reconstructed"),
        ("narcotics-licence", "counter", "act"),
        ("narcotics-licence", "portal", "act"),
        ("narcotics-licence", "chancellery", "reconstructed"),
        ("pharmaceutical-licence", "portal", "act"),
    ],
)
def test_whole_term_counts_from_handing_in(
    pack: Pack, service: str, channel: str, source: str, variant: str, days: int
) -> None:
    found = step(pack, service, variant, "licensor", channel=channel)
    assert found is not None
    assert (found.limit, found.unit, found.start, found.source) == (days, "working-day", "handing-in", source)
    assert found.clause == f"{the(pack, service).regulation}/10"


def test_pharmaceutical_licence_has_no_whole_term_when_handed_in_at_the_chancellery(pack: Pack) -> None:
    for variant in VARIANTS:
        found = step(pack, "pharmaceutical-licence", variant, "licensor", channel="chancellery")
        assert found is not None
        assert (found.limit, found.unit) == (None, None)


@pytest.mark.parametrize(("service", "variant"), [*product(AT_COUNTER, VARIANTS)])
def test_operator_has_one_limit_for_the_whole_visit(pack: Pack, service: str, variant: str) -> None:
    visit = step(pack, service, variant, "visit")
    assert visit is not None
    assert (visit.limit, visit.unit, visit.clause) == (15, "min", f"{the(pack, service).regulation}/10")
    for id in OPERATOR:
        found = step(pack, service, variant, id)
        assert found is not None
        assert (found.limit is None) is (id != "licensor")


@pytest.mark.parametrize(("service", "variant"), [*product(SERVICES, VARIANTS)])
def test_portal_statuses_have_no_limit(pack: Pack, service: str, variant: str) -> None:
    for id in PORTAL:
        found = step(pack, service, variant, id, channel="portal")
        assert found is not None
        assert found.limit is None
        assert found.clause.startswith(f"{the(pack, service).regulation}/11(")


@pytest.mark.parametrize(
    ("service", "variant", "absent"),
    [
        *((s, v, NEVER) for s in SERVICES for v in VARIANTS),
        *((s, "reissue", ("ask-body", "body-answers")) for s in SERVICES),
        *((s, "duplicate", ("completeness", "ask-body", "body-answers")) for s in SERVICES),
        *(("medical-licence", v, ("confirm-registration",)) for v in VARIANTS),
        *(("pharmaceutical-licence", v, ("visit", *(s for s in OPERATOR if s != "licensor"))) for v in VARIANTS),
    ],
)
def test_step_is_not_there_when_the_act_does_not_have_it(
    pack: Pack, service: str, variant: str, absent: tuple[str, ...]
) -> None:
    for id in absent:
        for channel in the(pack, service).channels:
            assert step(pack, service, variant, id, channel=channel.id) is None, id


def test_registration_is_confirmed_as_each_regulation_says(pack: Pack) -> None:
    said = {
        (service, variant): (found.limit, paper.clause, paper.title.ru.split()[0])
        for service, variant in product(SERVICES, VARIANTS)
        if (found := step(pack, service, variant, "confirm-registration", channel="chancellery"))
        if (paper := the(pack, service).paper("registration-mark", variant=variant, channel="chancellery"))
    }
    mark, talon = "Отметка", "Талон"  # the form draws the talon by itself; a ticket is the paper of attachment
    assert said == {
        (service, variant): (15, f"{the(pack, service).regulation}/8({i})", word)
        for service, words in {SERVICES[1]: (mark, talon, talon), SERVICES[2]: (mark, mark, mark)}.items()
        for i, (variant, word) in enumerate(zip(VARIANTS, words, strict=True), 1)
    }
    assert not {p.form for s in pack.services for p in s.papers} & {"ticket"}


@pytest.mark.parametrize(
    ("variant", "one_action"),
    [
        ("issue", ("enter-data", "ask-body")),
        ("issue", ("prepare", "sign")),
        ("reissue", ("prepare", "sign")),
        ("duplicate", ("enter-data", "prepare", "sign")),
    ],
)
@pytest.mark.parametrize("service", SERVICES)
def test_steps_of_one_action_wait_for_the_same_and_not_for_each_other(
    pack: Pack, service: str, variant: str, one_action: tuple[str, ...]
) -> None:
    steps = [step(pack, service, variant, id) for id in one_action]
    assert len({s and (s.after, s.limit, s.unit, s.start) for s in steps}) == 1
    assert not {a for s in steps if s for a in s.after} & set(one_action)


@pytest.mark.parametrize(("service", "variant"), [*product(SERVICES, VARIANTS)])
def test_every_step_can_be_reached_when_the_others_are_done_in_order(pack: Pack, service: str, variant: str) -> None:
    for channel in the(pack, service).channels:
        left = {s.id: s for s in the(pack, service).steps_for(variant=variant, object="licence", channel=channel.id)}
        here = set(left)
        while ready := [i for i, s in left.items() if not (set(s.after) & here) & set(left)]:
            for id in ready:
                del left[id]
        assert not left


@pytest.mark.parametrize(
    ("service", "variant", "id", "start", "by"),
    [  # 16.09.2014 was a Tuesday
        ("medical-licence", "issue", "licensor", "2014-09-16T10:00", "2014-10-07T18:30"),
        ("medical-licence", "reissue", "licensor", "2014-09-16T10:00", "2014-09-30T18:30"),
        ("narcotics-licence", "duplicate", "licensor", "2014-09-16T10:00", "2014-09-18T18:30"),
        ("medical-licence", "issue", "visit", "2014-09-16T19:50", "2014-09-17T09:05"),
        ("medical-licence", "issue", "completeness", "2014-09-16T09:15", "2014-09-16T18:30"),  # visa and this: one day
        ("medical-licence", "reissue", "completeness", "2014-09-16T10:00", "2014-09-17T09:45"),
        ("narcotics-licence", "issue", "assign", "2014-09-16T12:50", "2014-09-16T14:35"),
        ("pharmaceutical-licence", "issue", "body-answers", "2014-09-16T10:00", "2014-09-30T18:30"),
    ],
)
def test_term_ends_as_the_act_and_the_settled_hours_say(
    pack: Pack, service: str, variant: str, id: str, start: str, by: str
) -> None:
    found = step(pack, service, variant, id)
    assert found is not None
    assert found.unit is not None
    channel = "counter" if service in AT_COUNTER else "chancellery"
    offered = the(pack, service).channel(channel)
    assert offered is not None
    hours = HOURS[whose(found.id, channel, offered.flow)]  # type: ignore[arg-type]
    handed_in = datetime.fromisoformat(start).replace(tzinfo=ALMATY)
    answer = due(found.limit, found.unit, handed_in, hours, calendar())
    assert answer.by == datetime.fromisoformat(by).replace(tzinfo=ALMATY)


@pytest.mark.parametrize(("service", "variant", "object", "kind"), [*product(SERVICES, VARIANTS, OBJECTS, KINDS)])
def test_documents_are_listed_for_every_application(
    pack: Pack, service: str, variant: str, object: str, kind: str
) -> None:
    for channel in the(pack, service).channels:
        asked = draft(service, variant, object=object, kind=kind, channel=channel.id)
        listed = {d.id: d for d in required(the(pack, service), check(the(pack, service), asked))}
        assert "application" in listed
        assert ("identity" in listed) is (channel.id != "portal")
        assert ("fee-receipt" in listed) is (object != "annex")
        assert ("change-documents" in listed) is (variant == "reissue")
        assert ("sanitary-conclusion" in listed) is (variant == "issue")
        assert all(d.register for d in listed.values() if d.id in REGISTERED)
        assert {d.register for d in listed.values()} & {"gbd-fl", "gbd-ul"}


@pytest.mark.parametrize(
    ("service", "demanded"),
    [
        ("medical-licence", {"diploma", "specialisation", "specialist-certificate", "charter", "premises", "consent"}),
        ("pharmaceutical-licence", set()),
        ("narcotics-licence", {"premises", "guard-contract", "police-clearance", "medical-conclusions", "consent"}),
    ],
)
def test_every_demanded_document_is_a_finding_when_nothing_lies_on_the_counter(
    pack: Pack, service: str, demanded: set[str]
) -> None:
    asked = draft(service, "issue", representative=Representative(number=Personal("871008401427"), name=Personal("А.")))
    found = findings(the(pack, service), asked, on=TUESDAY)
    always = {"application", "identity", "power-of-attorney", "fee-receipt", "particulars"}
    assert {f.document for f in found} == always | demanded
    assert {f.kind for f in found} == {"missing"}


@pytest.mark.parametrize("service", SERVICES)
def test_at_least_six_different_documents_can_be_missing(pack: Pack, service: str) -> None:
    missing = {f.document for v in VARIANTS for f in findings(the(pack, service), draft(service, v), on=TUESDAY)}
    replaced = draft(service, "reissue", paper_licence=True)
    missing |= {f.document for f in findings(the(pack, service), replaced, on=TUESDAY)}
    assert len(missing) >= 6


def test_no_receipt_is_asked_for_when_the_gateway_knows_the_payment(pack: Pack) -> None:
    medical = the(pack, "medical-licence")
    asked = {f.document for f in findings(medical, draft("medical-licence", "issue"), on=TUESDAY)}
    known = {f.document for f in findings(medical, draft("medical-licence", "issue", paid_by_gateway=True), on=TUESDAY)}
    assert asked - known == {"fee-receipt"}


def test_set_is_complete_when_everything_demanded_is_there(pack: Pack) -> None:
    for service, variant in product(SERVICES, VARIANTS):
        asked = draft(service, variant)
        lines = required(the(pack, service), asked)
        there = tuple(Presented(document=d.id, kind=d.kinds[0]) for d in lines if not d.register and not d.optional)
        full = draft(service, variant, documents=there)
        assert findings(the(pack, service), full, on=TUESDAY) == ()


def test_identity_card_is_expired_the_day_after_its_last(pack: Pack) -> None:
    narcotics = the(pack, "narcotics-licence")
    card = Presented(document="identity", kind="original", valid_until=TUESDAY)
    asked = draft("narcotics-licence", "duplicate", documents=(card,))
    late = findings(narcotics, asked, on=date(2014, 9, 17))
    assert "identity" not in {f.document for f in findings(narcotics, asked, on=TUESDAY)}
    assert [(f.kind, f.source) for f in late if f.document == "identity"] == [("expired", "reconstructed")]


def test_unknown_object_is_refused(pack: Pack) -> None:
    with pytest.raises(Refused, match="object-not-in-act"):
        check(the(pack, "medical-licence"), draft("medical-licence", "issue", object="stamp"))


def test_documents_are_the_acts_own_only_where_the_act_names_them(pack: Pack) -> None:
    named = {(s.id, d.id) for s in pack.services for d in s.documents if d.source == "act"}
    assert named == {
        ("medical-licence", "application"),
        ("medical-licence", "sanitary-conclusion"),
        ("pharmaceutical-licence", "sanitary-conclusion"),
        ("narcotics-licence", "application"),
        ("narcotics-licence", "sanitary-conclusion"),
        ("narcotics-licence", "industrial-safety"),
    }


@pytest.mark.parametrize(("service", "variant"), [*product(SERVICES, VARIANTS)])
def test_licence_annex_and_refusal_can_be_printed_on_every_channel(pack: Pack, service: str, variant: str) -> None:
    for channel, form in product(the(pack, service).channels, ("licence", "licence-annex", "reasoned-refusal")):
        assert the(pack, service).paper(form, variant=variant, channel=channel.id)
    results = [r for r in the(pack, service).results if not r.variants or variant in r.variants]
    assert [r.negative for r in results] == [False, True, *[True] * (variant == "issue")]  # 8(1): refused to consider


def test_slip_is_the_programs_own_and_only_at_the_counter(pack: Pack) -> None:
    slips = [(s.id, p.channels, p.clause, p.source) for s in pack.services for p in s.papers if p.form == "slip"]
    assert slips == [(id, ("counter",), "own/slip", "reconstructed") for id in AT_COUNTER]


def test_ground_and_portal_cite_the_words_they_stand_on(pack: Pack) -> None:
    assert [r.clause[12:] for s in pack.services for r in s.refusals if r.id == "no-data"] == ["/10(5)", "/10(5)"]
    assert [c.clause[12:] for s in pack.services for c in s.channels if c.id == "portal"] == ["/1", "/1", "/1"]


@pytest.mark.parametrize("service", SERVICES)
def test_what_no_step_can_do_is_said_with_its_reason(pack: Pack, service: str) -> None:
    said = {n.clause.partition("/")[2] for n in the(pack, service).not_executable}
    assert said == {"2", "6", "7", "8", "11", "11(1)", "11(14)"} | ({"10"} if service in AT_COUNTER else set())


def test_act_knows_no_receipt_registry_or_hand_over(pack: Pack) -> None:
    paper_flow = {"acceptance-receipt", "refusal-receipt", "registry-out", "registry-in", "hand-over-act"}
    assert not paper_flow & {p.form for s in pack.services for p in s.papers}


@pytest.mark.parametrize(
    ("service", "indices"), [("medical-licence", 10), ("pharmaceutical-licence", 10), ("narcotics-licence", 20)]
)
def test_fee_is_a_multiple_of_the_index_and_reconstructed(pack: Pack, service: str, indices: int) -> None:
    fees = {f.variant: (f.indices, f.percent, f.cap_indices, f.source) for f in the(pack, service).fees}
    assert fees == {
        "issue": (indices, 100, None, "reconstructed"),
        "reissue": (indices, 10, 4, "reconstructed"),
        "duplicate": (indices, 100, None, "reconstructed"),
    }


@pytest.mark.parametrize("service", SERVICES)
def test_incomplete_set_ends_the_consideration_only_by_the_licensor(pack: Pack, service: str) -> None:
    incomplete = [r for r in the(pack, service).refusals if r.id == "documents-incomplete"]
    assert [(r.by, r.source) for r in incomplete] == [("specialist", "act")]
    grounds = {r.id for r in the(pack, service).refusals if r.clause == "standard/10"}
    assert len(grounds) == 7
