"""A node's own certificate: asked for with a key that never leaves the machine, put in its place, watched until it ends.

The folder holds `node.pem` (key and certificate), `peers.pem` (authorities that are believed), `revoked.pem` (their lists).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.domain.moment import Instant
from app.problems import Refused
from app.store.before import settle
from app.sync.tls import OWN, PEERS, REVOKED

SOON = timedelta(days=30)  # from then on the window warns
NEXT = "next.key"  # the key of a request that is not answered yet
State = Literal["good", "soon", "ended", "not-yet", "revoked"]
What = Literal["own", "authority", "list"]
_CRL = re.compile(rb"-----BEGIN X509 CRL-----.+?-----END X509 CRL-----\s*", re.DOTALL)
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that ends some day."""

    what: What
    name: str
    serial: str
    since: str
    ends: str
    days: int
    state: State
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """What an authority gives out, or a folder holds."""

    leaves: tuple[x509.Certificate, ...]
    authorities: tuple[x509.Certificate, ...]
    links: tuple[x509.Certificate, ...]  # a new authority's key, signed by the one before
    lists: tuple[x509.CertificateRevocationList, ...]


# ---- names


def name_of(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def common_of(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def host_names(told: Iterable[str]) -> tuple[x509.GeneralName, ...]:
    """Addresses and names of hosts; no `*`: a certificate is of one machine."""
    made: list[x509.GeneralName] = []
    for host in told:
        try:
            made.append(x509.IPAddress(ip_address(host)))
        except ValueError:
            if not re.fullmatch(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", host):
                raise Refused("host-wrong", host=host) from None
            made.append(x509.DNSName(host))
    return tuple(made)


def hosts_of(of: x509.Certificate | x509.CertificateSigningRequest) -> tuple[str, ...]:
    try:
        names = of.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(n.value) for n in names if isinstance(n, (x509.DNSName, x509.IPAddress)))


def serial_of(certificate: x509.Certificate) -> str:
    return f"{certificate.serial_number:x}"


def fingerprint(certificate: x509.Certificate) -> str:
    """Of its key, in groups: what two people read to each other over the telephone."""
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(spki)
    text = digest.finalize().hex()[:40].upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


# ---- reading


UNREADABLE = (  # what the library says of a paper that it cannot make sense of
    ValueError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType,
)  # fmt: skip


def papers(raw: bytes) -> Papers:
    """Certificates and lists in PEM, in any order. `Refused("certificates-unreadable")`."""
    try:
        found = [x509.load_pem_x509_certificate(one) for one in _CERTIFICATE.findall(raw)]
        lists = tuple(x509.load_pem_x509_crl(one) for one in _CRL.findall(raw))
        _read_through(found, lists)
        leaves = tuple(c for c in found if not _may_sign(c))
        tops = tuple(c for c in found if _may_sign(c) and c.subject == c.issuer)
        links = tuple(c for c in found if _may_sign(c) and c.subject != c.issuer)
    except UNREADABLE as wrong:
        raise Refused("certificates-unreadable") from wrong
    if not found and not lists:
        raise Refused("certificates-unreadable")
    if not all(signed_by(top, top) for top in tops):
        raise Refused("certificates-unreadable")
    return Papers(leaves, tops, links, lists)


def _read_through(certificates: list[x509.Certificate], lists: tuple[x509.CertificateRevocationList, ...]) -> None:
    """The library reads a field when it is asked for: what cannot be read is told here, and nowhere later."""
    for one in certificates:
        _ = one.version, one.subject, one.issuer, one.extensions, one.public_key()
        _ = one.not_valid_before_utc, one.not_valid_after_utc, one.signature_hash_algorithm, hosts_of(one)
    for listed_ in lists:
        _ = listed_.issuer, listed_.extensions, listed_.last_update_utc, listed_.next_update_utc
        _ = listed_.signature_hash_algorithm, [entry.serial_number for entry in listed_]


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def list_of(authority: x509.Certificate, lists: Iterable[x509.CertificateRevocationList]) -> int | None:
    """The number of that authority's newest list among these; None: there is none that it signed."""
    return max((_number(one) for one in lists if list_is_of(one, authority)), default=None)


def list_is_of(one: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    return (
        one.issuer == authority.subject
        and isinstance(key, ec.EllipticCurvePublicKey)
        and one.is_signature_valid(key)
    )  # fmt: skip


def _number(one: x509.CertificateRevocationList) -> int:
    try:
        return int(one.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number)
    except x509.ExtensionNotFound:
        return 0


def is_revoked(certificate: x509.Certificate, lists: Iterable[x509.CertificateRevocationList]) -> bool:
    return any(
        one.issuer == certificate.issuer
        and one.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
        for one in lists
    )


# ---- asking and putting in place


def request(folder: Path, name: str, hosts: Iterable[str] = ()) -> bytes:
    """A request to carry to the authority; its key stays here, and waits for the answer."""
    names = host_names(hosts)
    place = folder / NEXT
    if place.exists():  # asked before: the same key, so that either answer fits
        key = load_pem_private_key(place.read_bytes(), None)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        put(place, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Refused("certificates-unreadable")
    asked = x509.CertificateSigningRequestBuilder().subject_name(name_of(name))
    if names:
        asked = asked.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return asked.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def install(folder: Path, raw: bytes, *, now: Instant, compared: str = "") -> tuple[Line, ...]:
    """What the authority answered, into its place. `compared`: the fingerprint that its keeper read to us, needed once.

    Later authorities are believed by their link to one that is believed already. Older lists never replace newer ones.
    """
    came, had = papers(raw), held(folder)
    trust = _trust(came, had, compared)
    lists = _newest(trust, (*came.lists, *had.lists))
    if (missing := next((a for a in trust if list_of(a, lists) is None), None)) is not None:
        raise Refused("revocations-missing", name=common_of(missing.subject))
    own = next((c for c in came.leaves), None)
    if own is not None:
        _put_own(folder, own, trust, lists, now=now)
    put(folder / REVOKED, b"".join(one.public_bytes(Encoding.PEM) for one in lists))
    put(folder / PEERS, b"".join(one.public_bytes(Encoding.PEM) for one in trust))
    return listed(folder, now=now)


def held(folder: Path) -> Papers:
    """What stands in the folder now; an empty one holds nothing."""
    there = [p for p in (folder / OWN, folder / PEERS, folder / REVOKED) if p.exists()]
    return papers(b"".join(p.read_bytes() for p in there)) if there else Papers((), (), (), ())


def _trust(came: Papers, had: Papers, compared: str) -> tuple[x509.Certificate, ...]:
    """The authorities from now on. A paper that is older than what is here changes nothing about them."""
    if not came.authorities:
        return had.authorities
    if any(_is_older(a, came, had) for a in had.authorities):
        return had.authorities
    believed = list(had.authorities)
    for one in sorted(came.authorities, key=lambda a: a.not_valid_before_utc):
        if one in believed:
            continue
        linked = any(
            signed_by(link, old) and link.public_key() == one.public_key() and link.subject == one.subject
            for link in came.links
            for old in believed
        )
        if not linked and _plain(compared) != _plain(fingerprint(one)):
            code = "authority-foreign" if had.authorities else "authority-compare"
            raise Refused(code, name=common_of(one.subject), fingerprint=fingerprint(one))
        believed.append(one)
    fresh = any(_is_older(a, had, came) for a in believed)  # only a newer paper takes somebody off the list
    return tuple(a for a in believed if a in came.authorities or not fresh)


def _plain(told: str) -> str:
    return re.sub(r"[^0-9A-F]", "", told.upper())


def _is_older(authority: x509.Certificate, came: Papers, had: Papers) -> bool:
    new, old = list_of(authority, came.lists), list_of(authority, had.lists)
    return new is not None and old is not None and new < old


def _newest(
    trust: Iterable[x509.Certificate], lists: Iterable[x509.CertificateRevocationList]
) -> tuple[x509.CertificateRevocationList, ...]:
    every = tuple(lists)
    return tuple(
        max((one for one in every if list_is_of(one, authority)), key=_number)
        for authority in trust
        if list_of(authority, every) is not None
    )


def _put_own(
    folder: Path, own: x509.Certificate, trust: Iterable[x509.Certificate],
    lists: Iterable[x509.CertificateRevocationList], *, now: Instant,
) -> None:  # fmt: skip
    if not any(signed_by(own, authority) for authority in trust):
        raise Refused("certificate-foreign", name=common_of(own.subject))
    match state(own.not_valid_before_utc, own.not_valid_after_utc, now.utc):
        case "ended":
            raise Refused("certificate-ended", name=common_of(own.subject), ends=f"{own.not_valid_after_utc:%Y-%m-%d}")
        case "not-yet":
            raise Refused("certificate-not-yet", name=common_of(own.subject), since=_iso(own.not_valid_before_utc))
    if is_revoked(own, lists):
        raise Refused("certificate-revoked", name=common_of(own.subject))
    for place in (folder / NEXT, folder / OWN):
        if place.exists() and (key := _key_for(own, place.read_bytes())) is not None:
            put(folder / OWN, key + own.public_bytes(Encoding.PEM))
            (folder / NEXT).unlink(missing_ok=True)
            return
    raise Refused("certificate-other-key", name=common_of(own.subject))


def _key_for(own: x509.Certificate, pem: bytes) -> bytes | None:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if key.public_key() != own.public_key():
        return None
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def put(place: Path, body: bytes) -> None:
    """Whole or not at all, readable by its owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with open(half, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place)
    settle(place.parent)


# ---- what ends, and when


def state(since: datetime, ends: datetime, now: datetime) -> State:
    if now < since:
        return "not-yet"
    if now > ends:
        return "ended"
    return "soon" if ends - now <= SOON else "good"


def listed(folder: Path, *, now: Instant) -> tuple[Line, ...]:
    """The own certificate, the authorities and their lists, what ends first at the top."""
    here = held(folder)
    lines = [line(c, "own", now=now, revoked=is_revoked(c, here.lists)) for c in here.leaves]
    lines += [line(c, "authority", now=now) for c in here.authorities]
    for one in here.lists:
        since, ends = one.last_update_utc, one.next_update_utc or one.last_update_utc
        lines.append(
            Line(
                what="list", name=common_of(one.issuer), serial=str(_number(one)), since=_iso(since), ends=_iso(ends),
                days=(ends - now.utc).days, state=state(since, ends, now.utc),
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda one: one.ends))


def line(certificate: x509.Certificate, what: What, *, now: Instant, revoked: bool = False) -> Line:
    since, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return Line(
        what=what, name=common_of(certificate.subject), serial=serial_of(certificate), since=_iso(since),
        ends=_iso(ends), days=(ends - now.utc).days, state="revoked" if revoked else state(since, ends, now.utc),
        hosts=hosts_of(certificate),
    )  # fmt: skip


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def own_fault(folder: Path, now: Instant) -> str | None:
    """What is wrong with our own certificate, when somebody has hung up without saying so."""
    try:
        own = [one for one in listed(folder, now=now) if one.what == "own"]
    except (Refused, OSError):
        return None
    return next((f"own-certificate-{one.state}" for one in own if one.state in ("ended", "not-yet", "revoked")), None)
