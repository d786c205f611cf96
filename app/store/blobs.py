"""Files of cases behind one face: encrypted files beside the embedded store, parts in a table on PostgreSQL.

A file is named by the SHA-256 of what it holds. Its key is its own, wrapped by the store's: forgetting the row shreds it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.problems import Refused, Unavailable
from app.store import tables
from app.store.before import settle
from app.store.open import Store
from app.store.points import at
from app.store.unit import Transaction

PART = 256 * 1024
LARGEST = 50 * 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FILE = select(tables.files).where(tables.files.c.sha256 == bindparam("name"))  # made once
OURS = re.compile(r"[0-9a-f]{64}(\.half)?")


def put(transaction: Transaction, body: bytes, *, offices: frozenset[str] = frozenset()) -> str:
    """Keeps `body` and returns its name. On the embedded store the file is on the disk before the row is committed.

    `offices`: who has it, where it came from elsewhere; else who acts.
    """
    if not body:
        raise Refused("file-empty")
    if len(body) > LARGEST:
        raise Refused("file-too-large", megabytes=LARGEST // 1024**2)
    store, name = transaction.store, hashlib.sha256(body).hexdigest()
    held = _row(transaction.connection, name)
    has = frozenset(held.centre.split()) if held is not None else frozenset()
    of = {"centre": " ".join(sorted(has | offices))} if offices else {}
    if held is not None and (store.on_postgres or _whole(store, held)):
        if not offices <= has:
            transaction.put("files", **{**held._mapping, **of})
        return name
    key, parts = lay(store, body, name)
    for id, part in parts.items():
        transaction.put("file_parts", id=id, body=part)
    kept = {"centre": held.centre} if held is not None else {}
    transaction.put("files", **{"sha256": name, "size": len(body), "parts": len(parts) or 1, "key": key, **kept, **of})
    return name


def _whole(store: Store, held: Any) -> bool:
    """Of a file that was lost or damaged the bytes have come once more: they are laid down again."""
    try:
        _read(store.file(held.sha256), held.sha256, key=bytes(held.key), wrapping=_store_key(store))
    except Unavailable:
        return False
    return True


def lay(store: Store, body: bytes, name: str) -> tuple[bytes, dict[str, bytes]]:
    """Onto the disk beside an embedded store, whose wrapped key is returned; or into parts for the table."""
    if store.on_postgres:
        return b"", {f"{name}/{n}": body[i : i + PART] for n, i in enumerate(range(0, len(body), PART))}
    return _write(store.file(name), body, name, wrapping=_store_key(store)), {}


def get(store: Store, connection: Connection, name: str) -> bytes:
    """The file with that hash, or `Unavailable`: it is not here, or what is here is not what was stored."""
    row = _row(connection, name)
    if row is None:
        raise Unavailable("file", "not-there", sha256=name)
    if store.on_postgres:
        ids = [f"{name}/{n}" for n in range(row.parts)]
        found = connection.execute(select(tables.file_parts).where(tables.file_parts.c.id.in_(ids))).all()
        parts = {p.id: bytes(p.body) for p in found}
        body = b"".join(parts.get(i, b"") for i in ids)
    else:
        body = _read(store.file(name), name, key=bytes(row.key), wrapping=_store_key(store))
    if hashlib.sha256(body).hexdigest() != name:
        raise Unavailable("file", "damaged", sha256=name)
    return body


def names(connection: Connection) -> Iterator[str]:
    yield from connection.execute(select(tables.files.c.sha256).order_by(tables.files.c.sha256)).scalars()


def _row(connection: Connection, name: str) -> Any | None:
    return connection.execute(FILE, {"name": name}).one_or_none()


def _store_key(store: Store) -> bytes:
    return bytes.fromhex(store.key or "")


def _write(place: Path, body: bytes, name: str, *, wrapping: bytes) -> bytes:
    """Temporary file, fsync, rename, fsync of the folder: a row never points to a file that a power cut took."""
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, body, name.encode())
    half = place.with_suffix(".half")
    at("blob.before")
    with _disk():
        _make_folder(place.parent)
        try:
            with half.open("wb") as file:
                file.write(nonce)
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            half.unlink(missing_ok=True)  # on a full disk it would take the room that others need
            raise
    at("blob.written")
    with _disk():
        half.replace(place)
        at("blob.placed")
        settle(place.parent)
    at("blob.renamed")
    wrap = secrets.token_bytes(12)
    return wrap + AESGCM(wrapping).encrypt(wrap, key, name.encode())


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise Unavailable("store", "disk-full" if trouble.errno in NO_ROOM else "disk-error") from trouble


def _make_folder(folder: Path) -> None:
    """Each new folder's own name is on the disk too, or the power takes it with all that lies in it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        settle(one.parent)


def sweep(store: Store, connection: Connection, *, before: float) -> int:
    """Files that a kill left without their row, older than `before`: nobody can read them. How many there were."""
    gone, root = 0, Path(f"{store.path}.files")
    for place in () if store.on_postgres else root.glob("[0-9a-f][0-9a-f]/*"):
        if not OURS.fullmatch(place.name) or place.lstat().st_mtime >= before:
            continue
        if place.suffix or _row(connection, place.name) is None:
            place.unlink(missing_ok=True)
            gone += 1
    return gone


def _read(place: Path, name: str, *, key: bytes, wrapping: bytes) -> bytes:
    try:
        sealed = place.read_bytes()
        plain_key = AESGCM(wrapping).decrypt(key[:12], key[12:], name.encode())
        return AESGCM(plain_key).decrypt(sealed[:12], sealed[12:], name.encode())
    except OSError as gone:
        raise Unavailable("file", "not-there", sha256=name) from gone
    except (InvalidTag, ValueError) as changed:  # ValueError: cut off before its nonce, or its key was shredded
        raise Unavailable("file", "damaged", sha256=name) from changed
