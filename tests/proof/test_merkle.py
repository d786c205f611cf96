"""One line of a registry is shown to be in it without the others, and a line that is not can never be."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proof.merkle import extended, leads_to, leaf, path, root, root_of

LINES = st.lists(st.binary(max_size=20), min_size=1, max_size=40)


@given(LINES, st.data())
def test_each_line_leads_to_the_root_by_its_own_short_path(lines: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(line) for line in lines]
    at = data.draw(st.integers(0, len(lines) - 1))
    way = path(leaves, at)
    assert leads_to(leaves[at], at, len(leaves), path=way) == root(leaves)
    assert len(way) <= (len(lines) - 1).bit_length()


@given(LINES, st.data())
def test_another_line_another_place_or_another_path_does_not(lines: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(line) for line in lines]
    at = data.draw(st.integers(0, len(lines) - 1))
    way = list(path(leaves, at))
    whole = root(leaves)
    assert leads_to(leaf(b"\xff" + lines[at]), at, len(leaves), path=way) != whole
    assert leads_to(leaves[at], at, len(leaves), path=[*way, whole]) != whole
    if way:
        way[data.draw(st.integers(0, len(way) - 1))] = sha256(b"x").digest()
        assert leads_to(leaves[at], at, len(leaves), path=way) != whole
        assert leads_to(leaves[at], at, len(leaves), path=way[:-1]) != whole
    assert leads_to(leaves[at], len(lines), len(leaves), path=way) is None


def test_the_root_of_known_lines_is_that_of_the_standard() -> None:
    """RFC 9162, 2.1.1: MTH({}) = HASH(), MTH({d0}) = HASH(0x00 || d0), inner nodes HASH(0x01 || left || right)."""
    assert root([]) == sha256(b"").digest()
    zero, one, two = (sha256(b"\0" + d).digest() for d in (b"0", b"1", b"2"))
    assert root([leaf(b"0")]) == zero
    inner = sha256(b"\1" + zero + one).digest()
    assert root([leaf(b"0"), leaf(b"1"), leaf(b"2")]) == sha256(b"\1" + inner + two).digest()


def test_there_is_no_path_to_a_line_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        path([leaf(b"a")], 1)


@given(LINES, st.integers(0, 40))
def test_a_list_that_grows_has_the_same_root_as_one_made_at_once(lines: list[bytes], at: int) -> None:
    leaves = [leaf(line) for line in lines]
    first, rest = leaves[:at], leaves[at:]
    assert root_of(extended(extended((), 0, first), len(first), rest)) == root(leaves)
