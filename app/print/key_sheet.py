"""The sheet for an envelope: one share of the store's key, to be typed or scanned when the key is lost.

No form of a case: it is drawn once from what lies in memory, kept nowhere, and never drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from app.print import blocks, foot, wording
from app.print.blocks import both, say
from app.print.facts import Language, Sheet
from app.print.page import A4, FIVE, HAIR, MM, THICK, Paper
from app.print.type import BOLD, MONO_BOLD, SANS, Style

TEXT = Style(SANS, 10.5, 14.5)
STRONG = TEXT.bold()
GROUP = Style(MONO_BOLD, 19, 26, 0.02)
SMALL = Style(SANS, 7.5, 9.7)
ROW = 4  # groups of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    """`share`: 1 or 2; `groups`: what is typed; `word`: what is compared by eye."""

    FORM: ClassVar[str] = "K-1"

    share: int
    pair: str
    store: str
    made_at: str
    groups: tuple[str, ...] = field(repr=False)
    word: str = field(repr=False)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language, A4)
    blocks.head(p)
    blocks.title(p, "key.title")
    _which(p, facts)
    _code(p, facts)
    _rows(p, facts.groups)
    _word(p, facts)
    _said(p, ("key.what", "key.keep", "key.use"))
    _hands(p)
    foot.draw(p, centre=f"{facts.pair} · {facts.share} / 2")
    return p.save(title=both(p, "key.title"), subject=f"{facts.pair} {facts.share}/2")


def _which(p: Paper, facts: Facts) -> None:
    p.rule(p.y, THICK)
    p.y += 2.5 * MM
    top, half = p.y, p.width / 2
    y = blocks.label(p, p.left, top, "key.share")
    p.line(p.left, y, f"{facts.share} / 2", Style(BOLD, 30, 36))
    for k, (key, value) in enumerate(
        (("key.pair", facts.pair), ("key.store", facts.store), ("key.made", wording.moment(facts.made_at)))
    ):
        y = blocks.label(p, p.left + half, top + k * 11 * MM, key)
        p.line(p.left + half, y, value, Style(MONO_BOLD, 12, 15))
    p.y = top + 35 * MM


def _code(p: Paper, facts: Facts) -> None:
    """The same eighty letters for a scanner that types."""
    p.rule(p.y, HAIR)
    p.y += 5 * MM
    side = p.qr(p.left + 5 * MM, p.y, "".join(facts.groups))
    left = p.left + side + 14 * MM
    y = p.y
    for language in p.langs:
        y = p.text(left, y, p.right - left, say(language, "key.scan"), TEXT) + 2 * MM
    p.y = max(p.y + side, y) + 5 * MM


def _rows(p: Paper, groups: Sequence[str]) -> None:
    """Four groups a line; the fifth letter of each is its check."""
    p.frame(p.left, p.y, p.width, len(groups) // ROW * 12 * MM + 5 * MM, FIVE)
    y, wide = p.y + 3.5 * MM, (p.width - 14 * MM) / ROW
    for k in range(0, len(groups), ROW):
        p.line(p.left + 4 * MM, y + 2.6 * MM, f"{k // ROW + 1}", Style(BOLD, 11, 14))
        for n, group in enumerate(groups[k : k + ROW]):
            p.line(p.left + 13 * MM + n * wide, y, group, GROUP)
        y += 12 * MM
    p.y = y + 3.5 * MM


def _word(p: Paper, facts: Facts) -> None:
    y = blocks.label(p, p.left, p.y, "key.word")
    p.line(p.left, y, facts.word, Style(BOLD, 19, 24, 0.08))
    p.y = y + 24 + 3 * MM


def _said(p: Paper, keys: Sequence[str]) -> None:
    p.rule(p.y, HAIR)
    p.y += 2.5 * MM
    for key in keys:
        style = STRONG if key == "key.keep" else TEXT
        p.y = blocks.columns(p, p.y, lambda language, key=key, style=style: ((say(language, key), style),)) + 2 * MM  # type: ignore[misc]


def _hands(p: Paper) -> None:
    """Who has put it into the envelope, and when: by hand."""
    y = p.high - p.size.bottom * MM - 24 * MM
    half = (p.width - p.gap) / 2
    for k, key in enumerate(("key.holder", "key.sealed")):
        x = p.left + k * (half + p.gap)
        p.rule(y, HAIR, x, x + half)
        p.line(x, y + 1 * MM, both(p, key), SMALL)
