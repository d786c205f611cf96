"""Receipts, slips and marks: what the person at the counter takes home, and what is stuck on the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.case import Case
from app.domain.completeness import Finding
from app.domain.facts import Taken, What
from app.domain.listed import listed
from app.domain.pack import Service
from app.domain.unclaimed import kept_until
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
from app.print.compose.results import electronic
from app.print.facts import Both
from app.print.forms import (
    acceptance_receipt,
    information_slip,
    label,
    refusal_receipt,
    registration_mark,
    separator,
    slip,
    ticket,
)
from app.problems import Refused
from app.proof import cose, receipt
from app.words import words

if TYPE_CHECKING:
    from app.command import Unit

WORD = {"missing": "missing", "expired": "expired", "wrong-kind": "wrong", "no-sheets": "wrong"}


def _documents(service: Service, case: Case) -> list[tuple[Taken, Both]]:
    """What was handed in, by the names of the act's list."""
    assert case.what is not None
    lines = listed(service, case.what, case.people, kinds={d.document: d.kind for d in case.documents})
    return [(d, both(lines[d.document].name)) for d in case.documents if d.document in lines]


def proof(unit: Unit, case: Case, *, kind: receipt.Kind) -> dict[str, Any]:
    """The signed code and what a voice on the telephone can compare; without the device's key there is none."""
    if unit.sign is None:
        return {}
    said_ = receipt.claims(case, kind=kind, day=unit.today)
    code = cose.text(cose.signed(said_, key=unit.transaction.device["code"], sign=unit.sign))
    return {"proof": code, "fingerprint": receipt.documents_hash(case, kind=kind).hex()[:16]}


def acceptance(unit: Unit, case: Case) -> acceptance_receipt.Facts:
    """The five fields of atyrau-2015-324 annex 1, cl. 10 (2), and what helps the person to come back rightly."""
    assert case.what and case.people and case.accepted_at
    _, service = unit.law_of(case.what)
    printed = service.paper("acceptance-receipt", variant=case.what.variant, channel=case.what.channel)
    promised = case.promised_by.local(unit.zone) if case.promised_by else None
    power = case.people.representative.authority if case.people.representative else None
    documents = _documents(service, case)
    return acceptance_receipt.Facts(
        **sheet(unit, case, form="acceptance-receipt"),
        **proof(unit, case, kind="accepted"),
        accepted_at=local(unit, case.accepted_at),
        service=both(service.name),
        asked=asked(service, case.what),
        applicant=applicant(case.people.applicant),
        representative=representative(case.people.representative),
        release_at=promised.isoformat(timespec="seconds") if promised else "",
        release_reconstructed=case.promised_source == "reconstructed",
        release_when=None if promised else said("release.when-decided" if _sits(service, case.what) else "release.when-ready"),
        release_place=each(lambda lang: f"{unit.office.branch.in_(lang)}, {unit.office.address.in_(lang)}"),
        hours=said("office.hours"),
        kept_until=day(kept_until(promised.date())) if promised else "",
        documents=tuple(
            acceptance_receipt.Document(
                name=name, kind=d.kind, sheets=d.sheets, valid_until=day(d.valid_until),
                number=power.number.open() if power and power.number and d.document == "power-of-attorney" else "",
            )
            for d, name in documents
            if not d.returned
        ),
        returned=tuple(name for d, name in documents if d.returned),
        inspector=unit.account.name,
        window=unit.account.device[-1],
        demanded=cited(printed.clause) if printed and printed.source == "act" else None,
    )  # fmt: skip


def _sits(service: Service, what: What) -> bool:
    """A commission decides, and when it sits is announced, not counted (atyrau-2015-324 annex 2, cl. 15)."""
    return service.step("commission", variant=what.variant, object=what.object, channel=what.channel) is not None


def _basis(service: Service, what: What, gaps: tuple[Finding, ...], *, printed: Both | None) -> Both | None:
    """The act knows an incomplete set alone; that a document's term is over is a ground of the law, read into it."""
    over = [g for g in gaps if g.kind == "expired"]
    possible = service.grounds(variant=what.variant, channel=what.channel)
    law = next((cited(r.clause, source=r.source) for r in possible if r.id == "document-expired" and over), None)
    named = [one for one in (printed if len(over) < len(gaps) or law is None else None, law) if one is not None]
    return Both(ru="; ".join(one.ru for one in named), kk="; ".join(one.kk for one in named)) if named else None


