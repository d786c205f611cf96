"""A pack that was read and found sound, kept beside its text: to read that again takes a twentieth.

TOML, the strict check of every field and the rules of a pack are 190 ms for the first one of a process, and an inspector
waits for it at the first press. What is kept counts for exactly this text and these rules: their hash stands before it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from app import beside
from app.domain import codec
from app.domain.pack import Pack

RULES = ("catalogue", "domain")  # the rooms in which it is said what a pack is, and when it is sound


def of(path: Path, body: bytes) -> Pack | None:
    """None: it was not prepared yet, or of another text, or by other rules, or it lies there spoilt."""
    try:
        kept = _place(path).read_bytes()
    except OSError:
        return None
    if not kept.startswith(known := _known(body)):
        return None
    told = kept[len(known) :]
    if hashlib.sha256(told[32:]).digest() != told[:32]:
        return None
    return codec.load(Pack, told[32:])


def keep(path: Path, body: bytes, pack: Pack) -> None:
    told = codec.dump(pack)
    beside.keep(_place(path), _known(body) + hashlib.sha256(told).digest() + told)


def _place(path: Path) -> Path:
    return path.with_name(f"{path.stem}.prepared")


def _known(body: bytes) -> bytes:
    return hashlib.sha256(_rules() + body).digest()


@cache
def _rules() -> bytes:
    app = Path(__file__).resolve().parents[1]
    texts = sorted(text for room in RULES for text in (app / room).glob("*.py"))
    return hashlib.sha256(b"".join(text.name.encode() + text.read_bytes() for text in texts)).digest()
