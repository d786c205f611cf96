"""F17: an upgrade cut at every statement, by the power and by a full disk.

Old or new, never between; and the copy from before can be brought back.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from app.problems import Unavailable
from app.start import Settings
from app.store import before, open, sqlite
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.failing import failing
from tests.campaign.forked import forked
from tests.campaign.mornings import in_silence
from tests.campaign.power import Recording, after_cut, written_down
from tests.campaign.releases import FIRST, LAST, Lived, lay, lived_through, migrated, name, place_of, program
from tests.store.furnished import DEVICE, accepted, key_of, record

pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork"),
]
Shape = dict[str, Any]
KEPT = Path(__file__).resolve().parents[1] / "old_stores"
TOLD = "sqlalchemy.pool.impl.QueuePool"  # closing asked the full disk: the rig's exceptions come through it


@pytest.fixture
def lived(ram: Path) -> Lived:
    return lived_through(ram)


def seen(place: Path, key: str | None) -> Shape:
    """Schema, versions and every row that all releases have: what is old or new as a whole."""
    connection = sqlite.connect(str(place), key=key)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchall()
        rows = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'case_search%'"
            ).fetchall()
        }
        form = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
    finally:
        connection.close()
    return {"whole": said == [("ok",)], "form": form, "rows": rows}


def between(settings: Settings, old: Shape, new: Shape) -> str:
    """Empty: the store is the old one or the new one, and the copy from before, where there is one, is the old one."""
    try:
        now = seen(place_of(settings), key_of(settings))
    except sqlite.Error as fault:
        return f"cannot be read: {fault}"
    if now not in (old, new):
        return "neither old nor new"
    for kept in place_of(settings).parent.glob(f"{place_of(settings).stem}.before-*"):
        if kept.suffix.endswith(("-wal", "-shm")) or kept.name.endswith(".half"):
            continue
        try:
            if seen(kept, key_of(settings)) != old:
                return "the copy from before is another"
        except sqlite.Error as fault:
            return f"the copy from before: {fault}"
    return ""


def statements(settings: Settings, body: bytes) -> int:
    lay(settings, body)
    counted = 0

    def count(self: sqlite.Cursor, statement: str, parameters: Any = ()) -> Any:
        nonlocal counted
        counted += 1
        return EXECUTE(self, statement, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite.Cursor, "execute", count)
        migrated(settings)
    return counted


EXECUTE = sqlite.Cursor.execute


def killed_at(settings: Settings, nth: int, *, after: bool) -> int:
    def work(say: Callable[[str], None]) -> None:
        left = nth

        def execute(self: sqlite.Cursor, statement: str, parameters: Any = ()) -> Any:
            nonlocal left
            left -= 1
            if left == 0 and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = EXECUTE(self, statement, parameters)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        sqlite.Cursor.execute = execute  # type: ignore[method-assign]
        migrated(settings)

    return forked(work).how


def killed_everywhere(settings: Settings, stores: dict[int, bytes], pairs: list[tuple[int, int]], ram: Path, *, thin: int,
                      until_found: bool = False) -> tuple[list[str], int]:  # fmt: skip
    """At every statement of the way from one release to another; `thin`: every so manieth."""
    wrong, count = [], 0
    for old, new in pairs:
        with program(new, ram):
            last = statements(settings, stores[old])
            after = seen(place_of(settings), key_of(settings))
            lay(settings, stores[old])
            was = seen(place_of(settings), key_of(settings))
            for nth in range(1 + count % thin, last + 1, thin):
                lay(settings, stores[old])
                count += 1
                assert killed_at(settings, nth, after=bool(nth % 2)) == -signal.SIGKILL
                if not (found := between(settings, was, after)):
                    migrated(settings)
                    found = "" if seen(place_of(settings), key_of(settings)) == after else "is not finished by the next"
                if found:
                    wrong.append(f"{old} → {new}, statement {nth} of {last}: {found}")
                    if until_found:
                        return wrong, count
    return wrong, count


def each_for_itself(engine: Engine, url: str) -> None:
    """The fault that is planted: a migration whose statements are each committed."""
    real = sqlite.Connection.begin
    sqlite.Connection.begin = lambda self: None  # type: ignore[method-assign]
    try:
        MIGRATE(engine, url)
    finally:
        sqlite.Connection.begin = real  # type: ignore[method-assign]


MIGRATE = open.migrate


def test_an_upgrade_is_whole_or_none_wherever_it_is_killed(lived: Lived) -> None:
    settings, stores, ram = lived
    every = [(old, new) for old in stores for new in stores if old < new]
    pairs = every if WHOLE else [(FIRST, FIRST + 1), (FIRST + 1, LAST)]
    wrong, count = killed_everywhere(settings, stores, pairs, ram, thin=1 if WHOLE else 9)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(open, "migrate", each_for_itself)
        caught, _ = killed_everywhere(settings, stores, [(FIRST, LAST)], ram, thin=7, until_found=True)
    ran("F17", count, through=len(wrong), planted=(bool(caught), 1))


@pytest.mark.parametrize("release", [n for n in range(1, FIRST)])
def test_the_upgrade_of_a_store_that_was_given_out_is_whole_or_none_wherever_it_is_killed(
    release: int, ram: Path
) -> None:
    """By the migrations as they are, from a store as that release made it."""
    kept = KEPT / name(release)
    with tarfile.open(kept / "embedded.backup") as copied:
        body = copied.extractfile("store.db")
        assert body is not None
        stores = {release: body.read()}
    shutil.copy(kept / "tereze.key", ram / "tereze.key")
    settings = Settings(store=f"sqlite:///{ram}/store.db", key=ram / "tereze.key")
    wrong, count = killed_everywhere(settings, stores, [(release, FIRST)], ram, thin=1 if WHOLE else 9)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(open, "migrate", each_for_itself)
        caught, _ = killed_everywhere(settings, stores, [(release, FIRST)], ram, thin=3, until_found=True)
    ran("F17", count, through=len(wrong), planted=(bool(caught), 1))


# ---- power and room


def recorded(settings: Settings, body: bytes) -> Recording:
    lay(settings, body)
    with written_down() as told:
        told.began = {place_of(settings).name: body}
        told.runs = True
        migrated(settings)
        told.runs = False
    return told


def cut_off(settings: Settings, told: Recording, old: Shape, new: Shape, *, count: int, seed: int,
            until_found: bool = False) -> list[str]:  # fmt: skip
    random_, wrong, place = random.Random(seed), [], place_of(settings)
    for _ in range(count):
        at = random_.randrange(1, len(told.entries) + 1)
        files, _ = after_cut(told, at, random_)
        lay(settings, b"")
        for file, body in files.items():
            if file.startswith(
                place.name
            ):  # the copy from before has its name only when it is whole: by the kills above
                (place.parent / file).write_bytes(body)
        if found := between(settings, old, new):
            wrong.append(f"cut before {at} of {len(told.entries)}: {found}")
            if until_found:
                break
    return wrong


def test_an_upgrade_is_whole_or_none_when_the_power_goes(lived: Lived) -> None:
    settings, stores, ram = lived
    count = cases(5_000)
    with program(FIRST + 1, ram):
        told = recorded(settings, stores[FIRST])
        new = seen(place_of(settings), key_of(settings))
        lay(settings, stores[FIRST])
        old = seen(place_of(settings), key_of(settings))
        wrong = cut_off(settings, told, old, new, count=count, seed=17)
        with pytest.MonkeyPatch.context() as planted:
            planted.setattr(open, "migrate", each_for_itself)
            torn = recorded(settings, stores[FIRST])
        caught = cut_off(settings, torn, old, new, count=400, seed=17, until_found=True)
    assert not wrong, wrong[:5]
    ran("F17", count, through=len(wrong), planted=(bool(caught), 1))


def test_an_upgrade_is_whole_or_none_when_there_is_no_room(lived: Lived) -> None:
    settings, stores, ram = lived
    with program(FIRST + 1, ram), failing() as trouble, in_silence(TOLD):
        lay(settings, stores[FIRST])
        old = seen(place_of(settings), key_of(settings))
        trouble.strike("nothing", 0)
        migrated(settings)
        writes = trouble.seen["write"]
        new = seen(place_of(settings), key_of(settings))
        wrong, places = [], range(1, writes + 1, 1 if WHOLE else 25)
        for nth in places:
            lay(settings, stores[FIRST])
            trouble.strike("full", nth, lasting=True)
            try:
                migrated(settings)
            except Unavailable as away:
                if away.status not in ("disk-full", "not-kept", "disk-error"):
                    wrong.append(f"write {nth}: told as {away.status}")
            trouble.heal()
            if found := between(settings, old, new):
                wrong.append(f"write {nth} of {writes}: {found}")
    assert not wrong, wrong[:5]
    ran("F17", len(places), through=len(wrong))


def test_nothing_is_migrated_when_the_copy_from_before_is_not_the_store(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, stores, ram = lived
    lay(settings, stores[FIRST])
    old = seen(place_of(settings), key_of(settings))

    def spoilt(self: sqlite.Connection, path: str) -> sqlite.Connection:
        copy = COPIED(self, path)
        copy.execute("PRAGMA foreign_keys=OFF")
        copy.execute("DELETE FROM papers")
        return copy

    monkeypatch.setattr(sqlite.Connection, "copied", spoilt)
    with program(FIRST + 1, ram), pytest.raises(Unavailable, match="not-kept"):
        migrated(settings)
    assert seen(place_of(settings), key_of(settings)) == old
    assert not list(ram.glob("store.before-*"))
    monkeypatch.setattr(before, "counted", lambda connection: {})  # the fault that is planted: nobody compares
    with program(FIRST + 1, ram):
        migrated(settings)
    kept = seen(ram / f"store.before-{name(FIRST + 1)}", key_of(settings))
    assert kept != old, "the planted fault shows nothing"
    ran("F17", 1, planted=(1, 1))


COPIED = sqlite.Connection.copied


def test_the_copy_from_before_is_a_store_again(lived: Lived) -> None:
    settings, stores, ram = lived
    lay(settings, stores[FIRST])
    with program(FIRST + 1, ram):
        migrated(settings)
    shutil.move(ram / f"store.before-{name(FIRST + 1)}", place_of(settings))
    store = open.open_store(settings.store, key=key_of(settings), write=True)
    record(store, DEVICE, accepted)
    store.close()
