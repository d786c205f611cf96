"""Who stands behind an ИИН or БИН: the state register is asked, and what this centre knows of an earlier visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.numbers import PERSONS, read_number
from app.domain.people import Applicant
from app.problems import Unavailable
from app.queries.queue import CaseRow
from ui import problems
from ui.desks.session import Session
from ui.desks.visit import Someone

LOOKED_AT = 20  # applications of one person that are under way at once


def look_up(session: Session, who: Someone, key: str, then: Callable[[], None]) -> bool:
    """Fills `who` when the answers have come; False where the number is none to ask about. Nothing here can stop a visit."""
    read = read_number(who.number)
    session.work.forget(key)
    if read.problem or read.kind not in ("iin", "bin"):
        return False
    who.asked = "asking"

    def answered(answer: Any) -> None:
        who.register, who.asked_at = answer.register, answer.at
        who.asked = "known" if answer.known else "unknown"
        if answer.known:
            who.name = answer.name.open()
            who.address = answer.address.open() if answer.address else ""
        remembered()

    def silent(wrong: BaseException) -> None:
        if isinstance(wrong, Unavailable):  # never stops an intake
            who.asked, who.away = "away", problems.told(wrong, session.folder / "reports").text
            remembered()
        else:
            who.asked = ""
            session.trouble(wrong)
            then()

    def remembered() -> None:
        if session.may("accept-documents"):
            session.ask("queue.met_before", {"number": read.value}, met, key=key)
        else:
            then()

    def met(before: tuple[Applicant, ...]) -> None:
        _met_before(who, before)
        if PERSONS is who.kinds:  # of who only stands there for another, nothing is under way
            session.ask("queue.under_way", {"number": read.value, "limit": LOOKED_AT}, under_way, key=key)
        else:
            then()

    def under_way(rows: tuple[CaseRow, ...]) -> None:
        who.under_way = rows
        then()

    session.consult(read.value, answered, failed=silent, key=key)
    return True


def _met_before(who: Someone, met: tuple[Applicant, ...]) -> None:
    if not met:
        return
    before = met[0]
    if not who.name:
        who.name, who.asked = before.name.open(), "met-before"
        who.address = before.address.open() if before.address else ""
    if not who.phone and before.phone:
        who.phone, who.phone_met = before.phone.open(), True
