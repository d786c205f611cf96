"""A case is the fold of its events: where it stands, which clocks run, who holds its papers. Nobody writes a status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from app.domain import events as e
from app.domain import facts as f
from app.domain.completeness import Passed
from app.domain.moment import Moment
from app.domain.pack import Source, StepId
from app.domain.people import People
from app.domain.personal import Personal
from app.domain.rungs import RungId
from app.domain.signature import Place, Reason, Verdict, verdict_of

Status = Literal[
    "refused", "slip", "no-data",  # one event, ended
    "accepted", "in-sector", "in-registry", "on-the-way", "at-licensor", "sent", "registered",
    "result-ready", "result-on-the-way", "to-release", "unclaimed", "released", "lost",
]  # fmt: skip
ENDED: frozenset[str] = frozenset({"refused", "slip", "no-data", "released"})
AFTER_END = (e.SurveyAnswered, e.PaperReprinted, e.HolderCalled, e.PeopleErased)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Who, when, where of an event. `version` is the order inside a case, never the time."""

    id: str
    v: int
    kind: str
    device: str
    seq: int
    case: str
    version: int
    op: str
    who: str
    at: Moment
    recorded_at: str
    clock: str
    side: e.Side


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneStep:
    step: StepId
    at: Moment
    who: str
    due_by: Moment | None = None
    clause: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who answers for a step was called: by a rung of the ladder, or by a person."""

    step: StepId
    rung: RungId
    at: Moment
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An ЭЦП that stands at the case, and what is known about it."""

    place: Place
    event: str  # that was signed
    who: str
    at: Moment
    reason: Reason

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An override that waits for a second person."""

    event: str
    what: e.OverrideId
    who: str
    at: Moment
    office: str | None = None  # where it was asked, and is answered; None: anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    version: int
    status: Status
    number: str
    what: f.What | None = None  # a slip has none
    service: str = ""
    accepted_at: Moment | None = None
    by: str = ""  # who took it in
    holder: f.Holder = "inspector"
    documents: tuple[f.Taken, ...] = ()
    gaps: tuple[f.Gap, ...] = ()
    registry: str | None = None
    register_number: str | None = None
    cell: str | None = None
    mark: str | None = None  # how the result came back
    remark: Personal | None = None  # what was wrong with it
    result: str | None = None
    result_number: str | None = None
    negative: bool | None = None
    signed: bool = False
    grounds: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    outcome: str | None = None  # of the last step that has one: incomplete, compliant …
    references: dict[str, str] = field(default_factory=dict)  # step → journal number, letter, protocol
    votes: tuple[int, int, int] | None = None
    members: int | None = None
    promised_by: Moment | None = None
    promised_source: Source = "reconstructed"
    filing_ends_on: date | None = None
    previous: str | None = None
    passed: tuple[Passed, ...] = ()
    running: tuple[f.Started, ...] = ()
    done: tuple[DoneStep, ...] = ()
    survey: tuple[int, int] | None = None
    out_of_order: tuple[str, ...] = ()  # ids of events that did not fit their place
    released_at: Moment | None = None
    calls: tuple[Call, ...] | None = None  # None: nobody was called
    told: tuple[Moment, ...] | None = None  # when its owner was told of the result; None: never
    asked: Asked | None = None
    signatures: tuple[Signed, ...] | None = None  # None: nobody signed electronically
    erased: Moment | None = None  # when its people were
    people: People | None = None  # None: erased

    def is_done(self, step: str) -> bool:
        return any(d.step == step for d in self.done)

    @property
    def next_due(self) -> f.Started | None:
        """The clock that runs out first."""
        clocks = [s for s in self.running if s.due_by]
        return min(clocks, key=lambda s: s.due_by.utc) if clocks else None  # type: ignore[union-attr]

    @property
    def ended_at(self) -> Moment | None:
        """From then on its people are kept for their term. None: it runs still."""
        return (self.released_at or self.accepted_at) if self.status in ENDED else None

    @property
    def sheets(self) -> int:
        return sum(d.sheets for d in self.documents if not d.returned)


def order(head: Head) -> tuple[int, int, str]:
    """By version, centre before licensor, id – so any order and repetition of arrival gives the same case."""
    return head.version, 0 if head.side == "centre" else 1, head.id


def fold(journal: Iterable[tuple[Head, Any]]) -> Case | None:
    """The case that these events make, whatever order they came in. None: its first event is not here yet."""
    case: Case | None = None
    for head, fact in sorted({h.id: (h, fact) for h, fact in journal}.values(), key=lambda pair: order(pair[0])):
        case = apply(case, head, fact)
    return case


def apply(case: Case | None, head: Head, fact: Any) -> Case | None:
    """One more event. An event before the case's first cannot be placed and waits: `fold` meets it again, in order."""
    if case is None:
        return _first(head, fact)
    grown = _grow(case, head, fact)
    if grown is None:
        return replace(case, version=max(case.version, head.version), out_of_order=(*case.out_of_order, head.id))
    return replace(grown, version=max(case.version, head.version))


