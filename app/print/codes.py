"""Bars and squares: Code 128 and QR as one vector path each, in whole dots of the printer."""

from __future__ import annotations

from functools import lru_cache

import segno
from barcode.codex import Code128  # type: ignore[import-untyped]

from app.domain.numbers import NotACode, parse_code

DOT = 72 / 300  # points of one dot of a 300 dpi printer
LABEL_DOT = 72 / 203  # and of a label printer
QR_MODULE = 5 * DOT
QUIET = 10  # modules of white on each side of the bars; a QR keeps 4


def readable(code: str) -> str:
    """`CAT010316000422` → `C-AT01-03-16-00042-2`, the line under the bars."""
    try:
        read = parse_code(code)
    except NotACode:
        return code
    return f"{code[0]}-{read.number}"


@lru_cache(256)
def modules(code: str) -> str:
    """The bars as `1` and the gaps as `0`."""
    return str(Code128(code).build()[0])


def bars_width(code: str, dot: float) -> float:
    return len(modules(code)) * dot


@lru_cache(256)
def bars(code: str, dot: float, height: float) -> str:
    """The path of the bars from (0, 0) upwards, to be filled."""
    return " ".join(f"{n(start * dot)} 0 {n(size * dot)} {n(height)} re" for start, size in _runs(modules(code)))


@lru_cache(64)
def qr(proof: str) -> tuple[float, str]:
    """Side without the quiet zone, and the path from (0, 0) upwards: rows joined into runs."""
    matrix = segno.make(proof, error="m", boost_error=False, micro=False).matrix
    side = len(matrix)
    path = []
    for row, line in enumerate(matrix):
        y = (side - 1 - row) * QR_MODULE
        for start, size in _runs("".join("1" if cell else "0" for cell in line)):
            path.append(f"{n(start * QR_MODULE)} {n(y)} {n(size * QR_MODULE)} {n(QR_MODULE)} re")
    return side * QR_MODULE, " ".join(path)


def _runs(cells: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    position = 0
    for run in cells.replace("01", "0 1").replace("10", "1 0").split(" "):
        if run[0] == "1":
            runs.append((position, len(run)))
        position += len(run)
    return runs


def n(value: float) -> str:
    """A number of a PDF: three digits after the point, no zeros at the end."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
