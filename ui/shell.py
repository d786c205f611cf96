"""The window: rail, top bar, the screens, the foot. It routes keys and scans and knows nothing of cases.

`alone` it is painted at once with a lock screen, and the rest is built around that by `furnish`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QStackedWidget, QWidget

from ui import keys, look_words
from ui.keys import Hint
from ui.look_words import say
from ui.parts.base import Fits
from ui.parts.field import Line
from ui.parts.hazard import Hazard
from ui.parts.screen import Screen
from ui.parts.spoken import as_seen, name_lists, tell_kinds

if TYPE_CHECKING:
    from ui.devices.wedge import Thresholds
    from ui.parts.palette import Entry
    from ui.parts.toast import ToastState
    from ui.parts.topbar import BarState
    from ui.places import Place


class Shell(Fits, QWidget):
    """Give it screens with `add`, show one with `go`. What a person asks for comes out as signals."""

    spoken_as = QAccessible.Role.Window

    place_chosen = Signal(str)
    language_chosen = Signal(str)
    lock_asked = Signal()
    searched = Signal(str)  # typed into the top field
    scanned = Signal(str)  # each code, before the screen gets it
    palette_asked = Signal()  # Ctrl+K: the owner answers with `offer`
    closing = Signal()

    def __init__(
        self, places: tuple[Place, ...] | None = None, *, training: bool = False, thresholds: Thresholds | None = None,
        alone: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        tell_kinds()
        self.screens: dict[str, Screen] = {}
        self.told_by: Screen | None = None  # the place whose message stands
        self.furnished = False
        self.over: tuple[QWidget, ...] = ()  # what lies over the screen when it is asked for
        self.stack = QStackedWidget(self)
        self.hazard = Hazard(self)
        self.grid = QGridLayout(self)
        self.grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)  # the screen is as large as it is
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(0)
        self.grid.addWidget(self.stack, 1, 1)
        self.grid.setRowStretch(1, 1)
        self.grid.setColumnStretch(1, 1)
        self.show_training(training)
        self.locked = alone
        self._order = QTimer(self, singleShot=True, interval=0)  # once, however many parts came and went in a turn
        self._order.timeout.connect(lambda: as_seen(self))
        if not alone:
            for _ in self.furnish(places, training=training, thresholds=thresholds):
                pass

    def furnish(
        self, places: tuple[Place, ...] | None = None, *, training: bool = False, thresholds: Thresholds | None = None
    ) -> Iterator[None]:
        """All that stands around a screen and over it, part by part: in between a person can type."""
        from ui.furnishing import build

        yield from build(self, places, training=training, thresholds=thresholds)
        self.furnished = True

    # screens

    def add(self, screen: Screen) -> None:
        self.screens[screen.name] = screen
        if self.stack.indexOf(screen) < 0:
            self.stack.addWidget(screen)
        screen.changed.connect(lambda s=screen: self._changed(s))
        self._order.start()

    def current(self) -> Screen | None:
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def go(self, name: str) -> None:
        """Shows a screen; the rail lights its place (a screen without a place leaves the light where it is)."""
        screen = self.screens[name]
        self.clause.hide()  # it belongs to the line it was asked from
        self.stack.setCurrentWidget(screen)
        self.rail.light(name)
        self._bare(name in ("lock", "first"))
        self._changed(screen)
        screen.shown()

    def _bare(self, bare: bool) -> None:
        """The lock screen has no rail, top bar or foot: it shows no applicant and offers no place."""
        self.locked = bare
        for part in (self.rail, self.top, self.foot):
            part.setVisible(not bare)
        if bare:
            self.toast.hide()
            self.palette_.hide()
            self.keymap.hide()
            self.help.hide()

    def _changed(self, screen: Screen) -> None:
        if screen is not self.current():
            return
        self.top.title.show_words(screen.title())
        screen.setAccessibleName(screen.title())
        name_lists(screen, screen.title())
        self.foot.show_as(self._hints(screen), screen.main_action(), screen.second_action())

    def _hints(self, screen: Screen) -> tuple[Hint, ...]:
        return (Hint("F1", say("window.keys")), *screen.hints())

    # the bar, messages, lists

    def show_bar(self, bar: BarState) -> None:
        self.bar = bar
        self.show_training(bar.training)
        self.top.show_as(bar)

    def show_training(self, training: bool) -> None:
        """Strip and title; the chip is the top bar's. The lock screen has its own."""
        self.hazard.setVisible(training)
        self.setWindowTitle(f"Tereze — {say('window.top.training')}" if training else "Tereze")

    def show_places(self, places: tuple[Place, ...]) -> None:
        self.rail.show_places(places)
        if screen := self.current():
            self.rail.light(screen.name)

    def tell(self, toast: ToastState) -> None:
        self.told_by = self.current()
        self.toast.say(toast)

    def offer(
        self, purpose: str, title: str, entries: tuple[Entry, ...], *, text: str = "", own_filter: bool = True,
        words: bool = False, secret: bool = False, told: bool = False, open_choice: bool = False,
    ) -> None:  # fmt: skip
        """A list to choose from; the answer is `palette_.chosen(purpose, id)`. `words`: no list, the answer is `asked`;
        `told`: no line to type in; `open_choice`: no line of it is chosen beforehand."""
        self.palette_.open(
            purpose, title, entries, text=text, own_filter=own_filter, words=words, secret=secret, told=told,
            open_choice=open_choice,
        )  # fmt: skip

    def speak(self, lang: str) -> None:
        """The language switches live; owners render their states anew afterwards."""
        from ui import qt_words

        look_words.speak(lang)
        qt_words.speak(lang)
        self.show_training(self.bar.training)
        self.rail.retranslate()
        self.top.retranslate()
        for screen in self.screens.values():
            screen.retranslate()
        for over in (self.toast, self.palette_, self.clause, self.fault):
            over.retranslate()
        if screen := self.current():
            self._changed(screen)
        if self.help.isVisible():
            self.help.open(self.help.place)

    # keys and scans

    def route(self, key: str) -> bool:
        """One door for F-keys, buttons and hints."""
        screen = self.current()
        if screen is None:
            return False
        if self.fault.act(key) or self.clause.act(key):
            return True
        if key == "F1":
            self.keymap.close_() if self.keymap.isVisible() else self.keymap.open(screen.title(), self._map(screen))
            return True
        if self.locked:
            return screen.on_key(key)
        match key:
            case "F11":
                self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
                return True
            case "F12":
                self.lock_asked.emit()
                return True
            case "Ctrl+K":
                self.palette_asked.emit()
                return True
            case _ if key.startswith("Ctrl+") and key[5:].isdigit():
                for button in self.rail.buttons.values():
                    if button.place.key == key[5:]:
                        self.place_chosen.emit(button.place.name)
                        return True
                return False
        if self.toast.state and key == self.toast.state.key and self.toast.act():
            return True
        if self._blocked(screen, key):
            line = screen.focusWidget()
            if isinstance(line, Line):  # what stands in the field under the cursor counts too
                line.tell()
            if self._blocked(screen, key):
                self.obstacle()
                return True
        return screen.on_key(key)

    @staticmethod
    def _blocked(screen: Screen, key: str) -> bool:
        actions = (screen.main_action(), screen.second_action())
        return any(action is not None and action.key == key and bool(action.blocked) for action in actions)

    def _map(self, screen: Screen) -> tuple[Hint, ...]:
        actions = tuple(
            Hint(a.key, a.sentence or a.words, a.blocked)
            for a in (screen.main_action(), screen.second_action())
            if a is not None
        )
        return screen.hints() + actions + screen.inner_hints()

    def open_help(self) -> None:
        """Over the work: what this place is for; the work waits as it stands."""
        if screen := self.current():
            self.help.open(screen.name)

    def obstacle(self) -> None:
        if screen := self.current():
            screen.first_obstacle()

    def toast_key(self, key: str) -> None:
        """What a message offers is done by the place that gave it, wherever the person has gone meanwhile."""
        if self.told_by is not None and self.told_by in self.screens.values():
            self.told_by.pressed.emit(key)

    def in_front(self) -> bool:
        active = QApplication.activeWindow()
        return active is self or (active is not None and active.parentWidget() is self)

    def take_scan(self, code: str) -> None:
        self.top.scan.blink()
        self.scanned.emit(code)
        if screen := self.current():
            screen.scanned(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (kind := event.type()) == QEvent.Type.ChildAdded:
            self._order.start()  # read out and reached where it stands, when it has come to stand somewhere
        if kind != QEvent.Type.KeyPress or not isinstance(watched, QWidget):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if watched.window() is not self:  # into a dialog of ours, such as one for files, no scan is typed either
            return watched.window().parentWidget() is self and self.wedge.eventFilter(watched, event)
        key = keys.name(event)
        if self.keymap.isVisible() and watched is self.keymap and keys.usual(key) != "F12":
            return False
        plain = not key or key in ("Enter", "Tab", "Shift+Tab", "Shift+Enter")
        if plain or self.wedge.amid(event):  # a control sign amid a scan is the scanner's
            return self.wedge.eventFilter(watched, event)
        if event.isAutoRepeat() and key == "Ctrl+Enter":
            return True  # one press, one deed: the next case would have it too
        if key == "Esc":
            return self._escape()
        if keys.usual(key) == "F12" and not self.locked:
            return self.route("F12")  # whoever leaves locks, whatever lies over the work
        if self.palette_.isVisible() or self.help.isVisible():
            return False
        if key == "Ctrl+Z" and isinstance(watched, QLineEdit) and watched.isUndoAvailable():
            return False
        return self.route(keys.usual(key))

    def _escape(self) -> bool:
        """Closes the innermost thing only."""
        for over in (self.palette_, self.help):
            if over.isVisible():
                over.close_()
                return True
        if self.keymap.isVisible():
            self.keymap.close_()
            return True
        for over in (self.fault, self.clause, self.toast):
            if over.isVisible():
                over.hide()
                return True
        screen = self.current()
        return screen.on_key("Esc") if screen else False

    # size

    def fit(self) -> None:
        for part in self.over:
            if part.isVisible():
                part.settle()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.hazard.setGeometry(0, 0, self.width(), 4)
        self.hazard.raise_()
        self.fit()

    def closeEvent(self, event) -> None:
        self.closing.emit()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().closeEvent(event)
