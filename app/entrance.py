"""Who may come in: by password, with the badge where one was issued, or by ЭЦП. A proof of it lives five minutes in memory.

Window and command line share it. A demonstration asks nobody; on PostgreSQL the password is the database's own.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain.access import Access, id_of
from app.domain.guesses import Guesses
from app.domain.numbers import NotACode, parse_code
from app.outside.clock import Clock
from app.problems import Refused, Unavailable
from app.services.account import LOGIN
from app.store import seals, tables
from app.store.open import Store
from app.store.rows import ACCESS, ACCOUNT, Account
from app.store.troubles import translated

LIVES = 300.0  # seconds, of a proof and of a challenge
STRANGE = "?"  # what no login can be is counted as one
CHANGES = "account.change_password"  # all that a password of an administrator's giving is good for


class Signatures(Protocol):
    """Who signed these bytes: the ИИН of a certificate that is good now. `Refused`: nobody whose word counts."""

    def signer(self, content: bytes, cms: bytes) -> str: ...


def judging_in(folder: Path, clock: Clock) -> Any:
    """What this node was set up with to look at signatures; its libraries are read only where there is something."""
    if not folder.is_dir():
        return None
    from app.outside.trust import judging_in as found

    return found(folder, clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """It was they, a moment ago. `once`: with a password that an administrator gave, to be changed first."""

    login: str
    token: str = field(repr=False)
    once: bool = False


@dataclass(slots=True, repr=False)  # who has proved themselves is no word for a log
class Entrance:
    store: Store
    clock: Clock
    signatures: Signatures | None = None
    _proofs: dict[str, tuple[Proof, float]] = field(default_factory=dict)
    _hands: dict[str, bytes] = field(
        default_factory=dict, repr=False
    )  # proof's token → key of hand-overs, while it lives
    _challenges: dict[bytes, float] = field(default_factory=dict)
    _tries: dict[str, tuple[Guesses, float]] = field(default_factory=dict)  # against a database, by this program

    @property
    def asks(self) -> bool:
        """Only a demonstration lets people in by their name alone."""
        return not self.store.demo

    def enter(self, login: str, password: str, badge: str = "") -> Proof:
        """`Refused("log-in-refused")`: login, password or badge, and nobody is told which. `log-in-waits`: too often."""
        login = _folded(login)
        if not self.asks:
            return self._proof(login)
        if self.store.on_postgres:
            return self._enter_database(login, password, badge)
        known = LOGIN.fullmatch(login) is not None
        with self._tried(login if known else STRANGE) as told:
            account, access, hashes = self._known(login)
            right = self.store.hasher.fits(hashes["password"], password)
            if not right or account is None:
                raise Refused("log-in-refused")
            self._badge(access, hashes["badge"], badge, told)
            told.append("right")
        if not account.open:
            raise Refused("account-closed", login=login)
        if self.store.hasher.outdated(judged := hashes["password"]):
            seals.make_anew(self.store, login, self.store.hasher.hash(password), judged=judged)
        key = seals.hand_key(self.store, hashes[seals.HAND_KEY], password)
        return self._proof(login, once=access is not None and access.once, key=key)

    def prove(self, login: str, password: str, badge: str = "") -> Proof:
        """The same again for who is in already: before they sign, hand over, take data out."""
        return self.enter(login, password, badge)

    def _enter_database(self, login: str, password: str, badge: str) -> Proof:
        from app.store import postgres

        with self._tried(login if LOGIN.fullmatch(login) else STRANGE) as told:
            if not LOGIN.fullmatch(login) or "\0" in password:
                raise Refused("log-in-refused")
            engine = postgres.engine(self.store.url, login=login, password=password)
            try:
                with translated(), engine.connect():
                    pass
            except Unavailable as no:
                if no.status == "wrong-password":
                    raise Refused("log-in-refused") from no
                told.append("unfinished")
                raise
            finally:
                engine.dispose()
            return self._let_in(login, badge, told, password)

    def vouch(self, login: str, badge: str = "") -> Proof:
        """The database has let them in already: the store was opened as this person."""
        with self._tried(login) as told:
            return self._let_in(login, badge, told)

    def _let_in(self, login: str, badge: str, told: list[str], password: str | None = None) -> Proof:
        account, access, hashes = self._known(login)
        if account is None:
            raise Refused("log-in-refused")
        self._badge(access, hashes["badge"], badge, told)
        told.append("right")
        if not account.open:
            raise Refused("account-closed", login=login)
        key = seals.hand_key(self.store, hashes[seals.HAND_KEY], password)
        return self._proof(login, once=access is not None and access.once, key=key)

    def _badge(self, access: Access | None, kept: str, shown: str, told: list[str]) -> None:
        """Beside the password, never in its place: asked for only after the password was right."""
        if access is None or not access.badge:
            return
        if not shown:
            told.append("unfinished")
            raise Refused("badge-needed")
        try:
            line = parse_code(shown).line
        except NotACode:
            line = ""
        if not self.store.hasher.fits(kept, line):
            raise Refused("log-in-refused")

    def _known(self, login: str) -> tuple[Account | None, Access | None, dict[str, str]]:
        with self.store.reading() as connection:
            mine = select(tables.accounts).where(tables.accounts.c.login == login)
            row = connection.execute(mine).one_or_none()
            set_here = connection.execute(select(tables.access).where(tables.access.c.id == id_of(login))).one_or_none()
            hashes = {kind: seals.kept(connection, login, kind) for kind in ("password", "badge", seals.HAND_KEY)}
        return (ACCOUNT.read(row) if row else None), (ACCESS.read(set_here) if set_here else None), hashes

    # ---- tries

    @contextlib.contextmanager
    def _tried(self, login: str) -> Iterator[list[str]]:
        """A try is a failure until it says "right" (or "unfinished", which is neither)."""
        told: list[str] = []
        if wait := self._begin(login):
            raise Refused("log-in-waits", seconds=int(wait) + 1)
        try:
            yield told
        finally:
            if told:
                self._end(login, right="right" in told)

    def _begin(self, login: str) -> float:
        now = self.store.ticks()
        if not self.store.on_postgres:
            return seals.begin_try(self.store, login, now=now, at=self.clock.instant().iso())
        found, mark = self._tries.get(login, (Guesses(), now))
        found = found.after(now - mark)
        if found.seconds > 0:
            return found.seconds
        self._tries[login] = found.failed(), now
        return 0.0

    def _end(self, login: str, *, right: bool) -> None:
        if not self.store.on_postgres:
            seals.end_try(self.store, login, now=self.store.ticks(), right=right)
        elif login in self._tries:
            found, mark = self._tries[login]
            self._tries[login] = (found.right() if right else found), mark

    # ---- by ЭЦП

    def challenge(self) -> bytes:
        """What is to be signed: this store's, good once and for five minutes."""
        now = self.store.ticks()
        self._challenges = {c: at for c, at in self._challenges.items() if now - at <= LIVES}
        made = f"tereze log-in\n{self.store.id}\n{self.clock.instant().iso()}\n{secrets.token_hex(32)}\n".encode()
        self._challenges[made] = now
        return made

    def enter_by_signature(self, login: str, challenge: bytes, cms: bytes) -> Proof:
        """The certificate's ИИН must be the one that was bound to the login; it counts as password and badge together."""
        if self.signatures is None:
            raise Unavailable("signature", "not-there")
        login = _folded(login)
        with self._tried(login if LOGIN.fullmatch(login) else STRANGE) as told:
            began = self._challenges.pop(challenge, None)
            if began is None or self.store.ticks() - began > LIVES:
                raise Refused("challenge-old")
            try:
                number = self.signatures.signer(challenge, cms)
            except Unavailable:
                told.append("unfinished")
                raise
            account, access, _ = self._known(login)
            bound = access.number.open() if access is not None and access.number is not None else ""
            if account is None or not bound or not secrets.compare_digest(bound.encode(), number.encode()):
                raise Refused("log-in-refused")
            told.append("right")
        if not account.open:
            raise Refused("account-closed", login=login)
        return self._proof(login)

    # ---- proofs

    def _proof(self, login: str, *, once: bool = False, key: bytes | None = None) -> Proof:
        now = self.store.ticks()
        self._proofs = {token: one for token, one in self._proofs.items() if now - one[1] <= LIVES}
        proof = Proof(login=login, token=secrets.token_hex(16), once=once)
        self._proofs[proof.token] = proof, now
        self._hands = {token: one for token, one in self._hands.items() if token in self._proofs}
        if key is not None:
            self._hands[proof.token] = key
        return proof

    def hand(self, connection: Connection, login: str, proof: Proof | None) -> bytes | None:
        """The key that they sign hand-overs with, where their password has opened it. Asked for after `check`."""
        if not self.asks:
            return seals.hand_key(self.store, seals.kept(connection, login, seals.HAND_KEY), None)
        return self._hands.get(proof.token) if proof is not None else None

    def renewed(self, proof: Proof) -> Proof:
        """After the one-time password was replaced: they are in as anybody."""
        self.check(proof, proof.login, name=CHANGES)
        return self._proof(proof.login)

    def check(self, proof: Proof | None, login: str, *, name: str) -> None:
        """Before a command that asks for it. `Refused("proof-needed")`: the window asks for the password and goes on."""
        if not self.asks:
            return
        kept, at = self._proofs.get(proof.token, (None, 0.0)) if proof is not None else (None, 0.0)
        if kept is None or kept.login != login or not 0 <= self.store.ticks() - at <= LIVES:
            raise Refused("proof-needed")
        if kept.once and name != CHANGES:
            raise Refused("password-once")

    def forget(self, login: str) -> None:
        """The window was locked, or the password changed: what was proven is proven no more."""
        self._proofs = {token: one for token, one in self._proofs.items() if one[0].login != login}
        self._hands = {token: one for token, one in self._hands.items() if token in self._proofs}


def _folded(login: str) -> str:
    """Logins are lower case: `INSPECTOR.AT01` is the same person and the same count."""
    return login.strip(" \t\r\n").lower() if login.isascii() else login
