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

    def as_written(self, case: Case) -> None:
        """Whom the case names: its representative, or the applicant where that is a natural person."""
        people = case.people
        if people is None:
            return
        if r := people.representative:
            self.came, self.number, self.name = "representative", r.number.open(), r.name.open()
            if r.authority and r.authority.number:
                self.power = r.authority.number.open()
            if r.authority and r.authority.valid_until:
                self.until = texts.date_of(r.authority.valid_until)
        elif read_number(people.applicant.number.open()).kind == "iin":
            self.number, self.name = people.applicant.number.open(), people.applicant.name.open()

    def blocked(self, today: date) -> tuple[str, str]:
        """Why it cannot be given to them yet, and the field to look at; two empty words: it can."""
        if self.number and trouble_with(self.number):
            return say("desk.intake.number-wrong"), "number"
        if not self.name:
            return say("desk.intake.name-first"), "person"
        if not any(c.isalpha() for c in self.name):  # a number that slid into the line of the name
            return say("desk.release.name-letters"), "person"
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


def releasable(case: Case) -> bool:
    """Its result lies at this window; as the list of what waits here has it."""
    return case.status == "to-release" or (case.status == "result-ready" and case.holder == "inspector")
