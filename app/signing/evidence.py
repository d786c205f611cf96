"""What the outside said, as bytes: they prove themselves by their own signatures, so they can be kept and judged again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal

from app.domain.moment import Instant
from app.signing.cms import crl, ocsp
from app.signing.read import BROKEN

SKEW = timedelta(seconds=120)  # between two honest clocks (TRUST: more than that is told)
MANY = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An answer about revocation, where it came from and when."""

    kind: Literal["ocsp", "crl"]
    body: bytes
    source: str
    at: Instant

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom a node believes: certificates (DER) of roots, and of issuing centres that a signature may leave out."""

    roots: tuple[bytes, ...]
    issuers: tuple[bytes, ...] = ()
    stamp_roots: tuple[bytes, ...] = ()  # of time-stamping authorities; none given: the same roots


@dataclass(frozen=True, slots=True)
class Answers:
    """The evidence that can be read and speaks of the right time."""

    ocsps: tuple[Any, ...]
    crls: tuple[Any, ...]

    def in_term_of(self, certificate: Any) -> Answers:
        """Without what was said about a certificate after its term: nobody keeps account of it any more by then."""
        end, serial, issuer = certificate.not_valid_after, certificate.serial_number, certificate.issuer.dump()
        return Answers(
            tuple(
                one
                for one in self.ocsps
                if not any(
                    said["this_update"].native > end and said["cert_id"]["serial_number"].native == serial
                    for said in one.response_data["responses"]
                )
            ),
            tuple(
                one
                for one in self.crls
                if one["tbs_cert_list"]["this_update"].native <= end or one.issuer.dump() != issuer
            ),
        )

    def each(self) -> tuple[Answers, ...]:
        """One by one."""
        return (*(Answers((one,), ()) for one in self.ocsps), *(Answers((), (one,)) for one in self.crls))


def answers(evidence: tuple[Evidence, ...], *, now: Instant) -> Answers:
    """Left out: what cannot be read, and what was said in the future."""
    latest = now.utc + SKEW
    ocsps: list[Any] = []
    crls: list[Any] = []
    for one in evidence[:MANY]:
        try:
            match one.kind:
                case "ocsp":
                    response = ocsp.OCSPResponse.load(one.body, strict=True)
                    ocsps += [response] if _said_by(response, latest) else []
                case "crl":
                    revoked = crl.CertificateList.load(one.body, strict=True)
                    crls += [revoked] if revoked["tbs_cert_list"]["this_update"].native <= latest else []
        except BROKEN:
            continue  # broken bytes prove nothing
    return Answers(tuple(ocsps), tuple(crls))


def _said_by(response: Any, latest: object) -> bool:
    if response["response_status"].native != "successful":
        return False
    said = response.response_data["responses"]
    return bool(len(said)) and all(one["this_update"].native <= latest for one in said)
