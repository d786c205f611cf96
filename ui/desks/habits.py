"""What the window remembers of itself between two days: looks, who worked last, devices – nothing of an applicant."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

FILE = "window.json"


@dataclass(frozen=True, slots=True)
class Habits:
    """One workplace's. `scanner` and `printers` belong to `ui/devices`; both are plain words and numbers."""

    language: str = "ru"
    login: str = ""
    theme: str = "light"
    scale: float = 1.0
    still: bool = False  # no animation
    lock_after: int = 5  # minutes without a key
    quiet: bool = False  # no sound for a good scan; a bad one always sounds
    scanner: dict[str, Any] = field(default_factory=dict)
    paper_scanner: dict[str, Any] = field(default_factory=dict)  # for papers: which, resolution, feeder or glass
    printers: dict[str, Any] = field(default_factory=dict)  # kind of paper → printer and how
    keys: dict[str, str] = field(default_factory=dict)  # a command's usual key → the key this workplace gave it


FITS: dict[str, Callable[[Any], bool]] = {
    "language": lambda v: v in ("kk", "ru", "en"),
    "login": lambda v: isinstance(v, str),
    "theme": lambda v: v in ("light", "dark", "contrast"),
    "scale": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and 1 <= v <= 1.5,
    "still": lambda v: isinstance(v, bool),
    "lock_after": lambda v: isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= 5,
    "quiet": lambda v: isinstance(v, bool),
    "scanner": lambda v: isinstance(v, dict),
    "paper_scanner": lambda v: isinstance(v, dict),
    "printers": lambda v: isinstance(v, dict),
    "keys": lambda v: isinstance(v, dict) and all(isinstance(k, str) and isinstance(w, str) for k, w in v.items()),
}


def remembered(folder: Path) -> Habits:
    """A file that is spoilt is no reason not to open; a line that does not fit is as if it were not there."""
    place = folder / FILE
    try:
        kept = json.loads(place.read_text("utf-8")) if place.exists() else {}
    except (ValueError, OSError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    return replace(Habits(), **{name: kept[name] for name, fits in FITS.items() if name in kept and fits(kept[name])})


def remember(folder: Path, habits: Habits) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(habits), ensure_ascii=False), "utf-8")
