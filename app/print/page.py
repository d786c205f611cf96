"""A page of paper: places measured in points from its top left corner, its head, foot, codes and training marks."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from app.print import codes
from app.print.codes import n
from app.print.facts import Language, Sheet
from app.print.type import BOX, GLYPHS, SANS, Line, Piece, Runs, Style, face, leading, lines, width

MM = 72 / 25.4
HAIR, THIN, HEAD, FIVE, THICK, CHANGE = 0.4, 0.5, 1.0, 1.0, 1.5, 2.5  # weights of rules, points

SMALL = Style(SANS, 7.5, 9.7)  # captions, proof, foot
LABEL = Style(SANS, 8, 10.5)


class Size(NamedTuple):
    """A sheet in millimetres: its sides, and where text may stand."""

    wide: float
    high: float
    left: float = 20
    right: float = 12
    top: float = 11
    bottom: float = 8


A4 = Size(210, 297)
A5 = Size(210, 148, top=9, bottom=6)
LABEL_SIZE = Size(58, 40, 2, 2, 2, 2)


class TooTall(Exception):
    """A slip's facts do not fit on A5."""


def on_slip(draw: Callable[[Size], bytes]) -> bytes:
    """On A5 when it fits, else on A4: a slip is never cut and never printed smaller."""
    try:
        return draw(A5)
    except TooTall:
        return draw(A4)


