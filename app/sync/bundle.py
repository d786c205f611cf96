"""The exchange by any carrier: one file holds a contact, receipts, and what the other has not acknowledged yet.

Signed by the device and sealed to the other node; read by the same judges as HTTPS. Any order, any repetition. Files of
cases go along; what one bundle does not hold stands in further ones, each good for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store.receive import receiving
from app.sync import again, contact, enclosed, heeding, incoming, outgoing, sealed, stick, wire
from app.sync.contact import Contact
from app.sync.files import Offered, Wanted
from app.sync.keys import Seal, signed
from app.sync.peers import House, Node, Parties, Peer, Stopped, cursor_id, parties
from app.sync.receipts import receipt

METHOD = "BUNDLE"  # what is signed first: no signature of a question over HTTPS can stand in
VERSION = 1
EVENTS, FILE = "events", "file"
ROOM = wire.LARGEST  # for the index and the envelope
AGAIN = 16 * 1024 * 1024  # of events that stand in each bundle of one go, so that each may be read first


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What lies behind the index, one after another. A kind that this program does not know is passed over."""

    kind: str
    size: int
    device: str = ""  # of events: whose chain
    count: int = 0
    case: str = ""  # of a file: which case names it, its hash, and as JSON what it is the print of
    file: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    v: int
    number: int  # counts the sender's bundles to this receiver
    knows: str  # the receiver's epoch, as the sender last heard of it
    contact: str
    receipts: tuple[str, ...]
    parts: tuple[Part, ...]
    lacks: tuple[Wanted, ...] | None = None  # files of cases that the sender awaits; None: it says nothing of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`left`: events that did not fit; they go when these are acknowledged. `left_files` go on a further stick."""

    file: str
    peer: str
    number: int
    events: int
    receipts: int
    left: int
    size: int
    files: int = 0
    more: tuple[str, ...] = ()  # further bundles beside the first
    left_files: int = 0
    left_bytes: int = 0
    lost: int = 0  # files of cases whose bytes are not here any more: `verify` names them


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
    files: int = 0
    files_known: int = 0
    files_refused: tuple[str, ...] = ()


# ---- writing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """What every bundle of one go holds, read once."""

    told: Contact
    knows: str
    receipts: tuple[str, ...]
    lacks: tuple[Wanted, ...]
    parts: tuple[Part, ...]
    bodies: tuple[bytes, ...]
    left: int

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


@dataclass(slots=True)
class _Go:
    """One writing: how many bundles it became, and what of the files is still to go."""

    node: Node
    peer: Peer
    keys: dict[str, bytes]
    offers: list[Offered]
    places: list[Path] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    number: int = 0
    lost: int = 0
    size: int = 0


def write(house: House, peer: str, place: Path, *, folder: Path, rest: bool = False) -> Written:
    """Everything that the peer has not acknowledged, whole or as stubs, and the files of cases that it lacks.

    No cursor moves: only its receipt moves one. `rest`: goes on with the files where the last stick was full.
    """
    node = Node.of(house, folder)
    with node.store.reading() as connection:
        there = parties(connection)
    go = _Go(node, there.peer(peer), _keys(there, peer), enclosed.offered(node, there.peer(peer), rest=rest))
    first = gathered = _gathered(node, peer)
    while _one(go, gathered, place=stick.nth(place, len(go.places))) and go.offers:
        if gathered.size > AGAIN:
            gathered = replace(gathered, parts=(), bodies=())
    enclosed.note_written(node, go.peer, tuple(go.gone), rest=rest)
    return Written(
        file=str(place), peer=peer, number=go.number, events=sum(p.count for p in first.parts),
        receipts=len(first.receipts), left=first.left, size=go.size, files=len(go.gone),
        more=tuple(str(one) for one in go.places[1:]), left_files=len(go.offers),
        left_bytes=sum(one.size for one in go.offers), lost=go.lost,
    )  # fmt: skip


