"""S30 by stick: no bundle is read that was changed, cut, put together of two, or sealed by somebody else. F37: any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.domain import codec
from app.domain.moment import Instant
from app.problems import Refused
from app.sync import bundle, sealed
from app.sync.peers import own_devices
from tests.campaign.counted import WHOLE, cases, ran
from tests.campaign.parts import part
from tests.sync.conftest import two as two
from tests.sync.nodes import Pair, case_row
from tests.sync.sticks import cursor, written
from tests.sync.test_bundle import fresh_pair, played

SEED = 20161116
pytestmark = pytest.mark.timeout(0 if WHOLE else 300)
Change = Callable[[random.Random, "Made"], bytes]


class Made:
    """A true bundle of the centre, an earlier one, one the other way; and what an attacker knows: all public keys."""

    def __init__(self, two: Pair, ram: Path) -> None:
        self.two = two
        two.centre.accept("AT01-01")
        written(two.centre, two.licensor, ram / "old")
        for device in ("AT01-01", "AT01-02"):
            two.centre.accept(device)
        written(two.centre, two.licensor, ram / "true")
        written(two.licensor, two.centre, ram / "back")
        self.old, self.true, self.back = ((ram / name).read_bytes() for name in ("old", "true", "back"))
        folder = two.licensor.folder
        self.outside, body = sealed.open_(self.true, own=two.licensor.store.id, folder=folder)
        self.headers, self.inner = sealed.unpack(body)
        _, body = sealed.open_(self.old, own=two.licensor.store.id, folder=folder)
        self.old_headers, self.old_inner = sealed.unpack(body)

    def again(self, headers: bytes, inner: bytes, *, by: str = "") -> bytes:
        """Sealed anew, as anybody can who knows the licensor's public keys."""
        centre, there = self.two.centre.store.id, self.two.licensor.store
        return sealed.close(sealed.pack(headers, [inner]), by=by or centre, to=there.id, keys=own_devices(there))


def a_bit(chance: random.Random, made: Made) -> bytes:
    at = chance.randrange(len(made.true))
    return made.true[:at] + bytes([made.true[at] ^ 1 << chance.randrange(8)]) + made.true[at + 1 :]


def cut(chance: random.Random, made: Made) -> bytes:
    return made.true[: chance.randrange(len(made.true))]


def longer(chance: random.Random, made: Made) -> bytes:
    return made.true + chance.randbytes(chance.randint(1, 600))


def a_hole(chance: random.Random, made: Made) -> bytes:
    start = chance.randrange(len(made.true) - 1)
    return made.true[:start] + made.true[chance.randint(start + 1, len(made.true)) :]


def zeros(chance: random.Random, made: Made) -> bytes:
    """A block that the stick has lost."""
    start, size = chance.randrange(len(made.true)), chance.choice((16, 512, 4096))
    lost = bytes(len(made.true[start : start + size]))
    if lost == made.true[start : start + size]:
        return made.true[:-1]
    return made.true[:start] + lost + made.true[start + size :]


def of_two(chance: random.Random, made: Made) -> bytes:
    """The outside of one, the inside of another."""
    one, other = chance.sample((made.true, made.old, made.back), 2)
    return one[: sealed.read_outside(one)[1]] + other[sealed.read_outside(other)[1] :]


def another_outside(chance: random.Random, made: Made) -> bytes:
    outside, start = sealed.read_outside(made.true)
    plain = codec.to_json(outside)
    match chance.randrange(4):
        case 0:
            plain["by"] = chance.choice(("0" * 16, made.two.licensor.store.id))
        case 1:
            plain["to"] = chance.choice(("0" * 16, made.two.centre.store.id))
        case 2:
            plain["size"] += chance.choice((-16, -1, 1, 10**6))
        case _:
            first, *_ = plain["keys"]
            plain["keys"] = {first: chance.choice(("", "AAAA", "!", next(iter(plain["keys"].values()))[::-1]))}
    head = codec.plain_bytes(plain)
    return sealed.MAGIC + len(head).to_bytes(4, "big") + head + made.true[start:]


def sealed_anew(chance: random.Random, made: Made) -> bytes:
    """Opened by a thief of the licensor's key, changed, and sealed again: the signature is what stands against it."""
    match chance.randrange(4):
        case 0:
            at = chance.randrange(len(made.inner))
            inner = made.inner[:at] + bytes([made.inner[at] ^ 1 << chance.randrange(8)]) + made.inner[at + 1 :]
            return made.again(made.headers, inner)
        case 1:
            return made.again(made.old_headers, made.inner)
        case 2:
            headers = codec.plain_bytes({**codec.plain_value(made.headers), "Tereze-Device": "AT01-02"})
            return made.again(headers, made.inner)
        case _:
            return made.again(made.headers, made.inner, by="f" * 16)


def in_anothers_name(chance: random.Random, made: Made) -> bytes:
    """The licensor itself writes a bundle as if it were the centre."""
    node = made.two.licensor.node()
    seal = node.speaker.seal(bundle.METHOD, f"/{node.store.id}", made.inner, instant=node.clock.instant())
    plain = {**seal.headers(), "Tereze-Device": chance.choice(("AT01-01", "AD01-01", "ZZ99-01"))}
    return made.again(codec.plain_bytes(plain), made.inner)


