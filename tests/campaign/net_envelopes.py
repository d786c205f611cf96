"""Envelopes of the exchange as somebody between two nodes, a third node and a bent second one would send them."""

from __future__ import annotations

import base64
import gzip
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from app.domain.moment import Instant
from app.problems import Refused
from app.store.chain import sha
from app.sync import contact, server, wire
from app.sync.keys import APART, Seal, Speaker, device_key
from app.sync.peers import Node
from app.sync.server import Heard, answer
from tests.sync.nodes import House, Pair, acquaint, acquainted, batch_of, house, on_sqlite
from tests.sync.test_chain_checks import rehashed

TABLES = ("events", "persons", "devices", "cases", "cursors", "peers", "parked", "accounts")
Attack = Callable[["Lines", random.Random], tuple[int, bool]]


@dataclass
class Lines:
    """Centre, licensor and a third node that is paired as well; a true batch that the licensor has not seen."""

    pair: Pair
    third: House
    folder: Path
    batch: list[wire.WireEvent]
    node: Node  # the licensor's, as it listens
    taken: bool = False

    @property
    def now(self) -> Instant:
        return self.pair.centre.clock.instant()

    @property
    def speaker(self) -> Speaker:
        return self.pair.centre.node().speaker

    def ask(self, heard: Heard) -> int:
        work = server._meet if heard.path == "/contact" else server._take_in
        if heard.method == "GET":
            work = server._give("AD01-01", 0, 10)
        return answer(self.node, heard, work)[0]

    def sent(
        self, body: bytes, *, by: Speaker | None = None, at: Instant | None = None, path: str = "/events"
    ) -> Heard:
        seal = (by or self.speaker).seal("POST", path, body, instant=at or self.now)
        return heard("POST", path, seal, body)

    def state(self) -> str:
        told = [[tuple(r) for r in self.pair.licensor.rows(t)] for t in TABLES]
        return sha(repr(told).encode()).hex()


def heard(method: str, path: str, seal: Seal, body: bytes) -> Heard:
    return Heard(method, path, {k.lower(): v for k, v in seal.headers().items()}, body)


@contextmanager
def lines(ram: Path) -> Iterator[Lines]:
    with (
        acquainted(on_sqlite(ram), ram) as pair,
        house(
            f"sqlite:///{ram / 'third'}.db", ram / "tk", "centre", devices=("SK01-01",), clock=pair.centre.clock
        ) as third,
    ):
        acquaint(third, pair.licensor)
        for _ in range(4):
            pair.centre.accept("AT01-01")
        batch = batch_of(pair.centre, "AT01-01", to=pair.licensor)
        yield Lines(pair, third, ram, batch, pair.licensor.node())


def flipped(raw: bytes, chance: random.Random) -> bytes:
    made = bytearray(raw)
    for _ in range(chance.randrange(1, 4)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made) if bytes(made) != raw else raw + b" "


# ---- each says the status, and whether a 200 is already a fault


def bits_of_the_body(at: Lines, chance: random.Random) -> tuple[int, bool]:
    true = at.sent(wire.encode(at.batch))
    return at.ask(Heard("POST", "/events", true.headers, flipped(true.body, chance))), True


