"""Which key does what at this workplace: a hand that is used to another program keeps its habit."""

from __future__ import annotations

from ui import keys
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.table_view import TableState, TableView
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Column, Row
from ui.parts.palette import Entry

COMMANDS = tuple(key for key in keys.FREE if key != "F2")


class KeysDesk(Desk):
    watches = frozenset[str]()
    view: TableView

    def __init__(self, session: Session) -> None:
        super().__init__(session, TableView("keys", "keys"))
        self.view.opened.connect(self._offer)

    def open(self, what: str = "") -> None:
        self.show()

    def retranslate(self) -> None:
        self.show()

    def press(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self._offer(self.view.table.list.current())
            case "F8":
                self._keep({})

    def _offer(self, usual: str) -> None:
        if usual not in COMMANDS:
            return
        now = {keys.shown(command): command for command in COMMANDS}

        def about(key: str) -> str:
            held = now.get(key)
            return say("hands.free") if held is None else say("hands.changes-with", command=say(f"window.keys.{held}"))

        entries = tuple(Entry(f"={key}", key, about(key), icon="keys") for key in keys.FREE if now.get(key) != usual)
        title = say("hands.which", command=say(f"window.keys.{usual}"))
        chosen = lambda id: self._choose(usual, id.removeprefix("="))  # noqa: E731
        self.session.offer("keys.which", title, entries, chosen)

    def _choose(self, usual: str, key: str) -> None:
        if key in keys.FREE:
            self._keep(keys.exchanged(self.session.habits().keys, usual, key))

    def _keep(self, given: dict[str, str]) -> None:
        self.session.keep(keys=given)
        keys.give(given)
        self.session.shell.speak(self.session.habits().language)  # every cap and sentence that names a key
        self.show()
        self.session.done(say("hands.kept"), say("hands.kept.text"))

    def show(self) -> None:
        rows = tuple(
            Row(usual, (
                Cell(keys.shown(usual), mono=True, bold=True), Cell(say(f"window.keys.{usual}")),
                Cell(usual if keys.shown(usual) != usual else "—", mono=True, small=True),
            ))
            for usual in COMMANDS
        )  # fmt: skip
        self.view.render(TableState(
            heading=say("hands.heading"), under=say("hands.under"), rows=rows, main=Action(say("hands.change")),
            hints=(Hint("F8", say("hands.usual"), "" if self.session.habits().keys else say("hands.are-usual")),),
            columns=(Column(say("hands.key"), 120), Column(say("hands.command")), Column(say("hands.was"), 160)),
        ))  # fmt: skip
