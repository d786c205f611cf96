"""A camera that reads bars: pictures come by QtMultimedia, zxing-cpp reads them; loaded when a person chooses it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.numbers import read_number
from ui.devices.burst import Burst
from ui.devices.media import media

EACH_MS = 120  # between two pictures that are looked at
NOBODY = ("offscreen", "minimal")


def codes_in(image: QImage) -> tuple[str, ...]:
    """Every code that stands in the picture, Code 128 and QR as our papers carry them; the one in the middle first."""
    import zxingcpp

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if grey.isNull():
        return ()
    high, wide, line = grey.height(), grey.width(), grey.bytesPerLine()
    dots = bytes(grey.constBits())
    if line != wide:  # rows are filled up to four bytes, and the reader takes none of that
        dots = b"".join(dots[n * line : n * line + wide] for n in range(high))
    whole = memoryview(dots).cast("B", shape=[high, wide])
    # "QRCode" would be its small and long sisters too, and a square full of signatures now and then holds one by chance
    kinds = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCodeModel2])
    found = [one for one in zxingcpp.read_barcodes(whole, formats=kinds) if one.text]
    squares = [_edges(one) for one in found if one.format != zxingcpp.BarcodeFormat.Code128]

    def by_chance(one: Any) -> bool:
        """Bars that somebody sees in the pattern of a square."""
        x, y = _middle(one)
        bars = one.format == zxingcpp.BarcodeFormat.Code128
        return bars and any(left < x < right and top < y < bottom for left, top, right, bottom in squares)

    def from_the_middle(one: Any) -> float:
        x, y = _middle(one)
        return (x - wide / 2) ** 2 + (y - high / 2) ** 2

    return tuple(one.text for one in sorted(found, key=from_the_middle) if not by_chance(one))


def _edges(one: Any) -> tuple[int, int, int, int]:
    at = one.position
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    xs, ys = [c.x for c in corners], [c.y for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _middle(one: Any) -> tuple[float, float]:
    left, top, right, bottom = _edges(one)
    return (left + right) / 2, (top + bottom) / 2


def meant(codes: tuple[str, ...]) -> str:
    """Of all that is in the picture: what the program knows. A receipt has its bars, and a square for others beside them."""
    return next((code for code in codes if read_number(code).problem is None), codes[0] if codes else "")


def cameras() -> tuple[tuple[str, str], ...]:
    """(id, name) of each camera; none where the library is not there or nobody sits before the screen."""
    if QApplication.platformName() in NOBODY:
        return ()
    library = media()
    there = library.QMediaDevices.videoInputs() if library else ()
    return tuple((bytes(c.id().data()).decode(errors="replace"), c.description()) for c in there)


class CameraScanner(QObject):
    """`read` brings a `Burst` for each code it sees; `state`: unset, open, absent, failed, no-parts."""

    read = Signal(object)
    seen = Signal(QImage)  # what it looks at, for the page that shows it
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state, self.name = "unset", ""
        self._camera: Any = None
        self._session: Any = None
        self._since = QElapsedTimer()

    def open(self, id: str = "") -> None:
        """The camera of that id, else the first there is."""
        self.close()
        if QApplication.platformName() in NOBODY:
            self._be("absent")
            return
        library = media()
        try:
            import zxingcpp  # noqa: F401 – its absence is told now, not with the first picture
        except ImportError:
            library = None
        if library is None:
            self._be("no-parts")
            return
        there = library.QMediaDevices.videoInputs()
        if not there:
            self._be("absent")
            return
        chosen = next((c for c in there if bytes(c.id().data()).decode(errors="replace") == id), there[0])
        self.name = chosen.description()
        self._camera, self._session = library.QCamera(chosen, self), library.QMediaCaptureSession(self)
        sink = library.QVideoSink(self._session)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(sink)
        sink.videoFrameChanged.connect(lambda frame: self.look(frame.toImage()))
        self._camera.errorOccurred.connect(lambda *_: self._failed())
        self._since.start()
        self._be("open")
        self._camera.start()

    def close(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            camera.deleteLater()
            self._session.deleteLater()
            self._session = None
        self.name = ""
        self._be("unset")

    def look(self, image: QImage) -> None:
        """One picture: shown, and read when the last one is long enough ago."""
        if image.isNull():
            return
        self.seen.emit(image)
        if self._since.isValid() and self._since.elapsed() < EACH_MS:
            return
        self._since.start()
        if code := meant(codes_in(image)):
            self.read.emit(Burst(code, code, 0, "camera"))

    def _failed(self) -> None:
        self.close()
        self._be("failed")

    def _be(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()
