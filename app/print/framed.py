"""The licence and its annex: a double frame, the licensor's head in the middle, rows of facts, seal and signed code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.print import answer, blocks, codes, foot, wording
from app.print.blocks import both, column, label
from app.print.facts import Both, Signer
from app.print.page import HEAD, MM, THIN, Paper
from app.print.type import BOLD, MONO, MONO_BOLD, SANS, Runs, Style, width

Kind = Literal["issue", "reissue", "duplicate"]
TOP, BOTTOM = 15 * MM, 273 * MM
BODY = Style(SANS, 10.5, 14)


def begin(p: Paper) -> None:
    """The frame of a page, and the licensor's name centred in it."""
    p.margins(34, 27)
    x, wide = 22 * MM, 173 * MM
    p.frame(x, TOP, wide, BOTTOM - TOP, THIN)
    p.frame(x - MM - 2, TOP - MM - 2, wide + 2 * MM + 4, BOTTOM - TOP + 2 * MM + 4, 2)
    p.y = TOP + 9 * MM
    if p.facts.copy or p.facts.draft:
        p.line(p.left + p.width / 2, TOP + 2 * MM, blocks.tag_text(p), Style(BOLD, 8, 10), "middle")
    style = Style(BOLD, 11, 15)
    ends = []
    for k, language in enumerate(p.langs):
        at, room = column(p, k)
        ends.append(p.text(at, p.y, room, p.facts.office.name.in_(language), style, "middle"))
    p.y = max(ends)


def name(p: Paper, texts: list[str], style: Style, before: float) -> None:
    """The large name in spaced letters."""
    p.y += before * MM
    for text in texts:
        p.line(p.left + p.width / 2 + style.track * style.size / 2, p.y, text, style, "middle")
        p.y += style.lead


def number(p: Paper, text: str) -> None:
    p.y += 2 * MM
    p.line(p.left + p.width / 2, p.y, text, Style(MONO_BOLD, 19, 26), "middle")
    p.y += 26 + 1 * MM


def again(p: Paper, kind: Kind, before: str) -> None:
    """Which kind of paper it is when it is not the first: boxed word, and what it stands in place of."""
    if kind == "issue":
        return
    style = Style(BOLD, 12, 16)
    word = both(p, f"licence.{kind}")
    wide, high = width(word, style) + 8 * MM, 16 + 2 * MM
    p.y += 1.5 * MM
    p.frame(p.left + (p.width - wide) / 2, p.y, wide, high, HEAD)
    p.line(p.left + p.width / 2, p.y + 1 * MM, word, style, "middle")
    p.y += high + 0.6 * MM
    if before:
        text = both(p, f"licence.{kind}_of", before=before)
        p.y = p.text(p.left, p.y, p.width, text, Style(SANS, 9, 12.5), "middle")


def field(p: Paper, key: str, draw: Callable[[float], float]) -> None:
    """A rule, the field's name, and what `draw` puts below it."""
    p.rule(p.y)
    y = label(p, p.left, p.y + 1.8 * MM, key)
    p.y = draw(y) + 2.6 * MM


def pair(p: Paper, text: Both, style: Style = BODY) -> Callable[[float], float]:
    return lambda y: blocks.columns(p, y, lambda k: ((text.in_(k), style),))


def application(p: Paper, number_: str, day: str) -> Callable[[float], float]:
    """The case it answers: the number for eyes, its bars for the scanner that marks results received."""

    def draw(y: float) -> float:
        half = (p.width - p.gap) / 2
        runs: Runs = ((number_, Style(MONO, 10, 14)), (f", {wording.day(day)}", BODY))
        end = p.flow(p.left, y, half if p.facts.code else p.width, runs)
        if not p.facts.code:
            return end
        dot = 4 * codes.DOT
        x = p.right - codes.bars_width(p.facts.code, dot)
        top = y - 10.5
        p.bars(x, top, p.facts.code, dot, 7 * MM)
        p.line(p.right, top + 7 * MM, codes.readable(p.facts.code), Style(MONO, 7.5, 9), "right")
        return max(end, top + 7 * MM + 9)

    return draw


def nothing_below(p: Paper, text: str) -> None:
    p.line(p.left + p.width / 2, p.y + 0.5 * MM, text, Style(SANS, 8, 11), "middle")
    p.y += 0.5 * MM + 11


def sealed(p: Paper, head: Signer, *, electronic: bool) -> None:
    """The head's signature and the seal, or the words that it is signed electronically."""
    caption = "licence.e_signed" if electronic else "signature"
    people = (("reasoned.head", head, caption),)
    answer.sealed(p, BOTTOM - 6 * MM, people, stamp=not electronic, proves="licence.proof")


def close(p: Paper, centre: str) -> None:
    """The foot outside the frame."""
    p.margins(20, 12)
    foot.draw(p, centre=centre, notes=[both(p, "sample")])
