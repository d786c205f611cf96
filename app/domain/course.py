"""The course of a case through its act: which step may be done now, and which clocks a done step sets going."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import cast
from zoneinfo import ZoneInfo

from app.domain.calendar import Calendar
from app.domain.case import ENDED, Case
from app.domain.completeness import Draft
from app.domain.facts import Course, Started, What
from app.domain.moment import Moment
from app.domain.pack import ChannelId, Service, Step
from app.domain.terms import HOURS, Due, due, whose


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What legal time needs: now, the zone, and the calendar as it is known."""

    now: Moment
    zone: ZoneInfo
    calendar: Calendar

    def due(self, step: Step, service: Service, channel: str, *, start: Moment) -> Due | None:
        """When the step's limit ends, with the stretches skipped; None where the act sets no limit."""
        if step.unit is None:
            return None
        offered = service.channel(channel)
        hours = HOURS[whose(step.id, cast(ChannelId, channel), offered.flow if offered else "desk")]
        return due(step.limit, step.unit, start.local(self.zone), hours, self.calendar)


def advance(
    service: Service, what: What, *, just: tuple[str, ...], case: Case | None, clockwork: Clockwork,
    anchors: Mapping[str, Moment] = {}, begin: tuple[str, ...] = (),
) -> Course:  # fmt: skip
    """What doing `just` does: steps of the act that are done by it, and the clocks it starts.

    A step starts when the last of its `after` is done and none of its `unless` is, or when `begin` names it: what an act
    lets begin with something that it has no step for. Its clock counts from the anchor that the act names (handing in,
    receipt, registration, end of filing), else from now.
    """
    steps = {s.id: s for s in service.steps_for(variant=what.variant, object=what.object, channel=what.channel)}
    done = tuple(s for s in just if s in steps and not (case and case.is_done(s)))
    finished = {*done, *(d.step for d in case.done)} if case else set(done)
    running = {s.step for s in case.running} if case else set()
    started = []
    for step in steps.values():
        awaited = step.id in begin or set(step.after) & set(done)
        if step.id in finished or step.id in running or not awaited:
            continue
        waits = [a for a in step.after if a not in finished and a in steps and not steps[a].optional]
        if waits or any(u in finished for u in step.unless):
            continue
        unknown = clockwork.now if step.start != "end-of-filing" else None  # a day that is not announced yet
        started.append(_clock(step, service, what, clockwork=clockwork, start=anchors.get(step.start, unknown)))
    return Course(done=done, started=tuple(started))


def opening(
    service: Service,
    what: What,
    done: tuple[str, ...],
    *,
    began: Moment,
    passed: Mapping[str, Moment],
    clockwork: Clockwork,
) -> tuple[Started, ...]:
    """The clocks of steps that were over when the case got its first event: the visit, accepting, the operator's log-in.

    A step counts from the end of the one before it, the first from the beginning of the visit.
    """
    clocks = []
    for step in service.steps_for(variant=what.variant, object=what.object, channel=what.channel):
        if step.id not in done:
            continue
        before = [passed[a] for a in step.after if a in passed]
        waited = clockwork.now if set(step.after) & set(done) else began
        start = max(before) if before else waited
        clocks.append(_clock(step, service, what, clockwork=clockwork, start=start))
    return tuple(clocks)


def _clock(step: Step, service: Service, what: What, *, clockwork: Clockwork, start: Moment | None) -> Started:
    """`start` None: its day is not known, so the clock is there and ends nowhere."""
    reckoned = clockwork.due(step, service, what.channel, start=start) if start is not None else None
    due_by = Moment(reckoned.by) if reckoned else None
    return Started(step=step.id, due_by=due_by, clause=step.clause, source=step.source, own=step.own)


def anchors_of(case: Case) -> dict[str, Moment]:
    """The moments that limits count from, as far as they have come."""
    found = {"handing-in": case.accepted_at}
    for done in case.done:
        if done.step in ("courier-to-licensor", "take-in"):
            found.setdefault("receipt", done.at)
        if done.step == "registered":
            found.setdefault("registration", done.at)
    return {k: m for k, m in found.items() if m}


def end_of_filing(case: Case | Draft, zone: ZoneInfo) -> Moment | None:
    """ГОБМП: the last day for filing, whenever the documents were accepted (atyrau-2015-324 annex 2, cl. 15(1))."""
    if case.filing_ends_on is None:
        return None
    return Moment(datetime.combine(case.filing_ends_on, time(12), zone))


def starts_of(case: Case, step: Step, zone: ZoneInfo) -> tuple[Moment, ...]:
    """Where the step's clock may have started: the anchor that its act names, what came before it, handing in."""
    closing = end_of_filing(case, zone)
    named = closing if step.start == "end-of-filing" else anchors_of(case).get(step.start)
    before = [d.at for d in case.done if d.step in step.after]
    found = (named, max(before, key=lambda at: at.utc) if before else None, case.accepted_at)
    return tuple(dict.fromkeys(m for m in found if m is not None))


def own_clocks(service: Service, case: Case, side: str) -> tuple[tuple[Started, Step], ...]:
    """The running clocks with an end that one side answers for, with their steps."""
    what, found = case.what, []
    if what is None:
        return ()
    offered = service.channel(what.channel)
    for clock in case.running:
        step = service.step(clock.step, variant=what.variant, object=what.object, channel=what.channel)
        if step is None or clock.due_by is None:
            continue
        if whose(step.id, what.channel, offered.flow if offered else "desk") == side:
            found.append((clock, step))
    return tuple(found)


def allowed(service: Service, case: Case, step: str) -> tuple[str, ...]:
    """Why the step cannot be done now, as codes; empty: it can. A grey button says the same as the refused command."""
    what = case.what
    if what is None or case.status in ENDED:
        return ("case-ended",)
    found = service.step(step, variant=what.variant, object=what.object, channel=what.channel)
    if found is None:
        return ("not-a-step",)
    if case.is_done(step):
        return ("step-done",)
    steps = {s.id: s for s in service.steps_for(variant=what.variant, object=what.object, channel=what.channel)}
    if any(a in steps and not steps[a].optional and not case.is_done(a) for a in found.after):
        return ("step-before",)
    if any(case.is_done(u) for u in found.unless):
        return ("step-excluded",)
    return ()
