"""The hash of a password or a badge: Argon2id, its numbers in one place.

About 0.2 s on a counter's machine. Whoever changes a number here has every password's hash made anew at the next log-in.
"""

from __future__ import annotations

import base64
import os

import argon2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.password import plain

TIME, MEMORY, LANES = 3, 64 * 1024, 2
MOST_TIME, MOST_MEMORY = 64, 1024 * 1024  # a row that asks for more was not made by us
SEALED = "argon2id-aesgcm"


class Hasher:
    """`time` and `memory` are smaller only where a test counts tries and not seconds."""

    def __init__(self, time: int = TIME, memory: int = MEMORY) -> None:
        self._argon = argon2.PasswordHasher(time_cost=time, memory_cost=memory, parallelism=LANES)
        salt, body = (base64.b64encode(os.urandom(n)).decode().rstrip("=") for n in (16, 32))
        self._nobody = f"$argon2id$v=19$m={memory},t={time},p={LANES}${salt}${body}"

    def hash(self, secret: str) -> str:
        return self._argon.hash(plain(secret))

    def fits(self, kept: str, secret: str) -> bool:
        """As much work for a login that is not there (`kept` is empty) as for one that is."""
        try:
            return self._argon.verify(kept or self._nobody, plain(secret)) and bool(kept)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError, UnicodeEncodeError):
            return False  # a spoilt row lets nobody in
        finally:
            _overwrite(secret)

    def seal(self, body: bytes, secret: str) -> str:
        """Those bytes, to be had back with that password alone."""
        salt, nonce = os.urandom(16), os.urandom(12)
        made = self._argon
        sealed = AESGCM(_key(secret, salt, made.time_cost, made.memory_cost)).encrypt(nonce, body, SEALED.encode())
        return "$".join((SEALED, str(made.time_cost), str(made.memory_cost), (salt + nonce + sealed).hex()))

    def unseal(self, kept: str, secret: str) -> bytes | None:
        """None: another password, or a spoilt row."""
        try:
            name, time, memory, body = kept.split("$")
            told = bytes.fromhex(body)
            if name != SEALED or not 0 < int(time) <= MOST_TIME or not 0 < int(memory) <= MOST_MEMORY:
                return None
            key = _key(secret, told[:16], int(time), int(memory))
            return AESGCM(key).decrypt(told[16:28], told[28:], SEALED.encode())
        except (ValueError, InvalidTag, UnicodeEncodeError, argon2.exceptions.HashingError):
            return None

    def outdated(self, kept: str) -> bool:
        return self._argon.check_needs_rehash(kept)


def _overwrite(secret: str) -> None:
    """The copies that the C library was handed lie freed in this thread's memory: the same places are filled with zeros."""
    new = argon2.low_level.ffi.new
    length = len(secret.encode("utf-8", "surrogatepass"))
    held = [new("char[]", bytes(length)) for _ in range(32)]
    del held


def _key(secret: str, salt: bytes, time: int, memory: int) -> bytes:
    kind = argon2.low_level.Type.ID
    made = argon2.low_level.hash_secret_raw(plain(secret).encode(), salt, time, memory, LANES, 32, kind)
    _overwrite(secret)
    return made
