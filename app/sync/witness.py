"""Checkpoints at the other node: who changes a store afterwards would have to change two, of two houses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.proof import checkpoint, cose
from app.store import tables
from app.store.lost import gone, gone_at
from app.store.receive import Reception, among, office_of
from app.sync.peers import Parties, Peer

SHOWN = 200  # at one contact; the rest at the next

# made once: building a statement costs as much as running it
_c = tables.checkpoints.c
_among = _c.device.in_(bindparam("devices", expanding=True))
_TO_SEND = select(_c.body).where(_among, _c.kept == "").order_by(_c.seq.desc()).limit(SHOWN)
_KEPT = select(_c.id).where(_among).order_by(_c.at.desc(), _c.id.desc()).limit(SHOWN)


def to_send(connection: Connection, there: Parties, peer: Peer) -> tuple[str, ...]:
    """Ours that the peer has not said to keep, the newest first: it covers what is before it."""
    rows = connection.execute(_TO_SEND, {"devices": [chain.device for chain in there.local]})
    return tuple(cose.text(bytes(body)) for body in rows.scalars())


def kept_of(connection: Connection, peer: Peer) -> tuple[str, ...]:
    """The peer's that we keep, the newest first."""
    return tuple(connection.execute(_KEPT, {"devices": peer.devices}).scalars())


def keep(reception: Reception, there: Parties, peer: Peer, *, told: Iterable[str]) -> bool:
    """Keeps what the peer's own devices have signed. What contradicts an earlier one is kept beside it, never over it."""
    found: dict[str, tuple[checkpoint.Checkpoint, bytes]] = {}
    for text in tuple(told)[:SHOWN]:
        try:
            body = cose.from_text(text)
            statement = cose.read(body)
            point = checkpoint.read(statement)
        except cose.NotSigned:
            continue  # of a newer program, or of nobody: no reason to stop an exchange
        if point.device in peer.devices and statement.check(there.chains[point.device].public_key):
            found[point.id] = point, body
    had = {row.id for row in among(reception.connection, "checkpoints", "id", ids=set(found), wanted=("id",))}
    for id, (point, body) in found.items():
        if id not in had:
            reception.put(
                "checkpoints", id=id, centre=office_of(point.device), device=point.device, seq=point.count, at=point.at,
                peaks=b"", body=body, kept="",
            )  # fmt: skip
    return bool(set(found) - had)


def came_back(reception: Reception, there: Parties, peer: Peer, *, seqs: Mapping[str, int]) -> None:
    """The peer speaks in another epoch, and its chains end at `seqs`: which of its checkpoints reach beyond all that is left.

    Only those that were kept here before; only where this node has not got the events either. Whatever is signed later, or
    covers what lies here, contradicts as ever (decision 029).
    """
    at = int(reception.stamp.recorded_at.utc.timestamp() * 1000)
    for device in peer.devices:
        left = max(seqs.get(device, 0), there.chains[device].seq)
        asked = select(_c.id).where(_c.device == device, _c.seq > left)
        for id in reception.connection.execute(asked).scalars().all():
            if peer.cursors.get(gone(id)) is None:  # what was first said stays
                for name, number in ((gone(id), left), (gone_at(id), at)):
                    reception.put("cursors", id=f"{peer.id} {name}", centre=office_of(device), seq=number)


def confirm(reception: Reception, peer: Peer, *, kept: Iterable[str]) -> bool:
    """Ours that the peer says to keep are anchored from now on."""
    table = tables.checkpoints
    rows = among(
        reception.connection, "checkpoints", "id", ids=set(tuple(kept)[:SHOWN]),
        wanted=tuple(column.name for column in table.columns),
    )  # fmt: skip
    fresh = [row for row in rows if not row.kept and row.device not in peer.devices]
    for row in fresh:
        reception.put("checkpoints", **{**row._mapping, "kept": peer.id})
    return bool(fresh)
