"""A key in a file signs for its owner, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)

from app.domain.personal import Secret
from app.outside.clock import SystemClock
from app.outside.pkcs12 import Pkcs12
from app.problems import Unavailable
from app.signing.judge import judge
from app.signing.read import read
from tests.signing import pki
from tests.signing.matrix import CONTENT, asked, by_responder
from tests.signing.pki import Owner

PASSWORD = "Кілт-2026"


class Then(SystemClock):
    def instant(self) -> pki.Instant:
        return pki.NOW


def in_file(owner: Owner) -> bytes:
    key, chain = pki.key(owner.name, owner.kind), [pki.certificate(pki.CA)]
    return pkcs12.serialize_key_and_certificates(
        b"key", key, pki.certificate(owner), chain, BestAvailableEncryption(PASSWORD.encode())
    )


@pytest.mark.parametrize("owner", pki.PEOPLE, ids=lambda o: o.name)
def test_a_key_in_a_file_signs_when_it_is_the_persons(owner: Owner) -> None:
    body = Pkcs12(in_file(owner), Secret(PASSWORD), Then()).sign(CONTENT, pki.signatory(owner))
    assert isinstance(body, bytes)
    assert read(body).claimed == pki.NOW
    assert len(read(body).certificates) == 2
    assert judge(asked(owner, body, by_responder(owner))).verdict == "valid"


@pytest.mark.parametrize(
    ("body", "password", "status"),
    [
        (in_file(pki.PERSON_KEY), "other", "password"),
        (b"", PASSWORD, "garbled"),
        (b"\x30\x82", PASSWORD, "garbled"),
        (b"0" * (256 * 1024 + 1), PASSWORD, "garbled"),
        (in_file(replace(pki.PERSON_KEY, name="other-person", iin=(pki.OTHER_IIN,))), PASSWORD, "other-person"),
        (in_file(replace(pki.PERSON_KEY, name="deniable", usages=("digital_signature",))), PASSWORD, "other-person"),
        (pkcs12.serialize_key_and_certificates(b"e", ed25519.Ed25519PrivateKey.generate(), None, None,
                                               BestAvailableEncryption(PASSWORD.encode())), PASSWORD, "key-unfit"),
    ],
    ids=range(7),
)  # fmt: skip
def test_it_is_told_why_when_a_file_does_not_sign(body: bytes, password: str, status: str) -> None:
    with pytest.raises(Unavailable) as away:
        Pkcs12(body, Secret(password), Then()).sign(CONTENT, pki.signatory(pki.PERSON_KEY))
    assert (away.value.what, away.value.status) == ("signature", status)


def test_neither_key_nor_password_is_shown_when_it_is_printed() -> None:
    shown = repr(Pkcs12(in_file(pki.PERSON_KEY), Secret(PASSWORD), Then())) + repr(pki.signing_key(pki.PERSON_KEY))
    assert PASSWORD not in shown
    assert "\\x" not in shown
