"""What the owner of a store can do to its journal by hand, each with the rows of which one must be named.

Every attack works on an open transaction that is rolled back afterwards: the same store is attacked thousands of times.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.proof import checkpoint, merkle

ROWS = """SELECT e.*, p.salt, p.person FROM events e LEFT JOIN persons p ON p.event = e.id
    WHERE e.device = :d ORDER BY e.seq"""


@dataclass(frozen=True)
class Chain:
    """A device's journal as it was written, and how far the other side has its checkpoints."""

    device: str
    rows: list[Any]
    anchor: int  # the last place that a checkpoint covers
    places: tuple[int, ...]  # of every checkpoint

    @property
    def outside(self) -> dict[str, dict[int, str]]:
        """As an earlier answer of `verify`, or a printed sheet, tells of it."""
        return {self.device: {self.anchor: bytes(self.rows[self.anchor - 1].row_hash).hex()}}

    def name(self, seq: int) -> str:
        return f"{self.device}/{seq} {self.rows[seq - 1].id}"


@dataclass
class Attack:
    """One of them, done: what must be found."""

    named: set[str]  # one of these rows
    outside: bool = False  # found only with what lies elsewhere: everything here was made to agree
    folds: bool = False  # no hash tells of it, what the events make does
    what: set[str] = field(default_factory=set)


Deed = Callable[[Connection, Chain, random.Random], Attack]


def do(c: Connection, statement: str, **values: Any) -> None:
    c.execute(text(statement), values)


