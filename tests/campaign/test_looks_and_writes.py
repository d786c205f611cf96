"""F19: deeds that look at more than they write – giving, entering, removing, closing – pressed at once at several workplaces.

Each is held at its commit until all have read, or until it is plain that the others wait for it.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from app.problems import Refused, Unavailable
from app.start import App, build
from app.store.unit import Transaction, new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.world import World, code, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
DEVICES = ("AT01-01", "AT01-02", "AT01-03")
WAITS = 0.5  # seconds after which who is at the commit knows that nobody else will come
Deed = tuple[str, dict[str, Any]]


@pytest.fixture
def programs(world: World) -> Iterator[list[App]]:
    made = [build(world.settings(), clock=world.clock) for _ in range(3)] if world.on_postgres else [world.centre] * 3
    yield made
    for app in made:
        if app is not world.centre:
            app.close()


def entered(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    case = world.accepted()
    return case, world.do("accumulation.enter", {"code": code(case)}, "sector")


def lies_in(world: World, registry: str) -> list[str]:
    """What earlier races left there lies in it too."""
    found = world.rows(
        "SELECT c.id FROM cases c JOIN registries r ON c.registry = r.id WHERE r.number = :n", n=registry
    )
    return [row.id for row in found]


def closing(world: World, registry: str) -> Deed:
    return "accumulation.close", {"code": registry, "cases": lies_in(world, registry)}


def given_three_times(world: World) -> list[Deed]:
    _, registry = entered(world)
    closed = world.do(*closing(world, registry["registry"]), "sector")
    return [("courier.give", {"registries": [closed["number"]], "to": "courier"})] * 3


def closed_while_another_is_entered(world: World) -> list[Deed]:
    _, registry = entered(world)
    late = world.accepted()
    return [closing(world, registry["registry"]), ("accumulation.enter", {"code": code(late)})]


def closed_while_one_is_removed(world: World) -> list[Deed]:
    _, (second, registry) = entered(world), entered(world)
    return [closing(world, registry["registry"]), ("accumulation.remove", {"code": code(second)})]


def amended_while_it_is_given(world: World) -> list[Deed]:
    _, (second, registry) = entered(world), entered(world)
    closed = world.do(*closing(world, registry["registry"]), "sector")
    return [
        ("courier.give", {"registries": [closed["number"]], "to": "courier"}),
        ("accumulation.amend", {"code": closed["number"], "remove": [second["case"]], "reason": "a mistake"}),
    ]


RACES: tuple[Callable[[World], list[Deed]], ...] = (
    given_three_times, closed_while_another_is_entered, closed_while_one_is_removed, amended_while_it_is_given,
)  # fmt: skip


def pressed_at_once(programs: list[App], deeds: list[Deed]) -> None:
    gate = threading.Barrier(len(deeds) if programs[0] is not programs[1] else 1)

    def held(self: Transaction) -> Any:
        with suppress(threading.BrokenBarrierError):
            gate.wait(WAITS)
        return COMMIT(self)

    def press(nth: int, deed: Deed) -> None:
        name, given = deed
        try:
            programs[nth].run(name, given, as_=who("sector"), op=new_id(), device=DEVICES[nth], draw=False)
        except (Refused, Unavailable):
            return

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(len(deeds)) as hands:
        patched.setattr(Transaction, "commit", held)
        for future in [hands.submit(press, nth, deed) for nth, deed in enumerate(deeds)]:
            future.result()


COMMIT = Transaction.commit


def wrong(world: World) -> list[str]:
    """A case given twice, a registry closed over other cases than lie in it, a bag with another list than its registry."""
    found: list[str] = []
    read = lambda table: [json.loads(row.state) for row in world.rows(f"SELECT state FROM {table}")]  # noqa: E731
    registries, bags = {r["id"]: r for r in read("registries")}, read("handovers")
    for case, times in Counter(id for bag in bags if bag["status"] == "given" for id in bag["cases"]).items():
        if times > 1:
            found.append(f"{case} given {times} times")
    inside: dict[str, set[str]] = {}
    for case in read("cases"):
        inside.setdefault(case.get("registry") or "", set()).add(case["id"])
    for id, registry in registries.items():
        lines = {line["case"] for line in registry["lines"]}
        if registry["edition"] and lines != inside.get(id, set()):
            found.append(f"registry {registry['number']} lists {len(lines)}, {len(inside.get(id, ()))} lie in it")
    return found


def tried(world: World, programs: list[App], race: Callable[[World], list[Deed]]) -> list[str]:
    pressed_at_once(programs, race(world))
    return wrong(world)


def test_who_looks_at_more_than_they_write_is_alone_with_it(
    world: World, programs: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, number = share("F19 looks", 200, commit=1)
    for race in RACES * number:
        assert not tried(world, programs, race), race.__name__
    world.whole()
    caught = []
    if world.on_postgres:
        monkeypatch.setattr(Transaction, "alone", lambda self, about: None)  # planted: nobody waits for anybody
        caught = [bool(tried(world, programs, race)) for race in RACES[:3]]
    ran("F19", number * len(RACES), planted=(sum(caught), len(caught)))
