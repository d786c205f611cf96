"""The process that opens what strangers bring: it parses PDF and pictures, and may die of it without harm to the counter.

Runs by itself, imports one file of ours that lies beside it, and gets no key, no net and no store: bytes in, pixels and
numbers out. Nothing inside a file is ever run: PDFium is built without scripts, and forms are not even looked at. Nor is it
kept: a file that is more than its pages is laid anew from them, as a PDF, and where that is not enough, from their pictures.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import os
import struct
import sys
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
beside: Any = importlib.import_module("foreign_alone")  # started by its path, this process knows no packages
KINDS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
POINTS = 72
A4_LONG = 842  # points: what a picture without a resolution is taken for
FINE = 3500  # the same for a square, whose dots are smaller
SHARP = 2000  # pixels along a page's longer side: a code of our sheets has 2 and more for a bar
LOCKED = 4  # FPDF_ERR_PASSWORD
DRAWN = 200  # dots an inch, of a page that is kept as its picture
WIDEST = 6000  # pixels along the longer side of anything drawn
UPRIGHT = {1: 0, 3: 2, 6: 1, 8: 3}  # EXIF's orientation → quarter turns clockwise; the mirrored ones are drawn anew


class Wrong(Exception):
    """Why a file is not taken; `code` belongs to a closed set that the window has sentences for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Limits:
    pages: int
    pixels: int
    memory: int
    seconds: int


class Source(Protocol):
    """A file that was opened: its pages, each drawn upright as it stands in the file."""

    kind: str
    bare: bool  # it is its pages and nothing else

    def sizes(self) -> list[tuple[float, float]]: ...
    def notes(self) -> list[str]: ...
    def draw(self, page: int, box: tuple[int, int], turn: int) -> Image.Image: ...
    def put(self, into: pdfium.PdfDocument, page: int, turn: int) -> None: ...


class Pdf:
    kind = "pdf"

    def __init__(self, body: bytes, limits: Limits) -> None:
        try:
            self.doc = pdfium.PdfDocument(body)
        except pdfium.PdfiumError as fault:
            locked = pdfium_c.FPDF_GetLastError() == LOCKED or "password" in str(fault).lower()
            raise Wrong("locked" if locked else "broken") from fault
        if not len(self.doc):
            raise Wrong("broken")
        if len(self.doc) > limits.pages:
            raise Wrong("too-many-pages")
        try:
            self._sizes = [self.doc[n].get_size() for n in range(len(self.doc))]
        except pdfium.PdfiumError as fault:
            raise Wrong("broken") from fault
        self._notes: list[str]
        self._notes, quiet = beside.held(_saved(self.doc))
        if not (single := beside.alone(body, "pdf")):
            self._notes.append("more")
        self.bare = quiet and single

    def sizes(self) -> list[tuple[float, float]]:
        return self._sizes

    def notes(self) -> list[str]:
        return self._notes

    def draw(self, page: int, box: tuple[int, int], turn: int) -> Image.Image:
        wide, high = self._sizes[page]
        if turn % 2:
            wide, high = high, wide
        scale = min(box[0] / max(wide, 1e-3), box[1] / max(high, 1e-3))
        drawn = self.doc[page].render(
            scale=scale, rotation=90 * turn, fill_color=(255, 255, 255, 255), rev_byteorder=True, may_draw_forms=False
        )
        image: Image.Image = drawn.to_pil()
        return image.convert("RGB")

    def put(self, into: pdfium.PdfDocument, page: int, turn: int) -> None:
        into.import_pages(self.doc, pages=[page])
        last = into[len(into) - 1]
        last.set_rotation((last.get_rotation() + 90 * turn) % 360)

    def put_drawn(self, into: pdfium.PdfDocument, page: int, turn: int) -> None:
        """Its picture, where what the page carries cannot be taken from it."""
        wide, high = self._sizes[page]
        box = tuple(max(1, min(WIDEST, round(side * DRAWN / POINTS))) for side in (wide, high))
        out = io.BytesIO()
        self.draw(page, (box[0], box[1]), 0).save(out, "JPEG", quality=85)
        picture = pdfium.PdfImage.new(into)
        picture.load_jpeg(out, inline=True)
        _sheet(into, picture, (wide, high), turn)


