"""Byte strings that are no signature, or not the one that was made: none is called valid, none raises."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.signature import Reason
from app.signing import build, der, read
from app.signing import cms as library
from app.signing.judge import judge
from tests.signing import pki
from tests.signing.matrix import CONTENT, asked, by_list, signature

P = pki.PERSON_KEY
FLIPS = 300


def reason(cms: bytes, content: bytes = CONTENT) -> Reason:
    return judge(asked(P, cms, by_list(P), content=content)).reason


def edited(cms: bytes, change: Callable[[Any, Any], None]) -> bytes:
    """The same CMS with something in it changed: `change(signed_data, signer_info)`."""
    whole = library.cms.ContentInfo.load(cms)
    change(whole["content"], whole["content"]["signer_infos"][0])
    body: bytes = whole.dump(force=True)
    return body


def signed_anew(cms: bytes, change: Callable[[list[Any]], list[Any]], *, sort: bool = True) -> bytes:
    """Other attributes with a right signature over them."""
    whole = library.cms.ContentInfo.load(cms)
    signer = whole["content"]["signer_infos"][0]
    bodies = [one.dump() for one in change(list(signer["signed_attrs"]))]
    inner = b"".join(sorted(bodies) if sort else bodies)
    head = bytes([0x81, len(inner)]) if 127 < len(inner) < 256 else bytes([0x82, *len(inner).to_bytes(2, "big")])
    head = bytes([len(inner)]) if len(inner) < 128 else head
    private = pki.key(P.name, P.kind)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    signer["signed_attrs"] = library.cms.CMSAttributes.load(b"\xa0" + head + inner, implicit=0)
    signer["signature"] = private.sign(b"\x31" + head + inner, ec.ECDSA(hashes.SHA256()))
    body: bytes = whole.dump()
    return body


def kinds(*left_out: str) -> Callable[[list[Any]], list[Any]]:
    return lambda found: [one for one in found if one["type"].native not in left_out]


def ber(cms: bytes) -> bytes:
    """The outer three layers with lengths left open, as signers that stream write them."""

    def opened(body: bytes, depth: int) -> bytes:
        if depth == 0:
            return body
        size = 2 if body[1] < 0x80 else 2 + (body[1] & 0x7F)
        inner, parts, at = body[size:], [], 0
        while at < len(inner):
            _, end = _bounds(inner, at)
            parts.append(inner[at:end])
            at = end
        return bytes([body[0], 0x80]) + b"".join(opened(p, depth - 1 if p[0] & 0x20 else 0) for p in parts) + b"\0\0"

    return opened(cms, 3)


def _bounds(body: bytes, at: int) -> tuple[int, int]:
    first = body[at + 1]
    size = 0 if first < 0x80 else first & 0x7F
    length = first if first < 0x80 else int.from_bytes(body[at + 2 : at + 2 + size], "big")
    return at + 2 + size, at + 2 + size + length


def test_open_lengths_are_read_when_the_attributes_are_der() -> None:
    body = ber(signature(P))
    assert body != signature(P)
    assert reason(body) == "sound"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "not-a-signature"),
        (b"\0", "not-a-signature"),
        (b"0", "not-a-signature"),
        (b"0\x80", "not-a-signature"),
        (b"%PDF-1.7", "not-a-signature"),
        (b"-----BEGIN CMS-----\n", "not-a-signature"),
        (b"\x30\x84\xff\xff\xff\xff", "not-a-signature"),
        (b"\x30\x80" * 40_000, "not-a-signature"),
        (signature(P) + b"\0", "not-a-signature"),
        (signature(P) * 2, "not-a-signature"),
        (signature(P)[:-1], "not-a-signature"),
        (b"\0" * (read.LARGEST + 1), "too-large"),
        (bytes.fromhex("300b06092a864886f70d010701"), "not-a-signature"),  # a CMS of plain content
        (pki.der(P), "not-a-signature"),
    ],
    ids=range(14),
)
def test_what_is_no_signature_is_told_so_when_it_is_judged(body: bytes, told: Reason) -> None:
    assert reason(body) == told


def test_it_is_told_when_nobody_or_more_than_one_has_signed() -> None:
    def nobody(signed: Any, _: Any) -> None:
        signed["signer_infos"] = library.cms.SignerInfos([])

    def two(signed: Any, signer: Any) -> None:
        signed["signer_infos"] = library.cms.SignerInfos([signer, signer.copy()])

    def bare(signed: Any, _: Any) -> None:
        signed["certificates"] = library.cms.CertificateSet([])

    assert reason(edited(signature(P), nobody)) == "no-signer"
    assert reason(edited(signature(P), two)) == "several-signers"
    assert reason(edited(signature(P), bare)) == "certificate-missing"


def test_attributes_of_another_signature_are_noticed_when_swapped() -> None:
    other = library.cms.ContentInfo.load(build.signed(b"other", pki.signing_key(P), at=pki.NOW))
    theirs = other["content"]["signer_infos"][0]

    def attributes(_: Any, signer: Any) -> None:
        signer["signed_attrs"] = theirs["signed_attrs"].copy()

    def value(_: Any, signer: Any) -> None:
        signer["signature"] = theirs["signature"].native

    def both(_: Any, signer: Any) -> None:
        attributes(_, signer)
        value(_, signer)

    assert reason(edited(signature(P), attributes)) == "content-differs"
    assert reason(edited(signature(P), attributes), b"other") == "signature-wrong"
    assert reason(edited(signature(P), value)) == "signature-wrong"
    assert reason(edited(signature(P), both)) == "content-differs"


@pytest.mark.parametrize(
    ("change", "sort", "told"),
    [
        (kinds(), True, "sound"),
        (kinds("signing_time"), True, "sound"),
        (kinds("signing_certificate_v2"), True, "sound"),  # CMS without CAdES: the certificate is named by its issuer
        (kinds("content_type"), True, "attributes-wrong"),
        (kinds("message_digest"), True, "attributes-wrong"),
        (
            lambda found: [*found, next(o for o in found if o["type"].native == "message_digest")],
            True,
            "attributes-wrong",
        ),
        (lambda found: sorted(found, key=lambda o: o.dump(), reverse=True), False, "attributes-wrong"),
    ],
)
def test_attributes_must_be_whole_and_in_order_even_when_signed(change: Any, sort: bool, told: Reason) -> None:
    assert reason(signed_anew(signature(P), change, sort=sort)) == told


def test_another_certificate_of_the_same_key_is_noticed_when_it_stands_in() -> None:
    renewed = replace(P, serial=77)
    other = library.x509.Certificate.load(pki.der(renewed))

    def substituted(signed: Any, signer: Any) -> None:
        signed["certificates"] = library.cms.CertificateSet([library.cms.CertificateChoices("certificate", other)])
        signer["sid"].chosen["serial_number"] = 77

    assert reason(edited(signature(P), substituted)) == "certificate-substituted"


def test_an_old_digest_is_not_enough_when_it_is_named() -> None:
    def old(_: Any, signer: Any) -> None:
        signer["digest_algorithm"] = {"algorithm": "sha1"}

    assert reason(edited(signature(P), old)) == "algorithm-weak"


def test_content_inside_must_be_the_content_that_was_asked_about() -> None:
    def inside(signed: Any, _: Any) -> None:
        signed["encap_content_info"] = {"content_type": "data", "content": CONTENT}

    body = edited(signature(P), inside)
    assert reason(body) == "sound"
    assert reason(body, b"other") == "content-differs"


def gost(cms: bytes, *, size: int = 128, digest: int = 64) -> bytes:
    """What НУЦ's new keys look like from outside; the numbers in it are nobody's signature."""

    def turned(_: Any, signer: Any) -> None:
        for one in signer["signed_attrs"]:
            if one["type"].native == "message_digest":
                one["values"] = [b"\x01" * digest]
        signer["digest_algorithm"] = {"algorithm": "1.2.398.3.10.1.3.3"}
        signer["signature_algorithm"] = {"algorithm": "1.2.398.3.10.1.1.2.3.2"}
        signer["signature"] = b"\x02" * size

    return edited(cms, turned)


def test_gost_is_never_valid_when_its_mathematics_is_not_checked() -> None:
    assert reason(gost(signature(P))) == "gost-not-checked"
    assert reason(gost(signature(P), size=64)) == "signature-wrong"
    assert reason(gost(signature(P), digest=32)) == "content-differs"
    stranger = judge(replace(asked(P, gost(signature(P)), by_list(P)), signatory=pki.signatory(pki.HEAD_KEY)))
    assert stranger.verdict == "invalid"
    assert "gost-not-checked" in stranger.also


def test_a_turned_bit_is_never_valid_when_it_lies_in_what_is_signed() -> None:
    """Bits outside – versions, the list of digests, the order of a set – are nobody's word, and may be turned."""
    whole, chance, ran = signature(P), random.Random(7), 0
    before = parts(whole)
    for _ in range(FLIPS):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        body = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        found = judge(asked(P, body, by_list(P)))
        ran += 1
        assert found.verdict != "valid" or parts(body) == before, f"bit {bit} of byte {at}: {found.reason}"
    assert ran == FLIPS


def parts(body: bytes) -> tuple[bytes, bytes, bytes]:
    found = read.read(body)
    return found.certificate.dump(), found.signer["signed_attrs"].untag().dump(), found.signer["signature"].native


@pytest.mark.parametrize(
    ("body", "is_der"),
    [
        ("3000", True), ("020101", True), ("3003020101", True), ("3103020101", True), ("", False), ("30", False),
        ("3080020101" + "0000", False), ("308103020101", False), ("30820003020101", False), ("300302010100", False),
        ("3106020102020101", False), ("3106020101020102", True), ("1f8101", False), ("3004020101", False),
        ("3005020101", False), ("3085000000000302", False), ("30" * 60, False),
    ],
)  # fmt: skip
def test_der_is_told_from_ber_when_looked_at(body: str, is_der: bool) -> None:
    assert der.is_der(bytes.fromhex(body)) is is_der
