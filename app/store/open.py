"""Which store: make it, migrate it, open it. A store newer than the program is refused before anything is written."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import select, text
from sqlalchemy.engine import Connection, Engine

from app.domain import codec
from app.domain.office import Office
from app.problems import Refused, Unavailable
from app.store import before, keys, points, postgres, sqlite, sqlite_writer, standing, tables
from app.store.line import Line
from app.store.lock import OnlyWriter
from app.store.place import refuse_far
from app.store.seeing import GROUP
from app.store.troubles import translated
from app.store.unit import Stamp, Transaction

if TYPE_CHECKING:
    from app.store.argon import Hasher
    from app.store.live import Live

SCHEMA = "0006"  # the newest migration this program knows
NOBODY = (None, "", "init", "sync")  # what acts without a person: making a store, the exchange, drawing what was left
READER = WRITER = 1  # what this program can read and write; a store asks for at least so much
MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


@dataclass(slots=True, repr=False)  # its keys are no words for a log
class Store:
    """An open store: where rows come from, and the one way to write them."""

    url: str
    side: str
    id: str
    epoch: str
    demo: bool
    engine: Engine
    offices: dict[str, Office]
    key: str | None = None
    lock: OnlyWriter | None = None
    reader: Engine | None = None  # beside an embedded writer: reading never waits for it
    password: str | None = None  # of people, where they sign in by this program (PostgreSQL)
    live: Live | None = None  # PostgreSQL: what others commit is heard, and they hear what is committed here
    told: Path | None = None  # PostgreSQL: where this workplace keeps what it was answered (`app.store.told`)
    ticks: Callable[[], float] = time.monotonic  # of this machine since it was started: nobody sets it
    undrawn: bool = False  # a paper was not kept: the disk took none
    _hasher: Hasher | None = None
    _engines: dict[str, Engine] = field(default_factory=dict)  # PostgreSQL: each person is a login role of their own
    _own: Line = field(init=False)  # for writing on an embedded store

    def __post_init__(self) -> None:
        self._own = Line(self.engine)

    @property
    def on_postgres(self) -> bool:
        return self.url.startswith("postgresql")

    @property
    def path(self) -> Path:
        return path_of(self.url)

    def file(self, name: str) -> Path:
        """Where a file of cases lies sealed, beside an embedded store."""
        return Path(f"{self.path}.files") / name[:2] / name

    @property
    def hasher(self) -> Hasher:
        if self._hasher is None:
            from app.store.argon import Hasher  # only where somebody logs in

            self._hasher = Hasher()
        return self._hasher

    @contextmanager
    def reading(self, who: str | None = None) -> Iterator[Connection]:
        with translated(), (self.reader or self._engine(who)).connect() as connection:
            yield connection

    @contextmanager
    def acting(self, who: str | None = None) -> Iterator[Connection]:
        """A connection that may write, for one who reads first what they then change."""
        with translated(), self._line(who) as connection:
            yield connection

    @contextmanager
    def writing(self, device: str, stamp: Stamp) -> Iterator[Transaction]:
        """A transaction on a device's chain, as the person of the stamp; without `commit` all of it is undone."""
        with translated(), self._line(stamp.who) as connection:
            yield Transaction(self, connection, device, stamp)

    def _line(self, who: str | None) -> AbstractContextManager[Connection]:
        return self._engine(who).connect() if self.on_postgres else self._own.lent()

    def _engine(self, who: str | None) -> Engine:
        """On PostgreSQL a person's own connection, so that the database knows who acts; the store's own without a person."""
        if who is None or who in NOBODY or not self.on_postgres or self.password is None:
            return self.engine
        if who not in self._engines:
            self._engines[who] = postgres.engine(self.url, login=who, password=self.password)
        return self._engines[who]

    def write(self, connection: Connection, **batch: Any) -> tuple[str, ...]:
        """Returns the names of files whose keys went with it."""
        return (postgres.write if self.on_postgres else sqlite_writer.write)(connection, **batch)

    def forget(self, connection: Connection, files: tuple[str, ...]) -> None:
        """After the commit: files whose keys are gone, and the log in which their rows still stand. Cut off: they are
        sealed by keys that nobody has any more, and the log goes with the next start."""
        if self.on_postgres:
            return
        if files:
            with connection.begin():  # nobody lays the same bytes down meanwhile; who did before has a row again
                kept = select(tables.files.c.sha256).where(tables.files.c.sha256.in_(files))
                for name in set(files) - set(connection.execute(kept).scalars()):
                    self.file(name).unlink(missing_ok=True)
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # type: ignore[union-attr]

    def side_of(self, device: str) -> str:
        office = self.offices.get(device.rsplit("-", 1)[0])
        return office.side if office else ("licensor" if self.side == "centre" else "centre")

    def read_offices(self) -> dict[str, Office]:
        with self.reading() as connection:
            return offices_of(connection)

    def close(self) -> None:
        self._own.close()
        if self.live is not None:
            self.live.close()
        for engine in (self.reader, self.engine, *self._engines.values()):  # the writer last: it folds the WAL in
            if engine is not None:
                engine.dispose()
        if self.lock:
            self.lock.release()


