"""The readings behind `verify`: pages, strays, files, each until the first thing that is wrong.

The chains are read in `chains.py`, the folds in `refold.py`. They share no hashing with the store that wrote:
`app.store.chain` is deliberately not used here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from app.problems import Unavailable
from app.proof.checkpoint import Checkpoint
from app.store import blobs, sqlite, tables
from app.store.open import Store
from app.words import LANGUAGES, words

if TYPE_CHECKING:
    from app.keeping.given_back import Missing

STEP = 500  # rows held at once
FOLDED = ("cases", "registries", "handovers", "accounts", "access", "laws")
REMEDY = {
    "page-damaged": "key", "paper-differs": "paper", "paper-not-drawn": "paper", "answered-and-gone": "answered",
    "restored-with-loss": "restored",
}  # fmt: skip


class Wrong(Exception):
    """The first thing that is not as it was written. Only what is in `facts` is said: never a person's name."""

    def __init__(self, what: str, table: str, row: str, **facts: object) -> None:
        super().__init__(what)
        self.what, self.table, self.row, self.facts = what, table, row, facts

    def told(self) -> dict[str, Any]:
        do = REMEDY.get(self.what, "restore")
        return {
            "table": self.table, "row": self.row, "what": self.what, **self.facts,
            "text": said(f"verify.{self.what}", table=self.table, row=self.row, **self.facts),
            "do": said(f"verify.do.{do}"),
        }  # fmt: skip


def said(key: str, /, **facts: object) -> dict[str, str]:
    return {lang: words(lang)(key, **facts) for lang in LANGUAGES}


@dataclass(slots=True)
class Look:
    """What was seen on the way: the figures of the answer, whether or not something is wrong."""

    store: Store
    anchors: dict[str, dict[int, str]]
    pages: dict[str, Any] = field(default_factory=dict)
    chains: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FOLDED, 0))
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)  # device, year → highest serial given out
    local: dict[str, bool] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)  # of own chains: what peers could not give back
    sheet: dict[str, Checkpoint] = field(default_factory=dict)  # what old papers say of a chain
    restored: Wrong | None = (
        None  # the first checkpoint of what a peer lost with a backup: told when nothing else is wrong
    )
    proven: dict[str, int] = field(default_factory=dict)  # device → how far checkpoints kept elsewhere cover its chain
    events: int = 0
    stubs: int = 0
    stubs_unsigned: int = 0  # own ones, from before it was signed which events came back so
    erased: int = 0
    documents_away: int = 0  # scans named by a case and not kept here
    keys_away: int = 0  # signatures of hand-overs by a key whose event was lost, and that no peer had
    files: int = 0
    papers: int = 0
    papers_waiting: int = 0
    papers_erased: int = 0

    def answer(self, wrong: Wrong | None) -> dict[str, Any]:
        reach = {
            device: min(max(a), self.chains.get(device, {"count": 0})["count"]) for device, a in self.anchors.items()
        }
        for device, proven in self.proven.items():
            if proven > reach.get(device, 0):
                reach[device] = proven
        return {
            "intact": wrong is None,
            "store": {"id": self.store.id, "epoch": self.store.epoch, "side": self.store.side},
            "pages": self.pages, "events": self.events, "stubs": self.stubs,
            "stubs_unsigned": self.stubs_unsigned, "erased": self.erased,
            "chains": self.chains,
            "anchored": {d: [1, n] for d, n in reach.items() if n},
            "unanchored": {
                d: [reach.get(d, 0) + 1, c["count"]] for d, c in self.chains.items() if c["count"] > reach.get(d, 0)
            },
            **self.counts, "files": self.files, "documents_away": self.documents_away,
            "keys_away": self.keys_away,
            "papers": self.papers, "papers_waiting": self.papers_waiting, "papers_erased": self.papers_erased,
            "first_wrong": wrong.told() if wrong else None,
        }  # fmt: skip


def batches(connection: Connection, query: str, *last: Any, size: int = STEP, keys: int = 1) -> Iterator[list[Any]]:
    """Rows by key, a batch at a time: the query asks for what is above `:k0 …`, and its first columns are that key."""
    statement = text(f"{query} LIMIT {size}")
    while True:
        rows = list(connection.execute(statement, {f"k{i}": k for i, k in enumerate(last)}).all())
        if rows:
            yield rows
        if len(rows) < size:
            return
        last = tuple(rows[-1])[:keys] + last[keys:]


