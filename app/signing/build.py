"""A signature made: detached CMS, CAdES-BES – content type, digest, signing time, signing-certificate-v2 (RFC 5035).

What does not depend on the content is encoded once for a key; of a signature itself only the key's own work is left.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from app.domain.moment import Instant
from app.signing.cms import cms, tsp, x509
from app.signing.der import SEQUENCE, SET, element
from app.signing.read import BROKEN

DIGEST = "sha256"
VERSION, OCTETS, NAMED = 0x02, 0x04, 0x06  # integer, octet string, object identifier
FIRST = 0xA0  # [0]
SIGNED_DATA = element(NAMED, bytes.fromhex("2a864886f70d010702"))
DATA = element(NAMED, bytes.fromhex("2a864886f70d010701"))
CONTENT_TYPE = element(NAMED, bytes.fromhex("2a864886f70d010903"))
MESSAGE_DIGEST = element(NAMED, bytes.fromhex("2a864886f70d010904"))
SIGNING_TIME = element(NAMED, bytes.fromhex("2a864886f70d010905"))
SIGNING_CERTIFICATE = element(NAMED, bytes.fromhex("2a864886f70d010910022f"))
NULL = element(0x05)
SHA256 = element(SEQUENCE, element(NAMED, bytes.fromhex("608648016503040201")), NULL)
BY_RSA = element(SEQUENCE, element(NAMED, bytes.fromhex("2a864886f70d01010b")), NULL)
BY_ECDSA = element(SEQUENCE, element(NAMED, bytes.fromhex("2a8648ce3d040302")))
ONE = element(VERSION, b"\x01")


class NoStamp(ValueError):
    """What the time-stamping authority answered is no stamp for this signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and its certificate, as DER; the chain goes into the signature, so that whoever gets it can find its root."""

    private: bytes  # PKCS#8
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "Key(…)"


def signed(content: bytes, key: Key, *, at: Instant) -> bytes:
    """The CMS, as DER, without the content. `at` is what the signer's clock says."""
    return Hand(key).sign(content, at=at)


class Hand:
    """A key that is ready to sign, one thing or many; forgotten with this object."""

    def __init__(self, key: Key) -> None:
        private: Any = serialization.load_der_private_key(key.private, None)
        if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise ValueError("a key of RSA or ECDSA is expected")
        self._private = private
        self._algorithm = BY_RSA if isinstance(private, rsa.RSAPrivateKey) else BY_ECDSA
        told = x509.Certificate.load(key.certificate)
        issuer, serial = told.issuer.dump(), told["tbs_certificate"]["serial_number"].dump()
        named = element(SEQUENCE, element(SEQUENCE, element(0xA4, issuer)), serial)
        one = element(SEQUENCE, element(OCTETS, sha256(key.certificate).digest()), named)
        self._whose = _attribute(SIGNING_CERTIFICATE, element(SEQUENCE, element(SEQUENCE, one)))
        self._type = _attribute(CONTENT_TYPE, DATA)
        self._before = ONE + element(SEQUENCE, issuer, serial) + SHA256
        certificates = element(FIRST, *sorted({key.certificate, *key.chain}))
        self._around = ONE + element(SET, SHA256) + element(SEQUENCE, DATA) + certificates

    def __repr__(self) -> str:
        return "Hand(…)"

    def sign(self, content: bytes, *, at: Instant) -> bytes:
        digest = _attribute(MESSAGE_DIGEST, element(OCTETS, sha256(content).digest()))
        attributes = b"".join(sorted((self._type, _attribute(SIGNING_TIME, _time(at)), digest, self._whose)))
        by = element(OCTETS, self._by_key(element(SET, attributes)))
        signer = element(SEQUENCE, self._before, element(FIRST, attributes), self._algorithm, by)
        return element(
            SEQUENCE, SIGNED_DATA, element(FIRST, element(SEQUENCE, self._around, element(SET, signer)))
        )  # fmt: skip

    def _by_key(self, told: bytes) -> bytes:
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(told, padding.PKCS1v15(), hashes.SHA256())
        return self._private.sign(told, ec.ECDSA(hashes.SHA256()))


def _attribute(type: bytes, value: bytes) -> bytes:
    return element(SEQUENCE, type, element(SET, value))


def _time(at: Instant) -> bytes:
    """UTCTime until 2049, GeneralizedTime beyond: RFC 5652, 11.3."""
    if 1950 <= at.utc.year < 2050:
        return element(0x17, f"{at.utc:%y%m%d%H%M%SZ}".encode())
    return element(0x18, f"{at.utc:%Y%m%d%H%M%SZ}".encode())


def stamp_request(body: bytes) -> tuple[bytes, int]:
    """What is asked of the time-stamping authority about this signature, and the number that must come back."""
    nonce = secrets.randbits(63) | 1 << 62
    imprint = {"hash_algorithm": {"algorithm": DIGEST}, "hashed_message": sha256(_signature(body)).digest()}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return asked.dump(), nonce


def stamped(body: bytes, answer: bytes, *, nonce: int) -> bytes:
    """The signature with its time stamp in it. `NoStamp`: refused by the authority, or about something else."""
    try:
        told = tsp.TimeStampResp.load(answer, strict=True)
        granted = told["status"]["status"].native in ("granted", "granted_with_mods")
        token = told["time_stamp_token"] if granted else None
        info = token["content"]["encap_content_info"]["content"].parsed if token is not None else None
        fits = (
            info is not None
            and info["nonce"].native == nonce
            and info["message_imprint"]["hashed_message"].native == sha256(_signature(body)).digest()
        )
    except BROKEN:
        raise NoStamp("garbled") from None
    if not fits:
        raise NoStamp("other" if granted else "refused")
    whole = cms.ContentInfo.load(body)
    signer = whole["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    )
    made: bytes = whole.dump(force=False)
    return made


def _signature(body: bytes) -> bytes:
    whole: Any = cms.ContentInfo.load(body)
    found: bytes = whole["content"]["signer_infos"][0]["signature"].native
    return found
