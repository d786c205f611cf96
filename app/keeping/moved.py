"""A store moved from SQLite to PostgreSQL or back: it lives on there under the same name, epoch and chains, and here no more.

Nobody writes meanwhile; all of it arrives in one transaction, is compared and verified; then this one is marked as moved,
and only then that one may be written. At no moment may both be: a chain that goes on in two places is two chains.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection, Engine

from app import demonstration
from app.domain import codec
from app.domain.access import Access
from app.keeping import carried
from app.keeping.first_passwords import give, kept
from app.keeping.reread import said
from app.keeping.verify import verify_store
from app.outside.clock import SystemClock
from app.problems import Refused, Unavailable, WrongCall
from app.settings import Settings
from app.store import leading, postgres, sqlite, standing, tables
from app.store.before import settle
from app.store.lock import OnlyWriter
from app.store.open import (
    SCHEMA,
    WRITER,
    Store,
    kept_key,
    key_file,
    migrate,
    open_store,
    path_of,
    person_role,
)
from app.store.place import refuse_far
from app.store.points import at
from app.store.troubles import translated

WAITS = "10s"  # for presses that are just being written


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the store is to live. An embedded one is made aside, in `PATH.moving`, and gets its name at the end."""

    url: str

    @property
    def shared(self) -> bool:
        return self.url.startswith("postgresql")

    @property
    def aside(self) -> Path:
        path = path_of(self.url)
        return path.with_name(f"{path.name}.moving")

    @property
    def made(self) -> str:
        """Where it is while it is being made."""
        return self.url if self.shared else f"sqlite:///{self.aside / 'store.db'}"

    @property
    def address(self) -> str:
        """For people, and for the mark: without a password."""
        if not self.shared:
            return f"sqlite:///{path_of(self.url)}"
        found, schema = postgres.place(self.url)
        bare = found.set(drivername="postgresql", password=None).difference_update_query(["target_session_attrs"])
        return bare.update_query_dict({"schema": schema}).render_as_string()


def move(store: str, to: str, *, key: Path, passwords: Path | None = None) -> dict[str, Any]:
    """`passwords`: a new file for the first passwords of people, who had others that no other store can keep.

    Cut off at any point, the same call again finishes it, or begins anew. `Refused("store-exists")`: there is one already.
    """
    goal = Goal(to)
    if goal.address == Goal(store).address:
        raise WrongCall("a store is moved to another place than its own")
    with ExitStack() as held:
        source = held.enter_context(_held(store, key))
        here = held.enter_context(_still(source))
        gone = standing.moved_to(here)
        if gone and (gone != goal.address or not _arrived(goal, source, key)):
            raise Unavailable("store", "moved", to=gone)
        if not goal.shared:
            held.enter_context(_kept_free(goal))
        if not gone:
            _clear(goal, source, key)
            tallies, people = _bring(source, here, goal, key=key, passwords=passwords)
            try:
                proof = _verified(goal, key)
            except BaseException:
                if people and passwords is not None:
                    passwords.unlink(missing_ok=True)
                raise
            at("move.verified")
            _mark(source, here, goal)
        else:  # it was cut off between the two marks
            tallies, people, proof = {}, [], _verified(goal, key)
        at("move.marked")
        _stands(goal, key)
    return {
        "from": Goal(store).address, "to": goal.address, "store": proof["store"], "events": proof["events"],
        "chains": proof["chains"], "tables": {n: t for n, t in codec.to_json(tallies).items()},
        "people": people, "passwords": str(passwords) if people and passwords else None, "intact": proof["intact"],
        "note": said("move.done", here=Goal(store).address, to=goal.address),
    }  # fmt: skip


# ---- the store that is left


@contextmanager
def _held(url: str, key: Path) -> Iterator[Store]:
    """Open for reading alone; on SQLite behind the writers' lock, which nobody else gets meanwhile."""
    embedded = not url.startswith("postgresql")
    if embedded and not key.exists():
        raise Unavailable("key", "not-there", path=str(key))
    if embedded and not path_of(url).exists():
        raise Unavailable("store", "not-there", path=str(path_of(url)))
    lock = OnlyWriter(path_of(url)) if embedded else None
    try:
        store = open_store(url, key=kept_key(key) if embedded else None, write=False)
        try:
            yield store
        finally:
            store.close()
    finally:
        if lock:
            lock.release()


