"""What stands on a licence besides its owner: the kinds of the activity, line by line, and the number of the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case import Case
from app.domain.deciding import found_wanting
from app.domain.pack import Service
from ui.desks.licensor_result import may_prepare_again
from ui.desks.licensor_steps import Verb
from ui.desks.session import Session
from ui.look_words import say
from ui.parts.palette import Entry

KEY = "F5"
ADD, NUMBER = "add", "number"


class Licence:
    """Of the case in front; another case begins with an empty one."""

    def __init__(self, session: Session, show: Callable[[], None]) -> None:
        self.session, self.show = session, show
        self.case, self.subtypes, self.number = "", [], ""

    def wanted(self, case: Case | None, service: Service | None, verb: Verb | None) -> bool:
        """While a licence may be prepared: never of what can only be refused, nor of a ticket or an extract."""
        if case is None or not case.service.endswith("-licence") or found_wanting(case):
            return False
        if case.id != self.case:
            self.case, self.subtypes, self.number = case.id, [], ""
        preparing = verb is not None and verb.step == "prepare"
        return preparing or may_prepare_again(service, case, self.session.me.rights)

    def offer(self) -> None:
        """The line takes the words, the list says what they are; a kind that stands there is taken out again by Enter."""
        line = self.session.shell.palette_.line
        entries = (
            Entry(ADD, say("desk.licence.add"), say("desk.licence.add.text")),
            Entry(NUMBER, say("desk.licence.number"), self.number or say("desk.licence.number.text")),
            *(Entry(f"out:{n}", name, say("desk.licence.out"), icon="paper") for n, name in enumerate(self.subtypes)),
        )

        def chosen(id: str) -> None:
            self._take(id, line.text().strip())

        self.session.lists["licensor.licence"] = chosen
        self.session.shell.offer("licensor.licence", say("desk.licence.title"), entries, own_filter=False)

    def _take(self, id: str, words: str) -> None:
        if id.startswith("out:"):
            del self.subtypes[int(id.removeprefix("out:"))]
        elif not words:
            self.session.note(say("desk.licence.words-first"), say(f"desk.licence.{id}.text"), tone="risk")
        elif id == NUMBER:
            self.number = words
        elif words not in self.subtypes:
            self.subtypes.append(words)
        self.show()
        self.offer()  # the next kind, until Esc

    def told(self) -> str:
        """In front of the key that prepares it."""
        kinds = "; ".join(self.subtypes) or say("desk.licence.none")
        return f"{kinds} · № {self.number}" if self.number else kinds

    def given(self) -> dict[str, Any]:
        """For `licensor_desk.prepare`."""
        return {"subtypes": list(self.subtypes), **({"number": self.number} if self.number else {})}
