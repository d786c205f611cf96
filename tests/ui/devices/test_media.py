"""The library of sounds and cameras is loaded while other threads import: nothing of it may wait for Python meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screen import XServer

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import json
from PySide6.QtCore import qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication
from ui.devices.camera import cameras
from ui.devices.sounds import Sounds
app, heard = QApplication([]), []
qInstallMessageHandler(lambda kind, where, words: heard.append(words))
qWarning("before")
Sounds().warm()
cameras()
qWarning("after")
qInstallMessageHandler(None)
print(json.dumps(heard))
"""


@pytest.mark.xcb
def test_what_the_library_says_while_it_is_loaded_goes_past_python_and_what_is_said_later_does_not(
    x_server: XServer,
) -> None:
    env = {**x_server.env, "PYTHONPATH": str(ROOT), "QT_LOGGING_RULES": "qt.multimedia*=true"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["before", "after"]
    assert "FFmpeg" in done.stderr, "it was loaded, and says with what"
