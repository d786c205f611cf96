"""The list of all cases, a page at a time: sorted by any column that it shows, only those with what is asked for.

A page is the next fifty behind a row, whatever the store's size: an index stands in each order, and is walked from that row.
Where few cases are asked for, they are gathered by what they have in common and sorted; where many are, the order is walked and
the others are passed by. On PostgreSQL its planner decides that; on SQLite we count first, up to `FEW`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal_column, select, text, tuple_

from app.command import Asking
from app.domain import codec
from app.domain.names import tidy
from app.domain.rights import REACH, Reach
from app.domain.roles import Role
from app.queries.reach import reachable
from app.queries.span import span
from app.store.rows import folded
from app.store.tables import cases

Sort = Literal["newest", "number", "applicant", "service", "status", "accepted", "due"]
FEW = 2000  # cases that are sorted in less time than a frame takes
KEYS: dict[Sort, tuple[str, ...]] = {
    "newest": (), "number": ("number",), "applicant": ("sorted_as",), "service": ("service", "variant", "object"),
    "status": ("status",), "accepted": ("accepted_at",), "due": ("due_by",),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class List_:
    status: str | None = None
    service: str | None = None
    text: str | None = None  # a part of a name or number
    accepted_on: date | None = None
    due_on: date | None = None
    sort: Sort = "newest"
    reversed: bool = False  # from the end of the order; of "newest": the oldest first
    after: int | None = None  # `row` of the last one seen
    before: int | None = None  # `row` of the first one seen: the page that stands before it
    limit: int = 100


Named = Callable[[str], ColumnElement[Any]]


def page(asking: Asking, given: List_, columns: Sequence[Any]) -> list[Any]:
    """Those columns of `cases`, in the order that was asked for."""
    if REACH[Role(asking.account.role)] is Reach.NONE:
        return []
    on_sqlite = asking.connection.dialect.name == "sqlite"
    few = _gathered(asking, given) if on_sqlite else None
    key: Named = cases.c.__getitem__
    if few is not None:
        key, asked = _apart, [cases.c.row.in_(few), *reachable(asking)]
    elif on_sqlite:
        mine = "centre" if asking.office.side == "centre" else "licensor"
        asked = [*_asked_for(asking, given, _apart), _apart(mine) == asking.office.code, *reachable(asking)[1:]]
    else:
        asked = [*_asked_for(asking, given, key), *reachable(asking)]
    back = given.before is not None
    up = ((given.sort == "newest") == given.reversed) != back
    keys = [*map(key, KEYS[given.sort]), cases.c.row]
    chosen = select(*columns).where(*asked).order_by(*(k.asc() if up else k.desc() for k in keys))
    most, found = max(0, min(given.limit, 200)), list[Any]()
    for part in _parts(asking, given, key, up=up):
        if len(found) < most:
            found += asking.connection.execute(chosen.where(*part).limit(most - len(found))).all()
    return found[::-1] if back else found


def _apart(name: str) -> ColumnElement[Any]:
    """The column, out of the sight of SQLite's planner: it finds no index for it and takes the one that we mean."""
    return literal_column(f"+cases.{name}", cases.c[name].type)


def _asked_for(asking: Asking, given: List_, named: Named) -> list[ColumnElement[bool]]:
    found = []
    for column, value in (("status", given.status), ("service", given.service)):
        if value is not None:
            found.append(named(column) == value)
    for column, day in (("accepted_at", given.accepted_on), ("due_by", given.due_on)):
        if day is not None:
            begins, ends = span(day, day, asking.zone)
            found += [named(column) >= begins, named(column) < ends]
    if wanted := folded(tidy(given.text or "")):
        like = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        if asking.connection.dialect.name == "postgresql":  # through the store's own door, the newest of them
            found.append(cases.c.row.in_(select(func.matching(like, cast(None, BigInteger), 200))))
        else:
            found.append(cases.c.search.like(like, escape="\\"))
    return found


def _gathered(asking: Asking, given: List_) -> list[int] | None:
    """Rows of the few cases that are asked for, of any office; None where they are not few, or nothing is asked for."""
    wanted = folded(tidy(given.text or ""))
    plain = replace(given, text=None) if len(wanted) >= 3 else given
    asked = _asked_for(asking, plain, cases.c.__getitem__ if plain is given else _apart)
    if plain is not given:
        hits: Any = text("row IN (SELECT rowid FROM case_search WHERE case_search MATCH :wanted)")
        asked.append(hits.bindparams(wanted='"' + wanted.replace('"', '""') + '"'))
    if not asked:
        return None
    rows = asking.connection.execute(select(cases.c.row).where(*asked).limit(FEW + 1)).scalars().all()
    return list(rows) if len(rows) <= FEW else None


def _parts(asking: Asking, given: List_, named: Named, *, up: bool) -> list[list[ColumnElement[bool]]]:
    """Stretches of the order, to be walked one after another until the page is full: what is equal at the row that was seen
    last, what lies beyond it, and at the end what has no value."""
    back, names, row = given.before is not None, KEYS[given.sort], cases.c.row
    at = given.before if back else given.after
    further = [] if at is None else [row > at if up else row < at]
    if not names:
        return [further]
    keys, nullable = [named(name) for name in names], bool(cases.c[names[0]].nullable)
    there: list[ColumnElement[bool]] = [keys[0].is_not(None)] if nullable else []
    none: list[list[ColumnElement[bool]]] = [[keys[0].is_(None)]] if nullable else []
    if at is None:
        return [there, *none]
    stands = asking.connection.execute(select(*(cases.c[name] for name in names)).where(row == at)).first()
    if stands is None:
        raise codec.BadShape("before" if back else "after", "the row of a case is expected")
    if stands[0] is None:
        return [[keys[0].is_(None), *further], *([there] if back else [])]
    equal = [key == value for key, value in zip(keys, stands, strict=True)]
    ours, seen = (keys[0], stands[0]) if len(keys) == 1 else (tuple_(*keys), tuple_(*stands))
    return [[*equal, *further], [ours > seen if up else ours < seen], *([] if back else none)]
