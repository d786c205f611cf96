"""F34: the machine is short of memory, at any moment. Nothing granted is lost, nothing is half, and work goes on afterwards.

The store's own memory is bounded in this process; the program's whole memory in a child, by the system.
"""

from __future__ import annotations

import os
import random
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from app.problems import Unavailable
from app.store import sqlite
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.forked import forked
from tests.campaign.mornings import do, granted, half, in_silence, own_world, wishes, wrong_in
from tests.world import World

pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork"),
]


def short_in_the_store(furnished: Path, ram: Path, room: int) -> str:
    """SQLite gets so many bytes more than it has, then none; empty: nothing was lost, doubled or half."""
    with in_silence("app.drawing"), own_world(furnished, ram) as world:
        world.rows("SELECT 1")
        asked, told = wishes(furnished), []
        before = apsw.hard_heap_limit(-1)
        apsw.hard_heap_limit(apsw.memory_used() + room)
        try:
            for wish in asked:
                try:
                    do(world, wish)
                except Unavailable as away:
                    if (away.what, away.status) != ("store", "no-memory"):
                        return f"told as {away}"
                else:
                    told.append(wish[0])
        finally:
            apsw.hard_heap_limit(before)
        return _looked_at(world, asked, told)


def short_in_the_program(furnished: Path, ram: Path, room: int) -> str:
    """A program that may have so many bytes more than it had when it began."""
    with own_world(furnished, ram) as world:
        asked = wishes(furnished)

        def work(say: Callable[[str], None]) -> None:
            world.rows("SELECT 1")
            size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (size + room, size + room))
            for wish in asked:
                with suppress(MemoryError, Unavailable):
                    do(world, wish)
                    say(wish[0])

        ended = forked(work)
        return _looked_at(world, asked, list(ended.said))


def _looked_at(world: World, asked: list[tuple[str, str, dict[str, object], str]], told: list[str]) -> str:
    if missing := [op for op in told if op not in granted(world)]:
        return f"{len(missing)} granted and lost"
    if found := half(world):
        return found
    for wish in asked:
        do(world, wish)
    if world.count("cases") != 2 or half(world):
        return f"pressed again: {world.count('cases')} cases, {half(world)}"
    world.close()
    return wrong_in(world.settings())


def campaign(furnished: Path, ram: Path, count: int, *, seed: int, until_found: bool = False) -> list[str]:
    random_, wrong = random.Random(seed), []
    for n in range(count):
        by_store = n % 3 != 2 or not Path("/proc/self/statm").exists()
        room = random_.randrange(0, 400_000 if by_store else 6_000_000)
        try:
            found = (short_in_the_store if by_store else short_in_the_program)(furnished, ram, room)
        except Exception as fault:  # neither done nor told
            found = f"{type(fault).__name__}: {fault}"
        if found:
            wrong.append(f"{'store' if by_store else 'program'}, {room} bytes: {found}")
            if until_found:
                break
    return wrong


def without_a_transaction(self: sqlite.Connection) -> None:
    """The fault that is planted: each statement is for itself."""


def test_nothing_is_lost_when_there_is_no_memory(furnished_file: Path, ram: Path) -> None:
    with own_world(furnished_file, ram) as world:  # what is imported and laid out once is not counted
        for wish in wishes(furnished_file):
            do(world, wish)
    count = cases(300, least=15)
    wrong = campaign(furnished_file, ram, count, seed=34)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(sqlite.Connection, "begin", without_a_transaction)
        caught = campaign(furnished_file, ram, 60, seed=34, until_found=True)
    ran("F34", count, through=len(wrong), planted=(bool(caught), 1))
