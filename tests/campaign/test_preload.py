"""S28: what lies in the surroundings – modules, start files, libraries, plug-ins – is not run by the program's launcher."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.campaign.counted import cases, ran

ROOT = Path(__file__).resolve().parents[2]
SEED = 20161116
BAIT = "import os\nopen({mark!r}, 'a').write(__name__ + '\\n')\n"
MODULES = (
    "sitecustomize",
    "usercustomize",
    "app",
    "ui",
    "sqlalchemy",
    "apsw",
    "json",
    "argparse",
    "PySide6",
    "cryptography",
)
PATHS = {
    "LD_LIBRARY_PATH", "LD_PRELOAD", "LD_AUDIT", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QML2_IMPORT_PATH",
    "QML_IMPORT_PATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONPYCACHEPREFIX", "PYTHONINSPECT",
    "PYTHONBREAKPOINT", "PYTHONEXECUTABLE", "PYTHONWARNINGS", "GIO_EXTRA_MODULES", "GTK_PATH", "OPENSSL_CONF",
    "OPENSSL_MODULES", "SSL_CERT_FILE", "SSLKEYLOGFILE", "QT_QPA_PLATFORMTHEME", "GCONV_PATH",
}  # fmt: skip
OF_OLD = """#!/usr/bin/env bash
set -euo pipefail
here=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
. "$here/installer/lib.sh"
prepare run
export PYTHONPATH="$here${PYTHONPATH:+:$PYTHONPATH}"
exec "$VENV/bin/python" -m app.cli "$@"
"""
STAMP = """here=$1; . "$here/installer/lib.sh"; packages=("${RUN_PACKAGES[@]}")
printf '%s\\n' "${packages[*]} $(sha256sum <"$here/installer/requirements-run.txt") $(readlink -f "$VENV/bin/python")"
"""


@dataclass
class Installed:
    """A checkout that was prepared before; its interpreter writes down what it was given."""

    folder: Path
    marks: Path  # what was run of ours is named here
    given: Path

    def start(self, cwd: Path, **env: str) -> int:
        told = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        done = subprocess.run(
            [self.folder / "installer" / "run", "--help"],
            cwd=cwd,
            env={**told, **env},
            capture_output=True,
            check=False,
        )
        return done.returncode

    @property
    def through(self) -> list[str]:
        """What of the surroundings was run, or was handed on to the interpreter."""
        found = self.marks.read_text().splitlines() if self.marks.exists() else []
        env = (
            dict(line.split("=", 1) for line in self.given.read_text().splitlines() if "=" in line)
            if self.given.exists()
            else {}
        )
        found += [name for name in PATHS if name in env]
        if env and env.get("PYTHONPATH") != str(self.folder):
            found.append("PYTHONPATH")
        return found

    def clear(self) -> None:
        self.marks.unlink(missing_ok=True)
        self.given.unlink(missing_ok=True)


def installed(folder: Path, launcher: str | None = None) -> Installed:
    (folder / "installer").mkdir(parents=True)
    for name in ("run", "lib.sh", "requirements-run.txt"):
        shutil.copy(ROOT / "installer" / name, folder / "installer" / name)
    if launcher is not None:
        (folder / "installer" / "run").write_text(launcher)
    for name in ("app", "ui", "resources", "migrations"):
        (folder / name).symlink_to(ROOT / name)
    ask = ["bash", "-c", 'here=$1; . "$here/installer/lib.sh"; echo "$VENV"', "venv", folder]
    venv = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    given = folder.parent / f"{folder.name}.given"
    python.write_text(f'#!/bin/bash -p\n/usr/bin/env >"{given}"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    stamp = subprocess.run(["bash", "-c", STAMP, "stamp", folder], capture_output=True, check=True)
    (venv / ".prepared-run").write_bytes(stamp.stdout)
    return Installed(folder, folder.parent / f"{folder.name}.marks", given)


def baits(place: Path, marks: Path) -> Path:
    """Modules under names that the program imports, which write down that they were run."""
    place.mkdir(exist_ok=True)
    for name in MODULES:
        (place / f"{name}.py").write_text(BAIT.format(mark=str(marks)))
    (place / "start").write_text(f"echo start >>'{marks}'\n")
    return place


Try = Callable[[Installed, Path, random.Random], None]


def by_path(there: Installed, bait: Path, chance: random.Random) -> None:
    there.start(
        bait.parent, PYTHONPATH=chance.choice((str(bait), f":{bait}", f"{bait}:{bait.parent}", os.path.relpath(bait)))
    )


def by_standing(there: Installed, bait: Path, chance: random.Random) -> None:
    there.start(bait, PYTHONPATH=chance.choice(("", ".", ":")))


def by_variable(there: Installed, bait: Path, chance: random.Random) -> None:
    there.start(bait.parent, **{chance.choice(sorted(PATHS - {"LD_PRELOAD", "LD_AUDIT", "PYTHONHOME"})): str(bait)})


def by_library(there: Installed, bait: Path, chance: random.Random) -> None:
    there.start(bait.parent, LD_LIBRARY_PATH=str(bait), QT_PLUGIN_PATH=str(bait))


def by_shell(there: Installed, bait: Path, chance: random.Random) -> None:
    """Functions under names that the launcher calls. `BASH_ENV` is run before any file of a shell: nothing stops it."""
    told = {
        f"BASH_FUNC_{name}%%": f"() {{ . '{bait / 'start'}'; }}" for name in ("prepare", "readlink", "dirname", "say")
    }
    there.start(bait.parent, ENV=str(bait / "start"), **told)


def by_home(there: Installed, bait: Path, chance: random.Random) -> None:
    """Modules that the person's own folder adds to every Python."""
    home = bait.parent / f"home{chance.random()}"
    site = home / ".local" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    shutil.copytree(bait, site, dirs_exist_ok=True)
    there.start(bait.parent, HOME=str(home), PYTHONUSERBASE=str(home / ".local"))


def open_to_all(there: Installed, bait: Path, chance: random.Random) -> None:
    """Everybody may write where the program lies: that is closed before it is started, or it is not."""
    target = there.folder / "installer" / "lib.sh"
    mode = target.stat().st_mode
    target.chmod(mode | 0o002)
    if there.start(bait.parent) == 0 and target.stat().st_mode & 0o002:
        there.marks.write_text("started\n")
    target.chmod(mode)


TRIES: tuple[Try, ...] = (by_path, by_standing, by_variable, by_library, by_shell, by_home, open_to_all)


def tried(there: Installed, folder: Path, times: int) -> dict[str, int]:
    """How often each way came through."""
    chance, bait = random.Random(SEED), baits(folder, there.marks)
    came = dict.fromkeys((one.__name__ for one in TRIES), 0)
    for n in range(times):
        there.clear()
        one = TRIES[n % len(TRIES)]
        one(there, bait, chance)
        came[one.__name__] += bool(there.through)
    return came


@pytest.mark.skipif(os.name != "posix", reason="the launcher of Windows is installer/run.ps1")
def test_nothing_of_the_surroundings_is_run_by_the_launcher(tmp_path: Path) -> None:
    there, times = installed(tmp_path / "true"), cases(42, least=len(TRIES))
    assert there.start(tmp_path) == 0
    came = tried(there, tmp_path / "bait", times)
    old = tried(installed(tmp_path / "old", OF_OLD), tmp_path / "bait2", len(TRIES) * 2)
    ran("S28", times, through=sum(came.values()), planted=(sum(map(bool, old.values())), len(TRIES)))
