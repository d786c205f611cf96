"""What one press, one scan or one typed day does: to this case and no other, once, and as it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.numbers import trouble_with
from tests.ui.desks.counter import CTRL, INSPECTOR, KNOWN, accepted, at_licensor, held
from tests.ui.desks.test_custody_desks import SECOND, bars
from tests.ui.desks.test_intake_desk import mark_all, sit_down
from ui.screenshots import CHANCELLERY, HEAD, send

IIN = "650103435172"
NOBODY = next(n for n in (f"9001013{k:05}" for k in range(1000)) if not trouble_with(n))


def release(counter):
    codes = at_licensor(counter, SECOND, signed=True, back=True)
    counter.log_in(INSPECTOR)
    return counter.go("release"), codes


def test_the_representatives_card_goes_into_their_line(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.came.setFocus()
    counter.type("2")  # a representative came
    assert QApplication.focusWidget() is desk.view.r_number.line
    counter.scan(IIN)  # their card
    assert desk.visit.applicant.number == KNOWN  # is IIN; r_number is empty


def test_another_number_does_not_keep_the_first_ones_name(counter):
    desk, (a, _) = release(counter)
    counter.scan(bars(a))
    counter.type(IIN)
    counter.press("Enter")  # the register knows: a name
    desk.view.number.line.setFocus()
    desk.view.number.line.selectAll()
    counter.type(NOBODY)
    counter.press("Enter")
    counter.press("Ctrl+Enter")
    assert "Выдано" not in counter.told  # given to NOBODY's number under the other's name


def test_nothing_is_signed_while_another_case_is_on_its_way(counter):
    at_licensor(counter, SECOND)
    there = counter.app("licensor")
    counter.log_in(HEAD)
    desk = counter.go("sign")
    first, go = desk.current, held(counter.front.work.read)  # any list that is being read
    counter.strike(Qt.Key.Key_F9)
    assert desk.current != first
    counter.strike(Qt.Key.Key_Return, CTRL)
    counter.qtbot.waitUntil(lambda: not desk.busy)
    go.set()
    counter.rest()
    assert not there.ask("case.open", {"code": first}, as_=HEAD).case.signed


def test_no_paper_of_the_case_before_is_printed(counter):
    a, b = accepted(counter), accepted(counter, SECOND)
    counter.log_in(INSPECTOR)
    counter.front.go("case", a)
    counter.rest()
    desk = counter.front.desks["case"]
    seen, run = [], desk.session.run
    desk.session.run = lambda name, given, *x, **k: (seen.append(given.code), run(name, given, *x, **k))
    go = held(counter.front.work.read)
    counter.read(bars(b))
    counter.strike(Qt.Key.Key_Return, CTRL)
    go.set()
    counter.rest()
    assert seen == []


def test_a_held_key_signs_one_case(counter):
    codes, there = at_licensor(counter, SECOND), counter.app("licensor")
    counter.log_in(HEAD)
    counter.go("sign")
    counter.strike(Qt.Key.Key_Return, CTRL)
    for _ in range(30):
        counter.qtbot.wait(30)
        counter.strike(Qt.Key.Key_Return, CTRL, repeat=True)  # held for a second
    counter.rest()
    assert sum(bool(there.ask("case.open", {"code": c}, as_=HEAD).case.signed) for c in codes) == 1


def test_a_press_that_opened_a_list_chooses_nothing_in_it(counter):
    code, there = accepted(counter), counter.app("licensor")
    send(counter.app(), there, [code], counter.front.door.exchange)
    counter.log_in(CHANCELLERY)
    counter.go("licensor")
    for _ in range(2):
        counter.strike(Qt.Key.Key_Return, CTRL)
        counter.qtbot.wait(150)  # pressed twice
    counter.rest()
    assert "Сделано" not in counter.told  # taken in "with a number", without one


def test_a_day_in_short_is_a_day(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    desk.view.papers.go("specialist-certificate")
    desk.view.papers.list.editor.until.setFocus()
    counter.type("1.2.2015")
    counter.press("Enter")
    counter.press("Ctrl+Enter")
    assert "Принято" not in counter.told  # with 01.02.2015 it is refused as expired


def test_a_power_that_ended_in_short_has_ended(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.came.setFocus()
    counter.type("2")
    counter.type(IIN)
    counter.press("Enter")
    desk.view.r_power.setFocus()
    counter.type("12")
    counter.press("Enter")
    counter.type("1.2.2015")
    counter.press("Enter")
    mark_all(counter, desk)
    assert desk.view.main_action().blocked


@pytest.mark.parametrize("over", ["F3", "F1", "help"])
def test_whoever_leaves_locks_whatever_lies_over_the_work(counter, over):
    sit_down(counter)
    counter.front.shell.open_help() if over == "help" else counter.press(over)
    counter.press("F12")
    assert counter.front.shell.locked
