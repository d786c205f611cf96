"""Is the set complete on the day of handing in: every gap a value with its clause, on every list of every act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.packs import FOLDER, read_pack
from app.domain.completeness import Draft, Finding, Presented, check, findings, required
from app.domain.pack import Document, Service
from app.domain.people import Applicant, Authority, Representative
from app.domain.personal import Personal
from app.problems import Refused

BIN, IIN = Personal("140640017300"), Personal("871008401427")
ON = date(2016, 11, 16)
KINDS = ("original", "copy", "notarised-copy", "electronic")


def listed() -> Iterator[tuple[Service, Draft]]:
    """Every list of every pack: service × variant × object × kind of applicant."""
    for file in sorted(FOLDER.glob("*@*.toml")):
        for service in read_pack(file).services:
            for variant in service.variants:
                for object in variant.objects or ("",):
                    for kind in service.applicants:
                        number = BIN if kind == "legal" else IIN
                        applicant = Applicant(kind=kind, number=number, name=Personal("x"))
                        yield service, Draft(service=service.id, variant=variant.id, object=object, applicant=applicant)


LISTS = list(listed())
lists = st.sampled_from(LISTS)


def presented(document: Document, until: date = ON) -> Presented:
    return Presented(document=document.id, kind=document.kinds[0], valid_until=until if document.expires else None)


def complete(service: Service, draft: Draft, until: date = ON) -> Draft:
    return replace(draft, documents=tuple(presented(d, until) for d in required(service, draft) if not d.register))


def with_documents() -> tuple[Service, Draft]:
    return next((s, d) for s, d in LISTS if any(x.expires for x in required(s, d)))


def gap(found: tuple[Finding, ...], document: str) -> str | None:
    return next((f.kind for f in found if f.document == document), None)


@settings(max_examples=200)
@given(lists)
def test_no_gap_is_found_when_everything_on_the_list_is_there(case: tuple[Service, Draft]) -> None:
    service, draft = case
    assert findings(service, complete(service, draft), on=ON) == ()


@settings(max_examples=200)
@given(lists, st.data())
def test_exactly_what_is_missing_is_found_when_documents_are_left_out(
    case: tuple[Service, Draft], data: st.DataObject
) -> None:
    service, draft = case
    whole = complete(service, draft)
    kept = tuple(p for p in whole.documents if data.draw(st.booleans()))
    found = findings(service, replace(draft, documents=kept), on=ON)
    demanded = {d.id for d in required(service, draft) if not d.register and not d.optional}
    assert {f.document for f in found} == demanded - {p.document for p in kept}
    assert all(f.kind == "missing" and f.clause and f.name.ru and f.name.kk for f in found)


@settings(max_examples=100)
@given(lists)
def test_nothing_that_a_register_holds_is_demanded(case: tuple[Service, Draft]) -> None:
    service, draft = case
    held = {d.id for d in required(service, draft) if d.register}
    assert not held & {f.document for f in findings(service, draft, on=ON)}


@pytest.mark.parametrize(("days", "kind"), [(-1, "expired"), (0, None), (1, None)])
def test_a_document_is_good_through_its_last_day(days: int, kind: str | None) -> None:
    service, draft = with_documents()
    expiring = next(d for d in required(service, draft) if d.expires)
    found = findings(service, complete(service, draft, ON + timedelta(days)), on=ON)
    assert gap(found, expiring.id) == kind
    if kind:  # no act names expiry at the counter
        assert next(f for f in found if f.document == expiring.id).source == "reconstructed"


def test_a_document_without_a_last_day_never_expires() -> None:
    service, draft = with_documents()
    whole = complete(service, draft)
    without = replace(whole, documents=tuple(replace(p, valid_until=None) for p in whole.documents))
    assert findings(service, without, on=date(2999, 1, 1)) == ()


@pytest.mark.parametrize(
    ("other", "kind"), [({"sheets": 0}, "no-sheets"), ({"sheets": -3}, "no-sheets"), ({"kind": "?"}, "wrong-kind")]
)
def test_a_paper_is_a_gap_when_its_kind_or_sheets_will_not_do(other: dict[str, Any], kind: str) -> None:
    service, draft = with_documents()
    whole = complete(service, draft)
    document = next(d for d in required(service, draft) if set(KINDS) - set(d.kinds) and not d.register)
    if "kind" in other:
        other = {"kind": next(k for k in KINDS if k not in document.kinds)}
    changed = tuple(replace(p, **other) if p.document == document.id else p for p in whole.documents)
    assert gap(findings(service, replace(whole, documents=changed), on=ON), document.id) == kind


def test_a_power_of_attorney_counts_as_none_when_its_own_last_day_is_over() -> None:
    someone = Representative(number=IIN, name=Personal("x"), authority=Authority(valid_until=ON - timedelta(1)))
    service, draft = next(
        (s, replace(d, representative=someone)) for s, d in LISTS
        if "power-of-attorney" in {x.id for x in required(s, replace(d, representative=someone))}
    )  # fmt: skip
    assert gap(findings(service, complete(service, draft), on=ON), "power-of-attorney") == "missing"
    today = replace(someone, authority=Authority(valid_until=ON))
    assert findings(service, complete(service, replace(draft, representative=today)), on=ON) == ()
    alone = replace(draft, representative=None)
    assert "power-of-attorney" not in {d.id for d in required(service, alone)}


@settings(max_examples=200)
@given(lists, st.booleans(), st.booleans(), st.booleans())
def test_each_document_stands_once_on_the_list(
    case: tuple[Service, Draft], paid: bool, paper: bool, child: bool
) -> None:
    service, draft = case
    ids = [d.id for d in required(service, replace(draft, paid_by_gateway=paid, paper_licence=paper, child=child))]
    assert len(ids) == len(set(ids))


def refusal(service: Service, draft: Draft) -> str:
    with pytest.raises(Refused) as no:
        check(service, draft)
    return no.value.code


def test_the_settled_order_decides_when_several_answers_hold() -> None:
    service, draft = with_documents()
    assert draft.applicant is not None
    wrong = replace(draft.applicant, kind="state", number=Personal("1"))  # type: ignore[arg-type]
    assert refusal(service, replace(draft, variant="attach", object="no", applicant=wrong)) == "variant-not-in-act"
    assert refusal(service, replace(draft, object="no", applicant=wrong)) == "object-not-in-act"  # type: ignore[arg-type]
    assert refusal(service, replace(draft, applicant=wrong)) == "applicant-kind"
    assert refusal(service, replace(draft, applicant=None)) == "applicant-missing"
    assert refusal(service, replace(draft, applicant=replace(wrong, kind="legal"))) == "number-invalid"


@pytest.mark.parametrize("number", ["", "140640017301", "14064001730", "871008401427", "١٤٠٦٤٠٠١٧٣٠٠", "14064001730O"])
def test_a_number_is_refused_when_it_is_no_bin(number: str) -> None:
    service, draft = next((s, d) for s, d in LISTS if d.applicant and d.applicant.kind == "legal")
    assert draft.applicant is not None
    with pytest.raises(Refused) as no:
        check(service, replace(draft, applicant=replace(draft.applicant, number=Personal(number))))
    assert no.value.code == "number-invalid"
    assert not number or number not in str(no.value.facts)


def test_a_representatives_number_is_checked_like_the_applicants() -> None:
    service, draft = with_documents()
    assert (
        refusal(service, replace(draft, representative=Representative(number=BIN, name=Personal("x"))))
        == "number-invalid"
    )


def test_a_joint_entrepreneur_has_a_bin_and_a_sole_one_an_iin() -> None:
    """mangystau-2013-3 medical, 5(1), 5(5). A 6 in the fifth place of a БИН: an entrepreneur; 4 or 5: a legal person."""
    service, draft = next((s, d) for s, d in LISTS if d.applicant and d.applicant.kind == "entrepreneur")
    assert draft.applicant is not None
    for number in (Personal("120460110000"), IIN):
        assert check(service, replace(draft, applicant=replace(draft.applicant, number=number))).applicant is not None
    assert refusal(service, replace(draft, applicant=replace(draft.applicant, number=BIN))) == "number-invalid"
    natural = replace(draft.applicant, kind="natural", number=Personal("120460110000"))
    if "natural" in service.applicants:
        assert refusal(service, replace(draft, applicant=natural)) == "number-invalid"


def test_the_only_object_is_filled_in_when_none_was_named() -> None:
    service, draft = next((s, d) for s, d in LISTS if d.object)
    variant = service.variant(draft.variant)
    assert variant is not None
    assert check(service, replace(draft, object="")).object == variant.objects[0]
