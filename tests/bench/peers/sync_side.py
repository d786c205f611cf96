"""Our side of the comparison with programs that sync: the same events for both, turn by turn, medians of pairs."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from app.bench import sync

EVENTS, ROUNDS = 10_000, 3
Exchange = Callable[[int, bool], dict[str, float]]  # round, counted → seconds, cpu, and bytes when they are counted


def compared(folder: Path, exchange: Callable[[Path], Exchange], *, events: int = EVENTS) -> dict[str, Any]:
    """`exchange` is given a file with one event a line, as text where its bytes are text."""
    nodes = sync.made(folder / "ours", events)
    lines = folder / "events.jsonl"
    lines.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in told(nodes)), encoding="utf-8")
    theirs, ours, peers = exchange(lines), [], []
    for number in range(ROUNDS):
        there = nodes.again(f"round{number}")
        ours.append(sync.exchanged(there))
        shutil.rmtree(there.folder)
        peers.append(theirs(number, False))
    bytes_ours, bytes_theirs = sync.on_the_wire(nodes.again("counted")), theirs(ROUNDS, True)["bytes"]
    pairs = list(zip(ours, peers, strict=True))
    cpu = [(o.ours + o.theirs) / p["cpu"] for o, p in pairs if o.theirs is not None]
    return {
        "events": events, "bytes_of_an_event": sync.weight(nodes) // events, "rounds": ROUNDS,
        "load": round(os.getloadavg()[0], 1),
        "ours_per_second": round(events / median(o.seconds for o in ours)),
        "theirs_per_second": round(events / median(p["seconds"] for p in peers)),
        "speed": round(median(p["seconds"] / o.seconds for o, p in pairs), 2),
        "ours_cpu_seconds": round(median(o.ours + (o.theirs or 0) for o in ours), 2),
        "theirs_cpu_seconds": round(median(p["cpu"] for p in peers), 2),
        "cpu": round(median(cpu), 2) if cpu else None,
        "ours_bytes": bytes_ours, "theirs_bytes": int(bytes_theirs), "bytes": round(bytes_ours / bytes_theirs, 3),
    }  # fmt: skip


def told(nodes: sync.Nodes) -> Iterator[dict[str, Any]]:
    ask = "SELECT id, head, facts, person, salt, hashes, row_hash FROM events JOIN persons ON event = id ORDER BY seq"
    with closing(sqlite3.connect(nodes.folder / "source.db")) as source:
        for id, *parts in source.execute(ask):
            text = {name: part.decode() for name, part in zip(("head", "facts", "person"), parts, strict=False)}
            rest = zip(("salt", "hashes", "row_hash"), parts[3:], strict=True)
            yield {"_id": id, **text, **{name: base64.b64encode(part).decode() for name, part in rest}}


@contextmanager
def served(line: list[str], port: int, **env: str) -> Iterator[int]:
    """A program that listens on loopback; its process."""
    server = subprocess.Popen(line, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        while not sync.listens(port):
            assert server.poll() is None, f"{line[0]} did not start"
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.create_server((sync.HOST, 0)) as free:
        return int(free.getsockname()[1])


def answered(line: list[str], **env: str) -> dict[str, Any]:
    """What a program of theirs prints last, as JSON."""
    done = subprocess.run(line, env={**os.environ, **env}, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
