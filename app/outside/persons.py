"""The state registers of natural and legal persons (ГБД ФЛ, ГБД ЮЛ): asked outside any transaction, through the gateway.

There is no gateway here to try against: `Gateway` speaks SyncChannel v10 as its public WSDL says and is tested against a
stand-in; `Furnished` is the Quiet one, with the fictional people of the demonstration.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from app.domain.moment import Instant
from app.domain.personal import Personal
from app.outside.clock import Clock
from app.problems import Unavailable

Register = Literal["gbd-fl", "gbd-ul"]
PEOPLE = Path(__file__).resolve().parent.parent.parent / "resources" / "demo" / "persons.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a register said. `known` False is an answer too: it has nothing (mangystau-2013-3 cl. 8, process 4)."""

    register: Register
    known: bool
    at: Instant
    name: Personal | None = None
    address: Personal | None = None


class Persons(Protocol):
    def ask(self, number: str) -> Answer:
        """The person or organisation of that ИИН or БИН. `Unavailable("persons", …)`: a silent gateway is no answer."""
        ...


def register_of(number: str) -> Register:
    """The fifth digit tells: 4 and above only in a БИН (FACTS 3)."""
    return "gbd-ul" if len(number) == 12 and number[4] in "456789" else "gbd-fl"


class Furnished:
    """The fictional people of the demonstration; `silent` plays a gateway that is away."""

    def __init__(self, clock: Clock, *, silent: bool = False) -> None:
        self._clock, self._silent = clock, silent
        self._people: dict[str, dict[str, str]] = json.loads(PEOPLE.read_text("utf-8"))

    def known(self) -> tuple[str, ...]:
        return tuple(self._people)

    def ask(self, number: str) -> Answer:
        if self._silent:
            raise Unavailable("persons", "no-answer")
        found = self._people.get(number)
        return Answer(
            register=register_of(number), known=found is not None, at=self._clock.instant(),
            name=Personal(found["name"]) if found else None, address=Personal(found["address"]) if found else None,
        )  # fmt: skip
