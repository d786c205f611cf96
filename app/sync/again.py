"""What goes to a peer once more: a further department of it became known, whose cases had gone there as stubs before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.store import tables
from app.store.receive import Reception, office_of

if TYPE_CHECKING:
    from app.sync.peers import Chain, Peer

NOTHING = -1


def owed(peer: Peer, device: str) -> tuple[int, int] | None:
    """After which event of that chain, and up to which; None: nothing."""
    start, end = peer.cursors.get(f"again:{device}", NOTHING), peer.cursors.get(f"again-to:{device}", NOTHING)
    return (start, end) if NOTHING < start < end else None


def owe(reception: Reception, peer: Peer, local: Iterable[Chain], *, offices: set[str]) -> None:
    """From the first event of a case of these departments on, by its id, which tells the time; up to where our chains stand.

    Later events know the department, and go there whole.
    """
    e, c = tables.events.c, tables.cases.c
    first = select(func.min(e.id)).join_from(tables.events, tables.cases, e.subject == c.id)
    began = reception.connection.execute(first.where(c.licensor.in_(offices), e.head.is_not(None))).scalar()
    if began is None:
        return
    for chain in local:
        asked = select(func.min(e.seq)).where(e.device == chain.device, e.id >= began, e.head.is_not(None))
        seq = reception.connection.execute(asked).scalar()
        if seq is not None:
            start, _ = owed(peer, chain.device) or (seq - 1, 0)
            _mark(reception, peer, chain.device, start=min(start, seq - 1), end=chain.seq)


def settle(reception: Reception, peer: Peer, device: str) -> None:
    """The peer has signed for it."""
    _mark(reception, peer, device, start=NOTHING, end=NOTHING)


def _mark(reception: Reception, peer: Peer, device: str, *, start: int, end: int) -> None:
    for name, seq in (("again", start), ("again-to", end)):
        reception.put("cursors", id=f"{peer.id} {name}:{device}", centre=office_of(device), seq=seq)
