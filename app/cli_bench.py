"""`tereze bench …`: what is measured goes to stdout as JSON, and as a table to whoever sits before a terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ABOUT = "measure against raw libraries: JSON, and a table for people"
DESK = Path(__file__).parents[1] / "tests" / "bench" / "desk"


def arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("names", nargs="*", help="one bench or several, with the size of the store: search@1m")
    made.add_argument("--table", action="store_true", help="the table on stderr, also without a terminal")
    made.add_argument("--out", type=Path, metavar="DIR", help="bench.json, bench.md and growth.svg there")


def go(options: argparse.Namespace, show: Callable[[Any], None]) -> int:
    from app.bench import bench
    from app.bench.table import table

    names = [name for name in options.names if name != "desk"]
    told = bench(names, store=options.store) if names or not options.names else {}
    if names != options.names or not options.names:
        from ui.start import count_paths

        told["desk"] = count_paths(DESK)
    show(told)
    if "benches" in told and (options.table or sys.stderr.isatty()):
        sys.stderr.write(table(told))
    if options.out is not None and "benches" in told:
        _keep(told, options.out)
    return 0


def _keep(told: dict[str, Any], folder: Path) -> None:
    from app.bench.plot import growth
    from app.bench.table import markdown

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / "bench.md").write_text(markdown(told), encoding="utf-8")
    if picture := growth(told):
        (folder / "growth.svg").write_text(picture, encoding="utf-8")
