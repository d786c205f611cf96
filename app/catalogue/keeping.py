"""How many years the people of an ended case are kept, read strictly from its dated file."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, get_args

from app.domain.pack import Source

FILE: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "keeping.toml"


class KeepingFault(ValueError):
    """The file says something that is no term: where, and what."""


def years_on(day: date, path: Path = FILE) -> int:
    """The latest term that has begun by then; before the first one, the first."""
    terms = _read(path)
    return next((years for begins, years in reversed(terms) if begins <= day), terms[0][1])


@cache
def _read(path: Path) -> tuple[tuple[date, int], ...]:
    found = tomllib.loads(path.read_text("utf-8")).get("term", ())
    for n, entry in enumerate(found):
        if set(entry) != {"from", "source", "years"} or entry["source"] not in get_args(Source):
            raise KeepingFault(f"term[{n}]: a term has from, source and years")
        if type(entry["from"]) is not date or type(entry["years"]) is not int or entry["years"] < 1:
            raise KeepingFault(f"term[{n}]: a day, and one year at least")
    terms = tuple((entry["from"], entry["years"]) for entry in found)
    if not terms or [begins for begins, _ in terms] != sorted({begins for begins, _ in terms}):
        raise KeepingFault("term: there is none, or their first days do not rise")
    return terms
