"""Whoever was refused comes again: the application as it was, each paper to be looked at once more.

The refusal is answered by a complete set (atyrau-2015-324 annex 1, cl. 10 (1); annex 2, cl. 18 (1)). What lacked then stands
open; what was there is proposed, and counts only when the inspector has confirmed it: the papers were given back.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.case import Case
from app.domain.completeness import Draft, Presented
from app.domain.personal import Personal
from app.queries.law import Offered
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import say

OPENS = "again:"  # and the case's id: how the intake is asked to begin so


def may_take(session: Session, case: Case) -> bool:
    return case.status == "refused" and case.people is not None and session.may("accept-documents")


def hint(session: Session, case: Case) -> Hint | None:
    return Hint("F5", say("desk.again.take")) if may_take(session, case) else None


def take(session: Session, case: Case) -> None:
    session.go("intake", OPENS + case.id)


def draft_of(session: Session, case: Case, offered: tuple[Offered, ...]) -> Draft | None:
    """The name is asked of the register anew; in which kind each paper came is known, and what was wrong is left out. None,
    and said so: the act of today knows this service no more, or not this kind of it.
    """
    assert case.what is not None
    assert case.people is not None
    wanted = case.what.service, case.what.variant
    if not any((o.service, v.id) == wanted for o in offered for v in o.variants):
        session.note(say("desk.again.not-offered"), say("desk.again.not-offered.do"), tone="risk")
        return None
    wrong = {gap.document for gap in case.gaps}
    remarks, before = case.people.remarks or {}, case.people.applicant
    return Draft(
        service=case.what.service, variant=case.what.variant, object=case.what.object, channel=case.what.channel,
        applicant=replace(before, name=Personal(""), address=None, source="typed", asked_at=None),
        representative=case.people.representative, paper_licence=True, previous=case.number, filing_ends_on=case.filing_ends_on,
        documents=tuple(
            Presented(
                document=d.document, kind=d.kind, sheets=d.sheets, valid_until=d.valid_until, scan=d.scan,
                remark=remarks.get(d.document),
            )
            for d in case.documents
            if d.document not in wrong
        ),
    )  # fmt: skip
