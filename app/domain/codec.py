"""Frozen dataclasses to JSON and back, strictly: what an event, a command's input and a stored case are written with.

One closed set of types: text, number, truth, day, `Moment`, `Instant`, `Personal`, `Literal`, tuples, mappings from text,
optional values and dataclasses. Anything else is a mistake of ours and raises `TypeError` when the type is first met.
"""

from __future__ import annotations

import itertools
import json
import math
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union

import msgspec

from app.domain.moment import Instant, Moment
from app.domain.personal import HIDDEN, Personal, Secret
from app.problems import WrongCall

T = TypeVar("T")
Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]
LARGEST = 2**53 - 1  # RFC 8259, 6: what every JSON reader keeps exactly


class BadShape(WrongCall, ValueError):
    """The JSON is not what the type asks for. `path` says where, in the words of the JSON."""

    def __init__(self, path: str, says: str) -> None:
        super().__init__(f"{path or 'input'}: {says}")
        self.path, self.says = path or "input", says


def shown(key: str) -> str:
    """A wrong key as it was given, when it can be a key at all: anything else may be somebody's name, and a log keeps it."""
    return repr(key) if key.isidentifier() and key.isascii() and len(key) <= 40 else "…"


def to_json(value: object) -> Any:
    """Plain JSON values; `None` fields are left out, so that a new optional field leaves old bytes as they were."""
    return _writer(type(value))(value)


def _writing(kind: type[Any]) -> Writer:
    """How values of that type are written: looked up once a type, since an acceptance writes a thousand values."""
    if issubclass(kind, Secret):
        return lambda value: HIDDEN  # no secret is ever written: not in an answer, not in the mark of an operation
    if issubclass(kind, Personal):
        return Personal.open
    if kind is type(None) or issubclass(kind, bool):
        return lambda value: value
    if issubclass(kind, (int, str)):
        return int if issubclass(kind, int) else str
    if issubclass(kind, (Moment, Instant)):
        return lambda value: _iso(value.utc)
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, (tuple, list)):
        return lambda value: [v if type(v) in _AS_IT_IS else _writer(type(v))(v) for v in value]
    if issubclass(kind, dict):
        return lambda value: {str(k): to_json(v) for k, v in value.items()}
    if is_dataclass(kind):
        names = sorted(f.name for f in fields(kind))  # as the encoder wants them
        values = attrgetter(*names, "__class__", "__class__")  # always a tuple, also of a type without fields
        return lambda value: {
            n: v if type(v) in _AS_IT_IS else _writer(type(v))(v)
            for n, v in zip(names, values(value), strict=False)
            if v is not None
        }
    raise TypeError(f"{kind.__name__} has no JSON here")


_writer: Callable[[Any], Writer] = cache(_writing)
_iso = lru_cache(512)(lambda utc: Moment(utc).iso())  # written alike; the moments of one case are often the same
_AS_IT_IS = frozenset((str, int, bool))


def dump(value: object) -> bytes:
    """The bytes that are hashed and kept: sorted keys, no spaces, UTF-8."""
    return plain_bytes(to_json(value))


def plain_bytes(plain: Any) -> bytes:
    """The same bytes, of what is plain JSON already: as the standard library writes it, in a tenth of the time."""
    return _ENCODER.encode(plain)


_ENCODER = msgspec.json.Encoder(order="sorted")


def load(kind: type[T], raw: bytes | str) -> T:
    return read(kind, json.loads(raw))


def plain_object(text: str) -> dict[str, Any]:
    """A JSON object that came from outside, or `BadShape`. Nothing at all is `{}`."""
    value = plain_value(text.removeprefix("\ufeff").strip(_BLANK) or "{}")  # some editors begin a file with a mark
    if not isinstance(value, dict):
        raise BadShape("", "a JSON object is expected")
    return value


def plain_value(raw: bytes | str) -> Any:
    """JSON that came from outside, or `BadShape`: strict RFC 8259, no key twice, no NaN and no number without an end.

    What is written as we write it cannot have any of that: read and written again, it gives the same bytes.
    """
    body = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    try:
        found = msgspec.json.decode(body)
        if _ENCODER.encode(found) == body:
            return found
    except (ValueError, RecursionError):
        pass  # what is wrong with it is found out below
    try:
        return _STRICT.decode(raw if isinstance(raw, str) else raw.decode())
    except UnicodeDecodeError as other:
        raise BadShape("", "no JSON: it is not in UTF-8") from other
    except RecursionError as deep:
        raise BadShape("", "objects and lists lie too deep in each other") from deep
    except BadShape:
        raise
    except ValueError as wrong:
        says = wrong.msg if isinstance(wrong, json.JSONDecodeError) else "a number has too many digits"
        where = f", line {wrong.lineno}, column {wrong.colno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise BadShape("", f"no JSON: {says}{where}") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise BadShape("", f"the key {shown(twice)} stands twice")
    return found


