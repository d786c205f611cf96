"""The two signatures of a hand-over: who gives signs the list and names the receiver, who takes signs what was given.

Both, with the two public keys, are vouched for by the device where it happened, and stand in one square on the act: whoever
knows the device's public key can judge it without a store and without a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.domain.handover import GIVEN_FOR
from app.proof import cose, listed
from app.proof.cose import END_OF_TIME, Claims, NotSigned, Sign, Statement

KIND, NUMBER, ITEMS, FROM, TO, RECEIVER, NONCE, AT, UNTIL, FORMAT, GIVEN, LEFT, DAMAGED, GIVE, TAKE, KEYS = range(1, 17)
GIVES, TAKES, VOUCHES = "G", "T", "H"  # no kind of receipt, and no checkpoint
FIRST_FORMAT = 1
HASH, NONCE_BYTES, PUBLIC = 32, 16, 32
LASTS = int(GIVEN_FOR.total_seconds())
AHEAD = 120  # seconds by which two clocks of one house may differ


class Forged(ValueError):
    """Not a hand-over between two people. `why` is a word of ours, for `verify.why.hand-over-*`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A person of the house with the key that this node issued to them for hand-overs."""

    login: str
    holder: str  # whose papers they give and take: sector, courier, chancellery
    public: bytes
    sign: Sign | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        return key_id(self.login, self.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the giver signs. Times are real seconds."""

    number: str
    items: bytes  # root over what changes hands: registries and cases, by their codes
    giver: str  # key
    holder: str
    to: str
    receiver: str = ""  # login, where the taker is named
    nonce: bytes
    at: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the taker signs: that very statement, and what of the list was not there or not whole."""

    given: bytes  # hash of the giver's statement
    taker: str  # key
    at: int
    left: bytes = b""  # root over the codes of what was not in the bag; empty: everything was
    damaged: bytes = b""


def key_id(login: str, public: bytes) -> str:
    return f"{login}/{fingerprint(public)[:8]}"


def fingerprint(public: bytes) -> str:
    """The 16 digits that stand on the act."""
    return sha256(public).hexdigest()[:16]


def hash_of(statement: bytes) -> bytes:
    """By which the taker names the giver's statement."""
    return sha256(statement).digest()


def root(codes: Iterable[str]) -> bytes:
    """Over the codes of what changes hands, or of what differs; of nothing: empty."""
    numbers = listed.ordered(codes)
    return listed.root(numbers) if numbers else b""


def give(given: Given, *, sign: Sign) -> bytes:
    claims: Claims = {
        KIND: GIVES, NUMBER: given.number.replace("-", ""), ITEMS: given.items, FROM: given.holder, TO: given.to,
        NONCE: given.nonce, AT: given.at, UNTIL: given.until, FORMAT: FIRST_FORMAT,
    }  # fmt: skip
    if given.receiver:
        claims[RECEIVER] = given.receiver
    return cose.signed(claims, key=given.giver, sign=sign)


def take(taken: Taken, *, sign: Sign) -> bytes:
    claims: Claims = {KIND: TAKES, GIVEN: taken.given, AT: taken.at, FORMAT: FIRST_FORMAT}
    claims |= {LEFT: taken.left} if taken.left else {}
    claims |= {DAMAGED: taken.damaged} if taken.damaged else {}
    return cose.signed(claims, key=taken.taker, sign=sign)


def vouch(given: bytes, taken: bytes, *, hands: tuple[Hand, Hand], device: str, sign: Sign) -> bytes:
    """The device says whose the two keys were, and that it had not revoked them, when the second signature was made."""
    keys = [[hand.login, hand.holder, hand.public] for hand in hands]
    claims: Claims = {KIND: VOUCHES, GIVE: given, TAKE: taken, KEYS: keys, FORMAT: FIRST_FORMAT}
    return cose.signed(claims, key=device, sign=sign)


# ---- reading and judging


