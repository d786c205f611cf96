"""F39: another version is put in the place of this one, cut off at any call to the system: a start finds one of them, whole.

What is killed is `installer/install.py` itself, and then, too, the start that would bring it to its end. The libraries, which
come from outside, are cut off in `test_libraries_cut_off.py`.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.campaign.counted import WHOLE, ran
from tests.campaign.parts import part
from tests.campaign.traced import after_cut, laid_out, traced

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.timeout(0 if WHOLE else 300),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
PARTS = ("app", "ui", "resources", "migrations", "installer", "docs", "pyproject.toml", "README.md")
CALLS = (
    "openat",
    "write",
    "sendfile",
    "copy_file_range",
    "fsync",
    "chmod",
    "rename",
    "unlink",
    "rmdir",
    "mkdir",
    "unlinkat",
)
LEFT_OUT = ("desks", "parts", "bench", "pictures", "fonts", "sounds", "packs")  # they change nothing here but the time
MADE = (".mo", ".prepared")  # of what is there
KILLS, COMMIT = 300, 4
CUTS, CUTS_COMMIT = 300, 5
CALLED = re.compile(r"^(\w+)\(")
OLD, NEW = "The front office of a public service centre.", "The front office of a public service centre, renewed."
ENV = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
STAMP = """here=$1; . "$here/installer/lib.sh"; packages=("${RUN_PACKAGES[@]}")
VENV=$2/.venvs/${VENV##*/}; mkdir -p "$VENV/bin"; ln -sf "$3" "$VENV/bin/python"
printf '%s\n' "${packages[*]} $(sha256sum <"$here/installer/requirements-run.txt") $3" >"$VENV/.prepared-run"
"""


class Towns(NamedTuple):
    """The folder where the older program is installed, and the checkout of the newer one."""

    older: Path
    newer: Path


@pytest.fixture(scope="module")
def towns(ram_of_run: Path) -> Towns:
    made = Towns(ram_of_run / "f39-older", ram_of_run / "f39-newer")
    first = ram_of_run / "f39-first"
    for place in (first, made.newer):
        for name in PARTS:
            source = ROOT / name
            passed = shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo", *LEFT_OUT)
            place.mkdir(exist_ok=True)
            shutil.copytree(source, place / name, ignore=passed) if source.is_dir() else shutil.copy(
                source, place / name
            )
    cli = made.newer / "app" / "cli.py"
    assert OLD in cli.read_text("utf-8")
    cli.write_text(cli.read_text("utf-8").replace(OLD, NEW), "utf-8")
    (made.newer / "ui" / "fresh").mkdir()
    (made.newer / "ui" / "fresh" / "page.py").write_text("FRESH = True\n")
    (made.newer / "app" / "sync" / "loop.py").write_bytes(b"# another way\n" * 5_000)
    (made.newer / "docs" / "architecture.md").unlink()
    shutil.rmtree(made.newer / "docs" / "guide")
    with (made.newer / "installer" / "requirements-run.txt").open("a") as lock:
        lock.write("# another list\n")
    for place in (first, made.newer):
        prepared(place, made.older)
    done = subprocess.run([sys.executable, first / "installer" / "install.py", made.older], env=ENV, check=False)
    assert done.returncode == 0
    prepared(made.newer, made.older)  # the first one's installation kept none but its own
    return made


def prepared(program: Path, target: Path) -> None:
    """The libraries of that program lie in `target` already: those of this run of the tests."""
    python = target.with_name("f39-python")  # one for all copies of that folder, or a stamp would not be theirs
    python.write_text(f'#!/bin/bash -p\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    subprocess.run(["bash", "-c", STAMP, "stamp", program, target, python], check=True)


def snapshot(folder: Path, parts: Iterable[str] = PARTS) -> dict[str, str]:
    """What lies there, without what is made of it."""
    found = {}
    for name in parts:
        for one in [folder / name, *(folder / name).rglob("*")]:
            if one.is_file() and "__pycache__" not in one.parts and one.suffix not in MADE:
                found[one.relative_to(folder).as_posix()] = hashlib.sha256(one.read_bytes()).hexdigest()
    return found


def install(newer: Path, target: Path, *watch: str) -> int:
    call = [sys.executable, "-B", newer / "installer" / "install.py", target]
    return subprocess.run([*watch, *call], env=ENV, capture_output=True, check=False).returncode


def started(target: Path, *watch: str) -> tuple[int, str]:
    call = [*watch, target / "installer" / "run", "--help"]
    done = subprocess.run(call, env=ENV, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def wrong_in(target: Path, towns: Towns) -> str:
    """Empty: it starts, and all of it is of one version."""
    code, said = started(target)
    if code:
        return f"does not start: {said[-300:]}"
    flat = " ".join(said.split())
    whole = snapshot(towns.newer if NEW in flat else towns.older)
    if (there := snapshot(target)) != whole:
        differs = sorted({*there.items()} ^ {*whole.items()})
        return f"{'newer' if NEW in flat else 'older'}, but {len(differs)} differ: {differs[:3]}"
    return ""


def places(towns: Towns, ram: Path) -> list[tuple[str, int]]:
    """Each call to the system by which an installation that nobody disturbs changes anything."""
    target, log = ram / "counted", ram / "strace.log"
    shutil.copytree(towns.older, target, symlinks=True)
    assert install(towns.newer, target, "strace", "-qq", "-e", f"trace={','.join(CALLS)}", "-o", str(log)) == 0
    assert not wrong_in(target, towns)
    counts = Counter(found[1] for line in log.read_text().splitlines() if (found := CALLED.match(line)))
    return [(call, nth) for call, many in sorted(counts.items()) for nth in range(1, many + 1)]


def killed(towns: Towns, ram: Path, place: tuple[str, int], random_: random.Random) -> tuple[str, bool]:
    """What is wrong after a kill, and whether it struck. In every other case whoever finishes it is killed as well."""
    target = ram / "target"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(towns.older, target, symlinks=True)
    call, nth = place
    kill = ("strace", "-qq", "-o", str(ram / "strace.log"), "-e", f"trace={call}")
    struck = install(towns.newer, target, *kill, "-e", f"inject={call}:signal=KILL:when={nth}") == -signal.SIGKILL
    if (target / ".next" / "whole").exists() and random_.random() < 0.5:
        call = random_.choice(("write", "fsync", "rename", "unlink"))
        when = f"inject={call}:signal=KILL:when={random_.randint(5, 400)}"
        started(target, "strace", "-f", "-qq", "-o", str(ram / "strace.log"), "-e", f"trace={call}", "-e", when)
    return wrong_in(target, towns), struck


def test_cut_off_anywhere_the_next_start_finds_the_older_program_or_the_newer_one(towns: Towns, ram: Path) -> None:
    every = places(towns, ram)
    assert len(every) > 2_000
    turns = part(KILLS) if WHOLE else range(COMMIT)
    random_ = random.Random(f"F39 {turns.start}")
    found = [killed(towns, ram, random_.choice(every), random_) for _ in turns]
    wrong = [what for what, _ in found if what]
    assert sum(struck for _, struck in found) > len(turns) * 0.9
    renames = sum(call == "rename" for call, _ in every)
    late = ("rename", renames * 3 // 4)  # half of them lay it beside, half of them put it in its place
    caught = [forgets(towns, ram, late), does_not_finish(towns, ram, late)]
    ran("F39", len(turns), through=len(wrong), planted=(sum(caught), len(caught)))


def forgets(towns: Towns, ram: Path, late: tuple[str, int]) -> bool:
    """Planted: the mark goes before the files come."""
    bad = towns._replace(newer=ram / "forgets")
    shutil.copytree(towns.newer, bad.newer)
    edited(
        bad.newer / "installer" / "install.py",
        "        for name in names:\n            put(program",
        "        whole.rename(whole.with_name('gone'))\n        for name in names:\n            put(program",
        "        whole.unlink()\n",
        "",
    )
    return bool(killed(bad, ram, late, random.Random(0))[0])


def does_not_finish(towns: Towns, ram: Path, late: tuple[str, int]) -> bool:
    """Planted: a start that passes over what was cut off."""
    bad = Towns(ram / "passes-over", ram / "passes-over-newer")
    shutil.copytree(towns.older, bad.older, symlinks=True)
    shutil.copytree(towns.newer, bad.newer)
    for place in bad:
        edited(place / "installer" / "run", "/.next/whole", "/.next/never")
    return bool(killed(bad, ram, late, random.Random(0))[0])


def test_power_that_goes_leaves_one_of_them_as_well(towns: Towns, ram: Path) -> None:
    """What a disk may hold of it: bytes whose file was synced, names whose folder was."""
    turns = part(CUTS) if WHOLE else range(CUTS_COMMIT)
    wrong = cut_from_power(towns, ram, turns)
    assert not wrong, wrong[:3]
    bad = towns._replace(newer=ram / "does-not-settle")
    shutil.copytree(towns.newer, bad.newer)
    edited(bad.newer / "installer" / "install.py", "    settle(beside)\n", "")
    ran("F39 power", len(turns), through=len(wrong), planted=(bool(cut_from_power(bad, ram, range(30), enough=1)), 1))


def cut_from_power(towns: Towns, ram: Path, turns: range, *, enough: int = 0) -> list[str]:
    target, after, wrong = ram / "powered", ram / "after", []
    shutil.copytree(towns.older, target, symlinks=True)
    call = [sys.executable, "-B", str(towns.newer / "installer" / "install.py"), str(target)]
    disk = traced(call, target, log=ram / "power.log", env=ENV)
    (ram / "power.log").unlink()
    for turn in turns:
        random_ = random.Random(f"F39 power {turn}")
        kept, _, _ = after_cut(disk, random_.randrange(1, len(disk.deeds) + 1), random_)
        laid_out(kept, disk.root, after)
        (after / "installer" / "run").chmod(0o755)  # rights are not among what is modelled, nor links
        for venv in after.glob(".venvs/*"):
            (venv / "bin").mkdir(exist_ok=True)
            (venv / "bin" / "python").unlink(missing_ok=True)
            (venv / "bin" / "python").symlink_to(towns.older.with_name("f39-python"))
        if found := wrong_in(after, towns):
            wrong.append(f"{turn}: {found}")
        if enough and len(wrong) >= enough:
            break
    shutil.rmtree(target)
    return wrong


def edited(path: Path, *changes: str) -> None:
    text = path.read_text("utf-8")
    for was, becomes in zip(changes[::2], changes[1::2], strict=True):
        assert was in text
        text = text.replace(was, becomes)
    path.write_text(text, "utf-8")


def test_who_works_is_not_disturbed_and_the_folder_of_a_checkout_is_left_to_git(towns: Towns, ram: Path) -> None:
    target = ram / "busy"
    shutil.copytree(towns.older, target, symlinks=True)
    before = snapshot(target)
    working = subprocess.Popen(
        [target / "installer" / "run", "do", "case.show", "-", "--as", "nobody"], env=ENV, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 20
        while install(towns.newer, target) != 4:  # a start that has not come to its lock yet would be passed by
            assert time.monotonic() < until
        assert working.poll() is None
        assert snapshot(target) == before
    finally:
        working.communicate(b"{}")
    assert install(towns.newer, target) == 0
    assert snapshot(target) == snapshot(towns.newer)
    (target / ".git").mkdir()
    assert install(towns.newer, target) == 4
