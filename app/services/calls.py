"""Calling who answers for a clock: once for each rung of the ladder, and when a person reminds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.catalogue.ladder import ladder_on
from app.command import Coded, Nothing, Unit, command
from app.domain.case import Case
from app.domain.course import own_clocks
from app.domain.events import HolderCalled
from app.domain.pack import StepId
from app.domain.roles import Right
from app.domain.rungs import RungId, reached
from app.problems import Refused

MOST = 200  # lines of a list
PAUSE = timedelta(hours=1)  # between two reminders of one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    case: str
    step: StepId
    rung: RungId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rungs:
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many of the rungs were not in the journal before."""

    rungs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Cases in the order of the board, and in words whose they are."""

    cases: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Of a case, or of the kind of service that is named."""

    code: str = ""
    pack: str = ""
    service: str = ""
    variant: str = ""
    object: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOffice:
    """What a paper is about that belongs to no case: the office."""

    id: str


@command(Right.SEE_BAGS)
def escalate(unit: Unit, given: Rungs) -> Written:
    """Writes down that clocks have come to a rung. Whoever looks second finds it there; what is not so is not written."""
    written = 0
    for wanted in given.rungs:
        case = unit.case(wanted.case)
        known = {(c.step, c.rung) for c in case.calls or ()}
        fact = _reached(unit, case).get((wanted.step, wanted.rung))
        if fact is not None and (wanted.step, wanted.rung) not in known:
            unit.record(case.id, fact)
            written += 1
    return Written(rungs=written)


@command(Right.SEE_CASES)
def remind(unit: Unit, given: Coded) -> Nothing:
    """A person reminds whoever answers for the clock that runs out first; not again within the hour."""
    case = unit.case(given.code)
    clock = case.next_due
    if clock is None:
        raise Refused("no-clock")
    last = [c.at for c in case.calls or () if (c.step, c.rung) == (clock.step, "reminded")]
    if last and unit.now.utc - last[-1].utc < PAUSE:
        raise Refused("reminded-already", step=clock.step)
    unit.record(case.id, HolderCalled(step=clock.step, rung="reminded", due_by=clock.due_by))
    return Nothing()


@command(Right.SEE_CASES)
def print_list(unit: Unit, given: Chosen) -> Printed:
    """The board as it is chosen, on paper; a case whose clock has stopped meanwhile is left out."""
    cases = [(case, _state(unit, case)) for case in map(unit.case, given.cases[:MOST]) if case.next_due]
    if not cases:
        raise Refused("nothing-to-print")
    about = OfOffice(id=unit.office.code)
    return Printed(paper=unit.paper("clock-list", about, lang="both", cases=cases, chosen=given.title))


@command(Right.SEE_CASES)
def print_process(unit: Unit, given: Chart) -> Printed:
    """The chart of a process, as the act orders it («справочник бизнес-процессов»)."""
    if given.code or not given.pack:
        what = unit.case(given.code).what
        if what is None:
            raise Refused("not-a-step", step="")
        pack, service = unit.law_of(what)
        cell: tuple[str, str, str] = (what.variant, what.object, what.channel)
    else:
        pack = unit.catalogue.pack(given.pack)
        found = pack.service(given.service)
        if found is None:
            raise Refused("not-a-step", step="")
        service, cell = found, (given.variant, given.object, given.channel)
    variant, object, channel = cell
    if not service.steps_for(variant=variant, object=object, channel=channel):
        raise Refused("not-a-step", step="")
    more = {"pack": pack, "service": service, "variant": variant, "object": object, "channel": channel}
    return Printed(paper=unit.paper("process", OfOffice(id=unit.office.code), lang="both", **more))


def _state(unit: Unit, case: Case) -> Literal["late", "risk", "in-time"]:
    clock = case.next_due
    if clock is not None and clock.due_by is not None and clock.due_by.utc < unit.now.utc:
        return "late"
    if clock is None or case.what is None:
        return "in-time"
    _, service = unit.law_of(case.what)
    what = case.what
    step = service.step(clock.step, variant=what.variant, object=what.object, channel=what.channel)
    if step is None or clock.due_by is None:
        return "in-time"
    behind = reached(
        ladder_on(unit.today), step, clock.due_by, now=unit.now, zone=unit.zone, calendar=unit.calendar
    )  # fmt: skip
    return "risk" if any(r.id == "risk" for r in behind) else "in-time"


def _reached(unit: Unit, case: Case) -> dict[tuple[str, str], HolderCalled]:
    if case.what is None:
        return {}
    _, service = unit.law_of(case.what)
    ladder, found = ladder_on(unit.today), {}
    for clock, step in own_clocks(service, case, unit.office.side):
        assert clock.due_by is not None
        behind = reached(ladder, step, clock.due_by, now=unit.now, zone=unit.zone, calendar=unit.calendar)
        for rung in behind:
            found[clock.step, rung.id] = HolderCalled(step=clock.step, rung=rung.id, due_by=clock.due_by)
    return {(str(step), str(rung)): fact for (step, rung), fact in found.items()}
