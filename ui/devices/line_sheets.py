"""Separator sheets for the lines of a list: laid before each document, they tell the scanner where its scan belongs.

No paper of an act: whoever scans prints them once for a list and uses them again. Bars in whole dots of 300 dpi.
"""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter

from app.domain.line_code import line_code
from ui import look

DPI = 300
DOTS = 8  # of 300 dpi for the narrowest bar, 0.68 mm: read from a bad scan at 100 dpi
BARS = 420


def line_sheets(path: str, lines: tuple[str, ...], *, note: str) -> None:
    """One A4 sheet for each line, № 1 first; `note` says what it is for, in the language of the window."""
    Path(path).write_bytes(b"")  # a folder that takes nothing is told here: the painter would be silent
    writer = QPdfWriter(path)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    p = QPainter(writer)
    try:
        for number, name in enumerate(lines, 1):
            if number > 1:
                writer.newPage()
            _sheet(p, number, name, note)
    finally:
        p.end()


def _sheet(p: QPainter, number: int, name: str, note: str) -> None:
    code, wide = line_code(number), 2480
    _text(p, QRectF(200, 260, wide - 400, 560), f"№ {number}", 420, bold=True)
    _text(p, QRectF(200, 900, wide - 400, 620), name, 96)
    bars = bars_of(code)
    left = (wide - len(bars) * DOTS) // 2
    for top in (1700, 2700):  # twice: a torn or folded corner takes one of them
        for n, dark in enumerate(bars):
            if dark:
                p.fillRect(QRectF(left + n * DOTS, top, DOTS, BARS), QColor(Qt.GlobalColor.black))
        _text(p, QRectF(200, top + BARS + 20, wide - 400, 90), code, 64, mono=True)
    _text(p, QRectF(200, 3300, wide - 400, 160), note, 48)


def _text(p: QPainter, box: QRectF, text: str, size: int, *, bold: bool = False, mono: bool = False) -> None:
    font = QFont(look.now().mono if mono else look.now().sans)
    font.setPixelSize(size)
    font.setBold(bold)
    p.setFont(font)
    p.setPen(QColor(Qt.GlobalColor.black))
    p.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text)


def bars_of(code: str) -> tuple[bool, ...]:
    """The modules of its Code 128, dark or light, without quiet zones."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    image = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    view = memoryview(image)
    row = view.tolist()[0] if view.ndim == 2 else list(view)[: view.shape[-1]]
    return tuple(value < 128 for value in row)
