"""The fact that the people of a case are erased: with it the personal parts go, at every node that it reaches."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import BOTH, event


@event("people.erased", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleErased:
    """Of a case whose term of keeping is over; by somebody else than who asked. Names nobody."""

    request: str  # id of the event that asked
    years: int  # the term that was over
