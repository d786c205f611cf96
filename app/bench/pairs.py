"""Pairs of measurements: ours and raw, one after the other, so that a noisy machine disturbs both alike."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Literal

Deed = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a bench may work: an empty folder, how many cases were asked for, a PostgreSQL when there is one.

    `stores`: lived-in stores by their size, made once for all benches of a run, which only read them.
    """

    folder: Path
    stores: Path | None = None
    cases: int | None = None
    postgres: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of figures. `speed`: raw ÷ ours, at least the target; `time`: ours ÷ raw, or growth, at most the target."""

    what: str
    ours: Sequence[float]  # seconds
    raw: Sequence[float]
    kind: Literal["speed", "time"]
    target: float
    judged: bool = True  # False: the target is for another size of store, the figures are shown without a verdict
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        each = zip(self.ours, self.raw, strict=True)
        return median(raw / ours if self.kind == "speed" else ours / raw for ours, raw in each)

    @property
    def met(self) -> bool:
        return self.ratio >= self.target if self.kind == "speed" else self.ratio <= self.target

    def told(self) -> dict[str, Any]:
        sign = ">=" if self.kind == "speed" else "<="
        return {
            "what": self.what, "rounds": len(self.ours), "ours_ms": milliseconds(self.ours),
            "ours_p99_ms": round(percentile(self.ours, 99) * 1000, 3), "raw_ms": milliseconds(self.raw),
            "measure": "raw / ours" if self.kind == "speed" else "ours / raw", "ratio": round(self.ratio, 3),
            "target": f"{sign} {self.target:g}", "verdict": verdict(self.met) if self.judged else "not judged here",
            **self.notes,
        }  # fmt: skip


def verdict(met: bool) -> str:
    return "met" if met else "missed"


def milliseconds(seconds: Sequence[float]) -> float:
    return round(median(seconds) * 1000, 4)


def percentile(values: Sequence[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def timed(deed: Deed) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


@contextmanager
def unswept() -> Iterator[None]:
    """Without the collector of old objects, as `timeit` measures, and as the window works (`ui/sweep.py`)."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def pairs(
    ours: Deed, raw: Deed, *, rounds: int, warm: int = 3, between: Deed = lambda: None
) -> tuple[list[float], list[float]]:
    """Both in turn, after some that do not count. `between` prepares the raw side of the pair and is not measured."""
    found: tuple[list[float], list[float]] = ([], [])
    with unswept():
        for turn in range(-warm, rounds):
            mine = timed(ours)
            between()
            theirs = timed(raw)
            if turn >= 0:
                found[0].append(mine)
                found[1].append(theirs)
    return found


def turns(deeds: Sequence[Deed], *, rounds: int, warm: int = 3) -> list[list[float]]:
    """Several sides, each in each round: so that all of them meet the same noise."""
    found: list[list[float]] = [[] for _ in deeds]
    for turn in range(-warm, rounds):
        for side, deed in zip(found, deeds, strict=True):
            took = timed(deed)
            if turn >= 0:
                side.append(took)
    return found


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """How the cost grows with the store: 0 not at all, 1 as fast as the store."""
    return round(math.log(large[1] / small[1]) / math.log(large[0] / small[0]), 3)
