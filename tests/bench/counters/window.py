"""One real window among the counters: presses in it, from the key to what is painted, and how long it stood still."""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bench.house import application
from app.demonstration import PASSWORD
from ui.behind import TURN_S
from ui.desks.front import Front
from ui.start import front_of

BEAT_MS, FRAME = 4, 0.016
LONG = 120.0  # seconds until the window is there, on a machine where fifty others start too


class Hands:
    """Every two seconds in turn: an application is accepted, a surname is looked for."""

    def __init__(self, front: Front, given: dict[str, Any]) -> None:
        self.front, self.given = front, given
        self.chance = random.Random(given["seed"])
        self.told: list[tuple[str, float, float]] = []
        self.errors: list[str] = []
        self.accepted = 0
        session = front.session
        assert session is not None
        self.session, self.draft = session, application(session.app)
        self.beats: list[float] = []
        self.last = time.monotonic()

    def beat(self) -> None:
        now = time.monotonic()
        self.beats.append(now - self.last - BEAT_MS / 1000)
        self.last = now

    def press(self, what: str) -> None:
        if self.front.session is not self.session:  # after ten seconds without a tick a window takes it for a sleep
            self.errors.append(f"{what}: the window stood still and locked itself")
            return
        QTest.keyClick(self.front.shell, Qt.Key.Key_Shift)  # somebody sits there: else the window locks itself
        began = time.monotonic()

        def painted() -> None:
            self.told.append((what, round(time.monotonic() - began, 5), round(time.monotonic() - began, 5)))

        def have(_: Any) -> None:
            self.front.shell.repaint()
            QTimer.singleShot(0, painted)

        def failed(wrong: BaseException) -> None:
            self.errors.append(f"{what}: {wrong!r} {getattr(wrong, 'facts', '')}")

        if what == "accept":
            self.accepted += 1
            self.session.run("intake.accept", self.draft, have, failed=failed)
        else:
            desk: Any = self.front.in_front()
            desk.query = text = self.chance.choice(self.given["surnames"])
            show = lambda rows: (desk._found(rows), have(rows))  # noqa: E731
            self.session.ask("queue.find", {"text": text, "limit": 50}, show, key="find", failed=failed)


def main() -> None:
    given = json.loads(sys.stdin.readline())
    app = QApplication([])
    sys.setswitchinterval(TURN_S)  # as the program's own window has it
    with tempfile.TemporaryDirectory(prefix="window-") as folder:
        front = front_of(given["url"], key=given["key"], folder=Path(folder))
        front.shell.resize(1366, 768)
        front.shell.show()
        front.start()
        _until(app, lambda: front.ready)
        front.enter(given["login"], PASSWORD)
        _until(app, lambda: front.session is not None and not front.work.pending)
        front.go("find")
        _until(app, lambda: not front.work.pending)
        hands = Hands(front, given)
        print("ready", flush=True)
        start = float(sys.stdin.readline())
        beat = QTimer()
        beat.setTimerType(Qt.TimerType.PreciseTimer)
        beat.timeout.connect(hands.beat)
        hands.last = time.monotonic()
        beat.start(BEAT_MS)
        turns = iter(range(10**9))
        pressing = QTimer()
        pressing.timeout.connect(lambda: hands.press("search" if next(turns) % 2 else "accept"))
        pressing.start(2000)
        end = QTimer()
        end.setSingleShot(True)
        end.timeout.connect(app.quit)
        end.start(max(1, round((start + given["seconds"] - time.monotonic()) * 1000)))
        app.exec()
        for timer in (beat, pressing):
            timer.stop()
        _until(app, lambda: not front.work.pending, under_way=front.work.under_way)
        looks = front.news.looks
        front.shell.close()
    beats = sorted(hands.beats)
    print(json.dumps({
        "presses": hands.told, "errors": hands.errors, "done": {"accept": hands.accepted},
        "looks": looks,
        "stalls_over_16_ms": sum(b > FRAME for b in beats), "beats": len(beats),
        "longest_stall_ms": round(beats[-1] * 1000, 1) if beats else None,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))  # fmt: skip


def _until(app: QApplication, there: Any, *, under_way: Callable[[], str] = lambda: "") -> None:
    end = time.monotonic() + LONG
    while not there():
        if time.monotonic() > end:
            raise SystemExit(f"the window does not come to rest: {under_way()}")
        app.processEvents()
        threading.Event().wait(0.005)


if __name__ == "__main__":
    main()
