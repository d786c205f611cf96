"""F08: eight people press while the server is killed: what was answered is there once, and work goes on by itself."""

from __future__ import annotations

import logging
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine.default import DefaultDialect

from app.problems import Unavailable
from app.start import App, build, verify_store
from app.store import leading, postgres
from app.store.unit import new_id
from tests.campaign.clusters import PATIENCE, Cluster, clusters, furnished, world_on
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.world import AT, MG, SK, VK, World, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ACTS = (AT, SK, MG, VK, AT, AT, SK, MG)  # of four centres; who shares a workplace waits for its row
ELECTRONIC = (MG, VK)
BACK = 60.0  # seconds, on a machine that does other things too; how long it really took is printed
KINDS = ("backend", "postmaster", "immediate")


@dataclass(slots=True)
class Writer:
    """Somebody at the counter, who presses until it is done, always under the same id."""

    login: str
    name: str
    given: dict[str, Any]
    app: App
    stop: threading.Event
    acknowledged: dict[str, str] = field(default_factory=dict)  # operation → number that was told
    wished: int = 0
    at: float = 0.0  # of the last answer
    wrong: list[BaseException] = field(default_factory=list)

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                self.one()
        except BaseException as fault:  # told by the test, not by a thread that dies
            self.wrong.append(fault)

    def one(self) -> None:
        op = new_id()
        self.wished += 1
        while not self.stop.is_set():
            try:
                told = self.app.run(self.name, self.given, as_=self.login, op=op, draw=False)
            except Unavailable as away:
                if (away.what, away.status) not in (("store", "away"), ("store", "moved-meanwhile")):
                    raise
                threading.Event().wait(0.02)
                continue
            self.acknowledged[op], self.at = told.value.number, time.monotonic()
            threading.Event().wait(0.05)  # the next applicant sits down
            return


@dataclass(slots=True)
class House:
    """Eight people over three programs: one window that several use in turn, and two of their own."""

    world: World
    writers: list[Writer]
    stop: threading.Event
    programs: list[App]
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.threads = [threading.Thread(target=w.work, name="writer") for w in self.writers]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=PATIENCE)
        for app in self.programs:
            app.close()


def house_on(world: World) -> House:
    stop = threading.Event()
    programs = [build(world.settings(), clock=world.clock) for _ in range(3)]
    drafts = {act: world.draft(act=act) for act in set(ACTS)}
    writers = [
        Writer(
            who("inspector", act), "intake.certify" if act in ELECTRONIC else "intake.accept",
            {"draft": drafts[act]} if act in ELECTRONIC else drafts[act], programs[n % 3], stop,
        )
        for n, act in enumerate(ACTS)
    ]  # fmt: skip
    return House(world, writers, stop, programs)


def broken(cluster: Cluster, kind: str, chosen: int) -> None:
    match kind:
        case "backend":
            cluster.kill_backend(chosen)
        case "postmaster":
            cluster.kill(signal.SIGKILL)
            cluster.start()
        case "immediate":
            cluster.kill(signal.SIGQUIT)
            cluster.start()


def waited(house: House, cluster: Cluster, patience: float = PATIENCE) -> float:
    """How long after the server lets people in again the last of the eight has an answer."""
    assert cluster.answers(time.monotonic() + PATIENCE)
    up = time.monotonic()
    until = up + patience
    while any(w.at < up for w in house.writers) and not any(w.wrong for w in house.writers):
        if time.monotonic() > until:
            raise TimeoutError(f"not back: {[w.login for w in house.writers if w.at < up]}")
        threading.Event().wait(0.01)
    return max(w.at for w in house.writers) - up


