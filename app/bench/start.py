"""From exec to the painted lock screen, and on to the list that a case is looked up in, each time in a process of its own;
against a bare window of PySide6. A person's typing is left out: who is let in has a demonstration's login and no password.

All are watched alike: the first time the window paints itself and is done with it, it says so and ends.
On Linux a real X server is started when there is one; without, all paint offscreen, and the figures say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.bench.pairs import Place, Result, turns
from app.start import initialise

ROUNDS, TARGET = 12, 1.3
READY, MOST_MIB = 3.4, 200  # half of what Anki takes until its window can be used, which is 6.8 bare windows; memory
OURS_TO_SAY = (
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "QT_QPA_PLATFORM",
    "TEREZE_STORE",
    "TEREZE_KEY",
    "PYTHONDONTWRITEBYTECODE",
)
ROOT = Path(__file__).resolve().parent.parent.parent
WATCH = """
import os, sys
def watched(window):
    from PySide6.QtCore import QEvent, QObject, QTimer
    class Eye(QObject):
        def eventFilter(self, thing, event):
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, done)
            return False
    def done():
        sys.stdout.write("painted\\n")
        if sys.platform == "linux":
            import resource
            sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        sys.stdout.flush()
        os._exit(0)
    window.eye = Eye()
    window.installEventFilter(window.eye)
"""
OURS = """
import ui.start
porch_of = ui.start.porch_of
def porch(*given, **more):
    made = porch_of(*given, **more)
    watched(made.shell)
    return made
ui.start.porch_of = porch
from app.__main__ import main
main(["window", "--demo"])
"""
LOOKED_UP = """
import ui.start
porch_of = ui.start.porch_of
def porch(*given, **more):
    from PySide6.QtCore import QTimer
    from ui.behind import Behind
    made = porch_of(*given, **more)
    def look():
        front = made.shell.findChild(Behind).front
        if front is None or not front.ready:
            return
        if front.session is None:
            front.enter(next(k.login for k in front.known if k.role == "inspector"), "")
            return
        made.timer.stop()
        front.go("find")
        watched(front.shell.current())
    made.timer = QTimer()
    made.timer.timeout.connect(look)
    made.timer.start(2)
    return made
ui.start.porch_of = porch
from app.__main__ import main
main(["window", "--demo"])
"""
RAW = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
watched(window)
window.resize(1366, 768)
window.show()
app.exec()
"""


def run(place: Place) -> list[Result]:
    initialise(f"sqlite:///{place.folder / 'tereze.db'}", key=place.folder / "tereze.key", demo=True)
    with screen() as (kind, env):
        told = {**env, "TEREZE_HOME": str(place.folder), "PYTHONPATH": str(ROOT)}
        most: list[int] = []
        lock, looked_up, bare = turns(
            [
                lambda: painted(WATCH + OURS, env=told), lambda: most.append(painted(WATCH + LOOKED_UP, env=told)),
                lambda: painted(WATCH + RAW, env=told),
            ],
            rounds=ROUNDS, warm=2,
        )  # fmt: skip
    notes = {"screen": kind}
    memory = {"peak_mib": max(most) // 1024, "peak_target": f"<= {MOST_MIB}"} if max(most) else {}
    return [
        Result(what="painted lock screen", ours=lock, raw=bare, kind="time", target=TARGET, notes=notes),
        Result(
            what="ready to look a case up",
            ours=looked_up,
            raw=bare,
            kind="time",
            target=READY,
            notes={**notes, **memory},
        ),
    ]


class NotPainted(RuntimeError):
    """The program ended without a window; what it said."""


def painted(code: str, *, env: Mapping[str, str]) -> int:
    """Runs the program until its window is painted. The most memory that it had, in KiB, where the system tells."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=dict(env), capture_output=True, text=True, timeout=120, check=False
    )
    if "painted" not in done.stdout:
        raise NotPainted(done.stderr.strip()[-500:])
    return int(done.stdout.partition("painted")[2].strip() or 0)


@contextmanager
def screen() -> Iterator[tuple[str, dict[str, str]]]:
    """What it is called, and the environment for a window there: an X server of our own; without Linux the real screen."""
    plain = {k: v for k, v in os.environ.items() if k not in OURS_TO_SAY}
    offscreen = {**plain, "QT_QPA_PLATFORM": "offscreen"}
    program = shutil.which("Xvfb")
    if program is None or not sys.platform.startswith("linux"):
        yield ("offscreen", offscreen) if sys.platform.startswith("linux") else ("own screen", plain)
        return
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        os.close(writing)
        with os.fdopen(reading) as number:
            display = number.readline().strip()
        if not display:
            raise RuntimeError("Xvfb did not start")
        on_x = {**plain, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        try:
            painted(WATCH + RAW, env=on_x)
        except NotPainted:  # a machine without the libraries that Qt needs for X
            on_x = {}
        yield ("Xvfb", on_x) if on_x else ("offscreen: Qt opens no window on Xvfb here", offscreen)
    finally:
        server.terminate()
        server.wait()
