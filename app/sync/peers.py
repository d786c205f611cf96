"""Who we exchange with: nodes that were paired by hand, their devices and keys, and how far each chain has come."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from app.domain.moment import Instant, Moment
from app.domain.office import Office
from app.problems import Refused
from app.store import tables
from app.store.open import Store
from app.store.plainly import rows
from app.store.receive import Reception, office_of, receiving
from app.store.unit import Stamp, new_id
from app.sync import again
from app.sync.keys import Nonces, Speaker, device_key, place_of, public_bytes


class Clock(Protocol):
    def instant(self) -> Instant: ...

    def moment(self, office: Office) -> Moment: ...

    def source(self, office: Office) -> str: ...


class House(Protocol):
    """What the sync needs of an `App`."""

    @property
    def store(self) -> Store: ...

    @property
    def clock(self) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A device's chain as it stands in this store."""

    device: str
    seq: int
    head: bytes
    local: bool
    public_key: bytes
    row: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Peer:
    id: str
    address: str
    epoch: str
    row: dict[str, Any]
    cursors: Mapping[str, int]  # of each of our own devices' chains: what the peer has; of the peer's: what we have
    devices: tuple[str, ...]

    @cached_property
    def offices(self) -> frozenset[str]:
        return frozenset(office_of(d) for d in self.devices)


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Everybody whose events may lie in this store: our own devices, and each peer's."""

    chains: Mapping[str, Chain]
    peers: Mapping[str, Peer]

    @cached_property
    def _owners(self) -> dict[str, Peer]:
        return {device: peer for peer in self.peers.values() for device in peer.devices}

    def owner(self, device: str) -> Peer | None:
        """The peer that the device belongs to; None: it is ours."""
        return self._owners.get(device)

    def is_ours(self, device: str) -> bool:
        return device in self.chains and self.chains[device].local

    @property
    def local(self) -> list[Chain]:
        return [c for c in self.chains.values() if c.local]

    def between(self, peer: Peer) -> list[Chain]:
        """The chains that travel between this node and the peer: ours and theirs, nobody else's."""
        return sorted(
            (c for c in self.chains.values() if c.local or c.device in peer.devices), key=lambda chain: chain.device
        )

    def peer(self, id: str) -> Peer:
        if id not in self.peers:
            raise Refused("peer-unknown", peer=id)
        return self.peers[id]


def cursor_id(peer: str, device: str) -> str:
    return f"{peer} {device}"


_DEVICE, _PEER = tables.devices.columns.keys(), tables.peers.columns.keys()
_DEVICES = f"SELECT {', '.join(_DEVICE)} FROM devices ORDER BY code"
_CURSORS = "SELECT id, seq FROM cursors"
_PEERS = f"SELECT {', '.join(_PEER)} FROM peers ORDER BY id"


