"""What is believed of a contact that was under way for days: never that the other has less, unless it lost it.

A cursor moves forward by a signed receipt, and back where the peer came from a backup; nothing else moves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain import codec
from app.domain.moment import Instant
from app.problems import Refused
from app.store.receive import Reception, office_of, receiving
from app.store.troubles import patiently
from app.sync import contact, outgoing, witness
from app.sync.contact import HEARD_AT, Contact, millis
from app.sync.peers import Node, Parties, Peer, Stopped, cursor_id, parties, whole_id
from app.sync.receipts import believed

Age = Literal["new", "again", "older", "past"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What stood in the bundle beside its events."""

    contact: Contact
    number: int
    knows: str
    signed_at: Instant
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    age: Age
    acknowledged: int
    restored: bool
    stopped: tuple[Stopped, ...]


def lost(device: str) -> str:
    """The mark from where the peer wants its own chain back; below zero: it lacks nothing."""
    return f"lost:{device}"


def heed(node: Node, peer_id: str, heard: Heard) -> Heeded:
    """Writes down what is still worth it, in one transaction."""
    return patiently(lambda: _heed(node, peer_id, heard))


def _heed(node: Node, peer_id: str, heard: Heard) -> Heeded:
    with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
        there = parties(reception.connection)
        peer = there.peer(peer_id)
        age = _age(peer, heard)
        restored = age == "new" and peer.epoch not in ("", heard.contact.epoch)
        stopped: list[Stopped] = []
        cursors = {c.device: peer.cursors.get(c.device, 0) for c in there.local}
        if age == "new":
            stopped += contact.apart(reception.connection, there, peer, marks=heard.contact.marks)
            if restored:
                cursors = _back(cursors, heard.contact)
            _write_down(reception, there, peer, heard=heard)
        acknowledged = 0 if age == "past" else _forward(reception, there, peer, heard, cursors, stopped)
        for device, seq in cursors.items():
            if seq != peer.cursors.get(device, 0):
                reception.put("cursors", id=cursor_id(peer.id, device), centre=office_of(device), seq=seq)
        reception.commit()
    return Heeded(age=age, acknowledged=acknowledged, restored=restored, stopped=tuple(stopped))


def _age(peer: Peer, heard: Heard) -> Age:
    """By the sender's own count; between two epochs by when they were signed."""
    epoch = heard.contact.epoch
    if peer.cursors.get(f"was:{epoch}"):
        return "past"
    last = peer.cursors.get(f"read:{epoch}", 0)
    if epoch not in ("", peer.epoch) and peer.epoch and millis(heard.signed_at) < peer.cursors.get(HEARD_AT, 0):
        return "past"
    if heard.number == last:
        return "again"
    return "new" if heard.number > last else "older"


def _back(cursors: dict[str, int], theirs: Contact) -> dict[str, int]:
    return {
        device: min(seq, theirs.marks[device].seq) if device in theirs.marks else seq for device, seq in cursors.items()
    }


def _write_down(reception: Reception, there: Parties, peer: Peer, *, heard: Heard) -> None:
    theirs = heard.contact
    if peer.epoch != theirs.epoch:
        contact.renew(reception, there, peer, theirs=theirs, at=heard.signed_at)
    reception.put("cursors", id=cursor_id(peer.id, f"read:{theirs.epoch}"), seq=heard.number)
    said_at = min(millis(heard.signed_at), millis(reception.stamp.recorded_at))  # a clock may run ahead
    reception.put("cursors", id=cursor_id(peer.id, HEARD_AT), seq=max(said_at, peer.cursors.get(HEARD_AT, 0)))
    for device in peer.devices:
        mark = theirs.marks.get(device)
        lacks = mark.seq if mark is not None and mark.seq < there.chains[device].seq else -1
        if lacks != peer.cursors.get(lost(device), -1):
            reception.put("cursors", id=cursor_id(peer.id, lost(device)), centre=office_of(device), seq=lacks)
    ahead = any(c.device in theirs.marks and theirs.marks[c.device].seq > c.seq for c in there.local)
    if heard.knows == reception.store.epoch and not ahead:  # it was written by one that knew of our last backup
        reception.put("cursors", id=whole_id(peer.id, reception.store.epoch), seq=1)
    witness.keep(reception, there, peer, told=theirs.checkpoints)
    witness.confirm(reception, peer, kept=theirs.kept)
    contact.parked_there(reception, there, peer, theirs)


def _forward(
    reception: Reception, there: Parties, peer: Peer, heard: Heard, cursors: dict[str, int], stopped: list[Stopped]
) -> int:
    """Up to where the peer has signed that it has our chains."""
    keys, gained = {device: there.chains[device].public_key for device in peer.devices}, 0
    for told in heard.receipts:
        device, seq = _about(told)
        if device not in cursors or seq <= cursors[device]:
            continue
        events = outgoing.stretch(reception.connection, device, after=seq - 1, limit=1, peer=peer)
        if not events or events[0].seq != seq:  # it has more of our chain than we: we lost it
            continue
        try:
            signed = believed(told.encode(), peer, events, keys=keys)
        except Refused as no:
            stopped.append(Stopped(device=device, reason=no.code))
            continue
        gained += signed - cursors[device]
        cursors[device] = signed
    return gained


def _about(told: str) -> tuple[str, int]:
    """Which chain a receipt speaks of, and how far; believed only afterwards."""
    try:
        said = codec.plain_value(told)
        return codec.read(str, said["device"]), codec.read(int, said["seq"])
    except (ValueError, KeyError, TypeError):
        return "", 0
