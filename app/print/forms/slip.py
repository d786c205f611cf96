"""The slip of the electronic flow: number, service, what next. The acts know no such paper, and it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, foot, wording
from app.print.blocks import both, columns, label, say
from app.print.facts import Both, Language, Party, Sheet
from app.print.page import MM, THICK, Paper, Size, on_slip
from app.print.type import MONO_BOLD, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "16"

    kind: Literal["sent", "no-data", "refused"]
    at: str
    service: Both
    asked: Both
    applicant: Party
    register_number: str = ""  # the number that Е-лицензирование gave the application
    due_on: str = ""
    what_next: Both
    operator: str
    window: str = ""


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    blocks.head(p)
    blocks.title(p, f"slip.{facts.kind}", size=14, lead=17.6)
    p.rule(p.y)
    p.y += 1.6 * MM
    top = p.y
    end = blocks.bars(p, top, high=9)
    room = 100 * MM
    y = label(p, p.left, top, "slip.number", room=room)
    p.line(p.left, y, facts.number, Style(MONO_BOLD, 17, 21))
    y = p.flow(p.left, y + 21, room, blocks.when_runs(p, facts.at))
    p.y = max(y, end) + 1 * MM
    _who(p, facts)
    _next(p, facts)
    notes = [both(p, "slip.own")]
    bottom = foot.bottom(p, notes) - 0.5 * MM
    style = Style(SANS, 9.5, 13)
    window = f", {both(p, 'window', n=facts.window)}" if facts.window else ""
    p.above(bottom - 14)
    p.flow(p.left, bottom - 13, p.width, ((facts.operator, style.bold()), (window, style)))
    foot.draw(p, notes=notes)
    return p.save(title=both(p, f"slip.{facts.kind}"), subject=blocks.subject(p))


def _who(p: Paper, facts: Facts) -> None:
    p.rule(p.y)
    p.y += 1.4 * MM
    half = (p.width - p.gap) / 2
    style = Style(SANS, 9.6, 12.8)
    y = label(p, p.left, p.y, "applicant", room=half)
    y = blocks.party(p, p.left, y, half, facts.applicant, style=style)
    right = p.y
    if facts.register_number:
        x = p.left + half + p.gap
        right = label(p, x, p.y, "slip.register", room=half)
        right = p.text(x, right, half, facts.register_number, Style(MONO_BOLD, 11, 14))
    p.y = max(y, right) + 1.6 * MM
    p.rule(p.y)
    p.y += 1.4 * MM
    blocks.service(p, facts.service, facts.asked)


def _next(p: Paper, facts: Facts) -> None:
    p.y += 2.4 * MM
    top = p.y
    style = Style(SANS, 10, 13.4)

    def runs(language: str) -> Runs:
        due = say(language, "slip.due", until=wording.until_day(facts.due_on, language)) if facts.due_on else ""
        return (f"{due}\n" if due else "", style.bold()), (facts.what_next.in_(language), style)

    p.y = columns(p, top + 1.6 * MM, runs, left=p.left + 3 * MM, right=p.right - 3 * MM) + 1.6 * MM
    p.frame(p.left, top, p.width, p.y - top, THICK)
