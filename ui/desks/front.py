"""The lock screen and what follows it: log in, the places that this person may enter, the clock, scans, log out."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from app.domain.numbers import Code, NotACode, parse_code, read_number
from ui import look, problems
from ui.desks import SCREENS, texts
from ui.desks.door import Door, Known
from ui.desks.exchange import Exchange
from ui.desks.habits import remember, remembered
from ui.desks.lock_state import lock_state
from ui.keys import Hint
from ui.look_words import language, say, weekday
from ui.parts.palette import Entry
from ui.parts.toast import ToastState
from ui.screens.lock import Lock, LockState
from ui.shell import CENTRE_PLACES, ELSEWHERE, LICENSOR_PLACES, SETTINGS, BarState, Place, Shell
from ui.work import Work

if TYPE_CHECKING:
    from app.queries.house import Me
    from app.start import App
    from ui.desks.desk import Desk
    from ui.desks.session import Session

ROUTES = {"C": "case", "D": "case", "R": "courier", "H": "courier"}  # where a scan goes that the place in front left
DECIDES = ("take-in", "assign", "examine", "decide", "sign-result")  # whose desk the licensor's is
HOME = {
    "inspector": "intake", "sector": "sector", "courier": "courier", "supervisor": "deadlines", "chancellery": "licensor",
    "head": "sign", "specialist": "licensor", "secretary": "licensor", "provider": "licensor",
}  # fmt: skip


class Front(QObject):
    """Owns the window of one workplace: its door, its work, its session when somebody is logged in."""

    def __init__(self, shell: Shell, door: Door, folder: Path) -> None:
        super().__init__(shell)
        self.shell, self.door, self.folder = shell, door, folder
        self.work = Work(self)
        self.session: Session | None = None
        self.desks: dict[str, Desk] = {}
        self.known: tuple[Known, ...] = ()
        self.places: tuple[Place, ...] = ()
        self.begun: dict[str, str] = {}  # login → the visit that the lock cut off
        self.ready = False
        self.wrong: BaseException | None = None
        self.habits = remembered(folder)
        self.last = self.habits.login
        shell.speak(self.habits.language)
        self.lock = Lock()
        shell.add(self.lock)
        self.lock.entered.connect(self.enter)
        self.lock.go_on.clicked.connect(self._enter_without_password)
        for field in (self.lock.login, self.lock.password):
            field.line.returnPressed.connect(self._enter_without_password)
        self.lock.language_chosen.connect(self.speak)
        self.lock.badge_read.connect(lambda _: self._said(say("desk.lock.badge")))
        self.lock.signature_asked.connect(lambda: self._said(say("desk.lock.signature")))
        shell.language_chosen.connect(self.speak)
        shell.lock_asked.connect(self.log_out)
        shell.place_chosen.connect(self.go)
        shell.searched.connect(self.search)
        shell.scanned.connect(self.scanned)
        shell.palette_asked.connect(self.offer_everything)
        shell.palette_.chosen.connect(self._chosen)
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
        self.show_lock()

    def start(self) -> None:
        """After the first paint: the store is opened in the background."""
        self.second.start(1000)
        self.work.read(self.door.open, self._opened, failed=self._not_opened)

    # ---- the lock screen

    def _opened(self, known: tuple[Known, ...]) -> None:
        self.known, self.ready = known, True
        self.show_lock()
        self.lock.shown()
        self.exchange.soon()

    def _not_opened(self, wrong: BaseException) -> None:
        self.wrong = wrong
        self.show_lock()

    def show_lock(self, error: str = "") -> None:
        state = self._lock_state()
        self.lock.render(replace(state, error=error) if error else state)
        if not self.shell.locked:
            self.shell.go("lock")

    def _lock_state(self) -> LockState:
        not_open = problems.told(self.wrong, self.folder / "reports").text if self.wrong is not None else ""
        return lock_state(
            self.door, self.known, last=self.last, ready=self.ready, not_open=not_open, begun=self.last in self.begun
        )

    def _said(self, error: str) -> None:
        self.lock.render(replace(self.lock.state, error=error))

    def offer_people(self) -> None:
        """A demonstration's people of both sides; a real store asks for the name and nothing is offered."""
        if not self.known or not self.shell.locked:
            return
        entries = tuple(
            Entry(
                k.login,
                k.name,
                f"{say(f'desk.role.{k.role}')} · {texts.text(k.place)} · {k.login}",
                icon="person",
            )
            for k in self.known
        )
        self.shell.offer("people", say("desk.lock.people"), entries)

    def _enter_without_password(self) -> None:
        """A demonstration asks for none, and an embedded store's lock is its key file."""
        login = self.lock.login.text().strip() or self.lock.state.login
        if self.lock.state.person:
            login = self.lock.state.login
        if login and not self.lock.password.text() and not self.door.store.startswith("postgresql"):
            self.enter(login, "")

    def enter(self, login: str, password: str) -> None:
        if not self.ready or self.session is not None or self.lock.state.wait:
            return
        self.lock.render(replace(self.lock.state, wait=say("desk.lock.entering"), error=""))
        self.work.read(
            lambda: self.door.enter(login, password),
            lambda found: self._entered(login, *found),
            failed=self._not_entered,
        )

    def _not_entered(self, wrong: BaseException) -> None:
        self.lock.forget()
        self.show_lock(problems.told(wrong, self.folder / "reports").text)
        self.lock.shown()

    # ---- somebody works

    def _entered(self, login: str, app: App, me: Me) -> None:
        from ui.desks.session import Session

        self.lock.forget()
        self.session = Session(
            app, self.work, self.shell, me, self.folder, go=self.go, open_paper=self._open_paper, dress=self.dress,
            habits=lambda: self.habits, keep=self.keep,
        )  # fmt: skip
        self.last = login
        self._keep()
        self._clear()
        side = CENTRE_PLACES if me.office.side == "centre" else LICENSOR_PLACES
        self.places = tuple(p for p in side if self._may_enter(p.name))
        self.shell.show_places(self.places)
        self._tick()
        self._alert()
        first = HOME.get(me.role, "find")
        if begun := self.begun.pop(login, ""):
            self.go("intake" if self._may_enter("intake") else "taking", begun)
        else:
            self.go(first if self._may_enter(first) else "find")

    def _may_enter(self, name: str) -> bool:
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
        if self.session is None or not self._may_enter(name):
            return
        desk = self._desk(name)
        desk.retranslate()
        self.shell.go(name)
        desk.open(what)

    def _front(self) -> Desk | None:
        screen = self.shell.current()
        return self.desks.get(screen.name) if screen else None

    def log_out(self) -> None:
        """Locks the window; drafts are kept first. Nothing of an applicant stays behind the lock screen."""
        if self.session is None:
            return
        begun = next((id for desk in self.desks.values() if (id := desk.leave())), "")
        self.begun = {self.last: begun} if begun else {}
        self.session = None
        self.show_lock()
        self._clear()

    def _clear(self) -> None:
        for desk in self.desks.values():
            self.shell.stack.removeWidget(desk.view)
            self.shell.screens.pop(desk.view.name, None)
            desk.view.deleteLater()
        self.desks.clear()

    # ---- scans and search

    def scanned(self, code: str) -> None:
        if self.session is None:
            return
        read = read_number(code)
        if read.kind in ("iin", "bin", "licence"):
            front = self._front()
            if front is None or not front.number_scanned(read.value):
                self.search(code)
            return
        try:
            thing = parse_code(code)
        except NotACode as wrong:
            if (front := self._front()) is not None and front.misread(code, wrong.problem):
                return
            self.shell.tell(ToastState("late", say("desk.scan.bad"), say(f"number.problem.{wrong.problem}")))
            return
        self.route(thing)

    def route(self, thing: Code) -> None:
        front = self._front()
        if front is not None and front.scanned(thing):
            return
        place = ROUTES.get(thing.kind)
        if place and self._may_enter(place):
            self.go(place, thing.line)
        else:
            self.shell.tell(ToastState("risk", say("desk.scan.not-here"), thing.line))

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
        """Ctrl+K: places, what the place in front can do, or free words to look for."""
        if self.session is None:
            return
        screen = self.shell.current()
        side = CENTRE_PLACES if self.session.me.office.side == "centre" else LICENSOR_PLACES
        entries = [
            Entry(f"place:{p.name}", say(f"window.place.{p.name}"), key=f"Ctrl+{p.key}" if p.key else "", icon=p.icon)
            for p in (*side, SETTINGS, *ELSEWHERE)
            if self._may_enter(p.name)
        ]
        if screen is not None:
            actions = [a for a in (screen.main_action(), screen.second_action()) if a is not None]
            doable = [Hint(a.key, a.words, a.blocked) for a in actions] + list(screen.hints())
            entries += [Entry(f"key:{h.key}", h.words, h.blocked, key=h.key, icon="right") for h in doable]
        entries.append(Entry("key:F12", say("window.top.lock"), key="F12", icon="lock"))
        self.shell.offer("do", say("window.palette.title"), tuple(entries))

    def _chosen(self, purpose: str, id: str) -> None:
        if purpose == "people":
            found = next(k for k in self.known if k.login == id)
            self.last = found.login
            self.show_lock()
            self.enter(found.login, "")
        elif purpose == "do":
            kind, _, name = id.partition(":")
            self.go(name) if kind == "place" else self.shell.route(name)
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
        if self.session is None:
            if self.ready and self.shell.locked:
                self.lock.side.show_as(self._lock_state())
            return
        me, now = self.session.me, self.session.now()
        bar = BarState(
            *self.exchange.words(), day=f"{weekday(now.date())} {now:%d.%m.%Y}", time=f"{now:%H:%M}",
            person=f"{texts.short_name(me.name)} · {me.office.code}", training=me.training,
        )  # fmt: skip
        if bar != self.shell.bar:
            self.shell.show_bar(bar)
        if front := self._front():
            front.tick()

    def _clock(self) -> str:
        return f"{self.session.now():%H:%M}" if self.session else ""

    def speak(self, lang: str) -> None:
        self.shell.speak(lang)
        if self.session is None:
            self.show_lock()
        for desk in self.desks.values():
            desk.retranslate()
        self._tick()
        self._keep()

    def _changed(self, changed: frozenset[tuple[str, str]]) -> None:
        self.exchange.soon()
        kinds = {kind for kind, _ in changed}
        if "case" in kinds:
            self._alert()
        for desk in self.desks.values():
            if desk.watches & kinds:
                desk.reload()

    def _fault(self, wrong: BaseException) -> None:
        problem = problems.told(wrong, self.folder / "reports")
        self.shell.tell(ToastState(problem.tone, problem.title, problem.text))

    def _news(self) -> None:
        for desk in self.desks.values():
            desk.reload()
        self._alert()

    def _alert(self) -> None:
        """How many clocks are over, on the rail; the board says which."""
        if self.session is None or not self.session.may("see-cases"):
            return

        def counted(clocks: tuple[Any, ...]) -> None:
            late = sum(c.state == "late" for c in clocks)
            self.places = tuple(replace(p, alert=late if p.name == "deadlines" else 0) for p in self.places)
            self.shell.show_places(self.places)

        self.session.ask("deadlines.board", {"limit": 200}, counted, key="front.late", failed=lambda _: None)

    @staticmethod
    def _open_paper(path: Path) -> None:
        if QApplication.platformName() not in ("offscreen", "minimal"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def dress(self, theme: look.Theme, scale: float) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app, theme, scale)
            self._keep()

    def _keep(self) -> None:
        self.keep(language=language(), login=self.last, theme=look.theme().name, scale=look.now().scale)

    def keep(self, **changed: Any) -> None:
        """What this workplace remembers from now on."""
        self.habits = replace(self.habits, **changed)
        remember(self.folder, self.habits)

    def close(self) -> None:
        for desk in self.desks.values():
            desk.leave()
        self.second.stop()
        self.exchange.stop()
        self.work.close()
        self.door.close()
