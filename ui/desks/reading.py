"""Every code that comes in: which device reads it, whether it was read just now, where it goes, what it sounds like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.domain.numbers import Code, NotACode, parse_code, read_number
from ui.desks.desk import Desk
from ui.desks.hearing import Heard
from ui.devices.camera import CameraScanner
from ui.devices.guard import Guard
from ui.devices.setup import Setup, setup_of
from ui.devices.sounds import Sounds
from ui.look_words import say
from ui.parts.toast import ToastState

if TYPE_CHECKING:
    from ui.desks.front import Front
    from ui.devices.serial import SerialScanner

ROUTES = {"C": "case", "D": "case", "R": "courier", "H": "courier"}  # where a scan goes that the place in front left


class Reading(QObject):
    """The workplace's scanner, whichever it is. The wedge is the mouth of them all: what it tells is a code."""

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self.front, self.shell = front, front.shell
        self._since = QElapsedTimer()
        self._since.start()
        self.guard = Guard(self._since.elapsed)
        self.sounds = Sounds(self, quiet=lambda: front.habits.quiet)
        QTimer.singleShot(3000, self, self.sounds.warm)
        self.setup = Setup()
        self.serial: SerialScanner | None = None
        self.camera = CameraScanner(self)
        self.camera.read.connect(self.shell.wedge.tell)
        self.use(setup_of(front.habits.scanner))

    # ---- which device

    def use(self, setup: Setup) -> None:
        """A keyboard scanner is always heard; a port or a camera beside it when it was chosen."""
        before, self.setup = self.setup, setup
        self.guard.blank_ms = setup.blank_ms
        if not self.shell.wedge.taught:
            self.shell.wedge.thresholds = setup.thresholds
        chosen = (setup.kind, setup.port, setup.speed, setup.camera)
        if chosen == (before.kind, before.port, before.speed, before.camera):
            return
        if setup.kind == "serial" or self.serial is not None:
            self.port().open(setup.port if setup.kind == "serial" else "", setup.speed)
        if setup.kind == "camera":
            self.camera.open(setup.camera)
        else:
            self.camera.close()

    def port(self) -> SerialScanner:
        """Loaded when a workplace has such a scanner."""
        if self.serial is None:
            from ui.devices.serial import SerialScanner

            self.serial = SerialScanner(self)
            self.serial.read.connect(self.shell.wedge.tell)
        return self.serial

    def close(self) -> None:
        self.camera.close()
        if self.serial is not None:
            self.serial.close()

    # ---- a code came

    def take(self, code: str) -> None:
        """Wherever the focus is. A second read of the same thing for the same deed is passed over in silence."""
        desk = self.front.in_front()
        if self.front.session is None:
            if not self.guard.again(code, "lock"):
                self.sounds.play("late")  # nobody works here: the lock screen says what to do
            return
        if self.guard.again(code, _operation(desk)):
            if desk is not None:
                desk.read_twice(code)
            return
        if not self._list_gone(desk):
            return
        self._hear(code, desk)
        self.guard.again(code, _operation(self.front.in_front()))  # it may have led to another place: still this read

    def _list_gone(self, desk: Desk | None) -> bool:
        """A list that lies over the place goes, unless somebody has begun to type into it: then nothing is lost."""
        lying = self.shell.palette_
        if lying.isHidden():
            return True
        if lying.line.text().strip():
            self._wrong(ToastState("risk", say("scanner.over-list"), say("scanner.over-list.do")))
            return False
        lying.close_()
        return True

    def _hear(self, code: str, desk: Desk | None) -> None:
        session = self.front.session
        assert session is not None
        read = read_number(code)
        session.by_scan = None if desk is not None and desk.sounds_itself else Heard(self.sounds.play)
        if read.kind in ("iin", "bin", "licence"):
            if desk is None or not desk.number_scanned(read.value):
                self.front.search(code)
            self._heard()
            return
        try:
            thing = parse_code(code)
        except NotACode as wrong:
            if desk is None or not desk.misread(code, wrong.problem):
                self._wrong(ToastState("late", say("desk.scan.bad"), say(f"number.problem.{wrong.problem}")))
            self._heard()
            return
        self.route(thing)
        self._heard()

    def route(self, thing: Code) -> None:
        """The place in front takes it, or it opens where such a thing belongs."""
        desk = self.front.in_front()
        if desk is not None and desk.scanned(thing):
            return
        place = ROUTES.get(thing.kind)
        if place and self.front.may_enter(place):
            self.front.go(place, thing.line)
        else:
            self._wrong(ToastState("risk", say("desk.scan.not-here"), thing.line))

    def _heard(self) -> None:
        """Nothing had to be asked or written for it: then it is done now."""
        session = self.front.session
        if session is not None and session.by_scan is not None and not session.by_scan.led_on:
            session.by_scan.end("ok")

    def _wrong(self, toast: ToastState) -> None:
        session = self.front.session
        if session is not None and session.by_scan is not None:
            session.by_scan.over = True
        self.sounds.play("late")
        self.shell.tell(toast)


def _operation(desk: Desk | None) -> str:
    return desk.operation() if desk is not None else ""


def locked_words(code: str) -> str:
    """On the lock screen nothing is opened: a badge that is not known, or a paper whose turn has not come."""
    read = read_number(code)
    return say("desk.lock.badge") if read.code_kind == "P" and not read.problem else say("scanner.locked")
