"""The licensor's desk: chancellery, head, specialist, commission and provider, each step as its act orders it.

Steps that an act does not have answer `not-a-step`; what this desk writes travels back to the centre by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from app.command import Coded, Unit, command
from app.domain.case import Case
from app.domain.completeness import Draft, FindingKind
from app.domain.course import allowed
from app.domain.deciding import (
    CONSIDERING,
    UNTIL_SIGNED,
    against,
    fits,
    found_wanting,
    grounds,
    not_reached,
    result_forms,
    says_no,
)
from app.domain.events import (
    ApplicationAccepted,
    ApplicationRegistered,
    ResultPrepared,
    ResultSigned,
    StepDone,
)
from app.domain.facts import Gap, StepOutcome, What
from app.domain.listed import listed
from app.domain.names import line
from app.domain.numbers import licence_number, read_number
from app.domain.pack import Result, Service, StepId
from app.domain.roles import Right, Role
from app.problems import Refused
from app.services.custody import at_hand
from app.services.taking import checked, people, taken

MOST_SUBTYPES = 100  # lines of one annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    case: str
    number: str
    step: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """A step with what it refers to: a journal number, a body, its letter."""

    code: str
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    document: str
    kind: FindingKind = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    code: str
    complete: bool
    lacking: tuple[Lacking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    code: str
    positive: bool
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    code: str
    compliant: bool
    reference: str  # number of the protocol
    votes: tuple[int, int, int] = (0, 0, 0)  # for, against, abstained
    members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    code: str
    result: str | None = None  # id in the pack; None: the positive one of this variant and object
    grounds: tuple[str, ...] = ()
    number: str | None = None  # of the licence; the register makes one where none is given
    subtypes: tuple[str, ...] = ()  # of the licensed activity


@command(Right.TAKE_IN)
def register(unit: Unit, given: Coded) -> Stepped:
    """The register gives the e-application its own number.   mangystau-2013-3 medical cl. 8, process 7"""
    case = unit.case(given.code)
    if case.what is None or case.status != "sent":
        raise Refused("step-done" if case.register_number else "step-before", step="registered")
    return Stepped(case=case.id, number=_registered(unit, case.what, case), step="registered")


@command(Right.TAKE_IN)
def accept(unit: Unit, given: Draft) -> Stepped:
    """An application handed in here, not at a counter: taken in as it is, its gaps are the specialist's to find.

    atyrau-2015-324 annex 1, cl. 7 (1); sko-2015-333 cl. 5 (1)–(2); vko-2015-314 cl. 5 (attachment: accept, 30 minutes);
    mangystau-2013-3 medical cl. 7, process 6
    """
    if given.channel == "counter":
        raise Refused("wrong-side", channel=given.channel)
    pack, service = unit.in_force(given.service, given.channel)
    draft = checked(unit, service, given)
    what = What(
        pack=pack.ref, service=service.id, variant=draft.variant, object=draft.object, channel=draft.channel,
        licensor=unit.office.code,
    )  # fmt: skip
    passed = tuple(p.step for p in draft.passed)
    course = unit.first_course(what, *passed, "accept", "take-in-queue", began=draft.begun_at, passed=draft.passed)
    begun = course if course.done else unit.course(what, None, "p-registered", begin=("take-in", "journal"))
    case: Case = unit.record(
        unit.transaction.new_subject(),
        ApplicationAccepted(
            number=unit.next_number(), what=what, documents=taken(service, draft), course=begun,
            begun_at=draft.begun_at, filing_ends_on=draft.filing_ends_on, previous=draft.previous, person=people(draft),
        ),
    )  # fmt: skip
    if service.step("registered", variant=draft.variant, object=draft.object, channel=draft.channel):
        _registered(unit, what, case)  # who takes it in enters it into the register, in one go
    return Stepped(case=case.id, number=case.number, step="accept")


@command(Right.TAKE_IN)
def take_in(unit: Unit, given: Referred) -> Stepped:
    """The chancellery enters the application into its journal.   atyrau cl. 7 (1); sko cl. 5 (2), 8 (2); vko-2014-70 cl. 5"""
    return _step(unit, given.code, "take-in", reference=given.reference)


@command(Right.TAKE_IN)
def confirm_registration(unit: Unit, given: Coded) -> Stepped:
    """The mark of registration that the act asks for, on the copy of the application or as a ticket.   vko-2014-70 cl. 8"""
    stepped = _step(unit, given.code, "confirm-registration")
    case = unit.case(given.code)
    paper = unit.paper("registration-mark", case, lang="both")
    return Stepped(case=case.id, number=case.number, step=stepped.step, paper=paper)


@command(Right.TAKE_IN)
def journal(unit: Unit, given: Referred) -> Stepped:
    """The commission's secretary enters supplier and representative.   atyrau-2015-324 annex 2, cl. 15 (1)"""
    return _step(unit, given.code, "journal", reference=given.reference)


