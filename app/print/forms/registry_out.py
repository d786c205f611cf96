"""The registry that the accumulation sector sends with the courier: what goes to the licensor, ticked by two hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.print import blocks, codes, foot, lists, table, wording
from app.print.blocks import both, columns, say
from app.print.facts import Both, Language, Sheet, Signer
from app.print.lists import Checkpoint, Place
from app.print.page import CHANGE, FIVE, HAIR, HEAD, MM, THICK, THIN, Paper
from app.print.type import BOLD, MONO, SANS, Run, Runs, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    number: str
    applicant: str  # in the language of the application: no number of the person
    asked: Both  # short: "выдача: Л + П"
    documents: int
    sheets: int
    due_on: str  # a day; empty: no act sets one
    changed: bool = False  # corrected or added in this version


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases of one service."""

    name: Both
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The version before, and which rows differ from it."""

    version: int
    closed_at: str
    corrected: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    removed: tuple[str, ...] = ()  # numbers of cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Sheet):
    FORM: ClassVar[str] = "03"

    closed_at: str
    version: int = 1
    source: Place
    target: Place
    groups: tuple[Group, ...]
    replaced: Replaced | None = None
    made_by: Signer
    given_by: Signer
    taken_by: Signer
    checkpoint: Checkpoint | None = None


PAD = 0.75 * MM
LEAST = 8.8 * MM - 2 * PAD
TEXT = Style(SANS, 8.8, 11)
TH = Style(SANS, 7.5, 9.4)


def draw(facts: Facts, language: Language) -> bytes:
    p = Paper(facts, language)
    blocks.head(p)
    blocks.title(p, "registry_out.title", size=13, lead=16.4)
    version = tuple(say(k, "list.version", n=facts.version) for k in p.langs)
    at = blocks.when_runs(p, facts.closed_at, more=(both(p, "list.closed"),))
    blocks.identity(p, "registry_out.number", at=at, version=version)
    cases, _, sheets = _totals(facts.groups)
    lists.route(p, facts.source, facts.target, ((cases, "cases"), (sheets, "sheets")))
    _replaced(p, facts)
    _entries(p, facts)
    centre = _centre(p, facts)
    foot.draw(p, centre=centre, notes=_notes(p))
    return p.save(title=both(p, "registry_out.title"), subject=blocks.subject(p))


def _centre(p: Paper, facts: Facts) -> str:
    return f"{codes.readable(facts.code)} · {both(p, 'list.version', n=facts.version)}"


def _notes(p: Paper) -> list[str]:
    return [say(k, "registry_out.legend") for k in p.langs]


def _totals(groups: tuple[Group, ...]) -> tuple[int, int, int]:
    entries = [e for g in groups for e in g.entries]
    return len(entries), sum(e.documents for e in entries), sum(e.sheets for e in entries)


def _replaced(p: Paper, facts: Facts) -> None:
    """What differs from the version before, with a bar at its side."""
    before = facts.replaced
    if before is None:
        return
    style = Style(SANS, 8.5, 11.4)
    top = p.y + 1.6 * MM
    y = top
    for language in p.langs:
        said = say(language, "list.instead", n=before.version, time=wording.clock(before.closed_at))
        runs: list[Run] = [(said, style)]
        parts: list[tuple[str, tuple[object, ...]]] = [
            ("list.corrected", before.corrected), ("list.added", before.added), ("list.removed", before.removed),
        ]  # fmt: skip
        told = [(key, items) for key, items in parts if items]
        for k, (key, items) in enumerate(told):
            first, _, last = say(language, key).partition("{rows}")
            runs += [(f"{', ' if k else ' '}{first}", style), (", ".join(map(str, items)), style.bold()), (last, style)]
        y = p.flow(p.left + 2.6 * MM, y, p.width - 2.6 * MM, (*runs, (".", style)))
    p.upright(p.left + CHANGE / 2, top, y, CHANGE)
    p.y = y + 0.6 * MM


# -- rows -----------------------------------------------------------------------------------------------------------------


def _columns(p: Paper) -> tuple[table.Column, ...]:
    spans = (
        (0, 5.5, "right"), (7, 9, "middle"), (16, 35, "left"), (51.5, 47, "left"), (100, 31, "left"), (130, 9, "right"),
        (139.5, 9.5, "right"), (152, 18, "left"), (170, 8, "middle"),
    )  # fmt: skip
    return tuple(table.column_at(p, *span) for span in spans)


def _heading(p: Paper) -> tuple[Runs, ...]:
    keys = ("given", "number", "applicant", "asked", "docs", "sheets", "due", "taken")
    names = ["\n".join(say(k, f"list.head.{key}") for k in p.langs) for key in keys]
    return ((("№", TH.bold()),), *(((name, TH),) for name in names))


def _cells(p: Paper, n: int, entry: Entry, cols: tuple[table.Column, ...]) -> tuple[Runs, ...]:
    asked = "\n".join(dict.fromkeys(entry.asked.in_(k) for k in p.langs))
    return (
        ((str(n), TEXT.bold()),),
        (),
        lists.number_runs(entry.number, Style(MONO, 8.6, 11, -0.01)),
        lists.name_runs(entry.applicant, cols[3].wide),
        ((asked, Style(SANS, 7.8, 9.8)),),
        ((str(entry.documents), TEXT),),
        ((str(entry.sheets), TEXT),),
        ((wording.day(entry.due_on) if entry.due_on else "—", Style(SANS, 8.5, 11)),),
        (),
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A row of the list, or the head of a group when `entry` is None."""

    row: table.Row
    group: Group
    entry: Entry | None


