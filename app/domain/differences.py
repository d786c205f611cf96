"""What a new version of an act changed: two packs in, one row for each field that is no longer the same.

Entries are matched by what names them for the act – a document's id and its conditions, a step's id and what it is for – so
that a service moved in the file is no difference, and a limit that changed is one row with both limits.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.pack import Condition, Pack, Service, Text

Part = Literal[
    "act", "regulations", "service", "channels", "variants", "documents", "steps", "papers", "refusals", "results",
    "fees", "not_executable",
]  # fmt: skip
PARTS: tuple[Part, ...] = (
    "channels", "variants", "documents", "steps", "papers", "refusals", "results", "fees", "not_executable",
)  # fmt: skip
NAMED_BY = ("id", "form", "variant", "clause")  # the first that an entry has is its name
APART = ("when", "variants", "objects", "channels")  # what parts two entries of one name
TITLES = ("name", "text", "title", "where", "reason")  # how an entry is called, where it is new or gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`field` empty: the whole entry is new (no `before`) or gone (no `after`). Ids stand alike in both languages."""

    service: str  # empty: of the act itself
    part: Part
    id: str  # of the entry; empty: of the service or the act
    field: str
    clause: str  # of the newer side, or of what is gone
    before: Text | None = None
    after: Text | None = None


def differences(before: Pack, after: Pack) -> tuple[Difference, ...]:
    """Every difference but the period itself, in the order of the newer pack; what is gone stands at the end of its part."""
    found = list(_act(before, after))
    for service in after.services:
        old = before.service(service.id)
        if old is None:
            found.append(_whole(service.id, "service", service, new=True))
        else:
            found += _service(old, service)
    found += [_whole(s.id, "service", s, new=False) for s in before.services if after.service(s.id) is None]
    return tuple(found)


def _act(before: Pack, after: Pack) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference(
            service="", part="act", id="", field="title", clause="", before=before.title, after=after.title
        )
    yield from _entries("", "regulations", before.regulations, after.regulations)


def _service(before: Service, after: Service) -> Iterator[Difference]:
    plain = [f.name for f in dataclasses.fields(Service) if f.name not in (*PARTS, "id")]
    yield from _fields(after.id, "service", "", before, after, names=plain)
    for part in PARTS:
        yield from _entries(after.id, part, getattr(before, part), getattr(after, part))


def _entries(service: str, part: Part, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[Difference]:
    pairs, gone = _matched(before, after)
    for old, new in pairs:
        if old is None:
            yield _whole(service, part, new, new=True)
        elif old != new:
            names = [f.name for f in dataclasses.fields(new) if f.name != "id"]
            yield from _fields(service, part, _name(new), old, new, names=names)
    for old in gone:
        yield _whole(service, part, old, new=False)


def _matched(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Each newer entry with the older one it came from, or with None; and the older ones that nothing came from.

    First what is wholly the same, then what has the same name for the same cases, then what has the same name at all.
    """
    left, found = list(before), dict.fromkeys(range(len(after)))
    for same in (lambda a, b: a == b, lambda a, b: _place(a) == _place(b), lambda a, b: _name(a) == _name(b)):
        for n, new in enumerate(after):
            if found[n] is None and (old := next((o for o in left if same(o, new)), None)) is not None:
                found[n] = old
                left.remove(old)
    return [(found[n], new) for n, new in enumerate(after)], left


def _name(entry: Any) -> str:
    return str(next(getattr(entry, n) for n in NAMED_BY if hasattr(entry, n)))


def _place(entry: Any) -> tuple[Any, ...]:
    return (_name(entry), *(frozenset(getattr(entry, n, ())) for n in APART))


def _fields(service: str, part: Part, id: str, before: Any, after: Any, *, names: list[str]) -> Iterator[Difference]:
    clause = getattr(after, "clause", "")
    for name in names:
        if name == "unit" or _same(name, before, after):
            continue
        old, new = _said(name, before), _said(name, after)
        yield Difference(service=service, part=part, id=id, field=name, clause=clause, before=old, after=new)


def _same(name: str, before: Any, after: Any) -> bool:
    return bool(_value(name, before) == _value(name, after))


def _value(name: str, entry: Any) -> Any:
    """A limit is one thing with its unit: «8» that became «8 working days» is a change."""
    value = getattr(entry, name)
    if name == "limit":
        return (value, entry.unit)
    return frozenset(value) if isinstance(value, tuple) else value  # an order in the file says nothing


def _said(name: str, entry: Any) -> Text | None:
    value = getattr(entry, name)
    if isinstance(value, Text):
        return value
    if name == "limit":
        value = f"{value or 1} {entry.unit}" if entry.unit else None
    elif isinstance(value, tuple):
        value = ", ".join(f"{v.field}={v.value}" if isinstance(v, Condition) else str(v) for v in value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    return None if value in (None, "") else Text(ru=str(value), kk=str(value))


def _whole(service: str, part: Part, entry: Any, *, new: bool) -> Difference:
    title = next((getattr(entry, n) for n in TITLES if hasattr(entry, n)), None)
    name = "" if part == "service" else _name(entry)
    said = title or Text(ru=name, kk=name)
    return Difference(
        service=service, part=part, id=name, field="", clause=getattr(entry, "clause", ""),
        before=None if new else said, after=said if new else None,
    )  # fmt: skip
