"""The sector beyond scanning in: differences with a reason, the shelf and its stock-take, papers, a new edition."""

from __future__ import annotations

import pytest

from tests.ui.desks.counter import COURIER, INSPECTOR, KNOWN, SECTOR, Counter, accepted, at_licensor
from tests.ui.desks.test_custody_desks import SECOND, bars, closed
from ui.screenshots import HEAD, SPECIALIST, bring_back, consider, filled, send


@pytest.fixture
def come_back(counter: Counter) -> str:
    """A case whose result came back with the courier and is not marked yet."""
    centre, there = counter.app(), counter.app("licensor")
    code = accepted(counter)
    send(centre, there, [code], counter.front.door.exchange)
    consider(there, [code])
    there.run("licensor_desk.prepare", {"code": code}, as_=SPECIALIST)
    there.run("licensor_desk.sign", {"code": code}, as_=HEAD)
    bring_back(centre, there, [code], counter.front.door.exchange, mark=False)
    return code


def words(counter: Counter, text: str) -> None:
    counter.front.shell.palette_.line.setText(text)


def test_a_difference_is_marked_with_its_reason_and_stays_in_sight(counter: Counter, come_back: str) -> None:
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    assert desk.marking.on
    assert desk.view.second_action().blocked == "Сначала отсканируйте дело"
    counter.scan(bars(come_back))
    counter.press("F8")
    words(counter, "нет двух листов")
    counter.choose("short")
    assert "НЕДОСТАЧА" in desk.view.panel.accessibleName()
    case = counter.app().ask("case.open", {"code": come_back}, as_=SECTOR).case
    assert (case.mark, case.remark.open()) == ("short", "нет двух листов")


def test_a_difference_without_a_reason_is_not_marked(counter: Counter, come_back: str) -> None:
    counter.log_in(SECTOR)
    counter.go("sector")
    counter.scan(bars(come_back))
    counter.press("F8")
    counter.choose("damaged")
    assert "Сначала наберите причину" in counter.told
    assert counter.app().ask("case.open", {"code": come_back}, as_=SECTOR).case.mark == "whole"


def test_a_cell_is_typed_and_the_cases_scanned_lie_in_it(counter: Counter, come_back: str) -> None:
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan(bars(come_back))
    counter.press("F3")
    counter.choose("shelf")
    words(counter, "б-14")
    counter.press("Enter")
    assert desk.view.state.shelf == "Б-14"
    counter.scan(bars(come_back))
    assert "НА МЕСТЕ" in desk.view.panel.accessibleName()
    assert counter.app().ask("case.open", {"code": come_back}, as_=SECTOR).case.cell == "Б-14"


def test_what_a_stock_take_does_not_find_is_written_as_not_there(counter: Counter, come_back: str) -> None:
    app = counter.app()
    app.run("accumulation.shelve", {"code": come_back, "cell": "Б-14"}, as_=SECTOR)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.press("F3")
    counter.choose("shelf")
    words(counter, "Б-14")
    counter.press("Enter")
    assert "Не отсканировано: 1" in desk.view.state.status
    counter.press("F8")
    counter.choose(counter.front.shell.palette_.entries[0].id)
    assert app.ask("case.open", {"code": come_back}, as_=SECTOR).case.cell is None
    assert "Нет в ячейке" in counter.told
    counter.press("Ctrl+Enter")
    assert desk.view.state.shelf == ""


def test_what_came_with_a_bag_and_what_nobody_collects_are_printed(counter: Counter, come_back: str) -> None:
    counter.log_in(SECTOR)
    counter.go("sector")
    counter.scan(bars(come_back))
    for choice in (1, 0):  # the newest bag; then what nobody collects
        counter.press("F7")
        if choice == 0:  # the paper that was just made opens first
            assert not counter.front.shell.palette_.isVisible()
            counter.press("Esc")  # it lay over the window
            counter.press("F7")
        entries = [e for e in counter.front.shell.palette_.entries if e.id != "last"]
        counter.choose(entries[choice].id)
    made = " ".join(p.name for p in (counter.front.folder / "papers").iterdir())
    assert "registry-in" in made
    assert "unclaimed-list" in made


def test_a_closed_registry_gets_a_new_edition_with_its_reason(counter: Counter) -> None:
    first, second = accepted(counter), accepted(counter, SECOND)
    closed(counter, first, second)
    (registry,) = counter.app().ask("registry.all", {"status": "closed"}, as_=SECTOR)
    counter.press("F3")
    counter.choose("amend")
    counter.choose(registry.id)
    words(counter, "ошиблись адресатом")
    counter.choose(counter.app().ask("case.open", {"code": second}, as_=SECTOR).case.id)
    assert "редакция 2" in counter.told
    (after,) = counter.app().ask("registry.all", {"status": "closed"}, as_=SECTOR)
    assert (after.edition, len(after.lines)) == (2, 1)


def test_nothing_is_received_before_something_was_marked(counter: Counter) -> None:
    codes, centre = at_licensor(counter, SECOND, signed=True), counter.app()
    bring_back(centre, counter.app("licensor"), codes, counter.front.door.exchange, mark=False)
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    assert desk.marking.on
    assert desk.view.main_action().blocked == "Ещё ничего не отмечено: ждёт 2"
    counter.press("Ctrl+Enter")
    assert "Получение" not in counter.told
    counter.scan(bars(codes[0]))
    counter.press("Ctrl+Enter")
    assert "Получение закончено" in counter.told
    assert "Не отмечено ещё 1" in counter.told


def test_a_receipt_of_refusal_is_told_from_papers_that_are_under_way(counter: Counter) -> None:
    given = filled(counter.app(), KNOWN, 0)
    refused = counter.app().run("intake.refuse", {**given, "documents": given["documents"][2:]}, as_=INSPECTOR).value
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    counter.scan(bars(f"C-{refused.number}"))
    (aside,) = desk.view.state.aside
    assert "документы у услугополучателя" in aside.why


def test_the_norm_is_of_the_line_in_front(counter: Counter) -> None:
    codes = [accepted(counter), accepted(counter, SECOND)]
    counter.log_in(SECTOR)
    desk = counter.go("sector")
    for code in codes:
        counter.scan(bars(code))
    first = next(line.id for line in desk.view.state.lines if line.n == 1)
    desk.view.table.list.go(first)
    counter.press("F6")
    assert counter.front.desks["case"].opened.case.id == first


def test_a_courier_reports_a_bag_lost_with_a_reason(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    counter.press("F4")
    counter.press("Ctrl+Enter")
    assert counter.view.second_action().words == "Сообщить об утрате"
    counter.press("F8")
    counter.choose(counter.front.shell.palette_.entries[0].id)
    words(counter, "украли из машины")
    counter.press("Enter")
    case = counter.app().ask("case.open", {"code": code}, as_=SECTOR).case
    assert case.holder == "lost"
    assert "утрач" in counter.told.lower()


def test_a_bag_is_refused_for_a_reason_in_the_takers_own_words(counter: Counter) -> None:
    code = accepted(counter)
    closed(counter, code)
    counter.go("courier")
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    counter.press("F8")
    counter.choose("other")
    words(counter, "мешок мокрый")
    counter.press("Enter")
    (handover,) = counter.app().ask("registry.handed", {"status": "refused"}, as_=SECTOR)
    assert handover.reason.open() == "мешок мокрый"
