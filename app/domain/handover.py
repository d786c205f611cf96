"""A hand-over is two acts of two people: one gives, another takes. Until it is taken, the holder is who it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Head, order
from app.domain.moment import Moment
from app.domain.personal import Personal
from app.domain.roles import Role

GIVEN_FOR = timedelta(days=1)  # so long a signature that gives can be taken; then the papers are given anew
# whose papers a role gives and takes
HOLDER_OF: dict[str, f.Holder] = {
    Role.SECTOR: "sector", Role.COURIER: "courier", Role.CHANCELLERY: "chancellery", Role.SECRETARY: "chancellery",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    id: str
    version: int
    number: str
    status: Literal["given", "taken", "refused", "lost", "returned"]
    registries: tuple[str, ...]
    cases: tuple[str, ...]
    from_holder: f.Holder
    to_holder: f.Holder
    giver: str
    given_at: Moment
    given_event: str
    list_hash: str
    receiver: str | None = None
    taker: str | None = None
    taken_at: Moment | None = None
    missing: tuple[str, ...] = ()  # cases that the taker did not find: they stay with who gave
    damaged: tuple[str, ...] = ()
    giver_key: str = ""
    gave: str = ""  # what the giver signed
    taker_key: str = ""
    took: str = ""
    reason: Personal | None = None
    out_of_order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What one of the two signed, and with which key (public, in hex)."""

    key: str
    statement: str


def may_take_back(
    handover: Handover, login: str, role: str, *, office: str, giver_role: str | None, now: Moment
) -> bool:
    """Who gave may, until it is taken: nothing stays locked in a bag.

    So may a colleague who gives the same papers from the same office, once the giver is no longer one of them (`giver_role`;
    None: their account is closed) or the day of their signature is over.
    """
    if handover.status != "given":
        return False
    if login == handover.giver:
        return True
    holder = handover.from_holder
    alone = HOLDER_OF.get(giver_role or "") != holder or now.utc - handover.given_at.utc > GIVEN_FOR
    return alone and HOLDER_OF.get(role) == holder and handover.number.split("-")[0] == office


def codes_of(registries: Iterable[str], cases: Iterable[str]) -> tuple[str, ...]:
    """By which both signatures name what changes hands: the codes on the papers."""
    return (*(f"R-{number}" for number in registries), *(f"C-{number}" for number in cases))


def list_hash(registries: tuple[str, ...], cases: tuple[str, ...]) -> str:
    """What both parties mean: the same codes in any order give the same hash."""
    text = "\n".join((*sorted(registries), "", *sorted(cases)))
    return hashlib.sha256(text.encode()).hexdigest()


def fold(journal: Iterable[tuple[Head, Any]]) -> Handover | None:
    handover: Handover | None = None
    for head, fact in sorted({h.id: (h, fact) for h, fact in journal}.values(), key=lambda pair: order(pair[0])):
        handover = apply(handover, head, fact)
    return handover


def apply(handover: Handover | None, head: Head, fact: Any) -> Handover | None:
    if handover is None and not isinstance(fact, e.HandoverGiven):
        return None
    match handover, fact:
        case None, e.HandoverGiven():
            return Handover(
                id=head.case, version=head.version, number=fact.number, status="given", registries=fact.registries,
                cases=fact.cases, from_holder=fact.from_holder, to_holder=fact.to_holder, giver=head.who,
                given_at=head.at, given_event=head.id, list_hash=fact.list_hash, receiver=fact.receiver,
                giver_key=fact.key, gave=fact.statement,
            )  # fmt: skip
        case Handover(), e.HandoverReprinted():
            return replace(handover, version=max(handover.version, head.version))
        case Handover(status="given"), e.HandoverTaken() if (
            fact.given == handover.given_event and fact.list_hash == handover.list_hash and head.who != handover.giver
        ):
            return replace(
                handover, version=head.version, status="taken", taker=head.who, taken_at=head.at,
                missing=fact.missing, damaged=fact.damaged, taker_key=fact.key, took=fact.statement,
            )  # fmt: skip
        case Handover(status="given"), e.HandoverEnded():
            return replace(
                handover, version=head.version, status=fact.state, reason=fact.person.words if fact.person else None
            )
        case Handover(status="taken"), e.HandoverEnded(state="lost"):
            return replace(
                handover, version=head.version, status="lost", reason=fact.person.words if fact.person else None
            )
    assert handover is not None
    version = max(handover.version, head.version)
    return replace(handover, version=version, out_of_order=(*handover.out_of_order, head.id))
