"""Lists of cases: found by a part of a name or number, waiting at a place, drafts put aside, people met before."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from sqlalchemy import BigInteger, Select, cast, func, literal, literal_column, or_, select, text

from app.command import Asking, Page, query
from app.domain import codec
from app.domain.case import ENDED
from app.domain.completeness import Draft
from app.domain.moment import Moment
from app.domain.names import tidy, twins
from app.domain.people import Applicant
from app.domain.personal import Personal
from app.domain.roles import Right, may
from app.domain.roles import Role as Roles
from app.domain.unclaimed import Lying, Next
from app.queries.limits import Limits
from app.queries.listed import List_, page
from app.queries.reach import reachable
from app.store.lying import brought
from app.store.rows import folded
from app.store.tables import cases, drafts

Place = Literal[
    "sector", "registry", "courier", "receiving", "marking", "shelf", "release", "desk", "register", "trouble"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    id: str
    row: int
    number: str
    status: str
    service: str
    variant: str
    object: str
    act: str
    applicant: str
    holder: str
    documents: int
    sheets: int
    accepted_at: str
    due_step: str | None = None
    due_by: str | None = None
    registry: str | None = None
    cell: str | None = None
    register_number: str | None = None
    steps: tuple[str, ...] = ()
    risk_at: str | None = None  # from when its clock is at risk
    negative: bool | None = None  # at the desk, once an answer was prepared: whether it is a refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    text: str
    after: int | None = None  # `row` of the last one seen
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    place: Place
    step: str | None = None  # "desk": only where this clock runs
    cell: str | None = None  # "shelf": only what lies in this one
    after: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    id: str
    saved_at: str
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """A result that nobody has come for, and what is done with it next."""

    case: CaseRow
    came_on: date
    until: date  # from this day on it goes back to the licensor
    days: int
    next: Next
    told: tuple[date, ...] = ()  # when its owner was told
    telephone: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    after: int | None = None  # `row` of the last one seen
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber(Page):
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    number: str
    after: int | None = None  # `row` of the last one seen
    limit: int = 50


MOST = 200  # of one page
Row = TypeVar("Row")
NEWEST = 2**62  # behind every row
SHORT, LOOKED_THROUGH = 3, 20_000  # of fewer letters no index knows; then so many cases are read, and not a decade's
COLUMNS = [c for c in cases.columns if c.name in CaseRow.__dataclass_fields__] + [cases.c.channel]


@query(Right.SEE_CASES)
def find(asking: Asking, given: Find) -> tuple[CaseRow, ...]:
    """Newest first: a part of a surname, an ИИН, a number with or without hyphens. Letters fold, Kazakh ones stay.

    One or two letters are looked for among the newest `LOOKED_THROUGH` cases, and with `after` among as many before it.
    """
    wanted = folded(tidy(given.text))
    if not wanted:
        return ()
    # letters of the other alphabet look the same
    spelled = tuple(dict.fromkeys((wanted, *map(folded, twins(tidy(given.text))))))
    if len(wanted) < SHORT:
        holding = _among_newest
    else:
        holding = _by_door if asking.connection.dialect.name == "postgresql" else _by_trigrams
    return _rows(asking, _page(holding(asking, given, spelled), after=given.after, limit=given.limit))


def _among_newest(asking: Asking, given: Find, spelled: tuple[str, ...]) -> Select[Any]:
    newest = select(func.max(cases.c.row)).scalar_subquery() if given.after is None else literal(given.after)
    holds = or_(*(cases.c.search.like(f"%{_like(one)}%", escape="\\") for one in spelled))
    return _ours(asking).where(cases.c.row > newest - LOOKED_THROUGH, holds)


def _by_door(asking: Asking, given: Find, spelled: tuple[str, ...]) -> Select[Any]:
    """The store's own: behind the policies of a table no index of LIKE would be used."""
    before, most = cast(given.after, BigInteger), at_most(given.limit)
    matching = (select(func.matching(f"%{_like(one)}%", before, most)) for one in spelled)
    return _ours(asking).where(or_(*(cases.c.row.in_(rows) for rows in matching)))


