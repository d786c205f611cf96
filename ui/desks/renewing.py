"""A store that did not open and yet will: its passphrase lacks, or it is of an earlier version and is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.problems import Unavailable
from ui.desks.unsealing import unseals

if TYPE_CHECKING:
    from ui.desks.front import Front


def opens_yet(front: Front, wrong: BaseException) -> bool:
    return unseals(front, wrong) or _renews(front, wrong)


def _renews(front: Front, wrong: BaseException) -> bool:
    """The lock screen says so first: copying a large store takes minutes."""
    if not isinstance(wrong, Unavailable) or (wrong.what, wrong.status) != ("store", "renewing"):
        return False
    front.door.renews = True
    front.start()
    return True
