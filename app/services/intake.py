"""The inspector's counter: take an application in, refuse it on paper, say where else to go; or certify and send it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.command import Nothing, Unit, command
from app.domain import codec
from app.domain.case import Case
from app.domain.completeness import Draft, Finding, findings
from app.domain.course import end_of_filing
from app.domain.events import (
    ApplicationAccepted,
    ApplicationCertified,
    ApplicationRefused,
    ApplicationSent,
    NoDataRecorded,
    SlipGiven,
)
from app.domain.facts import Gap, What
from app.domain.moment import Moment
from app.domain.pack import Service, ServiceId, Source
from app.domain.roles import Right
from app.problems import Refused
from app.services.taking import checked, people, taken

SCANS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")  # PDF, JPEG, PNG, TIFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    case: str
    number: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    service: ServiceId
    lang: Literal["kk", "ru", "both"] = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoData:
    draft: Draft
    register: Literal["gbd-fl", "gbd-ul", "enis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certify:
    draft: Draft
    certificate: str = ""  # of the operator's ЭЦП; signing itself comes with the signature port


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    body: str  # Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    scan: str  # SHA-256, the name under which a document refers to it


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDraft:
    id: str
    draft: Draft


@command(Right.ACCEPT_DOCUMENTS)
def accept(unit: Unit, given: Draft) -> Accepted:
    """Take the documents in: number, receipt, clocks.   atyrau-2015-324 annex 1, cl. 10 (1)–(2); annex 2, cl. 18 (1)–(2)"""
    service, draft, what = _bound(unit, given, flow="paper")
    if gaps := findings(service, draft, on=unit.today):
        missing = any(g.kind != "expired" for g in gaps)
        raise Refused("documents-incomplete" if missing else "document-expired", gaps=gaps, clause=gaps[0].clause)
    course = unit.first_course(what, "accept", "register", "visit", began=draft.begun_at)
    promised_by, source = promised(unit, service, what, closing=end_of_filing(draft, unit.zone))
    case: Case = unit.record(
        unit.transaction.new_subject(),
        ApplicationAccepted(
            number=unit.next_number(), what=what, documents=taken(service, draft), course=course,
            begun_at=draft.begun_at, promised_by=promised_by, promised_source=source,
            filing_ends_on=draft.filing_ends_on, previous=draft.previous, person=people(draft),
        ),
    )  # fmt: skip
    papers = (
        unit.paper("acceptance-receipt", case, lang=draft.lang),
        unit.paper("label", case, lang=draft.lang),
    )
    return Accepted(case=case.id, number=case.number, papers=papers)


@command(Right.ACCEPT_DOCUMENTS)
def refuse(unit: Unit, given: Draft) -> Accepted:
    """Refuse to take an incomplete set, on a numbered receipt in two copies. Nothing is registered, the refusal is kept."""
    service, draft, what = _bound(unit, given, flow="paper")
    gaps = findings(service, draft, on=unit.today)
    if not gaps:
        raise Refused("set-is-complete")  # the acts know no other ground at the counter
    case: Case = unit.record(
        unit.transaction.new_subject(),
        ApplicationRefused(
            number=unit.next_number(), what=what, gaps=tuple(Gap.of(g) for g in gaps), person=people(draft),
            documents=taken(service, draft),
        ),
    )  # fmt: skip
    paper = unit.paper("refusal-receipt", case, lang=draft.lang, gaps=gaps)
    return Accepted(case=case.id, number=case.number, papers=(paper,))


@command(Right.ACCEPT_DOCUMENTS)
def give_slip(unit: Unit, given: Slip) -> Accepted:
    """Not offered at the counter today: which channels offer it, on a numbered slip. Nothing is taken in."""
    try:
        unit.in_force(given.service, "counter")
    except Refused as why:
        channels = tuple(c["channel"] for c in why.facts.get("channels", ()))  # type: ignore[attr-defined]
        ref = why.facts.get("pack")
        case: Case = unit.record(
            unit.transaction.new_subject(),
            SlipGiven(
                number=unit.next_number(), service=given.service, reason=why.code, pack=str(ref) if ref else None,
                channels=channels,
            ),
        )  # fmt: skip
        paper = unit.paper("information-slip", case, lang=given.lang)
        return Accepted(case=case.id, number=case.number, papers=(paper,))
    raise Refused("offered-at-counter", service=given.service)


@command(Right.ACCEPT_DOCUMENTS)
def record_no_data(unit: Unit, given: NoData) -> Accepted:
    """The register answered that it has nothing: a reasoned refusal.   mangystau-2013-3 medical cl. 8, process 4"""
    service, draft, what = _bound(unit, given.draft, flow="electronic")
    step = service.step("no-data", variant=what.variant, object=what.object, channel=what.channel)
    case: Case = unit.record(
        unit.transaction.new_subject(),
        NoDataRecorded(
            number=unit.next_number(), what=what, register=given.register, clause=step.clause if step else "",
            passed=draft.passed, person=people(draft),
        ),
    )  # fmt: skip
    paper = unit.paper("slip", case, lang=draft.lang)
    return Accepted(case=case.id, number=case.number, papers=(paper,))


@command(Right.ACCEPT_DOCUMENTS, again=True)
def certify(unit: Unit, given: Certify) -> Accepted:
    """Mark the papers, attach scans, certify the form.   mangystau-2013-3 medical cl. 8, process 5; vko-2014-70 cl. 10

    Gaps never stop the operator here: warned, they mark what is there; the licensor refuses.
    """
    service, draft, what = _bound(unit, given.draft, flow="electronic")
    steps = tuple(p.step for p in draft.passed)
    course = unit.first_course(what, *steps, "fill-and-sign", "visit", began=draft.begun_at, passed=draft.passed)
    gaps = findings(service, draft, on=unit.today)
    case: Case = unit.record(
        unit.transaction.new_subject(),
        ApplicationCertified(
            number=unit.next_number(), what=what, documents=taken(service, draft), passed=draft.passed,
            gaps=tuple(Gap.of(g) for g in gaps), certificate=given.certificate, course=course, previous=draft.previous,
            person=people(draft),
        ),
    )  # fmt: skip
    paper = unit.paper("slip", case, lang=draft.lang)
    return Accepted(case=case.id, number=case.number, papers=(paper,))


@command(Right.ACCEPT_DOCUMENTS)
def send(unit: Unit, given: Send) -> Accepted:
    """Send the certified form to Е-лицензирование; it travels with the next sync.   process 6"""
    case = unit.case(given.code)
    if case.what is None or case.status != "accepted":
        raise Refused("step-done", step="send")
    unit.record(case.id, ApplicationSent(course=unit.course(case.what, case, "send")))
    return Accepted(case=case.id, number=case.number, papers=())


@command(Right.ATTACH_SCANS)
def keep_scan(unit: Unit, given: Scan) -> Kept:
    """A scanned paper: PDF, JPEG, PNG or TIFF by its first bytes, whatever it is called. Kept encrypted, by its hash."""
    try:
        body = base64.b64decode(given.body, validate=True)
    except ValueError as wrong:
        raise Refused("file-unreadable") from wrong
    if body and not body.startswith(SCANS):
        raise Refused("file-of-other-kind")
    return Kept(scan=unit.keep_file(body))


@command(Right.OWN_WORK)
def save_draft(unit: Unit, given: SavedDraft) -> Nothing:
    """Kept at every pause in typing; survives a kill, is listed, never leaves this store."""
    _own_draft(unit, given.id)
    unit.keep(
        "drafts", id=given.id, login=unit.account.login, saved_at=unit.instant.iso(),
        body=codec.dump(given.draft).decode(),
    )  # fmt: skip
    return Nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftId:
    id: str


@command(Right.OWN_WORK)
def put_away_draft(unit: Unit, given: DraftId) -> Nothing:
    """The draft became a case, or is not wanted any more."""
    _own_draft(unit, given.id)
    unit.keep("drafts", id=given.id, login=unit.account.login, saved_at=unit.instant.iso(), body="")
    return Nothing()


def _own_draft(unit: Unit, id: str) -> None:
    """A draft is its inspector's: nobody else writes over it or puts it away."""
    if unit.transaction.owner_of_draft(id) not in (None, unit.account.login):
        raise Refused("no-right", right=Right.OWN_WORK.value, role=unit.account.role)


