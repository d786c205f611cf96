"""The hand-over act: who gave, who took, at what minute, and who answers from then on; one for each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, foot, lists, table, wording
from app.print.blocks import both, columns, label, say
from app.print.facts import Both, Language, Sheet
from app.print.page import CHANGE, MM, THICK, THIN, Paper
from app.print.type import BOLD, MONO, SANS, Run, Runs, Style, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A link of the chain; two neighbours of it meet in this act."""

    place: Both
    name: str = ""  # empty: not known yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One registry (or bundle) that changes hands."""

    number: str  # R-AT01-08-16-00311-H
    version: int = 0  # 0: the thing has none
    cases: int
    documents: int
    sheets: int | None = None  # None: a result on its way back, of which nobody counts sheets
    seals: str = ""  # "004417, 004418"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two hands. Without `at` and `key` it signs on paper alone."""

    name: str
    role: Both
    organisation: Both
    at: str = ""
    key: str = ""  # the signing key's first 16 hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "04"

    drawn_on: str
    chain: tuple[Holder, ...]
    giver: int  # index in the chain; the next one takes
    handed: tuple[Handed, ...]
    items: str = ""  # the list's hash
    gave: Side
    took: Side
    counted: int  # cases counted by the taker
    seals_whole: bool = True
    seals_asked: bool = True  # else nothing is said of them
    differences: tuple[Both, ...] = ()
    answers: Both  # who answers from the taking on: "канцелярия, Ізбасова С. Қ."
    nonce: str = ""
    valid_until: str = ""


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "handover.title")
    blocks.identity(p, "handover.number", at=blocks.when_runs(p, facts.drawn_on))
    p.y += 2.2 * MM
    p.rule(p.y)
    p.y += 1.6 * MM
    _chain(p, facts)
    _what(p, facts)
    p.y += 3 * MM
    _sides(p, facts)
    _differences(p, facts)
    _answers(p, facts)
    notes = [] if facts.proof else [" ".join(say(k, "handover.offline") for k in p.langs)]
    _proof(p, facts, foot.bottom(p, notes))
    foot.draw(p, notes=notes, fold=True)
    return p.save(title=both(p, "handover.title"), subject=blocks.subject(p))


# -- the chain of holders ---------------------------------------------------------------------------------------------------


def _chain(p: Paper, facts: Facts) -> None:
    style, strong = Style(SANS, 8.5, 11), Style(BOLD, 10, 11)
    gaps = len(facts.chain) - 1
    each = (p.width - gaps * 8 * MM) / (len(facts.chain) + 0.35)
    rooms = [each] * gaps + [each * 1.35]
    texts = []
    for n, holder in enumerate(facts.chain, 1):
        places = "\n".join(dict.fromkeys(holder.place.in_(k) for k in p.langs))
        runs: list[Run] = [(f"{n} ", strong), (places, style)]
        if holder.name:
            runs.append((f"\n{wording.surname_first(holder.name)}", style.bold()))
        texts.append(tuple(runs))
    high = max(len(lines(t, r - 4 * MM)) for t, r in zip(texts, rooms, strict=True)) * 11 + 2.4 * MM
    x = p.left
    for n, (said, room) in enumerate(zip(texts, rooms, strict=True)):
        if n in (facts.giver, facts.giver + 1):
            p.frame(x, p.y, room, high, THICK)
        else:
            p.dashed(x, p.y, room, high)
        p.flow(x + 2 * MM, p.y + 1.2 * MM, room - 4 * MM, said)
        if n < gaps:
            p.line(x + room + 1.6 * MM, p.y + high / 2 - 8, "→", Style(SANS, 14, 16))
        x += room + 8 * MM
    p.y += high


# -- what is handed over ----------------------------------------------------------------------------------------------------


