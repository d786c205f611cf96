"""Two nodes held in memory: the real commands over the real folds, and nothing of a store but the journal's bytes.

A step of real stores takes a fifth of a second, here a millisecond or two, and going back costs nothing: a state is never
changed, a step makes another. `tests/campaign/test_every_state.py` holds these nodes beside real stores, state by state.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.command import Setting, Unit, check_right, wish
from app.domain import codec
from app.domain.access import id_of
from app.domain.case import Case, Head
from app.domain.events import HandKeyIssued
from app.domain.moment import Moment
from app.domain.registry import Registry
from app.handing import Hands, public_of
from app.start import App
from app.store import lying
from app.store.chain import Link
from app.store.entry import enter, workplace
from app.store.receive import office_of
from app.store.rows import CASE, HANDOVER, REGISTRY, SUBJECTS, Subject, subject_of
from app.store.unit import Stamp, Transaction, new_id
from app.sync.folding import Stored, fold
from app.sync.peers import Parties, parties

TRAVEL = (CASE, REGISTRY, HANDOVER)  # what of these nodes the other has to do with


@dataclass(frozen=True, slots=True)
class Row:
    """A subject as it stands, as JSON too, and whose office's it is."""

    subject: Subject
    now: Any
    centre: str
    told: dict[str, Any] = field(compare=False)

    @classmethod
    def of(cls, subject: Subject, now: Any, centre: str) -> Row:
        return cls(subject, now, centre, codec.to_json(now) if subject in TRAVEL else {})


@dataclass(frozen=True, slots=True)
class Standing:
    """One node at one moment. `waits`: what the other has not been told, by device, in order."""

    rows: dict[str, Row]
    journal: dict[str, tuple[Stored, ...]]
    devices: dict[str, dict[str, Any]]
    waits: dict[str, tuple[tuple[str, Stored], ...]]
    parked: dict[str, frozenset[str]] = field(default_factory=dict)  # subject → what of it is shown as not applied

    @property
    def untold(self) -> int:
        return sum(map(len, self.waits.values()))


class Held(Transaction):
    """A transaction over a `Standing`: the same writer, with a dictionary where the store was."""

    def __init__(self, node: Here, standing: Standing, device: str, stamp: Stamp) -> None:
        self.store, self.stamp, self.device = node.app.store, stamp, dict(standing.devices[device])
        self._before, self._written, self._rows = standing, list[tuple[str, Stored]](), {}
        self._folds: dict[str, tuple[Subject, Any]] = {}
        self._begun: set[str] = set()

    def fold(self, subject: Subject, id: str) -> Any | None:
        if id in self._folds:
            return self._folds[id][1]
        row = self._before.rows.get(id)
        return row.now if row is not None and row.subject is subject else None

    def _ids(self, subject: Subject) -> list[str]:
        found = {id for id, row in self._before.rows.items() if row.subject is subject}
        return sorted(found | {id for id, (of, _) in self._folds.items() if of is subject})

    def find(self, subject: Subject, **where: Any) -> Any | None:
        for id in self._ids(subject):
            now = self.fold(subject, id)
            if all(getattr(now, name) == value for name, value in where.items()):
                return now
        return None

    def all(self, subject: Subject, *, status: tuple[str, ...], centres: set[str]) -> list[Any]:
        found = ((id, self.fold(subject, id)) for id in self._ids(subject))
        return [now for id, now in found if now.status in status and self._centre(id) in centres]

    def _centre(self, id: str) -> str:
        row = self._before.rows.get(id)
        return row.centre if row else self.stamp.centre

    def brought(self, *cases: str) -> dict[str, Moment]:
        found = {}
        for id in cases:
            moves = [(json.loads(one.head), one) for one in self._before.journal.get(id, ())]
            for head, one in sorted(moves, key=lambda move: (move[0]["version"], move[0]["id"])):
                if head["kind"] == lying.MOVED and (came := lying.arrived(one.head, one.facts)):
                    found[id] = came
        return found

    def alone(self, about: str) -> None:
        """Nobody else is here."""

    def put(self, table: str, **row: Any) -> None:
        """Papers and drafts are no part of a state."""

    def append(self, head: Head, link: Link) -> None:
        self._written.append((head.case, Stored(head.id, head.device, link.head, link.facts, link.person)))

    def _keep(self, subject: Subject, id: str, after: Any) -> None:
        self._folds[id] = (subject, after)

    def after(self) -> Standing:
        """What was held before, and what this transaction has written."""
        rows, journal, before = dict(self._before.rows), dict(self._before.journal), self._before
        for id, (subject, now) in self._folds.items():
            rows[id] = Row.of(subject, now, self._centre(id))
        for id, one in self._written:
            journal[id] = (*journal.get(id, ()), one)
        code = self.device["code"]
        travels = tuple(one for one in self._written if rows[one[0]].subject in TRAVEL)
        waits = {**before.waits, code: (*before.waits.get(code, ()), *travels)} if travels else before.waits
        return replace(before, rows=rows, journal=journal, devices={**before.devices, code: self.device}, waits=waits)


