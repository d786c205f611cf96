"""What is to be signed at a case, and what was signed: bytes for whoever holds a key, verdicts for whoever looks."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.command import Asking, CodedPage, query
from app.domain import codec
from app.domain.access import Access, id_of
from app.domain.events_signatures import Answer, SignatureKept, SignedBytes
from app.domain.personal import Personal
from app.domain.roles import Right
from app.domain.signature import Judgement, Place, Signatory
from app.domain.signing_places import OWN, SIGNED, signatory
from app.problems import Refused
from app.queries.case import case_by
from app.queries.queue import at_most
from app.store.signed import newest
from app.store.tables import access, events, persons


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPlace:
    code: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """`statement`: the bytes, in Base64. They hold hashes and no person."""

    event: str
    statement: str
    by: Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    id: str  # of the event by which it is kept
    place: Place
    event: str
    who: str
    judgement: Judgement
    cms: Personal | None = None  # None: erased
    answers: tuple[Answer, ...] = ()


@query(Right.SEE_CASES)
def to_sign(asking: Asking, given: AtPlace) -> ToSign:
    """`Refused("nothing-to-sign")` where the place's event is not there yet; `signature-of-other` of somebody's own."""
    case, login = case_by(asking, given.code), asking.account.login
    event = newest(asking.connection, case.id, SIGNED[given.place])
    if event is None:
        raise Refused("nothing-to-sign", place=given.place)
    if given.place in OWN and event.who != login:
        raise Refused("signature-of-other", who=event.who)
    state = asking.connection.execute(select(access.c.state).where(access.c.id == id_of(login))).scalar()
    own = codec.load(Access, state).number if state else None
    by = signatory(given.place, case.people, own, login=login)
    return ToSign(event=event.id, statement=base64.b64encode(event.statement(given.place)).decode(), by=by)


@query(Right.SEE_CASES)
def kept(asking: Asking, given: CodedPage) -> tuple[Kept, ...]:
    """Oldest first. With the bytes, so that an undecided one can be judged again when the net is there."""
    case = case_by(asking, given.code)
    chosen = (
        select(events.c.id, events.c.head, events.c.facts, persons.c.person)
        .join(persons, persons.c.event == events.c.id, isouter=True)
        .where(events.c.subject == case.id, events.c.kind == "signature.kept")
        .order_by(events.c.version, events.c.id)
    )
    rows = asking.connection.execute(chosen).all()
    known = [row.id for row in rows]
    if given.after and given.after not in known:
        raise codec.BadShape("after", "the id of the signature that was seen last is expected")
    first = known.index(given.after) + 1 if given.after else 0
    return tuple(_kept(row) for row in rows[first : first + at_most(given.limit)])


def _kept(row: Any) -> Kept:
    fact = codec.load(SignatureKept, row.facts)
    part = codec.load(SignedBytes, row.person) if row.person else None
    return Kept(
        id=row.id, place=fact.place, event=fact.signs, who=json.loads(bytes(row.head))["who"], judgement=fact.judgement,
        cms=part.cms if part else None, answers=part.answers if part else (),
    )  # fmt: skip
