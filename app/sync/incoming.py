"""What comes in: a stretch of one chain, checked, kept and folded at once. What cannot be applied is parked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.domain import codec
from app.domain.moment import Moment
from app.domain.roles import Role
from app.problems import Refused, Unavailable
from app.proof import given_back
from app.proof.given_back import GivenBack
from app.store import awaited, chain, tables
from app.store.points import at
from app.store.receive import Reception, TooLarge, among, office_of, receiving
from app.store.rows import Subject, mark, subject_of
from app.sync.folding import Stored, centre_of, fold
from app.sync.peers import Chain, Node, Parties, Peer, cursor_id, parties, whole_id
from app.sync.wire import WireEvent

AT_PEER = "at-peer:"  # parked over there: shown here too, and nothing that we could try again
TRIES = 8
SENT_WHOLE = ("cases", "registries", "handovers", "laws", "accounts")  # as `outgoing.concerned`; of accounts couriers'


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How far the chain has come with this batch. The same batch gives the same, for the life of the case."""

    device: str
    seq: int
    row_hash: bytes
    fresh: int = 0
    parked: int = 0


def take_in(node: Node, peer_id: str, events: Sequence[WireEvent]) -> Taken:
    """A batch of that peer. `Refused` says what is wrong with the chain, and nothing of the batch is kept."""
    if not events:
        raise Refused("batch-invalid", place="")
    device = events[0].device
    for before, event in pairwise(events):
        if event.device != device or event.seq != before.seq + 1:
            raise Refused("batch-invalid", place=str(event.seq))
        if event.row_hash != chain.row_hash(before.row_hash, event.hashes):
            raise Refused("chain-broken", device=device, seq=event.seq)
    for attempt in range(TRIES):
        try:
            with node.lock:
                return _take_in(node, peer_id, device, events=events)
        except Unavailable as lost:
            if lost.status != "moved-meanwhile" or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _take_in(node: Node, peer_id: str, device: str, *, events: Sequence[WireEvent]) -> Taken:
    at("receive.before")
    with node.store.reading() as connection:
        ours = parties(connection).is_ours(device)
    lender = device if ours else node.device
    with receiving(node.store, lender, node.stamp()) as reception:
        there = parties(reception.connection)
        peer = there.peer(peer_id)
        line = there.chains.get(device)
        if line is None or not (line.local or device in peer.devices):
            raise Refused("device-unknown", device=device)
        filled = _same_as_before(reception, line, events)
        fresh = [e for e in events if e.seq > line.seq]
        if line.local:
            fresh = _given_back(node, reception, line, peer=peer, fresh=fresh, peers=set(there.peers))
        parked = 0
        if fresh or filled:
            _new_ids(reception, line, [*filled, *fresh])
            if fresh:
                _fits(line, fresh)
            parked = _store(reception, fresh, there, filled=filled)
            if filled:
                _await_files_again(reception, peer, filled[0])
            if fresh:
                _move(node, reception, line, peer=peer, fresh=fresh)
            reception.commit()
        last = fresh[-1] if fresh else _last_had(events, line)
    at("receive.after")
    return Taken(device=device, seq=last.seq, row_hash=last.row_hash, fresh=len(fresh), parked=parked)


def _last_had(events: Sequence[WireEvent], line: Chain) -> WireEvent:
    """The last of the batch that this store has."""
    had = [e for e in events if e.seq <= line.seq]
    if not had:
        raise Refused("chain-held", device=line.device, have=line.seq)
    return had[-1]


