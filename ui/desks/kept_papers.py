"""Papers that no printer took lie as PDF in the user's folder, readable: for a week. The paper itself stays in the store."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime, timedelta
from pathlib import Path

LIE = timedelta(days=7)
OURS = re.compile(r"[CDRHSP][A-Z]{2}[0-9]{11,}[0-9A-Z]-[a-z-]+\.pdf")


def keep(folder: Path, name: str, body: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.pdf"
    path.touch(mode=0o600)  # names and numbers of people stand on it
    path.write_bytes(body)
    return path


def sweep(folder: Path, now: datetime) -> int:
    """Takes away what has lain there for its week; nothing that somebody else has put there."""
    gone = 0
    for path in folder.glob("*.pdf"):
        with contextlib.suppress(OSError):  # somebody has it open, or took it: next time
            if OURS.fullmatch(path.name) and now.timestamp() - path.stat().st_mtime > LIE.total_seconds():
                path.unlink()
                gone += 1
    return gone
