"""F24: hand-overs replayed, swapped, one-sided, of a foreign courier, with a changed list, or forged: none is believed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.keeping import handed as reading
from app.proof import cose, handed
from app.proof.cose import NotSigned, Statement
from app.proof.handed import LASTS, Forged, Given, Hand, Taken
from tests.campaign.counted import cases, ran

DAY = 1_480_000_000
CODES = ("R-AT01-02-16-00001-H", "C-AT01-01-16-00001-E", "C-AT01-01-16-00002-2")
Keys = dict[str, Ed25519PrivateKey]
PEOPLE = {
    "sector.at01": "sector",
    "courier.at01": "courier",
    "courier.sk01": "courier",
    "secretary.ad01": "chancellery",
}
DEVICE = "AT01-02"


def keys_of(random_: random.Random) -> Keys:
    names = (*PEOPLE, DEVICE, "AT01-03")
    return {name: Ed25519PrivateKey.from_private_bytes(random_.randbytes(32)) for name in names}


def hand(keys: Keys, login: str, holder: str = "") -> Hand:
    key = keys[login]
    return Hand(login=login, holder=holder or PEOPLE[login], public=key.public_key().public_bytes_raw(), sign=key.sign)


def given(keys: Keys, random_: random.Random) -> Given:
    return Given(
        number="AT01-02-16-00002-F", items=handed.root(CODES), giver=hand(keys, "sector.at01").key, holder="sector",
        to="courier", receiver=random_.choice(["", "courier.at01"]), nonce=random_.randbytes(16), at=DAY, until=DAY + LASTS,
    )  # fmt: skip


def act(
    keys: Keys, give: Given, *, by: str = "sector.at01", taker: str = "courier.at01", over: bytes | None = None,
    at: int = DAY + 60, sides: tuple[str, str] = ("", ""), device: str = DEVICE, swap: bool = False,
) -> bytes:  # fmt: skip
    gave, took = hand(keys, by, sides[0]), hand(keys, taker, sides[1])
    body = handed.give(give, sign=keys[by].sign)
    taking = handed.take(Taken(given=over or handed.hash_of(body), taker=took.key, at=at), sign=keys[taker].sign)
    first, second = (taking, body) if swap else (body, taking)
    return handed.vouch(first, second, hands=(gave, took), device=DEVICE, sign=keys[device].sign)


def believed(body: bytes, keys: Keys) -> bool:
    """As `verify --paper` judges: two people's signatures, and the word of the device that this node knows."""
    try:
        found = reading.read_act(body)
        if found is None:
            return False
        found.judged()
    except (NotSigned, Forged):
        return False
    public = keys[DEVICE].public_key().public_bytes_raw()
    return found.statement.key == DEVICE and found.statement.check(public)


