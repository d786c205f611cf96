"""Frozen dataclasses to JSON and back, strictly: what an event, a command's input and a stored case are written with.

One closed set of types: text, number, truth, day, `Moment`, `Instant`, `Personal`, `Literal`, tuples, mappings from text,
optional values and dataclasses. Anything else is a mistake of ours and raises `TypeError` when the type is first met.
"""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union

from app.domain.moment import Instant, Moment
from app.domain.personal import HIDDEN, Personal, Secret
from app.problems import WrongCall

T = TypeVar("T")
Reader = Callable[[Any, str], Any]
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
    if kind is type(None) or issubclass(kind, (bool, int, str)):
        return lambda value: value
    if issubclass(kind, (Moment, Instant)):
        return lambda value: value.iso()
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, (tuple, list)):
        return lambda value: [v if type(v) is str else _writer(type(v))(v) for v in value]
    if issubclass(kind, dict):
        return lambda value: {str(k): to_json(v) for k, v in value.items()}
    if is_dataclass(kind):
        names = tuple(f.name for f in fields(kind))
        return lambda value: {
            n: v if type(v) is str else _writer(type(v))(v) for n in names if (v := getattr(value, n)) is not None
        }
    raise TypeError(f"{kind.__name__} has no JSON here")


_writer: Callable[[Any], Writer] = cache(_writing)


def dump(value: object) -> bytes:
    """The bytes that are hashed and kept: sorted keys, no spaces, UTF-8."""
    return plain_bytes(to_json(value))


def plain_bytes(plain: Any) -> bytes:
    """The same bytes, of what is plain JSON already."""
    return _ENCODER.encode(plain).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(kind: type[T], raw: bytes | str) -> T:
    return read(kind, json.loads(raw))


def plain_object(text: str) -> dict[str, Any]:
    """A JSON object that came from outside, or `BadShape`. Nothing at all is `{}`."""
    value = plain_value(text.removeprefix("\ufeff").strip(_BLANK) or "{}")  # some editors begin a file with a mark
    if not isinstance(value, dict):
        raise BadShape("", "a JSON object is expected")
    return value


def plain_value(raw: bytes | str) -> Any:
    """JSON that came from outside, or `BadShape`: strict RFC 8259, no key twice, no NaN and no number without an end."""
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


def read(kind: type[T], value: Any) -> T:
    """`value` as `kind`, or `BadShape` that names the place. Unknown keys are refused."""
    wanted: Any = kind
    return _reader(wanted)(value, "")  # type: ignore[no-any-return]


def _want(expected: type, word: str) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, expected):
            raise BadShape(path, f"a {word} is expected")
        return value

    return reader


def _via(make: Callable[[str], Any], word: str) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, str):
            raise BadShape(path, f"a {word} is expected")
        try:
            return make(value)
        except (ValueError, OverflowError) as why:  # the year 1 with an offset lies outside the calendar
            raise BadShape(path, f"a {word} is expected") from why

    return reader


def _text(value: Any, path: str) -> str:
    """Text that both stores can keep: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        raise BadShape(path, "a text is expected")
    try:
        value.encode()
    except UnicodeEncodeError as half:
        raise BadShape(path, "half a character is no text") from half
    if "\0" in value:
        raise BadShape(path, "a text without NUL is expected")
    return value


def _whole(value: Any, path: str) -> int:
    """A whole number that every reader of JSON and both stores can hold."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadShape(path, "a whole number is expected")
    if not -LARGEST <= value <= LARGEST:
        raise BadShape(path, f"a whole number from {-LARGEST} to {LARGEST} is expected")
    return value


_PLAIN: dict[object, Reader] = {
    str: _text,
    bool: _want(bool, "truth value"),
    int: _whole,
    date: _via(date.fromisoformat, "day such as 2016-11-16"),
    Moment: _via(Moment.parse, "moment with an offset"),
    Instant: _via(Instant.parse, "moment with an offset"),
    Personal: lambda value, path: Personal(_text(value, path)),
    Secret: lambda value, path: Secret(_text(value, path)),
    Any: lambda value, path: value,
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
    def reader(value: Any, path: str) -> Any:
        if not any(value == v and type(value) is type(v) for v in values):  # `True` is no 1
            raise BadShape(path, f"what is given is not one of {', '.join(map(str, values))}")
        return value

    return reader


def _optional(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) != 1:
        raise TypeError(f"only `X | None` can be read, not {kinds}")
    inner = _reader(kinds[0])
    return lambda value, path: None if value is None else inner(value, path)


def _many(item: Reader) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, (list, tuple)):
            raise BadShape(path, "a list is expected")
        return tuple(item(v, f"{path}[{i}]") for i, v in enumerate(value))

    return reader


def _exactly(items: tuple[Reader, ...]) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(items):
            raise BadShape(path, f"a list of {len(items)} is expected")
        return tuple(item(v, f"{path}[{i}]") for i, (item, v) in enumerate(zip(items, value, strict=True)))

    return reader


def _mapping(item: Reader) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise BadShape(path, "an object is expected")
        return {_text(k, path): item(v, f"{path}.{k}".lstrip(".")) for k, v in value.items()}

    return reader


def _record(kind: Any) -> Reader:
    @cache
    def plan() -> tuple[dict[str, Reader], tuple[str, ...]]:  # made at first use: a type may name itself
        hints = typing.get_type_hints(kind)
        needed = (f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
        return {f.name: _reader(hints[f.name]) for f in fields(kind)}, tuple(needed)

    def reader(value: Any, path: str) -> Any:
        readers, needed = plan()
        if not isinstance(value, dict):
            raise BadShape(path, "an object is expected")
        if unknown := value.keys() - readers.keys():
            raise BadShape(path, f"unknown key {shown(sorted(unknown)[0])}; known are {', '.join(readers)}")
        inside = f"{path}." if path else ""
        for name in needed:
            if name not in value:
                raise BadShape(inside + name, "is missing")
        return kind(**{k: readers[k](v, inside + k) for k, v in value.items()})

    return reader
