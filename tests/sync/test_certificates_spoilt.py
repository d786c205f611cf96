"""Papers with a few wrong bytes, and of a kind that nobody here can read: always a no, never a fault."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from app.problems import Refused
from app.sync import authority, certificates
from tests.sync.test_certificates import HERE, NOW


def pem(kind: str, der: bytes) -> bytes:
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(der).decode()}-----END {kind}-----\n".encode()


def spoilt(der: bytes, random: Random) -> bytes:
    made = bytearray(der)
    for _ in range(random.choice((1, 1, 2, 3))):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def only_refused(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Refused:
        return


@pytest.fixture
def region(tmp_path: Path) -> tuple[Path, str, bytes, bytes]:
    """An authority, its fingerprint, a request, and what was answered to it."""
    place = tmp_path / "authority"
    shown = authority.make(place, "r", now=NOW, kept="file")
    asked = certificates.request(tmp_path / "node", "node", HERE)
    return place, shown, asked, authority.issue(place, asked, now=NOW)[1]


def test_a_spoilt_request(region: tuple[Path, str, bytes, bytes]) -> None:
    place, _, asked, _ = region
    der, random = x509.load_pem_x509_csr(asked).public_bytes(Encoding.DER), Random(5)
    for _ in range(3000):
        raw = pem("CERTIFICATE REQUEST", spoilt(der, random))
        only_refused(partial(authority.issue, place, raw, now=NOW))


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")  # of a serial number below one
@pytest.mark.parametrize("which", ["own", "authority", "list"])
def test_a_spoilt_answer(region: tuple[Path, str, bytes, bytes], tmp_path: Path, which: str) -> None:
    _, shown, _, answer = region
    certificate = certificates._CERTIFICATE.findall(answer)
    (listed,) = certificates._CRL.findall(answer)
    kind, one, rest = {
        "own": ("CERTIFICATE", certificate[0], certificate[1] + listed),
        "authority": ("CERTIFICATE", certificate[1], certificate[0] + listed),
        "list": ("X509 CRL", listed, b"".join(certificate)),
    }[which]
    read = x509.load_pem_x509_crl if which == "list" else x509.load_pem_x509_certificate
    der, random = read(one).public_bytes(Encoding.DER), Random(5)
    for n in range(1500):
        raw = pem(kind, spoilt(der, random)) + rest
        place = tmp_path / str(n % 3)
        only_refused(partial(certificates.install, place, raw, now=NOW, compared=shown))


def test_a_key_of_a_kind_that_is_not_known_here(tmp_path: Path) -> None:
    """As the national authority signs with: GOST."""
    key, name = ec.generate_private_key(ec.SECP256R1()), certificates.name_of("НУЦ")
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(NOW.utc).not_valid_after(NOW.utc + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256())
    )  # fmt: skip
    der = made.public_bytes(Encoding.DER).replace(bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a830e030a0101"))
    with pytest.raises(Refused, match="certificates-unreadable"):
        certificates.install(tmp_path, pem("CERTIFICATE", der), now=NOW)


def test_signed_by_a_key_that_is_not_known_is_not_signed() -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), certificates.name_of("r")
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(NOW.utc).not_valid_after(NOW.utc + timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    der = made.public_bytes(Encoding.DER).replace(bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a830e030a0101"))
    assert not certificates.signed_by(made, x509.load_der_x509_certificate(der))
