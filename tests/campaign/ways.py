"""What can be pressed about a case or two, what a state looks like, and what may never be in one: whatever holds the state."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from tests.world import code, desk, who

SECOND = "courier2.at01"
OVER = ("released",)
HOLDERS = {"inspector", "sector", "courier", "chancellery", "applicant", "lost"}


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
class Ways:
    """One case or two, one sector, two couriers, two nodes: where they stand now."""

    cases: tuple[dict[str, Any], ...] = ()
    states: int = 0
    steps: int = 0
    refused: int = 0
    ended: int = 0  # states in which nothing but waiting is left
    left: int = 0  # states from which nothing was tried, because there were too many
    wrong: list[str] = field(default_factory=list)

    def rows(self, table: str, *, licensor: bool = False) -> list[dict[str, Any]]:
        """Every subject of that kind as one node sees it, oldest first."""
        raise NotImplementedError

    def parked(self, *, licensor: bool = False) -> set[str]:
        """Events that a desk shows because they could not be applied there, or did not fit."""
        raise NotImplementedError

    # ---- a state

    def mark(self) -> str:
        """The same for two states that nobody could tell apart but by time, numbers, how often somebody tried, which of
        the cases it is, and what is over: a registry that no case is in any more, a hand-over whose papers have gone on."""
        return min(self._mark(order) for order in permutations(range(len(self.cases))))

    def _mark(self, order: tuple[int, ...]) -> str:
        told: list[Any] = []
        place = {case["case"]: order[n] for n, case in enumerate(self.cases)}
        for licensor in (False, True):
            cases = sorted(self.rows("cases", licensor=licensor), key=lambda case: place[case["id"]])
            names = {case["id"]: f"case {place[case['id']]}" for case in cases}
            inside = [case.get("registry") for case in cases]
            registries = [
                r for r in self.rows("registries", licensor=licensor) if r["id"] in inside or not r["edition"]
            ]
            registries.sort(key=lambda r: inside.index(r["id"]) if r["id"] in inside else len(inside))
            names |= {registry["id"]: f"registry {n}" for n, registry in enumerate(registries)}
            for case in cases:
                done = sorted({d["step"] for d in case["done"]})
                told.append(
                    [names[case["id"]], case["status"], case["holder"], names.get(case.get("registry") or ""),
                     case.get("signed"), done, (case.get("asked") or {}).get("office")]
                )  # fmt: skip
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
        sector, courier, inspector, supervisor = who("sector"), who("courier"), who("inspector"), who("supervisor")
        chancellery, specialist, head = desk("chancellery"), desk("specialist"), desk("head")
        for case in self.cases:
            c = {"code": code(case)}
            for name in ("take_in", "enter", "remove"):
                yield Press("centre", f"accumulation.{name}", sector, c)
            yield Press("centre", "accumulation.mark_received", sector, c)
            yield Press("centre", "issue.take", inspector, c)
            yield Press("centre", "issue.ask_back", inspector, c)
            yield Press("centre", "issue.release", inspector, {**c, "name": "Сейітқали Дана"})
            steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
                ("take_in", chancellery, {"reference": "17"}), ("assign", head, {"reference": specialist}),
                ("examine", specialist, {"complete": True}), ("enter_data", specialist, {}),
                ("prepare", specialist, {}), ("sign", head, {}), ("give_out", chancellery, {}),
            )  # fmt: skip
            for name, login, more in steps:
                yield Press("licensor", f"licensor_desk.{name}", login, {**c, **more})
            yield Press("licensor", "issue.release", chancellery, {**c, "name": "Сейітқали Дана"})
            for side, asks, says_yes in (("centre", sector, supervisor), ("licensor", chancellery, head)):
                yield Press(side, "overrides.request", asks, {**c, "reason": "in the other car"})
                yield Press(side, "overrides.confirm", says_yes, c)
            yield Press("licensor", "courier.give", chancellery, {"cases": [code(case)], "to": "courier"})
            yield Press("centre", "courier.give", sector, {"cases": [code(case)], "to": "courier"})
            for carrier in (courier, SECOND):
                yield Press("licensor", "courier.give", carrier, {"cases": [code(case)], "to": "chancellery"})
                yield Press("centre", "courier.give", carrier, {"cases": [code(case)], "to": "sector"})
        for registry in self.rows("registries"):
            r = f"R-{registry['number']}"
            inside = [case["id"] for case in self.rows("cases") if case.get("registry") == registry["id"]]
            if not registry["edition"]:
                yield Press("centre", "accumulation.close", sector, {"code": r, "cases": inside})
            elif len(registry["lines"]) > 1:
                out = {"remove": [registry["lines"][0]["case"]], "reason": "another day"}
                yield Press("centre", "accumulation.amend", sector, {"code": r, **out})
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


def broken(ways: Ways) -> str:
    """What may never be where the nodes have met, in words; empty: all is well."""
    return next((found for licensor in (False, True) if (found := never(ways, licensor) or unruly(ways, licensor))), "")


def never(ways: Ways, licensor: bool) -> str:
    """What may never be at a node, whatever the other has done meanwhile."""
    cases, bags, registries = _there(ways, licensor)
    numbers = [row["number"] for row in (*cases.values(), *bags, *registries)]
    if len(set(numbers)) != len(numbers):
        return "a number twice"
    for case in cases.values():
        if case["holder"] not in HOLDERS:
            return f"held by {case['holder']}"
    for bag in bags:
        if bag["status"] == "taken" and not (bag["took"] and bag["gave"]):
            return "taken with one signature"
        if bag["status"] == "taken" and bag["taker"] == bag["giver"]:
            return "taken from oneself"
    parked = ways.parked(licensor=licensor)
    for one in (*bags, *registries):
        if not parked >= set(one["out_of_order"]):
            return "an event that does not fit, and nobody is shown it"
    for registry in registries:
        lines = [line["case"] for line in registry["lines"]]
        if len(set(lines)) != len(lines):
            return "twice in one registry"
        stuck = {id for id, case in cases.items() if case.get("registry") == registry["id"]} - set(lines)
        if registry["edition"] and stuck:
            return "in a closed registry that does not name it"
    if len({r["receiver"] for r in registries if not r["edition"]}) < sum(not r["edition"] for r in registries):
        return "two open registries towards one receiver"
    return ""


def stranded(ways: Ways, licensor: bool) -> str:
    """Asked where nobody can press anything any more."""
    cases, _, _ = _there(ways, licensor)
    left = [case["status"] for case in cases.values() if case["status"] not in OVER]
    return f"{left[0]}, and nobody can do anything" if left else ""


def unruly(ways: Ways, licensor: bool) -> str:
    """What two nodes that had not met may bring about, and shows then; what nobody does at a node that has heard."""
    cases, bags, registries = _there(ways, licensor)
    given = [bag for bag in bags if bag["status"] == "given"]
    under_way = Counter(id for bag in given for id in bag["cases"])
    if any(n > 1 for n in under_way.values()):
        return "given to two at once"
    if any(case["out_of_order"] for case in cases.values()):
        return "an event out of order"
    for bag in given:
        if any(cases[id]["holder"] != bag["from_holder"] for id in bag["cases"] if id in cases):
            return "given by who does not hold it"
    for registry in registries:
        inside = [case for case in cases.values() if case.get("registry") == registry["id"]]
        keeper = "sector" if registry["direction"] == "out" else "chancellery"
        if not registry["edition"] and any(case["holder"] != keeper for case in inside):
            return "in an open registry, and not there"
        if not registry["edition"] and any(case["id"] in under_way for case in inside):
            return "in an open registry, and given"
    for case in cases.values():
        if case["status"] == "in-sector" and case["holder"] != "sector":
            return "in the sector, and not there"
    return ""


def _there(ways: Ways, licensor: bool) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    cases = {c["id"]: c for c in ways.rows("cases", licensor=licensor)}
    return cases, ways.rows("handovers", licensor=licensor), ways.rows("registries", licensor=licensor)
