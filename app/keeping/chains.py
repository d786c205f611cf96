"""The chains of `verify`: every device's from its first event, each hash reckoned again, the first wrong event named.

They share no hashing with the store that wrote: `app.store.chain` is deliberately not used here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from app.keeping.anchored import Anchor, Forged, Watch, kept
from app.keeping.given_back import missing
from app.keeping.reread import Look, Wrong
from app.store import tables

PAPER = "paper"
STEP = 2000  # events held at once, some megabytes

CHAIN = """
    SELECT e.seq, e.id, e.subject, e.kind, e.version, e.head, e.facts, e.hashes, e.row_hash, p.salt, p.person
    FROM events e LEFT JOIN persons p ON p.event = e.id WHERE e.seq > :k0 AND e.device = :k1 ORDER BY e.seq"""


class Event(NamedTuple):
    """A row of `CHAIN`."""

    seq: int
    id: str
    subject: str | None
    kind: str | None
    version: int | None
    head: Any
    facts: Any
    hashes: Any
    row_hash: Any
    salt: Any
    person: Any


def _events(connection: Connection, device: str) -> Iterator[list[tuple[Any, ...]]]:
    """As the driver gives them: of a million rows each wrapping is felt."""
    statement, last = text(f"{CHAIN} LIMIT {STEP}"), 0
    while True:
        answer: Any = connection.execute(statement, {"k0": last, "k1": device})
        events = answer.cursor.fetchall()
        answer.close()
        if events:
            yield events
            last = events[-1][0]
        if len(events) < STEP:
            return


def read_chains(connection: Connection, look: Look) -> None:
    """Every device's chain from its first event: no hole, every hash right, the end where the device's row says."""
    stray = (
        "SELECT device, seq FROM events e WHERE NOT EXISTS (SELECT 1 FROM devices d WHERE d.code = e.device) LIMIT 1"
    )
    if lost := connection.execute(text(stray)).one_or_none():
        raise Wrong("chain-without-device", "events", f"{lost.device}/{lost.seq}")
    look.missing = missing(connection)
    for device in connection.execute(select(tables.devices).order_by(tables.devices.c.code)).all():
        look.local[device.code] = bool(device.local)
        _read_chain(connection, look, device)
    for code, wanted in look.anchors.items():
        if code not in look.chains:
            raise Wrong("anchor-beyond", "devices", code, seq=max(wanted))


def _read_chain(connection: Connection, look: Look, device: Any) -> None:
    code = device.code
    anchors = look.anchors.get(code, {})
    watch = _watch(connection, look, device)
    gone = look.missing.get(code)  # None: another node's, of which this one has what concerns it
    count, head, end, beyond = 0, bytes(32), device.seq, ""
    watched = bool(anchors or watch.anchors)
    for events in _events(connection, code):
        first = count
        sound = _sound(code, events, count, head)
        if sound and not watched:
            count, head = events[sound - 1][0], events[sound - 1][8]
        for event in map(Event._make, events if watched else events[sound:]):
            if event.seq != count + 1:
                raise Wrong("event-removed", "events", f"{code}/{count + 1}", seq=count + 1)
            if count >= first + sound and not _sound(code, (event,), count, head):
                _judge(code, event, head, whole=gone is not None and not gone.stub(event.seq))
                look.stubs += event.head is None
                look.stubs_unsigned += event.head is None and gone is not None and gone.unsigned(event.seq)
                look.erased += event.salt is None and event.head is not None
            count, head = event.seq, event.row_hash
            if count in anchors and not head.hex().startswith(anchors[count]):
                raise Wrong("anchor-contradicted", "events", f"{code}/{count} {event.id}", seq=count)
            if against := watch.pass_by(count, bytes(head)):
                _contradicted(against, f"{code}/{count} {event.id}", since=watch.proven + 1, seq=count)
        look.events += len(events)
        if not beyond and count > end:
            beyond = next(f"{code}/{event[0]} {event[1]}" for event in events if event[0] == end + 1)
    look.chains[code] = {"count": count, "head": head.hex()}
    look.proven[code] = watch.proven
    if watch.lost and look.restored is None:
        (seq, anchor), *_ = watch.lost
        look.restored = Wrong(
            "restored-with-loss", "checkpoints", anchor.source, device=code, seen_on=anchor.seen_on,
            since=(anchor.left or 0) + 1, seq=seq,
        )  # fmt: skip
    if device.seq > count:
        raise Wrong("tail-cut", "devices", code, seq=device.seq, count=count)
    if beyond:
        raise Wrong("event-inserted", "events", beyond)
    if bytes(device.head) != head:
        raise Wrong("end-differs", "devices", code, seq=count)
    furthest = max(anchors, default=0)
    if device.local or code in look.sheet:  # of a peer's chain a checkpoint may be here before its events
        furthest = max(furthest, watch.furthest if device.local else look.sheet[code].count)
    if furthest > count:
        raise Wrong("anchor-beyond", "devices", code, seq=furthest)


def _watch(connection: Connection, look: Look, device: Any) -> Watch:
    try:
        watch = Watch(kept(connection, device))
    except Forged as forged:
        raise Wrong("checkpoint-forged", "checkpoints", forged.row) from forged
    if point := look.sheet.get(device.code):
        watch.anchors.setdefault(point.count, []).insert(0, Anchor(point.head, point.root, True, PAPER))
    return watch


def _contradicted(anchor: Anchor, row: str, *, since: int, seq: int) -> None:
    """Against paper nothing that lies in the store itself counts: its owner may have signed that too."""
    paper = anchor.source == PAPER
    what, since = ("paper-contradicts", 1) if paper else ("checkpoint-contradicts", since)
    raise Wrong(what, "events", row, seq=seq, since=since, anchor=anchor.source)


def _sound(code: str, events: Sequence[tuple[Any, ...]], count: int, before: bytes) -> int:
    """How many from the first are as they should be: the quick way. Where it stops, it is judged slowly and named."""
    sound = 0
    for seq, id, subject, kind, version, head, facts, hashes, row_hash, salt, person in events:
        count += 1
        try:
            told = head.decode()
            if (
                seq != count
                or sha256(head).digest() + sha256(facts).digest() + sha256(salt + person).digest() != hashes
                or sha256(before + hashes).digest() != row_hash
                or f'"case":"{subject}",' not in told
                or f'"device":"{code}","id":"{id}","kind":"{kind}",' not in told
                or f',"seq":{seq},"v":1,"version":{version},' not in told
            ):
                break
        except (TypeError, AttributeError, UnicodeDecodeError):  # empty, or a text where SQLite should hold bytes
            break
        before = row_hash
        sound += 1
    return sound


def _judge(code: str, row: Any, before: bytes, *, whole: bool) -> None:
    """The same, part by part."""
    name = f"{code}/{row.seq} {row.id}"
    if not isinstance(row.hashes, bytes):
        raise Wrong("event-out-of-chain", "events", name)
    if row.head is None:
        if whole or any(part is not None for part in (*row[2:5], row.facts, row.salt)):
            raise Wrong("event-emptied", "events", name)
    else:
        _same("head", row.hashes[:32], name, row.head)
        _same("facts", row.hashes[32:64], name, row.facts)
        if row.salt is not None:  # erased: only its hash is left
            _same("person", row.hashes[64:], name, row.salt, row.person)
        _columns(code, row, name)
    if len(row.hashes) != 96 or sha256(before + row.hashes).digest() != row.row_hash:
        raise Wrong("event-out-of-chain", "events", name)


def _same(part: str, kept: object, name: str, *stored: object) -> None:
    spoilt = not all(isinstance(one, bytes) for one in stored)  # SQLite lets a text stand where bytes stood
    if spoilt or sha256(b"".join(stored)).digest() != kept:  # type: ignore[arg-type]
        raise Wrong("event-changed", "persons" if part == "person" else "events", name, part=part)


def _columns(device: str, row: Any, name: str) -> None:
    """The columns beside the bytes are for searching; they must say what the bytes say."""
    try:
        plain = json.loads(row.head)
        told = (plain["seq"], plain["id"], plain["case"], plain["kind"], plain["version"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Wrong("event-unreadable", "events", name) from fault
    if told != tuple(row)[:5] or plain.get("device") != device:
        raise Wrong("event-columns", "events", name)


JOURNAL_OF = """
    SELECT e.seq, e.id, e.subject, e.kind, e.version, e.head, e.facts, e.hashes, e.row_hash, p.salt, p.person, e.device,
        p.event AS known, b.row_hash AS before
    FROM events e LEFT JOIN persons p ON p.event = e.id LEFT JOIN events b ON b.device = e.device AND b.seq = e.seq - 1
    WHERE e.subject = :subject ORDER BY e.id"""


def journal_of(connection: Connection, subject: str) -> list[Any]:
    """The events of one subject, each compared with its hashes and with the event before it on its device."""
    rows = list(connection.execute(text(JOURNAL_OF), {"subject": subject}).all())
    for row in rows:
        _judge(row.device, row, row.before or bytes(32), whole=True)
    return rows
