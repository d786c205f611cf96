"""A signature made: detached CMS, CAdES-BES – content type, digest, signing time, signing-certificate-v2 (RFC 5035)."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.domain.moment import Instant
from app.signing.cms import PdfCMSSignedAttributes, SimpleCertificateStore, SimpleSigner, cms, keys, tsp, x509
from app.signing.read import BROKEN

DIGEST = "sha256"


class NoStamp(ValueError):
    """What the time-stamping authority answered is no stamp for this signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and its certificate, as DER; the chain goes into the signature, so that whoever gets it can find its root."""

    private: bytes  # PKCS#8
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "Key(…)"


def signed(content: bytes, key: Key, *, at: Instant) -> bytes:
    """The CMS, as DER, without the content. `at` is what the signer's clock says."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(one) for one in key.chain])
    signer = SimpleSigner(x509.Certificate.load(key.certificate), keys.PrivateKeyInfo.load(key.private), store)
    attributes = PdfCMSSignedAttributes(signing_time=at.utc.replace(microsecond=0))
    made = signer.async_sign_general_data(content, DIGEST, use_cades=True, signed_attr_settings=attributes)
    body: bytes = asyncio.run(made).dump()
    return body


def stamp_request(body: bytes) -> tuple[bytes, int]:
    """What is asked of the time-stamping authority about this signature, and the number that must come back."""
    nonce = secrets.randbits(63) | 1 << 62
    imprint = {"hash_algorithm": {"algorithm": DIGEST}, "hashed_message": sha256(_signature(body)).digest()}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return asked.dump(), nonce


def stamped(body: bytes, answer: bytes, *, nonce: int) -> bytes:
    """The signature with its time stamp in it. `NoStamp`: refused by the authority, or about something else."""
    try:
        told = tsp.TimeStampResp.load(answer, strict=True)
        granted = told["status"]["status"].native in ("granted", "granted_with_mods")
        token = told["time_stamp_token"] if granted else None
        info = token["content"]["encap_content_info"]["content"].parsed if token is not None else None
        fits = (
            info is not None
            and info["nonce"].native == nonce
            and info["message_imprint"]["hashed_message"].native == sha256(_signature(body)).digest()
        )
    except BROKEN:
        raise NoStamp("garbled") from None
    if not fits:
        raise NoStamp("other" if granted else "refused")
    whole = cms.ContentInfo.load(body)
    signer = whole["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    )
    made: bytes = whole.dump(force=False)
    return made


def _signature(body: bytes) -> bytes:
    whole: Any = cms.ContentInfo.load(body)
    found: bytes = whole["content"]["signer_infos"][0]["signature"].native
    return found