@command(Right.ASSIGN)
def assign(unit: Unit, given: Referred) -> Stepped:
    """The head's visa: who works on it.   atyrau cl. 7 (2); vko-2014-70 cl. 5, action 2"""
    return _step(unit, given.code, "assign", reference=given.reference)


@command(Right.EXAMINE)
def examine(unit: Unit, given: Checked) -> Stepped:
    """Completeness of the set at the licensor, with each act's own outcome.   atyrau cl. 7 (3); sko annex 3, cl. 5 (4)"""
    case = unit.case(given.code)
    assert case.what is not None
    _, service = unit.law_of(case.what)
    lines = listed(service, case.what, case.people)
    if unknown := next((x.document for x in given.lacking if x.document not in lines), None):
        raise Refused("document-unknown", document=unknown)
    if given.complete and given.lacking:
        raise Refused("complete-with-gaps", number=case.number)
    gaps = tuple(
        Gap(document=x.document, kind=x.kind, clause=lines[x.document].clause, source=lines[x.document].source)
        for x in given.lacking
    )
    return _step(unit, given.code, "completeness", outcome="complete" if given.complete else "incomplete", gaps=gaps)


@command(Right.EXAMINE)
def enter_data(unit: Unit, given: Coded) -> Stepped:
    """The applicant's data go into the portal.   vko-2014-70 cl. 5, action 4"""
    return _step(unit, given.code, "enter-data")


@command(Right.EXAMINE)
def ask_body(unit: Unit, given: Referred) -> Stepped:
    """A request to the state body that must agree.   vko-2014-70 cl. 5, action 4"""
    return _step(unit, given.code, "ask-body", reference=given.reference)


@command(Right.EXAMINE)
def record_answer(unit: Unit, given: Answered) -> Stepped:
    """What the body answered.   vko-2014-70 cl. 5, action 5"""
    outcome: Literal["positive", "negative"] = "positive" if given.positive else "negative"
    return _step(unit, given.code, "body-answers", outcome=outcome, reference=given.reference)


@command(Right.EXAMINE)
def verify_documents(unit: Unit, given: Referred) -> Stepped:
    """Are the documents authentic, if that needs to be settled.   atyrau-2015-324 annex 2, cl. 15 (1)"""
    return _step(unit, given.code, "verify-documents", reference=given.reference)


@command(Right.DECIDE)
def decide(unit: Unit, given: Decided) -> Stepped:
    """The commission's protocol: compliant or not. Both are results.   atyrau-2015-324 annex 2, cl. 15 (2), 13"""
    if min(*given.votes, given.members) < 0 or (given.members and given.members < sum(given.votes)):
        raise Refused("votes-miscounted", votes=sum(given.votes), members=given.members)
    outcome: Literal["compliant", "non-compliant"] = "compliant" if given.compliant else "non-compliant"
    votes = given.votes if any(given.votes) else None
    return _step(
        unit, given.code, "commission", outcome=outcome, reference=given.reference, votes=votes,
        members=given.members or None,
    )  # fmt: skip


@command(Right.EXAMINE)
def prepare(unit: Unit, given: Prepared) -> Stepped:
    """The result, or the reasoned refusal with its grounds.   atyrau cl. 7 (3); vko-2014-70 cl. 5, action 6"""
    case = unit.case(given.code)
    assert case.what is not None
    _, service = unit.law_of(case.what)
    if case.signed:
        raise Refused("step-done", step="prepare")
    if waits := not_reached(service, case):
        raise Refused("step-before", step=waits)
    result = _result(service, case, given.result)
    why_not, step_of = against(service, case, result)
    if why_not:
        raise Refused(why_not, step=step_of)
    step = service.step("prepare", **_where(case))
    if case.result == result.id and not result.negative:  # another answer may be prepared until one is signed
        raise Refused("step-done", step="prepare")
    if step and not result.negative and case.result is None and (why := allowed(service, case, step.id)):
        raise Refused(why[0], step="prepare")  # a refusal may come earlier: an incomplete set, a body's no
    if result.negative and not given.grounds:
        raise Refused("grounds-missing")
    possible = {r.id for r in grounds(service, variant=case.what.variant, channel=case.what.channel)}
    if unknown := [g for g in given.grounds if g not in possible or not fits(result.id, g)]:
        raise Refused("ground-unknown", ground=unknown[0])
    number = _number_given(given) or _result_number(unit, service, result)
    unit.record(
        case.id,
        ResultPrepared(
            result=result.id, negative=result.negative, number=number,
            grounds=given.grounds, subtypes=_subtypes(given), course=unit.course(case.what, case, "prepare"),
        ),
    )  # fmt: skip
    return Stepped(case=case.id, number=case.number, step="prepare")


def _number_given(given: Prepared) -> str:
    """As the register gave it; where it has the form of one of today, its check digits agree."""
    number = line(given.number or "")
    if read_number(number).kind == "licence" and (problem := read_number(number).problem):
        raise Refused("result-number-invalid", number=number, problem=problem)
    return number


