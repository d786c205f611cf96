"""The embedded store's driver: the face that SQLAlchemy speaks to, and the settings that keep an acknowledged row."""

from __future__ import annotations

import gc
from pathlib import Path

import apsw
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.store import sqlite
from tests.store.furnished import fresh_key


@pytest.fixture
def key() -> str:
    return fresh_key()


def test_every_connection_has_the_settings_that_keep_an_acknowledged_row(ram: Path, key: str) -> None:
    connection = sqlite.connect(str(ram / "a.db"), key=key)
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "secure_delete", "mmap_size")
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone() for name in (*names, "busy_timeout")}
    connection.close()
    assert asked == {
        "journal_mode": ("wal",), "synchronous": (2,), "foreign_keys": (1,), "trusted_schema": (0,),
        "secure_delete": (1,), "mmap_size": (0,), "busy_timeout": (5000,),
    }  # fmt: skip


def test_the_library_is_newer_than_the_wal_reset_fault() -> None:
    assert sqlite.sqlite_version_info[:3] >= sqlite.OLDEST


def test_a_row_comes_back_by_the_names_of_its_columns_when_there_is_none_too(ram: Path, key: str) -> None:
    engine = sqlite.engine(str(ram / "a.db"), key=key)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a TEXT, b BLOB, c INTEGER)"))
        assert list(connection.execute(text("SELECT a, b, c FROM t")).keys()) == ["a", "b", "c"]
        connection.execute(text("INSERT INTO t VALUES (:a, :b, :c)"), [{"a": "ә", "b": b"\0\1", "c": 2**60}] * 3)
        rows = connection.execute(text("SELECT a, b, c FROM t"))
        assert [tuple(r) for r in rows.fetchmany(2)] == [("ә", b"\0\1", 2**60)] * 2
        assert len(rows.fetchall()) == 1
        changed = connection.execute(text("UPDATE t SET c = 0"))
        assert changed.rowcount == 3
    engine.dispose()


def test_a_join_is_planned_once_whatever_is_asked(ram: Path, key: str) -> None:
    connection = sqlite.connect(str(ram / "a.db"), key=key)
    for table in ("t", "u"):
        connection.execute(f"CREATE TABLE {table} (a TEXT PRIMARY KEY, b TEXT)").close()
        for n in range(20):
            connection.execute(f"INSERT INTO {table} VALUES (?, ?)", (f"{n}", "x")).close()
    planned = []

    def seen(*what: object) -> int:
        planned.append(what)
        return apsw.SQLITE_OK

    def ask(name: str) -> list[tuple[str, str]]:
        return connection.execute("SELECT t.b, u.b FROM t LEFT JOIN u ON u.a = t.a WHERE t.a = ?", (name,)).fetchall()

    connection.raw.authorizer = seen
    assert ask("1") == [("x", "x")]
    assert planned
    planned.clear()
    assert [ask(name) for name in ("1", "2", "no")] == [[("x", "x")], [("x", "x")], []]
    assert not planned
    connection.close()


def test_nothing_is_left_when_a_transaction_is_not_committed(ram: Path, key: str) -> None:
    engine = sqlite.engine(str(ram / "a.db"), key=key)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a TEXT PRIMARY KEY)"))
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO t VALUES ('x')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar() == 0
    engine.dispose()


def test_a_question_that_was_broken_off_holds_no_snapshot_for_the_next_who_asks(ram: Path, key: str) -> None:
    writer = sqlite.engine(str(ram / "a.db"), key=key)
    with writer.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
        connection.execute(text("INSERT INTO t VALUES (1), (2), (3)"))
    reader, kept = sqlite.engine(str(ram / "a.db"), key=key, read_only=True), list[object]()
    with reader.connect() as connection:
        rows = connection.execute(text("SELECT a FROM t"))
        assert next(iter(rows)) == (1,)
        kept.append(rows)  # as the frames of an exception keep them, until somebody collects the garbage
    for n in (4, 5):
        with writer.begin() as connection:
            kept.append(halfway := connection.execute(text("SELECT a FROM t")))
            assert halfway.fetchone() == (1,)
            connection.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
        with reader.connect() as connection:
            assert connection.execute(text("SELECT max(a) FROM t")).scalar() == n
    for engine in (reader, writer):
        engine.dispose()


def test_a_fault_has_its_kind_when_the_file_says_no(ram: Path, key: str) -> None:
    engine = sqlite.engine(str(ram / "a.db"), key=key)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a TEXT PRIMARY KEY)"))
        connection.execute(text("INSERT INTO t VALUES ('x')"))
    with pytest.raises(IntegrityError, match="UNIQUE"), engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES ('x')"))
    with pytest.raises(ProgrammingError, match="no such table"), engine.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    engine.dispose()
    with pytest.raises(OperationalError, match="NotADB"), sqlite.engine(str(ram / "a.db"), key=fresh_key()).connect():
        pass
    with pytest.raises(OperationalError, match="CantOpen"), sqlite.engine(str(ram / "b" / "c.db"), key=key).connect():
        pass


def test_a_reader_cannot_write(ram: Path, key: str) -> None:
    sqlite.connect(str(ram / "a.db"), key=key).close()
    with sqlite.engine(str(ram / "a.db"), key=key).begin() as connection:
        connection.execute(text("CREATE TABLE t (a)"))
    reader = sqlite.engine(str(ram / "a.db"), key=key, read_only=True)
    with pytest.raises(OperationalError, match="ReadOnly"), reader.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
    with reader.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM t")).scalar() == 0
    reader.dispose()


def test_a_writer_waits_its_turn_when_another_is_writing(ram: Path, key: str) -> None:
    first, second = (sqlite.connect(str(ram / "a.db"), key=key) for _ in range(2))
    second.raw.set_busy_timeout(1)
    first.begin()
    with pytest.raises(sqlite.OperationalError, match="Busy"):
        second.begin()
    first.rollback()
    second.begin()
    second.rollback()
    first.close()
    second.close()


def test_cursors_are_lent_again_and_none_is_left_when_many_were_asked(ram: Path, key: str) -> None:
    engine = sqlite.engine(str(ram / "a.db"), key=key)

    def asked() -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO t VALUES (1), (2)"))
            kept = connection.execute(text("SELECT a FROM t"))
            assert kept.fetchone() == (1,)
            with pytest.raises((OperationalError, ProgrammingError)):
                connection.execute(text("SELECT nothing FROM nowhere"))
            assert connection.execute(text("SELECT count(*) FROM t")).scalar()

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    asked()
    before = cursors()
    for _ in range(30):
        asked()
    assert cursors() <= before + 3
    engine.dispose()


def cursors() -> int:
    gc.collect()
    return sum(type(thing) is apsw.Cursor for thing in gc.get_objects())


def test_a_cursor_whose_rows_were_refused_half_way_is_not_lent_again(ram: Path, key: str) -> None:
    connection = sqlite.connect(str(ram / "a.db"), key=key)
    connection.execute("CREATE TABLE t (a TEXT PRIMARY KEY)").close()
    cursor = connection.cursor()
    with pytest.raises(sqlite.IntegrityError):
        cursor.executemany("INSERT INTO t VALUES (?)", [("x",), ("x",), ("y",)])
    cursor.close()
    with pytest.raises(sqlite.Error):
        cursor.fetchone()
    assert connection.execute("SELECT count(*) FROM t").fetchall() == [(1,)]
    connection.close()
