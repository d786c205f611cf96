"""What would have been otherwise in a past case, had its papers come in under another version: nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

from app.domain.calendar import CalendarEnded
from app.domain.case import Case, DoneStep
from app.domain.completeness import Draft, Presented, findings, required
from app.domain.course import Clockwork, starts_of
from app.domain.facts import Started, What
from app.domain.moment import Moment
from app.domain.pack import Document, Service, Step, Text

ChangeKind = Literal[
    "service-gone", "channel-gone", "variant-gone", "document-new", "document-gone", "document-kinds", "gap-new",
    "gap-gone", "step-new", "step-gone", "due",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: ChangeKind
    id: str  # of the document or step; of what is gone
    name: Text | None = None  # of the document, as the act calls it
    before: str = ""  # a moment, the kinds of paper, or the gap
    after: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`untold`: steps whose clock cannot be reckoned again, since the day it started from is not known any more."""

    changes: tuple[Change, ...]
    untold: tuple[str, ...] = ()


def judge(case: Case, before: Service, after: Service | None, *, clockwork: Clockwork) -> Judged:
    """The case under its own version and under the other. A case without a pack (a slip) is not asked about."""
    what = case.what
    assert what is not None
    if after is None:
        return Judged(changes=(Change(kind="service-gone", id=what.service),))
    if after.channel(what.channel) is None:
        return Judged(changes=(Change(kind="channel-gone", id=what.channel),))
    variant = after.variant(what.variant)
    if variant is None or what.object not in (variant.objects or ("",)):
        return Judged(changes=(Change(kind="variant-gone", id=what.variant),))
    documents = tuple(_documents(case, before, after, clockwork))
    steps, untold = _steps(case, before, after, clockwork)
    return Judged(changes=(*documents, *steps), untold=untold)


def draft_of(case: Case, service: Service, *, clockwork: Clockwork) -> Draft:
    """What was handed in, as far as the case keeps it.

    That the fee was known to the gateway, that the licence was on paper, that the person was a child: the case does not
    say. They are taken so that its own version finds what was found then; where none does, as not so.
    """
    what, people = case.what, case.people
    assert what is not None
    plain = Draft(
        service=what.service, variant=what.variant, object=what.object, channel=what.channel,  # type: ignore[arg-type]
        applicant=people.applicant if people else None, representative=people.representative if people else None,
        documents=tuple(
            Presented(document=t.document, kind=t.kind, sheets=t.sheets, valid_until=t.valid_until) for t in case.documents
        ),
    )  # fmt: skip
    told = {(g.document, g.kind) for g in case.gaps} if case.status == "refused" else set()
    brought = {t.document for t in case.documents}
    fitting = []
    for paid, paper, child in product((False, True), repeat=3):
        draft = replace(plain, paid_by_gateway=paid, paper_licence=paper, child=child)
        if {(g.document, g.kind) for g in findings(service, draft, on=_day(case, clockwork))} == told:
            fitting.append((len(brought - {d.id for d in required(service, draft)}), paid + paper + child, draft))
    return min(fitting, key=lambda f: f[:2])[2] if fitting else plain


def _day(case: Case, clockwork: Clockwork) -> Any:
    assert case.accepted_at is not None
    return case.accepted_at.day(clockwork.zone)


def _documents(case: Case, before: Service, after: Service, clockwork: Clockwork) -> Iterator[Change]:
    draft, on = draft_of(case, before, clockwork=clockwork), _day(case, clockwork)
    old, new = _demanded(before, draft), _demanded(after, draft)
    for id, document in new.items():
        if id not in old:
            yield Change(kind="document-new", id=id, name=document.name, clause=document.clause)
        elif set(document.kinds) != set(old[id].kinds):
            yield Change(
                kind="document-kinds", id=id, name=document.name, before=", ".join(old[id].kinds),
                after=", ".join(document.kinds), clause=document.clause,
            )  # fmt: skip
    yield from (
        Change(kind="document-gone", id=id, name=d.name, clause=d.clause) for id, d in old.items() if id not in new
    )
    gaps = {(g.document, g.kind): g for g in findings(before, draft, on=on)}
    fresh = {(g.document, g.kind): g for g in findings(after, draft, on=on)}
    for key in (k for k in fresh if k not in gaps):
        yield Change(kind="gap-new", id=key[0], name=fresh[key].name, after=key[1], clause=fresh[key].clause)
    for key in (k for k in gaps if k not in fresh):
        yield Change(kind="gap-gone", id=key[0], name=gaps[key].name, before=key[1], clause=gaps[key].clause)


def _demanded(service: Service, draft: Draft) -> dict[str, Document]:
    return {d.id: d for d in required(service, draft) if not d.register and not d.optional}


def _steps(case: Case, before: Service, after: Service, clockwork: Clockwork) -> tuple[list[Change], tuple[str, ...]]:
    what = case.what
    assert what is not None
    cell = {"variant": what.variant, "object": what.object, "channel": what.channel}
    known = {s.id: s for s in before.steps_for(**cell)}
    clocks: list[Started | DoneStep] = [*case.done, *case.running]
    changes = [
        Change(kind="step-new", id=s.id, clause=s.clause) for s in after.steps_for(**cell) if s.id not in known
    ] if clocks else []  # fmt: skip
    untold = []
    for clock in clocks:
        old, new = known.get(clock.step), after.step(clock.step, **cell)
        if old is None:
            continue
        if new is None:
            changes.append(Change(kind="step-gone", id=old.id, clause=old.clause))
            continue
        if _reckoned(old, before, what) == _reckoned(new, after, what):
            continue
        moved = _moved(case, old, new, before=before, after=after, clock=clock, clockwork=clockwork)
        if moved is None:
            untold.append(old.id)
        elif moved:
            changes += moved
    return changes, tuple(untold)


def _reckoned(step: Step, service: Service, what: What) -> tuple[Any, ...]:
    """All that the step's end hangs on, besides the case."""
    channel = service.channel(what.channel)
    return step.limit, step.unit, step.start, step.after, channel.flow if channel else ""


def _moved(
    case: Case, old: Step, new: Step, *, before: Service, after: Service, clock: Started | DoneStep,
    clockwork: Clockwork,
) -> list[Change] | None:  # fmt: skip
    """The step's other end; none where it ends alike; None where its start cannot be told."""
    what = case.what
    assert what is not None
    begun = next(
        (s for s in starts_of(case, old, clockwork.zone) if _by(clockwork, old, before, what, start=s) == clock.due_by),
        None,
    )
    if begun is None or (old.unit is None and clock.due_by is not None):
        return None
    start = begun if old.start == new.start else next(iter(starts_of(case, new, clockwork.zone)), begun)
    by = _by(clockwork, new, after, what, start=start)
    if by == clock.due_by:
        return []
    ends = (clock.due_by.iso() if clock.due_by else "", by.iso() if by else "")
    return [Change(kind="due", id=new.id, before=ends[0], after=ends[1], clause=new.clause)]


def _by(clockwork: Clockwork, step: Step, service: Service, what: What, *, start: Moment) -> Moment | None:
    try:
        reckoned = clockwork.due(step, service, what.channel, start=start)
    except CalendarEnded:
        return None
    return Moment(reckoned.by) if reckoned else None
