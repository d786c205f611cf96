"""What one person may not do alone: one asks with the reason, another says yes. Both stand in the journal.

TO ADD AN OVERRIDE: its name in `OverrideId`, its line in `_ready` and `_done`, its word `override.what.<name>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from app.command import Coded, Unit, command
from app.domain.case import Asked, Case
from app.domain.events import CustodyMoved, OverrideConfirmed, OverrideId, OverrideRequested
from app.domain.facts import Holder
from app.domain.roles import Right
from app.problems import Refused
from app.services import erasure
from app.services.custody import arrived
from app.services.taking import remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    code: str
    what: OverrideId = "lost-found"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    case: str
    number: str
    what: OverrideId


@command(Right.REQUEST_OVERRIDE)
def request(unit: Unit, given: Request) -> Overridden:
    """No act speaks of it: the program's own. Nothing changes yet but that it was asked for.

    Where another office has asked, this one may ask too: the later one stands, for papers turn up in one place.
    """
    case = unit.case(given.code)
    if not given.reason.strip():
        raise Refused("reason-missing")
    if case.asked is not None and case.asked.office in (None, unit.office.code):
        raise Refused("override-asked", number=case.number)
    _ready(unit, case, given.what)
    unit.record(case.id, OverrideRequested(what=given.what, office=unit.office.code, person=remark(given.reason)))
    return Overridden(case=case.id, number=case.number, what=given.what)


@command(Right.CONFIRM_OVERRIDE, again=True)
def confirm(unit: Unit, given: Coded) -> Overridden:
    """The second person. Who asked cannot confirm, whatever their role."""
    case = unit.case(given.code)
    asked = case.asked
    if asked is None:
        raise Refused("override-none", number=case.number)
    if asked.who == unit.account.login:
        raise Refused("two-people", deed="confirm")
    if asked.office not in (None, unit.office.code):  # nobody can say what lies on a table elsewhere
        raise Refused("override-elsewhere", number=case.number, office=asked.office)
    _ready(unit, case, asked.what)
    _done(unit, case, asked)
    return Overridden(case=case.id, number=case.number, what=asked.what)


def _ready(unit: Unit, case: Case, what: OverrideId) -> None:
    match what:
        case "lost-found":
            if case.holder != "lost":
                raise Refused("held-by-other", holder=case.holder)
        case "erase-people":
            erasure.check(unit, case)
        case _:
            assert_never(what)


def _done(unit: Unit, case: Case, asked: Asked) -> None:
    match asked.what:
        case "lost-found":  # the papers lie again where this office keeps its papers
            here: Holder = "sector" if unit.office.side == "centre" else "chancellery"
            unit.record(case.id, OverrideConfirmed(what=asked.what, request=asked.event))
            course = arrived(unit, case, "courier", here)  # only a courier loses papers: they have gone that leg now
            unit.record(case.id, CustodyMoved(from_holder="lost", to_holder=here, course=course))
        case "erase-people":  # the event is the yes itself: nothing of the case may come after it
            erasure.erase(unit, case, asked)
        case _:
            assert_never(asked.what)
