"""A copy of a store as one file, a tar: `store.db` and `files/…` of an embedded store, as sealed as they lie on the disk, or
`dump` of a PostgreSQL; `manifest.json` comes last, so that a copy that was cut is known by its absence.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection

from app.domain import codec
from app.keeping import dump
from app.keeping.reread import copy_pages
from app.outside.clock import SystemClock
from app.problems import Refused, Unavailable
from app.store import postgres, tables
from app.store.open import Store, key_file, open_store, path_of
from app.store.troubles import translated

if TYPE_CHECKING:
    from app.settings import Settings

FORMAT = 1
MEMBER = re.compile(r"store\.db|dump|manifest\.json|files/([0-9a-f]{2})/\1[0-9a-f]{62}")
SCHEMA_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
LARGEST = 16 * 1024**2  # of the list of what a copy holds


def pack(settings: Settings, half: Path, work: Path) -> dict[str, Any]:
    with open(half, "wb", opener=_private) as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            if settings.store.startswith("postgresql"):
                manifest = _pack_shared(settings, archive, work)
            else:
                manifest = _pack_embedded(settings, archive, work)
            _add(archive, "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _pack_embedded(settings: Settings, archive: tarfile.TarFile, work: Path) -> dict[str, Any]:
    path, place = path_of(settings.store), work / "store.db"
    with _open(settings) as store:
        copy_pages(path, place, key=store.key)
    archive.add(place, "store.db")
    with _open(settings, f"sqlite:///{place}") as copied, copied.reading() as connection:
        manifest = _manifest(connection, kind="embedded", member=place)
        digest = hashlib.sha256()
        for name in connection.execute(select(tables.files.c.sha256).order_by(tables.files.c.sha256)).scalars():
            body = Path(f"{path}.files", name[:2], name).read_bytes()
            digest.update(body)
            _add(archive, f"files/{name[:2]}/{name}", body)
            manifest["files"]["count"] += 1
        manifest["files"]["sha256"] = digest.hexdigest()
    place.unlink()
    return manifest


def _pack_shared(settings: Settings, archive: tarfile.TarFile, work: Path) -> dict[str, Any]:
    """An older store as well: only what every version has is asked for."""
    key = bytes.fromhex(key_file(settings.key))  # a dump is plain text: it is sealed as the embedded store's pages are
    engine = postgres.engine(settings.store, login=settings.login, password=settings.password)
    try:
        with translated(), engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar())
            dump.take(settings.store, work / "dump", key=key, snapshot=snapshot)
            archive.add(work / "dump", "dump")
            manifest = _manifest(connection, kind="postgresql", member=work / "dump")
            manifest["files"]["count"] = connection.execute(select(func.count()).select_from(tables.files)).scalar()
    finally:
        engine.dispose()
    (work / "dump").unlink()
    return {**manifest, "schema_name": postgres.place(settings.store)[1]}


def _manifest(connection: Connection, *, kind: str, member: Path) -> dict[str, Any]:
    one, own = tables.store.c, tables.devices.c
    store = connection.execute(select(one.id, one.epoch, one.side, one.schema)).one()
    with member.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
    devices = connection.execute(select(own.code, own.seq, own.head).order_by(own.code)).all()
    return {
        "format": FORMAT, "kind": kind, "made_at": SystemClock().instant().iso(),
        "store": {"id": store.id, "epoch": store.epoch, "side": store.side},
        "schema": store.schema,
        "sha256": digest, "files": {"count": 0, "sha256": ""},
        "events": connection.execute(select(func.count()).select_from(tables.events)).scalar(),
        "chains": {d.code: {"count": d.seq, "head": bytes(d.head).hex()} for d in devices},
    }  # fmt: skip


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


def begins(file: Path) -> bool:
    """Whether a copy of this program stands there, whole or not: only such a file may be written over."""
    try:
        with tarfile.open(file, "r:") as archive:
            first = archive.next()
    except tarfile.TarError:
        return False
    return first is not None and MEMBER.fullmatch(first.name) is not None


def unpack(file: Path, place: Path, *, kind: str) -> dict[str, Any]:
    """Only names that a copy has are written, and only below `place`. What differs from the manifest is no copy."""
    manifest: dict[str, Any] = {}
    main, files, count = hashlib.sha256(), hashlib.sha256(), 0
    try:
        with tarfile.open(file, "r:") as archive:
            for member in archive:
                plain = (
                    member.isreg() and not member.issparse() and MEMBER.fullmatch(member.name)
                )  # no holes to be filled
                body = archive.extractfile(member) if plain else None
                if body is None:
                    raise Refused("not-a-backup")
                if member.name == "manifest.json":
                    manifest = codec.plain_value(body.read(LARGEST))
                    continue
                target = place / member.name.replace("files/", "store.db.files/", 1)
                target.parent.mkdir(parents=True, exist_ok=True)
                count += member.name.startswith("files/")
                _write(body, target, files if member.name.startswith("files/") else main)
        told = (manifest["format"], manifest["sha256"], manifest["files"]["count"], manifest["files"]["sha256"])
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError, FileExistsError) as fault:
        raise Refused("not-a-backup") from fault
    if not _told_whole(manifest):
        raise Refused("not-a-backup")
    if manifest["kind"] != kind:
        raise Refused("backup-of-other-kind", kind=manifest["kind"])
    if not (place / ("store.db" if kind == "embedded" else "dump")).is_file():
        raise Refused("not-a-backup")
    found = (FORMAT, main.hexdigest(), count, files.hexdigest())
    if told != found and (kind == "embedded" or told[:2] != found[:2]):
        raise Refused("not-a-backup")
    return manifest


def _told_whole(manifest: dict[str, Any]) -> bool:
    """The list lies open in the copy, and whoever has no key may have written it: nothing of it is used as it stands."""
    store, chains = manifest.get("store"), manifest.get("chains")
    texts = (manifest.get("kind"), manifest.get("made_at"), manifest.get("schema"))
    return (
        all(isinstance(one, str) for one in texts)
        and isinstance(manifest.get("events"), int)
        and isinstance(store, dict)
        and all(isinstance(store.get(name), str) for name in ("id", "epoch", "side"))
        and isinstance(chains, dict)
        and (manifest["kind"] != "postgresql" or SCHEMA_NAME.fullmatch(str(manifest.get("schema_name"))) is not None)
    )


def _write(body: Any, target: Path, digest: Any) -> None:
    with open(target, "xb", opener=_private) as out:
        while part := body.read(1 << 20):
            digest.update(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _open(settings: Settings, url: str | None = None) -> Iterator[Store]:
    key = None
    store = url or settings.store
    if not store.startswith("postgresql"):
        if not settings.key.exists():
            raise Unavailable("key", "not-there", path=str(settings.key))
        key = key_file(settings.key)
    opened = open_store(store, key=key, write=False, login=settings.login, password=settings.password)
    try:
        yield opened
    finally:
        opened.close()
