"""What a program really asked of the disk, as strace saw it, files and folders together; and what a power cut may leave of it.

Stricter than most disks: a name stands in its folder only when that folder was synced, and bytes only when that file was.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,open,close,write,pwrite64,fsync,fdatasync,ftruncate,lseek,mkdir,mkdirat,"
CALLS += "rename,renameat,renameat2,unlink,unlinkat"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
SECTOR = 512
SAID = "said: "  # a line of the program's own: here somebody was told that it is done


@dataclass(frozen=True, slots=True)
class Put:
    """Bytes into a file, by its number and not by its name."""

    file: int
    offset: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a folder means that file from now on; None: nothing."""

    name: str
    file: int | None


@dataclass(frozen=True, slots=True)
class Synced:
    """A file's bytes, or with a name the names in that folder."""

    file: int | None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    line: str


Deed = Put | Cut | Named | Synced | Said


@dataclass(slots=True)
class Disk:
    """Files by number; names in folders. What is `sure` has been synced."""

    root: str
    bodies: dict[int, bytearray] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)


def traced(command: Sequence[str], root: Path, *, log: Path, env: dict[str, str]) -> Disk:
    """Runs it, and reads what it did below `root`."""
    disk = Disk(str(root))
    for number, place in enumerate(sorted(p for p in root.rglob("*") if p.is_file())):
        disk.bodies[number], disk.names[str(place)] = bytearray(place.read_bytes()), number
    folders = {str(p) for p in root.rglob("*") if p.is_dir()}
    call = ["strace", "-f", "--seccomp-bpf", "-xx", "-s", "4000000", "-e", f"trace={CALLS}", "-o", str(log), *command]
    done = subprocess.run(call, capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    _read(disk, log, folders)
    return disk


def _text(told: str) -> list[bytes]:
    return [bytes.fromhex(found[1].replace("\\x", "")) for found in BYTES.finditer(told)]


def _read(disk: Disk, log: Path, folders: set[str]) -> None:
    """Threads share their files, so one table of open files is enough; what another call cut in two is put together.

    `folders` there were before; it makes some and removes some before this is read.
    """
    here: dict[int, tuple[str, int]] = {}  # descriptor → path, place where the next write goes
    live = dict(disk.names)
    for line in _whole(log):
        found = LINE.match(line)
        if found is None or int(found[3]) < 0:
            continue
        call, told, answer = found[1], found[2], int(found[3])
        texts = _text(told)
        paths = [os.fsdecode(t) for t in texts]
        first = told.split(",")[0]
        if call in ("openat", "open"):
            path = paths[0]
            here.pop(answer, None)
            if not path.startswith(disk.root):
                continue
            here[answer] = (path, 0)
            if "O_DIRECTORY" in told or path in folders or os.path.isdir(path):
                continue
            if path not in live:
                live[path] = len(disk.bodies)
                disk.bodies[live[path]] = bytearray()
                disk.deeds.append(Named(path, live[path]))
            elif "O_TRUNC" in told:
                disk.deeds.append(Cut(live[path], 0))
        elif call == "close":
            here.pop(int(first), None)
        elif call == "write" and first == "1":
            disk.deeds += [Said(s.removeprefix(SAID)) for s in texts[0].decode().splitlines() if s.startswith(SAID)]
        elif call in ("write", "pwrite64") and int(first) in here:
            path, at = here[int(first)]
            offset = int(told.rsplit(",", 1)[1]) if call == "pwrite64" else at
            body = texts[0][:answer]
            if call == "write":
                here[int(first)] = (path, at + answer)
            if path in live:
                disk.deeds.append(Put(live[path], offset, body))
        elif call == "lseek" and int(first) in here:
            here[int(first)] = (here[int(first)][0], answer)
        elif call == "ftruncate" and int(first) in here and here[int(first)][0] in live:
            disk.deeds.append(Cut(live[here[int(first)][0]], int(told.split(",")[1])))
        elif call in ("fsync", "fdatasync") and int(first) in here:
            path = here[int(first)][0]
            disk.deeds.append(Synced(live[path]) if path in live else Synced(None, path))
        elif call.startswith("rename") and paths[0] in live:
            old, new = paths[0], paths[-1]
            live[new] = live.pop(old)
            disk.deeds += [Named(new, live[new]), Named(old, None)]
        elif call.startswith("unlink") and paths[-1] in live:
            live.pop(paths[-1])
            disk.deeds.append(Named(paths[-1], None))
        elif call.startswith("mkdir") and paths[-1].startswith(disk.root):
            folders.add(paths[-1])
            disk.deeds.append(Named(paths[-1], -1))


def _whole(log: Path) -> list[str]:
    halves: dict[str, str] = {}
    lines = []
    for line in log.read_text("ascii", "replace").splitlines():
        pid = line.split(" ", 1)[0]
        if line.endswith(" <unfinished ...>"):
            halves[pid] = line.removesuffix(" <unfinished ...>")
        elif " resumed>" in line and pid in halves:
            lines.append(halves.pop(pid) + line.split(" resumed>", 1)[1])
        else:
            lines.append(line)
    return lines


def after_cut(disk: Disk, at: int, random_: random.Random) -> tuple[dict[str, bytes], set[str], list[str]]:
    """Files and folders that may be there when the power goes before deed `at`; and what had been said."""
    bodies = {number: bytearray(body) for number, body in disk.bodies.items()}
    names: dict[str, int | None] = dict(disk.names)
    loose: dict[int, list[Put | Cut]] = {}
    unnamed: list[Named] = []
    said = []
    for deed in disk.deeds[:at]:
        match deed:
            case Said(line):
                said.append(line)
            case Named():
                unnamed.append(deed)
            case Synced(None, folder):
                for one in unnamed:
                    if os.path.dirname(one.name) == folder:
                        names[one.name] = one.file
                unnamed = [one for one in unnamed if os.path.dirname(one.name) != folder]
            case Synced(file):
                for change in loose.pop(int(file or 0), []):
                    _apply(bodies, change)
            case Put() | Cut():
                loose.setdefault(deed.file, []).append(deed)
    for one in unnamed[: random_.randrange(len(unnamed) + 1)]:  # names come in their order, or not at all
        names[one.name] = one.file
    for pending in loose.values():
        for change in pending[: random_.randrange(len(pending) + 1)]:
            _apply(bodies, _torn(change, random_))
    folders = {name for name, file in names.items() if file == -1}
    made = {n.name for n in disk.deeds if isinstance(n, Named) and n.file == -1}
    kept = {
        name: bytes(bodies[file])
        for name, file in names.items()
        if file is not None and file >= 0 and not any(f"{name}/".startswith(f"{f}/") for f in made - folders)
    }
    return kept, folders, said


def _torn(change: Put | Cut, random_: random.Random) -> Put | Cut:
    if isinstance(change, Cut) or len(change.body) <= SECTOR or random_.random() < 0.8:
        return change
    return Put(change.file, change.offset, change.body[: random_.randrange(1, len(change.body) // SECTOR + 1) * SECTOR])


def _apply(bodies: dict[int, bytearray], change: Put | Cut) -> None:
    body = bodies[change.file]
    match change:
        case Cut(_, size):
            del body[size:]
        case Put(_, offset, written):
            if len(body) < offset:
                body.extend(bytes(offset - len(body)))
            body[offset : offset + len(written)] = written


def laid_out(kept: dict[str, bytes], root: str, place: Path) -> None:
    """On a real folder, to be opened."""
    shutil.rmtree(place, ignore_errors=True)
    for name, body in kept.items():
        file = place / os.path.relpath(name, root)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