def _what(p: Paper, facts: Facts) -> None:
    blocks.section(p, before=2.0, after=1.4)
    p.y = label(p, p.left, p.y, "handover.what")
    spans = ((0, 88, "left"), (90, 12, "right"), (103, 18, "right"), (122, 17, "right"), (143, 35, "left"))
    cols = tuple(table.column_at(p, *span) for span in spans)
    th, td = Style(SANS, 7.5, 9.4), Style(SANS, 10, 12.4)
    keys = ("handover.registry", "list.sums.cases", "list.sums.documents", "list.sums.sheets", "handover.seals")
    table.heading(p, cols, tuple(((both(p, key), th),) for key in keys))
    for item in facts.handed:
        mono = Style(MONO, 9.5, 12.4)
        first = [*lists.number_runs(item.number, mono)]
        if item.version:
            first.append((f", {both(p, 'list.version', n=item.version)}", td))
        numbers = (item.cases, item.documents, "—" if item.sheets is None else item.sheets)
        cells: list[Runs] = [tuple(first), *(((str(n), td),) for n in numbers), ((item.seals, mono),)]
        row = table.row(cells, cols, pad=0.9 * MM)
        weight = 1.0 if item is facts.handed[-1] else row.weight
        table.place(p, cols, table.Row(row.cells, row.high, weight), pad=0.9 * MM)
    if facts.items:
        small = Style(SANS, 8.5, 11)
        hash_ = (wording.hexadecimal(facts.items[:40]), Style(MONO, 8.1, 11))
        p.y = p.flow(p.left, p.y + 1 * MM, p.width, ((f"{both(p, 'handover.items')} ", small), hash_))


# -- two hands --------------------------------------------------------------------------------------------------------------


def _sides(p: Paper, facts: Facts) -> None:
    half = (p.width - p.gap) / 2
    texts = [("handover.gave", facts.gave, True), ("handover.took", facts.took, False)]
    high = max(
        p.measure(lambda side=side, black=black: _side(p, p.left, half, side, black=black))  # type: ignore[misc]
        for _, side, black in texts
    )
    top = p.y
    for k, (key, side, black) in enumerate(texts):
        p.y = top
        x = p.left + k * (half + p.gap)
        _banner(p, x, half, key, black=black)
        _side(p, x, half, side, black=black)
        p.frame(x, top, half, high, THICK)
        blocks.signature_line(p, x + 3 * MM, top + high - 6.4 * MM, half - 6 * MM, both(p, "handover.signed"))
    p.y = top + high


def _banner(p: Paper, x: float, wide: float, key: str, *, black: bool) -> None:
    big, small = Style(BOLD, 14, 19), Style(BOLD, 12, 19)
    high = 19 + 1.6 * MM
    if black:
        p.block(x, p.y, wide, high)
        p.raw("1 g")
    else:
        p.rule(p.y + high, THICK, x, x + wide)
    p.line(x + 3 * MM, p.y + 0.8 * MM, say(p.langs[0], key), big)
    if len(p.langs) > 1:
        p.line(x + wide - 3 * MM, p.y + 0.8 * MM, say(p.langs[1], key), small, "right")
    if black:
        p.raw("0 g")


def _side(p: Paper, x: float, wide: float, side: Side, *, black: bool) -> None:
    left, room = x + 3 * MM, wide - 6 * MM
    name, plain = Style(BOLD, 10, 13.5), Style(SANS, 10, 13.5)
    y = label(p, left, p.y + 19 + 4 * MM, "handover.name", room=room)
    y = p.text(left, y, room, side.name, name)
    y = p.text(left, y, room, blocks.fact(p, side.role), plain)
    organisation = "\n".join(dict.fromkeys(side.organisation.in_(k) for k in p.langs))
    y = p.text(left, y, room, organisation, plain)
    y = label(p, left, y + 1.4 * MM, "handover.time", room=room)
    p.line(left, y, wording.moment(side.at) if side.at else "", Style(BOLD, 15, 19))
    y += 19
    if side.key:
        y = label(p, left, y + 1.4 * MM, "handover.key", room=room)
        p.line(left, y, wording.hexadecimal(side.key), Style(MONO, 9, 12))
        y = label(p, left, y + 12 + 1.4 * MM, "handover.signature", room=room)
        key = "handover.gave_says" if black else "handover.took_says"
        p.line(left, y, "✓", plain)
        for k, language in enumerate(p.langs):
            said = say(language, key)
            said = f"{wording.clock(side.at)} — {said}" if k == 0 else said
            y = p.text(left + 4.6 * MM, y, room - 4.6 * MM, said, plain)
    p.y = y + (12 if side.key else 17) * MM  # on paper alone the hand needs its room


