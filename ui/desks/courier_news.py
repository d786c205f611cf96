"""What can be handed over here and now, and what waits to be taken: asked in one go, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from app.domain.handover import HOLDER_OF, Handover, may_take_back
from app.domain.moment import Moment
from app.domain.registry import Registry
from app.queries.house import Person
from app.queries.queue import CaseRow
from ui.desks.waiting import Ask, pages, unclaimed, waiting

To = Literal["courier", "chancellery", "sector"]
RETURNING = ("result-ready", "result-on-the-way", "to-release", "unclaimed")
LOOKED_THROUGH = (
    2000  # hand-overs that were taken: whoever holds papers of an older one than these has more than a list to mend
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A registry, or a case that goes without one: also what is left of a registry whose rest went before."""

    id: str
    number: str  # with its kind's letter
    receiver: str  # office
    cases: tuple[CaseRow, ...] = ()

    @property
    def registry(self) -> bool:
        return self.number.startswith("R")

    @property
    def results(self) -> bool:
        """It is on its way back: the licence or the refusal travels, and not what was handed in."""
        return bool(self.cases) and all(c.status in RETURNING for c in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierNews:
    holder: str = ""
    to: To = "courier"
    lots: tuple[Lot, ...] = ()  # what I hold and give from here
    spare: tuple[Lot, ...] = ()  # what I hold and give from here only when I say so: its way goes on, or is over
    mine: tuple[Handover, ...] = ()  # given by me, or by a colleague who is gone, and not taken yet
    toward: tuple[Handover, ...] = ()  # given to me
    carried: tuple[Handover, ...] = ()  # taken by me, with papers that I still hold
    registries: tuple[Registry, ...] = ()
    rows: tuple[CaseRow, ...] = ()
    people: tuple[Person, ...] = ()

    def lots_of(self, handover: Handover) -> tuple[Lot, ...]:
        """What lies in a hand-over: its registries, and the cases that go without one."""
        known = {r.id: r for r in self.registries}
        rows = {r.id: r for r in self.rows}
        found, inside = [], set()
        for id in handover.registries:
            registry = known.get(id)
            if registry is None:
                continue
            ids = [line.case for line in registry.lines]
            inside |= set(ids)
            cases = tuple(rows[c] for c in ids if c in rows)
            found.append(Lot(id=id, number=f"R-{registry.number}", receiver=registry.receiver, cases=cases))
        for id in handover.cases:
            if id not in inside and id in rows:
                found.append(Lot(id=id, number=f"C-{rows[id].number}", receiver="", cases=(rows[id],)))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One person at one machine."""

    login: str
    role: str
    office: str
    side: str
    region: frozenset[str]  # offices of it
    now: Moment


def news(ask: Ask, here: Here) -> CourierNews:
    """For one person at one machine: a courier at a licensor's gives what goes there, at a centre what came back."""
    login, role, office, side = here.login, here.role, here.office, here.side
    holder = HOLDER_OF.get(role, "")
    given = tuple(pages(ask, "registry.handed", {"status": "given"}))
    under_way = {c for h in given for c in h.cases}
    rows = {r.id: r for place in ("registry", "courier", "desk", "marking") for r in waiting(ask, place)}
    registries = _registries(
        ask, {r.registry for r in rows.values() if r.registry} | {r for h in given for r in h.registries}
    )
    held = [r for r in rows.values() if r.holder == holder and r.id not in under_way]
    to: To = "courier" if holder != "courier" else "chancellery" if side == "licensor" else "sector"
    spare: list[CaseRow] = []
    if holder == "courier":
        spare = [r for r in held if (r.status == "result-on-the-way") != (side == "centre")]
    elif holder == "sector":
        spare = [u.case for u in unclaimed(ask) if u.next == "return" and u.case.id not in under_way]
        held = [r for r in held if r.registry and r.status != "result-on-the-way"]
    else:
        held = [r for r in held if r.status == "result-ready" and r.number.split("-")[0] != office]
    held = [r for r in held if r not in spare]
    with_me = {r.id for r in rows.values() if r.holder == holder}
    taken = _taken(ask, login, with_me) if holder == "courier" else ()
    people = tuple(p for p in ask("house.people", {}) if p.open and p.office in here.region)
    roles = {p.login: p.role for p in people}
    mine = tuple(
        h for h in given if may_take_back(h, login, role, office=office, giver_role=roles.get(h.giver), now=here.now)
    )
    return CourierNews(
        holder=holder, to=to, lots=_lots(held, registries, by_registry=to != "sector" and holder != "chancellery"),
        spare=_lots(spare, registries, by_registry=holder == "courier"),
        mine=mine, registries=registries, rows=tuple(rows.values()),
        toward=tuple(
            h for h in given if h.to_holder == holder and h.giver != login and h.receiver in (None, login)
        ),
        carried=taken,
        people=people,
    )  # fmt: skip


def _registries(ask: Ask, wanted: set[str]) -> tuple[Registry, ...]:
    """Those closed ones that are asked about; newest first, and no further back than the oldest of them."""
    if not wanted:
        return ()
    all_ = pages(ask, "registry.all", {"status": "closed"})
    back_to = takewhile(lambda r: r.id >= min(wanted), all_)
    return tuple(r for r in back_to if r.id in wanted)


def _taken(ask: Ask, login: str, with_me: set[str]) -> tuple[Handover, ...]:
    """What I took and still hold something of, as far back as it takes to account for it all."""
    found, left = [], set(with_me)
    taken = islice(pages(ask, "registry.handed", {"status": "taken"}), LOOKED_THROUGH) if left else ()
    for handover in taken:
        if handover.taker == login and left.intersection(handover.cases):
            found.append(handover)
            left -= set(handover.cases)
            if not left:
                break
    return tuple(found)


def _lots(held: list[CaseRow], registries: tuple[Registry, ...], *, by_registry: bool) -> tuple[Lot, ...]:
    known, holding = {r.id: r for r in registries}, {row.id for row in held}
    grouped: dict[str, list[CaseRow]] = {}
    loose = []
    for row in held:
        inside = known.get(row.registry or "")
        if by_registry and inside is not None and {line.case for line in inside.lines} <= holding:
            grouped.setdefault(inside.id, []).append(row)
        elif not by_registry or not row.registry or inside is not None:  # of an open registry nothing is given
            loose.append(row)
    lots = [
        Lot(id=id, number=f"R-{known[id].number}", receiver=known[id].receiver, cases=tuple(cases))
        for id, cases in grouped.items()
    ]
    return (*lots, *(Lot(id=r.id, number=f"C-{r.number}", receiver="", cases=(r,)) for r in loose))
