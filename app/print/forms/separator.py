"""The separator sheet: it begins a set of documents in the accumulation sector and in the scanner, seen from any edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, codes, foot, wording
from app.print.blocks import both, say
from app.print.facts import Both, Language, Sheet
from app.print.page import A4, MM, THICK, Paper
from app.print.type import BOLD, MONO, MONO_BOLD, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "06"

    accepted_at: str
    service: Both
    documents: int
    sheets: int


WIDE = A4._replace(left=27, right=24, top=14)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language, WIDE)
    _edges(p, facts)
    strong = Style(BOLD, 15, 20)
    p.flow(p.left, p.y, p.width, _title(p, strong))
    p.y += 20 + 2 * MM
    p.rule(p.y, 3)
    p.y += 8 * MM
    dot = 8 * codes.DOT
    quiet = codes.QUIET * dot
    p.bars(p.left + quiet, p.y, facts.code, dot, 30 * MM)
    p.line(p.left + quiet, p.y + 32 * MM, codes.readable(facts.code), Style(MONO_BOLD, 17, 24, 0.02))
    p.y += 32 * MM + 24 + 12 * MM
    _tail(p, facts)
    _counts(p, facts)
    style = Style(SANS, 11, 15)
    for text in ("service", "accepted", "rule"):
        p.y = blocks.columns(p, p.y, lambda k, text=text: ((_said(facts, k, text), style),)) + 5 * MM  # type: ignore[misc]
    foot.draw(p)
    return p.save(title=both(p, "separator.title"), subject=blocks.subject(p))


def _title(p: Paper, strong: Style) -> Runs:
    first, *rest = (say(k, "separator.title").upper() for k in p.langs)
    return (first, strong), ("".join(f" · {r}" for r in rest), strong._replace(face=SANS))


def _said(facts: Facts, language: str, what: str) -> str:
    if what == "service":
        return facts.service.in_(language)
    return say(language, f"separator.{what}", at=wording.moment(facts.accepted_at))


def _edges(p: Paper, facts: Facts) -> None:
    """Bars at the left edge, and a thumb tab at a height that the last figure of the number sets."""
    dot, high = 6 * codes.DOT, 14 * MM
    wide = codes.bars_width(facts.code, dot)
    x, y = 6 * MM, 65 * MM
    p.block(x, y - 10 * dot, high, wide + 20 * dot, white=True)
    p.raw(f"q 0 -1 1 0 {x:.3f} {p.high - y:.3f} cm {codes.bars(facts.code, dot, high)} f Q")
    p.turned(21.9 * MM, y, codes.readable(facts.code), Style(MONO, 7.5, 9))
    serial = facts.number.rsplit("-", 2)[1]
    top = (12 + 24 * int(serial[-1])) * MM
    p.block(192 * MM, top, 13 * MM, 20 * MM)
    p.raw("1 g")
    p.line(198.5 * MM, top + 10 * MM - 13, serial[-2:], Style(MONO_BOLD, 22, 26), "middle")
    p.raw("0 g")


def _tail(p: Paper, facts: Facts) -> None:
    *_, serial, check = facts.number.split("-")
    size = min(126.0, 126.0 * 5 / len(serial))
    big = Style(MONO_BOLD, size, 132, -0.03)
    p.line(p.left, p.y, serial, big)
    base = 132 / 2 + 0.388 * size
    small = Style(MONO_BOLD, 50, 60)
    p.line(p.left + len(serial) * size * 0.57 + 2, p.y + base - 30 - 0.388 * 50, f"-{check}", small)
    p.y += 132 + 12 * MM


def _counts(p: Paper, facts: Facts) -> None:
    style, big = Style(SANS, 11, 30), Style(BOLD, 26, 30)
    top = p.y
    p.rule(top, THICK)
    half = p.width / 2
    for k, (n, key) in enumerate(((facts.documents, "documents"), (facts.sheets, "sheets"))):
        x = p.left + k * half
        p.line(x, top + 3 * MM, both(p, f"separator.{key}"), style)
        p.line(x + half - 9 * MM, top + 3 * MM, str(n), big, "right")
    p.y = top + 6 * MM + 30
    p.rule(p.y, THICK)
    p.y += 6 * MM
