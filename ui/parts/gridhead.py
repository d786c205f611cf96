"""Heads of columns, and where the columns stand; one that sorts says so, and is reached by mouse and keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from ui import look
from ui.look_text import Para, para
from ui.look_words import say
from ui.parts.base import Painted, hairline

PAD = 8
ARROWS = {"up": " ▲", "down": " ▼", "": ""}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` 0 takes the rest. `title` is already in the person's language."""

    title: str
    width: int = 0
    right: bool = False
    lead: int = 0  # more room before the text
    sort: str = ""  # what the list is sorted by when a person asks for it here
    order: str = ""  # "up" or "down": it is


def places(columns: tuple[Column, ...], width: int) -> list[tuple[int, int]]:
    """Left edge and width of each column's text."""
    fixed = sum(look.px(c.width) for c in columns)
    free = [n for n, c in enumerate(columns) if not c.width]
    rest = max(look.px(80), (width - fixed) // max(1, len(free)))
    x, out = 0, []
    for c in columns:
        wide = look.px(c.width) or rest
        left = x + look.px(PAD + c.lead)
        out.append((left, max(10, wide - look.px(2 * PAD + c.lead))))
        x += wide
    return out


class GridHead(Painted):
    """Heads of the columns: up to two lines, never cut. ← and → choose one that sorts, Enter or a press sorts by it."""

    sorted = Signal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.over = 0  # the width of the rows, where it is known
        self.columns: tuple[Column, ...] = ()
        self.right_room = 0
        self.at = 0  # the column that Enter sorts by

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        can = [n for n, c in enumerate(columns) if c.sort]
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if can else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(bool(can))
        if self.at not in can:
            self.at = next((n for n in can if columns[n].order), can[0] if can else 0)
        self.setAccessibleName(", ".join(self._said(c) for c in columns if c.title))
        self._measure()
        self.update()

    @staticmethod
    def _said(column: Column) -> str:
        return f"{column.title}: {say(f'window.grid.{column.order}')}" if column.order else column.title

    def fit(self) -> None:
        self._measure()

    def stand_over(self, width: int) -> None:
        """As wide as the rows are: a scroll bar beside them must not move them from under their titles."""
        if width != self.over:
            self.over = width
            self._measure()
            self.update()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._measure()

    def _paras(self) -> list[tuple[int, Para]]:
        out = []
        for c, (x, wide) in zip(self.columns, places(self.columns, self.over or self.width()), strict=True):
            align = Qt.AlignmentFlag.AlignRight if c.right else Qt.AlignmentFlag.AlignLeft
            title, tone = c.title + ARROWS[c.order], "accent_text" if c.order else "text2"
            out.append((x, para(title, look.Size(12, 14), width=wide, tone=tone, bold=bool(c.order), align=align)))
        return out

    def _measure(self) -> None:
        lines = max((p.lines for _, p in self._paras()), default=1)
        self.setFixedHeight(max(look.px(30 if lines == 1 else 36), look.px(14) * lines + look.px(8)))

    def draw(self, p: QPainter) -> None:
        p.fillRect(self.rect(), look.colour("sunken"))
        for n, (x, label) in enumerate(self._paras()):
            label.draw(p, x, (self.height() - label.height) / 2)
            if n == self.at and self.hasFocus():
                p.fillRect(QRectF(x, self.height() - 4, label.width, 3), look.colour("focus"))
        hairline(p, 0, self.height() - 1, self.width(), self.height() - 1)

    def under(self, x: float) -> int | None:
        """The column there, when it sorts."""
        starts = [
            left - look.px(PAD + c.lead)
            for c, (left, _) in zip(self.columns, places(self.columns, self.over or self.width()), strict=True)
        ]
        found = max((n for n, left in enumerate(starts) if left <= x), default=None)
        return found if found is not None and self.columns[found].sort else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        can = self.under(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.under(event.position().x())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._sort(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        can = [n for n, c in enumerate(self.columns) if c.sort]
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if can:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self.at = can[(can.index(self.at) + step) % len(can)]
                self.update()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if can and not event.modifiers():
                self._sort(self.at)
            case _:
                super().keyPressEvent(event)

    def _sort(self, n: int) -> None:
        self.at = n
        self.sorted.emit(self.columns[n].sort)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)
        self.update()
