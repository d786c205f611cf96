"""F03: the power goes while scans and papers are kept. There is no row without its file, and nothing granted is gone.

The writes are those of a real program, as strace saw them: rows, files, renames and folders in their true order.
"""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from app.problems import Unavailable
from app.store import blobs
from app.store.open import kept_key, open_store
from app.store.unit import new_id
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.mornings import draft_of, own_world, part
from tests.campaign.traced import Disk, after_cut, laid_out, traced

ROOT = Path(__file__).resolve().parent.parent.parent
FAULTS = ("row-first", "no-folder-sync", "no-sync-of-what-the-folder-lies-in", "no-file-sync")
pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]


def recorded(furnished: Path, ram: Path, fault: str = "") -> tuple[Disk, Path]:
    """Scans and an acceptance, kept by a program of its own under strace."""
    random_ = random.Random(7)
    scans = [base64.b64encode(b"%PDF-1.4 " + random_.randbytes(n)).decode() for n in (40, 9_000, 60_000)]
    asked = [(new_id(), "intake.keep_scan", {"body": scan}, "inspector") for scan in scans]
    asked.insert(1, (new_id(), "intake.accept", draft_of(furnished), "inspector"))
    with own_world(furnished, ram) as world:
        folder = world.key.parent
        (ram / "wishes.json").write_text(json.dumps(asked))
        command = [sys.executable, "-m", "tests.campaign.scribe", world.url, str(world.key), str(ram / "wishes.json")]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        disk = traced([*command, fault] if fault else command, folder, log=ram / "strace.log", env=env)
    (ram / "strace.log").unlink()
    return disk, folder


def lost(disk: Disk, place: Path, *, at: int, random_: random.Random) -> str:
    """What this cut has done that it must not; empty: nothing."""
    kept, _, said = after_cut(disk, at, random_)
    laid_out(kept, disk.root, place)
    key = kept_key(place / "tereze.key")
    try:
        store = open_store(f"sqlite:///{place}/tereze.db", key=key, write=True)
    except Unavailable as away:
        return f"does not open: {away}"
    try:
        with store.reading() as connection:
            there = set(connection.exec_driver_sql("SELECT op FROM operations").scalars())
            names = list(blobs.names(connection))
            for name in names:
                try:
                    blobs.get(store, connection, name)
                except Unavailable as away:
                    return f"a row without its file: {away.status}"
            blobs.sweep(store, connection, before=float("inf"))
            left = {p.name for p in Path(f"{store.path}.files").rglob("*") if p.is_file()}
        if left != set(names):
            return f"{len(left - set(names))} files that nobody can read stay"
    finally:
        store.close()
    missing = [op for op in said if op not in there]
    return f"{len(missing)} granted and gone" if missing else ""


def cuts(disk: Disk, ram: Path, count: int, *, seed: int, until_found: bool = False) -> list[str]:
    random_, wrong = random.Random(seed), []
    for _ in range(count):
        at = random_.randrange(1, len(disk.deeds) + 1)
        if found := lost(disk, ram / "after", at=at, random_=random_):
            wrong.append(f"cut before {at} of {len(disk.deeds)} ({disk.deeds[at - 1]!r:.80}): {found}")
            if until_found:
                break
    return wrong


def test_no_row_is_without_its_file_when_the_power_goes(furnished_file: Path, ram: Path) -> None:
    disk, _ = recorded(furnished_file, ram)
    assert len(disk.deeds) > 60
    nth, of = part()
    count = cases(20_000 // of, least=200)
    wrong = cuts(disk, ram, count, seed=3 * nth)
    assert not wrong, wrong[:5]
    caught = 0
    faults = FAULTS if WHOLE else FAULTS[:2]  # to record one takes some seconds
    for fault in faults:
        spoilt, _ = recorded(furnished_file, ram, fault)
        caught += bool(cuts(spoilt, ram, 400, seed=4, until_found=True))
    ran("F03", count, through=len(wrong), planted=(caught, len(faults)))