CHANGES: tuple[Change, ...] = (
    a_bit, cut, longer, a_hole, zeros, of_two, another_outside, sealed_anew, in_anothers_name,
)  # fmt: skip


def through(two: Pair, ram: Path, times: int) -> int:
    """How many changed bundles were read, or left anything behind."""
    made, chance, passed = Made(two, ram), random.Random(SEED), 0
    node, folder = two.licensor.node(), two.licensor.folder
    for n in range(times):
        raw = CHANGES[n % len(CHANGES)](chance, made)
        assert raw not in (made.true, made.old, made.back), CHANGES[n % len(CHANGES)].__name__
        try:
            bundle.read(node, raw, folder=folder)
        except Refused:
            continue
        passed += 1
    passed += bool(two.licensor.rows("events")) + bool(two.licensor.rows("parked"))
    if not passed:  # and the true one is read after all that
        assert bundle.read(node, made.true, folder=folder).received == 3
    return passed


def believes_any_signature(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(bundle, "signed", lambda seal, *a, **k: Instant.parse(seal.instant))


def does_not_bind_the_outside(planted: pytest.MonkeyPatch) -> None:
    """Counter mode alone: whoever flips a bit flips it inside too."""

    class Loose:
        generate_key = sealed.AESGCM.generate_key

        def __init__(self, key: bytes) -> None:
            self.key, self.encrypt = key, sealed_by(key).encrypt

        def decrypt(self, nonce: bytes, body: bytes, bound: bytes) -> bytes:
            plain = Cipher(algorithms.AES(self.key), modes.CTR(nonce + b"\0\0\0\2")).decryptor()
            return bytes(plain.update(body[:-16]))

    sealed_by = sealed.AESGCM
    planted.setattr(sealed, "AESGCM", Loose)
    planted.setattr(bundle, "signed", lambda seal, *a, **k: Instant.parse(seal.instant))


def test_no_bundle_is_read_that_its_writer_would_not_know_again(two: Pair, ram: Path, tmp_path: Path) -> None:
    times = cases(3_000, least=4 * len(CHANGES))
    passed, caught = through(two, ram, times), 0
    faults = ((believes_any_signature, CHANGES[7:]), (does_not_bind_the_outside, CHANGES[:6]))
    for fault, changes in faults:
        with fresh_pair() as (pair_, folder), pytest.MonkeyPatch.context() as planted:
            made_of = Made(pair_, folder)
            assert made_of.true
            fault(planted)
            caught += _spoilt(pair_, made_of, changes) > 0
    ran("S30 bundles", times, through=passed, planted=(caught, len(faults)))


def _spoilt(two: Pair, made: Made, changes: tuple[Change, ...]) -> int:
    chance, passed = random.Random(SEED), 0
    for n in range(8 * len(changes)):
        try:
            bundle.read(two.licensor.node(), changes[n % len(changes)](chance, made), folder=two.licensor.folder)
        except (Refused, ValueError):
            continue
        passed += 1
    return passed


DEEDS = ("work", "there", "back", "old-there", "old-back")


def differs(deeds: list[tuple[str, int]]) -> bool:
    """Whether two nodes that met by these sticks see anything otherwise, or a cursor is not where its receipt was."""
    with fresh_pair() as (two, ram):
        try:
            played(two, ram, deeds)
        except AssertionError:
            return True
        rows = [
            {r.id: case_row(r) for r in node.rows("cases") if r.status != "refused"}
            for node in (two.centre, two.licensor)
        ]
        at_end = all(
            cursor(two.centre, two.licensor, row.code) == row.seq for row in two.centre.rows("devices") if row.local
        )
        return rows[0] != rows[1] or not at_end or bool(two.centre.parked() or two.licensor.parked())


def moves_at_writing(planted: pytest.MonkeyPatch) -> None:
    true = bundle.write

    def moving(house: object, peer: str, place: Path, *, folder: Path) -> object:
        made = true(house, peer, place, folder=folder)  # type: ignore[arg-type]
        with house.store.engine.begin() as connection:  # type: ignore[attr-defined]
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO cursors (id, centre, seq) SELECT ? || ' ' || code, centre, seq FROM devices"
                " WHERE local",
                (peer,),
            )
        return made

    planted.setattr(bundle, "write", moving)


def test_any_order_of_sticks_and_any_repetition_ends_in_the_same(two: Pair) -> None:
    times, through_ = part(cases(500, least=5)), 0
    for seed in times:
        chance = random.Random(SEED + seed)
        through_ += differs([(chance.choice(DEEDS), chance.randrange(10)) for _ in range(chance.randint(0, 16))])
    with pytest.MonkeyPatch.context() as planted:
        moves_at_writing(planted)
        caught = differs([("there", 0), ("work", 0), ("there", 0)])
    ran("F37 sticks", len(times), through=through_, planted=(int(caught), 1))
