"""A scanner that types: its burst is told from a person's typing by time and end key, and read by key places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from app.domain.numbers import NotACode, parse_code
from ui import keys
from ui.devices.burst import Burst, cleaned

PREFIXES = {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
SIGNS_THAT_END = {"m", "j"}  # Ctrl+M is a carriage return, Ctrl+J a line feed
FOREIGN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What makes a burst: settings of the workplace, found at the first start by three test scans."""

    gap_ms: int = 50  # longest time between two keys
    least: int = 6  # fewest characters
    trust: int = 3  # from this many quick keys on, the rest is held back from the field


@dataclass(slots=True)
class _Leak:
    """What a field held before the scanner wrote into it."""

    field: QLineEdit
    text: str
    cursor: int
    marked: tuple[int, int]  # where the selection began, and how long it was
    modified: bool


class Wedge(QObject):
    """An event filter of the whole program. A person's keys pass; a burst never reaches field, list or shortcut."""

    scanned = Signal(str)
    burst = Signal(object)
    unended = Signal(object)  # while it is taught: a burst after which no end key came

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
        self.taught = False  # a page is looking at its bursts: codes are shown there and go nowhere else
        self._timer = QElapsedTimer()
        self._timer.start()
        self._now = now_ms or self._timer.elapsed
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.timeout.connect(self._waited)
        self._replaying = False
        self._struck = self._ended = -1  # when the last end key was struck, and when it was the end of a scan
        self._reset()

    def _reset(self) -> None:
        self._chars, self._raw, self._slowest, self._last = "", "", 0, -1
        self._held: list[tuple[QWidget, QKeyEvent]] = []
        self._leak: _Leak | None = None
        self._again = False
        self._hold.stop()

    def _at(self, event: QKeyEvent) -> int:
        """The time the key was struck, not the time we got to it: a busy window must not break a scan."""
        return event.timestamp() or self._now()

    def _quick(self, event: QKeyEvent) -> bool:
        return self._last >= 0 and 0 <= self._at(event) - self._last <= self.thresholds.gap_ms

    def amid(self, event: QKeyEvent) -> bool:
        """A control sign inside a burst (GS, RS… come as Ctrl and a key): it is the scanner's, and no shortcut."""
        under_way = len(self._chars) >= self.thresholds.trust and self._quick(event)
        return (under_way or self._after_end(event)) and bool(event.modifiers() & FOREIGN)

    def _after_end(self, event: QKeyEvent) -> bool:
        """A second end key on the heels of the first (CR and LF): it must press no button and open no line."""
        return self._ended >= 0 and 0 <= self._at(event) - self._ended <= self.thresholds.gap_ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self._replaying:
            return False
        if not isinstance(watched, QWidget) or not self.wanted():
            return False
        return self._key(watched, event)

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        if event.key() in PREFIXES:
            return False
        quick = self._quick(event)
        if event.modifiers() & FOREIGN:
            return self._sign(event, secret=_secret(target))
        if event.key() in ENDS and self._after_end(event):
            self._ended = self._at(event)
            return True
        if event.key() in ENDS:
            self._struck = self._at(event)
            return self._end("Tab" if event.key() == Qt.Key.Key_Tab else "Enter", quick, secret=_secret(target))
        char = keys.char(event)
        if not char or event.isAutoRepeat():
            self.give_back()
            return False
        if not quick:
            self.give_back()
            self._remember(target)
        else:
            self._slowest = max(self._slowest, self._at(event) - self._last)
        self._chars, self._raw, self._last = self._chars + char, self._raw + event.text(), self._at(event)
        in_field = self._leak is not None
        if _secret(target) or (in_field and len(self._chars) < self.thresholds.trust):
            return False
        self._held.append((target, event.clone()))
        self._again = False
        self._hold.start(self.thresholds.gap_ms + 10)
        return True

    def _sign(self, event: QKeyEvent, *, secret: bool) -> bool:
        if secret or not self.amid(event):
            self.give_back()
            return False
        if self._after_end(event):
            return True
        self._last = self._struck = self._at(event)
        if keys.PLACES.get(keys.place(event), "") in SIGNS_THAT_END:
            return self._end("Enter", True, secret=False)
        if self._held:
            self._hold.start(self.thresholds.gap_ms + 10)
        return True

    def _end(self, end: str, quick: bool, *, secret: bool) -> bool:
        long_enough = len(self._chars) >= self.thresholds.least
        if quick and long_enough and (not secret or _ours(self._chars)):
            self._ended = self._struck
            self._finish(end)
            return True
        self.give_back()
        return False

    def _remember(self, target: QWidget) -> None:
        field = target if isinstance(target, QLineEdit) else None
        if field is not None and not field.isReadOnly():
            marked = (field.selectionStart(), field.selectionLength())
            self._leak = _Leak(field, field.text(), field.cursorPosition(), marked, field.isModified())

    def _waited(self) -> None:
        """After a busy moment the keys may still stand in the queue: it is emptied once before we give up."""
        if self._again:
            self.give_back()
        else:
            self._again = True
            self._hold.start(0)

    def give_back(self) -> None:
        """It was a person after all: what was held is typed now."""
        held, self._held = self._held, []
        if self.taught and len(self._chars) >= self.thresholds.least:
            self.unended.emit(Burst(self._chars, self._raw, self._slowest, ""))
        self._reset()
        self._replaying = True
        try:
            for target, event in held:
                if isValid(target):
                    QApplication.sendEvent(target, event)
        finally:
            self._replaying = False

    def _finish(self, end: str) -> None:
        code, raw, slowest, leak = self._chars, self._raw, self._slowest, self._leak
        self._reset()
        if leak is not None and isValid(leak.field) and leak.field.text() != leak.text:
            _restore(leak)
        self.tell(Burst(code, raw, slowest, end))

    def tell(self, burst: Burst) -> None:
        """A reading, of this scanner or of one on a port or of a camera: every code comes out here."""
        self.burst.emit(burst)
        code = cleaned(burst.code)
        if code and not self.taught:
            self.scanned.emit(code)


def _secret(target: QWidget) -> bool:
    """A password may hold anything and be typed by a machine: there nothing is held back (JumpMind, issue 2497)."""
    return isinstance(target, QLineEdit) and target.echoMode() != QLineEdit.EchoMode.Normal


def _ours(text: str) -> bool:
    """Prefix, shape and check character agree: no password looks so, a badge does."""
    try:
        return bool(parse_code(cleaned(text)))
    except NotACode:
        return False


def _restore(leak: _Leak) -> None:
    leak.field.setText(leak.text)
    leak.field.setCursorPosition(leak.cursor)
    if leak.marked[0] >= 0:
        leak.field.setSelection(*leak.marked)
    leak.field.setModified(leak.modified)
    leak.field.textEdited.emit(leak.text)
