"""The release window: what is typed belongs to the result in front, and only what lies here is given out."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from app.store.tables import events, persons
from tests.ui.desks.counter import CTRL, INSPECTOR, SECTOR, accepted, at_licensor, held
from tests.ui.desks.test_custody_desks import SECOND, bars
from ui.desks import release as release_desk
from ui.screenshots import HEAD, SPECIALIST, bring_back, consider

IIN = "650103435172"


@pytest.fixture
def codes(counter):
    """Of two results that lie at this window."""
    return at_licensor(counter, SECOND, signed=True, back=True)


@pytest.fixture
def desk(counter, codes):
    counter.log_in(INSPECTOR)
    return counter.go("release")


def by_order(counter, desk):
    """Whoever comes for a firm says by what right."""
    desk.view.power.setFocus()
    counter.type("12")


def test_what_was_typed_for_one_does_not_stand_in_the_others_form(counter, codes, desk):
    a, b = codes
    counter.scan(bars(a))
    counter.type(IIN)  # and the field is not left yet
    counter.scan(bars(b))
    counter.press("Enter")
    assert (desk.person.number, desk.person.name) == ("", "")


def test_a_scan_of_what_the_sector_has_opens_that_one_and_no_other(counter):
    """Its row is not in the list yet when it comes; whoever was marked there before is not chosen by that."""
    codes, centre = at_licensor(counter, SECOND, signed=True), counter.app()
    bring_back(centre, counter.app("licensor"), codes, counter.front.door.exchange, mark=False)
    for code in codes:
        centre.run("accumulation.mark_received", {"code": code, "cell": "Б-14"}, as_=SECTOR)
    here, there = codes
    centre.run("issue.take", {"code": here}, as_=INSPECTOR)
    counter.log_in(INSPECTOR)
    desk = counter.go("release")
    counter.scan(bars(here))
    assert desk.opened.case.number == here[2:]
    counter.scan(bars(there))
    counter.rest()
    assert desk.opened.case.number == there[2:]
    assert desk.view.ready.current() == desk.opened.case.id


def test_the_answer_for_one_leaves_the_others_form_alone(counter, codes, desk):
    a, b = codes
    counter.scan(bars(a))
    counter.type(IIN)
    counter.press("Enter")
    by_order(counter, desk)
    go = held(counter.front.work.write)
    counter.strike(Qt.Key.Key_Return, CTRL)  # A is given out
    counter.read(bars(b))
    counter.qtbot.waitUntil(lambda: desk.opened.case.number == b[2:])
    desk.view.person.setFocus()
    counter.quickly("Ivanov")
    desk.view.until.setFocus() if desk.view.until.isVisible() else desk.view.number.setFocus()
    go.set()
    counter.rest()
    assert "Выдано" in counter.told
    assert (desk.opened.case.number, desk.person.name) == (b[2:], "Ivanov")


def test_the_journal_says_by_which_paper_they_were_known(counter, codes, desk):
    counter.scan(bars(codes[0]))
    counter.type(IIN)
    counter.press("Enter")
    by_order(counter, desk)
    desk.view.identity.setFocus()
    counter.type("2")
    counter.press("Ctrl+Enter")
    assert "Выдано" in counter.told
    with counter.app().store.reading() as connection:
        facts = connection.execute(select(events.c.facts).where(events.c.kind == "result.released")).scalar_one()
    assert json.loads(facts)["document_shown"] == "passport"


def test_what_does_not_lie_here_does_not_open(counter):
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    desk = counter.go("release")
    counter.scan(bars(code))
    assert desk.opened is None
    assert code[2:] in counter.told


def test_a_case_beyond_the_first_page_stays_open(counter, codes, desk, monkeypatch):
    monkeypatch.setattr(release_desk, "PAGE", 1)
    desk.ready = ()
    desk.reload()
    counter.rest()
    assert len(desk.view.state.ready) == 1
    assert desk.view.state.more
    shown = desk.view.state.ready[0].id
    other = next(c for c in codes if c[2:] != desk.view.state.ready[0].number)
    counter.scan(bars(other))
    desk.reload()
    counter.rest()
    assert desk.opened is not None
    assert desk.opened.case.id != shown
    desk.view.more_asked.emit()
    counter.rest()
    assert len(desk.view.state.ready) == 2


def test_given_out_at_another_window_it_is_not_offered_here(counter, codes, desk):
    code = codes[0]
    counter.scan(bars(code))
    counter.app().run("issue.release", {"code": code, "name": "Серік Ахметов"}, as_=INSPECTOR)
    desk.reload()
    counter.rest()
    assert desk.opened is None


def test_a_click_on_the_kind_of_paper_is_kept(counter, codes, desk):
    counter.scan(bars(codes[0]))
    box = desk.view.identity._boxes()[3][0]
    QTest.mouseClick(desk.view.identity, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert desk.person.identity == "other"


PERSON, STRANGER = "730507368512", "710406471040"


@pytest.fixture
def of_a_person(counter):
    """The code of a natural person's result that lies at this window."""
    code = at_licensor(counter, PERSON, signed=True, back=True)[1]
    counter.log_in(INSPECTOR)
    return code


