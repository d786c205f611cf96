"""Three database servers under load lose their leader, by death and by a pulled cable; two that serve the licensor lose one.

`./tests/region/run [--counters 8] [--rounds kill,cut,serve] [--keep FOLDER]`: JSON on stdout, a table on stderr; 1 where an
application was lost or doubled, a counter was away for longer than it may, a draft changed or `verify` found a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.region.cluster import PATIENCE, Cluster
from tests.region.house import SERVING, House
from tests.region.net import lacking, net

BACK = 30.0  # seconds until a counter works again
EXCHANGED = 120.0  # until the exchange goes on: it is asked once a second here, and each half a minute by a window
WARM, AFTER = 5, 5  # applications of each counter before something dies, and after it is back


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests/region/run", description=__doc__)
    parser.add_argument("--counters", type=int, default=8, choices=range(1, 51), metavar="1…50")
    parser.add_argument("--rounds", default="kill,cut,serve", help="what happens, one after another: %(default)s")
    parser.add_argument("--folder", metavar="DIR", help="where servers and logs lie; without it they are thrown away")
    options = parser.parse_args(words)
    if missing := lacking():
        print(f"a region cannot be run here: {', '.join(missing)}", file=sys.stderr)
        return 4
    with tempfile.TemporaryDirectory(prefix="tereze-region-") as spare:
        folder = Path(options.folder or spare).resolve()
        folder.mkdir(exist_ok=True)
        told = run(folder, options.counters, options.rounds.split(","))
    print(json.dumps(told, ensure_ascii=False, indent=1))
    print(table(told), file=sys.stderr)
    return 0 if told["passed"] else 1


def run(folder: Path, counters: int, rounds: list[str]) -> dict[str, Any]:
    with net() as switch:
        cluster = Cluster(switch, folder / "cluster")
        cluster.folder.mkdir(parents=True)
        folder.chmod(0o755)
        house = House(switch, cluster, folder, counters)
        try:
            say("three database servers, three etcd")
            cluster.make()
            say("a demonstration in them")
            house.furnish()
            for name in SERVING:
                house.serve(name)
            _reach(house, "both that serve", lambda: all(map(house.listens, SERVING)))
            house.exchange()
            house.open_counters()
            _reach(
                house, "warm", lambda: all(_done(house, n) >= WARM for n in range(counters)) and _exchanged(house, 0)
            )
            before = json.loads(house.here("judge"))["drafts"]
            did = [ROUNDS[one](house) for one in rounds]
            house.end(*(f"counter{n}" for n in range(counters)))
            _reach(house, "the licensor has all", lambda: _all_sent(house))
            house.end()
            judged = json.loads(house.here("judge"))
        finally:
            house.stop_all()
            cluster.end()
    return _told(house, did, judged, before)


# ---- what happens


def kill(house: House) -> dict[str, Any]:
    """The leader's processes die all at once, as by the machine's power."""
    first = _leader(house)
    with _timed(house, "kill", first) as told:
        house.cluster.kill(first)
        told["promoted"] = _promoted(house, first)
    house.cluster.start(first, "patroni")
    _mended(house, told)
    return told


def cut(house: House) -> dict[str, Any]:
    """The leader's cable is pulled: what is sent to it is lost, and nobody is told."""
    first = _leader(house)
    with _timed(house, "cut", first) as told:
        house.net.pull(first)
        told["promoted"] = _promoted(house, first)
    house.net.plug(first)
    _mended(house, told)
    return told


def serve(house: House) -> dict[str, Any]:
    """One of the two that serve the licensor dies; the exchange finds the other under the same name."""
    first = next(name for name in SERVING if name in house.running)
    with _timed(house, "serve", first) as told:
        house.kill(first)
    house.serve(first)
    _reach(house, f"{first} again", lambda: house.listens(first))
    return told


ROUNDS: dict[str, Callable[[House], dict[str, Any]]] = {"kill": kill, "cut": cut, "serve": serve}


@contextmanager
def _timed(house: House, name: str, what: str) -> Any:
    """How long each counter, and the exchange, were without an answer; and until all are at work again."""
    say(f"{name}: {what}")
    told: dict[str, Any] = {"round": name, "what": what, "load": round(os.getloadavg()[0], 1)}
    since = time.monotonic()
    yield told
    everybody = range(house.counters)
    _reach(
        house, name, lambda: all(_done(house, n, after=since) >= AFTER for n in everybody) and _exchanged(house, since)
    )
    told["seconds"] = sorted(round(_back(house, n, since), 1) for n in everybody)
    told["exchange_seconds"] = round(_exchanged(house, since), 1)
    told["silences"] = sorted(round(_silence(house, n, since), 1) for n in everybody)
    told["words"] = sorted({w for n in everybody for line in _lines(house, n, since) for w in line["words"]})
    say(f"{name}: back after {told['seconds'][-1]} s, the exchange after {told['exchange_seconds']} s")


