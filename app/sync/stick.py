"""A stick: files are whole under their name or not there at all, are read back, and are no larger than there is room."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from app.problems import Refused, Unavailable
from app.sync import sealed

SPARE = 2 * 1024 * 1024  # what a bundle needs beside its parts: index, envelope, the stick's own tables


def put(place: Path, raw: bytes) -> None:
    """Whole under its name or not at all, and read back: sticks are pulled out, and lie. Nothing else is written over."""
    half = place.with_name(f"{place.name}.half")
    try:
        if place.exists() and not sealed.begins(place):
            raise Refused("bundle-place-taken", file=place.name)
        with half.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)
        if os.name == "posix":
            handle = os.open(place.parent, os.O_RDONLY)
            try:
                with suppress(OSError):  # some file systems of sticks know no such thing
                    os.fsync(handle)
            finally:
                os.close(handle)
        if place.read_bytes() != raw:
            raise OSError("other bytes are read than were written")
    except OSError as gone:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise Unavailable("stick", "not-written", says=gone.strerror or str(gone)) from gone


def room(place: Path, most: int, *, beside: int) -> int:
    """How much of files a bundle there may hold, when it holds so much `beside` them."""
    try:
        return min(most, shutil.disk_usage(place.parent).free - beside - SPARE)
    except OSError:
        return most  # whether anything can be written there is seen when it is


def nth(place: Path, n: int) -> Path:
    """`road.tereze`, `road-2.tereze` …: the bundles of one go."""
    return place.with_name(f"{place.stem}-{n + 1}{place.suffix}") if n else place


def read(place: Path) -> bytes:
    """A bundle's bytes, no more than one may have."""
    try:
        if place.stat().st_size > sealed.LARGEST:
            raise Refused("bundle-none")
        return place.read_bytes()
    except OSError as gone:
        raise Unavailable("stick", "not-read", says=gone.strerror or str(gone)) from gone
