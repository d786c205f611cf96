"""What came back as a stub is signed: bit by bit what was signed is read, and nothing else is taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.proof import checkpoint, cose, given_back
from app.proof.given_back import MOST, GivenBack

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SOME = GivenBack(
    device="AT01-01", since=8, until=20, head=b"h" * 32, stubs=frozenset({8, 15, 16}), bare=frozenset({20}), at=1
)


@st.composite
def returns(draw: st.DrawFn) -> GivenBack:
    since, size = draw(st.integers(1, 2**40)), draw(st.integers(1, MOST))
    places = st.integers(since, since + size - 1)
    stubs = draw(st.frozensets(places, max_size=40))
    bare = draw(st.frozensets(places, max_size=40)) - stubs
    head = draw(st.binary(min_size=32, max_size=32))
    return replace(SOME, since=since, until=since + size - 1, stubs=stubs, bare=bare, head=head)


@given(returns())
def test_what_was_signed_is_read(told: GivenBack) -> None:
    statement = cose.read(given_back.signed(told, key="AT01-02", sign=KEY.sign))
    assert given_back.read(statement) == told
    assert statement.key == "AT01-02"
    assert statement.check(KEY.public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "change",
    [
        {given_back.SINCE: 0},
        {given_back.UNTIL: 7},
        {given_back.UNTIL: 8 + MOST},
        {given_back.STUBS: b"\x00"},
        {given_back.BARE: b"\x00" * 3},
        {given_back.HEAD: b"short"},
        {given_back.AT: -1},
        {given_back.KIND: checkpoint.LETTER},
        {given_back.FORMAT: 2},
        {given_back.DEVICE: 5},
        {10: "more"},
    ],
)
def test_nothing_else_is_read(change: dict[int, object]) -> None:
    claims = cose.read(given_back.signed(SOME, key="AT01-01", sign=KEY.sign)).claims
    other = cose.signed({**claims, **change}, key="AT01-01", sign=KEY.sign)
    with pytest.raises(cose.NotSigned):
        given_back.read(cose.read(other))


def test_the_fullest_fits_into_a_statement() -> None:
    places = frozenset(range(1, MOST + 1))
    told = replace(SOME, since=1, until=MOST, stubs=places, bare=places)
    assert given_back.read(cose.read(given_back.signed(told, key="AT01-01", sign=KEY.sign))) == told
