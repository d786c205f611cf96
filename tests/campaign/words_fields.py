"""Every field of every command and query: a sample of what is given, and the places in it where a word can be put."""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from app.domain.moment import Instant, Moment

Path = tuple[str | int, ...]


def sample(hint: Any, known: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value of that type with every field filled in; `known` are values for fields of those names."""
    if name in known:
        return known[name]
    if supertype := getattr(hint, "__supertype__", None):
        return sample(supertype, known, name, depth)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return sample(next(i for i in inner if i is not type(None)), known, name, depth)
    if origin is typing.Literal:
        return inner[0]
    if origin is tuple:
        of = inner[:1] if inner[-1] is Ellipsis else inner
        return [] if depth > 4 else [sample(one, known, name, depth + 1) for one in of]
    if origin is dict:
        return {"x": sample(inner[1], known, "", depth + 1)}
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return {
            f.name: sample(hints[f.name], known, f.name, depth + 1)
            for f in fields(hint)
            if depth < 4 or (f.default is MISSING and f.default_factory is MISSING)
        }
    return {
        bool: False,
        int: 1,
        date: "2016-11-20",
        Moment: "2016-11-16T04:30:00.000Z",
        Instant: "2016-11-16T04:30:00.000Z",
    }.get(hint, "x")


def places(given: Any, at: Path = ()) -> Iterator[Path]:
    """Where something stands that is no list and no object."""
    match given:
        case dict():
            for key, value in given.items():
                yield from places(value, (*at, key))
        case list():
            for n, value in enumerate(given):
                yield from places(value, (*at, n))
        case _:
            yield at


def put(given: Any, at: Path, word: Any) -> Any:
    """The same with the word in that place."""
    if not at:
        return word
    made = copy.deepcopy(given)
    inside = made
    for step in at[:-1]:
        inside = inside[step]
    inside[at[-1]] = word
    return made


def told(at: Path) -> str:
    return ".".join(map(str, at))
