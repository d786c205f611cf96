"""Files as strangers bring them, made here: good ones, and each way in which one can be bad."""

from __future__ import annotations

import io
import struct
import zlib

import pypdf
from PIL import Image, ImageDraw
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject


def picture(*, size: tuple[int, int] = (620, 877), kind: str = "PNG", words: str = "", turned: int = 1) -> bytes:
    """A page in grey; `turned` is EXIF's orientation."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).rectangle((10, 10, 110, 60), fill=0)  # upper left: it tells which way up it is
    if words:
        ImageDraw.Draw(image).text((200, 200), words, fill=0)
    exif = image.getexif()
    exif[0x0112] = turned
    out = io.BytesIO()
    image.save(out, kind, dpi=(75, 75), **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


def tiff(pages: int) -> bytes:
    sheets = [Image.new("1", (100 + n, 140), 1) for n in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "", script: str = "", attachment: bytes = b"", widths: int = 0) -> bytes:
    """Each page `widths` points wider than the one before: it is known again wherever it goes."""
    writer = pypdf.PdfWriter()
    for n in range(pages):
        page = writer.add_blank_page(width=300 + n * widths, height=400)
        content = DecodedStreamObject()
        content.set_data(b"0 0 0 rg 10 350 80 40 re f")
        page[NameObject("/Contents")] = writer._add_object(content)
    if script:
        act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(act)
    if attachment:
        writer.add_attachment("virus.exe", attachment)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it has `side` × `side` dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def heavy_pdf() -> bytes:
    """A page whose one picture unpacks to two gigabytes."""
    packed = zlib.compress(zlib.compress(bytes(50_000_000)))
    image = (
        b"<</Type/XObject/Subtype/Image/Width 46000/Height 46000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
    )
    content = b"q 300 0 0 400 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content), image,
    ]  # fmt: skip
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    for n, one in enumerate(objects, 1):
        out.write(b"%d 0 obj %b endobj\n" % (n, one))
    out.write(b"trailer<</Root 1 0 R>>\n%%EOF")
    return out.getvalue()


def stack(codes: dict[int, str], sheets: int) -> list[bytes]:
    """Pages of a scanned stack; `codes` say which of them are separator sheets, and of what."""
    import zxingcpp

    found = []
    for n in range(sheets):
        image = Image.new("L", (1240, 1754), 255)
        if n in codes:
            bars = zxingcpp.create_barcode(codes[n], zxingcpp.BarcodeFormat.Code128).to_image(scale=4)
            image.paste(Image.fromarray(bars) if not isinstance(bars, Image.Image) else bars, (200, 300))
        else:
            ImageDraw.Draw(image).rectangle((100, 100, 300 + 10 * n, 200), fill=90)
        out = io.BytesIO()
        image.save(out, "PNG", dpi=(150, 150))
        found.append(out.getvalue())
    return found
