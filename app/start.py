"""The only place where the parts meet: settings in, a working `App` out."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import demonstration
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
from app.domain import codec
from app.domain.events import AccountOpened, StaffName
from app.domain.office import Office
from app.domain.pack import Text
from app.domain.personal import Personal
from app.domain.roles import Role
from app.outside.clock import Clock, SystemClock
from app.outside.persons import Furnished, Persons
from app.problems import Refused, Unavailable
from app.store import blobs, postgres, tables
from app.store.open import Store, add_device, add_person, key_file, make, open_store, path_of
from app.store.points import at
from app.store.rows import ACCOUNT, Account
from app.store.unit import Stamp, new_id
from app.sync import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation keeps its things, as the command line or the window was told."""

    store: str
    key: Path
    login: str | None = None  # PostgreSQL: connect as this person
    password: str | None = None
    write: bool = True


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
        with self.store.reading() as connection:
            row = connection.execute(select(tables.accounts).where(tables.accounts.c.login == login)).one_or_none()
        if row is None:
            raise Refused("account-unknown", login=login)
        account: Account = ACCOUNT.read(row)
        return account

    def run(self, name: str, given: Any, *, as_: str, op: str | None = None, device: str | None = None) -> Outcome:
        """One command: right, transaction, commit, papers. `given` is its dataclass or plain JSON.

        Raises `Refused` (nothing changed), `Unavailable` (nothing changed, or the same `op` tells what did),
        `codec.BadShape` and KeyError for a wrong call.
        """
        wanted = wish("command", name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        account = self.account(as_)
        operation = op or new_id()
        for attempt in range(8):
            try:
                return self._run(wanted, given, account, operation, device)
            except Unavailable as lost:
                if lost.status != "moved-meanwhile" or attempt == 7:
                    raise
        raise AssertionError("unreachable")

    def _run(self, wanted: Wish, given: Any, account: Account, op: str, device: str | None) -> Outcome:
        check_right(account, wanted.right)
        code = device or self._device(account)
        setting = self._setting(account, code)
        stamp = Stamp(
            who=account.login, at=setting.now, recorded_at=setting.instant, clock=self.clock.source(setting.office),
            op=op, centre=setting.office.code,
        )  # fmt: skip
        digest = input_hash(wanted.name, given)
        with self.store.writing(code, stamp) as transaction:
            done = transaction.connection.execute(
                select(tables.operations).where(tables.operations.c.op == op)
            ).one_or_none()
            if done is not None:
                if bytes(done.input_hash) != digest:
                    raise Refused("operation-differs", op=op)
                return Outcome(value=codec.read(wanted.answer, json.loads(done.answer)), repeated=True)
            unit = Unit(**_parts(setting), transaction=transaction)
            value = wanted.function(unit, given)
            transaction.answer(wanted.name, digest, codec.dump(value).decode())
            transaction.commit()
        self.draw(unit.papers, code, stamp)
        return Outcome(value=value, changed=frozenset(unit.changed), papers=tuple(unit.papers))

    def ask(self, name: str, given: Any, *, as_: str) -> Any:
        """One query: frozen rows, or one row."""
        wanted = wish("query", name)
        given = codec.read(wanted.given, given) if isinstance(given, dict) else given
        account = self.account(as_)
        check_right(account, wanted.right)
        setting = self._setting(account, self._device(account))
        with self.store.reading() as connection:
            return wanted.function(Asking(**_parts(setting), connection=connection), given)

    def consult(self, number: str) -> Any:
        """What the state register says of a number, asked outside any transaction; the answer goes into the draft."""
        return self.persons.ask(number)

    def draw(self, papers: list[str], device: str, stamp: Stamp) -> None:
        """Papers from the committed facts, kept by their hash. One that fails stands as "to be printed", drawn at next start."""
        from app.print import draw

        for id in papers:
            at("paper.before")
            with self.store.reading() as connection:
                row = connection.execute(select(tables.papers).where(tables.papers.c.id == id)).one()
            if row.file:
                continue
            pdf = draw(row.form, json.loads(row.facts), row.lang)
            at("paper.drawn")
            with self.store.writing(device, stamp) as transaction:
                name = blobs.put(transaction, pdf)
                transaction.put("papers", **{**row._mapping, "file": name})
                transaction.commit()
            at("paper.after")

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

    def _device(self, account: Account) -> str:
        """Their own workplace; a courier at the licensor's machine uses the one that stands there, for their region."""
        with self.store.reading() as connection:
            local = connection.execute(
                select(tables.devices.c.code).where(tables.devices.c.local).order_by(tables.devices.c.code)
            ).scalars().all()  # fmt: skip
        if account.device in local:
            return account.device
        home = self.store.offices.get(account.office)
        for code in local:
            office = self.store.offices[code.rsplit("-", 1)[0]]
            if home is not None and office.region == home.region:
                return code
        raise Refused("device-unknown", device=account.device)

    def _setting(self, account: Account, device: str) -> Setting:
        office = self.store.offices[device.rsplit("-", 1)[0]]
        return Setting(
            account=account, office=office, catalogue=self.catalogue, calendar=calendar(), now=self.clock.moment(office),
            instant=self.clock.instant(), offices=self.store.offices,
        )  # fmt: skip


def _parts(setting: Setting) -> dict[str, Any]:
    return {name: getattr(setting, name) for name in Setting.__slots__}  # type: ignore[attr-defined]


def build(settings: Settings, *, clock: Clock | None = None, persons: Persons | None = None) -> App:
    """Opens the store and puts the parts together. Papers that were left undrawn are drawn first."""
    ticking = clock or SystemClock()
    key = None if settings.store.startswith("postgresql") else key_file(settings.key)
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


def home() -> Path:
    """The user's data folder: the default store and its key live there."""
    if told := os.environ.get("TEREZE_HOME"):
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("tereze", appauthor=False))


