"""A copy of the store in one file, proven by bringing it back; and a store brought back from such a file.

The file is a tar: `store.db` and `files/…` of an embedded store, as sealed as they lie on the disk, or `dump` of a
PostgreSQL; `manifest.json` comes last, so that a copy that was cut is known by its absence.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection, Engine

from app.domain import codec
from app.keeping import dump
from app.keeping.reread import copy_pages, said
from app.keeping.verify import verify_store
from app.outside.clock import SystemClock
from app.problems import Refused, Unavailable
from app.store import postgres, sqlite, standing, tables
from app.store.open import SCHEMA, Store, key_file, migrate, open_store, path_of, translated
from app.store.place import refuse_far
from app.store.points import at

if TYPE_CHECKING:
    from app.settings import Settings

FORMAT = 1
MEMBER = re.compile(r"store\.db|dump|manifest\.json|files/([0-9a-f]{2})/\1[0-9a-f]{62}")
LEAP = 1000  # numbers that are left out after a restore: papers of what was lost may bear them
LARGEST = 16 * 1024**2  # of the list of what a copy holds


def copy(settings: Settings, file: Path) -> dict[str, Any]:
    """Copies the store while others work, brings the copy back beside it and verifies it; only then it gets its name."""
    file = Path(file).resolve()
    half, work = file.with_name(f"{file.name}.half"), file.with_name(f"{file.name}.work")
    with _disk(), _folder(work):
        try:
            manifest = _pack(settings, half, work)
            at("backup.written")
            proof = _prove(settings, half, work, manifest=manifest)
            at("backup.proven")
            half.replace(file)
            _settle(file.parent)
        finally:
            half.unlink(missing_ok=True)
    return {
        "file": str(file), "size": file.stat().st_size, "store": manifest["store"], "made_at": manifest["made_at"],
        "events": manifest["events"], "files": manifest["files"]["count"], "chains": manifest["chains"],
        "proven": proof["intact"], "note": said("backup.keep-the-key", place=settings.key),
    }  # fmt: skip


def bring_back(file: Path, store: str, *, key: Path) -> dict[str, Any]:
    """A store from a copy, where there is none yet. It gets a new epoch: peers notice, and give back what it lost."""
    file = Path(file).resolve()
    if not key.exists():
        raise Unavailable("key", "not-there", path=str(key))
    if not file.exists():
        raise Refused("not-a-backup")
    with _disk():
        manifest = _bring_back_shared(file, store, key) if store.startswith("postgresql") else _embed(file, store, key)
    return {
        "store": store.split("@")[-1], "id": manifest["store"]["id"], "epoch": manifest["epoch"],
        "made_at": manifest["made_at"], "events": manifest["events"], "files": manifest["files"]["count"],
        "chains": manifest["chains"], "intact": True,
    }  # fmt: skip


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite.Error) as fault:
        raise Unavailable("backup", "disk-error") from fault


@contextmanager
def _folder(place: Path) -> Iterator[Path]:
    """A folder for the time of the work; what a killed run left there goes first."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


# ---- the archive


def _pack(settings: Settings, half: Path, work: Path) -> dict[str, Any]:
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
        manifest = _manifest(copied, connection, kind="embedded", member=place)
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
    key = bytes.fromhex(key_file(settings.key))  # a dump is plain text: it is sealed as the embedded store's pages are
    with _open(settings) as store, store.reading() as reader:
        connection = reader.execution_options(isolation_level="REPEATABLE READ")
        snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar())
        dump.take(settings.store, work / "dump", key=key, snapshot=snapshot)
        archive.add(work / "dump", "dump")
        manifest = _manifest(store, connection, kind="postgresql", member=work / "dump")
        manifest["files"]["count"] = connection.execute(select(func.count()).select_from(tables.files)).scalar()
    (work / "dump").unlink()
    return {**manifest, "schema_name": postgres.place(settings.store)[1]}


def _manifest(store: Store, connection: Connection, *, kind: str, member: Path) -> dict[str, Any]:
    with member.open("rb") as body:
        digest = hashlib.file_digest(body, "sha256").hexdigest()
    devices = connection.execute(select(tables.devices).order_by(tables.devices.c.code)).all()
    return {
        "format": FORMAT, "kind": kind, "made_at": SystemClock().instant().iso(),
        "store": {"id": store.id, "epoch": store.epoch, "side": store.side},
        "schema": connection.execute(select(tables.store.c.schema)).scalar(),
        "sha256": digest, "files": {"count": 0, "sha256": ""},
        "events": connection.execute(select(func.count()).select_from(tables.events)).scalar(),
        "chains": {d.code: {"count": d.seq, "head": bytes(d.head).hex()} for d in devices},
    }  # fmt: skip


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


def _unpack(file: Path, place: Path, *, kind: str) -> dict[str, Any]:
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
    if manifest["kind"] != kind:
        raise Refused("backup-of-other-kind", kind=manifest["kind"])
    found = (FORMAT, main.hexdigest(), count, files.hexdigest())
    if told != found and (kind == "embedded" or told[:2] != found[:2]):
        raise Refused("not-a-backup")
    return manifest


