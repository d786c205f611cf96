"""F01: the program is killed, at every boundary and anywhere. What was granted is there, nothing is half or twice.

Anywhere is the n-th call of a function, so that a seed says where. A child of this process is killed, and a program that starts
anew looks at what it left.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from app.store import blobs, points, sqlite, sqlite_writer
from app.store.unit import Transaction
from tests.campaign.counted import WHOLE, ran
from tests.campaign.forked import forked
from tests.campaign.mornings import do, granted, half, own_world, part, wishes, wrong_after_kill, wrong_in
from tests.world import World

pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork: tests/campaign/test_kill_points.py"),
]
STARTS_WITHIN = 5.0  # seconds
PLACES = 80  # F01 asks for so many
LOOKED_INTO = 20  # every so manieth store is verified as `tereze verify` does


def a_morning(world: World, asked: list[Any], say: Callable[[str], None]) -> None:
    for wish in asked:
        do(world, wish)
        say(wish[0])


def at_point(point: str, nth: int) -> Callable[[], None]:
    def arm() -> None:
        points._met.clear()
        os.environ["TEREZE_AT"] = f"{point}:kill:{nth}"

    return arm


def at_call(nth: int) -> Callable[[], None]:
    """Dead at the n-th call of anything, Python's or C's."""

    def arm() -> None:
        left = nth

        def count(frame: object, kind: str, what: object) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)

    return arm


def in_a_write(nth: int) -> Callable[[], None]:
    """Dead at the n-th call inside a write: where a store without transactions must show itself."""
    write = sqlite_writer.write.__code__

    def arm() -> None:
        left, inside = nth, False

        def count(frame: FrameType, kind: str, what: object) -> None:
            nonlocal left, inside
            if frame.f_code is write and kind in ("call", "return"):
                inside = kind == "call"
            left -= inside
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)

    return arm


def watched(furnished: Path, ram: Path, count: Callable[[FrameType, str, object], None]) -> None:
    """A morning on a store of its own; `count` hears of every call."""
    with own_world(furnished, ram) as world:
        asked = wishes(furnished)
        world.rows("SELECT 1")
        sys.setprofile(count)
        try:
            a_morning(world, asked, lambda op: None)
        finally:
            sys.setprofile(None)


def calls(furnished: Path, ram: Path) -> int:
    """How many there are in a morning, once everything is imported and laid out."""
    with own_world(furnished, ram) as world:
        a_morning(world, wishes(furnished), lambda op: None)
    counted = 0

    def count(frame: FrameType, kind: str, what: object) -> None:
        nonlocal counted
        counted += 1

    watched(furnished, ram, count)
    return counted


def met(furnished: Path, ram: Path) -> Counter[str]:
    """How often a morning comes to each boundary."""
    found: Counter[str] = Counter()

    def count(frame: FrameType, kind: str, what: object) -> None:
        if kind == "call" and frame.f_code is points.at.__code__:
            found[frame.f_locals["name"]] += 1

    watched(furnished, ram, count)
    return found


def killed(furnished: Path, ram: Path, arm: Callable[[], None], *, verify: bool) -> tuple[str, bool]:
    """What this kill has done that it must not, empty: nothing; and whether the child was killed at all."""
    with own_world(furnished, ram) as world:
        asked = wishes(furnished)

        def work(say: Callable[[str], None]) -> None:
            world.rows("SELECT 1")
            arm()
            a_morning(world, asked, say)

        ended = forked(work)
        began = time.monotonic()
        granted(world)
        if time.monotonic() - began > STARTS_WITHIN:
            return "starts too late", True
        if found := wrong_after_kill(world, ended.said):
            return found, True
        if world.rows("SELECT 1 FROM papers WHERE file IS NULL"):
            return "a paper is not drawn at the start", True
        for wish in asked:  # whoever got no answer presses again
            do(world, wish)
        if found := half(world):
            return f"pressed again: {found}", True
        if world.count("cases") != 2:
            return f"{world.count('cases')} cases of 2 wishes", True
        world.whole()
        world.close()
        return wrong_in(world.settings()) if verify else "", ended.how == -signal.SIGKILL


def campaign(
    furnished: Path, ram: Path, arms: list[tuple[str, Callable[[], None]]], *, until_found: bool = False
) -> tuple[list[str], int]:
    wrong, struck = [], 0
    for n, (where, arm) in enumerate(arms):
        try:
            found, was = killed(furnished, ram, arm, verify=n % LOOKED_INTO == 0)
        except Exception as fault:  # what was left there is no store any more
            found, was = f"{type(fault).__name__}: {fault}", True
        struck += was
        if found:
            wrong.append(f"{where}: {found}")
            if until_found:
                break
    return wrong, struck


def boundaries(furnished: Path, ram: Path) -> list[tuple[str, Callable[[], None]]]:
    """Every boundary that a morning comes to, each time it does."""
    times = met(furnished, ram)
    return [(f"{point} {nth}", at_point(point, nth)) for point in times for nth in range(1, times[point] + 1)]


def anywhere(furnished: Path, ram: Path, many: int, *, seed: int) -> list[tuple[str, Callable[[], None]]]:
    last, random_ = calls(furnished, ram), random.Random(seed)
    drawn = sorted(random_.randrange(1, last) for _ in range(many))
    return [(f"call {nth} of {last}", at_call(nth)) for nth in drawn]


def without_a_transaction(self: sqlite.Connection) -> None:
    """The fault that is planted: each statement is for itself."""


def file_after_the_row(transaction: Transaction, body: bytes, **more: Any) -> str:
    """The fault that is planted: the row is committed, and then the file gets its place."""
    name = PUT(transaction, body, **more)
    place, real = transaction.store.file(name), transaction.commit
    if not place.exists():
        return name
    away = place.with_name(f"{name}.later")
    place.replace(away)

    def commit() -> None:
        real()
        points.at("blob.renamed")
        away.replace(place)

    transaction.commit = commit  # type: ignore[method-assign]
    return name


PUT = blobs.put


def test_what_was_granted_is_there_wherever_the_program_is_killed(furnished_file: Path, ram: Path) -> None:
    at_every = boundaries(furnished_file, ram)
    assert len(at_every) >= PLACES, f"{len(at_every)} places: {met(furnished_file, ram)}"
    far_out = anywhere(furnished_file, ram, 10_000 if WHOLE else 30, seed=1)
    nth, of = part()
    arms = [*at_every * (100 if WHOLE else 1), *far_out][nth - 1 :: of]
    wrong, struck = campaign(furnished_file, ram, arms)
    assert not wrong, wrong[:5]
    tried = len(arms)
    assert struck > len(arms) * 0.85, f"only {struck} of {len(arms)} were killed"
    caught = 0
    renamed = [arm for arm in at_every if "renamed" in arm[0]]
    for owner, name, instead, where in (
        (
            sqlite.Connection,
            "begin",
            without_a_transaction,
            [(f"write {n}", in_a_write(n)) for n in range(20, 220, 10)],
        ),
        (blobs, "put", file_after_the_row, renamed),
    ):
        random.Random(2).shuffle(where)
        with pytest.MonkeyPatch.context() as planted:
            planted.setattr(owner, name, instead)
            noticed, _ = campaign(furnished_file, ram, where, until_found=True)
        caught += bool(noticed)
    ran("F01", tried, through=len(wrong), planted=(caught, 2))
