"""Short lines in a card: last scans, what is set aside, the papers of a case, what the licensor still checks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import Para, Runs, para, plain
from ui.parts.base import Painted, hairline
from ui.parts.keycap import keys_width, paint_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`mark` is a status tone or an icon. `lines` stand below `head`; `key` is what acts on it."""

    head: Runs
    lines: tuple[Runs, ...] = ()
    mark: str = ""
    key: str = ""
    right: str = ""
    icon: str = ""  # after the key
    id: str = ""
    tint: str = ""


class Notes(Painted):
    """Heights follow the width; nothing is cut."""

    chosen = Signal(str)

    def __init__(self, parent=None, *, least: int = 36, last_line: bool = False) -> None:
        super().__init__(parent)
        self.notes: tuple[Note, ...] = ()
        self.least, self.last_line = least, last_line
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        self.notes = notes
        said = ". ".join(" ".join(plain(t) for t in (n.head, *n.lines, n.right, n.key) if plain(t)) for n in notes)
        self.setAccessibleName(said)
        self.updateGeometry()
        self._measure()
        self.update()

    def _right(self, note: Note) -> int:
        wide = keys_width(note.key) + look.px(8) if note.key else 0
        wide += para(note.right, look.SECOND).width + look.px(8) if note.right else 0
        return wide + (look.px(24) if note.icon else 0)

    def _paras(self, note: Note, width: int) -> list[Para]:
        left = look.px(36 if note.mark else 12)
        room = max(look.px(60), width - left - look.px(12) - self._right(note))
        return [para(note.head, look.Size(13, 17), width=room)] + [
            para(line, look.Size(13, 17) if n else look.Size(12, 16), tone="text2", width=room)
            for n, line in enumerate(note.lines)
        ]

    def _high(self, note: Note, width: int) -> int:
        return max(look.px(self.least), sum(p.height for p in self._paras(note, width)) + look.px(12)) + 1

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._high(n, width) for n in self.notes)

    def _measure(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), look.px(120))))

    def fit(self) -> None:
        self._measure()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), self.heightForWidth(max(self.width(), look.px(300))))

    def mouseReleaseEvent(self, event) -> None:
        y = 0
        for note in self.notes:
            y += self._high(note, self.width())
            if event.position().y() < y:
                if note.id:
                    self.chosen.emit(note.id)
                return

    def draw(self, p: QPainter) -> None:
        y = 0
        for n, note in enumerate(self.notes):
            high = self._high(note, self.width())
            if note.tint:
                p.fillRect(QRectF(0, y, self.width(), high - 1), look.colour(f"{note.tint}_soft"))
            self._note(p, note, QRectF(0, y, self.width(), high - 1))
            y += high
            if n + 1 < len(self.notes) or self.last_line:
                hairline(p, 0, y - 1, self.width(), y - 1)

    def _note(self, p: QPainter, note: Note, box: QRectF) -> None:
        paras = self._paras(note, self.width())
        top = box.top() + (box.height() - sum(q.height for q in paras)) / 2
        x = look.px(12)
        if note.mark in look.TONES:
            size = look.px(15)
            middle = top + paras[0].height / 2 if note.lines else box.center().y()
            draw_shape(p, note.mark, x, middle - size / 2, size)
        elif note.mark:
            size = look.px(18)
            draw_icon(p, note.mark, x - 1, box.center().y() - size / 2, size, token="text2")
        x += look.px(24) if note.mark else 0
        y = top
        for q in paras:
            q.draw(p, x, y)
            y += q.height
        right, middle = box.right() - look.px(12), top + paras[0].height / 2 if note.lines else box.center().y()
        if note.icon:
            size = look.px(16)
            draw_icon(p, note.icon, right - size, middle - size / 2, size, token="text2")
            right -= look.px(24)
        if note.key:
            wide = keys_width(note.key)
            paint_keys(p, right - wide, middle, note.key)
            right -= wide + look.px(8)
        if note.right:
            label = para(note.right, look.SECOND, tone="text2")
            label.draw(p, right - label.width, box.center().y() - label.height / 2)
