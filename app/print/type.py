"""The letters of the papers: four Noto faces opened once, texts measured and broken into lines before anything is drawn."""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from reportlab import rl_config  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfdoc, pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, makeToUnicodeCMap  # type: ignore[import-untyped]

rl_config.useA85 = (
    0  # bytes as they are: text around packed bytes would cost a quarter more of file and a third of the time
)

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SANS, BOLD, MONO, MONO_BOLD = "NotoSans-Regular", "NotoSans-Bold", "NotoSansMono-Regular", "NotoSansMono-Bold"
GLYPHS = {"■": 0.62, "✓": 0.80, "✗": 0.80, "→": 0.95, "☐": 1.0}  # not in Noto Sans: drawn as paths, this wide

_SIGNS = re.compile(f"([{''.join(GLYPHS)}])")

# The letters that nearly every paper uses, always in this order: so the font inside is the same piece for all of them,
# cut out and packed once. A letter from outside is added by the paper that needs it.
FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.,:/·—"
LETTERS = "".join((*map(chr, (*range(0x21, 0x7F), *range(0x410, 0x450))), "ЁёӘәҒғҚқҢңӨөҰұҮүҺһІі«»„“”–—·°№₸²…"))


class Style(NamedTuple):
    """Face, size and distance of lines in points; `track` is extra room between letters, in parts of the size."""

    face: str
    size: float
    lead: float
    track: float = 0.0
    boxed: bool = False

    def bold(self) -> Style:
        return self._replace(face=MONO_BOLD if self.face == MONO else BOLD)

    def mono(self) -> Style:
        return self._replace(face=MONO_BOLD if self.face == BOLD else MONO)

    def small(self, share: float = 0.92) -> Style:
        return self._replace(size=self.size * share)


Run = tuple[str, Style]
Runs = tuple[Run, ...]


class Piece(NamedTuple):
    """Part of a line in one style, `x` points from its beginning."""

    x: float
    text: str
    style: Style
    width: float


Line = tuple[Piece, ...]


KEPT = 1024  # texts: what every receipt says comes back, a number or a name never does, and a day of them would be megabytes
GAP = b"\0"  # in what is kept: here goes what every paper has of its own


class _Packed(NamedTuple):
    """A piece of a face as it stands in a PDF, written out by the library once: a third of a paper's time went into that."""

    font: bytes
    cmap: bytes
    descriptor: bytes  # with a gap for the number of the font's stream
    entry: bytes  # …of its descriptor, for its name in this paper, and the number of its table of letters


class _Kept(pdfdoc.PDFObject):  # type: ignore[misc]
    """What was written out before, with a paper's own in its gaps."""

    __RefOnly__ = 1

    def __init__(self, written: bytes, *own: Any) -> None:
        self._written, self._own = written, own

    def format(self, document: Any) -> bytes:
        first, *rest = self._written.split(GAP) if self._own else [self._written]
        own = (pdfdoc.format(one, document) for one in self._own)
        return first + b"".join(one + part for one, part in zip(own, rest, strict=True))


