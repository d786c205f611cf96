"""What others commit on a shared store is heard as it happens: a connection that tells and listens, in a thread of its own.

It is told after the commit and beside it: PostgreSQL lets transactions that notify commit one after another only, and a
counter would wait for fifty others. Kinds and ids, never what they say. What is not heard while the line is away is made
up for by `EVERYTHING` when it is back. Decision 030.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable
from random import uniform
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy.engine import Engine

Changed = frozenset[tuple[str, str]]
KINDS = {  # what a window shows, by the table that its rows lie in
    "cases": "case", "registries": "registry", "handovers": "handover", "accounts": "account", "access": "access",
    "laws": "adopted", "offices": "office", "parked": "parked",
}  # fmt: skip
EVERYTHING: Changed = frozenset((kind, "") for kind in KINDS.values())
GATHER = 0.1  # seconds: what comes within them is told, and heard, as one
MOST = 100  # ids in a message; of more only the kinds are said
LONGEST = 30.0  # seconds between two tries to reach the server
PATIENCE = 3.0  # seconds that the end waits for what is still to be said
LINE = re.compile(r"([a-z]{2,20}) ([0-9a-f-]{0,36})")


class Live:
    """Nothing is opened before something is told or somebody listens. Any of the store's threads may `tell`."""

    def __init__(self, engine: Callable[[], Engine], channel: str) -> None:
        self._engine, self._channel, self._name = engine, channel, secrets.token_hex(6)
        self._heard: Callable[[Changed], None] | None = None
        self._out: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._bell, self._rope = socket.socketpair()  # a pipe that a select can wait for on every system
        self._bell.setblocking(False)
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def hear(self, heard: Callable[[Changed], None]) -> None:
        """Called in the listening thread with what others have changed since the last time."""
        self._heard = heard
        self._start()

    def tell(self, rows: Iterable[tuple[str, str]]) -> None:
        """(table, key) of what was committed. Never waits, never fails: who misses it looks again later."""
        changed = {(KINDS[table], key) for table, key in rows if table in KINDS}
        if changed and not self._ended.is_set():
            with self._lock:
                self._out |= changed
            self._start()
            self._rope.send(b".")

    def close(self) -> None:
        """What was told and not said yet is said, where the server can be reached."""
        self._ended.set()
        if self._thread is not None:
            self._rope.send(b".")
            self._thread.join(PATIENCE)
        if self._thread is None or not self._thread.is_alive():  # else it is still trying to reach the server
            self._bell.close()
            self._rope.close()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._ended.is_set():
                self._thread = threading.Thread(target=self._run, name="tereze-live", daemon=True)
                self._thread.start()

    # ---- the thread

    def _run(self) -> None:
        pause, lost = 0.5, False
        engine = self._engine()
        try:
            while True:
                try:
                    held = engine.raw_connection()
                    line: Any = held.driver_connection
                    held.detach()  # it listens, and is nobody else's
                    with contextlib.closing(line):
                        line.autocommit = True
                        line.execute(f'LISTEN "{self._channel}"')
                        pause = 0.5
                        if lost:
                            self._say(EVERYTHING)
                        self._talk(line)
                        return
                except (psycopg.Error, sqlalchemy.exc.DBAPIError, OSError):
                    lost = True
                if self._ended.is_set() or self._rung(pause * uniform(0.7, 1.3)):
                    return
                pause = min(2 * pause, LONGEST)
        finally:
            engine.dispose()

    def _talk(self, line: psycopg.Connection[Any]) -> None:
        """Until the end, or until the line breaks."""
        server = line.pgconn
        while True:
            if out := self._told():
                line.execute("SELECT pg_notify(%s, %s)", (self._channel, self._message(out)))
                with self._lock:
                    self._out -= out
            if self._ended.is_set():
                return
            self._until(server.socket)
            if not self._ended.is_set():
                self._ended.wait(GATHER)  # what comes in this while goes with it
            self._drain()
            server.consume_input()
            heard: set[tuple[str, str]] = set()
            while notice := server.notifies():
                heard |= self._read(notice.extra)
            self._say(frozenset(heard))

    def _told(self) -> set[tuple[str, str]]:
        with self._lock:
            return set(self._out)

    def _until(self, *lines: int, within: float | None = None) -> None:
        """Until something comes, there or from our own people."""
        with selectors.DefaultSelector() as waiting:
            for one in (self._bell.fileno(), *lines):
                waiting.register(one, selectors.EVENT_READ)
            waiting.select(within)

    def _rung(self, seconds: float) -> bool:
        """Waits so long; whether it is over meanwhile. What others tell does not make it look sooner."""
        end = time.monotonic() + seconds
        while not self._ended.is_set() and (left := end - time.monotonic()) > 0:
            self._until(within=left)
            self._drain()
        return self._ended.is_set()

    def _drain(self) -> None:
        try:
            while self._bell.recv(4096):
                pass
        except BlockingIOError:
            return

    def _say(self, changed: Changed) -> None:
        if changed and self._heard is not None and not self._ended.is_set():
            self._heard(changed)

    def _message(self, changed: set[tuple[str, str]]) -> str:
        if len(changed) > MOST:
            changed = {(kind, "") for kind, _ in changed}
        return "\n".join((self._name, *(f"{kind} {id}" for kind, id in sorted(changed))))

    def _read(self, message: bytes) -> set[tuple[str, str]]:
        """What somebody else said; anybody may say anything there, and the worst that comes of it is a second look."""
        name, *lines = message.decode("ascii", "replace").split("\n")
        if name == self._name:
            return set()
        return {(found[1], found[2]) for one in lines if (found := LINE.fullmatch(one)) and found[1] in KINDS.values()}