def _same_as_before(reception: Reception, line: Chain, events: Sequence[WireEvent]) -> list[WireEvent]:
    """Sent again: one effect. With other bytes: no. What is here as a stub and comes whole now: it is given back.

    A case concerns a department from the day on which its writer knows that department's devices; what it wrote before came
    as stubs. Our own chain is not filled so: what it lost comes back once, whole or for ever as a stub.
    """
    again = {e.seq: e for e in events if e.seq <= line.seq}
    if not again:
        return []
    e = tables.events
    rows = reception.connection.execute(
        select(e.c.seq, e.c.row_hash, e.c.head.is_(None).label("stub"))
        .where(e.c.device == line.device, e.c.seq.between(min(again), max(again)))
        .order_by(e.c.seq)
    ).all()
    for row in rows:
        if bytes(row.row_hash) != again[row.seq].row_hash:
            raise Refused("event-differs", device=line.device, seq=row.seq)
    return [again[row.seq] for row in rows if row.stub and not again[row.seq].is_stub and not line.local]


def _await_files_again(reception: Reception, peer: Peer, first: WireEvent) -> None:
    """The chain was read up to a place behind it, and its files were awaited no more."""
    if peer.cursors.get(f"files:{first.device}", 0) >= first.seq:
        id, centre = awaited.mark(peer.id, first.device), office_of(first.device)
        reception.put("cursors", id=id, centre=centre, seq=first.seq - 1)


def _fits(line: Chain, fresh: list[WireEvent]) -> None:
    first = fresh[0]
    if first.seq != line.seq + 1:
        raise Refused("chain-gap", device=line.device, have=line.seq)
    if first.row_hash != chain.row_hash(line.head, first.hashes):
        raise Refused("chain-broken", device=line.device, seq=first.seq)


def _new_ids(reception: Reception, line: Chain, coming: list[WireEvent]) -> None:
    whole = {e.id for e in coming if not e.is_stub}
    if met := among(reception.connection, "events", "id", ids=whole, wanted=("device", "seq")):
        raise Refused("event-differs", device=met[0].device, seq=met[0].seq)
    if len(whole) != sum(not e.is_stub for e in coming):
        raise Refused("event-differs", device=line.device, seq=coming[0].seq)


def _given_back(
    node: Node, reception: Reception, line: Chain, *, peer: Peer, fresh: list[WireEvent], peers: set[str]
) -> list[WireEvent]:
    """Our own events, which a peer still has and a store from a backup has not. Only such a store takes them.

    A stub is taken when no peer has the event itself, for it closes the place for ever: each has a stub too, or not even that.
    """
    if fresh and whole_id(peer.id, node.store.epoch) in _marks(reception):
        raise Refused("own-chain-ahead", device=line.device, have=line.seq)
    _could_be_ours(node, reception, fresh)
    for place, event in enumerate(fresh):
        if event.is_stub:
            offered = node.told.offers.setdefault((line.device, event.seq), set())
            offered.add(peer.id)
            if any(node.told.has.get((line.device, other), event.seq) >= event.seq for other in peers - offered):
                return fresh[:place]  # not met yet, or it may have more than a stub
    return fresh


def _could_be_ours(node: Node, reception: Reception, fresh: list[WireEvent]) -> None:
    """What a peer never got whole it cannot give back whole, and nothing of ours was written years ahead of today."""
    whole = [e for e in fresh if not e.is_stub]
    people = {e.subject or "" for e in whole if subject_of(e.kind or "").table == "accounts"}
    known = among(reception.connection, "accounts", "id", ids=people, wanted=("id", "role"))
    couriers = {row.id for row in known if row.role == Role.COURIER}
    this_year = node.clock.instant().utc.year
    for e in whole:
        table = subject_of(e.kind or "").table
        try:
            if e.kind == "account.opened" and codec.plain_value(e.facts or b"").get("role") == Role.COURIER:
                couriers.add(e.subject or "")
            told = e.told if e.told is not None else codec.plain_value(e.head or b"")
            year = Moment.parse(told["at"]).utc.year
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise Refused("batch-invalid", place=str(e.seq)) from wrong
        if table not in SENT_WHOLE or (table == "accounts" and e.subject not in couriers) or year > this_year + 1:
            raise Refused("batch-invalid", place=str(e.seq))


def _marks(reception: Reception) -> set[str]:
    column = tables.cursors.c.id
    return set(reception.connection.execute(select(column).where(column.contains(" whole:"))).scalars())


