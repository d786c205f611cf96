"""The information slip: this window does not take it, these places do. Nothing was taken, nothing is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, codes, foot, wording
from app.print.blocks import both, columns, label, say
from app.print.facts import Both, Language, Sheet
from app.print.page import HAIR, MM, THICK, Paper, Size, on_slip
from app.print.type import BOLD, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where to go instead."""

    where: Both
    how: Both | None = None  # address, hours; with ° where it is reconstructed


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "07"

    given_at: str
    service: Both
    asked: Both | None = None
    ways: tuple[Way, ...]
    inspector: str
    window: str = ""


def draw(facts: Facts, language: Language) -> bytes:
    return on_slip(lambda size: _draw(facts, language, size))


def _draw(facts: Facts, language: Language, size: Size) -> bytes:
    p = Paper(facts, language, size)
    blocks.head(p)
    blocks.title(p, "slip_info.title", size=14, lead=17.6)
    p.y -= 0.8 * MM
    strong = Style(BOLD, 10.5, 14) if not p.single else Style(BOLD, 12, 16)
    p.y = columns(p, p.y, lambda k: _service(facts, k, strong))
    p.y += 2.2 * MM
    p.rule(p.y)
    p.y = label(p, p.left, p.y + 1.5 * MM, "slip_info.where")
    for n, way in enumerate(facts.ways, 1):
        _way(p, n, way)
    notes = [both(p, "reconstructed")]
    bottom = foot.bottom(p, notes, centre=both(p, "slip_info.paper")) - 0.8 * MM
    _end(p, facts, bottom)
    foot.draw(p, centre=both(p, "slip_info.paper"), notes=notes)
    return p.save(title=both(p, "slip_info.title"), subject=blocks.subject(p))


def _service(facts: Facts, language: str, strong: Style) -> Runs:
    name = (f"«{facts.service.in_(language)}»", strong)
    return (name, ("\n" + facts.asked.in_(language), strong._replace(face=SANS))) if facts.asked else (name,)


def _way(p: Paper, n: int, way: Way) -> None:
    style = Style(SANS, 10, 13.4)
    p.y += 1.2 * MM
    p.line(p.left, p.y - 1, str(n), Style(BOLD, 15, 16))

    def runs(language: str) -> Runs:
        how = f"\n{way.how.in_(language)}" if way.how else ""
        return (way.where.in_(language), style.bold()), (how, style)

    p.y = columns(p, p.y, runs, left=p.left + 8 * MM) + 1.2 * MM
    p.rule(p.y, HAIR)


def _end(p: Paper, facts: Facts, bottom: float) -> None:
    """Boxed: nothing was taken; below it who said so and when, and the code."""
    style, strong = Style(SANS, 9.5, 13), Style(BOLD, 10, 13.4)
    bars_high = 8 * MM + 0.4 * MM + 12 + (9 if facts.training else 0)
    top = bottom - bars_high
    dot = 4 * codes.DOT
    x = p.right - codes.bars_width(facts.code, dot)
    p.bars(x, top, facts.code, dot, 8 * MM)
    p.line(p.right, top + 8.4 * MM, codes.readable(facts.code), blocks.CODE_LINE, "right")
    if facts.training:
        p.line(p.right, top + 8.4 * MM + 12, both(p, "training.short"), Style(BOLD, 7.5, 9), "right")
    days = blocks.once(wording.weekday(facts.given_at, k) for k in p.langs)
    room = x - p.left - 5 * MM
    y = p.flow(p.left, top + 2 * MM, room, ((wording.moment(facts.given_at), style.bold()), (f", {days}", style)))
    window = f"{both(p, 'window', n=facts.window)}, " if facts.window else ""
    p.text(p.left, y, room, f"{window}{both(p, 'slip_info.inspector')} {facts.inspector}", style)
    high = p.measure(lambda: _boxed(p, strong))
    p.above(top - 2 * MM - high)
    p.y = top - 2 * MM - high
    start = p.y
    _boxed(p, strong)
    p.frame(p.left, start, p.width, high, THICK)


def _boxed(p: Paper, strong: Style) -> None:
    y = p.y + 1.4 * MM
    p.y = columns(
        p, y, lambda k: ((say(k, "slip_info.nothing"), strong),), left=p.left + 3 * MM, right=p.right - 3 * MM
    )
    p.y += 1.4 * MM
