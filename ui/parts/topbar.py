"""The top bar: where one is, the scan and search field, training, link, legal clock, language, person."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Run, para
from ui.look_words import language, say
from ui.parts.base import Fits, Painted, PaintedButton, hairline, panel, ring
from ui.parts.keycap import keys_width, paint_keys

SHORT = {"kk": "ҚАЗ", "ru": "РУС", "en": "ENG"}


@dataclass(frozen=True, slots=True)
class BarState:
    """`link` is a tone; `day` and `time` are the legal clock as the centre's zone shows it."""

    link: str = "ok"
    link_words: str = ""
    day: str = ""
    time: str = ""
    person: str = ""
    training: bool = False


class Title(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self.stand(words)

    def sizeHint(self) -> QSize:
        return QSize(para(self.words, look.TITLE, bold=True).width, look.px(24))

    minimumSizeHint = sizeHint

    def draw(self, p: QPainter) -> None:
        label = para(self.words, look.TITLE, bold=True)
        label.draw(p, 0, (self.height() - label.height) / 2)


class ScanField(Fits, QLineEdit):
    """One field for scanning and finding. A scan lights its edge and leaves the focus where it was."""

    asked = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setProperty("bare", "true")
        self.lit = False
        self._off = QTimer(self)
        self._off.setSingleShot(True)
        self._off.timeout.connect(self._dim)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()

    def fit(self) -> None:
        self.setFont(look.font(look.SECOND))
        self.setFixedHeight(look.px(30))
        self.setMinimumWidth(look.px(56))
        self.setMaximumWidth(look.px(330))
        self._margins()

    def _keys(self) -> int:
        """The room of the key caps; none when the bar is so full that only the field itself fits."""
        keys = keys_width("Ctrl+K", split=True)
        return keys + look.px(7) if self.width() >= keys + look.px(70) else 0

    def _margins(self) -> None:
        self.setTextMargins(look.px(33), 0, self._keys() + look.px(5), 0)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._margins()

    def retranslate(self) -> None:
        self.setAccessibleName(say("window.top.scan"))
        self.setToolTip(say("window.top.scan"))
        self.update()

    def blink(self) -> None:
        self.lit = True
        self._off.start(160)
        self.update()

    def _dim(self) -> None:
        self.lit = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self.asked.emit(self.text().strip())
                self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        lit = self.lit or self.hasFocus()
        edge = "focus" if lit else "edge"
        panel(p, QRectF(self.rect()), fill="sunken", edge=edge, radius=5, width=2 if lit else look.theme().heavy)
        size = look.px(16)
        draw_icon(p, "scan", look.px(9), (self.height() - size) / 2, size, token="text3")
        keys = self._keys()
        if keys:
            paint_keys(p, self.width() - keys, self.height() / 2, "Ctrl+K", split=True)
        words = para(say("window.top.scan"), look.SECOND, tone="text3")
        if not self.text() and look.px(33) + words.width < self.width() - keys - look.px(10):
            words.draw(p, look.px(33), (self.height() - words.height) / 2)
        p.end()
        super().paintEvent(event)


class Chip(Painted):
    """Training: nothing printed here is valid, and nobody may overlook it."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(say("window.top.training"))
        self.updateGeometry()
        self.update()

    def _para(self):
        return para(Run(say("window.top.training"), look.ON_TRAINING, True), look.LABEL)

    def sizeHint(self) -> QSize:
        return QSize(self._para().width + look.px(16), look.px(22))

    minimumSizeHint = sizeHint

    def draw(self, p: QPainter) -> None:
        panel(p, QRectF(self.rect()), fill=look.TRAINING, radius=4)
        label = self._para()
        label.draw(p, look.px(8), (self.height() - label.height) / 2)


class LinkAndClock(Painted):
    """The link's state in shape and word, then the legal day and time."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state, self.tight = BarState(), False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_as(self, state: BarState, *, tight: bool) -> None:
        wide = self.sizeHint()
        self.state, self.tight = state, tight
        self.setAccessibleName(f"{state.link_words}. {state.day} {state.time}")
        if self.sizeHint() != wide:
            self.updateGeometry()
        self.update()

    def _paras(self):
        day = "" if self.tight else f"{self.state.day}  "
        return (
            para(self.state.link_words, look.SECOND, tone="text2"),
            para((Run(day, "text2"),), look.SECOND),
            para(Run(self.state.time, "", True), look.MAIN),
        )

    def sizeHint(self) -> QSize:
        link, day, time = self._paras()
        return QSize(look.px(19) + link.width + look.px(14) + day.width + time.width, look.px(24))

    minimumSizeHint = sizeHint

    def draw(self, p: QPainter) -> None:
        link, day, time = self._paras()
        size, middle = look.px(13), self.height() / 2
        draw_shape(p, self.state.link, 0, middle - size / 2, size)
        x = look.px(19)
        link.draw(p, x, middle - link.height / 2)
        x += link.width + look.px(14)
        day.draw(p, x, middle - day.height / 2)
        time.draw(p, x + day.width, middle - time.height / 2)


class LanguageButton(PaintedButton):
    def __init__(self, lang: str, parent=None) -> None:
        super().__init__(parent)
        self.lang = lang
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(SHORT[lang])
        self.setAccessibleName({"kk": "Қазақша", "ru": "Русский", "en": "English"}[lang])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(para(self.text(), look.LABEL, bold=True).width + look.px(6), look.px(24))

    def draw(self, p: QPainter) -> None:
        on = language() == self.lang
        label = para(self.text(), look.LABEL, tone="text" if on else "text3", bold=on)
        label.draw(p, (self.width() - label.width) / 2, (self.height() - label.height) / 2)
        if on:
            p.fillRect(QRectF(0, self.height() - 3, self.width(), 2), look.colour("accent"))
        if self.hasFocus():
            ring(p, QRectF(self.rect()), 3, off=-3)


class PersonButton(PaintedButton):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, person: str, *, short: bool = False) -> None:
        """`short`: where the bar is full the place is left out, for the window's other texts say it too."""
        words = person.split(" · ")[0] if short else person
        if words != self.text():
            self.setText(words)
            self.updateGeometry()
        self.setAccessibleName(f"{person}, {say('window.top.lock')}, F12")
        self.setToolTip(say("window.top.lock"))

    def sizeHint(self) -> QSize:
        words = para(self.text(), look.SECOND).width
        return QSize(look.px(22) + words + look.px(6) + keys_width("F12"), look.px(32))

    def draw(self, p: QPainter) -> None:
        size, middle = look.px(16), self.height() / 2
        draw_icon(p, "person", 0, middle - size / 2, size, token="text2")
        label = para(self.text(), look.SECOND, tone="text2")
        label.draw(p, look.px(22), middle - label.height / 2)
        paint_keys(p, look.px(28) + label.width, middle, "F12")


