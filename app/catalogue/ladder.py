"""The ladder of rungs that holds on a day, read strictly from its dated file."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from app.domain.pack import Source
from app.domain.roles import Role
from app.domain.rungs import WHO_ACTS, Ladder, Rung, RungId

FILE: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "rungs.toml"


class LadderFault(ValueError):
    """The file says something that no ladder can say: where, and what."""


def ladder_on(day: date, path: Path = FILE) -> Ladder:
    """The latest that has begun by then; before the first one, the first."""
    ladders = _read(path)
    return next((one for one in reversed(ladders) if one.from_ <= day), ladders[0])


@cache
def _read(path: Path) -> tuple[Ladder, ...]:
    text = tomllib.loads(path.read_text("utf-8"))
    found = [_ladder(n, entry) for n, entry in enumerate(text.get("ladder", ()))]
    if not found or [one.from_ for one in found] != sorted({one.from_ for one in found}):
        raise LadderFault("ladder: there is none, or their first days do not rise")
    return tuple(found)


def _ladder(n: int, entry: dict[str, Any]) -> Ladder:
    if set(entry) != {"from", "source", "rung"} or entry["source"] not in get_args(Source):
        raise LadderFault(f"ladder[{n}]: a ladder has from, source and rung")
    rungs = tuple(_rung(f"ladder[{n}].rung[{k}]", rung) for k, rung in enumerate(entry["rung"]))
    if len({r.id for r in rungs}) < len(rungs):
        raise LadderFault(f"ladder[{n}]: a rung stands twice")
    return Ladder(from_=entry["from"], source=entry["source"], rungs=rungs)


def _rung(key: str, entry: dict[str, Any]) -> Rung:
    if unknown := set(entry) - {"id", "share", "working_days", "calls"}:
        raise LadderFault(f"{key}: unknown key {min(unknown)}")
    if entry.get("id") not in get_args(RungId) or entry["id"] == "reminded":
        raise LadderFault(f"{key}: no such rung")
    if strangers := set(entry.get("calls", ())) - {WHO_ACTS, *Role}:
        raise LadderFault(f"{key}: no such role {min(strangers)}")
    share, days = entry.get("share", 0), entry.get("working_days", 0)
    if (share and days) or min(share, days) < 0:
        raise LadderFault(f"{key}: before the end by a share, or after it by working days")
    return Rung(id=entry["id"], share=share, working_days=days, calls=tuple(entry.get("calls", ())))
