"""The backup of the night, as the window makes it: in the first quiet minute after its hour; what went wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.problems import Unavailable, WrongCall
from ui.look_words import say
from ui.parts.toast import ToastState

if TYPE_CHECKING:
    from ui.desks.front import Front

MINUTE_MS = 60_000
QUIET = 60.0  # seconds without a key, a scan or a mouse


class Nights(QObject):
    """`wrong`: why there is no copy of last night, until there is one; told once more to whoever comes in."""

    def __init__(self, front: Front, *, night: Callable[[Any], Any] | None = None) -> None:
        super().__init__(front)
        self.front, self._of, self._night = front, night, None
        self.wrong: BaseException | None = None
        self.told: object = None  # the log-in that has heard of it
        self.busy = False
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(MINUTE_MS)
        front.shell.closing.connect(self.timer.stop)

    def look(self) -> None:
        """Every minute. Nobody waits for it, and it waits until nobody works."""
        front = self.front
        self.tell()
        if self.busy or front.work.pending or front.watch.ticks() - front.watch.touched < QUIET:
            return
        if (app := front.door.apps.get("centre")) is None or front.door.store.startswith("postgresql"):
            return
        if self._night is None:
            from app import start

            self._night = (self._of or start.night)(app)
        self.busy = True
        front.work.aside(lambda: self._made(app), self._came, failed=self._failed)

    def _made(self, app: Any) -> bool:
        now = app.clock.instant()
        if not self._night.wanted(now):
            return False
        self._night.make(now)
        return True

    def _came(self, made: bool) -> None:
        self.busy = False
        if made:
            self.wrong = None

    def _failed(self, wrong: BaseException) -> None:
        self.busy, self.wrong, self.told = False, wrong, None
        if not isinstance(wrong, (Unavailable, WrongCall)):
            self.front.work.fault.emit(wrong)
        self.tell()

    def tell(self) -> None:
        """Beside the work, to whoever is there; again to the next who comes in, as long as there is no copy."""
        if self.wrong is None or self.front.session is None or self.told is self.front.session:
            return
        self.told = self.front.session
        from app.say import absence
        from ui.look_words import language

        why = absence(self.wrong, language()) if isinstance(self.wrong, Unavailable) else str(self.wrong)
        self.front.shell.tell(ToastState("late", say("desk.night.failed"), why))
