"""The whole of a campaign in parts that add up: `TEREZE_CAMPAIGN_PART=2/8` is the second of eight."""

from __future__ import annotations

import os


def part(count: int) -> range:
    """Which seeds of so many this run takes."""
    nth, _, of = os.environ.get("TEREZE_CAMPAIGN_PART", "1/1").partition("/")
    return range(count * (int(nth) - 1) // int(of), count * int(nth) // int(of))
