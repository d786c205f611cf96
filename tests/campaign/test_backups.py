"""F31 and F32: copies taken while people work, each really brought back; and copies that go wrong, none said to be good.

With one drill by the stop-watch, and the nights.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import shutil
import signal
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.moment import Instant
from app.keeping import archive, backup, nightly
from app.keeping.backup import bring_back, copy
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable, WrongCall
from app.start import Settings
from app.store import open
from app.store.open import open_store
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.store.furnished import DEVICE, OTHER, accepted, ask, fresh_key, furnish, key_of, record

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
NOW = datetime(2016, 11, 17, 14, 3, tzinfo=UTC)  # 20:03 in Almaty then


def _earlier() -> bytes:
    """What stands under the name already, as a copy begins: over anything else none is written."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("manifest.json"))
    return made.getvalue()


EARLIER = _earlier()


@pytest.fixture
def settings(ram: Path) -> Settings:
    return furnish(f"sqlite:///{ram}/store.db", ram)


@contextmanager
def people_at_work(settings: Settings) -> Iterator[list[str]]:
    """Applications come in all the time; the numbers that were given out so far."""
    store, given, over = open_store(settings.store, key=key_of(settings), write=True), list[str](), threading.Event()

    def work() -> None:
        while not over.is_set():
            for device in (DEVICE, OTHER):
                given.append(record(store, device, accepted)[0].number)
            over.wait(0.02)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        yield given
    finally:
        over.set()
        writer.join()
        store.close()


def brought_back(settings: Settings, ram: Path, given: list[str]) -> str:
    """One copy and its way back; empty: all that was given out before it is there, and it verifies."""
    before, there = list(given), ram / "there"
    told = copy(settings, ram / "night.backup")
    try:
        back = bring_back(ram / "night.backup", f"sqlite:///{there}/again.db", key=settings.key)
        again = Settings(store=f"sqlite:///{there}/again.db", key=settings.key, write=False)
        answer = verify_store(again)
        numbers = {row.number for row in ask(again, "SELECT number FROM cases")}
    finally:
        shutil.rmtree(there, ignore_errors=True)
    if not (told["proven"] and back["intact"] and answer["intact"]):
        return "is not intact"
    if answer["chains"] != told["chains"] or answer["events"] != told["events"]:
        return "counts differ"
    missing = set(before) - numbers
    return f"{len(missing)} numbers are missing" if missing else ""


def file_copied(source: Path, target: Path, *, key: str | None) -> None:
    """The fault that is planted: the file is copied as a file, without its log."""
    shutil.copy(source, target)


def test_every_copy_taken_while_people_work_is_brought_back_whole(settings: Settings, ram: Path) -> None:
    turns = part(cases(500))  # in parts the store grows less: what is copied is what was written meanwhile
    with people_at_work(settings) as given:
        wrong = [found for _ in turns if (found := brought_back(settings, ram, given))]
        with pytest.MonkeyPatch.context() as planted:
            planted.setattr(archive, "copy_pages", file_copied)
            caught = any(_fails(lambda: brought_back(settings, ram, given)) for _ in range(3))
    assert not wrong, wrong[:5]
    ran("F31", len(turns), through=len(wrong), planted=(caught, 1))


def _fails(deed: Callable[[], str]) -> bool:
    try:
        return bool(deed())
    except (Unavailable, Refused):
        return True


