"""The only place where the parts meet: settings in, a working `App` out."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.catalogue.acts import Catalogue
from app.catalogue.calendars import calendar
from app.command import (
    Asking,
    Outcome,
    Setting,
    Unit,
    Wish,
    check_right,
    input_hash,
    wish,
)
from app.demonstration import PLACES, Place
from app.domain import codec
from app.domain.moment import Moment
from app.domain.office import Office
from app.domain.roles import Role
from app.making import initialise
from app.outside.clock import Clock, HandClock, SystemClock
from app.outside.persons import Furnished, Persons
from app.problems import Refused, Unavailable, WrongCall
from app.settings import Settings, default_store, devices_folder, home, key_place, licensor_store, password_of
from app.store import blobs, tables
from app.store.open import Store, kept_key, open_store
from app.store.points import at
from app.store.rows import ACCOUNT, Account
from app.store.unit import Stamp, Transaction, new_id

log = logging.getLogger(__name__)
UNDRAWN = (LookupError, TypeError, ValueError, ArithmeticError)  # faults of a form, never of the store
T = TypeVar("T")


@dataclass(slots=True)
class App:
    """The one door. `run` changes, `ask` reads, `consult` asks the outside; nothing else touches the store."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    clock: Clock
    persons: Persons
    _accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, login: str) -> Account:
        """The person as the store knows them now. `Refused("account-unknown")`."""
        with self.store.reading(login) as connection:
            return _account(connection, login)

    def run(
        self, name: str, given: Any, *, as_: str, op: str | None = None, device: str | None = None, draw: bool = True
    ) -> Outcome:
        """One command: right, transaction, commit, papers. `given` is its dataclass or plain JSON.

        Without `draw` its papers stay due, as after a kill: the benchmark of the transaction asks for that.

        Raises `Refused` (nothing changed), `Unavailable` (nothing changed, or the same `op` tells what did),
        `codec.BadShape` and KeyError for a wrong call.
        """
        wanted = wish("command", name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        operation = op or new_id()
        outcome, code, stamp = patiently(lambda: self._run(wanted, given, as_, operation, device))
        if any(kind == "office" for kind, _ in outcome.changed):
            self.store.offices.update(self.store.read_offices())
        if draw:
            self.draw(list(outcome.papers), code, stamp)
        return outcome

    def _run(self, wanted: Wish, given: Any, as_: str, op: str, device: str | None) -> tuple[Outcome, str, Stamp]:
        """Everything of a command but its drawing, in one transaction: who acts is read where it is written."""
        digest = input_hash(wanted.name, given)
        with self.store.acting(as_) as connection:
            account = _account(connection, as_)
            check_right(account, wanted.right)
            code = device or self._device(connection, account)
            setting = self._setting(account, code)
            stamp = Stamp(
                who=account.login, at=setting.now, recorded_at=setting.instant, clock=self.clock.source(setting.office),
                op=op, centre=setting.office.code,
            )  # fmt: skip
            transaction = Transaction(self.store, connection, code, stamp)
            if (done := transaction.done()) is not None:
                if bytes(done.input_hash) != digest:
                    raise Refused("operation-differs", op=op)
                return Outcome(value=codec.read(wanted.answer, json.loads(done.answer)), repeated=True), code, stamp
            unit = Unit(**_parts(setting), transaction=transaction)
            value = wanted.function(unit, given)
            transaction.answer(wanted.name, digest, codec.dump(value).decode())
            transaction.commit()
        return Outcome(value=value, changed=frozenset(unit.changed), papers=tuple(unit.papers)), code, stamp

    def ask(self, name: str, given: Any, *, as_: str) -> Any:
        """One query: frozen rows, or one row."""
        wanted = wish("query", name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        with self.store.reading(as_) as connection:
            account = _account(connection, as_)
            check_right(account, wanted.right)
            setting = self._setting(account, self._device(connection, account))
            file = functools.partial(blobs.get, self.store, connection)
            return wanted.function(Asking(**_parts(setting), connection=connection, file=file), given)

    def consult(self, number: str) -> Any:
        """What the state register says of a number, asked outside any transaction; the answer goes into the draft."""
        return self.persons.ask(number)

    def draw(self, papers: list[str], device: str, stamp: Stamp) -> None:
        """Papers from the committed facts, kept by their hash. One that fails stays due, and is drawn at the next start."""
        from app.print import draw, edition

        for id in papers:
            at("paper.before")
            with self.store.reading() as connection:
                row = connection.execute(select(tables.papers).where(tables.papers.c.id == id)).one()
            if row.file:
                continue
            try:
                pdf = draw(row.form, json.loads(row.facts), row.lang)
            except UNDRAWN as fault:  # what was done is done; the paper stays due
                log.error("paper %s (%s) was not drawn: %s", id, row.form, type(fault).__name__)
                continue
            at("paper.drawn")
            try:
                patiently(lambda row=row, pdf=pdf: self._file(row, pdf, edition(), device, stamp))  # type: ignore[misc]
            except (Unavailable, OSError) as away:  # a full disk: the same
                log.error("paper %s (%s) was not kept: %s", id, row.form, away)
                continue
            at("paper.after")

    def _file(self, row: Any, pdf: bytes, edition: str, device: str, stamp: Stamp) -> None:
        with self.store.writing(device, stamp) as transaction:
            name = blobs.put(transaction, pdf)
            transaction.put("papers", **{**row._mapping, "file": name, "edition": edition})
            transaction.commit()

    def draw_waiting(self) -> int:
        """At the start: papers whose drawing a kill or a full disk prevented."""
        with self.store.reading() as connection:
            rows = connection.execute(
                select(tables.papers.c.id, tables.papers.c.centre).where(tables.papers.c.file.is_(None))
            ).all()
        for row in rows:
            with self.store.reading() as connection:
                device = connection.execute(
                    select(tables.devices.c.code)
                    .where(tables.devices.c.centre == row.centre, tables.devices.c.local)
                    .order_by(tables.devices.c.code)
                ).scalar()
            if device:
                office = self.store.offices[row.centre]
                stamp = Stamp(
                    who="", at=self.clock.moment(office), recorded_at=self.clock.instant(),
                    clock=self.clock.source(office), op=new_id(), centre=row.centre,
                )  # fmt: skip
                self.draw([row.id], device, stamp)
        return len(rows)

    def file(self, name: str) -> bytes:
        with self.store.reading() as connection:
            return blobs.get(self.store, connection, name)

    def paper(self, id: str) -> tuple[str, str, bytes]:
        """Form, code and PDF of a paper."""
        with self.store.reading() as connection:
            row = connection.execute(select(tables.papers).where(tables.papers.c.id == id)).one_or_none()
            if row is None or not row.file:
                raise Refused("paper-unknown")
            return row.form, row.code, blobs.get(self.store, connection, row.file)

    def folds(self) -> Iterator[tuple[str, str]]:
        """Number and fold of every case: two nodes compare them."""
        with self.store.reading() as connection:
            yield from (
                (r.number, r.state) for r in connection.execute(select(tables.cases.c.number, tables.cases.c.state))
            )

    def close(self) -> None:
        self.store.close()

    def _device(self, connection: Connection, account: Account) -> str:
        """Their own workplace; a courier at the licensor's machine uses the one that stands there, for their region."""
        local: Sequence[str] = connection.execute(_LOCAL).scalars().all()
        if account.device in local:
            return account.device
        home = self.store.offices.get(account.office)
        for code in local:
            office = self.store.offices[code.rsplit("-", 1)[0]]
            if account.role == Role.COURIER and home is not None and office.region == home.region:
                return code
        raise Refused("device-unknown", device=account.device)

    def _setting(self, account: Account, device: str) -> Setting:
        office = self.store.offices[device.rsplit("-", 1)[0]]
        return Setting(
            account=account, office=office, catalogue=self.catalogue, calendar=calendar(), now=self.clock.moment(office),
            instant=self.clock.instant(), offices=self.store.offices,
        )  # fmt: skip


# made once: building a statement costs as much as running it
_ACCOUNT = select(tables.accounts).where(tables.accounts.c.login == bindparam("login"))
_LOCAL = select(tables.devices.c.code).where(tables.devices.c.local).order_by(tables.devices.c.code)


def _account(connection: Connection, login: str) -> Account:
    row = connection.execute(_ACCOUNT, {"login": login}).one_or_none()
    if row is None:
        raise Refused("account-unknown", login=login)
    account: Account = ACCOUNT.read(row)
    return account


def patiently(deed: Callable[[], T], times: int = 12) -> T:
    """Again when another process moved the device or the case meanwhile, each time after a longer random while."""
    for attempt in range(times):
        try:
            return deed()
        except Unavailable as lost:
            if lost.status != "moved-meanwhile" or attempt == times - 1:
                raise
            threading.Event().wait(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))
    raise AssertionError("unreachable")


def _parts(setting: Setting) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in Setting.__slots__}


