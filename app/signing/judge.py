"""Is this the signature of that person over these bytes? From bytes alone: the same bytes give the same verdict for ever.

`judge` never raises for what somebody else has written, and says *valid* only when nothing is left to be learnt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import new, sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.domain.moment import Instant
from app.domain.signature import Judgement, Reason, Signatory, TimeSource, weightiest
from app.signing.chain import Revoked, chain, within
from app.signing.cms import SignatureValidationError, core, errors, generic_cms
from app.signing.evidence import Evidence, Trust, answers
from app.signing.profile import findings
from app.signing.read import BROKEN, GOST_DIGESTS, GOST_SIZES, Parts, Unread, attribute, read
from app.signing.stamp import Stamp, stamp_of

DIGESTS = {"sha256", "sha384", "sha512"}
SMALLEST = {"rsa": 2048, "rsassa_pss": 2048, "ec": 256}
FOREIGN = (*BROKEN, InvalidSignature, UnsupportedAlgorithm, SignatureValidationError, errors.PathError,
           errors.ValidationError)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a signature."""

    cms: bytes
    content: bytes  # what should have been signed
    signatory: Signatory
    trust: Trust
    now: Instant
    evidence: tuple[Evidence, ...] = ()
    born: Instant | None = None  # the content did not exist before
    kept_at: Instant | None = None  # this signature lay in our journal at that time already


@dataclass(frozen=True, slots=True)
class Times:
    """When it was signed lies between what the content allows and what is proven."""

    at: Instant
    source: TimeSource
    claimed: Instant | None
    earliest: datetime | None  # the later of the content's birth and, without a stamp, the signer's own word


def judge(asked: Question) -> Judgement:
    stamp, times, reasons = Stamp("none"), Times(_seen(asked), "own-clock", None, None), list[Reason]()
    try:
        parts = read(asked.cms)
        stamp = stamp_of(parts, trust=asked.trust, evidence=asked.evidence, now=asked.now)
        times = _times(asked, parts, stamp)
        reasons += findings(parts.certificate, asked.signatory)
        reasons += _integrity(parts, asked.content)
        reasons += _standing(parts, asked, times)
    except Unread as why:
        reasons.append(why.reason)
    except FOREIGN:
        reasons.append("not-examined")  # an intake must not stop at bytes that the libraries did not foresee
    reason = weightiest(tuple(reasons))
    return Judgement(
        reason=reason, also=tuple(dict.fromkeys(r for r in reasons if r != reason)), time=times.source, at=times.at,
        stamp=stamp.state, claimed=times.claimed, judged_at=asked.now, cms=sha256(asked.cms).hexdigest(),
        content=sha256(asked.content).hexdigest(), evidence=tuple(one.sha256 for one in asked.evidence),
    )  # fmt: skip


# ---- when


def _seen(asked: Question) -> Instant:
    return min(asked.now, asked.kept_at or asked.now)


def _times(asked: Question, parts: Parts, stamp: Stamp) -> Times:
    seen, claimed = _seen(asked), parts.claimed
    if stamp.at is not None and stamp.at <= seen:
        return Times(stamp.at, "time-stamp", claimed, _latest(asked.born, claimed, seen))
    return Times(seen, "own-clock", claimed, _latest(asked.born, claimed or seen, seen))


def _latest(born: Instant | None, claimed: Instant | None, seen: Instant) -> datetime | None:
    """The signer's own word counts against the signer only: a false one cannot move the time back."""
    known = [one.utc for one in (born, claimed) if one is not None]
    return min(max(known), seen.utc) if known else None


# ---- the bytes


def _integrity(parts: Parts, content: bytes) -> tuple[Reason, ...]:
    """That this key has signed this content, and says so of this certificate."""
    inside = parts.signed["encap_content_info"]["content"]
    if not isinstance(inside, core.Void) and inside.native is not None and bytes(inside.native) != content:
        return ("content-differs",)
    return _gost(parts, content) if parts.gost else _mathematics(parts, content)


def _mathematics(parts: Parts, content: bytes) -> tuple[Reason, ...]:
    signer, certificate = parts.signer, parts.certificate
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        return ("algorithm-weak",) if digest in ("sha1", "md5", "md2", "sha224") else ("algorithm-unknown",)
    if attribute(signer["signed_attrs"], "message_digest") is None:
        return ("attributes-wrong",)
    weak = _weak(certificate)
    try:
        intact, valid = generic_cms.validate_sig_integrity(signer, certificate, "data", new(digest, content).digest())
    except SignatureValidationError as wrong:
        return (
            "certificate-substituted" if "NO_SIGNING_CERT" in str(wrong.ades_subindication) else "attributes-wrong",
        )
    except (InvalidSignature, AssertionError):
        return ("signature-wrong",)
    except (UnsupportedAlgorithm, RuntimeError):
        return ("algorithm-unknown",)
    checks: tuple[tuple[bool, Reason], ...] = ((intact, "content-differs"), (valid, "signature-wrong"))
    return (*(reason for right, reason in checks if not right), *weak)


def _weak(certificate: Any) -> tuple[Reason, ...]:
    key = certificate.public_key
    smallest = SMALLEST.get(key.algorithm)
    if smallest is None:
        return ("algorithm-unknown",)
    return ("algorithm-weak",) if key.bit_size < smallest else ()


def _gost(parts: Parts, content: bytes) -> tuple[Reason, ...]:
    """ГОСТ: that it has the shape of one. The mathematics is not checked here, so it is never called valid."""
    signer = parts.signer
    told = attribute(signer["signed_attrs"], "message_digest")
    kind = attribute(signer["signed_attrs"], "content_type")
    size = GOST_SIZES.get(signer["signature_algorithm"]["algorithm"].dotted)
    digest = GOST_DIGESTS.get(signer["digest_algorithm"]["algorithm"].dotted)
    if told is None or kind is None or kind.native != "data":
        return ("attributes-wrong",)
    if size is not None and len(signer["signature"].native) != size:
        return ("signature-wrong",)
    if digest is not None and len(told.native) != digest:
        return ("content-differs",)
    return ("gost-not-checked",)


# ---- the certificate


def _standing(parts: Parts, asked: Question, times: Times) -> tuple[Reason, ...]:
    """Its term, its chain, its revocation, all at the time that is proven."""
    certificate = parts.certificate
    term = _term(certificate, times)
    if parts.gost:
        return term
    known = answers(asked.evidence, now=asked.now)
    found = chain(certificate, parts.certificates, trust=asked.trust, answers=known, at=within(certificate, times.at))
    match found:
        case None:
            return term
        case Revoked(at=at, on_hold=on_hold):
            if on_hold:
                return (*term, "on-hold")
            after = times.earliest is not None and times.earliest >= at
            return (*term, "revoked" if after else "revoked-without-time")
        case str() as reason:
            return (*term, reason)


def _term(certificate: Any, times: Times) -> tuple[Reason, ...]:
    if times.at.utc < certificate.not_valid_before:
        return ("not-yet-valid",)
    if times.at.utc <= certificate.not_valid_after:
        return ()
    after = times.earliest is not None and times.earliest > certificate.not_valid_after
    return ("expired" if after else "expired-without-time",)
