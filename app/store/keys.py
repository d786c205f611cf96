"""Where the store's key lies: plain in its file, in the system's own store of keys, or wrapped by a passphrase.

The key's file is always there and always at the same place. It holds 64 hexadecimal digits, or says where the key is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from app.problems import Refused, Unavailable

Keeping = Literal["file", "keyring", "passphrase"]
SERVICE = "tereze"  # the name under which the system's store of keys shows our entries
TIME, MEMORY, LANES = 4, 256 * 1024, 2  # Argon2id of a file that can be carried off and guessed at: about a second
LARGEST = 4096  # bytes of a key's file; whatever is larger is another file
MOST_MEMORY, MOST_TIME = 1024 * 1024, 64  # a file that asks for more was not made by us
_HEX = frozenset("0123456789abcdefABCDEF")

_known: dict[bytes, str] = {}  # what a passphrase has opened in this process, by the hash of its file
_ask: list[Callable[[], str]] = []  # who can be asked for the passphrase: somebody at a terminal


def ask_by(asking: Callable[[], str]) -> None:
    """Where a person may be asked, the program says so at its start; elsewhere only `TEREZE_PASSPHRASE` is looked at."""
    _ask[:] = [asking]


def passphrase_is(told: str) -> None:
    """What a person has typed in a window, for the next opening and for no other process."""
    ask_by(lambda: told)


def read(place: Path) -> str:
    """The key, 32 bytes in hex. `Unavailable` where it cannot be got at, `Refused` of a wrong passphrase."""
    body = place.read_bytes()
    told = _told(body)
    if isinstance(told, str):
        return told
    if told["kept"] == "keyring":
        return _from_keyring(str(told["name"]))
    mark = hashlib.sha256(body).digest()
    if mark not in _known:
        _known[mark] = _unwrap(told, _passphrase())
    return _known[mark]


def kept_as(place: Path) -> Keeping:
    """How the key of that file is kept. Nothing is asked for."""
    told = _told(place.read_bytes())
    return "file" if isinstance(told, str) else told["kept"]


def put(place: Path, key: str, kept: Keeping, *, passphrase: str = "", aside: bool = False) -> None:
    """Keeps the key that way from now on. The old way is given up only when the new one has been read back; `aside`: not
    at all, for a copy of the file that lay there goes on to name it."""
    if not _is_key(key):
        raise Unavailable("store", "wrong-key")
    before = place.read_bytes() if place.exists() else b""
    match kept:
        case "file":
            body = key.encode()
        case "keyring":
            body = _written(name := secrets.token_hex(8), key)
        case "passphrase":
            body = _wrap(key, passphrase)
    try:
        _replace(place, body)
    except BaseException:
        if kept == "keyring":
            _forget(name)
        raise
    if aside:
        return
    with contextlib.suppress(Unavailable):  # what lay there may have been anything
        old = _told(before)
        if not isinstance(old, str) and old["kept"] == "keyring":
            _forget(str(old["name"]))


def lend(place: Path, key: str) -> None:
    """For this process alone: the file is wrapped by a passphrase that is told to nobody, and good for nothing afterwards."""
    body = _wrap(key, secrets.token_hex(16))
    _replace(place, body)
    _known[hashlib.sha256(body).digest()] = key


# ---- the file


def _told(body: bytes) -> str | dict[str, Any]:
    """The key itself, or where it is. Another file, or one that was cut, is a wrong key."""
    text = body.strip()
    with contextlib.suppress(ValueError):
        if _is_key(plain := text.decode("ascii")):
            return plain
        told = json.loads(plain) if len(text) <= LARGEST else None
        if isinstance(told, dict) and told.get("tereze") == "key" and told.get("v") == 1 and _is_whole(told):
            return told
    raise Unavailable("store", "wrong-key")


def _is_key(text: str) -> bool:
    return len(text) == 64 and set(text) <= _HEX


def _is_whole(told: dict[str, Any]) -> bool:
    match told:
        case {"kept": "keyring", "name": str(name)}:
            return bool(name)
        case {
            "kept": "passphrase", "salt": str(), "nonce": str(), "wrapped": str(), "time": int(time),
            "memory": int(memory), "lanes": int(lanes),
        }:  # fmt: skip
            return 1 <= time <= MOST_TIME and 8 * lanes <= memory <= MOST_MEMORY and 1 <= lanes <= 16
    return False


def _replace(place: Path, body: bytes) -> None:
    """Whole or not at all. What the old file held is overwritten: a plain key shall not stay in the free blocks.

    A disk that writes elsewhere (SSD, snapshots) may keep it all the same; against that helps only a new store.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f"{place.name}.half")
    half.unlink(missing_ok=True)
    with open(half, "xb", opener=_private) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    old = place.open("r+b") if os.name == "posix" and place.exists() else None
    half.replace(place)
    if os.name == "posix":
        folder = os.open(place.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    if old is not None:
        with old:
            old.write(bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


# ---- the system's store of keys


def _keyring() -> Any:
    """What the system has to keep secrets in; a back end that is none, or writes plain text, is as if there were none."""
    import keyring  # finds what the desktop offers; asked only where a key is kept there

    found = keyring.get_keyring()
    try:
        good = float(found.priority) >= 1
    except RuntimeError:  # its own way to say that it cannot work here
        good = False
    if not good:
        raise Unavailable("keyring", "not-there")
    return found


def keyring_name() -> str | None:
    """What the system would keep the key in, as it calls itself; None: there is nothing."""
    try:
        return str(_keyring().name)
    except Unavailable:
        return None


def _from_keyring(name: str) -> str:
    ring = _keyring()
    try:
        told = ring.get_password(SERVICE, name)
    except Exception as shut:  # each back end has faults of its own
        raise Unavailable("keyring", "locked") from shut
    if told is None:
        raise Unavailable("keyring", "no-key")
    if not _is_key(told):
        raise Unavailable("store", "wrong-key")
    return str(told)


def _written(name: str, key: str) -> bytes:
    ring = _keyring()
    try:
        ring.set_password(SERVICE, name, key)
    except Exception as shut:  # each back end has faults of its own
        raise Unavailable("keyring", "locked") from shut
    if _from_keyring(name) != key:
        raise Unavailable("keyring", "locked")
    return json.dumps({"tereze": "key", "v": 1, "kept": "keyring", "name": name}).encode()


def _forget(name: str) -> None:
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError, RuntimeError, Unavailable):  # an entry that stays opens nothing new
        _keyring().delete_password(SERVICE, name)


# ---- a passphrase


def _passphrase() -> str:
    if told := os.environ.get("TEREZE_PASSPHRASE"):
        return told
    if not _ask:
        raise Unavailable("key", "passphrase-needed")
    return _ask[0]()


def _wrap(key: str, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from app.domain.password import ALONE, fault

    if fault(passphrase):
        raise Refused("passphrase-weak", least=ALONE)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    told: dict[str, Any] = {
        "tereze": "key", "v": 1, "kept": "passphrase", "time": TIME, "memory": MEMORY, "lanes": LANES,
        "salt": salt.hex(), "nonce": nonce.hex(),
    }  # fmt: skip
    wrapped = AESGCM(_derived(told, passphrase)).encrypt(nonce, bytes.fromhex(key), _bound(told))
    whole = {**told, "wrapped": wrapped.hex()}
    if _unwrap(whole, passphrase) != key.lower():
        raise Unavailable("store", "wrong-key")
    return json.dumps(whole).encode()


def _unwrap(told: dict[str, Any], passphrase: str) -> str:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, wrapped = bytes.fromhex(told["nonce"]), bytes.fromhex(told["wrapped"])
        return AESGCM(_derived(told, passphrase)).decrypt(nonce, wrapped, _bound(told)).hex()
    except InvalidTag as wrong:
        raise Refused("passphrase-wrong") from wrong
    except ValueError as spoilt:
        raise Unavailable("store", "wrong-key") from spoilt


def _derived(told: dict[str, Any], passphrase: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    from app.domain.password import plain

    return hash_secret_raw(
        plain(passphrase).encode("utf-8", "surrogatepass"), bytes.fromhex(told["salt"]), time_cost=told["time"],
        memory_cost=told["memory"], parallelism=told["lanes"], hash_len=32, type=Type.ID,
    )  # fmt: skip


def _bound(told: dict[str, Any]) -> bytes:
    """The numbers of the derivation are part of what is sealed: they cannot be made smaller unseen."""
    return f"tereze key 1 {told['time']} {told['memory']} {told['lanes']}".encode()