def _items(p: Paper, facts: Facts, cols: tuple[table.Column, ...]) -> list[_Item]:
    out: list[_Item] = []
    n = 0
    for group in facts.groups:
        out.append(_Item(table.Row((), _group_high(p, group, False), THIN), group, None))
        for entry in group.entries:
            n += 1
            row = table.row(_cells(p, n, entry, cols), cols, pad=PAD, least=LEAST)
            weight = FIVE if n % 5 == 0 else HAIR
            out.append(_Item(table.Row(row.cells, row.high, weight), group, entry))
    return out


def _group_runs(p: Paper, group: Group, further: bool) -> Runs:
    names = [group.name.in_(k) + (f", {say(k, 'list.further')}" if further else "") for k in p.langs]
    return ((blocks.once(names), Style(BOLD, 8.8, 11.4)),)


def _group_high(p: Paper, group: Group, further: bool) -> float:
    whole = table.Column(p.left, p.width)
    return table.height((_group_runs(p, group, further),), (whole,)) + 2 * MM


def _entries(p: Paper, facts: Facts) -> None:
    cols = _columns(p)
    items = _items(p, facts, cols)
    bottom = p.high - foot.height(p, _notes(p), centre=_centre(p, facts))
    head = table.heading_height(cols, _heading(p))
    room = bottom - head - 7 * MM  # the line "on this page"
    further = p.measure(lambda: _running(p, facts, (0, 0, 0), 1))
    together = {k + d for k, item in enumerate(items) if item.entry is None for d in (1, 2)}
    counts = table.split(
        [item.row.high for item in items],
        first=room - p.y,
        other=room - p.size.top * MM - further - 8 * MM,
        tail=p.measure(lambda: _tail(p, facts)),
        last=7 * MM,
        together=together,
    )
    at, carried = 0, (0, 0, 0)
    for page, many in enumerate(counts):
        if page:
            p.next_page()
            _running(p, facts, carried, page)
        if many:
            table.heading(p, cols, _heading(p))
        if page and many and items[at].entry is not None:
            _group_head(p, items[at].group, True)
        here = items[at : at + many]
        for item in here:
            _item(p, item, cols)
        at += many
        onto = _sum(here)
        carried = (carried[0] + onto[0], carried[1] + onto[1], carried[2] + onto[2])
        if page < len(counts) - 1 and many:
            _on_this_page(p, onto, page + 2)
    _tail(p, facts)


def _sum(items: list[_Item]) -> tuple[int, int, int]:
    entries = [item.entry for item in items if item.entry is not None]
    return len(entries), sum(e.documents for e in entries), sum(e.sheets for e in entries)


