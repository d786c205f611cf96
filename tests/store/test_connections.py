"""Connections of the embedded store stay open between commands, and are given up when the file was in trouble."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from app.problems import Unavailable
from app.store import open
from app.store.open import Store
from app.store.sqlite import OperationalError
from app.store.unit import Transaction
from tests.store.furnished import DEVICE, accepted, ask, furnish, key_of, record, settings_of, stamp


def opened(folder: Path) -> Store:
    settings = furnish(f"sqlite:///{folder / 'a.db'}", folder)
    return open.open_store(settings.store, key=key_of(settings), write=True)


def held(store: Store) -> Any:
    with store.acting() as connection:
        return connection.connection.driver_connection


def test_two_commands_share_a_connection(ram: Path) -> None:
    store = opened(ram)
    first = held(store)
    record(store, DEVICE, accepted)
    assert held(store) is first
    store.close()


def test_whoever_comes_meanwhile_gets_a_line_of_their_own(ram: Path) -> None:
    store = opened(ram)
    first = held(store)
    others = []

    def another() -> None:
        with store.acting() as connection:
            others.append(connection.connection.driver_connection)
            others.append(connection.exec_driver_sql("PRAGMA query_only").scalar())

    with store.acting() as connection:
        assert connection.connection.driver_connection is first
        connection.rollback()  # it reads and writes nothing: the other one need not wait
        there = threading.Thread(target=another)
        there.start()
        there.join(30)
    assert others[1:] == [0]
    assert others[0] is not first
    assert held(store) is first
    store.close()
    with pytest.raises(OperationalError, match="closed"):
        first.execute("SELECT 1")


def fail(transaction: Transaction) -> None:
    accepted(transaction)
    transaction.connection.exec_driver_sql("DELETE FROM cases")
    raise ZeroDivisionError


def test_a_line_on_which_a_command_failed_is_left_clean(ram: Path) -> None:
    store = opened(ram)
    with pytest.raises(ZeroDivisionError):
        record(store, DEVICE, fail)
    assert not held(store).raw.in_transaction
    record(store, DEVICE, accepted)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 4
    store.close()


def test_a_command_left_without_commit_leaves_no_transaction_open(ram: Path) -> None:
    store = opened(ram)
    with store.writing(DEVICE, stamp(0)) as transaction:
        accepted(transaction)
    assert not held(store).raw.in_transaction
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 3
    store.close()


def write_rows(store: Store) -> None:
    record(store, DEVICE, *[accepted] * 40)


def write_blanks(store: Store) -> None:
    with store.acting() as connection:
        connection.exec_driver_sql("CREATE TABLE blanks AS SELECT zeroblob(1000000) AS b")


MUCH = {"in a command": write_rows, "in a question": write_blanks}


@pytest.mark.parametrize("where", MUCH)
def test_after_a_full_disk_the_file_is_opened_anew(ram: Path, where: str) -> None:
    store = opened(ram)
    first = held(store)
    pages = first.execute("PRAGMA page_count").fetchone()[0]
    first.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unavailable) as full:
        MUCH[where](store)
    assert full.value.status == "disk-full"
    assert held(store) is not first
    write_rows(store)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 43
    store.close()


def test_a_closed_store_leaves_no_journal_behind(ram: Path) -> None:
    store = opened(ram)
    record(store, DEVICE, accepted)
    store.close()
    assert sorted(p.name for p in ram.iterdir() if p.name.startswith("a.db-")) == []


def test_readers_and_a_writer_in_threads_of_their_own_see_each_other(ram: Path) -> None:
    store = opened(ram)
    seen: list[int] = []

    def read() -> None:
        for _ in range(20):
            with store.reading() as connection:
                seen.append(connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        record(store, DEVICE, accepted)
    for reader in readers:
        reader.join()
    assert len(seen) == 40
    assert set(seen) <= set(range(3, 14))
    store.close()
    assert ask(settings_of(f"sqlite:///{ram / 'a.db'}", ram), "SELECT count(*) FROM cases")[0][0] == 13
