"""PDFs written by hand, object by object: each place where something may wait in one, and each way to weigh a reader down."""

from __future__ import annotations

import io
import itertools
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdf

CANARY = b"CANARY-7f31c0"  # stands in whatever must not be kept, run or opened
MISSING = "/tereze-canary/" + CANARY.decode()  # a file that nothing may look for
HIDING = ("plain", "hex", "packed", "encrypted")

ACTIONS = {
    "script": b"<</S/JavaScript/JS(app.alert\\('%s'\\))>>" % CANARY,
    "script in a stream": b"<</S/JavaScript/JS 90 0 R>>",
    "launch on Windows": b"<</S/Launch/Win<</F(%s.exe)/O(open)>>>>" % MISSING.encode(),
    "launch": b"<</S/Launch/F(%s)>>" % MISSING.encode(),
    "form sent away": b"<</S/SubmitForm/F(http://127.0.0.1:9/%s)>>" % CANARY,
    "form filled from a file": b"<</S/ImportData/F(%s)>>" % MISSING.encode(),
    "another file": b"<</S/GoToR/F(%s)/D[0/Fit]>>" % MISSING.encode(),
    "a file inside": b"<</S/GoToE/T<</R/C/N(%s)>>>>" % CANARY,
    "rendition": b"<</S/Rendition/OP 0/JS(%s)>>" % CANARY,
    "script after a step": b"<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(%s)>>>>" % CANARY,
}
PLACES = {
    "at opening": (b"/OpenAction %s", b"", b""),
    "at closing": (b"/AA<</WC %s>>", b"", b""),
    "by name": (b"/Names<</JavaScript<</Names[(a)%s]>>>>", b"", b""),
    "in a form": (b"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K %s>>>>]>>", b"", b""),
    "in the outline": (b"/Outlines<</First<</Title(a)/A %s>>>>", b"", b""),
    "at the page": (b"", b"/AA<</O %s>>", b""),
    "on a link": (b"", b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 300 400]/A %s>>]", b""),
    "over a field": (b"", b"/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/AA<</E %s>>>>]", b""),
    "on a screen": (b"", b"/Annots[<</Type/Annot/Subtype/Screen/Rect[0 0 9 9]/A %s>>]", b""),
}
ELSE = {
    "a file attached": b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.exe)/EF<</F 90 0 R>>>>]>>>>",
    "a form of XFA": b"/AcroForm<</Fields[]/XFA 90 0 R>>",
    "a collection": b"/Collection<</D(a)>>/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 90 0 R>>>>]>>>>",
}


