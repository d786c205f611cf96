"""The transaction: the only writer. Events, their folds, numbers, papers and the operation's answer stand or fall together."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uuid_utils
from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.engine import Connection

from app.domain import codec, events
from app.domain.case import Head
from app.domain.moment import Instant, Moment
from app.problems import Refused
from app.store import chain, erasing, lying, signed, tables, told
from app.store.points import at
from app.store.rows import Subject, mark, subject_of

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from app.store.open import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who acts, when, under which operation: what every event of one command shares."""

    who: str
    at: Moment
    recorded_at: Instant
    clock: str
    op: str
    centre: str


def new_id() -> str:
    """UUIDv7: sorted by the time it was made, unique without asking anybody."""
    return str(uuid_utils.uuid7())


def head_bytes(head: Head) -> bytes:
    plain = codec.to_json(head)
    del plain["side"]  # known from the device's office
    return codec.plain_bytes(plain)


def split(fact: Any) -> tuple[bytes, bytes]:
    """The two byte strings of an event: facts, and the erasable personal part."""
    plain = codec.to_json(fact)
    person = plain.pop("person", {})
    return codec.plain_bytes(plain), codec.plain_bytes(person)


# made once: building a statement costs as much as running it
DEVICE = select(tables.devices).where(tables.devices.c.code == bindparam("code"))
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:about, 0))")
_DONE = select(tables.operations).where(tables.operations.c.op == bindparam("op"))


@cache
def _by_id(table: str, column: str | None = None) -> Select[Any]:
    found = tables.metadata.tables[table]
    return (select(found.c[column]) if column else select(found)).where(found.c.id == bindparam("id"))


@cache
def _first_with(table: str, *columns: str) -> Select[Any]:
    found = tables.metadata.tables[table]
    return select(found.c.id).where(*(found.c[c] == bindparam(c) for c in columns)).limit(1)


