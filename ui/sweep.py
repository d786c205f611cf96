"""Rings of dead objects are swept in the window's own thread: a widget that another thread frees takes the program along.

Python's collector runs in whichever thread makes the next object, and behind the window three threads work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 250


class Sweep(QObject):
    """While there is one, nobody else sweeps. Young objects often, old ones seldom, by Python's own counts."""

    _at_work = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = True
        Sweep._at_work += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(PERIOD_MS)

    def sweep(self) -> None:
        counts, most = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > most[generation]:
                gc.collect(generation)
                return

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
