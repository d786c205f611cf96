"""One tick: meet the peer, send what it has not, fetch what we have not, then the files. No transaction is open on the net."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from app.problems import Refused, Unavailable
from app.store.points import at
from app.store.receive import Reception, office_of, receiving
from app.store.troubles import patiently
from app.sync import again, contact, incoming, outgoing, wire
from app.sync.carrying import Carried, carry
from app.sync.contact import Mark
from app.sync.links import Link, open_link
from app.sync.peers import House, Node, Peer, Stopped, cursor_id, parties
from app.sync.receipts import believed
from app.sync.wire import WireEvent

log = logging.getLogger(__name__)
ROUNDS = 20  # of events between the files of one tick
SHRINKS = ("slow", "broken", "too-large", "fault")  # a smaller batch may pass where a large one did not


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What one tick did. Nothing is ever given up: what did not pass waits for the next."""

    peer: str
    sent: int = 0
    received: int = 0
    parked: int = 0
    restored: bool = False  # the peer came back from a backup, and is being refilled
    stopped: tuple[Stopped, ...] = ()
    away: str | None = None  # why it ended early: the peer or the net
    wait: int = 0  # seconds that it asks us to wait before the next
    refused: str | None = None  # the peer's no, or ours, to the whole contact: clocks apart, device unknown
    files: Carried = field(default_factory=Carried)
    apart: int = 0  # seconds by which the peer's clock is ahead of ours


@dataclass(slots=True)
class _Trip:
    node: Node
    peer: Peer
    link: Link
    keys: dict[str, bytes]
    size: int
    done: Ticked
    stopped: list[Stopped] = field(default_factory=list)
    met: bool = False
    told_again: set[str] = field(default_factory=set)  # chains of which a stretch went once more
    fault: Unavailable | None = None  # the peer's own mistake with one chain: told at the end, for the others go on


def tick(
    house: House, peer: str, *, folder: Path, address: str | None = None, tls: Path | None = None,
    batch: int = outgoing.BATCH,
) -> Ticked:  # fmt: skip
    """Exchanges with one peer until both have everything of each other. `folder`: this machine's device keys."""
    node = Node.of(house, folder)
    with node.store.reading() as connection:
        there = parties(connection)
    known = there.peer(peer)
    where = address or known.address
    if not where:
        return Ticked(peer=peer, refused="address-missing")  # a peer that calls us
    keys = {device: there.chains[device].public_key for device in known.devices}
    try:
        link = open_link(where, node.speaker, known=keys, clock=node.clock, tls=tls)
    except Refused as no:  # the others are asked all the same
        return Ticked(peer=peer, refused=no.code)
    trip = _Trip(node, known, link, keys, size=batch, done=Ticked(peer=peer))
    try:
        _travel(trip)
        _carry(trip)
        if trip.fault is not None:
            raise trip.fault
    except Unavailable as gone:
        if gone.what != "licensor":
            raise
        asked = gone.facts.get("wait")
        trip.done = replace(trip.done, away=gone.status, wait=asked if isinstance(asked, int) else 0)
    except Refused as no:
        trip.done = replace(trip.done, refused=no.code)
    finally:
        link.close()
    if link.apart is not None:
        node.told.apart[peer] = link.apart
    if trip.met:  # a line that is down says nothing of the chains
        node.told.stopped[peer] = tuple(trip.stopped)
    return replace(trip.done, stopped=tuple(trip.stopped), apart=link.apart or 0)


def _travel(trip: _Trip) -> None:
    answer = trip.link.ask("POST", "/contact", contact.dump(contact.told(trip.node, trip.peer.id)))
    theirs = contact.load(answer)
    if theirs.store != trip.peer.id:
        raise Refused("peer-unknown", peer=theirs.store)
    met = contact.meet(trip.node, theirs)
    trip.met, trip.stopped = True, [*met.stopped, *met.holes]
    trip.done = replace(trip.done, restored=met.restored)
    still = {s.device for s in met.stopped}
    _send_again(trip, theirs.marks, still)
    for device, ours in sorted(met.marks.items()):
        mark = theirs.marks.get(device)
        if device in still or mark is None or mark.seq == ours.seq:
            continue
        try:
            if ours.seq > mark.seq:
                _send(trip, device, after=mark.seq, upto=ours.seq)
            else:
                _fetch(trip, device, mark, after=ours.seq)
        except Refused as no:  # this chain stops and is shown; the others go on
            trip.stopped.append(Stopped(device=device, reason=no.code))
        except Unavailable as lost:
            if (lost.what, lost.status) != ("licensor", "fault"):
                raise
            trip.fault = lost
            trip.stopped.append(Stopped(device=device, reason="fault-there"))
        except Exception:  # a mistake of ours with this chain
            log.exception("the chain %s of %s cannot be exchanged", device, trip.peer.id)
            trip.stopped.append(Stopped(device=device, reason="fault-here"))


