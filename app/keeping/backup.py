"""A copy of the store in one file (`archive.py`), proven by bringing it back; and a store brought back from such a file."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from app.keeping import dump
from app.keeping.archive import begins, pack, unpack
from app.keeping.reread import said
from app.keeping.thousands import leap
from app.keeping.verify import verify_store
from app.problems import Refused, Unavailable
from app.store import postgres, sqlite, standing, tables
from app.store.before import settle
from app.store.lock import OnlyWriter
from app.store.open import SCHEMA, key_file, migrate, path_of, stored_schema
from app.store.place import refuse_far
from app.store.points import at
from app.store.troubles import translated

if TYPE_CHECKING:
    from app.settings import Settings


OURS = re.compile(r"proof|dump|manifest\.json|store\.db.*")  # what a killed run leaves in the folder of its work


def copy(settings: Settings, file: Path) -> dict[str, Any]:
    """Copies the store while others work, brings the copy back beside it and verifies it; only then it gets its name."""
    file = Path(file).resolve()
    if not file.name:
        raise Refused("backup-place-taken", file=str(file))
    half, work = file.with_name(f"{file.name}.half"), file.with_name(f"{file.name}.work")
    with _disk():
        if file.exists() and not (file.is_file() and begins(file)):  # the store itself, its key, a device
            raise Refused("backup-place-taken", file=file.name)
        if half.exists() and not (half.is_file() and (not half.stat().st_size or begins(half))):
            raise Refused("backup-place-taken", file=half.name)
        _not_somebodys(work)
    with _disk(), _folder(work):
        try:
            manifest = pack(settings, half, work)
            at("backup.written")
            proof = _prove(settings, half, work, manifest=manifest)
            at("backup.proven")
            half.replace(file)
            settle(file.parent)
        finally:
            half.unlink(missing_ok=True)
    return {
        "file": str(file), "size": file.stat().st_size, "store": manifest["store"], "made_at": manifest["made_at"],
        "events": manifest["events"], "files": manifest["files"]["count"], "chains": manifest["chains"],
        "proven": proof["intact"], "note": said("backup.keep-the-key", place=settings.key),
    }  # fmt: skip


def bring_back(file: Path, store: str, *, key: Path, drill: bool = False) -> dict[str, Any]:
    """A store from a copy, where there is none yet. It gets a new epoch: peers notice, and give back what it lost.

    `drill`: nobody is going to work with it, and so it does not count as brought back.
    """
    file = Path(file).resolve()
    if not key.exists():
        raise Unavailable("key", "not-there", path=str(key))
    if not file.is_file():
        raise Refused("not-a-backup")
    with _disk():
        way = _bring_back_shared if store.startswith("postgresql") else _embed
        manifest = way(file, store, key, drill=drill)
    return {
        "store": store.split("@")[-1], "id": manifest["store"]["id"], "epoch": manifest["epoch"],
        "made_at": manifest["made_at"], "events": manifest["events"], "files": manifest["files"]["count"],
        "chains": manifest["chains"], "intact": True,
    }  # fmt: skip


def before_renewal(settings: Settings) -> dict[str, Any] | None:
    """A proven copy of a shared store that is older than this program, which was tried on it; None: it is not older."""
    engine = postgres.engine(settings.store)
    try:
        with translated(), engine.connect() as connection:
            found = stored_schema(connection)
    finally:
        engine.dispose()
    if found is None or found >= SCHEMA:
        return None
    address, schema = postgres.place(settings.store)  # one database may hold a centre and its licensor
    return copy(settings, settings.key.with_name(f"{address.database}-{schema}.before-{SCHEMA}.backup"))


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite.Error) as fault:
        raise Unavailable("backup", "disk-error") from fault


def _not_somebodys(work: Path) -> None:
    """The folder of a work is thrown away before and after: it must be one."""
    if work.exists() and not (work.is_dir() and all(OURS.fullmatch(inside.name) for inside in work.iterdir())):
        raise Refused("backup-place-taken", file=work.name)


def _work_of(file: Path, key: Path) -> Path:
    """Beside the copy, where there is room for it; of one on a write-protected stick beside the key."""
    name = f"{file.name}.work"
    return file.with_name(name) if os.access(file.parent, os.W_OK) else key.with_name(name)


@contextmanager
def _folder(place: Path) -> Iterator[Path]:
    """A folder for the time of the work; what a killed run left there goes first."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


