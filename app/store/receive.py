"""The transaction that takes in what another node's devices wrote: bytes, folds and the chain's head at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Select, Text, any_, bindparam, func, select
from sqlalchemy.engine import Connection

from app.domain import codec, events
from app.domain.case import Head
from app.problems import Refused
from app.store import filling, tables
from app.store.open import Store
from app.store.rows import Subject
from app.store.troubles import translated
from app.store.unit import DEVICE, Stamp, Transaction

MOST = 2**31 - 1  # in a column of whole numbers
# What stands where a person was erased, long enough to read the facts around it.
BLANK: dict[str, dict[str, Any]] = {
    "People": {"applicant": {"kind": "legal", "number": "", "name": ""}},
    "Collector": {"name": ""},
    "StaffName": {"name": ""},
    "StaffNumber": {"number": ""},
}


def office_of(device: str) -> str:
    return device.rsplit("-", 1)[0]


def read_event(
    head: bytes, facts: bytes, person: bytes | None, *, side: str, told: dict[str, Any] | None = None
) -> tuple[Head, Any]:
    """An event's bytes as the domain knows it; `person` None: erased. `codec.BadShape`: this program cannot read it.

    `told`: what stands in the head, where it has been read from these bytes already.
    """
    plain = codec.plain_value(head) if told is None else told
    found = codec.read(Head, {**plain, "side": side})
    kind = events.EVENTS.get(found.kind)
    if kind is None or found.v != 1:
        raise codec.BadShape("kind", f"{found.kind} v{found.v} is not known here")
    told = codec.plain_value(facts)
    needs = kind.__dataclass_fields__.get("person")
    if needs is None:
        return found, codec.read(kind, told)
    if "None" in str(needs.type) and person in (None, b"{}"):
        return found, codec.read(kind, told)
    if person is not None:
        return found, codec.read(kind, {**told, "person": codec.plain_value(person)})
    blank = codec.read(kind, {**told, "person": BLANK[str(needs.type)]})
    return found, replace(blank, person=None) if str(needs.type) == "People" else blank


class TooLarge(ValueError):
    """A number in a fold that the store's columns do not hold: in one of the two kinds of store it would pass."""


class Reception(Transaction):
    """Writes no event of this node. A device of this node lends the door, since every write goes through one."""

    _refills = False

    def take(self, *, id: str, device: str, seq: int, hashes: bytes, row_hash: bytes, **more: Any) -> None:
        """An event as it came, or with no `head` its stub."""
        centre = office_of(device)
        salt, person = more.pop("salt", None), more.pop("person", None)
        self.put("events", id=id, centre=centre, device=device, seq=seq, hashes=hashes, row_hash=row_hash, **more)
        if salt is not None:
            self.put("persons", event=id, centre=centre, salt=salt, person=person)

    def fill(self, *, id: str, device: str, seq: int, hashes: bytes, row_hash: bytes, **more: Any) -> None:
        """An event whose stub is here already takes its place."""
        centre = office_of(device)
        salt, person = more.pop("salt", None), more.pop("person", None)
        row = {"centre": centre, "id": id, "device": device, "seq": seq, "hashes": hashes, "row_hash": row_hash, **more}
        self._rows[filling.ITEM, id] = row
        if salt is not None:
            self.put("persons", event=id, centre=centre, salt=salt, person=person)

    def keep(self, subject: Subject, id: str, *, after: Any, expect: str, centre: str) -> None:
        """The fold of all that is stored. `expect`: the `mark` of the row that it replaces. `TooLarge`: no column holds it."""
        row = {"centre": centre, **subject.row(after)}
        if any(type(value) is int and not -MOST <= value <= MOST for value in row.values()):
            raise TooLarge(subject.table)
        self._rows[subject.table, id] = row
        self._expect[subject.table, id] = expect

    def move(self, device: dict[str, Any], *, seq: int, head: bytes, year: int = 0, numbers: int = 0) -> None:
        """The chain's new head. Of this node's own device: it came back from a backup, and what it lost came back too.

        Each lost event may have used a number that nobody else knows, so as many numbers are left out; and the year never
        goes back, or the numbers of the later one would come again.
        """
        if not device["local"]:
            self.put("devices", **{**device, "seq": seq, "head": head})
            return
        if device["code"] != self.device["code"]:
            raise Refused("device-unknown", device=device["code"])
        year = max(year, self.device["year"])
        serial = self.device["serial"] if self.device["year"] == year else self.device["leap"]
        self.device |= {"seq": seq, "head": head, "year": year, "serial": serial + numbers}
        self._refills = True

    def commit(self) -> None:
        if not self._refills:  # the lending device may have worked meanwhile: that is no conflict with what came in
            row = self.connection.execute(DEVICE, {"code": self.device["code"]}).one()
            self.device, self._began = dict(row._mapping), (row.seq, bytes(row.head))
        super().commit()


@contextmanager
def receiving(store: Store, device: str, stamp: Stamp) -> Iterator[Reception]:
    """As `Store.writing`: without `commit` all of it is undone."""
    with translated(), store.engine.connect() as connection:
        yield Reception(store, connection, device, stamp)


@cache
def _among(table: str, column: str, wanted: tuple[str, ...], *, postgres: bool) -> Select[Any]:
    """Made once, with one place for all ids: writing a place for each costs more than finding the rows."""
    found = tables.metadata.tables[table].c
    if postgres:
        inside = found[column] == any_(bindparam("ids", type_=ARRAY(Text)))
    else:
        inside = found[column].in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value))
    return select(*(found[w] for w in wanted)).where(inside)


def among(connection: Connection, table: str, column: str, *, ids: set[str], wanted: tuple[str, ...]) -> list[Any]:
    """Rows of `table` whose `column` is one of `ids`, in one round trip."""
    if not ids:
        return []
    postgres = connection.dialect.name == "postgresql"
    listed = sorted(ids)
    asked = {"ids": listed if postgres else json.dumps(listed)}
    return list(connection.execute(_among(table, column, wanted, postgres=postgres), asked).all())