def _write(body: Any, target: Path, digest: Any) -> None:
    with open(target, "xb", opener=_private) as out:
        while part := body.read(1 << 20):
            digest.update(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


# ---- proof, and the way back


def _prove(settings: Settings, half: Path, work: Path, *, manifest: dict[str, Any]) -> dict[str, Any]:
    from app.settings import Settings

    with _folder(work / "proof") as place:
        kind = "postgresql" if settings.store.startswith("postgresql") else "embedded"
        try:
            if _unpack(half, place, kind=kind) != manifest:
                raise Unavailable("backup", "not-proven")
        except Refused as spoilt:
            raise Unavailable("backup", "not-proven") from spoilt
        if kind == "embedded":
            return _verified(Settings(store=f"sqlite:///{place}/store.db", key=settings.key, write=False), manifest)
        key = bytes.fromhex(key_file(settings.key))
        with dump.spare_database(settings.store) as url:
            _prepare(url)
            dump.put_back(url, place / "dump", key=key)
            return _verified(Settings(store=url, key=settings.key, write=False), manifest)


def _verified(settings: Settings, manifest: dict[str, Any]) -> dict[str, Any]:
    answer = verify_store(settings)
    if not answer["intact"] or answer["chains"] != manifest["chains"] or answer["events"] != manifest["events"]:
        wrong = answer["first_wrong"] or {}
        raise Unavailable("backup", "not-proven", wrong=wrong.get("what", "counts"), row=wrong.get("row", ""))
    return answer


def _embed(file: Path, store: str, key: Path) -> dict[str, Any]:
    from app.settings import Settings

    path = path_of(store)
    refuse_far(path)
    half, files = path.with_name(f"{path.name}.half"), Path(f"{path}.files")
    if path.exists() or Path(f"{path}-wal").exists() or (files.exists() and not half.exists()):
        raise Refused("store-exists", path=str(path))
    shutil.rmtree(half, ignore_errors=True)  # of a run that was killed, and so are files without a store
    shutil.rmtree(files, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _folder(half):
        manifest = _unpack(file, half, kind="embedded")
        place = half / "store.db"
        engine = sqlite.engine(str(place), key=key_file(key))
        try:
            with translated():
                epoch = _renew(engine, f"sqlite:///{place}", "")
        finally:
            engine.dispose()
        _verified(Settings(store=f"sqlite:///{place}", key=key, write=False), manifest)
        at("restore.verified")
        if (half / "store.db.files").exists():
            (half / "store.db.files").replace(files)
        at("restore.files")
        place.replace(path)  # from here on there is a store
        _settle(path.parent)
    return {**manifest, "epoch": epoch}


def _bring_back_shared(file: Path, store: str, key: Path) -> dict[str, Any]:
    from app.settings import Settings

    schema = postgres.place(store)[1]
    with _folder(file.with_name(f"{file.name}.work")) as place:
        manifest = _unpack(file, place, kind="postgresql")
        _prepare(store, schema, manifest["schema_name"])
        epoch = secrets.token_hex(8)
        dump.put_back(
            store, place / "dump", key=bytes.fromhex(key_file(key)),
            then=_renewing(manifest["schema_name"], epoch, schema),
        )  # fmt: skip
    engine = postgres.engine(store)
    try:
        migrate(engine, store)  # an older store grows; the writing function and the rights are this program's
        _verified(Settings(store=store, key=key, write=False), manifest)
        _people(engine, store)
    except BaseException:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        raise
    finally:
        engine.dispose()
    return {**manifest, "epoch": epoch}


def _prepare(url: str, *schemas: str) -> None:
    """What a dump of one schema does not bring along: the extension, the groups. Nothing may be there yet."""
    engine = postgres.engine(url)
    try:
        with translated(), engine.begin() as connection:
            there = text("SELECT nspname FROM pg_namespace WHERE nspname = ANY(:names)")
            if connection.execute(there, {"names": list(schemas)}).scalar():
                raise Refused("store-exists", schema=schemas[0])
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public"))
            for line in postgres.role_lines():
                connection.execute(text(line))
    finally:
        engine.dispose()


def _renewing(schema: str, epoch: str, final: str) -> str:
    """SQL in the same transaction as the rows: there is never a store that was brought back under its old epoch."""
    rename = f"ALTER SCHEMA {schema} RENAME TO {final};" if schema != final else ""
    return f"""
        {"".join(f"{line};" for line in standing.NO_FENCE).replace("{0}", f"{schema}.")}
        UPDATE {schema}.store SET epoch = '{epoch}', min_writer = min_writer % {standing.HALF};
        DELETE FROM {schema}.cursors WHERE id LIKE 'moved %';
        UPDATE {schema}.devices SET epoch = epoch + 1, serial = serial + {LEAP} WHERE local;
        {rename}"""


def _renew(engine: Engine, url: str, epoch: str) -> str:
    epoch = epoch or secrets.token_hex(8)
    with engine.begin() as connection:
        standing.set_free(connection)  # a copy of a store that was moved: this one is to be worked with
        stored = connection.execute(select(tables.store.c.schema)).scalar()
    if stored != SCHEMA:
        migrate(engine, url)
    with engine.begin() as connection:
        connection.execute(tables.store.update().values(epoch=epoch))
        mine = tables.devices.update().where(tables.devices.c.local)
        connection.execute(mine.values(epoch=tables.devices.c.epoch + 1, serial=tables.devices.c.serial + LEAP))
    return epoch


def _people(engine: Engine, url: str) -> None:
    """Each person is a login role of the server, which no dump of a schema holds. Passwords are given anew."""
    from app.store.open import add_person

    with engine.connect() as connection:
        logins = connection.execute(select(tables.accounts.c.login).where(tables.accounts.c.open)).scalars().all()
    for login in logins:
        add_person(url, login=login, password=None)


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
