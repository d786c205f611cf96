"""One visitor's card, name and papers are never another's, whenever they come; what is typed is what is kept."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.problems import Unavailable
from tests.ui.desks.counter import CTRL, INSPECTOR, KNOWN, accepted, held
from tests.ui.desks.test_custody_desks import SECOND
from tests.ui.desks.test_intake_desk import mark_all, sit_down
from ui.screenshots import filled


@pytest.fixture
def slow(monkeypatch, counter):
    """A register that answers when it is let, at the program's own port to it; there is a case already."""
    accepted(counter)
    go, persons = threading.Event(), counter.app().persons
    answer = persons.ask

    def when_it_is_let(number):
        go.wait(20)
        return answer(number)

    monkeypatch.setattr(persons, "ask", when_it_is_let)
    yield go
    go.set()


def marked(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    mark_all(counter, desk)
    return desk


def test_a_card_read_while_it_is_written_opens_the_next_visit(counter):
    desk = marked(counter)
    go = held(counter.front.work.write)
    counter.strike(Qt.Key.Key_Return, CTRL)
    counter.read(SECOND)
    go.set()
    counter.rest()
    assert "Принято" in counter.told
    assert desk.visit.applicant.number == SECOND
    assert desk.visit.applicant.name
    assert not desk.visit.marks


def test_the_same_card_at_once_again_is_for_the_next_visit(counter):
    """The person has two applications. A trembling hand within one visit still counts once."""
    desk = sit_down(counter)
    counter.scan(KNOWN)
    mark_all(counter, desk)
    counter.front.reading.guard.blank_ms = 3_600_000  # however slow this machine is
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    counter.scan(KNOWN)
    assert desk.visit.applicant.number == KNOWN


def test_a_number_typed_while_it_is_written_is_the_next_visitors_too(counter):
    desk = marked(counter)
    go = held(counter.front.work.write)
    counter.strike(Qt.Key.Key_Return, CTRL)
    desk.view.number.line.setFocus()
    desk.view.number.line.selectAll()
    counter.quickly(SECOND)
    go.set()
    counter.rest()
    assert desk.visit.applicant.number == SECOND
    assert not desk.visit.marks


def test_what_could_not_be_written_stays_that_visitors(counter):
    desk = marked(counter)
    desk.busy = True  # as from Ctrl+Enter until the answer
    counter.scan(SECOND)
    desk._not_done(Unavailable("store", "busy"))
    counter.rest()
    assert desk.visit.applicant.number == KNOWN
    assert desk.view.number.text() == KNOWN


def test_a_card_does_not_take_over_anothers_papers(counter):
    desk = marked(counter)
    counter.scan(SECOND)  # Ctrl+Enter was forgotten
    assert desk.visit.applicant.number == KNOWN
    assert "Ctrl+Enter" in counter.told
    desk.session.take_again()  # a moment later: the guard against a double read is over
    desk.view.number.line.setFocus()  # whoever means it goes to the field
    counter.scan(SECOND)
    assert desk.visit.applicant.number == SECOND


def test_a_silent_register_holds_up_no_list(counter, slow):
    desk = sit_down(counter)
    desk.view.number.setFocus()
    counter.quickly(KNOWN)
    counter.front.go("find")
    counter.qtbot.waitUntil(lambda: bool(counter.view.state.rows), timeout=5000)
    assert not slow.is_set()


def test_put_aside_before_the_register_answered_it_is_asked_again(counter, slow):
    desk = sit_down(counter)
    desk.view.number.setFocus()
    counter.quickly(KNOWN)
    counter.strike(Qt.Key.Key_F9)
    slow.set()
    counter.rest()
    counter.press("F9")
    counter.choose(counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)[0].id)
    assert desk.view.person.text()


def test_a_list_of_drafts_that_comes_late_loses_no_visit(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    counter.press("F9")
    draft = counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)[0]
    counter.type(SECOND)
    desk._resume(draft.id)  # chosen from a list that was opened before the next number was typed
    counter.rest()
    kept = {d.draft.applicant.number.open() for d in counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR)}
    assert kept == {KNOWN, SECOND}