def _one(go: _Go, gathered: _Gathered, *, place: Path) -> bool:
    """One bundle more. False: no room on the stick for another one; the first always tries."""
    parts, bodies, taken = list(gathered.parts), list(gathered.bodies), []
    most = min(enclosed.ROOM, sealed.LARGEST - ROOM - gathered.size)
    room = stick.room(place, most, beside=gathered.size)
    for offer, body in enclosed.bodies(go.node, go.peer, go.offers, room=room):
        taken.append(offer)
        if body is None:
            continue
        paper = codec.dump(offer.paper).decode() if offer.paper else ""
        parts.append(Part(kind=FILE, size=len(body), case=offer.case, file=offer.file, paper=paper))
        bodies.append(body)
    if go.places and not taken:
        return False
    number = _next_number(go.node, go.peer.id)
    inner = _inner(replace(gathered, parts=tuple(parts), bodies=tuple(bodies)), number)
    seal = go.node.speaker.seal(METHOD, f"/{go.peer.id}", inner, instant=go.node.clock.instant())
    body = sealed.pack(codec.plain_bytes(seal.headers()), [inner])
    raw = sealed.close(body, by=go.node.store.id, to=go.peer.id, keys=go.keys)
    try:
        stick.put(place, raw)
    except Unavailable:
        if not go.places:
            raise
        return False  # the others are whole; what this one would have held is left
    names = [part.file for part in parts if part.kind == FILE]
    go.offers = [offer for offer in go.offers if offer not in taken]
    go.places.append(place)
    go.gone += names
    go.number, go.size, go.lost = number, go.size + len(raw), go.lost + len(taken) - len(names)
    return True


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


def _gathered(node: Node, peer_id: str) -> _Gathered:
    told = contact.told(node, peer_id)
    with node.store.reading() as connection:
        peer = parties(connection).peer(peer_id)
    receipts = tuple(
        receipt(node.speaker, node.store.id, _had(device, told)).decode()
        for device in peer.devices
        if device in told.marks and told.marks[device].seq
    )
    parts, bodies, left, size = [], [], 0, 0
    for device, after, upto in (*_wanted(peer, told), *_again(peer, told)):
        for part, body, last in _stretches(node, peer, device, after=after, upto=upto):
            if size + len(body) > sealed.LARGEST - ROOM:
                left += upto - after
                break
            parts.append(part)
            bodies.append(body)
            size, after = size + len(body), last
    return _Gathered(
        told=told, knows=peer.epoch, receipts=receipts, lacks=enclosed.lacking(node, peer), parts=tuple(parts),
        bodies=tuple(bodies), left=left,
    )  # fmt: skip


def _inner(gathered: _Gathered, number: int) -> bytes:
    index = Index(
        v=VERSION, number=number, knows=gathered.knows, contact=contact.dump(gathered.told).decode(),
        receipts=gathered.receipts, parts=gathered.parts, lacks=gathered.lacks,
    )  # fmt: skip
    return sealed.pack(wire.squeezed(codec.dump(index)), list(gathered.bodies))


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


def _again(peer: Peer, told: Contact) -> list[tuple[str, int, int]]:
    """What went there as stubs before a department of the peer was known. No receipt tells the two apart, so it stands in
    every bundle until a contact over the net has settled it; it does not grow."""
    owed = ((device, again.owed(peer, device)) for device in sorted(told.marks))
    return [(device, one[0], min(one[1], peer.cursors.get(device, 0))) for device, one in owed if one is not None]


def _stretches(node: Node, peer: Peer, device: str, *, after: int, upto: int) -> Iterator[tuple[Part, bytes, int]]:
    while after < upto:
        with node.store.reading() as connection:
            events = outgoing.stretch(connection, device, after=after, limit=outgoing.BATCH, peer=peer)
        events = [e for e in events if e.seq <= upto]
        if not events:
            return
        body, after = wire.squeezed(wire.encode(events)), events[-1].seq
        yield Part(kind=EVENTS, size=len(body), device=device, count=len(events)), body, after


# ---- reading


@dataclass(slots=True)
class _Trip:
    node: Node
    peer: Peer
    received: int = 0
    known: int = 0
    parked: int = 0
    stopped: dict[str, Stopped] = field(default_factory=dict)
    files: enclosed.Brought = field(default_factory=enclosed.Brought)


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
    for part, body in parts:  # after all events: they say which case a file is of
        if part.kind == FILE:
            offer = Offered(case=part.case, file=part.file, size=len(body))
            trip.files = enclosed.take(node, peer, offer, paper=part.paper, body=body, so_far=trip.files)
    heard = heeding.Heard(
        contact=theirs, number=index.number, knows=index.knows, signed_at=signed_at, receipts=index.receipts
    )
    heed = heeding.heed(node, peer.id, heard)
    if heed.age != "past" and index.lacks is not None:
        enclosed.hear(node, peer, epoch=theirs.epoch, number=index.number, lacks=index.lacks)
    return Read(
        peer=peer.id, number=index.number, age=heed.age, received=trip.received, known=trip.known, parked=trip.parked,
        acknowledged=heed.acknowledged, restored=heed.restored,
        stopped=tuple({**{s.device: s for s in heed.stopped}, **trip.stopped}.values()), files=trip.files.received,
        files_known=trip.files.known, files_refused=trip.files.refused,
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
