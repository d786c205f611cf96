"""Time at a glance: the board by places, a calm call, the line of a case step by step, the process as a picture."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.moment import Moment
from tests.ui.desks.counter import INSPECTOR, SECTOR, Counter, accepted
from ui.desks import calls

SUPERVISOR = "supervisor.at01"


def at(counter: Counter, hour: int, minute: int = 0, day: int = 16) -> None:
    moment = datetime(2016, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Atyrau"))
    counter.clock.set("atyrau", Moment(moment))


def strike(counter: Counter, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)
    counter.rest()


def column(counter: Counter, place: str) -> Any:
    return next(c for c in counter.view.state.columns if c.id == place)


def test_the_board_has_a_column_for_each_place_of_the_way(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(SUPERVISOR)
    counter.go("deadlines")
    assert [c.id for c in counter.view.state.columns] == ["hall", "sector", "courier", "licensor", "way", "shelf"]
    assert column(counter, "hall").total == 1
    at(counter, 10, 56)
    counter.front.desks["deadlines"].reload()
    counter.rest()
    assert [(s.tone, s.rung) for s in column(counter, "hall").strips] == [("risk", "")]
    at(counter, 11, 30)
    counter.front.desks["deadlines"].reload()
    counter.rest()
    assert [(s.tone, s.rung) for s in column(counter, "hall").strips] == [("late", "ступень 1")]


def test_what_has_no_room_folds_and_the_columns_key_opens_it(counter: Counter) -> None:
    legal = sorted(n for n in counter.app().persons.known() if n[4] in "456789")
    for number in legal[:7]:
        accepted(counter, number)
    counter.log_in(SUPERVISOR)
    counter.go("deadlines")
    lane = counter.view.lanes[0]
    assert len(lane.list.rows.rows) < 7
    assert lane.folded == 7 - (len(lane.list.rows.rows) - 1)
    assert counter.view.on_key("Alt+1")
    counter.rest()
    assert lane.folded == 0
    assert len(lane.list.rows.rows) == 8  # all of them, and the line that folds them again


def test_f3_leaves_what_i_may_do_myself(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(SECTOR)
    counter.go("deadlines")
    assert column(counter, "hall").total == 1
    counter.press("F3")
    counter.choose("mine")
    assert column(counter, "hall").total == 0
    counter.press("F12")
    counter.log_in(INSPECTOR)
    counter.go("deadlines")
    counter.press("F3")
    counter.choose("mine")
    assert column(counter, "hall").total == 1


def test_f5_reminds_the_holder_and_says_so_and_the_journal_keeps_it(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(SUPERVISOR)
    counter.go("deadlines")
    counter.press("F5")
    assert "Напомнили" in counter.told
    kinds = [e.kind for e in counter.app().ask("case.history", {"code": code}, as_=SUPERVISOR)]
    assert kinds[-1] == "holder.called"
    counter.press("F5")
    assert "Уже напоминали" in counter.told


def test_f7_prints_the_board_as_it_is_chosen(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(SUPERVISOR)
    counter.go("deadlines")
    counter.press("F7")
    forms = [r[0] for r in rows(counter, "SELECT form FROM papers WHERE file IS NOT NULL")]
    assert "clock-list" in forms


def rows(counter: Counter, statement: str) -> list[Any]:
    from sqlalchemy import text

    with counter.app().store.reading() as connection:
        return list(connection.execute(text(statement)).all())


def test_a_call_is_told_once_and_calmly_while_somebody_types(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    accepted(counter)
    counter.front.go("find")
    counter.rest()
    at(counter, 11, 30)
    focused = QApplication.focusWidget()
    counter.front.calls.look()
    counter.rest()
    counter.rest()
    assert "Срок вышел" in counter.told
    assert QApplication.focusWidget() is focused
    assert not counter.front.shell.palette_.isVisible()
    counter.front.shell.toast.hide()
    for _ in range(2):
        counter.front.calls.look()
        counter.rest()
    assert not counter.front.shell.toast.isVisible()
    written = rows(counter, "SELECT count(*) FROM events WHERE kind = 'holder.called'")[0][0]
    assert written == 2  # at risk, and late


def test_calls_behind_a_full_page_are_told_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "PAGE", 1)
    counter.log_in(INSPECTOR)
    for _ in range(2):
        accepted(counter)
    at(counter, 11, 30)
    told = set()
    for _ in range(6):
        counter.front.calls.look()
        counter.rest()
        counter.rest()
        told |= {c.number for c in counter.front.calls.open}
        counter.front.shell.toast.hide()
    assert len(told) == 2


def test_a_call_waits_until_another_message_has_gone(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    accepted(counter)
    at(counter, 11, 30)
    counter.front.session.note("stays", tone="risk")
    counter.front.calls.look()
    counter.rest()
    counter.rest()
    assert counter.told.startswith("stays")
    counter.front.shell.toast.hide()
    counter.front.calls.look()
    counter.rest()
    counter.rest()
    assert "Срок вышел" in counter.told


def test_arrows_go_over_the_steps_of_a_case_and_each_date_is_explained(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    state = counter.view.state
    assert state.step == "to-sector"
    assert state.why_title.startswith("В сектор · почему 16.11.2016 11:00")
    assert state.why_lines[0] == "счёт с 16.11.2016 10:30"
    strike(counter, Qt.Key.Key_Down)
    state = counter.view.state
    assert state.step == "dispatch"
    assert state.why_lines == (
        "Часы ещё не идут: сначала — В сектор", "срок 1 рабочий день, считается от предыдущего шага"
    )  # fmt: skip
    strike(counter, Qt.Key.Key_End)
    assert counter.view.state.step == counter.view.state.steps[-1].id
    while counter.view.state.step != "release":
        strike(counter, Qt.Key.Key_Up)
    assert "Акт не устанавливает срока для этого шага" in counter.view.state.why_lines
    strike(counter, Qt.Key.Key_Home)
    assert counter.view.state.step == "visit"
    assert counter.view.state.why_title.startswith("Визит · почему")


def test_the_process_is_drawn_with_the_place_of_the_case_and_arrows_go_over_it(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(INSPECTOR)
    counter.front.go("case", code)
    counter.rest()
    counter.press("F3")
    view = counter.view
    assert view.name == "process"
    boxes = view.state.swim.boxes
    assert {boxes[s].phase for s in ("accept", "register")} == {"done"}
    assert boxes["to-sector"].phase == "now"
    assert boxes["sign"].phase == "ahead"
    assert view.swim.current == "to-sector"
    strike(counter, Qt.Key.Key_Down)
    assert view.swim.current == "dispatch"
    assert view.state.title == "Реестр и отправка"
    counter.press("F6")
    assert "прил. 1, п. 10 4)" in counter.front.shell.palette_.entries[0].second
    counter.press("Esc")
    counter.press("F7")
    assert "process" in [r[0] for r in rows(counter, "SELECT form FROM papers WHERE file IS NOT NULL")]
    counter.press("Esc")  # the paper on the screen
    counter.press("Ctrl+Enter")
    assert counter.view.name == "case"


def test_another_process_is_chosen_from_those_in_force(counter: Counter) -> None:
    counter.log_in(SUPERVISOR)
    counter.go("process")
    assert counter.view.state.swim.process is not None
    counter.press("F3")
    portal = next(e.id for e in counter.front.shell.palette_.entries if e.id.endswith("/portal"))
    counter.choose(portal)
    assert "portal" in counter.view.state.swim.process.lanes


def test_the_start_shows_first_what_waits_for_the_role(counter: Counter) -> None:
    accepted(counter)
    counter.log_in(SECTOR)
    counter.front.go("find")
    counter.rest()
    shelves = {s.id: s.count for s in counter.view.state.shelves}
    assert shelves["to-take-in"] == 1
    assert counter.view.state.shelf == "to-take-in"
    assert [r.status for r in counter.view.state.rows] == ["Принято"]
