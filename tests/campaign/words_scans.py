# ruff: noqa: E501
"""Scans: our own codes as scanners garble and dress them, bars of other people, and what somebody prints on purpose."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.numbers import Code, check_character

CONTROL = ("\x1d", "\x1e", "\x1b", "\x02", "\x03", "\x04", "\x00", "\x07", "\x08", "\x1c", "\x7f", "\x1f")
FOREIGN = (
    "4870001234567", "978601000000", "0140640017300", "(01)04870001234567(21)7", "https://127.0.0.1/?c={0}", "WIFI:S:{0};T:WPA;P:x;;",
    "BEGIN:VCARD\nN:{0}\nEND:VCARD", "otpauth://totp/{0}", "javascript:{0}", "MECARD:N:{0};;", "{0}{0}", "{0};{0}", "X{0}", "{0}X", "{0} {0}",
    "file:///{0}", "'{0}'", "{0}\u0000", "ＣＡＴ０１０３１６０００４２２", "\u202e{0}", "{0}\u200b", "C\u2011{0}", "P-{0}", "0{0}", "{0}/../x",
    "]C0]C0{0}", "%0{0}", "SELECT {0}", "^XA{0}^XZ", "CAT0103160004222222222222222222",
)  # fmt: skip
RETAIL = ("]E0", "]E4", "]F0", "]I1", "]S0", "]X0", "]e0", "]G0", "]o1")


@dataclass(frozen=True, slots=True)
class Scan:
    text: str
    means: str  # the code that was printed and may be taken for it; empty: nothing may
    kind: str


def scans(count: int, codes: list[Code], seed: int = 39) -> Iterator[Scan]:
    chance = random.Random(seed)
    kinds = (_dressed, _misread, _twisted, _cut, _foreign, _retail, _forged, _endless)
    for n in range(count):
        yield kinds[n % len(kinds)](chance, codes[n % len(codes)], n // len(kinds))


def _dressed(chance: random.Random, code: Code, n: int) -> Scan:
    """Control signs and the mark of Code 128 about it: still that code."""
    text = code.bars if n % 2 else code.line
    for _ in range(chance.randrange(1, 6)):
        at = chance.choice((0, len(text)))
        text = text[:at] + chance.choice(CONTROL) + text[at:]
    return Scan(
        ("]C0" if n % 3 == 0 else "") + text.lstrip("".join(CONTROL)) if n % 3 == 0 else text, code.line, "dressed"
    )


def _misread(chance: random.Random, code: Code, n: int) -> Scan:
    at = 1 + n % (len(code.bars) - 1)
    other = chance.choice([c for c in string.digits + string.ascii_uppercase if c != code.bars[at]])
    return Scan(code.bars[:at] + other + code.bars[at + 1 :], "", "misread")


def _twisted(chance: random.Random, code: Code, n: int) -> Scan:
    pairs = [k for k in range(1, len(code.bars) - 1) if code.bars[k] != code.bars[k + 1]]
    k = pairs[n % len(pairs)]
    return Scan(code.bars[:k] + code.bars[k + 1] + code.bars[k] + code.bars[k + 2 :], "", "twisted")


def _cut(chance: random.Random, code: Code, n: int) -> Scan:
    at = 1 + n % (len(code.bars) - 1)
    left = code.bars[:at] if n % 2 else code.bars[at:]
    return Scan(
        left, code.line if left == code.bars[1:] else "", "cut"
    )  # without its letter it is the case's own number


def _foreign(chance: random.Random, code: Code, n: int) -> Scan:
    text = FOREIGN[n % len(FOREIGN)].replace("{0}", code.bars)
    return Scan(text, code.line if text.strip("\x00") == code.bars else "", "foreign")


def _retail(chance: random.Random, code: Code, n: int) -> Scan:
    inside = (code.bars, "140640017300", "871008401427")[n % 3]
    return Scan(RETAIL[n % len(RETAIL)] + inside, "", "retail")


def _forged(chance: random.Random, code: Code, n: int) -> Scan:
    """Our shape and a check character that agrees, of a thing that was never made here."""
    stem = f"AT01-{chance.randrange(1, 99):02}-16-{chance.randrange(60_000, 999_999):05}"
    return Scan(
        ("C", "D", "C", "R", "H", "S")[n % 6] + stem.replace("-", "") + check_character(stem), "forged", "forged"
    )


def _endless(chance: random.Random, code: Code, n: int) -> Scan:
    digits = "".join(chance.choice(string.digits) for _ in range(7089))
    return Scan((digits, code.bars + digits, digits[:4296] + code.bars)[n % 3], "", "endless")