def flipped(body: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(body))
    return body[:place] + bytes([body[place] ^ dice.randrange(1, 256)]) + body[place + 1 :]


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def edit(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """One byte of one event."""
    seq = dice.randint(1, chain.anchor)
    row = chain.rows[seq - 1]
    column = dice.choice(("head", "facts", "person", "salt", "hashes", "row_hash"))
    body = flipped(bytes(getattr(row, column)), dice)
    if column in ("person", "salt"):
        do(c, f"UPDATE persons SET {column} = :b WHERE event = :e", b=body, e=row.id)
    else:
        do(c, f"UPDATE events SET {column} = :b WHERE id = :e", b=body, e=row.id)
    return Attack({chain.name(seq)})


def relabel(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """A column beside the bytes says another thing than they."""
    seq = dice.randint(1, chain.anchor)
    row = chain.rows[seq - 1]
    column, value = dice.choice(
        (("kind", "case.shelved"), ("version", row.version + 1), ("subject", chain.rows[seq - 2].subject + "x"))
    )
    do(c, f"UPDATE events SET {column} = :v WHERE id = :e", v=value, e=row.id)
    return Attack({chain.name(seq)})


def delete(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    seq = dice.randint(1, chain.anchor - 1)
    _removed(c, chain.rows[seq - 1].id)
    return Attack({f"{chain.device}/{seq}"})


def _removed(c: Connection, id: str) -> None:
    do(c, "DELETE FROM persons WHERE event = :e", e=id)
    do(c, "DELETE FROM events WHERE id = :e", e=id)


def close_up(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """Deleted, and those after it moved down, so that no hole shows."""
    seq = dice.randint(1, chain.anchor - 1)
    _removed(c, chain.rows[seq - 1].id)
    _moved(c, chain, seq, by=-1)
    do(c, "UPDATE devices SET seq = seq - 1 WHERE code = :d", d=chain.device)
    return Attack({f"{chain.device}/{seq} {chain.rows[seq].id}"})


def _moved(c: Connection, chain: Chain, after: int, *, by: int) -> None:
    do(c, "UPDATE events SET seq = -seq WHERE device = :d AND seq > :s", d=chain.device, s=after)
    do(c, "UPDATE events SET seq = -seq + :by WHERE device = :d AND seq < 0", d=chain.device, by=by)


def insert(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """A forged event whose own hashes fit. Itself it looks true: the one after it is where it no longer does."""
    seq = dice.randint(1, chain.anchor - 1)
    model = chain.rows[dice.randrange(len(chain.rows))]
    _moved(c, chain, seq, by=1)
    do(c, "UPDATE devices SET seq = seq + 1 WHERE code = :d", d=chain.device)
    id = f"0193{dice.getrandbits(112):028x}"
    head = json.dumps(
        {**json.loads(model.head), "id": id, "seq": seq + 1}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    hashes = sha(head) + bytes(model.hashes)[32:]
    _put(
        c,
        model,
        id=id,
        seq=seq + 1,
        head=head,
        hashes=hashes,
        row_hash=sha(bytes(chain.rows[seq - 1].row_hash), hashes),
    )
    return Attack({f"{chain.device}/{seq + 1} {id}", f"{chain.device}/{seq + 2} {chain.rows[seq].id}"})


def _put(c: Connection, model: Any, **new: Any) -> None:
    names = ("id", "centre", "device", "seq", "subject", "kind", "version", "head", "facts", "hashes", "row_hash")
    row = {name: getattr(model, name) for name in names} | new
    places = ", ".join(f":{name}" for name in names)
    do(c, f"INSERT INTO events ({', '.join(names)}) VALUES ({places})", **row)
    do(
        c, "INSERT INTO persons (event, centre, salt, person) VALUES (:e, :o, :s, :p)",
        e=new["id"], o=model.centre, s=model.salt, p=model.person,
    )  # fmt: skip


def swap(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """Two events change places: by their numbers, or by everything but their numbers."""
    first, second = sorted(dice.sample(range(1, chain.anchor + 1), 2))
    one, two = chain.rows[first - 1], chain.rows[second - 1]
    if dice.random() < 0.5:
        do(c, "UPDATE events SET seq = -1 WHERE id = :e", e=one.id)
        do(c, "UPDATE events SET seq = :s WHERE id = :e", s=first, e=two.id)
        do(c, "UPDATE events SET seq = :s WHERE id = :e", s=second, e=one.id)
        return Attack({f"{chain.device}/{first} {two.id}"})
    for here, there in ((one, two), (two, one)):
        do(
            c, "UPDATE events SET head = :h, facts = :f, hashes = :x, row_hash = :r WHERE id = :e",
            h=there.head, f=there.facts, x=there.hashes, r=there.row_hash, e=here.id,
        )  # fmt: skip
    return Attack({chain.name(first)})


def cut_tail(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """The end is cut; the device's row, and the checkpoints, may be made to agree."""
    last = dice.randint(1, chain.anchor - 1)
    return _cut(c, chain, last, dice)


def whole_log(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    return _cut(c, chain, 0, dice)


def _cut(c: Connection, chain: Chain, last: int, dice: random.Random) -> Attack:
    do(
        c,
        "DELETE FROM persons WHERE event IN (SELECT id FROM events WHERE device = :d AND seq > :s)",
        d=chain.device,
        s=last,
    )
    do(c, "DELETE FROM events WHERE device = :d AND seq > :s", d=chain.device, s=last)
    fixed, forgotten = dice.random() < 0.7, dice.random() < 0.5
    if fixed:
        head = bytes(chain.rows[last - 1].row_hash) if last else bytes(32)
        do(c, "UPDATE devices SET seq = :s, head = :h WHERE code = :d", s=last, h=head, d=chain.device)
    if forgotten:
        do(c, "DELETE FROM checkpoints WHERE device = :d AND seq > :s", d=chain.device, s=last)
    return Attack({chain.device}, outside=fixed and forgotten)


def rebuild(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """One event is another, and every hash after it is made anew. A root binds all: which one it was it does not tell,
    only that it lies after the last checkpoint that still agrees."""
    seq = dice.randint(1, chain.anchor)
    before = bytes(chain.rows[seq - 2].row_hash) if seq > 1 else bytes(32)
    made: dict[int, bytes] = {}
    for row in chain.rows[seq - 1 :]:
        head, hashes = bytes(row.head), bytes(row.hashes)
        if row.seq == seq:
            head = head.replace(b'"recorded_at":"20', b'"recorded_at":"19', 1)
            hashes = sha(head) + hashes[32:]
        before = made[row.seq] = sha(before, hashes)
        do(
            c,
            "UPDATE events SET head = :h, hashes = :x, row_hash = :r WHERE id = :e",
            h=head,
            x=hashes,
            r=before,
            e=row.id,
        )
    do(c, "UPDATE devices SET head = :h WHERE code = :d", h=before, d=chain.device)
    place = next(at for at in chain.places if at >= seq)
    match dice.randrange(3):
        case 0:
            return Attack({chain.name(place)}, what={"checkpoint-contradicts"})
        case 1:
            do(c, "DELETE FROM checkpoints WHERE device = :d", d=chain.device)
            return Attack({chain.name(chain.anchor)}, outside=True, what={"anchor-contradicted"})
        case _:
            return _forged(c, chain, [bytes(r.row_hash) for r in chain.rows[: seq - 1]] + list(made.values()))


def _forged(c: Connection, chain: Chain, hashes: list[bytes]) -> Attack:
    """And a checkpoint over the new chain, by a key that is not the device's."""
    root = merkle.root([merkle.leaf(one) for one in hashes])
    point = checkpoint.Checkpoint(device=chain.device, count=len(hashes), head=hashes[-1], root=root, at=1)
    body = checkpoint.signed(point, sign=Ed25519PrivateKey.generate().sign)
    do(c, "DELETE FROM checkpoints WHERE device = :d", d=chain.device)
    do(
        c, "INSERT INTO checkpoints (id, centre, device, seq, at, peaks, body, kept)"
        " VALUES (:i, 'AT01', :d, :s, 1, :b, :b, 'x')",
        i=point.id, d=chain.device, s=point.count, b=body,
    )  # fmt: skip
    return Attack({point.id}, what={"checkpoint-forged"})


def spoil_checkpoint(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    (row,) = c.execute(text("SELECT id, body FROM checkpoints WHERE device = :d AND seq = :s LIMIT 1"), {
        "d": chain.device, "s": dice.choice(chain.places),
    }).all()  # fmt: skip
    do(c, "UPDATE checkpoints SET body = :b WHERE id = :i", b=flipped(bytes(row.body), dice), i=row.id)
    return Attack({row.id}, what={"checkpoint-forged"})


def forget_person(c: Connection, chain: Chain, dice: random.Random) -> Attack:
    """Who is gone without an event that says so: the case's row stays, or loses its people too."""
    seq = dice.randint(1, chain.anchor)
    row = chain.rows[seq - 1]
    do(c, "DELETE FROM persons WHERE event = :e", e=row.id)
    return Attack({row.id, row.subject}, folds=True, what={"person-removed", "row-changed"})


DEEDS: dict[str, tuple[Deed, int]] = {  # with their share of the whole
    "edit": (edit, 30), "relabel": (relabel, 10), "delete": (delete, 10), "close up": (close_up, 8), "insert": (insert, 10),
    "swap": (swap, 10), "cut the tail": (cut_tail, 8), "the whole log": (whole_log, 3), "rebuild": (rebuild, 6),
    "spoil a checkpoint": (spoil_checkpoint, 4), "forget a person": (forget_person, 1),
}  # fmt: skip
