"""One signature of a hand-over: whose it is, which parcels, what does not agree and the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Run, Runs, para, plain
from ui.look_words import say
from ui.parts.badge import badge_width, paint_badge
from ui.parts.base import Painted, hairline, panel
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.grid import Cell, Column, Row, Table
from ui.parts.spoken import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A registry in the hand-over. `seal_tone` empty: a quiet seal number; else a badge with `seal` in it."""

    id: str
    number: str
    to: str
    service: str = ""
    cases: int = 0
    sheets: int | None = 0  # None: nobody counted them, it is a result
    seal: str = ""
    seal_tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideState:
    """One signature. `phase`: done, now, ahead."""

    phase: str = "ahead"
    under: str = ""  # «первая подпись — сектор»
    badge: str = ""  # «Подписано 10:55»
    count: str = ""
    of: str = ""
    icon: str = "person"
    person: str = ""
    how: str = ""
    known: bool = False
    parcels: tuple[Parcel, ...] = ()
    foot: str = ""
    foot_number: str = ""
    code: QPixmap | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    title: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()  # (id, words): digits 1, 2 …


class SideHead(Painted):
    """The word, whose signature it is, how far it has come."""

    def __init__(self, n: int, parent=None) -> None:
        super().__init__(parent)
        self.n, self.state = n, SideState()
        self.fit()

    def fit(self) -> None:
        word, under = self._paras()
        self.setFixedHeight(max(look.px(62), word.height + under.height + look.px(14)))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _paras(self):
        s, x = self.state, look.px(62)
        right = badge_width(s.badge) if s.badge else 0
        if s.count:
            right = para(s.count, look.FIGURE, bold=True).width + para(s.of, look.BODY).width + look.px(8)
        under = para(s.under, look.LABEL, tone="text2", width=max(look.px(80), self.width() - x - right - look.px(28)))
        return para(self.word(), look.HEADING, bold=True), under

    def word(self) -> str:
        return say("window.courier.give" if self.n == 1 else "window.courier.take")

    def show_as(self, state: SideState) -> None:
        self.state = state
        self.setAccessibleName(" ".join((self.word(), state.under, state.badge, state.count, state.of)).strip())
        self.fit()
        self.update()

    def draw(self, p: QPainter) -> None:
        s, middle, size = self.state, self.height() / 2, look.px(34)
        x = look.px(16)
        if s.phase == "done":
            draw_shape(p, "ok", x, middle - size / 2, size)
        else:
            now = s.phase == "now"
            panel(p, QRectF(x, middle - size / 2, size, size), fill="accent" if now else "wait_soft", radius=17)
            n = para(str(self.n), look.VERDICT, tone="on_accent" if now else "wait", bold=True)
            n.draw(p, x + (size - n.width) / 2, middle - n.height / 2)
        x += look.px(46)
        word, under = self._paras()
        y = middle - (word.height + under.height) / 2
        word.draw(p, x, y)
        under.draw(p, x, y + word.height)
        right = self.width() - look.px(16)
        if s.badge:
            paint_badge(p, right - badge_width(s.badge), middle, "ok", s.badge)
        elif s.count:
            of, count = para(s.of, look.BODY, tone="text2"), para(s.count, look.FIGURE, bold=True)
            of.draw(p, right - of.width, middle - of.height / 2)
            count.draw(p, right - of.width - look.px(8) - count.width, middle - count.height / 2)
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)