def test_a_stranger_is_not_served_as_the_applicant(counter, of_a_person):
    """Their name is in the register too: that it answered says nothing about whose the result is."""
    desk = counter.go("release")
    counter.scan(bars(of_a_person))
    assert desk.view.main_action().blocked == ""
    counter.strike(Qt.Key.Key_A, CTRL)
    counter.type(STRANGER)
    counter.press("Enter")
    assert PERSON in desk.view.state.verdict.title
    assert desk.view.state.verdict.tone == "late"
    counter.press("Ctrl+Enter")
    assert desk.opened is not None
    assert "Выдано" not in counter.told
    desk.view.came_chosen.emit("representative")  # with a power of attorney they may
    assert desk.view.main_action().blocked == "Нужен номер доверенности"
    assert desk.person.number == STRANGER
    desk.view.power.setFocus()
    counter.type("145")
    counter.press("Ctrl+Enter")
    assert "Выдано" in counter.told


def test_the_applicant_stands_there_again_when_no_representative_came(counter, of_a_person):
    desk = counter.go("release")
    counter.scan(bars(of_a_person))
    desk.view.came_chosen.emit("representative")
    assert desk.person.number == ""
    desk.view.came_chosen.emit("applicant")
    assert desk.person.number == PERSON
    assert desk.view.main_action().blocked == ""


def test_whoever_comes_for_a_firm_says_by_what_right(counter, codes, desk):
    counter.scan(bars(codes[0]))
    counter.type(IIN)
    counter.press("Enter")
    assert "основание" in desk.view.main_action().blocked
    counter.press("Ctrl+Enter")
    assert "Выдано" not in counter.told
    assert desk.view.power.isVisible()
    desk.view.power.setFocus()
    counter.type("1-k")
    counter.press("Ctrl+Enter")
    assert "Выдано" in counter.told
    with counter.app().store.reading() as connection:
        person = connection.execute(select(persons.c.person)).scalars().all()
    assert any(b"1-k" in p for p in person)


def test_the_licensor_gives_out_what_was_handed_in_there_and_nothing_that_lies_at_the_centre(counter, codes):
    """Two results lie at the centre's window. Of its own cases the licensor's list holds what lies here."""
    from tests.ui.desks.test_licensor_no import handed_in

    by = "chancellery.ad01"
    own = handed_in(counter, "medical-licence", by, variant="issue", object="licence")
    there = counter.app("licensor")
    consider(there, [own])
    there.run("licensor_desk.prepare", {"code": own}, as_=SPECIALIST)
    there.run("licensor_desk.sign", {"code": own}, as_=HEAD)
    counter.log_in(by)
    desk = counter.go("release")
    assert [row.number for row in desk.ready] == [own[2:]]
    desk.choose(desk.ready[0].id)
    counter.rest()
    assert desk.opened.case.number == own[2:]
    counter.scan(bars(codes[0]))
    assert desk.opened.case.number == own[2:]
