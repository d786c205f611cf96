"""Who came for a result, and whether it may be given to them; which result may be given out at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.domain.case import Case
from app.domain.numbers import read_number, trouble_with
from ui.desks import texts
from ui.look_words import say
from ui.parts.field import FieldState

Shown = Literal["identity-card", "passport", "residence-permit", "other"]


@dataclass(slots=True)
class Collecting:
    """The person at the window. `op` is this release's own id: pressed twice, it is given out once."""

    op: str
    came: Literal["applicant", "representative"] = "applicant"
    number: str = ""
    name: str = ""
    known: bool = False  # the name is the register's
    identity: Shown = "identity-card"
    power: str = ""
    until: str = ""
    away: str = ""  # why the register did not answer
    answers: dict[str, str] = field(default_factory=dict)
    owner: str = ""  # the applicant's ИИН; empty for a legal person, and where the people were erased
    legal: bool = False  # nobody is a firm: whoever comes for it shows by what right

    def as_written(self, case: Case) -> None:
        """Whom the case names: its representative, or the applicant where that is a natural person."""
        people = case.people
        if people is None:
            return
        owner = people.applicant.number.open()
        self.legal = read_number(owner).kind == "bin"
        self.owner = "" if self.legal else owner
        self.comes("representative" if people.representative else "applicant", case)

    def comes(self, came: Literal["applicant", "representative"], case: Case) -> None:
        """As who they come. What the case says of the one and of the other is filled in; what was typed stays."""
        before, after = _written(case, self.came), _written(case, came)
        self.came = came
        if self.number in ("", before.number):
            self.number, self.name, self.known = after.number, after.name, False
            self.power, self.until = after.power, after.until

    def stranger(self) -> bool:
        """Another's number where the applicant is said to have come."""
        return bool(self.came == "applicant" and self.owner and self.number and self.number != self.owner)

    def right(self) -> str:
        """By what they come for another: the power of attorney, or what makes them the head of the firm."""
        return self.power if self.legal or self.came == "representative" else ""

    def blocked(self, today: date) -> tuple[str, str]:
        """Why it cannot be given to them yet, and the field to look at; two empty words: it can."""
        if self.number and trouble_with(self.number):
            return say("desk.intake.number-wrong"), "number"
        if self.stranger():
            return say("desk.release.stranger", number=self.owner), "number"
        if self.came == "applicant" and self.owner and not self.number:
            return say("desk.release.number-first"), "number"
        if not self.name:
            return say("desk.intake.name-first"), "person"
        if not any(c.isalpha() for c in self.name):  # a number that slid into the line of the name
            return say("desk.release.name-letters"), "person"
        if self.came == "applicant" and self.legal and not self.power:
            return say("desk.release.ground-first"), "power"
        if self.came == "representative":
            if not self.power:
                return say("desk.release.power-first"), "power"
            until = texts.read_day(self.until)
            if self.until and (until is None or until < today):
                return say("desk.release.power-over"), "until"
        return "", ""

    def number_field(self) -> FieldState:
        if not self.number:
            return FieldState()
        read = read_number(self.number)
        if problem := trouble_with(self.number):
            return FieldState(self.number, "bad", "", say(f"number.problem.{problem}"))
        return FieldState(read.value, "ok", texts.date_of(read.birth_on) if read.birth_on else "")


@dataclass(frozen=True, slots=True)
class _Written:
    number: str = ""
    name: str = ""
    power: str = ""
    until: str = ""


def _written(case: Case, came: str) -> _Written:
    """What the case says of its applicant, where that is a natural person, or of who stood at the counter for them."""
    people = case.people
    if people is None:
        return _Written()
    if came == "representative":
        if (r := people.representative) is None:
            return _Written()
        power = r.authority.number.open() if r.authority and r.authority.number else ""
        until = texts.date_of(r.authority.valid_until) if r.authority and r.authority.valid_until else ""
        return _Written(r.number.open(), r.name.open(), power, until)
    number = people.applicant.number.open()
    return _Written(number, people.applicant.name.open()) if read_number(number).kind == "iin" else _Written()


def releasable(case: Case, side: str) -> bool:
    """Its result lies at this window: the centre's, or the licensor's own."""
    if side == "licensor":
        return case.holder == "chancellery" and case.status in ("result-ready", "unclaimed")
    return case.status == "to-release" or (case.status == "result-ready" and case.holder == "inspector")
