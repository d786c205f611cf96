"""Which plugs are pulled, and when: drawn by lot from a seed, over the course of the same day undisturbed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Literal

from app.journey.nodes import EXCHANGE
from app.start import WrongCall

Plug = Literal["licensor", "centre", "network", "power", "database"]
MEETS: dict[Plug, str] = {
    "licensor": "le",
    "centre": "ce",
    "network": "e",
    "power": "e",
    "database": "cle",
}  # letters of the course
WRITING = ("record.before", "record.after", "commit.before", "commit.after")
PRINTING = (
    "paper.before",
    "paper.drawn",
    "blob.written",
    "blob.renamed",
    "commit.before:2",
    "commit.after:2",
    "paper.after",
)
CALLING = (
    "send.before",
    "send.after",
    "receive.before",
    "receive.after",
    "cursor.before",
    "commit.before",
    "commit.after",
)
SAID = 7000  # bytes, about what an exchange of the day says
WORKING, STARTING = 4.7, 5.3  # decimal digits of how many calls a command makes, and a start
TWICE = 0.3  # how often a start is disturbed, too
LISTENING = ("receive.before", "receive.after", "commit.before", "commit.after")


@dataclass(frozen=True, slots=True)
class Pull:
    """One plug at one step of the day. `moment`: a boundary of a write, `call:N` into the work, `byte:N` of what is said."""

    step: int
    plug: Plug
    moment: str
    at_start: str = ""  # the plug is pulled again while the node starts, at that moment

    @property
    def bytes(self) -> int:
        """After how many of what is said; 0: it is no such moment."""
        return int(self.moment.removeprefix("byte:")) if self.moment.startswith("byte:") else 0

    def __str__(self) -> str:
        return f"{self.plug} at step {self.step}, {self.moment}"


def named(text: str) -> tuple[Plug, ...]:
    """`licensor,network`, as the command line is told. `WrongCall`."""
    told = text.split(",")
    if wrong := [plug for plug in told if plug not in MEETS]:
        raise WrongCall(f"there is no plug {wrong[0]!r}; there are {', '.join(MEETS)}")
    return tuple(plug for plug in MEETS if plug in told)


def drawn(plugs: Iterable[Plug], *, seed: int, course: str, each: int) -> list[Pull]:
    """So many of each, at most one at a step; the same seed over the same course gives the same."""
    lot, taken = Random(seed), set[int]()
    found = []
    for plug in sorted(plugs, key=lambda plug: len(MEETS[plug])):  # what has the fewest steps chooses first
        for _ in range(each):
            free = [n for n, letter in enumerate(course) if letter in MEETS[plug] and n not in taken]
            if not free:
                break
            step = lot.choice(free)
            taken.add(step)
            moment = _moment(lot, plug, exchanging=course[step] == EXCHANGE)
            again = plug in ("licensor", "centre", "power") and lot.random() < TWICE
            found.append(Pull(step, plug, moment, f"call:{_many(lot, STARTING)}" if again else ""))
    return sorted(found, key=lambda pull: pull.step)


def _moment(lot: Random, plug: Plug, *, exchanging: bool) -> str:
    byte, call = f"byte:{lot.randint(1, SAID)}", f"call:{_many(lot, WORKING)}"
    if plug in ("network", "power"):
        return byte
    if plug == "database":
        return call
    if not exchanging:
        return lot.choice((lot.choice(WRITING), lot.choice(PRINTING), call))
    return (
        lot.choice((lot.choice(CALLING), call, byte)) if plug == "centre" else lot.choice((lot.choice(LISTENING), byte))
    )


def _many(lot: Random, digits: float) -> int:
    return int(10 ** lot.uniform(1, digits))
