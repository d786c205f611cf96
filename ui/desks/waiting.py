"""Whole lists: the store gives a page at a time, and what is worked from must have everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.queries.queue import MOST, CaseRow, Unclaimed

Ask = Callable[[str, Any], Any]


def pages(ask: Ask, name: str, given: dict[str, Any]) -> Iterator[Any]:
    """One after another, page after page, of a list whose pages go on behind the last one's id."""
    after = None
    while True:
        page = ask(name, {**given, "after": after, "limit": MOST})
        yield from page
        if len(page) < MOST:
            return
        after = page[-1].id


def unclaimed(ask: Ask) -> tuple[Unclaimed, ...]:
    """Every result that lies here for its owner."""
    found: list[Unclaimed] = []
    while page := ask("queue.unclaimed", {"after": found[-1].case.row if found else None, "limit": MOST}):
        found += page
    return tuple(found)


def waiting(
    ask: Ask, place: str, *, step: str | None = None, cell: str | None = None, most: int | None = None
) -> tuple[CaseRow, ...]:
    """Every case that waits at a place, in the order they came; `most`: so many, of a list that is only looked at."""
    rows: list[CaseRow] = []
    while most is None or len(rows) < most:
        limit = MOST if most is None else min(MOST, most - len(rows))
        after = rows[-1].row if rows else None
        page = ask("queue.waiting", {"place": place, "step": step, "cell": cell, "after": after, "limit": limit})
        rows += page
        if len(page) < limit:
            break
    return tuple(rows)
