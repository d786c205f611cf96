"""The process of a service as its act orders it: which there are here, and one of them with a case's place in it."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field

from app.catalogue.rules import cells
from app.command import Asking, Page, query
from app.domain.case import Case
from app.domain.facts import What
from app.domain.pack import Text
from app.domain.roles import Right
from app.domain.swimlanes import Process, process_of
from app.problems import Refused
from app.queries.case import case_by
from app.queries.limits import Limits
from app.queries.queue import page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One process: a service under a version of its act, for a kind, an object and a channel."""

    pack: str
    service: str
    variant: str
    object: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(Page):
    limit: int = 200  # the widest region has not half as many: a window that asks for no page has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of a case by its code; else of the cell that is named."""

    code: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    cell: Cell
    service: Text
    variant: Text | None
    process: Process
    case: Case | None = None
    risk_at: dict[str, str] = field(default_factory=dict)  # of each running clock, from when it is at risk


@query(Right.SEE_CASES)
def listed(asking: Asking, given: Cells) -> tuple[Cell, ...]:
    """Every process that is in force in this region today. `after`: the last one's pack/service/variant/object/channel."""
    found = []
    for one in asking.catalogue.listing(asking.today, region=asking.office.region):
        service = asking.catalogue.pack(one.pack).service(one.service) if one.held and one.pack else None
        for variant, object, channel in cells(service) if service else ():
            if service and service.steps_for(variant=variant, object=object, channel=channel):
                found.append(Cell(pack=one.pack, service=one.service, variant=variant, object=object, channel=channel))
    return page_of(found, given, named=lambda cell: "/".join(astuple(cell)))


@query(Right.SEE_CASES)
def shown(asking: Asking, given: Wanted) -> Shown:
    """The picture's contents. `Refused("not-a-step")`: the act orders no step for that cell."""
    case = case_by(asking, given.code) if given.code else None
    cell = given.cell if case is None else _cell(case.what)
    if cell is None:
        raise Refused("not-a-step", step="")
    service = asking.catalogue.pack(cell.pack).service(cell.service)
    process = process_of(service, variant=cell.variant, object=cell.object, channel=cell.channel) if service else None
    if service is None or process is None or not process.boxes:
        raise Refused("not-a-step", step="")
    variant = service.variant(cell.variant)
    limits, risk_at = Limits(asking), dict[str, str]()
    for clock in case.running if case is not None else ():
        step = service.step(clock.step, variant=cell.variant, object=cell.object, channel=cell.channel)
        moment = limits.of(step, clock.due_by) if step is not None and clock.due_by is not None else None
        if moment is not None:
            risk_at[clock.step] = moment.iso()
    return Shown(
        cell=cell, service=service.name, variant=variant.name if variant else None, process=process, case=case,
        risk_at=risk_at,
    )  # fmt: skip


def _cell(what: What | None) -> Cell | None:
    if what is None:
        return None
    return Cell(pack=what.pack, service=what.service, variant=what.variant, object=what.object, channel=what.channel)
