"""Plain tables: head, rows that wrap instead of cutting, one current row; every list of the window is painted here."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import look
from ui.look_shapes import draw_icon, draw_shape
from ui.look_text import NO_WRAP, Para, Runs, para, plain
from ui.look_words import say
from ui.parts.badge import badge_height, badge_width, paint_badge
from ui.parts.base import Fits, hairline
from ui.parts.fold import folded, kept
from ui.parts.gridhead import Column, GridHead, places


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: text, a second smaller line, a shape before it, or a badge instead of it."""

    text: Runs = ""
    second: Runs = ""
    tone: str = ""
    bold: bool = False
    mono: bool = False
    small: bool = False
    shape: str = ""
    icon: str = ""
    badge: str = ""  # a tone: the text stands in a badge

    def words(self) -> tuple[str, ...]:
        """As it is read out: a shape that stands alone has its word too."""
        alone = self.shape in look.TONES and not plain(self.text)
        return (say(f"access.tone.{self.shape}") if alone else plain(self.text), plain(self.second))


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    cells: tuple[Cell, ...]
    tint: str = ""  # a tone whose soft colour fills the row: only exceptions, and what has just come in
    said: str = ""  # the row in one sentence, for the screen reader
    extra: object = field(default=None, compare=False)

    def sentence(self) -> str:
        return self.said or ", ".join(w for c in self.cells for w in c.words() if w and w != "—")


Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
KEPT = 2000  # heights of rows: Qt asks for each of them several times whenever one has changed


class Rows(QAbstractListModel):
    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def fill(self, rows: tuple[Row, ...]) -> None:
        """New rows; when only contents changed, the place and the editor stay."""
        if [r.id for r in rows] == [r.id for r in self.rows]:
            old, self.rows = self.rows, rows
            for n, (a, b) in enumerate(zip(old, rows, strict=True)):
                if a != b:
                    self.dataChanged.emit(self.index(n), self.index(n))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.sentence()
            case _ if role == ROW:
                return row
        return None


