"""A node as the journey sees it: one door, plain JSON in, plain JSON out. Here it stands in this program."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.keeping.likeness import likeness
from app.start import App, HandClock, Moment, Refused, exchange, plain

EXCHANGE, NOTHING = "e", "-"  # letters of the course, beside the first one of the node that worked


class Node(Protocol):
    """What the journey asks of a centre or a licensor."""

    side: str

    def tell(self, wish: str, **given: Any) -> Any:
        """`run`, `ask`, `known`, `consult`, `paper`, `folds`, `likeness`, `exchange`: see `told`. `Refused`."""
        ...

    def meet(self, other: Node) -> None:
        """One exchange, until nothing is left to be sent or fetched."""
        ...


@dataclass(slots=True)
class Time:
    """The clocks of the journey's regions, as each node is told them before it does anything."""

    regions: dict[str, str] = field(default_factory=dict)

    def set(self, region: str, at: Moment) -> None:
        self.regions[region] = at.iso()

    def wind(self, clock: HandClock) -> None:
        for region, at in self.regions.items():
            clock.set(region, Moment.parse(at))


@dataclass(slots=True)
class Here:
    """In this program. `course`: a letter for each step, so that a plug can be pulled in the middle of one that writes."""

    side: str
    app: App
    clock: HandClock
    time: Time
    course: list[str]
    address: str = ""  # of the other, for the one who calls

    def tell(self, wish: str, **given: Any) -> Any:
        self.time.wind(self.clock)
        if wish != "run":
            return told(self.app, wish, **given)
        self.course.append(self.side[0])
        try:
            return told(self.app, wish, **given)
        except Refused:
            self.course[-1] = NOTHING
            raise

    def meet(self, other: Node) -> None:
        self.course.append(EXCHANGE)
        self.tell("exchange", address=self.address)


def told(app: App, wish: str, **given: Any) -> Any:
    """One wish, done by the node's own door."""
    match wish:
        case "run":
            return plain(app.run(given["name"], given["given"], as_=given["as_"], op=given.get("op")).value)
        case "ask":
            return plain(app.ask(given["name"], given["given"], as_=given["as_"]))
        case "known":
            return sorted(app.persons.known())  # type: ignore[attr-defined]
        case "consult":
            answer = app.consult(given["number"])
            return {"register": answer.register, "name": answer.name.open(), "address": answer.address.open()}
        case "paper":
            form, code, pdf = app.paper(given["id"], as_=given["as_"])
            return {"form": form, "code": code, "pdf": base64.b64encode(pdf).decode()}
        case "folds":
            return dict(app.folds())
        case "likeness":
            return list(likeness(app.store))
        case "exchange":
            return exchange(app, given["address"])
        case _:
            raise LookupError(wish)


def operation() -> str:
    """As the screen makes it when a person opens it: whatever happens then, the wish keeps it."""
    return str(uuid.uuid4())
