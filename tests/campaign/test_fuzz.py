"""S32: readers of what strangers bring, fed with what nobody meant: a no of their own kind, soon, and nothing else.

Not led by coverage: known good bytes, cut, doubled, swapped and spoilt, with words that readers stumble over.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain import codec, line_code, numbers
from app.domain.codec import BadShape
from app.domain.numbers import NotACode
from app.outside import gateway
from app.problems import Refused, Unavailable
from app.proof import checkpoint, cose, handed, receipt
from app.proof.cose import NotSigned
from app.signing import build
from app.signing.read import Unread
from app.signing.read import read as read_signature
from app.store import chain
from app.sync import contact, wire
from tests.campaign.counted import WHOLE, cases, ran
from tests.outside.stand_in import envelope
from tests.signing import pki

pytestmark = pytest.mark.timeout(0 if WHOLE else 300)  # the whole takes what it takes
EVENTS = Path(__file__).resolve().parent.parent / "old_stores" / "events"
SECOND = 1.0  # of the processor: longer is a hang
WORDS = (
    b"", b"\0", b"\xff\xfe", b"-1", b"1e400", b"NaN", b"9" * 40, b"\xd9\xa3" * 12, b"[" * 50, b'{"a":' * 20, b"<!DOCTYPE x>",
    b"&x;", b"\xed\xa0\x80", b"\xe2\x80\xae", b"AAAA" * 20, b"\x30\x80", b"\x30\x84\xff\xff\xff\xff",
    b"\x9f" * 8, b"\xfb" + b"\x7f" * 8,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    name: str
    reads: Callable[[bytes], object]
    no: tuple[type[Exception], ...]
    seeds: tuple[bytes, ...]


def text(reads: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda body: reads(body.decode("utf-8", "replace"))


def batch() -> bytes:
    found, head_of_chain = [], bytes(32)
    for n, file in enumerate(sorted(EVENTS.glob("*.json"))[:4], 1):
        told = json.loads(file.read_text("utf-8"))
        head = json.loads(told["head"]) | {"seq": n}
        link = chain.link(head_of_chain, codec.plain_bytes(head), told["facts"].encode(), told["person"].encode())
        head_of_chain = link.row_hash
        found.append(wire.WireEvent(
            id=head["id"], device=head["device"], seq=n, hashes=link.hashes, row_hash=link.row_hash, subject=head["case"],
            kind=head["kind"], version=head["version"], head=codec.plain_bytes(head), facts=told["facts"].encode(),
            salt=link.salt, person=told["person"].encode(),
        ))  # fmt: skip
    return wire.encode(found)


def statements() -> tuple[bytes, ...]:
    """Signed by nobody: what is read comes before who signed it."""

    def sign(said: bytes) -> bytes:
        return hashlib.sha512(said).digest()

    point = checkpoint.Checkpoint(device="AT01-01", count=3, head=bytes(32), root=bytes(32), at=1)
    given = handed.Given(
        number="AT01-02-16-00002-F", items=bytes(32), giver="a/1", holder="sector", to="courier", nonce=bytes(16), at=1,
        until=2,
    )  # fmt: skip
    give = handed.give(given, sign=sign)
    take = handed.take(handed.Taken(given=handed.hash_of(give), taker="b/2", at=1), sign=sign)
    hands = tuple(handed.Hand(login=n, holder="courier", public=bytes(32)) for n in "ab")
    act = handed.vouch(give, take, hands=hands, device="AT01-02", sign=sign)  # type: ignore[arg-type]
    return checkpoint.signed(point, sign=sign), give, take, act


def stated(body: bytes) -> None:
    statement = cose.read(body)
    for reads in (lambda: receipt.told(statement.claims), lambda: checkpoint.read(statement), lambda: handed.read_act(body),
                  lambda: handed.read_given(body), lambda: handed.read_taken(body)):  # fmt: skip
        try:
            reads()
        except NotSigned:
            continue


def readers() -> tuple[Reader, ...]:
    signature = build.signed(b"content", pki.signing_key(pki.PEOPLE[0], pki.CA), at=pki.NOW)
    told = contact.Contact(store="a", epoch="b", side="centre", marks={})
    return (
        Reader("a scanned code", text(numbers.parse_code), (NotACode,), (b"CAT010316000422", b"C-AT01-03-16-00042-2")),
        Reader(
            "a typed number", text(numbers.read_number), (), (b"871008401427", b"140640017300", b"AT01-03-16-00042-2")
        ),
        Reader("a line's code", text(line_code.line_of), (), (line_code.line_code(7).encode(),)),
        Reader(
            "the text of a square",
            text(cose.from_text),
            (NotSigned,),
            tuple(cose.text(s).encode() for s in statements()),
        ),
        Reader("a signed statement", stated, (NotSigned,), statements()),
        Reader("JSON", codec.plain_value, (BadShape,), (b'{"a": [1, 2.5, null, true, "\\u04d9"]}', b"[]", batch())),
        Reader("a batch", wire.decode, (Refused,), (batch(),)),
        Reader("a contact", contact.load, (Refused,), (contact.dump(told),)),
        Reader("a signature", read_signature, (Unread,), (signature,)),
        Reader("a register's answer", gateway._told, (Unavailable,), (envelope("<a><b>1</b></a>"),)),
    )


def spoilt(seed: bytes, random_: random.Random) -> bytes:
    body = bytearray(seed)
    for _ in range(random_.randrange(1, 5)):
        at, to = sorted((random_.randrange(len(body) + 1), random_.randrange(len(body) + 1)))
        match random_.randrange(7):
            case 0 if body:
                body[random_.randrange(len(body))] = random_.randrange(256)
            case 1 if body:
                body[random_.randrange(len(body))] ^= 1 << random_.randrange(8)
            case 2:
                del body[at : min(to, at + 30)]
            case 3:
                body[at:at] = body[at : at + random_.randrange(40)]
            case 4:
                body[at:at] = random_.choice(WORDS)
            case 5:
                body[at : at + 4] = random_.choice(WORDS)
            case _:
                body[at:at] = random_.randbytes(random_.randrange(8))
    return bytes(body)


def stumbles(reader: Reader, random_: random.Random, count: int) -> list[str]:
    """Every body on which it raised another thing than its own no, or took longer than a second of the processor."""
    wrong = []
    for _ in range(count):
        body = spoilt(random_.choice(reader.seeds), random_)
        began = time.process_time()
        try:
            reader.reads(body)
        except reader.no:
            pass
        except Exception as fault:
            wrong.append(f"{reader.name}: {fault!r} of {body[:80]!r}")
        if time.process_time() - began > SECOND:
            wrong.append(f"{reader.name}: a second for {body[:80]!r}")
    return wrong


@pytest.mark.parametrize("reader", readers(), ids=lambda r: r.name)
def test_a_reader_of_strange_bytes_says_no_in_its_own_words(reader: Reader) -> None:
    count = cases(1_000_000)
    wrong = stumbles(reader, random.Random(reader.name), count)
    careless = Reader(reader.name, lambda body: body.decode("ascii") and int(body[:9], 36), (), reader.seeds)
    caught = bool(stumbles(careless, random.Random(7), 50))
    assert not wrong, wrong[:3]
    ran(f"S32 {reader.name}", count, through=len(wrong), planted=(int(caught), 1))
