"""A real X server for tests in a real window: Xvfb, started by the tests, on a display that nobody uses."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.children import child

# A scanner and a keyboard are no programs: nothing else on the machine makes them strike later. Where we may not say so
# (no root), `nice` says that on stderr and goes on.
AHEAD = ("nice", "-n", "-15")


@dataclass(frozen=True, slots=True)
class XServer:
    """Its display, and the environment for a program that is to open its window there."""

    display: str
    env: Mapping[str, str]

    def layout(self, name: str) -> None:
        """Sets the keyboard: `us`, `ru`, `kz`."""
        self.run("setxkbmap", name)

    def run(self, *command: str) -> str:
        """A tool of X, such as `xdotool key F8`: what it prints."""
        done = subprocess.run([*AHEAD, *command], env=dict(self.env), capture_output=True, text=True, timeout=30)
        if done.returncode:
            pytest.fail(f"{' '.join(command)}: {done.stderr or done.stdout}", pytrace=False)
        return done.stdout


@pytest.fixture(scope="session")
def x_server() -> Iterator[XServer]:
    """Our own process stays offscreen: a test that wants a window starts the program with `x_server.env`."""
    missing = [tool for tool in ("Xvfb", "xdotool", "setxkbmap") if shutil.which(tool) is None]
    if missing:
        pytest.fail(f"{', '.join(missing)} missing: ./installer/test installs them", pytrace=False)
    reading, writing = os.pipe()
    # -r: a key that a busy machine lets up late is still one key
    command = ["Xvfb", "-displayfd", str(writing), "-r", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with child([*AHEAD, *command], pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"  # written when it listens; an end of file when it could not
        if display == ":":
            pytest.fail("Xvfb did not start", pytrace=False)
        ours = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "XAUTHORITY")}
        yield XServer(display, {**ours, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
