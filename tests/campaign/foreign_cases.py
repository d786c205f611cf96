"""Files as nobody should bring them: of other kinds, two kinds in one, floods of dots, with a virus's mark inside."""

from __future__ import annotations

import io
import itertools
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image, TiffImagePlugin

from tests.campaign.foreign_pdfs import CANARY, sheet, stream
from tests.outside import foreign_files as files

# The mark that every scanner of viruses knows and that harms nobody; in two pieces, so that this file is not taken for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

HEADS = {
    "a program of Windows": b"MZ\x90\0", "a program of Linux": b"\x7fELF\2\1\1", "a program of a Mac": b"\xcf\xfa\xed\xfe",
    "a class of Java": b"\xca\xfe\xba\xbe\0\0\0\x37", "a script": b"#!/bin/sh\n", "a batch": b"@echo off\r\n",
    "a shortcut": b"L\0\0\0\1\x14\2\0", "ZIP": b"PK\3\4", "RAR": b"Rar!\x1a\x07\1\0", "7z": b"7z\xbc\xaf\x27\x1c",
    "gzip": b"\x1f\x8b\x08", "xz": b"\xfd7zXZ\0", "a cabinet": b"MSCF", "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "RTF": b"{\\rtf1", "GIF": b"GIF89a", "BMP": b"BM", "WebP": b"RIFF\0\0\0\0WEBP", "an icon": b"\0\0\1\0",
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n", "HEIC": b"\0\0\0\x18ftypheic", "PSD": b"8BPS", "DjVu": b"AT&TFORM",
    "PostScript": b"%!PS-Adobe-3.0", "PCL": b"\x1bE\x1b&l1O", "XML": b"<?xml version='1.0'?>", "SVG": b"<svg xmlns='x'>",
    "a page of the web": b"<!DOCTYPE html><script>", "JSON": b"{}", "a letter": b"From: x\r\nMIME-Version: 1.0\r\n",
    "a sound": b"ID3\3", "a film": b"\0\0\0 ftypisom", "a database": b"SQLite format 3\0", "a font": b"\0\1\0\0\0\x0f",
    "a big TIFF": b"II+\0\x08\0\0\0", "nothing known": b"\0" * 16, "a mark of order and a PDF": b"\xef\xbb\xbf%PDF-1.7",
    "a blank and a PDF": b" %PDF-1.7", "half a PNG's head": b"\x89PNG\r\n", "a JPEG turned": b"\xd8\xff\xe0",
}  # fmt: skip
KINDS = ("pdf", "png", "jpeg", "tiff")
NAMES = (".pdf", ".PDF", ".jpg", ".png", ".tiff", ".exe", ".pdf.exe", ".html", ".lnk", "")


def host(kind: str) -> bytes:
    match kind:
        case "pdf":
            return sheet()
        case "tiff":
            return files.tiff(2)
    return files.picture(kind=kind.upper())


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


def guests() -> dict[str, bytes]:
    """What hides behind the end of a file that is otherwise as it should be."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("a")
        member.size = len(CANARY)
        archive.addfile(member, io.BytesIO(CANARY))
    return {
        "ZIP": zipped(("a.txt", CANARY)), "a program of Java": zipped(("META-INF/MANIFEST.MF", CANARY)),
        "RAR": HEADS["RAR"] + CANARY, "7z": HEADS["7z"] + CANARY, "tar": tar.getvalue(),
        "a page of the web": b"<html><script>alert('" + CANARY + b"')</script></html>", "PHP": b"<?php echo '" + CANARY + b"';",
        "a program": b"MZ\x90\0" + CANARY, "a program of Linux": b"\x7fELF" + CANARY, "a script": b"\n#!/bin/sh\n" + CANARY,
        "a film": b"\0\0\0 ftypisom" + CANARY, "another picture": b"GIF89a" + CANARY, "the mark of a virus": EICAR + CANARY,
        "another PDF": b"\n%PDF-1.7\n" + CANARY + b"\n%%EOF", "zeros and a word": bytes(2000) + CANARY,
    }  # fmt: skip


def _into_png(name: bytes, body: bytes) -> bytes:
    good = files.picture()
    chunk = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return good[:33] + chunk + good[33:]


def _into_jpeg(marker: int, body: bytes) -> bytes:
    good = files.picture(kind="JPEG")
    return good[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + good[2:]


def _into_tiff(tag: int, body: bytes, *, trailing: bool = False) -> bytes:
    out, info = io.BytesIO(), TiffImagePlugin.ImageFileDirectory_v2()
    info[tag] = body
    info.tagtype[tag] = 7
    Image.new("L", (90, 120), 255).save(out, "TIFF", tiffinfo=info)
    return out.getvalue()


def strangers() -> Iterator[tuple[str, bytes]]:
    """Of no kind that is taken: by its first bytes, with rubbish or a true PDF behind them."""
    for name, head in HEADS.items():
        yield name, head + CANARY
        yield f"{name}, and a PDF in it", head + b"\n" + sheet()


def two_in_one() -> Iterator[tuple[str, bytes]]:
    """A file that is two: behind the end, in the head, in places that readers pass over."""
    for kind, (name, guest) in itertools.product(KINDS, guests().items()):
        yield f"{name} behind {kind}", host(kind) + guest
    archive, page = zipped(("a", CANARY)), b"<html><script>'" + CANARY + b"'</script>"
    for kind, inside in (("png", _into_png), ("jpeg", _into_jpeg), ("tiff", _into_tiff)):
        where = {"png": b"teXt", "jpeg": 0xFE, "tiff": 270}[kind]
        for name, guest in (("ZIP", archive), ("a page of the web", page), ("a PDF", sheet(content=b"%" + CANARY))):
            yield f"{name} in the notes of {kind}", inside(where, guest)  # type: ignore[operator]
    use = b"/Resources<</XObject<</I 90 0 R>>>>"
    yield "ZIP in a stream that nobody draws", sheet(o90=stream(archive))
    yield "ZIP in a stream that the page names", sheet(page=use, o90=stream(archive))
    yield "a page of the web in a remark", sheet().replace(b"1 0 obj", b"%" + page + b"\n1 0 obj", 1)
    yield "tar around a PDF", sheet()[:9] + b"%" + bytes(247) + b"ustar" + CANARY + b"\n" + sheet()[9:]
    yield "ZIP before the last word", sheet().replace(b"startxref", b"%" + archive.replace(b"\n", b"") + b"\nstartxref")


# ---- floods


def png_of(wide: int, high: int, *, depth: int = 8, colour: int = 0, more: bytes = b"", body: bytes = b"") -> bytes:
    def chunk(name: bytes, told: bytes) -> bytes:
        return struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, 0))
    rows = body or zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_of(wide: int, high: int) -> bytes:
    good = files.picture(kind="JPEG")
    at = good.index(b"\xff\xc0") + 5
    return good[:at] + struct.pack(">HH", high, wide) + good[at + 4 :]


def tiff_of(wide: int, high: int, *, pages: int = 1, next: int | None = None, order: str = "<") -> bytes:
    """Lists of pages that all name the same strip; `next`: where the last one leads."""
    tags = (
        (256, 4, wide),
        (257, 4, high),
        (258, 3, 1),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (278, 4, high),
        (279, 4, 9),
    )
    size, out = 2 + 12 * len(tags) + 4, io.BytesIO()
    out.write((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 24) + bytes(16))
    for n in range(pages):
        out.write(struct.pack(f"{order}H", len(tags)))
        for tag, kind, value in tags:
            packed = struct.pack(f"{order}I", value) if kind == 4 else struct.pack(f"{order}HH", value, 0)
            out.write(struct.pack(f"{order}HHI", tag, kind, 1) + packed)
        last = n == pages - 1
        out.write(struct.pack(f"{order}I", (next or 0) if last else 24 + size * (n + 1)))
    return out.getvalue()


def too_large() -> Iterator[tuple[str, bytes]]:
    """More dots than are taken, by their own head."""
    sides = (
        (65_535, 65_535), (60_000, 60_000), (10_001, 10_000), (100_000_001, 1), (1, 100_000_001), (2**31 - 1, 2**31 - 1),
        (20_000, 5001), (1_000_000, 101),
    )  # fmt: skip
    for wide, high in sides:
        for depth, colour in ((8, 0), (16, 6), (1, 0)):
            yield f"PNG of {wide} × {high}, {depth} bits", png_of(wide, high, depth=depth, colour=colour)
        yield f"TIFF of {wide} × {high}", tiff_of(wide, high)
        yield f"TIFF of {wide} × {high}, other end first", tiff_of(wide, high, order=">")
    for wide, high in ((65_500, 65_500), (65_535, 2000), (12_000, 9000)):
        yield f"JPEG of {wide} × {high}", jpeg_of(wide, high)


def too_many() -> Iterator[tuple[str, bytes]]:
    for pages in (301, 302, 303, 500, 999, 1000, 2000, 3000, 5000, 10_000):
        yield f"TIFF of {pages} pages", tiff_of(9, 8, pages=pages)
        yield f"TIFF of {pages} pages, other end first", tiff_of(9, 8, pages=pages, order=">")


def spoilt() -> Iterator[tuple[str, bytes]]:
    """Cut off, led in a circle, or with notes far larger than the picture."""
    for kind in ("png", "jpeg", "tiff"):
        good = host(kind)
        for share in (1, 3, 5, 8, 9):
            yield f"{kind} cut off at {share} of ten", good[: len(good) * share // 10]
    for order in "<>":
        yield "TIFF that leads back to its first page", tiff_of(9, 8, pages=3, next=24, order=order)
        yield "TIFF that leads behind its end", tiff_of(9, 8, pages=2, next=2**31, order=order)
    for name, note in (("iCCP", b"a\0\0"), ("zTXt", b"a\0\0"), ("iTXt", b"a\0\1\0\0\0")):
        body = note + zlib.compress(bytes(30_000_000))
        chunk = (
            struct.pack(">I", len(body)) + name.encode() + body + struct.pack(">I", zlib.crc32(name.encode() + body))
        )
        yield f"PNG whose {name} is 30 MB", png_of(9, 9, more=chunk, body=zlib.compress(bytes(90)))
    for marker in (0xE1, 0xE2, 0xED, 0xFE):
        yield f"JPEG with 300 notes of {marker:x}", _many_notes(marker)
    yield "PNG without a dot", png_of(0, 0)
    yield "PNG whose dots never come", png_of(9000, 9000, body=zlib.compress(b""))
    yield "PNG that unpacks a hundred times too much", png_of(9, 9, body=zlib.compress(bytes(20_000_000)))
    yield "JPEG without a dot", jpeg_of(0, 0)
    yield "TIFF without a dot", tiff_of(0, 0)
    loop = b"Exif\0\0II*\0\x08\0\0\0\1\0\x69\x87\4\0\1\0\0\0\x08\0\0\0\0\0\0\0"
    yield "EXIF that names itself", _into_jpeg(0xE1, loop)
    yield "EXIF of four billion", _into_jpeg(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 600)


def _many_notes(marker: int) -> bytes:
    good = files.picture(kind="JPEG")
    note = bytes((0xFF, marker)) + struct.pack(">H", 65_535) + b"ICC_PROFILE\0\1\1".ljust(65_533, b"\0")
    return good[:2] + note * 300 + good[2:]


# ---- a virus's mark


def with_mark() -> Iterator[tuple[str, bytes]]:
    """Plain, packed once and more, in the places of a PDF and of pictures: thirty files."""
    packed = zipped(("eicar.com", EICAR))
    yield "as it is", EICAR
    yield "with a line's end", EICAR + b"\r\n"
    yield "in ZIP", packed
    yield "in ZIP in ZIP", zipped(("a.zip", packed))
    yield "in ZIP called a PDF inside", zipped(("scan.pdf", EICAR))
    yield "in gzip", b"\x1f\x8b" + zlib.compress(EICAR)
    yield "in base64", b"WDVPIVAlQEFQ"
    yield "behind a mark of order", b"\xef\xbb\xbf" + EICAR
    for kind in KINDS:
        yield f"behind {kind}", host(kind) + EICAR
        yield f"in ZIP behind {kind}", host(kind) + packed
    names = b"/Names<</EmbeddedFiles<</Names[(a)<</F(eicar.com)/EF<</F 90 0 R>>>>]>>>>"
    for name, body in (("plain", EICAR), ("in ZIP", packed)):
        yield f"attached to a PDF, {name}", sheet(root=names, o90=stream(body))
        yield f"attached to a PDF, {name}, out of sight", sheet(root=names, o90=stream(body), packed=True)
    opens = (
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(this.exportDataObject\\({cName:'a',nLaunch:2}\\))>>]>>>>"
    )
    yield (
        "attached and opened by a script",
        sheet(root=opens + names.replace(b"/Names<<", b"/AF<<", 1), o90=stream(EICAR)),
    )
    yield "in a remark of a PDF", sheet().replace(b"1 0 obj", b"%" + EICAR + b"\n1 0 obj", 1)
    yield "in a stream that nobody draws", sheet(o91=stream(EICAR))
    yield "in a stream that the page names", sheet(page=b"/Resources<</XObject<</I 91 0 R>>>>", o91=stream(EICAR))
    yield "in the notes of a JPEG", _into_jpeg(0xFE, EICAR)
    yield "in the notes of a PNG", _into_png(b"tEXt", b"a\0" + EICAR)
    yield "in the notes of a TIFF", _into_tiff(270, EICAR)
    yield "in the title of a PDF", sheet(root=b"/Metadata 91 0 R", o91=stream(EICAR))
    yield "over the page as a note", sheet(page=b"/Annots[<</Subtype/Text/Rect[0 0 9 9]/Contents(%s)>>]" % EICAR[28:60])
