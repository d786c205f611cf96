"""A file at the counter as the window takes it: opened and drawn in the child, kept as its sheaf says. And spoilt doors."""

from __future__ import annotations

import io
import re
import sys
import tarfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from app.outside.foreign import CHILD, Limits, Reading
from app.problems import Refused
from tests.campaign.foreign_pdfs import CANARY, quiet
from ui.desks.attach_sheaf import Leaf, Sheaf

MAGIC = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
LIVELY = {
    "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/RichMedia", "/XFA",
    "/EmbeddedFiles", "/EmbeddedFile", "/OpenAction", "/AA",
}  # fmt: skip
ODD = b"file-empty file-too-large file-locked file-too-many-pages file-picture-too-large file-too-heavy file-too-slow"
CODES = {*ODD.decode().split(), "file-of-other-kind", "file-broken", "file-unreadable"}
SPOILT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("foreign_child", {child!r})
child = sys.modules["foreign_child"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
{fault}
child.main()
"""
FAULTS = {
    "whatever lies behind the end": "child.beside.alone = lambda body, kind: True",
    "whatever waits in a PDF": "child.beside.held = lambda saved: ([], True)",
    "whatever the first bytes are": "child.KINDS = (*child.KINDS, *((bytes((n,)), 'pdf') for n in range(256)))",
    "as many dots as there are": "child.Limits.pixels = property(lambda self: 1 << 62, lambda self, _: None)",
    "as many pages as there are": "child.Limits.pages = property(lambda self: 1 << 62, lambda self, _: None)",
}


def spoilt(fault: str) -> tuple[str, ...]:
    """The child with one of its protections taken out."""
    return (sys.executable, "-P", "-c", SPOILT.format(child=str(CHILD), fault=FAULTS[fault]))


def watched(log: Path, what: str = "network,execve,openat,creat,rename,unlink") -> tuple[str, ...]:
    """The child with each of its calls of the system written down."""
    return (
        "strace",
        "-f",
        "-qq",
        "-s",
        "400",
        "-A",
        "-o",
        str(log),
        "-e",
        f"trace={what}",
        sys.executable,
        "-P",
        str(CHILD),
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """Kept with these bytes, or refused by this word."""

    kept: bytes = b""
    code: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Counter:
    """One child for many files; a new one where a file has ended it, and after a while."""

    limits: Limits = field(default_factory=Limits)
    child: tuple[str, ...] = ()
    as_given: bool = False  # a fault: what was done to a file is forgotten
    _reading: Reading | None = None
    _used: int = 0

    def bring(self, body: bytes, *, draw: bool = True) -> Ending:
        sheaf = Sheaf(self.limits)
        sheaf._reading = self._open()
        try:
            leaves = sheaf.take(body)
            if draw:
                self._drawn(sheaf, leaves)
            return Ending(body if self.as_given else sheaf.body(leaves), notes=sheaf.notes())
        except Refused as no:
            return Ending(code=no.code)
        finally:
            if sheaf._reading is not self._reading:
                sheaf.end()

    def _drawn(self, sheaf: Sheaf, leaves: tuple[Leaf, ...]) -> None:
        """As the strip and the page do: one that cannot be drawn is still there."""
        for leaf in leaves[:2]:
            try:
                sheaf.picture(leaf, (200, 280))
            except Refused as no:
                if no.code in ("file-too-heavy", "file-too-slow"):
                    sheaf._begin_anew()

    def well(self, body: bytes, end: Ending) -> bool:
        """It has an ending of the closed set, and what is kept is sheets of paper to every reader."""
        if end.kept:
            return body.startswith(MAGIC) and not another(end.kept) and self._open().open(end.kept).bare
        return end.code in CODES

    def _open(self) -> Reading:
        self._used += 1
        if self._reading is None or self._used % 40 == 0 or self._reading._process.poll() is not None:
            self.close()
            self._reading = Reading(self.limits, child=self.child)
        return self._reading

    def close(self) -> None:
        if self._reading is not None:
            self._reading.close()
        self._reading = None

    def __enter__(self) -> Counter:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def lively(body: bytes) -> set[str]:
    """What another reader than ours finds in a PDF that would be run, sent or opened, and the canary wherever it lies."""
    found: set[str] = set()
    with quiet():
        reader = pypdf.PdfReader(io.BytesIO(body))
        numbers = {n for table in reader.xref.values() for n in table} | set(reader.xref_objStm)
        for n in sorted(numbers - {0}):
            _walk(reader.get_object(n), found, set())
    return found


def _walk(thing: Any, found: set[str], seen: set[int]) -> None:
    if isinstance(thing, IndirectObject) or id(thing) in seen:
        return
    seen.add(id(thing))
    match thing:
        case DictionaryObject():
            found |= LIVELY & {str(key) for key in thing}
            if isinstance(thing, StreamObject) and CANARY in thing.get_data():
                found.add("canary")
            for key in thing:
                _walk(thing.raw_get(key), found, seen)
        case ArrayObject():
            for one in list(thing):
                _walk(one, found, seen)
        case str():
            found |= LIVELY & {str(thing)} | ({"canary"} if CANARY.decode() in thing else set())


def another(kept: bytes) -> bool:
    """Some other program takes it for something else."""
    file, first = io.BytesIO(kept), kept[:1024].lower()
    return (
        not kept.startswith(MAGIC) or zipfile.is_zipfile(file) or tarfile.is_tarfile(io.BytesIO(kept))
        or b"Rar!\x1a\x07" in kept or b"7z\xbc\xaf\x27\x1c" in kept or CANARY in kept
        or bool(re.search(rb"<(html|script|\?php)", first + kept[-1024:].lower()))
        or (not kept.startswith(b"%PDF-") and b"%pdf-" in first)
    )  # fmt: skip