# -- differences, who answers, proof ----------------------------------------------------------------------------------------


def _differences(p: Paper, facts: Facts) -> None:
    style = Style(SANS, 9.2, 12.4)
    p.y = label(p, p.left, p.y + 3 * MM, "handover.differences")

    def runs(language: str) -> Runs:
        cases = blocks.count(language, "cases", facts.counted)
        if not facts.seals_asked:
            counted = say(language, "handover.counted_only", cases=cases)
        else:
            seals = say(language, "handover.whole" if facts.seals_whole else "handover.broken")
            counted = say(language, "handover.counted", cases=cases, seals=seals)
        if facts.differences:
            found = " ".join(d.in_(language) for d in facts.differences)
            return (found, style.bold()), (f" {counted}", style)
        return (say(language, "handover.none"), style.bold()), (f" {counted}", style)

    p.y = columns(p, p.y, runs)


def _answers(p: Paper, facts: Facts) -> None:
    """The bar: from this minute somebody else answers."""
    at = facts.took.at
    style = Style(SANS, 10.5, 14)
    top = p.y + 2.5 * MM
    y = top
    for k, language in enumerate(p.langs):
        time = wording.from_clock(at, language) if at else say(language, "handover.from_signing")
        said = say(language, "handover.answers", time=time, who=facts.answers.in_(language))
        text = said[0].upper() + said[1:]
        y = p.text(p.left + 4 * MM, y, p.width - 4 * MM, text, style.bold() if k == 0 else style)
    p.upright(p.left + CHANGE / 2, top, y, CHANGE)
    p.y = y


def _proof(p: Paper, facts: Facts, bottom: float) -> None:
    """Both signatures in one code; without it the two lines above are the proof."""
    if not facts.proof:
        return
    side = blocks.proof_height(p)
    x = p.left + side + 5 * MM
    room = p.right - x
    small, strong = Style(SANS, 8, 10.6), Style(BOLD, 9, 11.6)
    rows: Sequence[tuple[str, str]] = (
        (both(p, "handover.act"), facts.number),
        (both(p, "handover.nonce"), wording.hexadecimal(facts.nonce)),
        (both(p, "handover.valid"), wording.moment(facts.valid_until).replace(",", "") if facts.valid_until else ""),
    )
    rows = [row for row in rows if row[1]]
    texts = [say(k, "handover.proof") for k in p.langs]
    said = sum(len(lines(((t, small),), room)) for t in texts) * small.lead
    title_ = both(p, "handover.proof_title")
    high = max(side + 2 * MM, len(lines(((title_, strong),), room)) * strong.lead + said + 1 * MM + len(rows) * 10.6)
    top = bottom - high
    if p.y > top - 3 * MM:  # many differences: both signatures on a sheet of their own, which names its act
        p.next_page()
        blocks.running_head(
            p, (((facts.number, Style(BOLD, 10, 13)),), ((both(p, "handover.title"), Style(SANS, 8.5, 13)),))
        )
    p.rule(top - 2 * MM, THIN)
    p.qr(p.left + 0.6 * MM, top + 1 * MM, facts.proof)
    y = p.text(x, top, room, title_, strong)
    for text in texts:
        y = p.text(x, y, room, text, small)
    lists.pairs(p, x, y + 1 * MM, rows)
