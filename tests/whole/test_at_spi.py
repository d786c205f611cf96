"""An application is taken in without the screen and without a key: through the accessibility tree of the real window."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.children import child
from tests.screen import XServer
from tests.whole.real_window import ROOT, Window, window
from tests.world import World

PYTHON = "/usr/bin/python3"  # Debian's own: the binding to the bus of the readers is not on PyPI
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
LEGAL = "050140424450"  # of the demonstration's register of legal persons
pytestmark = pytest.mark.xcb


@contextmanager
def readers_bus(screen: XServer) -> Iterator[XServer]:
    """The same display with a bus on which windows tell what they show."""
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), None)
    if launcher is None:
        pytest.fail("at-spi2-core missing: ./installer/test installs it", pytrace=False)
    reading, writing = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"]
    with child(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as told:
            address = told.readline().strip()
        env = {**screen.env, "DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with child([launcher, "--launch-immediately"], env=env, **silent):
            yield XServer(screen.display, env)


def by_reader(w: Window, screen: XServer, ram: Path, *what: str) -> dict[str, Any]:
    """What a reader heard that does this, while the window is read as always."""
    command = [PYTHON, str(ROOT / "tests/whole/by_reader.py"), *what]
    with (ram / "said").open("w+b") as told, (ram / "wrong").open("w+b") as wrong:
        with child(command, env=dict(screen.env), stdout=told, stderr=wrong) as reader:
            w.saw(lambda _: reader.poll() is not None, within=90)
        heard = (ram / "wrong").read_text("utf-8")
        assert reader.returncode == 0, f"{heard}\nthe program: {w.process.poll()}, it says {w.now}"
    return dict(json.loads((ram / "said").read_text("utf-8")))


def test_an_application_is_taken_in_when_nothing_is_seen(x_server: XServer, file_here: World, ram: Path) -> None:
    file_here.close()  # the store has one writer, and that is the window now
    with (
        readers_bus(x_server) as screen,
        window(screen, store=file_here.url, key=file_here.key, folder=ram / "home") as w,
    ):
        w.until(lambda s: s["locked"] and "Войти, Enter" in s["heard"], "the lock screen with the store open")
        w.in_front()
        said = by_reader(w, screen, ram, "accept", "inspector.at01", LEGAL)
        # who hears the result begins anew: a reader's library may let go of a window that was busy with the acceptance
        said |= by_reader(w, screen, ram, "told", "Принято")
    number = re.search(r"AT01-01-\d\d-\d{5}-[0-9A-Z]", said["told"])
    assert number, said["told"]
    asked = file_here.ask("case.open", {"code": "C-" + number[0]})
    case = asked["case"]
    assert case["status"] == "accepted"
    assert len(case["documents"]) == sum(row[:1].isdigit() for row in said["papers"])
