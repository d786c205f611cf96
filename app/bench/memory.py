"""A day of 500 acceptances in one window: how large it is in the evening, whether it grew after the first 50, and whether the
press of «Accept» became slower. On a real X server where there is one, and on Qt's own unseen screen.
"""

from __future__ import annotations

from statistics import median
from typing import Any

from app.bench.limits import Limit
from app.bench.pairs import Place, milliseconds
from app.bench.window import day, screens

VISITORS, SETTLED = 500, 50
AT_MOST_MIB = 200.0
GROWTH_KIB = 8.0  # a visitor: what a day may add and still be called none, 4 MiB in 500; a page more or less is noise
SLOWER = 1.1  # the last fifth of the day against the first after the window has settled


def run(place: Place) -> list[Limit]:
    """`memory@60`: a day of so many visitors."""
    visitors = place.cases or VISITORS
    with screens(both=True) as found:
        days = [
            (kind, day(place.folder / kind.partition(":")[0], cases=0, visitors=visitors, env=env))
            for kind, env in found
        ]
    return [line for kind, told in days for line in judged(kind, told, whole=visitors >= VISITORS)]


def judged(kind: str, told: dict[str, Any], *, whole: bool) -> list[Limit]:
    sizes = [kib / 1024 for kib in told["rss"]]
    settled = min(SETTLED, len(sizes) // 2)
    held = {name: {at: counts[name] for at, counts in told["held"].items()} for name in ("python", "qt", "windows")}
    spent = told["cpu"][settled:]
    fifth = max(1, len(spent) // 5)
    first, last = median(spent[:fifth]), median(spent[-fifth:])
    notes: dict[str, Any] = {
        "visitors": len(sizes), "at_log_in_mib": round(told["rss_at_log_in"] / 1024, 1),
        f"after_{settled}_mib": round(sizes[settled - 1], 1), "most_mib": round(max(sizes), 1),
    }  # fmt: skip
    growth = slope(sizes[settled:]) * 1024
    return [
        Limit(what=f"memory of the window in the evening, {kind}", value=sizes[-1], unit="MiB", kind="at most",
              target=AT_MOST_MIB, judged=whole and bool(sizes[-1]), notes=notes),
        Limit(what=f"growth after the first {settled} visitors, {kind}", value=growth, unit="KiB a visitor",
              kind="at most", target=GROWTH_KIB, judged=whole, notes={"objects": held}),
        Limit(what=f"the evening's press against the morning's, {kind}", value=last / first, unit="processor time",
              kind="at most", target=SLOWER, judged=whole,
              notes={"morning_ms": round(first * 1000, 2), "evening_ms": round(last * 1000, 2),
                     "until_painted_ms": milliseconds(told["press"][settled:])}),
    ]  # fmt: skip


def slope(values: list[float]) -> float:
    """Theil and Sen's: the median of the slopes between all pairs of points, which a few jumps do not move."""
    steps = range(0, len(values), max(1, len(values) // 120))
    found = [(values[b] - values[a]) / (b - a) for a in steps for b in steps if b > a]
    return median(found) if found else 0.0
