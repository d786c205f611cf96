"""The window by keys alone: F-keys, Ctrl+Enter, places, scans, the palette, the language, the foot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import demo_states
from tests.ui.conftest import Opened, strike
from tests.ui.test_wedge import CODE, Board
from ui.keys import Action, Hint
from ui.look_words import say
from ui.parts.foot import Foot
from ui.parts.palette import Entry
from ui.parts.toast import ToastState

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def focus() -> object:
    return QApplication.focusWidget()


@pytest.mark.parametrize("key", ["F3", "F4", "F6", "F9", "F8"])
def test_f_keys_reach_the_screen_from_inside_a_field(opened: Opened, qtbot, key: str) -> None:
    _, screen = opened("intake")
    with qtbot.waitSignal(screen.pressed) as caught:
        qtbot.keyClick(screen.number.line, getattr(Qt.Key, f"Key_{key}"))
    assert caught.args == [key]


def test_ctrl_enter_accepts_when_the_set_is_complete(opened: Opened, qtbot) -> None:
    _, screen = opened("intake", demo_states.intake_complete)
    with qtbot.waitSignal(screen.pressed) as caught:
        qtbot.keyClick(screen.number.line, Qt.Key.Key_Return, CTRL)
    assert caught.args == ["Ctrl+Enter"]


def test_ctrl_enter_goes_to_what_is_in_the_way_when_blocked(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake", demo_states.intake_refused)
    assert shell.foot.main.blocked == "2 замечания"
    with qtbot.assertNotEmitted(screen.pressed):
        qtbot.keyClick(screen.number.line, Qt.Key.Key_Return, CTRL)
    assert screen.papers.list.current() == "e"
    assert focus() is screen.papers.list.editor.kind


def test_the_lawful_no_is_red_only_when_it_is_the_one_act_open(opened: Opened) -> None:
    shell, screen = opened("intake", demo_states.intake_refused)
    assert (shell.foot.second.kind, shell.foot.second.blocked) == ("danger", "")
    screen.render(demo_states.intake_complete())
    assert (shell.foot.main.kind, shell.foot.second.kind) == ("main", "plain")


def test_letters_work_by_their_place_in_a_cyrillic_layout(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    with qtbot.waitSignal(shell.palette_asked):
        strike(screen.number.line, 37, text="л", key=0x41B, modifiers=CTRL)  # the key of K writes «л»


def test_ctrl_digits_go_to_places(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    with qtbot.waitSignal(shell.place_chosen) as caught:
        qtbot.keyClick(screen.number.line, Qt.Key.Key_4, CTRL)
    assert caught.args == ["sector"]


def test_f12_asks_to_lock_and_the_lock_screen_shows_nothing_else(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    with qtbot.waitSignal(shell.lock_asked):
        qtbot.keyClick(screen, Qt.Key.Key_F12)
    shell, lock = opened("lock")
    assert not shell.rail.isVisible()
    assert not shell.foot.isVisible()
    with qtbot.assertNotEmitted(shell.palette_asked):
        qtbot.keyClick(lock.password.line, Qt.Key.Key_K, CTRL)


def test_log_in_by_keys(opened: Opened, qtbot) -> None:
    _, lock = opened("lock")
    assert focus() is lock.password.line
    qtbot.keyClicks(lock.password.line, "parol")
    with qtbot.waitSignal(lock.entered) as caught:
        qtbot.keyClick(lock.password.line, Qt.Key.Key_Return)
    assert caught.args == ["orazbaeva", "parol"]
    qtbot.keyClick(lock.password.line, Qt.Key.Key_2, ALT)
    assert (lock.state.login, lock.password.text()) == ("kim", "")


def test_a_scan_reaches_the_screen_and_leaves_focus_and_field_alone(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    before = screen.number.text()
    board = Board(screen.number.line)
    read: list[str] = []
    shell.scanned.connect(read.append)
    screen.scan_read.connect(read.append)
    board.type(CODE, every=6)
    board.end()
    assert read == [CODE, CODE]
    assert screen.number.text() == before
    assert focus() is screen.number.line


def test_the_language_switches_live(opened: Opened) -> None:
    shell, screen = opened("intake")
    assert shell.foot.hints[1].hint.words == "Услуга"
    shell.speak("kk")
    assert shell.top.title.words == "Қабылдау"
    assert shell.foot.hints[1].hint.words == "Қызмет"
    assert screen.card1.head.words == "Көрсетілетін қызметті алушы"
    assert shell.rail.buttons["sector"].text() == "Жинақтау"


def test_the_palette_finds_by_words_and_gives_the_focus_back(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    entries = (Entry("a", "Выдача лицензии"), Entry("b", "Дубликат лицензии"), Entry("c", "Сроки"))
    shell.offer("service", "Услуга", entries)
    assert focus() is shell.palette_.line
    shell.palette_.line.setText("лиц дуб")
    with qtbot.waitSignal(shell.palette_.chosen) as caught:
        qtbot.keyClick(shell.palette_.line, Qt.Key.Key_Return)
    assert caught.args == ["service", "b"]
    assert focus() is screen.number.line
    shell.offer("service", "Услуга", entries)
    qtbot.keyClick(shell.palette_.line, Qt.Key.Key_Escape)
    assert not shell.palette_.isVisible()


def test_f1_shows_every_key_of_the_screen(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    qtbot.keyClick(screen.number.line, Qt.Key.Key_F1)
    assert shell.keymap.isVisible()
    for hint in screen.hints():
        assert f"{hint.key}: {hint.words}" in shell.keymap.accessibleName()
    qtbot.keyClick(shell.keymap, Qt.Key.Key_Escape)
    assert not shell.keymap.isVisible()
    assert focus() is screen.number.line


def test_a_toast_acts_by_its_key_and_takes_no_focus(opened: Opened, qtbot) -> None:
    shell, screen = opened("intake")
    shell.tell(ToastState("late", "Расписка не напечатана: нет бумаги", "Вложите бумагу", "Повторить", "F7"))
    assert focus() is screen.number.line
    with qtbot.waitSignal(shell.toast.acted) as caught:
        qtbot.keyClick(screen.number.line, Qt.Key.Key_F7)
    assert caught.args == ["F7"]
    assert not shell.toast.isVisible()


def test_the_foot_drops_words_from_the_right_and_never_a_key(qtbot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    foot = Foot(host)
    host.show()
    hints = tuple(Hint(f"F{n}", "довольно длинное слово") for n in (1, 3, 4, 6, 7, 9))
    foot.show_as(hints, Action("Принять"), None)
    foot.resize(2000, 56)
    assert [b.short for b in foot.hints] == [False] * 6
    foot.resize(1000, 56)
    short = [b.short for b in foot.hints]
    assert any(short)
    assert short == sorted(short)
    assert all(b.sizeHint().width() > 0 for b in foot.hints)


def test_training_is_told_on_every_screen(opened: Opened) -> None:
    shell, _ = opened("sector")
    assert shell.hazard.isVisible()
    assert shell.top.chip.isVisible()
    shell.show_bar(replace(demo_states.bar(), training=False))
    assert not shell.hazard.isVisible()
    assert not shell.top.chip.isVisible()


def test_everything_a_person_reaches_has_a_name(opened: Opened) -> None:
    for name in demo_states.SCREENS:
        shell, _ = opened(name)
        nameless = []
        widget = shell
        for _ in range(400):
            widget = widget.nextInFocusChain()
            if widget is shell:
                break
            reached = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
            if reached and not (widget.accessibleName() or getattr(widget, "rows", None)):
                nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
        assert (name, nameless) == (name, [])


def test_a_blocked_reason_is_told_to_a_screen_reader(opened: Opened) -> None:
    shell, _ = opened("intake", demo_states.intake_refused)
    assert shell.foot.main.accessibleDescription() == "2 замечания"
    assert say("window.intake.accept.sentence") in shell.foot.main.accessibleName()