def default_store() -> str:
    return f"sqlite:///{home() / 'tereze.db'}"


def key_place(told: str | None) -> Path:
    return Path(told or os.environ.get("TEREZE_KEY") or home() / "tereze.key")


def password_of(store: str, login: str | None) -> str | None:
    """For PostgreSQL: from the environment; a demonstration store's people need none typed."""
    return os.environ.get("TEREZE_PASSWORD") or (demonstration.PASSWORD if login else None)


def devices_folder(key: Path) -> Path:
    """The signing keys of the devices that stand here, beside the store's key."""
    return key.parent / "devices"


def licensor_store(store: str) -> str:
    """The second store of a demonstration, beside the first."""
    if store.startswith("postgresql"):
        address, schema = postgres.place(store)
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        return f"{plain}{'&' if '?' in plain else '?'}schema={schema}_licensor"
    path = path_of(store)
    return f"sqlite:///{path.with_name(path.stem + '-licensor' + path.suffix)}"


def initialise(
    store: str, *, key: str | Path | None = None, demo: bool = False, centre: str | None = None, device: str = "01"
) -> dict[str, Any]:
    """Makes or migrates a store; with `demo` both sides of a demonstration. Harmless on what is already there."""
    place = key_place(str(key) if key else None)
    if demo:
        made = [_furnish(store, place, "centre"), _furnish(licensor_store(store), place, "licensor")]
        _pair(store, licensor_store(store), place)
        return {
            "stores": made,
            "demo": True,
            "note": "no password is asked: a demonstration, people and clocks are not real",
        }
    if centre is None:
        raise ValueError("say --demo, or --centre CODE (two letters and two digits) and --device NN")
    secret = None if store.startswith("postgresql") else key_file(place)
    office = Office(
        code=centre, side="centre", region="atyrau", name=demonstration.CORPORATION, branch=Text(ru=centre, kk=centre),
        address=Text(ru="—", kk="—"),
    )  # fmt: skip
    people = ((f"administrator.{centre.lower()}", Role.ADMINISTRATOR, centre, f"{centre}-{device}", "—"),)
    return _make(
        store, secret, "centre", folder=devices_folder(place), offices=(office,), devices=(f"{centre}-{device}",),
        people=people, demo=False,
    )  # fmt: skip


def _furnish(store: str, key: Path, side: str) -> dict[str, Any]:
    secret = None if store.startswith("postgresql") else key_file(key)
    today = SystemClock().instant().utc.date()
    return _make(
        store, secret, side, folder=devices_folder(key), offices=demonstration.offices(today), devices=demonstration.devices(side),
        people=demonstration.people(side), demo=True,
    )  # fmt: skip


def _make(
    store: str, secret: str | None, side: str, *, folder: Path, offices: tuple[Office, ...], devices: tuple[str, ...],
    people: tuple[tuple[str, Role, str, str, str], ...], demo: bool,
) -> dict[str, Any]:  # fmt: skip
    clock = SystemClock()
    make(store, key=secret, side=side, demo=demo, created_at=clock.instant().iso(), offices=offices)
    for code in devices:
        public = keys.public_bytes(keys.device_key(folder, code))
        add_device(store, key=secret, code=code, public_key=public)
    with_logins = open_store(store, key=secret, write=True)
    try:
        known = _logins(with_logins)
        for login, role, office, device, name in people:
            add_person(store, login=login, password=demonstration.PASSWORD if demo else None)
            if login in known:
                continue
            home_office = with_logins.offices[office]
            stamp = Stamp(
                who="init", at=clock.moment(home_office), recorded_at=clock.instant(), clock=clock.source(home_office),
                op=new_id(), centre=office,
            )  # fmt: skip
            with with_logins.writing(device, stamp) as transaction:
                fact = AccountOpened(
                    login=login, role=role, office=office, device=device, person=StaffName(name=Personal(name))
                )
                transaction.record(new_id(), fact)
                transaction.commit()
        return {"store": store.split("@")[-1], "id": with_logins.id, "side": side, "people": [p[0] for p in people]}
    finally:
        with_logins.close()


def _logins(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(select(tables.accounts.c.login)).scalars())
