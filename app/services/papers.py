"""Sheets that are counted: numbered blank forms that a paper was printed on, and sheets that were spoilt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.command import Nothing, Unit, command
from app.domain.events import SheetRecorded, SpoiltReason
from app.domain.names import look_alike
from app.domain.roles import Right
from app.problems import Refused

LEDGER = ("paper.reprinted", "registry.reprinted", "hand-over.reprinted", "sheet.recorded")
BLANK = re.compile(r"(?=.*\d)[0-9A-ZА-ЯЁӘІҢҒҮҰҚӨҺ№ /-]{1,20}")
MOST_DAYS = 36_500  # of the ledger on one paper: all there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`blank`: series and number of an accountable form, where the sheet is one."""

    paper: str
    state: Literal["used", "spoilt"]
    blank: str | None = None
    reason: SpoiltReason | None = None


@command(Right.SEE_CASES)
def record_sheet(unit: Unit, given: Sheet) -> Nothing:
    """A numbered blank form is used or spoilt once; a spoilt sheet says why. No act of ours sets this: the program's own."""
    found = unit.transaction.paper(given.paper)
    if found is None:
        raise Refused("paper-unknown")
    case = unit.case(found["subject"])
    blank = " ".join(given.blank.upper().split()) if given.blank else None
    if given.state == "spoilt" and given.reason is None:
        raise Refused("reason-missing")
    if given.state == "used" and blank is None:
        raise Refused("blank-missing")
    if blank is not None:
        _check(unit, blank, given)
    fact = SheetRecorded(paper=found["id"], state=given.state, blank=blank, reason=given.reason)
    unit.record(case.id, fact)
    return Nothing()


def _check(unit: Unit, blank: str, given: Sheet) -> None:
    """A number stands in the ledger once, in whichever alphabet its series was typed; only a blank that was used for this
    very paper may be found spoilt afterwards.
    """
    if not BLANK.fullmatch(blank):
        raise Refused("blank-invalid", blank=blank)
    wanted = look_alike(blank)
    before = [fact for _, fact in unit.transaction.written("sheet.recorded") if look_alike(fact.blank or "") == wanted]
    if not before:
        return
    last = before[-1]
    if given.state == "spoilt" and last.state == "used" and last.paper == given.paper:
        return
    raise Refused("blank-known", blank=blank, state=last.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    days: int = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    paper: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOffice:
    """What a paper is about that belongs to no case: the office."""

    id: str


@command(Right.SEE_CASES)
def print_ledger(unit: Unit, given: Span) -> Printed:
    """The last days of the ledger on paper, oldest first."""
    first = unit.today - timedelta(days=max(0, min(given.days, MOST_DAYS)))
    written = [(h, f) for h, f in unit.transaction.written(*LEDGER) if h.at.day(unit.zone) >= first]
    lines = [(h, f, about) for h, f in written if (about := unit.transaction.paper(f.paper)) is not None]
    if not lines:
        raise Refused("ledger-empty")
    paper = unit.paper("ledger", OfOffice(id=unit.office.code), lang="both", lines=lines)
    return Printed(paper=paper, lines=len(lines))
