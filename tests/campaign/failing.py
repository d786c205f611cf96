"""A disk that fails on purpose, below the cipher: the n-th call of a kind, once or until it is healed.

It also writes everything down, as `power` does. What stood unsynced when a sync failed is gone from the disk for good, while
the system still reads it from memory: that is how Linux does it, and why such a sync must never be asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import apsw

from tests.campaign.power import Failed, Recording, Shorten, Sync, Write

NAME = "fails"
CODES = {
    "write": apsw.SQLITE_IOERR_WRITE, "sync": apsw.SQLITE_IOERR_FSYNC, "read": apsw.SQLITE_IOERR_READ,
    "shorten": apsw.SQLITE_IOERR_TRUNCATE, "full": apsw.SQLITE_FULL,
}  # fmt: skip


@dataclass(slots=True)
class Trouble:
    """`nth` of `kind` fails (from 1); `lasting`: and all after it, until `heal`."""

    told: Recording = field(default_factory=Recording)
    seen: Counter[str] = field(default_factory=Counter)
    kind: str = ""
    nth: int = 0
    lasting: bool = False
    struck: int = 0

    def strike(self, kind: str, nth: int, *, lasting: bool = False) -> None:
        self.seen.clear()
        self.kind, self.nth, self.lasting, self.struck = kind, nth, lasting, 0

    def heal(self) -> None:
        self.kind = ""

    def meet(self, call: str) -> None:
        kind = "full" if call == "write" and self.kind == "full" else call
        self.seen[call] += 1
        count = self.seen[call]
        if kind == self.kind and (count == self.nth or (self.lasting and count >= self.nth)):
            self.struck += 1
            raise apsw.exception_for(CODES[kind])


class _File(apsw.VFSFile):
    def __init__(self, disk: _Disk, name: Any, flags: Any) -> None:
        full = name.filename() if hasattr(name, "filename") else str(name)
        self.disk, self.name = disk, Path(full or "").name
        super().__init__("unix", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:
        self.disk.trouble.meet("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.trouble.meet("write")
        super().xWrite(data, offset)
        self.disk.trouble.told.put(Write(self.name, offset, bytes(data)))

    def xSync(self, flags: int) -> None:
        try:
            self.disk.trouble.meet("sync")
        except apsw.Error:
            self.disk.trouble.told.put(Failed(self.name))
            raise
        super().xSync(flags)
        self.disk.trouble.told.put(Sync(self.name))

    def xTruncate(self, size: int) -> None:
        self.disk.trouble.meet("shorten")
        super().xTruncate(size)
        self.disk.trouble.told.put(Shorten(self.name, size))


class _Disk(apsw.VFS):
    """One for the process: the layer of the cipher above keeps its address for ever."""

    def __init__(self) -> None:
        self.trouble = Trouble()
        super().__init__(NAME, "unix")

    def xOpen(self, name: Any, flags: Any) -> _File:
        return _File(self, name, flags)


@cache
def _disk() -> _Disk:
    made = _Disk()
    apsw.Connection(":memory:", vfs=f"multipleciphers-{NAME}").close()
    return made


@contextmanager
def failing() -> Iterator[Trouble]:
    """Every store that is opened inside lies on the failing disk."""
    before, disk = apsw.vfs_names()[0], _disk()
    disk.trouble = Trouble()
    apsw.set_default_vfs(f"multipleciphers-{NAME}")
    try:
        yield disk.trouble
    finally:
        apsw.set_default_vfs(before)
