"""COSE_Sign1 with Ed25519 (RFC 9052, RFC 9053): a signed statement in as few bytes as a QR can bear.

As text it is Base32 without padding: a QR holds that densely, and a scanner that types can type it in every layout.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALGORITHM, KEY_ID, EDDSA = 1, 4, -8  # labels of the header, and its one algorithm
SIGN1_TAG = 18
END_OF_TIME = 253_402_300_800  # real seconds: the year 10000, which no calendar here knows
LARGEST = 4096  # bytes: nothing that we sign is near it

Claims = dict[int, Any]
Sign = Callable[[bytes], bytes]


class NotSigned(ValueError):
    """These bytes are no statement that this program could have signed. `why` is a word of ours, for `verify.why.*`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says it – the id of a key – and what. Believed only after `check`."""

    key: str
    claims: Claims
    protected: bytes
    payload: bytes
    signature: bytes

    def check(self, public: bytes) -> bool:
        """Whether the holder of this key has signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, _signed(self.protected, self.payload))
        except InvalidSignature:
            return False
        return True


def signed(claims: Claims, *, key: str, sign: Sign) -> bytes:
    """The statement's bytes: the same for the same claims and key."""
    protected = cbor2.dumps({ALGORITHM: EDDSA, KEY_ID: key.encode()}, canonical=True)
    payload = cbor2.dumps(claims, canonical=True)
    parts = [protected, {}, payload, sign(_signed(protected, payload))]
    return cbor2.dumps(cbor2.CBORTag(SIGN1_TAG, parts), canonical=True)


def read(body: bytes) -> Statement:
    """`NotSigned` for anything that is not exactly such a statement: other bytes of the same meaning are refused too."""
    if len(body) > LARGEST:
        raise NotSigned("too-long")
    try:
        whole = cbor2.loads(body)
        protected, unprotected, payload, signature = whole.value
        head, claims = cbor2.loads(protected), cbor2.loads(payload)
    except (cbor2.CBORDecodeError, AttributeError, TypeError, ValueError, RecursionError, OverflowError) as wrong:
        raise NotSigned("not-a-statement") from wrong
    known = isinstance(head, dict) and set(head) == {ALGORITHM, KEY_ID} and isinstance(head[KEY_ID], bytes)
    if whole.tag != SIGN1_TAG or unprotected != {} or not known or head[ALGORITHM] != EDDSA:
        raise NotSigned("not-a-statement")
    if not isinstance(claims, dict) or not all(isinstance(k, int) for k in claims) or not isinstance(signature, bytes):
        raise NotSigned("not-a-statement")
    again = cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature])
    try:
        same = [cbor2.dumps(one, canonical=True) for one in (again, claims, head)] == [body, payload, protected]
    except (cbor2.CBOREncodeError, TypeError, ValueError, OverflowError) as wrong:  # what a tag was read as
        raise NotSigned("not-canonical") from wrong
    if not same:
        raise NotSigned("not-canonical")
    try:
        return Statement(head[KEY_ID].decode("ascii"), claims, protected, payload, signature)
    except UnicodeDecodeError as wrong:
        raise NotSigned("not-a-statement") from wrong


def _signed(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052, 4.4."""
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def text(body: bytes) -> str:
    return base64.b32encode(body).decode().rstrip("=")


def from_text(told: str) -> bytes:
    """`NotSigned` when it is no such text; blanks that a scanner or a hand put in are left out."""
    bare = "".join(told.split()).upper()
    try:
        body = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (binascii.Error, ValueError) as wrong:
        raise NotSigned("not-a-text") from wrong
    if text(body) != bare:
        raise NotSigned("not-a-text")
    return body
