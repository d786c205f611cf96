"""Receipts, slips and marks: what the person at the counter takes home, and what is stuck on the bundle."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.domain.case import Case
from app.domain.completeness import Finding
from app.print.compose.common import (
    applicant,
    asked,
    both,
    cited,
    day,
    each,
    local,
    representative,
    said,
    sheet,
)
from app.print.facts import Both
from app.print.forms import acceptance_receipt, refusal_receipt
from app.words import words

if TYPE_CHECKING:
    from app.command import Unit

KEPT_FOR = timedelta(days=31)  # one month, reconstructed (FACTS 1.1)
WORD = {"missing": "missing", "expired": "expired", "wrong-kind": "wrong", "no-sheets": "wrong"}


def _documents(unit: Unit, case: Case, *, returned: bool) -> list[Any]:
    assert case.what is not None
    _, service = unit.law_of(case.what)
    names = {d.id: d.name for d in service.documents}
    return [(d, both(names[d.document])) for d in case.documents if d.returned is returned and d.document in names]


def acceptance(unit: Unit, case: Case) -> acceptance_receipt.Facts:
    """The five fields of atyrau-2015-324 annex 1, cl. 10 (2), and what helps the person to come back rightly."""
    assert case.what is not None and case.people is not None and case.accepted_at is not None
    _, service = unit.law_of(case.what)
    printed = service.paper("acceptance-receipt", variant=case.what.variant, channel=case.what.channel)
    promised = case.promised_by.local(unit.zone) if case.promised_by else None
    if promised is None and case.filing_ends_on:
        promised_text = day(case.filing_ends_on)
    else:
        promised_text = promised.isoformat(timespec="seconds") if promised else ""
    power = case.people.representative.authority if case.people.representative else None
    return acceptance_receipt.Facts(
        **sheet(unit, case, form="acceptance-receipt"),
        accepted_at=local(unit, case.accepted_at),
        service=both(service.name),
        asked=asked(service, case.what),
        applicant=applicant(case.people.applicant),
        representative=representative(case.people.representative),
        release_at=promised_text,
        release_place=each(lambda lang: f"{unit.office.branch.in_(lang)}, {unit.office.address.in_(lang)}"),
        hours=said("office.hours"),
        kept_until=day(promised + KEPT_FOR) if promised else "",
        documents=tuple(
            acceptance_receipt.Document(
                name=name, kind=d.kind, sheets=d.sheets, valid_until=day(d.valid_until),
                number=power.number.open() if power and power.number and d.document == "power-of-attorney" else "",
            )
            for d, name in _documents(unit, case, returned=False)
        ),
        returned=tuple(name for _, name in _documents(unit, case, returned=True)),
        inspector=unit.account.name,
        window=unit.account.device[-1],
        demanded=cited(printed.clause) if printed and printed.source == "act" else None,
    )  # fmt: skip


def refusal(unit: Unit, case: Case, *, gaps: tuple[Finding, ...]) -> refusal_receipt.Facts:
    """Every missing document with its clause and what to do about it.   atyrau-2015-324 annex 1, cl. 10 (1)"""
    assert case.what is not None and case.people is not None and case.accepted_at is not None
    _, service = unit.law_of(case.what)
    printed = service.paper("refusal-receipt", variant=case.what.variant, channel=case.what.channel)
    basis = cited(printed.clause, source=printed.source) if printed else None
    return refusal_receipt.Facts(
        **sheet(unit, case, form="refusal-receipt"),
        refused_at=local(unit, case.accepted_at),
        applicant=applicant(case.people.applicant),
        bearer=representative(case.people.representative),
        service=both(service.name),
        asked=asked(service, case.what),
        basis=basis or said("office.own-paper"),
        findings=tuple(
            refusal_receipt.Finding(
                document=both(g.name), word=WORD[g.kind], about=_about(g, case),  # type: ignore[arg-type]
                clause=cited(g.clause, source=g.source), remedy=both(g.remedy),
            )
            for g in gaps
        ),
        documents=len(case.documents),
        sheets=sum(d.sheets for d in case.documents),
        hours=said("office.hours"),
        inspector=unit.account.name,
        window=unit.account.device[-1],
    )  # fmt: skip


def _about(gap: Finding, case: Case) -> Both | None:
    paper = next((d for d in case.documents if d.document == gap.document), None)
    if gap.kind == "expired" and paper and paper.valid_until:
        return said("finding.was-good-until", day=f"{paper.valid_until:%d.%m.%Y}")
    if gap.kind == "wrong-kind" and paper:
        return each(lambda lang: words(lang)("finding.brought-as", kind=words(lang)(f"kind.{paper.kind}")))
    return None
