"""The one door of window and command line: every button is a command, every list a query.

A command is a function `f(unit, given)` with one right and one transaction; a query is `f(asking, given)` and changes nothing.
Both are known by their place of work and verb: `intake.accept`, `queue.waiting`.

TO ADD A BUTTON: a function with `@command(Right.X)` in `app/services/<place>.py`, its texts, a test: done, refused, without
right, twice.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.catalogue.acts import Catalogue
from app.domain import access, codec
from app.domain.access import Access
from app.domain.calendar import Calendar
from app.domain.case import Case
from app.domain.completeness import Passed
from app.domain.course import Clockwork, advance, anchors_of, end_of_filing, opening
from app.domain.facts import Course, What
from app.domain.handover import Handover
from app.domain.moment import Instant, Moment
from app.domain.numbers import NotACode, OtherKind, case_number, number_of
from app.domain.office import Office
from app.domain.pack import Pack, Service
from app.domain.registry import Registry
from app.domain.rights import REACH, Reach
from app.domain.roles import Right, Role, may
from app.domain.signature import Judge
from app.problems import Refused, WrongCall
from app.store import blobs, rows, seals, tables
from app.store.rows import Account
from app.store.unit import Transaction, new_id

F = TypeVar("F", bound=Callable[..., Any])

SERVICES = (
    "intake", "accumulation", "courier", "licensor_desk", "issue", "account", "upkeep", "papers",
    "calls", "law", "overrides", "signatures",
)  # fmt: skip
QUERIES_IN = (
    "queue", "case", "registry", "deadlines", "reports", "law", "house", "papers", "calls", "process", "signatures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A command or query as it is registered."""

    name: str
    right: Right
    function: Callable[..., Any]
    given: type[Any]
    answer: Any
    again: bool = False  # who presses it has shown their password within the last minutes


class UnknownWish(WrongCall, KeyError):
    """No command or query of that name."""

    def __str__(self) -> str:
        return f"there is no {self.args[0]!r}; `tereze schema` lists what there is"


COMMANDS: dict[str, Wish] = {}
QUERIES: dict[str, Wish] = {}


def command(right: Right, *, again: bool = False) -> Callable[[F], F]:
    """`again`: signing, hand-over, taking data out, deleting, keys: the person proves anew that it is they."""
    return lambda function: _register(COMMANDS, function, right, again)


def query(right: Right, *, again: bool = False) -> Callable[[F], F]:
    return lambda function: _register(QUERIES, function, right, again)


def _register(table: dict[str, Wish], function: F, right: Right, again: bool) -> F:
    name = f"{function.__module__.rsplit('.', 1)[1]}.{function.__name__}"
    hints = typing.get_type_hints(function)
    table[name] = Wish(name, right, function, hints["given"], hints["return"], again)
    return function


def wish(kind: Literal["command", "query"], name: str) -> Wish:
    """Opens the place of work when it is first needed. Unknown: `UnknownWish`."""
    table, rooms, places = (
        (COMMANDS, "app.services", SERVICES) if kind == "command" else (QUERIES, "app.queries", QUERIES_IN)
    )
    place = name.split(".", 1)[0]
    if place not in places:
        raise UnknownWish(name)
    importlib.import_module(f"{rooms}.{place}")
    if name not in table:
        raise UnknownWish(name)
    return table[name]


def all_wishes() -> dict[str, Wish]:
    for room, places in (("app.services", SERVICES), ("app.queries", QUERIES_IN)):
        for place in places:
            importlib.import_module(f"{room}.{place}")
    return {**COMMANDS, **QUERIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command did, after it was committed."""

    value: Any
    changed: frozenset[tuple[str, str]] = frozenset()
    papers: tuple[str, ...] = ()
    repeated: bool = False  # the same operation again: the stored answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A command that is given nothing, or answers nothing but that it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A list from after the last one seen."""

    after: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPage(Page):
    """A list that belongs to the thing whose code was scanned."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A command about the thing whose code was scanned."""

    code: str


_LAWS: dict[tuple[Path, str, str], tuple[Pack, Service]] = {}  # a bound pack never changes: looked up once


@dataclass(slots=True)
class Setting:
    """What both commands and queries stand on: who asks, where, when, under which law."""

    account: Account
    office: Office
    catalogue: Catalogue
    calendar: Calendar
    now: Moment
    instant: Instant
    offices: dict[str, Office]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.office.zone)

    @property
    def today(self) -> date:
        return self.now.day(self.zone)

    def in_force(self, service: str, channel: str) -> tuple[Pack, Service]:
        """Bound for the life of the case. Raises `Refused` when the act, its text or the channel is not there that day."""
        return self.catalogue.in_force(self.office.region, service, channel=channel, on=self.today)

    def law_of(self, what: What) -> tuple[Pack, Service]:
        """The pack that the case was bound to, and its service there."""
        key = (self.catalogue.folder, what.pack, what.service)
        if key in _LAWS:
            return _LAWS[key]
        pack = self.catalogue.pack(what.pack)
        service = pack.service(what.service)
        assert service is not None, f"{what.pack} has no {what.service}"
        if what.pack not in self.catalogue.adopted:  # two nodes in one program may have adopted other texts
            _LAWS[key] = pack, service
        return pack, service

    def clockwork(self) -> Clockwork:
        return Clockwork(self.now, self.zone, self.calendar)


