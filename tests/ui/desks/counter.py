"""A workplace for tests of the desks: the real window on a furnished store, worked by keys and scans as a person would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.moment import Moment
from app.outside.clock import HandClock
from tests.world import World
from ui.desks.front import Front
from ui.start import front_of

INSPECTOR, SECTOR, COURIER = "inspector.at01", "sector.at01", "courier.at01"
KNOWN = "050140424450"  # of the demonstration's register of legal persons
KEYS = {f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)} | {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Z": Qt.Key.Key_Z, "K": Qt.Key.Key_K,
}  # fmt: skip

NO_MODS, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@dataclass(slots=True)
class Counter:
    """What a person sees and does. Every deed waits until the window has come to rest."""

    front: Front
    clock: HandClock
    qtbot: Any

    def rest(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.front.work.pending == 0, timeout=20_000)
            self.front.exchange.stop()
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def log_in(self, login: str) -> None:
        if self.front.session is not None:
            self.press("F12")
        self.front.lock.login.line.setText(login)
        self.front.lock.render(self._typed(login))
        QTest.keyClick(self.front.lock.login.line, Qt.Key.Key_Return)
        self.rest()

    def _typed(self, login: str) -> Any:
        from dataclasses import replace

        return replace(self.front.lock.state, person="", login=login)

    def press(self, key: str) -> None:
        mods = Qt.KeyboardModifier.ControlModifier if key.startswith("Ctrl+") else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or self.front.shell, KEYS[key.removeprefix("Ctrl+")], mods)
        self.rest()

    def type(self, text: str) -> None:
        """By a person: into what has the focus. After each letter the scanner's time is over, without waiting for it."""
        self.front.shell.wedge.give_back()
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            if letter.isascii():
                QTest.keyClick(target, letter)
                self.front.shell.wedge.give_back()
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest types Latin letters only
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
            self.front.shell.wedge.give_back()
        self.rest()

    def strike(self, key: Qt.Key, mods: Qt.KeyboardModifier = NO_MODS, *, repeat: bool = False) -> None:
        """A key, without waiting for what comes of it."""
        to = QApplication.focusWidget() or self.front.shell
        letter = "\r" if key == Qt.Key.Key_Return else ""
        QApplication.sendEvent(to, QKeyEvent(QEvent.Type.KeyPress, key, mods, letter, repeat))

    def quickly(self, text: str) -> None:
        """Typed, without waiting for what comes of it."""
        for letter in text:
            QTest.keyClick(QApplication.focusWidget(), letter)
            self.front.shell.wedge.give_back()

    def read(self, code: str) -> None:
        """Scanned, without waiting for what comes of it."""
        self.front.shell.wedge.scanned.emit(code)

    def scan(self, code: str) -> None:
        self.front.shell.wedge.scanned.emit(code)
        self.rest()

    def go(self, place: str) -> Any:
        self.front.go(place)
        self.rest()
        return self.front.desks[place]

    def choose(self, id: str) -> None:
        """A line of the list that lies over the window."""
        palette = self.front.shell.palette_
        assert id in [e.id for e in palette.entries]
        palette.list.go(id)
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
        self.rest()

    @property
    def view(self) -> Any:
        return self.front.shell.current()

    @property
    def told(self) -> str:
        """The message above the foot, as a screen reader says it."""
        return str(self.front.shell.toast.accessibleName())

    def app(self, side: str = "centre") -> Any:
        return self.front.door.apps[side]


@pytest.fixture
def counter(file_here: World, qtbot: Any) -> Iterator[Counter]:
    clock = HandClock()
    clock.set("atyrau", Moment(datetime(2016, 11, 16, 10, 30, tzinfo=ZoneInfo("Asia/Atyrau"))))
    folder = file_here.key.parent
    front = front_of(file_here.url, key=str(file_here.key), demo=True, folder=folder, clock=clock)
    made = Counter(front, clock, qtbot)
    front.shell.resize(1366, 768)
    front.shell.show()
    front.shell.activateWindow()
    front.start()
    made.rest()
    yield made
    front.shell.close()
    front.shell.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def accepted(counter: Counter, number: str = KNOWN, *, by: str = INSPECTOR) -> str:
    """A complete application taken in through the same command as the button's; its code."""
    from ui.screenshots import filled

    app = counter.app()
    return "C-" + str(app.run("intake.accept", filled(app, number, 0), as_=by).value.number)


def held(thread: Any) -> threading.Event:
    """`thread` (`work.write`, `work.read`) is busy until the event is set: a slow disk, a long list."""
    go = threading.Event()
    thread(lambda: go.wait(8))
    return go


def at_licensor(counter: Counter, second: str, *, signed: bool = False, back: bool = False) -> list[str]:
    """The codes of two cases on the head's desk; signed, and brought back to the centre."""
    from ui.screenshots import HEAD, SPECIALIST, bring_back, consider, send

    centre, there = counter.app(), counter.app("licensor")
    codes = [accepted(counter), accepted(counter, second)]
    send(centre, there, codes, counter.front.door.exchange)
    consider(there, codes)
    for code in codes:
        there.run("licensor_desk.prepare", {"code": code}, as_=SPECIALIST)
        if signed:
            there.run("licensor_desk.sign", {"code": code}, as_=HEAD)
    if back:
        bring_back(centre, there, codes, counter.front.door.exchange)
    return codes
