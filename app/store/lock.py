"""One writing process a file: an OS lock, which the system itself lets go when the process dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from app.problems import Unavailable


class OnlyWriter:
    """Held from before the store is opened until it is closed."""

    def __init__(self, store: Path) -> None:
        try:
            self._file = os.open(f"{store}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as shut:
            if shut.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
                raise
            raise Unavailable("store", "read-only", path=str(store)) from shut
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            os.close(self._file)
            raise Unavailable("store", "in-use", path=str(store)) from held

    def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