def _no_number(name: str) -> Any:
    raise BadShape("", f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise BadShape("", "a number is too large")
    return number


_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
_BLANK = " \t\r\n"


class _Misfit(Exception):
    """What is wrong; where it stands is told on the way up, so that what fits never pays for it."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says
        self.steps: list[str | int] = []

    @property
    def path(self) -> str:
        told = ""
        for step in reversed(self.steps):
            told += f"[{step}]" if isinstance(step, int) else f".{step}" if told else step
        return told


def read(kind: type[T], value: Any) -> T:
    """`value` as `kind`, or `BadShape` that names the place. Unknown keys are refused."""
    wanted: Any = kind
    try:
        return _reader(wanted)(value)  # type: ignore[no-any-return]
    except _Misfit as no:
        raise BadShape(no.path, no.says) from no.__cause__


def _want(expected: type, word: str) -> Reader:
    def reader(value: Any) -> Any:
        if not isinstance(value, expected):
            raise _Misfit(f"a {word} is expected")
        return value

    return reader


def _via(make: Callable[[str], Any], word: str) -> Reader:
    def reader(value: Any) -> Any:
        if not isinstance(value, str):
            raise _Misfit(f"a {word} is expected")
        try:
            return make(value)
        except (ValueError, OverflowError) as why:  # the year 1 with an offset lies outside the calendar
            raise _Misfit(f"a {word} is expected") from why

    return reader


def _text(value: Any) -> str:
    """Text that both stores can keep: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        raise _Misfit("a text is expected")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as half:
            raise _Misfit("half a character is no text") from half
    if "\0" in value:
        raise _Misfit("a text without NUL is expected")
    return value


def _whole(value: Any) -> int:
    """A whole number that every reader of JSON and both stores can hold."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Misfit("a whole number is expected")
    if not -LARGEST <= value <= LARGEST:
        raise _Misfit(f"a whole number from {-LARGEST} to {LARGEST} is expected")
    return value


_PLAIN: dict[object, Reader] = {
    str: _text,
    bool: _want(bool, "truth value"),
    int: _whole,
    date: _via(date.fromisoformat, "day such as 2016-11-16"),
    Moment: _via(lru_cache(512)(Moment.parse), "moment with an offset"),  # of one case they are often the same
    Instant: _via(Instant.parse, "moment with an offset"),
    Personal: lambda value: Personal(_text(value)),
    Secret: lambda value: Secret(_text(value)),
    Any: lambda value: value,
}


@cache
def _reader(kind: Any) -> Reader:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if supertype := getattr(kind, "__supertype__", None):  # NewType
        return _reader(supertype)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return _one_of(inner)
    if origin in (Union, types.UnionType):
        return _optional(tuple(i for i in inner if i is not type(None)))
    if origin is tuple:
        return _many(_reader(inner[0])) if inner[1:] == (Ellipsis,) else _exactly(tuple(_reader(i) for i in inner))
    if origin is dict:
        return _mapping(_reader(inner[1]))
    if is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"{kind!r} cannot be read from JSON")


def _one_of(values: tuple[object, ...]) -> Reader:
    allowed = {kind: frozenset(v for v in values if type(v) is kind) for kind in map(type, values)}  # `True` is no 1

    def reader(value: Any) -> Any:
        if type(value) not in allowed or value not in allowed[type(value)]:
            raise _Misfit(f"what is given is not one of {', '.join(map(str, values))}")
        return value

    return reader


def _optional(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) != 1:
        raise TypeError(f"only `X | None` can be read, not {kinds}")
    inner = _reader(kinds[0])
    return lambda value: None if value is None else inner(value)


def _many(item: Reader) -> Reader:
    return lambda value: _each(value, itertools.repeat(item))


def _exactly(items: tuple[Reader, ...]) -> Reader:
    def reader(value: Any) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(items):
            raise _Misfit(f"a list of {len(items)} is expected")
        return _each(value, items)

    return reader


def _each(value: Any, items: Iterable[Reader]) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise _Misfit("a list is expected")
    found: list[Any] = []
    try:
        for one, item in zip(value, items, strict=False):
            found.append(item(one))
    except _Misfit as no:
        no.steps.append(len(found))
        raise
    return tuple(found)


def _mapping(item: Reader) -> Reader:
    def reader(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _Misfit("an object is expected")
        found = {}
        for name, one in value.items():
            key = _text(name)
            try:
                found[key] = item(one)
            except _Misfit as no:
                no.steps.append(key)
                raise
        return found

    return reader


def _record(kind: Any) -> Reader:
    @cache
    def plan() -> tuple[dict[str, Reader], dict[str, None]]:  # made at first use: a type may name itself
        hints = typing.get_type_hints(kind)
        needed = (f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
        return {f.name: _reader(hints[f.name]) for f in fields(kind)}, dict.fromkeys(needed)

    def reader(value: Any) -> Any:
        readers, needed = plan()
        if not isinstance(value, dict):
            raise _Misfit("an object is expected")
        if not value.keys() <= readers.keys():
            unknown = sorted(value.keys() - readers.keys())[0]
            raise _Misfit(f"unknown key {shown(unknown)}; known are {', '.join(readers)}")
        name = ""
        try:
            if not needed.keys() <= value.keys():
                name = next(n for n in needed if n not in value)
                raise _Misfit("is missing")
            found = {}
            for name, one in value.items():
                found[name] = readers[name](one)
        except _Misfit as no:
            no.steps.append(name)
            raise
        return kind(**found)

    return reader
