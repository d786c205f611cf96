"""Passwords and badges as they are kept, and the count of wrong ones. Neither is an event; neither leaves the node.

The count is written before a password is looked at, so that a kill between the two saves nobody a failure.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.engine import Connection

from app.domain.guesses import Guesses, gone
from app.domain.password import ALONE, MOST, WITH_BADGE, fault, plain
from app.domain.personal import Secret
from app.problems import Refused
from app.store import sqlite, tables
from app.store.open import Store
from app.store.troubles import translated
from app.store.unit import Transaction

HAND_KEY = "hand-key"
OPEN = "open$"  # a key of a demonstration, where no password is asked
HELD = 4096  # logins whose wrong tries are remembered: made-up ones beyond that push out the oldest


_SECRET = select(tables.secrets.c.hash).where(tables.secrets.c.id == bindparam("id"))


def kept(connection: Connection, login: str, kind: str) -> str:
    """The hash of a password or a badge; empty: there is none."""
    return str(connection.execute(_SECRET, {"id": f"{login} {kind}"}).scalar() or "")


def hand_key(store: Store, kept: str, password: str | None) -> bytes | None:
    """The private half of a key of hand-overs; None: there is none, or that password does not open it."""
    if kept.startswith(OPEN):
        return bytes.fromhex(kept.removeprefix(OPEN)) if store.demo else None
    return store.hasher.unseal(kept, password) if kept and password is not None else None


def for_database(connection: Connection, login: str, password: str) -> str:
    """What PostgreSQL keeps of a password, reckoned here: the password itself is not sent."""
    driver: Any = connection.connection.driver_connection
    verifier: bytes = driver.pgconn.encrypt_password(plain(password).encode(), login.encode(), b"scram-sha-256")
    return verifier.decode()


def make_anew(store: Store, login: str, hash: str, *, judged: str) -> None:
    """The same password under today's parameters, unless another was given since that hash was judged: then that one stays.

    Nothing was changed that anybody could see, so it is no event.
    """
    with _own_writing(store) as connection:
        mine = (tables.secrets.c.id == f"{login} password", tables.secrets.c.hash == judged)
        connection.execute(tables.secrets.update().where(*mine).values(hash=hash))


@dataclass(frozen=True, slots=True)
class Sealing:
    """Inside a command: hashes go where the events do, in the same transaction."""

    transaction: Transaction

    def password(self, login: str, secret: Secret, *, office: str, badge: bool = False) -> bool:
        """Keeps its hash, or on PostgreSQL gives it to the database. True: it is good only with a badge."""
        store, connection = self.transaction.store, self.transaction.connection
        badge = badge and not store.on_postgres  # there the database alone lets in
        if wrong := fault(secret.open(), login=login, office=office, badge=badge):
            raise Refused(f"password-{wrong}", least=WITH_BADGE if badge else ALONE, most=MOST)
        if store.on_postgres:
            hash = for_database(connection, login, secret.open())
        else:
            hash = store.hasher.hash(secret.open())
        self.transaction.put("secrets", id=f"{login} password", login=login, hash=hash)
        return len(plain(secret.open())) < ALONE

    def badge(self, login: str, code: Secret) -> None:
        hash = self.transaction.store.hasher.hash(code.open())
        self.transaction.put("secrets", id=f"{login} badge", login=login, hash=hash)

    def hand_key(self, login: str, private: bytes, secret: Secret | None) -> None:
        """The private half of a key of hand-overs, sealed by its person's password; open in a demonstration alone."""
        store = self.transaction.store
        if secret is None and not store.demo:
            raise ValueError("a key is sealed by a password")
        kept = store.hasher.seal(private, secret.open()) if secret is not None else OPEN + private.hex()
        self.transaction.put("secrets", id=f"{login} {HAND_KEY}", login=login, hash=kept)

    def take_away(self, login: str, kind: Literal["password", "badge", "hand-key"]) -> None:
        self.transaction.put("secrets", id=f"{login} {kind}", login=login, hash="")

    def unlock(self, login: str) -> None:
        """Nothing that was tried before makes them wait any longer. A database counts for itself."""
        store, connection = self.transaction.store, self.transaction.connection
        if not store.on_postgres:
            now = store.ticks()
            _keep(connection, login, read(connection, login, now=now).unlocked(), now=now)


def fresh_password() -> str:
    """Good for one log-in: easy to read aloud and to type on any keyboard of the house, and nobody guesses it."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


# ---- wrong tries


def begin_try(store: Store, login: str, *, now: float, at: str) -> float:
    """Counts the try as a failure and says 0, or says how many seconds nothing is looked at."""
    with _own_writing(store) as connection:
        found = read(connection, login, now=now)
        if found.seconds > 0:
            return found.seconds
        _keep(connection, login, found.failed(), now=now, at=at)
    return 0.0


def end_try(store: Store, login: str, *, now: float, right: bool = True) -> None:
    """It was no failure after all. `right=False`: it was only not finished, and earlier failures stand."""
    with _own_writing(store) as connection:
        found = read(connection, login, now=now)
        if right:
            _keep(connection, login, found.right(), now=now)
            return
        before = Guesses(failures=max(0, found.failures - 1), recent=found.recent[:-1])
        _keep(connection, login, before, now=now)


def read(connection: Connection, login: str, *, now: float) -> Guesses:
    table = tables.guesses
    row = connection.execute(select(table.c.state).where(table.c.login == login)).scalar()
    if row is None:
        return Guesses()
    told = json.loads(row)
    found = Guesses(failures=told["failures"], wait=told["wait"], recent=tuple(told["recent"]))
    return found.after(gone(told["mark"], now))


def _keep(connection: Connection, login: str, found: Guesses, *, now: float, at: str | None = None) -> None:
    table = tables.guesses
    state = json.dumps({"failures": found.failures, "wait": found.wait, "recent": found.recent, "mark": now})
    changed = {"state": state, **({"failed_at": at} if at else {})}
    done = connection.execute(table.update().where(table.c.login == login).values(**changed))
    if done.rowcount == 0:
        connection.execute(table.insert().values(login=login, centre="", failed_at=at or "", state=state))
        _make_room(connection)


def _make_room(connection: Connection) -> None:
    """People of the house are always remembered; of made-up logins the latest."""
    table, people = tables.guesses, select(tables.accounts.c.login)
    strangers = table.c.login.not_in(people)
    over = connection.execute(select(func.count()).select_from(table).where(strangers)).scalar_one() - HELD
    if over > 0:
        oldest = select(table.c.login).where(strangers).order_by(table.c.failed_at).limit(over)
        connection.execute(delete(table).where(table.c.login.in_(oldest)))


@contextmanager
def _own_writing(store: Store) -> Iterator[Connection]:
    """A short transaction beside the journal, also from a program that was opened to read: a guess is a guess."""
    engine = store.engine if store.lock else sqlite.engine(str(store.path), key=store.key)
    try:
        with translated(), engine.begin() as connection:
            yield connection
    finally:
        if engine is not store.engine:
            engine.dispose()
