"""What keeps the desk in order: reprints with their copy number, sheets on paper, details of offices, texts of acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from app.catalogue.clauses import derive_from, read_list
from app.catalogue.packs import FOLDER
from app.command import Coded, Nothing, Unit, check_right, command
from app.domain import codec
from app.domain.case import Case
from app.domain.events import HandoverReprinted, PaperReprinted, RegistryReprinted, ReprintReason
from app.domain.office import Office
from app.domain.rights import right_of_form
from app.domain.roles import Right
from app.problems import Refused

LIST = FOLDER / "clauses.toml"
OFFICE = re.compile(r"[A-Z]{2}[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    paper: str
    reason: ReprintReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    paper: str
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    code: str
    lang: Literal["kk", "ru", "both"] = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActText:
    act: str
    text: str


@command(Right.SEE_BAGS)
def reprint(unit: Unit, given: Paper) -> Printed:
    """The same facts again, marked as copy N; the number never changes. Who, when, which and why stand in the journal."""
    found = unit.transaction.paper(given.paper)
    if found is None:
        raise Refused("paper-unknown")
    if found["edition"] == "erased":
        raise Refused("paper-erased")
    check_right(unit.account, right_of_form(found["form"]))
    kind, about = _reprinted(unit, found)  # before the copies are counted: who prints meanwhile has moved its version
    copy = unit.transaction.copies(found) + 1
    unit.record(about, kind(paper=found["id"], copy=copy, reason=given.reason))
    return Printed(paper=unit.paper_again(found, copy=copy), copy=copy)


def _reprinted(unit: Unit, found: dict[str, Any]) -> tuple[Any, str]:
    """What stands in the journal when it is printed again, and about what."""
    if found["form"] == "registry-out":
        return RegistryReprinted, unit.registry(found["subject"]).id
    if found["form"] in ("hand-over-act", "courier-sheet", "registry-in"):
        return HandoverReprinted, unit.handover(found["subject"]).id
    return PaperReprinted, unit.case(found["subject"]).id


@command(Right.SEE_CASES)
def print_state(unit: Unit, given: Sheet) -> Printed:
    """Where a case stands, on paper.   mangystau-2013-3 medical cl. 10: the applicant may ask the service centre"""
    case = _taken_in(unit, given.code)
    if case.erased is not None:
        raise Refused("people-erased", number=case.number)
    return Printed(paper=unit.paper("state-of-case", case, lang=given.lang))


def _taken_in(unit: Unit, code: str) -> Case:
    """A slip was given for a service that is not offered here: there is no application whose state or papers there were."""
    case = unit.case(code)
    if case.what is None:
        raise Refused("nothing-taken-in", number=case.number)
    return case


@command(Right.ADMINISTER)
def set_office(unit: Unit, given: Office) -> Nothing:
    """Names, address, region, hours' zone and licensors of an office, as papers and rules use them from now on."""
    mine = unit.office
    if given.code != mine.code:
        raise Refused("office-unknown", office=given.code)
    _same_side(mine, given)
    for service, licensor in (given.licensors or {}).items():
        if (known := unit.offices.get(licensor)) is None or known.side != "licensor":
            raise Refused("licensor-unknown", office=licensor, service=service)
    return _keep_office(unit, given)


@command(Right.ADMINISTER)
def add_office(unit: Unit, given: Office) -> Nothing:
    """The other side's office by code and name: papers and registries can name it before its node was ever met."""
    if given.side == unit.office.side or not OFFICE.fullmatch(given.code):
        raise Refused("office-unknown", office=given.code)
    if known := unit.offices.get(given.code):
        _same_side(known, given)
    return _keep_office(unit, given)


def _same_side(known: Office, given: Office) -> None:
    """Which side an office is, and its training clock, are settled when its store is made."""
    if (given.side, given.training_weeks) != (known.side, known.training_weeks):
        raise Refused("office-fixed")


def _keep_office(unit: Unit, given: Office) -> Nothing:
    """By the wrong clock every moment on every paper would be wrong: a region has one."""
    zone = unit.catalogue.region(given.region).zone
    if given.zone != zone:
        raise Refused("zone-of-region", zone=given.zone, known=zone)
    unit.keep("offices", code=given.code, side=given.side, state=codec.dump(given).decode())
    unit.changed.add(("office", given.code))
    return Nothing()


@command(Right.ADMINISTER)
def attach_text(unit: Unit, given: ActText) -> Nothing:
    """The text of an act, compared with the list of its clauses; from now on any clause can be shown."""
    try:
        derived = derive_from(given.act, given.text)
    except ValueError as other:
        raise Refused("text-of-other-act", act=given.act) from other
    listed = {(r.regulation, c.number): c.sha256 for r in read_list(LIST) if r.act == given.act for c in r.clauses}
    found = {(r.regulation, c.number): c.sha256 for r in derived for c in r.clauses}
    if differing := sorted(f"{k[0]}/{k[1]}" for k in listed.keys() | found.keys() if listed.get(k) != found.get(k)):
        raise Refused("text-differs", act=given.act, clauses=", ".join(differing))
    unit.keep("texts", act=given.act, file=unit.keep_file(given.text.encode()))
    return Nothing()


@command(Right.KEEP_REGISTRY)
def print_separator(unit: Unit, given: Coded) -> Printed:
    """A sheet between two cases in a stack that goes through the scanner."""
    case = _taken_in(unit, given.code)
    return Printed(paper=unit.paper("separator", case, lang="both"))