class RowPainter(QStyledItemDelegate):
    """Paints a row of cells; its height follows the width and is kept per width."""

    least = 36
    pad = 6

    def __init__(self, parent: ListTable) -> None:
        super().__init__(parent)
        self.list = parent
        self._heights: dict[tuple[tuple[Cell, ...], int], int] = {}
        self._measured_by: tuple[object, object] = (None, None)  # the look and the columns that the heights are of

    def paras(self, cell: Cell, column: Column, width: int) -> tuple[Para, Para | None]:
        align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        size = look.SECOND if cell.small else look.TIGHT
        tone = cell.tone or ("text2" if cell.small else "text")
        lead = look.px(20) if cell.shape or cell.icon else 0
        room = NO_WRAP if cell.mono or cell.icon == "clip" else width - lead  # numbers never wrap
        first = para(cell.text, size, width=room, tone=tone, bold=cell.bold, mono=cell.mono, align=align)
        second = None
        if plain(cell.second):
            second = para(cell.second, look.LABEL, width=width - lead, tone="text2", align=align)
        return first, second

    def cell_height(self, cell: Cell, column: Column, width: int) -> int:
        if cell.badge:
            return badge_height()
        first, second = self.paras(cell, column, width)
        return first.height + (second.height if second else 0)

    def row_height(self, row: Row, width: int) -> int:
        now, columns = look.now(), self.list.columns
        if self._measured_by[0] is not now or self._measured_by[1] is not columns or len(self._heights) > KEPT:
            self._heights, self._measured_by = {}, (now, columns)
        if (kept := self._heights.get((row.cells, width))) is None:
            kept = self._heights[row.cells, width] = self._measured(row, width)
        return kept

    def _measured(self, row: Row, width: int) -> int:
        spots = places(self.list.columns, width)
        highs = [
            self.cell_height(cell, column, wide)
            for cell, column, (_, wide) in zip(row.cells, self.list.columns, spots, strict=False)
        ]
        return max(look.px(self.least), max(highs, default=0) + look.px(2 * self.pad) + 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self.list.viewport().width()
        return QSize(width, self.row_height(index.data(ROW), width))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        box = QRectF(option.rect)
        here = self.list.currentIndex() == index
        current = here and (self.list.marks_current or self.list.hasFocus())  # the focus is seen in every list
        self.ground(p, row, box, current)
        self.cells(p, row, box.adjusted(0, 0, 0, -1))
        hairline(p, box.left(), box.bottom() - 1, box.right(), box.bottom() - 1)
        if current:
            self.mark_current(p, box)

    def ground(self, p: QPainter, row: Row, box: QRectF, current: bool) -> None:
        if row.tint:
            p.fillRect(box, look.colour(f"{row.tint}_soft"))
        elif current:
            p.fillRect(box, look.colour("accent_soft"))

    def mark_current(self, p: QPainter, box: QRectF) -> None:
        p.fillRect(QRectF(box.left(), box.top(), look.px(3), box.height()), look.colour("accent"))
        token = "focus" if self.list.hasFocus() else "accent" if look.theme().heavy > 1 else ""
        if token:
            for edge in (
                QRectF(box.left(), box.top(), box.width(), 2),
                QRectF(box.left(), box.bottom() - 3, box.width(), 2),
                QRectF(box.right() - 2, box.top(), 2, box.height() - 1),
            ):
                p.fillRect(edge, look.colour(token))

    def cells(self, p: QPainter, row: Row, box: QRectF) -> None:
        spots = places(self.list.columns, int(box.width()))
        for cell, column, (x, wide) in zip(row.cells, self.list.columns, spots, strict=False):
            self.cell(p, cell, column, QRectF(box.left() + x, box.top(), wide, box.height()))

    def cell(self, p: QPainter, cell: Cell, column: Column, box: QRectF) -> None:
        if cell.badge and plain(cell.text):
            words = plain(cell.text)
            x = box.right() - badge_width(words) if column.right else box.left()
            paint_badge(p, x, box.center().y(), cell.badge, words)
            return
        first, second = self.paras(cell, column, int(box.width()))
        y = box.top() + (box.height() - first.height - (second.height if second else 0)) / 2
        x = box.left()
        if cell.shape:
            size = look.px(14)
            draw_shape(p, cell.shape, x, y + (look.px(17) - size) / 2, size)
            x += look.px(20)
        elif cell.icon:
            size = look.px(16)
            draw_icon(p, cell.icon, x, y + (look.px(17) - size) / 2, size, token="text2")
            x += look.px(20)
        first.draw(p, x, y)
        if second:
            second.draw(p, x, y + first.height)


class ListTable(Fits, QListView):
    """A list with columns. Arrows move, Enter opens (`opened`), digits and keys belong to the screen."""

    opened = Signal(str)
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, marks_current: bool = True) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.ground = ""
        self.marks_current = marks_current
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._open)

    def stand_on(self, token: str) -> None:
        """On a ground of its own, which hides what is behind: then a step of the wheel moves what is there, and only
        the row that comes in is painted."""
        self.ground = token
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(token))

    def paintEvent(self, event) -> None:
        if self.ground:
            p = QPainter(self.viewport())
            p.fillRect(event.rect(), look.colour(self.ground))
            p.end()
        super().paintEvent(event)

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Qt would paint the rows that the mouse has come to and gone from, and all between them and the one that comes in;
        here no row looks otherwise under the mouse."""

    def fit(self) -> None:
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # now: Qt waits a tenth of a second, in which rows lie over each other

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        if columns != self.columns:
            self.columns = columns
            self.scheduleDelayedItemsLayout()

    def show_rows(self, rows: tuple[Row, ...], *, hold: bool = False) -> None:
        """`hold`: the row at the top stays under the eye, whatever came before it or behind."""
        keep, top = self.current(), self.indexAt(QPoint(1, 1))
        held = (self.rows.rows[top.row()].id, self.visualRect(top).top()) if hold and top.isValid() else None
        self.rows.fill(rows)
        self.scheduleDelayedItemsLayout()
        if keep and self.current() != keep:
            self.go(keep, scroll=held is None)
        if held:
            self._hold(*held)

    def _hold(self, id: str, y: int) -> None:
        at = next((n for n, r in enumerate(self.rows.rows) if r.id == id), None)
        if at is not None:
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.rows.index(at)).top() - y)

    def current(self) -> str:
        index = self.currentIndex()
        return self.rows.rows[index.row()].id if index.isValid() and index.row() < len(self.rows.rows) else ""

    def forget(self) -> None:
        """Nobody is at any row; nothing is laid out for that, since other rows are about to come."""
        self.selectionModel().reset()

    def go(self, id: str, *, scroll: bool = True) -> bool:
        at = next((n for n, r in enumerate(self.rows.rows) if r.id == id), None)
        if at is None:
            return False
        index = self.rows.index(at)
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.scrollTo(index)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.scheduleDelayedItemsLayout()  # the current row may be taller
        self.viewport().update()
        if current.isValid():
            self.moved.emit(self.current())

    def _open(self, index: Index) -> None:
        self.opened.emit(self.rows.rows[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current():
                self.opened.emit(self.current())
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # no type-to-search: letters and digits mean what the screen says
            return
        super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A screen reader selects a row; here the selected row is the one that a person is at."""
        super().selectionChanged(selected, deselected)
        picked = selected.indexes()
        if len(picked) == 1 and picked[0] != self.currentIndex():
            self.setCurrentIndex(picked[0])

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.go(self.rows.rows[0].id)
        self.scrollTo(self.currentIndex())  # whoever comes here sees where they are


class Table(QWidget):
    """Head and list together."""

    def __init__(
        self, parent: QWidget | None = None, *, marks_current: bool = True, rows: ListTable | None = None
    ) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.head = GridHead(self)
        self.list = rows or ListTable(self, marks_current=marks_current)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.viewport().installEventFilter(self)

    def show_as(self, columns: tuple[Column, ...], rows: tuple[Row, ...], *, hold: bool = False) -> None:
        self.columns, self.rows = columns, rows
        self._fold(hold=hold)

    def _fold(self, *, hold: bool = False) -> None:
        stay = kept(self.columns, self.list.viewport().width())
        shown = tuple(self.columns[n] for n in stay)
        self.head.show_columns(shown)
        self.list.show_columns(shown)
        self.list.show_rows(tuple(folded(self.columns, row, stay) for row in self.rows), hold=hold)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list that was filled before anybody saw it learns its width when it is shown."""
        port = self.list.viewport()
        known = watched is not port or event.type() != QEvent.Type.Resize
        if not known:
            self.head.stand_over(port.width())
        if not known and len(kept(self.columns, port.width())) != len(self.list.columns):
            QTimer.singleShot(0, self, self._fold)
        return False
