"""The acceptance receipt: the number, the day to come back, and the list of what was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.print import blocks, foot, table, wording
from app.print.blocks import BODY, both, column, columns, label, say
from app.print.facts import Both, Language, Party, Sheet
from app.print.page import HEAD, MM, THICK, THIN, Paper
from app.print.type import BOLD, SANS, Run, Runs, Style, width

Kind = Literal["original", "copy", "notarised-copy", "form", "electronic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    name: Both
    kind: Kind
    sheets: int
    number: str = ""  # of a power of attorney, an order
    valid_until: str = ""  # a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "01"

    accepted_at: str
    service: Both  # without quotation marks
    asked: Both  # "получение лицензии и приложения к ней"
    applicant: Party
    representative: Party | None = None
    release_at: str  # a time, or only a day; empty: see the next but one
    release_reconstructed: bool = False  # the day is marked °: no act counts it
    release_when: Both | None = None  # instead of a day that nobody can name yet: "по решению комиссии"
    release_place: Both
    hours: Both | None = None  # Both("пн–сб 09:00–20:00", "дс–сб 09:00–20:00")
    kept_until: str = ""  # a day
    documents: tuple[Document, ...]
    returned: tuple[Both, ...] = ()  # shown, compared and given back
    inspector: str
    window: str = ""  # "3"
    demanded: Both | None = None  # the clause that demands the five fields: Both("п. 10 2)", "10-т. 2)"); None: no ■


PAD = 0.7 * MM
CONTINUED = 11 + 2 * MM  # "continued on page 2"


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    must = facts.demanded is not None
    blocks.head(p)
    blocks.title(p, "receipt.title", size=12, lead=16)
    blocks.identity(p, "receipt.number", at=blocks.when_runs(p, facts.accepted_at), must=must)
    blocks.section(p, before=1.9, after=1.1)
    p.y = label(p, p.left, p.y, "receipt.service", must=must)
    blocks.service(p, facts.service, facts.asked)
    blocks.section(p, before=1.9, after=1.1)
    who = facts.representative
    blocks.parties(p, ("applicant", facts.applicant), ("representative", who) if who else None)
    p.y += 2.6 * MM
    _when_and_where(p, facts, must)
    _documents(p, facts, must)
    notes = _notes(p, facts)
    blocks.closing(
        p,
        foot.bottom(p, notes),
        "receipt.inspector",
        blocks.inspector(p, facts.inspector, facts.window),
        captions=("receipt.signed", "receipt.taken"),
        proves="receipt.proof",
        must=must,
    )
    foot.draw(p, notes=notes, fold=True)
    return p.save(title=both(p, "receipt.title"), subject=blocks.subject(p))


def _notes(p: Paper, facts: Facts) -> list[str]:
    notes = []
    if facts.demanded is not None:
        texts = (say(k, "receipt.five", clause=facts.demanded.in_(k).removesuffix(")")) for k in p.langs)
        notes.append("■ " + blocks.once(texts))
    return [*notes, both(p, "reconstructed")]


# -- the answer: when, where, what to bring ---------------------------------------------------------------------------------


def _when_and_where(p: Paper, facts: Facts, must: bool) -> None:
    top, inner = p.y, 3 * MM
    middle = p.left + 66 * MM
    y = top + 1.8 * MM
    left = label(p, p.left + inner, y, "receipt.release_on", must=must, room=middle - p.left - 2 * inner)
    left = _when(p, facts, p.left + inner, left, middle - inner)
    right = _place(p, facts, middle + inner, y, must)
    y = max(left, right) + 1.8 * MM
    p.upright(middle, top + THICK, y, THIN)
    if facts.hours or facts.kept_until:
        p.rule(y, THIN, p.left + THICK, p.right - THICK)
        y = _hours(p, facts, y + 1.4 * MM) + 1.4 * MM
    p.frame(p.left, top, p.width, y - top, THICK)
    p.y = y


def _when(p: Paper, facts: Facts, x: float, y: float, right: float) -> float:
    mark = "°" if facts.release_reconstructed else ""
    if not facts.release_at:
        texts = [facts.release_when.in_(k) + mark for k in p.langs] if facts.release_when else []
        for said in dict.fromkeys(texts):
            y = p.text(x, y + 0.8 * MM, right - x, said, Style(BOLD, 16, 20))
        return y
    style = Style(BOLD, 30, 34, -0.01)
    day = wording.day(facts.release_at)
    p.line(x, y + 0.4 * MM, day, style)
    if mark:
        p.line(x + width(day, style), y + 1 * MM, mark, Style(BOLD, 18, 20))
    y += 0.4 * MM + 34
    days = blocks.once(wording.weekday(facts.release_at, k) for k in p.langs)
    y = p.text(x, y, right - x, days, Style(SANS, 11, 14.4))
    if wording.has_time(facts.release_at):
        key = "receipt.from_alone" if p.single else "receipt.from"
        times = blocks.once(say(k, key, time=wording.from_clock(facts.release_at, k)) for k in p.langs)
        y = p.text(x, y, right + 3 * MM - x, times, Style(BOLD, 16, 20))
    return y


def _place(p: Paper, facts: Facts, x: float, y: float, must: bool) -> float:
    style = Style(BOLD, 12, 16) if p.single else Style(BOLD, 9.6, 12.8)
    room = p.right - 3 * MM - x
    each = (room - 4 * MM * (len(p.langs) - 1)) / len(p.langs)
    y = label(p, x, y, "receipt.place", must=must, room=room)
    places = [(x + k * (each + 4 * MM), language) for k, language in enumerate(p.langs)]
    y = max(p.text(at, y, each, facts.release_place.in_(language), style) for at, language in places) + 1.6 * MM
    y = label(p, x, y, "receipt.bring", room=room)
    plain = style._replace(face=SANS)
    for thing in ("receipt.this", "receipt.id", *(("receipt.power",) if facts.representative else ())):
        ends = []
        for at, language in places:
            p.square(at, y + plain.lead / 2 - 1.45 * MM, 2.9 * MM)
            ends.append(p.text(at + 4.6 * MM, y, each - 4.6 * MM, say(language, thing), plain))
        y = max(ends)
    return y


def _hours(p: Paper, facts: Facts, y: float) -> float:
    style = Style(SANS, 9.6, 13) if p.single else Style(SANS, 9, 12)

    def runs(language: str) -> Runs:
        said = []
        if facts.hours:
            said.append(say(language, "receipt.open", hours=facts.hours.in_(language)))
        if facts.kept_until:
            until = wording.until_long_day if p.single else wording.until_day
            said.append(say(language, "receipt.kept", until=until(facts.kept_until, language)))
        return ((" ".join(said) if p.single else "\n".join(said), style),)

    return columns(p, y, runs, left=p.left + 3 * MM, right=p.right - 3 * MM)


# -- the list -------------------------------------------------------------------------------------------------------------


def _columns(p: Paper) -> tuple[table.Column, ...]:
    if p.single:
        spans = ((0, 5, "right"), (7, 128, "left"), (138, 26, "left"), (166, 12, "right"))
    else:
        spans = ((0, 5, "right"), (7, 82, "left"), (91, 73, "left"), (166, 12, "right"))
    return tuple(table.column_at(p, *span) for span in spans)


def _cells(p: Paper, number: int, document: Document) -> tuple[Runs, ...]:
    style = Style(SANS, 10.5, 14) if p.single else Style(SANS, 9.3, 12)
    sheets: Runs = ((str(document.sheets), style),)
    first: Runs = ((str(number), style),)
    if p.single:
        kind: Run = (say(p.langs[0], f"kind.{document.kind}"), Style(SANS, 8.5, 14))
        return first, ((_name(document, p.langs[0]), style),), (kind,), sheets
    return first, *(_named(document, k, style) for k in p.langs), sheets


def _named(document: Document, language: str, style: Style) -> Runs:
    kind = say(language, f"kind.{document.kind}")
    return (f"{_name(document, language)}, ", style), (kind, style.small())


def _name(document: Document, language: str) -> str:
    name = document.name.in_(language)
    number = f"№\u00a0{document.number}" if document.number else ""
    if number:
        name = f"{number} {name[0].lower()}{name[1:]}" if language == "kk" else f"{name} {number}"
    until = wording.until_day(document.valid_until, language) if document.valid_until else ""
    return f"{name}, {until}" if until else name


def _heading(p: Paper) -> tuple[Runs, ...]:
    style = Style(SANS, 7.5, 9.4)
    middle = ("receipt.document", "receipt.kind") if p.single else ("receipt.document_and_kind",)
    names = [say(k, key) for key in middle for k in p.langs]
    sheets = "\n".join(say(k, "sheets_head") for k in p.langs)
    return ((("№", style),), *(((name, style),) for name in names), ((sheets, style),))


def _documents(p: Paper, facts: Facts, must: bool) -> None:
    cols = _columns(p)
    rows = [table.row(_cells(p, n, d), cols, pad=PAD) for n, d in enumerate(facts.documents, 1)]
    bottom = p.high - foot.height(p, _notes(p, facts))
    head = table.heading_height(cols, _heading(p))
    first = bottom - p.y - 3 * MM - 12 - 0.6 * MM - head - CONTINUED
    counts = table.split(
        [r.high for r in rows],
        first=first,
        other=bottom - p.size.top * MM - 16 * MM - head - CONTINUED,
        tail=_totals_height(p, facts) + 2 * MM + blocks.closing_height(p) + 2.2 * MM,
        last=CONTINUED,
    )
    p.rule(p.y + 1.9 * MM)
    p.y += 3 * MM
    p.y = label(p, p.left, p.y, "receipt.documents", must=must)
    at = 0
    for page, many in enumerate(counts):
        if page:
            _continue(p, facts, at)
        if many:
            table.heading(p, cols, _heading(p))
        for k, row in enumerate(rows[at : at + many]):
            last = k == many - 1
            table.place(p, cols, table.Row(row.cells, row.high, HEAD if last else row.weight), pad=PAD)
        at += many
        if page < len(counts) - 1:
            p.flow(
                p.left, p.y + 1 * MM, p.width, ((both(p, "continued", page=page + 2), Style(SANS, 8.5, 11)),), "right"
            )
    _totals(p, facts)


def _continue(p: Paper, facts: Facts, at: int) -> None:
    p.next_page()
    bold, plain = Style(BOLD, 10, 13), Style(SANS, 10, 13)
    first: Runs = ((facts.number, bold), (f" · {wording.moment(facts.accepted_at)}", plain))
    blocks.running_head(p, (first, ((both(p, "receipt.continued"), Style(SANS, 8.5, 13)),)))
    p.y += 1 * MM


def _totals(p: Paper, facts: Facts) -> None:
    p.y = columns(p, p.y + 1 * MM, lambda k: _total(p, facts, k))
    if facts.returned:
        p.y = columns(p, p.y + 0.4 * MM, lambda k: _returned(p, facts, k))


def _totals_height(p: Paper, facts: Facts) -> float:
    cols = tuple(table.Column(*column(p, k)) for k in range(len(p.langs)))
    high = 1 * MM + table.height([_total(p, facts, k) for k in p.langs], cols)
    if facts.returned:
        high += 0.4 * MM + table.height([_returned(p, facts, k) for k in p.langs], cols)
    return high


def _total(p: Paper, facts: Facts, language: str) -> Runs:
    style = Style(SANS, 11, 15) if p.single else BODY
    documents, sheets = len(facts.documents), sum(d.sheets for d in facts.documents)
    return (
        (f"{say(language, 'total')} ", style),
        (blocks.count(language, "documents", documents), style.bold()),
        (f" ({_words(documents, language)}), ", style),
        (blocks.count(language, "sheets", sheets), style.bold()),
        (f" ({_words(sheets, language)})", style),
    )


def _words(n: int, language: str) -> str:
    return wording.in_words(n, language).replace(" ", "\u00a0")


def _returned(p: Paper, facts: Facts, language: str) -> Runs:
    things = ", ".join(thing.in_(language) for thing in facts.returned)
    style = Style(SANS, 9.5, 13) if p.single else Style(SANS, 8.5, 11)
    return ((say(language, "receipt.returned", things=things), style),)
