"""Files between two nodes: which one goes where, asked anew at every part. A peer has to do with what its cases name.

What comes is judged by its hash as a whole before anybody here sees it; until then it lies sealed, beside the store.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.domain import codec
from app.problems import Refused, Unavailable
from app.store import awaited as waiting
from app.store import blobs, coming, tables
from app.store.awaited import RESULT, RESULT_FORMS, Awaited, Concern
from app.store.coming import Coming, Told
from app.store.receive import office_of, receiving
from app.store.troubles import patiently
from app.sync.outgoing import NOT_SENT
from app.sync.peers import Node, Peer, parties

LISTED = 100  # files named in one question, and in its answer
KEPT = timedelta(days=7)  # an unfinished file that nobody goes on with
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`file` empty: the papers that show the case's result, whatever they are called."""

    case: str
    file: str = RESULT


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPaper:
    """What a file is the print of: so the other side finds it, counts its copies and proves it by its code."""

    id: str
    form: str
    lang: str
    code: str
    copy: int
    facts: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    case: str
    file: str
    size: int
    paper: ResultPaper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one side wants of the other; `after`: from where the other goes on telling what it lacks."""

    wants: tuple[Wanted, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    has: tuple[Offered, ...] = ()
    lacks: tuple[Wanted, ...] = ()
    after: str = ""  # empty: that was all that it lacks


def read(kind: type[T], body: bytes) -> T:
    try:
        return codec.read(kind, codec.plain_value(body))
    except ValueError as wrong:
        raise Refused("batch-invalid", place="") from wrong


def answered(node: Node, peer: Peer, asked: Asked) -> Answered:
    """What of that is here for this peer, and what this node lacks of its cases."""
    if len(asked.wants) > LISTED:
        raise Refused("batch-invalid", place="wants")
    with node.store.reading() as connection:
        has = tuple(o for want in asked.wants for o in offers(connection, peer, want))
    lacks, after = lacking(node, peer, after=asked.after)
    return Answered(has=has, lacks=lacks, after=after)


def lacking(node: Node, peer: Peer, *, after: str = "") -> tuple[tuple[Wanted, ...], str]:
    """The next that are not here, and from where to go on; empty: no more."""
    device, _, seq = after.partition("/")
    if after and not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise Refused("batch-invalid", place="after")
    with node.store.reading() as connection:
        found = waiting.awaited(connection, peer.id, after=(device, int(seq or 0)), limit=LISTED + 1)
    more, found = len(found) > LISTED, _whole_events(found)
    named = tuple(dict.fromkeys(Wanted(case=one.case, file=one.file) for one in found if one.case))
    return named, f"{found[-1].device}/{found[-1].seq}" if more else ""


def _whole_events(found: list[Awaited]) -> list[Awaited]:
    """A page: it goes on behind an event, so an event whose files it would not name all waits for the next one."""
    page = found[:LISTED]
    if len(found) > LISTED:
        cut = (found[LISTED].device, found[LISTED].seq)
        return [one for one in page if (one.device, one.seq) != cut] or page
    return page


def offers(connection: Connection, peer: Peer, want: Wanted) -> list[Offered]:
    """Nothing is not a no: it may come later, and whoever may not have it need not know whether it is here."""
    case = waiting.concern(connection, want.case)
    if case is None or not _goes_to(case, peer):
        return []
    papers = _results(connection, case) if case.centre in peer.offices else {}
    sizes = _sizes(connection, {want.file, *papers})
    if want.file == RESULT:
        return [
            Offered(case=case.id, file=file, size=sizes[file], paper=paper)
            for file, paper in papers.items()
            if file in sizes
        ]
    if want.file not in case.scans or case.centre not in waiting.holders(connection, want.file):
        return []
    return [Offered(case=case.id, file=want.file, size=sizes[want.file])]


def part(node: Node, peer: Peer, want: Wanted, *, offset: int) -> bytes:
    """The bytes from there, at most one part. The whole file is opened once and kept until its last part has gone."""
    with node.store.reading() as connection:
        _check_goes(connection, peer, want)
        kept = node.giving
        if kept is None or kept[0] != want.file:
            kept = node.giving = (want.file, _opened(node, connection, want.file))
    found = kept[1][offset : offset + coming.PART]
    if offset + len(found) >= len(kept[1]):
        node.giving = None
    return found


def body_for(node: Node, peer: Peer, want: Wanted) -> bytes:
    with node.store.reading() as connection:
        _check_goes(connection, peer, want)
        return _opened(node, connection, want.file)


def _opened(node: Node, connection: Connection, file: str) -> bytes:
    """One that was lost or spoilt here is a no to this one file: whoever asks goes on with the others."""
    try:
        return blobs.get(node.store, connection, file)
    except Unavailable as away:
        if away.what != "file":
            raise
        raise Refused("file-not-here", file=file) from away


def _check_goes(connection: Connection, peer: Peer, want: Wanted) -> None:
    case = waiting.concern(connection, want.case)
    if case is not None and case.erased:
        raise Refused("file-erased")
    if case is None or not _goes_to(case, peer):
        raise Refused("file-not-theirs")
    if want.file in case.scans and case.centre in waiting.holders(connection, want.file):
        return
    if not (case.centre in peer.offices and want.file in _results(connection, case)):
        raise Refused("file-not-here", file=want.file)


def _goes_to(case: Concern, peer: Peer) -> bool:
    if case.erased:
        return False
    return case.centre in peer.offices or (case.licensor in peer.offices and case.status not in NOT_SENT)


def _results(connection: Connection, case: Concern) -> dict[str, ResultPaper]:
    """The prints of the result, the one that counts as having come last."""
    p = tables.papers.c
    asked = select(tables.papers).where(p.subject == case.id, p.form.in_(RESULT_FORMS), p.file.is_not(None))
    rows = connection.execute(asked.order_by(p.id.desc())).all()
    return {
        row.file: ResultPaper(
            id=row.id, form=row.form, lang=row.lang, code=row.code, copy=row.copy, facts=row.facts, edition=row.edition or "",
        )
        for row in rows
        if row.centre == case.licensor
    }  # fmt: skip


def _sizes(connection: Connection, files: set[str]) -> dict[str, int]:
    f = tables.files.c
    return {row.sha256: row.size for row in connection.execute(select(f.sha256, f.size).where(f.sha256.in_(files)))}


# ---- what comes


def begin(node: Node, peer: Peer, offer: Offered, *, metadata: str = "", anew: bool = False) -> Coming:
    """Where the file goes on; `Refused` where no case of that peer names it."""
    with node.store.reading() as connection:
        _check_comes(connection, peer, offer)
    told = _told(peer, offer, metadata=metadata)
    if anew:
        coming.place_of(node.unfinished, peer.id, offer.file).unlink(missing_ok=True)
    return coming.begin(node.unfinished, told, secret=secret(node))


def _told(peer: Peer, offer: Offered, *, metadata: str = "") -> Told:
    if offer.size > blobs.LARGEST:
        raise Refused("file-too-large", megabytes=blobs.LARGEST // 1024**2)
    paper = json.dumps(asdict(offer.paper)) if offer.paper else ""
    return Told(peer=peer.id, case=offer.case, file=offer.file, size=offer.size, paper=paper, metadata=metadata)


def bring(node: Node, peer: Peer, offer: Offered, body: bytes) -> None:
    """A whole file that came at once, as by a stick: judged by its hash, and kept like one that came in parts."""
    told = _told(peer, offer)
    if hashlib.sha256(body).hexdigest() != told.file:
        raise Refused("file-differs", file=told.file)
    with node.lock:
        patiently(lambda: _keep(node, peer, told, body))


def resumed(node: Node, peer: Peer, want: Wanted) -> Coming | None:
    """What is here of it; None: nothing. `Refused` where it is of no use any more."""
    with node.store.reading() as connection:
        _check_comes(connection, peer, Offered(case=want.case, file=want.file, size=0), begun=True)
    return coming.resume(node.unfinished, peer.id, want.file, secret=secret(node))


def is_here(node: Node, want: Wanted) -> bool:
    """Whole, judged and kept, for that case."""
    with node.store.reading() as connection:
        case, ours = waiting.concern(connection, want.case), _ours(connection)
        if case is None:
            return False
        held = waiting.holders(connection, want.file)
        return waiting.has(case, held, ours) and (
            want.file in case.scans or want.file in _papers_here(connection, case)
        )


def finish(node: Node, peer: Peer, file: Coming) -> None:
    """Judged by its hash; then it is kept, and with it what it is the print of, in one transaction."""
    with node.lock:
        if file.place.exists():  # else another part's answer came before ours, and it is kept
            body = file.body()
            patiently(lambda: _keep(node, peer, file.told, body))
            file.away()


def _keep(node: Node, peer: Peer, told: Told, body: bytes) -> None:
    paper = read(ResultPaper, told.paper.encode()) if told.paper else None
    with receiving(node.store, node.device, node.stamp()) as reception:
        offer = Offered(case=told.case, file=told.file, size=told.size, paper=paper)
        case = _check_comes(reception.connection, peer, offer)
        blobs.put(reception, body, offices=case.offices)
        if paper is not None:
            # drawn over there: its bytes are proven by their hash, and never drawn anew here
            row = replace(paper, edition=f"{peer.id} {paper.edition}")
            reception.put("papers", subject=case.id, centre=case.centre, file=told.file, **asdict(row))
        reception.commit()


def _check_comes(connection: Connection, peer: Peer, offer: Offered, *, begun: bool = False) -> Concern:
    """`begun`: what it is the print of was judged then, and is judged again before it is kept."""
    case, ours = waiting.concern(connection, offer.case), _ours(connection)
    if case is not None and case.erased:
        raise Refused("file-erased")
    if case is None or not case.offices & ours or not case.offices & peer.offices:
        raise Refused("file-not-theirs")
    if offer.file in case.scans:
        return case
    theirs = case.signed and case.centre in ours and case.licensor in peer.offices
    known = begun if offer.paper is None else _fits(connection, peer, case, paper=offer.paper)
    if not theirs or not known:
        raise Refused("file-not-theirs")
    return case


def _fits(connection: Connection, peer: Peer, case: Concern, *, paper: ResultPaper) -> bool:
    """A paper of the result, that says of itself what stands beside it, and takes the place of no other."""
    p = tables.papers.c
    there = connection.execute(select(p.subject, p.edition).where(p.id == paper.id)).one_or_none()
    if there is not None and (there.subject != case.id or not str(there.edition).startswith(f"{peer.id} ")):
        return False
    try:
        facts = codec.plain_value(paper.facts)
        says = (facts["code"], int(facts.get("copy", 0)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return paper.form in RESULT_FORMS and says == (paper.code, paper.copy) and len(paper.id) <= 64


def _papers_here(connection: Connection, case: Concern) -> set[str]:
    p = tables.papers.c
    return set(connection.execute(select(p.file).where(p.subject == case.id, p.file.is_not(None))).scalars())


def _ours(connection: Connection) -> frozenset[str]:
    d = tables.devices.c
    return frozenset(connection.execute(select(d.centre).where(d.local)).scalars())


# ---- order in the house


def tidy(node: Node, peer: Peer) -> None:
    """Unfinished files that are of no use go; chains whose files are all here are not read again."""
    oldest = (node.clock.instant().utc - KEPT).timestamp()
    coming.sweep(node.unfinished, secret=secret(node), older_than=oldest, needed=lambda told: _needed(node, told))
    with node.store.reading() as connection:
        far = waiting.read_up_to(connection, peer.id)
    if far:
        patiently(lambda: _mark(node, peer, far))


def _mark(node: Node, peer: Peer, far: dict[str, int]) -> None:
    with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
        for device, seq in far.items():
            reception.put("cursors", id=waiting.mark(peer.id, device), centre=office_of(device), seq=seq)
        reception.commit()


def _needed(node: Node, told: Told) -> bool:
    want = Wanted(case=told.case, file=told.file)
    try:
        with node.store.reading() as connection:
            peer = parties(connection).peer(told.peer)
            _check_comes(connection, peer, Offered(case=told.case, file=told.file, size=told.size), begun=True)
    except Refused:
        return False
    return not is_here(node, want)


def secret(node: Node) -> bytes:
    """What unfinished files are sealed by: the store's key; where a database keeps its own, the device's."""
    if node.store.key:
        return bytes.fromhex(node.store.key)
    return HKDF(SHA256(), 32, salt=None, info=b"tereze unfinished").derive(node.speaker.key.private_bytes_raw())


def gone(away: Unavailable) -> str:
    return away.status if away.what == "licensor" else f"{away.what}-{away.status}"
