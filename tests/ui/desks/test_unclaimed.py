"""What nobody has come for: the sector tells the owner, sends it back after its month; the release window asks for it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.moment import Moment
from tests.ui.desks.counter import COURIER, INSPECTOR, SECTOR, Counter, accepted
from tests.ui.desks.test_custody_desks import bars
from ui.screenshots import HEAD, SPECIALIST, bring_back, consider, send

CAME = datetime(2016, 11, 16, 10, 30, tzinfo=ZoneInfo("Asia/Atyrau"))


@pytest.fixture
def lying(counter: Counter) -> str:
    """The code of a case whose result came back and lies here."""
    centre, there, code = counter.app(), counter.app("licensor"), accepted(counter)
    send(centre, there, [code], counter.front.door.exchange)
    consider(there, [code])
    for name, login in (("prepare", SPECIALIST), ("sign", HEAD)):
        there.run(f"licensor_desk.{name}", {"code": code}, as_=login)
    bring_back(centre, there, [code], counter.front.door.exchange)  # to the window, where its owner is awaited
    return code


def after(counter: Counter, days: int) -> None:
    counter.clock.set("atyrau", Moment(CAME + timedelta(days=days)))


def state(counter: Counter, code: str) -> tuple[str, str]:
    case = counter.app().ask("case.open", {"code": code}, as_=SECTOR).case
    return case.status, case.holder


def entries(counter: Counter) -> str:
    return " ".join(f"{e.words} {e.second}" for e in counter.front.shell.palette_.entries)


def list_of(counter: Counter) -> str:
    counter.go("sector")
    counter.press("F3")
    counter.choose("unclaimed")
    return entries(counter)


def test_the_owner_is_told_and_that_is_seen_in_the_list(counter: Counter, lying: str) -> None:
    after(counter, 8)
    counter.log_in(SECTOR)
    assert "лежит 8 дней · оповестить" in list_of(counter)
    counter.press("Enter")
    counter.choose("telephone")
    assert "владелец оповещён" in counter.told
    assert "ждать" in list_of(counter)


def test_the_release_window_lists_whom_to_call_and_writes_down_that_they_were_told(
    counter: Counter, lying: str
) -> None:
    after(counter, 8)
    counter.log_in(INSPECTOR)
    counter.go("release")
    counter.press("F3")
    assert "оповестить" in entries(counter)
    counter.press("Esc")
    counter.scan(bars(lying))
    counter.press("F5")
    counter.choose("letter")
    assert "владелец оповещён" in counter.told
    counter.press("F3")
    assert "оповещён 24.11 · ждать" in entries(counter)


def test_after_its_month_it_goes_back_when_it_is_scanned_at_the_hand_over(counter: Counter, lying: str) -> None:
    counter.log_in(SECTOR)
    desk = counter.go("courier")
    assert not desk.news.lots + desk.news.spare  # what lies for its owner is nobody's to carry
    after(counter, 32)
    counter.log_in(SECTOR)
    assert "пора вернуть" in list_of(counter)
    counter.press("Enter")
    assert "Ctrl+5" in counter.told
    desk = counter.go("courier")
    assert desk.view.state.give.parcels[0].seal == "К возврату"
    assert "отсканируйте" in desk.view.state.give.foot
    counter.press("Ctrl+Enter")
    assert state(counter, lying) == ("to-release", "inspector")  # not unless somebody says so
    counter.scan(bars(lying))
    counter.press("Ctrl+Enter")
    counter.log_in(COURIER)
    desk = counter.go("courier")
    counter.press("F4")
    counter.press("Ctrl+Enter")
    assert state(counter, lying) == ("unclaimed", "courier")
    assert not desk.chosen()  # it is for the licensor's chancellery
    counter.front.session.take_again()  # more than a second has gone since the last scan of this code
    counter.scan(bars(lying))  # unless the courier brings it in again here
    counter.press("Ctrl+Enter")
    counter.log_in(SECTOR)
    counter.go("courier")
    counter.press("F4")
    counter.press("Ctrl+Enter")
    assert state(counter, lying) == ("result-on-the-way", "sector")


def test_the_release_window_asks_for_what_has_gone_back(counter: Counter, lying: str) -> None:
    after(counter, 32)
    centre = counter.app()
    bag = centre.run("courier.give", {"cases": [lying], "to": "courier"}, as_=SECTOR).value
    centre.run("courier.take", {"code": bag.number}, as_=COURIER)
    counter.log_in(INSPECTOR)
    counter.go("release")
    counter.scan(bars(lying))
    assert "Запросить результат снова" in entries(counter)
    counter.press("Enter")
    assert "прийти завтра" in counter.told
    assert state(counter, lying) == ("result-on-the-way", "courier")


def test_the_page_of_the_case_asks_for_it_too(counter: Counter, lying: str) -> None:
    after(counter, 32)
    centre = counter.app()
    bag = centre.run("courier.give", {"cases": [lying], "to": "courier"}, as_=SECTOR).value
    centre.run("courier.take", {"code": bag.number}, as_=COURIER)
    counter.log_in(INSPECTOR)
    counter.front.session.go("case", lying)
    counter.rest()
    assert "F5" in {h.key for h in counter.view.hints()}
    counter.press("F5")
    assert state(counter, lying) == ("result-on-the-way", "courier")
    assert "F5" not in {h.key for h in counter.view.hints()}
