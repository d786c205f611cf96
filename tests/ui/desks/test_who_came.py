"""The visit at the counter from its first key: whose minutes run, who stands there for whom, what was never looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from app.domain.moment import Moment
from tests.print.reading import text
from tests.ui.desks.counter import INSPECTOR, KNOWN, Counter, accepted
from tests.ui.desks.test_custody_desks import SECOND
from tests.ui.desks.test_intake_desk import mark_all, sit_down
from ui.screenshots import CHANCELLERY, send

NOW = datetime(2016, 11, 16, 10, 30, tzinfo=ZoneInfo("Asia/Atyrau"))
BEARER = "670204306145"


def later(counter: Counter, **much: int) -> None:
    counter.clock.set("atyrau", Moment(NOW + timedelta(**much)))


def visit_of(counter: Counter) -> tuple[str, datetime]:
    """Its newest case: when its first step was begun."""
    row = counter.app().ask("queue.all", {}, as_=INSPECTOR)[0]
    done = counter.app().ask("case.open", {"code": row.id}, as_=INSPECTOR).case.done
    visit = next(d for d in done if d.step == "visit")
    assert visit.due_by is not None
    return row.number, visit.due_by.utc - timedelta(minutes=15)


def test_an_empty_form_has_waited_for_nobody(counter: Counter) -> None:
    """atyrau-2015-324: 15 minutes are the person's who sits there, and not the counter's that stood idle."""
    desk = sit_down(counter)
    assert desk.view.state.clocks
    assert desk.view.state.clocks[0].elapsed is None
    later(counter, minutes=20)
    counter.type(KNOWN[0])
    assert desk.view.state.clocks[0].elapsed == 0
    later(counter, minutes=24)
    counter.type(KNOWN[1:])
    mark_all(counter, desk)
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    number, began = visit_of(counter)
    assert number in counter.told
    assert began == (NOW + timedelta(minutes=20)).astimezone(ZoneInfo("UTC"))
    later(counter, hours=2)
    desk.show()
    assert desk.view.state.clocks[0].elapsed is None
    assert desk.visit.began is None


def test_the_choice_of_a_service_by_hand_begins_the_visit(counter: Counter) -> None:
    desk = sit_down(counter)
    assert desk.visit.began is None
    counter.press("F3")
    counter.press("Enter")
    assert desk.visit.began is not None


def test_a_bearers_number_is_asked_about_at_its_last_digit_and_enter_passes_over_the_name(counter: Counter) -> None:
    desk = sit_down(counter)
    counter.type(KNOWN)
    desk.view.came.setFocus()
    counter.type("2")
    counter.type(BEARER)
    assert desk.visit.representative.name
    assert desk.view.r_name.line.isReadOnly()
    counter.press("Enter")
    counter.type("145")
    assert desk.view.r_power.text() == "145"


def test_whoever_stands_on_the_name_when_the_register_answers_is_led_on(counter: Counter) -> None:
    desk = sit_down(counter)
    view = desk.view
    counter.type(KNOWN[:-1])
    view.person.setFocus()
    assert QApplication.focusWidget() is view.person.line
    desk.number(KNOWN)
    counter.rest()
    assert view.person.line.isReadOnly()
    assert QApplication.focusWidget() is view.phone.line


def test_the_same_service_under_way_is_said_at_once(counter: Counter) -> None:
    number = accepted(counter)[2:]
    desk = sit_down(counter)
    counter.type(KNOWN)
    assert number in desk.view.source.accessibleName()
    assert "16.11.2016" in desk.view.source.accessibleName()
    mark_all(counter, desk)
    assert not desk.view.main_action().blocked  # they may ask twice
    counter.press("F3")
    other = next(e.id for e in counter.front.shell.palette_.entries if e.id.startswith("gobmp-compliance:"))
    counter.choose(other)
    counter.press("Esc")
    assert number not in desk.view.source.accessibleName()


def test_what_nobody_looked_at_is_no_remark_in_the_electronic_flow_either(counter: Counter) -> None:
    counter.log_in("inspector.mg01")
    desk = counter.go("intake")
    counter.type(KNOWN)
    assert "Осталось отметить" in desk.view.main_action().blocked
    counter.press("Ctrl+Enter")
    assert counter.app().ask("queue.all", {}, as_="inspector.mg01") == ()


def test_without_the_last_day_of_filing_nothing_is_taken_in(counter: Counter) -> None:
    desk, palette = sit_down(counter), counter.front.shell.palette_
    counter.press("F3")
    counter.choose(next(e.id for e in palette.entries if e.id.startswith("gobmp-compliance:")))
    counter.type("31.02.2016")
    counter.press("Enter")
    assert palette.isVisible()  # the question stays, and says what was wrong
    assert "не прочитан" in counter.told
    counter.press("Esc")
    counter.type(KNOWN)
    mark_all(counter, desk)
    assert "последний день" in desk.view.main_action().blocked
    counter.press("Ctrl+Enter")
    assert palette.isVisible()
    counter.type("18.11.2016")
    counter.press("Enter")
    counter.press("Ctrl+Enter")
    assert "Принято" in counter.told
    assert palette.isVisible()  # …and the next visitor's is asked at once, with the keys
    counter.type("21.11.2016")
    counter.press("Enter")
    assert desk.visit.filing_ends == "21.11.2016"
    assert desk.view.number.text() == ""


def test_a_last_day_of_filing_that_is_over_is_said_at_once(counter: Counter) -> None:
    desk, palette = sit_down(counter), counter.front.shell.palette_
    counter.press("F3")
    counter.choose(next(e.id for e in palette.entries if e.id.startswith("gobmp-compliance:")))
    counter.type("01.11.2016")
    counter.press("Enter")
    assert "подача закончилась 01.11.2016" in counter.told
    assert "дня в расписке не будет" in counter.told
    assert "подача закончилась 01.11.2016" in desk.view.state.act


def test_what_was_begun_before_the_log_in_is_said(counter: Counter) -> None:
    sit_down(counter)
    counter.type(KNOWN)
    counter.press("F9")
    counter.log_in(INSPECTOR)
    counter.go("intake")
    assert "Начатое сохранено: 1 черновик" in counter.told
    assert "F9" in counter.told


def test_the_keys_of_the_lock_screen_are_shown_like_those_of_any_place(counter: Counter) -> None:
    counter.press("F1")
    assert counter.front.shell.locked
    assert counter.front.shell.keymap.isVisible()
    counter.press("F1")
    assert not counter.front.shell.keymap.isVisible()


def test_a_slip_is_announced_and_names_the_desk_that_takes_it(counter: Counter) -> None:
    counter.log_in("inspector.sk01")
    desk = counter.go("intake")
    counter.press("F3")
    slip = next(e for e in counter.front.shell.palette_.entries if e.id == "slip:pharmaceutical-licence")
    assert "лист с номером" in slip.second
    counter.choose(slip.id)
    _, _, pdf = counter.app().paper(desk.paper, as_="inspector.sk01")
    office = next(o for o in counter.app().store.offices.values() if o.side == "licensor" and o.region == "sko")
    said = " ".join(text(pdf).split())
    assert office.name.ru in said
    assert office.address.ru in said


def test_the_next_case_is_one_that_waits_for_this_person(counter: Counter) -> None:
    codes = [accepted(counter), accepted(counter, SECOND), accepted(counter, "730507368512")]
    send(counter.app(), counter.app("licensor"), codes, counter.front.door.exchange)
    there = counter.app("licensor")
    there.run("licensor_desk.take_in", {"code": codes[1], "reference": "1"}, as_=CHANCELLERY)
    counter.log_in(CHANCELLERY)
    desk = counter.go("licensor")
    seen = {desk.looked.opened.case.number}
    for _ in range(3):
        counter.press("F9")
        seen.add(desk.looked.opened.case.number)
    assert seen == {codes[0][2:], codes[2][2:]}
