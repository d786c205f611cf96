"""The hash of a password or a badge: Argon2id, its numbers in one place.

About 0.2 s on a counter's machine. Whoever changes a number here has every password's hash made anew at the next log-in.
"""

from __future__ import annotations

import base64
import os

import argon2

from app.domain.password import plain

TIME, MEMORY, LANES = 3, 64 * 1024, 2


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

    def outdated(self, kept: str) -> bool:
        return self._argon.check_needs_rehash(kept)
