"""Ctrl+K: find or do. One line, one list; also every other choice from a list (services, registries)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui import keys, look
from ui.look_text import Run
from ui.look_words import again, say
from ui.parts.base import Fits, panel
from ui.parts.grid import Cell, Column, ListTable, Row
from ui.parts.words import Words

SHADOW = 8
FEW = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list. `id` comes back when it is chosen."""

    id: str
    words: str
    second: str = ""
    key: str = ""
    icon: str = ""
    tone: str = ""


class Palette(Fits, QWidget):
    """`chosen(purpose, id)`; `typed(purpose, text)` at each key, so that its owner finds more; `asked`: free text."""

    spoken_as = QAccessible.Role.Dialog
    chosen = Signal(str, str)
    typed = Signal(str, str)
    asked = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.purpose, self._title = "", ""
        self.entries: tuple[Entry, ...] = ()
        self.found: tuple[Entry, ...] = ()  # by the owner, for what is typed now
        self._back: QWidget | None = None
        self._own_filter = True
        self._secret = self._words = self._told = False
        self.title = Words("", look.LABEL, self, tone="text2")
        self.line = QLineEdit(self)
        self.line.setProperty("big", "true")
        self.list = ListTable(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = Words("", look.SECOND, self, tone="text2")
        self.box = QVBoxLayout(self)
        for widget in (self.title, self.line, self.list, self.nothing):
            self.box.addWidget(widget)
        self.box.setStretchFactor(self.list, 1000)
        self.box.addStretch(1)  # with nothing found the field stays where the eye is
        self.line.textChanged.connect(self._typed)
        self.list.opened.connect(self._choose)
        self.list.clicked.connect(lambda _: self._choose(self.list.current()))
        self.line.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fit()
        self.hide()

    def fit(self) -> None:
        edge = SHADOW + look.px(12)
        self.box.setContentsMargins(edge, edge, edge, edge)
        self.box.setSpacing(look.px(8))
        self.line.setFont(look.font(look.VERDICT))

    def open(
        self, purpose: str, title: str, entries: tuple[Entry, ...], *, text: str = "", own_filter: bool = True,
        words: bool = False, secret: bool = False, told: bool = False, open_choice: bool = False,
    ) -> None:  # fmt: skip
        """Shows the list over the window; the focus comes back afterwards. `words`: there is nothing to choose from, they
        are typed; `secret`: they are a password; `told`: there is nothing to type either, it is read and closed;
        `open_choice`: the person goes to a line first, so that Enter alone is no answer."""
        if self.isHidden():
            self._back = self.window().focusWidget()
        self.purpose, self._own_filter, self._title = purpose, own_filter, title
        self._secret, self._words, self._told = secret, words or secret, told
        self.line.setVisible(not told)
        self.line.setEchoMode(QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self.line.setText(text)
        self.offer(entries)
        self._head()
        if self.list.rows.rows:  # another list may have had a line of the same id
            self.list.go(self.list.rows.rows[0].id)
        if open_choice:
            self.list.forget()
        self.settle()
        self.show()
        self.raise_()
        (self if told else self.line).setFocus()
        self.line.selectAll()

    def _head(self) -> None:
        self.title.show_words(self._title)
        for widget in (self.line, self.list):
            widget.setAccessibleName(self._title)
        told = (self._title, *(w for e in self.entries for w in (e.words, e.second))) if self._told else ()
        self.setAccessibleName(". ".join(told))  # read out as a whole: nobody goes through a line of it

    def retranslate(self) -> None:
        """What was typed and chosen stays."""
        if self.isHidden():
            return
        self._title = again(self._title)
        self.entries, self.found = (
            tuple(replace(e, words=again(e.words), second=again(e.second)) for e in some)
            for some in (self.entries, self.found)
        )
        self._head()
        self._fill()

    def forget(self) -> None:
        """Nothing of it can be read any more, by nobody and aloud."""
        self.hide()
        self.line.clear()
        self.offer(())
        self._title = ""
        self.title.show_words("")
        for widget in (self, self.line, self.list):
            widget.setAccessibleName("")

    def offer(self, entries: tuple[Entry, ...]) -> None:
        self.entries, self.found = entries, ()
        self._fill()

    def add(self, found: tuple[Entry, ...]) -> None:
        """Below what the list holds itself; the line that was chosen stays chosen."""
        if found != self.found:
            self.found = found
            self._fill()

    def settle(self) -> None:
        host = self.parentWidget()
        wide = min(host.width() - look.px(96), look.px(640)) + 2 * SHADOW
        high = min(host.height() - look.px(120), look.px(520), self._need(wide)) + 2 * SHADOW
        self.setGeometry((host.width() - wide) // 2, look.px(52), wide, high)

    def _need(self, wide: int) -> int:
        """A few lines that no owner adds to take no more room than they need."""
        painter, inner = self.list.itemDelegate(), wide - 2 * (SHADOW + look.px(12))
        line = 0 if self._told else self.line.sizeHint().height()
        head = self.title.heightForWidth(inner) + line + 2 * look.px(12)
        if self._words:
            return head + 2 * look.px(8)
        if not self._own_filter or not 0 < len(self.entries) <= FEW:
            return look.px(520)
        rows = sum(painter.row_height(row, inner) for row in self.list.rows.rows)
        return max(rows, look.px(36)) + head + 3 * look.px(8)

    def _matching(self) -> list[Entry]:
        words = self.line.text().casefold().split()
        if not words or not self._own_filter:
            return list(self.entries)
        return [e for e in self.entries if all(w in f"{e.words} {e.second}".casefold() for w in words)]

    def _fill(self) -> None:
        self.list.show_columns((Column(""), Column("", 110, right=True)))
        rows = tuple(
            Row(e.id, (
                Cell(e.words, e.second, icon=e.icon, shape=e.tone),
                Cell(Run(keys.shown(e.key).replace("+", " "), "text3")),
            ))
            for e in (*self._matching(), *self.found)
        )  # fmt: skip
        self.list.show_rows(rows)
        if rows and self.list.current() not in {r.id for r in rows}:
            self.list.go(rows[0].id)
        self.list.setVisible(bool(rows))
        self.nothing.show_words("" if rows or self._words else say(self._why_empty()))
        self.nothing.setVisible(not rows and not self._words)

    def _why_empty(self) -> str:
        """Nobody looked for anything yet: then nothing is there, which is not the same as not found."""
        looked_for = bool(self.line.text().strip()) or not self._own_filter
        return "window.palette.nothing" if looked_for else "window.palette.empty"

    def _typed(self, text: str) -> None:
        if self._own_filter:
            self._fill()
        self.typed.emit(self.purpose, text)

    def _choose(self, id: str) -> None:
        if id:
            purpose = self.purpose
            self.close_()
            self.chosen.emit(purpose, id)

    def close_(self) -> None:
        if self.isHidden():
            return
        self.hide()
        if self._secret:
            self.line.clear()
        if self._told:
            self.forget()
        if self._back is not None:
            self._back.setFocus()
        self.closed.emit()

    def eventFilter(self, watched, event: QEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress and self._pressed(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.list.keyPressEvent(event)
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return True  # the press that opened this list, once more: it chooses nothing
                if self.list.isVisible() and self.list.current():
                    self._choose(self.list.current())
                elif self.line.text().strip():
                    typed = self.line.text()
                    purpose, text = self.purpose, typed if self._secret else typed.strip()
                    self.close_()
                    self.asked.emit(purpose, text)
                return True
            case Qt.Key.Key_Escape:
                self.close_()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pressed(event):
            super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        box = QRectF(self.rect())
        for n in range(SHADOW):  # the only shadow of the program: 8 px, so that the list lies above the work
            shade = QColor(0, 0, 0, 5 + n)
            panel_box = box.adjusted(n, n, -n, -n)
            p.setPen(shade)
            p.drawRoundedRect(panel_box, 8, 8)
        inner = box.adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        panel(p, inner, fill="raised", edge="edge", width=look.theme().heavy)
        p.end()
