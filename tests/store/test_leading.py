"""Several servers in one address: the one that leads is found, a hung statement is broken off, and work goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from app.keeping import dump
from app.problems import Refused, Unavailable
from app.store import leading, postgres
from app.store.troubles import translated
from tests.campaign.clusters import Line, line_to
from tests.postgres import OWNER, Server, server

DATABASE = "region"
NO_END, HANGS = text("SET LOCAL statement_timeout = 0"), text("SELECT pg_sleep(3600)")
WHERE = text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")


@pytest.mark.parametrize(
    ("told", "host", "port"),
    [
        ("postgresql://user@h1:5432,h2:5433,h3/tereze", "h1,h2,h3", "5432,5433,5432"),
        ("postgresql://h1,h2/tereze", "h1,h2", "5432,5432"),
        ("postgresql://user:p%40w@[fd00::1]:5432,[fd00::2]/tereze?schema=a", "fd00::1,fd00::2", "5432,5432"),
        ("postgresql://user@/tereze?host=h1:5433&host=h2", "h1,h2", "5433,5432"),
        ("postgresql://user@/tereze?host=/one,/two", "/one,/two", None),
    ],
)
def test_an_address_of_several_servers_asks_for_the_one_that_writes(told: str, host: str, port: str | None) -> None:
    address, schema = postgres.place(told)
    assert (address.query["host"], address.query.get("port")) == (host, port)
    assert address.query["target_session_attrs"] == "read-write"
    assert (address.host, address.database) == (None, "tereze")
    assert schema == ("a" if "schema" in told else postgres.DEFAULT_SCHEMA)
    again, _ = postgres.place(address.set(drivername="postgresql").render_as_string(hide_password=False))
    assert again == address


def test_an_address_of_one_server_stays_as_it_is() -> None:
    address, _ = postgres.place("postgresql://user:secret@h1:5433/tereze?sslmode=verify-full")
    assert (address.host, address.port, dict(address.query)) == ("h1", 5433, {"sslmode": "verify-full"})
    assert leading.line_to(address)["connect_timeout"] > leading.SHORT_LINE["connect_timeout"]


def test_the_address_may_say_what_it_wants_of_the_servers() -> None:
    address, _ = postgres.place("postgresql://user@h1,h2/tereze?target_session_attrs=any&connect_timeout=7")
    assert address.query["target_session_attrs"] == "any"
    assert "connect_timeout" not in leading.line_to(address)


@pytest.mark.parametrize("hosts", ["h1:65536,h2", "h1,,h2", "h1:x,h2", "h1,h2:0"])
def test_a_wrong_list_of_servers_is_refused_without_telling_the_password(hosts: str) -> None:
    with pytest.raises(Refused, match="store-url") as no:
        postgres.place(f"postgresql://user:secret@{hosts}/tereze")
    assert "secret" not in str(no.value.facts)


@pytest.fixture(scope="module")
def follower(ram_of_run: Path) -> Iterator[Server]:
    """A server that only lets read, as one that follows."""
    with server(ram_of_run) as one:
        one.tell("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
        yield one


@pytest.fixture
def two(postgres_server: Server, postgres_url: str, follower: Server) -> tuple[Server, Server]:
    """Two servers with the same database; the second follows."""
    return furnished((postgres_server, follower))


def furnished(servers: tuple[Server, Server]) -> tuple[Server, Server]:
    for one in servers:
        one.tell(
            "SET default_transaction_read_only = off", f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}", f"COMMENT ON DATABASE {DATABASE} IS '{one.folder}'",
        )  # fmt: skip
    return servers


@pytest.fixture
def lines(two: tuple[Server, Server]) -> Iterator[tuple[Line, Line]]:
    with line_to(two[0].folder) as first, line_to(two[1].folder) as second:
        yield first, second


def address(*lines: Line) -> str:
    ends = ",".join(f"127.0.0.1:{line.port}" for line in lines)
    return f"postgresql://{OWNER}@{ends}/{DATABASE}?sslmode=disable"


def test_the_one_that_leads_is_found_wherever_it_stands_in_the_list(
    two: tuple[Server, Server], lines: tuple[Line, Line]
) -> None:
    for order in (lines, lines[::-1]):
        engine = postgres.engine(address(*order))
        assert where(engine) == str(two[0].folder)
        engine.dispose()


def test_when_the_leader_dies_the_same_engine_works_at_the_next_one(ram: Path, follower: Server) -> None:
    ram.chmod(0o755)
    with server(ram) as first, line_to(first.folder) as one, line_to(follower.folder) as other:
        furnished((first, follower))
        engine, told = postgres.engine(address(one, other)), address(one, other)
        assert where(engine) == str(first.folder)
        os.kill(first.pid, signal.SIGQUIT)
        with pytest.raises(Unavailable, match="store: away"):
            _until_nobody_leads(engine)
        follower.tell(
            "SET default_transaction_read_only = off",
            f"ALTER DATABASE {DATABASE} SET default_transaction_read_only = off",
        )
        assert where(engine) == str(follower.folder)
        ports = f"{one.port},{other.port}"
        assert leading._led["127.0.0.1,127.0.0.1", ports] == ("127.0.0.1", str(other.port))
        one.close()
        again = postgres.engine(told)  # of somebody else in the same program
        assert where(again) == str(follower.folder)
        for made in (engine, again):
            made.dispose()


def _until_nobody_leads(engine: Engine) -> None:
    while True:
        where(engine)


def test_a_line_that_has_just_answered_is_not_asked_whether_it_is_there(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = postgres.engine(postgres_url), []
    ping = engine.dialect.do_ping
    monkeypatch.setattr(engine.dialect, "do_ping", lambda line: asked.append(line) or ping(line))
    for _ in range(3):
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    assert not asked
    monkeypatch.setattr(leading, "FRESH", 0.0)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    assert len(asked) == 1
    engine.dispose()


@pytest.mark.parametrize("fresh", [0.0, 3600.0])
def test_a_line_that_the_server_has_closed_is_replaced_before_anybody_notices(
    postgres_server: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch, fresh: float
) -> None:
    monkeypatch.setattr(leading, "FRESH", fresh)
    engine = postgres.engine(postgres_url)
    with engine.connect() as one, engine.connect() as other:
        mine = [connection.execute(text("SELECT pg_backend_pid()")).scalar() for connection in (one, other)]
    for pid in mine:
        postgres_server.tell(f"SELECT pg_terminate_backend({pid}, 10000)")
    with engine.connect() as one, engine.connect() as other:
        found = [connection.execute(text("SELECT pg_backend_pid()")).scalar() for connection in (one, other)]
    assert not set(found) & set(mine)
    engine.dispose()


def test_a_statement_that_hangs_is_broken_off_and_not_cancelled(
    two: tuple[Server, Server], lines: tuple[Line, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = postgres.engine(address(*lines))
    with translated(), engine.connect() as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        connection.execute(NO_END)
        monkeypatch.setattr(leading, "LONGEST", 0.2)
        with pytest.raises(Unavailable, match="store: away"), translated():
            connection.execute(HANGS)
        monkeypatch.undo()
    still = two[0].tell(f"SELECT state, wait_event FROM pg_stat_activity WHERE pid = {mine}")
    assert still == [
        ("active", "PgSleep")
    ]  # a COMMIT that waits for a standby would so wait on, and not be told as done
    assert where(engine) == str(two[0].folder)
    two[0].tell(f"SELECT pg_terminate_backend({mine})")
    engine.dispose()


def test_who_takes_their_time_is_waited_for_and_the_next_one_is_not(
    two: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = postgres.engine(two[0].url(DATABASE))
    with engine.begin() as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        leading.take_time(connection)
        monkeypatch.setattr(leading, "LONGEST", 0.2)
        assert connection.execute(text("SELECT 'there' FROM pg_sleep(1)")).scalar_one() == "there"
        monkeypatch.undo()
    with translated(), engine.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() == mine
        connection.execute(NO_END)
        monkeypatch.setattr(leading, "LONGEST", 0.2)
        with pytest.raises(Unavailable, match="store: away"), translated():
            connection.execute(HANGS)
        monkeypatch.undo()
    two[0].tell(f"SELECT pg_terminate_backend({mine})")
    engine.dispose()


def test_who_waits_for_news_is_not_hung_up_on(two: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = postgres.engine(two[0].url(DATABASE))
    with engine.connect() as connection:
        listening = connection.connection.driver_connection
        assert listening is not None
        listening.execute("LISTEN told")
        listening.commit()
        monkeypatch.setattr(leading, "LONGEST", 0.0)
        assert list(listening.notifies(timeout=0.5)) == []
        monkeypatch.undo()
        assert not listening.closed
    engine.dispose()


def test_the_servers_own_programs_understand_the_address(
    two: tuple[Server, Server], lines: tuple[Line, Line], tmp_path: Path
) -> None:
    told, key = address(*lines[::-1]), bytes(32)
    engine = postgres.engine(told)
    with engine.connect() as connection:
        connection.execute(text("CREATE SCHEMA tereze"))
        connection.execute(text("CREATE TABLE tereze.kept AS SELECT 'Әсел' AS name"))
        connection.commit()
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        dump.take(told, tmp_path / "sealed", key=key, snapshot=snapshot)
    assert "Әсел".encode() in b"".join(dump.unseal(tmp_path / "sealed", key))
    engine.dispose()


def where(engine: Engine) -> str:
    with translated(), engine.connect() as connection:
        return str(connection.execute(WHERE).scalar_one())
