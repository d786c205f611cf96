"""The licensor's confirmation of registration: a mark for the copy of the application, or a ticket (vko-2014-70, clause 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, foot, wording
from app.print.blocks import both, label
from app.print.facts import Both, Language, Party, Sheet
from app.print.page import MM, THICK, Paper, Size, on_slip
from app.print.type import BOLD, MONO_BOLD, SANS, Style

# The acts ask for four different things, and for a medical licence for nothing: then no paper is made.
Variant = Literal["plain", "date-and-time", "date-time-initials", "ticket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "15"

    variant: Variant
    registered_at: str
    applicant: Party
    service: Both
    asked: Both
    specialist: str  # the initials are taken from it where the act asks for them


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    title = "mark.ticket" if facts.variant == "ticket" else "mark.title"
    blocks.head(p)
    blocks.title(p, title, size=14, lead=17.6)
    p.rule(p.y)
    p.y += 2 * MM
    top = p.y
    end = blocks.bars(p, top, high=9)
    half = 100 * MM
    y = label(p, p.left, top, "refusal.whom", room=half)
    y = blocks.party(p, p.left, y, half, facts.applicant, style=Style(SANS, 10, 13.5), bold=True)
    p.y = max(y, end) + 1 * MM
    p.rule(p.y)
    p.y += 1.6 * MM
    blocks.service(p, facts.service, facts.asked)
    p.y += 3 * MM
    _mark(p, facts)
    notes = [both(p, "mark.where")] if facts.variant != "ticket" else []
    bottom = foot.bottom(p, notes) - 0.5 * MM
    style = Style(SANS, 9.5, 13)
    line = bottom - 0.5 * MM - 9.6
    p.above(line - 8 * MM - 14)
    p.text(p.left, line - 8 * MM - 13, 110 * MM, facts.specialist, style.bold())
    blocks.signature_line(p, p.left, line, 80 * MM, both(p, "signature"))
    foot.draw(p, notes=notes)
    return p.save(title=both(p, title), subject=blocks.subject(p))


def _mark(p: Paper, facts: Facts) -> None:
    """The boxed mark: what the act asks for and no more."""
    top, inner = p.y, p.left + 3 * MM
    p.line(inner, top + 1.8 * MM, both(p, "mark.registered").upper(), Style(BOLD, 10, 13))
    y = top + 1.8 * MM + 13
    p.line(inner, y, facts.number, Style(MONO_BOLD, 17, 21))
    y += 21
    timed = facts.variant != "plain"
    said = wording.moment(facts.registered_at) if timed else wording.day(facts.registered_at)
    if facts.variant == "date-time-initials":
        said += f" · {wording.surname_first(facts.specialist)}"
    p.line(inner, y, said, Style(BOLD, 13, 17))
    y += 17 + 1.8 * MM
    p.frame(p.left, top, p.width, y - top, THICK)
    p.y = y
