"""JSON Schema (2020-12) of everything that goes in and out: each command, query and event, made from the types themselves.

It walks the same closed set of types as `app.domain.codec`, so what one allows the other reads.
"""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union

from app.command import COMMANDS, QUERIES, Wish, all_wishes
from app.domain import codec
from app.domain.completeness import Draft
from app.domain.events import EVENTS, SIDES
from app.domain.moment import Instant, Moment
from app.domain.personal import Personal, Secret

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1  # of every event so far; an older one is read by its upcast
TEXT = {"type": "string", "pattern": "^[^\\u0000]*$"}  # neither store keeps a NUL
MOMENT = {"type": "string", "format": "date-time", "description": "ISO 8601 with an offset"}
WHOLE = {"type": "integer", "minimum": -codec.LARGEST, "maximum": codec.LARGEST}
PAGE = {"type": "integer", "minimum": 0, "maximum": 200}  # `limit` of a list: more than that is never answered
PLAIN: dict[object, dict[str, Any]] = {
    str: TEXT, bool: {"type": "boolean"}, int: WHOLE, date: {"type": "string", "format": "date"},
    Moment: MOMENT, Instant: MOMENT, Personal: TEXT, Secret: TEXT, Any: {}, type(None): {"type": "null"},
}  # fmt: skip

Definitions = dict[str, dict[str, Any]]


def schema() -> dict[str, Any]:
    """One document: the parts refer to each other by `#/$defs/…`."""
    all_wishes()
    known: Definitions = {}
    return {
        "$schema": DIALECT,
        "commands": {name: _wish(COMMANDS[name], known) for name in sorted(COMMANDS)},
        "queries": {name: _wish(QUERIES[name], known) for name in sorted(QUERIES)},
        "events": {kind: _event(kind, known) for kind in sorted(EVENTS)},
        "draft": of(Draft, known),
        "$defs": dict(sorted(known.items())),
    }


def _wish(wish: Wish, known: Definitions) -> dict[str, Any]:
    return {
        "right": wish.right.value, "doc": inspect.getdoc(wish.function) or "",
        "given": of(wish.given, known), "answer": of(wish.answer, known),
    }  # fmt: skip


def _event(kind: str, known: Definitions) -> dict[str, Any]:
    """Facts and the erasable personal part are two byte strings, and so two schemas."""
    form = EVENTS[kind]
    person = typing.get_type_hints(form).get("person")
    return {
        "v": VERSION, "sides": list(SIDES[kind]), "doc": _said(form), "facts": _record(form, known, without="person"),
        "person": of(person, known) if person else None,
    }  # fmt: skip


def of(kind: Any, known: Definitions) -> dict[str, Any]:
    """The schema of a type; dataclasses go into `known` once and are referred to. Any other type: TypeError."""
    if kind in PLAIN:
        return dict(PLAIN[kind])
    if supertype := getattr(kind, "__supertype__", None):  # NewType
        return of(supertype, known)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [of(one, known) for one in inner]}
    if origin is tuple and inner[1:] == (Ellipsis,):
        return {"type": "array", "items": of(inner[0], known)}
    if origin is tuple:
        parts = [of(one, known) for one in inner]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts), "maxItems": len(parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": of(inner[1], known)}
    if is_dataclass(kind) and isinstance(kind, type):
        name = f"{kind.__module__.removeprefix('app.')}.{kind.__qualname__}"
        if name not in known:
            known[name] = {}  # stands there while its own fields are walked: a type may name itself
            known[name] = _record(kind, known)
        return {"$ref": f"#/$defs/{name}"}
    raise TypeError(f"{kind!r} has no schema")


def _record(kind: type[Any], known: Definitions, *, without: str = "") -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    listed = [f for f in fields(kind) if f.name != without]
    made: dict[str, Any] = {
        "type": "object", "properties": {f.name: _field(f, hints[f.name], known) for f in listed},
        "required": [f.name for f in listed if f.default is MISSING and f.default_factory is MISSING],
        "additionalProperties": False,
    }  # fmt: skip
    return {**made, "description": said} if (said := _said(kind)) else made


def _field(field: Field[Any], kind: Any, known: Definitions) -> dict[str, Any]:
    found = PAGE if field.name == "limit" and kind is int and field.default is not MISSING else of(kind, known)
    return found if field.default in (MISSING, None) else {**found, "default": codec.to_json(field.default)}


def _said(kind: type[Any]) -> str:
    """Its own docstring; the one that a dataclass makes up is none."""
    text = inspect.cleandoc(kind.__doc__ or "")
    return "" if text.startswith(f"{kind.__name__}(") else text