# ---- pages


def read_pages(connection: Connection, look: Look) -> None:
    """Every page of the file through decryption and SQLite's own check. PostgreSQL's pages are its server's affair."""
    if look.store.on_postgres:
        checksums = connection.execute(text("SHOW data_checksums")).scalar()
        look.pages = {"checked": False, "data_checksums": checksums, "text": said("verify.pages-of-postgres")}
        return
    ask = connection.exec_driver_sql
    found = ask("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise Wrong("page-damaged", "store", "file")
    look.pages = {"checked": True, "count": ask("PRAGMA page_count").scalar()}
    if ask("PRAGMA freelist_count").scalar():  # the check above does not open pages that hold nothing
        with tempfile.TemporaryDirectory() as folder:
            copy_pages(look.store.path, Path(folder) / "copy.db", key=look.store.key)


def copy_pages(source: Path, target: Path, *, key: str | None) -> None:
    """SQLite's online backup: every page of one state is read, decrypted and written under the same key."""
    reader = sqlite.connect(str(source), key=key, read_only=True)
    writer = sqlite.connect(str(target), key=key)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM store").fetchall()  # from here on this reader's state stands still
        try:
            with writer.raw.backup("main", reader.raw, "main") as copying:
                while not copying.done:
                    copying.step(1000)
        except apsw.Error as fault:
            raise sqlite.OperationalError(f"{type(fault).__name__}: {fault}") from fault
        writer.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, without a log beside it
    finally:
        reader.close()
        writer.close()


# ---- rows beside the chains


def read_strays(connection: Connection, look: Look) -> None:
    """Rows that no event speaks of, personal parts without their event, numbers that would be given twice."""
    for name in FOLDED:
        query = f"SELECT id FROM {name} t WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.subject = t.id) LIMIT 1"
        if (id := connection.execute(text(query)).scalar()) is not None:
            raise Wrong("row-without-events", name, str(id))
    query = "SELECT event FROM persons p WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p.event) LIMIT 1"
    if (id := connection.execute(text(query)).scalar()) is not None:
        raise Wrong("person-without-event", "persons", str(id))
    query = "SELECT id FROM events WHERE centre <> substr(device, 1, 4) LIMIT 1"
    if (id := connection.execute(text(query)).scalar()) is not None:
        raise Wrong("event-columns", "events", str(id))
    query = "SELECT id FROM checkpoints c WHERE NOT EXISTS (SELECT 1 FROM devices d WHERE d.code = c.device) LIMIT 1"
    if (id := connection.execute(text(query)).scalar()) is not None:
        raise Wrong("checkpoint-forged", "checkpoints", str(id))
    twice = connection.execute(text("SELECT number FROM cases GROUP BY number HAVING count(*) > 1 LIMIT 1")).scalar()
    if twice is not None:
        raise Wrong("number-twice", "cases", str(twice))
    for device in connection.execute(select(tables.devices).where(tables.devices.c.local)).all():
        if look.numbers.get((device.code, device.year % 100), 0) > device.serial:
            raise Wrong("serial-behind", "devices", device.code)
        if any(code == device.code and year > device.year % 100 for code, year in look.numbers):
            raise Wrong("serial-behind", "devices", device.code)


# ---- files


def read_files(connection: Connection, look: Look) -> None:
    """Every file opens, and is what its name says."""
    for rows in batches(connection, "SELECT sha256, size FROM files WHERE sha256 > :k0 ORDER BY sha256", ""):
        for row in rows:
            body = _body(look.store, connection, row.sha256)
            if len(body) != row.size:
                raise Wrong("file-damaged", "files", row.sha256)
        look.files += len(rows)


def _body(store: Store, connection: Connection, name: str) -> bytes:
    try:
        body = blobs.get(store, connection, name)
    except Unavailable as fault:
        raise Wrong("file-missing" if fault.status == "not-there" else "file-damaged", "files", name) from fault
    except (OSError, ValueError) as fault:
        raise Wrong("file-damaged", "files", name) from fault
    if sha256(body).hexdigest() != name:
        raise Wrong("file-damaged", "files", name)
    return body
