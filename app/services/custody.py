"""Papers in an office's hands: they go one way at a time, and deeds that look at more than they write one after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.command import Unit
from app.domain.case import Case
from app.domain.events import CustodyMoved, ResultTold
from app.domain.facts import Course, Holder
from app.domain.unclaimed import Lying
from app.problems import Refused

# leg → the act's steps that arriving ends: atyrau-2015-324 annex 1, cl. 10 (4)–(8); annex 2, cl. 18 (4)–(6)
LEGS: dict[tuple[Holder, Holder], tuple[str, ...]] = {
    ("sector", "courier"): ("dispatch",),
    ("courier", "chancellery"): ("courier-to-licensor",),
    ("chancellery", "courier"): ("give-out", "licensor-to-courier"),
    ("courier", "sector"): ("courier-to-centre",),
}
# what an act lets begin with a leg that it has no step for: sko's licensor registers within 10 minutes
BEGINS: dict[tuple[Holder, Holder], tuple[str, ...]] = {("courier", "chancellery"): ("take-in",)}


def arrived(unit: Unit, case: Case, giver: Holder, taker: Holder) -> Course:
    """The steps of the act that are over, and the clocks that begin, when these papers have gone this leg."""
    assert case.what is not None
    leg = (giver, taker)
    steps = LEGS[leg]
    if taker == "sector" and not case.signed:  # the bag is back without having been there: the step is the result's
        steps = ()
    return unit.course(case.what, case, *steps, begin=BEGINS.get(leg, ()))


def at_hand(unit: Unit, case: Case) -> None:
    """A result on paper is given out where it lies, and not while it is in a bag that waits for the courier."""
    assert case.what is not None
    _, service = unit.law_of(case.what)
    channel = service.channel(case.what.channel)
    window = "inspector" if unit.office.side == "centre" else "chancellery"
    if channel is not None and channel.flow == "paper" and case.holder != window:
        raise Refused("held-by-other", holder=case.holder)
    not_given(unit, [case])


def taken_in(unit: Unit, case: Case) -> Case:
    """What lay at an inspector's window is now the sector's."""
    assert case.what is not None
    course = unit.course(case.what, case, "to-sector")
    unit.record(case.id, CustodyMoved(from_holder="inspector", to_holder="sector", course=course))
    return unit.case(case.id)


def lying(unit: Unit, *cases: Case) -> list[tuple[Case, Lying]]:
    """How it stands with the results on paper among these that lie here for their owners."""
    here = [case for case in cases if case.signed and case.holder in ("sector", "inspector")]
    came = unit.transaction.brought(*(case.id for case in here))
    return [
        (
            case,
            Lying(came_on=came[case.id].day(unit.zone), told=tuple(at.day(unit.zone) for at in case.told or ())),
        )
        for case in here
        if case.id in came
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    code: str
    by: Literal["telephone", "message", "letter"] = "telephone"


def told(unit: Unit, given: Tell) -> None:
    """Its owner was told that the result lies here.   mangystau-2013-3 medical cl. 17 (6): kept safe until collected"""
    case = unit.case(given.code)
    if not lying(unit, case):
        raise Refused("nothing-lies-here", number=case.number)
    unit.record(case.id, ResultTold(by=given.by))


def is_over(unit: Unit, case: Case) -> bool:
    """A result that nobody has come for, kept as long as it is kept."""
    return any(it.until <= unit.today for _, it in lying(unit, case))


def one_after_another(unit: Unit) -> None:
    """Before anything is read: who enters, removes, closes or gives at another workplace of the office waits until this is
    done, and then sees it. A hand-over is not written into its cases, nor a scan into its registry, so the versions of
    what is written would not tell; on an embedded store nobody writes beside another in any case.
    """
    unit.transaction.alone(f"papers {unit.office.code}")


def not_given(unit: Unit, cases: list[Case]) -> None:
    """Papers go one way at a time: the same scan twice, or given on before the other has taken."""
    waiting = unit.on_the_way(*cases)
    for case in cases:
        if earlier := waiting.get(case.id):
            raise Refused("given-already", number=case.number, handover=earlier)
