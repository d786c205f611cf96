"""The figures for people: a line for each target, with what was measured and whether it is met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HEADS = ("bench", "what", "ours, ms", "raw, ms", "measured", "target", "verdict")
Line = tuple[str, ...]


def lines(told: dict[str, Any]) -> Iterator[Line]:
    """What a bench judges beside its ratio – growth, a percentile – has a line of its own."""
    for name, results in told["benches"].items():
        for result in results:
            ours, raw = (_figure(result.get(key)) for key in ("ours_ms", "raw_ms"))
            measured = f"{result.get('ratio', result.get('value'))} {result['measure']}"
            yield name, result["what"], ours, raw, measured, result["target"], result["verdict"]
            for key, verdict in result.items():
                if key.endswith("_verdict"):
                    yield name, *_beside(result, key.removesuffix("_verdict")), verdict


def _beside(result: dict[str, Any], aim: str) -> Line:
    keys = (f"{aim}_exponent", f"{aim}_ratio", f"{aim}_ms", aim)
    judged = next((key for key in keys if key in result), "")  # a ratio is judged, though what it is of is told in ms
    measured, unit = result.get(judged, ""), " ms" if judged.endswith("_ms") else ""
    target = result.get(f"{aim}_target", result.get(f"{aim}_target_ms", ""))
    words = f"{aim} exponent" if f"{aim}_exponent" in result else aim.replace("_", " ")
    return (
        f"  {words}",
        "",
        "",
        f"{measured}{unit}",
        f"<= {target}{unit}" if isinstance(target, (int, float)) else target,
    )


def _figure(value: Any) -> str:
    return "" if value is None else f"{value:,.3f}" if value < 10 else f"{value:,.0f}"


def table(told: dict[str, Any]) -> str:
    """In columns, as a terminal shows it."""
    rows = [HEADS, *lines(told)]
    wide = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    right = (2, 3)
    return "".join(
        "  ".join(cell.rjust(w) if n in right else cell.ljust(w) for n, (cell, w) in enumerate(zip(row, wide, strict=True)))
        .rstrip() + "\n"
        for row in rows
    )  # fmt: skip


def markdown(told: dict[str, Any]) -> str:
    """As it stands in `docs/speed.md`."""
    rows = [HEADS, tuple("---" for _ in HEADS), *lines(told)]
    return "".join(f"| {' | '.join(cell.strip() or ' ' for cell in row)} |\n" for row in rows)
