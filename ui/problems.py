"""What went wrong, in the words of the window: a rule's no, something away, or a fault of ours with a report's number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.problems import Refused, Unavailable
from ui import report
from ui.look_words import language, live, say


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is the rule's; `number` the report's, of a fault of ours. One of them, or none for what is away."""

    tone: str
    title: str
    text: str
    code: str = ""
    number: str = ""


NAMED = {"holder": "desk.holder", "to": "desk.holder", "kind": "desk.code-kind", "status": "desk.handover"}


def told(wrong: BaseException, reports: Path) -> Problem:
    """Its words can be said `again` in another language; a fault writes its report once."""
    match wrong:
        case Refused():
            return Problem("risk", say("desk.refused"), live(lambda: sentence(wrong)), wrong.code)
        case Unavailable():
            from app.say import absence

            return Problem("late", say("desk.away"), live(lambda: absence(wrong, language())))
    number = report.write(wrong, reports)
    return Problem("late", say("desk.fault"), say("desk.fault.text", number=number), number=number)


def sentence(no: Refused) -> str:
    """The rule's sentence, with ids inside it said as words."""
    from app.say import said

    facts = dict(no.facts)
    for name, prefix in NAMED.items():
        if isinstance(facts.get(name), str):
            key = f"{prefix}.{facts[name]}"
            word = say(key)
            facts[name] = facts[name] if word == key else word
    if no.code == "number-invalid" and facts.get("problem"):
        key = f"number.problem.{facts['problem']}"
        return say(key) if say(key) != key else said(no.code, language(), facts)
    return said(no.code, language(), facts)
