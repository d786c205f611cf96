"""A scan brings its case onto the screen: from the scanner's last sign to the painted case, in the real window."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

from app.bench.grown import DEFAULT, WHOLE, lived_in
from app.bench.limits import Limit
from app.bench.pairs import Place, milliseconds, percentile
from app.bench.window import child, screens

SCANS, WARM = 300, 20
FRAME_MS = 16.0


def run(place: Place) -> list[Limit]:
    cases = place.cases or DEFAULT
    with lived_in(place, cases) as (_, made):
        shuffled = random.Random(1).sample(made.numbers, len(made.numbers))  # what is on the screen is not painted anew
    numbers = list(itertools.islice(itertools.cycle(shuffled), WARM + SCANS))
    folder = (place.stores or place.folder / "stores") / str(cases)
    with screens(both=False) as ((kind, env),):
        told = child("ui.lookups", folder, env=env, said=json.dumps(numbers))
    return [judged(told, kind, cases=cases)]


def judged(told: dict[str, Any], kind: str, *, cases: int) -> Limit:
    painted, rest = told["painted"][WARM:], told["rest"][WARM:]
    notes: dict[str, Any] = {
        "screen": kind, "cases": cases, "scans": len(painted), "median_ms": milliseconds(painted),
        "until_rest_ms": milliseconds(rest), "until_rest_p99_ms": round(percentile(rest, 99) * 1000, 3),
    }  # fmt: skip
    return Limit(
        what="from a scan to its painted case, p99", value=percentile(painted, 99) * 1000, unit="ms", kind="at most",
        target=FRAME_MS, judged=cases >= WHOLE, notes=notes,
    )  # fmt: skip
