"""A million cases in the window, sorted by the applicant's name; against a plain table of Qt that holds all its rows.

Each side is a process of its own with a real window: how long until the rows are painted after the order was asked for, and
how much memory that took. Then a step of the wheel, repainted, against the same step of Qt's own table in which nothing stands.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from statistics import median
from typing import Any

from app.bench.grown import DEFAULT, WHOLE, lived_in, plain_of
from app.bench.listing import WINDOWS
from app.bench.pairs import Place, Result, verdict
from app.bench.start import ROOT, screen

ROUNDS = 3
TARGET, STEP_TARGET = 0.1, 1.2


def run(place: Place) -> list[Result]:
    cases = min(place.cases or DEFAULT, WHOLE)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in WINDOWS}
    with lived_in(place, cases) as (app, _):
        plain_of(place, cases, app).close()
    folder = (place.stores or place.folder / "stores") / str(cases)
    with screen() as (kind, env):
        told = {**env, "TEREZE_HOME": str(place.folder), "PYTHONPATH": str(ROOT)}
        for _ in range(ROUNDS):
            for name in WINDOWS:
                size = found["ours"][0]["size"] if found["ours"] else ()
                found[name].append(_asked(name, str(folder), *map(str, size), env=told))
    ours, raw, empty = (found[name] for name in WINDOWS)
    memory = median(o["mib"] / r["mib"] for o, r in zip(ours, raw, strict=True))
    step = median(median(o["steps"]) / median(e["steps"]) for o, e in zip(ours, empty, strict=True))
    notes = {
        "screen": kind, "cases": cases, "orders_ms": _orders(ours),
        "memory": f"+{median(o['mib'] for o in ours):.1f} MiB of +{median(r['mib'] for r in raw):.0f} MiB",
        "memory_ratio": round(memory, 3), "memory_target": f"<= {TARGET}", "memory_verdict": verdict(memory <= TARGET),
        "step_ms": round(median(median(o["steps"]) for o in ours) * 1000, 3),
        "step_ms_of_empty": round(median(median(e["steps"]) for e in empty) * 1000, 3),
        "step_cpu_ratio": round(median(median(o["cpu"]) / median(e["cpu"]) for o, e in zip(ours, empty, strict=True)), 3),
        "step_ratio": round(step, 3), "step_target": f"<= {STEP_TARGET}", "step_verdict": verdict(step <= STEP_TARGET),
    }  # fmt: skip
    first, all_rows = [o["first"] for o in ours], [r["first"] for r in raw]
    return [
        Result(what="list of all cases, first paint", ours=first, raw=all_rows, kind="time", target=TARGET, notes=notes)
    ]


def _orders(ours: list[dict[str, Any]]) -> dict[str, float]:
    """Every column that is shown, either way round."""
    return {order: round(median(o["orders"][order] for o in ours) * 1000, 1) for order in ours[0]["orders"]}


def _asked(name: str, *given: str, env: Mapping[str, str]) -> dict[str, Any]:
    code = [sys.executable, "-c", WINDOWS[name], *given]
    done = subprocess.run(code, env=dict(env), capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-800:])
    return dict(json.loads(done.stdout.splitlines()[-1]))
