"""One of a few, in a row: digits or arrows choose, no mouse needed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy

from ui import keys, look
from ui.look_text import Para, Run, para
from ui.parts.base import RING, Painted, hairline, panel, ring


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    words: str
    digit: int | None = None
    blocked: str = ""


Box = tuple[QRectF, Choice, Para, int, str]


class Segment(Painted):
    """`chosen` is emitted when a person chose; `passed` on Enter, so one digit and Enter do a paper."""

    spoken_as = QAccessible.Role.ComboBox

    chosen = Signal(str)
    passed = Signal()

    def __init__(self, choices: tuple[Choice, ...] = (), parent=None, *, name: str = "") -> None:
        super().__init__(parent)
        self.choices, self.value, self.room = choices, "", 0  # room: the width to fold into; 0 never folds
        self._measured: tuple[object, list[Box]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._title = name
        self._name()

    def offer(self, choices: tuple[Choice, ...], value: str = "", *, name: str = "") -> None:
        self.choices, self.value = choices, value
        self._title = name or self._title
        self._name()
        self.stand((choices, value))

    def choose(self, id: str) -> None:
        self.value = id
        self._name()
        self.stand((self.choices, id))

    def _name(self) -> None:
        self.setAccessibleName(self._title)
        on = next((c.words for c in self.choices if c.id == self.value), "")
        self.setAccessibleDescription(on)

    def spoken_choices(self) -> list[tuple[str, str]]:
        return [(c.id, c.words) for c in self.choices if not c.blocked]

    def spoken_choose(self, id: str) -> None:
        self._pick(next(c for c in self.choices if c.id == id))

    def _labels(self) -> list[tuple[Choice, Para, int, str]]:
        out = []
        for c in self.choices:
            on = c.id == self.value
            ink = "on_accent" if on else "text3" if c.blocked else "text"
            head = (Run(f"{c.digit}", ink),) if c.digit is not None else ()
            digit = para(head, look.KEY).width if head else 0
            out.append((c, para(Run(c.words, ink, on), look.SECOND), digit, ink))
        return out

    def _boxes(self) -> list[Box]:
        """Where each choice stands; measured anew when anything of it has changed, for a list asks at every turn."""
        asked = (self.choices, self.value, self.room, look.now())
        if self._measured is None or self._measured[0] != asked:
            self._measured = asked, self._places()
        return self._measured[1]

    def _places(self) -> list[Box]:
        x, y, high, out = float(RING), float(RING), look.px(28), []
        for choice, label, digit, ink in self._labels():
            bold = para(Run(choice.words, "", True), look.SECOND).width  # as wide as when chosen: nothing jumps
            wide = bold + look.px(15) + (digit + look.px(6) if digit else 0)
            if self.room and out and x + wide > self.room - RING:
                x, y = float(RING), y + high + look.px(4)
            out.append((QRectF(x, y, wide, high), choice, label, digit, ink))
            x += wide
        return out

    def fold(self, room: int) -> QSize:
        """Breaks into rows so as to fit; gives the size it then takes."""
        if room != self.room:  # asked while a list is drawn: else each drawing would order the next one
            self.room = room
            self.updateGeometry()
            self.update()
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        boxes = [box for box, *_ in self._boxes()]
        right = max((int(b.right()) for b in boxes), default=0)
        bottom = max((int(b.bottom()) for b in boxes), default=look.px(28) + RING)
        return QSize(right + RING + 1, bottom + RING)

    minimumSizeHint = sizeHint

    def _pick(self, choice: Choice) -> None:
        if choice.blocked or choice.id == self.value:
            if choice.id == self.value:
                self.chosen.emit(choice.id)
            return
        self.choose(choice.id)
        self.chosen.emit(choice.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = keys.digit(event)
        by_digit = next((c for c in self.choices if c.digit is not None and c.digit == digit), None)
        if by_digit:
            self._pick(by_digit)
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()) if event.key() < 2**31 else None, 0)
        if step and self.choices:
            at = next((n for n, c in enumerate(self.choices) if c.id == self.value), -1 if step > 0 else 0)
            self._pick(self.choices[(at + step) % len(self.choices)])
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.passed.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for box, choice, *_ in self._boxes():
            if box.contains(QPointF(event.position())):
                self._pick(choice)

    def draw(self, p: QPainter) -> None:
        boxes = self._boxes()
        for y in sorted({box.top() for box, *_ in boxes}):
            self._row(p, [b for b in boxes if b[0].top() == y])
        if self.hasFocus() and boxes:
            whole = boxes[0][0]
            for box, *_ in boxes:
                whole = whole.united(box)
            ring(p, whole, radius=5)

    def _row(self, p: QPainter, boxes: list[Box]) -> None:
        whole = QRectF(boxes[0][0].topLeft(), boxes[-1][0].bottomRight())
        panel(p, whole, fill="surface", radius=5)
        clip = QPainterPath()
        clip.addRoundedRect(whole.adjusted(1, 1, -1, -1), look.px(4), look.px(4))
        p.save()
        p.setClipPath(clip)
        for box, choice, label, digit, ink in boxes:
            if choice.id == self.value:
                p.fillRect(box, look.colour("accent"))
            if box.left() > whole.left():
                hairline(p, box.left(), box.top(), box.left(), box.bottom())
            x = box.left() + (box.width() - label.width - (digit + look.px(6) if digit else 0)) / 2
            if digit:
                mark = para(Run(f"{choice.digit}", ink), look.KEY)
                mark.draw(p, x, box.center().y() - mark.height / 2)
                x += digit + look.px(6)
            label.draw(p, x, box.center().y() - label.height / 2)
        p.restore()
        panel(p, whole, edge="edge", radius=5, width=1)
