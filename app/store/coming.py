"""Files that have come in part: sealed on the disk like the whole ones, each part durable before anybody is told of it.

One file of records, in their order: length, nonce, sealed bytes. The first says whose it is and what it will be. A last record
that a power cut tore is no record.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from errno import ENOSPC
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.problems import Refused, Unavailable
from app.store.points import at

PART = 1024 * 1024  # the most that one part carries, and so the most that is ever sent twice
NAME = re.compile(r"[0-9a-f]{64}")
_LENGTH, _SALT, _NONCE, _TAG = struct.Struct(">I"), 16, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a file before its bytes are here."""

    peer: str  # whom it comes from
    case: str
    file: str  # SHA-256 of what it will hold
    size: int
    paper: str = ""  # what it is the print of, where it shows a result
    metadata: str = ""  # as a client of tus gave it


class Coming:
    """One unfinished file. `offset`: how far it is here, for good."""

    def __init__(self, place: Path, told: Told, *, seal: AESGCM, offset: int) -> None:
        self.place, self.told, self.offset = place, told, offset
        self._seal = seal

    @property
    def whole(self) -> bool:
        return self.offset == self.told.size

    def append(self, body: bytes) -> int:
        """The part is on the disk when this returns; else nothing of it counts."""
        if not body:
            return self.offset
        if len(body) > min(PART, self.told.size - self.offset):
            raise Refused("part-too-large", most=min(PART, self.told.size - self.offset))
        at("part.before")
        try:
            with self.place.open("ab") as file:
                _write(file, self._seal, body, about=_about(self.told, self.offset))
        except OSError as trouble:  # what was torn is cut off when it is opened again
            raise _no_room(trouble) from trouble
        self.offset += len(body)
        at("part.after")
        return self.offset

    def body(self) -> bytes:
        """All of it, judged: `Refused("file-differs")`, and nothing of it is left. It begins anew."""
        made = bytearray()
        with suppress(InvalidTag, EOFError), self.place.open("rb") as file:  # spoilt on the disk: as if it had come so
            file.seek(_SALT)
            _read(file, self._seal, b"told")
            while len(made) < self.offset:
                made += _read(file, self._seal, _about(self.told, len(made)))
        if hashlib.sha256(made).hexdigest() != self.told.file:
            self.away()
            raise Refused("file-differs", file=self.told.file)
        return bytes(made)

    def away(self) -> None:
        self.place.unlink(missing_ok=True)


def _no_room(trouble: OSError) -> Unavailable:
    return Unavailable("store", "disk-full" if trouble.errno == ENOSPC else "disk-error")


def place_of(folder: Path, peer: str, file: str) -> Path:
    """Its own for each peer: nobody goes on with, or spoils, what another sends."""
    return folder / f"{hashlib.sha256(f'{peer} {file}'.encode()).hexdigest()}.part"


def begin(folder: Path, told: Told, *, secret: bytes) -> Coming:
    """Goes on where it stopped, or begins. Of another size than before: it begins anew."""
    if not NAME.fullmatch(told.file) or told.size < 1:
        raise Refused("file-empty")
    found = resume(folder, told.peer, told.file, secret=secret)
    if found is not None and found.told.size == told.size and found.told.case == told.case:
        return found
    place, salt = place_of(folder, told.peer, told.file), secrets.token_bytes(_SALT)
    seal, half = _key(secret, salt), place.with_suffix(".half")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(salt)
            _write(file, seal, json.dumps(asdict(told)).encode(), about=b"told")
        half.replace(place)
        _settle(folder)
    except OSError as full:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise _no_room(full) from full
    return Coming(place, told, seal=seal, offset=0)


def resume(folder: Path, peer: str, file: str, *, secret: bytes) -> Coming | None:
    return _opened(place_of(folder, peer, file), secret)


def every(folder: Path, *, secret: bytes) -> Iterator[Coming]:
    for place in sorted(folder.glob("*.part")) if folder.is_dir() else ():
        found = _opened(place, secret, mend=False)  # another may be writing to it: what looks torn is whole in a moment
        if found is not None:
            yield found


def sweep(folder: Path, *, secret: bytes, older_than: float, needed: Callable[[Told], bool]) -> int:
    """What nobody goes on with, or needs any more, goes. `older_than`: seconds of the epoch."""
    gone = 0
    for coming in every(folder, secret=secret):
        with suppress(FileNotFoundError):  # another has just finished it
            if coming.place.stat().st_mtime < older_than or not needed(coming.told):
                coming.away()
                gone += 1
    for half in folder.glob("*.half") if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if half.stat().st_mtime < older_than:
                half.unlink(missing_ok=True)
    return gone


def _opened(place: Path, secret: bytes, *, mend: bool = True) -> Coming | None:
    """None: there is none, or none that this key opens; that one is thrown away. `mend`: what is torn is cut off."""
    try:
        with place.open("r+b") as file:
            seal = _key(secret, file.read(_SALT))
            told = Told(**json.loads(_read(file, seal, b"told")))
            offset = _last_whole(file, seal, told) if mend else 0
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (InvalidTag, EOFError, ValueError, TypeError):
        place.unlink(missing_ok=True)
        return None
    return Coming(place, told, seal=seal, offset=offset)


def _last_whole(file: IO[bytes], seal: AESGCM, told: Told) -> int:
    """Steps from length to length; only the last record can be torn, so only that one is opened."""
    offset, begins, length = 0, file.tell(), 0
    end = os.fstat(file.fileno()).st_size
    while end - file.tell() >= _LENGTH.size + _NONCE + _TAG:
        here = file.tell()
        (size,) = _LENGTH.unpack(file.read(_LENGTH.size))
        if not _NONCE + _TAG < size <= PART + _NONCE + _TAG or here + _LENGTH.size + size > end:
            file.seek(here)
            break
        offset, begins, length = offset + length, here, size - _NONCE - _TAG
        file.seek(size, os.SEEK_CUR)
    ends = file.tell()
    if length:
        file.seek(begins)
        try:
            _read(file, seal, _about(told, offset))
            offset += length
        except InvalidTag:
            ends = begins
    if ends < end:
        file.truncate(ends)
        os.fsync(file.fileno())
    return offset


def _about(told: Told, offset: int) -> bytes:
    return f"{told.file} {offset}".encode()


def _key(secret: bytes, salt: bytes) -> AESGCM:
    if len(salt) != _SALT:
        raise EOFError("salt")
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"tereze part").derive(secret))


def _write(file: IO[bytes], seal: AESGCM, body: bytes, *, about: bytes) -> None:
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + seal.encrypt(nonce, body, about)
    file.write(_LENGTH.pack(len(sealed)) + sealed)
    file.flush()
    _durable(file)


def _durable(file: IO[bytes]) -> None:
    os.fsync(file.fileno())


def _read(file: IO[bytes], seal: AESGCM, about: bytes) -> bytes:
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError("record")
    sealed = file.read(_LENGTH.unpack(head)[0])
    return seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], about)


def _settle(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
