"""What two nodes tell each other first: who they are, how far each chain has come, what is parked. So a loss is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.domain import codec
from app.domain.moment import Instant
from app.problems import Refused
from app.store import tables
from app.store.chain import GENESIS
from app.store.receive import Reception, among, office_of, receiving
from app.store.troubles import patiently
from app.sync import holes, witness
from app.sync.incoming import AT_PEER
from app.sync.peers import Node, Parties, Peer, Stopped, cursor_id, parties, whole_id

SHOWN = 200  # parked events told at one contact
HEARD_AT = "heard-at"  # the mark of when the peer last said something new of itself, in milliseconds


# made once: building a statement costs as much as running it
_p, _e, _d, _c = tables.parked.c, tables.events.c, tables.devices.c, tables.cursors.c
_PARKED = (
    select(_p.event, _p.reason)
    .join_from(tables.parked, tables.events, _p.event == _e.id)
    .where(~_p.settled, _e.device.in_(bindparam("devices", expanding=True)))
    .order_by(_p.event)
    .limit(SHOWN)
)
_SHOWN_HERE = select(_p.event, _p.centre, _p.subject, _p.reason).where(~_p.settled, _p.reason.startswith(AT_PEER))
_NEWEST = select(_d.head).where(_d.code == bindparam("device"))
_HEAD_AT = select(_e.row_hash).where(_e.device == bindparam("device"), _e.seq == bindparam("seq"))
_MARK = select(_c.id).where(_c.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last event of a chain, as one node has it."""

    seq: int
    head: str  # hex


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedThere:
    event: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    store: str
    epoch: str
    side: str
    marks: dict[str, Mark]
    parked: tuple[ParkedThere, ...] = ()
    checkpoints: tuple[str, ...] = ()  # of its own devices, as text: to be kept here
    kept: tuple[str, ...] = ()  # ids of those of ours that it keeps
    counts: dict[str, int] = field(default_factory=dict)  # how many events of each chain it really has


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a contact showed."""

    marks: Mapping[str, Mark]  # ours, as we told them
    stopped: tuple[Stopped, ...]
    holes: tuple[Stopped, ...]  # chains that go on, though here or there events are gone from them
    restored: bool  # the peer has another epoch than at the last contact: it came back from a backup


def dump(contact: Contact) -> bytes:
    return codec.dump(contact)


def load(raw: bytes) -> Contact:
    try:
        said = codec.plain_value(raw)
        contact = codec.read(Contact, {name: said[name] for name in Contact.__slots__ if name in said})
    except (ValueError, TypeError) as wrong:
        raise Refused("contact-invalid") from wrong
    if any(number < 0 for number in (*(mark.seq for mark in contact.marks.values()), *contact.counts.values())):
        raise Refused("contact-invalid")
    return contact


def told(node: Node, peer_id: str) -> Contact:
    """This node's side of a contact with that peer."""
    with node.store.reading() as connection:
        there = parties(connection)
        peer = there.peer(peer_id)
        rows = connection.execute(_PARKED, {"devices": peer.devices}).all()
        return Contact(
            store=node.store.id, epoch=node.store.epoch, side=node.store.side,
            marks={c.device: Mark(seq=c.seq, head=c.head.hex()) for c in there.between(peer)},
            parked=tuple(ParkedThere(event=r.event, reason=r.reason) for r in rows),
            checkpoints=witness.to_send(connection, there, peer), kept=witness.kept_of(connection, peer),
            counts=holes.counts(connection, there.between(peer), told=node.told, day=_day(node)),
        )  # fmt: skip


def _day(node: Node) -> str:
    return str(node.clock.instant().utc.date())


def meet(node: Node, theirs: Contact) -> Met:
    """Compares, and writes down what the peer has: its cursors follow what it says, so one from a backup is refilled."""
    return patiently(lambda: _meet(node, theirs))  # a second program may serve the same shared store


def _meet(node: Node, theirs: Contact) -> Met:
    with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
        there = parties(reception.connection)
        peer = there.peer(theirs.store)
        restored = peer.epoch not in ("", theirs.epoch)
        chains = there.between(peer)
        gaps = holes.seen(
            chains, ours=holes.counts(reception.connection, chains, told=node.told, day=_day(node)), theirs=theirs.counts,
            seqs={device: mark.seq for device, mark in theirs.marks.items()},
        )  # fmt: skip
        stopped = apart(reception.connection, there, peer, marks=theirs.marks)
        changed = _write_down(reception, there, peer, theirs=theirs, stopped={s.device for s in stopped})
        if changed:
            reception.commit()
        ours = {c.device: Mark(seq=c.seq, head=c.head.hex()) for c in there.between(peer)}
        node.told.has.update(
            {(c.device, peer.id): theirs.marks[c.device].seq for c in there.local if c.device in theirs.marks}
        )
    node.told.stopped[peer.id] = (*stopped, *gaps)
    return Met(marks=ours, stopped=stopped, holes=gaps, restored=restored)


