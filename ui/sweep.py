"""Rings of dead objects are swept in the window's own thread: a widget that another thread frees takes the program along.

Python's collector runs in whichever thread makes the next object, and behind the window three threads work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 250
LONGEST = 5  # times Python's own count: so long the old ones wait for somebody who does not rest


class Sweep(QObject):
    """While there is one, nobody else sweeps. Young objects often, old ones seldom, by Python's own counts.

    To look through the old ones takes a tenth of a second, which waits until `rests` says that nobody is at the keys.
    """

    _at_work = 0

    def __init__(self, parent: QObject | None = None, *, rests: Callable[[], bool] = lambda: True) -> None:
        super().__init__(parent)
        self.rests = rests
        self._on = True
        Sweep._at_work += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(PERIOD_MS)

    def sweep(self) -> None:
        counts, most = gc.get_count(), gc.get_threshold()
        if counts[2] > most[2] and (self.rests() or counts[2] > LONGEST * most[2]):
            gc.collect()
        elif counts[1] > most[1]:
            gc.collect(1)
        elif counts[0] > most[0]:
            gc.collect(0)

    def stop(self) -> None:
        """The window closes: what is dead is freed now, and the collector goes its own way again."""
        if not self._on:
            return
        self._on = False
        self._timer.stop()
        gc.collect()
        Sweep._at_work -= 1
        if not Sweep._at_work:
            gc.enable()
