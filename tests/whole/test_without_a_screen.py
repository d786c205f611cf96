"""A machine with nothing to draw on: the window says so in words and ends, instead of a crash of the toolkit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("lang", "said"), [("kk", "Экран жоқ"), ("kk_KZ.UTF-8", "Экран жоқ"), ("C", "Экрана нет")])
def test_without_a_display_the_window_says_so_and_names_the_command_line(ram: Path, lang: str, said: str) -> None:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "window", "--store", f"sqlite:///{ram / 'none.db'}"],
        env={**bare, "TEREZE_HOME": str(ram), "TEREZE_LANG": lang}, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 4
    assert said in done.stderr
    assert not (ram / "none.db").exists()
