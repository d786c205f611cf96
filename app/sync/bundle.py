"""The exchange by any carrier: one file holds a contact, receipts, and what the other has not acknowledged yet.

Signed by the device and sealed to the other node; read by the same judges as HTTPS. Any order, any repetition.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store.receive import receiving
from app.sync import contact, heeding, incoming, outgoing, sealed, wire
from app.sync.contact import Contact, Stopped
from app.sync.keys import Seal, signed
from app.sync.peers import House, Node, Parties, Peer, cursor_id, parties
from app.sync.receipts import receipt

METHOD = "BUNDLE"  # what is signed first: no signature of a question over HTTPS can stand in
VERSION = 1
EVENTS = "events"
ROOM = wire.LARGEST  # for the index and the envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What lies behind the index, one after another. A kind that this program does not know is passed over."""

    kind: str
    size: int
    device: str = ""  # of events: whose chain
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    v: int
    number: int  # counts the sender's bundles to this receiver
    knows: str  # the receiver's epoch, as the sender last heard of it
    contact: str
    receipts: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`left`: events that did not fit; they go when these are acknowledged."""

    file: str
    peer: str
    number: int
    events: int
    receipts: int
    left: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a bundle brought. `age`: `new`, `again` (read before), `older` (a newer one was read), `past` (from before
    the peer came back from a backup)."""

    peer: str
    number: int
    age: heeding.Age
    received: int = 0
    known: int = 0  # events that were here already
    parked: int = 0
    acknowledged: int = 0  # events of ours that the peer has now signed for
    restored: bool = False
    stopped: tuple[Stopped, ...] = ()


# ---- writing


def write(house: House, peer: str, place: Path, *, folder: Path) -> Written:
    """Everything that the peer has not acknowledged, whole or as stubs. No cursor moves: only its receipt moves one."""
    node = Node.of(house, folder)
    with node.store.reading() as connection:
        keys = _keys(parties(connection), peer)
    number = _next_number(node, peer)
    inner, index, left = _filled(node, peer, number)
    seal = node.speaker.seal(METHOD, f"/{peer}", inner, instant=node.clock.instant())
    body = sealed.pack(codec.plain_bytes(seal.headers()), [inner])
    raw = sealed.close(body, by=node.store.id, to=peer, keys=keys)
    _put(place, raw)
    return Written(
        file=str(place), peer=peer, number=number, events=sum(p.count for p in index.parts),
        receipts=len(index.receipts), left=left, size=len(raw),
    )  # fmt: skip


def _keys(there: Parties, peer: str) -> dict[str, bytes]:
    found = {device: there.chains[device].public_key for device in there.peer(peer).devices}
    if not found:
        raise Refused("peer-without-devices", peer=peer)
    return found


def _next_number(node: Node, peer: str) -> int:
    """Of the sender's epoch: a store from a backup counts anew under another one."""
    name = cursor_id(peer, f"wrote:{node.store.epoch}")
    with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
        number = parties(reception.connection).peer(peer).cursors.get(f"wrote:{node.store.epoch}", 0) + 1
        reception.put("cursors", id=name, seq=number)
        reception.commit()
    return number


def _filled(node: Node, peer_id: str, number: int) -> tuple[bytes, Index, int]:
    told = contact.told(node, peer_id)
    with node.store.reading() as connection:
        peer = parties(connection).peer(peer_id)
    receipts = tuple(
        receipt(node.speaker, node.store.id, _had(device, told)).decode()
        for device in peer.devices
        if device in told.marks and told.marks[device].seq
    )
    parts, bodies, left, size = [], [], 0, 0
    for device, after, upto in _wanted(peer, told):
        for part, body, last in _stretches(node, peer, device, after=after, upto=upto):
            if size + len(body) > sealed.LARGEST - ROOM:
                left += upto - after
                break
            parts.append(part)
            bodies.append(body)
            size, after = size + len(body), last
    index = Index(
        v=VERSION, number=number, knows=peer.epoch, contact=contact.dump(told).decode(), receipts=receipts,
        parts=tuple(parts),
    )  # fmt: skip
    return sealed.pack(wire.squeezed(codec.dump(index)), bodies), index, left


def _had(device: str, told: Contact) -> incoming.Taken:
    mark = told.marks[device]
    return incoming.Taken(device=device, seq=mark.seq, row_hash=bytes.fromhex(mark.head))


def _wanted(peer: Peer, told: Contact) -> list[tuple[str, int, int]]:
    """Chain, from where, up to where: ours after its receipt, its own where it said that it lost something."""
    found = []
    for device, mark in sorted(told.marks.items()):
        if device in peer.devices:
            lost = peer.cursors.get(heeding.lost(device), -1)
            after = lost if lost >= 0 else mark.seq
        else:
            after = peer.cursors.get(device, 0)
        if after < mark.seq:
            found.append((device, after, mark.seq))
    return found


