"""A paper in the dots of the printer that gets it: pages by QtPdf on white, labels in whole dots for each bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

from app.problems import Unavailable

MM = 25.4
BARS_DPI, BARS_DOTS = 203, 2  # the label's bars are drawn two dots of 203 wide
OVER = 4  # a label is looked at four times as finely before its dots are chosen
LABEL_MM = 110  # what is no wider is a label or comes from a roll


@dataclass(frozen=True, slots=True)
class Page:
    """Its size in millimetres."""

    wide: float
    high: float

    @property
    def label(self) -> bool:
        return max(self.wide, self.high) <= LABEL_MM

    @property
    def media(self) -> str:
        """By the names that printers know."""
        match (round(self.wide), round(self.high)):
            case (210, 297) | (297, 210):
                return "A4"
            case (148, 210) | (210, 148):
                return "A5"
        return f"Custom.{self.wide:g}x{self.high:g}mm"


@contextmanager
def opened(pdf: bytes) -> Iterator[QPdfDocument]:
    """The document is read where it is opened: in the thread that prints, or the window's for a preview."""
    buffer, document = QBuffer(), QPdfDocument(None)  # type: ignore[call-arg, arg-type, unused-ignore]
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        if document.status() != QPdfDocument.Status.Ready:
            raise Unavailable("printer", "unreadable")
        yield document
    finally:
        document.close()
        buffer.close()


def pages(pdf: bytes) -> tuple[Page, ...]:
    with opened(pdf) as document:
        sizes = [document.pagePointSize(n) for n in range(document.pageCount())]
    return tuple(Page(round(s.width() / 72 * MM, 1), round(s.height() / 72 * MM, 1)) for s in sizes)


def drawn(document: QPdfDocument, page: int, size: QSize, *, sharp: bool = False) -> QImage:
    """A page at a size in pixels. A PDF's page is transparent; what is printed or read is on white."""
    options = QPdfDocumentRenderOptions()
    if sharp:
        flag = QPdfDocumentRenderOptions.RenderFlag
        options.setRenderFlags(flag.PathAliased | flag.TextAliased | flag.ImageAliased)
    ink = document.render(page, size, options)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    painter.drawImage(0, 0, ink)
    painter.end()
    return image


def in_pixels(points: QSizeF, dpi: float) -> QSize:
    return QSize(round(points.width() * dpi / 72), round(points.height() * dpi / 72))


def page_in_dots(pdf: bytes, page: int, *, dpi: int) -> QImage:
    """An ordinary page, a dot of the printer each pixel: the driver has nothing left to scale."""
    with opened(pdf) as document:
        return drawn(document, page, in_pixels(document.pagePointSize(page), dpi))


def label_in_dots(pdf: bytes, page: int, *, dpi: int) -> QImage:
    """A label in black dots. Each bar is a whole number of them: a driver that scales makes bars nobody can read.

    300 dots to the inch are no multiple of the form's 203, so there the label is drawn 1.5 % larger and its white edge
    cut off: three dots a bar, as on paper made for 300.
    """
    dots = max(BARS_DOTS, round(BARS_DOTS * dpi / BARS_DPI))
    fine = BARS_DPI / BARS_DOTS * dots * OVER
    with opened(pdf) as document:
        points = document.pagePointSize(page)
        image = drawn(document, page, in_pixels(points, fine), sharp=True).convertToFormat(
            QImage.Format.Format_Grayscale8
        )
    shift = _phase(image)
    wide, high = (image.width() - shift) // OVER, image.height() // OVER
    whole = image.copy(shift, 0, wide * OVER, high * OVER)
    small = whole.scaled(
        wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )  # the mean of OVER × OVER dots: bars are black or white, letters are rounded
    black = small.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    room = in_pixels(points, dpi)
    left, top = max(0, (wide - room.width()) // 2), max(0, (high - room.height()) // 2)
    return black.copy(left, top, min(wide, room.width()), min(high, room.height()))


def _phase(image: QImage) -> int:
    """Where the bars' edges fall between the fine dots: most edges of a label are theirs."""
    edges: Counter[int] = Counter()
    for n in range(1, 32):
        row = bytes(image.constScanLine(image.height() * n // 32))[: image.width()]
        edges.update(x % OVER for x in range(1, len(row)) if (row[x] < 128) != (row[x - 1] < 128))
    return edges.most_common(1)[0][0] if edges else 0


def packed(black: QImage) -> tuple[int, bytes]:
    """Bytes in a row, and the rows from the top: a set bit is ink, as label and roll printers want it."""
    plain = black.convertToFormat(QImage.Format.Format_Mono)
    ink = 1 if plain.color(0) & 0xFFFFFF else 0  # which index of the two-colour table is the dark one
    if plain.colorCount() == 2 and (plain.color(1) & 0xFFFFFF) < (plain.color(0) & 0xFFFFFF):
        ink = 1
    across = (plain.width() + 7) // 8
    rest = (0xFF << (across * 8 - plain.width())) & 0xFF  # beyond the right edge there is no ink
    rows = []
    for y in range(plain.height()):
        row = bytearray(bytes(plain.constScanLine(y))[:across])
        if not ink:
            row = bytearray(b ^ 0xFF for b in row)
        row[-1] &= rest
        rows.append(bytes(row))
    return across, b"".join(rows)
