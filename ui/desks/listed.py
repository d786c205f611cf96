"""All cases in the order that a person asked for: a few hundred rows of however many there are, moved along by pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.queries.queue import CaseRow
from ui.desks import texts
from ui.desks.session import Session

PAGE, MOST = 50, 400
AS_STORED = "newest"


@dataclass(frozen=True, slots=True)
class Listed:
    """What is shown of the list. `anchor` stands before the first row; without one it is the list's own first."""

    sort: str = AS_STORED
    reversed: bool = False
    only: tuple[tuple[str, str], ...] = ()
    rows: tuple[CaseRow, ...] = ()
    anchor: CaseRow | None = None
    more: bool = False

    def is_like(self, other: Listed) -> bool:
        """In the same order, and of the same cases: only then one takes the other's place."""
        return (self.sort, self.reversed, self.only) == (other.sort, other.reversed, other.only)

    def sorted_by(self, column: str) -> Listed:
        """The same column once more: the other way round, and at last as they came."""
        if column != self.sort:
            return Listed(column, only=self.only)
        return Listed(AS_STORED, only=self.only) if self.reversed else Listed(column, True, self.only)

    def narrowed(self, only: tuple[tuple[str, str], ...]) -> Listed:
        return Listed(self.sort, self.reversed, only)

    def asked(self, **place: int) -> dict[str, Any]:
        """A page of it, as the query wants it."""
        return {"sort": self.sort, "reversed": self.reversed, "limit": PAGE, **dict(self.only), **place}

    def with_later(self, rows: tuple[CaseRow, ...]) -> Listed:
        """What has gone by at the top is let go."""
        found, more = self.rows + rows, len(rows) == PAGE
        gone = len(found) - MOST
        if gone <= 0:
            return replace(self, rows=found, more=more)
        return replace(self, rows=found[gone:], anchor=found[gone - 1], more=more)

    def with_earlier(self, rows: tuple[CaseRow, ...]) -> Listed:
        """The first of a whole page becomes the anchor; the one that was is a row again."""
        whole = len(rows) == PAGE
        found = (*rows[whole:], *((self.anchor,) if self.anchor else ()), *self.rows)
        return replace(self, rows=found[:MOST], anchor=rows[0] if whole else None, more=self.more or len(found) > MOST)


ALL = Listed()


def read(session: Session, listed: Listed) -> Listed:
    """The same stretch once more, as it stands now; for the thread that reads."""
    rows: tuple[CaseRow, ...] = ()
    behind, many = listed.anchor, max(PAGE, len(listed.rows))
    while len(rows) < many:
        place = {"after": behind.row} if behind else {}
        page: tuple[CaseRow, ...] = session.app.ask("queue.all", listed.asked(**place), as_=session.me.login)
        rows += page
        if len(page) < PAGE:
            return replace(listed, rows=rows, more=False)
        behind = page[-1]
    return replace(listed, rows=rows, more=True)


def such_as(session: Session, listed: Listed, case: CaseRow) -> tuple[tuple[tuple[str, str], ...], str]:
    """Only cases that have the same in the column that the list is sorted by: as the query wants it, and in words."""
    match listed.sort:
        case "status":
            return (("status", case.status),), texts.status(case.status)
        case "service":
            return (("service", case.service),), texts.service(case.service, short=True)
        case "applicant":
            return (("text", case.applicant),), case.applicant
        case "number":
            return (("text", case.number),), case.number
        case "due" if case.due_by:
            day = session.local(case.due_by).date()
            return (("due_on", day.isoformat()),), texts.date_of(day)
        case _:
            day = session.local(case.accepted_at).date()
            return (("accepted_on", day.isoformat()),), texts.date_of(day)