@contextmanager
def _still(store: Store) -> Iterator[Connection]:
    """A transaction in which the store stands still: on PostgreSQL every table is held against writers, not readers."""
    with translated(), store.engine.connect() as connection:
        row = connection.execute(select(tables.store.c.schema, tables.store.c.min_writer)).one()
        if WRITER < row.min_writer < standing.MOVED:
            raise standing.refusal(connection, row)
        if row.schema != SCHEMA:
            raise Unavailable("store", "older", schema=row.schema)
        if store.on_postgres:
            connection.rollback()
            try:
                leading.take_time(connection)
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAITS}'"))
                connection.exec_driver_sql(f"LOCK TABLE {', '.join(tables.metadata.tables)} IN EXCLUSIVE MODE")
            except sqlalchemy.exc.OperationalError as busy:
                raise Unavailable("store", "in-use") from busy
        yield connection


def _mark(source: Store, here: Connection, goal: Goal) -> None:
    """The last word of this store: nobody writes into it any more."""
    now = int(SystemClock().instant().utc.timestamp())
    centre = min(source.offices)
    if source.on_postgres:
        standing.mark_moved(here, goal.address, at=now, centre=centre)
        here.commit()
        return
    here.rollback()
    engine = sqlite.engine(str(source.path), key=source.key)
    try:
        with translated(), engine.begin() as connection:
            standing.mark_moved(connection, goal.address, at=now, centre=centre)
    finally:
        engine.dispose()


# ---- the store that comes to be


