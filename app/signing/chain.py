"""Is the certificate one of ours: its chain to a root, and what is known of revocation, at one point of time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.domain.moment import Instant
from app.domain.signature import Reason
from app.signing.cms import (
    CertificateValidator,
    ValidationContext,
    errors,
    policy_decl,
    verify_crl,
    verify_ocsp_response,
    x509,
)
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
Ask = Callable[[Any, Any, ValidationContext], Awaitable[object]]
ASKS: tuple[Ask, ...] = (verify_ocsp_response, verify_crl)


def chain(certificate: Any, others: tuple[Any, ...], *, trust: Trust, answers: Answers, at: datetime) -> Found:
    """`None`: a chain to a root, and each link of it known to be unrevoked at that time."""
    return asyncio.run(_chain(certificate, others, trust=trust, answers=answers, at=at))


async def _chain(certificate: Any, others: tuple[Any, ...], *, trust: Trust, answers: Answers, at: datetime) -> Found:
    around = [*_load(trust.issuers), *others]
    roots = _load(trust.roots)
    bare = _context(around, roots, answers=Answers((), ()), at=at, rule=NOT_ASKED)
    try:
        path = await CertificateValidator(certificate, (), bare).async_validate_path()
    except (errors.ExpiredError, errors.NotYetValidError):
        return "issuer-out-of-term"  # `at` lies within the certificate's own term
    except errors.DisallowedAlgorithmError:
        return "algorithm-weak"
    except errors.PathBuildingError:
        return "issuer-unknown"
    except errors.PathValidationError as broken:
        return _broken(broken)
    except (UnsupportedAlgorithm, RuntimeError):
        return "algorithm-unknown"  # an issuer with a ГОСТ key, for one
    links: list[Found] = []
    for link in path.iter_certs(include_root=False):
        said = answers.in_term_of(link)
        alone = [_context(around, roots, answers=one, at=at, rule=NOT_ASKED) for one in said.each()]
        together = _context(around, roots, answers=said, at=at, rule=NEEDED)
        found = await _known(link, path, alone=alone, together=together)
        own = link.dump() == certificate.dump()
        links.append(found if own or not isinstance(found, Revoked) else "issuer-revoked")
    grave = [one for one in links if isinstance(one, Revoked) or one == "issuer-revoked"]
    return next(iter(grave), next((one for one in reversed(links) if one is not None), None))


async def _known(link: Any, path: Any, *, alone: list[ValidationContext], together: ValidationContext) -> Found:
    """Each answer is asked alone first: what one knows of a revocation must not hide behind a friendlier one.

    The library's own order stops at the first that is good, and reads OCSP only where the certificate names a responder.
    """
    said = [await _asked(ask, link, path, context) for context in alone for ask in ASKS]
    if revoked := [one for one in said if isinstance(one, Revoked)]:
        return min(revoked, key=lambda one: (one.on_hold, one.at))
    if None in [await _asked(ask, link, path, together) for ask in ASKS]:
        return None
    return "revocation-stale" if "revocation-stale" in said else "revocation-unknown"


async def _asked(ask: Ask, link: Any, path: Any, context: ValidationContext) -> Found:
    """`None`: not revoked, by somebody who may say so, in time."""
    try:
        await ask(link, path, context)
    except errors.RevokedError as revoked:
        return Revoked(revoked.revocation_dt, str(revoked.reason.native) == "certificate_hold")
    except (errors.OCSPValidationIndeterminateError, errors.CRLValidationIndeterminateError) as unsure:
        return "revocation-unknown" if unsure.suspect_stale is None else "revocation-stale"
    except (errors.OCSPValidationError, errors.CRLValidationError, errors.PathError, errors.ValidationError):
        return "revocation-unknown"  # about another certificate, or by somebody who may not say it
    except (UnsupportedAlgorithm, RuntimeError, InvalidSignature):
        return "revocation-unknown"
    return None


def _load(certificates: tuple[bytes, ...]) -> list[Any]:
    return [x509.Certificate.load(one, strict=True) for one in certificates]


def _context(
    around: list[Any], roots: list[Any], *, answers: Answers, at: datetime,
    rule: policy_decl.RevocationCheckingRule,
) -> ValidationContext:  # fmt: skip
    return ValidationContext(
        trust_roots=roots,
        other_certs=around,
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


def _broken(why: errors.PathValidationError) -> Reason:
    """A wrong signature of an issuer is told by what was raised below; anything else is a link that may not be one."""
    if isinstance(why.__context__, errors.AlgorithmNotSupported):
        return "algorithm-unknown"
    return "certificate-forged" if isinstance(why.__context__, InvalidSignature) else "issuer-not-entitled"


def within(certificate: Any, at: Instant) -> datetime:
    """That time, or the end of the certificate's term that is nearer to it: its chain is looked at inside the term."""
    moment: datetime = min(max(at.utc, certificate.not_valid_before), certificate.not_valid_after)
    return moment
