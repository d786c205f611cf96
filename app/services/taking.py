"""What both desks that take documents in write down: the people of an application, and the papers as they were taken."""

from __future__ import annotations

import logging
from dataclasses import replace

from app.command import Unit
from app.domain.completeness import Draft, check, required
from app.domain.facts import Remark, Taken
from app.domain.names import WORDS, clean, unseen
from app.domain.numbers import NotACode, OtherKind, number_of
from app.domain.pack import Service
from app.domain.people import People
from app.domain.personal import Personal
from app.problems import Refused

log = logging.getLogger(__name__)


def checked(unit: Unit, service: Service, given: Draft) -> Draft:
    """The draft as it is kept, or `Refused` in the settled order. That signs nobody sees stood in it is logged, not where."""
    draft = check(service, given)
    names = [one.name.open() for one in (given.applicant, given.representative) if one]
    if hidden := sum(map(unseen, names)):
        log.info("%d signs that nobody sees were taken out of the names of an application", hidden)
    return _sound(unit, service, draft)


def _sound(unit: Unit, service: Service, draft: Draft) -> Draft:
    """What the draft says of this store and of the clock, or `Refused`; an earlier refusal in its one written form."""
    if draft.filing_ends_on and not any(step.start == "end-of-filing" for step in service.steps):
        draft = replace(draft, filing_ends_on=None)  # no clock of this service counts from it
    times = (draft.begun_at, *(p.at for p in draft.passed))
    if ahead := next((at for at in times if at and at > unit.now), None):
        raise Refused("moment-ahead", at=f"{ahead.local(unit.zone):%d.%m.%Y %H:%M}")
    for paper in draft.documents:
        if paper.scan and not unit.keeps_file(paper.scan):
            raise Refused("scan-unknown", document=paper.document)
    if draft.previous is None:
        return draft
    try:
        return replace(draft, previous=number_of(draft.previous, "C"))
    except NotACode as wrong:
        raise Refused("code-invalid", code=draft.previous, problem=wrong.problem) from wrong
    except OtherKind as other:
        raise Refused("code-of-other-kind", code=draft.previous, kind=other.kind) from other


def people(draft: Draft) -> People:
    assert draft.applicant is not None
    return People(
        applicant=draft.applicant,
        representative=draft.representative,
        remarks={p.document: p.remark for p in draft.documents if p.remark} or None,
        holders={p.document: p.holder for p in draft.documents if p.holder} or None,
    )


def taken(service: Service, draft: Draft) -> tuple[Taken, ...]:
    listed = {d.id: d for d in required(service, draft)}
    return tuple(
        Taken(
            document=p.document, kind=p.kind, sheets=p.sheets, valid_until=p.valid_until, scan=p.scan,
            returned=p.document in listed and listed[p.document].returned,
        )
        for p in draft.documents
    )  # fmt: skip


def remark(words: str | None) -> Remark | None:
    """Free words, as the erasable part keeps them."""
    kept = clean(Personal(words), WORDS) if words else None
    return Remark(words=kept) if kept else None