def _move(node: Node, reception: Reception, line: Chain, *, peer: Peer, fresh: list[WireEvent]) -> None:
    last = fresh[-1]
    if line.local:
        office = node.store.offices[office_of(line.device)]
        zone = ZoneInfo(office.zone)
        told = [Moment.parse(e.told["at"]) for e in fresh if e.told]  # by a clock that may have been ahead of today's
        year = max(moment.local(zone).year for moment in (node.clock.moment(office), *told))
        reception.move(line.row, seq=last.seq, head=last.row_hash, year=year, numbers=len(fresh))
        _write_down(node, reception, fresh)
    else:
        reception.move(line.row, seq=last.seq, head=last.row_hash)
    reception.put("cursors", id=cursor_id(peer.id, line.device), centre=office_of(line.device), seq=last.seq)


def _write_down(node: Node, reception: Reception, fresh: list[WireEvent]) -> None:
    """Which of our own events came back as stubs, or without the people: `verify` takes no others for such."""
    centre = office_of(fresh[0].device)
    for part in (fresh[n : n + given_back.MOST] for n in range(0, len(fresh), given_back.MOST)):
        told = GivenBack(
            device=part[0].device, since=part[0].seq, until=part[-1].seq, head=part[-1].row_hash,
            stubs=frozenset(e.seq for e in part if e.is_stub),
            bare=frozenset(e.seq for e in part if not e.is_stub and e.salt is None),
            at=int(reception.stamp.recorded_at.utc.timestamp()),
        )  # fmt: skip
        reception.put(
            "given_back", id=told.id, centre=centre, device=told.device, since=told.since, until=told.until,
            body=given_back.signed(told, key=node.device, sign=node.speaker.key.sign),
        )  # fmt: skip


def _store(reception: Reception, fresh: list[WireEvent], there: Parties, *, filled: list[WireEvent]) -> int:
    subjects: dict[tuple[str, str], Subject] = {}
    places: dict[str, tuple[str, str]] = {}
    arrived: list[Stored] = []
    fresh_from = fresh[0].seq if fresh else filled[-1].seq + 1
    for e in (*filled, *fresh):
        keep = reception.take if e.seq >= fresh_from else reception.fill
        keep(
            id=e.id, device=e.device, seq=e.seq, subject=e.subject, kind=e.kind, version=e.version, head=e.head,
            facts=e.facts, hashes=e.hashes, row_hash=e.row_hash, salt=e.salt, person=e.person,
        )  # fmt: skip
        if e.head is not None and e.facts is not None and e.subject is not None and e.kind is not None:
            subject = subject_of(e.kind)
            subjects[subject.table, e.subject] = subject
            places[e.id] = subject.table, e.subject
            arrived.append(Stored(e.id, e.device, e.head, e.facts, e.person, e.told))
    return refold(reception, subjects, arrived=arrived, places=places, there=there)[0]


def _looked_at(table: str) -> tuple[str, ...]:
    state = ("state",) if "state" in tables.metadata.tables[table].columns else ()
    return ("id", "version", "centre", *state)


