"""F02: the power goes at any moment. What was acknowledged is there, nothing is half, the store opens and verifies."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.keeping.verify import verify_store
from app.start import Settings
from app.store import sqlite
from app.store.open import key_file
from app.store.unit import new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.power import Acknowledged, Recording, after_cut, written_down
from tests.campaign.shares import share
from tests.world import World, code

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)  # the whole takes what it takes
FILE = "tereze.db"
LOOKED_INTO = 40  # every so manieth state is verified as `tereze verify` does; all are opened and counted


def a_morning(world: World, told: Recording, many: int) -> None:
    """Real commands on the real store, each acknowledged when its answer has come."""

    def do(name: str, given: dict[str, Any], role: str = "inspector") -> Any:
        op = new_id()
        found = world.do(name, given, role, op=op)
        told.put(Acknowledged(op))
        return found

    for n in range(many):
        case = do("intake.accept", world.draft())
        entered = do("accumulation.enter", {"code": code(case)}, "sector")
        if n % 3 == 2:
            lines = world.rows("SELECT id FROM cases WHERE registry IS NOT NULL AND holder = 'sector' ORDER BY id")
            registry = do("accumulation.close", {"code": entered["registry"], "cases": [r.id for r in lines]}, "sector")
            bag = do("courier.give", {"registries": [registry["number"]], "to": "courier"}, "sector")
            do("courier.take", {"code": bag["number"]}, "courier")


def recorded(world: World, many: int, *, setting: str = "") -> Recording:
    """A morning written down, on a store that was closed before: all of that lies on the disk."""
    place = Path(world.url.removeprefix("sqlite:///"))
    world.close()
    with written_down() as told, _pragma(setting):
        told.began = {place.name: place.read_bytes()}
        world.rows("SELECT 1")
        told.runs = True
        a_morning(world, told, many)
        world.close()  # and what was in the log is written into the file
        told.runs = False
    return told


@contextlib.contextmanager
def _pragma(setting: str) -> Any:
    """The fault that is planted: the store does not wait for the disk."""
    real: Callable[..., None] = sqlite.Connection._set_up

    def set_up(self: sqlite.Connection, read_only: bool) -> None:
        real(self, read_only)
        self.raw.execute(f"PRAGMA synchronous={setting}").fetchall()

    with pytest.MonkeyPatch.context() as planted:
        if setting:
            planted.setattr(sqlite.Connection, "_set_up", set_up)
        yield


def lost(told: Recording, folder: Path, key: str, *, at: int, random_: random.Random) -> str:
    """What this cut has done that it must not; empty: nothing. The files stay for whoever looks closer."""
    files, acknowledged = after_cut(told, at, random_)
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    try:
        connection = sqlite.connect(str(folder / FILE), key=key)
    except sqlite.Error as fault:
        return f"does not open: {fault}"
    try:
        if (said := connection.execute("PRAGMA quick_check").fetchall()) != [("ok",)]:
            return f"damaged: {said[:2]}"
        there = {row[0] for row in connection.execute("SELECT op FROM operations").fetchall()}
        half = connection.execute(
            "SELECT count(*) FROM operations o WHERE name LIKE 'intake.%' AND NOT EXISTS"
            " (SELECT 1 FROM events e WHERE instr(CAST(e.head AS TEXT), o.op))"
        ).fetchall()[0][0]
    except sqlite.Error as fault:
        return f"cannot be read: {fault}"
    finally:
        connection.close()
    if missing := [op for op in acknowledged if op not in there]:
        return f"{len(missing)} acknowledged and gone"
    return f"{half} half" if half else ""


def cuts(
    told: Recording, folder: Path, key: str, random_: random.Random, count: int, *, verify: Settings | None = None
) -> list[str]:
    wrong = []
    for n in range(count):
        at = random_.randrange(1, len(told.entries) + 1)
        found = lost(told, folder, key, at=at, random_=random_)
        if not found and verify is not None and n % LOOKED_INTO == 0:
            answer = verify_store(verify)
            # papers are drawn after the commit: what was due then is drawn at the next start
            found = "" if answer["intact"] else str(answer["first_wrong"]["what"])
        if found:
            wrong.append(f"cut before {at} of {len(told.entries)}: {found}")
    return wrong


def test_no_acknowledged_deed_is_lost_when_the_power_goes(file_here: World, ram: Path) -> None:
    key = key_file(file_here.key)
    told = recorded(file_here, 9)
    assert sum(isinstance(e, Acknowledged) for e in told.entries) >= 24
    random_, count = share("F02", 100_000, commit=1_000)
    at_cut = ram / "after"
    at_cut.mkdir()
    Path(f"{at_cut / FILE}.files").symlink_to(f"{ram / FILE}.files")  # what lies beside the rows is another row's: F03
    settings = Settings(store=f"sqlite:///{at_cut / FILE}", key=file_here.key, write=False)
    wrong = cuts(told, at_cut, key, random_, count, verify=settings)
    lazy = recorded(file_here, 6, setting="NORMAL")
    careless = recorded(file_here, 6, setting="OFF")
    caught = [bool(cuts(one, at_cut, key, random.Random(3), 120)) for one in (lazy, careless)]
    assert not wrong, wrong[:5]
    ran("F02", count, through=len(wrong), planted=(sum(caught), 2))
