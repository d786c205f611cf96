"""The label on the folder, 58 × 40 mm: the tail of the number in large figures and bars; no name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, codes, wording
from app.print.blocks import both
from app.print.facts import Both, Language, Sheet
from app.print.page import LABEL_SIZE, MM, Paper
from app.print.type import BOLD, MONO_BOLD, SANS, Run, Style, lines, width


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "06"

    centre: str  # AT01
    service: Both  # short: "мед. лицензия"
    variant: Both | None = None  # "выдача"
    documents: int
    sheets: int
    accepted_on: str


SMALL = Style(SANS, 7, 8.6)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language, LABEL_SIZE)
    p.line(p.left, p.y, both(p, "label.title"), SMALL.bold())
    centre = both(p, "label.training") if facts.training else facts.centre
    p.line(p.right, p.y, centre, SMALL.bold() if facts.training else SMALL, "right")
    y = p.y + SMALL.lead + 0.4 * MM
    p.rule(y, 1.0)
    tail = facts.number.rsplit("-", 2)
    big = Style(MONO_BOLD, 20, 24)
    p.line(p.left, y + 0.4 * MM, "-".join(tail[1:]), big)
    _counts(p, facts, y + 0.4 * MM)
    y += 0.4 * MM + big.lead
    dot = 2 * codes.LABEL_DOT
    wide = codes.bars_width(facts.code, dot)
    p.bars(p.left + (p.width - wide) / 2, y, facts.code, dot, 11.4 * MM)
    y += 11.4 * MM + 0.3 * MM
    code = Style(MONO_BOLD, 8.6, 10.4)
    p.line(p.left + p.width / 2, y, codes.readable(facts.code), code, "middle")
    _below(p, facts, y + code.lead + 0.3 * MM)
    p.drawn()
    return p.save(title=both(p, "label.title"), subject=blocks.subject(p))


def _counts(p: Paper, facts: Facts, y: float) -> None:
    """How many documents and sheets; the sheets in bold, for they are counted most often."""
    style = Style(SANS, 7.5, 9)
    y += 3
    for n, key, large in ((facts.documents, "list.sums.documents", False), (facts.sheets, "list.sums.sheets", True)):
        unit = both(p, "label.docs" if key == "list.sums.documents" else key)
        runs: tuple[Run, ...] = ((str(n), Style(BOLD, 9, 9) if large else style), (f" {unit}", style))
        line = lines(runs, p.width)[0]
        p.put(p.right - line[-1].x - line[-1].width, y, line, style)
        y += style.lead


def _below(p: Paper, facts: Facts, y: float) -> None:
    p.rule(y)
    day = wording.day(facts.accepted_on)
    y += 0.4 * MM
    p.line(p.right, y, day, SMALL, "right")
    room = p.width - width(day, SMALL) - 2 * MM
    variant = blocks.once((facts.variant.in_(k) for k in p.langs), "/") if facts.variant else ""
    service = blocks.fact(p, facts.service)
    note = blocks.tag_text(p) or (both(p, "label.no_force") if facts.training else "")
    many = 1 if note else 2
    longer = lines(((blocks.once((service, variant)), SMALL),), room)
    rows = longer if len(longer) <= many else lines(((service, SMALL),), room)[:many]
    for row in rows:
        p.put(p.left, y, row, SMALL)
        y += SMALL.lead
    if note:
        p.line(p.left, y, note, SMALL.bold())