def _subtypes(given: Prepared) -> tuple[str, ...]:
    """Each a line of the annex, said once."""
    named = dict.fromkeys(told for subtype in given.subtypes if (told := line(subtype)))
    if len(named) > MOST_SUBTYPES:
        raise Refused("subtypes-too-many", most=MOST_SUBTYPES)
    return tuple(named)


@command(Right.SIGN_RESULT, again=True)
def sign(unit: Unit, given: Coded) -> Stepped:
    """The head signs; with it the licensor's term is kept. The paper of the result is drawn.   atyrau cl. 7 (4)"""
    case = unit.case(given.code)
    if case.what is None or case.result is None or case.signed:
        raise Refused("step-done" if case.signed else "step-before", step="sign")
    prepared = next((d.who for d in case.done if d.step == "prepare"), "")
    if prepared == unit.account.login and unit.account.role != Role.PROVIDER:  # its act names one person for both
        raise Refused("two-people", deed="sign")
    done = (
        "sign",
        "licensor",
        *(("refused",) if case.negative else ()),
        *(("ticket",) if case.what.variant == "attach" else ()),
    )
    course = unit.course(case.what, case, *done)
    after: Case = unit.record(case.id, ResultSigned(by="seal-and-signature", course=course))
    paper, *_ = [unit.paper(form, after, lang="both") for form in result_forms(case)]
    return Stepped(case=case.id, number=case.number, step="sign", paper=paper)


@command(Right.TAKE_IN)
def give_out(unit: Unit, given: Coded) -> Stepped:
    """Given to the applicant at the licensor's own window; what goes by courier is given by the hand-over."""
    case = unit.case(given.code)
    if not case.signed:
        raise Refused("no-result-yet", number=case.number)
    at_hand(unit, case)
    return _step(unit, given.code, "give-out")


def _step(
    unit: Unit, code: str, step: StepId, *, outcome: StepOutcome = "done", reference: str | None = None,
    gaps: tuple[Gap, ...] = (), votes: tuple[int, int, int] | None = None, members: int | None = None,
) -> Stepped:  # fmt: skip
    case = unit.case(code)
    assert case.what is not None
    _, service = unit.law_of(case.what)
    if why := allowed(service, case, step):
        raise Refused(why[0], step=step, clause=_clause(service, case, step))
    if step in CONSIDERING and found_wanting(case):
        raise Refused("found-wanting", step=step, clause=_clause(service, case, "completeness"))
    if case.signed and step in UNTIL_SIGNED:
        raise Refused("answered-already", step=step)
    course = unit.course(case.what, case, step)
    if outcome in ("incomplete", "negative"):  # what is left is to say no: no clock begins of what nobody does any more
        course = replace(course, started=tuple(s for s in course.started if s.step not in CONSIDERING))
    fact = StepDone(
        step=step,
        outcome=outcome,
        reference=line(reference) if reference else reference,
        gaps=gaps,
        votes=votes,
        members=members,
        course=course,
    )
    unit.record(case.id, fact)
    return Stepped(case=case.id, number=case.number, step=step)


def _result(service: Service, case: Case, id: str | None) -> Result:
    assert case.what is not None
    fitting = service.results_for(variant=case.what.variant, object=case.what.object)
    if case.outcome == "non-compliant" and id is None:  # the same extract says the one or the other
        id = next((r.id for r in fitting if says_no(r.id)), None)
    found = next((r for r in fitting if r.id == id or (id is None and not r.negative)), None)
    if found is None:
        raise Refused("result-not-in-act", result=id or "", known=", ".join(r.id for r in fitting))
    return found


def _result_number(unit: Unit, service: Service, result: Result) -> str:
    """A licence as the register numbers it; anything else by the department's own count."""
    serial = unit.transaction.next_serial(unit.now.local(unit.zone).year)
    year = unit.transaction.device["year"]
    if service.id.endswith("-licence") and not result.negative:
        return licence_number("LAA", year % 100 * 1_000_000 + serial)
    return f"{unit.transaction.device['code'][-2:]}-{year % 100:02d}/{serial}"


def _where(case: Case) -> dict[str, str]:
    assert case.what is not None
    return {"variant": case.what.variant, "object": case.what.object, "channel": case.what.channel}


def _clause(service: Service, case: Case, step: str) -> str:
    found = service.step(step, **_where(case))
    return found.clause if found else ""


def _registered(unit: Unit, what: What, case: Case) -> str:
    number = _register_number(unit)
    unit.record(case.id, ApplicationRegistered(number=number, course=unit.course(what, case, "registered")))
    return number


def _register_number(unit: Unit) -> str:
    """As Е-лицензирование numbers: digits only, the year first."""
    device, serial = unit.transaction.device, unit.transaction.next_serial(unit.now.local(unit.zone).year)
    return f"{device['year'] % 100:02d}{device['code'][-2:]}{serial:08d}"
