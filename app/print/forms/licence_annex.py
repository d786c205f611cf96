"""The annex to a licence: at which address which kinds of the activity are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, framed, table, wording
from app.print.blocks import both, label, say
from app.print.facts import Both, Language, Party, Sheet, Signer
from app.print.framed import Kind
from app.print.page import MM, Paper
from app.print.type import BOLD, SANS, Run, Runs, Style, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "08Қ"

    kind: Kind = "issue"
    licence: str
    annex: str  # "001"
    issued_on: str
    before: str = ""
    licensee: Party
    address: Both
    subtypes: tuple[Both, ...]
    application: str
    accepted_on: str
    head: Signer
    electronic: bool = False


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    _begin(p, facts)
    framed.again(p, facts.kind, facts.before)
    p.y += (5 if facts.kind == "issue" else 3) * MM
    framed.field(p, "annex.licensee", lambda y: _licensee(p, facts, y))
    framed.field(p, "annex.address", framed.pair(p, facts.address))
    framed.field(p, "licence.application", framed.application(p, facts.application, facts.accepted_on))
    _subtypes(p, facts)
    framed.sealed(p, facts.head, electronic=facts.electronic)
    framed.close(p, f"{facts.licence} · № {facts.annex}")
    return p.save(title=both(p, "annex.title"), subject=blocks.subject(p))


def _begin(p: Paper, facts: Facts) -> None:
    framed.begin(p)
    names = list(dict.fromkeys(say(k, "annex.name") for k in p.langs))
    framed.name(p, names, Style(BOLD, 17, 23, 0.06), 6)
    framed.number(p, facts.licence)
    p.y -= 1 * MM
    style, strong = Style(SANS, 9, 15), Style(BOLD, 12, 15)
    runs: tuple[Run, ...] = (
        ("№\u00a0", style), (facts.annex, strong), (f" {both(p, 'annex.word')} · ", style),
        (wording.day(facts.issued_on), strong),
    )  # fmt: skip
    for line in lines(runs, p.width):
        p.put(p.left + (p.width - line[-1].x - line[-1].width) / 2, p.y, line, style)
        p.y += 15


def _licensee(p: Paper, facts: Facts, y: float) -> float:
    y = p.text(p.left, y, p.width, blocks.fact(p, facts.licensee.name), Style(BOLD, 12, 16))
    return blocks.party_number(p, p.left, y + 0.6 * MM, p.width, facts.licensee, framed.BODY)


def _subtypes(p: Paper, facts: Facts) -> None:
    spans: tuple[tuple[float, float, str], ...] = ((0, 5, "right"), (7, 66, "left"), (76.5, 72.5, "left"))
    if p.single:
        spans = ((0, 5, "right"), (7, 142, "left"))
    cols = tuple(table.column_at(p, *span) for span in spans)
    th, td = Style(SANS, 7.5, 9.4), Style(SANS, 9.5, 12.4)
    head: list[Runs] = [(("№", th),), *(((say(k, "annex.subtype"), th),) for k in p.langs)]
    p.rule(p.y)
    p.y = label(p, p.left, p.y + 1.8 * MM, "annex.subtypes")
    rows = [
        table.row([((str(n), td),), *(((s.in_(k), td),) for k in p.langs)], cols, pad=0.9 * MM)
        for n, s in enumerate(facts.subtypes, 1)
    ]
    bottom = framed.BOTTOM - 4 * MM
    top = table.heading_height(cols, head)
    counts = table.split(
        [r.high for r in rows],
        first=bottom - p.y - top - 8 * MM,
        other=bottom - framed.TOP - 78 * MM - top,
        tail=8 * MM + 50 * MM,
        last=8 * MM,
    )
    at = 0
    for page, many in enumerate(counts):
        if page:
            p.line(p.right, p.y + 1 * MM, both(p, "continued", page=page + 1), Style(SANS, 8, 11), "right")
            p.next_page()
            _begin(p, facts)
            p.y += 4 * MM
        if many:
            table.heading(p, cols, head)
        for row in rows[at : at + many]:
            table.place(p, cols, row, pad=0.9 * MM)
        at += many
    total = len(rows)
    texts = (say(k, "annex.nothing_below", n=total, words=wording.in_words(total, k, feminine=True)) for k in p.langs)
    p.y += 1 * MM
    framed.nothing_below(p, f"— {blocks.once(texts)} —")