class Transaction:
    """One unit of work on one device's chain. Leaving it without `commit` leaves nothing behind."""

    def __init__(
        self, store: Store, connection: Connection, device: str, stamp: Stamp, *, found: dict[str, Any] | None = None
    ) -> None:
        """`found`: the device's row, where this transaction has read it already."""
        self.store, self.connection, self.stamp = store, connection, stamp
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self._expect: dict[tuple[str, str], str] = {}
        self._folds: dict[str, tuple[Subject, Any]] = {}
        self._begun: set[str] = set()  # ids of subjects that nobody can know yet
        if found is None or found["code"] != device:
            row = connection.execute(DEVICE, {"code": device}).one_or_none()
            found = dict(row._mapping) if row else None
        if found is None or not found["local"]:
            raise Refused("device-unknown", device=device)
        self.device = dict(found)
        self._began = (found["seq"], bytes(found["head"]))

    # ---- reading inside the transaction

    def fold(self, subject: Subject, id: str) -> Any | None:
        """The subject as this transaction sees it, its own events included."""
        if id in self._folds:
            return self._folds[id][1]
        row = None
        if id not in self._begun:
            row = self.connection.execute(_by_id(subject.table), {"id": id}).one_or_none()
        found = subject.read(row) if row else None
        self._folds[id] = (subject, found)
        self._expect[subject.table, id] = mark(row)
        return found

    def find(self, subject: Subject, **where: Any) -> Any | None:
        id = self.connection.execute(_first_with(subject.table, *where), where).scalar()
        return self.fold(subject, id) if id else None

    def all(self, subject: Subject, *, status: tuple[str, ...], centres: set[str]) -> list[Any]:
        """Every subject of these offices with one of these statuses, oldest first."""
        table = tables.metadata.tables[subject.table]
        wanted = (table.c.centre.in_(sorted(centres)), table.c.status.in_(status))
        ids = self.connection.execute(select(table.c.id).where(*wanted).order_by(table.c.id)).scalars().all()
        return [self.fold(subject, id) for id in ids]

    def done(self) -> Any | None:
        """What this operation did when it was asked for before."""
        return self.connection.execute(_DONE, {"op": self.stamp.op}).one_or_none()

    def paper(self, id: str) -> dict[str, Any] | None:
        row = self.connection.execute(select(tables.papers).where(tables.papers.c.id == id)).one_or_none()
        return dict(row._mapping) if row else None

    def copies(self, paper: dict[str, Any]) -> int:
        """How often this paper was printed again."""
        same = (tables.papers.c.subject == paper["subject"], tables.papers.c.form == paper["form"])
        found = self.connection.execute(select(func.max(tables.papers.c.copy)).where(*same)).scalar()
        return int(found or 0)

    def written(self, *kinds: str) -> list[tuple[Head, Any]]:
        """Every event of these kinds that this office wrote, oldest first; kinds without a person only."""
        mine = (tables.events.c.kind.in_(kinds), tables.events.c.centre == self.stamp.centre)
        found = self.connection.execute(
            select(tables.events.c.kind, tables.events.c.head, tables.events.c.facts)
            .where(*mine)
            .order_by(tables.events.c.id)
        )
        side = {"side": self.store.side}
        return [
            (codec.read(Head, {**json.loads(r.head), **side}), codec.read(events.EVENTS[r.kind], json.loads(r.facts)))
            for r in found
        ]

    def brought(self, *cases: str) -> dict[str, Moment]:
        """When a courier last brought the papers of each."""
        return lying.brought(self.connection, cases)

    def newest(self, subject: str, kinds: Iterable[str]) -> signed.Recorded | None:
        """The last event of these kinds about it, as somebody would sign it."""
        return signed.newest(self.connection, subject, kinds)

    def rows_after(self, seq: int) -> list[bytes]:
        """The hashes of this device's events after that one, this transaction's own included."""
        e = tables.events.c
        stored = self.connection.execute(
            select(e.row_hash).where(e.device == self.device["code"], e.seq > seq).order_by(e.seq)
        )
        found = [bytes(one) for one in stored.scalars()]
        fresh = [row for (table, _), row in self._rows.items() if table == "events"]
        return found + [row["row_hash"] for row in sorted(fresh, key=lambda row: row["seq"]) if row["seq"] > seq]

    def owner_of_draft(self, id: str) -> str | None:
        owner = self.connection.execute(select(tables.drafts.c.login).where(tables.drafts.c.id == id)).scalar()
        return str(owner) if owner is not None else None

    def alone(self, about: str) -> None:
        """Whoever else is about to do the same waits until this transaction has ended, and then sees what it did. For what
        is looked for and made where there is none; on an embedded store one who writes is alone in any case."""
        if self.store.on_postgres:
            self.connection.execute(_ALONE, {"about": about})

    # ---- writing

    def new_subject(self) -> str:
        """The id of a subject that begins here: the store need not be asked for it."""
        id = new_id()
        self._begun.add(id)
        return id

    def next_serial(self, year: int) -> int:
        """The device's own serial, from 1 each year. Shared with nobody, so no centre ever waits for a number.

        `device["year"]` is then the year of the number: with a clock that went back it stays, or a number came twice.
        """
        if self.device["year"] < year:  # of the new year too a copy of the old one may not know every number
            self.device["year"], self.device["serial"] = year, self.device["leap"]
        self.device["leap"] = 0
        self.device["serial"] += 1
        return int(self.device["serial"])

    def record(self, id: str, *facts: Any) -> Any:
        """Appends the facts to the journal and returns the subject with them. Nothing is written before `commit`."""
        at("record.before")
        for fact in facts:
            kind = events.KIND[type(fact)]
            if self.store.side not in events.SIDES[kind]:
                raise Refused("wrong-side", kind=kind)
            subject = subject_of(kind)
            before = self.fold(subject, id)
            head = Head(
                id=new_id(), v=1, kind=kind, device=self.device["code"], seq=self.device["seq"] + 1, case=id,
                version=(before.version if before else 0) + 1, op=self.stamp.op, who=self.stamp.who, at=self.stamp.at,
                recorded_at=self.stamp.recorded_at.iso(), clock=self.stamp.clock, side=self.store.side,
            )  # fmt: skip
            facts_bytes, person_bytes = split(fact)
            link = chain.link(self.device["head"], head_bytes(head), facts_bytes, person_bytes)
            self.device["seq"], self.device["head"] = head.seq, link.row_hash
            self.append(head, link)
            if kind == "people.erased":
                self.erase(id)
            after = subject.apply(before, head, fact)
            if after is None or getattr(after, "out_of_order", ())[len(getattr(before, "out_of_order", ())) :]:
                raise Refused("event-does-not-fit", kind=kind)
            self._keep(subject, id, after)
        at("record.after")
        return self._folds[id][1]

    def append(self, head: Head, link: chain.Link) -> None:
        self.put(
            "events", id=head.id, device=head.device, seq=head.seq, subject=head.case, kind=head.kind,
            version=head.version, head=link.head, facts=link.facts, hashes=link.hashes, row_hash=link.row_hash,
        )  # fmt: skip
        self.put("persons", event=head.id, salt=link.salt, person=link.person)

    def _keep(self, subject: Subject, id: str, after: Any) -> None:
        self._folds[id] = (subject, after)
        self._rows[subject.table, id] = {"centre": self._centre_of(subject, id), **subject.row(after)}

    def _centre_of(self, subject: Subject, id: str) -> str:
        if self._expect.get((subject.table, id)):
            return str(self.connection.execute(_by_id(subject.table, "centre"), {"id": id}).scalar())
        return self.stamp.centre

    def put(self, table: str, **row: Any) -> None:
        """One row to be written; a later one of the same key replaces it."""
        self._rows[table, str(row[tables.KEYS[table]])] = {"centre": self.stamp.centre, **row}

    def erase(self, case: str) -> None:
        """The people of a case whose `people.erased` is written: before its new row, which no longer tells who they were."""
        self._rows[erasing.ITEM, case] = {"id": case}

    def answer(self, name: str, input_hash: bytes, answer: str) -> None:
        self.put("operations", op=self.stamp.op, name=name, input_hash=input_hash, answer=answer)

    def commit(self) -> None:
        """All of it, durably, or nothing: `Unavailable` when another process moved the device or the subject."""
        at("commit.before")
        expect = {key: look for key, look in self._expect.items() if key in self._rows}
        shredded = self.store.write(
            self.connection, device=self.device, began=self._began, rows=self._rows, expect=expect
        )
        at("write.after")
        self.connection.commit()
        at("commit.after")
        if self.store.live is not None:
            self.store.live.tell(self._rows)
        if self.store.told is not None and (answered := self._rows.get(("operations", self.stamp.op))):
            try:  # committed it is; that a later loss may not be noticed is no fault of this command
                self._told(self.store.told, str(answered["name"]))
            except OSError as trouble:
                log.warning("what was answered could not be remembered beside the store: %s", trouble)
        if any(table == erasing.ITEM for table, _ in self._rows):
            self.store.forget(self.connection, shredded)

    def _told(self, place: Path, name: str) -> None:
        ids = tuple(dict.fromkeys(str(row["subject"]) for (table, _), row in self._rows.items() if table == "events"))
        one = told.Told(
            op=self.stamp.op, name=name, who=self.stamp.who, at=self.stamp.at.iso(), device=self.device["code"],
            seq=self.device["seq"], ids=ids,
        )  # fmt: skip
        told.remember(place, one)
