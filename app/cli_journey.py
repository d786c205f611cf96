"""`tereze journey …`: the whole day, really done, also with plugs pulled in the middle of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.problems import Unavailable, WrongCall

ABOUT = "the whole day, really done; --pull: with plugs pulled, and whether it ended in the same state"
PULLS = 3


def arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument("--out", required=True, metavar="DIR")
    made.add_argument("--act", metavar="ID")
    made.add_argument("--lang", choices=("ru", "kk", "en"), help="of the papers; without it both languages")
    made.add_argument("--only", metavar="SERVICE[/VARIANT],…", default="", help="a shorter day")
    made.add_argument(
        "--pull",
        metavar="PLUG,…",
        help="licensor, centre, network, power (all three), database: cut, and started again",
    )
    made.add_argument("--seed", type=int, default=1, help="when; the same seed pulls at the same moments")
    made.add_argument("--pulls", type=int, default=PULLS, metavar="N", help=f"of each plug ({PULLS})")
    made.add_argument(
        "--like", type=Path, metavar="DIR", help="of the same journey undisturbed; without it it runs first"
    )
    made.add_argument("--server", metavar="COMMAND", help="stops the database's server at once, and starts it again")


def go(options: argparse.Namespace) -> int:
    from app.journey import Trip, travel, travel_pulled
    from app.journey.plugs import drawn, named

    only = tuple(filter(None, options.only.split(",")))
    trip = Trip(Path(options.out), options.store, options.act, options.lang, only)
    if options.pull is None:
        return travel(trip)
    plugs = named(options.pull)
    if ("database" in plugs) != bool(options.server):
        raise WrongCall("--pull database and --server 'pg_ctl … -m immediate -w restart' go together")
    return travel_pulled(
        trip, lambda course: drawn(plugs, seed=options.seed, course=course, each=options.pulls), like=options.like,
        database=lambda: _restart(options.server),
    )  # fmt: skip


def _restart(command: str) -> None:
    import shlex
    import subprocess

    done = subprocess.run(shlex.split(command), capture_output=True, stdin=subprocess.DEVNULL, text=True, check=False)
    if done.returncode:
        raise Unavailable("database", done.stderr.strip() or done.stdout.strip() or f"ended with {done.returncode}")
