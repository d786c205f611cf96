"""How the window looks to this person, and who works in the house; an administrator keeps it in order from here."""

from __future__ import annotations

from app.queries.house import Person
from ui import look
from ui.desks.administering import attach_text, offer_closing, offer_parked, open_account, show_office
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.table_view import TableState, TableView
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.grid import Cell, Column, Row
from ui.parts.palette import Entry


class SettingsDesk(Desk):
    watches = frozenset({"account"})
    view: TableView

    def __init__(self, session: Session) -> None:
        super().__init__(session, TableView("settings", "settings"))
        self.people: tuple[Person, ...] = ()

    def open(self, what: str = "") -> None:
        self.reload()

    def reload(self) -> None:
        def have(people: tuple[Person, ...]) -> None:
            here = self.session.me.office.code
            self.people = tuple(p for p in people if p.office == here)
            self.show()

        self.session.ask("house.people", {}, have, key="settings")

    def press(self, key: str) -> None:
        match key:
            case "F3":
                entries = tuple(Entry(t, say(f"desk.theme.{t}")) for t in look.THEMES)
                self.session.offer("settings.theme", say("desk.settings.theme"), entries, self._theme)
            case "F4":
                sizes = tuple(Entry(str(n), f"{n} %") for n in (100, 110, 125, 150))
                self.session.offer("settings.size", say("desk.settings.size"), sizes, self._size)
            case "F7":
                show_office(self.session)
            case "F9" if self.session.may("watch"):
                offer_parked(self.session)
            case _ if self.session.may("administer"):
                self._administer(key)

    def _administer(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                here = self.session.me.office.code
                known = (p.device for p in self.people if p.device.rsplit("-", 1)[0] == here)
                open_account(self.session, tuple(sorted(set(known))))
            case "F6":
                attach_text(self.session)
            case "F8":
                offer_closing(self.session, self.people)

    def _theme(self, name: str) -> None:
        self.session.dress(look.THEMES[name], look.now().scale)

    def _size(self, percent: str) -> None:
        self.session.dress(look.theme(), int(percent) / 100)

    def retranslate(self) -> None:
        self.show()

    def show(self) -> None:
        hints = [Hint("F3", say("desk.settings.theme")), Hint("F4", say("desk.settings.size"))]
        if self.session.may("administer"):
            hints.append(Hint("F6", say("desk.settings.attach")))
        hints.append(Hint("F7", say("desk.settings.office-short")))
        if self.session.may("administer"):
            hints.append(Hint("F8", say("desk.settings.close-short")))
        if self.session.may("watch"):
            hints.append(Hint("F9", say("desk.settings.parked")))
        rows = tuple(
            Row(p.login, (
                Cell(p.name), Cell(say(f"desk.role.{p.role}")), Cell(p.login, mono=True, small=True),
                Cell(p.device, mono=True, small=True),
                Cell(say(f"desk.settings.{'open' if p.open else 'shut'}"), shape="ok" if p.open else "stop", small=True),
            ))
            for p in self.people
        )  # fmt: skip
        office = self.session.me.office
        self.view.render(TableState(
            heading=say("desk.settings.people"), under=office.code, hints=tuple(hints), rows=rows,
            main=Action(say("desk.settings.new")) if self.session.may("administer") else None,
            columns=(
                Column(say("window.field.name")), Column(say("desk.settings.role"), 220),
                Column(say("window.lock.login"), 200), Column(say("desk.settings.device"), 110),
                Column(say("window.find.status"), 140),
            ),
        ))  # fmt: skip
