"""The certificate authority of a region: one folder at one machine, its key sealed as the store's keys are.

Two may be believed at a time, so that a new one can take over: `rotate`, carry to everybody, `switch`, later `retire`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.domain.moment import Instant
from app.problems import Refused
from app.store import keys
from app.sync.certificates import (
    UNREADABLE,
    Line,
    common_of,
    fingerprint,
    host_names,
    hosts_of,
    line,
    name_of,
    put,
    serial_of,
)

YEARS, DAYS, LIST_DAYS = 10, 397, 400  # of an authority, of a node's certificate, of a list
BEFORE = timedelta(minutes=10)  # clocks of two machines are never quite the same
STATE = "authority.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is written down beside the keys. `count` numbers the lists: an older one never replaces a newer."""

    region: str
    signs: int
    believed: tuple[int, ...]
    count: int
    revoked: dict[str, str]  # serial → when


def make(place: Path, region: str, *, now: Instant, kept: keys.Keeping = "passphrase", passphrase: str = "") -> str:
    """The first authority of a region; its fingerprint."""
    if (place / STATE).exists():
        raise Refused("authority-there", place=str(place))
    made = _new(place, 1, region, now=now, kept=kept, passphrase=passphrase)
    _keep(place, Standing(region=region, signs=1, believed=(1,), count=0, revoked={}))
    return fingerprint(made)


def standing(place: Path) -> Standing:
    try:
        said: dict[str, Any] = json.loads((place / STATE).read_text("utf-8"))
    except FileNotFoundError as missing:
        raise Refused("no-authority", place=str(place)) from missing
    return Standing(**{**said, "believed": tuple(said["believed"])})


def _keep(place: Path, now: Standing) -> None:
    put(place / STATE, json.dumps(asdict(now), indent=1, ensure_ascii=False).encode())


def _new(place: Path, n: int, region: str, *, now: Instant, kept: keys.Keeping, passphrase: str) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = name_of(f"Tereze {region} {n}")
    made = _builder(name, name, key.public_key(), key.public_key(), now=now, days=365 * YEARS, ca=True)
    certificate = made.sign(key, hashes.SHA256())
    (place / str(n) / "issued").mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.put(place / str(n) / "ca.key", f"{key.private_numbers().private_value:064x}", kept, passphrase=passphrase)
    put(place / str(n) / "ca.pem", certificate.public_bytes(Encoding.PEM))
    return certificate


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, above: ec.EllipticCurvePublicKey, *,
    now: Instant, days: int, ca: bool,
) -> x509.CertificateBuilder:  # fmt: skip
    use = x509.KeyUsage(
        digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        .serial_number(x509.random_serial_number()).not_valid_before(now.utc - BEFORE)
        .not_valid_after(now.utc + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(use, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )  # fmt: skip


def certificate_of(place: Path, n: int) -> x509.Certificate:
    return x509.load_pem_x509_certificate((place / str(n) / "ca.pem").read_bytes())


def _key(place: Path, n: int) -> ec.EllipticCurvePrivateKey:
    key = ec.derive_private_key(int(keys.read(place / str(n) / "ca.key"), 16), ec.SECP256R1())
    if key.public_key() != certificate_of(place, n).public_key():
        raise Refused("authority-other-key")
    return key


# ---- nodes


def issue(place: Path, raw: bytes, *, now: Instant, days: int = DAYS) -> tuple[Line, bytes]:
    """A certificate for who asked, and what to carry back to them: it, the authorities, their lists."""
    here = standing(place)
    try:
        asked = x509.load_pem_x509_csr(raw)
        name, hosts, public = common_of(asked.subject), hosts_of(asked), asked.public_key()
        sound = asked.is_signature_valid and isinstance(public, ec.EllipticCurvePublicKey) and public.key_size >= 256
    except UNREADABLE as wrong:
        raise Refused("request-unreadable") from wrong
    if not sound or not name.strip() or not isinstance(public, ec.EllipticCurvePublicKey):
        raise Refused("request-unreadable")
    for other in issued(place, now=now):
        if other.name != name and other.state in ("good", "soon") and (both := set(other.hosts) & set(hosts)):
            raise Refused("host-of-another", host=min(both), name=other.name)
    above, key = certificate_of(place, here.signs), _key(place, here.signs)
    builder = _builder(name_of(name), above.subject, public, key.public_key(), now=now, days=days, ca=False)
    usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    builder = builder.add_extension(usages, critical=False)
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName(host_names(hosts)), critical=False)
    made = builder.sign(key, hashes.SHA256())
    put(place / str(here.signs) / "issued" / f"{serial_of(made)}.pem", made.public_bytes(Encoding.PEM))
    return line(made, "own", now=now), made.public_bytes(Encoding.PEM) + trust(place, now=now)


def issued(place: Path, *, now: Instant) -> tuple[Line, ...]:
    """Every certificate of a node that was given out, what ends first at the top."""
    here = standing(place)
    files = sorted(place.glob("*/issued/*.pem"))
    found = (x509.load_pem_x509_certificate(file.read_bytes()) for file in files)
    lines = (line(c, "own", now=now, revoked=serial_of(c) in here.revoked) for c in found)
    return tuple(sorted(lines, key=lambda one: one.ends))


def revoke(place: Path, who: str, *, now: Instant) -> tuple[Line, ...]:
    """Every certificate of that name, or the one of that serial number. It counts where the new list was put in place."""
    here = standing(place)
    found = [one for one in issued(place, now=now) if who in (one.name, one.serial) and one.state != "revoked"]
    if not found:
        raise Refused("certificate-unknown", name=who)
    _keep(place, replace(here, revoked={**here.revoked, **{one.serial: now.iso() for one in found}}))
    return tuple(one for one in issued(place, now=now) if one.serial in {f.serial for f in found})


def trust(place: Path, *, now: Instant) -> bytes:
    """What every node is to have: the authorities that are believed, links between them, and fresh lists."""
    here = standing(place)
    here = replace(here, count=here.count + 1)
    _keep(place, here)
    made = [certificate_of(place, n).public_bytes(Encoding.PEM) for n in here.believed]
    made += [file.read_bytes() for n in here.believed if (file := place / str(n) / "link.pem").exists()]
    made += [_list(place, n, here, now=now) for n in here.believed]
    return b"".join(made)


def _list(place: Path, n: int, here: Standing, *, now: Instant) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder().issuer_name(certificate_of(place, n).subject)
        .last_update(now.utc - BEFORE).next_update(now.utc + timedelta(days=LIST_DAYS))
        .add_extension(x509.CRLNumber(here.count), critical=False)
    )  # fmt: skip
    for file in sorted((place / str(n) / "issued").glob("*.pem")):
        if (at := here.revoked.get(file.stem)) is not None:
            one = x509.RevokedCertificateBuilder().serial_number(int(file.stem, 16))
            builder = builder.add_revoked_certificate(one.revocation_date(Instant.parse(at).utc).build())
    return builder.sign(_key(place, n), hashes.SHA256()).public_bytes(Encoding.PEM)


