"""A piece of a morning on a store of its own: done against failing disks, kills and copies; and what is looked at then."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from app.problems import Unavailable
from app.start import Settings, verify_store
from app.store import blobs
from app.store.unit import new_id
from tests.world import World, code, file_world

_numbers = count(1)
SCAN = "JVBERi0xLjQgYSBzY2FuIG9mIGEgcGFnZQ=="


def part() -> tuple[int, int]:
    """`TEREZE_CAMPAIGN_PART=3/20`: of the whole, this part; the parts of a campaign add up to it."""
    nth, of = os.environ.get("TEREZE_CAMPAIGN_PART", "1/1").split("/")
    return int(nth), int(of)


@contextmanager
def own_world(furnished: Path, ram: Path) -> Iterator[World]:
    """A demonstration on an embedded store, thrown away afterwards."""
    folder = ram / f"world-{next(_numbers)}"
    with file_world(furnished, folder) as world:
        yield world
    shutil.rmtree(folder)


@cache
def draft_of(furnished: Path) -> dict[str, Any]:
    """What is handed in, complete; the same at every copy of that demonstration."""
    with own_world(furnished, furnished.parent) as world:
        return world.draft()


def wishes(furnished: Path, many: int = 2) -> list[tuple[str, str, dict[str, Any], str]]:
    """Operation, command, what is given, who: acceptances with two papers each, and a scan."""
    made: list[tuple[str, str, dict[str, Any], str]] = [
        (new_id(), "intake.accept", draft_of(furnished), "inspector") for _ in range(many)
    ]
    return [*made, (new_id(), "intake.keep_scan", {"body": SCAN}, "inspector")]


def do(world: World, wish: tuple[str, str, dict[str, Any], str]) -> Any:
    op, name, given, role = wish
    return world.do(name, given, role, op=op)


def tried(world: World, wish: tuple[str, str, dict[str, Any], str]) -> str:
    """Empty, or in which state the outside was."""
    try:
        do(world, wish)
    except Unavailable as away:
        return f"{away.what}: {away.status}"
    return ""


@contextmanager
def in_silence(*loggers: str) -> Iterator[None]:
    """Papers that a failing disk did not take are told in the log: expected here, some thousand times."""
    named = [logging.getLogger(name) for name in loggers]
    for one in named:
        one.disabled = True
    try:
        yield
    finally:
        for one in named:
            one.disabled = False


def half(world: World) -> str:
    """What belongs together and is not: a case without its operation, event, number or papers. Empty: nothing."""
    one = world.rows(
        "SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM papers) AS papers,"
        " (SELECT count(*) FROM operations WHERE name = 'intake.accept') AS wishes,"
        " (SELECT count(*) FROM events WHERE kind = 'application.accepted') AS told,"
        " (SELECT max(serial) FROM devices) AS serial"
    )[0]
    alike = one.cases == one.wishes == one.told and one.papers == 2 * one.cases and (one.serial or 0) == one.cases
    return "" if alike else f"half: {tuple(one)}"


def granted(world: World) -> set[str]:
    return {row.op for row in world.rows("SELECT op FROM operations")}


def wrong_in(settings: Settings) -> str:
    answer = verify_store(settings)
    return "" if answer["intact"] else str(answer["first_wrong"]["what"])


def walk(world: World, many: int = 3) -> list[str]:
    """Acceptances, their registry, the courier's bag: the operations that were granted."""
    ops: list[str] = []

    def deed(name: str, given: dict[str, Any], role: str = "inspector") -> Any:
        ops.append(new_id())
        return world.do(name, given, role, op=ops[-1])

    for _ in range(many):
        case = deed("intake.accept", world.draft())
        entered = deed("accumulation.enter", {"code": code(case)}, "sector")
    lines = world.rows("SELECT id FROM cases WHERE registry IS NOT NULL AND holder = 'sector' ORDER BY id")
    registry = deed("accumulation.close", {"code": entered["registry"], "cases": [r.id for r in lines]}, "sector")
    deed("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector")
    return ops


def unopened(world: World) -> list[str]:
    """Files that a row names and that are not there, or not whole."""
    store, away = world.centre.store, list[str]()
    for row in world.rows("SELECT sha256 FROM files"):
        with store.reading() as connection:
            try:
                blobs.get(store, connection, row.sha256)
            except Unavailable:
                away.append(row.sha256)
    return away


def wrong_after_kill(world: World, said: list[str]) -> str:
    """What a program that starts anew finds amiss in what another left; `said`: what that one had granted. Empty: nothing."""
    there = granted(world)
    if lost := [op for op in said if op not in there]:
        return f"{len(lost)} granted and lost"
    if away := unopened(world):
        return f"{len(away)} files without bytes"
    return half(world)
