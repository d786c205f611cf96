"""A day at one counter, measured: visitor after visitor in the real window, by scans and keys; how long each press of «Accept»
takes, how long the window stood still, how large it has grown. `tereze bench press` and `memory` start this as a program.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.paths import DAY, Hands, Path_, WentAstray

if TYPE_CHECKING:
    from ui.desks.front import Front

LONG = 120  # seconds until a window that does not come to rest has failed
LOGIN, PERSONS = "inspector.at01", 7
# Applicant known, eight documents and the identity paper: the path `accept` of the desk's bench
WALK = (
    "scan:applicant", "Enter", "Enter", "Enter", "Enter", "1", "Enter", "1", "Enter", "1", "Enter",
    "4", "Enter", "2", "Enter", "2", "Enter", "2", "Enter", "2", "Enter", "1", "Enter",
)  # fmt: skip
TICK_MS = 2  # how often the window's thread is asked whether it lives
LOOKED_AT = 10  # after so many visitors the objects are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Seconds from the key to the painted message, to the window at rest, of all threads; and the number that was given."""

    press: float
    rest: float
    cpu: float
    away: float  # the window's thread: how long at most it did not come by
    own: float  # and how much it worked at most in such a time
    number: str


class Counter(Hands):
    """The inspector of that day. Waits in the window's own loop: the threads beside it go on as they do for a person."""

    def __init__(self, front: Front) -> None:
        super().__init__(front, Path_(name="presses", login=LOGIN, what="", limit=0, count=0))

    def rest(self) -> None:
        work = self.front.work
        for _ in range(2):
            if work.pending:
                until(lambda: not work.pending)
            turn()

    def visitor(self, nth: int) -> None:
        """Everything but the press."""
        self.codes["applicant"] = self.legal(nth % PERSONS + 2)
        for step in WALK:
            self.do(step)

    def press(self) -> Press:
        """«Accept», until its message is painted and until the window is at rest again."""
        toast = self.front.shell.toast
        seen = Painting()(toast)
        with breaths() as taken:
            began, spent = time.perf_counter(), time.process_time()
            self.front.shell.wedge.give_back()
            self._strike("Ctrl+Enter", after=180)
            until(lambda: seen.at > 0)
            self.rest()
            ended, spent = time.perf_counter(), time.process_time() - spent
        seen.rest()
        said = re.search(r"[A-Z0-9]+(-[A-Z0-9]+){3,}", str(toast.accessibleName()))
        if said is None:
            raise WentAstray(f"the press was answered by {toast.accessibleName()!r}")
        return Press(
            press=seen.at - began, rest=ended - began, cpu=spent, away=taken.away, own=taken.own, number=said[0]
        )


@cache
def Painting() -> Any:
    """Says when a new message is on the screen. One class for the whole day: Qt never forgets a class, and a day's worth of
    them would be taken for a window that grows."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        def __init__(self, toast: Any) -> None:
            super().__init__()
            self.toast, self.before, self.at = toast, toast.state, 0.0
            toast.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.at and self.toast.state is not self.before:
                QTimer.singleShot(0, self, self._done)
            return False

        def _done(self) -> None:
            if not self.at:
                self.at = time.perf_counter()

        def rest(self) -> None:
            self.toast.removeEventFilter(self)
            self.deleteLater()

    return Eye


@dataclass(slots=True)
class Breaths:
    """Only the longest are kept: a day's worth of them would be taken for a window that grows."""

    away: float = 0.0
    own: float = 0.0


@contextmanager
def breaths() -> Iterator[Breaths]:
    """How long the window's thread was away at most, and how much of that it worked itself: the rest was the machine's."""
    from PySide6.QtCore import Qt, QTimer

    taken = Breaths()
    last = [time.perf_counter(), time.thread_time()]

    def tick() -> None:
        now, own = time.perf_counter(), time.thread_time()
        taken.away, taken.own = max(taken.away, now - last[0]), max(taken.own, own - last[1])
        last[:] = now, own

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    try:
        yield taken
    finally:
        tick()
        timer.stop()


def until(done: Callable[[], bool]) -> None:
    """The window's own loop, until it is so; what an answer asks in its turn is waited for too."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + LONG
    alarm().start(1000)
    while not done():
        if time.monotonic() > end:
            raise WentAstray("the window does not come to rest")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    alarm().stop()


@cache
def alarm() -> Any:
    """Wakes the loop when nothing else does. No signal is connected for a wait: Qt's binding keeps a little of each."""
    from PySide6.QtCore import QTimer

    return QTimer()


def turn() -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def resident() -> int:
    """KiB of memory that this process has; 0 where the system does not say it so."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def counted(front: Front) -> dict[str, int]:
    """What Python and Qt hold."""
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    gc.collect()
    tops = QApplication.topLevelWidgets()
    return {"python": len(gc.get_objects()), "qt": len(front.shell.findChildren(QObject)), "windows": len(tops)}


def day(store: str, key: str, folder: Path, visitors: int) -> dict[str, Any]:
    """So many acceptances, one after another, in one window."""
    with one_window(store, key, folder) as front:
        told: dict[str, Any] = {"screen": screen(), "numbers": [], "held": {}}
        told |= {name: [] for name in ("press", "rest", "cpu", "away", "own", "rss")}
        counter = Counter(front)
        for nth in range(PERSONS):  # the applicants were here last week
            _accept(counter, nth)
        log_in(counter)
        told["rss_at_log_in"] = resident()
        for nth in range(visitors):
            counter.visitor(nth)
            press = counter.press()
            for name in ("press", "rest", "cpu", "away", "own"):
                told[name].append(getattr(press, name))
            told["numbers"].append(press.number)
            told["rss"].append(resident())
            if (nth + 1) % LOOKED_AT == 0:
                told["held"][nth + 1] = counted(front)
    return told


@contextmanager
def one_window(store: str, key: str, folder: Path) -> Iterator[Front]:
    """As the program opens it, on that Wednesday; nobody is in yet, and the net is away."""
    from PySide6.QtWidgets import QApplication

    from ui import start
    from ui.behind import TURN_S
    from ui.binding import import_plainly

    import_plainly()
    sys.setswitchinterval(TURN_S)  # as the program's own window has it
    from app.start import HandClock, Moment

    _ = QApplication.instance() or QApplication([])
    clock = HandClock()
    clock.set("atyrau", Moment(datetime.fromisoformat(DAY)))
    front = start.front_of(store, key=key, demo=True, folder=folder, clock=clock)
    front.shell.resize(1366, 768)
    front.shell.show()
    try:
        # else the licensor of a demonstration listens in this very process
        front.exchange.timer.blockSignals(True)
        front.known, front.ready = front.door.open(), True
        yield front
    finally:
        front.shell.close()
        front.shell.deleteLater()
        turn()


def screen() -> str:
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.platformName()


def _accept(counter: Counter, nth: int) -> None:
    from ui.screenshots import accept

    accept(counter.centre, counter.legal(nth + 2), nth)


def log_in(counter: Counter) -> None:
    front = counter.front
    front.shell.activateWindow()  # without a window manager nobody else gives it the keyboard
    end = time.monotonic() + LONG
    while not front.shell.isActiveWindow() and time.monotonic() < end:
        turn()
    front.show_lock()
    front.enter(LOGIN, "")
    counter.rest()


if __name__ == "__main__":
    store_, key_, folder_, visitors_ = sys.argv[1:]
    json.dump(day(store_, key_, Path(folder_), int(visitors_)), sys.stdout)
