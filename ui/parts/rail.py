"""The rail: the places of work, each with its key; the settings at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon
from ui.look_text import para
from ui.look_words import say
from ui.parts.base import Fits, Painted, PaintedButton, hairline, panel, ring
from ui.parts.spoken import in_order


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work. `name` is the screen's; the word is `window.place.<name>`."""

    name: str
    icon: str
    key: str = ""  # the digit of Ctrl+digit
    alert: int = 0  # how many are late


class PlaceButton(PaintedButton):
    spoken_as = QAccessible.Role.RadioButton

    def __init__(self, place: Place, parent=None) -> None:
        super().__init__(parent)
        self.place = place
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retell()

    def retell(self) -> None:
        word = say(f"window.place.{self.place.name}")
        key = f", Ctrl+{self.place.key}" if self.place.key else ""
        alert = f", {say('window.rail.late', n=self.place.alert)}" if self.place.alert else ""
        self.setAccessibleName(f"{word}{key}{alert}")
        self.setToolTip(f"{word}{key}")
        self.setText(word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(75), look.px(58))

    def draw(self, p: QPainter) -> None:
        on, box = self.isChecked(), QRectF(self.rect())
        ink = "accent_text" if on else "text2"
        if on:
            p.fillRect(box, look.colour("accent_soft"))
            p.fillRect(QRectF(0, 0, look.px(3), box.height()), look.colour("accent"))
        elif self.underMouse():
            p.fillRect(box, look.colour("sunken"))
        size = look.px(20)
        size_of = look.LABEL
        label = para(
            self.text(), size_of, tone=ink, bold=on, width=self.width() - 2, align=Qt.AlignmentFlag.AlignCenter
        )
        top = (box.height() - size - look.px(3) - label.height) / 2 + look.px(1)
        draw_icon(p, self.place.icon, (box.width() - size) / 2, top, size, token=ink)
        label.draw(p, 1, top + size + look.px(3))
        if self.place.key:
            key = para(self.place.key, look.KEY, tone="text3")
            key.draw(p, box.width() - look.px(6) - key.width, look.px(2))
        if self.place.alert:
            words = para(str(self.place.alert), look.KEY, tone="on_status", bold=True)
            wide = max(look.px(16), words.width + look.px(8))
            pill = QRectF(box.width() / 2 + look.px(3), max(1, top - look.px(5)), wide, look.px(15))
            panel(p, pill, fill="late", radius=7.5)
            words.draw(p, pill.left() + (wide - words.width) / 2, pill.top() + (pill.height() - words.height) / 2)
        if self.hasFocus():
            ring(p, box, off=-4)


class Logo(Painted):
    def sizeHint(self) -> QSize:
        return QSize(look.px(75), look.px(42))

    def draw(self, p: QPainter) -> None:
        size = look.px(26)
        draw_icon(p, "tereze", (self.width() - size) / 2, (self.height() - size) / 2, size, token="accent")


class Rail(Fits, QWidget):
    spoken_as = QAccessible.Role.ToolBar

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], foot: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, PlaceButton] = {}
        self.logo = Logo(self)
        self.logo.setAccessibleName("Tereze")
        self.box = QVBoxLayout(self)
        self.box.addWidget(self.logo)
        self._foot = foot
        self.show_places(places)
        self.fit()

    def fit(self) -> None:
        self.setFixedWidth(look.px(76))
        self.box.setContentsMargins(0, look.px(4), 1, 0)
        self.box.setSpacing(0)
        self._share()

    def show_places(self, places: tuple[Place, ...]) -> None:
        """The same places with new counts are only repainted."""
        if [p.name for p in places] == [n for n in self.buttons if n != self._foot.name]:
            for place in places:
                self.buttons[place.name].place = place
                self.buttons[place.name].retell()
            return
        for old in self.buttons.values():
            self.box.removeWidget(old)
            old.deleteLater()
        while self.box.count() > 1:
            self.box.takeAt(1)
        self.buttons = {}
        for place in (*places, self._foot):
            button = PlaceButton(place, self)
            button.clicked.connect(lambda _=False, n=place.name: self.chosen.emit(n))
            if place is self._foot:
                self.box.addStretch(1)
            self.box.addWidget(button)
            self.buttons[place.name] = button
        in_order(self.logo, *self.buttons.values())
        self._share()

    def _share(self) -> None:
        """A low window or large letters make the places lower, never fewer."""
        self.logo.setFixedHeight(look.px(42))
        room = max(1, self.height() - look.px(50)) // max(1, len(self.buttons))
        high = min(look.px(58), max(look.px(40), room)) if self.height() > 200 else look.px(58)
        for button in self.buttons.values():
            button.setFixedHeight(high)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._share()

    def light(self, name: str) -> None:
        if name in self.buttons:
            self.buttons[name].setChecked(True)

    def retranslate(self) -> None:
        self.setAccessibleName(say("access.places"))
        for button in self.buttons.values():
            button.retell()

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        p.fillRect(self.rect(), look.colour("surface"))
        hairline(p, self.width() - 1, 0, self.width() - 1, self.height())
        p.end()
