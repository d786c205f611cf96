"""One counter without a window: a process of its own that presses once a second, and says at the end how long each took.

A press is timed from the moment when it was due, so that whoever waits in a queue is not forgotten.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.personal import Personal
from app.problems import Refused, Unavailable
from app.start import App, Settings, build

# what a person of that role does in a hundred presses
DAY: dict[str, tuple[tuple[str, int], ...]] = {
    "inspector": (("accept", 30), ("search", 20), ("lookup", 20), ("list", 20), ("release", 10)),
    "sector": (("enter", 50), ("lookup", 15), ("search", 15), ("list", 20)),
    "supervisor": (("list", 40), ("late", 30), ("lookup", 30)),
}


class Counter:
    """A person at their workplace, and what lies before them."""

    def __init__(self, app: App, login: str, given: dict[str, Any]) -> None:
        self.app, self.login, self.given = app, login, given
        self.chance = random.Random(given["seed"])
        self.bag, self.results, self.taken = list(given["enter"]), list(given["release"]), ""
        self.draft = _draft(app) if given["role"] == "inspector" else None
        self.done: dict[str, int] = {}

    def press(self, what: str) -> str:
        """What was really pressed: who has nothing left to scan looks something up instead."""
        deed: Callable[[], bool] = getattr(self, what)
        if not deed():
            what = "lookup"
            self.lookup()
        self.done[what] = self.done.get(what, 0) + 1
        return what

    def accept(self) -> bool:
        self.app.run("intake.accept", self.draft, as_=self.login)
        return True

    def search(self) -> bool:
        self._ask("queue.find", {"text": self.chance.choice(self.given["surnames"]), "limit": 50})
        return True

    def lookup(self) -> bool:
        self._ask("case.open", {"code": self.chance.choice(self.given["numbers"])})
        return True

    def list(self) -> bool:
        if self.given["role"] == "sector":
            self._ask("queue.waiting", {"place": "sector", "limit": 100})
        else:
            self._ask("queue.all", {"limit": 50})
        return True

    def late(self) -> bool:
        self._ask("deadlines.board", {"limit": 200})
        return True

    def enter(self) -> bool:
        """The scanner: a case into the open registry of its receiver."""
        if not self.bag:
            return False
        self.app.run("accumulation.enter", {"code": self.bag.pop()}, as_=self.login)
        return True

    def release(self) -> bool:
        """Two presses of a person who collects: the sector's result to the window, then into their hands."""
        if self.taken:
            given = {"code": self.taken, "name": "Сұлтанова Әсел"}
            self.app.run("issue.release", given, as_=self.login)
            self.taken = ""
            return True
        if not self.results:
            return False
        number = self.results.pop()
        self.app.run("issue.take", {"code": number}, as_=self.login)
        self.taken = number
        return True

    def _ask(self, name: str, given: dict[str, Any]) -> None:
        self.app.ask(name, given, as_=self.login)


def _draft(app: App) -> Any:
    from app.bench.house import application

    made = application(app)
    known = sorted(n for n in app.persons.known() if n[4] in "456789")  # type: ignore[attr-defined]
    return replace(made, applicant=replace(made.applicant, number=Personal(known[0])))


def _presses(role: str, chance: random.Random) -> Iterator[str]:
    names, weights = zip(*DAY[role], strict=True)
    while True:
        yield from chance.choices(names, weights, k=100)


def main() -> None:
    given = json.loads(sys.stdin.readline())
    settings = Settings(store=given["url"], key=Path(given["key"]), login=given["login"])
    app = build(settings)
    counter = Counter(app, given["login"], given)
    for _ in range(2):
        counter.lookup()  # the first question of a day reads the acts
    if counter.draft is not None:
        app.make_ready()  # as the form of intake does while nobody waits
    print("ready", flush=True)
    start = float(sys.stdin.readline())  # of the machine's own clock, the same for all
    told, errors = [], []
    before = os.times()
    for n, what in enumerate(_presses(given["role"], counter.chance)):
        due = start + given["phase"] + n * given["every"]
        if due >= start + given["seconds"]:
            break
        threading.Event().wait(max(0.0, due - time.monotonic()))
        began = time.monotonic()
        try:
            what = counter.press(what)
        except (Refused, Unavailable) as no:
            errors.append(f"{what}: {no!r} {no.facts}")
        except Exception:  # whatever it is, it is told and counted
            errors.append(f"{what}: {traceback.format_exc()}")
        ended = time.monotonic()
        told.append((what, round(ended - due, 5), round(ended - began, 5), round(due - start, 1)))
    cpu = os.times()
    app.close()
    print(json.dumps({
        "login": given["login"], "presses": told, "errors": errors, "done": counter.done, "half": bool(counter.taken),
        "cpu": round(cpu.user + cpu.system - before.user - before.system, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
