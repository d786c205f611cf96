"""Signatures of hand-overs read again: of every one in the store, and of one act on paper, which needs no store to be judged.

From the square alone: whose two keys signed which list, and that the device vouched for both. Beside it the store may say that
it knows this hand-over, that it has another list, or that a key was given up since.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from app.domain import codec
from app.domain.access import Access, id_of
from app.domain.handover import Handover, codes_of
from app.domain.moment import Instant
from app.keeping.given_back import missing
from app.keeping.reread import Look, Wrong, batches
from app.proof import cose, handed, listed
from app.proof.cose import NotSigned, Statement
from app.proof.handed import Forged, Given, Hand, Taken
from app.store import tables

HANDOVERS = "SELECT id, number, state FROM handovers WHERE status IN ('taken', 'lost') AND id > :k0 ORDER BY id"


def read_handovers(connection: Connection, look: Look) -> None:
    """Whoever holds papers because of a hand-over has signed for it, over what the giver signed."""
    for rows in batches(connection, HANDOVERS, ""):
        for row in rows:
            handover = codec.load(Handover, row.state)
            if handover.taken_at is None:
                continue
            try:
                given, taken = _judged(handover)
                if given.number != handover.number.replace("-", ""):
                    raise Forged("other-list")
                at = _where(connection, handover)
                here = [bool(look.local.get(device)) for device in at]
                look.keys_away += _keys_of_this_house(connection, handover, here, given=given, taken=taken)
                if all(here):
                    _list_of_this_house(connection, handover, given, taken)
            except Forged as wrong:
                raise Wrong("hand-over-forged", "handovers", row.id, why=wrong.why) from wrong


def _judged(handover: Handover) -> tuple[Given, Taken]:
    gave = _hand(handover.giver, handover.from_holder, handover.giver_key)
    took = _hand(handover.taker or "", handover.to_holder, handover.taker_key)
    try:
        body, taking = cose.from_text(handover.gave), cose.from_text(handover.took)
    except NotSigned as wrong:
        raise Forged("no-signature") from wrong
    return handed.judge(body, taking, gave=gave, took=took)


def _hand(login: str, holder: str, key: str) -> Hand:
    try:
        public = bytes.fromhex(key)
    except ValueError as wrong:
        raise Forged("no-signature") from wrong
    if len(public) != handed.PUBLIC:
        raise Forged("no-signature")
    return Hand(login=login, holder=holder, public=public)


def _where(connection: Connection, handover: Handover) -> tuple[str, str]:
    """The devices at which it was given and taken: a courier may have taken at one node what was given at the other."""
    e = tables.events.c
    takings = select(e.device, e.facts).where(e.subject == handover.id, e.kind == "hand-over.taken")
    took = [row.device for row in connection.execute(takings) if _key_in(row.facts) == handover.taker_key]
    return handover.number.rsplit("-", 3)[0], (took or [""])[0]


def _key_in(facts: bytes | None) -> str:
    return str(json.loads(facts).get("key", "")) if facts else ""


def _keys_of_this_house(
    connection: Connection, handover: Handover, here: list[bool], *, given: Given, taken: Taken
) -> int:
    """Whose key it was then is known to the node alone that issued it: the one where they signed. How many nobody knows
    any more: a key that was issued after the last backup, of whose event the peer gave back no more than its place."""
    theirs = ((handover.giver, handover.giver_key, given.at), (handover.taker, handover.taker_key, taken.at))
    lost = 0
    for (login, key, at), local in zip(theirs, here, strict=True):
        then = (
            [k.public for k in _ring(connection, login) if _seconds(k.since) <= at <= _until(k.until)]
            if local
            else [key]
        )
        if key in then:
            continue
        if then or not _lost_places(connection):
            raise Forged("key-not-theirs")
        lost += 1
    return lost


def _lost_places(connection: Connection) -> bool:
    """This house came back from a backup, and of some of its own events nothing but their place is left."""
    try:
        return any(one.stubs or one.earlier for one in missing(connection).values())
    except Wrong:  # what says so is forged, and `verify` names it
        return False


def _list_of_this_house(connection: Connection, handover: Handover, given: Given, taken: Taken) -> None:
    codes = _codes(connection, handover)
    if handed.root(codes) != given.items:
        raise Forged("other-list")
    numbers = dict(zip(handover.cases, codes[len(handover.registries) :], strict=True))
    for ids, root in ((handover.missing, taken.left), (handover.damaged, taken.damaged)):
        if handed.root(numbers[id] for id in ids) != root:
            raise Forged("other-list")


def local_devices(connection: Connection) -> tuple[str, ...]:
    d = tables.devices.c
    return tuple(connection.execute(select(d.code).where(d.local)).scalars())


def _ring(connection: Connection, login: str | None) -> tuple[Any, ...]:
    query = select(tables.access.c.state).where(tables.access.c.id == id_of(login or ""))
    state = connection.execute(query).scalar()
    try:
        return codec.load(Access, state).keys if state is not None else ()
    except ValueError:  # the row is spoilt: it knows of no key
        return ()


def _codes(connection: Connection, handover: Handover) -> tuple[str, ...]:
    numbers = {
        row.id: row.number
        for table, ids in ((tables.registries, handover.registries), (tables.cases, handover.cases))
        for row in connection.execute(select(table.c.id, table.c.number).where(table.c.id.in_(ids)))
    }
    try:
        return codes_of((numbers[id] for id in handover.registries), (numbers[id] for id in handover.cases))
    except KeyError as gone:
        raise Forged("other-list") from gone


def _seconds(told: str) -> int:
    return int(Instant.parse(told).utc.timestamp())


def _until(told: str) -> int:
    return _seconds(told) if told else 1 << 62


# ---- one act on paper


@dataclass(frozen=True, slots=True)
class Act:
    """What the square of an act says, before anybody believes it."""

    statement: Statement
    give: bytes
    take: bytes
    gave: Hand
    took: Hand

    def judged(self) -> tuple[Given, Taken]:
        return handed.judge(self.give, self.take, gave=self.gave, took=self.took)


def read_act(body: bytes) -> Act | None:
    """`Forged("one-sided")` for one of the two signatures alone. None: it is no paper of a hand-over."""
    try:
        statement, give, take, (gave, took) = handed.read_act(body)
        return Act(statement, give, take, gave, took)
    except NotSigned:
        pass
    for alone in (handed.read_given, handed.read_taken):
        try:
            alone(body)
        except NotSigned:
            continue
        raise Forged("one-sided")
    return None


def told(given: Given, taken: Taken, act: Act) -> dict[str, Any]:
    return {
        "number": given.number, "device": act.statement.key, "items": given.items.hex(), "nonce": given.nonce.hex(),
        "gave": {"login": act.gave.login, "holder": act.gave.holder, "key": handed.fingerprint(act.gave.public),
                 "at": _iso(given.at)},
        "took": {"login": act.took.login, "holder": act.took.holder, "key": handed.fingerprint(act.took.public),
                 "at": _iso(taken.at)},
        "whole": not (taken.left or taken.damaged),
    }  # fmt: skip


def _iso(at: int) -> str:
    return Instant(datetime.fromtimestamp(at, UTC)).iso()


def in_store(connection: Connection, act: Act, given: Given, *, local: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What this store says beside it, and the codes on the list as it has them. `Forged`: it contradicts the paper."""
    table = tables.handovers
    query = select(table.c.state).where(func.replace(table.c.number, "-", "") == given.number)
    state = connection.execute(query).scalar()
    if state is None:
        if local:  # it would have happened here
            raise Forged("not-here")
        return {"here": False}, ()
    try:
        handover = codec.load(Handover, state)
    except ValueError as spoilt:
        raise Forged("other-act") from spoilt
    if (handover.gave, handover.took) != (cose.text(act.give), cose.text(act.take)):
        raise Forged("other-act")
    codes = _codes(connection, handover)
    if handed.root(codes) != given.items:
        raise Forged("other-list")
    ended, away = {}, 0
    if local:  # the device where it was taken; it may have been given at the other node
        gave_here = any(handover.number.startswith(f"{code}-") for code in local_devices(connection))
        for hand in (act.gave, act.took) if gave_here else (act.took,):
            found = next((k for k in _ring(connection, hand.login) if k.public == hand.public.hex()), None)
            if found is None and not _lost_places(connection):
                raise Forged("key-not-theirs")
            if found is None:
                away += 1
            elif found.until:
                ended[hand.login] = found.until
    told = {"keys_away": away} if away else {}
    return {"here": True, "status": handover.status, "key_given_up": ended, **told}, codes


def shown(code: str, codes: Sequence[str]) -> dict[str, Any]:
    """That something was on the list, or was not, by a strip that names nothing else but its neighbours."""
    wanted = code.replace("-", "")
    there = wanted in listed.ordered(codes)
    strips = (listed.strip(codes, wanted),) if there else listed.neighbours(codes, wanted)
    plain = [{"number": s.number, "place": s.place, "of": s.of, "path": [one.hex() for one in s.path]} for s in strips]
    return {"number": wanted, "in_list": there, "strips": plain}
