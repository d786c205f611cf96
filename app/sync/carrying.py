"""Files of one tick, after the events: what the peer lacks is sent, what this node lacks is fetched, a part at a time.

A file that does not pass stops no other, and no event: whoever has something new to tell, tells it between two parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store.coming import PART
from app.sync import files, tus
from app.sync.files import Answered, Asked, Offered, Wanted
from app.sync.links import Link
from app.sync.peers import Node, Peer

_UPLOAD = re.compile(r"/uploads/[A-Za-z0-9_-]+")

ANEW = 3  # how often one file is begun again within a tick, when the other side has less of it than it said


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of the files: nothing is given up, what did not pass is asked for at the next contact."""

    sent: int = 0
    received: int = 0
    bytes: int = 0
    refused: tuple[str, ...] = ()  # why single ones did not pass
    waits: bool = False  # events came up meanwhile: they go first, and the files after them
    away: str | None = None


@dataclass(slots=True)
class _Load:
    node: Node
    peer: Peer
    link: Link
    events_wait: Callable[[], bool]
    done: Carried

    def moved(self, size: int) -> None:
        self.done = replace(self.done, bytes=self.done.bytes + size)

    def make_way(self) -> None:
        """After each part, never before the first: so that every contact gets on."""
        if self.events_wait():
            raise _EventsFirst


class _EventsFirst(Exception):
    """Not a fault: the parts that have passed stay where they are."""


def carry(node: Node, peer: Peer, link: Link, *, events_wait: Callable[[], bool], before: Carried) -> Carried:
    """Both ways, until neither lacks what the other has."""
    load = _Load(node, peer, link, events_wait, replace(before, waits=False))
    try:
        files.tidy(node, peer)
        _all(load)
    except _EventsFirst:
        load.done = replace(load.done, waits=True)
    except Unavailable as gone:
        load.done = replace(load.done, away=files.gone(gone))
    except Refused as no:
        load.done = replace(load.done, away=no.code)
    return load.done


def _all(load: _Load) -> None:
    own, theirs, more = "", "", True
    while more:
        wants, own = files.lacking(load.node, load.peer, after=own)
        said = load.link.ask("POST", "/files", codec.dump(Asked(wants=wants, after=theirs)))
        answer = files.read(Answered, said)
        for offer in answer.has:
            if Wanted(case=offer.case, file=offer.file) in wants or Wanted(case=offer.case) in wants:
                _alone(load, lambda offer=offer: _fetch(load, offer))  # type: ignore[misc]
        for want in answer.lacks:
            _alone(load, lambda want=want: _send_all(load, want))  # type: ignore[misc]
        theirs, before = answer.after, theirs
        more = bool(own) or (bool(theirs) and _place(theirs) > _place(before))


def _place(after: str) -> tuple[str, int]:
    """In the order of a chain: the text of 102 comes before that of 68."""
    device, _, seq = after.partition("/")
    return device, int(seq) if seq.isascii() and seq.isdigit() else 0


def _alone(load: _Load, deed: Callable[[], None]) -> None:
    try:
        deed()
    except Refused as no:
        load.done = replace(load.done, refused=(*load.done.refused, no.code))


# ---- there


def _send_all(load: _Load, want: Wanted) -> None:
    with load.node.store.reading() as connection:
        offers = files.offers(connection, load.peer, want)
    for offer in offers:
        _send(load, offer)


def _send(load: _Load, offer: Offered) -> None:
    body = files.body_for(load.node, load.peer, Wanted(case=offer.case, file=offer.file))
    upload = files.read(tus.Upload, load.link.ask("POST", f"/files/{offer.file}", codec.dump(offer)))
    if not _UPLOAD.fullmatch(upload.address):  # another host's would get the scan
        raise Refused("batch-invalid", place="address")
    offset = asked(upload)
    for _ in range(ANEW):
        try:
            while offset < len(body):
                piece = body[offset : offset + PART]
                load.link.ask("PATCH", upload.address, piece, headers(offset, piece))
                offset += len(piece)
                load.moved(len(piece))
                if offset < len(body):
                    load.make_way()
        except Refused as no:
            have = no.facts.get("have")
            if no.code != "offset-differs" or not isinstance(have, int) or not 0 <= have <= len(body):
                raise
            offset = have
            continue
        break
    else:
        raise Refused("offset-differs", have=offset)
    load.done = replace(load.done, sent=load.done.sent + 1)
    load.make_way()


def asked(upload: tus.Upload) -> int:
    """From where the other side has nothing yet: it is asked, never remembered here."""
    return upload.offset


def headers(offset: int, piece: bytes) -> Mapping[str, str]:
    return {
        **tus.ALWAYS, "Content-Type": tus.BODY, "Upload-Offset": str(offset), "Upload-Checksum": tus.checksum(piece),
    }  # fmt: skip


# ---- here


def _fetch(load: _Load, offer: Offered) -> None:
    with load.node.lock:
        file = files.begin(load.node, load.peer, offer)
    while not file.whole:
        where = urlencode({"case": offer.case, "offset": file.offset})
        piece = load.link.ask("GET", f"/files/{offer.file}?{where}")
        if not piece:
            raise Refused("file-differs", file=offer.file)
        file.append(piece)
        load.moved(len(piece))
        if not file.whole:
            load.make_way()
    files.finish(load.node, load.peer, file)
    load.done = replace(load.done, received=load.done.received + 1)
    load.make_way()
