"""What the supervisor's questions read: rows of the cases' folds, narrowed and taken apart by the store itself.

Each function gives plain tuples that begin with the case's id, so that what a figure counts can be listed as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.command import Asking

UNTAKEN = "('refused', 'slip', 'no-data')"  # one event, ended at the counter
CAME_BACK = "('courier-to-centre', 'mark-received', 'registered', 'sign')"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases, of which service and workplace, between which moments (the second no longer)."""

    asking: Asking
    since: str
    until: str
    service: str | None = None
    workplace: str | None = None

    @property
    def postgres(self) -> bool:
        return self.asking.connection.dialect.name == "postgresql"

    def get(self, of: str, *path: str) -> str:
        """A value inside JSON, as text."""
        if self.postgres:
            return f"({of}::jsonb #>> '{{{','.join(path)}}}')"
        steps = "".join(f"[{p}]" if p.isdecimal() else f".{p}" for p in path)
        return f"json_extract({of}, '${steps}')"

    def each(self, of: str, key: str, name: str) -> str:
        """A row for each item of a list inside JSON: `name.value`."""
        if self.postgres:
            return f"jsonb_array_elements(COALESCE({of}::jsonb -> '{key}', '[]'::jsonb)) AS {name}(value)"
        return f"json_each({of}, '$.{key}') AS {name}"

    def rows(self, statement: str, **more: Any) -> Iterator[Any]:
        """`{mine}` stands for: cases `c` of this office, service and workplace."""
        own = "centre" if self.asking.office.side == "centre" else "licensor"
        mine = [f"c.{own} = :office"]
        given: dict[str, Any] = {"office": self.asking.office.code, "since": self.since, "until": self.until, **more}
        if self.service:
            mine.append("c.service = :service")
            given["service"] = self.service
        if self.workplace:
            mine.append("substr(c.number, 1, :long) = :workplace")
            given |= {"workplace": f"{self.workplace}-", "long": len(self.workplace) + 1}
        wanted = text(statement.replace("{mine}", " AND ".join(mine)))
        names = wanted._bindparams.keys()
        return iter(self.asking.connection.execute(wanted, {k: v for k, v in given.items() if k in names}))


def visits(scope: Scope) -> Iterator[Any]:
    """(hour of UTC, status, service, workplace, how many) of all who came. The zones here are whole hours off."""
    return scope.rows(
        "SELECT substr(c.accepted_at, 1, 13), c.status, c.service, substr(c.number, 1, 7), count(*) FROM cases c "
        "WHERE {mine} AND c.accepted_at >= :since AND c.accepted_at < :until GROUP BY 1, 2, 3, 4"
    )


def visit_rows(scope: Scope) -> Iterator[Any]:
    """(case, hour of UTC)."""
    return scope.rows(
        "SELECT c.id, substr(c.accepted_at, 1, 13) FROM cases c "
        "WHERE {mine} AND c.accepted_at >= :since AND c.accepted_at < :until"
    )


def done_steps(scope: Scope) -> Iterator[Any]:
    """(case, pack, service, variant, object, channel, licensor, step, at, due_by) of steps done in the period."""
    step, at, due = (scope.get("d.value", name) for name in ("step", "at", "due_by"))
    return scope.rows(
        f"SELECT c.id, {scope.get('c.state', 'what', 'pack')}, c.service, c.variant, c.object, c.channel, c.licensor, "
        f"{step}, {at}, {due} FROM cases c, {scope.each('c.state', 'done', 'd')} "
        f"WHERE {{mine}} AND c.status NOT IN {UNTAKEN} AND c.accepted_at < :until "
        f"AND {at} >= :since AND {at} < :until AND {due} IS NOT NULL"
    )


def running_late(scope: Scope) -> Iterator[Any]:
    """(case, licensor, step) of clocks that ran out in the period and still run."""
    step, due = scope.get("r.value", "step"), scope.get("r.value", "due_by")
    return scope.rows(
        f"SELECT c.id, c.licensor, {step} FROM cases c, {scope.each('c.state', 'running', 'r')} "
        f"WHERE {{mine}} AND c.due_by < :now AND {due} < :now AND {due} >= :since AND {due} < :until",
        now=scope.asking.now.iso(),
    )


