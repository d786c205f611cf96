"""Names of two marks among the cursors: up to where events are left that a peer's checkpoint covered, and when it came out."""

from __future__ import annotations


def gone(checkpoint: str) -> str:
    return f"gone:{checkpoint}"


def gone_at(checkpoint: str) -> str:
    return f"gone-at:{checkpoint}"
