"""Named boundaries of a write: nothing in life; in the tests a kill or an error strikes exactly there.

`TEREZE_AT="commit.after:kill"` or `"commit.before:error:3"` (the third time). Decision 004.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

POINTS = (
    "record.before", "record.after", "commit.before", "commit.after", "paper.before", "paper.drawn", "paper.after",
    "blob.written", "blob.renamed", "send.before", "send.after", "receive.before", "receive.after", "cursor.before",
    "migrate.before", "migrate.after", "backup.written", "backup.proven", "restore.files", "restore.verified",
)  # fmt: skip
_met: Counter[str] = Counter()


def at(name: str) -> None:
    wish = os.environ.get("TEREZE_AT")
    if not wish:
        return
    point, deed, nth = (*wish.split(":"), "1")[:3]
    if point != name:
        return
    _met[name] += 1
    if _met[name] == int(nth):
        if deed == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(f"struck at {name}")