def _item(p: Paper, item: _Item, cols: tuple[table.Column, ...]) -> None:
    if item.entry is None:
        _group_head(p, item.group, False)
        return
    top = p.y
    table.place(p, cols, item.row, pad=PAD)
    for column in (cols[1], cols[8]):
        p.square(column.x + (column.wide - 4.6 * MM) / 2, top + 0.9 * MM, 4.6 * MM)
    if item.entry.changed:
        p.upright(p.left + CHANGE / 2, top, p.y, CHANGE)


def _group_head(p: Paper, group: Group, further: bool) -> None:
    y = p.flow(p.left, p.y + 1.4 * MM, p.width, _group_runs(p, group, further))
    p.y = y + 0.6 * MM
    p.rule(p.y, THIN)


def _running(p: Paper, facts: Facts, carried: tuple[int, int, int], page: int) -> None:
    bold, plain = Style(BOLD, 10, 13), Style(SANS, 10, 13)
    version = both(p, "list.version", n=facts.version)
    first: Runs = ((codes.readable(facts.code), bold), (f" · {version} · {wording.moment(facts.closed_at)}", plain))
    blocks.running_head(p, (first, ((both(p, "registry_out.continued"), Style(SANS, 8.5, 11.4)),)))
    style = Style(SANS, 8.5, 11)
    lead = (f"{both(p, 'list.carried', page=page)}: ", style)
    p.y = p.flow(p.left, p.y, p.width, (lead, *lists.counts_line(p, carried))) + 1 * MM


def _on_this_page(p: Paper, totals: tuple[int, int, int], page: int) -> None:
    style = Style(SANS, 8.5, 11)
    y = p.y + 1.4 * MM
    p.flow(p.left, y, p.width, ((f"{both(p, 'list.here')}: ", style), *lists.counts_line(p, totals)))
    p.line(p.right, y, both(p, "continued", page=page), style, "right")


# -- totals, words, signatures, checkpoint: one block ---------------------------------------------------------------------


def _tail(p: Paper, facts: Facts) -> None:
    p.y += 2.5 * MM
    _sums(p, facts)
    p.y = columns(p, p.y + 1.2 * MM, lambda k: _in_words(facts, k)) + 4 * MM
    top = p.y
    signing = [("list.made", facts.made_by), ("list.gave", facts.given_by), ("list.took", facts.taken_by)]
    lists.signers(p, signing, p.right - 37 * MM)
    blocks.seal(p, p.right - 32 * MM, top, 32, "\n".join(("М.О. · М.П.", *(say(k, "list.stamp") for k in p.langs))))
    p.y = max(p.y, top + 32 * MM)
    lists.checkpoint(p, facts.checkpoint)


def _sums(p: Paper, facts: Facts) -> None:
    spans = ((0, 100, "left"), (106, 24, "right"), (130, 24, "right"), (154, 24, "right"))
    cols = tuple(table.column_at(p, *span) for span in spans)
    keys = ("sum", "cases", "documents", "sheets")
    table.heading(p, cols, tuple(((both(p, f"list.sums.{key}"), TH),) for key in keys), weight=HEAD)
    small, large = Style(SANS, 9.6, 12.4), Style(BOLD, 12, 16)
    if len(facts.groups) > 1:
        for group in facts.groups:
            cells = (blocks.fact(p, group.name), *map(str, _totals((group,))))
            table.place(p, cols, table.row([((c, small),) for c in cells], cols, pad=0.9 * MM), pad=0.9 * MM)
    cells = (both(p, "total"), *map(str, _totals(facts.groups)))
    row = table.row([((c, large),) for c in cells], cols, pad=0.7 * MM)
    table.place(p, cols, table.Row(row.cells, row.high, THICK), pad=0.7 * MM)


def _in_words(facts: Facts, language: str) -> Runs:
    style = Style(SANS, 9, 12)
    cases, documents, sheets = (wording.in_words(n, language) for n in _totals(facts.groups))
    template = say(language, "registry_out.words")
    runs: list[Run] = []
    for part in template.replace("}", "{").split("{"):
        said = {"cases": cases, "documents": documents, "sheets": sheets}.get(part)
        runs.append((said, style.bold()) if said else (part, style))
    return tuple(runs)