def test_another_number_does_not_keep_a_met_telephone(counter):
    app, give = counter.app(), filled(counter.app(), KNOWN, 0)
    app.run("intake.accept", {**give, "applicant": {**give["applicant"], "phone": "+7 701 111 11 11"}}, as_=INSPECTOR)
    desk = sit_down(counter)
    counter.type(KNOWN)
    assert desk.visit.applicant.phone == "+7 701 111 11 11"
    desk.view.number.line.selectAll()
    counter.type(SECOND)
    assert desk.visit.applicant.phone == ""


def test_a_telephone_typed_before_the_number_was_mended_stays(counter):
    desk = sit_down(counter)
    counter.type(SECOND)
    desk.view.phone.setFocus()
    counter.type("+7 702 222 22 22")
    counter.press("Enter")
    desk.view.number.setFocus()
    desk.view.number.line.selectAll()
    counter.type(KNOWN)
    assert desk.visit.applicant.phone == "+7 702 222 22 22"


def test_a_name_typed_before_the_number_stays(counter):
    desk = sit_down(counter)
    desk.view.person.setFocus()
    counter.type("Aq Orda TOO")
    desk.view.number.setFocus()
    counter.type("140640017300")
    counter.press("Enter")
    assert desk.view.person.text() == "Aq Orda TOO"


def test_who_came_can_be_taken_back(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.came.setFocus()
    counter.type("2")  # a slip
    assert desk.visit.representative is not None
    desk.view.came.setFocus()
    counter.type("1")
    assert desk.visit.representative is None


def test_who_came_chosen_twice_wipes_nothing(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.came.setFocus()
    counter.type("2")
    counter.type("650103435172")
    counter.press("Enter")
    desk.view.came.setFocus()
    counter.type("2")
    assert desk.visit.representative.number == "650103435172"


@pytest.mark.parametrize(("typed", "sheets"), [("12 l", 12), (" 7 ", 7), ("", 1)])
def test_sheets_as_people_write_them(counter, typed, sheets):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.papers.setFocus()
    counter.type("1")
    line = desk.view.papers.list.editor.sheets.line
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    counter.type(typed)
    counter.press("Enter")
    assert desk.visit.draft().documents[0].sheets == sheets


def test_sheets_that_are_no_number_are_a_gap(counter):
    desk = marked(counter)
    desk.view.papers.go("application")
    line = desk.view.papers.list.editor.sheets.line
    line.setFocus()
    line.selectAll()
    counter.type("many")
    counter.press("Enter")
    assert desk.view.main_action().blocked


def test_a_day_that_is_none_stops_the_intake(counter):
    desk = marked(counter)
    assert not desk.view.main_action().blocked
    desk.view.papers.go("specialist-certificate")
    desk.view.papers.list.editor.until.setFocus()
    counter.type("31.02.2030")
    counter.press("Enter")
    assert "ДД.ММ.ГГГГ" in desk.view.main_action().blocked
    counter.press("Ctrl+Enter")
    assert "Принято" not in counter.told
    assert desk.view.papers.list.current() == "specialist-certificate"


def test_a_powers_day_that_is_none_stops_it_too(counter):
    desk = marked(counter)
    desk.view.came.setFocus()
    counter.type("2")
    counter.type("650103435172")
    counter.press("Enter")
    desk.view.r_power.setFocus()
    counter.type("12")
    counter.press("Enter")
    counter.type("31.02.2030")
    counter.press("Enter")
    counter.press("Ctrl+Enter")
    assert desk.visit.representative is not None
    assert "ДД.ММ.ГГГГ" in desk.view.main_action().blocked


def test_the_reason_speaks_the_language_of_the_window(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk._not_done(Unavailable("store", "busy"))
    before = desk.view.state.verdict.why
    counter.front.speak("kk")
    counter.rest()
    assert before
    assert desk.view.state.verdict.why not in ("", before)


def test_shift_enter_goes_back(counter):
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.papers.setFocus()
    counter.type("1")
    counter.press("Enter")
    counter.type("1")
    at, editor = desk.view.papers.list.current(), desk.view.papers.list.editor
    editor.remark.setFocus()
    counter.strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    counter.rest()
    assert desk.view.papers.list.current() == at
    assert QApplication.focusWidget() in (editor.sheets.line, editor.until.line)
