"""The courier's sheet of the day: which registries to carry where, each stop signed. The program's own paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, foot, lists, table, wording
from app.print.blocks import both, columns, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.page import FIVE, HAIR, MM, THICK, Paper
from app.print.type import BOLD, MONO, SANS, Run, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing to take from one place to another."""

    number: str  # R-AT01-08-16-00311-H
    source: Both
    target: Both
    cases: int
    sheets: int | None = None  # None: a result on its way back, of which nobody counts sheets
    documents: int = 0
    seals: str = ""
    deliver_by: str = ""  # a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "17"

    day: str
    courier: Signer
    dispatched_by: Signer
    stops: tuple[Stop, ...]


TH, TEXT, SMALL = Style(SANS, 7.5, 9.4), Style(SANS, 8.8, 11), Style(SANS, 7.8, 9.8)
PAD = 1 * MM


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "courier.title", size=13, lead=16.4)
    blocks.identity(p, "courier.number", at=blocks.when_runs(p, facts.day))
    blocks.section(p, before=1.9, after=1.1)
    y = blocks.label(p, p.left, p.y, "courier.who")
    style = Style(SANS, 11, 15) if p.single else Style(SANS, 10, 13.5)
    p.y = p.text(p.left, y, p.width, facts.courier.name, style.bold()) + 1.4 * MM
    _stops(p, facts)
    foot.draw(p, notes=[both(p, "courier.rule")])
    return p.save(title=both(p, "courier.title"), subject=blocks.subject(p))


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = (
        (0, 5.5, "right"), (7, 38, "left"), (46, 48, "left"), (95, 9, "right"), (105, 10, "right"), (118, 17, "left"),
        (136, 13, "left"), (150, 28, "left"),
    )  # fmt: skip
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("thing", "way", "cases", "sheets", "seals", "by", "signed")
    names = ["\n".join(say(k, f"courier.head.{key}") for k in p.langs) for key in keys]
    return ((("№", TH.bold()),), *(((name, TH),) for name in names))


def _cells(p: Paper, n: int, stop: Stop) -> tuple[Runs, ...]:
    way: list[Run] = []
    for k, language in enumerate(p.langs):
        arrow: Run = (f"{stop.source.in_(language)} → {stop.target.in_(language)}", SMALL)
        way += [("\n", SMALL), arrow] if k else [arrow]
    return (
        ((str(n), TEXT.bold()),),
        lists.number_runs(stop.number, Style(MONO, 8.2, 11, -0.01)),
        tuple(way),
        ((str(stop.cases), TEXT),),
        (("—" if stop.sheets is None else str(stop.sheets), TEXT),),
        ((stop.seals, SMALL),),
        ((wording.clock(stop.deliver_by) if stop.deliver_by else "", TEXT),),
        (),
    )


def _stops(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, n, s), cols, pad=PAD, least=11 * MM) for n, s in enumerate(facts.stops, 1)]
    bottom = p.high - foot.height(p, [both(p, "courier.rule")])
    head = table.heading_height(cols, _heading(p))
    further = p.measure(lambda: _running(p, facts))
    counts = table.split(
        [r.high for r in rows],
        first=bottom - p.y - head - 7 * MM,
        other=bottom - p.size.top * MM - further - head - 7 * MM,
        tail=p.measure(lambda: _tail(p, facts)),
        last=7 * MM,
    )
    at = 0
    for page, many in enumerate(counts):
        if page:
            p.line(p.right, p.y + 1.4 * MM, both(p, "continued", page=page + 1), Style(SANS, 8.5, 11), "right")
            p.next_page()
            _running(p, facts)
        if many:
            table.heading(p, cols, _heading(p))
        for n, row in enumerate(rows[at : at + many], at + 1):
            weight = FIVE if n % 5 == 0 else HAIR
            table.place(p, cols, table.Row(row.cells, row.high, weight), pad=PAD)
            p.rule(p.y - 2.6 * MM, HAIR, cols[7].x, p.right)
        at += many
    _tail(p, facts)


def _running(p: Paper, facts: Facts) -> None:
    bold, plain = Style(BOLD, 10, 13), Style(SANS, 10, 13)
    first: Runs = ((facts.number, bold), (f" · {wording.day(facts.day)}", plain))
    blocks.running_head(p, (first, ((f"{both(p, 'courier.title')}, {both(p, 'list.further')}", Style(SANS, 8.5, 13)),)))


def _tail(p: Paper, facts: Facts) -> None:
    registries, cases = sum(s.number.startswith("R") for s in facts.stops), sum(s.cases for s in facts.stops)
    results = any(s.sheets is None for s in facts.stops)
    last = (
        ("documents", sum(s.documents for s in facts.stops))
        if results
        else ("sheets", sum(s.sheets or 0 for s in facts.stops))
    )
    style = Style(SANS, 9.6, 12.8)
    p.rule(p.y, THICK)

    def runs(language: str) -> Runs:
        counted = (("things", registries), ("cases", cases), last)
        parts = [(blocks.count(language, key, n), n) for key, n in counted if n]
        out: list[Run] = [(f"{say(language, 'total')} ", style)]
        for k, (said, n) in enumerate(parts):
            in_words = wording.in_words(n, language).replace(" ", "\u00a0")
            out += [(f"{', ' if k else ''}", style), (said, style.bold()), (f" ({in_words})", style)]
        return tuple(out)

    p.y = columns(p, p.y + 1 * MM, runs) + 4 * MM
    lists.signers(p, [("courier.sent", facts.dispatched_by), ("courier.carried", facts.courier)], p.right)
