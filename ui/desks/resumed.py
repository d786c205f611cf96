"""A draft taken up again: the visit as it stood at the last pause."""

from __future__ import annotations

from typing import get_args

from app.domain.completeness import Draft
from app.domain.excuses import Fact, holds
from ui.desks.texts import date_of
from ui.desks.visit import BEARER, OF_OLD_LICENCE, Mark, Someone, Visit
from ui.parts.paper_editor import KINDS


def visit_of(id: str, draft: Draft) -> Visit:
    visit = Visit(
        id=id,
        op=id,  # was it committed, and the program killed before it heard so: then it is the same wish
        saved=True,
        lang=draft.lang,
        channel=draft.channel,
        began=draft.begun_at,
        passed=list(draft.passed),
        previous=draft.previous or "",
    )
    if a := draft.applicant:
        visit.applicant = Someone(
            number=a.number.open(), name=a.name.open(), address=a.address.open() if a.address else "",
            phone=a.phone.open() if a.phone else "", asked_at=a.asked_at,
            asked="known" if a.source.startswith("gbd") else "met-before" if a.source == "met-before" else "",
            register=a.source if a.source.startswith("gbd") else "",
        )  # fmt: skip
    if r := draft.representative:
        visit.representative = Someone(
            number=r.number.open(), name=r.name.open(), phone=r.phone.open() if r.phone else "", kinds=BEARER
        )
        if r.authority:
            visit.power = r.authority.number.open() if r.authority.number else ""
            visit.until = date_of(r.authority.valid_until) if r.authority.valid_until else ""
    for p in draft.documents:
        visit.marks[p.document] = Mark(
            KINDS.index(p.kind), p.sheets, date_of(p.valid_until) if p.valid_until else "", p.valid_until,
            p.remark.open() if p.remark else "", p.scan or "", guessed="before" if draft.previous else "",
        )  # fmt: skip
    facts = {fact for fact in get_args(Fact) if holds(draft, fact)}
    visit.facts = facts if draft.variant in OF_OLD_LICENCE else facts - {"electronic-licence"}
    if draft.filing_ends_on:
        visit.filing_ends = date_of(draft.filing_ends_on)
    return visit
