"""Invented people, and the search for them in every byte that a day leaves on the disk."""

from __future__ import annotations

import io
import os
import random
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from app.domain.numbers import read_number

CONSONANTS, VOWELS = "бвгджзклмнпрстқңғ", "аәеоөуүы"
MOST_UNPACKED = 64 * 1024 * 1024
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")  # how a packed stream begins
WORD = 8  # letters
WINDOWS = tuple(  # every place where such a word or number could stand, in each way of writing
    re.compile(rb"(?=(" + shape + rb"))", re.DOTALL)
    for shape in (
        rb"[0-9]{12}", rb"(?:[0-9]\0){12}", rb"(?:\0[0-9]){12}", rb"(?:[\xd0-\xd3][\x80-\xbf]){8}",
        rb"(?:.\x04){8}", rb"(?:\x04.){8}", rb"(?:\\u04[0-9a-f]{2}){8}",
    )
)  # fmt: skip
_FIRST, _SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


@dataclass(frozen=True, slots=True)
class Planted:
    number: str
    name: str


def people(count: int, *, seed: int = 12) -> list[Planted]:
    """Well-formed ИИН, and names that no word of the program is part of."""
    dice, found = random.Random(seed), {}
    while len(found) < count:
        number = _number(dice)
        if number and number not in found:
            found[number] = Planted(number, f"{_word(dice)} {_word(dice)} {_word(dice)}ұлы")
    return list(found.values())


def _number(dice: random.Random) -> str:
    born = f"{dice.randrange(50, 99):02}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    digits = f"{born}{dice.choice('34')}{dice.randrange(10_000):04}"
    for weights in (_FIRST, _SECOND):
        check = sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11
        if check < 10:
            number = f"{digits}{check}"
            return number if read_number(number).problem is None else ""
    return ""


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(CONSONANTS) + dice.choice(VOWELS) for _ in range(4)).capitalize()


class Search:
    """Numbers and names in UTF-8, both UTF-16 and as JSON in ASCII. Each name's word has eight letters to be found by."""

    def __init__(self, planted: Iterable[Planted]) -> None:
        people = list(planted)
        forms = {f(w[:WORD]) for one in people for w in one.name.split() for f in (str, str.upper, str.lower)}
        texts = forms | {one.number for one in people}
        self._known = {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")}
        self._known |= {form.encode("unicode_escape") for form in forms}

    def hits(self, body: bytes) -> int:
        return sum(found[1] in self._known for window in WINDOWS for found in window.finditer(body))

    def places(self, folders: Iterable[Path]) -> tuple[list[str], int, int]:
        """Where something was found; how many files and bytes were searched, unpacked ones too."""
        found, files, size = [], 0, 0
        for folder in folders:
            for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
                files += 1
                named = os.fsencode(path.relative_to(folder))
                for what, body in (("name", named), *layers(path.read_bytes())):
                    size += len(body)
                    if self.hits(body):
                        found.append(f"{path.relative_to(folder)}: {what}")
        return found, files, size


def layers(body: bytes, deep: int = 3) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and what is packed in them: archives, Flate streams."""
    yield "bytes", body
    if not deep:
        return
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist():
                yield from (
                    (f"{member.filename}/{what}", part) for what, part in layers(archive.read(member), deep - 1)
                )
    if body[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(body)) as tape:
            for entry in tape:
                if (file := tape.extractfile(entry)) is not None:
                    yield from ((f"{entry.name}/{what}", part) for what, part in layers(file.read(), deep - 1))
    if body.startswith(b"%PDF-"):  # letters stand in it by the numbers of its own fonts
        pages = pypdfium2.PdfDocument(body)
        yield "text", "\n".join(page.get_textpage().get_text_range() for page in pages).encode()
        pages.close()
    for start in ZLIB.finditer(body):
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(body[start.start() :], MOST_UNPACKED)
        except zlib.error:
            continue
        if part:
            yield "stream", part
