"""Enums that are made in one go are what the standard library makes, in everything that can be asked of them."""

from __future__ import annotations

import enum
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import binding_enums as ours

ROOT = Path(__file__).resolve().parent.parent.parent
TRIED = pytest.mark.skipif(ours.fingerprint() not in ours.TRIED, reason="this standard library was not tried")
ALL_OF_QT = """
import json, sys
from ui import binding_enums as ours
made = []
def noted(kind, class_name, names, **more):
    if class_name not in ("", None) and names.__class__ is list:
        made.append((kind.__name__, class_name, names))
    return ours.USUAL(kind, class_name, names, **more)
import enum
enum.EnumType._create_ = noted
from PySide6 import QtCore, QtGui, QtMultimedia, QtNetwork, QtPrintSupport, QtSerialPort, QtSvg, QtWidgets
for module in (QtCore, QtGui, QtMultimedia, QtNetwork, QtPrintSupport, QtSerialPort, QtSvg, QtWidgets):
    for name in dir(module):
        thing = getattr(module, name)
        if isinstance(thing, type):
            for inner in dir(thing):
                getattr(thing, inner, None)
print(json.dumps(made))
"""


def said(kind: Any, name: str, names: list[tuple[str, int]], make: Any) -> dict[str, Any]:
    """All that a class of these names says of itself and of its members."""
    try:
        made = make(kind, name, names, module=__name__, qualname=name, type=None, start=1, boundary=enum.KEEP)
    except (TypeError, ValueError) as wrong:
        return {"wrong": f"{type(wrong).__name__}: {wrong}"}
    members = dict(made.__members__)
    told: dict[str, Any] = {
        "bases": made.__mro__[1:], "repr": repr(made), "dir": sorted(dir(made)), "order": [m.name for m in made],
        "length": len(made), "names": list(members), "own": sorted(vars(made)), "module": made.__module__,
    }  # fmt: skip
    for spelt, member in members.items():
        told[spelt] = {
            "is": (member.name, member.value, member.__class__ is made, vars(made).get(spelt) is member),
            "says": (repr(member), str(member), f"{member}"),
            "found": (made(member.value) is member, made[spelt] is member, member in made),
            "kept": sorted((k, v) for k, v in vars(member).items() if k != "__objclass__"),
            "as a number": (int(member), member + 1) if isinstance(member, int) else None,
        }
    if issubclass(made, enum.Flag) and members:
        first, last = next(iter(members.values())), list(members.values())[-1]
        for label, value in (("or", first | last), ("and", first & last), ("xor", first ^ last), ("not", ~first)):
            told[f"flag {label}"] = (value.value, repr(value), [one.name for one in value], bool(value))
        told["flag strange"] = repr(made(0x1234_5678))
        told["flag kept"] = [vars(made)[k] for k in ("_flag_mask_", "_all_bits_", "_inverted_", "_boundary_")]
        told["flag iter"] = "_iter_member_" in vars(made)
    for value in (-1, 0, 12_345_678):
        try:
            told[f"asked {value}"] = repr(made(value))
        except ValueError as wrong:
            told[f"asked {value}"] = str(wrong)
    return told


def same(kind: Any, name: str, names: list[tuple[str, int]]) -> None:
    assert said(kind, name, names, ours._made) == said(kind, name, names, ours.USUAL), (kind, name)


@TRIED
def test_every_enum_of_qt_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALL_OF_QT], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    made = json.loads(done.stdout)
    assert len(made) > 500
    plain = 0
    for kind, name, pairs in made:
        names = [(spelt, value) for spelt, value in pairs]
        plain += ours._plain(getattr(enum, kind), names)
        same(getattr(enum, kind), name, names)
    assert plain > len(made) * 0.95  # the others are left to the standard library


NAMES = st.from_regex(r"[A-Za-z_][A-Za-z_]{0,6}", fullmatch=True) | st.sampled_from(
    ["name", "value", "mro", "real", "_a_"]
)
VALUES = st.integers(-4, 40) | st.sampled_from([1 << n for n in range(33)]) | st.just(-(2**31))


@TRIED
@given(st.sampled_from(sorted(ours.KINDS, key=repr)), st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_any_names_and_numbers_make_the_same(kind: Any, names: list[tuple[str, int]]) -> None:
    same(kind, "Any", names)


def test_what_others_ask_of_enum_is_left_as_it_is() -> None:
    before = enum.EnumType._create_  # type: ignore[attr-defined]
    ours.make_in_one_go()
    try:
        colour = enum.Enum("colour", "red green")
        assert (colour.__module__, [m.value for m in colour]) == (__name__, [1, 2])  # type: ignore[var-annotated]
        globals()["colour"] = colour
        assert pickle.loads(pickle.dumps(colour.red)) is colour.red  # type: ignore[attr-defined]
        assert enum.Enum("mixed", [("a", "x"), ("b", 2)]).a.value == "x"  # type: ignore[attr-defined]
    finally:
        enum.EnumType._create_ = before  # type: ignore[attr-defined]


def test_a_standard_library_that_was_not_tried_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enum.EnumType, "_create_", ours.USUAL)
    monkeypatch.setattr(ours, "TRIED", {})
    ours.make_in_one_go()
    assert enum.EnumType._create_ is ours.USUAL  # type: ignore[attr-defined]
