"""How often a copy was brought back: each time its devices go on in another thousand of numbers.

The papers of what was lost bear numbers that the copy knows nothing of: those given out after it was made, and those given
out after it, or another copy, was brought back an earlier time. No copy can know how often it was:
that is written down beside it, and beside the key.
"""

from __future__ import annotations

import os
from pathlib import Path

from app.outside.clock import SystemClock
from app.problems import Unavailable
from app.store.before import settle

LEAP = 1000  # more than a device gives out between two copies


def leap(copy: Path, key: Path, digest: str) -> int:
    """How many numbers are left out this time; written down before anything is brought back.

    `digest`: what the copy is known by, under whatever name it lies. `Unavailable(backup, not-marked)`: neither place
    can be written to.
    """
    returns = key.with_name("restored.txt")  # of whichever copy: an older one knows nothing of what came after a newer
    places = (used(copy), returns)
    times = 1 + max(_times(used(copy), digest), _times(returns, None))
    line = f"{digest} {SystemClock().instant().iso()} {times}\n".encode()
    if not sum(_written(place, line) for place in places):
        raise Unavailable("backup", "not-marked", path=str(copy))
    return LEAP * times


def used(copy: Path) -> Path:
    """What lies beside a copy that was brought back."""
    return copy.with_name(f"{copy.name}.used")


def _times(place: Path, digest: str | None) -> int:
    """How often the copy of this digest was brought back by what is written there; None: any copy."""
    try:
        told = [line.split() for line in place.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return 0
    return max(
        (int(words[2]) for words in told if digest in (None, *words[:1]) and words[2:3] and words[2].isdecimal()),
        default=0,
    )


def _written(place: Path, line: bytes) -> bool:
    """A line that a power cut left half is ended first: it is nobody's then."""
    try:
        with place.open("a+b") as out:
            out.seek(0)
            if (had := out.read()) and not had.endswith(b"\n"):
                out.write(b"\n")
            out.write(line)
            out.flush()
            os.fsync(out.fileno())
        settle(place.parent)  # its name: the store must not outlive it
    except OSError:
        return False
    return True
