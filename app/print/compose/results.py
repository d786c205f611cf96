"""What the licensor decided, on paper: licence, annex, refusal, extract of the protocol; and where a case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.case import ENDED, Case, Status
from app.domain.deciding import says_no
from app.domain.listed import listed
from app.domain.moment import Moment
from app.domain.pack import Result, Service, Step
from app.domain.swimlanes import process_of
from app.print.compose.common import applicant, asked, both, cited, day, local, person, said, sheet
from app.print.facts import Both, Signer
from app.print.forms import licence, licence_annex, protocol_extract, reasoned_refusal, state_of_case, survey

if TYPE_CHECKING:
    from app.command import Unit

ANNEX = "001"


def _common(unit: Unit, case: Case, *, form: str) -> tuple[dict[str, Any], Service]:
    assert case.what is not None
    _, service = unit.law_of(case.what)
    return sheet(unit, case, form=form), service


def _address(case: Case) -> Both:
    assert case.people is not None
    at = case.people.applicant.address
    text = at.open() if at else "—"
    return Both(ru=text, kk=text)


def _accepted_on(unit: Unit, case: Case) -> str:
    return day(case.accepted_at.local(unit.zone)) if case.accepted_at else ""


def _head(unit: Unit) -> Signer:
    return person(unit, unit.account.login, unit.account.role)


def licence_facts(unit: Unit, case: Case) -> licence.Facts:
    common, service = _common(unit, case, form="licence")
    assert case.what and case.people
    kind: Any = case.what.variant
    return licence.Facts(
        **common,
        kind=kind,
        licence=case.result_number or "",
        issued_on=day(unit.today),
        licensee=applicant(case.people.applicant),
        address=_address(case),
        activity=said(f"activity.{service.id}"),
        annex=ANNEX if case.what.object == "licence-and-annex" else "",
        subtypes=len(case.subtypes),
        validity=said("licence.validity"),
        application=case.number,
        accepted_on=_accepted_on(unit, case),
        head=_head(unit),
        electronic=electronic(service, case),
    )


def licence_annex_facts(unit: Unit, case: Case) -> licence_annex.Facts:
    common, service = _common(unit, case, form="licence-annex")
    assert case.what and case.people
    kind: Any = case.what.variant
    return licence_annex.Facts(
        **common,
        kind=kind,
        licence=case.result_number or "",
        annex=ANNEX,
        issued_on=day(unit.today),
        licensee=applicant(case.people.applicant),
        address=_address(case),
        subtypes=tuple(Both(ru=s, kk=s) for s in case.subtypes) or (said(f"activity.{service.id}"),),
        application=case.number,
        accepted_on=_accepted_on(unit, case),
        head=_head(unit),
        electronic=electronic(service, case),
    )


def electronic(service: Service, case: Case) -> bool:
    """Is the case's own result an electronic document there, by its act?   atyrau annex 1, cl. 5; mangystau 6(16), 7(12)"""
    result = _result(service, case)
    return result is not None and case.what is not None and case.what.channel in result.electronic


def _name(service: Service, case: Case) -> Both | None:
    result = _result(service, case)
    return both(result.name) if result else None


def _result(service: Service, case: Case) -> Result | None:
    assert case.what is not None
    possible = service.results_for(variant=case.what.variant, object=case.what.object)
    return next((r for r in possible if r.id == case.result), None)


def reasoned_refusal_facts(unit: Unit, case: Case) -> reasoned_refusal.Facts:
    """The licensor's no, ground by ground, each with its clause; or the end of consideration, another paper by its act."""
    common, service = _common(unit, case, form="reasoned-refusal")
    assert case.what and case.people
    grounds = {r.id: r for r in service.refusals}
    reasons = tuple(
        reasoned_refusal.Reason(text=both(grounds[g].text), clause=cited(grounds[g].clause, source=grounds[g].source))
        for g in case.grounds
        if g in grounds
    )
    lines = listed(service, case.what, case.people)
    lacking = tuple(
        reasoned_refusal.Reason(text=both(lines[g.document].name), clause=cited(g.clause, source=g.source))
        for g in case.gaps
        if g.document in lines
    )
    ended = case.result == "end-of-consideration"
    return reasoned_refusal.Facts(
        **common,
        kind="consideration-ended" if ended else "refusal",
        title=_name(service, case) if ended else None,
        outgoing=case.result_number or "",
        signed_on=day(unit.today),
        applicant=applicant(case.people.applicant),
        address=_address(case) if case.people.applicant.address else None,
        application=case.number,
        accepted_on=_accepted_on(unit, case),
        service=both(service.name),
        asked=asked(service, case.what),
        refused=said("refusal.ended" if ended else "refusal.refused"),
        why=reasons[0].text if reasons else said("refusal.refused"),
        reasons=reasons + lacking,
        head=_head(unit),
        seal=not electronic(service, case),
    )