def test_the_drill_says_how_long_it_takes(settings: Settings, ram: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(p.name for p in ram.iterdir())
    for more in ([], [str(ram / "night.backup")]):
        if more:
            copy(settings, Path(more[0]))
        code = main(["backup", *more, "--drill", "--store", settings.store, "--key", str(settings.key)])
        told = json.loads(capsys.readouterr().out)
        assert (code, told["intact"], told["cases"], told["first_wrong"]) == (0, True, 3, None)
        assert 0 < told["seconds"]["whole"] < told["within"] == 900
    (ram / "night.backup").unlink()
    assert sorted(p.name for p in ram.iterdir() if not p.name.endswith(("-wal", "-shm"))) == before


# ---- F32: what goes wrong


def cut_short(file: Path, random_: random.Random) -> None:
    """Somewhere in what the copy holds: the zeros behind its last member are nobody's."""
    with tarfile.open(file) as copied:
        end = max(member.offset_data + member.size for member in copied.getmembers())
    with file.open("r+b") as half:
        half.truncate(random_.randrange(end))


def a_bit(file: Path, random_: random.Random) -> None:
    """Anywhere in what the copy holds; the rests of blocks between its members mean nothing."""
    with tarfile.open(file) as copied:
        member = random_.choice([m for m in copied.getmembers() if m.size])
    with file.open("r+b") as half:
        at = member.offset_data + random_.randrange(member.size)
        half.seek(at)
        byte = half.read(1)[0]
        half.seek(at)
        half.write(bytes([byte ^ 1 << random_.randrange(8)]))


def taken_away(file: Path, random_: random.Random) -> None:
    file.unlink()


def emptied(file: Path, random_: random.Random) -> None:
    file.write_bytes(b"")


def a_stranger(file: Path, random_: random.Random) -> None:
    file.write_bytes(random_.randbytes(20_480))


MISCHIEF = (cut_short, a_bit, taken_away, emptied, a_stranger)


def spoilt_meanwhile(settings: Settings, ram: Path, mischief: Callable[..., None], *, seed: int) -> str:
    """Between writing and proving, as a bad stick or a hand does it. Empty: it is no copy, and the earlier one is."""
    random_, target, real = random.Random(seed), ram / "night.backup", backup.at
    target.write_bytes(EARLIER)

    def at(name: str) -> None:
        real(name)
        if name == "backup.written":
            mischief(target.with_name("night.backup.half"), random_)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "at", at)
        try:
            copy(settings, target)
        except Unavailable as away:
            return "" if away.what == "backup" and target.read_bytes() == EARLIER else f"told as {away}"
    return "said to be good"


def without_room(settings: Settings, ram: Path, *, seed: int) -> str:
    """The target takes so many bytes and no more."""
    target, room = ram / "night.backup", random.Random(seed).randrange(300_000)
    target.write_bytes(EARLIER)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        copy(settings, target)
    except Unavailable as away:
        return "" if target.read_bytes() == EARLIER else f"told as {away}"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    return "said to be good"


def by_another_key(settings: Settings, ram: Path, *, seed: int) -> str:
    other = ram / "other.key"
    other.write_text(fresh_key())
    target, there = ram / "night.backup", f"sqlite:///{ram}/there/again.db"
    copy(settings, target)
    try:
        with suppress(Refused, Unavailable):
            copy(Settings(store=settings.store, key=other, write=False), ram / "second.backup")
            return "copied by another key"
        with suppress(Refused, Unavailable):
            bring_back(target, there, key=other)
            return "brought back by another key"
        return "a store was left" if (ram / "there" / "again.db").exists() else ""
    finally:
        target.unlink()


def spoilt_later(settings: Settings, ram: Path, mischief: Callable[..., None], *, seed: int) -> str:
    """On the shelf; it is found when it is brought back, and by the drill."""
    target, there = ram / "night.backup", ram / "there"
    copy(settings, target)
    mischief(target, random.Random(seed))
    try:
        bring_back(target, f"sqlite:///{there}/again.db", key=settings.key)
    except (Refused, Unavailable):
        return "a store was left" if (there / "again.db").exists() else ""
    finally:
        shutil.rmtree(there, ignore_errors=True)
        target.unlink(missing_ok=True)
    return "brought back"


def campaign(settings: Settings, ram: Path, turns: range, *, seed: int, until_found: bool = False) -> list[str]:
    wrong = []
    for n in turns:
        mischief = MISCHIEF[n % len(MISCHIEF)]
        way = n // len(MISCHIEF) % 4
        if way == 0:
            found = spoilt_meanwhile(settings, ram, mischief, seed=seed + n)
        elif way == 1:
            found = spoilt_later(settings, ram, mischief, seed=seed + n)
        elif way == 2:
            found = without_room(settings, ram, seed=seed + n)
        else:
            found = by_another_key(settings, ram, seed=seed + n)
        if found:
            wrong.append(f"{way} {mischief.__name__} {seed + n}: {found}")
            if until_found:
                break
    return wrong


def believed(settings: Settings, half: Path, work: Path, *, manifest: dict[str, Any]) -> dict[str, Any]:
    """The fault that is planted: a copy that was written is taken for a copy."""
    return {"intact": True}


