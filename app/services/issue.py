"""The release window: the result goes to the person, and it is written down who took it and how they were known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.command import Coded, Nothing, Unit, command
from app.domain.case import Case
from app.domain.events import CustodyMoved, ResultAskedBack, ResultReleased, SurveyAnswered
from app.domain.facts import Collector
from app.domain.names import LINE, clean
from app.domain.numbers import read_number, trouble_with
from app.domain.personal import Personal
from app.domain.roles import Right
from app.problems import Refused
from app.services.custody import Tell, at_hand, not_given, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    code: str
    collector: Literal["applicant", "representative"] = "applicant"
    name: Personal
    number: Personal | None = None
    document_shown: Literal["identity-card", "passport", "residence-permit", "other"] = "identity-card"
    authority: Personal | None = None  # number of the power of attorney, or by what right a firm's head acts


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    code: str
    quality: Literal[1, 2, 3]
    information: Literal[1, 2, 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    case: str
    number: str
    paper: str = ""


@command(Right.RELEASE_RESULT)
def take(unit: Unit, given: Coded) -> Released:
    """The sector's result is now at the inspector's window.   atyrau-2015-324 annex 1, cl. 10 (9), process 8"""
    case = unit.case(given.code)
    if case.what is None or not case.signed:
        raise Refused("no-result-yet", number=case.number)
    if case.holder != "sector":
        raise Refused("held-by-other", holder=case.holder)
    not_given(unit, [case])  # an old bag of two nodes that had not met: it is taken back first
    course = unit.course(case.what, case, "sector-to-inspector")
    unit.record(case.id, CustodyMoved(from_holder="sector", to_holder="inspector", course=course))
    return Released(case=case.id, number=case.number)


@command(Right.RELEASE_RESULT)
def release(unit: Unit, given: Release) -> Released:
    """Give the result out.   atyrau-2015-324 annex 1, cl. 10 (10), process 9; mangystau-2013-3 medical cl. 8, process 9"""
    case = unit.case(given.code)
    if case.what is None or not case.signed:
        raise Refused("no-result-yet", number=case.number)
    if case.status == "released":
        raise Refused("already-released", number=case.number)
    at_hand(unit, case)
    name, number, authority = clean(given.name), _line(given.number), _line(given.authority)
    if not name:
        raise Refused("collector-missing")
    if not any(c.isalpha() for c in name.open()):
        raise Refused("name-without-letters")
    if number and (problem := trouble_with(number.open())):
        raise Refused("number-invalid", problem=problem)
    if given.collector == "representative" and not authority:
        raise Refused("authority-missing")
    if given.collector == "applicant" and number and _stranger(case, number):
        raise Refused("collector-not-applicant", number=case.number)
    course = unit.course(case.what, case, "release", "release-queue")
    collector = Collector(name=name, number=number, authority=authority)
    unit.record(
        case.id,
        ResultReleased(collector=given.collector, document_shown=given.document_shown, course=course, person=collector),
    )
    paper = unit.paper("survey", unit.case(case.id), lang="both")
    return Released(case=case.id, number=case.number, paper=paper)


def _stranger(case: Case, number: Personal) -> bool:
    """Another natural person than the applicant. Of a firm nobody is the applicant in person: its head comes for it."""
    if case.people is None:
        return False
    owner = read_number(case.people.applicant.number.open())
    return owner.kind == "iin" and read_number(number.open()).value != owner.value


def _line(words: Personal | None) -> Personal | None:
    return clean(words, LINE) if words else None


@command(Right.RELEASE_RESULT)
def tell_owner(unit: Unit, given: Tell) -> Nothing:
    """The release window has told its owner that the result lies here."""
    told(unit, given)
    return Nothing()


@command(Right.RELEASE_RESULT)
def ask_back(unit: Unit, given: Coded) -> Nothing:
    """Its owner has come after the result went back uncollected: the licensor sends it again (reconstructed, FACTS 1.1)."""
    case = unit.case(given.code)
    if case.status != "unclaimed":
        raise Refused("not-sent-back", number=case.number)
    unit.record(case.id, ResultAskedBack())
    return Nothing()


@command(Right.RELEASE_RESULT)
def survey(unit: Unit, given: Survey) -> Nothing:
    """Two questions, three answers each.   mangystau-2013-3, annexes 4 and 3"""
    case = unit.case(given.code)
    if case.status != "released":
        raise Refused("no-result-yet", number=case.number)
    if case.survey:
        raise Refused("step-done", step="survey")
    unit.record(case.id, SurveyAnswered(quality=given.quality, information=given.information))
    return Nothing()
