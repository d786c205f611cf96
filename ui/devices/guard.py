"""The same label read twice in one go: a trembling hand, or a scanner on a stand, must not do a deed twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

KEPT = 64  # codes that are remembered; older ones are long past any blanking time


@dataclass(slots=True)
class Guard:
    """By (code, operation): what counts as the same deed is said by the place in front."""

    now_ms: Callable[[], int]
    blank_ms: int = 1000
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def again(self, code: str, operation: str) -> bool:
        """Whether this read belongs to the one before. A label that stays under the beam goes on being that one."""
        now, key = self.now_ms(), (code, operation)
        before = self._seen.pop(key, None)
        self._seen[key] = now
        while len(self._seen) > KEPT:
            self._seen.pop(next(iter(self._seen)))
        return before is not None and now - before < self.blank_ms

    def forget(self) -> None:
        """Something was taken back: the next scan is meant."""
        self._seen.clear()
