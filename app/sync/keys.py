"""Who speaks: each device has an Ed25519 key, and signs what it sends. By this alone a batch is judged."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.domain.moment import Instant
from app.problems import Refused

APART = timedelta(minutes=5)  # how far two clocks may stand apart, and so how long a nonce is remembered
DEVICE, INSTANT, NONCE, SIGNATURE = "Tereze-Device", "Tereze-Instant", "Tereze-Nonce", "Tereze-Signature"


def place_of(folder: Path, code: str) -> Path:
    if not re.fullmatch(r"[A-Z0-9]+-[A-Z0-9]+", code):
        raise Refused("device-unknown", device=code)
    return folder / f"{code}.pem"


def device_key(folder: Path, code: str) -> Ed25519PrivateKey:
    """The device's key, made at first use: one file, readable by its owner alone."""
    place = place_of(folder, code)
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = place.with_suffix(f".{secrets.token_hex(4)}")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            made = Ed25519PrivateKey.generate()
            file.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(half, place)  # never over a key that another program made meanwhile
        except FileExistsError:
            pass
        finally:
            half.unlink()
    try:
        key = load_pem_private_key(place.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:  # spoilt, or under a password that nobody here has
        raise Refused("device-key-wrong", device=code) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("device-key-wrong", device=code)
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed_text(method: str, path: str, body: bytes, *, instant: str, nonce: str) -> bytes:
    """What is signed. `path` has its query; `body` is as it was before any compression."""
    return "\n".join((method, path, hashlib.sha256(body).hexdigest(), instant, nonce)).encode()


@dataclass(frozen=True, slots=True)
class Seal:
    """Device, moment, nonce and signature, as they stand in the headers."""

    device: str
    instant: str
    nonce: str
    signature: bytes

    def headers(self) -> dict[str, str]:
        return {
            DEVICE: self.device, INSTANT: self.instant, NONCE: self.nonce,
            SIGNATURE: base64.b64encode(self.signature).decode(),
        }  # fmt: skip

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Seal:
        """From headers of any letter case. `Refused("signature-missing")` when one is not there."""
        found = {name.lower(): value for name, value in headers.items()}
        try:
            signature = base64.b64decode(found[SIGNATURE.lower()], validate=True)
            return cls(found[DEVICE.lower()], found[INSTANT.lower()], found[NONCE.lower()], signature)
        except (KeyError, ValueError) as missing:
            raise Refused("signature-missing") from missing


@dataclass(frozen=True, slots=True)
class Speaker:
    """A device with its key."""

    device: str
    key: Ed25519PrivateKey

    def seal(self, method: str, path: str, body: bytes, *, instant: Instant, nonce: str | None = None) -> Seal:
        given, at = nonce or secrets.token_hex(16), instant.iso()
        signature = self.key.sign(signed_text(method, path, body, instant=at, nonce=given))
        return Seal(self.device, at, given, signature)


@dataclass(slots=True)
class Nonces:
    """Which nonces were met, for as long as a batch with them would still be taken."""

    _met: dict[tuple[str, str], Instant] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, seal: Seal, now: Instant) -> None:
        with self._lock:
            for key in [k for k, until in self._met.items() if until < now]:
                del self._met[key]
            if (seal.device, seal.nonce) in self._met:
                raise Refused("nonce-again", device=seal.device)
            self._met[seal.device, seal.nonce] = Instant(now.utc + 2 * APART)


def signed(seal: Seal, method: str, path: str, *, body: bytes, known: Mapping[str, bytes]) -> Instant:
    """When it says that it was signed; of a bundle that may be long ago. `Refused`: by nobody whom we know."""
    public = known.get(seal.device)
    if public is None:
        raise Refused("device-unknown", device=seal.device)
    try:
        signed_at = Instant.parse(seal.instant)
    except ValueError as wrong:
        raise Refused("signature-missing") from wrong
    try:
        text = signed_text(method, path, body, instant=seal.instant, nonce=seal.nonce)
        Ed25519PublicKey.from_public_bytes(public).verify(seal.signature, text)
    except (InvalidSignature, ValueError) as wrong:
        raise Refused("signature-wrong", device=seal.device) from wrong
    return signed_at


def verify(
    seal: Seal, method: str, path: str, *, body: bytes, known: Mapping[str, bytes], now: Instant,
    nonces: Nonces | None = None,
) -> str:  # fmt: skip
    """The device that spoke, or a `Refused` that says why it is not believed."""
    signed_at = signed(seal, method, path, body=body, known=known)
    if abs(signed_at.utc - now.utc) > APART:
        apart = round((signed_at.utc - now.utc).total_seconds())
        raise Refused("clocks-apart", device=seal.device, seconds=apart, here=now.iso())
    if nonces is not None:
        nonces.meet(seal, now)
    return seal.device
