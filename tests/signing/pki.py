"""A certification centre of our own, as small as it can be: root, issuing centre, responder, lists, time stamps, people.

Certificates have the profile of НУЦ (FACTS 5.3). Keys are made once a run; every time is a given one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID, ObjectIdentifier

from app.domain.moment import Instant
from app.domain.personal import Personal
from app.domain.signature import ORGANISATION, PERSON, Signatory
from app.signing import build
from app.signing import cms as library
from app.signing.evidence import Evidence, Trust

NOW = Instant.parse("2026-11-20T10:00:00Z")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
IIN, OTHER_IIN, BIN, OTHER_BIN = "880101300017", "900202400025", "150340005006", "160440006007"
SIGN, LOG_IN = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"
HEAD_ROLE, EMPLOYEE_ROLE = f"{ORGANISATION}.1", f"{ORGANISATION}.5"
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def key(name: str, kind: str = "p256") -> Private:
    """One key for each name, for the whole run."""
    match kind:
        case "p256":
            return ec.generate_private_key(ec.SECP256R1())
        case "p384":
            return ec.generate_private_key(ec.SECP384R1())
        case "p192":
            return ec.generate_private_key(ec.SECP192R1())
        case _:
            return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))


@dataclass(frozen=True)
class Owner:
    """A certificate to be: whose, by whom, for what, until when. A wrong one is a right one with something replaced."""

    name: str
    kind: str = "p256"
    iin: tuple[str, ...] = (IIN,)
    bin: str | None = None
    extended: tuple[str, ...] = (SIGN, PERSON)
    usages: tuple[str, ...] = ("digital_signature", "content_commitment")
    since: datetime = NOW.utc - 100 * DAY
    until: datetime = NOW.utc + 265 * DAY
    issuer: str = "ca"
    ca: bool = False
    path: int | None = None
    no_check: bool = False
    broken: bool = False  # the issuer's signature is by another key
    serial: int = 0
    same_name_as: str = ""

    def without(self, *extended: str) -> Owner:
        return replace(self, extended=tuple(e for e in self.extended if e not in extended))


ROOT = Owner("root", iin=(), extended=(), usages=("key_cert_sign", "crl_sign"), issuer="root", ca=True,
             since=NOW.utc - 3000 * DAY, until=NOW.utc + 3000 * DAY)  # fmt: skip
CA = replace(ROOT, name="ca", path=0)
FOREIGN_ROOT = replace(ROOT, name="foreign-root", issuer="foreign-root", same_name_as="root")
FOREIGN_CA = replace(CA, name="foreign-ca", issuer="foreign-root", same_name_as="ca")
RESPONDER = Owner("responder", iin=(), extended=("1.3.6.1.5.5.7.3.9",), usages=("digital_signature",), no_check=True)
TSA = Owner("tsa", kind="rsa2048", iin=(), extended=("1.3.6.1.5.5.7.3.8",), usages=("digital_signature", "content_commitment"),
            since=NOW.utc - 1000 * DAY, until=NOW.utc + 1000 * DAY)  # fmt: skip
HEADS = {o.name: o for o in (ROOT, CA, FOREIGN_ROOT, FOREIGN_CA)}

PERSON_KEY = Owner("person")
PERSON_384 = Owner("person-384", kind="p384")
PERSON_RSA = Owner("person-rsa", kind="rsa2048")
HEAD_KEY = Owner("head", bin=BIN, extended=(SIGN, ORGANISATION, HEAD_ROLE))
EMPLOYEE_KEY = Owner("employee", bin=BIN, extended=(SIGN, ORGANISATION, EMPLOYEE_ROLE))
PEOPLE = (PERSON_KEY, PERSON_384, PERSON_RSA, HEAD_KEY, EMPLOYEE_KEY)

USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
          "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip


def subject(owner: Owner) -> x509.Name:
    """GN is the patronymic, CN surname and name; the БИН stands in OU."""
    shown = owner.same_name_as or owner.name
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, f"ТЕСТОВ {shown}".upper())]
    parts += [x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IIN{one}") for one in owner.iin]
    parts += [x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ")]
    if owner.bin:
        parts += [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "АО ТЕСТ")]
        parts += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{owner.bin}")]
    return x509.Name(parts)


def serial(owner: Owner) -> int:
    return owner.serial or int.from_bytes(owner.name.encode()[-15:], "big") + 1


@cache
def certificate(owner: Owner) -> x509.Certificate:
    issuer = HEADS.get(owner.issuer) or (owner if owner.issuer == owner.name else Owner(owner.issuer))
    signing = key("nobody" if owner.broken else issuer.name, "p256" if owner.broken else issuer.kind)
    own, above = key(owner.name, owner.kind).public_key(), key(issuer.name, issuer.kind).public_key()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject(owner)).issuer_name(subject(issuer)).public_key(own).serial_number(serial(owner))
        .not_valid_before(owner.since).not_valid_after(owner.until)
        .add_extension(x509.BasicConstraints(ca=owner.ca, path_length=owner.path), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )  # fmt: skip
    if owner.usages:
        made = made.add_extension(x509.KeyUsage(**{u: u in owner.usages for u in USAGES}), critical=True)
    if owner.extended:
        critical = owner.name.startswith("tsa")
        made = made.add_extension(x509.ExtendedKeyUsage([ObjectIdentifier(e) for e in owner.extended]), critical)
    if owner.no_check:
        made = made.add_extension(x509.OCSPNoCheck(), critical=False)
    return made.sign(signing, hashes.SHA256())


def der(owner: Owner) -> bytes:
    return certificate(owner).public_bytes(Encoding.DER)


TRUST = Trust(roots=(der(ROOT),), issuers=(der(CA),))


def signing_key(owner: Owner, *chain: Owner) -> build.Key:
    private = key(owner.name, owner.kind).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return build.Key(private=private, certificate=der(owner), chain=tuple(der(one) for one in chain))


def signatory(owner: Owner) -> Signatory:
    """Whom this owner's signature should be by."""
    roles = tuple(e for e in owner.extended if e in (HEAD_ROLE, EMPLOYEE_ROLE))
    return Signatory(iin=Personal(IIN), bin=Personal(BIN) if owner.bin else None, roles=roles)


