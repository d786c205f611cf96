"""The exchange with the other side, as the window keeps it going: soon after a commit, else every half a minute.

After contacts that failed it comes later and later (`app.sync.pace`), and a commit does not hurry it; a person may.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import by_hand
from app.problems import Refused, Unavailable
from ui.desks.door import Door
from ui.look_words import say
from ui.work import Work

if TYPE_CHECKING:
    from app.start import Pace

SOON_MS = 700
CALLS_US = "address-missing"  # a peer without an address: it is they who call
CLOCKS = "clocks-apart"


class Exchange(QObject):
    """`came`: something passed, and lists may be other than before. `told`: how the link stands has changed."""

    came = Signal()
    told = Signal()

    def __init__(self, door: Door, work: Work, clock: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.door, self.work, self.clock = door, work, clock
        self.tone, self.key, self.at = "wait", "desk.link.none", ""
        self.pause = 0.0
        self.why = ""  # a certificate, where that is why nothing passes: it needs a person
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.run)

    @cached_property
    def pace(self) -> Pace:
        from app.start import Pace  # the store is open by then: nothing heavy comes before the lock screen

        return Pace()

    def words(self) -> tuple[str, str]:
        return self.tone, say(self.key, at=self.at) if self.at else say(self.key)

    def soon(self) -> None:
        """On a shared database another process exchanges; here it is this window."""
        late = self.pace.failed and self.timer.isActive()
        if "centre" in self.door.apps and not self.door.store.startswith("postgresql") and not late:
            self.timer.start(SOON_MS)

    def run(self) -> None:
        """The counter goes on meanwhile, and what does not pass waits for the next time."""
        self.work.exchange(self.door.exchange, self._done, failed=self._failed)

    def _done(self, ticks: list[dict[str, Any]]) -> None:
        self.pause = self.pace.after(ticks)
        gone = [str(t["away"]) for t in ticks if "certificate" in str(t.get("away"))]
        self.why = f"away.licensor.{gone[0]}" if gone else ""
        here = self.door.apps.get("centre")
        apart = here is not None and bool(by_hand.clocks_apart(here))  # told long before nothing passes
        called = bool(ticks) and all(t.get("refused") == CALLS_US for t in ticks)
        if not ticks:
            self._stands("wait", "desk.link.none")
        elif any(t.get("stopped") for t in ticks):
            self._stands("late", "desk.link.stopped")
        elif not called and any(t.get("away") or t.get("refused") not in (None, CLOCKS) for t in ticks):
            self._stands("risk", "desk.link.away")
        elif here is not None and by_hand.stopped(here):
            self._stands("late", "desk.link.stopped")
        elif apart:
            self._stands("risk", "desk.link.apart")
        elif called:
            listens = bool(self.door.listens_at)
            self._stands("ok" if listens else "wait", "desk.link.listens" if listens else "desk.link.not-listening")
        else:
            at = self.clock()
            self._stands("ok", "desk.link.ok" if at else "desk.link.there", at)
        if any(t.get("received") or t.get("sent") or t.get("files", {}).get("received") for t in ticks):
            self.came.emit()

    def _failed(self, wrong: BaseException) -> None:
        self.pause = self.pace.pause(failed=True)
        self._stands("risk", "desk.link.away")
        if not isinstance(wrong, (Refused, Unavailable)):
            self.work.fault.emit(wrong)

    def _stands(self, tone: str, key: str, at: str = "") -> None:
        self.tone, self.key, self.at = tone, key, at
        self.timer.start(round(self.pause * 1000))
        self.told.emit()

    def stop(self) -> None:
        self.timer.stop()
