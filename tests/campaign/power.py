"""Power that goes: what a disk may hold afterwards, replayed from the writes and syncs that the real store has made.

Below the cipher stands a file system of ours that writes down every write, sync and shortening. A cut takes all that was synced
before it; of what was not, any part may be there: whole writes, single sectors of one, none; in any order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import apsw

NAME = "writes-down"
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Sync:
    file: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A sync that said no: what it was asked for is thrown away, and never comes to the disk by a later one."""

    file: str


@dataclass(frozen=True, slots=True)
class Shorten:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Here somebody was told that it is done."""

    op: str


Entry = Write | Sync | Failed | Shorten | Acknowledged


@dataclass(slots=True)
class Recording:
    """The files as they lay on the disk when it began, and all that came after."""

    began: dict[str, bytes] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    runs: bool = False

    def put(self, entry: Entry) -> None:
        if self.runs:
            self.entries.append(entry)


class _File(apsw.VFSFile):
    def __init__(self, disk: _Disk, name: Any, flags: Any) -> None:
        full = name.filename() if hasattr(name, "filename") else str(name)
        self.told, self.name = disk.told, Path(full or "").name
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self.told.put(Write(self.name, offset, bytes(data)))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.told.put(Sync(self.name))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self.told.put(Shorten(self.name, size))


class _Disk(apsw.VFS):
    """One for the process: the layer of the cipher above keeps its address for ever."""

    def __init__(self) -> None:
        self.told = Recording()
        super().__init__(NAME, "unix")

    def xOpen(self, name: Any, flags: Any) -> _File:
        return _File(self, name, flags)


@cache
def _disk() -> _Disk:
    made = _Disk()
    apsw.Connection(":memory:", vfs=f"multipleciphers-{NAME}").close()  # makes the cipher's layer over ours
    return made


@contextmanager
def written_down() -> Iterator[Recording]:
    """Every store that is opened inside lies on the disk that writes down; the cipher stands above it as always."""
    before, disk = apsw.vfs_names()[0], _disk()
    disk.told = Recording()
    apsw.set_default_vfs(f"multipleciphers-{NAME}")
    try:
        yield disk.told
    finally:
        apsw.set_default_vfs(before)


# ---- replay


def after_cut(told: Recording, at: int, random_: random.Random) -> tuple[dict[str, bytearray], list[str]]:
    """What may lie on the disk when the power goes before entry `at`, and which operations were acknowledged."""
    files = {name: bytearray(body) for name, body in told.began.items()}
    loose: dict[str, list[Write | Shorten]] = {}
    acknowledged = []
    for entry in told.entries[:at]:
        match entry:
            case Acknowledged(op):
                acknowledged.append(op)
            case Sync(file):
                for one in loose.pop(file, []):
                    _apply(files, one)
            case Failed(file):
                loose.pop(file, None)
            case Write() | Shorten():
                loose.setdefault(entry.file, []).append(entry)
    for pending in loose.values():
        for one in _what_arrived(pending, random_):
            _apply(files, one)
    return files, acknowledged


def _what_arrived(pending: list[Write | Shorten], random_: random.Random) -> list[Write | Shorten]:
    """Of what nobody waited for: all, none, some, in another order, some of it torn."""
    manner = random_.choice(["all", "none", "some", "first", "order"])
    if manner == "none":
        return []
    if manner == "first":
        return pending[: random_.randrange(len(pending) + 1)]
    chosen = list(pending) if manner == "all" else [one for one in pending if random_.random() < 0.7]
    if manner == "order":
        random_.shuffle(chosen)
    return [_torn(one, random_) if random_.random() < 0.2 else one for one in chosen]


def _torn(one: Write | Shorten, random_: random.Random) -> Write | Shorten:
    if isinstance(one, Shorten) or len(one.body) <= SECTOR:
        return one
    keep = random_.randrange(1, len(one.body) // SECTOR + 1) * SECTOR
    if random_.random() < 0.5:
        return Write(one.file, one.offset, one.body[:keep])
    return Write(one.file, one.offset + len(one.body) - keep, one.body[-keep:])


def _apply(files: dict[str, bytearray], one: Write | Shorten) -> None:
    body = files.setdefault(one.file, bytearray())
    match one:
        case Shorten(_, size):
            del body[size:]
        case Write(_, offset, written):
            if len(body) < offset:
                body.extend(bytes(offset - len(body)))
            body[offset : offset + len(written)] = written
