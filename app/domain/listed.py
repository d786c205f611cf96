"""Which line of the act's list a document of a case is: an id may stand there several times, each time for other cases.

A receipt names the form that this applicant filled in, not the last one of that id (atyrau annexes 1–4, 6, 7 to the Standard).
"""

from __future__ import annotations

from app.domain.facts import What
from app.domain.pack import Document, Service
from app.domain.people import People


def listed(
    service: Service, what: What, people: People | None, *, kinds: dict[str, str] | None = None
) -> dict[str, Document]:
    """Document id → its line for this case. `kinds`: in what kind each was handed in; it decides where the case no longer
    knows a condition (a fee paid by the gateway, an old licence on paper, a child)."""
    known = {"variant": what.variant, "object": what.object, "channel": what.channel}
    if people is not None:
        known |= {"applicant": people.applicant.kind, "representative": "yes" if people.representative else "no"}
    found: dict[str, tuple[tuple[bool, bool, bool], Document]] = {}
    handed = kinds or {}
    for document in service.documents:
        suits = holds(document, known)
        fits = document.id not in handed or handed[document.id] in document.kinds
        demanded = document.register is None  # what a register holds was never handed in
        if document.id not in found or found[document.id][0] < (suits, demanded, fits):
            found[document.id] = (suits, demanded, fits), document
    return {id: document for id, (_, document) in found.items()}


def holds(document: Document, known: dict[str, str]) -> bool:
    """Whether this line may be meant for such a case; what is not known of it speaks against nothing."""
    for condition in document.when:  # noqa: SIM110 - as in `completeness`
        if known.get(condition.field, condition.value) != condition.value:
            return False
    return True
