"""The accumulation sector: what inspectors bring is scanned into registries, what comes back is marked with the scanner.

No act asks for a registry of results, so nobody at the licensor has these buttons; the commands would know that way too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.command import Coded, Nothing, Unit, command
from app.domain.case import Case
from app.domain.events import (
    CaseShelved,
    EnteredInRegistry,
    RegistryClosed,
    RegistryOpened,
    RemovedFromRegistry,
    ResultMarked,
)
from app.domain.facts import Line
from app.domain.names import line
from app.domain.registry import Registry
from app.domain.roles import Right
from app.problems import Refused
from app.services.custody import Tell, is_over, lying, not_given, one_after_another, taken_in, told
from app.services.taking import remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What the big panel shows after a scan."""

    case: str
    number: str
    registry: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    registry: str
    number: str
    edition: int
    lines: int
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    code: str
    remove: tuple[str, ...] = ()  # case codes
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    code: str
    state: Literal["whole", "short", "extra", "damaged"] = "whole"
    reason: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    code: str
    cell: str
    found: bool = True


@command(Right.KEEP_REGISTRY)
def take_in(unit: Unit, given: Coded) -> Scanned:
    """The inspector's documents are now the sector's.   atyrau-2015-324 annex 1, cl. 10 (3), process 3"""
    case = unit.case(given.code)
    _has_papers(unit, case)
    assert case.what is not None
    if case.holder == "sector":  # the same scan twice
        raise Refused("taken-in-already", number=case.number)
    if case.holder != "inspector":
        raise Refused("held-by-other", holder=case.holder)
    taken_in(unit, case)
    return Scanned(case=case.id, number=case.number)


@command(Right.KEEP_REGISTRY)
def enter(unit: Unit, given: Coded) -> Scanned:
    """Scan a case into the open registry of its receiver; the first scan opens one.   cl. 10 (4), condition 1"""
    one_after_another(unit)
    case = unit.case(given.code)
    holder = _our_holder(unit)
    if case.status == "refused":
        raise Refused("never-sent-on", number=case.number)
    _has_papers(unit, case)
    if case.registry:
        raise Refused("already-in-registry", registry=unit.registry(case.registry).number)
    if holder == "sector" and case.holder == "inspector":
        take_in(unit, given)
        case = unit.case(given.code)
    if case.holder != holder:
        raise Refused("held-by-other", holder=case.holder)
    if (
        holder == "sector" and case.signed
    ):  # marked and given out; after its month back without a registry, see `courier.give`
        raise Refused("result-goes-back" if is_over(unit, case) else "result-came-back", number=case.number)
    if holder == "chancellery" and not case.signed:
        raise Refused("no-result-yet", number=case.number)
    not_given(unit, [case])
    registry = unit.open_registry(_receiver(unit, case)) or _open(unit, case)
    unit.record(case.id, EnteredInRegistry(registry=registry.id))
    return Scanned(case=case.id, number=case.number, registry=registry.number)


