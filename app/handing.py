"""Signing a hand-over: with the key that this node issued to a person, and that their password opens.

A demonstration asks nobody for a password: there a key is made at a person's first hand-over, and lies open.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.access import id_of
from app.domain.events import HandKeyIssued
from app.domain.facts import Holder
from app.domain.handover import Handover, Signed
from app.domain.moment import Instant
from app.domain.personal import Secret
from app.problems import Refused
from app.proof import cose, handed
from app.proof.handed import Forged, Given, Hand, Taken


def new_key(sealing: Any, login: str, secret: Secret | None) -> bytes:
    """A new one, kept under that password."""
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    sealing.hand_key(login, private, secret)
    return private


def public_of(private: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


@dataclass(frozen=True, slots=True)
class Hands:
    """The signatures of one command. `private` is the key that the acting person's password has opened, if any."""

    private: Callable[[], bytes | None]

    def give(
        self, unit: Any, *, number: str, codes: Iterable[str], holder: Holder, to: Holder, receiver: str | None
    ) -> Signed:
        """`Refused`: no key, or it is not open: the person proves with their password that it is they."""
        hand, at = self._hand(unit, holder), _now(unit)
        given = Given(
            number=number, items=handed.root(codes), giver=hand.key, holder=holder, to=to, receiver=receiver or "",
            nonce=secrets.token_bytes(handed.NONCE_BYTES), at=at, until=at + handed.LASTS,
        )  # fmt: skip
        assert hand.sign is not None
        return Signed(key=hand.public.hex(), statement=cose.text(handed.give(given, sign=hand.sign)))

    def take(
        self, unit: Any, handover: Handover, *, codes: Iterable[str], missing: Iterable[str], damaged: Iterable[str]
    ) -> Signed:
        """Over the giver's statement, which is judged first. `Refused`: it is not theirs, too old, or of another list."""
        body, gave = _given(unit, handover)
        try:
            given = handed.judge_given(body, by=gave)
        except Forged as wrong:
            raise Refused("give-forged", why=wrong.why) from wrong
        if given.items != handed.root(codes) or given.number != handover.number.replace("-", ""):
            raise Refused("give-forged", why="other-list")
        hand, at = self._hand(unit, handover.to_holder), _now(unit)
        if at > given.until:
            raise Refused("give-expired", number=handover.number)
        assert hand.sign is not None
        taken = Taken(
            given=handed.hash_of(body), taker=hand.key, at=max(at, given.at), left=handed.root(missing),
            damaged=handed.root(damaged),
        )  # fmt: skip
        taking = handed.take(taken, sign=hand.sign)
        try:
            handed.judge(body, taking, gave=gave, took=hand)
        except Forged as wrong:
            raise Refused("give-forged", why=wrong.why) from wrong
        return Signed(key=hand.public.hex(), statement=cose.text(taking))

    @staticmethod
    def vouched(unit: Any, handover: Handover) -> str | None:
        """Both signatures as the square on the act, vouched for by the device; None: its key is not on this machine."""
        if unit.sign is None or not handover.gave or not handover.took:
            return None
        hands = (
            hand_of(handover.giver, handover.from_holder, handover.giver_key),
            hand_of(handover.taker or "", handover.to_holder, handover.taker_key),
        )
        given, taken = cose.from_text(handover.gave), cose.from_text(handover.took)
        device = unit.transaction.device["code"]
        return cose.text(handed.vouch(given, taken, hands=hands, device=device, sign=unit.sign))

    @staticmethod
    def fresh(unit: Any, login: str, secret: Secret) -> str:
        """A new key under a new password; its public half, in hex."""
        return public_of(new_key(unit.seals, login, secret))

    def _hand(self, unit: Any, holder: Holder) -> Hand:
        login, private = unit.account.login, self.private()
        known = unit.access(login)
        key = known.key if known is not None else ""
        if unit.transaction.store.demo and not (key and private):
            private = new_key(unit.seals, login, None)
            key = public_of(private)
            unit.record(id_of(login), HandKeyIssued(login=login, key=key))
        if not key:
            raise Refused("hand-key-none")
        if private is None or public_of(private) != key:
            raise Refused("proof-needed")
        sign = Ed25519PrivateKey.from_private_bytes(private).sign
        return Hand(login=login, holder=holder, public=bytes.fromhex(key), sign=sign)


def _given(unit: Any, handover: Handover) -> tuple[bytes, Hand]:
    """What the giver signed, and the key they had at that moment and still have.

    On PostgreSQL a taker does not read another's keys: there the writing function compares.
    """
    if not handover.gave:
        raise Refused("give-forged", why="no-signature")
    given_here = (
        unit.offices[handover.number.split("-")[0]].side == unit.office.side
    )  # else with a key of the other node
    known = unit.access(handover.giver) if given_here else None
    if known is not None and known.key != handover.giver_key:
        raise Refused("give-key-revoked", number=handover.number)
    try:
        return cose.from_text(handover.gave), hand_of(handover.giver, handover.from_holder, handover.giver_key)
    except (cose.NotSigned, ValueError) as wrong:
        raise Refused("give-forged", why="no-signature") from wrong


def hand_of(login: str, holder: str, key: str) -> Hand:
    return Hand(login=login, holder=holder, public=bytes.fromhex(key))


def _now(unit: Any) -> int:
    """A clock that went back does not let somebody sign before their key was there: it would look forged for ever."""
    known = unit.access(unit.account.login)
    since = Instant.parse(known.keys[-1].since) if known is not None and known.keys else unit.instant
    return int(max(unit.instant.utc, since.utc).timestamp())
