"""Text on the screen: runs that wrap and are never cut, laid out once per width, with the design's line heights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGlyphRun, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui import look

NO_WRAP = 16_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner. `tone` is a token; empty takes the paragraph's."""

    text: str
    tone: str = ""
    bold: bool = False
    mono: bool = False
    link: bool = False  # a clause that F6 opens: dotted line below


Runs = str | Run | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph that knows its place: `height`, `width` of the widest line, and how to draw itself.

    It keeps its letters and not the layout that placed them, which weighs five times as much.
    """

    text: str
    height: int
    width: int
    lines: int
    edges: tuple[tuple[float, float, int], ...] = ()  # of each line its left and right, and where in the text it ends
    inks: tuple[tuple[QColor, tuple[QGlyphRun, ...]], ...] = ()
    linked: QTextLayout | None = None  # with dots under a clause: those only the layout draws

    def draw(self, p: QPainter, x: float, y: float) -> None:
        at = QPointF(x, y)
        if self.linked is not None:
            self.linked.draw(p, at)
        else:
            pen = p.pen()
            for colour, glyphs in self.inks:
                p.setPen(colour)
                for run in glyphs:
                    p.drawGlyphRun(at, run)
            p.setPen(pen)
        if _trace is not None and self.text.strip():
            _trace.append(_drawn(self, p, x, y))


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a paragraph came to stand inside its widget: what the test of cut texts looks at."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    room: int
    high: int
    on: object
    broken: str  # a word that had to be broken in its middle


_trace: list[Drawn] | None = None


@contextmanager
def traced() -> Iterator[list[Drawn]]:
    """Collects every paragraph that is painted meanwhile."""
    global _trace
    _trace = []
    try:
        yield _trace
    finally:
        _trace = None


def _drawn(laid: Para, p: QPainter, x: float, y: float) -> Drawn:
    text, broken = laid.text, ""
    for _, _, end in laid.edges[:-1]:
        if not broken and text[end - 1 : end].isalnum() and text[end : end + 1].isalnum():
            broken = f"{text[max(0, end - 9) : end]}|{text[end : end + 9]}"
    left = min((left for left, _, _ in laid.edges), default=0)
    right = max((right for _, right, _ in laid.edges), default=0)
    device = p.device()
    return Drawn(text, x + left, x + right, y, y + laid.height, device.width(), device.height(), device, broken)


def glued(text: str) -> str:
    """Keeps a number, a date or a clause on one line."""
    return text.replace(" ", "\u00a0").replace("-", "\u2011")


def clause_run(clause: str, room: int, size: look.Size = look.LABEL) -> Run:
    """A clause as a link: on one line where it fits, else it wraps like any words."""
    whole = glued(clause)
    return Run(whole if width_of(whole, size) <= room else clause, "accent_text", link=True)


def runs_of(text: Runs) -> tuple[Run, ...]:
    if isinstance(text, str):
        return (Run(text),)
    return (text,) if isinstance(text, Run) else text


def plain(text: Runs) -> str:
    return "".join(run.text for run in runs_of(text)).replace("\u00a0", " ").replace("\u2011", "-")


def para(
    text: Runs,
    size: look.Size = look.BODY,
    *,
    width: int = NO_WRAP,
    tone: str = "text",
    bold: bool = False,
    mono: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> Para:
    return _laid(text, size, max(1, width), tone, bold, mono, align, look.now())


_Key = tuple[str, str, bool, bool, bool]  # words, colour, bold, of one width, underlined


def _key(r: Run, tone: str, bold: bool, mono: bool) -> _Key:
    fixed = r.mono or mono  # numbers and codes never wrap
    return glued(r.text) if fixed else r.text, look.ink(r.tone or tone), r.bold or bold, fixed, r.link


@lru_cache(maxsize=512)  # a counter has some four hundred and fifty, and numbers never come again
def _laid(
    text: Runs, size: look.Size, width: int, tone: str, bold: bool, mono: bool, align: Qt.AlignmentFlag, _: look.Look
) -> Para:
    runs = tuple(_key(r, tone, bold, mono) for r in runs_of(text))
    whole = "".join(r[0] for r in runs).replace("\n", "\u2028")
    if not whole:  # keeps its line's room, and no letters of its size are fetched
        return Para("", look.px(size.line), 1, 1)
    layout = _layout(whole, runs, size)
    option = QTextOption(align)
    wrap = QTextOption.WrapMode.NoWrap if width == NO_WRAP else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    leading, y, widest, edges = look.px(size.line), 0, 0.0, []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y + (leading - line.height()) / 2))
        widest, box = max(widest, line.naturalTextWidth()), line.naturalTextRect()
        edges.append((box.left(), box.right(), line.textStart() + line.textLength()))
        y += leading
    layout.endLayout()
    linked = any(link for *_, link in runs)
    return Para(
        whole, y, int(widest) + 1, len(edges), tuple(edges),
        inks=() if linked else tuple(_inks(layout, runs)), linked=layout if linked else None,
    )  # fmt: skip


def _layout(whole: str, runs: tuple[_Key, ...], size: look.Size) -> QTextLayout:
    """In one manner it is laid out in a third of the time."""
    if len(runs) == 1 and not runs[0][4]:
        _, _, bold, mono, _ = runs[0]
        return QTextLayout(whole, look.font(size, bold, mono=mono))
    layout, formats, start = QTextLayout(whole, look.font(size)), [], 0
    for text, colour, bold, mono, link in runs:
        form = QTextCharFormat()
        form.setFont(look.font(size, bold, mono=mono))
        form.setForeground(look.colour(colour))
        if link:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(look.colour(colour))
        range_ = QTextLayout.FormatRange()
        range_.start, range_.length, range_.format = start, _units(text), form
        formats.append(range_)
        start += range_.length
    layout.setFormats(formats)
    return layout


def _inks(layout: QTextLayout, runs: tuple[_Key, ...]) -> Iterator[tuple[QColor, tuple[QGlyphRun, ...]]]:
    start = 0
    for text, colour, *_ in runs:
        length = _units(text)
        yield look.colour(colour), tuple(layout.glyphRuns(start, length))
        start += length


def _units(text: str) -> int:
    """As Qt counts: a letter outside the first plane is two."""
    return len(text.encode("utf-16-le")) // 2


def draw(
    p: QPainter,
    x: float,
    y: float,
    text: Runs,
    size: look.Size = look.BODY,
    *,
    width: int = NO_WRAP,
    tone: str = "text",
    bold: bool = False,
    mono: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> Para:
    """Lays out and draws; gives the paragraph back for the next line's place."""
    laid = para(text, size, width=width, tone=tone, bold=bold, mono=mono, align=align)
    laid.draw(p, x, y)
    return laid


def width_of(text: Runs, size: look.Size = look.BODY, *, bold: bool = False, mono: bool = False) -> int:
    return para(text, size, bold=bold, mono=mono).width


def line_height(size: look.Size = look.BODY) -> int:
    return look.px(size.line)


def cap_height(size: look.Size) -> float:
    return QFontMetricsF(look.font(size)).capHeight()
