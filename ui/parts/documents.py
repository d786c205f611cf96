"""The documents of a visit: one digit and Enter per paper. A gap says what, why, what to do and its clause."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look_shapes import draw_shape
from ui.look_text import Para, Run, glued, para
from ui.look_words import say
from ui.parts.badge import paint_mark
from ui.parts.base import hairline
from ui.parts.grid import ROW, Cell, Column, ListTable, Row, RowPainter, Table
from ui.parts.paper_editor import Editor, HeldRow, PaperEntry, PaperRow, kind_word

GROUP = "group"


class PaperPainter(RowPainter):
    least = 45
    pad = 4

    def row_height(self, row: Row, width: int) -> int:
        if row.extra == GROUP:
            return max(look.px(28), self._group(row, width).height + look.px(10))
        if isinstance(row.extra, HeldRow):
            return max(
                look.px(30), para(row.extra.name, look.SECOND, width=self._held_room(width)).height + look.px(10)
            )
        high = max(look.px(self.least), super().row_height(row, width))
        if self.list.current() == row.id:
            high += self.list.editor_height(width)
        return high

    def _group(self, row: Row, width: int) -> Para:
        """Folded it names everything that is under it."""
        return para(row.cells[0].text, look.LABEL, tone="text2", bold=True, width=width - look.px(33 + 12))

    def _held_room(self, width: int) -> int:
        return max(look.px(160), round(width * 0.58)) - look.px(42)

    def paint(self, p: QPainter, option, index: QModelIndex | QPersistentModelIndex) -> None:
        row: Row = index.data(ROW)
        box = QRectF(option.rect)
        if row.extra == GROUP:
            p.fillRect(box, look.colour("sunken"))
            size = look.px(13)
            draw_shape(p, "info", look.px(12), box.center().y() - size / 2, size)
            label = self._group(row, int(box.width()))
            label.draw(p, look.px(33), box.center().y() - label.height / 2)
            hairline(p, box.left(), box.bottom() - 1, box.right(), box.bottom() - 1)
        elif isinstance(row.extra, HeldRow):
            self._held(p, row.extra, box)
        else:
            super().paint(p, option, index)

    def _held(self, p: QPainter, held: HeldRow, box: QRectF) -> None:
        room = self._held_room(int(box.width()))
        name = para(held.name, look.SECOND, tone="text2", width=room)
        name.draw(p, look.px(42), box.center().y() - name.height / 2)
        rest = int(box.width()) - look.px(42) - room - look.px(24)
        holder = para(held.holder, look.SECOND, tone="info", width=rest, align=Qt.AlignmentFlag.AlignRight)
        holder.draw(p, look.px(42) + room + look.px(12), box.center().y() - holder.height / 2)
        hairline(p, box.left(), box.bottom() - 1, box.right(), box.bottom() - 1)

    def cells(self, p: QPainter, row: Row, box: QRectF) -> None:
        if self.list.current() == row.id:
            box = box.adjusted(0, 0, 0, -self.list.editor_height(int(box.width())))
        super().cells(p, row, box)

    def cell(self, p: QPainter, cell: Cell, column: Column, box: QRectF) -> None:
        if cell.badge == "ok":  # nothing wrong: a small glyph and a plain word
            paint_mark(p, box.left() + look.px(5), box.center().y(), "ok", str(cell.text))
            return
        super().cell(p, cell, column, box)


class PaperList(ListTable):
    """The rows; the editor lies over the foot of the current one."""

    editor: Editor | None = None  # the list lays itself out before it has one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(PaperPainter(self))
        self.editor = Editor(self.viewport())
        self.editor.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def papers(self) -> list[str]:
        return [r.id for r in self.rows.rows if isinstance(r.extra, PaperRow)]

    def editor_height(self, width: int) -> int:
        return self.editor.height_in(width) + look.px(2)

    def place_editor(self) -> None:
        if self.editor is None:
            return
        index = self.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        if row is None or not isinstance(row.extra, PaperRow):
            self.editor.hide()
            return
        if self.editor.row != row.extra:
            self.editor.show_row(row.extra)
        box = self.visualRect(index)
        high = self.editor_height(self.viewport().width())
        self.editor.setGeometry(0, box.bottom() - high - 1, self.viewport().width(), high)
        self.editor.arrange(self.viewport().width())
        self.editor.show()
        self.editor.update()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.place_editor()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.place_editor()

    def currentChanged(self, current, previous) -> None:
        super().currentChanged(current, previous)
        row = current.data(ROW) if current.isValid() else None
        if row is not None and isinstance(row.extra, PaperRow):
            self.editor.show_row(row.extra)  # a paper with a term needs more height, and the layout asks for it now
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.place_editor()
        if current.isValid():
            self.scrollTo(current)

    def mousePressEvent(self, event) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(index.data(ROW).extra, PaperRow):
            self.setCurrentIndex(index)
            self.editor.kind.setFocus()


class DocumentTable(Table):
    """`changed` tells one row's new entry; `finished` that Enter was pressed on the last paper."""

    spoken_as = QAccessible.Role.Grouping

    changed = Signal(object)  # PaperEntry
    finished = Signal()
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, rows=PaperList())
        self.setFocusProxy(self.list.editor.kind)
        self.papers: tuple[PaperRow, ...] = ()
        self.held: tuple[HeldRow, ...] = ()
        self.folded = self.anew = False
        self.list.editor.changed.connect(lambda: self.changed.emit(self.list.editor.entry()))
        self.list.editor.passed.connect(self._passed)
        self.list.editor.stepped.connect(self.step)
        self.list.moved.connect(self._moved)

    def spoken_beside(self) -> list[QWidget]:
        return [self.list.editor]  # it lies over the list, which counts only its rows

    def _moved(self, id: str) -> None:
        self._fill()
        self.moved.emit(id)

    def begin(self) -> None:
        """Another visitor's papers come: they are gone through from the first on."""
        self.list.forget()
        self.anew = True

    def show_papers(self, papers: tuple[PaperRow, ...], held: tuple[HeldRow, ...]) -> None:
        if not self.anew and (papers, held) == (self.papers, self.held) and self.columns == self._columns():
            return  # shown already, in this language and at this width
        self.papers, self.held, self.anew = papers, held, False
        self._fill()
        if papers and self.list.current() not in {p.id for p in papers}:
            open_ = next((p.id for p in papers if p.kind is None), papers[0].id)
            self.list.go(open_)
        self.list.place_editor()

    def compact(self) -> bool:
        """So narrow, or so large the letters, that columns must go into the second line."""
        return self.width() < look.px(764)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fill()

    def fold_held(self, folded: bool) -> None:
        """Below 720 px of height the group of what is not demanded is one line."""
        if folded != self.folded:
            self.folded = folded
            self._fill()

    def _columns(self) -> tuple[Column, ...]:
        name = Column(say("window.paper.name"))
        number, verdict = Column("№", 34, right=True), Column(say("window.paper.verdict"), 156)
        if self.compact():
            return number, name, verdict
        return (
            number, name, Column(say("window.paper.given"), 132), Column(say("window.paper.sheets"), 58, right=True),
            Column(say("window.paper.until"), 92), Column(say("window.paper.scan"), 50), verdict,
        )  # fmt: skip

    def _fill(self) -> None:
        rows = [self._row(n, paper) for n, paper in enumerate(self.papers, 1)]
        if self.held:
            title = say("window.paper.held")
            if self.folded:
                title = f"{title}: {'; '.join(h.name for h in self.held)}"
            rows.append(Row(GROUP, (Cell(title),), extra=GROUP))
            if not self.folded:
                rows += [Row(f"held-{n}", (Cell(h.name), Cell(h.holder)), extra=h) for n, h in enumerate(self.held)]
        self.show_as(self._columns(), tuple(rows))

    def _row(self, n: int, paper: PaperRow) -> Row:
        current = self.list.current() == paper.id
        second: list[Run] = []
        if self.compact() and paper.kind is not None:
            facts = [
                kind_word(paper.kind),
                "" if paper.sheets is None else f"{say('window.paper.sheets')}: {paper.sheets}",
            ]
            facts.append(f"{say('window.paper.until')}: {paper.until}" if paper.until else "")
            facts.append(f"{say('window.paper.scan')}: {paper.scans}" if paper.scans else "")
            second.append(Run(" · ".join(f for f in facts if f) + "\n", "text2"))
        if paper.reason:
            second.append(Run(paper.reason + " ", paper.tone if paper.tone in ("risk", "late") else "text2", True))
        elif paper.hint:
            second.append(Run(f"{paper.hint} · " if paper.clause else paper.hint, "text3"))
        if paper.clause:
            link = bool(paper.reason) or current
            second.append(Run(glued(paper.clause), "accent_text" if link else "text3", link=link))
        if not second:
            second.append(Run(" "))
        name = Cell(paper.name, tuple(second))
        if paper.tone == "wait":
            verdict = Cell(paper.verdict, tone="text3", small=True, shape="wait" if paper.verdict else "")
        else:
            verdict = Cell(paper.verdict, badge=paper.tone)
        number = Cell(str(n), tone="text3")
        if self.compact():
            cells: tuple[Cell, ...] = (number, name, verdict)
        else:
            scan = (
                Cell(str(paper.scans), small=True, icon="clip") if paper.scans else Cell("—", tone="text3", small=True)
            )
            until_tone = {"bad": "late", "warn": "risk"}.get(paper.until_tone, "")
            cells = (
                number, name, Cell(kind_word(paper.kind)), Cell("—" if paper.sheets is None else str(paper.sheets)),
                Cell(glued(paper.until) or "—", tone=until_tone, bold=bool(until_tone)), scan, verdict,
            )  # fmt: skip
        said = (
            f"{n}. {paper.name}. {kind_word(paper.kind)}. {paper.verdict}. {paper.reason or paper.hint} {paper.clause}"
        )
        return Row(paper.id, cells, said=said, extra=paper)

    def _passed(self) -> None:
        row = self.list.editor.row
        if row is not None and row.proposed:
            self.changed.emit(self.list.editor.entry())
        self.step(1, passing=True)

    def step(self, by: int, *, passing: bool = False) -> None:
        ids = self.list.papers()
        if not ids:
            return
        at = ids.index(self.list.current()) if self.list.current() in ids else 0
        if passing and at + by >= len(ids):
            self.finished.emit()
            return
        self.list.go(ids[min(len(ids) - 1, max(0, at + by))])
        self.list.editor.kind.setFocus()

    def go(self, id: str) -> None:
        if self.list.go(id):
            self.list.editor.kind.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(look.px(760), look.px(420))


__all__ = ["DocumentTable", "HeldRow", "PaperEntry", "PaperRow"]
