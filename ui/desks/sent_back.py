"""A result that went back to the licensor uncollected, and whose owner has come now: it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from app.command import Coded
from app.domain.case import Case
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import say
from ui.parts.palette import Entry


def may_ask(session: Session, case: Case) -> bool:
    return case.status == "unclaimed" and session.may("release-result") and session.app.store.side == "centre"


def hint(session: Session, case: Case) -> Hint | None:
    return Hint("F5", say("desk.sent-back.ask")) if may_ask(session, case) else None


def offer(session: Session, case: Case) -> None:
    """Where a scan shows that it is not here: why, and the one thing that helps."""

    def chosen(_: str) -> None:
        ask(session, case, lambda: None)

    entry = Entry("ask", say("desk.sent-back.ask"), say("desk.sent-back.ask.text"), icon="courier")
    session.offer("release.sent-back", say("desk.sent-back", number=case.number), (entry,), chosen)


def ask(session: Session, case: Case, then: Callable[[], None]) -> None:
    def asked(_: object) -> None:
        session.done(say("desk.sent-back.asked"), say("desk.sent-back.asked.text", number=case.number))
        then()

    session.run("issue.ask_back", Coded(code=case.id), asked)
