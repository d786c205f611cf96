"""Three test scans say how fast a scanner types and with what key it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ui.devices.burst import Burst
from ui.devices.wedge import Thresholds

SCANS = 3
PATIENT = Thresholds(gap_ms=150, least=4, trust=2)  # while it is taught, so that a slow one is seen at all
Lesson = Literal["wait", "no-end", "ends-differ", "slow", "learned"]
SLOWEST = 90  # ms between two keys; a quick person at the number pad needs little more


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """`lesson`: how far it went; the numbers hold when it is `learned`."""

    lesson: Lesson = "wait"
    gap_ms: int = Thresholds().gap_ms
    least: int = Thresholds().least
    end: str = ""


def learn(bursts: tuple[Burst, ...]) -> Taught:
    """Twice the slowest gap leaves room for a busy day, but never so much that a person's typing looks like a scan."""
    if any(not b.end for b in bursts):
        return Taught(lesson="no-end")
    if len(bursts) < SCANS:
        return Taught()
    ends = {b.end for b in bursts}
    if len(ends) > 1:
        return Taught(lesson="ends-differ")
    slowest = max(b.slowest_ms for b in bursts)
    if slowest > SLOWEST:
        return Taught(lesson="slow")
    shortest = min(len(b.code) for b in bursts)
    return Taught(
        lesson="learned", gap_ms=min(100, max(30, 2 * slowest + 10)), least=max(4, min(6, shortest)), end=ends.pop()
    )  # fmt: skip
