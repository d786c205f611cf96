"""F04: the disk is full, at each place where something is written. The window stays readable, says so, and goes on by itself.

A disk of memory of its own, with as much room left as the lot says; also for backups, temporary files and reports.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from app.keeping.backup import copy
from app.problems import Unavailable
from app.store import blobs, sqlite
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.failing import failing
from tests.campaign.mornings import do, half, in_silence, own_world, tried, wishes, wrong_in
from tests.world import World

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
ROOM = 24 * 1024 * 1024
PAGE = 4096
GOES_ON_WITHIN = 10.0  # seconds
TOLD = ("app.drawing", "sqlalchemy.pool.impl.QueuePool")


@pytest.fixture
def small_disk(ram: Path) -> Iterator[Path]:
    """A disk of its own; where nobody may mount one, only the driver's full disk is tried."""
    place = ram / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"this user may not mount a disk: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def left_over(disk: Path, pages: int) -> Iterator[None]:
    """So many pages are left and no more."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(PAGE))
    with ballast.open("r+b") as file:
        file.truncate(max(0, ballast.stat().st_size - pages * PAGE))
    try:
        yield
    finally:
        ballast.unlink(missing_ok=True)


def readable(world: World) -> bool:
    try:
        return world.count("cases") >= 0 and bool(world.ask("house.me", {}))
    except Unavailable:
        return False


def pressed(world: World, furnished: Path, *, meanwhile: Callable[[Callable[[], None]], None], lasting: bool) -> str:
    """A morning on a disk that fills up; `meanwhile` calls what it is given while there is no room."""
    asked, away, said = wishes(furnished), [], []

    def work() -> None:
        for wish in asked:
            if told := tried(world, wish):
                away.append(wish)
                said.append(told)
            if not readable(world):
                said.append("not readable")

    meanwhile(work)
    if wrong := set(said) - {"store: disk-full"}:
        return f"told as {sorted(wrong)}"
    began = time.monotonic()
    for wish in away if lasting else asked:
        if told := tried(world, wish):
            return f"does not go on by itself: {told}"
    if time.monotonic() - began > GOES_ON_WITHIN:
        return "goes on too late"
    if not lasting and world.rows("SELECT 1 FROM papers WHERE file IS NULL"):
        return "a paper stays due"
    if world.count("cases") != 2 or half(world):
        return f"lost, doubled or half: {half(world)}"
    do(world, wishes(furnished, 1)[0])
    if world.rows("SELECT 1 FROM papers WHERE file IS NULL"):
        return "a paper stays due"
    world.close()
    return wrong_in(world.settings())


def filled(furnished: Path, disk: Path, pages: int) -> str:
    with in_silence(*TOLD), own_world(furnished, disk) as world:
        world.rows("SELECT 1")

        def meanwhile(work: Callable[[], None]) -> None:
            with left_over(disk, pages):
                work()

        return pressed(world, furnished, meanwhile=meanwhile, lasting=True)


def campaign(furnished: Path, disk: Path, many: int, *, seed: int = 4, until_found: bool = False) -> list[str]:
    random_, wrong = random.Random(seed), []
    drawn = [*range(120)] * (many // 120 + 1)  # a morning takes some 100 pages
    random_.shuffle(drawn)
    for pages in drawn[:many]:
        if found := filled(furnished, disk, pages):
            wrong.append(f"{pages} pages left: {found}")
            if until_found:
                break
    return wrong


def without_words(place: Path, body: bytes, name: str, *, wrapping: bytes) -> bytes:
    """The fault that is planted: a file that is not whole is taken for one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        place.write_bytes(body)
    return b""


def test_nothing_is_lost_and_the_window_goes_on_when_the_disk_was_full(furnished_file: Path, small_disk: Path) -> None:
    count = cases(700, least=16)
    wrong = campaign(furnished_file, small_disk, count)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(blobs, "_write", without_words)
        caught = campaign(furnished_file, small_disk, 12, until_found=True)
    ran("F04", count, through=len(wrong), planted=(bool(caught), 1))


def struck(furnished: Path, ram: Path, nth: int) -> str:
    """The same by the driver: each single write, and all after it."""
    with failing() as trouble, in_silence(*TOLD), own_world(furnished, ram) as world:
        world.rows("SELECT 1")

        def meanwhile(work: Callable[[], None]) -> None:
            trouble.strike("full", nth, lasting=True)
            work()
            trouble.heal()

        return pressed(world, furnished, meanwhile=meanwhile, lasting=True)


