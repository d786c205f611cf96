"""F39, what comes from outside: a newer list of libraries is cut off at any moment; the older ones stay as they were."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from tests.campaign.counted import WHOLE, ran
from tests.campaign.parts import part

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
KILLS, COMMIT = 30, 1
LOOK = """import importlib
for n in range(2_000):
    assert importlib.import_module(f"shelf.leaf_{n}").VERSION == "%s", n
"""


def wheel(folder: Path, version: str) -> str:
    """A library of two thousand small files; its line in a list of libraries."""
    name, info = f"shelf-{version}-py3-none-any.whl", f"shelf-{version}.dist-info"
    bodies = {f"shelf/leaf_{n}.py": f"VERSION = {version!r}\n" for n in range(2_000)}
    bodies["shelf/__init__.py"] = f"VERSION = {version!r}\n"
    bodies[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: shelf\nVersion: {version}\n"
    bodies[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    sums = {n: urlsafe_b64encode(hashlib.sha256(b.encode()).digest()).decode().rstrip("=") for n, b in bodies.items()}
    lines = [f"{n},sha256={s},{len(bodies[n])}" for n, s in sums.items()]
    bodies[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(folder / name, "w") as made:
        for one, body in bodies.items():
            made.writestr(one, body)
    return f"shelf=={version} --hash=sha256:{hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n"


class Shelf:
    """A program whose only library is a wheel on this disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "installer").mkdir(parents=True)
        lib = (ROOT / "installer" / "lib.sh").read_text("utf-8")
        (folder / "installer" / "lib.sh").write_text(lib, "utf-8")
        self.lines = {version: wheel(folder, version) for version in ("1", "2")}
        self.env = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
        self.call = [
            "bash",
            "-c",
            'here=$1; . "$here/installer/lib.sh"; prepare run; echo "$VENV"',
            "shelf",
            str(folder),
        ]

    def wants(self, version: str) -> None:
        (self.folder / "installer" / "requirements-run.txt").write_text(self.lines[version])

    def prepared(self) -> Path:
        done = subprocess.run(self.call, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-500:]
        return Path(done.stdout.strip())

    def cut_off(self, after: float) -> bool:
        """Killed with all that it started, so many seconds later."""
        asked = subprocess.Popen(
            self.call, env=self.env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            asked.wait(after)
            return False
        except subprocess.TimeoutExpired:
            os.killpg(asked.pid, signal.SIGKILL)
            asked.wait()
            return True

    def wrong(self, venv: Path, version: str) -> str:
        call = [venv / "bin" / "python", "-c", LOOK % version]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        return done.stderr[-300:]


def test_libraries_that_were_cut_off_are_made_anew_and_those_of_before_stay_as_they_were(ram: Path) -> None:
    shelf = Shelf(ram / "shelf")
    shelf.wants("1")
    first = shelf.prepared()
    shelf.wants("2")
    since = time.monotonic()
    second = shelf.prepared()
    took = time.monotonic() - since
    assert not shelf.wrong(first, "1")
    assert not shelf.wrong(second, "2")
    turns = part(KILLS) if WHOLE else range(COMMIT)
    random_ = random.Random(f"F39 libraries {turns.start}")
    wrong, struck = [], 0
    for _ in turns:
        shutil.rmtree(second)
        struck += shelf.cut_off(took * random_.uniform(0.05, 0.95))
        wrong += [found for found in (shelf.wrong(shelf.prepared(), "2"), shelf.wrong(first, "1")) if found]
    assert struck
    ran("F39 libraries", len(turns), through=len(wrong), planted=(begun_is_not_had(shelf, second), 1))


def begun_is_not_had(shelf: Shelf, venv: Path) -> bool:
    """Planted: pip believes a library of which it had only begun to write; `.half` is what tells that it had."""

    def begun() -> None:
        for stamp in venv.glob(".prepared-*"):
            stamp.unlink()
        for leaves in venv.glob("lib/python*/site-packages/shelf"):
            shutil.rmtree(leaves)

    begun()
    believed = bool(shelf.wrong(shelf.prepared(), "2"))
    begun()
    venv.with_name(f"{venv.name}.half").touch()
    return believed and not shelf.wrong(shelf.prepared(), "2")
