"""The lock screen and what follows it: log in, the places that this person may enter, the clock, scans, log out."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from app.domain.numbers import Code, parse_code, read_number
from app.problems import Unavailable
from ui import keys, look, problems, report
from ui.desks import SCREENS, texts
from ui.desks.coming_in import ComingIn
from ui.desks.door import Door, Known
from ui.desks.exchange import Exchange
from ui.desks.faults import Faults
from ui.desks.find_or_do import FindOrDo
from ui.desks.first_plan import kept
from ui.desks.habits import remember, remembered
from ui.desks.lock_state import lock_state as state_of
from ui.desks.news import News
from ui.desks.nights import Nights
from ui.desks.reading import Reading
from ui.desks.renewing import opens_yet
from ui.desks.watch import Watch
from ui.look_words import by_alphabet, language, say, weekday
from ui.parts.palette import Entry
from ui.parts.topbar import BarState
from ui.places import CENTRE_PLACES, ELSEWHERE, LICENSOR_PLACES, SETTINGS, Place
from ui.screens.lock import Lock, LockState
from ui.shell import Shell
from ui.sweep import Sweep
from ui.work import Work

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App, Proof
    from ui.desks.calls import Calls
    from ui.desks.desk import Desk
    from ui.desks.first import FirstStart
    from ui.desks.session import Session

DECIDES = ("take-in", "assign", "examine", "decide", "sign-result")  # whose desk the licensor's is
HOME = {
    "inspector": "intake", "sector": "sector", "courier": "courier", "supervisor": "deadlines", "chancellery": "licensor",
    "head": "sign", "specialist": "licensor", "secretary": "licensor", "provider": "licensor",
}  # fmt: skip


class Front(QObject):
    """Owns the window of one workplace: its door, its work, its session when somebody is logged in."""

    def __init__(self, shell: Shell, door: Door, folder: Path, *, crashed: str = "") -> None:
        super().__init__(shell)
        self.shell, self.door, self.folder = shell, door, folder
        self.work = Work(self)
        self.sweep = Sweep(self, rests=lambda: self.watch.rests())
        self.session: Session | None = None
        self.calls: Calls | None = None  # clocks that come to a rung while somebody works here
        self.desks: dict[str, Desk] = {}
        self.known: tuple[Known, ...] = ()
        self.places: tuple[Place, ...] = ()
        self.begun: dict[str, str] = {}  # login → the visit that the lock cut off
        self.ready = False
        self.wrong: BaseException | None = None
        self.lively = False  # a demonstration that was just made gets some weeks of work, while people look around
        self.closing = False
        self.crashed = crashed  # the report of a crash below Python, found at this start
        self.guide: FirstStart | None = None  # of a store that is not there yet
        door.unfinished = lambda store: kept(folder, store).making
        self.faults = Faults(shell, folder / "reports", desks=lambda: self.desks.values(), session=lambda: self.session)
        self.habits = remembered(folder)
        self.reading = Reading(self)
        self.last = self.habits.login
        keys.give(self.habits.keys)
        shell.speak(self.habits.language)
        first = shell.current()  # where somebody may be typing already
        self.lock = first if isinstance(first, Lock) else Lock()
        shell.add(self.lock)
        self.coming = ComingIn(self)
        self.watch = Watch(self)
        self.faults.gone = self.watch.gone
        self.lock.entered.connect(self.enter)
        self.lock.go_on.clicked.connect(self.coming.without_password)
        for field in (self.lock.login, self.lock.password):
            field.line.returnPressed.connect(self.coming.without_password)
        self.lock.language_chosen.connect(self.speak)
        self.lock.badge_read.connect(self.coming.scanned)
        self.lock.signature_asked.connect(self.coming.by_signature)
        shell.language_chosen.connect(self.speak)
        shell.lock_asked.connect(lambda: self.log_out())
        shell.place_chosen.connect(self.go)
        shell.searched.connect(self.search)
        shell.scanned.connect(self.scanned)
        shell.palette_asked.connect(self.offer_everything)
        shell.palette_.chosen.connect(self._chosen)
        self.find_or_do = FindOrDo(self)
        shell.palette_.asked.connect(self._worded)
        shell.closing.connect(self.close)
        self.work.fault.connect(self._fault)
        self.work.changed.connect(self._changed)
        everybody = QShortcut(QKeySequence("Ctrl+K"), self.lock)
        everybody.activated.connect(self.offer_people)
        self.second = QTimer(self)
        self.second.timeout.connect(self._tick)
        self.exchange = Exchange(door, self.work, self._clock, self)
        self.exchange.told.connect(self._tick)
        self.exchange.came.connect(self._news)
        self.nights, self.news = Nights(self), News(self)
        self.show_lock()

    def start(self) -> None:
        """After the first paint: the store is opened in the background."""
        self.second.start(1000)
        self.work.read(self.door.open, self._opened, failed=self._not_opened)

    # ---- the lock screen

    def _opened(self, known: tuple[Known, ...]) -> None:
        self.known, self.ready, self.wrong = known, True, None
        if self.lock.begun:
            self.last = self.lock.login.text().strip() or self.last
        self.show_lock()
        self.lock.opened()
        if self.lively and self.door.fresh:
            go_on = lambda: not self.closing  # noqa: E731
            self.work.beside(lambda: self.door.live_in(go_on), lambda _: self._news(), failed=self._fault)
        self.exchange.soon()

    def _not_opened(self, wrong: BaseException) -> None:
        if isinstance(wrong, Unavailable) and wrong.status == "not-there" and not self.door.demo:
            from ui.desks.first import open_guide

            self.guide = open_guide(self)
            return
        self.wrong = wrong
        self.show_lock()
        opens_yet(self, wrong)

    def show_lock(self, error: str = "", told: str = "") -> None:
        state = self.lock_state()
        self.shell.show_training(state.training)
        self.lock.render(replace(state, error=error or state.error, told=told))
        if self.shell.current() is not self.lock or not self.shell.locked:
            self.shell.go("lock")

    def lock_state(self) -> LockState:
        not_open = problems.told(self.wrong, self.folder / "reports").text if self.wrong is not None else ""
        return state_of(
            self.door, self.known, last=self.last, ready=self.ready, not_open=not_open, begun=self.last in self.begun,
            crashed=self.crashed,
        )  # fmt: skip

    def said(self, error: str) -> None:
        self.lock.render(replace(self.lock.state, error=error))

    def offer_people(self) -> None:
        """A demonstration's people of both sides; a real store asks for the name and nothing is offered."""
        if not self.known or not self.shell.locked:
            return
        about = lambda k: f"{say(f'desk.role.{k.role}')} · {texts.text(k.place)} · {k.login}"  # noqa: E731
        entries = tuple(
            Entry(k.login, k.name, about(k), icon="person") for k in by_alphabet(self.known, lambda k: k.name)
        )
        self.shell.offer("people", say("desk.lock.people"), entries)

    def enter(self, login: str, password: str) -> None:
        self.coming.enter(login, password)

    # ---- somebody works

    def let_in(self, login: str, app: App, me: Me, proof: Proof) -> None:
        from ui.desks.calls import Calls
        from ui.desks.session import Session

        self.lock.forget()
        self.session = Session(
            app, self.work, self.shell, me, self.folder, go=self.go, open_paper=self._open_paper, dress=self.dress,
            habits=lambda: self.habits, keep=self.keep, fault=self.faults.tell, exchange_now=self.exchange.run,
            link_why=lambda: self.exchange.why, speak=self.speak, reading=self.reading, proof=proof,
        )  # fmt: skip
        self.watch.begin()
        self.calls = Calls(self.session)
        self.last = login
        self._keep()
        self._clear()
        side = CENTRE_PLACES if me.office.side == "centre" else LICENSOR_PLACES
        self.places = tuple(p for p in side if self.may_enter(p.name))
        self.shell.show_places(self.places)
        self._tick()
        self.count_late()
        self.session.printing.recall()
        first = HOME.get(me.role, "find")
        if begun := self.begun.pop(login, ""):
            self.go("intake" if self.may_enter("intake") else "taking", begun)
        else:
            self.go(next((name for name in (first, "find", "settings") if self.may_enter(name)), "settings"))

    def may_enter(self, name: str) -> bool:
        right = next((r for n, _, r in SCREENS if n == name), None)
        if right is None or self.session is None or not self.session.may(right):
            return False
        if name == "taking" and self.session.me.office.side == "centre":
            return False
        return name != "licensor" or any(self.session.may(r) for r in DECIDES)

    def _desk(self, name: str) -> Desk:
        """Opened when a person first goes there."""
        if name not in self.desks:
            assert self.session is not None
            module, thing = next(place for n, place, _ in SCREENS if n == name).split(":")
            desk: Desk = getattr(importlib.import_module(module), thing)(self.session)
            self.desks[name] = desk
            self.shell.add(desk.view)
        return self.desks[name]

    def go(self, name: str, what: str = "") -> None:
        if self.session is None or not self.may_enter(name):
            return
        desk = self._desk(name)
        desk.retranslate()
        self.shell.go(name)
        report.stands(screen=name, language=language(), theme=look.theme().name)
        desk.open(what)

    def in_front(self) -> Desk | None:
        screen = self.shell.current()
        return self.desks.get(screen.name) if screen else None

    def log_out(self, why: str = "") -> None:
        """Locks the window; drafts are kept first. Nothing of an applicant stays behind the lock screen."""
        if self.session is None:
            return
        begun = next((id for desk in self.desks.values() if (id := desk.leave())), "")
        if begun:
            self.begun[self.last] = begun
        self.session.printing.leave()
        self.session.app.entrance.forget(self.session.me.login)
        self.session.over = True
        self.session = None
        kept = say("people.locked.kept") if why and begun else ""
        self.show_lock(told=f"{why}. {kept}".rstrip() if why else "")
        self._clear()
        self.watch.wipe()

    def _clear(self) -> None:
        for desk in self.desks.values():
            self.shell.stack.removeWidget(desk.view)
            self.shell.screens.pop(desk.view.name, None)
            desk.view.deleteLater()
        self.desks.clear()

    # ---- scans and search

    def scanned(self, code: str) -> None:
        if self.session is None or not self.session.proving.scanned(code):
            self.reading.take(code)

    def route(self, thing: Code) -> None:
        self.reading.route(thing)

    def search(self, text: str) -> None:
        """Typed into the top field: a code or a case's number opens its thing, anything else is looked for."""
        if self.session is None:
            return
        read = read_number(text)
        if read.kind == "code" and not read.problem:
            self.route(parse_code(text))
        elif read.kind == "case" and not read.problem:
            self.go("case", read.value)
        else:
            self.go("find", text)

    def offer_everything(self) -> None:
        """Ctrl+K."""
        if self.session is None:
            return
        side = CENTRE_PLACES if self.session.me.office.side == "centre" else LICENSOR_PLACES
        self.find_or_do.offer(tuple(p for p in (*side, SETTINGS, *ELSEWHERE) if self.may_enter(p.name)))

    def _chosen(self, purpose: str, id: str) -> None:
        if purpose == "people":
            self.coming.give_up()
            found = next(k for k in self.known if k.login == id)
            self.last = found.login
            self.show_lock()
            self.enter(found.login, "")
        elif purpose == "do":
            self.find_or_do.chosen(id)
        elif self.session is not None and purpose in self.session.lists:
            self.session.lists[purpose](id)

    def _worded(self, purpose: str, text: str) -> None:
        """Free words where a list was offered, and nothing in it fits."""
        if purpose == "do":
            self.search(text)
        elif self.session is not None and purpose in self.session.lists:
            self.session.lists[purpose](text)

    # ---- time, language, news

    def _tick(self) -> None:
        self.watch.tick()
        if self.session is None:
            if self.ready and self.shell.locked:
                self.lock.side.show_as(self.lock_state())
            return
        me, now = self.session.me, self.session.now()
        bar = BarState(
            *self.exchange.words(), day=f"{weekday(now.date())} {now:%d.%m.%Y}", time=f"{now:%H:%M}",
            person=f"{texts.short_name(me.name)} · {me.office.code}", training=me.training,
        )  # fmt: skip
        if bar != self.shell.bar:
            self.shell.show_bar(bar)
        if front := self.in_front():
            front.tick()
        if self.calls is not None:
            self.calls.tick()

    def _clock(self) -> str:
        return f"{self.session.now():%H:%M}" if self.session else ""

    def speak(self, lang: str) -> None:
        self.shell.speak(lang)
        if self.guide is not None and self.shell.current() is self.guide.view:
            self.guide.show()
        elif self.session is None:
            self.coming.again()
        for desk in self.desks.values():
            desk.retranslate()
        self._tick()
        self._keep()

    def _changed(self, changed: frozenset[tuple[str, str]]) -> None:
        self.exchange.soon()
        kinds = {kind for kind, _ in changed}
        if "case" in kinds:
            self.count_late()
        if (desk := self.in_front()) is not None and desk.watches & kinds:  # any other looks when somebody goes there
            desk.reload()

    def _fault(self, wrong: BaseException) -> None:
        self.faults.tell(wrong)

    def _news(self) -> None:
        if (desk := self.in_front()) is not None:
            desk.reload()
        self.count_late()

    def count_late(self) -> None:
        """How many clocks are over, on the rail; the board says which."""
        if self.session is None or not self.session.may("see-cases"):
            return

        def counted(late: int) -> None:
            self.places = tuple(replace(p, alert=late if p.name == "deadlines" else 0) for p in self.places)
            self.shell.show_places(self.places)

        self.session.ask("deadlines.late", {"limit": 200}, counted, key="front.late", failed=lambda _: None, later=True)

    @staticmethod
    def _open_paper(path: Path) -> None:
        if QApplication.platformName() not in ("offscreen", "minimal"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def dress(self, theme: look.Theme, scale: float) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app, theme, scale, animate=not self.habits.still)
            for desk in self.desks.values():
                desk.retranslate()  # how many columns there are goes by the size of the letters
            self._keep()

    def _keep(self) -> None:
        self.keep(language=language(), login=self.last, theme=look.theme().name, scale=look.now().scale)

    def keep(self, **changed: Any) -> None:
        """What this workplace remembers from now on."""
        self.habits = replace(self.habits, **changed)
        remember(self.folder, self.habits)

    def close(self) -> None:
        self.closing = True
        for desk in self.desks.values():
            desk.leave()
        if self.session is not None:
            self.session.printing.leave()
        self.second.stop()
        self.watch.rest()
        self.reading.close()
        self.exchange.stop()
        self.work.close()
        self.sweep.stop()
        self.door.close()