class Desk(Unit):
    """A command's own unit, but that nothing is drawn, and that a registry is looked into here."""

    def paper(self, form: str, subject: Any, *, lang: str, **more: Any) -> str:
        return ""

    def entered(self, registry: Registry) -> list[Case]:
        cases = (self.transaction.fold(CASE, id) for id in self.transaction._ids(CASE))  # type: ignore[attr-defined]
        return [case for case in cases if case is not None and case.registry == registry.id]


@dataclass(slots=True)
class Here:
    """What of a node never changes: who works at it, under which law, and how it is told of the other's events."""

    app: App
    parties: Parties
    _people: dict[str, tuple[Setting, str]] = field(default_factory=dict)
    _keys: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, app: App) -> Here:
        with app.store.reading() as connection:
            return cls(app, parties(connection))

    def standing(self) -> Standing:
        """What the real store holds now."""
        rows, journal, devices = {}, dict[str, tuple[Stored, ...]](), {}
        with self.app.store.reading() as connection:
            for subject in (CASE, *SUBJECTS.values()):
                for row in connection.exec_driver_sql(f"SELECT * FROM {subject.table}").all():
                    rows[row.id] = Row.of(subject, subject.read(row), row.centre)
            asked = (
                "SELECT e.*, p.person FROM events e LEFT JOIN persons p ON p.event = e.id WHERE head IS NOT NULL "
                "ORDER BY e.id"
            )
            for e in connection.exec_driver_sql(asked).all():
                person = bytes(e.person) if e.person is not None else None
                one = Stored(e.id, e.device, bytes(e.head), bytes(e.facts), person)
                journal[e.subject] = (*journal.get(e.subject, ()), one)
            for chain in self.parties.local:
                devices[chain.device] = parties(connection).chains[chain.device].row
        return Standing(rows, journal, devices, {})

    def person(self, login: str) -> tuple[Setting, str]:
        """Who acts, and at which workplace; asked of the real store once, for the hour stands still."""
        if login not in self._people:
            with self.app.store.acting(login) as connection:
                entry = enter(connection, login, device=None, op=new_id())
                code = workplace(self.app.store, connection, entry.account, there=entry.device)
                self._people[login] = self.app._setting(connection, entry.account, code), code
        return self._people[login]

    def with_key(self, standing: Standing, login: str) -> Standing:
        """That person can sign hand-overs here."""
        key = Ed25519PrivateKey.generate().private_bytes_raw()
        self._keys[login] = key
        fact = HandKeyIssued(login=login, key=public_of(key))
        return self._done(standing, login, lambda unit: unit.record(id_of(login), fact))

    def press(self, standing: Standing, name: str, login: str, given: dict[str, Any]) -> Standing:
        """One command. Raises what it raises: then nothing has changed."""
        wanted = wish("command", name)
        check_right(self.person(login)[0].account, wanted.right)
        what = codec.read(wanted.given, given)
        return self._done(standing, login, lambda unit: wanted.function(unit, what))

    def _done(self, standing: Standing, login: str, deed: Callable[[Unit], Any]) -> Standing:
        setting, code = self.person(login)
        stamp = Stamp(
            who=login, at=setting.now, recorded_at=setting.instant, clock="set", op=new_id(), centre=setting.office.code
        )
        held = Held(self, standing, code, stamp)
        parts = {name: getattr(setting, name) for name in Setting.__slots__}
        deed(Desk(**parts, transaction=held, hands=Hands(lambda: self._keys.get(login))))
        return held.after()

    def told(self, standing: Standing, news: Iterator[tuple[str, Stored]]) -> Standing:
        """With the other's events: each subject folded anew from all that is here of it, as the sync does."""
        rows, journal, parked = dict(standing.rows), dict(standing.journal), dict(standing.parked)
        touched: dict[str, Subject] = {}
        for id, one in news:
            journal[id] = (*journal.get(id, ()), one)
            touched[id] = subject_of(codec.plain_value(one.head)["kind"])
        for id, subject in touched.items():
            folded = fold(subject, journal[id], parties=self.parties, side_of=self.app.store.side_of)
            if folded.after is not None:
                centre = rows[id].centre if id in rows else office_of(folded.first_device)
                rows[id] = Row.of(subject, folded.after, centre)
            parked[id] = frozenset(folded.reasons)
        return replace(standing, rows=rows, journal=journal, parked=parked)


@dataclass(frozen=True, slots=True)
class Both:
    """A state of the search: the centre and the licensor."""

    centre: Standing
    licensor: Standing

    def rows(self, table: str, *, licensor: bool = False) -> list[dict[str, Any]]:
        standing = self.licensor if licensor else self.centre
        return [row.told for _, row in sorted(standing.rows.items()) if row.subject.table == table]
