"""The supervisor's summary: six questions with their answers and pictures, a page in each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.plot import PlotCard
from app.print import blocks, foot, plots, wording
from app.print.blocks import both, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.page import MM, Paper
from app.print.type import SANS, Style, width


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "18"

    first: str
    last: str
    at: str
    scope: Both
    by: Signer
    cards_kk: tuple[PlotCard, ...]
    cards_ru: tuple[PlotCard, ...]
    counts: tuple[int, ...]  # came, were taken in, late


PLAIN = Style(SANS, 9, 12)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    for n, lang in enumerate(p.langs):
        if n:
            p.next_page()
        blocks.head(p)
        _head(p, facts, lang)
        _cards(p, facts, lang)
    foot.draw(p, centre=facts.number, notes=(both(p, "summary.note"),))
    return p.save(title=both(p, "summary.title"), subject=f"{both(p, 'form_number', n=facts.FORM)} {facts.number}")


def _head(p: Paper, facts: Facts, lang: str) -> None:
    """Of which days, of what, when and by whom; the three figures at the right."""
    p.y += 2.4 * MM
    figures = tuple(zip(facts.counts, ("visits", "taken", "late"), strict=True))
    right = p.right - sum(_figure_width(lang, key, n) for n, key in figures) + 5 * MM
    x = right
    for n, key in figures:
        p.line(x, p.y, str(n), Style(SANS, 17, 20).bold())
        word = say(lang, f"summary.figure.{key}")
        p.line(x, p.y + 20, word, plots.SMALL)
        x += _figure_width(lang, key, n)
    room = right - p.left - 6 * MM
    y = p.text(p.left, p.y, room, say(lang, "summary.title"), Style(SANS, 13, 17).bold())
    days = wording.day(facts.first)
    if facts.last != facts.first:
        days = f"{days} – {wording.day(facts.last)}"
    y = p.flow(p.left, y, room, ((days, PLAIN.bold()), (f" · {facts.scope.in_(lang)}", PLAIN)))
    made = f"{say(lang, 'summary.made')}: {wording.moment(facts.at)} · {say(lang, 'summary.by')}: {facts.by.name}"
    p.y = p.text(p.left, y, p.width, f"{made}, {facts.by.role.in_(lang)}", Style(SANS, 8, 10.5)) + 2.4 * MM


def _figure_width(lang: str, key: str, n: int) -> float:
    word = width(say(lang, f"summary.figure.{key}"), plots.SMALL)
    return max(word, width(str(n), Style(SANS, 17, 20).bold())) + 5 * MM


def _cards(p: Paper, facts: Facts, lang: str) -> None:
    """Two beside each other, three under: a page."""
    told = facts.cards_kk if lang == "kk" else facts.cards_ru
    gap = 6 * MM
    wide = (p.width - gap) / 2
    bottom = foot.bottom(p, (both(p, "summary.note"),), centre=facts.number)
    high = (bottom - p.y) / 3
    for n, card in enumerate(told):
        row, column = divmod(n, 2)
        box = (p.left + column * (wide + gap), p.y + row * high, wide, high)
        plots.card(p, box, card, lambda hidden: say(lang, "summary.more", n=hidden))
    p.y = bottom


__all__ = ["Facts", "draw"]
