"""A case as the licensor answers it: its papers by name, what was done, the answers there are, what it is that is signed."""

from __future__ import annotations

from datetime import date

from app.command import CodedPage
from app.domain.case import Case
from app.domain.deciding import fits, found_wanting
from app.domain.listed import listed
from app.domain.pack import Refusal, Result, Service
from app.queries.case import Opened
from app.queries.queue import CaseRow
from ui.desks import texts
from ui.desks.licensor_steps import ORDER, no_of
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.palette import Entry
from ui.parts.verdict import Verdict
from ui.screens.licensor_view import Check

POSITIVE = "positive"


def prepared(service: Service | None, case: Case) -> Result | None:
    """What waits for its signature, as the act names it."""
    if service is None or case.what is None:
        return None
    known = service.results_for(variant=case.what.variant, object=case.what.object)
    return next((r for r in known if r.id == case.result), None)


def to_sign(service: Service | None, opened: Opened) -> Verdict:
    """Nobody signs what they were not told: a licence or a no, on which ground, under which number, by whom."""
    case, result = opened.case, prepared(service, opened.case)
    name = texts.text(result.name) if result else say("desk.do.prepare")
    grounds = service.refusals if service else ()
    why = [f"{texts.text(g.text)} ({texts.clause(g.clause)})" for g in grounds if g.id in (case.grounds or ())]
    by = next((d.who for d in case.done if d.step == "prepare"), "")
    who = say("desk.licensor.prepared-by", who=texts.short_name(opened.names.get(by, by))) if by else ""
    number = f" №\u00a0{case.result_number}" if case.result_number else ""
    return Verdict("late" if case.negative else "ok", f"{name}{number}", "\n".join((*why, who)).strip())


def stage(row: CaseRow) -> str:
    """A line of the list below the name: what was asked for, or that the answer is a no, and whose turn it is."""
    what = say("desk.step.refused") if row.negative else texts.variant(row.variant, row.object)
    return f"{what}, {say(f'desk.step.{row.due_step}').lower()}" if row.due_step else what


def look_at(session: Session, case: str) -> None:
    """F4 before the signature: the papers as they would be."""
    session.ask(
        "papers.to_sign", CodedPage(code=case), lambda found: session.printing.look_at(found) if found else None
    )


def may_prepare_again(service: Service | None, case: Case, rights: tuple[str, ...]) -> bool:
    """Until it is signed the specialist may answer otherwise: the head has read it and said no. What a commission has
    decided stands in its protocol, and nobody answers otherwise."""
    what = case.what
    if case.result is None or case.signed or "examine" not in rights or service is None or what is None:
        return False
    return service.step("commission", variant=what.variant, object=what.object, channel=what.channel) is None


def answers(service: Service | None, case: Case, grounds: tuple[Refusal, ...], *, again: bool) -> tuple[Entry, ...]:
    """The reasoned answer with each ground that the act knows; when it is done anew, the positive one too."""
    no = no_of(service, case)
    found = [Entry(g.id, texts.text(g.text), texts.clause(g.clause), icon="norm") for g in grounds if fits(no, g.id)]
    if again and not found_wanting(case):
        found.insert(0, Entry(POSITIVE, say("desk.licensor.positive-result"), icon="paper"))
    return tuple(found)


def deed(service: Service | None, case: Case, chosen: str) -> dict[str, object]:
    """What the command is to be given for an answer that was chosen."""
    if chosen == POSITIVE:
        return {"code": case.id}
    return {"code": case.id, "result": no_of(service, case), "grounds": [chosen]}


def names(service: Service, case: Case) -> dict[str, str]:
    """The papers of its list, as the act calls them."""
    if case.what is None:
        return {}
    kinds = {d.document: d.kind for d in case.documents}
    lines = listed(service, case.what, case.people, kinds=dict(kinds))
    return {id: texts.text(document.name) for id, document in lines.items()}


def clause_of(opened: Opened, step: str) -> str:
    found = next((s.clause for s in opened.steps if s.step == step), "")
    return texts.clause(found) or say("desk.own")


def checks_of(case: Case, named: dict[str, str], marked: dict[str, bool]) -> tuple[Check, ...]:
    """What lies in the bag, as it was looked at; once completeness is decided, what was found stands."""
    gaps, found = {gap.document for gap in case.gaps}, []
    for d in case.documents:
        there = d.document not in gaps if case.is_done("completeness") else marked.get(d.document)
        tone = "info" if d.returned else "wait" if there is None else "ok" if there else "late"
        note = f"{say(f'window.kind.{d.kind}')} · {texts.sheets(d.sheets)}"
        if d.returned:
            note = f"{say(f'window.kind.{d.kind}')} · {say('desk.licensor.given-back')}"
        if d.valid_until:
            note += f" · {say('desk.case.until', when=texts.date_of(d.valid_until))}"
        found.append(Check(id=d.document, name=named.get(d.document, d.document), note=note, tone=tone))
    return tuple(found)


def lacking(case: Case, checks: dict[str, bool], *, today: date) -> list[dict[str, str]]:
    """What is not good enough: its own term is over, else it is as if it were not there.   sko annex 3, cl. 5 (4)"""
    until = {d.document: d.valid_until for d in case.documents}
    bad = [id for id, there in checks.items() if not there]
    over = {id for id in bad if (day := until.get(id)) is not None and day < today}
    return [{"document": id, "kind": "expired" if id in over else "missing"} for id in bad]


def history(session: Session, opened: Opened) -> tuple[tuple[str, str], ...]:
    """The licensor's last four steps, by whom and when; a set that was found incomplete is no tick."""
    found = []
    for s in [s for s in opened.steps if s.state == "done" and s.step in ORDER][-4:]:
        at = f"{session.local(s.at):%d.%m %H:%M}" if s.at else ""
        wanting = s.step == "completeness" and opened.case.outcome == "incomplete"
        words = say("desk.licensor.incomplete" if wanting else f"desk.step.{s.step}")
        found.append(
            ("late" if wanting else "ok", f"{words}: {texts.short_name(opened.names.get(s.who, s.who))}, {at}")
        )
    return tuple(found)
