"""The quality survey: two questions, three answers each, no name.

Where the act sets the form (mangystau-2013-3, annexes 4 and 3), in the form's words; else in ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, foot, wording
from app.print.blocks import both, columns, say
from app.print.facts import Both, Language, Sheet
from app.print.page import MM, Paper, Size, on_slip
from app.print.type import BOLD, SANS, Runs, Style, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "14"

    service: Both
    centre: str  # MN01
    month: str  # a day of the month that the answers are counted in


OURS = ("survey.process", "survey.knowledge")
ANSWERS = (
    Style(SANS, 10.5, 13),
    Style(SANS, 9, 11),
    Style(SANS, 7.8, 9.2),
)  # one for all three: the first that has room


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    blocks.head(p)
    said = "survey.act" if facts.set_by else "survey"
    blocks.title(p, f"{said}.title", size=9.6 if facts.set_by else 14, lead=12.6 if facts.set_by else 17.6)
    p.y -= 0.8 * MM
    style = Style(SANS, 9, 12)

    def runs(k: str) -> Runs:
        return (f"«{facts.service.in_(k)}»", style.bold()), (f"\n{say(k, 'survey.how')}", style)

    p.y = columns(p, p.y, runs)
    for n, key in enumerate(("process", "knowledge"), 1):
        _question(p, n, f"{said}.{key}", partly=f"{said}.partly")
    notes = [" ".join(say(k, "survey.box") for k in p.langs)]
    p.above(foot.bottom(p, notes))
    month = wording.when(facts.month)
    foot.draw(p, centre=f"{facts.centre} · {month:%m.%Y}", notes=notes)
    return p.save(title=both(p, f"{said}.title"), subject=f"{both(p, 'form_number', n=facts.FORM)} {facts.centre}")


def _question(p: Paper, n: int, key: str, *, partly: str) -> None:
    p.y += 3.2 * MM
    p.rule(p.y)
    p.y += 2.4 * MM
    p.line(p.left, p.y - 2.5, str(n), Style(BOLD, 20, 22))
    style = Style(BOLD, 11.5, 15) if key in OURS else Style(BOLD, 10, 12.6)
    p.y = columns(p, p.y, lambda k: ((say(k, key), style),), left=p.left + 9 * MM) + 3.2 * MM
    each = (p.width - 9 * MM - 8 * MM) / 3
    room = each - 13.5 * MM
    answers = [[say(language, answer) for language in p.langs] for answer in ("survey.no", partly, "survey.yes")]
    small = next(s for s in ANSWERS if s == ANSWERS[-1] or all(_high(texts, room, s) <= 11 * MM for texts in answers))
    for k, texts in enumerate(answers):
        x = p.left + 9 * MM + k * (each + 4 * MM)
        p.square(x, p.y, 11 * MM, 1.25)
        y = p.y + (11 * MM - _high(texts, room, small)) / 2
        for text in texts:
            y = p.text(x + 13.5 * MM, y, room, text, small)
    p.y += 11 * MM


def _high(texts: list[str], room: float, style: Style) -> float:
    return style.lead * sum(len(lines(((text, style),), room)) for text in texts)