def written(objects: dict[int, bytes], *, trailer: bytes = b"", packed: bool = False) -> bytes:
    """The file of these objects; `packed`: what is no stream lies in an object stream, unreadable at a glance."""
    out, places = io.BytesIO(), dict[int, int]()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    inner = {n: o for n, o in objects.items() if packed and b"stream" not in o}
    if inner:
        bodies = list(inner.items())
        starts = itertools.accumulate((len(o) + 1 for _, o in bodies), initial=0)
        index = b" ".join(b"%d %d" % (n, at) for (n, _), at in zip(bodies, starts, strict=False)) + b" "
        body = zlib.compress(index + b" ".join(o for _, o in bodies))
        head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (len(inner), len(index), len(body))
        objects = {n: o for n, o in objects.items() if n not in inner} | {98: stream(body, head)}
    for n, one in objects.items():
        places[n] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (n, one))
    start = out.tell()
    rows = [b"\0" + bytes(6)] * 100
    for n, at in places.items():
        rows[n] = b"\1" + at.to_bytes(4, "big") + b"\0\0"
    for k, n in enumerate(inner):
        rows[n] = b"\2" + (98).to_bytes(4, "big") + k.to_bytes(2, "big")
    rows[99] = b"\1" + start.to_bytes(4, "big") + b"\0\0"
    table = zlib.compress(b"".join(rows))
    head = b"<</Type/XRef/W[1 4 2]/Size 100/Root 1 0 R%b/Filter/FlateDecode/Length %d>>" % (trailer, len(table))
    out.write(b"99 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, head), start))
    return out.getvalue()


def stream(body: bytes, head: bytes = b"") -> bytes:
    return (head or b"<</Length %d>>" % len(body)) + b"stream\n" + body + b"\nendstream"


def sheet(*, root: bytes = b"", page: bytes = b"", content: bytes = b"", packed: bool = False, **more: bytes) -> bytes:
    """One page with a dark corner, and what is told beside it; `o5=…` is object 5."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R%b/MediaBox[0 0 300 400]/Contents 4 0 R>>" % page,
        4: stream(content or b"0 0 0 rg 10 350 80 40 re f"),
    } | {int(name[1:]): body for name, body in more.items()}
    if b"90 0 R" in root + page:
        objects.setdefault(90, stream(b"app.alert('%b')" % CANARY))
    return written(objects, packed=packed)


def hidden(body: bytes) -> bytes:
    """Names with their letters in figures, which every reader puts back."""
    for name in b"/JavaScript /JS /Launch /OpenAction /AA /EmbeddedFiles /XFA /SubmitForm".split():
        body = body.replace(name + b"<", b"/#%02X%b<" % (name[1], name[2:]))
        for end in (b"(", b"/", b" ", b"["):
            body = body.replace(name + end, b"/#%02X%b%b" % (name[1], name[2:], end))
    return body


@contextmanager
def quiet() -> Iterator[None]:
    """The other reader tells the log what it thinks of these files."""
    log = logging.getLogger("pypdf")
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(logging.NOTSET)


def sealed(body: bytes, password: str) -> bytes:
    with quiet():
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    writer.encrypt(password, owner_password="another", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def active(*, step: int = 1) -> Iterator[tuple[str, bytes]]:
    """What would be run, sent or opened, in every place and every way to hide it; or each so many of them."""
    waiting: list[tuple[str, dict[str, bytes]]] = [(what, {"root": told}) for what, told in ELSE.items()]
    for (where, (root, page, _)), (what, action) in itertools.product(PLACES.items(), ACTIONS.items()):
        told = {"root": root.replace(b"%s", action), "page": page.replace(b"%s", action)}
        waiting.append((f"{what} {where}", told))
    for how, (name, told) in itertools.islice(itertools.product(HIDING, waiting), 0, None, step):
        body = sheet(packed=how == "packed", **told)
        match how:
            case "hex":
                body = hidden(body)
            case "encrypted":
                body = sealed(body, "")
        yield f"{name}, {how}", body


def _image(head: bytes, body: bytes, **more: bytes) -> bytes:
    said = b"<</Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8%b/Length %d>>" % (head, len(body))
    use = b"/Resources<</XObject<</I 5 0 R>>>>"
    return sheet(page=use, content=b"q 300 0 0 400 0 0 cm /I Do Q", o5=stream(body, said), **more)


def _nested(depth: int, size: int) -> bytes:
    body = bytes(size)
    for _ in range(depth):
        body = zlib.compress(body)
    return _image(b"/Width 20000/Height 20000/Filter[%b]" % (b"/FlateDecode" * depth), body)


def _prev(at: int) -> bytes:
    return written({
        1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }, trailer=b"/Prev %d" % at)  # fmt: skip


def heavy() -> Iterator[tuple[str, bytes]]:
    """What would take memory, time or the stack of a reader."""
    good = sheet()
    for depth in (2, 3, 8, 40):
        yield f"{depth} layers of Flate", _nested(depth, 30_000_000)
    start = int(good.rsplit(b"startxref\n", 1)[1].split()[0])
    for at in (start, 0, 15, start + 2**31):
        yield f"a table whose forerunner is at {at}", _prev(at)
    yield "a table that follows itself", good.replace(b"startxref\n%d" % start, b"startxref\n0")
    yield "a million objects in one stream", sheet(o5=stream(
        zlib.compress(b"9 0 " * 1_000_000), b"<</Type/ObjStm/N 1000000/First 4000000/Filter/FlateDecode>>"
    ))  # fmt: skip
    yield (
        "a million objects",
        good.replace(b"%%EOF", b"") + b"".join(b"%d 0 obj<<>>endobj\n" % n for n in range(100, 250_000)),
    )
    yield "pages that hold themselves", sheet(o2=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")
    yield "a page that is its own parent", sheet(page=b"/Parent 3 0 R")
    yield "a billion pages, says the tree", sheet(o2=b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>")
    yield "fewer than no pages", sheet(o2=b"<</Type/Pages/Kids[3 0 R]/Count -1>>")
    yield "no pages", sheet(o2=b"<</Type/Pages/Kids[]/Count 0>>")
    kids = b"[" * 100_000
    yield "lists in lists without end", sheet(root=b"/A" + kids)
    yield "records in records without end", sheet(root=b"/A" + b"<</A" * 100_000)
    yield "a page of lists in lists", sheet(content=b"[" * 200_000 + b"]" * 200_000 + b"TJ")
    yield "a million states pushed", sheet(content=b"q " * 1_000_000)
    yield "a million lines", sheet(content=b"0 0 m 300 400 l S " * 300_000)
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</XObject<</I 5 0 R>>>>/Length 8>>"
    yield (
        "a form that draws itself",
        sheet(page=b"/Resources<</XObject<</I 5 0 R>>>>", content=b"/I Do", o5=stream(b"/I Do   ", form)),
    )
    doubled = {
        f"o{n}": stream(b"/I Do /I Do /I Do", b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject"
                        b"<</I %d 0 R>>>>/Length 17>>" % (n + 1))
        for n in range(5, 40)
    }  # fmt: skip
    yield "forms that triple", sheet(page=b"/Resources<</XObject<</I 5 0 R>>>>", content=b"/I Do", **doubled)
    tile = b"<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<<>>/Length 10>>"
    yield "a pattern of a billion tiles", sheet(
        page=b"/Resources<</Pattern<</P 5 0 R>>>>", content=b"/Pattern cs /P scn 0 0 300 400 re f",
        o5=stream(b"0 0 1 1 re", tile),
    )  # fmt: skip
    for size in (b"1e9 1e9", b"-9 -9", b"0 0", b"99999999999999999999 9", b"0.0001 90000", b"(a) null"):
        yield (
            f"a page of {size.decode()}",
            sheet(page=b"/MediaBox[0 0 %b]" % size).replace(b"/MediaBox[0 0 300 400]", b""),
        )
    yield "a unit of a million", sheet(page=b"/UserUnit 1000000")
    for filter in (b"JPXDecode", b"JBIG2Decode", b"DCTDecode", b"CCITTFaxDecode", b"LZWDecode", b"RunLengthDecode"):
        yield (
            f"a picture of {filter.decode()} that is none",
            _image(b"/Width 65535/Height 65535/Filter/" + filter, b"\1" * 999),
        )
    yield (
        "a picture of two billion columns",
        _image(
            b"/Width 2147483647/Height 2/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32>>",
            zlib.compress(bytes(1000)),
        ),
    )
    yield "a mask that masks itself", _image(b"/Width 9/Height 9/SMask 5 0 R", bytes(81))
    shade = b"/Resources<</Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Function<</FunctionType 4/Domain[0 1 0 1]"
    yield "a function of many steps", sheet(page=shade + b"/Range[0 1]>>>>>>>>", content=b"/S sh")
    yield "a stream in another file", _image(b"/Width 9/Height 9/F(%s)" % MISSING.encode(), b"")
    yield (
        "a picture in another file",
        sheet(
            page=b"/Resources<</XObject<</I<</Subtype/Form/Ref<</F(%s)/Page 0>>>>>>>>" % MISSING.encode(),
            content=b"/I Do",
        ),
    )


def broken() -> Iterator[tuple[str, bytes]]:
    """Cut off, changed by a bit, without a head or an end, and locked."""
    good = sheet()
    for share in range(1, 20):
        yield f"cut off at {share * 5} of a hundred", good[: len(good) * share // 20]
    for n in range(40):
        spoilt = bytearray(good)
        spoilt[9 + (n * 7919) % (len(good) - 9)] ^= 1 << n % 8
        yield f"bit {n} changed", bytes(spoilt)
    yield "no end", good.replace(b"%%EOF", b"")
    yield "only a head", b"%PDF-1.7\n"
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256"):
        with quiet():
            writer = pypdf.PdfWriter(clone_from=io.BytesIO(good))
        writer.encrypt("secret", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        yield f"locked by {algorithm}", out.getvalue()
