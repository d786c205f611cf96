"""How far another node's clock stands from ours: heard at each contact, told to a person long before nothing passes."""

from __future__ import annotations

from datetime import timedelta

from app.domain.moment import Instant

TOLD = timedelta(seconds=120)  # between two honest clocks; from five minutes on nothing is believed (`keys.APART`)
CONTACT = "/contact"  # small, so that the way takes no time that could be taken for a wrong clock


def ahead(there: str, *, asked: Instant, now: Instant) -> int:
    """Seconds by which the other clock is ahead: it spoke some time between our question and now, and that is not held
    against it."""
    said = Instant.parse(there).utc
    late, early = (said - now.utc).total_seconds(), (said - asked.utc).total_seconds()
    return round(late) if late > 0 else round(min(early, 0))


def told(seconds: int) -> bool:
    return abs(seconds) > TOLD.total_seconds()