def _send_again(trip: _Trip, theirs: Mapping[str, Mark], still: set[str]) -> None:
    """What the peer has as stubs and now concerns a department of it."""
    for device, mark in sorted(theirs.items()):
        owed = again.owed(trip.peer, device)
        if owed is None or device in still | trip.told_again or device in trip.peer.devices:
            continue
        after, upto = owed[0], min(owed[1], mark.seq)
        try:
            if after < upto:
                _send(trip, device, after=after, upto=upto, moves=False)
        except Refused as no:
            trip.stopped.append(Stopped(device=device, reason=no.code))
            continue
        _write_down(trip.node, partial(again.settle, peer=trip.peer, device=device))
        trip.told_again.add(device)


def _carry(trip: _Trip) -> None:
    """Files come after the events, and make way for them: what they meet is told beside them, and stops nothing."""
    for _ in range(ROUNDS):
        told, moved = _seq(trip.node), trip.done.files.bytes
        carried = carry(
            trip.node, trip.peer, trip.link, before=trip.done.files,
            events_wait=lambda told=told: _seq(trip.node) != told,  # type: ignore[misc]
        )  # fmt: skip
        trip.done = replace(trip.done, files=carried)
        if not carried.waits or carried.bytes == moved:
            return
        _travel(trip)


def _seq(node: Node) -> int:
    """Grows with every event of this node."""
    with node.store.reading() as connection:
        return sum(chain.seq for chain in parties(connection).local)


@dataclass(slots=True)
class _Ahead:
    """The next batch of a chain is read and written out while the peer takes in the one before it.

    What changed here meanwhile is read anew: who was erased a moment ago does not travel any more.
    """

    trip: _Trip
    device: str
    aside: Executor
    begun: tuple[int, int, Future[tuple[int, list[WireEvent], bytes]]] | None = None

    def begin(self, after: int) -> None:
        size = self.trip.size
        self.begun = after, size, self.aside.submit(self._read, after, size)

    def batch(self, after: int) -> tuple[list[WireEvent], bytes]:
        begun, self.begun = self.begun, None
        if begun is not None and begun[:2] == (after, self.trip.size):
            seen, events, raw = begun[2].result()
            if seen == _reached(self.trip.node):
                return events, raw
        return self._read(after, self.trip.size)[1:]

    def _read(self, after: int, size: int) -> tuple[int, list[WireEvent], bytes]:
        with self.trip.node.store.reading() as connection:
            seen = sum(chain.seq for chain in parties(connection).chains.values())
            events = outgoing.stretch(connection, self.device, after=after, limit=size, peer=self.trip.peer)
        return seen, events, wire.encode(events)


def _send(trip: _Trip, device: str, *, after: int, upto: int, moves: bool = True) -> None:
    """`moves`: what is received there moves our cursor of that chain."""
    with ThreadPoolExecutor(1, "sync-ahead") as aside:
        _send_all(trip, device, after=after, upto=upto, ahead=_Ahead(trip, device, aside), moves=moves)


def _reached(node: Node) -> int:
    """Grows with every event that comes into this store."""
    with node.store.reading() as connection:
        return sum(chain.seq for chain in parties(connection).chains.values())


def _send_all(trip: _Trip, device: str, *, after: int, upto: int, ahead: _Ahead, moves: bool) -> None:
    own, went_back = moves and device not in trip.peer.devices, False
    while after < upto:
        events, batch = ahead.batch(after)
        if not events:
            return
        if events[-1].seq < upto:
            ahead.begin(events[-1].seq)
        at("send.before")
        try:
            answer = trip.link.ask("POST", "/events", batch)
            receipt = believed(answer, trip.peer, events, keys=trip.keys)
        except Unavailable as lost:
            if not _smaller(trip, lost, len(events)):
                raise
            continue
        except Refused as no:
            have = no.facts.get("have")
            if no.code != "chain-gap" or went_back or not isinstance(have, int) or not 0 <= have < after:
                raise
            after, went_back = have, True  # it has less than it said: from there, once
            continue
        at("send.after")
        trip.done = replace(trip.done, sent=trip.done.sent + receipt - after)
        after = receipt
        if own:
            _move_cursor(trip.node, trip.peer, device, seq=after)


def _smaller(trip: _Trip, lost: Unavailable, sent: int) -> bool:
    if lost.status not in SHRINKS or sent <= 1:
        return False
    trip.size = max(1, sent // 4)
    return True


def _move_cursor(node: Node, peer: Peer, device: str, *, seq: int) -> None:
    at("cursor.before")
    id, centre = cursor_id(peer.id, device), office_of(device)
    _write_down(node, lambda reception: reception.put("cursors", id=id, centre=centre, seq=seq))


def _write_down(node: Node, deed: Callable[[Reception], None]) -> None:
    def write() -> None:
        with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
            deed(reception)
            reception.commit()

    patiently(write)


def _fetch(trip: _Trip, device: str, mark: Mark, *, after: int) -> None:
    while after < mark.seq:
        try:
            answer = trip.link.ask("GET", f"/events?device={device}&after={after}&limit={trip.size}")
        except Unavailable as lost:
            if not _smaller(trip, lost, min(trip.size, mark.seq - after)):
                raise
            continue
        events = wire.decode(answer)
        if not events:
            return
        taken = incoming.take_in(trip.node, trip.peer.id, events)
        if taken.device != device or taken.seq <= after:
            raise Refused("batch-invalid", place=device)
        trip.done = replace(
            trip.done, received=trip.done.received + taken.fresh, parked=trip.done.parked + taken.parked
        )
        after = taken.seq
