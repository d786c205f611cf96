"""The page to teach and test a scanner: what its keys write, what it means; which device; what it sounds like."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.badge import StatusMark
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.examplecode import ExampleCode
from ui.parts.notes import Note, Notes
from ui.parts.preview import Preview
from ui.parts.screen import Screen
from ui.parts.segment import Choice, Segment
from ui.parts.teach import Teach

KINDS = ("keys", "serial", "camera")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerState:
    """`device` is a sentence: what is connected, or what is not and what to do. `settings`: (word, value)."""

    kind: str = "keys"
    tone: str = "ok"
    device: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    quiet: bool = False
    sounds: str = ""
    sounds_tone: str = ""
    preview: bool = False


class ScannerView(Screen):
    name, title_key, icon = "scanner", "scanner.title", "scan"

    kind_chosen = Signal(str)
    came = Signal()
    went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ScannerState()
        self.lesson = Card(self, icon="scan").padded(gap=12)
        self.teach, self.example = Teach(self), ExampleCode(self)
        self.help = Notes(self, least=30)
        self.lesson.add(self.teach)
        self.lesson.add(self.example)
        self.lesson.body.addStretch(1)
        self.help_card = Card(self, icon="keys")
        self.help_card.add(self.help)
        self.device_card = Card(self, icon="settings").padded(gap=8)
        self.kinds = Segment(parent=self)
        self.device, self.preview = StatusMark("", "", self, size=look.BODY), Preview(self)
        for widget in (self.kinds, self.device, self.preview):
            self.device_card.add(widget)
        self.set_card, self.settings = Card(self, icon="pen"), Notes(self)
        self.set_card.add(self.settings)
        self.sound_card = Card(self, icon="bell").padded(gap=6)
        self.sound = StatusMark("", "", self, size=look.SECOND)
        self.good = Button("", "Alt+1", self, small=True)
        self.bad = Button("", "Alt+2", self, small=True)
        self.quiet = Button("", "Alt+3", self, small=True)
        self.buttons = (self.good, self.bad, self.quiet)
        for widget in (self.sound, *self.buttons):
            self.sound_card.add(widget)
        for button in self.buttons:
            button.clicked.connect(lambda b=button: self.pressed.emit(b.key))
        self.kinds.chosen.connect(self.kind_chosen)
        self._lay()
        self.fit()
        self.retranslate()

    def _lay(self) -> None:
        inner = QWidget(self)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.device_card, self.set_card, self.sound_card):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.side = QScrollArea(self)
        self.side.setWidget(inner)
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QWidget(self)
        within = QVBoxLayout(left)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(12)
        within.addWidget(self.lesson, 1)
        within.addWidget(self.help_card)
        self.main = QScrollArea(self)  # letters of 150 % make the three tests higher than a low screen
        self.main.setWidget(left)
        self.main.setWidgetResizable(True)
        self.main.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.main.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box = QHBoxLayout(self)
        self.box.addWidget(self.main, 1)
        self.box.addWidget(self.side)

    def fit(self) -> None:
        wide = self.width() >= look.px(1700)
        gap = look.px(16 if wide else 12)
        self.box.setContentsMargins(gap, gap, gap, gap)
        self.box.setSpacing(gap)
        self.column.setSpacing(gap)
        side = look.side(480 if wide else 372, self.width(), most=0.36)
        self.side.setFixedWidth(side)
        self.kinds.fold(side - look.px(40))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.came.emit()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.went.emit()

    def retranslate(self) -> None:
        self.teach.retranslate()
        self.example.retranslate()
        self.lesson.head.show_words(say("scanner.teach.head"))
        self.help_card.head.show_words(say("scanner.help"))
        self.help.show_notes(tuple(Note(head=say(f"scanner.help.{what}")) for what in ("hid", "language")))
        self.device_card.head.show_words(say("scanner.device"))
        self.set_card.head.show_words(say("scanner.set"))
        self.sound_card.head.show_words(say("scanner.sounds"))
        self.good.show_as(say("scanner.sounds.ok"))
        self.bad.show_as(say("scanner.sounds.late"))
        self.render(self.state)

    def render(self, state: ScannerState) -> None:
        self.state = state
        kinds = tuple(Choice(kind, say(f"scanner.kind.{kind}"), n) for n, kind in enumerate(KINDS, 1))
        self.kinds.offer(kinds, state.kind, name=say("scanner.device"))
        self.device.show_as(state.tone, state.device)
        self.preview.setVisible(state.preview)
        self.settings.show_notes(tuple(Note(head=word, right=value) for word, value in state.settings))
        self.sound.show_as(state.sounds_tone, state.sounds)
        self.quiet.show_as(say("scanner.sounds.louder" if state.quiet else "scanner.sounds.quieter"))
        self.changed.emit()

    def hints(self) -> tuple[Hint, ...]:
        return (
            Hint("F3", say("scanner.f3")), Hint("F4", say("scanner.f4")), Hint("Alt+1", say("scanner.alt1")),
            Hint("Alt+2", say("scanner.alt2")), Hint("Alt+3", say("scanner.alt3")),
        )  # fmt: skip

    def on_key(self, key: str) -> bool:
        """Large letters on a low screen: both columns turn a page."""
        if key in ("PgDn", "PgUp"):
            for part in (self.main, self.side):
                bar = part.verticalScrollBar()
                bar.setValue(bar.value() + (bar.pageStep() if key == "PgDn" else -bar.pageStep()))
            return True
        return super().on_key(key)

    def main_action(self) -> Action | None:
        return Action(say("scanner.done"))

    def shown(self) -> None:
        self.kinds.setFocus()