def test_every_single_write_may_be_the_one_for_which_there_is_no_room(furnished_file: Path, ram: Path) -> None:
    with failing() as trouble, own_world(furnished_file, ram) as world:
        world.rows("SELECT 1")
        trouble.strike("nothing", 0)
        for wish in wishes(furnished_file):
            do(world, wish)
        writes = trouble.seen["write"]
    places = range(1, writes + 1) if WHOLE else random.Random(4).sample(range(1, writes + 1), 12)
    wrong = [f"write {nth}: {found}" for nth in places if (found := struck(furnished_file, ram, nth))]
    with pytest.MonkeyPatch.context() as planted:

        def commit(self: sqlite.Connection) -> None:
            with suppress(sqlite.OperationalError):
                self._end("COMMIT")

        planted.setattr(sqlite.Connection, "commit", commit)
        caught = any(_noticed(furnished_file, ram, nth) for nth in range(1, 40, 4))
    assert not wrong, wrong[:5]
    ran("F04", len(places), through=len(wrong), planted=(bool(caught), 1))


def _noticed(furnished: Path, ram: Path, nth: int) -> bool:
    try:
        return bool(struck(furnished, ram, nth))
    except Exception:  # what was said to be done cannot be found
        return True


# ---- the other volumes


def copied(world: World, file: Path) -> str:
    try:
        return "" if copy(world.settings(), file)["proven"] else "not proven"
    except Unavailable as away:
        return f"{away.what}: {away.status}"


def test_there_is_no_backup_and_work_goes_on_when_its_disk_is_full(
    file_here: World, small_disk: Path, furnished_file: Path
) -> None:
    for wish in wishes(furnished_file):
        do(file_here, wish)
    whole = 2 * sum(p.stat().st_size for p in file_here.key.parent.rglob("*") if p.is_file()) // PAGE
    places = [0, 1, *random.Random(4).sample(range(2, max(3, whole // 2)), cases(200, least=6))]
    made = 0
    for nth, pages in enumerate(places):
        with left_over(small_disk, pages):
            said = copied(file_here, small_disk / "night.backup")
            assert said in ("", "backup: disk-error")
            assert (small_disk / "night.backup").exists() is (said == "")
            made += said == ""
            (small_disk / "night.backup").unlink(missing_ok=True)
            if nth % 10 == 0:  # a store that grows each time would fill the disk by itself
                do(file_here, wishes(furnished_file, 1)[0])
        assert not list(small_disk.iterdir()), "what was begun takes the room"
    assert made < len(places)
    assert copy(file_here.settings(), small_disk / "night.backup")["proven"]
    ran("F04", len(places))


def test_work_goes_on_when_there_is_no_room_for_temporary_files(
    file_here: World, small_disk: Path, furnished_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(small_disk))
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))  # asked once in the life of a process
    monkeypatch.setenv("SQLITE_TMPDIR", str(small_disk))
    with left_over(small_disk, 0):
        for wish in wishes(furnished_file):
            do(file_here, wish)
    file_here.close()
    assert wrong_in(file_here.settings()) == ""


def test_a_report_of_a_fault_without_room_stops_nobody(small_disk: Path) -> None:
    report = pytest.importorskip("ui.report")
    with left_over(small_disk, 0):
        assert report.write(ZeroDivisionError("x"), small_disk / "reports")


def test_the_program_starts_and_reads_on_a_full_disk(furnished_file: Path, small_disk: Path) -> None:
    """With a log that a kill has left, which the start would write into the file."""
    with in_silence(*TOLD), own_world(furnished_file, small_disk) as world:
        do(world, wishes(furnished_file)[0])
        place = Path(world.url.removeprefix("sqlite:///"))
        left = {p: p.read_bytes() for p in place.parent.glob(f"{place.name}*") if p.is_file()}
        world.close()
        for file, body in left.items():
            file.write_bytes(body)
        assert os.path.getsize(f"{place}-wal") > 0
        with left_over(small_disk, 8):
            assert world.count("cases") == 1
        do(world, wishes(furnished_file)[0])
        assert world.count("cases") == 2
        world.close()
        assert wrong_in(world.settings()) == ""