def refold(
    reception: Reception, subjects: dict[tuple[str, str], Subject], *, arrived: Iterable[Stored],
    places: dict[str, tuple[str, str]], there: Parties,
) -> tuple[int, int]:  # fmt: skip
    """Folds these subjects from all that is stored of them and what just arrived: how many are parked, and settled."""
    journals = _journals(reception, subjects)
    for one in arrived:
        journals[places[one.id]].append(one)
    ids = {id for _, id in subjects}
    rows = {
        (table, row.id): row
        for table in sorted({table for table, _ in subjects})
        for row in among(reception.connection, table, "id", ids=ids, wanted=_looked_at(table))
    }
    waiting = {
        row.event: row
        for row in among(
            reception.connection, "parked", "subject", ids=ids,
            wanted=("event", "centre", "subject", "reason", "settled"),
        )
    }  # fmt: skip
    side_of = reception.store.side_of
    made = {
        place: fold(subject, journals[place], parties=there, side_of=side_of) for place, subject in subjects.items()
    }
    taken = _names_taken(reception, {place: folded.after for place, folded in made.items() if folded.after})
    parked = settled = 0
    for place, folded in made.items():
        reasons = dict(folded.reasons)
        if place in taken:
            reasons |= {one.id: taken[place] for one in journals[place]}
        elif folded.after is not None:
            row = rows.get(place)
            if getattr(folded.after, "erased", None) is not None:  # also what of it comes later
                reception.erase(place[1])
            try:
                reception.keep(
                    subjects[place], place[1], after=folded.after, expect=mark(row),
                    centre=row.centre if row else centre_of(folded),
                )  # fmt: skip
            except TooLarge:  # the subject stays as it stands; its events wait, and stop no others
                reasons |= {one.id: "fault" for one in journals[place]}
        for one in journals[place]:
            reason, before = reasons.get(one.id), waiting.get(one.id)
            if reason and (before is None or before.settled or before.reason != reason):
                centre = office_of(one.device)
                reception.put("parked", event=one.id, centre=centre, subject=place[1], reason=reason, settled=False)
                parked += before is None or before.settled
            elif reason is None and before is not None and not before.settled:
                reception.put("parked", **{**before._mapping, "settled": True})
                settled += 1
    return parked, settled


def _journals(reception: Reception, subjects: dict[tuple[str, str], Subject]) -> dict[tuple[str, str], list[Stored]]:
    found: dict[tuple[str, str], list[Stored]] = {place: [] for place in subjects}
    ids = {id for _, id in subjects}
    events = among(
        reception.connection, "events", "subject", ids=ids, wanted=("id", "device", "kind", "subject", "head", "facts")
    )
    written = among(reception.connection, "persons", "event", ids={e.id for e in events}, wanted=("event", "person"))
    people = {row.event: bytes(row.person) for row in written}
    for e in events:
        place = (subject_of(e.kind).table, e.subject)
        if place in found:
            found[place].append(Stored(e.id, e.device, bytes(e.head), bytes(e.facts), people.get(e.id)))
    return found


def _names_taken(reception: Reception, made: dict[tuple[str, str], Any]) -> dict[tuple[str, str], str]:
    """What must be one of its kind in a store: the number of a registry or hand-over, the login of a person."""
    taken: dict[tuple[str, str], str] = {}
    for table, column, reason in (
        ("registries", "number", "number-taken"), ("handovers", "number", "number-taken"),
        ("accounts", "login", "login-taken"),
    ):  # fmt: skip
        names = {id: getattr(after, column) for (where, id), after in sorted(made.items()) if where == table}
        rows = among(reception.connection, table, column, ids=set(names.values()), wanted=("id", column))
        holders = {getattr(row, column): row.id for row in rows}
        for id, name in names.items():
            if holders.setdefault(name, id) != id:
                taken[table, id] = reason
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Redriven:
    tried: int
    settled: int


def redrive(node: Node) -> Redriven:
    """Parked events tried once more: the program may be newer, a number free, the first event here."""
    with node.store.reading() as connection:
        p, e = tables.parked, tables.events
        rows = connection.execute(
            select(p.c.event, p.c.subject, e.c.kind)
            .join_from(p, e, p.c.event == e.c.id)
            .where(~p.c.settled, ~p.c.reason.startswith(AT_PEER))
            .order_by(p.c.event)
        ).all()
    places = {(subject_of(row.kind).table, row.subject): subject_of(row.kind) for row in rows}
    settled = 0
    listed = sorted(places)
    for start in range(0, len(listed), 200):
        some = {place: places[place] for place in listed[start : start + 200]}
        with node.lock, receiving(node.store, node.device, node.stamp()) as reception:
            settled += refold(reception, some, arrived=(), places={}, there=parties(reception.connection))[1]
            reception.commit()
    return Redriven(tried=len(rows), settled=settled)