class _Face(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A face whose cut-out pieces are kept: reportlab would cut and pack the same letters for every paper."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(FOLDER / f"{name}.ttf"), asciiReadable=False, shapable=False)
        self._packed: dict[tuple[int, ...], _Packed] = {}
        self._written: dict[str, str | None] = {}
        draft = pdfdoc.PDFDocument(invariant=1)
        self.splitString(LETTERS if name in (SANS, BOLD) else FIGURES, draft)
        first = self.state.pop(draft)
        self._codes: dict[int, int] = dict(first.assignments)
        self._subset: list[int] = list(first.subsets[0])
        self._next: int = first.nextCode

    def begin(self, doc: Any) -> None:
        """A new paper starts with the common letters already in their places."""
        state = self._assignState(doc)
        state.assignments.update(self._codes)
        state.subsets[0][:] = self._subset
        state.nextCode = self._next

    def hexadecimal(self, text: str) -> str | None:
        """The text in the codes of the common piece, None when it has a letter from outside."""
        if text not in self._written:
            if len(self._written) > KEPT:
                self._written.clear()
            codes = [self._codes.get(32 if c == "\u00a0" else ord(c)) for c in text]
            self._written[text] = None if None in codes else bytes(c for c in codes if c is not None).hex()
        return self._written[text]

    def addObjects(self, doc: Any) -> None:
        state = self.state.pop(doc)
        for n, subset in enumerate(state.subsets):
            name = f"{state.internalName}+{n}"
            base = self._base(n)
            packed = self._pack(tuple(subset), base)
            cmap = doc.Reference(_Kept(packed.cmap), f"cmap:{base}")
            file = doc.Reference(_Kept(packed.font), f"file:{base}")
            descriptor = doc.Reference(_Kept(packed.descriptor, file), f"descriptor:{base}")
            font = _Kept(packed.entry, descriptor, pdfdoc.PDFName(name), cmap)
            doc.Reference(font, name)
            doc.idToObject["BasicFonts"].dict[name] = font

    def make_ready(self) -> None:
        """The common piece, cut out and packed."""
        self._pack(tuple(self._subset), self._base(0))

    def _base(self, n: int) -> str:
        return b"".join((SUBSETN(n), b"+", self.face.name, self.face.subfontNameX)).decode("ascii")

    def _pack(self, subset: tuple[int, ...], base: str) -> _Packed:
        if subset not in self._packed:
            if len(self._packed) > 16:  # papers with rare letters come and go; the common piece is made again
                self._packed.clear()
            font = self.face.makeSubset(list(subset))
            cmap = makeToUnicodeCMap(base, list(subset)).encode("latin-1")
            self._packed[subset] = _Packed(
                font=_stream(zlib.compress(font), Length1=len(font)), cmap=_stream(zlib.compress(cmap)),
                descriptor=_written_out(self._descriptor(base)), entry=self._entry(subset, base),
            )  # fmt: skip
        return self._packed[subset]

    def _entry(self, subset: tuple[int, ...], base: str) -> bytes:
        font = pdfdoc.PDFTrueTypeFont()
        font.Name, font.BaseFont, font.FirstChar, font.LastChar = "OF.THE.PAPER", base, 0, len(subset) - 1
        font.Widths = f"[ {' '.join(f'{self.face.getCharWidth(code):g}' for code in subset)} ]"
        font.ToUnicode = font.FontDescriptor = GAP
        return _written_out(font).replace(b"/OF.THE.PAPER", GAP)

    def _descriptor(self, base: str) -> Any:
        face = self.face
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": (face.flags & ~32) | 4,  # symbolic: the codes are our own
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(base),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": GAP,
                "MissingWidth": face.defaultWidth,
            }
        )


