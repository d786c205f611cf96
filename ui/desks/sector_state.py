"""What the sector's screen is made of: the news of the store, the clock that runs out first, a fault in its own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.moment import Moment
from app.domain.numbers import NotACode, parse_code
from app.domain.registry import Registry
from app.problems import Refused
from app.queries.queue import CaseRow
from app.queries.registry import OpenedRegistry
from ui import problems
from ui.desks import texts
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.figures import TermState
from ui.parts.palette import Entry
from ui.parts.scanpanel import ScanState
from ui.screens.sector_view import AsideLine


@dataclass(frozen=True, slots=True)
class SectorNews:
    """What the store says of this place, asked in one go."""

    open: tuple[OpenedRegistry, ...]
    expected: tuple[CaseRow, ...]
    marking: tuple[CaseRow, ...]
    closed: tuple[Registry, ...] = ()  # the newest of ours: a new edition may be made of each


def registry_entries(news: SectorNews, receiver: Callable[[str], str]) -> tuple[Entry, ...]:
    """F3: what came back and waits, what is open, what else is done here; the closed ones are behind one line."""
    receive = Entry("receive", say("desk.sector.receive"), texts.cases(len(news.marking)), icon="scan")
    opened = [
        Entry(
            o.registry.id, f"R-{o.registry.number}",
            f"{receiver(o.registry.receiver)} · {texts.cases(len(o.cases))}", icon="sector",
        )
        for o in news.open
    ]  # fmt: skip
    entries = [receive, *opened] if news.marking else [*opened, receive]
    entries.append(Entry("shelf", say("desk.shelf.work"), say("desk.shelf.which"), icon="sector"))
    entries.append(Entry("unclaimed", say("desk.unclaimed.work"), say("desk.unclaimed.which"), icon="shelf"))
    if news.closed:
        entries.append(Entry("amend", say("desk.sector.amend.work"), say("desk.sector.amend.which"), icon="pen"))
    return tuple(entries)


def closed_entries(news: SectorNews, receiver: Callable[[str], str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(r.id, f"R-{r.number}", f"{receiver(r.receiver)} · {texts.cases(len(r.lines))}", icon="pen")
        for r in news.closed
    )


def term_of(session: Session, rows: tuple[CaseRow, ...]) -> TermState | None:
    """The clock of the registry that runs out first: collect and send."""
    clocks = [r for r in rows if r.due_by]
    if not clocks:
        return None
    first = min(clocks, key=lambda r: r.due_by or "")
    by = session.local(first.due_by or "")
    now = session.now()
    left, tone = texts.due(session, first.due_by, first.risk_at)
    start = session.local(Moment.parse(first.accepted_at))
    whole: Any = (by - start).total_seconds() or 1
    share = min(1.0, max(0.0, (now - start).total_seconds() / whole))
    badge = say("desk.in-time") if not tone else say(f"desk.{tone}")
    until = say("desk.until", when=texts.by_when(by, now), left=left)
    return TermState(title=say(f"desk.step.{first.due_step}"), tone=tone or "ok", badge=badge, share=share, until=until)


def fault(wrong: Refused, number: str, lines: str) -> ScanState:
    """Each fault has its own word on the panel."""
    word = say(f"desk.sector.wrong.{wrong.code}")
    note = set_aside(wrong, number)
    return ScanState(
        tone="late", word=say("desk.sector.wrong") if word.startswith("desk.") else word, number=number, what=note.why,
        next=note.do, count_label=say("desk.sector.lines"), count=lines, count_note=say("desk.sector.unchanged"),
    )  # fmt: skip


def set_aside(wrong: Refused, number: str) -> AsideLine:
    """The rule's sentence: what happened, then what to do with the paper."""
    what, _, do = problems.sentence(wrong).partition(". ")
    return AsideLine(id=number, number=number, why=what, do=do or say("desk.sector.put-aside"))


def elsewhere(number: str, registry: str, who: str, what: str) -> ScanState:
    """It went into the registry of its own receiver, and that is not the one in front: the paper goes to another pile."""
    return ScanState(
        tone="info", word=say("scanner.elsewhere"), number=number, who=who, what=what,
        next=say("scanner.elsewhere.next", registry=f"R-{registry}"),
    )  # fmt: skip


def number_in(code: str) -> str:
    """Of a case its number, as it stands on the paper; of another thing the whole line, of what is no code all of it."""
    try:
        read = parse_code(code)
    except NotACode:
        return code
    return read.number if read.kind in ("C", "D") else read.line


def about(row: CaseRow | None, at: str) -> tuple[str, Callable[[], str]]:
    """Whose it is, and what it is: the second said anew when the language changes."""
    return (row.applicant, lambda: what_of(row, at)) if row else ("", str)


def what_of(row: CaseRow, at: str) -> str:
    """«Мед. лицензия, выдача · 7 документов, 33 листа · 10:52:08»"""
    kind = f"{texts.service(row.service, short=True)}, {texts.variant(row.variant, row.object)}"
    return f"{kind} · {texts.documents(row.documents)}, {texts.sheets(row.sheets)} · {at}"
