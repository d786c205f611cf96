"""Archives that grow, climb out or name one thing twice: as documents of offices, as bodies on the wire, as backups."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator

from tests.campaign.foreign_pdfs import CANARY, MISSING

OFFICE = {
    "DOCX": ("[Content_Types].xml", b"<Types/>"), "XLSX": ("xl/workbook.xml", b"<workbook/>"),
    "ODT": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    "ASiC-E": ("mimetype", b"application/vnd.etsi.asic-e+zip"), "JAR": ("META-INF/MANIFEST.MF", b"Main-Class: a"),
}  # fmt: skip


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes], packed: bool = True) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else 0) as archive:
        warnings.simplefilter("ignore")  # of a name that stands twice
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


def _link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("link")
    made.create_system, made.external_attr = 3, 0o120777 << 16
    return made


def zips() -> Iterator[tuple[str, bytes]]:
    flood = bytes(5_000_000)
    nested = _zip(("0.zip", _zip(("0", flood))))
    for kind, first in OFFICE.items():
        yield f"{kind} that unpacks to 5 MB", _zip(first, ("word/document.xml", flood))
        yield f"{kind} with an archive in an archive", _zip(first, *((f"{n}.zip", nested) for n in range(10)))
        yield (
            f"{kind} that climbs out",
            _zip(first, ("../../canary", CANARY), (MISSING, CANARY), ("..\\canary", CANARY)),
        )
        yield f"{kind} with a link", _zip(first, (_link(), MISSING.encode()), ("link/canary", CANARY))
        yield f"{kind} with one name twice", _zip(first, first, ("A", b"1"), ("a", b"2"), ("a", CANARY))
        yield f"{kind} of 3,000 members", _zip(first, *((str(n), b"") for n in range(3_000)), packed=False)
    lying = bytearray(_zip(("a", flood)))
    at = lying.index(b"PK\1\2") + 24
    lying[at : at + 4] = struct.pack("<I", 10)
    yield "a size that lies", bytes(lying)


def _much(megabytes: int) -> bytes:
    """So much of nothing, packed once and told over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + bytes(7) + one * megabytes + packer.flush() + bytes(8)


def squeezed() -> Iterator[tuple[str, bytes, str]]:
    """Bodies of the wire, and how each must end: taken, or refused before it has grown."""
    good = b'[{"a": 1}]'
    whole = gzip.compress(good)
    for size in (49, 64, 100, 400):
        yield f"{size} MB of nothing", _much(size), "batch-too-large"
    yield "a gigabyte", _much(1024), "batch-too-large"
    yield "a bomb in a bomb", gzip.compress(gzip.compress(bytes(100_000_000), 9) + b"\0", 9), ""
    yield "cut off", whole[:-5], "batch-invalid"
    yield "cut off in its head", whole[:6], "batch-invalid"
    yield "not packed at all", good, "batch-invalid"
    yield "packed otherwise", zlib.compress(good), "batch-invalid"
    yield "a bit changed", whole[:14] + bytes((whole[14] ^ 255,)) + whole[15:], "batch-invalid"
    yield "a sum that lies", whole[:-8] + b"\0" * 8, "batch-invalid"
    yield "good", whole, ""


MAIN = b"SQLite is not what this is"
FORMAT = {"format": 1, "kind": "embedded", "sha256": "0" * 64, "files": {"count": 0, "sha256": "0" * 64}}


def _tar(*members: tuple[tarfile.TarInfo, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for member, body in members:
            archive.addfile(member, io.BytesIO(body))
    return out.getvalue()


def _named(name: str, body: bytes = CANARY, **more: object) -> tuple[tarfile.TarInfo, bytes]:
    made = tarfile.TarInfo(name)
    made.size = len(body)
    for field, value in more.items():
        setattr(made, field, value)
    return made, body


def _sparse(name: str, size: int) -> bytes:
    """Nothing on the tape, and so many bytes on the disk: GNU's way to write holes, of 1997."""
    header = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[386:398] = header[398:410] = b"00000000000\0"
    header[482:483] = b"\0"
    header[483:495] = b"\x80" + size.to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def backups() -> Iterator[tuple[str, bytes]]:
    """Copies that none of ours made: each is refused, and nothing of it lies anywhere but where it is looked at."""
    manifest = _named("manifest.json", json.dumps(FORMAT).encode())
    blob = "files/" + "ab" + "/" + "ab" * 32
    climbing = (
        "../canary", "../../canary", MISSING, "files/../../canary", "files/ab/../../../canary", "store.db/../../canary",
        "files/ab/" + "AB" * 32, "files/ab/" + "cd" * 32, "store.db\0", "store.db.files", ".", "a" * 300, "STORE.DB",
    )  # fmt: skip
    for name in climbing:
        yield f"a member called {name[:30]!r}", _tar(_named("store.db", MAIN), _named(name), manifest)
    for kind, to in itertools.product((tarfile.SYMTYPE, tarfile.LNKTYPE), (MISSING, "../../canary", "store.db")):
        link = _named("store.db", b"", type=kind, linkname=to)
        yield f"a link of kind {kind!r} to {to}", _tar(link, manifest)
        yield f"a link of kind {kind!r} to {to}, then what it hides", _tar(link, _named("store.db", MAIN), manifest)
    for kind in (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE):
        yield f"a thing of kind {kind!r}", _tar(_named("store.db", b"", type=kind), manifest)
    yield "one name twice", _tar(_named("store.db", MAIN), _named("store.db", CANARY), manifest)
    yield "one file twice", _tar(_named(blob, MAIN), _named(blob, CANARY), manifest)
    yield "no list of what is in it", _tar(_named("store.db", MAIN))
    yield "a list that is no list", _tar(_named("store.db", MAIN), _named("manifest.json", b"[" * 100_000))
    yield "a list of another shape", _tar(_named("store.db", MAIN), _named("manifest.json", b'{"files": 3}'))
    yield "a list with NaN", _tar(_named("manifest.json", b'{"format": NaN}'))
    yield "holes of a terabyte", _sparse("store.db", 2**40) + _tar(manifest)
    yield "cut off", _tar(_named("store.db", bytes(100_000)), manifest)[:5000]
    yield "packed", gzip.compress(_tar(_named("store.db", MAIN), manifest))
    yield "no archive", MAIN * 100
    yield "nothing", b""