def _stretches(node: Node, peer: Peer, device: str, *, after: int, upto: int) -> Iterator[tuple[Part, bytes, int]]:
    while after < upto:
        with node.store.reading() as connection:
            events = outgoing.stretch(connection, device, after=after, limit=outgoing.BATCH, peer=peer)
        events = [e for e in events if e.seq <= upto]
        if not events:
            return
        body, after = wire.squeezed(wire.encode(events)), events[-1].seq
        yield Part(kind=EVENTS, size=len(body), device=device, count=len(events)), body, after


def _put(place: Path, raw: bytes) -> None:
    """Whole under its name or not at all, and read back: sticks are pulled out, and lie. Nothing else is written over."""
    half = place.with_name(f"{place.name}.half")
    try:
        if place.exists() and not sealed.begins(place):
            raise Refused("bundle-place-taken", file=place.name)
        with half.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)
        if os.name == "posix":
            handle = os.open(place.parent, os.O_RDONLY)
            try:
                with suppress(OSError):  # some file systems of sticks know no such thing
                    os.fsync(handle)
            finally:
                os.close(handle)
        if place.read_bytes() != raw:
            raise OSError("other bytes are read than were written")
    except OSError as gone:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise Unavailable("stick", "not-written", says=gone.strerror or str(gone)) from gone


# ---- reading


@dataclass(slots=True)
class _Trip:
    node: Node
    peer: Peer
    received: int = 0
    known: int = 0
    parked: int = 0
    stopped: dict[str, Stopped] = field(default_factory=dict)


def from_file(place: Path) -> bytes:
    """A bundle's bytes, no more than one may have."""
    try:
        if place.stat().st_size > sealed.LARGEST:
            raise Refused("bundle-none")
        return place.read_bytes()
    except OSError as gone:
        raise Unavailable("stick", "not-read", says=gone.strerror or str(gone)) from gone


def read(node: Node, raw: bytes, *, folder: Path) -> Read:
    """Takes in what a bundle brought. `Refused`: nothing of it was taken; again is always safe."""
    outside, body = sealed.open_(raw, own=node.store.id, folder=folder)
    headers, inner = sealed.unpack(body)
    with node.store.reading() as connection:
        there = parties(connection)
    peer = there.peer(outside.by)
    known = {device: there.chains[device].public_key for device in peer.devices}
    signed_at = signed(_seal(headers), METHOD, f"/{node.store.id}", body=inner, known=known)
    index, parts = _opened(inner)
    theirs = contact.load(index.contact.encode())
    if theirs.store != peer.id:
        raise Refused("peer-unknown", peer=theirs.store)
    trip = _Trip(node, peer)
    for part, packed in parts:
        if part.kind == EVENTS and part.device not in trip.stopped:
            _take(trip, part, packed)
    heard = heeding.Heard(
        contact=theirs, number=index.number, knows=index.knows, signed_at=signed_at, receipts=index.receipts
    )
    heed = heeding.heed(node, peer.id, heard)
    return Read(
        peer=peer.id, number=index.number, age=heed.age, received=trip.received, known=trip.known, parked=trip.parked,
        acknowledged=heed.acknowledged, restored=heed.restored,
        stopped=tuple({**{s.device: s for s in heed.stopped}, **trip.stopped}.values()),
    )  # fmt: skip


def _seal(headers: bytes) -> Seal:
    try:
        return Seal.of(codec.read(dict[str, str], codec.plain_value(headers)))
    except ValueError as wrong:
        raise Refused("signature-missing") from wrong


def _opened(inner: bytes) -> tuple[Index, list[tuple[Part, bytes]]]:
    """Signed by the peer, so what is wrong here is a program's fault – or a newer program's."""
    packed, rest = sealed.unpack(inner)
    try:
        said = codec.plain_value(wire.spread(packed))
        if said["v"] != VERSION:
            raise Refused("bundle-newer")
        plain = _only_known(Index, {**said, "parts": [_only_known(Part, part) for part in said["parts"]]})
        index = codec.read(Index, plain)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Refused("bundle-damaged") from wrong
    if any(part.size < 0 for part in index.parts) or sum(part.size for part in index.parts) != len(rest):
        raise Refused("bundle-damaged")
    parts, start = [], 0
    for part in index.parts:
        parts.append((part, rest[start : start + part.size]))
        start += part.size
    return index, parts


def _only_known(kind: type[Any], said: dict[str, Any]) -> dict[str, Any]:
    return {f.name: said[f.name] for f in fields(kind) if f.name in said}


def _take(trip: _Trip, part: Part, packed: bytes) -> None:
    """One stretch. What is wrong with a chain stops this chain, and the others go on."""
    try:
        events = wire.decode(wire.spread(packed))
        taken = incoming.take_in(trip.node, trip.peer.id, events)
    except Refused as no:
        trip.stopped[part.device] = Stopped(device=part.device, reason=no.code)
        return
    trip.received += taken.fresh
    trip.known += len(events) - taken.fresh
    trip.parked += taken.parked