def _mended(house: House, told: dict[str, Any]) -> None:
    since = time.monotonic()
    house.cluster.whole()
    told["whole_again"] = round(time.monotonic() - since, 1)


def _leader(house: House) -> str:
    found = house.cluster.leader()
    assert found is not None
    return found


def _promoted(house: House, first: str) -> float:
    since = time.monotonic()
    while house.cluster.leader(apart_from=first) is None:
        if time.monotonic() - since > PATIENCE:
            raise TimeoutError(f"nobody leads instead of {first}: {house.cluster.members()}")
        threading.Event().wait(0.2)
    return round(time.monotonic() - since, 1)


# ---- what the counters were told


def _lines(house: House, number: int, after: float = 0) -> list[dict[str, Any]]:
    return [line for line in house.told(f"counter{number}") if line.get("at", 0) > after]


def _done(house: House, number: int, after: float = 0) -> int:
    return len(_lines(house, number, after))


def _back(house: House, number: int, since: float) -> float:
    """Until the first application that was wished, or still unanswered, when it happened; not one on its way back already."""
    lines = _lines(house, number, since)
    return next(line["at"] for line in lines if line["wished"] > since or line["away"] or line is lines[-1]) - since


def _silence(house: House, number: int, since: float) -> float:
    """The longest time from one answer to the next."""
    at = [line["at"] for line in house.told(f"counter{number}") if "at" in line]
    return max(b - a for a, b in pairwise(at) if b > since)


def _exchanged(house: House, since: float) -> float:
    """Seconds until the exchange that began afterwards sent something, and met nothing away; 0: not yet."""
    good = (t for t in house.told("exchange") if t["began"] > since and t["sent"] and not any(t["away"]))
    return next((t["at"] - since for t in good), 0.0)


def _all_sent(house: House) -> bool:
    last = house.told("exchange")[-2:]
    return len(last) == 2 and all(not t["sent"] and not any(t["away"]) and not t["stopped"] for t in last)


def _reach(house: House, what: str, there: Callable[[], Any]) -> None:
    until = time.monotonic() + PATIENCE + 20 * house.counters  # each is a program that starts
    while not there():
        for name, process in house.running.items():
            if process.poll() is not None:
                raise RuntimeError(
                    f"{name} ended: {(house.folder / f'{name}.log').read_text(errors='replace')[-3000:]}"
                )
        if time.monotonic() > until:
            done = [_done(house, n) for n in range(house.counters)]
            raise TimeoutError(f"{what}: {done} applications, the exchange: {house.told('exchange')[-3:]}")
        threading.Event().wait(0.3)


# ---- the answer


def _told(house: House, did: list[dict[str, Any]], judged: dict[str, Any], before: dict[str, str]) -> dict[str, Any]:
    wrong = [f"{len(judged[name])} {name}" for name in ("lost", "doubled") if judged[name]]
    drafts = {id: judged["drafts"].get(id) for id in before}
    if drafts != before or len(before) != house.counters or not all(before.values()):
        wrong.append("drafts changed")
    wrong += [f"verify of the {name}" for name, intact in judged["verified"].items() if not intact]
    if not judged["licensor_has_all"]:
        wrong.append("the licensor has not all")
    for one in did:
        if one["seconds"][-1] > BACK:
            wrong.append(f"{one['round']}: a counter was back only after {one['seconds'][-1]} s")
        if one["exchange_seconds"] > EXCHANGED:
            wrong.append(f"{one['round']}: the exchange was back only after {one['exchange_seconds']} s")
    judged |= {"lost": len(judged["lost"]), "doubled": len(judged["doubled"]), "drafts": len(judged["drafts"])}
    return {"counters": house.counters, "rounds": did, **judged, "wrong": wrong, "passed": not wrong}


def table(told: dict[str, Any]) -> str:
    lines = [f"{'round':8}{'what':9}{'leader s':>9}{'first s':>9}{'median s':>9}{'last s':>9}{'exchange s':>11}"]
    for one in told["rounds"]:
        s = one["seconds"]
        lines.append(
            f"{one['round']:8}{one['what']:9}{one.get('promoted', '–'):>9}{s[0]:>9}{s[len(s) // 2]:>9}{s[-1]:>9}"
            f"{one['exchange_seconds']:>11}"
        )
    lines.append(
        f"{told['acknowledged']} acknowledged by {told['counters']} counters, {told['lost']} lost, {told['doubled']} doubled, "
        f"{told['drafts']} drafts, verify {told['verified']}, the licensor has all: {told['licensor_has_all']}"
    )
    return "\n".join([*lines, "passed" if told["passed"] else f"FAILED: {'; '.join(told['wrong'])}"])


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