def protocol_extract_facts(unit: Unit, case: Case) -> protocol_extract.Facts:
    """Compliance or non-compliance: both are results.   atyrau-2015-324 annex 2, cl. 13"""
    common, _ = _common(unit, case, form="protocol-extract")
    assert case.what and case.people
    variant: Any = case.what.variant
    complies = not says_no(case.result or "")
    votes = case.votes or (0, 0, 0)
    sat = next((d.at for d in case.done if d.step == "commission"), unit.now)
    someone = case.people.representative
    return protocol_extract.Facts(
        **common,
        variant=variant,
        protocol=case.references.get("commission", ""),
        sat_at=local(unit, sat),
        supplier=applicant(case.people.applicant),
        application=case.number,
        accepted_on=_accepted_on(unit, case),
        journal=case.references.get("journal", ""),
        representative=someone.name.open() if someone else "",
        complies=complies,
        requirements=(protocol_extract.Requirement(text=said("extract.requirements"), met=complies),),
        votes_for=votes[0],
        votes_against=votes[1],
        abstained=votes[2],
        present=sum(votes),
        members=case.members or sum(votes),
        chair=_head(unit),
        secretary=_secretary(unit, case),
    )


def _secretary(unit: Unit, case: Case) -> Signer:
    login = next((d.who for d in case.done if d.step == "journal"), unit.account.login)
    return person(unit, login, "secretary")


def state_of_case_facts(unit: Unit, case: Case) -> state_of_case.Facts:
    common, service = _common(unit, case, form="state-of-case")
    assert case.what is not None
    steps = []
    running = {s.step: s for s in case.running}
    done = {d.step: d for d in case.done}
    for step in _as_they_come(service, case):
        if step.id in done:
            steps.append(state_of_case.Step(text=both(step.text), state="done", at=local(unit, done[step.id].at)))
        elif step.id in running:
            due = running[step.id].due_by
            steps.append(state_of_case.Step(text=both(step.text), state="now", at=local(unit, due) if due else ""))
        elif not step.optional and case.status not in (*ENDED, "lost"):  # nothing is ahead of what has ended
            steps.append(state_of_case.Step(text=both(step.text), state="ahead"))
    stands = _stands(case, unit.now)
    return state_of_case.Facts(
        **common,
        as_of=local(unit, unit.now),
        service=both(service.name),
        steps=tuple(steps),
        verdict=said(f"state.{stands}"),
        advice=said(f"state.advice.{stands}"),
    )


TOLD: dict[Status, str] = {
    "refused": "refused", "no-data": "no-data", "to-release": "to-release", "unclaimed": "unclaimed",
    "released": "released", "lost": "lost",
}  # fmt: skip


def _stands(case: Case, now: Moment) -> str:
    """What the person at the counter is told first, and what to do: an end, or whether what runs is in time."""
    if case.status in TOLD:
        return TOLD[case.status]
    until = [m for m in (case.next_due and case.next_due.due_by, case.promised_by) if m]
    return "late" if any(m < now for m in until) else "in-time"


def _as_they_come(service: Service, case: Case) -> list[Step]:
    """What was done in the order it was done, then what runs, then what is ahead: an act lists them by who does them."""
    assert case.what is not None
    what, running = case.what, {s.step for s in case.running}
    done = {d.step: d.at.utc for d in case.done}
    drawn = process_of(service, variant=what.variant, object=what.object, channel=what.channel)
    order = [box.step for box in drawn.boxes]
    behind = [s for s in order if s.id not in done]
    return [
        *sorted((s for s in order if s.id in done), key=lambda s: done[s.id]),
        *(s for s in behind if s.id in running), *(s for s in behind if s.id not in running),
    ]  # fmt: skip


def survey_facts(unit: Unit, case: Case) -> survey.Facts:
    """Two questions under the name of the service.   mangystau-2013-3, annexes 4 and 3"""
    common, service = _common(unit, case, form="survey")
    return survey.Facts(**common, service=both(service.name), centre=unit.office.code, month=day(unit.today))
