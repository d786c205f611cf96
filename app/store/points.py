"""Named boundaries of a write: nothing in life; in the tests a kill or a trouble strikes exactly there.

`TEREZE_AT="commit.after:kill"`, `"commit.before:error:3"` (the third time), `"commit.before:full:*"` (every time).
Decision 004.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from app.problems import Unavailable

POINTS = (
    "begin.before", "begin.after", "record.before", "record.after", "commit.before", "write.before", "write.after",
    "commit.after", "paper.before", "paper.drawn", "paper.after", "blob.before", "blob.written", "blob.placed",
    "blob.renamed", "part.before", "part.after", "send.before", "send.after", "receive.before", "receive.after",
    "cursor.before", "migrate.before", "migrate.after", "backup.written", "backup.proven", "restore.files",
    "restore.rows", "restore.copied", "restore.verified", "move.copied", "move.verified", "move.marked",
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
    if nth == "*" or _met[name] == int(nth):
        _strike(deed, name)


def _strike(deed: str, name: str) -> None:
    match deed:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":  # until somebody lets it go on
            os.kill(os.getpid(), signal.SIGSTOP)
        case "full":
            raise Unavailable("store", "disk-full")
        case "moved":
            raise Unavailable("store", "moved-meanwhile")
        case "bug":
            raise ZeroDivisionError
        case _:
            raise OSError(f"struck at {name}")