def _stream(packed: bytes, **more: int) -> bytes:
    keys = {"Filter": pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")]), **more}
    return _written_out(pdfdoc.PDFStream(pdfdoc.PDFDictionary(keys), packed, filters=()))


def _written_out(thing: Any) -> bytes:
    return bytes(pdfdoc.format(thing, pdfdoc.DummyDoc(), toplevel=1))


@cache
def face(name: str) -> _Face:
    """A face, opened when a paper first needs it."""
    opened = _Face(name)
    pdfmetrics.registerFont(opened)
    return opened


def make_ready() -> None:
    """All four faces, with the letters that nearly every paper uses."""
    for name in (SANS, BOLD, MONO, MONO_BOLD):
        face(name).make_ready()


@lru_cache(KEPT)
def _thousandths(text: str, name: str) -> int:
    widths = face(name).face.charWidths
    missing = face(name).face.defaultWidth
    return sum(widths.get(ord(c), missing) for c in text)


def width(text: str, style: Style) -> float:
    """How wide the text is, in points."""
    if text in GLYPHS:
        return GLYPHS[text] * style.size
    return _thousandths(text, style.face) * style.size / 1000 + style.track * style.size * len(text)


def leading(runs: Runs) -> float:
    """The distance of lines where styles of several sizes stand on one."""
    return runs[0][1].lead if len(runs) == 1 else max(style.lead for _, style in runs)


BOX = 3.4  # points between a boxed word and its box


@lru_cache(8192)
def lines(runs: Runs, room: float) -> tuple[Line, ...]:
    """The runs broken at spaces to lines of `room` points; a word too long for a line is broken where it must be."""
    if len(runs) == 1 and not runs[0][1].boxed and not _SIGNS.search(runs[0][0]):
        plain = _plain_lines(*runs[0], room)
        if plain is not None:
            return plain
    out: list[Line] = []
    current: list[Piece] = []
    x = 0.0
    for word in _words(runs, room):
        if word is None:
            out.append(tuple(current))
            current, x = [], 0.0
            continue
        gap = width(" ", word[0][1]) if current else 0.0
        size = _long(word)
        if current and x + gap + size > room + 0.01:
            out.append(tuple(current))
            current, x, gap = [], 0.0, 0.0
        x += gap
        for text, style in word:
            x = _put(current, x, text, style, gap > 0)
            gap = 0.0
    out.append(tuple(current))
    return tuple(out)


def _plain_lines(text: str, style: Style, room: float) -> tuple[Line, ...] | None:
    """The same for what nearly every cell holds: words of one style, none of them wider than the line, else None."""
    out: list[Line] = []
    gap, most = width(" ", style), room + 0.01
    for row in text.split("\n"):
        current: list[str] = []
        x = 0.0
        for word in glue(row).split(" "):
            if not word:
                continue
            wide = width(word, style)
            if wide > most:
                return None
            if not current:
                x = wide
            elif x + gap + wide > most:
                out.append((Piece(0.0, " ".join(current), style, x),))
                current, x = [], wide
            else:
                x = x + gap + wide
            current.append(word)
        out.append((Piece(0.0, " ".join(current), style, x),) if current else ())
    return tuple(out)


def _put(line: list[Piece], x: float, text: str, style: Style, spaced: bool) -> float:
    """Adds a piece, or lets the one before grow: a text stays one string where it can."""
    wide = _room(text, style)
    if line and line[-1].style == style and not style.boxed and text not in GLYPHS and line[-1].text not in GLYPHS:
        last = line[-1]
        joined = f"{last.text} {text}" if spaced else last.text + text
        line[-1] = Piece(last.x, joined, style, x + wide - last.x)
    else:
        line.append(Piece(x, text, style, wide))
    return x + wide


def _room(text: str, style: Style) -> float:
    return width(text, style) + (2 * BOX if style.boxed else 0.0)


def _long(word: list[Run]) -> float:
    return _room(*word[0]) if len(word) == 1 else sum(_room(text, style) for text, style in word)


def _words(runs: Runs, room: float) -> list[list[Run] | None]:
    """Words of pieces that may not be parted; None begins a new line."""
    words: list[list[Run] | None] = []
    joined = False
    for text, style in runs:
        if style.boxed:
            words.append([(text, style)])
            joined = False
            continue
        signs = _SIGNS.search(text) is not None
        for k, row in enumerate(text.split("\n")):
            if k:
                words.append(None)
                joined = False
            for n, part in enumerate(glue(row).split(" ")):
                joined = joined and n == 0
                for piece in _glyphs(part) if signs else (part,) if part else ():
                    if joined and words and words[-1] is not None:
                        words[-1].append((piece, style))
                    else:
                        words.append([(piece, style)])
                    joined = True
                if n and not part:
                    joined = False
    return [part for word in words for part in _split(word, room)]


def _glyphs(part: str) -> list[str]:
    return [p for p in _SIGNS.split(part) if p]


def _split(word: list[Run] | None, room: float) -> list[list[Run] | None]:
    if word is None or _long(word) <= room + 0.01:
        return [word]
    out: list[list[Run] | None] = []
    for text, style in word:
        rest = text
        while rest and _room(rest, style) > room:
            fits = next(n for n in range(len(rest), 0, -1) if n == 1 or _room(rest[:n], style) <= room)
            cut = max(rest.rfind("-", 0, fits), rest.rfind("\u00a0", 0, fits)) + 1 or fits
            out.append([(rest[:cut], style)])
            rest = rest[cut:]
        if rest:
            out.append([(rest, style)])
    return out


_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІA-Z"
_UNITS = "₸|м²|%|АЕК|МРП|құжат|документ|док|парақ|лист|іс|дел|мин|сағ|жұмыс|рабоч"
_GLUE = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"№ (?=\S)", "№\u00a0"),
        (r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0"),
        (rf"(?<=\d) (?=(?:{_UNITS}))", "\u00a0"),
        (rf"(?<=\b[{_CAPITAL}]\.) (?=[{_CAPITAL}])", "\u00a0"),
        (rf"(?<=\w) (?=[{_CAPITAL}]\.(?: [{_CAPITAL}]\.|\W|$))", "\u00a0"),
        (r"\b([гдп]|ст|ул|пр|прил|каб|кв|экз|тел)\. (?=\S)", "\\1.\u00a0"),
        (r" (?=қ\.)", "\u00a0"),
        (r"(?<=\S) (?=[·—])", "\u00a0"),
    )
)


@lru_cache(KEPT // 2)
def glue(text: str) -> str:
    """Keeps together what must not be parted at a line's end: № and number, initials, number and unit, `г. Атырау`."""
    for pattern, put in _GLUE:
        text = pattern.sub(put, text)
    return text