class Picture:
    """JPEG, PNG, TIFF; a TIFF may hold many."""

    def __init__(self, body: bytes, kind: str, limits: Limits) -> None:
        self.body, self.kind = body, kind
        try:
            self.image = Image.open(io.BytesIO(body), formats=[kind.upper()])
            self.count = self._frames(limits) if kind == "tiff" else 1
            self._sizes = []
            for n in range(self.count):
                self.image.seek(n)
                if self.image.width * self.image.height > limits.pixels:
                    raise Wrong("too-large-picture")
                self._sizes.append(self._points())
            for n in range(self.count):
                self.image.seek(n)
                self.image.load()  # a cut-off picture is told now, not when somebody looks for it
        except (OSError, ValueError, SyntaxError, EOFError, struct.error, UnidentifiedImageError) as fault:
            raise Wrong("broken") from fault
        self.bare = beside.alone(body, kind)

    def _frames(self, limits: Limits) -> int:
        """Never counted to the end: a file may name a million."""
        for n in range(limits.pages + 1):
            try:
                self.image.seek(n)
            except EOFError:
                return n
        raise Wrong("too-many-pages")

    def _points(self) -> tuple[float, float]:
        wide, high = self.image.size
        turned = self.image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        if turned:
            wide, high = high, wide
        dots = self.image.info.get("dpi", (0, 0))[0]
        dots = float(dots) if 50 <= dots <= 2400 else max(wide, high) * POINTS / A4_LONG
        return wide * POINTS / dots, high * POINTS / dots

    def sizes(self) -> list[tuple[float, float]]:
        return self._sizes

    def notes(self) -> list[str]:
        return [] if self.bare else ["more"]

    def _whole(self, page: int) -> Image.Image:
        self.image.seek(page)
        return ImageOps.exif_transpose(self.image)

    def draw(self, page: int, box: tuple[int, int], turn: int) -> Image.Image:
        image = _plain(self._whole(page))
        if turn:
            image = image.rotate(-90 * turn, expand=True)
        scale = min(box[0] / image.width, box[1] / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        return image.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX).convert("RGB")

    def put(self, into: pdfium.PdfDocument, page: int, turn: int) -> None:
        """A JPEG goes in as its own bytes; what has no loss before gets none here."""
        picture = pdfium.PdfImage.new(into)
        wide, high = self._sizes[page]
        upright = UPRIGHT.get(self.image.getexif().get(0x0112, 1))
        if self.kind == "jpeg" and upright is not None:
            picture.load_jpeg(io.BytesIO(self.body if self.bare else beside.pure(self.body)), inline=True)
            turn = (turn + upright) % 4
            if upright % 2:
                wide, high = high, wide
        else:
            image = _plain(self._whole(page))
            picture.set_bitmap(pdfium.PdfBitmap.from_pil(image))
        _sheet(into, picture, (wide, high), turn)


def _sheet(into: pdfium.PdfDocument, picture: pdfium.PdfImage, size: tuple[float, float], turn: int) -> None:
    picture.set_matrix(pdfium.PdfMatrix().scale(*size))
    sheet = into.new_page(*size)
    sheet.insert_obj(picture)
    sheet.gen_content()
    sheet.set_rotation(90 * turn)