@command(Right.KEEP_REGISTRY)
def remove(unit: Unit, given: Coded) -> Scanned:
    """Undo of a scan, an event of its own, while the registry is open."""
    one_after_another(unit)
    case = unit.case(given.code)
    if not case.registry:
        raise Refused("not-in-registry", number=case.number)
    registry = unit.registry(case.registry)
    if registry.status == "closed":
        raise Refused("registry-closed", registry=registry.number)
    unit.record(case.id, RemovedFromRegistry(registry=registry.id))
    return Scanned(case=case.id, number=case.number, registry=registry.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    code: str  # of the registry
    cases: tuple[str, ...]  # ids in the order they were scanned, as the screen shows them


@command(Right.KEEP_REGISTRY)
def close(unit: Unit, given: Close) -> Closed:
    """Close and print the registry: from now on it does not change."""
    one_after_another(unit)
    registry = unit.registry(given.code)
    if registry.status == "closed":
        raise Refused("registry-closed", registry=registry.number)
    cases = [unit.case(c) for c in dict.fromkeys(given.cases)]
    listed = {case.id for case in cases}
    if left := next((c for c in unit.entered(registry) if cases and c.id not in listed), None):
        raise Refused("registry-differs", registry=registry.number, number=left.number)  # it would be stuck in there
    return _write_edition(unit, registry, cases, reason=None)


@command(Right.KEEP_REGISTRY)
def amend(unit: Unit, given: Amendment) -> Closed:
    """A closed registry gets a new edition with the reason; the one before stays as it was."""
    one_after_another(unit)
    registry = unit.registry(given.code)
    if registry.status != "closed":
        raise Refused("registry-open", registry=registry.number)
    if not given.reason.strip():
        raise Refused("reason-missing")
    out = {case.id: case for case in map(unit.case, given.remove)}
    if gone := next((case for case in out.values() if case.holder != _our_holder(unit)), None):
        raise Refused("held-by-other", holder=gone.holder)  # what has left under this registry, left under it
    not_given(unit, list(out.values()))
    for id in out:
        unit.record(id, RemovedFromRegistry(registry=registry.id))
    kept = [unit.case(line.case) for line in registry.lines if line.case not in out]
    return _write_edition(unit, registry, kept, reason=given.reason)


@command(Right.KEEP_REGISTRY)
def mark_received(unit: Unit, given: Mark) -> Scanned:
    """Mark a result that came back, with the scanner; a difference carries its reason to the licensor.

    atyrau-2015-324 annex 2, cl. 18 (7), process 6: only ГОБМП's act knows this step, elsewhere it is the program's own.
    """
    case = unit.case(given.code)
    if case.what is None or case.holder != "sector":
        raise Refused("held-by-other", holder=case.holder)
    if not case.signed:
        raise Refused("no-result-yet", number=case.number)
    if given.state != "whole" and not (given.reason or "").strip():
        raise Refused("reason-missing")
    course = unit.course(case.what, case, "mark-received")
    cell = line(given.cell) if given.cell else given.cell
    unit.record(case.id, ResultMarked(state=given.state, cell=cell, course=course, person=remark(given.reason)))
    return Scanned(case=case.id, number=case.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    paper: str
    lines: int


@command(Right.KEEP_REGISTRY)
def print_received(unit: Unit, given: Coded) -> Printed:
    """The registry of what came back in one hand-over, with every mark and difference."""
    handover = unit.handover(given.code)
    if handover.to_holder != "sector" or handover.status != "taken":
        raise Refused("hand-over-ended", status=handover.status)
    cases = [unit.case(id) for id in handover.cases]
    return Printed(paper=unit.paper("registry-in", handover, lang="both", cases=cases), lines=len(cases))


@command(Right.KEEP_REGISTRY)
def print_unclaimed(unit: Unit, given: Nothing) -> Printed:
    """Results that nobody collected, with their age and the next step: one month, then back (reconstructed, FACTS 1.1)."""
    here = lying(unit, *unit.unclaimed())
    if not here:
        raise Refused("nothing-unclaimed")
    return Printed(paper=unit.paper("unclaimed-list", here[0][0], lang="both", lying=here), lines=len(here))


@command(Right.KEEP_REGISTRY)
def tell_owner(unit: Unit, given: Tell) -> Nothing:
    """The sector has told its owner that the result lies here; see `issue.tell_owner`."""
    told(unit, given)
    return Nothing()


@command(Right.KEEP_REGISTRY)
def shelve(unit: Unit, given: Shelf) -> Scanned:
    """Into a shelf cell; at a stock-take, whether it was found there."""
    case = unit.case(given.code)
    if case.holder not in ("sector", "inspector"):
        raise Refused("held-by-other", holder=case.holder)
    if not (cell := line(given.cell)):
        raise Refused("cell-missing")
    unit.record(case.id, CaseShelved(cell=cell, found=given.found))
    return Scanned(case=case.id, number=case.number)


def _our_holder(unit: Unit) -> Literal["sector", "chancellery"]:
    return "sector" if unit.office.side == "centre" else "chancellery"


def _has_papers(unit: Unit, case: Case) -> None:
    """A slip is never sent on; of an electronic case nothing is there to be taken in, and its papers never travel."""
    if case.what is None:
        raise Refused("never-sent-on", number=case.number)
    channel = unit.law_of(case.what)[1].channel(case.what.channel)
    if channel is not None and channel.flow == "electronic":
        raise Refused("no-papers", number=case.number)


def _receiver(unit: Unit, case: Case) -> str:
    """Out: the department that decides. Back: the centre that the case's number names."""
    assert case.what is not None
    return case.what.licensor if unit.office.side == "centre" else case.number.split("-", 1)[0]


def _open(unit: Unit, case: Case) -> Registry:
    assert case.what is not None
    _, service = unit.law_of(case.what)
    dispatch = service.step("dispatch", variant=case.what.variant, object=case.what.object, channel=case.what.channel)
    opened: Registry = unit.record(
        unit.transaction.new_subject(),
        RegistryOpened(
            number=unit.next_number(), direction="out" if unit.office.side == "centre" else "back",
            sender=unit.office.code, receiver=_receiver(unit, case), own=dispatch is None or dispatch.limit is None,
        ),
    )  # fmt: skip
    return opened


def _write_edition(unit: Unit, registry: Registry, cases: list[Case], *, reason: str | None) -> Closed:
    if not cases:
        raise Refused("registry-empty", registry=registry.number)
    strangers = [c.number for c in cases if c.registry != registry.id]
    if strangers:
        raise Refused("not-in-registry", number=strangers[0])
    lines = tuple(
        Line(
            case=c.id, number=c.number, service=c.what.service, variant=c.what.variant, object=c.what.object,
            documents=sum(not d.returned for d in c.documents), sheets=c.sheets,
            due_by=c.promised_by,
        )
        for c in cases
        if c.what is not None
    )  # fmt: skip
    after: Registry = unit.record(
        registry.id, RegistryClosed(edition=registry.edition + 1, lines=lines, person=remark(reason))
    )
    paper = unit.paper("registry-out", after, lang="both", cases=cases)
    return Closed(registry=after.id, number=after.number, edition=after.edition, lines=len(lines), paper=paper)