def gaps(scope: Scope) -> Iterator[Any]:
    """(case, pack, service, document, kind, clause, variant, object, channel, applicant) of refusals to take papers in."""
    document, kind, clause = (scope.get("g.value", name) for name in ("document", "kind", "clause"))
    applicant = scope.get("c.state", "people", "applicant", "kind")
    return scope.rows(
        f"SELECT c.id, {scope.get('c.state', 'what', 'pack')}, c.service, {document}, {kind}, {clause}, "
        f"c.variant, c.object, c.channel, {applicant} "
        f"FROM cases c, {scope.each('c.state', 'gaps', 'g')} WHERE {{mine}} AND c.status = 'refused' "
        "AND c.accepted_at >= :since AND c.accepted_at < :until"
    )


def grounds(scope: Scope) -> Iterator[Any]:
    """(case, pack, service, ground) of the licensor's refusals that were signed in the period."""
    ground = "(g.value #>> '{}')" if scope.postgres else "g.value"
    at, step = scope.get("d.value", "at"), scope.get("d.value", "step")
    return scope.rows(
        f"SELECT c.id, {scope.get('c.state', 'what', 'pack')}, c.service, {ground} "
        f"FROM cases c, {scope.each('c.state', 'grounds', 'g')} WHERE {{mine}} AND c.status NOT IN {UNTAKEN} "
        f"AND c.state NOT LIKE '%\"grounds\":[]%' "  # most have none: cheaper told from the text than taken apart
        f"AND c.accepted_at < :until AND EXISTS (SELECT 1 FROM {scope.each('c.state', 'done', 'd')} "
        f"WHERE {step} IN ('sign', 'refused') AND {at} >= :since AND {at} < :until)"
    )


def rides(scope: Scope) -> Iterator[Any]:
    """(case, pack, service, variant, object, channel, hand-over, courier, step, at, due_by) of what couriers gave away."""
    case = "(h2.value #>> '{}')" if scope.postgres else "h2.value"
    taken, to, giver = (scope.get("h.state", name) for name in ("taken_at", "to_holder", "giver"))
    step, at, due = (scope.get("d.value", name) for name in ("step", "at", "due_by"))
    return scope.rows(
        f"SELECT c.id, {scope.get('c.state', 'what', 'pack')}, c.service, c.variant, c.object, c.channel, h.id, {giver}, "
        f"{step}, {at}, {due} FROM handovers h, {scope.each('h.state', 'cases', 'h2')}, cases c, "
        f"{scope.each('c.state', 'done', 'd')} WHERE {{mine}} AND h.status = 'taken' "
        f"AND {scope.get('h.state', 'from_holder')} = 'courier' AND {taken} >= :since AND {taken} < :until "
        f"AND c.id = {case} AND {due} IS NOT NULL AND {step} = CASE {to} WHEN 'chancellery' "
        "THEN 'courier-to-licensor' ELSE 'courier-to-centre' END"
    )


def answers(scope: Scope) -> Iterator[Any]:
    """(case, quality, information) of the survey, of results given out in the period."""
    released = scope.get("c.state", "released_at")
    quality, information = scope.get("c.state", "survey", "0"), scope.get("c.state", "survey", "1")
    return scope.rows(
        f"SELECT c.id, {quality}, {information} FROM cases c WHERE {{mine}} AND c.status = 'released' "
        f"AND c.accepted_at < :until AND {released} >= :since AND {released} < :until AND {quality} IS NOT NULL"
    )


def lying(scope: Scope) -> Iterator[Any]:
    """(case, since when) of results that are here and that nobody has collected, as it stands now."""
    held = "('sector', 'inspector')" if scope.asking.office.side == "centre" else "('chancellery')"
    at, step = scope.get("d.value", "at"), scope.get("d.value", "step")
    back = f"(SELECT max({at}) FROM {scope.each('c.state', 'done', 'd')} WHERE {step} IN {CAME_BACK})"
    return scope.rows(
        f"SELECT c.id, COALESCE({back}, c.accepted_at) FROM cases c WHERE {{mine}} "
        f"AND c.status IN ('to-release', 'result-on-the-way', 'result-ready') AND c.holder IN {held}"
    )


def names_of(scope: Scope, logins: frozenset[str]) -> dict[str, str]:
    """People of the house by login."""
    found = scope.asking.connection.execute(text("SELECT login, name FROM accounts"))
    return {login: name for login, name in found if login in logins}
