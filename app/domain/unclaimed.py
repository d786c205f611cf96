"""A result that nobody has come for: how long it is kept here, and what is done with it next.

No act says it; the Standard does, as it is reconstructed (FACTS 1.1): a month here, then back to the licensor, and within a
working day here again once its owner has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

KEPT_FOR = timedelta(days=31)
WAITED = timedelta(days=7)  # longer than this, its owner is told
Next = Literal["wait", "call", "return"]


def kept_until(came_on: date) -> date:
    """From this day on it goes back."""
    return came_on + KEPT_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """How it stands with a result that a courier brought on `came_on`; `told`: the days on which its owner was told."""

    came_on: date
    told: tuple[date, ...] = ()

    @property
    def until(self) -> date:
        return kept_until(self.came_on)

    def days(self, today: date) -> int:
        return (today - self.came_on).days

    def next(self, today: date) -> Next:
        if self.until <= today:
            return "return"
        since = max((self.came_on, *self.told))
        return "call" if today - since > WAITED else "wait"
