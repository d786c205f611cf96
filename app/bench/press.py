"""The whole press of «Accept» in the real window: the command, its papers drawn and kept, the message painted on the screen.

The window's thread is asked every 2 ms whether it lives. How long it was away is told twice: by the clock, which on a busy
machine counts other programs too, and by what the thread itself worked meanwhile.
"""

from __future__ import annotations

from typing import Any

from app.bench.limits import Limit
from app.bench.pairs import Place, milliseconds, percentile
from app.bench.window import day, screens

CASES, VISITORS, WARM = 100_000, 60, 10
AT_MOST_MS, STILL_MS = 60.0, 16.0
WHOLE = 1_000_000  # the size that the target is for


def run(place: Place) -> list[Limit]:
    cases = CASES if place.cases is None else place.cases
    with screens(both=False) as ((kind, env),):
        told = day(place.folder / "day", cases=cases, visitors=VISITORS + WARM, env=env)
    return judged(told, kind, cases=cases)


def judged(told: dict[str, Any], kind: str, *, cases: int) -> list[Limit]:
    presses, rests, spent = (told[name][WARM:] for name in ("press", "rest", "cpu"))
    away, own = told["away"][WARM:], told["own"][WARM:]
    notes: dict[str, Any] = {
        "screen": kind, "cases": cases, "presses": len(presses), "median_ms": milliseconds(presses),
        "until_rest_ms": milliseconds(rests), "until_rest_p95_ms": _ms(rests, 95), "processor_ms": milliseconds(spent),
        "processor_p95_ms": _ms(spent, 95),
    }  # fmt: skip
    still = {
        "median_ms": milliseconds(away), "worked_itself_ms": milliseconds(own), "worked_itself_p95_ms": _ms(own, 95),
        "presses_above": sum(gap * 1000 > STILL_MS for gap in away),
        "presses_above_by_its_own_work": sum(worked * 1000 > STILL_MS for worked in own),
    }  # fmt: skip
    whole = cases >= WHOLE
    return [
        Limit(what="press of «Accept», p95", value=_ms(presses, 95), unit="ms", kind="at most", target=AT_MOST_MS,
              judged=whole, notes=notes),
        Limit(what="longest standstill of the window in a press", value=max(away) * 1000, unit="ms", kind="at most",
              target=STILL_MS, judged=whole, notes=still),
    ]  # fmt: skip


def _ms(seconds: list[float], share: int) -> float:
    return round(percentile(seconds, share) * 1000, 3)