def _first(head: Head, fact: Any) -> Case | None:
    def begin(status: Status, **more: Any) -> Case:
        case = Case(
            id=head.case,
            version=head.version,
            status=status,
            number=fact.number,
            accepted_at=head.at,
            by=head.who,
            **more,
        )
        return _run(case, fact.course, head, passed=case.passed) if hasattr(fact, "course") else case

    match fact:
        case e.ApplicationAccepted():
            there = head.side == "licensor"  # handed in at the licensor's own chancellery, or the provider's desk
            return begin(
                "at-licensor" if there else "accepted", holder="chancellery" if there else "inspector",
                what=fact.what, service=fact.what.service, documents=fact.documents, people=fact.person,
                promised_by=fact.promised_by, promised_source=fact.promised_source, previous=fact.previous,
                filing_ends_on=fact.filing_ends_on,
            )  # fmt: skip
        case e.ApplicationRefused():
            return begin(
                "refused", what=fact.what, service=fact.what.service, documents=fact.documents, gaps=fact.gaps,
                people=fact.person, holder="applicant",
            )  # fmt: skip
        case e.SlipGiven():
            return begin("slip", service=fact.service, outcome=fact.reason, holder="applicant")
        case e.NoDataRecorded():
            return begin(
                "no-data", what=fact.what, service=fact.what.service, people=fact.person, outcome=fact.register,
                passed=fact.passed, holder="applicant",
            )  # fmt: skip
        case e.ApplicationCertified():
            return begin(
                "accepted", what=fact.what, service=fact.what.service, documents=fact.documents, gaps=fact.gaps,
                people=fact.person, passed=fact.passed, previous=fact.previous,
            )  # fmt: skip
    return None


def _grow(case: Case, head: Head, fact: Any) -> Case | None:
    """The case after `fact`, or None where the fact does not fit: it is kept, and shown to a person."""
    if case.status in ENDED and not isinstance(fact, AFTER_END) and getattr(fact, "what", None) != "erase-people":
        return None
    match fact:
        case e.ApplicationSent():
            grown = replace(case, status="sent") if case.status == "accepted" else None
        case e.ApplicationRegistered():
            if case.register_number:
                return None
            grown = replace(case, status="registered", register_number=fact.number)
        case e.EnteredInRegistry():
            if case.registry:
                return None
            status: Status = "result-ready" if case.signed else "in-registry"
            grown = replace(case, registry=fact.registry, status=status)
        case e.RemovedFromRegistry():
            if case.registry != fact.registry:
                return None
            there = case.status if case.holder == "lost" else "result-ready" if case.signed else "in-sector"
            grown = replace(case, registry=None, status=there)
        case e.CustodyMoved():
            if case.holder != fact.from_holder:
                return None
            grown = _held(case, fact.to_holder)
        case e.ResultMarked():
            if not case.signed:
                return None
            grown = replace(case, mark=fact.state, cell=fact.cell or case.cell, registry=None)
            if fact.state != "whole":
                grown = replace(grown, remark=fact.person.words if fact.person else None)
        case e.CaseShelved():
            grown = replace(case, cell=fact.cell if fact.found else None)
        case e.StepDone():
            if case.is_done(fact.step):
                return None
            grown = case if fact.outcome == "done" else replace(case, outcome=fact.outcome)
            grown = replace(grown, gaps=fact.gaps) if fact.gaps else grown
            if fact.reference:
                grown = replace(grown, references={**grown.references, fact.step: fact.reference})
            if fact.votes:
                grown = replace(grown, votes=fact.votes, members=fact.members)
        case e.ResultPrepared():
            if case.signed:
                return None
            grown = replace(
                case, result=fact.result, result_number=fact.number, negative=fact.negative, grounds=fact.grounds,
                subtypes=fact.subtypes,
            )  # fmt: skip
        case e.ResultSigned():
            if case.result is None or case.signed:
                return None
            grown = replace(case, signed=True, status="result-ready", registry=None)
        case e.ResultTold():
            grown = replace(case, told=(*(case.told or ()), head.at)) if case.signed else None
        case e.ResultAskedBack():
            if case.status != "unclaimed":
                return None
            grown = replace(case, status="result-ready" if case.holder == "chancellery" else "result-on-the-way")
        case e.ResultReleased():
            if not case.signed:
                return None
            grown = replace(case, status="released", holder="applicant", released_at=head.at, cell=None)
        case e.SurveyAnswered():
            return replace(case, survey=(fact.quality, fact.information)) if case.survey is None else None
        case e.PaperReprinted() | e.SheetRecorded():
            return case
        case e.HolderCalled():
            return _called(case, head, fact)
        case e.SignatureKept():
            now = Signed(place=fact.place, event=fact.signs, who=head.who, at=head.at, reason=fact.judgement.reason)
            before = tuple(s for s in case.signatures or () if (s.place, s.event) != (now.place, now.event))
            return replace(case, signatures=(*before, now))
        case e.OverrideRequested():
            return replace(
                case, asked=Asked(event=head.id, what=fact.what, who=head.who, at=head.at, office=fact.office)
            )
        case e.OverrideConfirmed():
            asked = case.asked
            if asked is None or (asked.event, asked.what) != (fact.request, fact.what) or asked.who == head.who:
                return None  # nobody says yes to themselves, at whichever node
            return replace(case, asked=None)
        case e.PeopleErased():
            return _erased(case, head, fact)
        case _:
            return None
    if grown is None:
        return None
    grown = _run(grown, fact.course, head) if hasattr(fact, "course") else grown
    return replace(grown, running=()) if grown.status in ENDED else grown