@dataclass(slots=True)
class Asking(Setting):
    """What a query gets: a connection that only reads."""

    connection: Connection = field(kw_only=True)
    file: Callable[[str], bytes] = field(kw_only=True)  # a kept file by its SHA-256

    def account_of(self, login: str) -> Account | None:
        row = self.connection.execute(select(tables.accounts).where(tables.accounts.c.login == login)).first()
        return rows.ACCOUNT.read(row) if row else None


@dataclass(slots=True)
class Unit(Setting):
    """What a command gets: the subjects of the store, and the one way to change them."""

    transaction: Transaction = field(kw_only=True)
    sign: Callable[[bytes], bytes] | None = field(
        default=None, kw_only=True
    )  # by the device's key; None: not held here
    judge: Judge | None = field(default=None, kw_only=True)  # of signatures; None: this node knows no roots
    anchor: Callable[..., Any] | None = field(default=None, kw_only=True)  # a checkpoint for a sheet; None: as `sign`
    hands: Any = field(default=None, kw_only=True)  # signatures of a hand-over: `app.handing`
    papers: list[str] = field(default_factory=list, kw_only=True)
    changed: set[tuple[str, str]] = field(default_factory=set, kw_only=True)

    # ---- subjects

    def case(self, code: str) -> Case:
        """By a scanned or typed code, number, or id. `Refused("case-unknown")` where there is none."""
        found = self._find(rows.CASE, code, "CD")
        if found is None or not self._concerns(found):
            raise Refused("case-unknown", code=code)
        return typing.cast(Case, found)

    def registry(self, code: str) -> Registry:
        found = self._find(rows.REGISTRY, code, "R")
        if found is None or self.office.code not in (found.sender, found.receiver):
            raise Refused("registry-unknown", code=code)
        return typing.cast(Registry, found)

    def handover(self, code: str) -> Handover:
        found = self._find(rows.HANDOVER, code, "H")
        cases = (self.transaction.fold(rows.CASE, id) for id in found.cases) if found else ()
        if found is None or not any(case is not None and self._concerns(case) for case in cases):
            raise Refused("hand-over-unknown", code=code)
        return typing.cast(Handover, found)

    def unclaimed(self) -> list[Case]:
        """Results that are back and that nobody has collected, oldest first."""
        found = self.transaction.all(rows.CASE, status=("to-release", "result-on-the-way"), centres={self.office.code})
        return [case for case in found if case.holder in ("sector", "inspector")]

    def on_the_way(self, *cases: Case) -> dict[str, str]:
        """Cases that were given and not yet taken, each with the number of its hand-over, given at whichever end of these."""
        ends = {end for c in cases for end in (c.number.split("-")[0], c.what.licensor if c.what else self.office.code)}
        given = self.transaction.all(rows.HANDOVER, status=("given",), centres=ends | {self.office.code})
        return {case: handover.number for handover in given for case in handover.cases}

    def account_of(self, login: str) -> Account | None:
        return typing.cast("Account | None", self.transaction.find(rows.ACCOUNT, login=login))

    def entered(self, registry: Registry) -> list[Case]:
        """What lies in a registry now, scanned by whoever."""
        ids = select(tables.cases.c.id).where(tables.cases.c.registry == registry.id).order_by(tables.cases.c.id)
        found = (
            self.transaction.fold(rows.CASE, id) for id in self.transaction.connection.execute(ids).scalars().all()
        )
        return [case for case in found if case is not None and case.registry == registry.id]

    def open_registry(self, receiver: str) -> Registry | None:
        """The open registry of this office towards that receiver; there is at most one."""
        return typing.cast(
            "Registry | None",
            self.transaction.find(rows.REGISTRY, sender=self.office.code, receiver=receiver, status="open"),
        )

    def _find(self, subject: rows.Subject, code: str, kinds: str) -> Any | None:
        if len(code) == 36:
            return self.transaction.fold(subject, code)
        try:
            number = number_of(code, kinds)
        except NotACode as wrong:
            raise Refused("code-invalid", code=code, problem=wrong.problem) from wrong
        except OtherKind as other:
            raise Refused("code-of-other-kind", code=code, kind=other.kind) from other
        return self.transaction.find(subject, number=number)

    def _concerns(self, case: Case) -> bool:
        if self.office.side == "centre":
            return case.number.startswith(self.office.code)
        if case.what is None or case.what.licensor != self.office.code:
            return False
        assigned = case.references.get("assign", self.account.login)
        if REACH[Role(self.account.role)] is not Reach.ASSIGNED or assigned == self.account.login:
            return True
        named = self.account_of(assigned)  # a colleague's; free words there name nobody
        return named is None or named.office != self.office.code

    # ---- changing

    def record(self, id: str, *facts: Any) -> Any:
        after = self.transaction.record(id, *facts)
        self.changed.add((type(after).__name__.lower(), id))
        return after

    def next_number(self) -> str:
        """The next number of this device, in the year of legal time."""
        device, serial = self.transaction.device, self.transaction.next_serial(self.now.local(self.zone).year)
        return case_number(self.office_of_device, device["code"].rsplit("-", 1)[1], year=device["year"], serial=serial)

    @property
    def office_of_device(self) -> str:
        return str(self.transaction.device["code"]).rsplit("-", 1)[0]

    @staticmethod
    def new_id() -> str:
        return new_id()

    def first_course(self, what: What, *just: str, began: Moment | None, passed: tuple[Passed, ...] = ()) -> Course:
        """The course of a case's first event, with the clocks of what was done before it."""
        _, service = self.law_of(what)
        course = self.course(what, None, *just)
        over = opening(
            service, what, course.done, began=began or self.now, passed={p.step: p.at for p in passed},
            clockwork=self.clockwork(),
        )  # fmt: skip
        return Course(done=course.done, started=(*over, *course.started))

    def course(self, what: What, case: Case | None, *just: str, begin: tuple[str, ...] = ()) -> Course:
        """Steps done now and the clocks they start, with every anchor the case has reached."""
        _, service = self.law_of(what)
        known = {"handing-in": self.now} if case is None else anchors_of(case)
        if case and (closing := end_of_filing(case, self.zone)):
            known["end-of-filing"] = closing
        for step, name in (("courier-to-licensor", "receipt"), ("take-in", "receipt"), ("registered", "registration")):
            if step in just:
                known.setdefault(name, self.now)
        return advance(service, what, just=just, case=case, clockwork=self.clockwork(), anchors=known, begin=begin)

    def paper(self, form: str, subject: Any, *, lang: str, **more: Any) -> str:
        """Writes down which paper is due with which facts; it is drawn when the transaction is committed."""
        from app.print.compose import compose  # pulls in the forms: only where something is printed

        facts = compose(form, self, subject, **more)
        id = new_id()
        self.transaction.put(
            "papers", id=id, subject=subject.id, form=form, lang=lang, code=facts["code"], copy=int(facts.get("copy", 0)),
            facts=codec.plain_bytes(facts).decode(), file=None, edition=None,
        )  # fmt: skip
        self.papers.append(id)
        return id

    def paper_again(self, row: dict[str, Any], *, copy: int) -> str:
        """A reprint: the stored facts with another copy number."""
        id = new_id()
        facts = {**json.loads(row["facts"]), "copy": copy}
        kept = codec.plain_bytes(facts).decode()
        self.transaction.put("papers", **{**row, "id": id, "copy": copy, "facts": kept, "file": None, "edition": None})
        self.papers.append(id)
        return id

    def keep_file(self, body: bytes) -> str:
        """A file of a case, kept by its SHA-256. `Refused`: empty, or too large."""
        return blobs.put(self.transaction, body)

    def keeps_file(self, name: str) -> bool:
        files = tables.files
        return bool(self.transaction.connection.execute(select(files.c.sha256).where(files.c.sha256 == name)).first())

    def access(self, login: str) -> Access | None:
        """How somebody gets in at this node; None: nothing was ever set."""
        return typing.cast("Access | None", self.transaction.fold(rows.ACCESS, access.id_of(login)))

    @property
    def seals(self) -> seals.Sealing:
        """The only way to a password or a badge."""
        return seals.Sealing(self.transaction)

    def keep(self, table: str, **row: Any) -> None:
        """A row that is no event: a draft, a peer, a parked event that was settled."""
        self.transaction.put(table, **row)


def check_right(account: Account, right: Right) -> None:
    if not account.open:
        raise Refused("account-closed", login=account.login)
    if not may(Role(account.role), right):
        raise Refused("no-right", right=right.value, role=account.role)


def input_hash(name: str, given: object, *, login: str) -> bytes:
    """Whose, which and what: an operation's answer belongs to who asked for it."""
    return hashlib.sha256(f"{login}\0{name}\0".encode() + codec.dump(given)).digest()
