"""A root over many lines, and the short path that shows one line was among them without showing the others (RFC 9162, 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"  # so that a line can never be taken for two of them


def leaf(line: bytes) -> bytes:
    return sha256(LEAF + line).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Of hashed lines, in their order. Of none: the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[bytes], at: int) -> tuple[bytes, ...]:
    """The neighbours from the line up to the root: log2 of the number of lines. IndexError: there is no such line."""
    if not 0 <= at < len(leaves):
        raise IndexError(at)
    if len(leaves) == 1:
        return ()
    half = _half(len(leaves))
    if at < half:
        return (*path(leaves[:half], at), root(leaves[half:]))
    return (*path(leaves[half:], at - half), root(leaves[:half]))


def leads_to(line: bytes, at: int, of: int, *, path: Sequence[bytes]) -> bytes | None:
    """The root that this path gives for the hashed line `at` of `of`; None: the path is not as long as it has to be."""
    if not 0 <= at < of:
        return None
    if of == 1:
        return line if not path else None
    if not path:
        return None
    half, last = _half(of), path[-1]
    if at < half:
        left = leads_to(line, at, half, path=path[:-1])
        return _node(left, last) if left else None
    right = leads_to(line, at - half, of - half, path=path[:-1])
    return _node(last, right) if right else None


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def _half(n: int) -> int:
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


# ---- a list that only grows: the whole subtrees so far, the largest first; its root without reading it again


def extended(peaks: Sequence[bytes], count: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The subtrees of a list of `count` hashed lines, given as `peaks`, with these lines after it."""
    grown = list(peaks)
    for number, one in enumerate(leaves, count):
        while number & 1:
            one, number = _node(grown.pop(), one), number >> 1
        grown.append(one)
    return tuple(grown)


def root_of(peaks: Sequence[bytes]) -> bytes:
    """What `root` gives for the lines under these subtrees."""
    if not peaks:
        return root(())
    *others, found = peaks
    for left in reversed(others):
        found = _node(left, found)
    return found
