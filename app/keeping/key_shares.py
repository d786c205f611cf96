"""The store's key for two envelopes: two shares, both needed, neither of which says anything of the key.

A share is sixteen groups of four letters, each with a check letter of its own: typed, it says which group is wrong.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

from app.problems import Refused

GROUPS, ROW = 16, 4  # groups of a share, and of a line on its sheet
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_FORM = 0x10  # the upper half of a share's first byte; the lower half is its number
# What is taken for a letter of ours, and the same keys under a Russian or Kazakh layout
_READ = str.maketrans(
    "018ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬӘІҢҒ,.", "OIBQWERTYUIOPASDFGHJKLZXCVBNM234567"
)  # fmt: skip
_FIRST, _SECOND = "БГДЗКЛМНПРСТ", "АЕИОУ"  # of syllables that can be read out in either language


@dataclass(frozen=True, slots=True)
class Share:
    """One of the two. `text`: eighty letters; `word`: to be compared by eye, or read out over the telephone."""

    number: int
    pair: str
    body: bytes = field(repr=False)
    text: str = field(repr=False)
    word: str = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.text[i : i + 5] for i in range(0, len(self.text), 5))


def split(key: str) -> tuple[Share, Share]:
    """A random pad, and the key under it: each alone is 32 random bytes."""
    whole, pad, pair = bytes.fromhex(key), secrets.token_bytes(32), secrets.token_bytes(4)
    return _share(1, pair, pad), _share(2, pair, _xor(whole, pad))


def join(one: Share, other: Share) -> str:
    """The key, from both. `Refused` where they do not belong together."""
    if one.pair != other.pair:
        raise Refused("shares-of-two-pairs", one=one.pair, other=other.pair)
    if one.number == other.number:
        raise Refused("share-twice", share=one.number)
    return _xor(one.body, other.body).hex()


def read(told: str) -> Share:
    """A share as it was typed or scanned. `Refused` says which group was mistyped."""
    text = letters(told)
    if len(text) != 5 * GROUPS:
        raise Refused("share-length", letters=len(text), wanted=5 * GROUPS)
    if (wrong := wrong_group(text)) is not None:
        raise Refused("share-mistyped", group=wrong)
    packed = "".join(text[i : i + 4] for i in range(0, len(text), 5))
    raw = base64.b32decode(packed)
    if raw[0] - _FORM not in (1, 2) or _check(raw[:-3]) != raw[-3:]:
        raise Refused("share-unknown")
    return _share(raw[0] - _FORM, raw[1:5], raw[5:-3])


def letters(told: str) -> str:
    """Without what stands between the groups; 0, 1 and 8 are not used and stand for what they look like."""
    return "".join(told.upper().replace("-", " ").split()).translate(_READ)


def wrong_group(text: str, first: int = 1) -> int | None:
    """The number of the first group whose check letter does not agree, or None. `first`: which group begins the text."""
    for n in range(0, len(text), 5):
        group, number = text[n : n + 5], first + n // 5
        if len(group) < 5 or set(group) - set(_ALPHABET) or _letter(group[:4], number) != group[4]:
            return number
    return None


def _share(number: int, pair: bytes, body: bytes) -> Share:
    said = bytes([_FORM + number]) + pair + body
    packed = base64.b32encode(said + _check(said)).decode()
    groups = (packed[i : i + 4] for i in range(0, len(packed), 4))
    text = "".join(group + _letter(group, n) for n, group in enumerate(groups, start=1))
    return Share(number, pair.hex().upper(), body, text, _word(said))


def _letter(group: str, number: int) -> str:
    """ISO 7064, hybrid system, over 32 letters; the group's place goes in, so that two that changed places are found."""
    m, p = len(_ALPHABET), len(_ALPHABET)
    for letter in _ALPHABET[number] + group:
        p = (p + _ALPHABET.index(letter)) % m or m
        p = 2 * p % (m + 1)
    return _ALPHABET[(m + 1 - p) % m]


def _check(said: bytes) -> bytes:
    return hashlib.sha256(b"tereze share\0" + said).digest()[:3]


def _word(said: bytes) -> str:
    """Four syllables of this share; nothing of the other one is in them."""
    digest = hashlib.sha256(b"tereze word\0" + said).digest()
    return "".join(
        _FIRST[a % len(_FIRST)] + _SECOND[b % len(_SECOND)] for a, b in zip(digest[::2], digest[1::2], strict=True)
    )[:8]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