def packed_anew(at: Lines, chance: random.Random) -> tuple[int, bool]:
    true = at.sent(wire.encode(at.batch))
    headers = {**true.headers, "content-encoding": "gzip"}
    packed = gzip.compress(true.body)
    bent = chance.choice(
        (flipped(packed, chance), gzip.compress(flipped(true.body, chance)), packed[: len(packed) // 2])
    )
    code = at.ask(Heard("POST", "/events", headers, bent))
    return code, gzip_of(bent) != true.body


def gzip_of(raw: bytes) -> bytes:
    """What comes out of it; a changed byte of its head (a time, a system) changes nothing that is said."""
    try:
        return wire.spread(raw)
    except Refused:
        return b""


def headers(at: Lines, chance: random.Random) -> tuple[int, bool]:
    true = at.sent(wire.encode(at.batch))
    name = chance.choice(sorted(true.headers))
    bent = dict(true.headers)
    match chance.randrange(3):
        case 0:
            del bent[name]
        case 1:
            bent[name] = chance.choice(
                ("", "AT01-02", "AD01-01", "SK01-01", "x" * 500, "2026-11-20T06:00:01.000Z", "AAAA")
            )
        case _:
            bent[name] = flipped(bent[name].encode(), chance).decode("latin-1")
    return at.ask(Heard("POST", "/events", bent, true.body)), bent != true.headers


def elsewhere(at: Lines, chance: random.Random) -> tuple[int, bool]:
    true = at.sent(wire.encode(at.batch))
    method, path = chance.choice(
        (("POST", "/contact"), ("GET", "/events"), ("POST", "/events?x=1"), ("PUT", "/events"))
    )
    return at.ask(Heard(method, path, true.headers, true.body)), True


def again(at: Lines, chance: random.Random) -> tuple[int, bool]:
    """The same question twice: within minutes, and when its nonce is long forgotten."""
    true = at.sent(b"[]") if not at.taken else at.sent(wire.encode(at.batch))
    at.ask(true)
    if chance.random() < 0.5:
        return at.ask(true), True
    was = at.pair.centre.clock.at
    later = was + 2 * APART + timedelta(seconds=chance.uniform(1, 90_000))
    at.pair.licensor.clock.at = at.pair.centre.clock.at = later
    code = at.ask(true)
    at.pair.licensor.clock.at = at.pair.centre.clock.at = was
    return code, True


def another_time(at: Lines, chance: random.Random) -> tuple[int, bool]:
    """An envelope that was kept back, or dated ahead."""
    shift = chance.choice((-1, 1)) * chance.uniform(301, 10_000_000)
    return at.ask(at.sent(wire.encode(at.batch), at=at.now.shifted(timedelta(seconds=shift)))), True


def posing(at: Lines, chance: random.Random) -> tuple[int, bool]:
    """The third node in the centre's name, with its own true key or under another's name."""
    third = at.third.node().speaker
    strange = Speaker("AT01-01", device_key(at.folder / "foreign", "AT01-01"))
    own = Speaker("AD01-01", third.key)
    match chance.randrange(4):
        case 0:
            return at.ask(at.sent(wire.encode(at.batch), by=third)), True
        case 1:
            return at.ask(
                at.sent(wire.encode(at.batch), by=chance.choice((strange, own, Speaker("AT01-01", third.key))))
            ), True
        case 2:
            told = contact.dump(contact.told(at.pair.centre.node(), at.pair.licensor.store.id))
            return at.ask(at.sent(told, by=third, path="/contact")), True
        case _:
            mine = [replace(e, device="SK01-01") for e in at.batch]
            return at.ask(at.sent(wire.encode(mine), by=third)), True


def bent_inside(at: Lines, chance: random.Random) -> tuple[int, bool]:
    """Signed by the true key: a centre that bends its own batch. What it had sent before must stay; a hole never comes."""
    events = list(at.batch)
    n = chance.randrange(len(events))
    one = events[n]
    match chance.randrange(8):
        case 0:
            part = chance.choice(("head", "facts", "salt", "person"))
            events[n] = replace(one, **{part: flipped(getattr(one, part), chance)})
        case 1:
            events[n] = replace(one, row_hash=flipped(one.row_hash, chance))
        case 2:
            events[n] = replace(one, seq=one.seq + chance.choice((-1, 1, 7)))
        case 3:
            events[n], events[n - 1] = events[n - 1], events[n]
        case 4:
            events.insert(n, one)
        case 5:
            events = [replace(e, device=chance.choice(("AT01-02", "SK01-01", "AD01-01", "XX01-01"))) for e in events]
        case 6 if at.taken:  # another past, with hashes that are right
            other = (one.facts or b"") + b" "
            events = [rehashed(one, events[n - 1].row_hash if n else bytes(32), facts=other)]
        case _:
            del events[min(n, len(events) - 2)]
            if n == 0 or n >= len(at.batch) - 1:
                events = events[:1] + events[2:]
    raw = wire.encode(events)
    if chance.random() < 0.2:
        raw = raw.replace(base64.b64encode(at.batch[0].hashes[:6]), b"AAAAAAAA")
    return at.ask(at.sent(raw)), False


ATTACKS: tuple[Attack, ...] = (
    bits_of_the_body, packed_anew, headers, elsewhere, again, another_time, posing, bent_inside,
)  # fmt: skip


def tried(at: Lines, times: int, chance: random.Random) -> int:
    """How many were heard that should not have been, or changed something."""
    through, before = 0, at.state()
    for n in range(times):
        code, wrong = ATTACKS[n % len(ATTACKS)](at, chance)
        changed = at.state() != before
        through += changed or (wrong and code == 200)
        if changed:
            before = at.state()
    return through


def take(at: Lines) -> None:
    """The true batch, as it was meant."""
    at.taken = at.ask(at.sent(wire.encode(at.batch))) == 200
