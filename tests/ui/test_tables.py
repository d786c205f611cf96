"""A table has as many columns as there is room for, also when it was filled before anybody saw it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.parts.grid import Cell, Column, Row, Table

COLUMNS = (
    Column("№", 44, right=True), Column("Номер", 196), Column("Кто"), Column("Вариант", 160), Column("Листов", 66, right=True),
)  # fmt: skip


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
def test_columns_follow_the_room_that_there_is(qapp: QApplication, qtbot) -> None:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    pages.addWidget(QWidget())
    table = Table()
    pages.addWidget(table)
    pages.resize(1100, 400)
    pages.show()
    qapp.processEvents()
    table.show_as(COLUMNS, tuple(Row(str(n), tuple(Cell("x") for _ in COLUMNS)) for n in range(3)))
    pages.setCurrentIndex(1)
    for wide, few in ((1100, False), (420, True), (1100, False)):
        pages.resize(wide, 400)
        qtbot.waitUntil(lambda few=few: (len(table.list.columns) < len(COLUMNS)) is few, timeout=5000)


class Painted(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.boxes.append(event.rect())
        return False


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_step_of_the_wheel_paints_what_comes_in_wherever_the_mouse_is(qapp: QApplication, qtbot) -> None:
    table = Table()
    qtbot.addWidget(table)
    table.list.stand_on("surface")
    table.resize(900, 500)
    table.show()
    table.show_as(COLUMNS, tuple(Row(str(n), tuple(Cell("x") for _ in COLUMNS)) for n in range(100)))
    port, bar, painted, before = table.list.viewport(), table.list.verticalScrollBar(), Painted(), QCursor.pos()
    QCursor.setPos(port.mapToGlobal(QPoint(100, 100)))
    try:
        qtbot.wait(20)
        bar.setValue(36)  # so that the next step moves what is painted
        qtbot.wait(20)
        port.installEventFilter(painted)
        for _ in range(5):
            bar.setValue(bar.value() + 36)
            qtbot.wait(20)
    finally:
        QCursor.setPos(before)
    assert QRect(QPoint(), port.size()).contains(QPoint(100, 100))
    assert [box.height() for box in painted.boxes] == [36] * 5