@contextmanager
def _kept_free(goal: Goal) -> Iterator[None]:
    """From the first look to the last name nobody else makes a store there."""
    path = path_of(goal.url)
    refuse_far(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = OnlyWriter(path)
    try:
        yield
    finally:
        lock.release()


def _clear(goal: Goal, source: Store, key: Path) -> None:
    """What a move that was cut off has left there goes; anything else that is there stays, and nothing is moved over it."""
    if goal.shared:
        _clear_shared(goal, source)
        return
    path = path_of(goal.url)
    if any(place.exists() for place in (path, Path(f"{path}-wal"), Path(f"{path}.files"))):
        raise Refused("store-exists", path=str(path))
    if (path_of(goal.made)).exists() and not _is_of(goal, source, key):
        raise Refused("store-exists", path=str(goal.aside))
    shutil.rmtree(goal.aside, ignore_errors=True)


def _is_of(goal: Goal, source: Store, key: Path) -> bool:
    """Whether what has half arrived there is this store, or nothing yet. Another one waits there to be finished."""
    engine = sqlite.engine(str(path_of(goal.made)), key=key_file(key))
    try:
        with translated(), engine.connect() as connection:
            if not sqlalchemy.inspect(connection).has_table("store"):
                return True
            id = connection.execute(select(tables.store.c.id)).scalar()
    except Unavailable as shut:
        if shut.status == "wrong-key":
            return False
        raise
    finally:
        engine.dispose()
    return id in (None, source.id)


def _clear_shared(goal: Goal, source: Store) -> None:
    schema = postgres.place(goal.url)[1]
    engine = postgres.engine(goal.url)
    try:
        with translated(), engine.begin() as connection:
            there = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
            if connection.execute(there, {"name": schema}).scalar() is None:
                return
            if sqlalchemy.inspect(connection).has_table("store"):
                row = connection.execute(select(tables.store)).one_or_none()
                ours = row is not None and row.id == source.id and standing.HALF < row.min_writer < standing.MOVED
                if not ours and (row is not None or carried.rows_of(connection, tables.offices)):
                    raise Refused("store-exists", schema=schema)
            elif sqlalchemy.inspect(connection).get_table_names():
                raise Refused("store-exists", schema=schema)
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()


def _bring(
    source: Store, here: Connection, goal: Goal, *, key: Path, passwords: Path | None
) -> tuple[dict[str, carried.Tally], list[str]]:
    """All of it in one transaction, which ends only when what arrived is what was sent."""
    people = _with_passwords(here)
    if people and not source.demo and passwords is None:
        raise WrongCall(
            f"{len(people)} people need first passwords there: say --passwords FILE, which is made for them"
        )
    with _making(goal, key) as engine, engine.connect() as there:
        _put_store(here, there)
        target = _as_store(goal, source, engine, key=key)
        if goal.shared:
            leading.take_time(there)
        carried.carry(source, here, target, there)
        tallies = carried.counted(source, here)
        carried.same(tallies, carried.counted(target, there))
        if goal.shared:
            for login in _everybody(there):
                person_role(there, login=login, password=demonstration.PASSWORD if source.demo else None)
        given = [] if source.demo else people
        if given and passwords is not None:
            with kept(passwords, given) as keep:
                give(target, there, given, keep)
                there.commit()
        else:
            there.commit()
        at("move.copied")
    return tallies, given


@contextmanager
def _making(goal: Goal, key: Path) -> Iterator[Engine]:
    """Empty tables of today; taken away again when it does not end well."""
    if goal.shared:
        engine = postgres.engine(goal.url)
    else:
        goal.aside.mkdir(parents=True, mode=0o700)
        engine = sqlite.engine(str(path_of(goal.made)), key=key_file(key))
    try:
        migrate(engine, goal.made)
        with translated():
            yield engine
    except BaseException:
        if goal.shared:
            with translated(), engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA IF EXISTS {postgres.place(goal.url)[1]} CASCADE"))
        else:
            engine.dispose()
            shutil.rmtree(goal.aside, ignore_errors=True)
        raise
    finally:
        engine.dispose()


def _put_store(here: Connection, there: Connection) -> None:
    """The same store, the same epoch: nothing is lost, so no peer has to notice. Until it stands nobody may write."""
    row = dict(here.execute(select(tables.store)).one()._mapping)
    there.execute(insert(tables.store), {**row, "min_writer": row["min_writer"] % standing.HALF + standing.HALF})


def _as_store(goal: Goal, source: Store, engine: Engine, *, key: Path) -> Store:
    """Open before it may be opened."""
    secret = None if goal.shared else key_file(key)
    return Store(goal.made, source.side, source.id, source.epoch, source.demo, engine, dict(source.offices), key=secret)


def _everybody(connection: Connection) -> list[str]:
    account = tables.accounts.c
    return list(connection.execute(select(account.login).where(account.open).order_by(account.login)).scalars())


def _with_passwords(connection: Connection) -> list[str]:
    """Who gets in by a password of this node, and still may."""
    states = connection.execute(select(tables.access.c.state)).scalars()
    known = {one.login for one in (codec.load(Access, state) for state in states) if one.password}
    return [login for login in _everybody(connection) if login in known]


def _verified(goal: Goal, key: Path) -> dict[str, Any]:
    """The whole of it read again by who knows nothing of the move; a store that is not whole is thrown away."""
    answer = verify_store(Settings(store=goal.made, key=key, write=False))
    if not answer["intact"]:
        wrong = answer["first_wrong"] or {}
        raise Unavailable("move", "not-whole", table=wrong.get("table", ""), row=wrong.get("row", ""))
    return answer


def _arrived(goal: Goal, source: Store, key: Path) -> bool:
    """Whether it lies there, whole, and only was not let go."""
    if not goal.shared:
        if not path_of(goal.made).exists():
            return False
        named, unnamed = Path(f"{path_of(goal.url)}.files"), Path(f"{path_of(goal.made)}.files")
        if named.exists() and not unnamed.exists():  # cut off between the files' name and the store's
            named.replace(unnamed)
    engine = postgres.engine(goal.url) if goal.shared else sqlite.engine(str(path_of(goal.made)), key=key_file(key))
    try:
        with translated(), engine.connect() as connection:
            row = connection.execute(select(tables.store)).one_or_none()
            return row is not None and row.id == source.id and (row.min_writer >= standing.HALF or not goal.shared)
    finally:
        engine.dispose()


def _stands(goal: Goal, key: Path) -> None:
    """From here on it is the one store."""
    engine = postgres.engine(goal.url) if goal.shared else sqlite.engine(str(path_of(goal.made)), key=key_file(key))
    try:
        with translated(), engine.begin() as connection:
            standing.set_free(connection)
    finally:
        engine.dispose()
    if goal.shared:
        return
    path, made = path_of(goal.url), path_of(goal.made)
    files = Path(f"{made}.files")
    if files.exists():
        files.replace(f"{path}.files")
    made.replace(path)
    settle(path.parent)
    shutil.rmtree(goal.aside, ignore_errors=True)
