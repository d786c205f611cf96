"""How many cases a campaign runs, and what it says at the end: a commit one in a hundred, `TEREZE_CAMPAIGN=1` all of them."""

from __future__ import annotations

import os
from dataclasses import dataclass

WHOLE = bool(os.environ.get("TEREZE_CAMPAIGN"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One line of the table in `docs/trust.md`."""

    row: str  # S07, F24: rows of the founders' table of bad input and faults
    cases: int
    through: int  # cases that did what they must not
    planted: tuple[int, int] = (0, 0)  # faults that were put in on purpose: caught, of how many

    @property
    def line(self) -> str:
        planted = f", planted faults {int(self.planted[0])} of {self.planted[1]} caught" if self.planted[1] else ""
        return f"campaign {self.row}: {self.cases} cases, {self.through} through{planted}"


RAN: list[Ran] = []


def cases(whole: int, *, least: int = 1) -> int:
    return whole if WHOLE else max(least, whole // 100)


def ran(row: str, count: int, *, through: int = 0, planted: tuple[int, int] = (0, 0)) -> None:
    """Writes the line down, and fails where anything came through or a planted fault was not caught."""
    RAN.append(Ran(row=row, cases=count, through=through, planted=planted))
    assert count > 0, f"{row}: nothing was tried"
    assert through == 0, f"{row}: {through} of {count} came through"
    assert planted[0] == planted[1], f"{row}: {planted[0]} of {planted[1]} planted faults were caught"