# ---- a new authority after the old one


def rotate(place: Path, *, now: Instant, kept: keys.Keeping = "passphrase", passphrase: str = "") -> str:
    """The next one, linked to the one that signs; it signs nothing before `switch`. Its fingerprint."""
    here = standing(place)
    n = max(here.believed) + 1
    if n - 1 != here.signs:
        raise Refused("authority-waits", name=common_of(certificate_of(place, n - 1).subject))
    old, above = _key(place, here.signs), certificate_of(place, here.signs)
    made = _new(place, n, here.region, now=now, kept=kept, passphrase=passphrase)
    public = made.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise Refused("authority-other-key")
    link = _builder(made.subject, above.subject, public, old.public_key(), now=now, days=365 * YEARS, ca=True)
    put(place / str(n) / "link.pem", link.sign(old, hashes.SHA256()).public_bytes(Encoding.PEM))
    _keep(place, replace(here, believed=(*here.believed, n)))
    return fingerprint(made)


def switch(place: Path) -> str:
    """From now on the newest signs; everybody must have been brought it before."""
    here = standing(place)
    newest = max(here.believed)
    if newest == here.signs:
        raise Refused("authority-no-next")
    _keep(place, replace(here, signs=newest))
    return fingerprint(certificate_of(place, newest))


def retire(place: Path, *, now: Instant) -> tuple[Line, ...]:
    """Those that no longer sign are believed no more. `Refused` while a node still has a certificate of theirs alone."""
    here = standing(place)
    gone = tuple(n for n in here.believed if n < here.signs)
    if not gone:
        raise Refused("authority-no-next")
    by_name: dict[str, list[tuple[bool, Line]]] = {}
    for one in issued(place, now=now):
        if one.state in ("good", "soon"):
            stays = (place / str(here.signs) / "issued" / f"{one.serial}.pem").exists()
            by_name.setdefault(one.name, []).append((stays, one))
    waiting = sorted(name for name, found in by_name.items() if not any(stays for stays, _ in found))
    if waiting:
        raise Refused("authority-needed", names=", ".join(waiting[:5]), count=len(waiting))
    _keep(place, replace(here, believed=tuple(n for n in here.believed if n not in gone)))
    return tuple(line(certificate_of(place, n), "authority", now=now) for n in gone)
