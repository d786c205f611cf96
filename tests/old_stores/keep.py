"""Keeps a store of the present schema for ever: `python -m tests.old_stores.keep`, once, before a release.

A demonstration, so that nobody real is in it; its key lies beside it. A release that was given out is never made anew: every
later program must open its store (tests/store/test_old_stores.py).
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.keeping.backup import copy
from app.start import initialise
from app.store import open
from tests.campaign.mornings import SCAN, walk
from tests.postgres import OWNER, server
from tests.world import World

HERE = Path(__file__).resolve().parent
COUNTED = (
    "events",
    "persons",
    "cases",
    "registries",
    "handovers",
    "accounts",
    "operations",
    "papers",
    "files",
    "offices",
)


def lived(world: World) -> dict[str, Any]:
    """A piece of a day; and what must be found again."""
    walk(world, 1)
    world.do("intake.keep_scan", {"body": SCAN})
    draft = world.draft()
    world.do("intake.refuse", draft | {"documents": draft["documents"][:1]})
    world.do("intake.save_draft", {"id": "01a1fe92-bfcc-76f7-b920-c1e78092a7f8", "draft": draft})
    found = {
        "counts": {name: world.count(name) for name in COUNTED},
        "numbers": sorted(row.number for row in world.rows("SELECT number FROM cases")),
        "statuses": sorted(row.status for row in world.rows("SELECT status FROM cases")),
    }
    world.close()
    return found


def keep(place: Path) -> None:
    place.mkdir()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        folder.chmod(0o755)
        with server(folder) as running:
            running.tell(f"CREATE DATABASE kept OWNER {OWNER}")
            told = {}
            for kind, url in (("embedded", f"sqlite:///{folder}/tereze.db"), ("shared", running.url("kept"))):
                initialise(url, key=folder / "tereze.key", demo=True)
                world = World(url, folder / "tereze.key")
                told[kind] = lived(world)
                copy(world.settings(), place / f"{kind}.backup")
        shutil.copy(folder / "tereze.key", place / "tereze.key")
    (place / "tereze.key").chmod(0o644)
    for kind in told:
        (place / f"{kind}.backup").chmod(0o644)
    (place / "expected.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    if (HERE / open.SCHEMA).exists():
        sys.exit(f"{open.SCHEMA} is kept already")
    keep(HERE / open.SCHEMA)
