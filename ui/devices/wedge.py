"""A scanner that types: its burst is told from a person's typing by time alone and read by key places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui import keys

PREFIXES = {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What makes a burst: settings of the workplace, found at the first start by three test scans."""

    gap_ms: int = 50  # longest time between two keys
    least: int = 6  # fewest characters
    trust: int = 3  # from this many quick keys on, the rest is held back from the field


@dataclass(frozen=True, slots=True)
class Burst:
    """How a scan came in: for the first start's page and the settings."""

    code: str
    raw: str  # what the layout would have written
    slowest_ms: int
    end: str


@dataclass(slots=True)
class _Leak:
    """What a field held before the scanner wrote into it."""

    field: QLineEdit
    text: str
    cursor: int
    modified: bool


class Wedge(QObject):
    """An event filter of the whole program. A person's keys pass; a burst never reaches field, list or shortcut."""

    scanned = Signal(str)
    burst = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        thresholds: Thresholds = Thresholds(),
        wanted: Callable[[], bool] = lambda: True,
        now_ms: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(parent)
        self.thresholds, self.wanted = thresholds, wanted
        self._timer = QElapsedTimer()
        self._timer.start()
        self._now = now_ms or self._timer.elapsed
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.timeout.connect(self.give_back)
        self._replaying = False
        self._reset()

    def _reset(self) -> None:
        self._chars, self._raw, self._slowest, self._last = "", "", 0, -1
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._leak: _Leak | None = None
        self._hold.stop()

    def _at(self, event: QKeyEvent) -> int:
        """The time the key was struck, not the time we got to it: a busy window must not break a scan."""
        return event.timestamp() or self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or self._replaying:
            return False
        if not isinstance(watched, QWidget) or not self.wanted():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return False
        return self._key(watched, event)

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        if event.key() in PREFIXES:
            return False
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            self.give_back()
            return False
        at = self._at(event)
        quick = self._last >= 0 and 0 <= at - self._last <= self.thresholds.gap_ms
        if event.key() in ENDS:
            if quick and len(self._chars) >= self.thresholds.least:
                self._finish("Tab" if event.key() == Qt.Key.Key_Tab else "Enter")
                return True
            self.give_back()
            return False
        char = keys.char(event)
        if not char or event.isAutoRepeat():
            self.give_back()
            return False
        if not quick:
            self.give_back()
            self._remember(target)
        else:
            self._slowest = max(self._slowest, at - self._last)
        self._chars, self._raw, self._last = self._chars + char, self._raw + event.text(), at
        in_field = self._leak is not None
        if in_field and len(self._chars) < self.thresholds.trust:
            return False
        self._held.append((target, event.clone()))
        self._hold.start(self.thresholds.gap_ms + 10)
        return True

    def _remember(self, target: QWidget) -> None:
        focus = target if isinstance(target, QLineEdit) else None
        if focus is not None and not focus.isReadOnly():
            self._leak = _Leak(focus, focus.text(), focus.cursorPosition(), focus.isModified())

    def give_back(self) -> None:
        """It was a person after all: what was held is typed now."""
        held, self._held = self._held, []
        self._reset()
        self._replaying = True
        try:
            for target, event in held:
                QApplication.sendEvent(target, event)
        finally:
            self._replaying = False

    def _finish(self, end: str) -> None:
        code, raw, slowest, leak = self._chars, self._raw, self._slowest, self._leak
        self._reset()
        if leak is not None and leak.field.text() != leak.text:
            leak.field.setText(leak.text)
            leak.field.setCursorPosition(leak.cursor)
            leak.field.setModified(leak.modified)
            leak.field.textEdited.emit(leak.text)
        self.burst.emit(Burst(code, raw, slowest, end))
        self.scanned.emit(code)