def lost_or_doubled(house: House) -> list[str]:
    """Against what the people were told and wished for."""
    rows = house.world.rows("SELECT op, answer FROM operations WHERE name IN ('intake.accept', 'intake.certify')")
    answers = {row.op: row.answer for row in rows}
    numbers = [row.number for row in house.world.rows("SELECT number FROM cases")]
    told = {op: number for w in house.writers for op, number in w.acknowledged.items()}
    wrong = [f"lost {op}" for op, number in told.items() if number not in answers.get(op, "")]
    wrong += [f"no case {number}" for number in told.values() if numbers.count(number) != 1]
    wished = sum(w.wished for w in house.writers)
    if len(numbers) > wished or len(set(numbers)) != len(numbers):
        wrong.append(f"{len(numbers)} cases of {wished} wishes")
    if len(numbers) != len(answers):
        wrong.append("a case without its operation, or an operation without its case")
    return wrong


@dataclass(slots=True)
class Seen:
    """What a run showed: what is wrong afterwards, the slowest return, how much was done meanwhile."""

    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    done: int = 0


def run(cluster: Cluster, key: Path, count: int, random_: random.Random, *, patience: float = PATIENCE) -> Seen:
    """`count` times something is killed under the eight."""
    seen, database = Seen(), furnished(cluster, key)
    with world_on(cluster.url(database), key) as world:
        house = house_on(world)
        house.begin()
        try:
            waited(house, cluster)
            for n in range(count):
                threading.Event().wait(random_.uniform(0.0, 0.15))  # where in their work it hits them
                broken(cluster, KINDS[n % len(KINDS)], random_.randrange(100))
                seen.slowest = max(seen.slowest, waited(house, cluster, patience))
        except TimeoutError as stuck:
            seen.wrong.append(str(stuck))
        finally:
            house.end()
        for writer in house.writers:
            if writer.wrong:
                raise writer.wrong[0]
        seen.done = sum(len(w.acknowledged) for w in house.writers)
        if not seen.wrong:
            try:
                seen.wrong += judged(house)
            except Unavailable as away:
                seen.wrong.append(f"a program that was idle meanwhile is not back: {away}")
        return seen


def judged(house: House) -> list[str]:
    found = lost_or_doubled(house)
    try:
        house.world.whole()
    except AssertionError as hole:
        found.append(str(hole))
    if not found:
        told = verify_store(house.world.settings(house.world.url))
        found += [] if told["intact"] else [str(told)]
    return found


@pytest.fixture
def new(ram: Path) -> Iterator[Callable[..., Cluster]]:
    ram.chmod(0o755)
    with clusters(ram) as made:
        yield made


def started(new: Callable[..., Cluster], *settings: str) -> Cluster:
    made = new("shared_buffers=32MB", *settings)
    made.make()
    made.start()
    return made


def test_nothing_is_lost_or_doubled_while_the_server_is_killed(
    new: Callable[..., Cluster], ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_, count = share("F08", 1_000, commit=6)
    seen = run(started(new), ram / "tereze.key", count, random_)
    print(f"F08: {count} times killed, {seen.done} deeds, back after at most {seen.slowest:.2f} s")
    assert seen.slowest <= BACK
    careless = started(new, "synchronous_commit=off", "wal_writer_delay=10s")
    kept = run(careless, ram / "careless.key", 1, random_)  # a server set to forget: the store does not let it
    caught = []
    with monkeypatch.context() as planted:
        planted.setattr(postgres, "DURABLE", "")
        caught.append(bool(run(careless, ram / "forgets.key", 2, random_).wrong))
    with monkeypatch.context() as planted:
        planted.setattr(DefaultDialect, "is_disconnect", lambda *_: False)  # a pool that keeps what died
        planted.setattr(PGDialect_psycopg, "is_disconnect", lambda *_: False)
        planted.setattr(leading, "_there", lambda *_: None)  # and lends it
        planted.setattr(logging.getLogger("sqlalchemy.pool.impl.QueuePool"), "disabled", True)  # it complains loudly
        caught.append(bool(run(careless, ram / "poisoned.key", 1, random_, patience=3.0).wrong))
    ran("F08", count + 1, through=len(seen.wrong) + len(kept.wrong), planted=(sum(caught), len(caught)))
