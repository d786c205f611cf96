"""The drill: a store is brought back from its copy with a stop-watch running, read to the last page, and thrown away."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.keeping import dump
from app.keeping.backup import bring_back, copy
from app.keeping.verify import verify_store

if TYPE_CHECKING:
    from app.settings import Settings

WITHIN = 15 * 60  # seconds, from "the machine is gone" to a store that works


@contextmanager
def spare(settings: Settings, place: Path) -> Iterator[Settings]:
    """Where nothing is yet: a file there, or a database of its own on the same server, dropped afterwards."""
    from app.settings import Settings

    if not settings.store.startswith("postgresql"):
        yield Settings(store=f"sqlite:///{place / 'again' / 'store.db'}", key=settings.key, write=False)
        return
    with dump.spare_database(settings.store) as url:
        yield Settings(store=url, key=settings.key, write=False)


def drilled(settings: Settings, file: Path | None) -> dict[str, Any]:
    """On that copy, or on one that is made now. `seconds` of each part; `intact` and whether it was quick enough."""
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="tereze-drill-") as place:
        if file is None:
            began = time.monotonic()
            file = Path(place) / "drill.backup"
            copy(settings, file)
            seconds["copied"] = round(time.monotonic() - began, 2)
        began = time.monotonic()
        with spare(settings, Path(place)) as there:
            back = bring_back(file, there.store, key=settings.key, drill=True)
            seconds["brought_back"] = round(time.monotonic() - began, 2)
            read = verify_store(there)
            seconds["read"] = round(time.monotonic() - began - seconds["brought_back"], 2)
    whole = seconds["brought_back"] + seconds["read"]
    return {
        "intact": read["intact"] and read["chains"] == back["chains"] and whole <= WITHIN,
        "within": WITHIN, "seconds": {**seconds, "whole": round(whole, 2)}, "made_at": back["made_at"],
        "events": back["events"], "files": read["files"], "papers": read["papers"], "cases": read["cases"],
        "first_wrong": read["first_wrong"],
    }  # fmt: skip
