"""Reads a paper back as a person and a scanner would: its text, where each piece stands, its codes, its pictures."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import NamedTuple

import pypdf
import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

MM = 72 / 25.4
# What the counters' scanners and the camera are set to. With every kind switched on, two or three squares in a thousand hold
# something that looks like a small code of another kind; "QRCode" alone is four kinds, the small and the long ones among them.
KINDS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCodeModel2])


class Box(NamedTuple):
    """A piece of text on a page, in millimetres from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(256)
def texts(paper: bytes) -> tuple[str, ...]:
    return tuple(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(paper)).pages)


def text(paper: bytes) -> str:
    return " ".join(texts(paper))


def closed(paper_or_text: bytes | str) -> str:
    """Without any blanks: what is broken into lines reads the same."""
    said = paper_or_text if isinstance(paper_or_text, str) else text(paper_or_text)
    return "".join(said.split())


def pages(paper: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(paper)).pages)


@lru_cache(16)  # a page is 4 MB: without an end they were gigabytes in a long run
def rasters(paper: bytes, dpi: int = 200) -> tuple[Image.Image, ...]:
    return tuple(page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pdfium.PdfDocument(paper))


def scanned(image: Image.Image) -> list[zxingcpp.Barcode]:
    """Every code of a picture, but for bars seen in the pattern of a square: one signed square in some thousand has such."""
    found = zxingcpp.read_barcodes(image, formats=KINDS)
    squares = [edges(one) for one in found if one.format != zxingcpp.BarcodeFormat.Code128]

    def by_chance(one: zxingcpp.Barcode) -> bool:
        left, top, right, bottom = edges(one)
        x, y = (left + right) / 2, (top + bottom) / 2
        return any(a < x < c and b < y < d for a, b, c, d in squares)

    return [one for one in found if one.format != zxingcpp.BarcodeFormat.Code128 or not by_chance(one)]


def edges(one: zxingcpp.Barcode) -> tuple[int, int, int, int]:
    """Left, top, right, bottom, in dots."""
    at = one.position
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def codes(paper: bytes, dpi: int = 200) -> list[list[tuple[str, str]]]:
    """Kind and text of every code, page by page."""
    return [[(str(found.format), found.text) for found in scanned(image)] for image in rasters(paper, dpi)]


def bar_places(paper: bytes) -> list[list[tuple[float, float]]]:
    """Upper and lower edge of every code, in millimetres."""
    out = []
    for image in rasters(paper):
        places = []
        for found in scanned(image):
            _, top, _, bottom = edges(found)
            places.append((top / 200 * 25.4, bottom / 200 * 25.4))
        out.append(places)
    return out


def boxes(paper: bytes) -> list[list[Box]]:
    """Every letter that leaves ink, joined where letters of one line touch."""
    out = []
    for page in pdfium.PdfDocument(paper):
        high = page.get_height()
        read = page.get_textpage()
        found = []
        for n in range(read.count_rects()):
            left, bottom, right, top = read.get_rect(n)
            said = read.get_text_bounded(left, bottom, right, top)
            found.append(Box(said, left / MM, (high - top) / MM, right / MM, (high - bottom) / MM))
        out.append(found)
    return out
