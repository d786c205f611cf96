"""How the cost grows with the store, as a picture: both axes by tenfolds, so that a straight slope is an exponent."""

from __future__ import annotations

import math
from html import escape
from typing import Any

WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 760, 420, 70, 230, 30, 50
INKS = ("#0b5cad", "#b3471d", "#2f7d32", "#7a3e9d", "#5a5a5a", "#a8890b")
Curve = tuple[str, list[tuple[int, float]], bool]


def curves(told: dict[str, Any]) -> list[Curve]:
    """Of every result that was measured at several sizes: ours, and the raw side dashed."""
    found: list[Curve] = []
    for results in told["benches"].values():
        for result in results:
            for key, words, raw in (("ours_ms", "", False), ("raw_ms", ", raw", True)):
                points = [(int(n), size[key]) for n, size in result.get("sizes", {}).items() if size.get(key)]
                if len(points) > 1:
                    found.append((result["what"] + words, points, raw))
    return found


def growth(told: dict[str, Any]) -> str:
    """SVG; empty where nothing was measured at several sizes."""
    shown = curves(told)
    if not shown:
        return ""
    xs, ys = ([point[axis] for _, points, _ in shown for point in points] for axis in (0, 1))
    x0, x1 = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs)))
    y0, y1 = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def at(cases: float, ms: float) -> tuple[float, float]:
        across = (math.log10(cases) - x0) / max(1, x1 - x0)
        up = (math.log10(ms) - y0) / max(1, y1 - y0)
        return round(LEFT + across * (WIDE - LEFT - RIGHT), 1), round(HIGH - FOOT - up * (HIGH - TOP - FOOT), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="13">',
        "<title>How the cost of a question grows with the store</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
    ]
    for power in range(x0, x1 + 1):
        x, _ = at(10**power, 10**y0)
        parts.append(f'<path d="M{x} {TOP}V{HIGH - FOOT}" stroke="#d8d8d8"/>')
        parts.append(f'<text x="{x}" y="{HIGH - FOOT + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        _, y = at(10**x0, 10.0**power)
        parts.append(f'<path d="M{LEFT} {y}H{WIDE - RIGHT}" stroke="#d8d8d8"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} ms</text>')
    parts.append(f'<text x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 8}" text-anchor="middle">cases in the store</text>')
    lowest = HIGH - FOOT + 20.0
    names = list(dict.fromkeys(name.removesuffix(", raw") for name, _, _ in shown))
    for name, points, raw in sorted(shown, key=lambda curve: curve[1][-1][1]):
        ink = INKS[names.index(name.removesuffix(", raw")) % len(INKS)]
        spots = [at(*point) for point in points]
        line = "".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(spots))
        dash = ' stroke-dasharray="6 4"' if raw else ""
        parts.append(f'<path d="{line}" fill="none" stroke="{ink}" stroke-width="2"{dash}/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{ink}"/>' for x, y in spots]
        lowest = min(spots[-1][1] + 4, lowest - 17)  # names never lie over each other
        parts.append(f'<text x="{spots[-1][0] + 10}" y="{lowest}" fill="{ink}">{escape(name)} {_slope(points)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _slope(points: list[tuple[int, float]]) -> str:
    first, last = points[0], points[-1]
    return f"({math.log(last[1] / first[1]) / math.log(last[0] / first[0]):.2f})"
