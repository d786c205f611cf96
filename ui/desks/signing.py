"""An ЭЦП at the case: F9 for who certified the form or signed the result, and what is known about each signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case import Case, Signed
from app.domain.signature import Place
from app.start import sign
from ui.desks.session import Session
from ui.devices.key import CANCELLED, key_here
from ui.keys import Hint
from ui.look_words import language, say
from ui.screens.case_view import CaseRemark

KEY = "F9"
TONES = {"valid": "ok", "indeterminate": "risk", "invalid": "late"}


def place_here(session: Session, case: Case) -> Place | None:
    """Where this person may sign now: their own certification, or the result that they signed by hand as the head."""
    if session.app.judging is None:
        return None
    place: Place | None = None
    if case.is_done("fill-and-sign") and case.by == session.me.login and session.may("accept-documents"):
        place = "certification"
    elif case.signed and session.may("sign-result"):
        place = "result"
    done = any(s.place == place and s.verdict == "valid" for s in case.signatures or ())
    return None if done else place


def hint(session: Session, case: Case) -> Hint | None:
    return Hint(KEY, say("signature.sign")) if place_here(session, case) else None


def remarks(case: Case) -> list[CaseRemark]:
    return [
        CaseRemark(TONES[s.verdict], say(f"signature.verdict.{s.verdict}"), _line(s)) for s in case.signatures or ()
    ]


def _line(s: Signed) -> str:
    return say(
        "signature.line", place=say(f"signature.at.{s.place}"), who=s.who, reason=say(f"signature.reason.{s.reason}")
    )


def press(session: Session, case: Case, then: Callable[[], None]) -> None:
    """The window goes on meanwhile: a key may wait for its PIN for minutes."""
    place = place_here(session, case)
    if place is None:
        return
    app, login, key = session.app, session.me.login, key_here(language())
    session.note(say("signature.waits"), say("signature.waits.text"))

    def done(outcome: Any) -> None:
        if outcome is CANCELLED:
            session.note(say("signature.cancelled"), say("signature.cancelled.text"))
            return
        value = outcome.value
        words = say(f"signature.verdict.{value.verdict}")
        reason = say(f"signature.reason.{value.judgement.reason}")
        (session.done if value.verdict == "valid" else session.note)(words, reason)
        then()

    session.beside(lambda: sign(app, case.id, place, login=login, signer=key, gathers=app.judging.gathers), done)
