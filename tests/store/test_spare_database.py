"""The database in which a copy is proven goes away again, whoever is still in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from app.keeping.dump import spare_database
from tests.postgres import Server, server
from tests.store.copies import killed
from tests.store.furnished import furnish

# its cleaner takes its time: a page, then a tenth of a second
SLOW = """CREATE TABLE much WITH (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1,
    autovacuum_vacuum_insert_threshold = 1, autovacuum_vacuum_insert_scale_factor = 0) AS SELECT generate_series(1, 100000) n"""


@pytest.fixture
def tidying(ram_of_run: Path) -> Iterator[Server]:
    """A server whose cleaner looks around every second."""
    with server(ram_of_run) as running:
        running.tell(
            "CREATE DATABASE here OWNER owner", "ALTER SYSTEM SET autovacuum_naptime = '1s'", "SELECT pg_reload_conf()"
        )
        yield running


def databases(running: Server) -> set[object]:
    return {name for (name,) in running.tell("SELECT datname FROM pg_database")}


def test_it_goes_while_the_servers_own_cleaner_is_at_work_in_it(tidying: Server) -> None:
    """Whoever is no superuser may not end that one, and FORCE would try to."""
    before = databases(tidying)
    with spare_database(tidying.url("here")) as address:
        with closing(psycopg.connect(plain(address), autocommit=True)) as line:
            line.execute(SLOW)
        wait_for(
            tidying,
            "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND datname LIKE 'tereze_%'",
        )
    assert databases(tidying) == before


def test_it_goes_with_a_line_of_ours_that_was_left_open(postgres_server: Server, postgres_url: str) -> None:
    before = databases(postgres_server)
    with spare_database(postgres_url) as address:
        left = psycopg.connect(plain(address))
    assert databases(postgres_server) == before
    left.close()


def plain(address: str) -> str:
    return address.partition("?schema")[0].partition("&schema")[0]


def wait_for(running: Server, question: str) -> None:
    end = time.monotonic() + 60
    while not running.tell(question):
        assert time.monotonic() < end, f"it never came: {question}"
        threading.Event().wait(0.05)


def test_the_next_one_takes_away_what_a_killed_run_has_left(
    postgres_url: str, postgres_server: Server, ram: Path
) -> None:
    """A whole store in plain rows, which no erasing reaches."""
    settings, before = furnish(postgres_url, ram), databases(postgres_server)
    killed("restore.rows", f"copy(settings, Path({str(ram / 'copy.tar')!r}))", settings)
    (left,) = databases(postgres_server) - before
    with spare_database(postgres_url) as address:
        assert left not in databases(postgres_server)
        with spare_database(postgres_url):  # of two at once none is taken for a dead one's
            assert str(make_url(address).database) in databases(postgres_server)
    assert databases(postgres_server) == before
