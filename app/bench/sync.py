"""Ten thousand acceptances of 2.6 KB from a centre to its licensor, durable and signed at both ends, over HTTPS with
certificates of both; the licensor is `tereze serve` in a process of its own.

Raw is the same journal copied between two plain SQLite files of the standard library, WAL and FULL, a commit for each
stretch: no net, no signature, no encryption, and no case made of the events.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from app.bench.acceptances import DEVICE, accept
from app.bench.house import NOW, REGION, house, plain_copy
from app.bench.pairs import Place, Result, exponent, timed
from app.outside.clock import HandClock
from app.settings import Settings, certificates_folder, devices_folder, licensor_store
from app.start import App, build
from app.store import awaited, tables
from app.sync import authority, certificates, outgoing
from app.sync.loop import Ticked, tick
from app.sync.peers import peers_of

EVENTS, ROUNDS, TARGET = 10_000, 5, 0.15
HOST, ROOT = "127.0.0.1", Path(__file__).resolve().parent.parent.parent
JOURNAL = ("events", "persons")
CLOCK_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """A centre with its journal full and a licensor who has none of it yet, both closed; `span`: the journal's places."""

    folder: Path
    centre: Settings
    peer: str
    span: tuple[int, int]

    @property
    def licensor(self) -> Settings:
        return replace(self.centre, store=licensor_store(self.centre.store))

    def again(self, name: str) -> Nodes:
        """The same two once more, as they were."""
        folder = self.folder.with_name(name)
        shutil.copytree(self.folder, folder)
        key, store = folder / self.centre.key.name, folder / "centre.db"
        return replace(self, folder=folder, centre=replace(self.centre, key=key, store=f"sqlite:///{store}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One exchange of all of it."""

    seconds: float
    ours: float  # seconds of the processor at each end
    theirs: float | None
    peak: int | None  # MiB of memory that the receiver needed at most


def run(place: Place) -> list[Result]:
    size = place.cases or EVENTS
    small, large = (made(place.folder / str(events), events) for events in (max(1, size // 10), size))
    sides = [_pair(large, n) for n in range(-1, ROUNDS)][1:]
    passed, raw = [p for p, _ in sides], [r for _, r in sides]
    first = median(exchanged(small.again(f"small{n}")).seconds for n in range(3))
    mine = [p.seconds for p in passed]
    notes = {
        "events": size, "bytes_of_an_event": weight(large) // size, "events_per_second": round(size / median(mine)),
        "raw_events_per_second": round(size / median(raw)), "bytes_on_the_wire": on_the_wire(large.again("counted")),
        "cpu_seconds_sender": _middle([p.ours for p in passed]),
        "cpu_seconds_receiver": _middle([p.theirs for p in passed]),
        "receiver_peak_mib": _middle([p.peak for p in passed]),
        "events_in_a_tenth": size // 10, "tenth_ms": round(first * 1000, 1),
        "growth_exponent": exponent((size // 10, first), (size, median(mine))),
    }  # fmt: skip
    return [Result(what="sync, to SQLite", ours=mine, raw=raw, kind="speed", target=TARGET, notes=notes)]


def _pair(nodes: Nodes, number: int) -> tuple[Passed, float]:
    there = nodes.again(f"round{number}")
    try:
        with closing(plain(there)) as target:
            return exchanged(there), timed(lambda: copy(there.folder / "source.db", target))
    finally:
        shutil.rmtree(there.folder)


def _middle(found: list[Any]) -> float | None:
    return round(median(found), 2) if None not in found else None


# ---- the two nodes


def made(folder: Path, events: int) -> Nodes:
    """A demonstration's centre and licensor with certificates of one authority. The scans have travelled before."""
    place = folder / "first"
    place.mkdir(parents=True)
    with house(place) as app:
        before, last = accept(app, events)
        (peer,) = peers_of(app.store)
        _scans_are_there(app, peer.id, last)
        nodes = Nodes(folder=place, centre=app.settings, peer=peer.id, span=(before, last))
        _journal(app, place / "source.db", nodes.span)
    with opened(nodes.licensor) as licensor:
        (centre,) = peers_of(licensor.store)
        _scans_are_there(licensor, centre.id, last)
    _certify(place, certificates_folder(nodes.centre.key), place / "theirs")
    return nodes


def _scans_are_there(app: App, peer: str, last: int) -> None:
    with app.store.engine.begin() as connection:
        mark = {"id": awaited.mark(peer, DEVICE), "centre": DEVICE[:4], "seq": last}
        connection.execute(tables.cursors.insert(), mark)


def _certify(place: Path, *folders: Path) -> None:
    now = HandClock().instant()
    fingerprint = authority.make(place / "authority", "bench", now=now, kept="file")
    for folder in folders:
        asked = certificates.request(folder, folder.name, (HOST,) if folder is folders[-1] else ())
        certificates.install(
            folder, authority.issue(place / "authority", asked, now=now)[1], now=now, compared=fingerprint
        )


@contextmanager
def opened(settings: Settings) -> Iterator[App]:
    clock = HandClock()
    clock.set(REGION, NOW)
    app = build(settings, clock=clock)
    try:
        yield app
    finally:
        app.close()


@contextmanager
def serving(nodes: Nodes) -> Iterator[tuple[int, int]]:
    """The licensor's end as it is in life: its process and its port."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    line = ["serve", "--store", nodes.licensor.store, "--key", str(nodes.licensor.key), "--listen", f"{HOST}:{port}"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TEREZE_HOME": str(nodes.folder)}
    server = subprocess.Popen([sys.executable, "-m", "app.cli", *line, "--tls", str(nodes.folder / "theirs")], env=env)
    try:
        while not listens(port):
            assert server.poll() is None, "the licensor did not start"
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.05)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def exchanged(nodes: Nodes) -> Passed:
    with opened(nodes.centre) as app, serving(nodes) as (process, port):
        before, theirs, began = time.process_time(), spent(process), time.perf_counter()
        _whole(_tick(app, nodes, f"https://{HOST}:{port}"), nodes)
        seconds, ours, after = time.perf_counter() - began, time.process_time() - before, spent(process)
        both = None if theirs is None or after is None else after - theirs
        return Passed(seconds=seconds, ours=ours, theirs=both, peak=peak(process))


def _tick(app: App, nodes: Nodes, address: str) -> Ticked:
    key = nodes.centre.key
    return tick(app, nodes.peer, folder=devices_folder(key), address=address, tls=certificates_folder(key))


def _whole(done: Ticked, nodes: Nodes) -> None:
    assert (done.away, done.refused, done.stopped, done.files.away) == (None, None, (), None), done
    assert done.sent >= nodes.span[1] - nodes.span[0], done


def spent(process: int) -> float | None:
    """Seconds of the processor, where the system tells them of another process."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
    return None


def peak(process: int) -> int | None:
    with suppress(OSError):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
    return None


# ---- what went over the wire


def on_the_wire(nodes: Nodes) -> int:
    """Bytes both ways with all of TLS and HTTP, counted between the two, in a run that is not timed."""
    with opened(nodes.centre) as app, serving(nodes) as (_, port), counting(port) as (door, count):
        _whole(_tick(app, nodes, f"https://{HOST}:{door}"), nodes)
        return count()


@contextmanager
def counting(port: int) -> Iterator[tuple[int, Callable[[], int]]]:
    """A door before that port that counts what passes, of however many conversations."""
    passed: list[int] = []
    threads: list[threading.Thread] = []

    def carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while some := source.recv(1 << 16):
                passed.append(len(some))
                target.sendall(some)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def start(deed: Callable[..., None], *given: Any) -> None:
        threads.append(threading.Thread(target=deed, args=given))
        threads[-1].start()

    def open_for_all(door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                caller, _ = door.accept()
                beyond = socket.create_connection((HOST, port))
                sockets.extend((caller, beyond))
                start(carry, caller, beyond)
                start(carry, beyond, caller)

    sockets: list[socket.socket] = []
    with socket.create_server((HOST, 0)) as door:
        start(open_for_all, door)
        try:
            yield door.getsockname()[1], lambda: sum(passed)
        finally:
            door.shutdown(socket.SHUT_RDWR)
            for one in sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
            for one in sockets:
                one.close()


# ---- the raw side


def _journal(app: App, path: Path, span: tuple[int, int]) -> None:
    """The same rows of the journal in plain SQLite."""
    with closing(plain_copy(app, path, rows_of=JOURNAL)) as source:
        source.execute("DELETE FROM events WHERE seq <= ? OR device <> ?", (span[0], DEVICE))
        source.execute("DELETE FROM persons WHERE event NOT IN (SELECT id FROM events)")


def plain(nodes: Nodes) -> sqlite3.Connection:
    """An empty file with the same tables."""
    with opened(replace(nodes.licensor, write=False)) as app:
        return plain_copy(app, nodes.folder / "target.db")


def copy(path: Path, target: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(path)) as source:
        asked = source.execute("SELECT * FROM events JOIN persons ON persons.event = events.id ORDER BY events.seq")
        width = len(tables.events.columns)
        rest = len(tables.persons.columns)
        events, persons = (
            f"INSERT INTO {t} VALUES ({', '.join('?' * n)})" for t, n in zip(JOURNAL, (width, rest), strict=True)
        )
        while rows := asked.fetchmany(outgoing.BATCH):
            target.execute("BEGIN IMMEDIATE")
            target.executemany(events, [row[:width] for row in rows])
            target.executemany(persons, [row[width:] for row in rows])
            target.execute("COMMIT")


def weight(nodes: Nodes) -> int:
    """Of the journal's bytes, as they lie in a store."""
    ask = (
        "SELECT sum(length(head) + length(facts) + length(hashes) + length(row_hash) + length(salt) + length(person))"
        " FROM events JOIN persons ON event = id"
    )
    with closing(sqlite3.connect(nodes.folder / "source.db")) as source:
        return int(source.execute(ask).fetchone()[0])
