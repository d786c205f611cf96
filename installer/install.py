#!/usr/bin/env python3
"""`installer/install.py FOLDER` puts the program of this checkout there: the first time, or in the place of an older one.

Cut off anywhere, the next start finds the older program or this one, and always a whole one. Everything is laid into
FOLDER/.next and synced, its libraries beside the older ones; then one name is written, `.next/whole`, and from that moment
whoever comes first brings it to its end: this program again, or `installer/run`. A program that runs in FOLDER is not
disturbed: it holds FOLDER/installer, and who installs is asked to close it. Only the standard library: no other is there yet.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
PARTS = ("app", "ui", "resources", "migrations", "installer", "docs", "pyproject.toml", "README.md")
LIBRARIES = """here=$1; . "$here/installer/lib.sh"; VENV=$2/.venvs/${VENV##*/}; prepare run"""
COMPILED = """here=$1; . "$here/installer/lib.sh"; cd "$here"; "$VENV/bin/python" -m compileall -q app ui resources migrations;
"$VENV/bin/python" -c '
from app.catalogue.packs import FOLDER, read_pack
from app.words import words
[words(language) for language in ("kk", "ru", "en")]
[read_pack(text) for text in FOLDER.glob("*@*.toml")]'"""


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--finish", folder]:
            with alone(Path(folder), wait=True):
                finish(Path(folder))
        case [folder] if not folder.startswith("-"):
            try:
                install(Path(folder).absolute())
            except OSError as wrong:
                raise stopped(f"Not installed / Не установлено: {wrong}") from wrong
            said(f"Installed. / Установлено: {folder}")
        case _:
            raise stopped("installer/install.py FOLDER", exit=2)
    return 0


def install(folder: Path) -> None:
    """Exits with 4 and says why, when something outside is away; FOLDER is then as it was."""
    if folder.resolve() == HERE or (folder / ".git").exists():
        raise stopped(
            "A checkout is renewed by git; name another folder. / Это рабочая копия git, назовите другую папку."
        )
    (folder / "installer").mkdir(parents=True, exist_ok=True)
    with alone(folder, wait=False):
        finish(folder)  # what was cut off before: half of it may be in its place
        following = folder / ".next"
        shutil.rmtree(following, ignore_errors=True)
        names = sorted(laid(following / "program"))
        if done := asked(LIBRARIES, following / "program", folder):
            raise SystemExit(done)
        half = following / "half"
        half.write_text(json.dumps(names))
        settle(half)
        half.replace(following / "whole")
        settle(following)
        settle(folder)
        finish(folder)
        asked(COMPILED, folder)  # whoever works with it may not write there, and would compile at each start


def asked(lines: str, *places: Path) -> int:
    """What the shell's part of the installer does. On Windows the next start sees to it."""
    return (
        subprocess.run(["bash", "-c", lines, "install", *places], check=False).returncode if os.name == "posix" else 0
    )


def finish(folder: Path) -> None:
    """Puts what lies whole in `.next` into its place; the same again where somebody else was cut off in the middle."""
    whole = folder / ".next" / "whole"
    if whole.exists():
        program, names = whole.with_name("program"), json.loads(whole.read_text())
        for name in names:
            put(program / name, folder / name)
        remove_others(folder, set(names))
        settle(folder)
        whole.unlink()
        settle(whole.parent)
    shutil.rmtree(folder / ".next", ignore_errors=True)


def laid(program: Path) -> Iterator[str]:
    """Copies the parts; the names of the files, relative to the program."""
    for part in PARTS:
        for source in sorted(files(HERE / part)):
            name = source.relative_to(HERE).as_posix()
            put(source, program / name)
            yield name
    for place in [program, *(one for one in program.rglob("*") if one.is_dir())]:
        settle(place)


def files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        passed = (".pyc", ".mo", ".prepared")  # made of what is there
        yield from (one for one in place.rglob("*") if one.is_file() and one.suffix not in passed)


def put(source: Path, target: Path) -> None:
    """All of the file under its name or nothing, and on the disk. Nobody but the owner may write to it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.next")
    beside.write_bytes(source.read_bytes())
    beside.chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    settle(beside)
    beside.replace(target)


def remove_others(folder: Path, names: set[str]) -> None:
    """What the older program had and this one has not: its files, its compiled code, its libraries. All names are settled."""
    for part in PARTS:
        for one in sorted([folder / part, *(folder / part).rglob("*")], reverse=True):  # a folder after what is in it
            if one.is_dir() and not one.is_symlink():
                settle(one)
                if not any(one.iterdir()):
                    one.rmdir()
            elif one.relative_to(folder).as_posix() not in names:
                one.unlink()
    lock = hashlib.sha256((folder / "installer" / "requirements-run.txt").read_bytes()).hexdigest()
    for old in (folder / ".venvs").glob("*"):
        if old.name != lock[:12]:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path, *, wait: bool) -> Iterator[None]:
    """No program runs in that folder, and none starts. Windows has no such lock for a folder: there nobody is asked."""
    if os.name != "posix":
        yield
        return
    import fcntl

    held = os.open(folder / "installer", os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError:
        raise stopped("Tereze is running there: close it first. / Tereze там работает: сначала закройте.") from None
    except OSError as wrong:
        raise stopped(
            f"Not finished, start again as its owner. / Не закончено, повторите от имени владельца: {wrong}"
        ) from wrong
    finally:
        os.close(held)


def settle(place: Path) -> None:
    """A file's bytes, or a folder's names, are on the disk when this returns."""
    if os.name != "posix" and place.is_dir():
        return
    handle = os.open(place, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stopped(*lines: str, exit: int = 4) -> SystemExit:
    said(*lines)
    return SystemExit(exit)


def said(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
