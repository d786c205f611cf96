"""What was done to the sheets of a line becomes one file in the store; then, and not before, the line is told of it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from app.command import Outcome
from app.problems import Unavailable
from app.services.intake import Scan
from ui import problems
from ui.desks.attach_sheaf import Leaf, Leafing, Sheaf
from ui.desks.session import Session
from ui.look_words import say

PAUSE_MS = 500  # turns and moves of one breath are kept as one file


class Holder(Protocol):
    """The visit as the scans see it: its lines in order, and which file each refers to."""

    def lines(self) -> tuple[tuple[str, str], ...]: ...  # (id, name)
    def line(self) -> str: ...
    def scan_of(self, line: str) -> str: ...
    def visit_key(self) -> str: ...
    def kept(self, visit: str, line: str, file: str, pages: int) -> None: ...
    def under_way(self, visit: str, by: int) -> None: ...
    def go(self, line: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a visit, and the sheets that are open for it."""

    visit: str
    line: str
    sheaf: Sheaf


class Keeping(QObject):
    """The line in front, its sheets as they lie now, and the way into the store."""

    def __init__(self, session: Session, parent: QObject, holder: Holder, *, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.session, self.holder, self.changed = session, holder, changed
        self.leafing = Leafing(session.work, changed, name="attach")
        self.visit, self.line, self.file = "", "", ""
        self.busy, self.wrong, self.note = "", "", ""
        self.edited = False
        self._before: list[tuple[Leaf, ...]] = []
        self._ready: list[Callable[[], None]] = []  # what waits until the line's file is open
        self._latest: dict[tuple[str, str], int] = {}
        self._loading = False
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self.flush)

    def told(self, wrong: BaseException) -> str:
        if isinstance(wrong, OSError):
            return say("desk.intake.scan-unreadable")
        if isinstance(wrong, Unavailable) and wrong.what == "file" and wrong.status == "not-come":
            return say("attach.elsewhere")
        return problems.told(wrong, self.session.folder / "reports").text

    def _failed(self, wrong: BaseException) -> None:
        self._loading = False
        self.busy = ""
        self.wrong = self.told(wrong)
        self._ready = []
        self.changed()

    # ---- what is under way

    def _place(self) -> Place:
        """Where what is under way belongs, wherever the person has gone meanwhile."""
        self.leafing.sheaf.hold()
        return Place(self.visit, self.line, self.leafing.sheaf)

    def _lost(self, place: Place, wrong: BaseException) -> None:
        place.sheaf.release()
        self._failed(wrong)

    def _arrived(self, place: Place, leaves: tuple[Leaf, ...], *, on: int) -> None:
        if place.sheaf is self.leafing.sheaf:
            self._edit(leaves, on=on, at_once=True)
        else:  # another line is in front by now
            self._keep(place, lambda: place.sheaf.body(leaves), pages=len(leaves))

    # ---- changing and keeping

    def _edit(self, leaves: tuple[Leaf, ...], *, on: int | None = None, at_once: bool = False) -> None:
        if leaves == self.leafing.leaves or (not self.leafing.leaves and not leaves):
            return
        self._before.append(self.leafing.leaves)
        self._lay(leaves, on=on)
        if at_once:
            self.flush()

    def _lay(self, leaves: tuple[Leaf, ...], *, on: int | None = None) -> None:
        if not self.edited:
            self.edited = True
            self.holder.under_way(self.visit, 1)
        self.leafing.lay(leaves, on=on)
        self.pause.start()

    def _undo(self) -> None:
        if self._before:
            self._lay(self._before.pop())

    def _shift(self, by: int) -> None:
        leaves, at = list(self.leafing.leaves), self.leafing.on
        if 0 <= at + by < len(leaves):
            leaves[at], leaves[at + by] = leaves[at + by], leaves[at]
            self._edit(tuple(leaves), on=at + by)

    def flush(self) -> None:
        """What was changed is kept now: at a pause, and before another line comes to the front."""
        self.pause.stop()
        if not self.edited:
            return
        self.edited = False
        visit, line, leaves, sheaf = self.visit, self.line, self.leafing.leaves, self.leafing.sheaf
        if leaves:
            self._keep(Place(visit, line, sheaf), lambda: sheaf.body(leaves), pages=len(leaves))
        else:
            self.file = ""
            self._latest[visit, line] = self._latest.get((visit, line), 0) + 1
            self.holder.kept(visit, line, "", 0)
        self.holder.under_way(visit, -1)

    def _keep(
        self, place: Place, make: Callable[[], bytes], *, pages: int, then: Callable[[], None] = lambda: None,
        otherwise: Callable[[BaseException], None] | None = None,
    ) -> None:  # fmt: skip
        """The line is told its file after the commit; an older one that comes late is not wanted any more."""
        at = place.visit, place.line
        number = self._latest[at] = self._latest.get(at, 0) + 1
        self.holder.under_way(place.visit, 1)

        def kept(outcome: Outcome) -> None:
            self.holder.under_way(place.visit, -1)
            if self._latest[at] == number:
                if at == (self.visit, self.line) and place.sheaf is self.leafing.sheaf:
                    self.file = outcome.value.scan
                self.holder.kept(place.visit, place.line, outcome.value.scan, pages)
            then()
            self.changed()

        def failed(wrong: BaseException) -> None:
            self.holder.under_way(place.visit, -1)
            (otherwise or self._failed)(wrong)

        def made(body: str) -> None:
            self.session.run("intake.keep_scan", Scan(body=body), kept, failed=failed)

        place.sheaf.hold()

        def build() -> str:
            try:
                return base64.b64encode(make()).decode()
            finally:
                place.sheaf.release()

        self.session.work.aside(build, made, failed=failed)
