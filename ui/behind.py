"""Behind the painted lock screen: the rest of the program is read in a thread and built in slices, so that typing goes on."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.porch import Porch

if TYPE_CHECKING:
    from ui.desks.front import Front
    from ui.last_words import Ears

WINDOW = ("ui.last_words", "ui.furnishing", "ui.desks.front")
ON_ITS_WAY_MS = 5  # from painting to the person's eyes
UNPAINTED_MS = 1000  # a window that starts hidden is not painted; its program goes on all the same
NEXT = ("ui.desks.session", "ui.desks.find", "ui.desks.printing", "ui.desks.intake")  # what a person sees first
TURN_S = 0.001  # how long another thread may keep the window waiting; Python's own 5 ms are felt while typing


class Behind(QObject):
    """Of one window. `front` is there when everything is built; `wrong` is why it could not be, and ends the program."""

    _read = Signal()

    def __init__(self, porch: Porch, store: str, key: str | None) -> None:
        super().__init__(porch.shell)
        self.porch, self.store, self.key = porch, store, key
        self.front: Front | None = None
        self.ears: Ears | None = None
        self.wrong: BaseException | None = None
        self._turn = sys.getswitchinterval()
        self._thread = Thread(target=self._reading, name="tereze-start")
        self._steps = self.build()
        self._read.connect(self._go_on)

    def wait_for_paint(self) -> None:
        """Nothing is read before the person sees where to type."""
        self.porch.shell.installEventFilter(self)
        QTimer.singleShot(UNPAINTED_MS, self._begin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(ON_ITS_WAY_MS, self._begin)
        return False

    def _begin(self) -> None:
        if self._thread.ident is None:
            sys.setswitchinterval(TURN_S)
            self._thread.start()

    def _reading(self) -> None:
        try:
            for name in WINDOW:
                import_module(name)
        except Exception as fault:
            self.wrong = fault
        self._read.emit()

    def _go_on(self) -> None:
        """One slice, then whatever the person has done meanwhile, then the next."""
        try:
            if self.wrong is None and next(self._steps, self) is self:
                self._open()
                return
        except Exception as fault:
            self.wrong = fault
        if self.wrong is not None:
            QApplication.exit(1)
        else:
            QTimer.singleShot(0, self._go_on)

    def build(self) -> Iterator[None]:
        """All that stands behind and around the lock screen, part by part."""
        from ui.desks.door import Door
        from ui.desks.front import Front

        porch = self.porch
        yield from porch.shell.furnish(training=porch.demo)
        yield
        self.front = Front(porch.shell, Door(self.store, self.key, porch.demo), porch.folder, crashed=porch.crashed)
        porch.leave()

    def _open(self) -> None:
        """Everything is built: faults are heard, and the store is opened."""
        from ui.last_words import Ears

        assert self.front is not None
        self.ears = Ears(self.porch.folder / "reports", self.front.work.fault.emit)
        self.ears.listen()
        gc.freeze()  # what stands for good is not looked through again at each sweep
        self.front.lively = True
        self.front.start()
        self._read_ahead(NEXT)

    def _read_ahead(self, names: tuple[str, ...]) -> None:
        """While a password is typed; whoever is quicker waits for one of them at most. What fails is told where it is used."""
        if names and self.front is not None:
            on = lambda _: self._read_ahead(names[1:])  # noqa: E731
            self.front.work.read(lambda: import_module(names[0]), on, failed=on)

    def close(self) -> None:
        """The window is gone; perhaps before everything was read."""
        if self._thread.ident is not None:
            self._thread.join()
        sys.setswitchinterval(self._turn)
        if self.ears is not None:
            self.ears.rest()