def forgeries(keys: Keys, random_: random.Random) -> Iterator[tuple[str, bytes]]:
    """One of each kind; each is what somebody in the house could try to make."""
    honest = given(keys, random_)
    other = replace(honest, nonce=random_.randbytes(16), items=handed.root(CODES[:2]))
    yield "replayed", act(keys, honest, over=handed.hash_of(handed.give(other, sign=keys["sector.at01"].sign)))
    yield "swapped", act(keys, honest, swap=True)
    yield "same person", act(keys, replace(honest, receiver=""), taker="sector.at01", sides=("", "courier"))
    yield "foreign courier", act(keys, replace(honest, receiver="courier.at01"), taker="courier.sk01")
    yield "not a courier", act(keys, replace(honest, receiver=""), taker="secretary.ad01")
    yield "side not theirs", act(keys, honest, sides=("chancellery", ""))
    yield "too late", act(keys, honest, at=DAY + LASTS + random_.randrange(1, 10**6))
    yield "too early", act(keys, honest, at=DAY - random_.randrange(handed.AHEAD + 1, 10**6))
    yield "good for ever", act(keys, replace(honest, until=DAY + LASTS + random_.randrange(1, 10**9)))
    yield "another giver", act(keys, honest, by="courier.sk01", sides=("sector", ""))
    yield "another device", act(keys, honest, device="AT01-03")
    true = act(keys, honest)
    statement, give, take, hands = handed.read_act(true)
    strange = Ed25519PrivateKey.from_private_bytes(random_.randbytes(32))
    public = strange.public_key().public_bytes_raw()
    for place in (0, 1):
        forged = [replace(h, public=public) if n == place else h for n, h in enumerate(hands)]
        yield (
            "a key of nobody's",
            handed.vouch(give, take, hands=(forged[0], forged[1]), device=DEVICE, sign=keys[DEVICE].sign),
        )
    said, theirs = handed.read_taken(take)[1], handed.give(honest, sign=strange.sign)
    over = handed.take(replace(said, given=handed.hash_of(theirs)), sign=keys["courier.at01"].sign)
    for body, taking in ((theirs, over), (give, handed.take(said, sign=strange.sign))):
        yield "in their name", handed.vouch(body, taking, hands=hands, device=DEVICE, sign=keys[DEVICE].sign)
    yield "list changed", handed.vouch(
        handed.give(replace(honest, items=other.items), sign=keys["sector.at01"].sign), take, hands=hands,
        device=DEVICE, sign=keys[DEVICE].sign,
    )  # fmt: skip
    yield "one-sided", give
    yield "one-sided", take
    yield "vouched for by itself", cose.signed(statement.claims, key=DEVICE, sign=strange.sign)
    for _ in range(8):
        at = random_.randrange(len(true))
        yield "one byte", true[:at] + bytes([true[at] ^ random_.randrange(1, 256)]) + true[at + 1 :]
    yield "cut", true[: random_.randrange(len(true))]


def through(keys: Keys, random_: random.Random, count: int) -> tuple[int, int]:
    tried = believing = 0
    while tried < count:
        for _, body in forgeries(keys, random_):
            tried += 1
            believing += believed(body, keys)
    return tried, believing


def all_are_checked(_: Statement, public: bytes) -> bool:
    return True


def _without_judging(body: bytes, taking: bytes, *, gave: Hand, took: Hand) -> tuple[Given, Taken]:
    """Only the two signatures, and nothing of what they say."""
    statement, found = handed.read_given(body)
    taking_statement, taken = handed.read_taken(taking)
    if not statement.check(gave.public) or not taking_statement.check(took.public):
        raise Forged("give-forged")
    return found, taken


def _no_time(original: Callable[..., tuple[Given, Taken]]) -> Callable[..., tuple[Given, Taken]]:
    def judge(body: bytes, taking: bytes, *, gave: Hand, took: Hand) -> tuple[Given, Taken]:
        try:
            return original(body, taking, gave=gave, took=took)
        except Forged as wrong:
            if wrong.why != "expired":
                raise
            return handed.read_given(body)[1], handed.read_taken(taking)[1]

    return judge


PLANTED: tuple[tuple[str, object, str, object], ...] = (
    ("signatures are not looked at", Statement, "check", all_are_checked),
    ("what they say is not looked at", handed, "judge", _without_judging),
    ("times are not looked at", handed, "judge", _no_time(handed.judge)),
    ("the giver's statement is not the one that was taken", handed, "hash_of", lambda body: bytes(32)),
)


def test_no_forged_hand_over_is_believed_and_a_true_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    random_ = random.Random(24)
    keys = keys_of(random_)
    assert believed(act(keys, given(keys, random_)), keys)
    tried, believing = through(keys, random_, cases(5000, least=200))
    caught = 0
    for _, where, name, fault in PLANTED:
        with monkeypatch.context() as planted:
            planted.setattr(where, name, fault)
            caught += through(keys, random_, 30)[1] > 0
    ran("F24", tried, through=believing, planted=(caught, len(PLANTED)))
