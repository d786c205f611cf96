"""A program for strace: keeps scans and takes applications in, and says on its standard output when each is done.

`python -m tests.campaign.scribe URL KEY WISHES.json [FAULT]`: a fault that is planted, by name.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.store import before, blobs, sqlite
from tests.world import World


@contextmanager
def planted(fault: str) -> Any:
    real = blobs._write
    match fault:
        case "no-folder-sync":
            blobs.settle = lambda place: None  # type: ignore[attr-defined]
        case "no-sync-of-what-the-folder-lies-in":
            blobs._make_folder = lambda folder: folder.mkdir(parents=True, exist_ok=True)
        case "no-file-sync":
            os.fsync = lambda handle: None  # type: ignore[assignment]
        case "row-first":

            def write(place: Path, body: bytes, name: str, *, wrapping: bytes) -> bytes:
                key = real(place, body, name, wrapping=wrapping)
                place.replace(place.with_suffix(".later"))
                later.append(place)
                return key

            later: list[Path] = []
            commit = sqlite.Connection.commit

            def committed(self: sqlite.Connection) -> None:
                commit(self)
                while later:
                    place = later.pop()
                    place.with_suffix(".later").replace(place)
                    before.settle(place.parent)

            blobs._write = write
            sqlite.Connection.commit = committed  # type: ignore[method-assign]
        case "":
            pass
        case _:
            raise SystemExit(f"no such fault: {fault}")
    yield


def main(url: str, key: str, file: str, fault: str = "") -> None:
    world = World(url, Path(key))
    asked = json.loads(Path(file).read_text())
    world.rows("SELECT 1")
    with planted(fault):
        for op, name, given, role in asked:
            world.do(name, given, role, op=op)
            os.write(1, f"said: {op}\n".encode())
    world.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
