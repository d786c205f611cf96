"""When to ask again: each half a minute; after contacts that failed, later and later, never later than a quarter of an hour.

By chance a little earlier or later, so that centres whose licensor was away do not all come at the same moment.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from app.problems import Refused, Unavailable

USUAL, LONGEST = 30.0, 900.0  # seconds
CALLS_US = "address-missing"  # a peer without an address: it is they who call


log = logging.getLogger(__name__)


@dataclass(slots=True)
class Pace:
    """Remembers how many contacts in a row have failed."""

    dice: Callable[[], float] = random.random
    failed: int = 0

    def after(self, ticks: Iterable[Mapping[str, Any]]) -> float:
        """Seconds until the next contact, after what these have told."""
        away = [t for t in ticks if t.get("away") or t.get("refused") not in (None, CALLS_US)]
        return self.pause(failed=bool(away), asked=max((t.get("wait") or 0 for t in away), default=0))

    def pause(self, *, failed: bool, asked: int = 0) -> float:
        """`asked`: as long as the other side wants (Retry-After). Whoever says so is not known, so it cannot silence us."""
        if not failed:
            self.failed = 0
            return USUAL
        self.failed = min(self.failed + 1, 10)
        longest = min(LONGEST, USUAL * 2.0 ** (self.failed - 1))
        return min(LONGEST, max(longest * (0.5 + self.dice() / 2), asked * (1 + self.dice() / 10)))


def steadily(contact: Callable[[], list[dict[str, Any]]], *, wait: Callable[[float], object] | None = None) -> NoReturn:
    """Contacts until the program is stopped. A full disk of ours is no end: what waits is in the store, and passes later."""
    pace, wait = Pace(), wait or threading.Event().wait
    while True:
        try:
            told = contact()
        except Unavailable as ours:
            log.warning("no exchange now: %s", ours)
            told = [{"away": ours.status}]
        except Refused as no:
            log.warning("no exchange now: %s", no)
            told = [{"refused": no.code}]
        wait(pace.after(told))
