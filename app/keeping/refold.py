"""The folds made again from the journal: every case, registry, hand-over and account against its stored row."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain import events
from app.domain.case import Head, order
from app.keeping.parked import judge, parked
from app.keeping.reread import FOLDED, STEP, Look, Wrong, batches
from app.store import tables
from app.store.open import Store
from app.store.receive import read_event
from app.store.rows import Subject, subject_of

JOURNAL = """
    SELECT e.subject, e.id, e.kind, e.device, e.seq, e.head, e.facts, p.person, p.event AS known
    FROM events e LEFT JOIN persons p ON p.event = e.id
    WHERE (e.subject, e.id) > (:k0, :k1) ORDER BY e.subject, e.id"""


def read_folds(connection: Connection, look: Look) -> None:
    """Every case, registry, hand-over and account folded again from its events and compared with its row."""
    rows = (row for batch in batches(connection, JOURNAL, "", "", keys=2) for row in batch)
    gathered: list[tuple[str, list[Any]]] = []
    for id, journal in groupby(rows, key=lambda row: str(row.subject)):
        gathered.append((id, list(journal)))
        if len(gathered) == STEP // 4:
            compare(connection, look, gathered)
            gathered = []
    compare(connection, look, gathered)


def compare(connection: Connection, look: Look, gathered: list[tuple[str, list[Any]]]) -> None:
    ids = [id for id, _ in gathered]
    kept: dict[str, tuple[str, Any]] = {}
    for name in FOLDED:
        table = tables.metadata.tables[name]
        kept |= {row.id: (name, row) for row in connection.execute(select(table).where(table.c.id.in_(ids)))}
    waiting = parked(connection, ids)
    scans: set[str] = set()
    for id, journal in gathered:
        judge(connection, look, _subject(journal), journal, said=waiting)
        known = [row for row in journal if row.id not in waiting]
        facts = _read(look.store, known)
        if wrong := _fold_differs(look, _subject(journal), facts, kept.get(id), id):
            raise wrong
        if wrong := _people_differ(look, journal, kept.get(id)):
            raise wrong
        look.counts[_subject(journal).table] += id in kept
        for head, fact in facts:
            _note_number(look, head.device, fact)
            scans |= {d.scan for d in getattr(fact, "documents", ()) if d.scan and not _told(journal)}
    held = select(tables.files.c.sha256).where(tables.files.c.sha256.in_(scans))
    look.documents_away += len(scans - set(connection.execute(held).scalars())) if scans else 0


def _told(journal: list[Any]) -> bool:
    return any(row.kind == "people.erased" for row in journal)


def _people_differ(look: Look, journal: list[Any], kept: tuple[str, Any] | None) -> Wrong | None:
    """Personal parts go together, and only where an event says so; where it was taken for true, none is left."""
    told = _told(journal)
    erased = told and kept is not None and '"erased":"' in kept[1].state
    for row in journal:
        if erased and row.known and len(row.person) > 2:
            return Wrong("person-left", "persons", str(row.id))
        gone = look.missing.get(row.device)
        if not told and not row.known and gone is not None and not gone.people(row.seq):
            return Wrong("person-removed", "persons", str(row.id))
    return None


def _subject(journal: list[Any]) -> Subject:
    found = {subject_of(row.kind).table: subject_of(row.kind) for row in journal}
    if len(found) > 1:
        raise Wrong("event-unreadable", "events", min(row.id for row in journal))
    return next(iter(found.values()))


def _fold_differs(
    look: Look, subject: Subject, facts: list[tuple[Head, Any]], kept: tuple[str, Any] | None, id: str
) -> Wrong | None:
    after: Any = None
    for head, fact in sorted(facts, key=lambda pair: order(pair[0])):
        after = subject.apply(after, head, fact)
    if after is None or kept is None:
        if after is None and kept is None:
            return None
        return Wrong("row-missing" if kept is None else "row-without-events", subject.table, id)
    table, row = kept
    if table != subject.table:
        return Wrong("row-without-events", table, id)
    for column, value in subject.row(after).items():
        if getattr(row, column) != value:
            return Wrong("row-changed", table, id, column=column)
    if row.centre not in _homes(look, facts, after):
        return Wrong("row-changed", table, id, column="centre")
    return None


def _homes(look: Look, facts: list[tuple[Head, Any]], after: Any) -> set[str]:
    """Offices that a subject may belong to: where it began, whom it names, who lives in this store."""
    named = {getattr(after, name, None) for name in ("sender", "receiver", "office")}
    licensor = getattr(getattr(after, "what", None), "licensor", None)
    here = {code.rsplit("-", 1)[0] for code, local in look.local.items() if local}
    return {head.device.rsplit("-", 1)[0] for head, _ in facts} | here | {n for n in (*named, licensor) if n}


def _read(store: Store, journal: list[Any]) -> list[tuple[Head, Any]]:
    facts = []
    for row in journal:
        try:
            person = row.person if row.known else None  # erased: it is folded without
            facts.append(read_event(row.head, row.facts, person, side=store.side_of(row.device)))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise Wrong("event-unreadable", "events", str(row.id)) from fault
    return facts


def _note_number(look: Look, device: str, fact: Any) -> None:
    number = getattr(fact, "number", "")
    if isinstance(fact, events.ApplicationRegistered | events.ResultPrepared) or not number.startswith(device):
        return
    year, serial = number.removeprefix(f"{device}-").split("-")[:2]
    key = (device, int(year))
    look.numbers[key] = max(look.numbers.get(key, 0), int(serial))