def read_given(body: bytes) -> tuple[Statement, Given]:
    """`NotSigned`: a statement of ours that gives nothing."""
    statement = cose.read(body)
    wanted: dict[int, type] = {
        KIND: str, NUMBER: str, ITEMS: bytes, FROM: str, TO: str, NONCE: bytes, AT: int, UNTIL: int, FORMAT: int,
    }  # fmt: skip
    said = _shaped(statement, wanted, {RECEIVER: str}, kind=GIVES)
    if len(said[ITEMS]) != HASH or len(said[NONCE]) != NONCE_BYTES or not 0 <= said[AT] < said[UNTIL] < END_OF_TIME:
        raise NotSigned("not-a-hand-over")
    return statement, Given(
        number=said[NUMBER], items=said[ITEMS], giver=statement.key, holder=said[FROM], to=said[TO],
        receiver=said.get(RECEIVER, ""), nonce=said[NONCE], at=said[AT], until=said[UNTIL],
    )  # fmt: skip


def read_taken(body: bytes) -> tuple[Statement, Taken]:
    statement = cose.read(body)
    wanted: dict[int, type] = {KIND: str, GIVEN: bytes, AT: int, FORMAT: int}
    said = _shaped(statement, wanted, {LEFT: bytes, DAMAGED: bytes}, kind=TAKES)
    hashes = (said[GIVEN], said.get(LEFT, bytes(HASH)), said.get(DAMAGED, bytes(HASH)))
    if any(len(one) != HASH for one in hashes) or not 0 <= said[AT] < END_OF_TIME:
        raise NotSigned("not-a-hand-over")
    return statement, Taken(
        given=said[GIVEN], taker=statement.key, at=said[AT], left=said.get(LEFT, b""), damaged=said.get(DAMAGED, b"")
    )


def read_act(body: bytes) -> tuple[Statement, bytes, bytes, tuple[Hand, Hand]]:
    """The square of an act: the device's statement, both signatures, and whose keys it says they are."""
    statement = cose.read(body)
    said = _shaped(statement, {KIND: str, GIVE: bytes, TAKE: bytes, KEYS: list, FORMAT: int}, {}, kind=VOUCHES)
    shape = (str, str, bytes)
    keys = said[KEYS]
    if len(keys) != 2 or any(not isinstance(k, list) or tuple(map(type, k)) != shape for k in keys):
        raise NotSigned("not-a-hand-over")
    if any(len(public) != PUBLIC for _, _, public in keys):
        raise NotSigned("not-a-hand-over")
    gave, took = (Hand(login=login, holder=holder, public=public) for login, holder, public in keys)
    return statement, said[GIVE], said[TAKE], (gave, took)


def _shaped(statement: Statement, wanted: dict[int, type], more: dict[int, type], *, kind: str) -> Claims:
    said: dict[int, Any] = statement.claims
    known = wanted | {k: t for k, t in more.items() if k in said}
    if set(said) != set(known) or any(type(said[k]) is not t for k, t in known.items()) or said[KIND] != kind:
        raise NotSigned("not-a-hand-over")
    if said[FORMAT] != FIRST_FORMAT:
        raise NotSigned("newer")
    return said


def judge_given(body: bytes, *, by: Hand) -> Given:
    """The giver's signature alone. `Forged`: it is not theirs, or not of what they hold."""
    try:
        statement, given = read_given(body)
    except NotSigned as wrong:
        raise Forged("no-signature") from wrong
    if given.giver != by.key or not statement.check(by.public):
        raise Forged("give-forged")
    if given.holder != by.holder or given.to == given.holder:
        raise Forged("roles-swapped")
    if given.until - given.at > LASTS:
        raise Forged("expired")
    return given


def judge(body: bytes, taking: bytes, *, gave: Hand, took: Hand) -> tuple[Given, Taken]:
    """Both signatures as one hand-over. `Forged` with what is wrong: nobody holds anything because of it."""
    given = judge_given(body, by=gave)
    try:
        statement, taken = read_taken(taking)
    except NotSigned as wrong:
        raise Forged("one-sided") from wrong
    if taken.taker != took.key or not statement.check(took.public):
        raise Forged("take-forged")
    if taken.given != hash_of(body):
        raise Forged("other-list")
    if took.login == gave.login or took.public == gave.public:
        raise Forged("same-person")
    if took.holder != given.to:
        raise Forged("roles-swapped")
    if given.receiver not in ("", took.login):
        raise Forged("other-receiver")
    if not given.at - AHEAD <= taken.at <= given.until:
        raise Forged("expired")
    return given, taken
