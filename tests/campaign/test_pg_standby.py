"""F10: the first server dies and a standby leads: one that was waited for lost nothing, one that lagged is found by its ids."""

from __future__ import annotations

import random
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.problems import Unavailable
from app.start import App, build, opened, verify_store
from app.store import told
from app.store.unit import new_id
from tests.campaign.clusters import PATIENCE, Cluster, clusters, furnished, world_on
from tests.campaign.counted import WHOLE, ran
from tests.campaign.shares import share
from tests.world import AT, SK, World, who

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)


class Pair:
    """Two servers in turn first and second, and one address that finds whichever is first."""

    def __init__(self, new: Callable[..., Cluster]) -> None:
        self.first, self.second = (new("shared_buffers=32MB", "wal_level=replica") for _ in range(2))
        self.folders = f"{self.first.folder},{self.second.folder}"
        self.first.make()
        self.first.start()

    def url(self, database: str) -> str:
        return f"postgresql://owner@/{database}?host={self.folders}&target_session_attrs=read-write"

    def follow(self, *, sync: bool) -> None:
        """The second one made anew from the first, and streaming."""
        self.second.copied_from(self.first)
        self.second.start()
        if sync:
            self.first.tell("ALTER SYSTEM SET synchronous_standby_names = '*'")
            self.first.tell("SELECT pg_reload_conf()")
        self.first_sees("sync" if sync else "async")

    def first_sees(self, state: str) -> None:
        asked = f"SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = '{state}'"
        for _ in range(int(PATIENCE * 20)):
            if self.first.tell(asked):
                return
            threading.Event().wait(0.05)
        raise AssertionError(self.first.tell("SELECT * FROM pg_stat_replication"))

    def turn(self, how: signal.Signals) -> None:
        """The first dies, the second is told to lead."""
        self.first.kill(how)
        self.second.tell("SELECT pg_promote(true, 60)")
        self.first, self.second = self.second, self.first
        shutil.rmtree(self.second.rows)  # what is left of the dead one


def pressed(app: App, given: dict[str, Any], login: str, op: str, stop: threading.Event) -> str:
    """Until it is answered; empty: everybody went home first."""
    while not stop.is_set():
        try:
            return str(app.run("intake.accept", given, as_=login, op=op, draw=False).value.number)
        except Unavailable as away:
            if away.what != "store":
                raise
            threading.Event().wait(0.02)
    return ""


def missing(world: World, answered: dict[str, str]) -> set[str]:
    there = {row.op: row.answer for row in world.rows("SELECT op, answer FROM operations")}
    return {op for op, number in answered.items() if number not in there.get(op, "")}


@pytest.fixture
def pair(ram: Path) -> Iterator[Pair]:
    ram.chmod(0o755)
    with clusters(ram) as new:
        yield Pair(new)


@pytest.fixture
def world(pair: Pair, ram: Path) -> Iterator[World]:
    key = ram / "tereze.key"
    database = furnished(pair.first, key)
    with world_on(pair.url(database), key) as made:
        yield made


def synchronously(pair: Pair, world: World, app: App, random_: random.Random, *, sync: bool = True) -> set[str]:
    """Eight people press while the first server dies; what they were told and nobody has any more."""
    pair.follow(sync=sync)
    drafts = {act: world.draft(act=act) for act in (AT, SK)}
    stop, answered = threading.Event(), dict[str, str]()

    def work(act: str) -> None:
        while not stop.is_set():
            op = new_id()
            if number := pressed(app, drafts[act], who("inspector", act), op, stop):
                answered[op] = number

    people = [threading.Thread(target=work, args=(act,), name="writer") for act in (AT, SK) * 4]
    for one in people:
        one.start()
    try:
        _until(lambda: len(answered) >= 8)
        threading.Event().wait(random_.uniform(0, 0.1))
        pair.turn(random_.choice((signal.SIGKILL, signal.SIGQUIT)))
        before = len(answered)
        _until(lambda: len(answered) >= before + 8)  # the same program found the new first one by itself
    finally:
        stop.set()
        for one in people:
            one.join(timeout=PATIENCE)
    world.whole()
    return missing(world, answered)


def _until(there: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE * 50)):
        if there():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it did not come back")


def lagging(pair: Pair, world: World, app: App, random_: random.Random) -> tuple[set[str], set[str]]:
    """A standby that heard nothing of the last deeds leads: what is gone, and what `verify` at this workplace names."""
    pair.follow(sync=False)
    pair.second.kill(signal.SIGQUIT)
    draft, answered, stop = world.draft(), dict[str, str](), threading.Event()
    for _ in range(random_.randrange(1, 5)):
        op = new_id()
        answered[op] = pressed(app, draft, who("inspector"), op, stop)
    pair.first.kill(signal.SIGQUIT)
    pair.second.start()
    pair.turn(signal.SIGQUIT)
    told_of = verify_store(world.settings(world.url))["first_wrong"] or {"lost": ()}
    return missing(world, answered), {one["op"] for one in told_of["lost"]}


def test_a_standby_that_follows_word_for_word_loses_nothing(pair: Pair, world: World) -> None:
    random_, count = share("F10", 100, commit=2)
    app = build(world.settings(), clock=world.clock)
    try:
        through = sum(bool(synchronously(pair, world, app, random_)) for _ in range(count))
    finally:
        app.close()
    pair.follow(sync=False)
    database = world.url.partition("@/")[2].partition("?")[0]
    alone = replace(world.settings(), store=pair.second.url(database), write=False)
    with pytest.raises(Unavailable, match="store: read-only"), opened(alone, clock=world.clock) as only:
        only.run("intake.accept", world.draft(), as_=who("inspector"), draw=False)
    ran("F10", count, through=through)


def test_a_standby_that_lagged_is_found_out_with_the_list_of_what_is_gone(
    pair: Pair, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_, count = share("F10", 100, commit=1)
    app = build(world.settings(), clock=world.clock)
    through, known = 0, set[str]()
    try:
        for _ in range(count):
            gone, named = lagging(pair, world, app, random_)
            assert gone, "the harness lost nothing: it proves nothing"
            through += named - known != gone
            known |= named
        caught = [bool(gone)]  # the control of the other half: without a standby that is waited for, deeds are lost
        with monkeypatch.context() as planted:
            planted.setattr(told, "remember", lambda *_: None)
            gone, named = lagging(pair, world, app, random_)
            caught.append(named - known != gone)
    finally:
        app.close()
    ran("F10", count, through=through, planted=(sum(caught), 2))
