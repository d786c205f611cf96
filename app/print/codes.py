"""Bars and squares: Code 128 and QR as one vector path each, in whole dots of the printer."""

from __future__ import annotations

from functools import cache, lru_cache

from barcode.codex import Code128  # type: ignore[import-untyped]

from app.domain.numbers import NotACode, parse_code
from app.print.qr import squares

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


@lru_cache(16)  # of the papers that are drawn just now: a code never comes again
def modules(code: str) -> str:
    """The bars as `1` and the gaps as `0`."""
    return str(Code128(code).build()[0])


def bars_width(code: str, dot: float) -> float:
    return len(modules(code)) * dot


@lru_cache(16)
def bars(code: str, dot: float, height: float) -> str:
    """The path of the bars from (0, 0) upwards, to be filled."""
    return " ".join(f"{n(start * dot)} 0 {n(size * dot)} {n(height)} re" for start, size in _runs(modules(code)))


@lru_cache(4)
def qr(proof: str) -> tuple[float, str]:
    """Side without the quiet zone, and the path from (0, 0) upwards: rows joined into runs."""
    rows = squares(proof)
    at = _steps(len(rows))
    path = []
    for row, line in enumerate(rows):
        y = at[len(rows) - 1 - row]
        path += [f"{at[start]} {y} {at[size]} {at[1]} re" for start, size in _runs(line)]
    return len(rows) * QR_MODULE, " ".join(path)


def make_ready() -> None:
    """Where everything stands in a code of the length that a receipt's has."""
    squares("A" * 280)


@cache
def _steps(side: int) -> tuple[str, ...]:
    """How far so many squares reach."""
    return tuple(n(k * QR_MODULE) for k in range(side + 1))


def _runs(cells: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = cells.find("1")
    while start >= 0:
        end = cells.find("0", start)
        if end < 0:
            end = len(cells)
        runs.append((start, end - start))
        start = cells.find("1", end)
    return runs


def n(value: float) -> str:
    """A number of a PDF: three digits after the point, no zeros at the end."""
    return _digits(value) if value else _written(value)  # 0.0 and -0.0 are equal, and are not written alike


def _written(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


_digits = lru_cache(8192)(_written)  # edges of columns and lines come back on every row
