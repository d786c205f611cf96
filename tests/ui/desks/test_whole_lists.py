"""A list that is worked from has everything, also what lies behind the store's first page."""

from __future__ import annotations

import pytest

from tests.ui.desks.counter import COURIER, SECTOR, accepted, at_licensor
from tests.ui.desks.test_custody_desks import SECOND
from ui.desks import find, waiting
from ui.screenshots import HEAD, bring_back, filled


@pytest.fixture
def pages_of_one(monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 1)


def test_a_registry_of_more_than_a_page_is_one_lot(counter):
    app, give = counter.app(), filled(counter.app(), SECOND, 0)
    for _ in range(201):
        value = app.run("intake.accept", give, as_="inspector.at01").value
        app.run("accumulation.enter", {"code": f"C-{value.number}"}, as_=SECTOR)
    counter.log_in(SECTOR)
    counter.go("sector")
    counter.press("Ctrl+Enter")
    assert "201 дело" in counter.told
    desk = counter.go("courier")
    assert [(lot.number[0], len(lot.cases)) for lot in desk.news.lots] == [("R", 201)]


def test_a_hand_over_behind_the_first_page_is_taken_too(counter, pages_of_one):
    run = counter.app().run
    for number in (SECOND, SECOND):
        entered = run("accumulation.enter", {"code": accepted(counter, number)}, as_=SECTOR).value
        run("accumulation.close", {"code": entered.registry, "cases": [entered.case]}, as_=SECTOR)
        run("courier.give", {"registries": [entered.registry], "to": "courier"}, as_=SECTOR)
    counter.log_in(COURIER)
    desk = counter.go("courier")
    assert len(desk.news.toward) == 2
    assert all(len(desk.news.lots_of(h)) == 1 for h in desk.news.toward)
    for _ in range(2):
        counter.press("F4")
        counter.press("Ctrl+Enter")
    assert len(desk.news.carried) == 2


def test_a_new_bag_waits_behind_the_one_that_is_counted(counter):
    run = counter.app().run

    def bag(code):
        entered = run("accumulation.enter", {"code": code}, as_=SECTOR).value
        run("accumulation.close", {"code": entered.registry, "cases": [entered.case]}, as_=SECTOR)
        return run("courier.give", {"registries": [entered.registry], "to": "courier"}, as_=SECTOR).value

    first = bag(accepted(counter))
    counter.log_in(COURIER)
    desk = counter.go("courier")
    desk.view.take.table.list.setFocus()
    counter.press("Enter")
    counter.press("Enter")
    assert desk.differs  # "not in the bag"
    second = bag(accepted(counter, SECOND))
    desk.reload()
    counter.rest()
    assert desk.taking.id == first.handover
    assert desk.differs
    counter.scan(f"H-{second.number}")  # the other one, on purpose
    assert desk.taking.id == second.handover
    counter.press("Ctrl+Enter")
    assert desk.taking.id == first.handover
    assert desk.differs


def test_every_result_of_a_cell_is_looked_for(counter, pages_of_one):
    codes = at_licensor(counter, SECOND, signed=True)
    centre = counter.app()
    bring_back(centre, counter.app("licensor"), codes, counter.front.door.exchange, mark=False)
    for code in codes:
        centre.run("accumulation.mark_received", {"code": code, "cell": "Б-2"}, as_=SECTOR)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    desk.shelf.take("Б-2")
    counter.rest()
    assert len(desk.shelf.missing()) == 2


def test_the_head_sees_all_that_waits_for_a_signature(counter, pages_of_one):
    at_licensor(counter, SECOND)
    counter.log_in(HEAD)
    assert len(counter.go("sign").rows) == 2


def test_the_sector_expects_all_that_was_taken_in(counter, pages_of_one):
    accepted(counter)
    accepted(counter, SECOND)
    counter.log_in(SECTOR)
    assert len(counter.go("sector").news.expected) == 2


def test_the_start_says_where_there_is_more(counter, monkeypatch):
    monkeypatch.setattr(find, "SEEN", 1)
    accepted(counter)
    accepted(counter, SECOND)
    counter.log_in(SECTOR)
    counter.go("find")
    shelf = next(s for s in counter.view.state.shelves if s.id == "to-take-in")
    assert (shelf.count, shelf.more) == (1, True)
    assert any("1+" in b.accessibleName() for b in counter.view.shelves)
