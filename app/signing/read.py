"""A CMS taken apart: one signed content, one signer, the signer's certificate. Nothing is believed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.moment import Instant
from app.domain.signature import Reason
from app.signing.cms import cms, core
from app.signing.der import is_der

LARGEST = 1024 * 1024  # a signature with its chain and time stamp has 5–20 kB
MANY = 32  # certificates in one signature
# ГОСТ 34.10-2015 and older keys of НУЦ; ГОСТ 34.310 under its first owner's number (FACTS 5.3, LIBRARIES trap 8)
GOST = ("1.2.398.3.10.1.", "1.3.6.1.4.1.6801.")
GOST_SIZES = {"1.2.398.3.10.1.1.2.3.1": 64, "1.2.398.3.10.1.1.2.3.2": 128}  # r‖s in bytes
GOST_DIGESTS = {"1.2.398.3.10.1.3.2": 32, "1.2.398.3.10.1.3.3": 64}


# asn1crypto tells broken bytes by any of these, and some only when a part is first looked at.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, AssertionError)


class Unread(Exception):
    """It cannot be taken apart as one person's signature; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in the CMS. Types of asn1crypto, which tell a type checker nothing."""

    signed: Any
    signer: Any
    certificate: Any
    certificates: tuple[Any, ...]

    @property
    def gost(self) -> bool:
        return is_gost(self.certificate) or self.signer["signature_algorithm"]["algorithm"].dotted.startswith(GOST)

    @property
    def claimed(self) -> Instant | None:
        value = attribute(self.signer["signed_attrs"], "signing_time")
        return Instant(value.native) if value is not None and value.native is not None else None

    @property
    def stamps(self) -> tuple[Any, ...]:
        """Time stamp tokens over the signature; anybody may have put them there, or taken them out."""
        unsigned = self.signer["unsigned_attrs"]
        if isinstance(unsigned, core.Void):
            return ()
        return tuple(
            token for one in unsigned if one["type"].native == "signature_time_stamp_token" for token in one["values"]
        )


def is_gost(certificate: Any) -> bool:
    key = certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].dotted
    return bool(key.startswith(GOST))


def read(body: bytes) -> Parts:
    """`Unread` when it is not the signature of one person; never another exception for a foreign byte string."""
    if len(body) > LARGEST:
        raise Unread("too-large")
    try:
        return _parts(body)
    except Unread:
        raise
    except BROKEN:
        raise Unread("not-a-signature") from None


def _parts(body: bytes) -> Parts:
    whole = cms.ContentInfo.load(body, strict=True)
    if whole["content_type"].native != "signed_data":
        raise Unread("not-a-signature")
    signed = whole["content"]
    signers = list(signed["signer_infos"])
    if not signers:
        raise Unread("no-signer")
    if len(signers) > 1:
        raise Unread("several-signers")
    signer = signers[0]
    attributes = signer["signed_attrs"]
    if isinstance(attributes, core.Void) or not is_der(attributes.untag().dump()):
        raise Unread("attributes-wrong")
    present = [] if isinstance(signed["certificates"], core.Void) else list(signed["certificates"])
    if len(present) > MANY:
        raise Unread("too-large")
    certificates = tuple(one.chosen for one in present if one.name == "certificate")
    found = [one for one in certificates if _named(signer["sid"], one)]
    if not found:
        raise Unread("certificate-missing")
    if len({one.dump() for one in found}) > 1:
        raise Unread("attributes-wrong")  # two certificates answer to one name: which is meant is anybody's guess
    for one in certificates:
        walked(one)
    return Parts(signed, signer, found[0], certificates)


def walked(certificate: Any) -> None:
    """asn1crypto parses when it is first looked: look now, so that broken bytes show here."""
    body = certificate["tbs_certificate"]
    for part in ("validity", "subject", "issuer", "serial_number", "extensions"):
        body[part].native  # noqa: B018


def _named(sid: Any, certificate: Any) -> bool:
    if sid.name == "issuer_and_serial_number":
        wanted = sid.chosen
        same: bool = wanted["serial_number"].native == certificate.serial_number
        return same and wanted["issuer"].dump() == certificate.issuer.dump()
    found: bool = certificate.key_identifier is not None and sid.chosen.native == certificate.key_identifier
    return found


def attribute(attributes: Any, name: str) -> Any:
    """The one value of an attribute; `None` where there is none, or more than one."""
    if isinstance(attributes, core.Void):
        return None
    found = [one for one in attributes if one["type"].native == name]
    return found[0]["values"][0] if len(found) == 1 and len(found[0]["values"]) == 1 else None
