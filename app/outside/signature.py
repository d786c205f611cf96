"""Whoever signs for a person: a key in a file, NCALayer with the person's token. Asked outside any transaction.

Away, wrong key, refused: `Unavailable("signature", …)`. A person who changes their mind has cancelled, and nothing went wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol

from app.domain.signature import Signatory
from app.problems import Unavailable

# nobody there, or cut off · longer than we wait · the other side said no · not the shape · the key of somebody else
# · the password does not open it · its algorithm is not one that we sign with · it is signing already
# · another program answers in the place of the one that the workplace has written down
Status = Literal[
    "no-answer", "slow", "refused", "garbled", "other-person", "password", "key-unfit", "busy", "other-program",
]  # fmt: skip


class Cancelled(Enum):
    """The person closed the window of their key. Not an error: the form stays as it is, and can be signed later."""

    CANCELLED = "cancelled"


CANCELLED = Cancelled.CANCELLED


class Signer(Protocol):
    def sign(self, data: bytes, as_person: Signatory) -> bytes | Cancelled:
        """A detached CMS over these bytes by that person's key. `Unavailable("signature", …)`."""
        ...


@dataclass(frozen=True, slots=True)
class NoSigner:
    """The Quiet one: a workplace without a key. What may be signed by hand still is."""

    def sign(self, data: bytes, as_person: Signatory) -> bytes | Cancelled:
        raise away("no-answer")


def away(status: Status, **facts: object) -> Unavailable:
    return Unavailable("signature", status, **facts)