# ---- what the centre says


def kept(kind: str, body: bytes, at: Instant = NOW) -> Evidence:
    return Evidence(kind=kind, body=body, source=kind, at=at)  # type: ignore[arg-type]


def ocsp_answer(
    owner: Owner, *, status: str = "good", by: Owner = RESPONDER, at: datetime = NOW.utc - HOUR,
    until: datetime | None = NOW.utc + HOUR, revoked_at: datetime | None = None, on_hold: bool = False,
    about: Owner | None = None, signed_by: Owner | None = None,
) -> bytes:  # fmt: skip
    issuer = HEADS[owner.issuer]
    revoked = status == "revoked"
    reason = x509.ReasonFlags.certificate_hold if on_hold else x509.ReasonFlags.key_compromise
    made = ocsp.OCSPResponseBuilder().add_response(
        cert=certificate(about or owner), issuer=certificate(issuer), algorithm=hashes.SHA1(),  # names it, no more
        cert_status=ocsp.OCSPCertStatus[status.upper()], this_update=at, next_update=until,
        revocation_time=(revoked_at or at) if revoked else None, revocation_reason=reason if revoked else None,
    ).responder_id(ocsp.OCSPResponderEncoding.HASH, certificate(by))  # fmt: skip
    if by not in HEADS.values():
        made = made.certificates([certificate(by)])
    answer = made.sign(key(by.name, by.kind), hashes.SHA256()).public_bytes(Encoding.DER)
    return answer if signed_by is None else _signed_again(answer, signed_by)


def _signed_again(answer: bytes, by: Owner) -> bytes:
    """The same answer with a signature that is right, and not by the responder that it names."""
    whole = library.ocsp.OCSPResponse.load(answer)
    basic = whole["response_bytes"]["response"].parsed
    other = key(by.name, by.kind)
    assert isinstance(other, ec.EllipticCurvePrivateKey)
    basic["signature"] = other.sign(basic["tbs_response_data"].dump(), ec.ECDSA(hashes.SHA256()))
    whole["response_bytes"]["response"] = library.core.ParsableOctetString(basic.dump())
    made: bytes = whole.dump()
    return made


def revocations(
    *owners: Owner, by: Owner = CA, at: datetime = NOW.utc - HOUR, until: datetime = NOW.utc + DAY,
    revoked_at: datetime | None = None, on_hold: bool = False, signed_by: Owner | None = None,
) -> bytes:  # fmt: skip
    made = x509.CertificateRevocationListBuilder().issuer_name(subject(by)).last_update(at).next_update(until)
    made = made.add_extension(x509.CRLNumber(1), critical=False).add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key(by.name, by.kind).public_key()), critical=False
    )
    reason = x509.ReasonFlags.certificate_hold if on_hold else x509.ReasonFlags.key_compromise
    for owner in owners:
        entry = x509.RevokedCertificateBuilder().serial_number(serial(owner)).revocation_date(revoked_at or at)
        made = made.add_revoked_certificate(entry.add_extension(x509.CRLReason(reason), critical=False).build())
    signer = signed_by or by
    return made.sign(key(signer.name, signer.kind), hashes.SHA256()).public_bytes(Encoding.DER)


@cache
def centre_in_order() -> Evidence:
    """The root's list: the issuing centre is not on it."""
    return kept("crl", revocations(by=ROOT))


def stamp_answer(request: bytes, *, at: datetime, by: Owner = TSA) -> bytes:
    """What a time-stamping authority answers, by pyHanko's own for tests."""
    from pyhanko.sign.timestamps import DummyTimeStamper

    store = library.SimpleCertificateStore()
    asked = library.tsp.TimeStampReq.load(request)
    private = library.keys.PrivateKeyInfo.load(signing_key(by).private)
    authority: Any = DummyTimeStamper(library.x509.Certificate.load(der(by)), private, store, fixed_dt=at)
    answer: bytes = authority.request_tsa_response(asked).dump()
    return answer


def with_stamp(cms: bytes, *, at: datetime, by: Owner = TSA) -> bytes:
    request, nonce = build.stamp_request(cms)
    return build.stamped(cms, stamp_answer(request, at=at, by=by), nonce=nonce)
