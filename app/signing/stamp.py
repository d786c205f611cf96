"""The time stamp of a signature (RFC 3161): when it stood at the latest, by the clock of somebody who gains nothing."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import new
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.domain.moment import Instant
from app.domain.signature import StampState
from app.signing.chain import chain, within
from app.signing.cms import SignatureValidationError, core, generic_cms, tsp
from app.signing.evidence import SKEW, Evidence, Trust, answers
from app.signing.read import BROKEN, Parts

TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
DIGESTS = {"sha256", "sha384", "sha512"}


@dataclass(frozen=True, slots=True)
class Stamp:
    state: StampState
    at: Instant | None = None


def stamp_of(parts: Parts, *, trust: Trust, evidence: tuple[Evidence, ...], now: Instant) -> Stamp:
    """The earliest that is proven. A stamp that is not proven takes nothing from the signature: it only gives no time."""
    found = [_stamp(one, parts, trust=trust, evidence=evidence, now=now) for one in parts.stamps[:4]]
    proven = sorted((s for s in found if s.at is not None), key=lambda s: s.at or now)
    return next(iter([*proven, *found]), Stamp("none"))


def _stamp(token: Any, parts: Parts, *, trust: Trust, evidence: tuple[Evidence, ...], now: Instant) -> Stamp:
    try:
        signed = token["content"]
        told = signed["encap_content_info"]["content"].parsed
        if not isinstance(told, tsp.TSTInfo) or len(signed["signer_infos"]) != 1:
            return Stamp("wrong")
        imprint = told["message_imprint"]
        digest = imprint["hash_algorithm"]["algorithm"].native
        of_signature = digest in DIGESTS and new(digest, parts.signer["signature"].native).digest()
        if of_signature != imprint["hashed_message"].native:
            return Stamp("wrong")
        bag = generic_cms.extract_certs_for_validation(signed)
        at, authority, others = Instant(told["gen_time"].native), bag.signer_cert, tuple(bag.other_certs)
        if not _signed(signed, authority):
            return Stamp("wrong")
    except (SignatureValidationError, InvalidSignature, UnsupportedAlgorithm, RuntimeError):
        return Stamp("wrong")
    except BROKEN:
        return Stamp("wrong")
    extended = authority.extended_key_usage_value
    if extended is None or {one.dotted for one in extended} != {TIME_STAMPING}:
        return Stamp("wrong")  # RFC 3161, 2.3: a key for this alone
    if at.utc > now.utc + SKEW or within(authority, at) != at.utc:
        return Stamp("unproven")
    believed = Trust(roots=trust.stamp_roots or trust.roots, issuers=trust.issuers)
    known = answers(evidence, now=now)
    if chain(authority, others, trust=believed, answers=known, at=at.utc) is not None:
        return Stamp("unproven")
    return Stamp("proven", at)


def _signed(signed: Any, authority: Any) -> bool:
    signer = signed["signer_infos"][0]
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS or isinstance(signer["signed_attrs"], core.Void):
        return False
    content = bytes(signed["encap_content_info"]["content"])
    intact, valid = generic_cms.validate_sig_integrity(signer, authority, "tst_info", new(digest, content).digest())
    return intact and valid
