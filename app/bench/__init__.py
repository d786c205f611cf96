"""`tereze bench`: our own side and raw libraries in one run, pair by pair; medians, ratios, and whether the target is met.

TO ADD A BENCH: a module here with `run(place: Place) -> list[Result]`, and its name in `BENCHES`.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.bench.pairs import Place, milliseconds, pairs
from app.problems import WrongCall
from app.store import sqlite
from app.store.open import path_of

BENCHES = (
    "start", "accept", "press", "lookup", "case", "search", "list", "receipt", "registry", "codes", "sync", "scans", "signing",
    "verify", "memory",
)  # fmt: skip
LIBRARIES = ("SQLAlchemy", "apsw-sqlite3mc", "psycopg", "reportlab", "PySide6_Essentials")
SIZES = {"k": 1000, "m": 1_000_000}


def bench(names: list[str], store: str | None = None) -> dict[str, Any]:
    """All of them, or those named: `lookup@100k` is on a store of 100 000 cases. `WrongCall` for an unknown name.

    A store of PostgreSQL is measured in schemas of our own, beside SQLite; a file says on which disk to measure.
    """
    wanted = [asked(name) for name in names or BENCHES]
    on_postgres = bool(store and store.startswith("postgresql"))
    beside = path_of(store).parent if store and not on_postgres else None
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="tereze-bench-", dir=beside) as folder:
        for number, (name, cases) in enumerate(wanted):
            place = Path(folder, str(number))
            place.mkdir()
            run = importlib.import_module(f"app.bench.{name}").run
            stores = Path(folder, "stores")
            results = run(Place(folder=place, stores=stores, cases=cases, postgres=store if on_postgres else None))
            found[name if cases is None else f"{name}@{cases}"] = [result.told() for result in results]
        return {"machine": machine(Path(folder)), "benches": found}


def asked(name: str) -> tuple[str, int | None]:
    """The bench and the size of its store: `search@1m`."""
    plain, at, size = name.partition("@")
    if plain not in BENCHES or (at and not re.fullmatch(r"[1-9]\d*[km]?", size)):
        raise WrongCall(f"no such bench: {name}; known are {', '.join(BENCHES)}, and their size as @10k")
    return plain, int(size.rstrip("km")) * SIZES.get(size[-1], 1) if at else None


def machine(folder: Path) -> dict[str, Any]:
    """What the figures depend on; nothing that says whose machine it is."""
    page = bytes(4096)

    def durable() -> None:
        with (folder / "page").open("wb") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())

    return {
        "system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(), "sqlite": sqlite.sqlite_version,
        "stdlib_sqlite": sqlite3.sqlite_version,
        "libraries": {name: version(name) for name in LIBRARIES},
        "page_to_disk_ms": milliseconds(pairs(durable, lambda: None, rounds=20)[0]),
        "optimised": sys.flags.optimize,
    }  # fmt: skip
