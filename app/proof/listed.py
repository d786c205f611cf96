"""What a list holds, shown without the list: a strip for one number that is in it, or for the neighbours of one that is not.

The numbers are sorted before the root is made, so two neighbours with nothing between them show that a third is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.proof import merkle


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One number, its place among how many, and the hashes from it up to the root."""

    number: str
    place: int
    of: int
    path: tuple[bytes, ...]


def ordered(numbers: Iterable[str]) -> tuple[str, ...]:
    """Without hyphens, each once, in the order of their letters."""
    return tuple(sorted({number.replace("-", "") for number in numbers}))


def root(numbers: Iterable[str]) -> bytes:
    return merkle.root([_leaf(one) for one in ordered(numbers)])


def strip(numbers: Iterable[str], number: str) -> Strip:
    """ValueError: it is not in the list."""
    there = ordered(numbers)
    place = there.index(number.replace("-", ""))
    path = merkle.path([_leaf(one) for one in there], place)
    return Strip(number=there[place], place=place, of=len(there), path=path)


def neighbours(numbers: Iterable[str], number: str) -> tuple[Strip, ...]:
    """The strips of what stands before and after the place where it would be; ValueError: it is in the list."""
    there, wanted = ordered(numbers), number.replace("-", "")
    if wanted in there:
        raise ValueError(number)
    place = sum(one < wanted for one in there)
    return tuple(strip(there, there[p]) for p in (place - 1, place) if 0 <= p < len(there))


def shows(root: bytes, one: Strip) -> bool:
    """Whether this number was in the list with this root."""
    return merkle.leads_to(_leaf(one.number), one.place, one.of, path=one.path) == root


def shows_absent(root: bytes, number: str, beside: Sequence[Strip]) -> bool:
    """Whether the list with this root had no such number: its neighbours stand next to each other, or at the edge."""
    wanted = number.replace("-", "")
    if not beside or len({one.of for one in beside}) != 1 or not all(shows(root, one) for one in beside):
        return False
    match beside:
        case (before, after):
            return before.place + 1 == after.place and before.number < wanted < after.number
        case (only,):
            first, last = only.place == 0, only.place == only.of - 1
            return (first and wanted < only.number) or (last and only.number < wanted)
    return False


def _leaf(number: str) -> bytes:
    return merkle.leaf(number.encode())
