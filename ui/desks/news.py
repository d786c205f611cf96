"""What others commit on a shared store appears by itself: the place in front looks again, and nothing else moves.

The place keeps its focus, what is typed and what is chosen, as after a commit of one's own. Under steady news it looks
every few seconds only: fifty windows that look at each press of fifty counters would be the server's whole work.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ui.desks.front import Front

SOON_MS, PAUSE = 150, 3.0  # the first look after a quiet while; seconds between two looks
RAIL = 15.0  # seconds between two countings of the clocks on the rail


class News(QObject):
    """Listens as long as somebody is in; `looks` counts how often it has looked."""

    came = Signal(object)  # from the listening thread

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.front, self.looks = front, 0
        self._line: object = None
        self._waiting: frozenset[tuple[str, str]] = frozenset()
        self._looked = self._counted = 0.0  # long ago
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.came.connect(self._came)
        front.second.timeout.connect(self.listen)

    def listen(self) -> None:
        """Each second: whoever is in now, the store of their log-in is listened to."""
        live = self.front.session.app.store.live if self.front.session is not None else None
        if live is not None and live is not self._line:
            live.hear(self.came.emit)
        self._line = live

    def _came(self, changed: frozenset[tuple[str, str]]) -> None:
        self._waiting |= changed
        if not self._timer.isActive():
            rest = PAUSE - (time.monotonic() - self._looked)
            self._timer.start(max(SOON_MS, round(rest * 1000)))

    def look(self) -> None:
        changed, self._waiting, now = self._waiting, frozenset(), time.monotonic()
        if self.front.session is None:
            return
        self.looks, self._looked = self.looks + 1, now
        if (desk := self.front.in_front()) is not None:  # any other looks when somebody goes there
            desk.heard(changed)
        if now - self._counted >= RAIL and any(kind == "case" for kind, _ in changed):
            self._counted = now
            self.front.count_late()