def _by_trigrams(asking: Asking, given: Find, spelled: tuple[str, ...]) -> Select[Any]:
    """The + keeps the office's index out of it: the few hits are looked up, not the office's many cases."""
    mine = "centre" if asking.office.side == "centre" else "licensor"
    hits = text(
        f"row IN (SELECT rowid FROM case_search WHERE case_search MATCH :wanted) AND +{mine} = :office"
    ).bindparams(wanted=" OR ".join(_phrase(one) for one in spelled), office=asking.office.code)
    return select(*COLUMNS).where(hits, *reachable(asking)[1:])  # beyond the office


@query(Right.SEE_BAGS)
def waiting(asking: Asking, given: Waiting) -> tuple[CaseRow, ...]:
    """What waits at a place of work, in the order it came."""
    c = cases.c
    chosen = _ours(asking)
    match given.place:
        case "sector":
            chosen = chosen.where(
                c.holder.in_(("inspector", "sector")), c.status.in_(("accepted", "in-sector")), c.channel != ""
            )
        case "registry":
            chosen = chosen.where(c.registry.is_not(None), c.status.in_(("in-registry", "result-ready")))
        case "courier":
            chosen = chosen.where(c.holder == literal_column("'courier'"))  # as its index has it
        case "receiving" | "marking":
            chosen = chosen.where(c.holder == "sector", c.status == "result-on-the-way")
        case "shelf":
            chosen = chosen.where(c.cell == given.cell if given.cell else c.cell.is_not(None))
        case "release" if asking.office.side == "centre":
            chosen = chosen.where(
                c.status.in_(("to-release", "result-ready")), or_(c.status == "to-release", c.holder == "inspector")
            )
        case (
            "release"
        ):  # at the licensor's own window: what was handed in here, and what nobody has come for at the centre
            own = or_(c.status == "unclaimed", c.centre == asking.office.code)
            chosen = chosen.where(c.status.in_(("result-ready", "unclaimed")), c.holder == "chancellery", own)
        case "desk":
            chosen = chosen.where(c.status.in_(("at-licensor", "registered", "sent", "result-ready")))
        case "register":
            chosen = chosen.where(c.status == "sent")
        case "trouble":
            chosen = chosen.where(c.trouble)
    if given.step:
        chosen = chosen.where(c.steps.like(f"% {given.step} %"))
    behind = c.row > (
        given.after or 0
    )  # also on the first page: then the rows come in their order, and need no sorting
    rows = _rows(asking, chosen.where(behind).order_by(c.row).limit(at_most(given.limit)))
    return _answered(asking, rows) if given.place == "desk" else rows


def _answered(asking: Asking, rows: tuple[CaseRow, ...]) -> tuple[CaseRow, ...]:
    """Whoever signs sees in the list already what is a licence and what a refusal."""
    waiting = [row.id for row in rows if "sign" in row.steps]
    if not waiting:
        return rows
    states = asking.connection.execute(select(cases.c.id, cases.c.state).where(cases.c.id.in_(waiting)))
    found = {id: json.loads(state).get("negative") for id, state in states}
    return tuple(replace(row, negative=found.get(row.id)) for row in rows)


@query(Right.SEE_CASES)
def unclaimed(asking: Asking, given: Rows) -> tuple[Unclaimed, ...]:
    """Results on paper that a courier has brought and nobody has collected, in the order their cases were taken in."""
    c = cases.c
    here = (c.holder.in_(("sector", "inspector")), c.status.in_(("to-release", "result-on-the-way")))
    chosen = _ours(asking).where(*here, c.row > (given.after or 0)).order_by(c.row).limit(at_most(given.limit))
    rows = _rows(asking, chosen)
    came = brought(asking.connection, [row.id for row in rows])
    states = asking.connection.execute(select(c.id, c.state).where(c.id.in_(came)))
    known = {row.id: json.loads(row.state) for row in states}
    found = []
    for row in rows:
        if row.id not in came:
            continue
        on = tuple(Moment.parse(at).day(asking.zone) for at in known[row.id].get("told") or ())
        it = Lying(came_on=came[row.id].day(asking.zone), told=on)
        found.append(
            Unclaimed(
                case=row, came_on=it.came_on, until=it.until, days=it.days(asking.today), next=it.next(asking.today),
                told=on, telephone=_telephone(known[row.id]),
            )
        )  # fmt: skip
    return tuple(found)