# ---- proof, and the way back


def _prove(settings: Settings, half: Path, work: Path, *, manifest: dict[str, Any]) -> dict[str, Any]:
    from app.settings import Settings

    with _folder(work / "proof") as place:
        kind = "postgresql" if settings.store.startswith("postgresql") else "embedded"
        try:
            if unpack(half, place, kind=kind) != manifest:
                raise Unavailable("backup", "not-proven")
        except Refused as spoilt:
            raise Unavailable("backup", "not-proven") from spoilt
        if kind == "embedded":
            return _verified(Settings(store=f"sqlite:///{place}/store.db", key=settings.key, write=False), manifest)
        key = bytes.fromhex(key_file(settings.key))
        with dump.spare_database(settings.store) as url:
            _prepare(url)
            dump.put_back(url, place / "dump", key=key)
            if manifest["schema"] != SCHEMA:  # what an older store is about to go through is tried here first
                _renew_shared(url)
            return _verified(Settings(store=url, key=settings.key, write=False), manifest)


def _verified(settings: Settings, manifest: dict[str, Any]) -> dict[str, Any]:
    answer = verify_store(settings)
    if not answer["intact"] or answer["chains"] != manifest["chains"] or answer["events"] != manifest["events"]:
        wrong = answer["first_wrong"] or {}
        raise Unavailable("backup", "not-proven", wrong=wrong.get("what", "counts"), row=wrong.get("row", ""))
    return answer


def _embed(file: Path, store: str, key: Path, *, drill: bool) -> dict[str, Any]:
    path = path_of(store)
    refuse_far(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    alone = OnlyWriter(path)  # from the first look on nobody else makes a store here
    try:
        return _embed_alone(file, path, key, drill=drill)
    finally:
        alone.release()


def _embed_alone(file: Path, path: Path, key: Path, *, drill: bool) -> dict[str, Any]:
    from app.settings import Settings

    half, files = path.with_name(f"{path.name}.half"), Path(f"{path}.files")
    if path.exists() or Path(f"{path}-wal").exists() or (files.exists() and not half.exists()):
        raise Refused("store-exists", path=str(path))
    _not_somebodys(half)
    shutil.rmtree(half, ignore_errors=True)  # of a run that was killed, and so are files without a store
    shutil.rmtree(files, ignore_errors=True)
    with _folder(half):
        manifest = unpack(file, half, kind="embedded")
        place, left_out = half / "store.db", 0 if drill else leap(file, key, manifest["sha256"])
        engine = sqlite.engine(str(place), key=key_file(key))
        try:
            with translated():
                epoch = renew(engine, f"sqlite:///{place}", left_out=left_out)
        finally:
            engine.dispose()
        _verified(Settings(store=f"sqlite:///{place}", key=key, write=False), manifest)
        at("restore.verified")
        if (half / "store.db.files").exists():
            (half / "store.db.files").replace(files)
        at("restore.files")
        place.replace(path)  # from here on there is a store
        settle(path.parent)
    return {**manifest, "epoch": epoch}


def _bring_back_shared(file: Path, store: str, key: Path, *, drill: bool) -> dict[str, Any]:
    from app.settings import Settings

    schema = postgres.place(store)[1]
    work = _work_of(file, key)
    _not_somebodys(work)
    with _folder(work) as place:
        manifest = unpack(file, place, kind="postgresql")
        _prepare(store, schema)
        epoch, left_out = secrets.token_hex(8), 0 if drill else leap(file, key, manifest["sha256"])
        aside, aback = _aside(manifest["schema_name"], schema)
        dump.put_back(
            store, place / "dump", key=bytes.fromhex(key_file(key)), first=aside,
            then=_renewing(manifest["schema_name"], epoch, schema, left_out=left_out) + aback,
        )  # fmt: skip
    engine = postgres.engine(store)
    try:
        at("restore.copied")
        migrate(engine, store, half=True)  # an older store grows; the writing function and the rights are of today
        with engine.begin() as connection:  # an older one has no place for it before
            connection.execute(tables.devices.update().where(tables.devices.c.local).values(leap=left_out))
        _verified(Settings(store=store, key=key, write=False), manifest)
        _people(engine, store)
        at("restore.verified")
        with engine.begin() as connection:
            standing.set_free(connection)
    except BaseException:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        raise
    finally:
        engine.dispose()
    return {**manifest, "epoch": epoch}


def _aside(named: str, final: str) -> tuple[str, str]:
    """SQL before and after the rows: a dump comes under the name that its store had, which another one may bear here.

    All in one transaction: nobody else ever sees that store under another name than its own.
    """
    if named == final:
        return "", ""
    spare = f"tereze_aside_{secrets.token_hex(8)}"
    ways = ((named, spare), (spare, named))
    before, after = (
        f"DO $$ BEGIN IF to_regnamespace('{one}') IS NOT NULL THEN ALTER SCHEMA {one} RENAME TO {other}; END IF; END $$;"
        for one, other in ways
    )
    return before, after


def _prepare(url: str, schema: str | None = None) -> None:
    """What a dump of one schema does not bring along: the extension, the groups. No such schema may be there yet."""
    engine = postgres.engine(url)
    try:
        with translated(), engine.begin() as connection:
            inside = sqlalchemy.inspect(connection)
            if schema and inside.has_schema(schema):
                whole = inside.has_table("cursors", schema=schema)
                if not whole or not standing.is_half_returned(connection):
                    raise Refused("store-exists", schema=schema)
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))  # of a run that was killed
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public"))
            for line in postgres.role_lines():
                connection.execute(text(line))
    finally:
        engine.dispose()


