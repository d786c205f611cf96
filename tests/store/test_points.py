"""The boundaries where the campaign strikes: silent in life, exact in a test."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.store import points

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _unmet() -> None:
    points._met.clear()


def test_nothing_happens_in_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEREZE_AT", raising=False)
    for name in points.POINTS:
        points.at(name)


def test_an_error_strikes_only_at_its_point_and_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEREZE_AT", "commit.before:error:3")
    points.at("commit.after")
    points.at("commit.before")
    points.at("commit.before")
    with pytest.raises(OSError, match=r"struck at commit\.before"):
        points.at("commit.before")
    points.at("commit.before")


def test_a_kill_leaves_no_time_for_anything() -> None:
    script = "from app.store.points import at\ntry: at('commit.after')\nfinally: print('alive')"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"TEREZE_AT": "commit.after:kill", "PYTHONPATH": str(ROOT)},
        capture_output=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (-9, b"")


def test_what_is_stopped_goes_on_when_it_is_told_to() -> None:
    script = "from app.store.points import at\nat('commit.after')\nprint('alive')"
    call = [sys.executable, "-c", script]
    env = {"TEREZE_AT": "commit.after:stop", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(call, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as stopped:
        os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert stopped.poll() is None
        stopped.send_signal(signal.SIGCONT)
        said, _ = stopped.communicate(timeout=30)
    assert (stopped.returncode, said) == (0, "alive\n")


def test_every_point_is_met_somewhere_and_each_place_is_listed() -> None:
    said = set()
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and re.search(r"(^|\.)at$", ast.unparse(node.func)) and len(node.args) == 1:
                arg = node.args[0]
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and "." in arg.value:
                    said.add(arg.value)
    assert said == set(points.POINTS)
