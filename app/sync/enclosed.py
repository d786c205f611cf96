"""Files of cases in bundles: which of them go in, what the other side still lacks, and what was brought.

The other side says in each of its bundles what it lacks; until it has, a file goes again with whatever is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store import awaited as waiting
from app.store.before import settle
from app.store.blobs import NO_ROOM
from app.sync import files
from app.sync.files import Offered, ResultPaper, Wanted
from app.sync.peers import Node, Peer, parties

ROOM = 64 * 1024 * 1024  # of files in one bundle: it is sealed as a whole in memory, and lies far below FAT32's 4 GiB
MOST = 5000  # files that one bundle says are lacking; the rest is said by a later one
_NONCE = 12
_KIND = b"tereze said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the other side lacked when it last said so, and what was put into bundles in one go since."""

    epoch: str = ""
    number: int = 0  # of the bundle that said it
    lacks: tuple[Wanted, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    received: int = 0
    known: int = 0
    refused: tuple[str, ...] = ()  # why single ones were not kept: they are asked for again


# ---- what goes in


def lacking(node: Node, peer: Peer) -> tuple[Wanted, ...]:
    """What this node says that it lacks."""
    found, after = files.lacking(node, peer)
    while after and len(found) < MOST:
        more, after = files.lacking(node, peer, after=after)
        found += more
    return tuple(dict.fromkeys(found))[:MOST]


def offered(node: Node, peer: Peer, *, rest: bool) -> list[Offered]:
    """What the other side lacks: by its own word, and what is named by events that it has not acknowledged.

    `rest`: without what was written before in the same go, when one stick was not enough.
    """
    said = read(node, peer)
    gone = frozenset(said.written if rest else ())
    found: dict[tuple[str, str], Offered] = {}
    with node.store.reading() as connection:
        wanted = [*said.lacks]
        for chain in parties(connection).local:
            named = waiting.named(connection, chain.device, after=peer.cursors.get(chain.device, 0))
            wanted += [Wanted(case=case, file=file) for case, file in named]
        for want in dict.fromkeys(wanted):
            for offer in files.offers(connection, peer, want):
                if offer.file not in gone:
                    found[offer.case, offer.file] = offer
    return list(found.values())


def bodies(node: Node, peer: Peer, offers: list[Offered], *, room: int) -> Iterator[tuple[Offered, bytes | None]]:
    """As many as fit, in their order; one that was lost or spoilt here has no bytes and holds up no other."""
    for offer in offers:
        if offer.size > room:
            continue
        try:
            body = files.body_for(node, peer, Wanted(case=offer.case, file=offer.file))
        except Refused:
            yield offer, None
            continue
        room -= len(body)
        yield offer, body


# ---- what came


def take(node: Node, peer: Peer, offer: Offered, *, paper: str, body: bytes, so_far: Brought) -> Brought:
    """One file. Whatever is wrong with it stops no other."""
    try:
        if files.is_here(node, Wanted(case=offer.case, file=offer.file)):
            return replace(so_far, known=so_far.known + 1)
        shows = files.read(ResultPaper, paper.encode()) if paper else None
        files.bring(node, peer, replace(offer, paper=shows), body)
    except Refused as no:
        return replace(so_far, refused=(*so_far.refused, no.code))
    return replace(so_far, received=so_far.received + 1)


# ---- what the other side said that it lacks: a file beside the unfinished ones, sealed as they are


def hear(node: Node, peer: Peer, *, epoch: str, number: int, lacks: tuple[Wanted, ...]) -> None:
    """A later word takes the place of an earlier one; without it, what it names goes again and nothing is lost."""
    before = read(node, peer)
    if before.epoch != epoch or number >= before.number:
        _keep(node, peer, Said(epoch=epoch, number=number, lacks=lacks, written=before.written))


def note_written(node: Node, peer: Peer, names: tuple[str, ...], *, rest: bool) -> None:
    before = read(node, peer)
    with suppress(Unavailable):  # the bundles are on the stick: at worst they hold the same once more
        _keep(node, peer, replace(before, written=(*before.written, *names) if rest else names))


def read(node: Node, peer: Peer) -> Said:
    """Nothing where nothing was kept, or where it cannot be read: it is said again by the next bundle."""
    try:
        raw = _place(node, peer).read_bytes()
        plain = AESGCM(_key(node)).decrypt(raw[:_NONCE], raw[_NONCE:], _KIND + peer.id.encode())
        return codec.read(Said, json.loads(plain))
    except (OSError, InvalidTag, ValueError):
        return Said()


def _keep(node: Node, peer: Peer, said: Said) -> None:
    place, nonce = _place(node, peer), secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(_key(node)).encrypt(nonce, codec.dump(said), _KIND + peer.id.encode())
    half = place.with_suffix(".half")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(sealed)
        settle(half)
        half.replace(place)
    except OSError as trouble:
        raise Unavailable("store", "disk-full" if trouble.errno in NO_ROOM else "disk-error") from trouble


def _place(node: Node, peer: Peer) -> Path:
    return node.unfinished / f"{hashlib.sha256(peer.id.encode()).hexdigest()}.said"


def _key(node: Node) -> bytes:
    return hashlib.sha256(_KIND + files.secret(node)).digest()