def apart(connection: Connection, there: Parties, peer: Peer, *, marks: Mapping[str, Mark]) -> tuple[Stopped, ...]:
    """Chains that are not the same as far as both have them: never mended by choosing a side."""
    found = []
    for chain in there.between(peer):
        mark = marks.get(chain.device)
        if mark is None:
            if chain.seq:
                found.append(Stopped(device=chain.device, reason="device-unknown"))
        elif mark.seq <= chain.seq and mark.head != _head_at(connection, chain.device, mark.seq, newest=chain.seq):
            found.append(Stopped(device=chain.device, reason="chain-differs"))
    return tuple(found)


def _head_at(connection: Connection, device: str, seq: int, *, newest: int) -> str:
    if seq == 0:
        return GENESIS.hex()
    if seq == newest:
        return bytes(connection.execute(_NEWEST, {"device": device}).scalar_one()).hex()
    found = connection.execute(_HEAD_AT, {"device": device, "seq": seq}).scalar()
    return bytes(found or b"").hex()


def _write_down(reception: Reception, there: Parties, peer: Peer, *, theirs: Contact, stopped: set[str]) -> bool:
    changed = False
    if peer.epoch != theirs.epoch:
        renew(reception, there, peer, theirs=theirs, at=reception.stamp.recorded_at)
        changed = True
    for chain in there.local:
        mark = theirs.marks.get(chain.device)
        if mark is None or chain.device in stopped or mark.seq > chain.seq:
            continue
        if peer.cursors.get(chain.device) != mark.seq:
            centre = office_of(chain.device)
            reception.put("cursors", id=cursor_id(peer.id, chain.device), centre=centre, seq=mark.seq)
            changed = True
    whole = whole_id(peer.id, reception.store.epoch)
    known = reception.connection.execute(_MARK, {"id": whole}).scalar()
    ahead = [c for c in there.local if c.device in theirs.marks and theirs.marks[c.device].seq > c.seq]
    if known is None and not ahead:
        reception.put("cursors", id=whole, seq=1)
        changed = True
    changed = witness.keep(reception, there, peer, told=theirs.checkpoints) or changed
    changed = witness.confirm(reception, peer, kept=theirs.kept) or changed
    return parked_there(reception, there, peer, theirs) or changed


def renew(reception: Reception, there: Parties, peer: Peer, *, theirs: Contact, at: Instant) -> None:
    """First met, or back from a backup: what was said in another epoch before that is past, however late it comes."""
    reception.put("peers", **{**peer.row, "epoch": theirs.epoch})
    for name, seq in ((f"was:{peer.epoch}", 1), (f"was:{theirs.epoch}", 0), (HEARD_AT, millis(at))):
        reception.put("cursors", id=cursor_id(peer.id, name), seq=seq)
    if peer.epoch:
        witness.came_back(reception, there, peer, seqs={device: mark.seq for device, mark in theirs.marks.items()})


def millis(at: Instant) -> int:
    return int(at.utc.timestamp() * 1000)


def parked_there(reception: Reception, there: Parties, peer: Peer, theirs: Contact) -> bool:
    """Both desks show what one of them could not apply. It is settled when nobody names it any more who did."""
    says = {one.event: one.reason for one in theirs.parked}
    shown = {row.event: row for row in reception.connection.execute(_SHOWN_HERE)}
    named = {e: {one.id for one in there.peers.values() if one.cursors.get(_named(e))} for e in {*says, *shown}}
    mine, changed = set(says) & set(shown), False
    for row in among(
        reception.connection, "events", "id", ids=set(says) - set(shown), wanted=("id", "device", "subject", "centre")
    ):
        if there.is_ours(row.device):
            reason = f"{AT_PEER}{says[row.id]}"
            reception.put("parked", event=row.id, centre=row.centre, subject=row.subject, reason=reason, settled=False)
            mine.add(row.id)
    for event in mine:
        if peer.id not in named[event]:
            reception.put("cursors", id=cursor_id(peer.id, _named(event)), seq=1)
            changed = True
    if len(says) < SHOWN:  # the list is whole: what is no longer on it was settled over there
        for event in set(shown) - set(says):
            if peer.id in named[event]:
                reception.put("cursors", id=cursor_id(peer.id, _named(event)), seq=0)
                changed = True
            if not named[event] - {peer.id}:  # nobody's: it was named before it was written down by whom
                reception.put("parked", **{**shown[event]._mapping, "settled": True})
                changed = True
    return changed


def _named(event: str) -> str:
    return f"parked:{event}"
