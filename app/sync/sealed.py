"""The envelope of a bundle: whoever finds the stick reads the names of two stores and of devices, and nothing else.

HPKE (RFC 9180) to each device of the receiver, whose Ed25519 key serves as an X25519 key: pairing needs no second one.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.domain import codec
from app.problems import Refused
from app.sync.keys import device_key, place_of

MAGIC = b"TEREZE-BUNDLE 1\n"
LARGEST = 512 * 1024 * 1024  # of one file; what does not fit goes with the next
_HEAD = 1024 * 1024  # of the part that anybody may read: some thousand devices
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ONCE = bytes(12)  # a nonce that never changes, of a key that seals one bundle
_LENGTH = struct.Struct(">I")
_P = 2**255 - 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What stands on the envelope. It is bound to what is inside."""

    by: str  # store ids
    to: str
    size: int  # of what is sealed: half a file is told from a spoilt one
    keys: dict[str, str]  # device of the receiver → the bundle's key, sealed to it


def opening_key(key: Ed25519PrivateKey) -> X25519PrivateKey:
    """The device's key as X25519 has it: the hash of the seed is the scalar in both (RFC 8032, 5.1.5)."""
    return X25519PrivateKey.from_private_bytes(hashlib.sha512(key.private_bytes_raw()).digest()[:32])


def sealing_key(public: bytes, device: str) -> X25519PublicKey:
    """The same point on the other curve: u = (1 + y) / (1 - y), RFC 7748, 4.1."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    try:
        u = (1 + y) * pow(1 - y, -1, _P) % _P
    except ValueError as wrong:
        raise Refused("device-key-wrong", device=device) from wrong
    return X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))


def close(body: bytes, *, by: str, to: str, keys: Mapping[str, bytes]) -> bytes:
    """Sealed so that any machine of the receiver opens it: `keys` are its devices' public keys."""
    once = AESGCM.generate_key(256)
    bound = MAGIC + f"{by} {to}".encode()
    wrapped = {}
    for device, public in keys.items():
        try:
            sealed = _SUITE.encrypt(once, sealing_key(public, device), bound)
        except ValueError as wrong:  # a point that makes no secret
            raise Refused("device-key-wrong", device=device) from wrong
        wrapped[device] = base64.b64encode(sealed).decode()
    head = codec.dump(Outside(by=by, to=to, size=len(body) + 16, keys=wrapped))
    before = MAGIC + _LENGTH.pack(len(head)) + head
    return before + AESGCM(once).encrypt(_ONCE, body, before)


def begins(place: Path) -> bool:
    """Whether that file is a bundle, which another may take the place of."""
    with place.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read_outside(raw: bytes) -> tuple[Outside, int]:
    """What the envelope says, and where the sealed part begins. `Refused`: it is no bundle, a newer one, or half of one."""
    if not raw.startswith(MAGIC):
        kind = MAGIC.split()[0]
        if raw and MAGIC.startswith(raw):
            raise Refused("bundle-cut")
        raise Refused("bundle-newer" if raw.startswith(kind + b" ") else "bundle-none")
    start = len(MAGIC) + _LENGTH.size
    if len(raw) < start:
        raise Refused("bundle-cut")
    (length,) = _LENGTH.unpack_from(raw, len(MAGIC))
    if length > _HEAD:
        raise Refused("bundle-damaged")
    if len(raw) < start + length:
        raise Refused("bundle-cut")
    try:
        return codec.read(Outside, codec.plain_value(raw[start : start + length])), start + length
    except ValueError as wrong:
        raise Refused("bundle-damaged") from wrong


def open_(raw: bytes, *, own: str, folder: Path) -> tuple[Outside, bytes]:
    """What was sealed for the store `own`, by a device's key of this machine."""
    outside, start = read_outside(raw)
    if outside.by == own:
        raise Refused("bundle-own")
    if outside.to != own:
        raise Refused("bundle-for-another", store=outside.to[:8])
    if len(raw) - start < outside.size:
        raise Refused("bundle-cut")
    once = _once(outside, folder)
    try:
        return outside, AESGCM(once).decrypt(_ONCE, raw[start:], raw[:start])
    except InvalidTag as wrong:
        raise Refused("bundle-damaged") from wrong


def _once(outside: Outside, folder: Path) -> bytes:
    here = [device for device in outside.keys if _stands_here(folder, device)]
    if not here:
        raise Refused("bundle-other-key")
    bound = MAGIC + f"{outside.by} {outside.to}".encode()
    for device in here:
        try:
            sealed = base64.b64decode(outside.keys[device], validate=True)
            once = _SUITE.decrypt(sealed, opening_key(device_key(folder, device)), bound)
        except (InvalidTag, ValueError):
            continue
        if len(once) == 32:
            return once
    raise Refused("bundle-other-key")


def _stands_here(folder: Path, device: str) -> bool:
    try:
        return place_of(folder, device).exists()
    except Refused:
        return False


# ---- what is inside: an index, then parts


def pack(index: bytes, parts: list[bytes]) -> bytes:
    return b"".join((_LENGTH.pack(len(index)), index, *parts))


def unpack(raw: bytes) -> tuple[bytes, bytes]:
    """The index, and all parts in one."""
    if len(raw) < _LENGTH.size:
        raise Refused("bundle-damaged")
    (length,) = _LENGTH.unpack_from(raw)
    if len(raw) < _LENGTH.size + length:
        raise Refused("bundle-damaged")
    return raw[_LENGTH.size : _LENGTH.size + length], raw[_LENGTH.size + length :]