class Person(Painted):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state = SideState()
        self.fit()

    def fit(self) -> None:
        name, how = self._paras()
        self.setFixedHeight(max(look.px(60), name.height + how.height + look.px(14)))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _paras(self):
        wide = max(look.px(100), self.width() - look.px(52 + 48))
        name = para(self.state.person or say("window.courier.who"), look.BODY, bold=True, width=wide)
        return name, para(self.state.how, look.LABEL, tone="text2", width=wide)

    def show_as(self, state: SideState) -> None:
        self.state = state
        self.setAccessibleName(one_line(state.person or say("window.courier.who"), state.how))
        self.fit()
        self.update()

    def draw(self, p: QPainter) -> None:
        s, middle = self.state, self.height() / 2
        size = look.px(24)
        draw_icon(p, s.icon, look.px(16), middle - size / 2, size)
        name, how = self._paras()
        y = middle - (name.height + (how.height if s.how else 0)) / 2
        name.draw(p, look.px(52), y)
        how.draw(p, look.px(52), y + name.height)
        if s.known:
            mark = look.px(18)
            draw_shape(p, "ok", self.width() - look.px(16) - mark, middle - mark / 2, mark)
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)


class SideFoot(Painted):
    """What the signature closes, with the code that is checked without a network; or what is still to do."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.words: Runs = ""
        self.code: QPixmap | None = None

    def show_as(self, words: Runs, code: QPixmap | None) -> None:
        self.words, self.code = words, code
        self.setAccessibleName(plain(words))
        self.setVisible(bool(plain(words)))
        self._measure()
        self.update()

    def _left(self) -> int:
        return look.px(118 if self.code is not None else 44)

    def _measure(self) -> None:
        high = para(self.words, look.LABEL, width=max(look.px(160), self.width() - self._left() - look.px(16))).height
        self.setFixedHeight(max(look.px(112) if self.code is not None else look.px(44), high + look.px(24)))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def draw(self, p: QPainter) -> None:
        radius = look.px(look.CARD_RADIUS) - 2
        panel(p, QRectF(self.rect()).adjusted(0, -radius, 0, 0), fill="sunken", radius=look.CARD_RADIUS - 2)
        p.fillRect(QRectF(0, 0, self.width(), look.px(8)), look.colour("sunken"))
        hairline(p, 0, 0, self.width(), 0)
        if self.code is not None:
            size = look.px(88)
            p.fillRect(QRectF(look.px(16), (self.height() - size) / 2, size, size), look.colour("#FFFFFF"))
            p.drawPixmap(QRectF(look.px(18), (self.height() - size) / 2 + 2, size - 4, size - 4), self.code,
                         QRectF(self.code.rect()))  # fmt: skip
        else:
            size = look.px(18)
            draw_icon(p, "scan", look.px(16), (self.height() - size) / 2, size, token="text2")
        label = para(self.words, look.LABEL, tone="text2", width=self.width() - self._left() - look.px(16))
        label.draw(p, self._left(), (self.height() - label.height) / 2)


class MismatchBox(QWidget):
    """What does not agree, and the ways out, one digit each."""

    chosen = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.state: Mismatch | None = None
        self.buttons: list[Button] = []
        self.box = QVBoxLayout(self)
        self.row = QHBoxLayout()
        self.box.addStretch(1)
        self.box.addLayout(self.row)
        self.row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_as(self, state: Mismatch | None) -> None:
        self.setVisible(state is not None)
        if state == self.state or state is None:
            self.state = state
            return
        self.state = state
        self.setAccessibleName(f"{state.title}. {state.text}")
        for button in self.buttons:
            self.row.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for n, (id, words) in enumerate(state.choices, 1):
            button = Button(words, str(n), self, small=True)
            button.clicked.connect(lambda _=False, i=id: self.chosen.emit(i))
            self.row.insertWidget(n - 1, button)
            self.buttons.append(button)
        self.updateGeometry()
        self.update()

    def press(self, digit: int) -> bool:
        if self.state is None or not 0 < digit <= len(self.state.choices):
            return False
        self.chosen.emit(self.state.choices[digit - 1][0])
        return True

    def _beside(self) -> bool:
        return sum(b.sizeHint().width() + 6 for b in self.buttons) <= self.width() - look.px(96)

    def _paras(self):
        wide = max(look.px(200), self.width() - look.px(96))
        s = self.state or Mismatch("", "")
        return (
            para(s.title, look.BODY, tone="late", bold=True, width=wide),
            para(s.text, look.SECOND, tone="text2", width=wide),
        )

    def sizeHint(self) -> QSize:
        title, text = self._paras()
        rows = 1 if self._beside() else len(self.buttons)
        buttons = rows * (look.px(32) + 14) if self.state and self.state.choices else 0
        return QSize(look.px(400), title.height + text.height + buttons + look.px(34))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.box.setContentsMargins(look.px(64) - 4, 0, look.px(32), look.px(14))
        across = QHBoxLayout.Direction.LeftToRight if self._beside() else QHBoxLayout.Direction.TopToBottom
        self.row.setDirection(across)
        self.setFixedHeight(self.sizeHint().height())

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        box = QRectF(self.rect()).adjusted(look.px(16), look.px(8), -look.px(16), -look.px(8))
        panel(p, box, fill="late_soft", edge="late" if look.theme().heavy > 1 else "", radius=look.BUTTON_RADIUS)
        size = look.px(22)
        draw_shape(p, "late", box.left() + look.px(14), box.top() + look.px(10), size)
        title, text = self._paras()
        title.draw(p, look.px(64), box.top() + look.px(10))
        text.draw(p, look.px(64), box.top() + look.px(10) + title.height)
        p.end()


class Side(Card):
    def __init__(self, n: int, parent=None) -> None:
        super().__init__(parent, head=False)
        self.title, self.person, self.table = SideHead(n, self), Person(self), Table(self)
        self.mismatch, self.foot = MismatchBox(self), SideFoot(self)
        self.add(self.title)
        self.add(self.person)
        self.add(self.table, 1)
        self.add(self.mismatch)
        self.add(self.foot)

    def show_as(self, state: SideState, mismatch: Mismatch | None = None) -> None:
        self.mark(active=state.phase == "now")
        self.title.show_as(state)
        self.person.show_as(state)
        self._table(state)
        self.mismatch.show_as(mismatch)
        foot: Runs = state.foot
        if state.foot_number:
            foot = (Run(f"{state.foot}  "), Run(state.foot_number, mono=True))
        self.foot.show_as(foot, state.code)

    def _table(self, state: SideState) -> None:
        """Narrow: where it goes stands below the number, so that no word is broken."""
        narrow = 0 < self.width() < look.px(560)
        columns = [
            Column(say("window.courier.registry"), 0 if narrow else 172, lead=8),
            Column(say("window.courier.to")),
            Column(say("window.courier.cases"), 50, right=True),
            Column(say("window.courier.sheets"), 66, right=True),
            Column(say("window.courier.seal"), 142),
        ]
        if narrow:
            columns = [columns[0], columns[3], columns[4]]
        self.table.show_as(tuple(columns), tuple(self._row(p, narrow=narrow) for p in state.parcels))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._table(self.title.state)

    @staticmethod
    def _row(parcel: Parcel, *, narrow: bool) -> Row:
        seal = (
            Cell(parcel.seal, badge=parcel.seal_tone)
            if parcel.seal_tone
            else Cell(parcel.seal, shape="ok" if parcel.seal else "", small=True, mono=True)
        )
        first, second = (parcel.to, parcel.service) if parcel.to else (parcel.service, "")  # a courier is told no names
        where = f"{first}\n{second}".strip() if narrow else ""
        number = Cell(parcel.number, where, mono=True, small=True, tone="text")
        tint = parcel.seal_tone if parcel.seal_tone in ("late", "risk") else ""
        if narrow:
            sheets = Cell(_sheets(parcel), f"/ {parcel.cases}")
            return Row(parcel.id, (number, sheets, seal), tint=tint)
        to = Cell(first, second)
        return Row(parcel.id, (number, to, Cell(str(parcel.cases)), Cell(_sheets(parcel)), seal), tint=tint)


def _sheets(parcel: Parcel) -> str:
    return "—" if parcel.sheets is None else str(parcel.sheets)
