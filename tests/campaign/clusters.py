"""PostgreSQL as it fails: a server of one's own that is killed and started again, a standby, a line that swallows answers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from app.start import initialise
from tests.postgres import OWNER, programs
from tests.world import World

PATIENCE = 120.0  # seconds that a slow machine may need to start a server
_names = count(1)


@dataclass(slots=True)
class Cluster:
    """One server over its own files. `folder` holds its socket; no port is open."""

    folder: Path
    settings: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def rows(self) -> Path:
        return self.folder / "rows"

    def url(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def tell(self, statement: str, database: str = "postgres", user: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database, user), autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def program(self, name: str, *arguments: object) -> None:
        """One of the server's own programs, as whoever owns its files."""
        done = subprocess.run(
            [*_as_server(), str(programs() / name), *map(str, arguments)], capture_output=True, text=True, cwd="/"
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"

    def make(self) -> None:
        self.program("initdb", self.rows, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-k", "-N")

    def copied_from(self, primary: Cluster) -> None:
        """A standby that streams from the other, from now on."""
        self.program("pg_basebackup", "-h", primary.folder, "-U", "postgres", "-D", self.rows, "-R", "-c", "fast", "-N")

    def start(self) -> None:
        given = (f"unix_socket_directories={self.folder}", "listen_addresses=", "max_connections=80", *self.settings)
        command = [*_as_server(), str(programs() / "postgres"), "-D", str(self.rows)]
        for one in given:
            command += ["-c", one]
        until = time.monotonic() + PATIENCE
        while True:
            log = (self.folder / "log").open("ab")
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
            log.close()
            if self.answers(until):
                return
            assert time.monotonic() < until, (self.folder / "log").read_text()  # backends of the dead one still end

    def answers(self, until: float) -> bool:
        """Until it lets somebody in; False: it ended instead."""
        assert self.process is not None
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                self.tell("SELECT 1")
                return True
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.02)
                return False
        return False

    def backends(self) -> list[int]:
        """The processes that serve somebody."""
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        return [int(str(pid)) for (pid,) in self.tell(asked)]

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """The whole server: SIGKILL as by the machine, SIGQUIT its own stop without a word."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, how)
        self.process.wait(timeout=PATIENCE)
        self.process = None

    def kill_backend(self, chosen: int) -> None:
        """One connection's process, as by a machine without memory: the server then throws out everybody and recovers."""
        found = self.backends()
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[chosen % len(found)], signal.SIGKILL)


def _as_server() -> list[str]:
    """The server refuses to run as root."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    return ["setpriv", "--pdeathsig", "KILL", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]


@contextmanager
def clusters(parent: Path) -> Iterator[Callable[..., Cluster]]:
    """`new("setting=value", …)` → a folder for a server; whatever was started is ended with the test."""
    made: list[Cluster] = []

    def new(*settings: str) -> Cluster:
        folder = Path(tempfile.mkdtemp(prefix="pg", dir=parent))
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        made.append(Cluster(folder, settings))
        return made[-1]

    try:
        yield new
    finally:
        for one in made:
            one.kill(signal.SIGQUIT)
            shutil.rmtree(one.folder)


def furnished(cluster: Cluster, key: Path) -> str:
    """A demonstration in a new database of this server; its name."""
    name = f"centre_{next(_names)}"
    if not cluster.tell(f"SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'"):
        cluster.tell(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE")
    cluster.tell(f"CREATE DATABASE {name} OWNER {OWNER}")
    initialise(cluster.url(name), key=key, demo=True)
    return name


@contextmanager
def world_on(url: str, key: Path) -> Iterator[World]:
    made = World(url, key)
    try:
        yield made
    finally:
        made.close()


# ---- the line between


@dataclass(slots=True)
class Line:
    """A line to a server that hears when a transaction is being committed, and cuts where it was told to.

    `cut` is for the next COMMIT alone: "asked" before the server hears of it, "answered" when the server's answer is
    there and nobody got it, "half" when half of it was passed on, "unready" when the server's word is passed on and what
    makes the driver believe it is not. It says in `cuts` how often it did.
    """

    server: str  # the folder of its socket
    cut: str = ""
    cuts: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _open: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(f"{self.server}/.s.PGSQL.5432")
            except OSError:  # there is no server any more
                near.close()
                far.close()
                continue
            self._open += [near, far]
            for one, other, way in ((near, far, self._asked), (far, near, self._answered)):
                thread = threading.Thread(target=self._pass, args=(one, other, way), name="line")
                self._threads.append(thread)
                thread.start()

    def _pass(self, one: socket.socket, other: socket.socket, way: Callable[..., bool]) -> None:
        with suppress(OSError):
            while body := one.recv(65536):
                if not way(body, other):
                    break
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _asked(self, body: bytes, server: socket.socket) -> bool:
        if self.cut == "asked" and b"COMMIT\0" in body:
            self._did()
            return False
        server.sendall(body)
        return True

    def _answered(self, body: bytes, client: socket.socket) -> bool:
        """CommandComplete is `C`, its length and the words; ReadyForQuery comes on its heels."""
        at = body.find(b"C\0\0\0\x0bCOMMIT\0")
        if at < 0 or self.cut in ("", "asked"):
            client.sendall(body)
            return True
        passed = {"answered": at, "half": at + 6, "unready": at + 12}[self.cut]
        self._did()
        if passed:
            client.sendall(body[:passed])
        return False

    def _did(self) -> None:
        self.cut = ""
        self.cuts += 1

    def close(self) -> None:
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(timeout=10)


@contextmanager
def line_to(folder: Path) -> Iterator[Line]:
    line = Line(str(folder))
    thread = threading.Thread(target=line.serve, name="line")
    thread.start()
    try:
        yield line
    finally:
        line.close()
        thread.join(timeout=10)
