"""One case as its screen shows it: the fold, the line of its steps, its papers, its history."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from app.command import Asking, Coded, CodedPage, query
from app.domain import codec
from app.domain.case import Case
from app.domain.course import allowed
from app.domain.facts import Remark
from app.domain.numbers import NotACode, OtherKind, number_of
from app.domain.pack import Text
from app.domain.personal import Personal
from app.domain.rights import right_of_form
from app.domain.roles import Right, Role, may
from app.problems import Refused
from app.queries.limits import Limits
from app.queries.queue import at_most
from app.queries.reach import reachable
from app.store.erasing import ERASED
from app.store.tables import accounts, cases, events, papers, persons


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step of the act on the line of a case: planned and real, with its clause."""

    step: str
    actor: str
    text: Text
    clause: str
    source: str
    state: str  # done, running, ahead
    due_by: str | None = None
    risk_at: str | None = None  # from when the clock is at risk
    at: str | None = None
    who: str = ""
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    id: str
    form: str
    code: str
    copy: int
    drawn: bool
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    case: Case
    service: Text | None
    variant: Text | None
    steps: tuple[StepLine, ...]
    papers: tuple[PaperRow, ...]
    names: dict[str, str]  # login → name, of everybody on the line
    asked_why: Personal | None = None  # the words of who asked for what waits for a second person

    def risk_at(self, step: str) -> str | None:
        return next((s.risk_at for s in self.steps if s.step == step), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    id: str
    kind: str
    at: str
    who: str
    device: str
    seq: int
    version: int


@query(Right.SEE_CASES)
def open(asking: Asking, given: Coded) -> Opened:
    """By a scanned or typed code, number or id; also by the register's own number."""
    case = case_by(asking, given.code)
    if case.what is None:
        return Opened(case=case, service=None, variant=None, steps=(), papers=_papers(asking, case.id), names={})
    _, service = asking.law_of(case.what)
    what = case.what
    variant = service.variant(what.variant)
    done, running = {d.step: d for d in case.done}, {s.step: s for s in case.running}
    steps, limits = [], Limits(asking)
    for step in service.steps_for(variant=what.variant, object=what.object, channel=what.channel):
        finished, clock = done.get(step.id), running.get(step.id)
        due_by = finished.due_by if finished else clock.due_by if clock else None
        risk_at = limits.of(step, due_by) if due_by else None
        steps.append(
            StepLine(
                step=step.id, actor=step.actor, text=step.text, clause=step.clause, source=step.source,
                state="done" if finished else "running" if clock else "ahead", due_by=due_by.iso() if due_by else None,
                risk_at=risk_at.iso() if risk_at else None,
                at=finished.at.iso() if finished else None, who=finished.who if finished else "",
                why_not=allowed(service, case, step.id),
            )
        )  # fmt: skip
    logins = {case.by, *(d.who for d in case.done), *((case.asked.who,) if case.asked else ())}
    named = asking.connection.execute(select(accounts.c.login, accounts.c.name).where(accounts.c.login.in_(logins)))
    return Opened(
        case=case, service=service.name, variant=variant.name if variant else None, steps=tuple(steps),
        papers=_papers(asking, case.id), names={r.login: r.name for r in named}, asked_why=_asked_why(asking, case),
    )  # fmt: skip


def _asked_why(asking: Asking, case: Case) -> Personal | None:
    """Who says yes must know to what."""
    if case.asked is None:
        return None
    words = asking.connection.execute(select(persons.c.person).where(persons.c.event == case.asked.event)).scalar()
    told = json.loads(bytes(words)) if words else {}
    return codec.read(Remark, told).words if told else None


@query(Right.SEE_CASES)
def history(asking: Asking, given: CodedPage) -> tuple[EventRow, ...]:
    """Every event of a case: who, when, where."""
    case = case_by(asking, given.code)
    chosen = select(events).where(events.c.subject == case.id)
    if given.after:  # id of the last one seen
        last = asking.connection.execute(chosen.where(events.c.id == given.after)).first()
        if last is None:
            raise codec.BadShape("after", "the id of the event that was seen last is expected")
        version = events.c.version
        chosen = chosen.where(or_(version > last.version, and_(version == last.version, events.c.id > last.id)))
    rows = asking.connection.execute(chosen.order_by(events.c.version, events.c.id).limit(at_most(given.limit)))
    found = []
    for row in rows:
        head = json.loads(bytes(row.head))
        found.append(
            EventRow(
                id=row.id,
                kind=row.kind,
                at=head["at"],
                who=head["who"],
                device=row.device,
                seq=row.seq,
                version=row.version,
            )
        )
    return tuple(found)


@query(Right.SEE_BAGS)
def papers_of(asking: Asking, given: CodedPage) -> tuple[PaperRow, ...]:
    """Papers of a case, registry or hand-over, by its code or id."""
    subject = given.code if len(given.code) == 36 else case_by(asking, given.code).id
    return _papers(asking, subject, after=given.after or "", limit=given.limit)


def _papers(asking: Asking, subject: str, *, after: str = "", limit: int = 200) -> tuple[PaperRow, ...]:
    """Only what this office has made, without what was erased."""
    there = papers.c.edition.is_distinct_from(ERASED)
    mine = (papers.c.subject == subject, papers.c.centre == asking.office.code, papers.c.id > after, there)
    rows = asking.connection.execute(select(papers).where(*mine).order_by(papers.c.id).limit(at_most(limit)))
    return tuple(
        PaperRow(id=r.id, form=r.form, code=r.code, copy=r.copy, drawn=r.file is not None, file=r.file)
        for r in rows
        if may(Role(asking.account.role), right_of_form(r.form))
    )


def case_by(asking: Asking, code: str) -> Case:
    """The case of this office behind a code, number, id, or the register's number."""
    if len(code) == 36:
        match = cases.c.id == code
    elif code.isdigit():
        match = cases.c.register_number == code
    else:
        try:
            match = cases.c.number == number_of(code, "CD")
        except NotACode as wrong:
            raise Refused("code-invalid", code=code, problem=wrong.problem) from wrong
        except OtherKind as other:
            raise Refused("code-of-other-kind", code=code, kind=other.kind) from other
    state = asking.connection.execute(select(cases.c.state).where(match, *reachable(asking))).scalar()
    if state is None:
        raise Refused("case-unknown", code=code)
    return codec.load(Case, state)
