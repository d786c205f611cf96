"""What one word about a case takes off its list: a fee paid through the gateway, a licence that is electronic, a child.

The acts put it into the lines themselves ("кроме случаев оплаты через ПШЭП", "бумажная лицензия"): each line says by its
conditions whether it is asked for, and no line is named here.   standards, clause 9; FACTS 3
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from app.domain.completeness import Draft, required
from app.domain.pack import Document, Service

Fact = Literal["paid-by-gateway", "electronic-licence", "child"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """A line that is not asked for because of what was said; `at`: its place among those that would be."""

    document: Document
    fact: Fact
    at: int


def holds(draft: Draft, fact: Fact) -> bool:
    match fact:
        case "paid-by-gateway":
            return draft.paid_by_gateway
        case "electronic-licence":
            return not draft.paper_licence
        case "child":
            return draft.child


def told(draft: Draft, fact: Fact, *, so: bool) -> Draft:
    match fact:
        case "paid-by-gateway":
            return replace(draft, paid_by_gateway=so)
        case "electronic-licence":
            return replace(draft, paper_licence=not so)
        case "child":
            return replace(draft, child=so)


def excusable(service: Service, draft: Draft) -> dict[str, Fact]:
    """Documents that are asked for now, and would not be if this were so."""
    found: dict[str, Fact] = {}
    for fact in get_args(Fact):
        if not holds(draft, fact):
            left = {d.id for d in _demanded(service, told(draft, fact, so=True))}
            found |= {d.id: fact for d in _demanded(service, draft) if d.id not in left}
    return found


def excused(service: Service, draft: Draft) -> tuple[Excused, ...]:
    """Documents that would be asked for if what was said were not so."""
    asked = {d.id for d in _demanded(service, draft)}
    return tuple(
        Excused(document=document, fact=fact, at=at)
        for fact in get_args(Fact)
        if holds(draft, fact)
        for at, document in enumerate(_demanded(service, told(draft, fact, so=False)))
        if document.id not in asked
    )


def _demanded(service: Service, draft: Draft) -> list[Document]:
    return [document for document in required(service, draft) if not document.register]
