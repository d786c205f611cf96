"""The current document's controls: kind by one digit, sheets, term, remark; one editor that moves from row to row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_text import para
from ui.look_words import language, say
from ui.parts.base import RING
from ui.parts.field import Field, FieldState
from ui.parts.segment import Choice, Segment

KINDS = ("none", "original", "copy", "notarised-copy", "form", "electronic")  # the digit is the place
EXCUSED = len(KINDS)  # the digit that says why this line is not asked for, where its act has a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A document that the Standard lists. `tone` ok is quiet; risk and late are marked; wait is not asked yet."""

    id: str
    name: str
    hint: str = ""  # «для сверки, возвращается»
    clause: str = ""
    reason: str = ""  # what is wrong and what to do; replaces the hint
    kind: int | None = None  # digit; None: not asked yet
    sheets: int | None = None
    until: str = ""
    expires: bool = False  # the editor asks for "valid until"
    until_tone: str = ""
    scans: int = 0
    tone: str = "wait"
    verdict: str = ""
    remark: str = ""
    excuse: str = ""  # why it might not be asked for, in two words; empty: it always is
    proposed: bool = False  # so it was before: Enter says that it is so again


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Not demanded: which register holds it, or who gets it."""

    name: str
    holder: str


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """What the person put into a row."""

    id: str
    kind: int | None
    sheets: int | None
    until: str
    remark: str


def kind_word(kind: int | None) -> str:
    return "—" if kind in (None, EXCUSED) else say(f"window.kind.{KINDS[kind]}")


def sheets_in(typed: str) -> int | None:
    """«12», «12 л.»; None: nothing was said; 0: no number can be read in it, and the check of the set says so."""
    read = re.fullmatch(r"\s*([0-9]{1,4})\b[^0-9]*", typed)
    return int(read[1]) if read else 0 if typed.strip() else None


class Editor(QWidget):
    """The current row's controls; there is one, and it moves from row to row."""

    spoken_as = QAccessible.Role.Grouping

    changed = Signal()
    passed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = Segment(parent=self)
        self.sheets = Field(parent=self, room=False, row=True)
        self.until = Field(parent=self, room=False, row=True)
        self.remark = Field(parent=self, room=False, row=True)
        self.row: PaperRow | None = None
        self._labels: list[tuple[int, int, str]] = []
        self._measured: tuple[object, int] = (None, 0)
        self.kind.chosen.connect(lambda _: self.changed.emit())
        self.kind.passed.connect(self.passed)
        for f in (self.sheets, self.until, self.remark):
            f.entered.connect(lambda _: self.changed.emit())
            f.line.returnPressed.connect(self.passed)
        self.setTabOrder(self.kind, self.sheets.line)
        self.setTabOrder(self.sheets.line, self.until.line)
        self.setTabOrder(self.until.line, self.remark.line)

    def show_row(self, row: PaperRow) -> None:
        other = self.row is None or self.row.id != row.id
        self.row = row
        self.setAccessibleName(row.name)
        self.setAccessibleDescription(row.reason or row.hint)
        choices = tuple(Choice(str(n), say(f"window.kind.{k}"), n) for n, k in enumerate(KINDS) if n)
        choices += (Choice(str(EXCUSED), row.excuse, EXCUSED),) if row.excuse else ()
        choices += (Choice("0", say("window.kind.none"), 0),)
        self.kind.offer(
            choices, "" if row.kind is None else str(row.kind), name=f"{row.name}: {say('window.paper.kind')}"
        )
        for f, key, text in (
            (self.sheets, "sheets", "" if row.sheets is None else str(row.sheets)),
            (self.until, "until", row.until),
            (self.remark, "remark", row.remark),
        ):
            if other:
                f.line.setModified(False)
            f.show_as(FieldState(text, row.until_tone if f is self.until else ""))
            f.line.setAccessibleName(f"{say(f'window.paper.{key}')}: {row.name}")
        self.until.setVisible(row.expires)

    def entry(self) -> PaperEntry:
        return PaperEntry(
            self.row.id if self.row else "",
            int(self.kind.value) if self.kind.value else None,
            sheets_in(self.sheets.text()),
            self.until.text().strip(),
            self.remark.text().strip(),
        )

    def height_in(self, width: int) -> int:
        """What `arrange` would give; a list asks for it at every turn."""
        asked = (width, self.kind.choices, self.kind.value, self.row and self.row.expires, look.now(), language())
        if self._measured[0] != asked:
            self._measured = asked, self.arrange(width, place=False)
        return self._measured[1]

    def arrange(self, width: int, *, place: bool = True) -> int:
        """Puts the controls into rows of this width; gives the height that they take."""
        left, gap, high = look.px(42), look.px(14), look.px(28)
        segment = self.kind.fold(width - left - look.px(8))
        if place:
            self.kind.setGeometry(left - RING, 0, segment.width(), segment.height())
        x, y = left + segment.width() - 2 * RING + gap, segment.height() - high - RING
        wants = [("sheets", self.sheets, look.px(48)), ("remark", self.remark, 0)]
        if self.row is not None and self.row.expires:
            wants.insert(1, ("until", self.until, look.px(112)))
        self._labels = []
        for n, (key, field, wide) in enumerate(wants):
            label = para(say(f"window.paper.{key}"), look.SECOND).width
            least = label + look.px(6) + (wide or look.px(120))
            if x + least > width - look.px(8):
                x, y = left, y + high + look.px(8)
            take = wide or width - look.px(9) - x - label - look.px(6)
            self._labels.append((x, y, say(f"window.paper.{key}")))
            if place:
                field.setGeometry(x + label + look.px(6), y, take, high)
            x += label + look.px(6) + take + (gap if n + 1 < len(wants) else 0)
        return y + high + look.px(8)

    def paintEvent(self, event) -> None:
        p = QPainter(self)
        for x, y, words in self._labels:
            label = para(words, look.SECOND, tone="text2")
            label.draw(p, x, y + (look.px(28) - label.height) / 2)
        p.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}.get(
            event.key(), 0
        )
        if step:
            self.stepped.emit(step)
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.stepped.emit(-1)
            return
        super().keyPressEvent(event)
