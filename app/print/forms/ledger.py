"""The ledger on paper: copies, numbered blank forms and spoilt sheets of an office, with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, foot, lists, table, wording
from app.print.blocks import both, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.page import MM, Paper
from app.print.type import BOLD, MONO, SANS, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    at: str
    who: str
    paper: Both
    code: str  # as it stands under the bars
    what: Both
    why: Both | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "19"

    as_of: str
    centre: str  # AT01
    entries: tuple[Entry, ...]
    checked_by: Signer


TH, TEXT, CODE = Style(SANS, 7.5, 9.4), Style(SANS, 8.8, 11), Style(MONO, 8, 10)
PAD = 0.9 * MM


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "ledger.title", size=13, lead=16.4)
    style = Style(SANS, 10, 13.5)
    said = f"{wording.day(facts.as_of)}, {wording.clock(facts.as_of)}"
    count = f" · {both(p, 'ledger.lines')}: {len(facts.entries)}"
    p.y = p.flow(p.left, p.y - 1 * MM, p.width, ((said, style.bold()), (count, style))) + 2 * MM
    _entries(p, facts)
    foot.draw(p, centre=_centre(facts))
    return p.save(title=both(p, "ledger.title"), subject=f"{both(p, 'form_number', n=facts.FORM)} {_centre(facts)}")


def _centre(facts: Facts) -> str:
    return f"{facts.centre} · {wording.day(facts.as_of)}"


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = ((0, 24, "left"), (25, 38, "left"), (64, 50, "left"), (115, 34, "left"), (150, 28, "left"))
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("when", "who", "paper", "what", "why")
    return tuple((("\n".join(say(k, f"ledger.head.{key}") for k in p.langs), TH),) for key in keys)


def _in_both(p: Paper, text: Both) -> str:
    return "\n".join(dict.fromkeys(text.in_(k) for k in p.langs))


def _cells(p: Paper, entry: Entry) -> tuple[Runs, ...]:
    return (
        ((f"{wording.day(entry.at)}\n{wording.clock(entry.at)}", TEXT),),
        ((entry.who, TEXT),),
        ((f"{_in_both(p, entry.paper)}\n", TEXT), (entry.code, CODE)),
        ((_in_both(p, entry.what), TEXT.bold()),),
        ((_in_both(p, entry.why) if entry.why else "—", TEXT),),
    )


def _entries(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, e), cols, pad=PAD, least=5 * MM) for e in facts.entries]
    bottom = p.high - foot.height(p, (), centre=_centre(facts))
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
            p.line(p.right, p.y + 1.4 * MM, both(p, "continued", page=page + 1), Style(SANS, 8.5, 11), "right")
            p.next_page()
            text = f"{both(p, 'ledger.title')} · {_centre(facts)}"
            p.y = p.text(p.left, p.y, p.width, text, Style(BOLD, 9, 12)) + 1 * MM
            p.rule(p.y, 1.5)
        if many:
            table.heading(p, cols, _heading(p))
        for row in rows[at : at + many]:
            table.place(p, cols, row, pad=PAD)
        at += many
    p.y += 4 * MM
    lists.signers(p, [("ledger.checked", facts.checked_by)], p.left + 87 * MM)
