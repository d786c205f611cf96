"""Small believable mistakes, each a patch, and the test that must go red when one is made: a net proves itself by tearing.

`python -m tests.campaign.planted [name …]` plants each in a copy of the tree, runs the test that its head names, and prints
the table. As a plugin of the child's pytest (`-p tests.campaign.planted`) this file writes down how each test ended.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PATCHES = Path(__file__).resolve().parent / "planted"
PROGRAM = ("app", "ui", "migrations", "resources", "installer")  # what a fault may be planted in
MECHANISMS = range(1, 18)  # of the founders' page on trust, (e)
SEEN = ("AssertionError", "Failed", "Refused", "Unavailable")  # a test has looked and said no; a crash has not looked
PATIENCE = 900  # seconds, of a machine that does other things too
SAYS = "TEREZE_PLANTED_SAYS"
NO_REPOSITORY = {
    "GIT_DIR": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}  # nobody's settings
NEVER_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "node_modules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A patch with its head: what is wrong, against which promise, and the tests that must see it."""

    name: str
    place: Path
    says: str
    mechanism: int
    catches: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    patch: Planted
    caught: bool
    why: str  # how it was seen, or why it counts as missed
    seconds: float


# ---- the patches


def read(place: Path) -> Planted:
    head, _, body = place.read_text(encoding="utf-8").partition("\ndiff --git ")
    told = dict.fromkeys(("mechanism", "catches"), "")
    words: list[str] = []
    for line in head.splitlines():
        name, found, value = line.partition(": ")
        if found and name in told:
            told[name] = f"{told[name]} {value}".strip()
        else:
            words.append(line)
    return Planted(
        name=place.stem, place=place, says=" ".join(words).strip(), mechanism=int(told["mechanism"] or 0),
        catches=tuple(told["catches"].split()), files=tuple(re.findall(r"^\+\+\+ b/(\S+)", body, re.MULTILINE)),
    )  # fmt: skip


def all_patches() -> tuple[Planted, ...]:
    return tuple(read(place) for place in sorted(PATCHES.glob("*.patch")))


def apply(patch: Planted, tree: Path, *more: str) -> str:
    """Empty when it was applied, else what git says."""
    done = subprocess.run(
        ["git", "apply", *more, str(patch.place)], cwd=tree, capture_output=True, text=True, check=False,
        env={**os.environ, **NO_REPOSITORY},
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stderr.strip() or "git apply failed"


def chosen(patches: Sequence[Planted], count: int) -> list[Planted]:
    """Which of them a commit tries: by what its program is made of, so the same tree always tries the same."""
    told = hashlib.sha256()
    for folder in PROGRAM:
        for place in sorted((ROOT / folder).rglob("*.py")):
            told.update(place.read_bytes())
    first = int.from_bytes(told.digest()[:4], "big") % len(patches)
    step = len(patches) // count
    return [patches[(first + n * step) % len(patches)] for n in range(count)]


# ---- copies of the tree, in memory


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """The tree as it lies there, what is not committed included, without caches and without its history."""
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="tereze-planted-", dir=shared if os.access(shared, os.W_OK) else None))
    folder.chmod(0o755)
    try:
        yield Path(shutil.copytree(ROOT, folder / "tree", ignore=NEVER_COPIED))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def beside(tree: Path) -> Iterator[Path]:
    """A second tree of the same files: git writes a changed one anew, so the first stays as it is."""
    place = tree.with_name("planted")
    shutil.copytree(tree, place, copy_function=os.link)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


# ---- running a test in a child, and what it told


def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """How each phase of each test ended, for the program that has started this one."""
    if place := os.environ.get(SAYS):
        kinds = [] if call.excinfo is None else [kind.__name__ for kind in call.excinfo.type.__mro__]
        with open(place, "a", encoding="utf-8") as said:
            said.write(json.dumps({"test": item.nodeid, "when": call.when, "kinds": kinds}) + "\n")


def run(tree: Path, tests: Iterable[str]) -> list[dict[str, Any]]:
    """Runs these tests in that tree, at the size of a commit; one line for each phase that was run."""
    says = tree.with_name("says")
    says.unlink(missing_ok=True)
    left = {k: v for k, v in os.environ.items() if not k.startswith(("TEREZE_", "PYTEST_", "PYTHONPATH"))}
    call = [sys.executable, "-m", "pytest", "-p", "tests.campaign.planted", "-p", "no:randomly", "-q", *tests]
    child = subprocess.Popen(
        call, cwd=tree, env={**left, "CI": "1", SAYS: str(says)}, start_new_session=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    return [json.loads(line) for line in says.read_text(encoding="utf-8").splitlines()] if says.exists() else []


def of(test: str, said: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was told of a test, with all its parameters when none are named."""
    return [one for one in said if one["test"] == test or one["test"].startswith(f"{test}[")]


def green(test: str, said: Iterable[dict[str, Any]]) -> bool:
    told = [one for one in of(test, said) if "Skipped" not in one["kinds"]]
    return any(one["when"] == "call" for one in told) and not any(one["kinds"] for one in told)


def seen(test: str, said: Iterable[dict[str, Any]]) -> str:
    """By what the test has noticed; empty: it has not. A test that cannot be run has noticed nothing."""
    for one in of(test, said):
        if one["when"] == "call" and (kind := next((k for k in SEEN if k in one["kinds"]), "")):
            return kind
    return ""


def judged(patch: Planted, said: Sequence[dict[str, Any]]) -> tuple[bool, str]:
    """Every test that the head names must have seen it."""
    kinds = [seen(test, said) for test in patch.catches]
    if kinds and all(kinds):
        return True, ", ".join(dict.fromkeys(kinds))
    if not said:
        return False, "nothing was run"
    unseen = patch.catches[kinds.index("")]
    fell = next((one["kinds"][0] for one in of(unseen, said) if one["kinds"]), "")
    return False, f"fell over it without looking: {fell}" if fell else "stayed green"


def tried(tree: Path, patch: Planted, clean: Sequence[dict[str, Any]]) -> Tried:
    """The fault in a copy of its own. `clean`: how the same tests ended where nothing was planted."""
    began = time.monotonic()
    with beside(tree) as place:
        if no := apply(patch, place):
            caught, why = False, f"no longer applies: {no.splitlines()[0]}"
        elif red := [test for test in patch.catches if not green(test, clean)]:
            caught, why = False, f"red without it: {red[0]}"
        else:
            caught, why = judged(patch, run(place, patch.catches))
    return Tried(patch=patch, caught=caught, why=why, seconds=time.monotonic() - began)


def campaign(patches: Sequence[Planted], *, aloud: bool = False) -> list[Tried]:
    with copied() as tree:
        clean = run(tree, sorted({test for patch in patches for test in patch.catches}))
        found = []
        for patch in patches:
            found.append(tried(tree, patch, clean))
            if aloud:
                print(line(found[-1]), flush=True)
    return found


def line(one: Tried) -> str:
    harness = " ".join(one.patch.catches)
    verdict = "caught" if one.caught else "MISSED"
    return f"| {one.patch.name} | {one.patch.mechanism or '–'} | `{harness}` | {verdict}: {one.why} | {one.seconds:.0f} s |"


def main(names: Sequence[str]) -> int:
    patches = [p for p in all_patches() if not names or any(p.name.startswith(name) for name in names)]
    print("| planted fault | mechanism | harness | | |\n|---|---|---|---|---|")
    found = campaign(patches, aloud=True)
    caught = sum(one.caught for one in found)
    print(f"{caught} of {len(found)} caught, {sum(one.seconds for one in found):.0f} s")
    return 0 if caught == len(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
