"""A scan is read by key places and time alone; a person's typing is never taken for one, and nothing of a scan stays behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.conftest import strike
from ui import keys
from ui.devices.wedge import Burst, Thresholds, Wedge

PLACE = {char: place for place, char in keys.PLACES.items()}
CODE = "CAT010316000422"
# What the same keys write in the Kazakh layout: the scanner knows nothing of it.
KAZAKH = dict(zip("cat0123456789", 'сфекқ"әіңғүұ№', strict=False))


class Board:
    """Strikes keys at a pace, in a layout."""

    def __init__(self, target: QWidget) -> None:
        self.target, self.at = target, 1_000

    def type(self, text: str, *, every: int, layout: dict[str, str] | None = None) -> None:
        for char in text:
            self.at += every
            shift = Qt.KeyboardModifier.ShiftModifier if char.isupper() else Qt.KeyboardModifier.NoModifier
            written = (layout or {}).get(char.lower(), char)
            strike(self.target, PLACE[char.lower()], text=written, key=0x10000, modifiers=shift, at=self.at)

    def end(self, key: Qt.Key = Qt.Key.Key_Return, *, every: int = 5) -> None:
        self.at += every
        strike(self.target, 28, text="\r", key=key, at=self.at)


@pytest.fixture
def wedge(qapp: QApplication):
    wedge = Wedge(qapp)
    qapp.installEventFilter(wedge)
    yield wedge
    qapp.removeEventFilter(wedge)
    wedge.deleteLater()


@pytest.fixture
def field(qtbot):
    field = QLineEdit("было")
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize("layout", [None, KAZAKH], ids=["us", "kk"])
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_burst_is_read_in_every_layout_and_leaves_the_field_as_it_was(wedge, field, qtbot, layout, end) -> None:
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned) as caught:
        board.type(CODE, every=6, layout=layout)
        board.end(end)
    assert caught.args == [CODE]
    assert field.text() == "было"


def test_the_burst_tells_how_it_came(wedge, field, qtbot) -> None:
    board = Board(field)
    with qtbot.waitSignal(wedge.burst) as caught:
        board.type(CODE, every=6)
        board.end()
    assert caught.args == [Burst(CODE, CODE, 6, "Enter")]


def test_a_person_who_types_is_no_scanner(wedge, field, qtbot) -> None:
    board = Board(field)
    with qtbot.assertNotEmitted(wedge.scanned):
        board.type("140640017300", every=120)
        board.end(every=120)
    assert field.text() == "было140640017300"


def test_quick_keys_without_an_end_are_given_back(wedge, field, qtbot) -> None:
    board = Board(field)
    board.type("12345", every=10)
    qtbot.waitUntil(lambda: field.text() == "было12345")


def test_a_short_burst_is_typing(wedge, field, qtbot) -> None:
    board = Board(field)
    with qtbot.assertNotEmitted(wedge.scanned):
        board.type("123", every=10)
        board.end()
    assert field.text() == "было123"


def test_a_scan_never_reaches_a_list_that_acts_on_digits(wedge, qtbot) -> None:
    class List(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[str] = []

        def keyPressEvent(self, event) -> None:
            self.seen.append(event.text())

    target = List()
    qtbot.addWidget(target)
    board = Board(target)
    with qtbot.waitSignal(wedge.scanned):
        board.type(CODE, every=6)
        board.end()
    assert target.seen == []
    board.at += 500
    board.type("4", every=200)
    qtbot.waitUntil(lambda: target.seen == ["4"])


def test_slower_scanners_are_a_setting(qapp, field, qtbot) -> None:
    wedge = Wedge(qapp, thresholds=Thresholds(gap_ms=120))
    qapp.installEventFilter(wedge)
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned):
        board.type(CODE, every=100)
        board.end(every=100)
    qapp.removeEventFilter(wedge)
