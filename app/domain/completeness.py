"""Is the set of documents complete on the day of handing in? Each gap is a value with its clause, never an exception."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.moment import Moment
from app.domain.names import NAME, WORDS, clean, says_who
from app.domain.numbers import NumberKind, read_number, trouble_with
from app.domain.pack import ChannelId, Document, PaperKind, Service, ServiceId, Source, StepId, Text, VariantId
from app.domain.people import Applicant, Representative, cleaned_applicant, cleaned_representative
from app.domain.personal import Personal
from app.problems import Refused

MOST_SHEETS = 9999  # of one document
FindingKind = Literal["missing", "expired", "wrong-kind", "no-sheets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """One line of the list as the inspector marks it: in what kind it lies on the counter, sheets, good until."""

    document: str
    kind: PaperKind
    sheets: int = 1
    valid_until: date | None = None
    holder: Personal | None = None
    remark: Personal | None = None
    scan: str | None = None  # SHA-256 of the attached file


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A step of the operator's electronic flow that was done before the case had its first event."""

    step: StepId
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An application while the person is at the counter. Everything else is computed from it and the pack of the day."""

    service: ServiceId
    variant: VariantId
    object: Literal["licence", "annex", "licence-and-annex", ""] = ""  # empty: the service's only one
    channel: ChannelId = "counter"
    applicant: Applicant | None = None
    representative: Representative | None = None
    documents: tuple[Presented, ...] = ()
    paid_by_gateway: bool = False  # the register of payments knows the fee: no receipt is asked for
    paper_licence: bool = False  # the licence to be changed or replaced is on paper
    child: bool = False  # attachment: a birth certificate instead of an identity card
    lang: Literal["kk", "ru", "both"] = "both"  # of the papers
    begun_at: Moment | None = None  # when the visit began: the clock of accepting runs from here
    passed: tuple[Passed, ...] = ()  # electronic flow only
    previous: str | None = None  # number of an earlier refusal that this complete set answers
    filing_ends_on: date | None = None  # ГОБМП: the last day for filing, by the commission's announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    document: str
    kind: FindingKind
    clause: str
    source: Source
    name: Text
    remedy: Text


def required(service: Service, draft: Draft) -> tuple[Document, ...]:
    """The list of this case, computed: conditions met, one entry an id. What a register holds is in it, marked so."""
    facts = {
        "variant": draft.variant,
        "object": draft.object or _only_object(service, draft),
        "applicant": draft.applicant.kind if draft.applicant else "",
        "representative": "yes" if draft.representative else "no",
        "channel": draft.channel,
        "paid-by-gateway": "yes" if draft.paid_by_gateway else "no",
        "paper-licence": "yes" if draft.paper_licence else "no",
        "age": "child" if draft.child else "adult",
    }
    met: dict[str, Document] = {}
    for document in service.documents:
        if document.id not in met and _meets(document, facts):
            met[document.id] = document
    return tuple(met.values())


def _meets(document: Document, facts: dict[str, str]) -> bool:
    for condition in document.when:  # noqa: SIM110 - asked of forty lines at each press: no generator for each
        if facts[condition.field] != condition.value:
            return False
    return True


def findings(service: Service, draft: Draft, *, on: date) -> tuple[Finding, ...]:
    """Every gap of the set on that day. A document is good through its last day."""
    presented = {p.document: p for p in draft.documents}
    gaps: list[Finding] = []
    for document in required(service, draft):
        if document.register:  # what a state register holds is never demanded
            continue
        paper = presented.get(document.id)
        if paper is None or _authority_over(document, paper, draft.representative, on=on):
            if not document.optional:
                gaps.append(_gap(document, "missing"))
        elif document.expires and (paper.valid_until or date.max) < on:
            gaps.append(_gap(document, "expired"))
        elif paper.kind not in document.kinds:
            gaps.append(_gap(document, "wrong-kind"))
        elif paper.sheets < 1:
            gaps.append(_gap(document, "no-sheets"))
    return tuple(gaps)


def check(service: Service, draft: Draft) -> Draft:
    """The draft with its object filled in and its words clean, or `Refused`: object, kind of applicant, number, words – in
    the settled order."""
    variant = service.variant(draft.variant)
    if variant is None:
        raise Refused("variant-not-in-act", variant=draft.variant)
    object = draft.object or _only_object(service, draft)
    if object not in (variant.objects or ("",)):
        raise Refused("object-not-in-act", object=draft.object, known=", ".join(variant.objects))
    applicant = draft.applicant
    if applicant is None:
        raise Refused("applicant-missing")
    if applicant.kind not in service.applicants:
        raise Refused("applicant-kind", kind=applicant.kind, clause=service.applicants_clause)
    _check(applicant.number, "bin" if applicant.kind == "legal" or _joint(applicant) else "iin")
    applicant, bearer = cleaned_applicant(applicant), draft.representative
    if not says_who(applicant.name, str.isalnum if applicant.kind == "legal" else str.isalpha):
        raise Refused("applicant-name-missing")
    if bearer:
        _check(bearer.number, "iin")
        bearer = cleaned_representative(bearer)
        if not says_who(bearer.name):
            raise Refused("representative-name-missing")
    listed = {d.id for d in service.documents}
    seen: set[str] = set()
    for paper in draft.documents:
        if paper.document not in listed:
            raise Refused("document-unknown", document=paper.document)
        if paper.document in seen:
            raise Refused("document-twice", document=paper.document)
        seen.add(paper.document)
        if not 0 <= paper.sheets <= MOST_SHEETS:
            raise Refused("sheets-out-of-range", most=MOST_SHEETS)
    papers = tuple(_clean(paper) for paper in draft.documents)
    return replace(draft, object=object, applicant=applicant, representative=bearer, documents=papers)


def _clean(paper: Presented) -> Presented:
    if paper.holder is None and paper.remark is None:
        return paper
    holder = clean(paper.holder, NAME) if paper.holder else None
    return replace(paper, holder=holder, remark=clean(paper.remark, WORDS) if paper.remark else None)


def _only_object(service: Service, draft: Draft) -> Literal["licence", "annex", "licence-and-annex", ""]:
    variant = service.variant(draft.variant)
    return variant.objects[0] if variant and variant.objects else ""


def _joint(applicant: Applicant) -> bool:
    """Entrepreneurs who work jointly carry a БИН of their own, with a 6 in its fifth place (mangystau-2013-3 medical, 5(1))."""
    return applicant.kind == "entrepreneur" and read_number(applicant.number.open()).legal_type == "entrepreneur"


def _check(number: Personal, kind: NumberKind) -> None:
    if problem := trouble_with(number.open(), (kind,)):
        raise Refused("number-invalid", kind=kind, problem=problem)


def _authority_over(document: Document, paper: Presented, bearer: Representative | None, *, on: date) -> bool:
    """An expired power of attorney counts as none."""
    if document.id != "power-of-attorney":
        return False
    until = bearer.authority.valid_until if bearer and bearer.authority else None
    return min(until or date.max, paper.valid_until or date.max) < on


def _gap(document: Document, kind: FindingKind) -> Finding:
    return Finding(
        document=document.id,
        kind=kind,
        clause=document.clause,
        source="reconstructed" if kind == "expired" else document.source,  # no act names expiry at the counter
        name=document.name,
        remedy=document.remedy,
    )
