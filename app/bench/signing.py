"""A signature in CMS, with its attributes and certificates, against the bare work of an RSA key of 2048 bits.

The key is opened once, as when somebody signs a registry; opening its file and its password take long on purpose.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.bench.pairs import Place, Result, pairs
from app.bench.shares import shares
from app.domain.moment import Instant
from app.signing.build import Hand, Key

ROUNDS, TARGET = 400, 1.3
STATEMENT = "Өтініш берушінің келісімі. Согласие заявителя. ".encode() * 20
AT = Instant(datetime(2026, 11, 20, 10, tzinfo=UTC))


def run(place: Place) -> list[Result]:
    private = rsa.generate_private_key(65537, 2048)
    hand = Hand(_key(private))

    def ours() -> bytes:
        return hand.sign(STATEMENT, at=AT)

    def raw() -> bytes:
        return private.sign(STATEMENT, padding.PKCS1v15(), hashes.SHA256())

    mine, theirs = pairs(ours, raw, rounds=ROUNDS, warm=20)
    notes = {"bytes": len(ours()), "time_goes_to": shares(ours)}
    return [Result(what="sign in CMS", ours=mine, raw=theirs, kind="time", target=TARGET, notes=notes)]


def _key(private: rsa.RSAPrivateKey) -> Key:
    """A certificate of nobody, by itself."""
    whose = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "ӨЛШЕМ"), x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ")]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(whose).issuer_name(whose).public_key(private.public_key()).serial_number(1)
        .not_valid_before(AT.utc - timedelta(1)).not_valid_after(AT.utc + timedelta(365))
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    body = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Key(private=body, certificate=made.public_bytes(Encoding.DER))
