"""Facts about what the rules do not let one person do: one asks, another says yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.facts import Remark
from app.domain.kinds import BOTH, event

OverrideId = Literal["lost-found", "erase-people"]


@event("override.requested", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRequested:
    """Of a case, with the reason. Nothing changes yet."""

    what: OverrideId
    office: str | None = None  # where it was asked, and is answered; None: asked before it was written down
    person: Remark | None = None


@event("override.confirmed", *BOTH)
@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideConfirmed:
    """By somebody else than who asked. What it changes is an event of its own in the same transaction."""

    what: OverrideId
    request: str  # id of the event that asked
