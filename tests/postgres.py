"""A real PostgreSQL, started by the tests themselves: one server a run, a fresh database a test.

The owner in `postgres_url` is no superuser, as at a real centre: it owns its database and may make roles, nothing more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.children import child

OWNER = "owner"
CALM = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)  # a test's server may lose everything in a power cut
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `folder` holds its socket, no port is open."""

    folder: Path
    pid: int

    def url(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def tell(self, *statements: str) -> list[tuple[object, ...]]:
        """As superuser, each statement on its own; the rows of the last."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for statement in statements:
                answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []


def programs() -> Path:
    """Where initdb and postgres are; the newest version that is installed."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = homes[-1] if homes else shutil.which("initdb")
    if found is None:
        pytest.fail("PostgreSQL is missing: install the package `postgresql`, or run ./installer/test", pytrace=False)
    return Path(found).resolve().parent


@contextmanager
def server(parent: Path, *, durable: bool = False) -> Iterator[Server]:
    """A server of one's own under `parent`; `durable` where surviving a crash is the point of the test."""
    home = programs()
    user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None  # the server refuses to run as root
    groups = {"user": user, "group": user, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="pg", dir=parent) as place:
        folder, rows, log = Path(place), Path(place, "rows"), Path(place, "log")
        if user:
            shutil.chown(folder, user, user)
        made = subprocess.run(
            [home / "initdb", rows, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-k", "-N"],
            capture_output=True, text=True, cwd="/", **groups,
        )  # fmt: skip
        if made.returncode:
            pytest.fail(f"initdb: {made.stderr}", pytrace=False)
        given = (f"unix_socket_directories={folder}", "listen_addresses=", "max_connections=60", "max_wal_size=256MB")
        command = [str(home / "postgres"), "-D", str(rows)]
        for one in given if durable else (*given, *CALM):
            command += ["-c", one]
        with log.open("wb") as said, child(command, user=user, stdout=said, stderr=said, cwd="/") as process:
            running = Server(folder, process.pid)
            until = time.monotonic() + 60
            while not _answers(running):
                try:
                    process.wait(timeout=0.02)
                except subprocess.TimeoutExpired:
                    if time.monotonic() < until:
                        continue
                pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}", pytrace=False)
            running.tell(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE")
            yield running


def _answers(server: Server) -> bool:
    try:
        server.tell("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def postgres_server(ram_of_run: Path) -> Iterator[Server]:
    """The server of this run, without a disk under it."""
    with server(ram_of_run) as running:
        yield running


def let_everybody_in(server: Server) -> None:
    """People are the server's: whoever a test has closed out would stand before a closed door in the next one's database."""
    for (role,) in server.tell("SELECT rolname FROM pg_roles WHERE NOT rolcanlogin AND rolname LIKE '%.%'"):
        server.tell(f'ALTER ROLE "{role}" LOGIN')


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """A fresh, empty database. Afterwards it is dropped, and so is each role that the test made."""
    name = f"centre_{next(_numbers)}"
    roles = "SELECT rolname FROM pg_roles"
    before = set(postgres_server.tell(roles))
    postgres_server.tell(f"CREATE DATABASE {name} OWNER {OWNER}")
    yield postgres_server.url(name)
    left = postgres_server.tell(
        f"SELECT usename, application_name, state, query FROM pg_stat_activity WHERE datname = '{name}'"
    )
    postgres_server.tell(
        f"DROP DATABASE {name} WITH (FORCE)",
        *(f'DROP ROLE "{role}"' for (role,) in set(postgres_server.tell(roles)) - before),
    )
    let_everybody_in(postgres_server)
    assert not [one for one in left if str(one[2]).startswith("idle in transaction")], (
        f"a transaction was left open: {left}"
    )
