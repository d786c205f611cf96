"""What was made of the program's own files is kept beside them, so that the next start need not make it again."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def keep(place: Path, body: bytes) -> None:
    """All of it or nothing: another start may be reading, and one that is killed here must not leave half behind.

    A program's folder may be closed to us: then it is made anew each time.
    """
    with contextlib.suppress(OSError):
        import tempfile

        handle, fresh = tempfile.mkstemp(dir=place.parent, prefix=place.stem, suffix=place.suffix)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(fresh, 0o644)
        os.replace(fresh, place)
