"""The foot: keys at the left, the one main action at the right. Hint words go first when room is short; keys stay."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import look
from ui.keys import Action, Hint
from ui.look_text import para
from ui.look_words import say
from ui.parts.base import RING, Fits, PaintedButton, hairline, panel, ring, tip
from ui.parts.button import Button
from ui.parts.keycap import keys_width, paint_keys
from ui.parts.spoken import in_order


class HintButton(PaintedButton):
    """A key and its word; the word can be dropped."""

    def __init__(self, hint: Hint, parent=None) -> None:
        super().__init__(parent)
        self.hint, self.short = hint, False
        self.setText(hint.words)
        self.setAccessibleName(f"{hint.words}, {hint.key}")
        self.setToolTip(tip(hint.blocked or hint.words))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is the way to it
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def wide(self, *, short: bool) -> int:
        words = 0 if short else look.px(6) + para(self.hint.words, look.SECOND).width
        return look.px(14) + keys_width(self.hint.key) + words

    def sizeHint(self) -> QSize:
        return QSize(self.wide(short=self.short), look.px(32))

    minimumSizeHint = sizeHint

    def draw(self, p: QPainter) -> None:
        if self.underMouse() or self.isDown():
            panel(p, QRectF(self.rect()), fill="accent_soft", radius=look.BUTTON_RADIUS)
        if self.hasFocus():
            ring(p, QRectF(self.rect()), off=-3)
        ink = "text3" if self.hint.blocked else "text2"
        end = paint_keys(p, look.px(6), self.height() / 2, self.hint.key, tone=ink)
        if not self.short:
            label = para(self.hint.words, look.SECOND, tone=ink)
            label.draw(p, end + look.px(6), (self.height() - label.height) / 2)


class Foot(Fits, QWidget):
    """`pressed` gives the key of a hint; `acted` and `refused` belong to the two buttons, by their key."""

    spoken_as = QAccessible.Role.ToolBar

    pressed = Signal(str)
    acted = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hints: list[HintButton] = []
        self.second = Button(parent=self)
        self.main = Button(parent=self, kind="main")
        for button in (self.second, self.main):
            button.hide()
            button.clicked.connect(lambda _=False, b=button: self.acted.emit(b.key))
            button.refused.connect(self.refused)
        self.box = QHBoxLayout(self)
        self.box.addStretch(1)
        self.box.addWidget(self.second)
        self.box.addWidget(self.main)
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(look.px(56))
        self.box.setContentsMargins(look.px(14), 0, look.px(14) - RING, 0)
        self.box.setSpacing(look.px(6))
        self._drop()

    def show_as(self, hints: tuple[Hint, ...], main: Action | None, second: Action | None) -> None:
        self.setAccessibleName(say("access.commands"))
        if tuple(b.hint for b in self.hints) != hints:
            for old in self.hints:
                self.box.removeWidget(old)
                old.hide()  # it lives until the next turn of the loop, and must not stand under the new one
                old.deleteLater()
            self.hints = [HintButton(h, self) for h in hints]
            for n, button in enumerate(self.hints):
                self.box.insertWidget(n, button)
                button.clicked.connect(lambda _=False, b=button: self.pressed.emit(b.hint.key))
                button.show()
            in_order(*self.hints, self.second, self.main)
        for button, action in ((self.main, main), (self.second, second)):
            button.setVisible(action is not None)
            if action:
                alone = button is self.main or (main is not None and bool(main.blocked) and not action.blocked)
                kind = "danger" if action.danger and alone else "main" if button is self.main else "plain"
                button.show_as(
                    action.words, key=action.key, kind=kind, blocked=action.blocked, sentence=action.sentence
                )
        self._drop()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._drop()

    def _drop(self) -> None:
        """Words go from right to left until everything fits; keys never go, and F1 tells the words."""
        right = sum(b.sizeHint().width() + look.px(6) for b in (self.main, self.second) if not b.isHidden())
        room = self.width() - right - look.px(36)
        short = [False] * len(self.hints)
        for n in reversed(range(len(self.hints))):
            need = sum(b.wide(short=s) + look.px(6) for b, s in zip(self.hints, short, strict=True))
            if need <= room:
                break
            short[n] = True
        for button, now in zip(self.hints, short, strict=True):
            button.short = now
            button.stand(now)

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, 0, 0, self.width(), 0)
        p.end()
