"""Eight counters that accept as fast as they can, beside eight bare cursors of psycopg that write the very same rows."""

from __future__ import annotations

import json
import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from app.bench import machine
from app.bench.accept import last_written
from app.bench.house import WHO, application
from app.bench.pairs import percentile, verdict
from app.start import Settings, build
from app.store.tables import metadata
from tests.bench.counters.cluster import cluster
from tests.bench.counters.fifty import ROOT, started
from tests.bench.counters.town import found_again, founded

COUNTERS, ROUNDS, SECONDS, CASES = 8, 5, 8.0, 10_000
SPEED, WAIT = 1.0, 1.2  # at least so many transactions of raw; at most so long
RAW = "raw"


def eight(*, keep: Path | None) -> dict[str, Any]:
    with cluster(keep) as (server, folder, there):
        url = server.url("centre")
        town = found_again(folder, url) if there else founded(url, folder, count=CASES, counters=50)
        written = _same_rows(url, Path(town.key))
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        inspectors = [login for login, role in town.people if role == "inspector"][:COUNTERS]
        sides: dict[str, list[subprocess.Popen[str]]] = {"ours": [], RAW: []}
        found: dict[str, list[tuple[float, float, float]]] = {"ours": [], RAW: []}
        with ExitStack() as open_:
            for n, login in enumerate(inspectors):
                given = {"url": url, "key": town.key, "login": login, "device": f"AT01-{4 + n:02}", "rows": written}
                for side, running in sides.items():
                    running.append(started(open_, "eight_side", {**given, "side": side}, env))
            for running in sides.values():
                for one in running:
                    assert one.stdout is not None
                    assert one.stdout.readline().strip() == "ready"
            for turn in range(ROUNDS + 1):  # the first does not count
                for side in ("ours", RAW):
                    figures = _round(sides[side])
                    if turn:
                        found[side].append(figures)
            for running in sides.values():
                for one in running:
                    one.communicate("\n")
        return {"machine": machine(folder), "cases": town.cases, "rows": len(written), **_judged(found)}


def _same_rows(url: str, key: Path) -> list[Any]:
    """What one acceptance writes, and empty tables like ours for who writes it barely."""
    app = build(Settings(store=url, key=key))
    try:
        app.run("intake.accept", application(app), as_=WHO, draw=False)
        written = last_written(app)
        with app.store.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {RAW} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA {RAW}")
            for name in {table for table, _ in written}:
                connection.exec_driver_sql(f"CREATE TABLE {RAW}.{name} (LIKE {name} INCLUDING ALL)")
            columns = ", ".join(f'"{c.name}"' for c in metadata.tables["devices"].columns)
            connection.exec_driver_sql(f"INSERT INTO {RAW}.devices ({columns}) SELECT {columns} FROM devices")
    finally:
        app.close()
    plain = lambda v: {"hex": v.hex()} if isinstance(v, (bytes, memoryview)) else v  # noqa: E731
    return [(table, {c: plain(v) for c, v in row.items()}) for table, row in written]


def _round(running: list[subprocess.Popen[str]]) -> tuple[float, float, float]:
    """Transactions a second, their p99, and the processor's seconds for each of ours alone."""
    start = time.monotonic() + 0.5
    for one in running:
        assert one.stdin is not None
        one.stdin.write(f"{start} {SECONDS}\n")
        one.stdin.flush()
    told = [json.loads(one.stdout.readline()) for one in running if one.stdout is not None]
    times = [t for one in told for t in one["times"]]
    return len(times) / SECONDS, percentile(times, 99), sum(one["cpu"] for one in told) / len(times)


def _judged(found: dict[str, list[tuple[float, float, float]]]) -> dict[str, Any]:
    pairs = list(zip(found["ours"], found[RAW], strict=True))
    speed, wait = median(o[0] / r[0] for o, r in pairs), median(o[1] / r[1] for o, r in pairs)
    told = {
        side: {
            "per_second": round(median(f[0] for f in rounds), 1), "p99_ms": round(median(f[1] for f in rounds) * 1000, 1),
            "client_cpu_ms": round(median(f[2] for f in rounds) * 1000, 3),
        }
        for side, rounds in found.items()
    }  # fmt: skip
    return {
        **told, "speed": round(speed, 3), "wait": round(wait, 3), "rounds": ROUNDS, "seconds": SECONDS,
        "target": f"speed >= {SPEED:g}, wait <= {WAIT:g}", "verdict": verdict(speed >= SPEED and wait <= WAIT),
    }  # fmt: skip


def table(told: dict[str, Any]) -> str:
    lines = [f"{'side':<6} {'tx/s':>8} {'p99 ms':>8} {'client CPU ms':>14}"]
    for side in ("ours", RAW):
        f = told[side]
        lines.append(f"{side:<6} {f['per_second']:>8} {f['p99_ms']:>8} {f['client_cpu_ms']:>14}")
    lines.append(f"speed {told['speed']}, wait {told['wait']}: {told['verdict']} ({told['target']})")
    return "\n".join(lines)
