"""The registry of results that came from the licensor: each one marked by the scanner, differences with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, codes, foot, lists, table, wording
from app.print.blocks import both, column, columns, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.lists import Place
from app.print.page import CHANGE, MM, THIN, Paper
from app.print.type import BOLD, MONO, SANS, Run, Runs, Style

Mark = Literal["here", "missing", "damaged", "extra"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    number: str
    applicant: str
    mark: Mark
    result: Both  # "лицензия", "приложение", "отказ"
    sheets: int = 0
    cell: str = ""
    reason: Both | None = None  # of a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "05"

    marked_at: str
    version: int = 1
    source: Place
    target: Place
    entries: tuple[Entry, ...]  # the listed ones first, then what was in no list
    gave: Signer
    took: Signer


PAD = 1 * MM
TEXT = Style(SANS, 8.8, 11)
TH = Style(SANS, 7.5, 9.4)
SIGN = {"here": "✓", "missing": "—", "damaged": "✗", "extra": "+"}


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "registry_in.title", size=13, lead=16.4)
    blocks.identity(p, "registry_in.number", at=blocks.when_runs(p, facts.marked_at))
    lists.route(p, facts.source, facts.target)
    _counts(p, facts)
    _entries(p, facts)
    foot.draw(p, centre=_centre(p, facts), notes=_notes(p))
    return p.save(title=both(p, "registry_in.title"), subject=blocks.subject(p))


def _centre(p: Paper, facts: Facts) -> str:
    return f"{codes.readable(facts.code)} · {both(p, 'list.version', n=facts.version)}"


def _notes(p: Paper) -> list[str]:
    return [" ".join(say(k, "registry_in.code") for k in p.langs)] if p.facts.proof else []


def _how_many(facts: Facts, *marks: Mark) -> int:
    return sum(e.mark in marks for e in facts.entries)


def _counts(p: Paper, facts: Facts) -> None:
    """Six boxes; those of the differences have a thick lower edge when they are not zero."""
    shown: tuple[tuple[str, int, bool], ...] = (
        ("listed", _how_many(facts, "here", "missing", "damaged"), False),
        ("arrived", _how_many(facts, "here", "damaged", "extra"), False),
        ("here", _how_many(facts, "here"), False),
        ("missing", _how_many(facts, "missing"), True),
        ("damaged", _how_many(facts, "damaged"), True),
        ("extra", _how_many(facts, "extra"), True),
    )
    each = p.width / len(shown)
    top = p.y + 2.5 * MM
    big, small = Style(BOLD, 17, 20), Style(SANS, 8, 10)
    high = 2 * MM + big.lead + small.lead * len(p.langs)
    for k, (key, number, difference) in enumerate(shown):
        x = p.left + k * each
        p.line(x + 2 * MM, top + 1 * MM, str(number), big)
        sign = f"{SIGN[key]} " if key in SIGN else ""
        text = sign + "\n".join(say(language, f"registry_in.{key}") for language in p.langs)
        p.text(x + 2 * MM, top + 1 * MM + big.lead, each - 3 * MM, text, small)
        if k:
            p.upright(x, top, top + high)
        if difference and number:
            p.rule(top + high - CHANGE / 2, CHANGE, x, x + each)
    p.frame(p.left, top, p.width, high, THIN)
    p.y = top + high + 1.5 * MM


# -- rows -------------------------------------------------------------------------------------------------------------------


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = (
        (0, 6.5, "right"), (8, 40, "left"), (49, 35, "left"), (85, 49.5, "left"), (136, 20, "left"), (155, 9, "right"),
        (166, 12, "right"),
    )  # fmt: skip
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("mark", "number", "applicant", "result", "sheets", "cell")
    names = ["\n".join(say(k, f"list.head.{key}") for k in p.langs) for key in keys]
    return ((("№", TH.bold()),), *(((name, TH),) for name in names))


def _cells(p: Paper, n: int, entry: Entry, cols: tuple[table.Column, ...]) -> tuple[Runs, ...]:
    style = Style(SANS, 8.5, 11)
    word = both(p, f"registry_in.{entry.mark}")
    sign: Run = (f"{SIGN[entry.mark]} ", Style(BOLD, 8.8, 11))
    result = "\n".join(dict.fromkeys(entry.result.in_(k) for k in p.langs))
    absent = entry.mark == "missing"
    return (
        ((str(n), TEXT.bold()),),
        (sign, (word, style if entry.mark == "here" else style.bold())),
        lists.number_runs(entry.number, Style(MONO, 8.6, 11, -0.01)),
        lists.name_runs(entry.applicant, cols[3].wide),
        ((result, Style(SANS, 7.8, 9.8)),),
        (("—" if absent else str(entry.sheets), TEXT),),
        (("—" if absent or not entry.cell else entry.cell, Style(MONO, 8.6, 11)),),
    )


def _reason(p: Paper, entry: Entry, y: float) -> float:
    """Why, in both languages, beneath the row."""
    if entry.reason is None:
        return y
    style = Style(SANS, 8.5, 10.8)
    told = entry.reason
    return columns(p, y, lambda k: ((told.in_(k), style),), left=p.left + 8 * MM)


def _reason_high(p: Paper, entry: Entry) -> float:
    if entry.reason is None:
        return 0.0
    style = Style(SANS, 8.5, 10.8)
    told = entry.reason
    cols = [table.Column(*column(p, k, p.left + 8 * MM)) for k in range(len(p.langs))]
    return table.height([((told.in_(k), style),) for k in p.langs], cols) + 0.6 * MM


def _entries(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, n, e, cols), cols, pad=PAD) for n, e in enumerate(facts.entries, 1)]
    first_extra = next((n for n, e in enumerate(facts.entries) if e.mark == "extra"), None)
    heights = [r.high + _reason_high(p, e) for r, e in zip(rows, facts.entries, strict=True)]
    if first_extra is not None:
        heights[first_extra] += 7 * MM
    bottom = p.high - foot.height(p, _notes(p), centre=_centre(p, facts))
    head = table.heading_height(cols, _heading(p))
    further = p.measure(lambda: _running(p, facts))
    counts = table.split(
        heights,
        first=bottom - p.y - head - 7 * MM,
        other=bottom - p.size.top * MM - further - head - 7 * MM,
        tail=p.measure(lambda: _tail(p, facts)),
        last=7 * MM,
    )
    at = 0
    for page, many in enumerate(counts):
        if page:
            p.next_page()
            _running(p, facts)
        if many:
            table.heading(p, cols, _heading(p))
        for n in range(at, at + many):
            if n == first_extra:
                p.y = p.text(p.left, p.y + 1.4 * MM, p.width, both(p, "registry_in.unlisted"), Style(BOLD, 8.8, 11))
                p.y += 0.8 * MM
                p.rule(p.y)
            _entry(p, cols, rows[n], facts.entries[n])
        at += many
        if page < len(counts) - 1 and many:
            style = Style(SANS, 8.5, 11)
            p.line(p.right, p.y + 1.4 * MM, both(p, "continued", page=page + 2), style, "right")
    _tail(p, facts)


def _entry(p: Paper, cols: tuple[table.Column, ...], row: table.Row, entry: Entry) -> None:
    top = p.y
    high = row.high - (PAD if entry.reason is not None else 0)
    table.place(p, cols, table.Row(row.cells, high, 0), pad=PAD)
    if entry.reason is not None:
        p.y = _reason(p, entry, p.y) + PAD + 0.6 * MM
    p.rule(p.y, row.weight)
    if entry.mark != "here":
        p.upright(p.left + CHANGE / 2, top, p.y, CHANGE)


def _running(p: Paper, facts: Facts) -> None:
    bold, plain = Style(BOLD, 10, 13), Style(SANS, 10, 13)
    first: Runs = ((codes.readable(facts.code), bold), (f" · {wording.moment(facts.marked_at)}", plain))
    blocks.running_head(p, (first, ((both(p, "registry_in.continued"), Style(SANS, 8.5, 11.4)),)))


def _tail(p: Paper, facts: Facts) -> None:
    p.y = columns(p, p.y + 1.2 * MM, lambda k: _said(facts, k)) + 3 * MM
    top = p.y
    side = blocks.proof_height(p)
    right = p.right - side - 6 * MM if side else p.right
    lists.signers(p, [("list.gave", facts.gave), ("registry_in.took", facts.took)], right)
    if facts.proof:
        p.qr(p.right - side, top, facts.proof)
        p.y = max(p.y, top + side + 2 * MM)


def _said(facts: Facts, language: str) -> Runs:
    style = Style(SANS, 9, 12)
    marked = wording.in_words(_how_many(facts, "here", "damaged", "extra"), language)
    open_ = wording.in_words(_how_many(facts, "missing", "damaged", "extra"), language)
    runs: list[Run] = []
    for part in say(language, "registry_in.words").replace("}", "{").split("{"):
        said = {"marked": marked, "open": open_}.get(part)
        runs.append((said, style.bold()) if said else (part, style))
    return tuple(runs)