class TopBar(Fits, QWidget):
    spoken_as = QAccessible.Role.ToolBar

    language_chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = BarState()
        self.title, self.scan, self.chip = Title(self), ScanField(self), Chip(self)
        self.clock, self.langs = LinkAndClock(self), [LanguageButton(lang, self) for lang in SHORT]
        self.person = PersonButton(self)
        self.box = QHBoxLayout(self)
        for widget in (self.title, self.scan):
            self.box.addWidget(widget)
        self.box.setStretchFactor(self.scan, 100)
        self.box.addStretch(1)
        self.box.addWidget(self.chip)
        self.box.addWidget(self.clock)
        self.langbox = QHBoxLayout()
        for button in self.langs:
            self.langbox.addWidget(button)
            button.clicked.connect(lambda _=False, b=button: self.language_chosen.emit(b.lang))
        self.box.addLayout(self.langbox)
        self.box.addWidget(self.person)
        self.person.clicked.connect(self.lock_asked)
        self.fit()
        self.retranslate()

    def fit(self) -> None:
        self.setFixedHeight(look.px(44))
        self.box.setContentsMargins(look.px(16), look.px(4), look.px(14), 1)
        self.box.setSpacing(look.px(12))
        self.langbox.setSpacing(look.px(2))

    def retranslate(self) -> None:
        self.setAccessibleName(say("access.bar"))
        self.scan.retranslate()
        self.chip.retranslate()
        self.show_as(self.state)

    def show_as(self, state: BarState) -> None:
        self.state = state
        self.chip.setVisible(state.training)
        self.clock.show_as(state, tight=self._tight())
        self.person.show_person(state.person, short=self._full())
        for button in self.langs:
            button.update()

    def _tight(self) -> bool:
        return 0 < self.width() < look.px(1080)

    def _full(self) -> bool:
        """Large letters and a long title: everything in its whole length would not fit."""
        return self._tight() and look.now().scale > 1.25

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.clock.show_as(self.state, tight=self._tight())
        self.person.show_person(self.state.person, short=self._full())

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)
        p.end()