def path_of(url: str) -> Path:
    if not url.startswith("sqlite:///"):
        raise Refused("store-url", url=url.split("@")[-1])
    return Path(url.removeprefix("sqlite:///")).expanduser().resolve()


def key_file(path: Path) -> str:
    """The store's key, 32 bytes in hex; made with the store and readable by its owner alone."""
    if (
        not path.exists() or not path.stat().st_size
    ):  # empty: a full disk had no room for it, and nothing was sealed by it
        _make_key(path)
    return kept_key(path)


def _make_key(path: Path) -> None:
    """Whole under its name, or not at all. Who made one meanwhile has made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and path.stat().st_size:
            return
        half.replace(path)
        before.settle(path.parent)
    finally:
        half.unlink(missing_ok=True)


def kept_key(path: Path) -> str:
    """The key of a store that is there. Without it nothing is made up: the store then says that the key does not fit."""
    if not path.exists():
        return secrets.token_hex(32)
    return keys.read(path)


def _engine(
    url: str, *, key: str | None, login: str | None = None, password: str | None = None, read_only: bool = False
) -> Engine:
    if url.startswith("postgresql"):
        return postgres.engine(url, login=login, password=password)
    return sqlite.engine(str(path_of(url)), key=key, read_only=read_only)


def make(url: str, *, key: str | None, side: str, demo: bool, created_at: str, offices: tuple[Office, ...]) -> None:
    """Makes or migrates a store, and puts its offices in. Harmless on a store that is ready, refused while it is in use."""
    lock = None
    if not url.startswith("postgresql"):
        refuse_far(path_of(url))
        path_of(url).parent.mkdir(parents=True, exist_ok=True)
        lock = OnlyWriter(path_of(url))
    engine = _engine(url, key=key)
    try:
        alone = nullcontext() if lock else postgres.alone(engine, f"make {postgres.place(url)[1]}")
        with translated(), alone:
            migrate(engine, url)
            with engine.begin() as connection:
                if connection.execute(select(tables.store.c.id)).scalar() is None:
                    connection.execute(
                        tables.store.insert(),
                        {
                            "id": secrets.token_hex(8), "centre": offices[0].code, "epoch": secrets.token_hex(8),
                            "schema": SCHEMA, "min_reader": 1, "min_writer": 1, "side": side, "demo": demo,
                            "created_at": created_at,
                        },
                    )  # fmt: skip
                known = set(connection.execute(select(tables.offices.c.code)).scalars())
                for office in offices:
                    if office.code not in known:
                        row = {"code": office.code, "centre": office.code, "side": office.side}
                        connection.execute(tables.offices.insert(), {**row, "state": codec.dump(office).decode()})
    finally:
        engine.dispose()
        if lock:
            lock.release()


def add_device(url: str, *, key: str | None, code: str, public_key: bytes, renew: bool = False) -> None:
    """A workplace of this node. `renew`: a demonstration whose signing keys were thrown away gets new ones."""
    engine = _engine(url, key=key)
    try:
        with translated(), engine.begin() as connection:
            if connection.execute(select(tables.devices.c.code).where(tables.devices.c.code == code)).scalar() is None:
                connection.execute(
                    tables.devices.insert(),
                    {
                        "code": code, "centre": code.rsplit("-", 1)[0], "epoch": 1, "seq": 0, "head": bytes(32),
                        "year": 0, "serial": 0, "public_key": public_key, "local": True,
                    },
                )  # fmt: skip
            elif renew:
                mine = tables.devices.c.code == code
                connection.execute(tables.devices.update().where(mine).values(public_key=public_key))
    finally:
        engine.dispose()


def add_person(url: str, *, login: str, password: str | None, group: str = GROUP) -> None:
    """On PostgreSQL each person is a login role without any right to write; on SQLite there is nothing to do.

    `group` EXCHANGE: a program that only exchanges with the other side.
    """
    if not url.startswith("postgresql"):
        return
    engine = postgres.engine(url)
    with engine.begin() as connection:
        person_role(connection, login=login, password=password, group=group)
    engine.dispose()


def person_role(connection: Connection, *, login: str, password: str | None = None, group: str = GROUP) -> None:
    quoted = '"' + login.replace('"', '""') + '"'
    exists = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :n"), {"n": login}).scalar()
    if not exists:
        connection.execute(text(f"CREATE ROLE {quoted} LOGIN CONNECTION LIMIT 40 IN ROLE {group}"))
    if password:
        literal = connection.execute(text("SELECT quote_literal(:p)"), {"p": password}).scalar()
        connection.exec_driver_sql(f"ALTER ROLE {quoted} PASSWORD {literal}")


def migrate(engine: Engine, url: str, *, half: bool = False) -> None:
    """To the newest schema in one transaction; a copy of an embedded store comes first. A newer store is left alone.

    `half`: of one that is just being brought back.
    """
    from alembic import command  # 370 ms, and only here
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with translated(), engine.connect() as connection:
        found = stored_schema(connection, half=half)
    if found is not None and found > SCHEMA:
        return  # a later program made it so, and says that this one may write: it is not taken back
    if found not in (None, SCHEMA) and not url.startswith("postgresql"):
        before.keep(engine, path_of(url), schema=SCHEMA)
    with translated(), engine.connect() as connection:
        if url.startswith("postgresql"):
            _prepare_postgres(connection, postgres.place(url)[1])
        points.at("migrate.before")
        config.attributes["connection"] = connection
        with connection.begin():  # one for all of it: with the version, by which the next program knows what it has
            if url.startswith("postgresql"):
                from app.store.leading import take_time  # the driver is read where there is such a store

                take_time(connection)
            command.upgrade(config, "head")
            if url.startswith("postgresql"):
                schema = postgres.place(url)[1]
                for line in postgres.rights(schema):
                    connection.execute(text(line.replace(":", "\\:") if "$$" in line else line))
            connection.execute(tables.store.update().values(schema=SCHEMA))
        points.at("migrate.after")


def _prepare_postgres(connection: Connection, schema: str) -> None:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public"))
    for line in postgres.role_lines():
        connection.execute(text(line.replace(":", "\\:")))
    connection.commit()


def stored_schema(connection: Connection, *, half: bool = False) -> str | None:
    """None: there is no store yet, or only half of one. `Unavailable` when it asks for a newer program."""
    if not sqlalchemy.inspect(connection).has_table("store"):
        return None
    row = connection.execute(select(tables.store.c.schema, tables.store.c.min_writer)).one_or_none()
    if row is not None and (row.min_writer % standing.HALF if half else row.min_writer) > WRITER:
        raise standing.refusal(connection, row)
    return row.schema if row else None


def offices_of(connection: Connection) -> dict[str, Office]:
    states = connection.execute(select(tables.offices.c.state)).scalars()
    return {office.code: office for office in (codec.load(Office, state) for state in states)}


def _lived(url: str) -> bool:
    """An emptied file whose documents still lie beside it was a store: nobody may be told to make a new one there."""
    if url.startswith("postgresql"):
        return False
    beside = Path(f"{path_of(url)}.files")
    return beside.is_dir() and any(beside.iterdir())


def _settle(engine: Engine) -> None:
    held: Any = engine.raw_connection()
    try:
        held.driver_connection.settle()
    finally:
        held.close()


def open_store(
    url: str, *, key: str | None, write: bool, login: str | None = None, password: str | None = None
) -> Store:
    """Opens a store that exists. `write` on SQLite takes the OS lock: a second writer is `Unavailable(store, in-use)`."""
    lock = None
    if not url.startswith("postgresql"):
        if not path_of(url).exists():
            half = Path(f"{path_of(url)}.moving").exists()  # one that is being moved here, or was when it was cut off
            raise Unavailable("store", "half" if half else "not-there", path=str(path_of(url)))
        if write:
            refuse_far(path_of(url))
        lock = OnlyWriter(path_of(url)) if write else None
    engine = _engine(url, key=key, login=login, password=password, read_only=not write)
    try:
        with translated(), engine.connect() as connection:
            found = sqlalchemy.inspect(connection).has_table("store")
            row = connection.execute(select(tables.store)).one_or_none() if found else None
            if row is None:  # making it was cut off: `init` again finishes it
                if _lived(url):
                    raise Unavailable("store", "damaged", path=str(path_of(url)))
                raise Unavailable("store", "not-there", path=url.split("@")[-1])
            asks = row.min_writer if write else row.min_reader
            if not isinstance(asks, int):
                raise Unavailable("store", "damaged", path=str(path_of(url)))
            if asks > (WRITER if write else READER):
                raise standing.refusal(connection, row)
            if write and row.schema < SCHEMA:  # what is kept can still be copied and taken out
                raise Unavailable("store", "older", schema=row.schema)
            try:
                offices = offices_of(connection)
            except ValueError as fault:  # no office of ours is written so
                raise Unavailable("store", "damaged", path=url.split("@")[-1]) from fault
        if lock:
            with translated():
                _settle(engine)
    except BaseException:
        engine.dispose()
        if lock:
            lock.release()
        raise
    reader = sqlite.engine(str(path_of(url)), key=key, read_only=True) if lock else None
    live: Live | None = None
    if write and lock is None:
        from app.store.live import Live  # with its driver: read where there is such a store

        live = Live(lambda: postgres.engine(url, login=login, password=password), postgres.place(url)[1])
    return Store(
        url, row.side, row.id, row.epoch, bool(row.demo), engine, offices, key=key, lock=lock, reader=reader,
        password=None if login else password, live=live,
    )  # fmt: skip