class Paper:
    """The sheets of one paper, drawn from the top down: `y` is where the next block begins."""

    def __init__(self, facts: Sheet, language: Language, size: Size = A4) -> None:
        if facts.training and size.high > 100:  # the strips of training want their room
            size = size._replace(top=max(size.top, 11), bottom=max(size.bottom, 8))
        self.facts, self.language, self.size = facts, language, size
        self.langs: tuple[str, ...] = ("kk", "ru") if language == "both" else (language,)
        self.high = size.high * MM
        self.left, self.right = size.left * MM, (size.wide - size.right) * MM
        self.width = self.right - self.left
        self.gap = 4 * MM
        self.y = size.top * MM
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(size.wide * MM, size.high * MM),
            pageCompression=1,
            invariant=1,
            lang=self.langs[0],
        )
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._doc: Any = self._canvas._doc
        self._names: dict[str, str] = {}
        self._ops: list[str] = []
        self._pages: list[list[str]] = []
        self._closed = False

    def margins(self, left: float, right: float) -> None:
        """Other edges of the text, in millimetres from the sheet's sides: inside a frame."""
        self.left, self.right = left * MM, (self.size.wide - right) * MM
        self.width = self.right - self.left

    @property
    def single(self) -> bool:
        return len(self.langs) == 1

    @property
    def page(self) -> int:
        """The page being drawn, from 1."""
        return len(self._pages) + 1

    def measure(self, block: Callable[[], None]) -> float:
        """How tall a block would be: it is drawn and taken back."""
        y, kept = self.y, len(self._ops)
        block()
        high = self.y - y
        del self._ops[kept:]
        self.y = y
        return high

    # -- drawing ------------------------------------------------------------------------------------------------------

    def raw(self, operation: str) -> None:
        self._ops.append(operation)

    def rule(self, y: float, weight: float = THIN, x0: float | None = None, x1: float | None = None) -> None:
        x0, x1 = self.left if x0 is None else x0, self.right if x1 is None else x1
        self.raw(f"{weight} w {n(x0)} {n(self.high - y)} m {n(x1)} {n(self.high - y)} l S")

    def upright(self, x: float, y0: float, y1: float, weight: float = THIN) -> None:
        self.raw(f"{weight} w {n(x)} {n(self.high - y0)} m {n(x)} {n(self.high - y1)} l S")

    def frame(self, x: float, y: float, wide: float, high: float, weight: float = THICK) -> None:
        """A box whose outer edge is given."""
        h = weight / 2
        self.raw(f"{weight} w {n(x + h)} {n(self.high - y - high + h)} {n(wide - weight)} {n(high - weight)} re S")

    def dashed(self, x: float, y: float, wide: float, high: float) -> None:
        self.raw("[2.2 1.6] 0 d")
        self.frame(x, y, wide, high, THIN)
        self.raw("[] 0 d")

    def block(self, x: float, y: float, wide: float, high: float, *, white: bool = False) -> None:
        """A filled rectangle."""
        paint = ("1 g ", " 0 g") if white else ("", "")
        self.raw(f"{paint[0]}{n(x)} {n(self.high - y - high)} {n(wide)} {n(high)} re f{paint[1]}")

    def circle(self, x: float, y: float, radius: float, weight: float = THIN, *, dash: bool = False) -> None:
        path = _round(x, self.high - y, radius)
        self.raw(f"[2.2 1.6] 0 d {weight} w {path} S [] 0 d" if dash else f"{weight} w {path} S")

    def disc(self, x: float, y: float, radius: float) -> None:
        self.raw(f"{_round(x, self.high - y, radius)} f")

    def square(self, x: float, y: float, side: float, weight: float = 0.75) -> None:
        """An empty cell to be ticked by hand."""
        self.frame(x, y, side, side, weight)

    # -- text -----------------------------------------------------------------------------------------------------------

    def line(self, x: float, y: float, text: str, style: Style, align: str = "left") -> None:
        """One line as it is, its line box beginning at `y`."""
        if align != "left":
            x -= width(text, style) / (2 if align == "middle" else 1)
        self.put(x, y, (Piece(0.0, text, style, 0.0),), style)

    def flow(self, x: float, y: float, room: float, runs: Runs, align: str = "left") -> float:
        """Runs broken to `room`; gives where the next block begins."""
        if not runs:
            return y
        style = runs[0][1]
        lead = leading(runs)
        if lead != style.lead:
            style = style._replace(lead=lead)
        for line in lines(runs, room):
            start = x
            if line and align != "left":
                spare = room - line[-1].x - line[-1].width
                start += spare / 2 if align == "middle" else spare
            self.put(start, y, line, style)
            y += lead
        return y

    def text(self, x: float, y: float, room: float, text: str, style: Style, align: str = "left") -> float:
        return self.flow(x, y, room, ((text, style),), align)

    def put(self, x: float, y: float, line: Line, style: Style) -> None:
        """A measured line, its line box beginning at `y`."""
        base = self.high - y - style.lead / 2 - 0.388 * style.size
        if len(line) == 1:
            self._piece(x + line[0].x, base, line[0], "")
            return
        for k, piece in enumerate(line):
            after = line[k + 1] if k + 1 < len(line) else None
            room = after.x - piece.x - piece.width if after is not None else 0.0
            spaced = room > 0.5 and width(" ", piece.style) <= room + 0.1  # a blank for whoever copies the text out
            self._piece(x + piece.x, base, piece, " " if spaced else "")

    def _piece(self, x: float, base: float, piece: Piece, after: str) -> None:
        text, style = piece.text, piece.style
        if text in GLYPHS:
            self.raw(glyph(text, x, base, style))
            return
        if style.boxed:
            high = style.size * 1.32
            self.raw(f"0.75 w {n(x)} {n(base - style.size * 0.31)} {n(piece.width)} {n(high)} re S")
            x += BOX
        self._show(x, base, text + after, style)

    def _show(self, x: float, base: float, text: str, style: Style) -> None:
        font = face(style.face)
        name = self._names.get(style.face) or self._begin(style.face)
        track, off = (f"{n(style.track * style.size)} Tc ", " 0 Tc") if style.track else ("", "")
        if (digits := font.hexadecimal(text)) is not None:
            self._ops.append(f"BT {track}{name}+0 {n(style.size)} Tf {n(x)} {n(base)} Td <{digits}> Tj{off} ET")
            return
        shown = []
        for subset, codes_ in font.splitString(text, self._doc):
            shown.append(f"{name}+{subset} {n(style.size)} Tf <{codes_.hex()}> Tj")
        self.raw(f"BT {track}{n(x)} {n(base)} Td {' '.join(shown)}{off} ET")

    def _begin(self, face_name: str) -> str:
        font = face(face_name)
        font.begin(self._doc)
        self._names[face_name] = str(font.getSubsetInternalName(0, self._doc)).removesuffix("+0")
        return self._names[face_name]

    def turned(self, x: float, y: float, text: str, style: Style) -> None:
        """A line read from the top down, beginning at (x, y), its letters' feet to the left."""
        self.raw(f"q 0 -1 1 0 {n(x)} {n(self.high - y)} cm")
        self._show(0, 0, text, style)
        self.raw("Q")

    # -- codes ----------------------------------------------------------------------------------------------------------

    def bars(self, x: float, y: float, code: str, dot: float, height: float) -> None:
        """Bars with white behind them up to the quiet zone; nothing crosses a code."""
        wide, quiet = codes.bars_width(code, dot), codes.QUIET * dot
        self.block(x - quiet, y, wide + 2 * quiet, height, white=True)
        self.raw(f"q 1 0 0 1 {n(x)} {n(self.high - y - height)} cm {codes.bars(code, dot, height)} f Q")

    def qr(self, x: float, y: float, proof: str) -> float:
        """A signed code with its corner at (x, y), quiet zone outside; gives its side."""
        side, path = codes.qr(proof)
        quiet = 4 * codes.QR_MODULE
        self.block(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet, white=True)
        self.raw(f"q 1 0 0 1 {n(x)} {n(self.high - y - side)} cm {path} f Q")
        return side

    def above(self, y: float) -> None:
        """What was drawn so far must end above `y`, where the next block stands."""
        if self.y > y and self.size.high < A4.high:
            raise TooTall

    # -- pages ----------------------------------------------------------------------------------------------------------

    def next_page(self) -> None:
        self._pages.append(self._ops)
        self._ops = []
        self.y = self.size.top * MM

    def drawn(self) -> list[list[str]]:
        """All pages; the last one is closed at the first call, and marks that need their count are added afterwards."""
        if not self._closed:
            self.next_page()
            self._closed = True
        return self._pages

    def on_page(self, number: int) -> None:
        """Go on drawing on an earlier page (from 1): its foot."""
        self._ops = self._pages[number - 1]

    def under(self, operations: list[str]) -> None:
        """Behind everything else of the page being drawn."""
        self._ops[:0] = operations

    def save(self, *, title: str, subject: str) -> bytes:
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setSubject(subject)
        canvas.setAuthor(self.facts.office.name.in_(self.langs[-1]))
        canvas.setCreator("Tereze")
        for operations in self._pages:
            canvas._code[:] = operations
            canvas.showPage()
        canvas.save()
        return self._out.getvalue()


