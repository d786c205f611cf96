"""One case of each kind and moment is really folded, by the store's own code; its likes are poured from that mould.

So a million cases cost minutes and not an hour, and a generated store still verifies, row by row.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from app.bench.names import Person
from app.catalogue.calendars import calendar
from app.domain import case as cases
from app.domain.case import Case, Head
from app.domain.course import Clockwork, advance
from app.domain.events import KIND, ApplicationAccepted, ApplicationRefused, CustodyMoved
from app.domain.facts import Gap, Taken, What
from app.domain.moment import Moment
from app.domain.names import alphabetical
from app.domain.pack import Service
from app.domain.people import Applicant, People
from app.domain.personal import Personal
from app.store import chain
from app.store.rows import CASE, folded
from app.store.tables import metadata
from app.store.unit import head_bytes, split

Outcome = Literal["refused", "accepted", "in-sector"]
Row = tuple[Any, ...]
Tokens = dict[str, str]
LATER = timedelta(minutes=25)  # after which it lies in the sector
SEQ = 900_000_000_000_000_001  # stands for the place in the chain
EVENTS, PERSONS, CASES = (
    tuple(c.name for c in metadata.tables[name].columns if c.name != "row") for name in ("events", "persons", "cases")
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An application of one kind: what is asked for, with the papers that lie on the counter."""

    service: Service
    what: What
    documents: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where it is taken in, and by whom."""

    centre: str
    device: str
    who: str
    zone: ZoneInfo


class Chain:
    """The device's chain as it grows, its ids and salts drawn from the seed; rows wait here until they are written."""

    def __init__(self, desk: Desk, chance: random.Random, *, seq: int, head: bytes, journal: bool = True) -> None:
        self.desk, self.chance, self.seq, self.head, self.journal = desk, chance, seq, head, journal
        self.rows: dict[str, list[Row]] = {"events": [], "persons": [], "cases": []}

    def id(self, stamp: str) -> str:
        """UUIDv7 of that moment."""
        r = self.chance.getrandbits(74)
        return f"{stamp}-7{r >> 62:03x}-{0x8000 | r >> 48 & 0x3FFF:04x}-{r & 0xFFFFFFFFFFFF:012x}"

    def append(self, event: Event, tokens: Tokens, *, id: str) -> None:
        self.seq += 1
        head = (event.head % tokens).replace(str(SEQ), str(self.seq), 1).encode()
        facts, person, salt = (
            (event.facts % tokens).encode(),
            (event.person % tokens).encode(),
            self.chance.randbytes(16),
        )
        hashes = chain.sha(head) + chain.sha(facts) + chain.sha(salt + person)
        self.head = chain.row_hash(self.head, hashes)
        here = {
            "id": id, "centre": self.desk.centre, "device": self.desk.device, "seq": self.seq, "subject": tokens["case"],
            "kind": event.kind, "version": event.version, "head": head, "facts": facts, "hashes": hashes,
            "row_hash": self.head,
        }  # fmt: skip
        self.rows["events"].append(tuple(here[name] for name in EVENTS))
        kept = {"event": id, "centre": self.desk.centre, "salt": salt, "person": person}
        self.rows["persons"].append(tuple(kept[name] for name in PERSONS))


@dataclass(frozen=True, slots=True)
class Event:
    """Its three byte strings with gaps in them; `stamp` begins the ids of its moment."""

    stamp: str
    kind: str
    version: int
    head: str
    facts: str
    person: str


@dataclass(frozen=True, slots=True)
class Mould:
    events: tuple[Event, ...]
    case: dict[str, Any]  # its row, with gaps in the state

    def pour(self, chain: Chain, person: Person, *, number: str) -> None:
        id = chain.id(self.events[0].stamp)
        tokens = {"case": id, "number": number, "name": person.name, "digits": person.number, "kind": person.kind}
        for event in self.events:
            event_id, op = chain.id(event.stamp), chain.id(event.stamp)
            tokens[f"event{event.version}"], tokens[f"op{event.version}"] = event_id, op
            if chain.journal:
                chain.append(event, tokens, id=event_id)
        row = {
            **self.case, "id": id, "number": number, "applicant": person.name, "applicant_number": person.number,
            "sorted_as": alphabetical(person.name),
            "search": folded(f"{person.name} {person.number} {number} {number.replace('-', '')}"),
            "state": self.case["state"] % tokens,
        }  # fmt: skip
        chain.rows["cases"].append(tuple(row[name] for name in CASES))


def mould(desk: Desk, wanted: Wanted, outcome: Outcome, *, at: Moment) -> Mould:
    case: Case | None = None
    events: list[Event] = []
    for moment, fact in _facts(desk, wanted, outcome, at=at):
        version = len(events) + 1
        head = Head(
            id=_gap(f"event{version}"), v=1, kind=KIND[type(fact)], device=desk.device, seq=SEQ, case=_gap("case"),
            version=version, op=_gap(f"op{version}"), who=desk.who, at=moment, recorded_at=moment.iso(), clock="by-hand",
            side="centre",
        )  # fmt: skip
        facts, person = split(fact)
        case = cases.apply(case, head, fact)
        told = [_with_gaps(part.decode()) for part in (head_bytes(head), facts, person)]
        events.append(Event(_stamp(moment), head.kind, version, *told))
    assert case is not None
    row = {"centre": desk.centre, **CASE.row(case)}
    return Mould(tuple(events), {**row, "state": _with_gaps(row["state"])})


def _facts(desk: Desk, wanted: Wanted, outcome: Outcome, *, at: Moment) -> list[tuple[Moment, Any]]:
    what, service, number = wanted.what, wanted.service, _gap("number")
    kind: Any = _gap("kind")  # nothing that happens here depends on it
    person = People(applicant=Applicant(kind=kind, number=Personal(_gap("digits")), name=Personal(_gap("name"))))
    if outcome == "refused":
        missing = next(d for d in service.documents if d.id == wanted.documents[-1].document)
        gap = Gap(document=missing.id, kind="missing", clause=missing.clause, source=missing.source)
        given = wanted.documents[:-1]
        return [(at, ApplicationRefused(number=number, what=what, gaps=(gap,), documents=given, person=person))]
    anchors = {"handing-in": at}
    course = advance(
        service, what, just=("accept", "register", "visit"), case=None, clockwork=Clockwork(at, desk.zone, calendar()),
        anchors=anchors,
    )  # fmt: skip
    accepted = ApplicationAccepted(number=number, what=what, documents=wanted.documents, course=course, person=person)
    if outcome == "accepted":
        return [(at, accepted)]
    later = Moment(at.utc + LATER)
    head = Head(
        id="", v=1, kind=KIND[ApplicationAccepted], device=desk.device, seq=SEQ, case="", version=1, op="", who=desk.who,
        at=at, recorded_at=at.iso(), clock="by-hand", side="centre",
    )  # fmt: skip
    course = advance(
        service, what, just=("to-sector",), case=cases.apply(None, head, accepted),
        clockwork=Clockwork(later, desk.zone, calendar()), anchors=anchors,
    )  # fmt: skip
    return [(at, accepted), (later, CustodyMoved(from_holder="inspector", to_holder="sector", course=course))]


def _gap(name: str) -> str:
    return f"\u27e6{name}\u27e7"


def _with_gaps(told: str) -> str:
    """For Python's %: only what we left open is filled in."""
    return told.replace("%", "%%").replace("\u27e6", "%(").replace("\u27e7", ")s")


def _stamp(at: Moment) -> str:
    told = f"{int(at.utc.timestamp() * 1000):012x}"
    return f"{told[:8]}-{told[8:]}"
