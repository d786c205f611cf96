"""A day at one counter in one window keeps nothing of its visitors: thirty here, five hundred by `tereze bench memory`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.bench.house import house

ROOT = Path(__file__).resolve().parents[2]
VISITORS, LONG = 30, 850
A_VISITOR = (
    30  # things of Python that a paper's lines and what the printers were told may add, until their caches are full
)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("day")
    with house(folder):
        pass
    store, key = f"sqlite:///{folder / 'centre.db'}", str(folder / "tereze.key")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TEREZE_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    child = [sys.executable, "-m", "ui.presses", store, key, str(folder), str(VISITORS)]
    done = subprocess.run(child, env=env, cwd=ROOT, capture_output=True, text=True, timeout=LONG, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_each_press_of_the_day_makes_a_case_of_its_own(worked: dict[str, Any]) -> None:
    assert len(set(worked["numbers"])) == VISITORS
    assert all(number.startswith("AT01-01-16-") for number in worked["numbers"])
    assert all(len(worked[name]) == VISITORS for name in ("press", "rest", "cpu", "away", "own", "rss"))


def test_no_widget_and_no_window_is_left_by_a_visitor(worked: dict[str, Any]) -> None:
    early, late = worked["held"]["20"], worked["held"]["30"]
    assert late["qt"] == early["qt"]
    assert late["windows"] == early["windows"] == 1


def test_a_visitor_leaves_no_more_than_what_a_cache_holds(worked: dict[str, Any]) -> None:
    early, late = worked["held"]["20"], worked["held"]["30"]
    assert late["python"] - early["python"] <= 10 * A_VISITOR