def _called(case: Case, head: Head, fact: e.HolderCalled) -> Case:
    """A rung counts once for a clock, even where two nodes saw it; a person may remind again."""
    calls = case.calls or ()
    if fact.rung != "reminded" and any((c.step, c.rung) == (fact.step, fact.rung) for c in calls):
        return case
    return replace(case, calls=(*calls, Call(step=fact.step, rung=fact.rung, at=head.at, who=head.who)))


def _erased(case: Case, head: Head, fact: e.PeopleErased) -> Case | None:
    """Asked for by another person of the office that took it in. Everything that a person is named in is empty."""
    asked = case.asked
    if asked is None or (asked.event, asked.what) != (fact.request, "erase-people") or asked.who == head.who:
        return None
    if case.status not in ENDED or case.number.split("-")[0] != head.device.split("-")[0]:
        return None
    return replace(case, asked=None, people=None, remark=None, erased=head.at)


def _held(case: Case, holder: f.Holder) -> Case:
    status: Status
    match holder, case.signed:
        case "sector", False:
            status = "in-sector"
        case "sector", True:
            status = "result-on-the-way"
        case "courier", False:
            status = "on-the-way"
        case "courier", True:  # away from the sector it goes for one reason only
            status = "unclaimed" if case.holder == "sector" else "result-on-the-way"
        case "chancellery", False:
            status = "at-licensor"
        case "chancellery", True:
            status = "unclaimed" if case.status == "unclaimed" else "result-ready"
        case "inspector", True:
            status = "to-release"
        case "lost", _:
            status = "lost"
        case _:
            status = case.status
    return replace(case, holder=holder, status=status, registry=case.registry if holder != "chancellery" else None)


def _run(case: Case, course: f.Course, head: Head, *, passed: tuple[Passed, ...] = ()) -> Case:
    """Stops the clocks of the steps that are done, starts the next. What had `passed` before was done at its own moment."""
    clocks = {s.step: s for s in (*course.started, *case.running)}  # a clock that runs is not set again
    moments = {p.step: p.at for p in passed}
    done = list(case.done)
    for step in course.done:
        if case.is_done(step):
            continue
        clock = clocks.get(step)
        done.append(
            DoneStep(
                step=step, at=moments.get(step, head.at), who=head.who, due_by=clock.due_by if clock else None,
                clause=clock.clause if clock else "", own=clock.own if clock else False,
            )
        )  # fmt: skip
    finished = {d.step for d in done}
    running = tuple(s for s in {**{r.step: r for r in case.running}, **clocks}.values() if s.step not in finished)
    return replace(case, done=tuple(done), running=running)
