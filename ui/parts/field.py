"""A field: label above, reason below with its room kept, a glyph when it is right, a source when a register spoke."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import para
from ui.parts.badge import StatusMark
from ui.parts.base import Fits


@dataclass(frozen=True, slots=True)
class FieldState:
    """`state`: "" plain, ok, warn, bad, register (read-only, from a register). `note` stands inside at the right."""

    text: str = ""
    state: str = ""
    note: str = ""
    reason: str = ""


class Line(QLineEdit):
    """The line itself. Enter goes on, Shift+Enter goes back; `done` tells that the person has finished with it."""

    done = Signal(str)

    def __init__(self, parent=None, *, mono: bool = False) -> None:
        super().__init__(parent)
        self.mono, self.state, self.note = mono, "", ""
        self._told = ""
        self.fit()

    def fit(self) -> None:
        self.setFont(look.font(look.BODY, self.state in ("bad", "warn", "register"), mono=self.mono))
        self._room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()

    def show_state(self, state: str, note: str = "") -> None:
        self.note = note
        if state != self.state:
            self.state = state
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
        locked = state == "register" and not self.isReadOnly()
        self.setReadOnly(state == "register")
        self.fit()
        self.update()
        if locked and self.hasFocus():  # the register's name came while somebody stood on it: nothing is typed here now
            self._go_on(forward=True)

    def show_text(self, text: str) -> None:
        """From the state; what a person is typing right now is left alone."""
        self._told = text
        if self.text() != text and not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0 if self.isReadOnly() else len(text))

    def _shape(self) -> str:
        return {"ok": "ok", "warn": "risk", "bad": "late"}.get(self.state, "")

    def note_fits(self) -> bool:
        """A note beside a long text would hide its beginning: then it goes below the field."""
        if not self.note:
            return True
        need = para(self.text(), look.BODY, mono=self.mono).width + para(self.note, look.LABEL).width + look.px(52)
        return need <= self.width()

    def _room(self) -> None:
        right = look.px(14) + look.px(8) if self._shape() else 0
        right += para(self.note, look.LABEL).width + look.px(6) if self.note and self.note_fits() else 0
        self.setTextMargins(0, 0, right, 0)

    def tell(self) -> None:
        if self.isModified() or self.text() != self._told:
            self.setModified(False)
            self._told = self.text()
            self.done.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.tell()
            if not back:
                self.returnPressed.emit()
            if self.window().focusWidget() is self:  # else whoever heard it has led on already
                self._go_on(forward=not back)
            return
        super().keyPressEvent(event)

    def _go_on(self, *, forward: bool) -> None:
        """Enter passes over what a register has filled in: there is nothing to type. Tab stops there all the same."""
        at: QWidget | None = self
        while isinstance(at, Line) and at.focusNextPrevChild(forward):
            at = self.window().focusWidget()
            if at is self or not (isinstance(at, Line) and at.isReadOnly()):
                return

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        shape, x = self._shape(), self.width() - look.px(10)
        if not shape and not self.note:
            return
        p = QPainter(self)
        if self.note and self.note_fits():
            label = para(self.note, look.LABEL, tone="text2")
            x -= label.width
            label.draw(p, x, (self.height() - label.height) / 2)
            x -= look.px(6)
        if shape:
            size = look.px(14)
            draw_shape(p, shape, x - size, (self.height() - size) / 2, size)
        p.end()


class Field(Fits, QWidget):
    """`entered` comes when the person is done with the field (Enter, Tab, click elsewhere); `edited` at each key."""

    entered = Signal(str)
    edited = Signal(str)

    def __init__(
        self, label: str = "", parent=None, *, mono: bool = False, room: bool = True, row: bool = False
    ) -> None:
        super().__init__(parent)
        self.keeps_room, self.state = room, FieldState()
        self.label = QLabel(label, self)
        self.line = Line(self, mono=mono)
        if row:
            self.line.setProperty("row", "true")
        self.label.setProperty("field", "true")  # its colour stands in the sheet, and changes with it
        self.label.setBuddy(self.line)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.reason = StatusMark("", "", self)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addWidget(self.label)
        self.box.addWidget(self.line)
        self.box.addWidget(self.reason)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.line)
        self.line.done.connect(self.entered)
        self.line.textEdited.connect(self.edited)
        self.show_label(label)
        self.fit()

    def fit(self) -> None:
        self.box.setSpacing(look.px(1))
        self.label.setFont(look.font(look.LABEL))
        self._keep()

    def _reason(self) -> None:
        tone = {"bad": "late", "warn": "risk"}.get(self.state.state, "")
        note = "" if self.line.note_fits() else self.state.note
        self.reason.show_as(tone, " · ".join(w for w in (note, self.state.reason) if w))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.line.fit()
            self._reason()
            self._keep()

    def _keep(self) -> None:
        self.reason.setVisible(self.keeps_room or bool(self.reason.words))
        needs = self.reason.heightForWidth(self.width()) if self.reason.words else 0
        self.reason.setMinimumHeight(max(look.px(look.LABEL.line) if self.keeps_room else 0, needs))

    def keep_room(self, keeps: bool) -> None:
        """Whether a reason has its place below before there is one."""
        if keeps != self.keeps_room:
            self.keeps_room = keeps
            self._keep()

    def show_label(self, label: str) -> None:
        self.label.setText(label)
        self.label.setVisible(bool(label))
        self.line.setAccessibleName(label or self.line.accessibleName())

    def show_as(self, state: FieldState) -> None:
        if state.state == "register":  # what it says stands, whoever was typing
            self.line.setModified(False)
        stands = state == self.state and self.line.text() == state.text
        self.line.show_text(state.text)
        if stands:
            return
        self.line.show_state(state.state, state.note)
        self.state = state
        self._reason()
        self.line.setAccessibleDescription(" ".join(w for w in (state.note, state.reason) if w))
        self._keep()

    def show_reason(self, reason: str, state: str = "") -> None:
        """What stands below. What is being typed is not looked at, and so a password is kept nowhere else."""
        self.line.show_state(state)
        self.state = FieldState(self.state.text, state, self.state.note, reason)
        self._reason()
        self._keep()

    def text(self) -> str:
        return self.line.text()
