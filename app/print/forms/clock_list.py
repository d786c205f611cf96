"""The board of clocks as a list: what is late, at risk and due, at which step, by when, with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, foot, lists, table, wording
from app.print.blocks import both, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.page import CHANGE, MM, Paper
from app.print.type import BOLD, MONO, SANS, Runs, Style

State = Literal["late", "risk", "in-time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    state: State
    number: str
    applicant: str
    step: Both
    due_by: str
    holder: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "20"

    as_of: str
    centre: str  # AT01
    chosen: str = ""  # whose clocks, which service: as it was chosen in the window
    entries: tuple[Entry, ...]
    printed_by: Signer


TH, TEXT = Style(SANS, 7.5, 9.4), Style(SANS, 8.8, 11)
PAD = 0.9 * MM


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "clocks.title", size=13, lead=16.4)
    when = f"{wording.day(facts.as_of)}, {wording.clock(facts.as_of)}"
    said = both(p, "clocks.as-of", when=when) + (f" · {facts.chosen}" if facts.chosen else "")
    p.y = p.text(p.left, p.y - 1 * MM, p.width, said, Style(SANS, 10, 13.5)) + 2 * MM
    _entries(p, facts)
    foot.draw(p, centre=_centre(facts))
    return p.save(title=both(p, "clocks.title"), subject=f"{both(p, 'form_number', n=facts.FORM)} {_centre(facts)}")


def _centre(facts: Facts) -> str:
    return f"{facts.centre} · {wording.day(facts.as_of)}"


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = (
        (0, 7, "right"), (9, 20, "left"), (30, 35, "left"), (66, 38, "left"), (105, 27, "left"), (133, 18, "left"),
        (152, 26, "left"),
    )  # fmt: skip
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("state", "number", "applicant", "step", "due", "holder")
    names = (("\n".join(dict.fromkeys(say(k, f"clocks.head.{key}") for k in p.langs)), TH) for key in keys)
    return ((("№", TH.bold()),), *((name,) for name in names))


def _cells(p: Paper, n: int, entry: Entry, cols: tuple[table.Column, ...]) -> tuple[Runs, ...]:
    text = TEXT.bold() if entry.state == "late" else TEXT
    state = "\n".join(dict.fromkeys(say(k, f"clocks.{entry.state}") for k in p.langs))
    return (
        ((str(n), TEXT.bold()),), ((state, text),), lists.number_runs(entry.number, Style(MONO, 8.6, 11, -0.01)),
        lists.name_runs(entry.applicant, cols[3].wide), ((_lines(p, entry.step), Style(SANS, 7.8, 9.8)),),
        ((f"{wording.day(entry.due_by)}\n{wording.clock(entry.due_by)}", text),),
        ((_lines(p, entry.holder), Style(SANS, 7.8, 9.8)),),
    )  # fmt: skip


def _lines(p: Paper, told: Both) -> str:
    return "\n".join(dict.fromkeys(told.in_(k) for k in p.langs))


def _entries(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, n, e, cols), cols, pad=PAD, least=5 * MM) for n, e in enumerate(facts.entries, 1)]
    bottom = p.high - foot.height(p, (), centre=_centre(facts))
    head = table.heading_height(cols, _heading(p))
    counts = table.split(
        [r.high for r in rows], first=bottom - p.y - head - 7 * MM,
        other=bottom - p.size.top * MM - 14 * MM - head - 7 * MM, tail=38 * MM, last=7 * MM,
    )  # fmt: skip
    at = 0
    for page, many in enumerate(counts):
        if page:
            p.line(p.right, p.y + 1.4 * MM, both(p, "continued", page=page + 1), Style(SANS, 8.5, 11), "right")
            p.next_page()
            text = f"{both(p, 'clocks.title')} · {_centre(facts)}"
            p.y = p.text(p.left, p.y, p.width, text, Style(BOLD, 9, 12)) + 1 * MM
            p.rule(p.y, 1.5)
        if many:
            table.heading(p, cols, _heading(p))
        for row, entry in zip(rows[at : at + many], facts.entries[at : at + many], strict=True):
            top = p.y
            table.place(p, cols, row, pad=PAD)
            if entry.state == "late":
                p.upright(p.left - 1 * MM, top, p.y, CHANGE)
        at += many
    p.y += 4 * MM
    lists.signers(p, [("clocks.printed", facts.printed_by)], p.left + 87 * MM)
