"""What a person stumbled over who had never seen the window: each of these once led nowhere, or to a wrong deed."""

from __future__ import annotations

import pytest

from app.command import Coded
from app.problems import Refused
from tests.ui.desks.counter import COURIER, INSPECTOR, SECTOR, Counter, accepted
from tests.ui.desks.test_custody_desks import bars
from tests.ui.desks.test_intake_desk import KNOWN, mark_all, sit_down
from tests.ui.desks.test_sector_more import come_back

__all__ = ["come_back"]  # a fixture


def test_nobody_is_refused_before_every_paper_was_looked_at(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    assert desk.view.second_action().blocked == "Осталось отметить: 9 документов"
    counter.press("F8")
    assert desk.visit.applicant.number == KNOWN
    assert counter.app().ask("queue.all", {}, as_=INSPECTOR) == ()
    assert desk.view.papers.list.current() == desk.visit.demanded()[0].id


def test_a_paper_with_a_term_has_room_for_all_its_fields_when_enter_comes_to_it(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.papers.setFocus()
    counter.type("1")
    counter.press("Enter")
    rows = desk.view.papers.list
    assert desk.view.papers.list.editor.row.expires
    here = rows.visualRect(rows.currentIndex())
    after = rows.visualRect(rows.model().index(rows.currentIndex().row() + 1, 0))
    assert rows.editor.geometry().bottom() <= after.top()
    assert rows.editor.geometry().top() > here.top()


def test_the_last_paper_is_shown_again_when_its_message_has_gone(counter: Counter) -> None:
    desk = sit_down(counter)
    assert "F7" not in {h.key for h in desk.view.hints()}
    counter.type(KNOWN)
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    assert "F7" in {h.key for h in desk.view.hints()}


def test_a_result_that_came_back_is_marked_and_not_sent_on_again_when_it_is_scanned(
    counter: Counter, come_back: str
) -> None:
    accepted(counter)  # so that the place stands ready for sending
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    assert not desk.marking.on
    counter.scan(bars(come_back))
    case = counter.app().ask("case.open", {"code": come_back}, as_=SECTOR).case
    assert (case.mark, case.registry) == ("whole", None)
    with pytest.raises(Refused, match="result-came-back"):  # nor by any other way
        counter.app().run("accumulation.enter", Coded(code=come_back), as_=SECTOR)


def test_a_case_is_entered_from_the_list_when_its_label_cannot_be_scanned(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(SECTOR)
    counter.go("sector")
    counter.press("F4")
    counter.choose(counter.front.shell.palette_.entries[0].id)
    assert counter.app().ask("case.open", {"code": code}, as_=SECTOR).case.registry


def test_an_empty_hand_over_says_what_would_fill_it(counter: Counter) -> None:
    for login, told in ((SECTOR, "Закройте реестр"), (COURIER, "На руках ничего нет")):
        counter.log_in(login)
        desk = counter.go("courier")
        assert told in desk.view.state.give.foot
        assert not desk.view.state.give.of
        counter.press("F12")


def test_a_result_that_was_scanned_asks_next_who_came(counter: Counter, come_back: str) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("release")
    counter.scan(bars(come_back))
    counter.type("871008401427")
    assert desk.view.number.text() == "871008401427"
    assert desk.person.came == "applicant"