def _plain(image: Image.Image) -> Image.Image:
    """Grey or colours, on white: no palette, no depth of 16 bits, nothing to see through."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        return ground.convert("RGB")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda v: v / 256).convert("L")
    return image.convert("L") if image.mode in ("1", "L", "F") else image.convert("RGB")


def open_(body: bytes, limits: Limits) -> Source:
    kind = next((k for magic, k in KINDS if body.startswith(magic)), None)
    if not body:
        raise Wrong("empty")
    if kind is None:
        raise Wrong("other-kind")
    return Pdf(body, limits) if kind == "pdf" else Picture(body, kind, limits)


def _saved(doc: pdfium.PdfDocument) -> bytes:
    """As PDFium writes it: every object by itself, every name in its plain letters, so that none can be hidden."""
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def codes(source: Source, page: int) -> list[str]:
    """Every code in the bars of a page, as they are read from any edge."""
    drawn = source.draw(page, (SHARP, SHARP), 0).convert("L")
    read = zxingcpp.read_barcodes(drawn, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128]))
    return sorted({code.text for code in read if code.text.isascii()})


def squares(source: Source, page: int) -> list[str]:
    """The text of every square on a page: what our papers say of themselves."""
    drawn = source.draw(page, (FINE, FINE), 0).convert("L")
    read = zxingcpp.read_barcodes(drawn, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2]))
    return sorted({code.text for code in read if code.text.isascii()})


def join(sources: list[Source], parts: list[list[int]]) -> bytes:
    """One PDF of pages from these files: `parts` are source, page, quarter turns clockwise. It is its pages and no more."""
    for drawn in (False, True):
        made = pdfium.PdfDocument.new()
        for number, page, turn in parts:
            source = sources[number]
            if drawn and isinstance(source, Pdf) and not source.bare:
                source.put_drawn(made, page, turn % 4)
            else:
                source.put(made, page, turn % 4)
        body = _saved(made)
        if beside.held(body)[1] and beside.alone(body, "pdf"):
            return body
    raise Wrong("broken")


def do(asked: dict[str, Any], blob: bytes, sources: list[Source], limits: Limits) -> tuple[dict[str, Any], bytes]:
    match asked["do"]:
        case "open":
            opened = open_(blob, limits)
            sources.append(opened)
            return {"kind": opened.kind, "sizes": opened.sizes(), "notes": opened.notes(), "bare": opened.bare}, b""
        case "draw":
            wide, high = (min(int(n), WIDEST) for n in asked["box"])
            drawn = sources[asked["source"]].draw(asked["page"], (wide, high), asked["turn"] % 4)
            return {"size": drawn.size}, drawn.tobytes()
        case "squares":
            return {"codes": squares(sources[asked["source"]], asked["page"])}, b""
        case "codes":
            return {"codes": codes(sources[asked["source"]], asked["page"])}, b""
        case "join":
            return {}, join(sources, asked["parts"])
    raise Wrong("unknown")


def tame(limits: Limits) -> None:
    """What the system can forbid: memory, time, files to write, the net. Windows knows only the parent's patience."""
    if os.name != "posix":
        return
    import resource

    Image.init()
    for what, most in (
        (resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, limits.seconds), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 16),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
        ctypes.CDLL(None).unshare(
            0x5000_0000
        )  # CLONE_NEWUSER, CLONE_NEWNET: a net without a way out, where that is allowed


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    limits, sources = Limits(**json.loads(sys.argv[1])), list[Source]()
    Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is unpacked
    tame(limits)
    while head := source.read(8):
        words, size = struct.unpack(">II", head)
        asked, blob = json.loads(source.read(words)), source.read(size)
        try:
            said, body = do(asked, blob, sources, limits)
        except Wrong as wrong:
            said, body = {"wrong": wrong.code}, b""
        except MemoryError:
            said, body = {"wrong": "too-heavy"}, b""
        except (pdfium.PdfiumError, OSError, ValueError, SyntaxError, EOFError, struct.error):
            said, body = {"wrong": "broken"}, b""
        text = json.dumps(said).encode()
        sink.write(struct.pack(">II", len(text), len(body)) + text + body)
        sink.flush()


def main() -> None:
    """What a library prints must not get between the answers: they have a channel of their own."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
