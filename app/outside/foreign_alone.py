"""Whether a stranger's file is its pages and nothing else: read by the child alone, from bytes, by what the formats say.

A file that another program would take for an archive, a disc, a page of the web or a program is not kept as it came.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Literal

Kind = Literal["pdf", "jpeg", "png", "tiff"]
SCRIPTS = re.compile(
    rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|RichMedia|Rendition|Movie|Sound|XFA)\b"
)
ATTACHED = re.compile(rb"/EmbeddedFiles?\b")
# Done at opening, however harmless it looks; hidden from us; or the name of another file, wherever it stands.
UNASKED = re.compile(rb"/(OpenAction|AA|Encrypt)\b|/U?F[\x00\t\n\f\r ]*[(<]")
PAGE = re.compile(rb"<(!doctype|html|head|body|script|\?php|svg)", re.IGNORECASE)
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")  # found by their programs wherever they lie
ZIP_END, ZIP_REACH = b"PK\5\6", 66_000  # how far from a file's end a ZIP's is looked for
INSIDE = frozenset((0x00, *range(0xD0, 0xD8)))  # behind 0xFF: still the lines of a scan
NOTES = frozenset((0xFF, 0xFE, *range(0xE1, 0xEE), 0xEF))  # JFIF and Adobe's segment say how colours are meant
WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}  # TIFF 6.0, section 2
STRIPS, STRIP_SIZES, TILES, TILE_SIZES = 273, 279, 324, 325


def held(saved: bytes) -> tuple[list[str], bool]:
    """What of note a PDF holds beside its pages, and whether it is quiet: `saved` is how PDFium wrote it.

    There every object stands by itself and every name in its plain letters, so that none can be hidden; what lies in
    streams is no object.
    """
    objects, at = [], 0
    while (start := saved.find(b"stream\r\n", at)) >= 0:
        objects.append(saved[at:start])
        end = saved.find(b"endstream", start)
        at = len(saved) if end < 0 else end + len(b"endstream")
    plain = b" ".join([*objects, saved[at:]])
    found = [word for word, sign in (("script", SCRIPTS), ("attachment", ATTACHED)) if sign.search(plain)]
    return found, not found and not UNASKED.search(plain)


def alone(body: bytes, kind: Kind) -> bool:
    """No other program takes the file for something else, and nothing lies behind its end."""
    first, last = body[:1024], body[-1024:]
    if (b"%PDF-" in first if kind != "pdf" else body.count(b"%PDF-") > 1) or PAGE.search(first) or PAGE.search(last):
        return False
    if ZIP_END in body[-ZIP_REACH:] or any(sign in body for sign in ARCHIVES):
        return False
    if body[257:262] == b"ustar" or body[32769:32774] == b"CD001":
        return False
    return not body[_end(body, kind) :].strip(b"\0\r\n\t ")


def pure(body: bytes) -> bytes:
    """A JPEG of what is needed to draw it: no comments, no notes of cameras and programs, nothing behind its end."""
    return b"".join(part for marker, part in _segments(body) if marker not in NOTES) + b"\xff\xd9"


def _end(body: bytes, kind: Kind) -> int:
    """Where the file ends by its own account."""
    match kind:
        case "pdf":
            return body.rfind(b"%%EOF") + 5
        case "png":
            at = 8
            while at + 12 <= len(body) and body[at + 4 : at + 8] != b"IEND":
                at += 12 + int.from_bytes(body[at : at + 4], "big")
            return at + 12
        case "jpeg":
            return sum(len(part) for _, part in _segments(body)) + 2
        case "tiff":
            return _tiff_end(body)


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """A JPEG's parts by their markers, up to its end; a scan is told with the lines that follow it."""
    at = 2
    yield 0xD8, body[:2]
    while at + 4 <= len(body) and body[at] == 0xFF and body[at + 1] != 0xD9:
        marker, stop = body[at + 1], at + 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if marker == 0xFF:  # a filling byte
            stop = at + 1
        elif marker == 0xDA:
            while (stop := body.find(b"\xff", stop)) >= 0 and (body[stop + 1 : stop + 2] or b"\0")[0] in INSIDE:
                stop += 2
            stop = len(body) if stop < 0 else stop
        yield marker, body[at:stop]
        at = stop


def _tiff_end(body: bytes) -> int:
    """The furthest byte that a page's list names; a list that leads nowhere ends the file at its head."""
    order = "<" if body[:2] == b"II" else ">"
    end, seen = 8, set[int]()
    try:
        (at,) = struct.unpack_from(f"{order}I", body, 4)
        while at and at not in seen:
            seen.add(at)
            (count,) = struct.unpack_from(f"{order}H", body, at)
            end = max(end, at + 2 + 12 * count + 4)
            listed: dict[int, tuple[int, ...]] = {}
            for entry in range(at + 2, at + 2 + 12 * count, 12):
                tag, kind, many, value = struct.unpack_from(f"{order}HHII", body, entry)
                size = WIDTHS.get(kind, 1) * many
                place = value if size > 4 else entry + 8
                end = max(end, place + size)
                if tag in (STRIPS, STRIP_SIZES, TILES, TILE_SIZES) and kind in (3, 4):
                    listed[tag] = struct.unpack_from(f"{order}{many}{'H' if kind == 3 else 'I'}", body, place)
            for places, sizes in ((STRIPS, STRIP_SIZES), (TILES, TILE_SIZES)):
                ends = map(sum, zip(listed.get(places, ()), listed.get(sizes, ()), strict=False))
                end = max(end, *ends, 0)
            (at,) = struct.unpack_from(f"{order}I", body, at + 2 + 12 * count)
    except struct.error:
        return 8
    return end
