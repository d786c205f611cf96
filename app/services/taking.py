"""What both desks that take documents in write down: the people of an application, and the papers as they were taken."""

from __future__ import annotations

from app.domain.completeness import Draft, required
from app.domain.facts import Remark, Taken
from app.domain.pack import Service
from app.domain.people import People
from app.domain.personal import Personal


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
    return Remark(words=Personal(words)) if words else None
