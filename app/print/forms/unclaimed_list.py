"""The list of results that nobody has come for: which cell, since when, how often they were called, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, foot, lists, table, wording
from app.print.blocks import both, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.page import CHANGE, MM, THIN, Paper
from app.print.type import BOLD, MONO, SANS, Runs, Style

Next = Literal["return", "call", "wait"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    cell: str
    number: str
    applicant: str
    came_on: str
    return_by: str
    days: int
    calls: tuple[str, ...] = ()  # days on which they were told
    next: Next


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "13"

    as_of: str
    centre: str  # AT01
    desk: Both  # "выдача"
    entries: tuple[Entry, ...]
    checked_by: Signer


TH, TEXT = Style(SANS, 7.5, 9.4), Style(SANS, 8.8, 11)
PAD = 0.9 * MM


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "unclaimed.title", size=13, lead=16.4)
    _when(p, facts)
    _counts(p, facts)
    _entries(p, facts)
    foot.draw(p, centre=_centre(facts), notes=_notes(p))
    return p.save(title=both(p, "unclaimed.title"), subject=f"{both(p, 'form_number', n=facts.FORM)} {_centre(facts)}")


def _centre(facts: Facts) -> str:
    return f"{facts.centre} · {wording.day(facts.as_of)}"


def _notes(p: Paper) -> list[str]:
    return [f"{both(p, 'reconstructed')}: {both(p, 'unclaimed.rule')}"]


def _when(p: Paper, facts: Facts) -> None:
    style = Style(SANS, 10, 13.5)
    days = blocks.once(wording.weekday(facts.as_of, k) for k in p.langs)
    said = f", {days}, {wording.clock(facts.as_of)} · {both(p, 'unclaimed.kept_at')}: "
    runs: Runs = (
        (wording.day(facts.as_of), style.bold()), (said, style), (facts.centre, style.bold()),
        (f", {blocks.fact(p, facts.desk)}", style),
    )  # fmt: skip
    p.y = p.flow(p.left, p.y - 1 * MM, p.width, runs)


def _counts(p: Paper, facts: Facts) -> None:
    how_many = [len(facts.entries), *(sum(e.next == n for e in facts.entries) for n in ("return", "call", "wait"))]
    each = p.width / 4
    top = p.y + 2 * MM
    big, small = Style(BOLD, 17, 20), Style(SANS, 8, 10)
    high = 2 * MM + big.lead + small.lead * len(p.langs)
    for k, (key, number) in enumerate(zip(("all", "return", "call", "wait"), how_many, strict=True)):
        x = p.left + k * each
        p.line(x + 2 * MM, top + 1 * MM, str(number), big)
        text = "\n".join(say(language, f"unclaimed.count.{key}") for language in p.langs)
        p.text(x + 2 * MM, top + 1 * MM + big.lead, each - 3 * MM, text, small)
        if k:
            p.upright(x, top, top + high)
        if key == "return" and number:
            p.rule(top + high - CHANGE / 2, CHANGE, x, x + each)
    p.frame(p.left, top, p.width, high, THIN)
    p.y = top + high + 1.5 * MM


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = (
        (0, 13, "left"), (14, 7, "middle"), (21, 35, "left"), (57, 38.5, "left"), (97, 20, "left"), (117, 8, "right"),
        (129, 14, "left"), (144, 34, "left"),
    )  # fmt: skip
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("cell", "here", "number", "applicant", "came", "days", "calls", "next")
    return tuple((("\n".join(say(k, f"unclaimed.head.{key}") for k in p.langs), TH),) for key in keys)


def _cells(p: Paper, entry: Entry, cols: tuple[table.Column, ...]) -> tuple[Runs, ...]:
    text = TEXT.bold() if entry.next == "return" else TEXT
    calls = "—"
    if entry.calls:
        calls = f"{len(entry.calls)}: " + ", ".join(wording.day(c)[:5] for c in entry.calls)
    name = lists.name_runs(entry.applicant, cols[3].wide)
    todo = "\n".join(say(k, f"unclaimed.next.{entry.next}") for k in p.langs)
    return (
        ((entry.cell, Style(MONO, 8.6, 11).bold()),),
        (),
        lists.number_runs(entry.number, Style(MONO, 8.6, 11, -0.01)),
        tuple((t, s.bold() if entry.next == "return" else s) for t, s in name),
        ((f"{wording.day(entry.came_on)}\n{wording.day(entry.return_by)}", text),),
        ((str(entry.days), TEXT.bold()),),
        ((calls, Style(text.face, 7.8, 9.8)),),
        ((todo, Style(text.face, 8.6, 10.8)),),
    )


def _entries(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, e, cols), cols, pad=PAD, least=5 * MM) for e in facts.entries]
    bottom = p.high - foot.height(p, _notes(p), centre=_centre(facts))
    head = table.heading_height(cols, _heading(p))
    counts = table.split(
        [r.high for r in rows],
        first=bottom - p.y - head - 7 * MM,
        other=bottom - p.size.top * MM - 14 * MM - head - 7 * MM,
        tail=38 * MM,
        last=7 * MM,
    )
    at = 0
    for page, many in enumerate(counts):
        if page:
            style = Style(SANS, 8.5, 11)
            p.line(p.right, p.y + 1.4 * MM, both(p, "continued", page=page + 1), style, "right")
            p.next_page()
            text = f"{both(p, 'unclaimed.title')} · {_centre(facts)}"
            p.y = p.text(p.left, p.y, p.width, text, Style(BOLD, 9, 12)) + 1 * MM
            p.rule(p.y, 1.5)
        if many:
            table.heading(p, cols, _heading(p))
        for row in rows[at : at + many]:
            top = p.y
            table.place(p, cols, row, pad=PAD)
            p.square(cols[1].x + (cols[1].wide - 4.6 * MM) / 2, top + PAD, 4.6 * MM)
        at += many
    p.y += 4 * MM
    lists.signers(p, [("unclaimed.checked", facts.checked_by)], p.left + 87 * MM)