def refusal(unit: Unit, case: Case, *, gaps: tuple[Finding, ...]) -> refusal_receipt.Facts:
    """Every missing document with its clause and what to do about it.   atyrau-2015-324 annex 1, cl. 10 (1)"""
    assert case.what and case.people and case.accepted_at
    _, service = unit.law_of(case.what)
    printed = service.paper("refusal-receipt", variant=case.what.variant, channel=case.what.channel)
    basis = _basis(service, case.what, gaps, printed=cited(printed.clause, source=printed.source) if printed else None)
    return refusal_receipt.Facts(
        **sheet(unit, case, form="refusal-receipt"),
        **proof(unit, case, kind="refused"),
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


def information_slip_facts(unit: Unit, case: Case) -> information_slip.Facts:
    """Where else the service is offered that day; nothing was taken in, and it is no refusal."""
    assert case.accepted_at is not None
    name, ways = _elsewhere(unit, case.service)
    return information_slip.Facts(
        **sheet(unit, case, form="information-slip"),
        given_at=local(unit, case.accepted_at),
        service=name,
        ways=ways,
        inspector=unit.account.name,
        window=unit.account.device[-1],
    )


def _elsewhere(unit: Unit, service: str) -> tuple[Both, tuple[information_slip.Way, ...]]:
    try:
        _, found = unit.in_force(service, "counter")
        return both(found.name), ()
    except Refused as no:
        name, channels = no.facts.get("name"), no.facts.get("channels") or ()
        named = Both(**name) if isinstance(name, dict) else said(f"service.{service}")
        ways = tuple(
            information_slip.Way(
                where=said(f"channel.{c['channel']}"), how=_where(unit, c["channel"], Both(**c["where"]))
            )
            for c in channels  # type: ignore[attr-defined]
        )
        return named, ways or (information_slip.Way(where=said(f"slip.{no.code}")),)


def _where(unit: Unit, channel: str, as_the_act_says: Both) -> Both:
    """The department's own desk by its name and address: «канцелярия услугодателя» leads nobody to it."""
    mine = (o for o in unit.offices.values() if o.side == "licensor" and o.region == unit.office.region)
    office = next(mine, None) if channel == "chancellery" else None
    if office is None:
        return as_the_act_says
    return each(
        lambda lang: ", ".join(w for w in (office.name.in_(lang), office.address.in_(lang)) if w not in ("", "—"))
    )


def slip_facts(unit: Unit, case: Case) -> slip.Facts:
    """The program's own paper for the operator's electronic flow: these acts know no receipt."""
    assert case.what and case.people and case.accepted_at
    _, service = unit.law_of(case.what)
    kind: Any = {"no-data": "no-data"}.get(case.status, "refused" if case.negative else "sent")
    clock = next((s for s in case.running if s.step == "licensor" and s.due_by), None)
    step = service.step("licensor", variant=case.what.variant, object=case.what.object, channel=case.what.channel)
    due = unit.clockwork().due(step, service, case.what.channel, start=case.accepted_at) if step else None
    due_on = clock.due_by.local(unit.zone) if clock and clock.due_by else due.by if due else None
    return slip.Facts(
        **sheet(unit, case, form="slip"),
        kind=kind,
        at=local(unit, case.accepted_at),
        service=both(service.name),
        asked=asked(service, case.what),
        applicant=applicant(case.people.applicant),
        register_number=case.register_number or "",
        due_on=day(due_on) if kind == "sent" else "",
        what_next=said(f"slip.next.{kind}"),
        operator=unit.account.name,
        window=unit.account.device[-1],
    )


def label_facts(unit: Unit, case: Case) -> label.Facts:
    """58 × 40 mm for the bundle: no name on it."""
    assert case.what is not None and case.accepted_at is not None
    _, service = unit.law_of(case.what)
    variant = service.variant(case.what.variant)
    return label.Facts(
        **sheet(unit, case, form="label", prefix="D"),
        centre=unit.office.code,
        service=said(f"service.{case.what.service}"),
        variant=both(variant.name) if variant else None,
        documents=sum(not d.returned for d in case.documents),
        sheets=case.sheets,
        accepted_on=day(case.accepted_at.local(unit.zone)),
    )


def separator_facts(unit: Unit, case: Case) -> separator.Facts:
    assert case.what is not None and case.accepted_at is not None
    return separator.Facts(
        **sheet(unit, case, form="separator", prefix="D"),
        accepted_at=local(unit, case.accepted_at),
        service=said(f"service.{case.what.service}"),
        documents=sum(not d.returned for d in case.documents),
        sheets=case.sheets,
    )


# how each act confirms the registration: vko-2014-70, cl. 8, action 1
MARKS: dict[tuple[str, str], str] = {
    ("pharmaceutical-licence", "issue"): "date-and-time",
    ("pharmaceutical-licence", "reissue"): "ticket",
    ("pharmaceutical-licence", "duplicate"): "ticket",
    ("narcotics-licence", "issue"): "date-time-initials",
}


def registration_mark_facts(unit: Unit, case: Case) -> registration_mark.Facts:
    assert case.what is not None and case.people is not None
    _, service = unit.law_of(case.what)
    variant: Any = MARKS.get((case.what.service, case.what.variant), "plain")
    return registration_mark.Facts(
        **sheet(unit, case, form="registration-mark"),
        variant=variant,
        registered_at=local(unit, unit.now),
        applicant=applicant(case.people.applicant),
        service=both(service.name),
        asked=asked(service, case.what),
        specialist=unit.account.name,
    )


def ticket_facts(unit: Unit, case: Case) -> ticket.Facts:
    """The notice (талон) of attachment, its desk and form as the act names them.

    vko-2015-314 cl. 3, 5: the statistics room; mangystau-2013-3 attachment cl. 7 (10): the provider's worker, in free form.
    """
    assert case.what is not None and case.people is not None and case.accepted_at is not None
    _, service = unit.law_of(case.what)
    named = service.paper("ticket", variant=case.what.variant, channel=case.what.channel, result=case.result or "")
    common = sheet(unit, case, form="ticket")
    clause = common["clause"]
    return ticket.Facts(
        **common,
        person=applicant(case.people.applicant),
        from_on=day(unit.today),
        place=both(unit.office.name),
        telephone=unit.office.phone,
        given_by=unit.account.name,
        desk=said(f"desk.{named.desk}" if named else "desk.provider"),
        applied_at=local(unit, case.accepted_at),
        given_at=local(unit, unit.now),
        free_form=each(lambda lang: words(lang)("ticket.free-form", clause=clause.in_(lang)))
        if named and named.free_form and clause
        else None,
        electronic=electronic(service, case),
    )
