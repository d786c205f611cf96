"""The facts of two papers about time: the board of clocks as a list, and the chart of a process."""

from __future__ import annotations

from typing import Any

from app.domain.case import Case
from app.domain.clauses import in_words
from app.domain.pack import Service, Step, Text
from app.domain.swimlanes import Box, process_of
from app.print.compose.common import both, each, frame, local, person, said
from app.print.facts import Both
from app.print.forms import clock_list, process
from app.words import words

NONE = Both(ru="", kk="")


def list_facts(
    unit: Any, subject: Any, *, cases: list[tuple[Case, clock_list.State]], chosen: str
) -> clock_list.Facts:  # fmt: skip
    """`cases` with their states, in the order of the board."""
    return clock_list.Facts(
        **_of_office(unit), as_of=local(unit, unit.now), centre=unit.office.code, chosen=chosen,
        entries=tuple(_entry(unit, case, state) for case, state in cases),
        printed_by=person(unit, unit.account.login, unit.account.role),
    )  # fmt: skip


def _entry(unit: Any, case: Case, state: clock_list.State) -> clock_list.Entry:
    clock = case.next_due
    assert clock is not None
    assert clock.due_by is not None
    return clock_list.Entry(
        state=state, number=case.number, applicant=case.people.applicant.name.open() if case.people else "",
        step=said(f"desk.step.{clock.step}"), due_by=local(unit, clock.due_by), holder=said(f"desk.holder.{case.holder}"),
    )  # fmt: skip


def process_facts(
    unit: Any, subject: Any, *, pack: Any, service: Service, variant: str, object: str, channel: str
) -> process.Facts:  # fmt: skip
    drawn = process_of(service, variant=variant, object=object, channel=channel)
    kind = service.variant(variant)
    under = each(
        lambda lang: " · ".join(
            w for w in (
                kind.name.in_(lang) if kind else "", words(lang)(f"object.{object}") if object else "",
                words(lang)(f"channel.{channel}"), pack.title.in_(lang),
            ) if w
        )
    )  # fmt: skip
    return process.Facts(
        **_of_office(unit), as_of=local(unit, unit.now), centre=unit.office.code, service=both(service.name), under=under,
        lanes=tuple(_plain(f"process.actor.{a}") for a in drawn.lanes), places=tuple(_place(b) for b in drawn.boxes),
        ways=tuple(process.Way(first=a.from_, then=a.to, branch=a.branch) for a in drawn.arrows),
    )  # fmt: skip


def _of_office(unit: Any) -> dict[str, Any]:
    return {**frame(unit, number=unit.office.code, prefix="C"), "code": ""}


def _plain(key: str) -> Both:
    """A word of the window without its places to break."""
    return each(lambda lang: words(lang)(key).replace("-\n", "").replace("\u00ad", ""))


def _place(box: Box) -> process.Place:
    step = box.step
    clauses = tuple(dict.fromkeys(r.clause for r in box.refusals))
    told = [_clause(c) for c in clauses]
    refusals = each(lambda lang: "; ".join(t.in_(lang) for t in told)) if told else None
    return process.Place(
        id=step.id, lane=box.lane, title=said(f"desk.step.{step.id}"), limit=_limit(step), clause=_clause(step.clause),
        refusals=refusals, no=box.no, behind=box.behind,
    )  # fmt: skip


def _clause(id: str) -> Both:
    law: Text | None = in_words(id) if id else None
    return both(law) if law else said("desk.own")


def _limit(step: Step) -> Both:
    if step.unit is None:
        return said("papers.process.no-limit")
    if step.unit in ("s", "min", "h"):
        return said(f"papers.process.unit.{step.unit}", n=step.limit or 1)
    return said(f"process.unit.{step.unit}", n=step.limit or 1)
