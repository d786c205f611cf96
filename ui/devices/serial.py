"""A scanner on a serial port, found by the port's name: lines that end with CR or LF; it comes back by itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal
from PySide6.QtSerialPort import QSerialPort, QSerialPortInfo

from ui.devices.burst import Burst

LONGEST = 4400  # no square of bars holds more; more without an end is noise of the line
AGAIN_MS = 2000


def ports() -> tuple[tuple[str, str], ...]:
    """(name, what the system says of it) of each serial port there is."""
    found = QSerialPortInfo.availablePorts()
    return tuple(sorted((p.portName(), " ".join(w for w in (p.manufacturer(), p.description()) if w)) for p in found))


@dataclass(slots=True)
class Lines:
    """Bytes as they come, cut into lines. Half a line waits; noise without an end is thrown away with its line."""

    rest: bytes = b""
    after_cr: bool = False
    noise: bool = False

    def feed(self, got: bytes) -> list[tuple[str, str]]:
        """(line, its end) of each line that is whole now; empty lines are none."""
        out: list[tuple[str, str]] = []
        for n in range(len(got)):
            byte = got[n : n + 1]
            if byte == b"\n" and self.after_cr:
                self.after_cr = False
                continue
            self.after_cr = byte == b"\r"
            if byte not in (b"\r", b"\n"):
                self.rest += byte
                if len(self.rest) > LONGEST:
                    self.rest, self.noise = b"", True
                continue
            line, self.rest = self.rest.decode("latin-1"), b""
            if line.strip() and not self.noise:
                followed = byte == b"\r" and got[n + 1 : n + 2] == b"\n"
                out.append((line, "CR LF" if followed else "CR" if byte == b"\r" else "LF"))
            self.noise = False
        return out


class SerialScanner(QObject):
    """`read` brings a `Burst`; `state`: unset, open, absent (not there, or gone), busy (another has it, or no right)."""

    read = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.name, self.speed = "unset", "", 9600
        self._lines = Lines()
        self._port: QSerialPort | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.try_again)

    def open(self, name: str, speed: int = 9600) -> None:
        self.close()
        self.name, self.speed = name, speed
        if name:
            self.try_again()
            self._again.start()

    def close(self) -> None:
        self._again.stop()
        self._drop("unset")
        self.name = ""

    def try_again(self) -> None:
        """Every two seconds while it is away: whoever plugs the scanner in has nothing else to do."""
        if self._port is not None or not self.name:
            return
        port = QSerialPort(self)
        port.setPortName(self.name)
        port.setBaudRate(self.speed)
        if not port.open(QIODevice.OpenModeFlag.ReadOnly):
            held = port.error() == QSerialPort.SerialPortError.PermissionError
            port.deleteLater()
            self._be("busy" if held else "absent")
            return
        self._port, self._lines = port, Lines()
        port.readyRead.connect(self._take)
        port.errorOccurred.connect(self._failed)
        self._be("open")

    def _take(self) -> None:
        if self._port is None:
            return
        for line, end in self._lines.feed(bytes(self._port.readAll().data())):
            self.read.emit(Burst(line, line, 0, end))

    def _failed(self, error: QSerialPort.SerialPortError) -> None:
        """Unplugged under way: half a line is forgotten, what is plugged in again is found by its name."""
        if error not in (QSerialPort.SerialPortError.NoError, QSerialPort.SerialPortError.TimeoutError):
            self._drop("absent")

    def _drop(self, state: str) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.readyRead.disconnect(self._take)
            port.errorOccurred.disconnect(self._failed)
            port.close()
            port.deleteLater()
        self._be(state)

    def _be(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()
