"""From exec to the first window on the screen: ours and a program that people know, in turn, on an X server of its own.

All are watched alike, from outside: the X server tells when a window of some size is mapped. Each starts on a folder of its own
that is warm: the first start, which asks for a language or makes a store, is not counted.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.bench.start import ROOT
from app.start import initialise
from tests.bench.peers.paper_peers import ratios

ROUNDS, WARM, LONG, LEAST = 6, 1, 120, 300  # LEAST: pixels of a window that is no splash of an icon
MAP_NOTIFY, SUBSTRUCTURE = 19, 1 << 19
# A window may be gone when it is asked how wide it is; Xlib would end this program for it. Kept for as long as that lives.
PASSED_OVER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _fault: 0)
Command = Callable[[Path], tuple[list[str], dict[str, str]]]


class Unavailable(RuntimeError):
    """Why a program cannot be measured here."""


def keepassxc(folder: Path) -> tuple[list[str], dict[str, str]]:
    return [_found("keepassxc", "keepassxc"), "--config", str(folder / "keepassxc.ini")], {}


def picard(folder: Path) -> tuple[list[str], dict[str, str]]:
    return [_found("picard", "picard"), "--config-file", str(folder / "picard.ini"), "--no-restore"], {}


def anki(folder: Path, python: str = "") -> tuple[list[str], dict[str, str]]:
    program = Path(python).with_name("anki")
    if not program.exists():
        raise Unavailable("no anki in the peers' environment")
    more = {
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "ANKI_SOFTWAREOPENGL": "1",
    }
    return [str(program), "-b", str(folder / "anki"), "-l", "en", "-p", "bench"], more


def ours(folder: Path) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "app.cli", "window", "--demo"], {
        "TEREZE_HOME": str(folder / "ours"),
        "PYTHONPATH": str(ROOT),
    }


def measure(folder: Path, peer: Command, name: str) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ours").mkdir(exist_ok=True)
    store = folder / "ours" / "tereze.db"
    if not store.exists():
        initialise(f"sqlite:///{store}", key=folder / "ours" / "tereze.key", demo=True)
    sides: tuple[list[dict[str, float]], list[dict[str, float]]] = ([], [])
    with x_server() as display:
        for turn in range(-WARM, ROUNDS):
            for side, command in zip(sides, (ours, peer), strict=True):
                took = until_window(display, *command(folder), home=folder)
                if turn >= 0:
                    side.append({"seconds": took})
    return {"peer": name, "what": "start to the first window", "rounds": ROUNDS, **ratios(*sides)}


def _found(program: str, package: str) -> str:
    place = shutil.which(program)
    if place is None:
        raise Unavailable(f"{program} is not on this machine (Debian: {package})")
    return place


@contextmanager
def x_server() -> Iterator[str]:
    program = _found("Xvfb", "xvfb")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def until_window(display: str, command: list[str], more: dict[str, str], *, home: Path) -> float:
    env = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    env |= {"DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(home), **more}
    with mapped(display) as wait:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env=env, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            wait(began + LONG, process)
            return time.perf_counter() - began
        finally:
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """With all that it has started: it leads a session of its own."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


@contextmanager
def mapped(display: str) -> Iterator[Callable[[float, subprocess.Popen[bytes]], None]]:
    """Waits until a window of some size stands on that display."""
    name = ctypes.util.find_library("X11")
    if name is None:
        raise Unavailable("libX11 is not on this machine (Debian: libx11-6)")
    x = ctypes.CDLL(name)
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    for function in (x.XDefaultRootWindow, x.XConnectionNumber, x.XPending, x.XCloseDisplay, x.XFlush):
        function.argtypes = [ctypes.c_void_p]
    x.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    x.XSetErrorHandler.restype = ctypes.c_void_p
    x.XSetErrorHandler(PASSED_OVER)
    end = time.perf_counter() + LONG
    while not (screen := x.XOpenDisplay(display.encode())) and time.perf_counter() < end:
        select.select([], [], [], 0.1)  # a server that was just started on a busy machine
    if not screen:
        raise Unavailable(f"no X server answers at {display}")
    x.XSelectInput(screen, x.XDefaultRootWindow(screen), SUBSTRUCTURE)
    x.XFlush(screen)
    event = (ctypes.c_long * 24)()

    def wait(end: float, process: subprocess.Popen[bytes]) -> None:
        while time.perf_counter() < end:
            while x.XPending(screen):
                x.XNextEvent(screen, event)
                if event[0] & 0xFFFFFFFF == MAP_NOTIFY and _width(x, screen, event[5]) >= LEAST:
                    return
            if process.poll() is not None:
                raise Unavailable(f"it ended with {process.returncode} before its window came")
            select.select([x.XConnectionNumber(screen)], [], [], 0.2)
        raise Unavailable("no window came")

    try:
        yield wait
    finally:
        x.XCloseDisplay(screen)


def _width(x: ctypes.CDLL, screen: Any, window: int) -> int:
    root, left, top = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
    wide, high, border, depth = (ctypes.c_uint() for _ in range(4))
    told = [ctypes.byref(one) for one in (root, left, top, wide, high, border, depth)]
    x.XGetGeometry.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *[ctypes.c_void_p] * 7]
    return wide.value if x.XGetGeometry(screen, window, *told) else 0
