"""What the hand writes is, byte for byte, what the library of signatures writes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.moment import Instant
from app.signing.build import Hand, Key
from app.signing.cms import cms, keys, x509
from app.signing.der import element, is_der
from tests.signing import pki

CONTENT = "Қазақстан, заявление".encode() * 50


def by_library(key: Key, at: Instant) -> bytes:
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(one) for one in key.chain])
    signer = SimpleSigner(x509.Certificate.load(key.certificate), keys.PrivateKeyInfo.load(key.private), store)
    attributes = PdfCMSSignedAttributes(signing_time=at.utc.replace(microsecond=0))
    made = signer.async_sign_general_data(CONTENT, "sha256", use_cades=True, signed_attr_settings=attributes)
    return asyncio.run(made).dump()


def without_signature(body: bytes) -> bytes:
    """ECDSA draws a number of its own each time."""
    whole = cms.ContentInfo.load(body)
    whole["content"]["signer_infos"][0]["signature"] = b""
    return whole.dump(force=True)


@pytest.mark.parametrize("owner", pki.PEOPLE, ids=lambda owner: owner.name)
@pytest.mark.parametrize("chain", [(), (pki.CA,), (pki.CA, pki.ROOT)], ids=len)
def test_the_bytes_are_those_of_the_library(owner: pki.Owner, chain: tuple[pki.Owner, ...]) -> None:
    key = pki.signing_key(owner, *chain)
    ours, theirs = Hand(key).sign(CONTENT, at=pki.NOW), by_library(key, pki.NOW)
    if owner.kind.startswith("rsa"):
        assert ours == theirs
    assert without_signature(ours) == without_signature(theirs)
    assert is_der(ours)


def test_one_hand_signs_many_things_each_for_itself() -> None:
    hand = Hand(pki.signing_key(pki.PERSON_RSA))
    first, second = hand.sign(b"one", at=pki.NOW), hand.sign(b"two", at=pki.NOW)
    assert first != second
    assert hand.sign(b"one", at=pki.NOW) == first


@pytest.mark.parametrize(("year", "kind"), [(2049, "utc_time"), (2050, "generalized_time")])
def test_a_time_beyond_2049_has_its_century(year: int, kind: str) -> None:
    at = Instant(datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
    whole = cms.ContentInfo.load(Hand(pki.signing_key(pki.PERSON_RSA)).sign(b"x", at=at))
    told = {a["type"].native: a["values"][0] for a in whole["content"]["signer_infos"][0]["signed_attrs"]}
    assert told["signing_time"].name == kind
    assert told["signing_time"].native == at.utc


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_a_length_is_as_short_as_can_be(size: int) -> None:
    made = element(0x04, bytes(size))
    assert is_der(made)
    assert len(made) == size + (2 if size < 128 else 3 if size < 256 else 4 if size < 65536 else 5)


def test_a_key_of_another_kind_is_no_key_to_sign_with() -> None:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric import ed25519

    made = ed25519.Ed25519PrivateKey.generate().private_bytes(s.Encoding.DER, s.PrivateFormat.PKCS8, s.NoEncryption())
    good = pki.signing_key(pki.PERSON_KEY)
    with pytest.raises(ValueError, match="RSA or ECDSA"):
        Hand(Key(private=made, certificate=good.certificate))
    assert isinstance(s.load_der_private_key(good.private, None), ec.EllipticCurvePrivateKey)
    assert repr(Hand(good)) == "Hand(…)"