TERM = ("dispatch", "licensor", "licensor-to-courier")
SITTING = ("dispatch", "journal", "commission", "licensor-to-courier", "courier-to-centre", "mark-received")


def promised(
    unit: Unit, service: Service, what: What, *, closing: Moment | None = None
) -> tuple[Moment | None, Source]:
    """When the receipt tells the person to come: the licensor's term counted from handing in, then the way back.

    No act counts the way back into a date for the citizen: the day is reconstructed. ГОБМП's term is the commission's, and
    it sits when the last day for filing is over: before that day is announced, and for papers that come after it, there is
    nothing to promise (atyrau-2015-324 annex 2, cl. 15 (1)–(2)).
    """
    clock = unit.clockwork()
    at = unit.now
    sits = service.step("commission", variant=what.variant, object=what.object, channel=what.channel)
    for id in SITTING if sits else TERM:
        step = service.step(id, variant=what.variant, object=what.object, channel=what.channel)
        if step is None:
            continue
        if step.start == "end-of-filing" and (closing is None or closing.day(unit.zone) < unit.today):
            return None, "reconstructed"
        start = closing if step.start == "end-of-filing" and closing else at
        due = clock.due(step, service, what.channel, start=start)
        if due is not None:
            at = max(at, Moment(due.by))
    return (Moment(_within_hours(unit, at)) if at != unit.now else None), "reconstructed"


def _within_hours(unit: Unit, at: Moment) -> datetime:
    """An hour before the counter closes that day: the courier has come by then."""
    local = at.local(unit.zone)
    return local if local.hour < 19 else local.replace(hour=19, minute=0, second=0)


def _bound(unit: Unit, given: Draft, *, flow: str) -> tuple[Service, Draft, What]:
    """The act of the day and the checked draft; every refusal of CONTRACT.md's settled order comes from here."""
    pack, service = unit.in_force(given.service, "counter")
    draft = checked(unit, service, replace(given, channel="counter"))  # whatever it says: this is the counter
    channel = service.channel("counter")
    if channel is None or channel.flow != flow:
        raise Refused("other-flow", flow=channel.flow if channel else "")
    licensor = (unit.office.licensors or {}).get(service.id)
    if licensor is None:
        raise Refused("no-licensor", service=service.id)
    what = What(
        pack=pack.ref,
        service=service.id,
        variant=draft.variant,
        object=draft.object,
        channel="counter",
        licensor=licensor,
    )
    return service, draft, what


__all__ = ["Accepted", "Finding", "accept", "certify", "give_slip", "record_no_data", "refuse", "send"]
