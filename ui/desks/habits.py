"""What the window remembers of itself between two days: language, colours, who worked last – nothing of an applicant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "window.json"


@dataclass(frozen=True, slots=True)
class Habits:
    language: str = "ru"
    login: str = ""
    theme: str = "light"
    scale: float = 1.0


def remembered(folder: Path) -> Habits:
    """A file that is spoilt is no reason not to open."""
    place = folder / FILE
    try:
        kept = json.loads(place.read_text("utf-8")) if place.exists() else {}
    except ValueError:
        kept = {}
    usual = Habits()
    return Habits(
        kept["language"] if kept.get("language") in ("kk", "ru", "en") else usual.language, str(kept.get("login", "")),
        kept["theme"] if kept.get("theme") in ("light", "dark", "contrast") else usual.theme,
        float(kept["scale"]) if isinstance(kept.get("scale"), (int, float)) else usual.scale,
    )  # fmt: skip


def remember(folder: Path, habits: Habits) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(habits)), "utf-8")
