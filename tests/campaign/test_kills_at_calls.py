"""F01, from outside: a real program is killed as it asks the system to write, to sync, to name; strace counts, and kills.

`test_kills.py` kills at boundaries that the program names and at any call of its own; here it knows nothing of it.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.store.unit import new_id
from tests.campaign.counted import WHOLE, ran
from tests.campaign.mornings import do, draft_of, half, own_world, wrong_after_kill, wrong_in
from tests.campaign.parts import part
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir")
KILLS, COMMIT, LOOKED_INTO = 1_000, 10, 10
CALLED = re.compile(r"^(\d+) +(\w+)\(")
Wish = tuple[str, str, dict[str, Any], str]
Place = tuple[str, int]  # a call and the how manieth of it


def asked_for(furnished: Path) -> list[Wish]:
    random_ = random.Random(7)
    scans = [base64.b64encode(b"%PDF-1.4 " + random_.randbytes(n)).decode() for n in (40, 60_000)]
    kept: list[Wish] = [(new_id(), "intake.keep_scan", {"body": scan}, "inspector") for scan in scans]
    return [kept[0], (new_id(), "intake.accept", draft_of(furnished), "inspector"), kept[1]]


def scribe(
    world: World, asked: list[Wish], ram: Path, *watch: str, fault: str = ""
) -> subprocess.CompletedProcess[str]:
    """Takes the wishes in as a program of its own, watched by strace."""
    (ram / "wishes.json").write_text(json.dumps(asked))
    program = [
        sys.executable,
        "-m",
        "tests.campaign.scribe",
        world.url,
        str(world.key),
        str(ram / "wishes.json"),
        fault,
    ]
    call = ["strace", "-f", "-qq", "-o", str(ram / "strace.log"), *watch, *program]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(call, capture_output=True, text=True, env=env, check=False)


def places(furnished: Path, ram: Path) -> list[Place]:
    """Every such call that the program makes by itself when nobody kills it."""
    with own_world(furnished, ram) as world:
        done = scribe(world, asked_for(furnished), ram, "-e", f"trace={','.join(CALLS)}")
    assert done.returncode == 0, done.stderr[-1000:]
    called = [found.groups() for line in (ram / "strace.log").read_text().splitlines() if (found := CALLED.match(line))]
    counts = Counter(call for pid, call in called if pid == called[0][0])
    return [(call, nth) for call, many in sorted(counts.items()) for nth in range(1, many + 1)]


def killed(furnished: Path, ram: Path, place: Place, *, verify: bool, fault: str = "") -> tuple[str, bool]:
    """What this kill has done that it must not, empty: nothing; and whether it struck."""
    call, nth = place
    with own_world(furnished, ram) as world:
        asked = asked_for(furnished)
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={nth}")
        ended = scribe(world, asked, ram, *inject, fault=fault)
        said = [line.removeprefix("said: ") for line in ended.stdout.splitlines() if line.startswith("said: ")]
        if found := wrong_after_kill(world, said):
            return found, True
        for wish in asked:  # whoever got no answer presses again
            do(world, wish)
        if found := half(world):
            return f"pressed again: {found}", True
        if (world.count("cases"), world.count("files")) != (1, 4):
            return f"{world.count('cases')} cases of one wish, {world.count('files')} files of four", True
        world.whole()
        world.close()
        return wrong_in(world.settings()) if verify else "", ended.returncode == -signal.SIGKILL


def test_what_was_granted_is_there_whichever_call_to_the_system_was_the_last(furnished_file: Path, ram: Path) -> None:
    every = places(furnished_file, ram)
    assert len(every) > 60
    turns = part(KILLS) if WHOLE else range(COMMIT)
    random_ = random.Random(f"F01 calls {turns.start}")
    drawn = [random_.choice(every) for _ in turns]
    found = [(place, *killed(furnished_file, ram, place, verify=n % LOOKED_INTO == 0)) for n, place in enumerate(drawn)]
    wrong = [f"{call} {nth}: {what}" for (call, nth), what, _ in found if what]
    assert not wrong, wrong[:5]
    assert sum(struck for *_, struck in found) > len(drawn) * 0.85
    print(f"F01: {len(drawn)} of {len(every)} calls struck")
    renames = [place for place in every if place[0] == "rename"]
    caught = any(killed(furnished_file, ram, place, verify=False, fault="row-first")[0] for place in renames[::-1])
    ran("F01 calls", len(drawn), through=len(wrong), planted=(caught, 1))