def glyph(name: str, x: float, base: float, style: Style) -> str:
    """The signs that the faces do not have, as paths of the height of the letters."""
    size = style.size
    match name:
        case "■":
            return f"{n(x)} {n(base + 0.12 * size)} {n(0.48 * size)} {n(0.48 * size)} re f"
        case "☐":
            return f"0.75 w {n(x + 0.4)} {n(base - 0.08 * size)} {n(0.8 * size)} {n(0.8 * size)} re S"
        case "→":
            points = ((0.05, 0.27), (0.78, 0.27)), ((0.58, 0.44), (0.80, 0.27), (0.58, 0.10))
            return _strokes(points, x, base, size, 0.06)
        case "✓":
            return _strokes((((0.10, 0.32), (0.27, 0.06), (0.62, 0.70)),), x, base, size, 0.11)
        case "✗":
            return _strokes((((0.08, 0.02), (0.64, 0.70)), ((0.12, 0.68), (0.60, 0.04))), x, base, size, 0.10)
    raise ValueError(f"no such sign: {name}")


def _strokes(
    strokes: tuple[tuple[tuple[float, float], ...], ...], x: float, base: float, size: float, weight: float
) -> str:
    path = " ".join(
        " ".join(f"{n(x + px * size)} {n(base + py * size)} {'l' if k else 'm'}" for k, (px, py) in enumerate(stroke))
        for stroke in strokes
    )
    return f"{n(weight * size)} w {path} S"


def _round(x: float, y: float, r: float) -> str:
    k = r * 0.5523
    return (
        f"{n(x + r)} {n(y)} m {n(x + r)} {n(y + k)} {n(x + k)} {n(y + r)} {n(x)} {n(y + r)} c "
        f"{n(x - k)} {n(y + r)} {n(x - r)} {n(y + k)} {n(x - r)} {n(y)} c "
        f"{n(x - r)} {n(y - k)} {n(x - k)} {n(y - r)} {n(x)} {n(y - r)} c "
        f"{n(x + k)} {n(y - r)} {n(x + r)} {n(y - k)} {n(x + r)} {n(y)} c h"
    )
