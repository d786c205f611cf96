"""The law at hand: what may be taken in today, the list of documents of a draft, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from sqlalchemy import select

from app.catalogue.clauses import derive_from
from app.command import Asking, Coded, Page, query
from app.domain.completeness import Draft, Finding, findings, required
from app.domain.pack import ChannelId, Document, Refusal, ServiceId, Text
from app.domain.roles import Right
from app.problems import Refused
from app.queries.case import case_by
from app.queries.queue import at_most
from app.store.tables import texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A service today: with its variants where the counter may take it, else why not and where instead."""

    service: ServiceId
    name: Text | None
    flow: str  # paper, electronic, desk, or empty: not at this desk
    pack: str = ""
    variants: tuple[OfferedVariant, ...] = ()
    why_not: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVariant:
    id: str
    name: Text
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Page):
    """Where people come to: a centre's counter, or the licensor's own chancellery."""

    channel: ChannelId = "counter"


@query(Right.OWN_WORK)
def services(asking: Asking, given: Desk) -> tuple[Offered, ...]:
    """Every service that is known here, offered or not."""
    found, known = [], get_args(ServiceId)
    first = known.index(given.after) + 1 if given.after in known else 0
    for id in known[first : first + at_most(given.limit)]:
        try:
            pack, service = asking.in_force(id, given.channel)
        except Refused as no:
            name = no.facts.get("name")
            channels = no.facts.get("channels") or ()
            found.append(
                Offered(
                    service=id, name=Text(**name) if isinstance(name, dict) else None, flow="", why_not=no.code,
                    offered=tuple(c["channel"] for c in channels),  # type: ignore[attr-defined]
                )
            )  # fmt: skip
            continue
        channel = service.channel(given.channel)
        variants = tuple(OfferedVariant(id=v.id, name=v.name, objects=v.objects) for v in service.variants)
        found.append(
            Offered(
                service=id, name=service.name, flow=channel.flow if channel else "", pack=pack.ref, variants=variants
            )
        )
    return tuple(found)


@query(Right.OWN_WORK)
def checklist(asking: Asking, given: Draft) -> Checklist:
    """The list of this case, computed, and its gaps as they stand now."""
    _, service = asking.in_force(given.service, given.channel)
    return Checklist(documents=required(service, given), findings=findings(service, given, on=asking.today))


@query(Right.EXAMINE)
def grounds(asking: Asking, given: Coded) -> tuple[Refusal, ...]:
    """The grounds on which the licensor may refuse this case, by its act."""
    case = case_by(asking, given.code)
    if case.what is None:
        return ()
    _, service = asking.law_of(case.what)
    return tuple(r for r in service.refusals if r.by in ("licensor", "specialist", "commission", "provider"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    act: str
    clause: str  # annex-1/10(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    act: str
    clause: str
    section: int
    text: str


@query(Right.OWN_WORK)
def clause(asking: Asking, given: Cited) -> ClauseText:
    """The words of a clause, where the act's text is attached."""
    file = asking.connection.execute(select(texts.c.file).where(texts.c.act == given.act)).scalar()
    if file is None:
        raise Refused("text-not-attached", act=given.act)
    regulation, _, number = given.clause.split("(")[0].partition("/")
    for derived in derive_from(given.act, asking.file(file).decode()):
        for listed in derived.clauses:
            if (derived.regulation, listed.number) == (regulation, number):
                return ClauseText(act=given.act, clause=given.clause, section=listed.section, text=listed.text)
    raise Refused("clause-unknown", clause=given.clause)
