"""What needs two people – lost papers were found, the term of people is over: one asks with the reason, another says yes.

F8 at the case, for whoever may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.command import Coded
from app.domain.case import Asked, Case
from app.domain.events import OverrideId
from app.queries.case import Opened
from app.services.erasure import is_due
from app.services.overrides import Request
from ui.desks import texts
from ui.desks.session import Session
from ui.keys import Hint
from ui.look_words import say
from ui.screens.case_view import CaseRemark

KEY = "F8"


@dataclass(frozen=True, slots=True)
class Deed:
    """What is asked for, and the words of it."""

    ask: str
    confirm: str
    reason: str
    done: str
    about: str


DEEDS: dict[OverrideId, Deed] = {
    "lost-found": Deed("override.ask", "override.confirm", "override.reason", "override.done", "override.lost"),
    "erase-people": Deed("erasure.ask", "erasure.confirm", "erasure.reason", "erasure.done", "erasure.over"),
}


def _wanted(session: Session, case: Case) -> OverrideId | None:
    """What there is to ask for."""
    if case.holder == "lost":
        return "lost-found"
    due = is_due(case, office=session.me.office.code, today=session.now().date(), zone=session.zone)
    return "erase-people" if due else None


def _asked_here(session: Session, case: Case) -> Asked | None:
    """What waits for a yes at this office; another office's word hinders nobody here."""
    asked = case.asked
    return asked if asked is not None and asked.office in (None, session.me.office.code) else None


def hint(session: Session, case: Case) -> Hint | None:
    """What this person may do about it now; None: there is nothing to ask for, or it is for another to say."""
    asked, wanted = _asked_here(session, case), _wanted(session, case)
    if asked is None and wanted and session.may("request-override"):
        return Hint(KEY, say(DEEDS[wanted].ask))
    if asked is not None and asked.who != session.me.login and session.may("confirm-override"):
        return Hint(KEY, say(DEEDS[asked.what].confirm))
    return None


def remark(session: Session, opened: Opened) -> CaseRemark | None:
    case = opened.case
    if case.asked is not None:
        return CaseRemark("risk", say("override.waits"), _told(session, opened, case.asked))
    if case.erased is not None:
        return CaseRemark("info", say("desk.event.people.erased"), f"{session.local(case.erased):%d.%m.%Y}")
    wanted = _wanted(session, case)
    return CaseRemark("risk", say(DEEDS[wanted].about), say(f"{DEEDS[wanted].about}.text")) if wanted else None


def _told(session: Session, opened: Opened, asked: Asked) -> str:
    when = f"{session.local(asked.at):%d.%m.%Y %H:%M}"
    who = texts.short_name(opened.names.get(asked.who, asked.who))
    told = say("override.waits.text", what=say(f"override.what.{asked.what}"), who=who, when=when)
    return f"{told} — «{opened.asked_why.open()}»" if opened.asked_why else told


def press(session: Session, case: Case, then: Callable[[], None]) -> None:
    if hint(session, case) is None:
        return
    asked = _asked_here(session, case)
    if asked is None:
        what = _wanted(session, case) or "lost-found"
        session.ask_words(
            "case.found",
            say(DEEDS[what].reason),
            lambda reason: _ask(session, Request(code=case.id, what=what, reason=reason), then),
        )
        return
    done = DEEDS[asked.what].done

    def confirmed(_: object) -> None:
        session.done(say(done), case.number)
        then()

    session.run("overrides.confirm", Coded(code=case.id), confirmed)


def _ask(session: Session, request: Request, then: Callable[[], None]) -> None:
    def asked(_: object) -> None:
        session.done(say("override.asked"), say("override.asked.text"))
        then()

    session.run("overrides.request", request, asked)
