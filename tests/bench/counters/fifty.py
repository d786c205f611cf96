"""Fifty counters at one PostgreSQL: an operation a second each, a real window among them; nothing wrong, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from app.bench import machine
from app.bench.pairs import percentile, verdict
from app.start import Settings, build, verify_store
from tests.bench.counters.cluster import cluster
from tests.bench.counters.town import Town, counts, found_again, founded, work_for
from tests.children import child

ROOT = Path(__file__).resolve().parents[3]
P95_MS, WINDOW_P95_MS = 300.0, 60.0
NO_WINDOW = {
    "presses": [], "errors": ["the window ended before the day"], "done": {"accept": 0}, "looks": 0, "beats": 0,
    "stalls_over_16_ms": 0, "longest_stall_ms": None, "memory": 0,
}  # fmt: skip
LEAD = 3.0  # seconds between the word and the first press


def fifty(*, minutes: float, counters: int, cases: int, keep: Path | None, window: bool, whole: bool) -> dict[str, Any]:
    with cluster(keep) as (server, folder, there):
        url = server.url("centre")
        began = time.monotonic()
        town = (
            found_again(folder, url)
            if there
            else founded(url, folder, count=cases, counters=counters if keep is None else max(counters, 50))
        )
        took = {"founding_s": round(time.monotonic() - began)}
        spent = _server_cpu(server.pid)
        told, seen, before, after = _day(town, minutes * 60, counters=counters, window=window)
        took["server_cpu_s"] = round(_server_cpu(server.pid) - spent)  # with what made the day's work ready
        began = time.monotonic()
        proof = verify_store(Settings(store=url, key=Path(town.key), write=False)) if whole else None
        took["verify_s"] = round(time.monotonic() - began)
        return {
            "machine": machine(folder), "cases": town.cases, "counters": counters, "minutes": minutes, **took,
            **judged(told, seen, before=before, after=after),
            "verified": proof and {"intact": proof["intact"], "events": proof["events"], "wrong": proof["first_wrong"]},
        }  # fmt: skip


def _day(town: Town, seconds: float, *, counters: int, window: bool) -> Any:
    app = build(Settings(store=town.url, key=Path(town.key)))
    try:
        people = list(town.people[:counters])
        scanning = sum(role == "sector" for _, role in people)
        giving = sum(role == "inspector" for _, role in people)
        each = (int(seconds * 0.6) + 10, int(seconds * 0.08) + 5)  # more than chance can ask of one of them
        enter, release = work_for(app, enter=each[0] * scanning, release=each[1] * giving)
        before = counts(app)
        with ExitStack() as open_:
            env, running = {**os.environ, "PYTHONPATH": str(ROOT)}, []
            for n, (login, role) in enumerate(people):
                given = {
                    "url": town.url, "key": town.key, "login": login, "role": role, "seed": n, "seconds": seconds,
                    "every": 1.0, "phase": n / counters, "numbers": town.numbers, "surnames": town.surnames,
                    "enter": [enter.pop() for _ in range(min(len(enter), each[0]))] if role == "sector" else [],
                    "release": [release.pop() for _ in range(min(len(release), each[1]))] if role == "inspector" else [],
                }  # fmt: skip
                running.append(started(open_, "counter", given, env))
            seen = None
            if window:
                env = {**env, **open_.enter_context(_screen())}
                given |= {"login": "inspector.at01", "role": "inspector", "seed": 99}
                seen = started(open_, "window", given, env)
            for one in (*running, *([seen] if seen else ())):
                assert one.stdout is not None
                if one.stdout.readline().strip() != "ready":
                    raise SystemExit("a counter did not start")
            start = time.monotonic() + LEAD
            for one in (*running, *([seen] if seen else ())):
                assert one.stdin is not None
                one.stdin.write(f"{start}\n")
                one.stdin.flush()
            answers = [json.loads(one.communicate()[0]) for one in running]
            window_told = (json.loads(seen.communicate()[0] or "null") or NO_WINDOW) if seen else None
        return answers, window_told, before, counts(app)
    finally:
        app.close()


def _server_cpu(pid: int) -> float:
    """Of the server and of every connection that has ended: on Linux alone, elsewhere 0."""
    place = Path(f"/proc/{pid}/stat")
    if not place.exists():
        return 0.0
    spent = place.read_text("utf-8").rpartition(") ")[2].split()[11:15]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def started(open_: ExitStack, what: str, given: dict[str, Any], env: dict[str, str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.counters.{what}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=env, cwd=ROOT,
    )  # fmt: skip
    open_.callback(process.kill)
    assert process.stdin is not None
    process.stdin.write(json.dumps(given) + "\n")
    process.stdin.flush()
    return process


@contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """A real X server on a display of its own."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with child(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as number:
            yield {"DISPLAY": f":{number.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}


def judged(told: list[Any], seen: Any, *, before: dict[str, int], after: dict[str, int]) -> dict[str, Any]:
    errors = [error for one in told for error in one["errors"]] + (seen["errors"] if seen else [])
    done: Tally[str] = Tally()
    for one in told:
        done.update(one["done"])
    accepted = done["accept"] + (seen["done"]["accept"] if seen else 0)
    given_out = sum((one["done"].get("release", 0) - one["half"]) // 2 for one in told)
    grown = {name: after[name] - before[name] for name in before}
    wanted = {
        "cases": accepted, "entered": done["enter"], "released": given_out, "trouble": 0,
        "registries": int(before["registries"] == 0 < done["enter"]),
        "operations": accepted + done["enter"] + done["release"],
    }  # fmt: skip
    lost = {name: wanted[name] - grown[name] for name in wanted if wanted[name] != grown[name]}
    kinds = sorted({what for one in told for what, *_ in one["presses"]})
    presses = {
        kind: _figures([due for one in told for what, due, *_ in one["presses"] if what == kind]) for kind in kinds
    }
    whole = _figures([due for one in told for _, due, *_ in one["presses"]])
    return {
        "presses": whole["n"], "errors": len(errors), "first_errors": errors[:5], "p95_ms": whole["p95_ms"],
        "target": f"errors 0, p95 <= {P95_MS:g} ms", "verdict": verdict(not errors and not lost and whole["p95_ms"] <= P95_MS),
        "whole": whole, "by_kind": presses, "slowest": _slowest(told), "lost": lost,
        "grown": grown, "cpu_s": round(sum(one["cpu"] for one in told), 1),
        "memory_mb": round(sum(one["memory"] for one in told) / 2**20), "window": _window(seen) if seen else None,
    }  # fmt: skip


def _slowest(told: list[Any]) -> list[str]:
    """What took longest itself, whatever had waited before it; and the second in which it was due: do they come together?"""
    found = sorted(((took, at, what) for one in told for what, _, took, at in one["presses"]), reverse=True)
    return [f"{what} {took:.2f} s at {at}" for took, at, what in found[:20]]


def _window(seen: dict[str, Any]) -> dict[str, Any]:
    kinds = sorted({what for what, _, _ in seen["presses"]})
    accepts = [due for what, due, _ in seen["presses"] if what == "accept"]
    return {
        **{kind: _figures([due for what, due, _ in seen["presses"] if what == kind]) for kind in kinds},
        "target": f"accept p95 <= {WINDOW_P95_MS:g} ms", "looks": seen["looks"],
        "verdict": verdict(bool(accepts) and percentile(accepts, 95) * 1000 <= WINDOW_P95_MS),
        "stalls_over_16_ms": seen["stalls_over_16_ms"], "beats": seen["beats"],
        "longest_stall_ms": seen["longest_stall_ms"], "memory_mb": round(seen["memory"] / 2**20),
    }  # fmt: skip


def _figures(seconds: list[float]) -> dict[str, Any]:
    if not seconds:
        return {"n": 0, "median_ms": None, "p95_ms": 0.0, "p99_ms": None, "most_ms": None}
    return {
        "n": len(seconds), "median_ms": round(median(seconds) * 1000, 1),
        "p95_ms": round(percentile(seconds, 95) * 1000, 1), "p99_ms": round(percentile(seconds, 99) * 1000, 1),
        "most_ms": round(max(seconds) * 1000, 1),
    }  # fmt: skip


def table(told: dict[str, Any]) -> str:
    lines = [f"{'press':<10} {'n':>7} {'median':>8} {'p95':>8} {'p99':>8} {'most':>9}  ms"]
    for kind, f in (*told["by_kind"].items(), ("all", told["whole"])):
        lines.append(f"{kind:<10} {f['n']:>7} {f['median_ms']:>8} {f['p95_ms']:>8} {f['p99_ms']:>8} {f['most_ms']:>9}")
    lines.append(f"errors {told['errors']}, lost {told['lost'] or 'nothing'}: {told['verdict']} ({told['target']})")
    return "\n".join(lines)
