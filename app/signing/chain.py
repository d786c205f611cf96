"""Is the certificate one of ours: its chain to a root, and what is known of revocation, at one point of time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.domain.moment import Instant
from app.domain.signature import Reason
from app.signing.cms import CertificateValidator, ValidationContext, errors, policy_decl, x509
from app.signing.evidence import SKEW, Answers, Trust

WEAK = {"md2", "md5", "sha1"}
NEEDED = policy_decl.RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
NOT_ASKED = policy_decl.RevocationCheckingRule.NO_CHECK


@dataclass(frozen=True, slots=True)
class Revoked:
    """The certificate itself was revoked; whether before it signed is for the judge."""

    at: datetime
    on_hold: bool


Found = Reason | Revoked | None


def chain(certificate: Any, others: tuple[Any, ...], *, trust: Trust, answers: Answers, at: datetime) -> Found:
    """`None`: a chain to a root, and each link of it known to be unrevoked at that time."""
    loaded = _load((*trust.issuers,)) + list(others)
    roots = _load(trust.roots)
    bare = _validated(certificate, loaded, roots, answers=Answers((), (), False), at=at, rule=NOT_ASKED)
    if bare is not None:
        return bare
    found = _validated(certificate, loaded, roots, answers=answers, at=at, rule=NEEDED)
    if isinstance(found, Revoked) or found == "issuer-revoked":
        return found
    for one in answers.each():
        alone = _validated(certificate, loaded, roots, answers=one, at=at, rule=NEEDED)
        if isinstance(alone, Revoked) or alone == "issuer-revoked":
            return alone
    return found


def _load(certificates: tuple[bytes, ...]) -> list[Any]:
    return [x509.Certificate.load(one, strict=True) for one in certificates]


def _validated(
    certificate: Any, others: list[Any], roots: list[Any], *, answers: Answers, at: datetime,
    rule: policy_decl.RevocationCheckingRule,
) -> Found:  # fmt: skip
    context = ValidationContext(
        trust_roots=roots,
        other_certs=others,
        moment=at,
        allow_fetching=False,
        ocsps=answers.ocsps,
        crls=answers.crls,
        revinfo_policy=policy_decl.CertRevTrustPolicy(
            policy_decl.RevocationCheckingPolicy(rule, rule),
            retroactive_revinfo=True,  # what was said after the signature speaks of it too; `answers` bounds how late
        ),
        time_tolerance=SKEW,
        algorithm_usage_policy=policy_decl.DisallowWeakAlgorithmsPolicy(frozenset(WEAK)),  # type: ignore[no-untyped-call]
    )
    try:
        asyncio.run(CertificateValidator(certificate, (), context).async_validate_path())
    except errors.RevokedError as revoked:
        if not revoked.is_ee_cert:
            return "issuer-revoked"
        return Revoked(revoked.revocation_dt, str(revoked.reason.native) == "certificate_hold")
    except errors.StaleRevinfoError:
        return "revocation-stale"
    except errors.InsufficientRevinfoError:
        return "revocation-unknown"
    except (errors.ExpiredError, errors.NotYetValidError) as when:
        return None if when.is_ee_cert else "issuer-out-of-term"
    except errors.DisallowedAlgorithmError:
        return "algorithm-weak"
    except errors.PathBuildingError:
        return "issuer-unknown"
    except errors.PathValidationError as broken:
        return _broken(broken)
    except (UnsupportedAlgorithm, NotImplementedError):
        return "algorithm-unknown"  # an issuer with a ГОСТ key, for one
    return None


def _broken(why: errors.PathValidationError) -> Reason:
    """A wrong signature of an issuer is told by what was raised below; anything else is a link that may not be one."""
    if isinstance(why.__context__, errors.AlgorithmNotSupported):
        return "algorithm-unknown"
    return "certificate-forged" if isinstance(why.__context__, InvalidSignature) else "issuer-not-entitled"


def within(certificate: Any, at: Instant) -> datetime:
    """That time, or the end of the certificate's term that is nearer to it: its chain is looked at inside the term."""
    moment: datetime = min(max(at.utc, certificate.not_valid_before), certificate.not_valid_after)
    return moment