def build(settings: Settings, *, clock: Clock | None = None, persons: Persons | None = None) -> App:
    """Opens the store and puts the parts together. Papers that were left undrawn are drawn first."""
    ticking = clock or SystemClock()
    key = None if settings.store.startswith("postgresql") else kept_key(settings.key)
    store = open_store(settings.store, key=key, write=settings.write, login=settings.login, password=settings.password)
    app = App(settings, store, Catalogue.load(), ticking, persons or Furnished(ticking))
    if settings.write:
        app.draw_waiting()
    return app


def plain(value: Any) -> Any:
    """An answer as plain JSON values."""
    return codec.to_json(value)


@contextlib.contextmanager
def opened(settings: Settings, **parts: Any) -> Iterator[App]:
    app = build(settings, **parts)
    try:
        yield app
    finally:
        app.close()


# ---- the exchange with the other side


@contextlib.contextmanager
def listening(app: App, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The licensor's end, in a thread of this program; yields its address."""
    from app.sync.server import listening as listen

    with listen(app, host, port=port, folder=devices_folder(app.settings.key)) as address:
        yield address


def serve(settings: Settings, *, host: str, port: int, tls: Path | None = None) -> int:
    """The licensor's end without a window, until it is told to stop. Beyond this machine only with certificates."""
    from app.sync.server import serve as listen

    with opened(settings) as app:
        listen(app, host, port, folder=devices_folder(settings.key), tls=tls)
    return 0


def exchange(app: App, address: str | None = None, *, tls: Path | None = None) -> list[dict[str, Any]]:
    """One tick with every peer: what was sent, received, parked, or why it ended early. What was parked is tried again."""
    from app.sync.incoming import redrive
    from app.sync.loop import tick
    from app.sync.peers import Node, peers_of

    folder = devices_folder(app.settings.key)
    told = [plain(tick(app, peer.id, folder=folder, address=address, tls=tls)) for peer in peers_of(app.store)]
    redrive(Node.of(app, folder))
    return told


def sync(
    settings: Settings, *, address: str | None = None, once: bool = False, tls: Path | None = None
) -> list[dict[str, Any]]:
    """Ticks until stopped, or once."""
    with opened(settings) as app:
        told = exchange(app, address, tls=tls)
        while not once:
            threading.Event().wait(30)
            told = exchange(app, address, tls=tls)
        return told


def introduce(settings: Settings, other: dict[str, Any], *, address: str = "") -> dict[str, Any]:
    """Tells this node of another, from what that one printed; and says what the other must be told of this one."""
    from app.sync.peers import own_devices, pair

    with opened(settings) as app:
        if other:
            devices = {code: bytes.fromhex(key) for code, key in other["devices"].items()}
            pair(app, other["id"], address, devices=devices)
        return {"id": app.store.id, "devices": {code: key.hex() for code, key in own_devices(app.store).items()}}


def backup(settings: Settings, file: Path) -> dict[str, Any]:
    from app.keeping.backup import copy

    return copy(settings, file)


def restore(file: Path, *, store: str, key: str | None) -> dict[str, Any]:
    from app.keeping.backup import bring_back

    return bring_back(file, store, key=key_place(key))


def verify_store(settings: Settings, *, anchor: str | None = None) -> dict[str, Any]:
    from app.keeping.verify import verify_store as verify

    return verify(settings, anchor=anchor)


__all__ = [
    "PLACES", "App", "HandClock", "Moment", "Office", "Place", "Refused", "Settings", "WrongCall", "backup", "build",
    "calendar", "default_store", "exchange", "home", "initialise", "introduce", "key_place", "licensor_store",
    "listening", "opened", "password_of", "plain", "restore", "serve", "sync", "verify_store",
]  # fmt: skip
