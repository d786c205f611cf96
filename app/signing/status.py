"""What is asked of an OCSP responder about a signature: one question for each certificate that somebody could revoke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.signing.cms import AuthorityWithCert, core, errors, format_ocsp_request, ocsp, process_ocsp_response_data, x509
from app.signing.evidence import Trust
from app.signing.read import BROKEN, Parts, walked

MANY = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as DER; the parsed one is kept for its nonce."""

    body: bytes
    request: Any


def asked_of(parts: Parts, trust: Trust) -> tuple[Asked, ...]:
    """The signer's chain and that of its time stamp, as far as the issuers are known; roots answer to nobody."""
    known = [x509.Certificate.load(one) for one in (*trust.roots, *trust.stamp_roots, *trust.issuers)]
    sealed = [one for token in parts.stamps[:1] for one in _certificates(token)]
    around = [*known, *parts.certificates, *sealed]
    own = {one.dump() for one in known[: len(trust.roots) + len(trust.stamp_roots)]}
    questions: dict[bytes, Asked] = {}
    for one in (parts.certificate, *_stamper(sealed), *[c for c in around if c.ca]):
        issuer = _issuer(one, around)
        if one.dump() not in own and issuer is not None and len(questions) < MANY:
            # SHA-1 only names the certificate here; it is what every responder understands (RFC 6960, 4.3)
            request = format_ocsp_request(one, AuthorityWithCert(issuer), certid_hash_algo="sha1", request_nonces=True)
            questions.setdefault(one.dump(), Asked(request.dump(), request))
    return tuple(questions.values())


def fits(asked: Asked, answer: bytes) -> bool:
    """An answer of a responder that it gave to this question; what it says is judged later."""
    try:
        process_ocsp_response_data(answer, ocsp_request=asked.request, ocsp_url="")
    except (errors.OCSPValidationError, *BROKEN):
        return False
    return True


def stands_alone(answer: bytes) -> bool:
    """Whether the responder's own certificate frees it from being asked about; else the lists must speak of it."""
    try:
        whole = ocsp.OCSPResponse.load(answer)
        bag = whole.basic_ocsp_response["certs"]
        return isinstance(bag, core.Void) or all(one.ca or one.ocsp_no_check_value is not None for one in bag)
    except BROKEN:
        return False


def _certificates(token: Any) -> list[Any]:
    try:
        bag = token["content"]["certificates"]
        found = [] if isinstance(bag, core.Void) else [one.chosen for one in bag if one.name == "certificate"]
        for one in found:
            walked(one)
        return found[:MANY]
    except BROKEN:
        return []  # a stamp that cannot be read proves no time, so nobody is asked about it


def _stamper(certificates: list[Any]) -> list[Any]:
    return [one for one in certificates if not one.ca]


def _issuer(certificate: Any, around: list[Any]) -> Any | None:
    for one in around:
        named = one.subject.dump() == certificate.issuer.dump() and one.dump() != certificate.dump()
        key = certificate.authority_key_identifier
        if named and (key is None or one.key_identifier is None or key == one.key_identifier):
            return one
    return None
