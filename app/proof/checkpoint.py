"""A checkpoint of the journal: how many events a device had written, which was the last, and a root over all of them.

Whoever keeps one – the other node, a sheet of paper – can tell when any earlier event is not what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.proof import cose, merkle
from app.proof.cose import END_OF_TIME, Claims, NotSigned, Sign, Statement

KIND, COUNT, HEAD, ROOT, AT, FORMAT, LIST, ITEMS = 1, 2, 3, 4, 5, 7, 8, 9
LETTER = "K"  # no kind of receipt
FIRST_FORMAT = 1
MOST = 300  # bytes, signed: what a square on a sheet bears
HASH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    device: str
    count: int
    head: bytes  # the hash of the last event
    root: bytes  # over the hashes of all, in their order (RFC 9162)
    at: int  # real seconds
    list: str = ""  # number of the registry on whose sheet it stands
    items: bytes = b""  # root over that registry's case numbers, sorted

    @property
    def id(self) -> str:
        """Two of one place that do not agree are two rows: that is what they are kept for."""
        return f"{self.device}/{self.count}/{self.head.hex()[:16]}"


def signed(point: Checkpoint, *, sign: Sign) -> bytes:
    claims: Claims = {
        KIND: LETTER, COUNT: point.count, HEAD: point.head, ROOT: point.root, AT: point.at, FORMAT: FIRST_FORMAT,
    }  # fmt: skip
    if point.list:
        claims |= {LIST: point.list.replace("-", ""), ITEMS: point.items}
    return cose.signed(claims, key=point.device, sign=sign)


def read(statement: Statement) -> Checkpoint:
    """`NotSigned`: a statement of ours, and no checkpoint."""
    said = statement.claims
    wanted: dict[int, type] = {KIND: str, COUNT: int, HEAD: bytes, ROOT: bytes, AT: int, FORMAT: int}
    if LIST in said:
        wanted |= {LIST: str, ITEMS: bytes}
    if set(said) != set(wanted) or any(type(said[k]) is not t for k, t in wanted.items()) or said[KIND] != LETTER:
        raise NotSigned("not-a-checkpoint")
    if said[FORMAT] != FIRST_FORMAT:
        raise NotSigned("newer")
    hashes = (said[HEAD], said[ROOT], said.get(ITEMS, bytes(HASH)))
    if said[COUNT] < 1 or not 0 <= said[AT] < END_OF_TIME or any(len(one) != HASH for one in hashes):
        raise NotSigned("not-a-checkpoint")
    return Checkpoint(
        device=statement.key, count=said[COUNT], head=said[HEAD], root=said[ROOT], at=said[AT],
        list=said.get(LIST, ""), items=said.get(ITEMS, b""),
    )  # fmt: skip


def root_after(peaks: Sequence[bytes], count: int, hashes: Sequence[bytes]) -> tuple[tuple[bytes, ...], bytes]:
    """The subtrees and the root when these events' hashes follow `count` earlier ones."""
    grown = merkle.extended(peaks, count, [merkle.leaf(one) for one in hashes])
    return grown, merkle.root_of(grown)
