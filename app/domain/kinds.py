"""The kinds of events: which class stands for a kind, and which side of the exchange may write it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

C = TypeVar("C", bound=type)
Side = Literal["centre", "licensor"]
BOTH: tuple[Side, ...] = ("centre", "licensor")

EVENTS: dict[str, type[Any]] = {}
SIDES: dict[str, tuple[Side, ...]] = {}
KIND: dict[type[Any], str] = {}


def event(kind: str, *sides: Side) -> Callable[[C], C]:
    def register(cls: C) -> C:
        EVENTS[kind], SIDES[kind], KIND[cls] = cls, sides, kind
        return cls

    return register