def parties(connection: Connection) -> Parties:
    """Who there is, as the store has it now. It is asked several times at every contact."""
    chains = {}
    for found in rows(connection, _DEVICES):
        row = dict(zip(_DEVICE, found, strict=True))
        row["local"] = bool(row["local"])  # SQLite has no truth values
        head, key = bytes(row["head"]), bytes(row["public_key"])
        chains[row["code"]] = Chain(
            device=row["code"], seq=row["seq"], head=head, local=row["local"], public_key=key, row=row
        )
    known: dict[str, dict[str, int]] = {}
    for id, seq in rows(connection, _CURSORS):
        peer, device = id.split(" ", 1)
        known.setdefault(peer, {})[device] = seq
    peers = {}
    for found in rows(connection, _PEERS):
        row = dict(zip(_PEER, found, strict=True))
        cursors = known.get(row["id"], {})
        theirs = tuple(sorted(d for d in cursors if d in chains and not chains[d].local))
        peers[row["id"]] = Peer(
            id=row["id"], address=row["address"], epoch=row["epoch"], row=row, cursors=cursors, devices=theirs
        )
    return Parties(chains=chains, peers=peers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A chain that a person must look at: it is not exchanged until then, or it has a hole."""

    device: str
    reason: str


@dataclass(slots=True)
class Told:
    """What peers have said of our own chains while this program runs: one that came back from a backup goes by it."""

    offers: dict[tuple[str, int], set[str]] = field(default_factory=dict)  # device, seq → who has a stub of it
    has: dict[tuple[str, str], int] = field(default_factory=dict)  # device, peer → how far it has the chain
    apart: dict[str, int] = field(default_factory=dict)  # peer → seconds by which its clock is ahead
    stopped: dict[str, tuple[Stopped, ...]] = field(default_factory=dict)  # peer → chains that wait for a person
    counted: dict[str, tuple[int, str]] = field(default_factory=dict)  # device → as far as it has no hole, on which day


_TOLD: dict[tuple[str, str], Told] = {}  # by store and epoch: each contact makes a node of its own


def told_of(store: Store) -> Told:
    return _TOLD.setdefault((store.id, store.epoch), Told())


@dataclass(slots=True, kw_only=True)
class Node:
    """This end of the sync: the store, the device that speaks for it, and what it remembers while it runs."""

    store: Store
    clock: Clock
    speaker: Speaker
    unfinished: Path  # where files lie that have come in part
    nonces: Nonces = field(default_factory=Nonces)
    lock: threading.Lock = field(default_factory=threading.Lock)  # one batch at a time is taken in
    told: Told = field(default_factory=Told)
    giving: tuple[str, bytes] | None = None  # a file that a peer fetches, opened once for all its parts

    @classmethod
    def of(cls, house: House, folder: Path) -> Node:
        """`folder` holds the keys of the devices of this machine."""
        with house.store.reading() as connection:
            own = [c for c in parties(connection).local if place_of(folder, c.device).exists()]
        for chain in own:
            key = device_key(folder, chain.device)
            if public_bytes(key) == chain.public_key:
                store = house.store
                beside = folder.parent / store.id if store.on_postgres else store.path
                return cls(
                    store=store, clock=house.clock, speaker=Speaker(chain.device, key),
                    unfinished=Path(f"{beside}.coming"), told=told_of(store),
                )  # fmt: skip
        raise Refused("device-key-missing")

    @property
    def device(self) -> str:
        return self.speaker.device

    def stamp(self) -> Stamp:
        return stamp(self.store, self.clock, self.device)


def stamp(store: Store, clock: Clock, device: str) -> Stamp:
    """No event of ours is written under it; the rows that are, belong to the device's office."""
    office = store.offices[office_of(device)]
    return Stamp(
        who="sync", at=clock.moment(office), recorded_at=clock.instant(), clock=clock.source(office), op=new_id(),
        centre=office.code,
    )  # fmt: skip


def pair(house: House, peer: str, address: str, *, devices: Mapping[str, bytes]) -> None:
    """Makes a node known by its store's id: where it is, and its devices' public keys. Again: what is new is added.

    An empty `address` is a peer that calls us. A device's key is replaced, its chain stays as it is.
    """
    with house.store.reading() as connection:
        local = parties(connection).local
    if not local:
        raise Refused("device-unknown", device="")
    lender = local[0].device
    with receiving(house.store, lender, stamp(house.store, house.clock, lender)) as reception:
        _pair(reception, peer, address, devices=devices)
        reception.commit()


def _pair(reception: Reception, id: str, address: str, *, devices: Mapping[str, bytes]) -> None:
    there = parties(reception.connection)
    known = there.peers.get(id)
    codes = sorted(devices)
    for code in codes:
        chain, owner = there.chains.get(code), there.owner(code)
        if (chain and chain.local) or (owner and owner.id != id):
            raise Refused("device-of-another", device=code)
        if len(devices[code]) != 32:
            raise Refused("device-key-wrong", device=code)
        fresh = {
            "code": code,
            "epoch": 1,
            "seq": 0,
            "head": bytes(32),
            "year": 0,
            "serial": 0,
            "leap": 0,
            "local": False,
        }
        row = {**(chain.row if chain else fresh), "public_key": devices[code]}
        reception.put("devices", **{**row, "centre": office_of(code)})
        if known is None or code not in known.cursors:
            seq = chain.seq if chain else 0
            reception.put("cursors", id=cursor_id(id, code), centre=office_of(code), seq=seq)
    further = {office_of(code) for code in codes} - (known.offices if known else set())
    if known is not None and further:
        again.owe(reception, known, there.local, offices=further)
    centre = office_of(codes[0]) if codes else (known.row["centre"] if known else "")
    epoch = known.epoch if known else ""
    reception.put("peers", id=id, centre=centre, address=address or (known.address if known else ""), epoch=epoch)
    if known is None:  # whoever we have just met cannot have anything of ours that we lost
        reception.put("cursors", id=whole_id(id, reception.store.epoch), seq=1)


def whole_id(peer: str, epoch: str) -> str:
    """The mark that in this epoch nothing of our own is missing that the peer could give back."""
    return cursor_id(peer, f"whole:{epoch}")


def peers_of(store: Store) -> tuple[Peer, ...]:
    with store.reading() as connection:
        return tuple(parties(connection).peers.values())


def own_devices(store: Store) -> dict[str, bytes]:
    """What the other side must be told at pairing: this node's devices and their public keys."""
    with store.reading() as connection:
        return {c.device: c.public_key for c in parties(connection).local}
