"""A scan is read by key places and time alone; a person's typing is never taken for one, and nothing of a scan stays behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.conftest import LINUX, strike
from ui import keys
from ui.devices.burst import Burst
from ui.devices.teaching import PATIENT
from ui.devices.wedge import Thresholds, Wedge

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

    def sign(self, letter: str, *, every: int = 5) -> None:
        """A control sign, as scanners type it: Ctrl and a key."""
        self.at += every
        control = Qt.KeyboardModifier.ControlModifier
        strike(self.target, PLACE[letter], text="", key=ord(letter.upper()), modifiers=control, at=self.at)

    def end(self, key: Qt.Key = Qt.Key.Key_Return, *, every: int = 5) -> None:
        self.at += every
        strike(self.target, 28, text="\r", key=key, at=self.at)


def key_event(letter: str, at: int) -> QKeyEvent:
    control = Qt.KeyboardModifier.ControlModifier
    event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), control, PLACE[letter] + LINUX, 0, 0, "")
    event.setTimestamp(at)
    return event


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


# ---- passwords

SECRETS = ["*9!a", "*code*", "140640017300", "  *", "]c0abc"]


@pytest.fixture
def password(field):
    field.clear()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("every", [1, 6, 120])
def test_a_password_holds_what_is_typed_at_any_pace(wedge, password, qtbot, secret: str, every: int) -> None:
    board, entered = Board(password), []
    password.returnPressed.connect(lambda: entered.append(password.text()))
    with qtbot.assertNotEmitted(wedge.scanned):
        for char in secret:
            plain = {"*": "8", "!": "1"}.get(char, char.lower())
            board.at += every
            shift = (
                Qt.KeyboardModifier.ShiftModifier if char in "*!" or char.isupper() else Qt.KeyboardModifier.NoModifier
            )
            strike(password, PLACE[plain], text=char, key=0x10000, modifiers=shift, at=board.at)
            assert password.text().endswith(char), "at once: nothing is held back"
        board.end(every=every)
    assert entered == [secret]


def test_a_control_sign_amid_a_quick_password_ends_nothing(wedge, password, qtbot) -> None:
    board = Board(password)
    with qtbot.assertNotEmitted(wedge.scanned):
        board.type("secret99", every=3)
        board.sign("m")
    assert password.text() == "secret99"


def test_a_badge_is_read_over_a_password_and_leaves_nothing_in_it(wedge, password, qtbot) -> None:
    """Prefix, shape and check character agree: no password looks so. Enter is the scanner's then."""
    password.setText("half a pass")
    board, entered = Board(password), []
    password.returnPressed.connect(lambda: entered.append(password.text()))
    with qtbot.waitSignal(wedge.scanned) as caught:
        board.type(CODE, every=6, layout=KAZAKH)
        board.end()
    assert caught.args == [CODE]
    assert (password.text(), entered) == ("half a pass", [])


# ---- what a field gets back


def test_marked_text_is_marked_again_after_a_scan(wedge, field, qtbot) -> None:
    field.selectAll()
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned):
        board.type(CODE, every=6)
        board.end()
    assert (field.text(), field.selectedText()) == ("было", "было")


def test_whoever_listens_to_the_field_is_told_that_it_is_as_before(wedge, field, qtbot) -> None:
    told: list[str] = []
    field.textEdited.connect(told.append)
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned):
        board.type(CODE, every=6)
        board.end()
    assert told[-1] == "было"


def test_a_field_that_is_gone_before_the_end_stops_nothing(wedge, qtbot) -> None:
    board = Board(QLineEdit())
    with qtbot.waitSignal(wedge.scanned) as caught:
        board.type(CODE[:5], every=6)
        other = QLineEdit()
        qtbot.addWidget(other)
        board.target.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        board.target = other
        board.type(CODE[5:], every=6)
        board.end()
    assert caught.args == [CODE]
    assert other.text() == ""


# ---- what scanners add, and a busy window


def test_control_signs_amid_a_burst_are_no_shortcuts_and_not_in_the_code(wedge, field, qtbot) -> None:
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned) as caught:
        board.type(CODE[:7], every=6)
        board.sign("]")
        board.type(CODE[7:], every=6)
        board.end()
    assert caught.args == [CODE]


def test_a_carriage_return_that_comes_as_ctrl_m_ends_the_scan(wedge, field, qtbot) -> None:
    board = Board(field)
    with qtbot.waitSignal(wedge.burst) as caught:
        board.type(CODE, every=6)
        board.sign("m")
    assert (caught.args[0].code, caught.args[0].end) == (CODE, "Enter")


@pytest.mark.parametrize("second", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_a_second_end_key_on_the_heels_of_the_first_presses_nothing(wedge, field, qtbot, second) -> None:
    """CR and LF of a scanner are two keys of Enter."""
    board, entered = Board(field), []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    with qtbot.waitSignal(wedge.scanned):
        board.type(CODE, every=6)
        board.end()
        board.end(second)
    board.sign("j")
    assert (entered, field.text()) == ([], "было")
    board.end(every=300)
    assert entered == ["было"], "a person's Enter is one"


def test_scans_may_follow_each_other_without_a_pause(wedge, field, qtbot) -> None:
    codes: list[str] = []
    wedge.scanned.connect(codes.append)
    board = Board(field)
    for n in range(20):
        board.type(f"{CODE}{n:02}", every=4)
        board.end(every=4)
    assert codes == [f"{CODE}{n:02}" for n in range(20)]
    assert field.text() == "было"


def test_a_shortcut_of_a_person_is_left_alone(wedge, field, qtbot) -> None:
    board = Board(field)
    board.type("12", every=200)
    board.at += 200
    assert not wedge.amid(key_event("]", board.at))
    board.sign("]", every=200)
    assert field.text() == "было12"


def test_a_window_that_was_busy_loses_no_scan(wedge, field, qtbot) -> None:
    """The time for which keys are held back is over, and the rest of them still stands in the queue."""
    board = Board(field)
    with qtbot.waitSignal(wedge.scanned) as caught:
        board.type(CODE[:8], every=6)
        wedge._hold.timeout.emit()
        board.type(CODE[8:], every=6)
        board.end()
    assert caught.args == [CODE]
    assert field.text() == "было"


# ---- taught


def test_while_it_is_taught_codes_are_shown_and_go_nowhere(wedge, field, qtbot) -> None:
    wedge.taught, wedge.thresholds = True, PATIENT
    board = Board(field)
    with qtbot.assertNotEmitted(wedge.scanned), qtbot.waitSignal(wedge.burst) as caught:
        board.type(CODE, every=120)
        board.end(every=120)
    assert caught.args == [Burst(CODE, CODE, 120, "Enter")]


def test_while_it_is_taught_a_burst_without_an_end_is_shown_too(wedge, field, qtbot) -> None:
    wedge.taught = True
    board = Board(field)
    with qtbot.waitSignal(wedge.unended) as caught:
        board.type(CODE, every=6)
    assert caught.args == [Burst(CODE, CODE, 6, "")]