def _renew_shared(url: str) -> None:
    engine = postgres.engine(url)
    try:
        migrate(engine, url)
    finally:
        engine.dispose()


def _renewing(schema: str, epoch: str, final: str, *, left_out: int) -> str:
    """SQL in the same transaction as the rows: there is never a store that was brought back under its old epoch."""
    rename = f"ALTER SCHEMA {schema} RENAME TO {final};" if schema != final else ""
    return f"""
        {"".join(f"{line};" for line in standing.NO_FENCE).replace("{0}", f"{schema}.")}
        UPDATE {schema}.store SET epoch = '{epoch}', min_writer = min_writer % {standing.HALF} + {standing.HALF};
        INSERT INTO {schema}.cursors(id, centre, seq) SELECT '{standing.RETURNING}', centre, 0 FROM {schema}.store
            ON CONFLICT DO NOTHING;
        UPDATE {schema}.devices SET epoch = epoch + 1, serial = serial + {left_out} WHERE local;
        {rename}"""


def renew(engine: Engine, url: str, *, left_out: int) -> str:
    """The epoch under which an embedded store that was brought back goes on; so many numbers are left out."""
    epoch = secrets.token_hex(8)
    with engine.begin() as connection:
        standing.set_free(connection)  # a copy of a store that was moved: this one is to be worked with
        stored = connection.execute(select(tables.store.c.schema)).scalar()
    if stored != SCHEMA:
        migrate(engine, url)
    with engine.begin() as connection:
        connection.execute(tables.store.update().values(epoch=epoch))
        mine = tables.devices.update().where(tables.devices.c.local)
        d = tables.devices.c
        changed = {"epoch": d.epoch + 1, "serial": d.serial + left_out, "leap": left_out}
        connection.execute(mine.values(**changed))
    return epoch


def _people(engine: Engine, url: str) -> None:
    """Each person is a login role of the server, which no dump of a schema holds. Passwords are given anew."""
    from app.store.open import add_person

    with engine.connect() as connection:
        logins = connection.execute(select(tables.accounts.c.login).where(tables.accounts.c.open)).scalars().all()
    for login in logins:
        add_person(url, login=login, password=None)
