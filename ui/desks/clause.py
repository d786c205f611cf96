"""From any line with a clause to the clause itself: what is asked for, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.problems import Refused
from app.queries.law_read import Explained, Pointed, SetBy
from ui.desks import texts
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.clause import ClauseState, SetLine

_POINT = re.compile(r"(?<=[;:.]) (?=\d+\) )")  # «; 2) …» begins a paragraph
TONES = {"act": "ok", "confirmed": "ok", "reconstructed": "risk"}


def show_clause(session: Session, pack: str, clause: str, *, source: str = "", service: str = "") -> None:
    """Beside the work. `source` is of the line it was asked from, where it is known there."""
    if not clause:
        session.note(say("law.clause.own"))
        return

    def have(found: Explained) -> None:
        anew = lambda: clause_state(session, found, source=source)  # noqa: E731
        session.shell.clause.say(anew(), anew=anew)

    def failed(wrong: BaseException) -> None:
        if isinstance(wrong, Refused) and wrong.code == "clause-unknown":
            session.note(say("law.clause.own"))
        else:
            session.trouble(wrong)

    session.ask("law.explained", Pointed(pack=pack, clause=clause, service=service), have, failed=failed, key="clause")


def opener(
    session: Session, pack: str, cited: Mapping[str, str], *, service: str = "",
    otherwise: Callable[[str], None] = lambda id: None,
) -> Callable[[str], None]:  # fmt: skip
    """The answer of a list of norms: a line with a clause leads to it, any other to `otherwise`."""

    def chosen(id: str) -> None:
        if clause := cited.get(id.partition(":")[0], cited.get(id, "")):
            show_clause(session, pack, clause, service=service)
        else:
            otherwise(id)

    return chosen


def clause_state(session: Session, found: Explained, *, source: str = "") -> ClauseState:
    by = source or _weakest(found.sets)
    return ClauseState(
        clause=texts.clause(found.clause) or say("desk.own"), place=texts.text(found.regulation or found.standard),
        act=texts.text(found.act), tone=TONES.get(by, "info"), source=say(f"law.source.{by}") if by else "",
        words=tuple(_POINT.sub("\n", found.text).split("\n")) if found.text else (), missing=_missing(session, found),
        sets=tuple(_line(s) for s in found.sets),
    )  # fmt: skip


def _weakest(sets: tuple[SetBy, ...]) -> str:
    """Of several lines by one clause the least certain: nobody is told more than we know."""
    found = {s.source for s in sets}
    return next((s for s in ("reconstructed", "confirmed", "act") if s in found), "")


def _missing(session: Session, found: Explained) -> str:
    if found.text:
        return ""
    if found.regulation is None:
        return say("law.clause.outside")
    if found.attached:
        return say("law.clause.not-in-text")
    return say("law.clause.attach") if session.may("administer") else say("law.clause.ask")


def _line(s: SetBy) -> SetLine:
    name = texts.text(s.words) if s.words else say(f"law.set.{s.part}")
    service = texts.service(s.service, short=True) if s.service else ""
    rest = " · ".join(w for w in (say(f"law.part.{s.part}") if s.words else "", service) if w)
    return SetLine(what=name, rest=rest)
