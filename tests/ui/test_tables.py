"""A table has as many columns as there is room for, also when it was filled before anybody saw it."""

from __future__ import annotations

import pytest
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
