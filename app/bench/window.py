"""What the benches of the window share: a day at the counter in a child process, since nothing of `app` may know the window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.bench.generate import fill
from app.bench.house import house
from app.bench.start import ROOT, screen

LONG = 6 * 3600


class NotWorked(RuntimeError):
    """The window ended before its day; what it said."""


@contextmanager
def screens(*, both: bool) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """A real X server where there is one; with `both` also Qt's own screen that nobody sees."""
    with screen() as (kind, env):
        found = [(kind, env)]
        if both and kind == "Xvfb":
            found.append(("offscreen", {**env, "QT_QPA_PLATFORM": "offscreen"}))
        yield found


def day(folder: Path, *, cases: int, visitors: int, env: Mapping[str, str]) -> dict[str, Any]:
    """So many visitors in one window, on a store that holds so many cases already."""
    folder.mkdir(parents=True)
    with house(folder) as app:
        if cases:
            fill(app, cases)
    found = child("ui.presses", folder, str(visitors), env=env)
    if len(set(found["numbers"])) != visitors:
        raise NotWorked(f"{len(set(found['numbers']))} of {visitors} presses made a case")
    return found


def child(program: str, folder: Path, *given: str, env: Mapping[str, str], said: str = "") -> dict[str, Any]:
    """A program of the window on the demonstration that stands in the folder: what it tells at its end."""
    store, key = f"sqlite:///{folder / 'centre.db'}", str(folder / "tereze.key")
    code = [sys.executable, "-m", program, store, key, str(folder), *given]
    told = {**env, "TEREZE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        code, env=told, cwd=ROOT, input=said, capture_output=True, text=True, timeout=LONG, check=False
    )
    if done.returncode:
        raise NotWorked(done.stderr.strip()[-800:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
