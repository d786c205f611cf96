"""Lost papers that were found: one person asks with the reason, another says yes – F8 at the case, for whoever may."""

from __future__ import annotations

from collections.abc import Callable

from app.command import Coded
from app.domain.case import Asked, Case
from app.services.overrides import Request
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import say
from ui.screens.case_view import CaseRemark

KEY = "F8"


def hint(session: Session, case: Case) -> Hint | None:
    """What this person may do about it now; None: nothing is lost, or it is for another to say."""
    asked = case.asked
    if asked is None and case.holder == "lost" and session.may("request-override"):
        return Hint(KEY, say("override.ask"))
    if asked is not None and asked.who != session.me.login and session.may("confirm-override"):
        return Hint(KEY, say("override.confirm"))
    return None


def remark(session: Session, case: Case) -> CaseRemark | None:
    if case.asked is not None:
        return CaseRemark("risk", say("override.waits"), _told(session, case.asked))
    return CaseRemark("risk", say("override.lost"), say("override.lost.text")) if case.holder == "lost" else None


def _told(session: Session, asked: Asked) -> str:
    when = f"{session.local(asked.at):%d.%m.%Y %H:%M}"
    return say("override.waits.text", what=say(f"override.what.{asked.what}"), who=asked.who, when=when)


def press(session: Session, case: Case, then: Callable[[], None]) -> None:
    if hint(session, case) is None:
        return
    if case.asked is None:
        session.ask_words("case.found", say("override.reason"), lambda reason: _ask(session, case, reason, then))
        return

    def confirmed(_: object) -> None:
        session.done(say("override.done"), case.number)
        then()

    session.run("overrides.confirm", Coded(code=case.id), confirmed)


def _ask(session: Session, case: Case, reason: str, then: Callable[[], None]) -> None:
    def asked(_: object) -> None:
        session.done(say("override.asked"), say("override.asked.text"))
        then()

    session.run("overrides.request", Request(code=case.id, reason=reason), asked)
