"""Settings: an administrator keeps people, acts' texts and what the exchange set aside; others only their own looks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.queries.house import FilesAwaited
from tests.ui.desks.counter import INSPECTOR, Counter, accepted
from ui import look

ADMINISTRATOR = "administrator.at01"


def say_it(counter: Counter, words: str) -> None:
    """Into the line over the window, and Enter."""
    counter.front.shell.palette_.line.setText(words)
    counter.press("Enter")


def test_an_account_is_opened_step_by_step_and_closed_again(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("settings")
    counter.press("Ctrl+Enter")
    say_it(counter, "aida.at01")
    say_it(counter, "Серікова Аида Ерланқызы")
    counter.choose("inspector")
    counter.choose("AT01-01")
    assert "Учётная запись открыта" in counter.told
    row = next(r for r in desk.view.state.rows if r.id == "aida.at01")
    assert row.cells[0].text == "Серікова Аида Ерланқызы"
    counter.press("F8")
    counter.choose("aida.at01")
    (shut,) = (p for p in counter.app().ask("house.people", {}, as_=ADMINISTRATOR) if p.login == "aida.at01")
    assert not shut.open


def test_nobody_is_offered_to_close_the_account_they_sit_with(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    counter.go("settings")
    counter.press("F8")
    assert ADMINISTRATOR not in [e.id for e in counter.front.shell.palette_.entries]


def test_an_account_with_a_bad_login_is_refused_in_words(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    counter.go("settings")
    counter.press("Ctrl+Enter")
    say_it(counter, "Аида")
    say_it(counter, "Серікова Аида")
    counter.choose("inspector")
    counter.choose("AT01-01")
    assert "Не выполнено" in counter.told


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a screen without a window manager
def test_a_text_that_is_another_acts_is_refused_and_nothing_is_attached(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    counter.go("settings").choose("law")
    path = counter.front.folder / "act.txt"
    path.write_text("Это не тот документ", "utf-8")
    counter.press("F6")
    counter.choose("atyrau-2015-324")
    dialog = counter.front.shell.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    counter.rest()
    assert "Не выполнено" in counter.told


def test_the_offices_details_are_listed_as_papers_print_them(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    counter.go("settings").choose("office")
    counter.press("F7")
    lines = {e.second: e.words for e in counter.front.shell.palette_.entries}
    assert lines["Код"] == "AT01"
    assert "Атырау" in lines["Регион"]
    assert lines["Адрес"]


def test_events_that_were_set_aside_are_listed_or_said_to_be_none(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    counter.go("settings").choose("exchange")
    counter.press("F9")
    assert "Отложенных событий нет" in counter.told


def test_an_inspector_administers_nobody(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("settings")
    assert [h.key for h in desk.view.hints()] == ["F3", "F4"]
    assert desk.view.main_action() is None


def test_sections_are_walked_with_arrows_and_enter_changes_a_line(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("settings")
    assert desk.at == "look"
    QTest.keyClick(desk.view.sections.list, Qt.Key.Key_Right)
    desk.view.table.list.go("quiet")
    counter.press("Enter")
    assert counter.front.habits.quiet
    desk.view.table.list.go("still")
    counter.press("Enter")
    assert counter.front.habits.still
    assert look.now().still
    counter.press("Esc")
    QTest.keyClick(desk.view.sections.list, Qt.Key.Key_Down)
    counter.rest()
    assert desk.at == "workplace"
    QTest.keyClick(desk.view.sections.list, Qt.Key.Key_Return)
    assert desk.view.table.list.hasFocus()
    desk.view.table.list.go("place:scanner")
    counter.press("Enter")
    assert counter.view.name == "scanner"


def test_what_is_not_sent_stands_there_until_the_other_side_has_it(counter: Counter) -> None:
    code = accepted(counter)
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("settings")
    desk.choose("exchange")
    rows = [r for r in desk.view.state.rows if r.id.startswith("unsent:")]
    assert code[2:] in {r.cells[1].text for r in rows}
    assert "16.11.2016 10:30" in rows[-1].cells[1].second, "the time of the act, not of the sending"
    desk.view.opened.emit("link")
    counter.rest()
    desk.reload()
    counter.rest()
    assert not [r.id for r in desk.view.state.rows if r.id.startswith("unsent:")]


def test_an_act_says_whether_its_text_is_attached(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("settings")
    desk.choose("law")
    assert {r.cells[1].shape for r in desk.view.state.rows} == {"wait"}
    assert "atyrau-2015-324" in [r.id for r in desk.view.state.rows]


def test_an_inspector_sees_no_exchange(counter: Counter) -> None:
    counter.log_in(INSPECTOR)
    desk = counter.go("settings")
    assert [r.id for r in desk.view.state.sections] == ["look", "workplace", "people", "law", "office"]


def test_the_exchange_tells_how_many_files_are_awaited(counter: Counter) -> None:
    counter.log_in(ADMINISTRATOR)
    desk = counter.go("settings")
    desk.choose("exchange")
    assert "files" not in {r.id for r in desk.view.state.rows}
    desk._files(FilesAwaited(count=3))
    (row,) = (r for r in desk.view.state.rows if r.id == "files")
    assert (row.cells[0].shape, row.cells[1].text) == ("wait", "3")
    assert "3" in row.cells[0].second


def deed(counter: Counter, login: str, deed: str) -> Any:
    counter.log_in("administrator.at01")
    desk = counter.go("settings")
    desk.choose("people")
    counter.rest()
    desk.change(login)
    counter.choose(deed)
    return desk


def test_an_administrator_gives_another_role_at_the_window(counter: Counter) -> None:
    deed(counter, "sector.at01", "role-of")
    offered = {e.id for e in counter.front.shell.palette_.entries}
    assert offered == {"inspector", "supervisor", "administrator"}  # of this side, another than now, and no courier
    counter.choose("supervisor")
    assert "Роль изменена" in counter.told
    (person,) = [p for p in counter.app().ask("house.people", {}, as_="administrator.at01") if p.login == "sector.at01"]
    assert person.role == "supervisor"


def test_neither_ones_own_role_nor_a_couriers_is_offered_to_change(counter: Counter) -> None:
    for login in ("administrator.at01", "courier.at01"):
        counter.log_in("administrator.at01")
        desk = counter.go("settings")
        desk.choose("people")
        counter.rest()
        desk.change(login)
        assert "role-of" not in {e.id for e in counter.front.shell.palette_.entries}
        counter.press("Esc")


def test_whose_signature_lets_in_is_said_at_the_window(counter: Counter) -> None:
    deed(counter, "sector.at01", "signature-of")
    counter.type("871008401428")
    counter.press("Enter")
    assert "контрольный знак" in counter.told
    deed(counter, "sector.at01", "signature-of")
    counter.type("871008401427")
    counter.press("Enter")
    assert "привязана" in counter.told
    deed(counter, "sector.at01", "signature-back")
    assert "снят" in counter.told
