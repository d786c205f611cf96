"""Every command and query with values from the edge of what can be said: done or a no in words, never a fault of ours."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from app.command import COMMANDS, WrongCall, all_wishes
from app.domain import codec
from app.domain.roles import Role, may
from app.problems import Refused, Unavailable
from tests.world import World

ROUNDS = 6
NUMBERS = (0, 1, -1, 2, 200, 10**6, 2**31, 999_999_999, 2**53 - 1, -(2**53) + 1)
DAYS = ("0001-01-01", "9999-12-31", "2016-11-16", "2012-01-01", "2028-01-01")
MOMENTS = (
    "0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00+10:00", "2016-11-16T05:00:00.000Z", "9999-12-31T23:59:59.999Z",
)  # fmt: skip
WORDS = (
    "", "x", "я" * 3000, "\u202e", "%", "\n", "a/b", "../x", "C-", "R-", "{}", "\\", "'", "050140424450", "AT01", "AT01-01",
    "medical-licence", "issue", "accept", "result", "courier", "Б-1", "atyrau-2015-324@2016-07-15", *DAYS, *MOMENTS,
)  # fmt: skip
REAL = (  # what is there: so that a wish gets past its first question
    "SELECT id FROM cases", "SELECT 'C-' || number FROM cases", "SELECT id FROM registries", "SELECT number FROM registries",
    "SELECT login FROM accounts", "SELECT id FROM accounts", "SELECT code FROM papers", "SELECT id FROM papers",
    "SELECT id FROM events",
)  # fmt: skip


@dataclasses.dataclass
class Said:
    """Values for a kind of input, as JSON has them."""

    random: Random
    real: tuple[str, ...]

    def of(self, kind: Any) -> Any:
        inside, origin, pick = typing.get_args(kind), typing.get_origin(kind), self.random.choice
        if origin in (typing.Union, types.UnionType):
            return self.of(pick(inside))
        if kind is type(None):
            return None
        if origin is typing.Literal:
            return pick(inside)
        if origin in (tuple, list, frozenset):
            return [self.of(inside[0]) for _ in range(pick((0, 1, 1, 2)))]
        if origin in (dict, Mapping):
            return {self.of(str): self.of(inside[1]) for _ in range(pick((0, 1)))}
        if kind is bool:
            return pick((True, False))
        if kind is int:
            return pick(NUMBERS)
        if kind is date:
            return pick(DAYS)
        name = getattr(kind, "__name__", "")
        if name in ("Moment", "Instant"):
            return pick(MOMENTS)
        if dataclasses.is_dataclass(kind) and name != "Personal":
            return self._shape(kind)
        return pick(self.real if self.random.random() < 0.6 else WORDS)

    def _shape(self, kind: Any) -> dict[str, Any]:
        hints, missing = typing.get_type_hints(kind), dataclasses.MISSING
        return {
            f.name: self.of(hints[f.name])
            for f in dataclasses.fields(kind)
            if (f.default is missing and f.default_factory is missing) or self.random.random() < 0.5
        }


@pytest.mark.parametrize("side", ["centre", "licensor"])
def test_nothing_that_can_be_said_is_a_fault(file_here: World, side: str) -> None:
    file_here.do("intake.accept", file_here.draft())
    app = file_here.centre if side == "centre" else file_here.licensor
    with app.store.reading() as connection:
        real = [str(one) for asked in REAL for one in list(connection.exec_driver_sql(asked).scalars())[:3]]
        roles = dict(connection.exec_driver_sql("SELECT login, role FROM accounts").all())
    said, tried = Said(Random(side), tuple(real)), 0
    for name, wish in sorted(all_wishes().items()):
        people = [login for login, role in roles.items() if may(Role(role), wish.right)] or list(roles)
        for _ in range(ROUNDS):
            given, login = said.of(wish.given), said.random.choice(people)
            try:
                app.run(name, given, as_=login) if name in COMMANDS else app.ask(name, given, as_=login)
            except (Refused, Unavailable, WrongCall, codec.BadShape):
                pass
            except Exception as fault:
                raise AssertionError(f"{name} {given} as {login}") from fault
            tried += 1
    assert tried == ROUNDS * len(all_wishes())
