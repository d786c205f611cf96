"""Lost papers that were found, people whose term is over: one asks at the case, another says yes; nobody does so alone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.command import Coded
from app.domain.moment import Moment
from app.start import exchange, listening
from tests.ui.desks.counter import COURIER, INSPECTOR, KNOWN, SECTOR, Counter, accepted

SUPERVISOR = "supervisor.at01"


def lost(counter: Counter) -> str:
    """A case whose bag did not arrive; its id."""
    run = counter.app().run
    entered = run("accumulation.enter", {"code": accepted(counter)}, as_=SECTOR).value
    run("accumulation.close", {"code": entered.registry, "cases": [entered.case]}, as_=SECTOR)
    bag = run("courier.give", {"registries": [entered.registry], "to": "courier"}, as_=SECTOR).value
    run("courier.take", {"code": bag.handover}, as_=COURIER)
    run("courier.report_lost", {"code": bag.handover, "reason": "авария"}, as_=COURIER)
    return str(entered.case)


def ended(counter: Counter) -> str:
    """A case that was refused at the counter; its id."""
    from ui.screenshots import filled

    draft = filled(counter.app(), KNOWN, 0)
    given = draft | {"documents": draft["documents"][:1]}
    return str(counter.app().run("intake.refuse", given, as_=INSPECTOR).value.case)


def open_case(counter: Counter, login: str, case: str) -> list[str]:
    """The keys that the case shows to that person."""
    counter.log_in(login)
    counter.front.go("case", case)
    counter.rest()
    return [h.key for h in counter.view.hints()]


def ask(counter: Counter, reason: str) -> None:
    """F8, the reason, Enter: a line and nothing else, where there is nothing to choose from."""
    counter.press("F8")
    over = counter.front.shell.palette_
    assert not over.nothing.isVisible()
    assert over.height() < counter.front.shell.height() / 4
    over.line.setText(reason)
    QTest.keyClick(over.line, Qt.Key.Key_Return)
    counter.rest()


def said(counter: Counter) -> str:
    """What the case says first in its remarks."""
    return str(counter.view.state.remarks[0].text)


def test_papers_that_were_found_come_back_by_two_people_at_the_window(counter: Counter) -> None:
    case = lost(counter)
    assert "F8" not in open_case(counter, INSPECTOR, case)
    assert counter.view.state.remarks[0].title == "Документы утеряны"
    assert (counter.view.state.holder, counter.view.state.holder_place) == ("никто", "бумаги утеряны")
    assert "F8" in open_case(counter, SECTOR, case)
    ask(counter, "сумка лежала на складе")
    assert "Запрос записан" in counter.told
    assert "F8" not in [h.key for h in counter.view.hints()], "who asked cannot confirm"
    assert counter.view.state.remarks[0].title == "Ждёт второго человека"
    assert "Сапарова Г. М." in said(counter), "by name, not by login"
    assert said(counter).endswith("«сумка лежала на складе»"), "who says yes must know to what"
    assert "F8" in open_case(counter, SUPERVISOR, case)
    counter.press("F8")
    assert "Документы снова у нас" in counter.told
    assert counter.app().ask("case.open", Coded(code=case), as_=SUPERVISOR).case.holder == "sector"
    assert "F8" not in [h.key for h in counter.view.hints()]


def test_people_whose_term_is_over_are_erased_by_two_people_at_the_window(counter: Counter) -> None:
    case = ended(counter)
    assert "F8" not in open_case(counter, SECTOR, case), "the term runs"
    counter.clock.set("atyrau", Moment(datetime(2021, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Atyrau"))))
    assert "F8" not in open_case(counter, INSPECTOR, case)
    assert "F8" in open_case(counter, SECTOR, case)
    assert counter.view.state.remarks[0].title == "Срок хранения истёк"
    ask(counter, "по описи")
    assert "F8" in open_case(counter, SUPERVISOR, case)
    counter.press("F8")
    assert "Стёрто: имена, номера, бумаги, сканы" in counter.told
    assert counter.app().ask("case.open", Coded(code=case), as_=SUPERVISOR).case.people is None
    assert "F8" not in [h.key for h in counter.view.hints()]
    assert counter.view.state.remarks[0].title == "Сведения о людях стёрты"


def test_what_another_office_has_asked_for_hinders_nobody_who_has_the_papers(counter: Counter) -> None:
    """The licensor's chancellery thought that it had found them; the sector really has, and asks on its own."""
    case = lost(counter)
    licensor = counter.app("licensor")
    met(counter)
    licensor.run("overrides.request", {"code": case, "reason": "у охраны"}, as_="chancellery.ad01")
    met(counter)
    assert "F8" in open_case(counter, SECTOR, case)
    assert counter.view.state.remarks[0].title == "Ждёт второго человека"
    ask(counter, "сумка лежала на складе")
    assert "Запрос записан" in counter.told
    assert "F8" in open_case(counter, SUPERVISOR, case)
    counter.press("F8")
    assert "Документы снова у нас" in counter.told
    assert counter.app().ask("case.open", Coded(code=case), as_=SUPERVISOR).case.holder == "sector"


def met(counter: Counter) -> None:
    with listening(counter.app("licensor")) as address:
        exchange(counter.app(), address)
