"""The foot of every page – notes, form, clause, code, page of pages – and the marks of folding and of training."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from app.print import codes, outline
from app.print.blocks import both, fact, tag_text
from app.print.page import A5, MM, THIN, Paper
from app.print.type import BOLD, SANS, Line, Style, lines, width

FOOT = Style(SANS, 7.5, 9.6)


def bottom(p: Paper, notes: Iterable[str] = (), *, centre: str = "") -> float:
    """Where the last block above the foot ends."""
    return p.high - height(p, notes, centre=centre) - 2.2 * MM


def height(p: Paper, notes: Iterable[str] = (), *, centre: str = "") -> float:
    """How much of the page the foot takes, from its upper note to the edge."""
    rows = len(_note_rows(p, notes, centre))
    return p.size.bottom * MM + 9.6 + 0.8 * MM + (rows * FOOT.lead + 1 * MM if rows else 0)


def _note_rows(p: Paper, notes: Iterable[str], centre: str) -> list[Line]:
    rows = [line for note in notes if note for line in lines(((note, FOOT),), p.width)]
    text = tag_text(p)
    if text and not _tag_fits(p, centre):
        rows.extend(lines(((text, FOOT.bold()),), p.width))
    return rows


def _foot_left(p: Paper) -> str:
    f = p.facts
    where = both(p, "own") if f.clause is None or not f.act else f"{f.act} · {fact(p, f.clause)}"
    return f"{both(p, 'form_number', n=f.FORM)} · {where}"


def _tag_fits(p: Paper, centre: str) -> bool:
    """Whether the copy's tag has room beside the code in the foot; else it becomes a note of its own."""
    code = centre or codes.readable(p.facts.code)
    sides = width(_foot_left(p), FOOT) + width(f"9 / 9 {both(p, 'page')}", FOOT.bold())
    return sides + width(f"{code} · ", FOOT) + width(tag_text(p), FOOT.bold()) + 4 * MM < p.width


def draw(
    p: Paper, *, centre: str = "", notes: Iterable[str] = (), pages: range | None = None, fold: bool = False
) -> None:
    """Every page's foot: notes, form, act and clause, code, page of pages; then ticks and the marks of training.

    `pages`: those of one equal original, when each counts from 1.
    """
    drawn = len(p.drawn())
    sheets = range(1, drawn + 1) if pages is None else pages
    rows = _note_rows(p, notes, centre)
    left, middle = _foot_left(p), centre or codes.readable(p.facts.code)
    tag_ = tag_text(p) if _tag_fits(p, centre) else ""
    unit_ = both(p, "page")
    right = p.right - width(unit_, FOOT)
    for number in sheets:
        p.on_page(number)
        y = p.high - p.size.bottom * MM - 9.6 - 0.8 * MM
        p.rule(y)
        top = y - 1 * MM - len(rows) * FOOT.lead
        for k, line in enumerate(rows):
            p.put(p.left, top + k * FOOT.lead, line, FOOT)
        y += 0.8 * MM
        page = f"{number - sheets.start + 1} / {len(sheets)} "
        p.line(p.left, y, left, FOOT)
        _middle(p, y, (middle, tag_), (p.left + width(left, FOOT), right - width(page, FOOT.bold())))
        p.line(right, y, page, FOOT.bold(), "right")
        p.line(right, y, unit_, FOOT)
        if fold:
            ticks(p)
        if p.facts.training:
            training(p)


def _middle(p: Paper, y: float, texts: tuple[str, str], between: tuple[float, float]) -> None:
    text, tag_ = texts
    joint = f"{text} · " if tag_ else text
    first = width(joint, FOOT)
    x = between[0] + (between[1] - between[0] - first - width(tag_, FOOT.bold())) / 2
    p.line(x, y, joint, FOOT)
    if tag_:
        p.line(x + first, y, tag_, FOOT.bold())


def ticks(p: Paper) -> None:
    """Where to fold into thirds and to punch; no code may lie there."""
    for at, long in ((99, 3), (148.5, 5), (198, 3)):
        p.rule(at * MM, THIN, 5 * MM, (5 + long) * MM)


def training(p: Paper) -> None:
    """Hatched strips with words, and the words behind the text as outlines: nobody takes it for a real paper."""
    wide = p.size.wide
    high = p.size.high
    text = both(p, "training.strip")
    style = Style(BOLD, 9.5, 5 * MM)
    copy = tag_text(p)
    while width(text, style) + width(copy, style) > (wide - 33 - (8 if copy else 0)) * MM:
        style = style._replace(size=style.size - 0.5)
    strips = ["/Artifact BMC", _hatch(5, high - 9.6, wide - 10, 5), _hatch(5, 4.6, wide - 10, 3), "EMC"]
    big = p.size.high > A5.high
    size, angle = (71.0, 44.0) if big else (38.0, 33.0)
    (x1, y1), (x2, y2) = ((22, 84), (44, 40)) if big else ((26, 24), (60, 12))
    outlines = [
        "/Artifact BMC",
        outline.outline("ОҚУ РЕЖИМІ", x=x1 * MM, y=y1 * MM, size=size, angle=angle),
        outline.outline("УЧЕБНЫЙ РЕЖИМ", x=x2 * MM, y=y2 * MM, size=size, angle=angle),
        "EMC",
    ]
    p.under([*strips, *outlines])
    x = 20 * MM
    p.block(x - 4 * MM, 4.6 * MM, width(text, style) + 8 * MM, 5 * MM, white=True)
    p.line(x, 4.6 * MM, text, style)
    if copy:
        room = width(copy, style)
        p.block((wide - 13) * MM - room - 3 * MM, 4.6 * MM, room + 6 * MM, 5 * MM, white=True)
        p.line((wide - 13) * MM, 4.6 * MM, copy, style, "right")


@lru_cache(16)
def _hatch(x: float, y: float, wide: float, high: float) -> str:
    """Slanting stripes inside a strip, millimetres from the lower left corner."""
    stripes = []
    step, bar = 3.4 * 1.4142, 1.6 * 1.4142
    at = x - high
    while at < x + wide:
        stripes.append(
            f"{at * MM:.2f} {y * MM:.2f} m {(at + bar) * MM:.2f} {y * MM:.2f} l "
            f"{(at + bar + high) * MM:.2f} {(y + high) * MM:.2f} l {(at + high) * MM:.2f} {(y + high) * MM:.2f} l h"
        )
        at += step
    return f"q {x * MM:.2f} {y * MM:.2f} {wide * MM:.2f} {high * MM:.2f} re W n {' '.join(stripes)} f Q"
