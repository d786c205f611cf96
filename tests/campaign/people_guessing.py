"""Somebody who guesses: fast, with patience, over starts, clocks, other programs and kills. And who judges it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from app.domain.moment import Instant
from app.problems import Refused
from app.start import Settings, build
from app.store.argon import Hasher
from tests.people.house import House

FREE, HOUR, MOST, LONGEST = 5, 3600.0, 100, 900.0  # as it was promised, not as the program has it
MOVES = ("guess",) * 24 + ("restart", "clock", "boot", "beside", "spelling", "right")
STRANGE = ("{}\0", "\0{}", "{}\u200b", "{}'--", "{}%", "./{}", "{} OR 1=1", "\uff33{}")


@dataclass
class Judge:
    """By true time, which no clock of the program is: how often a password was looked at."""

    true: float = 0.0
    in_a_row: int = 0
    looked: list[float] = field(default_factory=list)
    through: int = 0

    @property
    def must_wait(self) -> bool:
        wait = min(LONGEST, 2.0 ** min(self.in_a_row - FREE, 10)) if self.in_a_row >= FREE else 0.0
        lately = sum(at > self.true - HOUR for at in self.looked)
        return bool(self.looked and self.true - self.looked[-1] < wait - 1e-6) or lately >= MOST

    def saw(self, answer: str) -> None:
        if answer == "log-in-waits":
            return
        self.through += self.must_wait
        if answer == "in":
            self.in_a_row = 0
            return
        self.in_a_row += 1
        self.looked = [*self.looked[-2 * MOST :], self.true]


def answer(app: object, login: str, password: str) -> tuple[str, int]:
    try:
        app.prove(login, password)  # type: ignore[attr-defined]
    except Refused as no:
        return no.code, int(no.facts.get("seconds", 0))  # type: ignore[call-overload]
    return "in", 0


def siege(house: House, login: str, right: str, *, tries: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many passwords were looked at that should not have been."""
    chance, judge, told = random.Random(seed), Judge(), 0
    base, wall = house.app.clock.instant(), 0.0
    monkeypatch.setattr(type(house.app.clock), "instant", lambda self: Instant(base.utc + timedelta(seconds=wall)))

    def gone(seconds: float) -> None:
        nonlocal wall
        judge.true, wall, house.ticks.now = judge.true + seconds, wall + seconds, house.ticks.now + seconds

    for _ in range(tries):
        gone(chance.choice((0.0, 0.1, 1.0, 2.0, 30.0, told, told)))
        app, shown, password = house.app, login, f"guess {chance.random()}"
        match chance.choice(MOVES):
            case "restart":
                app = house.again()
            case "clock":
                wall += chance.choice((-1, 1)) * chance.uniform(60, 40_000_000)
                app = house.again()
            case "boot":
                up = chance.choice((0.5, 20.0, 300.0))
                gone(up)
                house.ticks.now = up
                app = house.again()
            case "beside":
                app = build(Settings(store=house.url, key=house.key, write=False))
                app.store.ticks, app.store._hasher = house.app.store.ticks, Hasher(time=1, memory=64)
            case "spelling":
                shown = chance.choice((login.upper(), login.title(), f" {login}", f"{login}\n"))
            case "right":
                password = right
        said, told = answer(app, shown, password)
        judge.saw(said)
        if app is not house.app:
            app.close()
        if chance.random() < 0.05:
            judge.through += answer(house.app, chance.choice(STRANGE).format(login), right)[0] == "in"
    monkeypatch.undo()
    return judge.through


PROGRAM = """
import os, signal
from pathlib import Path
from app.start import Settings, build
import app.entrance
app_ = build(Settings(store={url!r}, key=Path({key!r}), write=False))
class Killed:
    def fits(self, kept, secret):
        os.kill(os.getpid(), signal.SIGKILL)
app_.store._hasher = Killed()
app_.store.ticks = lambda: {now!r}
{fault}
app_.prove({login!r}, "wrong")
"""
COUNTS_AFTERWARDS = "app.entrance.seals.begin_try = lambda *a, **k: 0.0"


def killed(house: House, login: str, *, times: int, fault: str = "") -> int:
    """A program that dies while it looks at the password; how many of these deaths saved a failure."""
    saved = 0
    for n in range(times):
        mine = login if n < FREE - 1 else f"{login}.{n // (FREE - 1)}"  # beyond that the next one would be told to wait
        told = {"url": house.url, "key": str(house.key), "now": house.ticks.now, "login": mine, "fault": fault}
        before = failures(house, mine)
        done = subprocess.run([sys.executable, "-c", PROGRAM.format(**told)], check=False)
        assert done.returncode == -signal.SIGKILL
        saved += failures(house, mine) != before + 1
    return saved


def failures(house: House, login: str) -> int:
    asked = f"SELECT json_extract(state, '$.failures') FROM guesses WHERE login = '{login}'"
    return sum(row[0] for row in house.rows(asked))
