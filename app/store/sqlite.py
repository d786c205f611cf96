"""The embedded store's driver: apsw with SQLite3 Multiple Ciphers behind the face (DB-API 2) that SQLAlchemy speaks to.

Decision 003 says why not the standard library's sqlite3: no encryption, and on Debian 12 a SQLite with the WAL-reset fault.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakSet

import apsw
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, Engine, ExceptionContext, create_engine
from sqlalchemy.pool import QueuePool

from app.store.points import at

apilevel, threadsafety, paramstyle = "2.0", 1, "qmark"
Binary = bytes
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(n) for n in sqlite_version.split("."))

OLDEST = (3, 51, 3)  # before it two connections that checkpoint together can spoil the file


class Error(Exception):
    """What the file said no with."""


class Warning(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    """Full disk, locked file, wrong key, broken page: the outside, not a bug of ours."""


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


def _translated(fault: apsw.Error) -> Error:
    kind: type[Error] = IntegrityError if isinstance(fault, apsw.ConstraintError) else OperationalError
    if isinstance(fault, (apsw.SQLError, apsw.BindingsError)):
        kind = ProgrammingError
    return kind(f"{type(fault).__name__}: {fault}")


def _cannot_be_written(path: str) -> bool:
    """On a write-protected disk, closed well: no log beside it, and none can be made, without which SQLite opens nothing."""
    if sys.platform == "win32" or Path(f"{path}-wal").exists() or not Path(path).is_file():
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _lying_still(path: str) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{Path(path).absolute().as_uri()}?immutable=1", flags=flags)


class Connection:
    """One connection. Transactions are SQLAlchemy's wish and ours to begin: always BEGIN IMMEDIATE for a writer."""

    def __init__(self, path: str, *, key: str | None = None, read_only: bool = False) -> None:
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        try:
            self.raw = (
                _lying_still(path) if read_only and _cannot_be_written(path) else apsw.Connection(path, flags=flags)
            )
            self.raw.set_busy_timeout(5000)
            if key:
                self.raw.pragma("key", f"raw:{key}")
            self._set_up(read_only)
        except apsw.Error as fault:
            raise _translated(fault) from fault
        self.read_only = read_only
        self._path, self._key = path, key
        self._cursors: WeakSet[Cursor] = WeakSet()
        self.free: list[apsw.Cursor] = []  # of cursors that were closed
        self._columns: tuple[tuple[str, str], ...] = ()
        self.raw.exec_trace = self._remember

    def _set_up(self, read_only: bool) -> None:
        # one plan a question, whatever is asked with it: else each join is planned anew each time, which takes longer than it
        self.raw.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        run = self.raw.execute
        run("SELECT count(*) FROM sqlite_schema").fetchall()  # a wrong key is noticed here
        if not read_only:
            run("PRAGMA journal_mode=WAL").fetchall()
        for line in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "secure_delete=ON", "mmap_size=0"):
            run(f"PRAGMA {line}").fetchall()

    def _remember(self, cursor: apsw.Cursor, statement: str, bindings: object) -> bool:
        # apsw forgets the description of an empty result; asked here, before the first row, it always has one
        self._columns = cursor.get_description() if cursor.connection is self.raw and not cursor.is_explain else ()
        return True

    def cursor(self) -> Cursor:
        cursor = Cursor(self)
        self._cursors.add(cursor)
        return cursor

    def begin(self) -> None:
        if self.raw.in_transaction:
            return
        if self.read_only:
            self.execute("BEGIN").close()
            return
        at("begin.before")
        self.execute("BEGIN IMMEDIATE").close()
        at("begin.after")

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        cursor = self.cursor()
        cursor.execute(statement, parameters)
        return cursor

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        """One that fails is done all the same: what is closed keeps nothing of it."""
        try:
            self._end("ROLLBACK")
        except Error:
            self.close()
            raise

    def _end(self, statement: str) -> None:
        """A statement that was broken off would hold its snapshot beyond the end: whoever gets this connection next
        would read the store as it was then, and could not write at all."""
        for cursor in tuple(self._cursors):
            cursor.close()
        if self.raw.in_transaction:  # after EIO or a full disk SQLite has rolled back already
            self.execute(statement).close()

    def close(self) -> None:
        try:
            self.raw.close()
        except apsw.Error as fault:
            raise _translated(fault) from fault

    def settle(self) -> None:
        """What the log held when the file was opened is written into the file, and synced there. A commit whose sync
        failed may stand in it after a kill: nobody may be told that it is done because it can still be read."""
        try:
            self.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except OperationalError as fault:
            if "Full" not in str(fault):  # then the log stays, and all that is in it
                raise

    def check(self) -> None:
        """Every page, after the disk has failed: what cannot be read whole is not worked on."""
        if (said := self.execute("PRAGMA quick_check(1)").fetchall()) != [("ok",)]:
            raise OperationalError(f"CorruptError: {said}")
        if not self.read_only:
            self.settle()

    def copied(self, path: str) -> Connection:
        """Every page of one state, written under the same key into a new file, which is open then."""
        target = Connection(path, key=self._key)
        try:
            with target.raw.backup("main", self.raw, "main") as copying:
                while not copying.done:
                    copying.step(1000)
        except apsw.Error as fault:
            target.close()
            raise _translated(fault) from fault
        return target


