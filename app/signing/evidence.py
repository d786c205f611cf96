"""What the outside said, as bytes: they prove themselves by their own signatures, so they can be kept and judged again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal

from app.domain.moment import Instant
from app.signing.cms import crl, ocsp

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
    unusable: bool  # something was there, and was left out

    def each(self) -> tuple[Answers, ...]:
        """One by one: what a single answer knows of a revocation must not hide behind a friendlier one."""
        alone = [Answers((one,), (), False) for one in self.ocsps] + [Answers((), (one,), False) for one in self.crls]
        return tuple(alone) if len(alone) > 1 else ()


def answers(evidence: tuple[Evidence, ...], *, now: Instant, until: Instant) -> Answers:
    """Left out: what cannot be read, and what was said in the future or after `until`, when nobody keeps account any more."""
    latest = min(now.utc + SKEW, until.utc)
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
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
            continue  # broken bytes, told by asn1crypto in any of these ways, prove nothing
    return Answers(tuple(ocsps), tuple(crls), len(ocsps) + len(crls) < len(evidence))


def _said_by(response: Any, latest: object) -> bool:
    if response["response_status"].native != "successful":
        return False
    said = response.response_data["responses"]
    return bool(len(said)) and all(one["this_update"].native <= latest for one in said)
