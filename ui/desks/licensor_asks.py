"""A word more that a step of the licensor needs: a number, a specialist, how a body or the commission decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.case import Case
from ui.desks.licensor_steps import Verb
from ui.desks.session import Session
from ui.look_words import by_alphabet, say
from ui.parts.palette import Entry

if TYPE_CHECKING:
    from app.queries.house import Person

Do = Callable[[Verb, dict[str, Any]], None]


def ask(session: Session, verb: Verb, case: Case, do: Do) -> None:
    """Offers the list; `do` gets what the command is to be given."""
    code = case.id
    match verb.asks:
        case "reference":
            _reference(session, verb, case, do)
        case "specialist":
            session.ask("house.people", {}, lambda people: _assign(session, verb, code, do, people))
        case "answer" | "decision":
            _outcome(session, verb, case, do)
        case "checks":
            do(verb, {"code": code, "complete": True})
        case "nothing" | "result":
            do(verb, {"code": code})


def _reference(session: Session, verb: Verb, case: Case, do: Do) -> None:
    entries = (
        Entry("with", say(f"desk.licensor.reference.{verb.step}")),
        Entry("without", say("desk.licensor.without")),
    )

    def chosen(id: str, words: str) -> None:
        if id == "with" and not words:
            session.note(say("desk.licensor.number-first"), say(f"desk.licensor.ask.{verb.step}"), tone="risk")
            _reference(session, verb, case, do)  # the question stays
            return
        do(verb, {"code": case.id, "reference": words if id == "with" else None})

    _words(session, verb, case, entries, chosen)


def _outcome(session: Session, verb: Verb, case: Case, do: Do) -> None:
    """Nothing is chosen beforehand, and without a number nothing is decided: Enter alone must not be an answer."""
    yes, no = ("positive", "negative") if verb.asks == "answer" else ("compliant", "non-compliant")
    entries = (
        Entry("yes", say(f"desk.licensor.{yes}"), tone="ok"),
        Entry("no", say(f"desk.licensor.{no}"), tone="late"),
    )
    name = "positive" if verb.asks == "answer" else "compliant"

    def chosen(id: str, words: str) -> None:
        if not words:
            session.note(say("desk.licensor.number-first"), say(f"desk.licensor.ask.{verb.step}"), tone="risk")
            _outcome(session, verb, case, do)
            return
        given = {"code": case.id, name: id == "yes", "reference": words}
        if verb.asks == "decision":
            _votes(session, verb, case, given, do)
        else:
            do(verb, given)

    _words(session, verb, case, entries, chosen, open_choice=True)


def _votes(session: Session, verb: Verb, case: Case, given: dict[str, Any], do: Do) -> None:
    """How the commission voted stands on the extract; nobody has to say it, and then the extract is silent too."""
    line = session.shell.palette_.line
    entries = (Entry("counted", say("desk.votes.counted")), Entry("without", say("desk.votes.without")))

    def chosen(id: str) -> None:
        if id == "without":
            do(verb, given)
            return
        counted = [int(n) for n in re.findall(r"[0-9]{1,4}", line.text())]
        if id == "counted" and len(counted) in (3, 4):
            do(verb, {**given, "votes": counted[:3], "members": counted[3] if counted[3:] else sum(counted)})
        elif id == "counted":
            session.note(say("desk.votes.unread"), say("desk.votes.ask"), tone="risk")
            _votes(session, verb, case, given, do)  # the question stays

    session.lists["licensor.votes"] = chosen
    title = f"{case.number} · {say('desk.votes.ask')}"
    session.shell.offer("licensor.votes", title, entries, own_filter=False, open_choice=True)


def _words(
    session: Session, verb: Verb, case: Case, entries: tuple[Entry, ...], chosen: Callable[[str, str], None], *,
    open_choice: bool = False,
) -> None:  # fmt: skip
    """The line takes the number of the journal, letter or protocol; the list what it means."""
    line = session.shell.palette_.line
    known = {e.id for e in entries}
    session.lists["licensor.words"] = lambda id: chosen(id, line.text().strip()) if id in known else None
    title = f"{case.number} · {say(f'desk.licensor.ask.{verb.step}')}"
    session.shell.offer("licensor.words", title, entries, own_filter=False, open_choice=open_choice)


def _assign(session: Session, verb: Verb, code: str, do: Do, people: tuple[Person, ...]) -> None:
    own = session.me.office.code
    here = [p for p in people if p.office == own and p.role in ("specialist", "secretary")]
    here = by_alphabet(here, lambda p: p.name)
    entries = tuple(Entry(p.login, p.name, say(f"desk.role.{p.role}"), icon="person") for p in here if p.open)
    session.offer(
        "licensor.assign", say("desk.licensor.assign"), entries,
        lambda login: do(verb, {"code": code, "reference": login}),
    )  # fmt: skip
