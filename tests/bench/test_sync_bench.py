"""The bench of the exchange: two real nodes, and a raw side that moves the very same rows. No figure is judged."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.bench import BENCHES, sync

FEW = 12
JOURNAL = (
    "SELECT seq, id, head, facts, hashes, row_hash, salt, person FROM events JOIN persons ON event = id"
    " WHERE device = 'AT01-01' AND seq > {after} ORDER BY seq"
)


@pytest.fixture
def nodes(ram: Path) -> sync.Nodes:
    return sync.made(ram, FEW)


def rows(settings: Any, question: str) -> list[tuple[Any, ...]]:
    with sync.opened(settings) as app, app.store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_both_sides_move_the_same_journal_and_ours_makes_cases_of_it(nodes: sync.Nodes) -> None:
    ask = JOURNAL.format(after=nodes.span[0])
    sent = rows(nodes.centre, ask)
    assert len(sent) == FEW
    assert 2300 < sync.weight(nodes) / FEW < 2800
    with closing(sync.plain(nodes)) as target:
        sync.copy(nodes.folder / "source.db", target)
        assert target.execute(ask).fetchall() == sent
        assert target.execute("PRAGMA synchronous").fetchone() == (2,)
        assert target.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    there = nodes.again("round")
    passed = sync.exchanged(there)
    assert passed.seconds > 0
    assert rows(there.licensor, ask) == sent
    assert rows(nodes.licensor, ask) == []
    (found, parked) = rows(there.licensor, "SELECT count(*) FROM cases UNION ALL SELECT count(*) FROM parked")
    assert (found, parked) == ((FEW,), (0,))


def test_every_byte_that_passes_is_counted_both_ways_and_of_each_conversation() -> None:
    with socket.create_server((sync.HOST, 0)) as house:
        threading.Thread(target=echo, args=(house, 2)).start()
        with sync.counting(house.getsockname()[1]) as (door, count):
            for said in (b"one", b"twenty-two"):
                with socket.create_connection((sync.HOST, door)) as caller:
                    caller.sendall(said)
                    caller.shutdown(socket.SHUT_WR)
                    assert b"".join(iter(lambda c=caller: c.recv(100), b"")) == said  # type: ignore[misc]
            assert count() == 2 * (3 + 10)


def echo(house: socket.socket, callers: int) -> None:
    for _ in range(callers):
        caller, _ = house.accept()
        with caller:
            while said := caller.recv(100):
                caller.sendall(said)
            caller.shutdown(socket.SHUT_WR)


def test_it_is_one_of_the_benches() -> None:
    assert "sync" in BENCHES