class Cursor:
    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._raw = connection.free.pop() if connection.free else connection.raw.cursor()
        self._sound = True  # False: it was stopped half-way
        self.description: tuple[tuple[Any, ...], ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        try:
            self.connection._columns = ()
            self._raw.execute(statement, tuple(parameters))
        except apsw.Error as fault:
            self._sound = False
            raise _translated(fault) from fault
        columns: tuple[tuple[str, ...], ...] = self.connection._columns
        self.description = tuple((c[0], c[1], None, None, None, None, None) for c in columns) or None
        self.rowcount = self.connection.raw.changes() if not columns else -1
        self.lastrowid = self.connection.raw.last_insert_rowid()
        return self

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> Cursor:
        """Of what answers no rows, so that nothing has to be remembered of each."""
        raw = self.connection.raw
        before, raw.exec_trace = raw.total_changes(), None
        try:
            self._raw.executemany(statement, rows)
        except apsw.Error as fault:
            self._sound = False
            raise _translated(fault) from fault
        finally:
            raw.exec_trace = self.connection._remember
        self.description, self.rowcount = None, raw.total_changes() - before
        self.lastrowid = raw.last_insert_rowid()
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        try:
            return next(self._raw, None)
        except apsw.Error as fault:
            raise _translated(fault) from fault

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        rows = []
        for _ in range(size or self.arraysize):
            row = self.fetchone()
            if row is None:
                break
            rows.append(row)
        return rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        try:
            return self._raw.fetchall()
        except apsw.Error as fault:
            raise _translated(fault) from fault

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while (row := self.fetchone()) is not None:
            yield row

    def close(self) -> None:
        """Ended, and lent again: apsw 3.54 holds cursors for ever that live, or are closed, while another one goes."""
        raw, self._raw = self._raw, CLOSED
        if raw is CLOSED:
            return
        try:
            if self.description is not None or not self._sound:
                raw.execute("")
        except apsw.Error:  # what a statement that is broken off had to say is nobody's answer
            raw.close(force=True)
        else:
            self.connection.free.append(raw)


CLOSED = apsw.Connection(":memory:").cursor()  # what a closed cursor is from then on: it answers nothing
CLOSED.close()


def connect(path: str, *, key: str | None = None, read_only: bool = False) -> Connection:
    return Connection(path, key=key, read_only=read_only)


class Dialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's SQLite, over this module instead of the standard library's."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        import sys

        return sys.modules[__name__]

    def on_connect(self) -> Any:  # the regexp function that pysqlite gets is not needed
        return None

    def set_isolation_level(self, dbapi_connection: Any, level: Any) -> None:
        return None

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.begin()


def engine(path: str, *, key: str | None, read_only: bool = False) -> Engine:
    """An engine over one file. Its connections stay open, each with its key and settings: opening one costs 0.8 ms.

    After trouble with the file all of them are closed, and the next question opens it anew. After trouble with the disk
    the whole file is read before anybody works on it again: a sync that failed is never asked a second time.
    """
    from sqlalchemy.dialects import registry

    doubts: list[str] = []

    def opened() -> Connection:
        connection = connect(path, key=key, read_only=read_only)
        if doubts:
            try:
                connection.check()
            except Error:
                connection.close()
                raise
            doubts.clear()
        return connection

    def forget(trouble: ExceptionContext) -> None:
        if isinstance(trouble.original_exception, OperationalError):
            trouble.is_disconnect = True
            if any(sign in str(trouble.original_exception) for sign in ("IOError", "Corrupt")):
                doubts.append(str(trouble.original_exception))

    registry.register("sqlite.tereze", "app.store.sqlite", "Dialect")
    made = create_engine(
        URL.create("sqlite+tereze", database=path), poolclass=QueuePool, pool_size=2, pool_use_lifo=True,
        creator=opened,
        hide_parameters=True,  # what goes into a statement is people's: no fault and no log line repeats it
    )  # fmt: skip
    event.listen(made, "handle_error", forget)
    return made
