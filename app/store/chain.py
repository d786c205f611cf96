"""The chain of a device: each row's hash binds the one before it, over the bytes as they are stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One event's bytes and hashes, ready to be stored or sent."""

    head: bytes
    facts: bytes
    salt: bytes
    person: bytes
    hashes: bytes
    row_hash: bytes


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def row_hash(prev: bytes, hashes: bytes) -> bytes:
    return sha(prev + hashes)


def link(prev: bytes, head: bytes, facts: bytes, person: bytes) -> Link:
    salt = secrets.token_bytes(16)
    hashes = sha(head) + sha(facts) + sha(salt + person)
    return Link(head, facts, salt, person, hashes, row_hash(prev, hashes))
