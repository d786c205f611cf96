"""F05: the disk says no to a write, a sync, a read or a shortening, at each place, once and for a while.

The window stays readable and goes on by itself. A sync that failed is nobody's success: what was granted stands, also when
the power goes afterwards and the disk never had what it had said no to.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from app.problems import Unavailable
from app.store import sqlite
from app.store.open import key_file
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.failing import failing
from tests.campaign.mornings import do, granted, half, in_silence, own_world, tried, wishes, wrong_in
from tests.campaign.power import Acknowledged, Recording, after_cut
from tests.world import World

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
FILE = "tereze.db"
# what stays due; and that closing asked a failing disk: SQLite itself says nothing, the rig's exceptions come through it
TOLD = ("app.drawing", "sqlalchemy.pool.impl.QueuePool")
KINDS = ("write", "sync", "shorten", "read")


def places(furnished: Path, ram: Path) -> dict[str, int]:
    """How often the morning asks the disk for each of these, when nothing fails."""
    with failing() as trouble, own_world(furnished, ram) as world:
        world.rows("SELECT 1")
        trouble.strike("nothing", 0)
        for wish in wishes(furnished):
            do(world, wish)
        world.close()
        return {kind: trouble.seen[kind] for kind in KINDS}


def attacked(furnished: Path, ram: Path, kind: str, *, nth: int, lasting: bool, seed: int) -> str:
    """What this failure has done that it must not; empty: nothing."""
    with failing() as trouble, in_silence(*TOLD), own_world(furnished, ram) as world:
        place = Path(world.url.removeprefix("sqlite:///"))
        trouble.told.began = {place.name: place.read_bytes()}
        trouble.told.runs = True
        world.rows("SELECT 1")
        asked = wishes(furnished)
        trouble.strike(kind, nth, lasting=lasting)
        away = []
        for wish in asked:
            said = tried(world, wish)
            if said:
                away.append(wish)
                if said not in ("store: disk-error", "store: disk-full"):
                    return f"told as {said}"
            else:
                trouble.told.put(Acknowledged(wish[0]))
            if kind != "read" and not _readable(world):
                return "not readable meanwhile"
        struck = trouble.struck
        trouble.heal()
        for wish in away:  # the same window, the same wish, pressed again
            if said := tried(world, wish):
                return f"does not go on by itself: {said}"
            trouble.told.put(Acknowledged(wish[0]))
        if (world.count("cases"), half(world)) != (2, ""):
            return f"doubled or half: {half(world)}"
        undrawn = world.rows("SELECT count(*) FROM papers WHERE file IS NULL")[0][0]
        if undrawn and not _drawn_later(world, furnished, trouble.told):
            return "a paper stays due"
        world.close()
        trouble.told.runs = False
        if not struck:
            return ""
        return wrong_in(world.settings()) or _lost(trouble.told, world, random.Random(seed))


def _readable(world: World) -> bool:
    try:
        return world.count("cases") >= 0
    except Unavailable:
        return False


def _drawn_later(world: World, furnished: Path, told: Recording) -> bool:
    """With the next thing that somebody does."""
    op, *wish = wishes(furnished, 1)[0]
    do(world, (op, *wish))  # type: ignore[arg-type]
    told.put(Acknowledged(op))
    return not world.rows("SELECT count(*) FROM papers WHERE file IS NULL")[0][0]


def _lost(told: Recording, world: World, random_: random.Random) -> str:
    """The power goes when all of it was granted."""
    files, promised = after_cut(told, len(told.entries), random_)
    return _missing(files, promised, world)


def _missing(files: dict[str, bytearray], promised: list[str], world: World) -> str:
    folder = world.key.parent / "after"
    folder.mkdir(exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    try:
        connection = sqlite.connect(str(folder / FILE), key=key_file(world.key))
        try:
            there = {row[0] for row in connection.execute("SELECT op FROM operations").fetchall()}
            said = connection.execute("PRAGMA quick_check").fetchall()
        finally:
            connection.close()
    except sqlite.Error as fault:
        return f"does not open: {fault}"
    finally:
        shutil.rmtree(folder)
    if said != [("ok",)]:
        return f"damaged: {said[:1]}"
    lost = [op for op in promised if op not in there]
    return f"{len(lost)} granted and lost" if lost else ""


def campaign(
    furnished: Path, ram: Path, many: int, *, kinds: tuple[str, ...] = (*KINDS, "full"), seed: int = 5,
    until_found: bool = False,
) -> list[str]:  # fmt: skip
    """Every place of every kind, once and lasting; fewer are drawn by lot."""
    counted = places(furnished, ram)
    counted["full"] = counted["write"]
    every = [(kind, n, lasting) for kind in kinds for n in range(1, counted[kind] + 1) for lasting in (False, True)]
    random_, wrong = random.Random(seed), []
    drawn = every[:] * (many // len(every) + 1)
    random_.shuffle(drawn)
    for kind, nth, lasting in drawn[:many]:
        try:
            found = attacked(furnished, ram, kind, nth=nth, lasting=lasting, seed=random_.randrange(2**32))
        except (LookupError, sqlalchemy.exc.NoResultFound) as fault:  # what was said to be done cannot be found
            found = f"{type(fault).__name__}"
        if found:
            wrong.append(f"{kind} {nth} {'lasting' if lasting else 'once'}: {found}")
            if until_found:
                break
    return wrong


# ---- faults that are planted


@contextmanager
def planted(name: str, instead: Callable[..., Any]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite.Connection, name, instead)
        yield


def taken_for_done(self: sqlite.Connection) -> None:
    """EIO at the commit, and nobody is told."""
    with suppress(sqlite.OperationalError):
        self._end("COMMIT")


def asked_again(real: Callable[..., None]) -> Callable[..., None]:
    """A sync that failed is asked a second time, and that answer counts."""

    def sync(self: Any, flags: int) -> None:
        try:
            real(self, flags)
        except Exception:
            real(self, flags)

    return sync


def test_what_was_granted_stands_when_the_disk_says_no(furnished_file: Path, ram: Path) -> None:
    count = cases(1_000, least=30)
    wrong = campaign(furnished_file, ram, count)
    assert not wrong, wrong[:5]
    from tests.campaign import failing as rig

    with planted("commit", taken_for_done):
        swallowed = campaign(furnished_file, ram, 60, kinds=("sync",), until_found=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rig._File, "xSync", asked_again(rig._File.xSync))
        again = campaign(furnished_file, ram, 60, kinds=("sync",), until_found=True)
    ran("F05", count, through=len(wrong), planted=(bool(swallowed) + bool(again), 2))


def killed_after_a_failed_sync(furnished: Path, ram: Path, nth: int) -> str:
    """The log holds a commit that the disk said no to, the program is killed, started, and the wish pressed again.

    What is then granted because it can be read must be on the disk: the power goes.
    """
    with failing() as trouble, in_silence(*TOLD), own_world(furnished, ram) as world:
        place = Path(world.url.removeprefix("sqlite:///"))
        told = trouble.told
        told.began = {place.name: place.read_bytes()}
        told.runs = True
        world.rows("SELECT 1")
        asked = wishes(furnished, 1)[:1]
        trouble.strike("sync", nth, lasting=True)
        tried(world, asked[0])
        cached = {p.name: p.read_bytes() for p in place.parent.glob(f"{FILE}*") if p.is_file() and p.suffix != ".lock"}
        durable, _ = after_cut(_settled(told), len(told.entries), random.Random(1))
        world.close()
        trouble.heal()
        for old in place.parent.glob(f"{FILE}-*"):
            old.unlink()
        for name, body in cached.items():
            if not name.endswith("-shm"):  # memory of the program that was killed
                (place.parent / name).write_bytes(body)
        told.began = {name: bytes(body) for name, body in durable.items()}
        told.entries.clear()
        told.runs = True
        if said := tried(world, asked[0]):
            return f"not granted after the start: {said}"
        told.put(Acknowledged(asked[0][0]))
        files, promised = after_cut(_settled(told), len(told.entries), random.Random(2))
        told.runs = False
        if asked[0][0] not in granted(world):
            return "not there"
        return _missing(files, promised, world)


def _settled(told: Recording) -> Recording:
    """The worst that may be: of what nobody waited for, nothing arrives."""
    from tests.campaign.power import Failed

    names = {entry.file for entry in told.entries if hasattr(entry, "file")}
    return Recording(began=told.began, entries=[*told.entries, *(Failed(name) for name in names)])


def test_what_only_memory_holds_is_not_granted_when_the_program_was_killed_after_a_failed_sync(
    furnished_file: Path, ram: Path
) -> None:
    reached = range(1, 4)
    wrong = [found for nth in reached if (found := killed_after_a_failed_sync(furnished_file, ram, nth))]
    with planted("settle", lambda self: None):
        caught = [found for nth in reached if (found := killed_after_a_failed_sync(furnished_file, ram, nth))]
    assert not wrong, wrong
    assert caught, "a log that was never synced was believed, and nobody noticed"
    ran("F05", len(reached), through=len(wrong), planted=(bool(caught), 1))


def test_the_file_is_closed_and_read_whole_before_work_goes_on_after_a_failed_sync(
    furnished_file: Path, ram: Path
) -> None:
    looked: list[str] = []
    real = sqlite.Connection.check

    def check(self: sqlite.Connection) -> None:
        looked.append("checked")
        real(self)

    with failing() as trouble, own_world(furnished_file, ram) as world, planted("check", check):
        with world.centre.store.acting() as connection:
            before = connection.connection.driver_connection
        wish = wishes(furnished_file, 1)[0]
        trouble.strike("sync", 1)
        assert tried(world, wish) == "store: disk-error"
        assert tried(world, wish) == ""
        with world.centre.store.acting() as connection:
            assert connection.connection.driver_connection is not before
        assert looked == ["checked"]


def test_a_failed_rollback_is_survived(furnished_file: Path, ram: Path) -> None:
    """The rollback itself says no, as it does after the disk has failed: the connection is given up, the window goes on."""

    def no_end(code: int, first: str | None, *more: Any) -> int:
        return 1 if (code, first) == (22, "ROLLBACK") else 0  # 22: the end of a transaction

    with own_world(furnished_file, ram) as world:
        store = world.centre.store

        def broken_off() -> None:
            with store.acting() as connection:
                connection.exec_driver_sql("DELETE FROM accounts")
                connection.connection.driver_connection.raw.authorizer = no_end  # type: ignore[union-attr]
                raise ZeroDivisionError

        with pytest.raises((Unavailable, ZeroDivisionError)):
            broken_off()
        for wish in wishes(furnished_file):
            do(world, wish)
        assert half(world) == ""
        assert store.engine.pool.checkedout() == 1  # type: ignore[attr-defined]  # the line that is kept: none was lost
        world.whole()


def test_a_scan_that_the_disk_does_not_take_is_told_and_kept_at_the_next_try(
    furnished_file: Path, ram: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files lie beside the store: each of their own syncs says no once."""
    wish, real, tries = wishes(furnished_file, 0)[0], os.fsync, 0
    for nth in range(1, 20):
        with own_world(furnished_file, ram) as world:
            world.rows("SELECT 1")
            left = nth

            def fsync(handle: int) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    raise OSError(errno.EIO, "Input/output error")
                real(handle)

            monkeypatch.setattr(os, "fsync", fsync)
            said = tried(world, wish)
            monkeypatch.setattr(os, "fsync", real)
            if left > 0:
                break
            tries += 1
            assert said == "store: disk-error"
            assert world.count("files") == 0
            assert tried(world, wish) == ""
            assert not list(Path(f"{world.centre.store.path}.files").rglob("*.half"))
            world.close()
            assert wrong_in(world.settings()) == ""
    assert tries >= 3  # the folder's name, the file, its name
    ran("F05", tries)
