"""A registry: the list under which documents leave the house. Closed, it never changes; an amendment is a new edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.domain import events as e
from app.domain import facts as f
from app.domain.case import Head, order
from app.domain.moment import Moment
from app.domain.personal import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    id: str
    version: int
    number: str
    direction: Literal["out", "back"]
    sender: str
    receiver: str
    own: bool = False
    edition: int = 0  # 0: open
    lines: tuple[f.Line, ...] = ()
    before: tuple[f.Line, ...] = ()  # the edition before, for "what changed"
    opened_by: str = ""
    opened_at: Moment | None = None
    closed_at: Moment | None = None
    reason: Personal | None = None
    out_of_order: tuple[str, ...] = ()

    @property
    def status(self) -> Literal["open", "closed"]:
        return "closed" if self.edition else "open"


def fold(journal: Iterable[tuple[Head, Any]]) -> Registry | None:
    registry: Registry | None = None
    for head, fact in sorted({h.id: (h, fact) for h, fact in journal}.values(), key=lambda pair: order(pair[0])):
        registry = apply(registry, head, fact)
    return registry


def apply(registry: Registry | None, head: Head, fact: Any) -> Registry | None:
    if registry is None and not isinstance(fact, e.RegistryOpened):
        return None
    match registry, fact:
        case None, e.RegistryOpened():
            return Registry(
                id=head.case, version=head.version, number=fact.number, direction=fact.direction, sender=fact.sender,
                receiver=fact.receiver, own=fact.own, opened_by=head.who, opened_at=head.at,
            )  # fmt: skip
        case Registry(), e.RegistryReprinted():
            return replace(registry, version=max(registry.version, head.version))
        case Registry(), e.RegistryClosed() if fact.edition == registry.edition + 1:
            return replace(
                registry, version=head.version, edition=fact.edition, lines=fact.lines, before=registry.lines,
                closed_at=head.at, reason=fact.person.words if fact.person else None,
            )  # fmt: skip
    assert registry is not None
    version = max(registry.version, head.version)
    return replace(registry, version=version, out_of_order=(*registry.out_of_order, head.id))
