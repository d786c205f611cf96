"""Where the case stands, to be taken home: done, now, ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, codes, foot, wording
from app.print.blocks import both, columns
from app.print.facts import Both, Language, Sheet
from app.print.page import HAIR, MM, THICK, Paper, Size, on_slip
from app.print.type import BOLD, MONO_BOLD, SANS, Runs, Style, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    text: Both
    state: Literal["done", "now", "ahead"]
    at: str = ""  # when it was done, or is planned; of the present step: until when


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "12"

    as_of: str
    service: Both
    steps: tuple[Step, ...]
    verdict: Both  # "Всё в срок."
    advice: Both  # "Вам пока ничего делать не нужно."


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    blocks.head(p)
    blocks.title(p, "state.title", size=14, lead=17.6)
    _number(p, facts)
    notes = [both(p, "state.no_document")]
    bottom = foot.bottom(p, notes)
    for step in facts.steps:
        high = p.measure(lambda step=step: _step(p, step))  # type: ignore[misc]  # bound at once
        _room(p, facts, bottom - high)
        _step(p, step)
    style = Style(SANS, 11, 14.5)
    high = p.measure(lambda: _advice(p, facts, style))
    _room(p, facts, bottom - high - 1 * MM)
    p.y = max(p.y + 1 * MM, bottom - high)
    _advice(p, facts, style)
    foot.draw(p, notes=notes)
    return p.save(title=both(p, "state.title"), subject=blocks.subject(p))


def _room(p: Paper, facts: Facts, lowest: float) -> None:
    """A slip that grows too tall becomes a whole sheet, and a whole sheet a second one: nothing is printed over its foot."""
    p.above(lowest)
    if p.y > lowest:
        p.next_page()
        number: Runs = (
            (facts.number, Style(MONO_BOLD, 10, 13)),
            (f" · {wording.day(facts.as_of)}", Style(SANS, 10, 13)),
        )
        blocks.running_head(p, (number, ((both(p, "state.title"), Style(SANS, 8.5, 13)),)))


def _advice(p: Paper, facts: Facts, style: Style) -> None:
    p.y = columns(p, p.y, lambda k: ((facts.verdict.in_(k), style.bold()), (f" {facts.advice.in_(k)}", style)))


def _number(p: Paper, facts: Facts) -> None:
    """The number and the service at the left, bars and the moment of asking at the right."""
    top = p.y - 0.6 * MM
    p.line(p.left, top, facts.number, Style(MONO_BOLD, 17, 21))
    dot = 4 * codes.DOT
    x = p.right - codes.bars_width(facts.code, dot)
    p.bars(x, top, facts.code, dot, 7 * MM)
    p.line(p.right, top + 7 * MM, codes.readable(facts.code), Style(SANS, 7.5, 9), "right")
    asked = ((wording.day(facts.as_of), Style(BOLD, 11, 14)), (f", {wording.clock(facts.as_of)}", Style(SANS, 9, 14)))
    p.line(x - 5 * MM, top, both(p, "state.as_of"), Style(SANS, 8, 10.5), "right")
    end = p.flow(x - 65 * MM, top + 10.5, 60 * MM, asked, "right")
    small = Style(SANS, 8.6, 11.4)
    room = (x - 5 * MM - p.left) if p.single else 57 * MM
    y = max(
        p.text(p.left + k * (room + 4 * MM), top + 7 * MM + 9, room, f"«{facts.service.in_(language)}»", small)
        for k, language in enumerate(p.langs)
    )
    p.y = max(y, end, top + 7 * MM + 9) + 1 * MM


def _step(p: Paper, step: Step) -> None:
    style = Style(BOLD if step.state == "now" else SANS, 10, 13)
    room = p.width - 9 * MM - 58 * MM
    each = (room - 4 * MM * (len(p.langs) - 1)) / len(p.langs)
    runs = [((step.text.in_(language), style),) for language in p.langs]
    high = max(9.2 * MM, max(len(lines(r, each)) for r in runs) * 13 + 2.2 * MM)
    middle = p.y + high / 2
    for k, run in enumerate(runs):
        count = len(lines(run, each))
        p.flow(p.left + 9 * MM + k * (each + 4 * MM), middle - count * 6.5, each, run)
    _sign(p, step, p.left + 2.6 * MM, middle)
    p.line(p.right, middle - 5.8, _when(p, step), Style(style.face, 9, 11.6), "right")
    top = p.y
    p.y += high
    if step.state == "now":
        p.rule(top, THICK)
        p.rule(p.y, THICK)
    else:
        p.rule(p.y, HAIR)


def _when(p: Paper, step: Step) -> str:
    if not step.at:
        return ""
    if step.state == "now":
        return blocks.once(wording.until_day(step.at, k) for k in p.langs)
    return wording.moment(step.at)


def _sign(p: Paper, step: Step, x: float, y: float) -> None:
    r = 2.5 * MM
    if step.state == "ahead":
        p.circle(x, y, r, 0.75, dash=True)
        return
    if step.state == "now":
        p.circle(x, y, r - 0.75, 1.5)
        p.disc(x, y, r * 0.55)
        return
    p.disc(x, y, r)
    p.raw("1 G")
    p.line(x - 3.3, y - 6.2, "✓", Style(BOLD, 9, 12))
    p.raw("0 G")
