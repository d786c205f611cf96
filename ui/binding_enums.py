"""Qt's enums, made in one go: what `enum` does for any class statement, it does for each of two thousand names.

PySide makes them with the first touch of each of Qt's classes, and the standard library takes ten steps for every name: is it
private, a descriptor, an alias, does a base have it. Qt's are plain: names that are free, and numbers. The class itself, empty,
is made by the standard library; the names are put in by the loop below, and are in no way different
(tests/ui/test_binding_enums.py compares them all). docs/decisions/036-enums-in-one-go.md
"""

from __future__ import annotations

import enum
import sys
import zlib
from typing import Any

KINDS: dict[Any, frozenset[str]] = {  # and the names that are taken there
    kind: frozenset(["", "mro", *(name for base in kind.__mro__ for name in vars(base))])
    for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
}
TRIED = {0x4B9951F4: "3.11.2"}
USUAL: Any = enum.EnumType._create_  # type: ignore[attr-defined]


def fingerprint() -> int:
    """Of what the standard library does with a name: where it is another, it does so here as well."""
    steps = (enum.EnumType.__new__, enum.EnumType._create_, enum._proto_member.__set_name__)  # type: ignore[attr-defined]
    return zlib.crc32(b"".join(code.co_code + repr(code.co_names).encode() for code in (s.__code__ for s in steps)))


def make_in_one_go() -> None:
    """From here on in this process; nothing changes where the standard library is one that was not tried."""
    if fingerprint() in TRIED:
        enum.EnumType._create_ = _made  # type: ignore[attr-defined]


def _made(
    kind: Any, class_name: str, names: Any, *, module: str | None = None, qualname: str | None = None, type: Any = None,
    start: int = 1, boundary: Any = None,
) -> Any:  # fmt: skip
    if module is None:  # whoever called `Enum(…)`: two frames from here, as it would be without us
        module = sys._getframe(2).f_globals.get("__name__")
    more = {"module": module, "qualname": qualname, "boundary": boundary}
    if type is not None or not _plain(kind, names):
        return USUAL(kind, class_name, names, type=type, start=start, **more)
    made = USUAL(kind, class_name, [], **more)
    _put(made, names)
    if issubclass(kind, enum.Flag):
        _flags(made, names)
    return made


def _plain(kind: Any, names: Any) -> bool:
    """Names that nobody has yet, each once, and numbers."""
    if kind not in KINDS or names.__class__ is not list:
        return False
    told = {one[0] for one in names if one.__class__ is tuple and one[1].__class__ is int and one[0][:1] != "_"}
    return len(told) == len(names) and told.isdisjoint(KINDS[kind])


def _put(made: Any, names: list[tuple[str, int]]) -> None:
    number, flag = issubclass(made, int), issubclass(made, enum.Flag)
    listed, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            by_value[value] = member = int.__new__(made, value) if number else object.__new__(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(listed)
            if not flag or (value > 0 and not value & (value - 1)):  # of flags only single ones are listed
                listed.append(name)
        by_name[name] = member
        type.__setattr__(made, name, member)  # the class's own would ask whether somebody overwrites a member


def _flags(made: Any, names: list[tuple[str, int]]) -> None:
    every = single = 0
    for _, value in names:
        every |= value
    for name in made._member_names_:
        single |= made._member_map_[name]._value_
    made._flag_mask_, made._all_bits_ = single, 2 ** every.bit_length() - 1
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_
