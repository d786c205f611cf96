"""How many cases of a row this run takes, and from which seed: a commit a few, the whole all of them, a part its own share."""

from __future__ import annotations

import random

from tests.campaign.counted import WHOLE
from tests.campaign.parts import part


def share(row: str, whole: int, *, commit: int) -> tuple[random.Random, int]:
    """The same part draws the same cases again, and no two parts the same."""
    mine = part(whole) if WHOLE else range(commit)
    return random.Random(f"{row} {mine.start}"), len(mine)