def _telephone(case: dict[str, Any]) -> Personal | None:
    """Whom the office would call: who came for the applicant, else the applicant."""
    people = case.get("people") or {}
    numbers = ((people.get(who) or {}).get("phone") for who in ("representative", "applicant"))
    return next((Personal(number) for number in numbers if number), None)


@query(Right.SEE_CASES)
def all(asking: Asking, given: List_) -> tuple[CaseRow, ...]:
    """Every case of the office: newest first or sorted by another column, only those with what is asked for."""
    limits = Limits(asking)
    return tuple(row_of(asking, r, limits) for r in page(asking, given, COLUMNS))


@query(Right.OWN_WORK)
def my_drafts(asking: Asking, given: Page) -> tuple[DraftRow, ...]:
    """Intakes put aside or cut off, newest first."""
    chosen = (
        select(drafts)
        .where(drafts.c.login == asking.account.login, drafts.c.body != "")
        .order_by(drafts.c.saved_at.desc())
        .limit(at_most(given.limit))
    )
    if given.after:  # `saved_at` of the last one seen
        chosen = chosen.where(drafts.c.saved_at < given.after)
    return tuple(
        DraftRow(id=r.id, saved_at=r.saved_at, draft=codec.load(Draft, r.body))
        for r in asking.connection.execute(chosen)
    )


@query(Right.ACCEPT_DOCUMENTS)
def met_before(asking: Asking, given: ByNumber) -> tuple[Applicant, ...]:
    """The person as they stood in their latest application here; empty: never met."""
    chosen = (
        select(cases.c.state)
        .where(cases.c.applicant_number == given.number, cases.c.centre == asking.office.code)
        .order_by(cases.c.row.desc())
        .limit(1)
    )
    state = asking.connection.execute(chosen).scalar()
    people = json.loads(state).get("people") if state and not given.after and at_most(given.limit) else None
    return (codec.read(Applicant, {**people["applicant"], "source": "met-before"}),) if people else ()


@query(Right.ACCEPT_DOCUMENTS)
def under_way(asking: Asking, given: OfPerson) -> tuple[CaseRow, ...]:
    """Applications of this person here that are not answered yet, newest first."""
    chosen = _ours(asking).where(cases.c.applicant_number == given.number, cases.c.status.not_in(ENDED))
    return _rows(asking, _page(chosen, after=given.after, limit=given.limit))


def _ours(asking: Asking) -> Select[Any]:
    """A centre sees its own, a department what it decides, a courier what they carry."""
    return select(*COLUMNS).where(*reachable(asking))


def at_most(limit: int) -> int:
    """A page: what is asked for, never more than `MOST`, and less than nothing is nothing."""
    return max(0, min(limit, MOST))


def page_of(rows: Sequence[Row], given: Page, *, named: Callable[[Row], str]) -> tuple[Row, ...]:
    """Of a list that the law or the house makes, in its own order; `named`: what `after` says of a row."""
    known = [named(row) for row in rows]
    if given.after and given.after not in known:
        raise codec.BadShape("after", "the row that was seen last is expected")
    first = known.index(given.after) + 1 if given.after else 0
    return tuple(rows[first : first + at_most(given.limit)])


def _page(chosen: Select[Any], *, after: int | None, limit: int) -> Select[Any]:
    chosen = chosen.where(cases.c.row < (NEWEST if after is None else after))
    return chosen.order_by(cases.c.row.desc()).limit(at_most(limit))


def _rows(asking: Asking, chosen: Select[Any]) -> tuple[CaseRow, ...]:
    limits = Limits(asking)
    return tuple(row_of(asking, r, limits) for r in asking.connection.execute(chosen))


def row_of(asking: Asking, found: Any, limits: Limits) -> CaseRow:
    """Who only carries the papers is not told whose they are."""
    known = {name: value for name, value in found._mapping.items() if name != "channel"}
    risk_at = limits.risk_at(found)
    row = CaseRow(**{**known, "steps": tuple(found.steps.split()), "risk_at": risk_at.iso() if risk_at else None})
    return row if may(Roles(asking.account.role), Right.SEE_CASES) else replace(row, applicant="")


def _phrase(wanted: str) -> str:
    return '"' + wanted.replace('"', '""') + '"'


def _like(wanted: str) -> str:
    return wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
