"""The hand-over: two acts of two people. Who holds the papers changes only when the other has taken them.

No act asks for more than "through the courier"; that both confirm is ours, and what each leg is due by is the act's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.command import Unit, command
from app.domain.case import Case
from app.domain.events import CustodyMoved, HandoverEnded, HandoverGiven, HandoverTaken
from app.domain.facts import Holder
from app.domain.handover import HOLDER_OF, Handover, codes_of, list_hash, may_take_back
from app.domain.roles import Right
from app.problems import Refused
from app.services.custody import LEGS, arrived, is_over, not_given, one_after_another, taken_in
from app.services.taking import remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Give:
    registries: tuple[str, ...] = ()  # codes
    cases: tuple[str, ...] = ()  # codes of what goes without a registry
    to: Literal["courier", "chancellery", "sector"]
    receiver: str | None = None  # login


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    code: str
    missing: tuple[str, ...] = ()  # codes or ids of what is not in the bag: it stays with who gave it
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    handover: str
    number: str
    cases: int
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    code: str
    reason: str


@command(Right.HAND_OVER, again=True)
def give(unit: Unit, given: Give) -> Handed:
    """The holder lets go and names who is to take."""
    holder = _holder(unit)
    if (holder, given.to) not in LEGS:
        raise Refused("no-such-leg", holder=holder, to=given.to)
    _can_take(unit, given)
    one_after_another(unit)
    registries = [unit.registry(code) for code in given.registries]
    if open_one := next((r for r in registries if r.status == "open"), None):
        raise Refused("registry-open", registry=open_one.number)
    alone = [unit.case(c) for c in given.cases]
    if open_one := next((r for c in alone if c.registry and (r := unit.registry(c.registry)).status == "open"), None):
        raise Refused("registry-open", registry=open_one.number)  # it would be left in there, and be gone
    cases = [unit.case(line.case) for r in registries for line in r.lines] + alone
    if not cases:
        raise Refused("nothing-to-give")
    over = {c.id for c in alone if holder == "sector" and c.signed and is_over(unit, c)}
    cases = [taken_in(unit, c) if c.id in over and c.holder == "inspector" else c for c in cases]
    for case in cases:
        if case.holder != holder:
            raise Refused("held-by-other", holder=case.holder, number=case.number)
        if holder == "chancellery" and not case.signed:
            raise Refused("no-result-yet", number=case.number)
        if holder == "chancellery" and case.number.split("-")[0] == unit.office.code:  # no centre waits for it
            raise Refused("handed-in-here", number=case.number)
        if holder == "sector" and case.signed and case.id not in over:
            raise Refused("result-came-back", number=case.number)  # given out here, also where an old registry has it
    not_given(unit, cases)
    cases = list({c.id: c for c in cases}.values())
    ids, number = tuple(c.id for c in cases), unit.next_number()
    signed = unit.hands.give(
        unit, number=number, codes=codes_of((r.number for r in registries), (c.number for c in cases)), holder=holder,
        to=given.to, receiver=given.receiver,
    )  # fmt: skip
    handover: Handover = unit.record(
        unit.transaction.new_subject(),
        HandoverGiven(
            number=number, registries=tuple(r.id for r in registries), cases=ids, from_holder=holder,
            to_holder=given.to, receiver=given.receiver, list_hash=list_hash(tuple(r.id for r in registries), ids),
            key=signed.key, statement=signed.statement,
        ),
    )  # fmt: skip
    paper = unit.paper("courier-sheet", handover, lang="both", cases=cases, registries=registries)
    return Handed(handover=handover.id, number=handover.number, cases=len(ids), paper=paper)


def _can_take(unit: Unit, given: Give) -> None:
    """Whoever is named could press the button: else the bag would wait for nobody."""
    if given.receiver is None:
        return
    named = unit.account_of(given.receiver)
    there = named is not None and (named.office == unit.office.code or given.to == "courier")
    if named is None or not named.open or not there or HOLDER_OF.get(named.role) != given.to:
        raise Refused("receiver-unknown", login=given.receiver, to=given.to)


@command(Right.HAND_OVER, again=True)
def take(unit: Unit, given: Take) -> Handed:
    """The other takes: now they hold the papers, and answer for them. What they miss stays with who gave it."""
    handover = unit.handover(given.code)
    holder = _holder(unit)
    if handover.status != "given":
        raise Refused("hand-over-ended", status=handover.status)
    if handover.to_holder != holder:
        raise Refused("not-the-taker", to=handover.to_holder)
    if handover.giver == unit.account.login or handover.receiver not in (None, unit.account.login):
        raise Refused("not-the-taker", to=handover.receiver or handover.to_holder)
    if holder == "courier" and any(unit.case(id).by == unit.account.login for id in handover.cases):
        raise Refused("two-people", deed="carry")  # who took the documents in does not carry them away
    cases = [unit.case(id) for id in handover.cases]
    if gone := next((c for c in cases if c.holder != handover.from_holder), None):  # two nodes that had not met
        raise Refused("held-by-other", holder=gone.holder, number=gone.number)
    registries = [unit.registry(id) for id in handover.registries]
    missing, damaged = (_named(unit, handover, codes, cases) for codes in (given.missing, given.damaged))
    if both := missing.keys() & damaged.keys():
        raise Refused("missing-and-damaged", number=missing[min(both)])
    if len(missing) == len(cases):
        raise Refused("nothing-taken")
    signed = unit.hands.take(
        unit, handover, codes=codes_of((r.number for r in registries), (c.number for c in cases)),
        missing=codes_of((), missing.values()), damaged=codes_of((), damaged.values()),
    )  # fmt: skip
    unit.record(
        handover.id,
        HandoverTaken(
            given=handover.given_event, list_hash=handover.list_hash, missing=tuple(missing), damaged=tuple(damaged),
            key=signed.key, statement=signed.statement,
        ),
    )  # fmt: skip
    for case in cases:
        if case.id in missing:
            continue
        course = arrived(unit, case, handover.from_holder, holder)
        unit.record(
            case.id,
            CustodyMoved(from_holder=handover.from_holder, to_holder=holder, handover=handover.id, course=course),
        )
    after = unit.handover(handover.id)
    paper = unit.paper("hand-over-act", after, lang="both", cases=cases, registries=registries)
    taken = len(handover.cases) - len(missing)
    return Handed(handover=handover.id, number=handover.number, cases=taken, paper=paper)


def _named(unit: Unit, handover: Handover, codes: tuple[str, ...], cases: list[Case]) -> dict[str, str]:
    """Id and number of each case that one of these codes names, of a registry all; only of this hand-over."""
    numbers = {case.id: case.number for case in cases}
    found: dict[str, str] = {}
    for code in codes:
        if code in handover.registries or code.startswith("R"):
            registry = unit.registry(code)
            inside = [line.case for line in registry.lines] if registry.id in handover.registries else []
        else:
            inside = [unit.case(code).id]
        if not inside or not numbers.keys() >= set(inside):
            raise Refused("not-in-hand-over", code=code, number=handover.number)
        found |= {id: numbers[id] for id in inside}
    return found


@command(Right.HAND_OVER, again=True)
def refuse(unit: Unit, given: End) -> Handed:
    """The named taker does not take: the papers stay with who holds them."""
    handover = unit.handover(given.code)
    if handover.status != "given" or handover.to_holder != _holder(unit):
        raise Refused("hand-over-ended", status=handover.status)
    if handover.receiver not in (None, unit.account.login):
        raise Refused("not-the-taker", to=handover.receiver)
    return _end(unit, handover, "refused", given.reason)


@command(Right.HAND_OVER, again=True)
def take_back(unit: Unit, given: End) -> Handed:
    """The giver takes the bag back before anybody took it; a colleague when the giver is gone, or after a day."""
    handover = unit.handover(given.code)
    if handover.status != "given":
        raise Refused("hand-over-ended", status=handover.status)
    me, giver = unit.account, unit.account_of(handover.giver)
    role = giver.role if giver and giver.open else None
    if not may_take_back(handover, me.login, me.role, office=unit.office.code, giver_role=role, now=unit.now):
        raise Refused("not-the-giver", number=handover.number)
    return _end(unit, handover, "returned", given.reason)


@command(Right.HAND_OVER, again=True)
def report_lost(unit: Unit, given: End) -> Handed:
    """Lost on the way: a state of its own, never forced to "arrived". The last holder stays named."""
    handover = unit.handover(given.code)
    if handover.status != "taken" or handover.to_holder != _holder(unit):
        raise Refused("hand-over-ended", status=handover.status)
    one_after_another(unit)
    carried = [unit.case(id) for id in handover.cases]
    lost = [case for case in carried if case.holder == handover.to_holder]
    if not lost:  # all of it has gone on: what is lost now is not this bag
        raise Refused("held-by-other", holder=carried[0].holder)
    not_given(unit, lost)
    for case in lost:
        unit.record(case.id, CustodyMoved(from_holder=case.holder, to_holder="lost", handover=handover.id))
    return _end(unit, handover, "lost", given.reason)


def _end(unit: Unit, handover: Handover, state: Literal["refused", "lost", "returned"], reason: str) -> Handed:
    if not reason.strip():
        raise Refused("reason-missing")
    unit.record(handover.id, HandoverEnded(state=state, person=remark(reason)))
    return Handed(handover=handover.id, number=handover.number, cases=len(handover.cases))


def _holder(unit: Unit) -> Holder:
    return HOLDER_OF[unit.account.role]
