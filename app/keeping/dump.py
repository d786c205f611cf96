"""A PostgreSQL store as one sealed file, by the server's own pg_dump and psql. Its text is never on a disk unsealed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.problems import Refused, Unavailable
from app.store import postgres
from app.store.points import at

PART = 1 << 20
ABOUT = b"tereze dump 1"
LAST, MORE = b"last", b"more"
SOMEBODY_IN_IT = ("55006", "42501")  # SQLSTATE: of a plain DROP, and of FORCE where it is somebody whom we may not end

# a spare database is of the database that it was made from, and held by a lock of the line that made it
MINE = text("SELECT oid FROM pg_database WHERE datname = current_database()")
HELD = text("SELECT pg_advisory_lock(hashtextextended(:name, 0))")
FREE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
SPARE = r"tereze_proof_[0-9]+_[0-9a-f]{12}"


def take(url: str, target: Path, *, key: bytes, snapshot: str) -> None:
    """The store's schema as that snapshot shows it, compressed and sealed."""
    address, schema = postgres.place(url)
    command = [
        _program("pg_dump"), "--no-owner", "--no-comments", f"--schema={schema}", f"--snapshot={snapshot}",
        "--enable-row-security", "--dbname",  # the owner is let through to every row by a policy of its own
    ]  # fmt: skip
    with subprocess.Popen(
        [*command, _plain(address)], env=_environment(address), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may quote a row, and rows hold names
    ) as process:  # fmt: skip
        assert process.stdout is not None
        with target.open("xb") as out:
            _seal(process.stdout, out, key)
    if process.returncode:
        raise Unavailable("backup", "pg-dump-failed")


def put_back(url: str, source: Path, *, key: bytes, first: str = "", then: str = "") -> None:
    """`first`, all of it and `then` in one transaction, or nothing.

    The transaction's end is the last that is written: psql takes the end of what it reads for nothing, also when this
    program dies in the middle. With --single-transaction it would commit the half.
    """
    for _ in unseal(source, key):  # what was changed on the way is known before the first row is written
        pass
    address, _ = postgres.place(url)
    command = [
        _program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", "--dbname",
    ]  # fmt: skip
    with subprocess.Popen(
        [*command, _plain(address)], env=_environment(address), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        try:
            process.stdin.write(f"BEGIN;\n{first}\n".encode())
            for part in unseal(source, key):
                process.stdin.write(part)
            process.stdin.flush()
            at("restore.rows")
            process.stdin.write(f"{then}\nCOMMIT;\n".encode())
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended: its exit code says how
        except BaseException:
            process.kill()  # the transaction is undone
            raise
    if process.returncode:
        raise Unavailable("backup", "pg-dump-failed")


@contextmanager
def spare_database(url: str) -> Iterator[str]:
    """An empty database on the same server, dropped afterwards: where a copy is proven."""
    address, schema = postgres.place(url)
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            spares = f"tereze_proof_{connection.execute(MINE).scalar_one()}_"
            _sweep(connection, spares)
            name = f"{spares}{secrets.token_hex(6)}"
            connection.execute(HELD, {"name": name})  # by this line, as long as it lives
            try:
                connection.execute(text(f"CREATE DATABASE {name}"))
            except sqlalchemy.exc.ProgrammingError as refused:
                raise Unavailable("backup", "no-room-for-proof") from refused
            try:
                spare = address.set(drivername="postgresql", database=name).update_query_dict({"schema": schema})
                yield spare.render_as_string(hide_password=False)
            finally:
                _drop(connection, name)
    finally:
        engine.dispose()


def _sweep(connection: Connection, spares: str) -> None:
    """What a killed run has left: a whole store in plain rows, that nobody holds any more."""
    left = text(
        "SELECT datname FROM pg_database WHERE starts_with(datname, :spares) AND pg_get_userbyid(datdba) = current_user"
    )
    for name in connection.execute(left, {"spares": spares}).scalars().all():
        if re.fullmatch(SPARE, name) and connection.execute(FREE, {"name": name}).scalar():
            _drop(connection, name)


def _drop(connection: Connection, name: str) -> None:
    """The server's own cleaner may be at work in it. FORCE would end it, which an owner may not; a plain DROP bids it go and
    waits for it. FORCE is for a line of ours that was broken off and that the server has not given up."""
    plain, force = text(f"DROP DATABASE {name}"), text(f"DROP DATABASE {name} WITH (FORCE)")
    for way in (plain, force, plain):
        try:
            connection.execute(way)
        except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.ProgrammingError) as busy:
            if getattr(busy.orig, "sqlstate", "") not in SOMEBODY_IN_IT:
                raise
        else:
            return
    connection.execute(force)


def _program(name: str) -> str:
    homes = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda found: int(found.parts[-3]))
    found = str(homes[-1]) if homes else shutil.which(name)
    if found is None:
        raise Unavailable("backup", "no-pg-dump", program=name)
    return found


def _plain(address: sqlalchemy.URL) -> str:
    """Without the password: other people of the machine see a program's arguments."""
    return address.set(drivername="postgresql", password=None).render_as_string()


def _environment(address: sqlalchemy.URL) -> dict[str, str]:
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    return {**os.environ, "PGCLIENTENCODING": "UTF8", **secret}


def _seal(source: IO[bytes], out: IO[bytes], key: bytes) -> None:
    """A key of its own, wrapped; then numbered parts. The last one says so, so that a cut end is noticed."""
    own, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    out.write(nonce + AESGCM(key).encrypt(nonce, own, ABOUT))
    cipher, squeeze, number = AESGCM(own), zlib.compressobj(), 0
    while part := source.read(PART):
        if squeezed := squeeze.compress(part):
            _part(out, cipher, number, body=squeezed, mark=MORE)
            number += 1
    _part(out, cipher, number, body=squeeze.flush(), mark=LAST)
    out.flush()
    os.fsync(out.fileno())


def _part(out: IO[bytes], cipher: AESGCM, number: int, *, body: bytes, mark: bytes) -> None:
    sealed = cipher.encrypt(number.to_bytes(12, "big"), body, mark)
    out.write(struct.pack(">I", len(sealed)) + sealed)


def unseal(source: Path, key: bytes) -> Iterator[bytes]:
    """The text again. Another key, a changed byte or a missing end: `Refused("not-a-backup")`."""
    size, number, spread = source.stat().st_size, 0, zlib.decompressobj()
    try:
        with source.open("rb") as sealed:
            nonce = sealed.read(12)
            cipher = AESGCM(AESGCM(key).decrypt(nonce, sealed.read(48), ABOUT))
            while True:
                (length,) = struct.unpack(">I", sealed.read(4))
                body = sealed.read(min(length, size))
                last = sealed.tell() == size
                yield spread.decompress(cipher.decrypt(number.to_bytes(12, "big"), body, LAST if last else MORE))
                number += 1
                if last:
                    yield spread.flush()
                    return
    except (InvalidTag, ValueError, struct.error, zlib.error) as changed:
        raise Refused("not-a-backup") from changed
