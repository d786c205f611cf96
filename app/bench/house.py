"""What the benches stand on: a demonstration store with a clock set by hand, an application with eight documents, and
the same tables once more in plain, unencrypted SQLite of the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.completeness import Draft, Presented, findings
from app.domain.moment import Moment
from app.domain.pack import VariantId
from app.domain.people import Applicant
from app.domain.personal import Personal
from app.outside.clock import HandClock
from app.start import App, Settings, build, initialise
from app.store.tables import metadata

WHO, REGION, KEY = "inspector.at01", "atyrau", "tereze.key"
ZONE = ZoneInfo("Asia/Atyrau")
NOW = Moment.parse("2016-11-16T09:30:00+05:00")
OURS_ALONE = "sqlite_%", "case\\_search\\_%"  # made by SQLite itself, or with the search's table


@contextmanager
def house(folder: Path, url: str | None = None) -> Iterator[App]:
    """A fresh demonstration in that folder, or in that PostgreSQL schema; it stands in November 2016."""
    initialise(_store(folder, url), key=folder / KEY, demo=True)
    with opened(folder, url) as app:
        yield app


def _store(folder: Path, url: str | None) -> str:
    return url or f"sqlite:///{folder / 'centre.db'}"


@contextmanager
def opened(folder: Path, url: str | None = None) -> Iterator[App]:
    """The demonstration that was made there, another day."""
    clock = HandClock()
    clock.set(REGION, NOW)
    app = build(Settings(store=_store(folder, url), key=folder / KEY), clock=clock)
    try:
        yield app
    finally:
        app.close()


def application(app: App, variant: VariantId = "issue") -> Draft:
    """An organisation asks for an annex to its medical licence: eight documents, beside what the registers hold."""
    today = NOW.day(ZONE)
    _, service = app.catalogue.in_force(REGION, "medical-licence", channel="counter", on=today)
    applicant = Applicant(kind="legal", number=Personal("140640017300"), name=Personal("ТОО «Жайық-Дәрігер»"))
    empty = Draft(service=service.id, variant=variant, object="annex", applicant=applicant)
    kinds = {d.id: d.kinds[0] for d in service.documents}
    missing = findings(service, empty, on=today)
    papers = tuple(Presented(document=m.document, kind=kinds[m.document], sheets=2) for m in missing)
    return replace(empty, documents=papers)


def plain_copy(app: App, path: Path, *, rows_of: tuple[str, ...] = ()) -> sqlite3.Connection:
    """Tables, indexes, search and triggers as in our store, without a key, durable like ours; rows where named."""
    copy = sqlite3.connect(path, isolation_level=None)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.execute("PRAGMA synchronous=FULL")
    with app.store.reading() as connection:
        ask = connection.exec_driver_sql
        schema = ask(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE ?"
            " AND NOT (type = 'table' AND name LIKE ? ESCAPE '\\')"
            " ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END",
            OURS_ALONE,
        )
        for (line,) in schema.all():
            copy.execute(line)
        copy.execute("BEGIN")
        for name in rows_of:
            columns = [c.name for c in metadata.tables[name].columns]
            put = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
            copy.executemany(put, (tuple(r) for r in ask(f"SELECT {', '.join(columns)} FROM {name}")))
        copy.execute("COMMIT")
    return copy
