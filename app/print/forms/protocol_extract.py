"""The extract from the commission's protocol: does the supplier of ГОБМП comply or not, requirement by requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import answer, blocks, foot, table, wording
from app.print.blocks import both, columns, label, say
from app.print.facts import Both, Language, Party, Sheet, Signer
from app.print.page import MM, Paper
from app.print.type import BOLD, MONO, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    text: Both
    met: bool
    note: Both | None = None  # why not


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "10"

    variant: Literal["campaign", "participation"]  # annex 1 or 2 of the Standard
    protocol: str  # "14"
    sat_at: str  # begin of the sitting
    sat_until: str = ""
    supplier: Party
    application: str
    accepted_on: str
    journal: str = ""  # number in the journal of applications
    representative: str = ""
    complies: bool
    requirements: tuple[Requirement, ...]
    votes_for: int
    votes_against: int
    abstained: int
    present: int
    members: int
    chair: Signer
    secretary: Signer


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "extract.title")
    number = Style(BOLD, 21, 26)
    blocks.identity(p, "extract.number", at=_when(p, facts), number=f"№\u00a0{facts.protocol}", style=number)
    _who(p, facts)
    blocks.section(p, before=1.9, after=1.1)
    style = Style(SANS, 12, 16) if p.single else blocks.BODY
    p.y = columns(p, p.y, lambda k: ((say(k, f"extract.{facts.variant}"), style),))
    answer.verdict(p, lambda k: _verdict(facts, k), pad=2.5)
    notes = [both(p, "reconstructed"), both(p, "sample")]
    _requirements(p, facts, foot.bottom(p, notes))
    _votes(p, facts)
    people = (
        ("extract.chair", facts.chair, "signature"),
        ("extract.secretary", facts.secretary, "extract.true"),
    )
    answer.sealed(p, foot.bottom(p, notes), people)
    foot.draw(p, notes=notes, fold=True)
    return p.save(title=both(p, "extract.title"), subject=blocks.subject(p))


def _when(p: Paper, facts: Facts) -> Runs:
    (first, strong), rest = blocks.when_runs(p, facts.sat_at)
    until = f"–{wording.clock(facts.sat_until)}" if facts.sat_until else ""
    return (first + until, strong), rest


def _who(p: Paper, facts: Facts) -> None:
    blocks.section(p, before=1.9, after=1.1)
    style = Style(SANS, 11, 15) if p.single else Style(SANS, 10, 13.5)
    half = (p.width - p.gap) / 2
    y = label(p, p.left, p.y, "extract.supplier", room=half)
    y = blocks.party(p, p.left, y, half, facts.supplier, style=style, bold=True)
    x = p.left + half + p.gap
    right = label(p, x, p.y, "extract.application", room=half)
    mono = Style(MONO, style.size * 0.95, style.lead)
    right = p.flow(x, right, half, ((facts.application, mono), (f" · {wording.day(facts.accepted_on)}", style)))
    more = [both(p, "extract.journal", n=facts.journal)] if facts.journal else []
    if facts.representative:
        more.append(f"{both(p, 'extract.representative')}: {facts.representative}")
    right = p.text(x, right, half, " · ".join(more), style) if more else right
    p.y = max(y, right)


def _verdict(facts: Facts, language: str) -> Runs:
    word = "extract.complies" if facts.complies else "extract.fails"
    plain, large = Style(SANS, 13, 22), Style(BOLD, 19, 22)
    return (say(language, "extract.requirements"), plain), (f"\n{say(language, word)}", large)


def _requirements(p: Paper, facts: Facts, bottom: float) -> None:
    p.y += 2.2 * MM
    p.rule(p.y)
    p.y = label(p, p.left, p.y + 1.4 * MM, "extract.considered")
    spans: tuple[tuple[float, float, str], ...] = (
        (0, 5, "right"),
        (7, 80, "left"),
        (91, 60, "left"),
        (156, 22, "left"),
    )
    if p.single:
        spans = ((0, 5, "right"), (7, 143, "left"), (156, 22, "left"))
    cols = tuple(table.column_at(p, *span) for span in spans)
    th, td = Style(SANS, 7.5, 9.4), Style(SANS, 10.5, 14) if p.single else Style(SANS, 9.5, 12.4)
    names = [f"{say(k, 'extract.requirement')}°" for k in p.langs]
    met = "\n".join(say(k, "extract.met") for k in p.langs)
    head: list[Runs] = [(("№", th),), *(((n, th),) for n in names), ((met, th),)]
    table.heading(p, cols, head)
    after = p.measure(lambda: _votes(p, facts)) + 66 * MM
    for n, requirement in enumerate(facts.requirements, 1):
        row = table.row(_cells(p, n, requirement, td), cols, pad=0.9 * MM)
        if p.y + row.high + (after if n == len(facts.requirements) else 0) > bottom:
            p.next_page()
            first: Runs = ((f"№\u00a0{facts.protocol}", Style(BOLD, 10, 13)),)
            blocks.running_head(p, (first, ((both(p, "extract.title"), Style(SANS, 8.5, 13)),)))
            table.heading(p, cols, head)
        last = n == len(facts.requirements)
        table.place(p, cols, table.Row(row.cells, row.high, 0 if last else row.weight), pad=0.9 * MM)


def _cells(p: Paper, n: int, requirement: Requirement, style: Style) -> list[Runs]:
    small = Style(SANS, 8.5, style.lead)
    sign = ("✓ " if requirement.met else "✗ ", style)
    word = (both(p, "extract.yes" if requirement.met else "extract.no"), small if requirement.met else small.bold())
    texts: list[Runs] = []
    for language in p.langs:
        note = f" {requirement.note.in_(language)}" if requirement.note is not None else ""
        texts.append(((requirement.text.in_(language), style), (note, style.bold())))
    return [((str(n), style),), *texts, (sign, word)]


def _votes(p: Paper, facts: Facts) -> None:
    if not facts.members:  # nobody said how they voted: an extract of noughts would be false
        return
    p.y += 2.6 * MM
    p.rule(p.y)
    top = p.y + 1.4 * MM
    y = label(p, p.left, top, "extract.votes", room=87 * MM)
    big, small = Style(BOLD, 14, 18), Style(SANS, 9, 18)
    x = p.left
    for n, key in ((facts.votes_for, "for"), (facts.votes_against, "against"), (facts.abstained, "abstained")):
        word = both(p, f"extract.{key}")
        p.flow(x, y, 60 * MM, ((str(n), big), (f" {word}", small)))
        x += 28 * MM if p.single else (24 if key == "for" else 36) * MM
    half = p.left + (p.width + p.gap) / 2
    right = label(p, half, top, "extract.present", room=87 * MM)
    style = Style(SANS, 10, 13.5)
    said = blocks.once(say(k, "extract.of", n=facts.present, all=facts.members) for k in p.langs)
    p.text(half, right, 87 * MM, said, style)
    p.y = y + 18