def test_a_copy_that_went_wrong_is_never_said_to_be_good(settings: Settings, ram: Path) -> None:
    turns = part(cases(300, least=20))
    wrong = campaign(settings, ram, turns, seed=32)
    assert not wrong, wrong[:5]
    with pytest.MonkeyPatch.context() as planted:
        planted.setattr(backup, "_prove", believed)
        caught = campaign(settings, ram, range(5), seed=32, until_found=True)
    ran("F32", len(turns), through=len(wrong), planted=(bool(caught), 1))


# ---- the nights


def night(settings: Settings, told: str = "") -> Any:
    if told:
        settings.key.with_name("backup.toml").write_text(told)
    return nightly.Night(settings, open_store(settings.store, key=key_of(settings), write=False))


def at(moment: datetime) -> Instant:
    return Instant(moment)


def test_a_copy_is_made_once_after_the_set_hour(settings: Settings, ram: Path) -> None:
    one = night(settings, 'hour = 20\nkeep = 3\nfolder = "' + str(ram / "nights") + '"')
    try:
        assert one.wanted(at(NOW)), "there is none yet"
        assert one.make(at(NOW))["proven"]
        assert not one.wanted(at(NOW + timedelta(hours=4)))
        assert not one.wanted(at(NOW + timedelta(hours=23, minutes=50)))
        assert one.wanted(at(NOW + timedelta(hours=24)))
        assert one.wanted(at(NOW + timedelta(days=3, hours=12))), "the machine was off: in the first quiet minute"
    finally:
        one.store.close()


def test_so_many_are_kept_and_only_ours_are_thrown_away(settings: Settings, ram: Path) -> None:
    one, folder = night(settings, f'keep = 3\nfolder = "{ram}/nights"'), ram / "nights"
    try:
        for day in range(6):
            one.make(at(NOW + timedelta(days=day)))
            (folder / "of somebody else.backup").write_text("x")
        kept = sorted(p.name for p in folder.iterdir())
        assert kept == ["of somebody else.backup"] + [f"tereze-201611{d}T140300Z.backup" for d in (20, 21, 22)]
    finally:
        one.store.close()


def test_a_failure_is_kept_in_mind_and_tried_again_later(settings: Settings, ram: Path) -> None:
    (ram / "nights").write_text("a file where the folder should be")
    one = night(settings, f'folder = "{ram}/nights"')
    try:
        with pytest.raises(Unavailable, match="disk-error"):
            one.make(at(NOW))
        assert one.wrong is not None
        assert not one.wanted(at(NOW + timedelta(minutes=5)))
        assert one.wanted(at(NOW + timedelta(minutes=20)))
        (ram / "nights").unlink()
        one.make(at(NOW + timedelta(minutes=20)))
        assert one.wrong is None
    finally:
        one.store.close()


def test_a_folder_that_cannot_even_be_looked_into_is_a_failure_like_others(settings: Settings) -> None:
    """A share that went away: asking whether a copy is due meets it first, and must not end the nights."""
    one = night(settings, f'folder = "/{"x" * 300}"')
    try:
        assert one.wanted(at(NOW))
        with pytest.raises(Unavailable, match="disk-error"):
            one.make(at(NOW))
        assert not one.wanted(at(NOW + timedelta(minutes=5)))
    finally:
        one.store.close()


@pytest.mark.parametrize("told", ["hour = 25", "keep = 0", "folder = 'x'", "often = 1", "hour = ", "keep = 'x'"])
def test_a_setting_that_nobody_knows_is_told(settings: Settings, told: str) -> None:
    one = night(settings, told)
    try:
        with pytest.raises(WrongCall, match=r"backup\.toml"):
            one.wanted(at(NOW))
    finally:
        one.store.close()


def test_files_without_a_row_go_with_the_night_and_others_stay(settings: Settings, ram: Path) -> None:
    one, folder = night(settings), Path(f"{open.path_of(settings.store)}.files")
    try:
        kept = [p for p in folder.rglob("*") if p.is_file()]
        for name in ("ab" * 32, "ab" * 32 + ".half"):
            (folder / "ab").mkdir(exist_ok=True)
            (folder / "ab" / name).write_bytes(b"left by a kill")
        (folder / "ab" / "notes.txt").write_text("somebody's")
        for old in (*kept, *(folder / "ab").iterdir()):
            os.utime(old, (NOW.timestamp() - 90_000,) * 2)
        assert one.make(at(NOW))["swept"] == 2
        assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted([*kept, folder / "ab" / "notes.txt"])
        assert verify_store(settings)["intact"]
    finally:
        one.store.close()
