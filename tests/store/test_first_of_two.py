"""Two counters do the same first thing at the same moment: it is done once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from app.start import App, build
from app.store import postgres
from tests.postgres import Server
from tests.world import World, code, database_here, furnished_database  # noqa: F401

LONG = 60


@pytest.fixture
def second(database_here: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:  # noqa: F811
    """Another counter of the sector, at a device of its own; on a slow machine they wait for each other longer."""
    monkeypatch.setitem(postgres.LIMITS, "lock_timeout", f"{LONG}s")
    given = {"login": "second.at01", "role": "sector", "office": "AT01", "device": "AT01-03", "name": "Екінші Сектор"}
    database_here.do("account.open", given, "administrator")
    app = build(database_here.settings(), clock=database_here.clock)
    yield app
    app.close()


def test_two_counters_that_scan_first_open_one_registry(
    database_here: World,  # noqa: F811
    second: App,
    postgres_server: Server,
) -> None:
    one, other = database_here.accepted(), database_here.accepted()
    centre = database_here.centre
    name = str(database_here.centre.store.engine.url.database)
    with ThreadPoolExecutor(2) as counters, psycopg.connect(postgres_server.url(name, "postgres")) as server:
        # the first has looked, found no registry, and waits with its own before it is committed
        server.execute("SELECT 1 FROM tereze.devices WHERE code = 'AT01-02' FOR UPDATE")
        first = counters.submit(centre.run, "accumulation.enter", {"code": code(one)}, as_="sector.at01")
        waits_for(server, 1)
        then = counters.submit(second.run, "accumulation.enter", {"code": code(other)}, as_="second.at01")
        waits_for(server, 2)
        server.rollback()
        registries = {first.result(LONG).value.registry, then.result(LONG).value.registry}
    assert len(registries) == 1
    assert database_here.rows("SELECT count(*) FROM registries WHERE status = 'open'")[0][0] == 1
    database_here.whole()


def waits_for(server: psycopg.Connection[tuple[object, ...]], wanted: int) -> None:
    """Until so many of the database's connections wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    pause = threading.Event()
    for _ in range(LONG * 100):
        if server.execute("SELECT pg_stat_clear_snapshot()") and server.execute(waiting.encode()).fetchone() == (
            wanted,
        ):
            return
        pause.wait(0.01)
    raise AssertionError(f"{wanted} should wait")
