"""Signed statements: nothing but the holder of the key makes one, and no other bytes are read as the same."""

from __future__ import annotations

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.proof import cose

KEY, OTHER = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32), Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
CLAIMS: cose.Claims = {1: "A", 2: "AT010116000422", 4: b"\x07" * 16, 5: 17121}
WHOLE = cose.signed(CLAIMS, key="AT01-01", sign=KEY.sign)


def test_a_statement_is_read_back_and_believed_with_the_key_alone() -> None:
    found = cose.read(WHOLE)
    assert (found.key, found.claims) == ("AT01-01", CLAIMS)
    assert found.check(PUBLIC)
    assert not found.check(OTHER.public_key().public_bytes_raw())


def test_it_is_the_standard_s_own_form() -> None:
    """RFC 9052: tag 18, four parts, the algorithm in the protected header, the signature over Sig_structure."""
    whole = cbor2.loads(WHOLE)
    assert whole.tag == 18
    protected, unprotected, payload, signature = whole.value
    assert cbor2.loads(protected) == {1: -8, 4: b"AT01-01"}
    assert unprotected == {}
    KEY.public_key().verify(signature, cbor2.dumps(["Signature1", protected, b"", payload]))


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_one_changed_byte_is_never_believed(at: int, other: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[at] ^= other
    try:
        found = cose.read(bytes(spoilt))
    except cose.NotSigned:
        return
    assert not (found.key == "AT01-01" and found.check(PUBLIC))


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_without_a_fault(body: bytes) -> None:
    with pytest.raises(cose.NotSigned):
        cose.read(body)


@given(st.text(max_size=120))
def test_any_text_is_refused_or_is_its_own_bytes(told: str) -> None:
    try:
        body = cose.from_text(told)
    except cose.NotSigned:
        return
    assert cose.text(body) == "".join(told.split()).upper()


def test_the_same_meaning_in_other_bytes_is_refused() -> None:
    """A longer encoding of the same map would give two papers of one signature's weight."""
    protected, _, payload, signature = cbor2.loads(WHOLE).value
    looser = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature])) + b"\x00"
    with pytest.raises(cose.NotSigned):
        cose.read(looser)
    with pytest.raises(cose.NotSigned, match="not-a-statement"):
        cose.read(cbor2.dumps(cbor2.CBORTag(18, [protected, {9: 1}, payload, signature])))


def test_a_scanner_s_blanks_and_small_letters_do_no_harm() -> None:
    told = cose.text(WHOLE)
    spaced = " ".join(told[n : n + 5] for n in range(0, len(told), 5)).lower()
    assert cose.read(cose.from_text(spaced)).check(PUBLIC)
    assert set(told) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_a_tag_that_is_read_as_something_else_is_no_statement() -> None:
    """CBOR's tag 36 is a letter with attachments, which cannot be written out again."""
    body = "d2844ca201270447415430312d3031a051a401623a3a02d824615b03a141780207015840" + "00" * 64
    with pytest.raises(cose.NotSigned):
        cose.read(bytes.fromhex(body))
