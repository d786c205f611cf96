"""Whoever was refused comes again: one scan and F5, each paper looked at once more, and the refusal is answered."""

from __future__ import annotations

from typing import Any

from tests.ui.desks.counter import INSPECTOR, Counter
from tests.ui.desks.test_intake_desk import KNOWN, mark_all, sit_down
from ui.desks.come_again import draft_of


def refused(counter: Counter) -> tuple[str, str]:
    """A set without one paper: the number of the refusal, and which paper it was."""
    desk = sit_down(counter)
    counter.type(KNOWN)
    lacked = desk.visit.demanded()[2].id
    mark_all(counter, desk, but=lacked)
    counter.press("F8")
    (row,) = counter.app().ask("queue.all", {}, as_=INSPECTOR)
    assert row.status == "refused"
    return row.number, lacked


def come_again(counter: Counter, number: str) -> Any:
    counter.scan(f"C{number}".replace("-", ""))
    counter.press("F5")
    counter.rest()
    return counter.front.desks["intake"]


def test_one_scan_and_f5_bring_back_what_was_marked(counter: Counter) -> None:
    number, lacked = refused(counter)
    desk = come_again(counter, number)
    v = desk.visit
    assert (v.previous, v.applicant.number) == (number, KNOWN)
    assert v.applicant.name  # the register was asked anew
    assert v.began is not None  # somebody stands at the counter
    assert lacked not in v.marks
    assert {m.guessed for m in v.marks.values()} == {"before"}
    assert f"после отказа {number}" in desk.view.state.act
    assert desk.view.state.blocked


def test_what_was_there_counts_only_when_it_was_looked_at_again(counter: Counter) -> None:
    number, lacked = refused(counter)
    desk = come_again(counter, number)
    assert desk.view.papers.list.current() == lacked  # what lacked then comes first
    counter.type("1")
    asked = len(desk.visit.demanded())
    for _ in range(asked + 1):  # Enter at the end leads to what was passed over
        counter.press("Enter")
        counter.rest()
    assert not desk.view.state.blocked
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    newest = counter.app().ask("queue.all", {}, as_=INSPECTOR)[0]
    case = counter.app().ask("case.open", {"code": newest.number}, as_=INSPECTOR).case
    assert (case.status, case.previous) == ("accepted", number)
    assert counter.app().ask("queue.my_drafts", {}, as_=INSPECTOR) == ()


def test_a_line_that_was_only_proposed_stops_the_acceptance(counter: Counter) -> None:
    number, lacked = refused(counter)
    desk = come_again(counter, number)
    desk.view.papers.go(lacked)
    counter.type("1")
    counter.press("Ctrl+Enter")
    assert len(counter.app().ask("queue.all", {}, as_=INSPECTOR)) == 1
    assert desk.view.state.obstacle in desk.visit.marks
    assert "В прошлый раз было" in next(p.reason for p in desk.view.state.papers if p.proposed)


def test_put_aside_it_is_taken_up_again_with_its_refusal_and_unconfirmed(counter: Counter) -> None:
    number, _ = refused(counter)
    desk = come_again(counter, number)
    counter.press("F9")
    assert desk.visit.previous == ""
    counter.press("F9")
    counter.press("Enter")
    counter.rest()
    assert desk.visit.previous == number
    assert {m.guessed for m in desk.visit.marks.values()} == {"before"}


def test_another_persons_number_answers_no_refusal(counter: Counter) -> None:
    number, _ = refused(counter)
    desk = come_again(counter, number)
    desk.number("060240197729")
    counter.rest()
    assert desk.visit.draft().previous is None


def test_who_may_not_take_in_is_offered_nothing(counter: Counter) -> None:
    number, _ = refused(counter)
    counter.log_in("supervisor.at01")
    counter.scan(f"C{number}".replace("-", ""))
    page = counter.front.desks["case"]
    assert "F5" not in [hint.key for hint in page.view.state.also]
    counter.press("F5")
    assert counter.view.name == "case"


def test_a_service_that_the_act_of_today_has_no_more_is_said(counter: Counter) -> None:
    number, _ = refused(counter)
    case = counter.app().ask("case.open", {"code": number}, as_=INSPECTOR).case
    assert draft_of(counter.front.session, case, ()) is None
    assert "сегодня здесь не принимают" in counter.told
