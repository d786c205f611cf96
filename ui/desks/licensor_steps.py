"""Which step of a case is next at the licensor's: of those whose clocks run, the first that this person may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.domain.case import Case
from app.domain.deciding import found_wanting
from app.domain.pack import Service
from app.queries.case import Opened


@dataclass(frozen=True, slots=True)
class Verb:
    """A step as a button: its command, the right it needs, what else it must be told."""

    step: str
    command: str
    right: str
    asks: Literal["nothing", "reference", "specialist", "checks", "answer", "decision", "result"] = "nothing"


VERBS = (
    Verb("registered", "licensor_desk.register", "take-in"),
    Verb("confirm-registration", "licensor_desk.confirm_registration", "take-in"),
    Verb("take-in", "licensor_desk.take_in", "take-in", "reference"),
    Verb("journal", "licensor_desk.journal", "take-in", "reference"),
    Verb("assign", "licensor_desk.assign", "assign", "specialist"),
    Verb("completeness", "licensor_desk.examine", "examine", "checks"),
    Verb("enter-data", "licensor_desk.enter_data", "examine"),
    Verb("ask-body", "licensor_desk.ask_body", "examine", "reference"),
    Verb("body-answers", "licensor_desk.record_answer", "examine", "answer"),
    Verb("verify-documents", "licensor_desk.verify_documents", "examine", "reference"),
    Verb("commission", "licensor_desk.decide", "decide", "decision"),
    Verb("prepare", "licensor_desk.prepare", "examine", "result"),
    Verb("sign", "licensor_desk.sign", "sign-result"),
    Verb("give-out", "licensor_desk.give_out", "release-result"),
)
PREPARE = next(v for v in VERBS if v.step == "prepare")
ORDER = tuple(v.step for v in VERBS)
OPTIONAL = ("verify-documents",)  # "if that needs to be settled"


def mine_first(rights: tuple[str, ...]) -> Callable[[str, tuple[str, ...]], bool]:
    """For sorting a queue: False, hence first, where a clock runs that this person can stop."""
    mine = {v.step for v in VERBS if v.right in rights}

    def waits_for_another(status: str, running: tuple[str, ...]) -> bool:
        if status == "sent":
            return "registered" not in mine
        return not mine & set(running)

    return waits_for_another


def next_step(opened: Opened, rights: tuple[str, ...]) -> Verb | None:
    """`why_not` empty is the rule's own answer: the same that lets the command through."""
    case = opened.case
    if case.status == "sent":
        return VERBS[0] if "take-in" in rights else None
    if case.result is None and found_wanting(case):  # what is left is to say no, and no step stands before that
        return next((v for v in VERBS if v.step == "prepare" and v.right in rights), None)
    may = {s.step for s in opened.steps if s.state != "done" and not s.why_not}
    if case.result is None:
        may.add("prepare") if _considered(opened) else None
    if case.result is not None and not case.signed:
        may = (may - {"prepare"}) | {"sign"}
    if case.signed or case.result is None:
        may -= {"sign"}
    if case.signed:
        may -= {"prepare"}
    else:
        may -= {"give-out"}
    mine = [v for v in VERBS if v.step in may and v.right in rights]
    return next((v for v in mine if v.step not in OPTIONAL), mine[0] if mine else None)


def beside(opened: Opened, rights: tuple[str, ...]) -> Verb | None:
    """A step that may be done now and need not be: are the documents authentic?   atyrau-2015-324 annex 2, cl. 15 (1)"""
    may = {s.step for s in opened.steps if s.state != "done" and not s.why_not}
    return next((v for v in VERBS if v.step in OPTIONAL and v.step in may and v.right in rights), None)


def no_of(service: Service | None, case: Case) -> str:
    """The result that says no: an incomplete or expired set ends the consideration, where the act has that.

    sko-2015-333 annex 3, cl. 5 (4), 8 (4); vko-2014-70 cl. 5 (1), 8 (1), condition 1
    """
    if service is not None and case.what is not None and case.outcome == "incomplete":
        possible = service.results_for(variant=case.what.variant, object=case.what.object)
        if any(r.id == "end-of-consideration" for r in possible):
            return "end-of-consideration"
    return "reasoned-refusal"


def _considered(opened: Opened) -> bool:
    """An act without a step of preparing still ends in a result: once what it has before is done."""
    steps = {s.step: s for s in opened.steps}
    if "prepare" in steps:
        return False
    before = [s for s in opened.steps if s.step in ORDER and s.step not in ("sign", "give-out", *OPTIONAL)]
    return all(s.state == "done" or s.step == "confirm-registration" for s in before)
