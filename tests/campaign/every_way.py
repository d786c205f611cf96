"""Every way that two cases can go: each state of both nodes, and from each every button that somebody may press.

No second model: a state is what the real stores say, a step is a real command, and going back is the stores copied back.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.problems import Refused
from app.start import exchange, licensor_store, listening
from app.store import sqlite
from app.store.open import key_file
from app.store.unit import new_id
from tests.world import World, code, desk, who

SECOND = "courier2.at01"
WAY = ("take-in", "assign", "completeness", "prepare", "sign", "give-out")  # at the licensor, one after another


@dataclass(frozen=True, slots=True)
class Press:
    side: str
    name: str
    login: str
    given: dict[str, Any]

    def __str__(self) -> str:
        told = " ".join(str(v) for v in self.given.values())
        return f"{self.login} {self.name} {told}"


@dataclass(slots=True)
class Search:
    """Breadth first. `broken` tells what may never be, of one state; it is asked of each."""

    world: World
    broken: Callable[[Search], str]
    cases: tuple[dict[str, Any], ...] = ()
    states: int = 0
    steps: int = 0
    refused: int = 0
    ended: int = 0  # states in which nothing but waiting is left
    left: int = 0  # states from which nothing was tried, because there were too many
    wrong: list[str] = field(default_factory=list)
    _kept: list[Path] = field(default_factory=list)

    # ---- going there and back

    @property
    def _files(self) -> tuple[Path, Path]:
        urls = (self.world.url, licensor_store(self.world.url))
        return tuple(Path(url.removeprefix("sqlite:///")) for url in urls)  # type: ignore[return-value]

    def _copy(self, source: Path, target: Path) -> None:
        key = key_file(self.world.key)
        ours, theirs = sqlite.connect(str(source), key=key), sqlite.connect(str(target), key=key)
        with theirs.raw.backup("main", ours.raw, "main") as copying:
            copying.step(-1)
        ours.close()
        theirs.close()

    def keep(self, name: str) -> Path:
        folder = self.world.key.parent / "states"
        folder.mkdir(exist_ok=True)
        for n, file in enumerate(self._files):
            self._copy(file, folder / f"{name}.{n}")
        return folder / name

    def go_back(self, place: Path) -> None:
        for n, file in enumerate(self._files):
            self._copy(Path(f"{place}.{n}"), file)
        for app in (self.world.centre, self.world.licensor):
            app._anchors._known.clear()  # what it remembers of a chain is of another state

    def drop(self, place: Path) -> None:
        for n in range(2):
            for end in ("", "-wal", "-shm"):
                Path(f"{place}.{n}{end}").unlink(missing_ok=True)

    # ---- a state

    def rows(self, table: str, *, licensor: bool = False) -> list[dict[str, Any]]:
        found = self.world.rows(f"SELECT state FROM {table} ORDER BY id", licensor=licensor)
        return [json.loads(row.state) for row in found]

    def mark(self) -> str:
        """The same for two states that nobody could tell apart but by time, numbers, how often somebody tried, and what
        is over: a registry that no case is in any more, a hand-over whose papers have gone on."""
        told: list[Any] = []
        for licensor in (False, True):
            cases = self.rows("cases", licensor=licensor)
            names = {case["id"]: f"case {n}" for n, case in enumerate(cases)}
            inside = {case.get("registry") for case in cases}
            registries = [
                r for r in self.rows("registries", licensor=licensor) if r["id"] in inside or not r["edition"]
            ]
            names |= {registry["id"]: f"registry {n}" for n, registry in enumerate(registries)}
            for case in cases:
                done = sorted({d["step"] for d in case["done"]})
                told.append(
                    [case["status"], case["holder"], names.get(case.get("registry") or ""), case.get("signed"), done]
                )
            for registry in registries:
                lines = sorted(names.get(line["case"], "") for line in registry["lines"])
                told.append([registry["edition"] > 0, lines])
            carried = {case["id"] for case in cases if case["holder"] == "courier"}
            bags = {
                json.dumps([
                    bag["status"], bag["from_holder"], bag["to_holder"], bag.get("receiver"), bag.get("taker"),
                    sorted(names.get(id, "") for id in bag["cases"]),
                ])
                for bag in self.rows("handovers", licensor=licensor)
                if bag["status"] == "given" or (bag["status"] == "taken" and carried & set(bag["cases"]))
            }  # fmt: skip
            told.append(sorted(bags))
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    # ---- what can be pressed

    def presses(self) -> Iterator[Press]:
        sector, courier, inspector = who("sector"), who("courier"), who("inspector")
        chancellery, specialist, head = desk("chancellery"), desk("specialist"), desk("head")
        for case in self.cases:
            c = {"code": code(case)}
            for name in ("take_in", "enter", "remove"):
                yield Press("centre", f"accumulation.{name}", sector, c)
            yield Press("centre", "accumulation.mark_received", sector, c)
            yield Press("centre", "issue.take", inspector, c)
            yield Press("centre", "issue.release", inspector, {**c, "name": "Сейітқали Дана"})
            steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
                ("take_in", chancellery, {"reference": "17"}), ("assign", head, {"reference": specialist}),
                ("examine", specialist, {"complete": True}), ("enter_data", specialist, {}),
                ("prepare", specialist, {}), ("sign", head, {}), ("give_out", chancellery, {}),
            )  # fmt: skip
            for name, login, more in steps:
                yield Press("licensor", f"licensor_desk.{name}", login, {**c, **more})
            yield Press("licensor", "courier.give", chancellery, {"cases": [code(case)], "to": "courier"})
            for carrier in (courier, SECOND):
                yield Press("licensor", "courier.give", carrier, {"cases": [code(case)], "to": "chancellery"})
                yield Press("centre", "courier.give", carrier, {"cases": [code(case)], "to": "sector"})
        for registry in self.rows("registries"):
            r = f"R-{registry['number']}"
            if not registry["edition"]:
                inside = [x["id"] for x in self.rows("cases") if x.get("registry") == registry["id"]]
                yield Press("centre", "accumulation.close", sector, {"code": r, "cases": inside})
            for named in (None, SECOND):
                given = {"registries": [r], "to": "courier", **({"receiver": named} if named else {})}
                yield Press("centre", "courier.give", sector, given)
        for side, licensor in (("centre", False), ("licensor", True)):
            takers = (courier, SECOND, chancellery) if licensor else (courier, SECOND, sector)
            for bag in self.rows("handovers", licensor=licensor):
                b = {"code": f"H-{bag['number']}"}
                if bag["status"] == "given":
                    for login in takers:
                        yield Press(side, "courier.take", login, b)
                        yield Press(side, "courier.take_back", login, {**b, "reason": "rain"})
                    yield Press(side, "courier.refuse", takers[0], {**b, "reason": "rain"})
                elif bag["to_holder"] == "courier" and bag["status"] == "taken":
                    yield Press(side, "courier.report_lost", bag["taker"], {**b, "reason": "an accident"})

    def press(self, one: Press) -> bool:
        app = self.world.centre if one.side == "centre" else self.world.licensor
        try:
            app.run(one.name, one.given, as_=one.login, op=new_id(), draw=False)
        except Refused:
            self.refused += 1
            return False
        self.steps += 1
        return True

    def meet(self, address: str) -> None:
        for told in exchange(self.world.centre, address):
            if trouble := told.get("refused") or told.get("away"):
                self.wrong.append(f"the exchange: {trouble}")

    # ---- the search

    def begin(self, count: int) -> None:
        """Two couriers, and so many cases that the inspector has just taken in."""
        person = {"login": SECOND, "role": "courier", "office": "AT01", "device": "AT01-02", "name": "Екінші"}
        self.world.do("account.open", person, "administrator")
        self.cases = tuple(self.world.accepted() for _ in range(count))

    def go(self, *, most: int, at_once: bool = False) -> None:
        """Until every state was seen, or `most` of them. `at_once`: the nodes meet after each press, and never lag."""
        with listening(self.world.licensor) as address:
            self.meet(address)
            seen = {self.mark()}
            waiting = deque([(self.keep("0"), ())])
            self._look(())
            while waiting and self.states < most:
                place, way = waiting.popleft()
                self.go_back(place)
                lead_on = 0
                for one in [*self.presses(), *([] if at_once else [None])]:
                    if one is not None and not self.press(one):
                        continue
                    if one is None or at_once:
                        self.meet(address)
                    lead_on += one is not None
                    if (mark := self.mark()) not in seen:
                        seen.add(mark)
                        longer = (*way, str(one or "exchange"))
                        self._look(longer)
                        waiting.append((self.keep(str(len(seen))), longer))
                    self.go_back(place)
                self.ended += not lead_on
                self.drop(place)
            self.left = len(waiting)

    def _look(self, way: tuple[str, ...]) -> None:
        self.states += 1
        if found := self.broken(self):
            self.wrong.append(f"{found} after {' → '.join(way) or 'nothing'}")
