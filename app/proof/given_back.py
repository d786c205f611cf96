"""What a peer gave back to a node that was brought back from a copy: of one stretch of its own chain, which events stay stubs.

Signed, because nothing else tells a stub that came so from an event that somebody emptied: the chain holds hashes alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.proof import cose
from app.proof.cose import END_OF_TIME, Claims, NotSigned, Sign, Statement

KIND, SINCE, UNTIL, HEAD, STUBS, BARE, AT, DEVICE, FORMAT = 1, 2, 3, 4, 5, 6, 7, 8, 9
LETTER = "G"  # no kind of receipt, and no checkpoint
FIRST_FORMAT = 1
MOST = 8_000  # events: more do not go into one statement
HASH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    device: str  # whose chain
    since: int  # the first and the last event that came back
    until: int
    head: bytes  # the hash of the last
    stubs: frozenset[int]  # of these nobody had more than the hashes
    bare: frozenset[int]  # and these came without the people, who had been erased
    at: int  # real seconds

    @property
    def id(self) -> str:
        return f"{self.device}/{self.since}"


def signed(told: GivenBack, *, key: str, sign: Sign) -> bytes:
    """`key`: the device of the same node that speaks for it."""
    size = told.until - told.since + 1
    claims: Claims = {
        KIND: LETTER, SINCE: told.since, UNTIL: told.until, HEAD: told.head, AT: told.at, DEVICE: told.device,
        STUBS: _marks(told.stubs, told.since, size), BARE: _marks(told.bare, told.since, size), FORMAT: FIRST_FORMAT,
    }  # fmt: skip
    return cose.signed(claims, key=key, sign=sign)


def read(statement: Statement) -> GivenBack:
    """`NotSigned`: a statement of ours, and none of this kind."""
    said = statement.claims
    wanted: dict[int, type] = {
        KIND: str, SINCE: int, UNTIL: int, HEAD: bytes, STUBS: bytes, BARE: bytes, AT: int, DEVICE: str, FORMAT: int,
    }  # fmt: skip
    if set(said) != set(wanted) or any(type(said[k]) is not t for k, t in wanted.items()) or said[KIND] != LETTER:
        raise NotSigned("not-a-return")
    if said[FORMAT] != FIRST_FORMAT:
        raise NotSigned("newer")
    size = said[UNTIL] - said[SINCE] + 1
    whole = len(said[HEAD]) == HASH and len(said[STUBS]) == len(said[BARE]) == (size + 7) // 8
    if not 0 < size <= MOST or said[SINCE] < 1 or not whole or not 0 <= said[AT] < END_OF_TIME:
        raise NotSigned("not-a-return")
    return GivenBack(
        device=said[DEVICE], since=said[SINCE], until=said[UNTIL], head=said[HEAD],
        stubs=_marked(said[STUBS], said[SINCE]), bare=_marked(said[BARE], said[SINCE]), at=said[AT],
    )  # fmt: skip


def _marks(places: Iterable[int], since: int, size: int) -> bytes:
    """A bit for each event of the stretch, from the lowest."""
    return sum(1 << (place - since) for place in places).to_bytes((size + 7) // 8, "little")


def _marked(marks: bytes, since: int) -> frozenset[int]:
    return frozenset(since + 8 * n + bit for n, byte in enumerate(marks) for bit in range(8) if byte >> bit & 1)
