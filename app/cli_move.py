"""`tereze move`: a store goes on living elsewhere, from SQLite to PostgreSQL or back. What is left behind says where to."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.start import Settings

ABOUT = "a store from SQLite to PostgreSQL or back: counted, compared and verified, then marked as moved"


def arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("--from", dest="store", metavar="URL", help="the store that moves; else as for every command")
    made.add_argument("--to", required=True, metavar="URL", help="where there is none yet")
    made.add_argument("--passwords", metavar="FILE", help="made for the first passwords of people; for its owner alone")


def run(options: argparse.Namespace, settings: Callable[..., Settings], show: Callable[[Any], None]) -> int:
    from app.keeping.moved import move

    here = settings(options, write=True)
    show(move(here.store, options.to, key=here.key, passwords=Path(options.passwords) if options.passwords else None))
    return 0
