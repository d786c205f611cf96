"""Wrong passwords of one login: after five the door opens later and later, and never for more than 100 an hour.

Only the time that has surely gone counts, in seconds of a clock that nobody sets: a wait is never shorter than promised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FREE, LONGEST, HOUR, MOST = 5, 900.0, 3600.0, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """`wait`: seconds to go; `recent`: of each failure of the last hour, the seconds until it is an hour old."""

    failures: int = 0  # since the last time it was right
    wait: float = 0.0
    recent: tuple[float, ...] = ()

    def after(self, gone: float) -> Guesses:
        gone = max(0.0, gone)
        rest = tuple(left - gone for left in self.recent if left > gone)
        return replace(self, wait=max(0.0, self.wait - gone), recent=rest)

    @property
    def seconds(self) -> float:
        """Until the next try is looked at."""
        over = sorted(self.recent)[len(self.recent) - MOST] if len(self.recent) >= MOST else 0.0
        return max(self.wait, over)

    def failed(self) -> Guesses:
        """Written before the password is looked at, so that a kill in between saves nobody a failure."""
        failures = self.failures + 1
        wait = min(LONGEST, 2.0 ** min(failures - FREE, 10)) if failures >= FREE else 0.0
        return Guesses(failures=failures, wait=wait, recent=(*self.recent, HOUR))

    def right(self) -> Guesses:
        """The try that was written as a failure was none."""
        return Guesses(recent=self.recent[:-1])

    def unlocked(self) -> Guesses:
        """By a supervisor. What was tried in this hour stays counted."""
        return Guesses(recent=self.recent)


def gone(mark: float, now: float) -> float:
    """What surely went by between two readings of the machine's running time.

    A smaller reading means that the machine was started anew: then only the time since that start is sure. A larger one
    after a new start is smaller than the truth: the wait is longer, never shorter.
    """
    return now - mark if now >= mark else max(0.0, now)
