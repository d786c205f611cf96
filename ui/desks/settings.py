"""Settings: looks, this workplace, people, exchange, law, office – sections at the left, Enter changes a line."""

from __future__ import annotations

from dataclasses import replace

from app import by_hand
from app.queries.house import FilesAwaited, Parked, Person, Unsent
from ui import look
from ui.desks import SCREENS, by_stick
from ui.desks.administering import attach_text, exchange_now, offer_closing, offer_parked, open_account, show_office
from ui.desks.admitting import change_own, offer_deeds, offer_waiting
from ui.desks.desk import Desk
from ui.desks.session import Session
from ui.desks.settings_rows import (
    ICONS,
    exchange_columns,
    law_columns,
    of_exchange,
    of_law,
    of_look,
    of_office,
    of_people,
    of_workplace,
    pair,
    people_columns,
    sections,
    shown,
)
from ui.keys import Action, Hint
from ui.look_words import by_alphabet, language, say
from ui.parts.palette import Entry
from ui.screens.settings_view import SettingsState, SettingsView


class SettingsDesk(Desk):
    watches = frozenset({"account", "case", "registry", "handover"})
    view: SettingsView

    def __init__(self, session: Session) -> None:
        super().__init__(session, SettingsView())
        self.at = "people" if session.may("administer") else "look"
        self.people: tuple[Person, ...] = ()
        self.unsent: tuple[Unsent, ...] = ()
        self.files = 0
        self.parked: tuple[Parked, ...] = ()
        self.attached: tuple[str, ...] = ()
        self.ending: tuple[by_stick.Line, ...] = ()
        self.clocks: tuple[tuple[str, int], ...] = ()
        self.stopped: tuple[tuple[str, str, str], ...] = ()
        self.link = ""  # what the bar said of it when this page last looked
        self.view.section_chosen.connect(self.choose)
        self.view.opened.connect(self.change)

    def open(self, what: str = "") -> None:
        if what in shown(self.session):
            self.at = what
        self.reload()

    def reload(self) -> None:
        def have(people: tuple[Person, ...]) -> None:
            here = self.session.me.office.code
            self.people = tuple(by_alphabet((p for p in people if p.office == here), lambda p: p.name))
            self.show()

        def are_attached(acts: tuple[str, ...]) -> None:
            self.attached = acts
            self.show()

        self.session.ask("house.people", {}, have, key="settings")
        self.session.ask("house.attached_texts", {}, are_attached, key="settings.law")
        if self.session.may("see-exchange"):
            self.session.ask("house.unsent", {}, self._unsent, key="settings.unsent")
            self.session.ask("house.parked_events", {}, self._parked, key="settings.parked")
            self.session.ask("house.files_awaited", {}, self._files, key="settings.files")
            self.session.read(lambda: by_hand.certificates(self.session.app), self._ending, key="settings.ending")
            self.session.read(lambda: by_hand.clocks_apart(self.session.app), self._clocks, key="settings.clocks")
            self.session.read(lambda: by_hand.stopped(self.session.app), self._stopped, key="settings.stopped")

    def _unsent(self, rows: tuple[Unsent, ...]) -> None:
        self.unsent = rows
        self.show()

    def _parked(self, rows: tuple[Parked, ...]) -> None:
        self.parked = rows
        self.show()

    def _files(self, awaited: FilesAwaited) -> None:
        self.files = awaited.count
        self.show()

    def _ending(self, lines: tuple[by_stick.Line, ...]) -> None:
        self.ending = lines
        self.show()

    def _clocks(self, clocks: tuple[tuple[str, int], ...]) -> None:
        self.clocks = clocks
        self.show()

    def tick(self) -> None:
        """The bar says otherwise how the link stands: a contact has ended meanwhile, and the page looks again."""
        if self.at == "exchange" and self.link != (said := self.session.shell.bar.link_words):
            self.link = said
            self.reload()

    def _stopped(self, chains: tuple[tuple[str, str, str], ...]) -> None:
        self.stopped = chains
        self.show()

    def choose(self, section: str) -> None:
        self.at = section
        self.show()

    # ---- keys

    def press(self, key: str) -> None:
        match key:
            case "F3":
                entries = tuple(Entry(t, say(f"desk.theme.{t}")) for t in look.THEMES)
                self.session.offer("settings.theme", say("desk.settings.theme"), entries, self._theme)
            case "F4":
                sizes = tuple(Entry(str(n), f"{n} %") for n in (100, 110, 125, 150))
                self.session.offer("settings.size", say("desk.settings.size"), sizes, self._size)
            case "F5" if self.session.may("unlock"):
                offer_waiting(self.session)
            case "F7":
                show_office(self.session)
            case "F9" if self.session.may("see-exchange"):
                offer_parked(self.session)
            case _ if self.session.may("administer"):
                self._administer(key)

    def _administer(self, key: str) -> None:
        match key:
            case "Ctrl+Enter":
                self.choose("people")
                here = self.session.me.office.code
                known = (p.device for p in self.people if p.device.rsplit("-", 1)[0] == here)
                open_account(self.session, tuple(sorted(set(known))))
            case "F6":
                attach_text(self.session, then=self.reload)
            case "F8":
                self.choose("people")
                offer_closing(self.session, self.people)

    def change(self, line: str) -> None:
        """Enter on a line: what stands there is changed, or its place opens."""
        match self.at, line:
            case "look", "theme":
                self.press("F3")
            case "look", "size":
                self.press("F4")
            case "look", "language":
                langs = tuple(Entry(code, say(f"first.lang.{code}")) for code in ("kk", "ru", "en"))
                self.session.offer("settings.language", say("settings.look.language"), langs, self._speak)
            case "look", "still":
                self.session.keep(still=not self.session.habits().still)
                self.session.dress(look.theme(), look.now().scale)
                self.show()
            case "look", "lock":
                minutes = tuple(Entry(str(n), say("people.lock-after.min", n=n)) for n in (1, 2, 3, 4, 5))
                self.session.offer("settings.lock", say("settings.look.lock"), minutes, self._lock)
            case "look", "password" if self.session.app.entrance.asks:
                change_own(self.session)
            case "people", _ if person := next((p for p in self.people if p.login == line), None):
                offer_deeds(self.session, person)
            case "look", "quiet":
                self.session.keep(quiet=not self.session.habits().quiet)
                self.show()
            case "workplace", _ if line.startswith("place:"):
                self.session.go(line.removeprefix("place:"), "")
            case "exchange", "link":
                exchange_now(self.session)
            case "exchange", by_stick.WRITE:
                by_stick.write(self.session, self.reload)
            case "exchange", by_stick.READ:
                by_stick.read(self.session, self._came)
            case "exchange", _ if line.startswith("parked:"):
                offer_parked(self.session)
            case "law", _ if self.session.may("administer"):
                attach_text(self.session, line, self.reload)

    def _came(self) -> None:
        """A stick may have brought anything: every list is asked anew."""
        self.session.work.changed.emit(frozenset((kind, "") for kind in ("case", "registry", "handover", "account")))
        self.reload()

    def _theme(self, name: str) -> None:
        self.session.dress(look.THEMES[name], look.now().scale)
        self.show()

    def _size(self, percent: str) -> None:
        self.session.dress(look.theme(), int(percent) / 100)
        self.show()

    def _lock(self, minutes: str) -> None:
        self.session.keep(lock_after=int(minutes))
        self.show()

    def _speak(self, lang: str) -> None:
        if lang != language():
            self.session.speak(lang)

    # ---- what is shown

    def retranslate(self) -> None:
        self.show()

    def _hints(self) -> tuple[Hint, ...]:
        """The keys of the section that is open."""
        match self.at:
            case "look":
                return Hint("F3", say("desk.settings.theme")), Hint("F4", say("desk.settings.size"))
            case "people":
                entries = (Hint("F5", say("people.unlock-short")),) if self.session.may("unlock") else ()
                ends = (Hint("F8", say("desk.settings.close-short")),) if self.session.may("administer") else ()
                return entries + ends
            case "exchange" if self.session.may("see-exchange"):
                return (Hint("F9", say("desk.settings.parked")),)
            case "law" if self.session.may("administer"):
                return (Hint("F6", say("desk.settings.attach")),)
            case "office":
                return (Hint("F7", say("desk.settings.office-short")),)
        return ()

    def show(self) -> None:
        rights = {name: right for name, _, right in SCREENS}
        may_enter = tuple(name for name, right in rights.items() if self.session.may(right))
        office = self.session.me.office.code
        state = SettingsState(
            sections=sections(self.session), at=self.at, icon=ICONS[self.at],
            heading=say(f"settings.{self.at}"), under=office, sentence=say(f"settings.{self.at}.text"),
            columns=pair(), hints=self._hints(), empty=(say("settings.nothing"), say("settings.nothing.text")),
            main=Action(say("desk.settings.new")) if self.at == "people" and self.session.may("administer") else None,
        )  # fmt: skip
        match self.at:
            case "look":
                state = replace(state, rows=of_look(self.session))
            case "workplace":
                state = replace(state, rows=of_workplace(self.session, may_enter))
            case "people":
                columns, rows = people_columns(), of_people(self.people)
                state = replace(state, columns=columns, rows=rows)
            case "exchange":
                rows = of_exchange(
                    self.session,
                    self.unsent,
                    self.parked,
                    ending=self.ending,
                    files=self.files,
                    clocks=self.clocks,
                    stopped=self.stopped,
                )
                state = replace(state, columns=exchange_columns(), rows=rows)
            case "law":
                rows = of_law(self.session, self.attached)
                state = replace(state, columns=law_columns(), rows=rows)
            case "office":
                state = replace(state, rows=of_office(self.session))
        self.view.render(state)
