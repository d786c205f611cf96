"""Who stands behind an ИИН or БИН: the state register is asked, and what this centre knows of an earlier visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.numbers import read_number
from app.problems import Unavailable
from ui import problems
from ui.desks.session import Session
from ui.desks.visit import Someone


def look_up(session: Session, who: Someone, key: str, then: Callable[[], None]) -> bool:
    """Fills `who` when the answers have come; False where the number is none to ask about. Nothing here can stop a visit."""
    read = read_number(who.number)
    session.work.forget(key)
    if read.problem or read.kind not in ("iin", "bin"):
        return False
    who.asked = "asking"
    app, login, remembers = session.app, session.me.login, session.may("accept-documents")

    def ask() -> tuple[Any, Any]:
        try:
            answer = app.consult(read.value)
        except Unavailable as away:  # a silent register never stops an intake
            answer = away
        return answer, app.ask("queue.met_before", {"number": read.value}, as_=login) if remembers else ()

    def answered(found: tuple[Any, Any]) -> None:
        _register(session, who, found[0])
        _met_before(who, found[1])
        then()

    session.read(ask, answered, key=key)
    return True


def _register(session: Session, who: Someone, answer: Any) -> None:
    if isinstance(answer, Unavailable):
        who.asked, who.away = "away", problems.told(answer, session.folder).text
        return
    who.register, who.asked_at = answer.register, answer.at
    who.asked = "known" if answer.known else "unknown"
    if answer.known:
        who.name = answer.name.open()
        who.address = answer.address.open() if answer.address else ""


def _met_before(who: Someone, met: Any) -> None:
    if not met:
        return
    before = met[0]
    if not who.name:
        who.name, who.asked = before.name.open(), "met-before"
        who.address = before.address.open() if before.address else ""
    if not who.phone and before.phone:
        who.phone = before.phone.open()
